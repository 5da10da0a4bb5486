//! Sending a call and receiving its response: one function for every operation.

use super::builder::{Core, Inner};
use super::call::{Call, Options};
use super::credential::{Applied, CredentialError, Given, Held, Presented, TokenContext, TokenSource};
use super::hook::{Attempt, AttemptEnd};
use super::payload::{Payload, is_coded};
use super::prepare::Prepared;
use super::refusals::RequestError;
use super::response::{collect, documented};
use super::retry::{Retries, may_pass, retry_after};
use super::timer::within;
use super::trace::AttemptSpan;
use super::transport::{BoxFuture, OperationId, ResponseBody, TransportError, TransportErrorKind};
use crate::http::{Scheme, Secret};
use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{HeaderMap, StatusCode};
use std::future::Future;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::time::Duration;

/// A response, whole, and which of the documented ones it is.
pub(super) struct Received {
    pub(super) status: StatusCode,
    pub(super) headers: HeaderMap,
    pub(super) payload: Payload,
    pub(super) index: Option<usize>,
    pub(super) success: bool,
}

/// Why there is no response.
pub(super) enum Failure {
    Request(RequestError),
    Credential(CredentialError),
    Transport(TransportError),
    Timeout(Duration),
}

impl From<RequestError> for Failure {
    fn from(error: RequestError) -> Self {
        Self::Request(error)
    }
}

/// How the body of a success is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reading {
    Whole,
    Stream,
}

/// A response as it was read.
pub(super) struct Reply {
    pub(super) status: StatusCode,
    pub(super) headers: HeaderMap,
    pub(super) body: ReplyBody,
}

pub(super) enum ReplyBody {
    Whole(Bytes),
    /// Only of a success.
    Stream(ResponseBody),
}

/// Sends a call and reads its response whole.
#[allow(clippy::manual_async_fn, reason = "an `async fn` would hold the call twice")]
pub(super) fn dispatch(mut call: Call) -> impl Future<Output = Result<Received, Failure>> + Send {
    async move {
        let Reply { status, headers, body } = exchange(&mut call, Reading::Whole).await?;
        let body = match body {
            ReplyBody::Whole(bytes) => bytes,
            ReplyBody::Stream(_) => Bytes::new(),
        };
        Ok(received(call.operation, status, headers, body))
    }
}

/// A whole response, held against the document.
pub(super) fn received(
    operation: &crate::http::Operation,
    status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
) -> Received {
    let (index, success) = documented(operation, status);
    let content_type = headers.get(CONTENT_TYPE).cloned();
    let contents = index.and_then(|index| operation.responses.get(index)).map_or(&[][..], |it| it.contents);
    let is_coded = !body.is_empty() && is_coded(&headers);
    let payload = Payload { status: status.as_u16(), content_type, is_coded, contents, body };
    Received { status, headers, payload, index, success }
}

/// Sends a call, as often as it takes; the deadline covers all of it. Of a stream it covers what comes before its body.
pub(super) async fn exchange(call: &mut Call, reading: Reading) -> Result<Reply, Failure> {
    let core = call.core.clone();
    let limits = Limits::new(&core.inner, &call.options);
    let mut prepared = Prepared::new(&core, call)?;
    let retries = call.options.retries.as_ref().unwrap_or(&core.inner.retries);
    Attempts { core: &core, retries, limits, reading, made: 0, is_late: false }.run(&mut prepared).await
}

#[derive(Clone, Copy)]
struct Limits {
    timeout: Duration,
    attempt: Duration,
    /// By the client's timer.
    deadline: Duration,
}

impl Limits {
    fn new(inner: &Inner, options: &Options) -> Self {
        let timeout = options.timeout.unwrap_or(inner.timeout);
        let attempt = options.attempt_timeout.unwrap_or(inner.attempt_timeout);
        Self { timeout, attempt, deadline: inner.timer.now().saturating_add(timeout) }
    }
}

/// The attempts of a call.
struct Attempts<'a> {
    core: &'a Core,
    retries: &'a Retries,
    limits: Limits,
    reading: Reading,
    /// How many retries were made.
    made: u32,
    /// Whether the deadline is over.
    is_late: bool,
}

