//! The typed shell of an operation.

use super::call::Call;
use super::dispatch::{Failure, Received, dispatch};
use super::error::{Decoding, Error, StatusError};
use super::payload::{DecodeFailure, Payload};
use super::transport::BoxFuture;
use crate::codec::Wire;
use crate::http::{Header, HeaderError};
use http::{HeaderMap, StatusCode};
use std::fmt;
use std::future::Future;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll};

/// A request of one operation; `request!` writes it.
pub trait Request: Sized {
    /// What it is answered with.
    type Success;
    /// What it is answered with in place of success.
    type Error: Outcome;

    /// The call.
    fn into_call(self) -> Call;

    /// Reads the documented response of that index.
    ///
    /// # Errors
    ///
    /// Where the body is not what the document says.
    fn success(index: usize, payload: &Payload) -> Result<Self::Success, DecodeFailure>;

    /// Sends it, and gives the status and the headers of a success as well.
    fn with_headers(self) -> Answering<Self> {
        answering(self)
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
        self.received.as_mut().poll(context).map(|received| told::<R>(received).map(|answer| answer.value))
    }
}

/// A success with all that came with it.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Answer<T> {
    /// Its status.
    pub status: StatusCode,
    /// Its headers.
    pub headers: HeaderMap,
    /// What it holds.
    pub value: T,
}

impl<T> Answer<T> {
    /// The value of a header; `None` where it is absent.
    ///
    /// # Errors
    ///
    /// Where what stands there is no value of the documented type.
    pub fn header<H: Wire>(&self, header: &Header<H>) -> Result<Option<H>, HeaderError> {
        header.read(&self.headers)
    }
}

impl<T: fmt::Debug> fmt::Debug for Answer<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        // A server may set a cookie, which is a credential.
        let mut shown = formatter.debug_struct("Answer");
        shown.field("status", &self.status).field("value", &self.value).finish_non_exhaustive()
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
        self.0.received.as_mut().poll(context).map(told::<R>)
    }
}

fn told<R: Request>(received: Result<Received, Failure>) -> Result<Answer<R::Success>, Error<R::Error>> {
    let received = match received {
        Ok(received) => received,
        Err(Failure::Request(error)) => return Err(Error::Request(error)),
        Err(Failure::Transport(error)) => return Err(Error::Transport(error)),
        Err(Failure::Timeout(limit)) => return Err(Error::Timeout(limit)),
    };
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
