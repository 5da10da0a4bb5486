//! A body of many JSON values, a line each (`application/jsonl`, `application/x-ndjson`), or each after a record
//! separator (`application/json-seq`, RFC 7464).

use super::download::Pieces;
use super::error::Error;
use super::lines::Lines;
use super::payload::{DecodeFailure, coded, is_coded};
use super::transport::TransportError;
use crate::codec::{Mode, Wire, decode};
use futures_core::Stream;
use http::{HeaderMap, StatusCode};
use std::fmt;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll};

/// The record separator of RFC 7464.
const SEPARATOR: u8 = 0x1e;

/// Values as they arrive. A line that is no value of the type is an item of its own; the stream goes on after it.
pub struct JsonLines<T, E> {
    /// The status of the response.
    pub status: StatusCode,
    /// The headers of the response.
    pub headers: HeaderMap,
    pieces: Pieces,
    lines: Lines,
    ended: bool,
    types: PhantomData<fn() -> (T, E)>,
}

/// What is wrong with a line or an event, or with the connection.
#[derive(Debug)]
#[non_exhaustive]
pub enum LineError<E> {
    /// A line or an event is no value of the type.
    Decode(DecodeFailure),
    /// The stream has ended before its end.
    Call(Error<E>),
}

impl<E> fmt::Display for LineError<E> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Decode(failure) => write!(formatter, "an item cannot be read: {failure}"),
            Self::Call(error) => error.fmt(formatter),
        }
    }
}

impl<E: fmt::Debug> std::error::Error for LineError<E> {}

impl<T: Wire, E> JsonLines<T, E> {
    /// # Errors
    ///
    /// Where the body is compressed.
    pub(super) fn new(
        status: StatusCode,
        headers: HeaderMap,
        pieces: Pieces,
        longest: usize,
    ) -> Result<Self, TransportError> {
        if is_coded(&headers) {
            return Err(coded());
        }
        let lines = Lines::new(longest, false);
        Ok(Self { status, headers, pieces, lines, ended: false, types: PhantomData })
    }

    /// The next value; `None` where the body ends.
    pub async fn next(&mut self) -> Option<Result<T, LineError<E>>> {
        std::future::poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }
}

/// The value of a line; an empty one has none.
fn value<T: Wire>(line: &[u8]) -> Option<Result<T, DecodeFailure>> {
    // What stands before the first line in some bodies (RFC 8259, section 8.1).
    let text = line.strip_prefix("\u{feff}".as_bytes()).unwrap_or(line).trim_ascii();
    let text = text.strip_prefix(&[SEPARATOR]).unwrap_or(text);
    (!text.is_empty()).then(|| decode(text, Mode::Lenient).map_err(DecodeFailure::from))
}

impl<T: Wire, E> Stream for JsonLines<T, E> {
    type Item = Result<T, LineError<E>>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let stream = &mut *self;
        loop {
            let line = match stream.lines.next() {
                Some(line) => line.map_err(Error::Transport),
                None if stream.ended => match stream.lines.rest() {
                    Some(line) => Ok(line),
                    None => return Poll::Ready(None),
                },
                None => match std::task::ready!(stream.pieces.poll(context)) {
                    Some(Ok(piece)) => {
                        stream.lines.push(&piece);
                        continue;
                    }
                    Some(Err(failure)) => Err(failure.into()),
                    None => {
                        stream.ended = true;
                        continue;
                    }
                },
            };
            match line {
                Ok(line) => {
                    if let Some(value) = value(&line) {
                        return Poll::Ready(Some(value.map_err(LineError::Decode)));
                    }
                }
                Err(error) => {
                    // What is held of a line that was cut is no value.
                    stream.ended = true;
                    stream.lines = Lines::new(0, false);
                    return Poll::Ready(Some(Err(LineError::Call(error))));
                }
            }
        }
    }
}

impl<T, E> fmt::Debug for JsonLines<T, E> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("JsonLines").field("status", &self.status).finish_non_exhaustive()
    }
}