/// A request that is on its way.
type Sent<'a> = BoxFuture<'a, Result<http::Response<ResponseBody>, TransportError>>;

/// A token that was sent, and where it came from.
type Used = (Arc<dyn TokenSource>, Secret);

impl Attempts<'_> {
    async fn run(&mut self, prepared: &mut Prepared<'_>) -> Result<Reply, Failure> {
        let inner = &*self.core.inner;
        let method = prepared.method();
        let (mut number, mut renewed) = (0_u32, false);
        loop {
            number = number.saturating_add(1);
            let operation = prepared.operation;
            let attempt =
                Attempt { operation: operation.id, method: method.as_str(), path: operation.path, number };
            let mut hooked = HeaderMap::new();
            inner.hooks.iter().for_each(|hook| hook.before(&attempt, &mut hooked));
            // A clock that nobody reads is not asked.
            let start = (!inner.hooks.is_empty()).then(|| inner.timer.now());
            let mut used = Vec::new();
            let applied = Applied { headers: prepared.headers(hooked), ..Applied::default() };
            let authorized = authorize(inner, &prepared.credentials, applied, &mut used);
            let authorized = self.in_time(Duration::MAX, pin!(authorized)).await;
            let ended = match authorized {
                Ok(Ok(applied)) => {
                    let (span, sent) = send(inner, prepared, &attempt, applied)?;
                    self.attempt(operation, &span, sent).await
                }
                Ok(Err(failure)) | Err(failure) => Err(failure),
            };
            let is_refused = |answer: &Reply| answer.status == StatusCode::UNAUTHORIZED;
            let may_renew = !renewed && prepared.is_repeatable() && ended.as_ref().is_ok_and(is_refused);
            let wait =
                if may_renew && self.in_time(Duration::MAX, pin!(any_other(&used))).await.unwrap_or(false) {
                    renewed = true;
                    Some(Duration::ZERO)
                } else {
                    self.wait(prepared, &ended)
                };
            if let Some(start) = start {
                let elapsed = inner.timer.now().saturating_sub(start);
                let error = ended.as_ref().err().map(Failure::words);
                let end = AttemptEnd {
                    status: ended.as_ref().ok().map(|answer| answer.status),
                    headers: ended.as_ref().ok().map(|answer| &answer.headers),
                    error: error.as_deref(),
                    elapsed,
                    retry_in: wait,
                };
                inner.hooks.iter().for_each(|hook| hook.after(&attempt, &end));
            }
            match wait {
                None => return ended,
                // The connection goes back to where it came from before the wait.
                Some(wait) => {
                    drop(ended);
                    if !wait.is_zero() {
                        inner.timer.sleep(wait).await;
                    }
                }
            }
        }
    }

    /// What a future gives before a limit is over, or the deadline: one timer does for both.
    ///
    /// The future is lent: each function that takes one by value makes the future of a call larger by it.
    async fn in_time<F: Future>(
        &mut self,
        limit: Duration,
        future: Pin<&mut F>,
    ) -> Result<F::Output, Failure> {
        let timer = &*self.core.inner.timer;
        let deadline = self.limits.deadline;
        let mut left = Duration::MAX;
        let shorter = || {
            left = deadline.saturating_sub(timer.now());
            limit.min(left)
        };
        let ended = within(timer, shorter, future).await;
        self.is_late |= ended.is_none() && left <= limit;
        ended.ok_or(Failure::Timeout(if self.is_late { self.limits.timeout } else { limit }))
    }

    /// Waits for the answer to a request that is on its way, and reads it.
    async fn attempt(
        &mut self,
        operation: &crate::http::Operation,
        span: &AttemptSpan,
        sent: Sent<'_>,
    ) -> Result<Reply, Failure> {
        let (inner, reading) = (&*self.core.inner, self.reading);
        let exchange = pin!(span.around(async {
            let (parts, body) = sent.await?.into_parts();
            let (_, success) = documented(operation, parts.status);
            let body = if reading == Reading::Stream && success {
                ReplyBody::Stream(body)
            } else {
                ReplyBody::Whole(collect(body, inner.max_response_bytes).await?)
            };
            Ok(Reply { status: parts.status, headers: parts.headers, body })
        }));
        let ended = self.in_time(self.limits.attempt, exchange).await;
        let ended = ended.and_then(|ended| ended.map_err(Failure::Transport));
        match &ended {
            Ok(answer) => span.status(answer.status),
            Err(failure) => span.error(failure.kind()),
        }
        ended
    }

    /// How long to wait before the next attempt; `None` where this one was the last.
    fn wait(&mut self, prepared: &Prepared<'_>, ended: &Result<Reply, Failure>) -> Option<Duration> {
        let inner = &*self.core.inner;
        let (again, asked) = match ended {
            Ok(answer) if may_pass(answer.status) => {
                (prepared.may_repeat, retry_after(&answer.headers, inner.timer.since_epoch()))
            }
            Ok(_) => {
                inner.budget.succeed();
                (false, None)
            }
            // Without a connection nothing was sent; then a method does not matter.
            Err(Failure::Transport(error)) => match error.kind() {
                TransportErrorKind::Connect => (prepared.is_repeatable(), None),
                TransportErrorKind::Lost => (prepared.may_repeat, None),
                TransportErrorKind::TooLarge | TransportErrorKind::Unexpected => (false, None),
            },
            Err(Failure::Timeout(_)) => (prepared.may_repeat, None),
            Err(Failure::Credential(error)) => (error.may_pass(), None),
            Err(Failure::Request(_)) => (false, None),
        };
        if !again || self.is_late || self.made >= self.retries.max {
            return None;
        }
        let wait = self.retries.delay(self.made, asked);
        // A wait that the deadline cuts off would only hide what went wrong.
        if inner.timer.now().saturating_add(wait) >= self.limits.deadline || !inner.budget.take() {
            return None;
        }
        self.made += 1;
        Some(wait)
    }
}

