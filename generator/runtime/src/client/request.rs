//! The typed shell of an operation.

use super::call::Call;
use super::dispatch::{Failure, Reading, Received, Reply, ReplyBody, dispatch, exchange, received};
use super::download::{Download, Pieces};
use super::error::{Decoding, Error, RequestError, StatusError};
use super::events::Events;
use super::json_lines::JsonLines;
use super::payload::{DecodeFailure, Payload};
use super::response::{Answer, RawResponse};
use super::retry::Retries;
use super::transport::{BoxFuture, RequestBody};
use crate::codec::Wire;
use http::{HeaderMap, StatusCode};
use std::fmt;
use std::future::Future;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

/// A request of one operation; `request!` writes it. What it provides is for every request; what an operation has of its
/// own, its type has.
pub trait Request: Sized {
    /// What it is answered with.
    type Success;
    /// What it is answered with in place of success.
    type Error: Outcome;

    /// The call.
    fn into_call(self) -> Call;

    /// The call, to change it.
    fn call_mut(&mut self) -> &mut Call;

    /// Reads the documented response of that index.
    ///
    /// # Errors
    ///
    /// Where the body is not what the document says.
    fn success(index: usize, payload: &Payload) -> Result<Self::Success, DecodeFailure>;

    /// How long an attempt of this request may take, in place of the client's own limit.
    #[must_use]
    fn attempt_timeout(mut self, limit: Duration) -> Self {
        self.call_mut().options.attempt_timeout = Some(limit);
        self
    }

    /// How often this request is sent again, in place of what holds for the client; the budget stays the client's.
    #[must_use]
    fn retries(mut self, retries: Retries) -> Self {
        self.call_mut().options.retries = Some(retries);
        self
    }

    /// A header beside those of the operation, or in place of one of that name. Credentials, and what frames the
    /// message, cannot be set so.
    #[must_use]
    fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.call_mut().options.headers.push((name.into(), value.into()));
        self
    }

    /// The key by which the server knows this request again, so that it may be sent again: in the header that the
    /// document describes for it, else in the client's, else in `Idempotency-Key`.
    #[must_use]
    fn idempotency_key(mut self, key: impl Into<String>) -> Self {
        self.call_mut().options.idempotency_key = Some(key.into());
        self
    }

    /// Sends a stream as the body, in place of a value. It can be sent once: such a request is not repeated.
    #[must_use]
    fn body_stream(mut self, body: RequestBody) -> Self {
        self.call_mut().stream.0 = Some(body);
        self
    }

    /// Sends it and returns what arrives, whatever its status, unread.
    fn raw(self) -> impl Future<Output = Result<RawResponse, Error<Self::Error>>> + Send + use<Self> {
        let sent = dispatch(self.into_call());
        async move {
            let Received { status, headers, payload, .. } = sent.await.map_err(Error::from)?;
            Ok(RawResponse { status, headers, body: payload.body })
        }
    }

    /// Sends it, and gives the status and the headers of a success as well.
    fn with_headers(self) -> Answering<Self> {
        answering(self)
    }

    /// Sends it and returns the body as it arrives. The deadlines hold until it begins; then each piece must come within
    /// the time of an attempt. A body has no largest size.
    fn download(
        self,
    ) -> impl Future<Output = Result<Download<Self::Error>, Error<Self::Error>>> + Send + use<Self> {
        let opened = open::<Self>(self.into_call());
        async move {
            let (status, headers, pieces) = opened.await?;
            Ok(Download::new(status, headers, pieces))
        }
    }

    /// Sends it and returns the values of its body as they arrive, a line each, or each after a record separator; a line
    /// is at most as long as a response may be.
    fn json_lines<T: Wire>(
        self,
    ) -> impl Future<Output = Result<JsonLines<T, Self::Error>, Error<Self::Error>>> + Send + use<Self, T>
    {
        let call = self.into_call();
        let longest = call.core.inner.max_response_bytes;
        let opened = open::<Self>(call);
        async move {
            let (status, headers, pieces) = opened.await?;
            Ok(JsonLines::new(status, headers, pieces, longest))
        }
    }

    /// The server-sent events that it is answered with; it is sent when the first one is asked for.
    fn events(self) -> Events<Self> {
        Events::new(self.into_call())
    }
}

