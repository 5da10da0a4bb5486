//! Time as a client sees it: a trait, so that nothing but a timer needs a clock.

use super::transport::BoxFuture;
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::task::Poll;
use std::time::Duration;

/// Tells time and waits. The feature `tokio-timer` brings one; where there is no tokio, as in a browser, write one over
/// whatever there is.
pub trait Timer: Send + Sync + 'static {
    /// Ends after a duration.
    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()>;

    /// The time since some moment that stays the same for this timer; it never goes back.
    fn now(&self) -> Duration;

    /// The time since 1970-01-01T00:00:00Z, where the timer knows it. It is asked for where a server names a moment to
    /// wait for and not its own time.
    fn since_epoch(&self) -> Option<Duration> {
        None
    }
}

/// The timer of tokio. It must be used within a runtime of tokio whose time is enabled.
#[cfg(feature = "tokio-timer")]
#[derive(Clone, Copy, Debug)]
pub struct TokioTimer {
    start: tokio::time::Instant,
}

#[cfg(feature = "tokio-timer")]
impl TokioTimer {
    /// A timer that starts now.
    #[must_use]
    pub fn new() -> Self {
        Self { start: tokio::time::Instant::now() }
    }
}

#[cfg(feature = "tokio-timer")]
impl Default for TokioTimer {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(feature = "tokio-timer")]
impl Timer for TokioTimer {
    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        Box::pin(tokio::time::sleep(duration))
    }

    fn now(&self) -> Duration {
        self.start.elapsed()
    }

    fn since_epoch(&self) -> Option<Duration> {
        std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).ok()
    }
}

/// What a future gives, or `None` where it takes longer than it may; what is there at once needs no clock, and is not
/// asked for its limit.
pub(super) async fn within<F: Future>(
    timer: &dyn Timer,
    mut limit: impl FnMut() -> Duration,
    mut future: Pin<&mut F>,
) -> Option<F::Output> {
    let mut sleep = None;
    poll_fn(|context| {
        // What is there in time counts, also where the time is over when it is asked for.
        if let Poll::Ready(value) = future.as_mut().poll(context) {
            return Poll::Ready(Some(value));
        }
        let sleep = sleep.get_or_insert_with(|| timer.sleep(limit()));
        sleep.as_mut().poll(context).map(|()| None)
    })
    .await
}
