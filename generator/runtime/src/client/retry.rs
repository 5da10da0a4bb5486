//! Whether a request is sent again, and when.

use super::random::random;
use http::{HeaderMap, Method, StatusCode, header};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, UNIX_EPOCH};

/// What a retry takes from the budget, in the unit of which a success gives one back.
const COST: u32 = 10;

/// How often a request is sent again, and how long is waited before.
///
/// A request is sent again after a lost connection, an attempt that took too long, and the statuses 408, 429 and 5xx but
/// 501 and 505, which no repetition changes; and only where that does no harm: where its method is idempotent (RFC 9110,
/// section 9.2.2) or an idempotency key went with it. Where not even a connection came about, nothing was sent, and any
/// request is tried again.
///
/// Before each retry a random time is waited, from nothing to `base_delay` doubled for each retry before, at most
/// `max_delay`; or as long as `Retry-After` asks for, if that is longer, at most `max_retry_after`. A wait that would
/// outlast the deadline of the call is not begun.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Retries {
    /// How often a request is sent again at most; 2 by default.
    pub max: u32,
    /// The longest wait before the first retry; 250 milliseconds by default.
    pub base_delay: Duration,
    /// The longest wait before any retry that the server asked no wait for; 8 seconds by default.
    pub max_delay: Duration,
    /// The longest wait that a server may ask for; 30 seconds by default.
    pub max_retry_after: Duration,
    /// How many retries all calls of a client may make in a row; 100 by default. Ten successes give one back, so that
    /// a server that is down is not asked three times as often as one that is up.
    pub budget: u32,
}

impl Default for Retries {
    fn default() -> Self {
        Self {
            max: 2,
            base_delay: Duration::from_millis(250),
            max_delay: Duration::from_secs(8),
            max_retry_after: Duration::from_secs(30),
            budget: 100,
        }
    }
}

impl Retries {
    /// Every request is sent once.
    #[must_use]
    pub fn off() -> Self {
        Self { max: 0, ..Self::default() }
    }

    /// How often a request is sent again at most.
    #[must_use]
    pub fn max(mut self, max: u32) -> Self {
        self.max = max;
        self
    }

    /// The longest wait before the first retry, and the longest before any.
    #[must_use]
    pub fn delays(mut self, base: Duration, max: Duration) -> Self {
        (self.base_delay, self.max_delay) = (base, max);
        self
    }

    /// The longest wait that a server may ask for.
    #[must_use]
    pub fn max_retry_after(mut self, max: Duration) -> Self {
        self.max_retry_after = max;
        self
    }

    /// How many retries all calls of a client may make in a row.
    #[must_use]
    pub fn budget(mut self, budget: u32) -> Self {
        self.budget = budget;
        self
    }

    /// The wait before the retry of that number, the first being 0.
    pub(super) fn delay(&self, retry: u32, asked: Option<Duration>) -> Duration {
        let longest = 2_u32.checked_pow(retry).and_then(|factor| self.base_delay.checked_mul(factor));
        let longest = longest.unwrap_or(self.max_delay).min(self.max_delay);
        // Random over all of the range, so that clients that failed together do not come back together.
        let nanos = u64::try_from(longest.as_nanos()).unwrap_or(u64::MAX);
        let delay = Duration::from_nanos(nanos.checked_add(1).map_or(nanos, |range| random() % range));
        delay.max(asked.unwrap_or_default().min(self.max_retry_after))
    }
}

/// What is left of the retries that all calls of a client share.
#[derive(Debug)]
pub(super) struct Budget {
    left: AtomicU32,
    most: u32,
}

impl Budget {
    pub(super) fn new(retries: u32) -> Self {
        let most = retries.saturating_mul(COST);
        Self { left: AtomicU32::new(most), most }
    }