/// Sends a call and returns its body as a stream, where it is a success.
async fn open<R: Request>(call: Call) -> Result<(StatusCode, HeaderMap, Pieces), Error<R::Error>> {
    let (core, operation) = (call.core.clone(), call.operation);
    let idle = call.options.attempt_timeout.unwrap_or(core.inner.attempt_timeout);
    let Reply { status, headers, body } = exchange(call, Reading::Stream).await.map_err(Error::from)?;
    match body {
        ReplyBody::Stream(body) => Ok((status, headers, Pieces::new(core, body, idle))),
        ReplyBody::Whole(bytes) => match told::<R>(received(operation, status, headers, bytes)) {
            Err(error) => Err(error),
            // A success is never read whole where a stream is asked for.
            Ok(_) => Err(Error::Request(RequestError::new("the response was read before it was asked for"))),
        },
    }
}

/// The responses that an operation documents.
pub trait Outcome: Sized {
    /// Reads the documented response of that index, or one that is not documented.
    ///
    /// # Errors
    ///
    /// Where the body is not what the document says.
    fn read(index: Option<usize>, payload: &Payload) -> Result<Self, DecodeFailure>;
}

/// A request on its way.
#[must_use = "a request is sent when it is awaited"]
pub struct Sending<R> {
    received: BoxFuture<'static, Result<Received, Failure>>,
    request: PhantomData<fn() -> R>,
}

impl<R> fmt::Debug for Sending<R> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Sending")
    }
}

/// Starts a request, which makes progress when it is polled.
pub fn send<R: Request>(request: R) -> Sending<R> {
    Sending { received: Box::pin(dispatch(request.into_call())), request: PhantomData }
}

impl<R: Request> Future for Sending<R> {
    type Output = Result<R::Success, Error<R::Error>>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let received = self.received.as_mut().poll(context);
        received.map(|received| received.map_err(Error::from).and_then(told::<R>).map(|answer| answer.value))
    }
}

impl<E> From<Failure> for Error<E> {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Request(error) => Self::Request(error),
            Failure::Credential(error) => Self::Credential(error),
            Failure::Transport(error) => Self::Transport(error),
            Failure::Timeout(limit) => Self::Timeout(limit),
        }
    }
}

/// A request on its way whose answer is wanted with its headers.
#[derive(Debug)]
#[must_use = "a request is sent when it is awaited"]
pub struct Answering<R>(Sending<R>);

/// Starts a request whose answer is wanted with its headers.
pub fn answering<R: Request>(request: R) -> Answering<R> {
    Answering(send(request))
}

impl<R: Request> Future for Answering<R> {
    type Output = Result<Answer<R::Success>, Error<R::Error>>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let received = self.0.received.as_mut().poll(context);
        received.map(|received| received.map_err(Error::from).and_then(told::<R>))
    }
}

pub(super) fn told<R: Request>(received: Received) -> Result<Answer<R::Success>, Error<R::Error>> {
    let Received { status, headers, payload, index, success } = received;
    let failure = match index.filter(|_| success) {
        Some(index) => match R::success(index, &payload) {
            Ok(value) => return Ok(Answer { status, headers, value }),
            Err(failure) => failure,
        },
        None => match R::Error::read(index, &payload) {
            Ok(error) => {
                return Err(Error::Status(Box::new(StatusError {
                    status,
                    headers,
                    body: payload.body,
                    error,
                })));
            }
            Err(failure) => failure,
        },
    };
    Err(Error::Decode(Box::new(Decoding { status, headers, body: payload.body, failure })))
}
