//! The typed shell of an operation: what it is answered with, and the future that asks.

use super::call::Call;
use super::dispatch::{Failure, Received, dispatch};
use super::error::{Decoding, Error, StatusError};
use super::response::Answer;
use super::success::{Outcome, ReadAs};
use super::transport::BoxFuture;
use std::fmt;
use std::future::Future;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll};

/// What is asked and what is answered, of one operation; `request!` writes it.
pub trait Exchange: Sized {
    /// What it is answered with.
    type Success;
    /// What it is answered with in place of success.
    type Error: Outcome;
    /// How a success is read.
    type How: ReadAs<Self::Success>;

    /// The call, to change it.
    fn call_mut(&mut self) -> &mut Call;

    /// The call.
    fn into_call(mut self) -> Call {
        self.call_mut().take()
    }
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
pub fn send<R: Exchange>(request: R) -> Sending<R> {
    Sending { received: Box::pin(dispatch(request.into_call())), request: PhantomData }
}

impl<R: Exchange> Future for Sending<R> {
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
pub fn answering<R: Exchange>(request: R) -> Answering<R> {
    Answering(send(request))
}

impl<R: Exchange> Future for Answering<R> {
    type Output = Result<Answer<R::Success>, Error<R::Error>>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let received = self.0.received.as_mut().poll(context);
        received.map(|received| received.map_err(Error::from).and_then(told::<R>))
    }
}

pub(super) fn told<R: Exchange>(received: Received) -> Result<Answer<R::Success>, Error<R::Error>> {
    let Received { status, headers, payload, index, success } = received;
    let failure = match index.filter(|_| success) {
        Some(index) => match R::How::read(index, &payload) {
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