    /// Takes a retry, where there is one left.
    pub(super) fn take(&self) -> bool {
        let taken = |left: u32| left.checked_sub(COST);
        self.left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, taken).is_ok()
    }

    /// Gives back what a success is worth.
    pub(super) fn succeed(&self) {
        let given = |left: u32| (left < self.most).then(|| left.saturating_add(1));
        let _ = self.left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, given);
    }
}

/// Whether to do it twice does what to do it once does (RFC 9110, section 9.2.2).
pub(super) fn is_idempotent(method: &Method) -> bool {
    let more = ["QUERY", "PROPFIND", "SEARCH", "REPORT"];
    method.is_idempotent() || more.contains(&method.as_str())
}

/// Whether a status says that the same request may succeed later.
pub(super) fn may_pass(status: StatusCode) -> bool {
    match status.as_u16() {
        408 | 429 => true,
        501 | 505 => false,
        code => (500..600).contains(&code),
    }
}

/// What `Retry-After` asks for (RFC 9110, section 10.2.3). A date is held against the server's own `Date`, so that no
/// clock needs to be right, and else against the time that is given. `None` where it is neither a number of seconds nor
/// a date; a date that is past asks for nothing.
pub(super) fn retry_after(headers: &HeaderMap, since_epoch: Option<Duration>) -> Option<Duration> {
    let text = headers.get(header::RETRY_AFTER)?.to_str().ok()?.trim();
    if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
        // More digits than fit are a very long time.
        return Some(Duration::from_secs(text.parse().unwrap_or(u64::MAX)));
    }
    let date = |text: &str| httpdate::parse_http_date(text).ok()?.duration_since(UNIX_EPOCH).ok();
    let now = headers.get(header::DATE).and_then(|value| date(value.to_str().ok()?)).or(since_epoch)?;
    date(text).map(|moment| moment.saturating_sub(now))
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::HeaderValue;

    fn asked(value: &str) -> Option<Duration> {
        let mut headers = HeaderMap::new();
        headers.insert(header::RETRY_AFTER, HeaderValue::from_str(value).expect("a header"));
        headers.insert(header::DATE, HeaderValue::from_static("Sun, 06 Nov 1994 08:49:37 GMT"));
        retry_after(&headers, None)
    }

    #[test]
    fn retry_after_is_read_in_both_forms() {
        let seconds = |count| Some(Duration::from_secs(count));
        assert_eq!(asked("120"), seconds(120));
        assert_eq!(asked(" 0 "), seconds(0));
        assert_eq!(asked("99999999999999999999999"), seconds(u64::MAX));
        for date in
            ["Sun, 06 Nov 1994 08:50:37 GMT", "Sunday, 06-Nov-94 08:50:37 GMT", "Sun Nov  6 08:50:37 1994"]
        {
            assert_eq!(asked(date), seconds(60), "{date}");
        }
        assert_eq!(asked("Sun, 06 Nov 1994 08:40:00 GMT"), seconds(0));
        for nonsense in ["-1", "", "soon", "1.5", "1e9", "+3"] {
            assert_eq!(asked(nonsense), None, "{nonsense}");
        }
    }

    #[test]
    fn waits_grow_and_stay_below_their_limits() {
        let retries = Retries::default();
        for retry in [0, 1, 5, 31, 32, u32::MAX] {
            let limit =
                retries.base_delay.checked_mul(2_u32.saturating_pow(retry)).unwrap_or(retries.max_delay);
            assert!(retries.delay(retry, None) <= limit.min(retries.max_delay), "{retry}");
        }
        let asked = |seconds| retries.delay(0, Some(Duration::from_secs(seconds)));
        assert_eq!(asked(7), Duration::from_secs(7));
        assert_eq!(asked(u64::MAX), retries.max_retry_after);
    }

    #[test]
    fn a_budget_is_spent_and_earned() {
        let budget = Budget::new(2);
        assert_eq!([budget.take(), budget.take(), budget.take()], [true, true, false]);
        (0..COST - 1).for_each(|_| budget.succeed());
        assert!(!budget.take());
        budget.succeed();
        assert!(budget.take());
    }
}
