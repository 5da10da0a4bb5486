//! The body of a response as a stream of bytes.

use super::builder::Core;
use super::dispatch::Failure;
use super::error::Error;
use super::transport::{BoxFuture, ResponseBody};
use bytes::{Buf, Bytes};
use futures_core::Stream;
use http::{HeaderMap, StatusCode};
use http_body::Body;
use std::fmt;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

/// Bytes as they arrive. Each piece must come within the time of an attempt, or the stream ends with an error; how long
/// all of it takes and how large it is has no limit.
pub(super) struct Pieces {
    body: ResponseBody,
    core: Core,
    /// How long may pass without a piece.
    idle: Duration,
    sleep: Option<BoxFuture<'static, ()>>,
    ended: bool,
}

impl Pieces {
    pub(super) fn new(core: Core, body: ResponseBody, idle: Duration) -> Self {
        Self { body, core, idle, sleep: None, ended: false }
    }

    pub(super) fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Bytes, Failure>>> {
        while !self.ended {
            let piece = match Pin::new(&mut self.body).poll_frame(context) {
                Poll::Ready(Some(Ok(frame))) => match frame.into_data() {
                    Ok(data) if data.has_remaining() => Ok(data),
                    // Trailers, and pieces of nothing.
                    _ => continue,
                },
                Poll::Ready(Some(Err(error))) => Err(Failure::Transport(error)),
                Poll::Ready(None) => break,
                Poll::Pending => {
                    let (core, idle) = (&self.core, self.idle);
                    let sleep = self.sleep.get_or_insert_with(|| core.inner.timer.sleep(idle));
                    match sleep.as_mut().poll(context) {
                        Poll::Ready(()) => Err(Failure::Timeout(idle)),
                        Poll::Pending => return Poll::Pending,
                    }
                }
            };
            self.sleep = None;
            self.ended = piece.is_err();
            return Poll::Ready(Some(piece));
        }
        self.ended = true;
        Poll::Ready(None)
    }
}

/// The body of a success as it arrives, and the response that it stands in. Its `Debug` shows neither.
pub struct Download<E> {
    /// The status of the response.
    pub status: StatusCode,
    /// The headers of the response.
    pub headers: HeaderMap,
    pieces: Pieces,
    error: PhantomData<fn() -> E>,
}

impl<E> Download<E> {
    pub(super) fn new(status: StatusCode, headers: HeaderMap, pieces: Pieces) -> Self {
        Self { status, headers, pieces, error: PhantomData }
    }

    /// The next bytes; `None` where the body ends.
    pub async fn next(&mut self) -> Option<Result<Bytes, Error<E>>> {
        std::future::poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }
}

impl<E> Stream for Download<E> {
    type Item = Result<Bytes, Error<E>>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.pieces.poll(context).map(|piece| piece.map(|piece| piece.map_err(Error::from)))
    }
}

impl<E> fmt::Debug for Download<E> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Download").field("status", &self.status).finish_non_exhaustive()
    }
}