/// Sends the request of an attempt. The request is nobody's afterwards: the future of a call need not hold it.
fn send<'a>(
    inner: &'a Inner,
    prepared: &mut Prepared<'_>,
    attempt: &Attempt<'_>,
    applied: Applied,
) -> Result<(AttemptSpan, Sent<'a>), Failure> {
    let mut request = prepared.request(applied)?;
    if inner.transport.wants_operation_id() {
        request.extensions_mut().insert(OperationId(prepared.operation.id));
    }
    let span = AttemptSpan::new(attempt, request.uri());
    let sent = span.enter(|| inner.transport.send(request));
    Ok((span, sent))
}

/// Adds the credentials as they are now; tokens that were asked for are noted.
async fn authorize(
    inner: &Inner,
    credentials: &[(&'static Scheme, &Given)],
    mut applied: Applied,
    used: &mut Vec<Used>,
) -> Result<Applied, Failure> {
    for (scheme, given) in credentials {
        match &given.held {
            Held::Secret(secret) => applied.add(scheme, Presented::Secret(secret))?,
            Held::Basic(user, password) => applied.add(scheme, Presented::Basic(user, password))?,
            Held::Source(source) => {
                let (transport, now) = (&inner.transport, inner.timer.now());
                let context = TokenContext { transport, flow: given.flow, now };
                let token = source.token(context).await.map_err(Failure::Credential)?;
                applied.add(scheme, Presented::Secret(&token))?;
                used.push((Arc::clone(source), token));
            }
        }
    }
    Ok(applied)
}

/// Whether there is another token in place of one that was refused; every source hears of it.
async fn any_other(used: &[Used]) -> bool {
    let mut any = false;
    for (source, token) in used {
        any |= source.refused(token).await;
    }
    any
}

impl Failure {
    /// In words without a URL or a credential.
    fn words(&self) -> String {
        match self {
            Self::Request(error) => error.to_string(),
            Self::Credential(error) => error.to_string(),
            Self::Transport(error) => error.to_string(),
            Self::Timeout(limit) => format!("the attempt took longer than {limit:?}"),
        }
    }

    /// What a trace calls it.
    fn kind(&self) -> &'static str {
        match self {
            Self::Request(_) => "request",
            Self::Credential(_) => "credential",
            Self::Transport(_) => "transport",
            Self::Timeout(_) => "timeout",
        }
    }
}
