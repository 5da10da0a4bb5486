//! A body of many JSON values, a line each (`application/jsonl`, `application/x-ndjson`), or each after a record
//! separator (`application/json-seq`, RFC 7464).

use super::download::Pieces;
use super::error::Error;
use super::lines::Lines;
use super::payload::{DecodeFailure, coded, is_coded};
use super::refusals::RequestError;
use super::transport::TransportError;
use crate::codec::{Mode, Wire, decode};
use crate::http::essence;
use futures_core::Stream;
use http::header::CONTENT_TYPE;
use http::{HeaderMap, StatusCode};
use std::collections::VecDeque;
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
    text: Text,
    /// Texts of values that are not told yet.
    whole: VecDeque<Vec<u8>>,
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

impl<E> From<RequestError> for LineError<E> {
    fn from(error: RequestError) -> Self {
        Self::Call(error.into())
    }
}

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
        let separated = headers
            .get(CONTENT_TYPE)
            .and_then(|it| it.to_str().ok())
            .is_some_and(|media_type| essence(media_type).ends_with("json-seq"));
        let (lines, text) = (Lines::new(longest, false), Text { separated, longest, ..Text::default() });
        Ok(Self {
            status,
            headers,
            pieces,
            lines,
            text,
            whole: VecDeque::new(),
            ended: false,
            types: PhantomData,
        })
    }

    /// The next value; `None` where the body ends.
    pub async fn next(&mut self) -> Option<Result<T, LineError<E>>> {
        std::future::poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }
}

/// The text of a value as far as it is there. Behind separators it may be of several lines.
#[derive(Debug, Default)]
struct Text {
    separated: bool,
    longest: usize,
    held: Vec<u8>,
    /// How many brackets are open in it, and whether it ends within a string, or behind a backslash there.
    depth: usize,
    quoted: bool,
    escaped: bool,
}

impl Text {
    /// Takes a line; the texts that are whole by it: the one before where a separator begins the line, and its own.
    fn line(&mut self, line: &[u8]) -> Vec<Vec<u8>> {
        // What stands before the first line in some bodies (RFC 8259, section 8.1).
        let line = line.strip_prefix("\u{feff}".as_bytes()).unwrap_or(line);
        let mut whole = Vec::new();
        for (index, part) in line.split(|byte| *byte == SEPARATOR).enumerate() {
            // A text whose brackets are still open when the next one begins was cut off.
            if index > 0 {
                whole.extend(self.take());
            }
            self.add(part);
        }
        if !self.separated || (self.depth == 0 && !self.quoted) || self.held.len() > self.longest {
            whole.extend(self.take());
        }
        whole
    }

    fn add(&mut self, part: &[u8]) {
        for byte in part {
            match byte {
                _ if self.escaped => self.escaped = false,
                b'\\' if self.quoted => self.escaped = true,
                b'"' => self.quoted = !self.quoted,
                b'{' | b'[' if !self.quoted => self.depth += 1,
                b'}' | b']' if !self.quoted => self.depth = self.depth.saturating_sub(1),
                _ => {}
            }
        }
        if !self.held.is_empty() {
            self.held.push(b'\n');
        }
        self.held.extend_from_slice(part);
    }

    /// What is held, unless it is white space alone.
    fn take(&mut self) -> Option<Vec<u8>> {
        (self.depth, self.quoted, self.escaped) = (0, false, false);
        Some(std::mem::take(&mut self.held)).filter(|text| !text.trim_ascii().is_empty())
    }
}

impl<T: Wire, E> Stream for JsonLines<T, E> {
    type Item = Result<T, LineError<E>>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let stream = &mut *self;
        loop {
            if let Some(text) = stream.whole.pop_front() {
                let value = decode(&text, Mode::Lenient).map_err(DecodeFailure::from);
                return Poll::Ready(Some(value.map_err(LineError::Decode)));
            }
            let line = match stream.lines.next() {
                Some(line) => line.map_err(Error::Transport),
                None if stream.ended => match stream.lines.rest() {
                    Some(line) => Ok(line),
                    None => match stream.text.take() {
                        Some(text) => {
                            stream.whole.push_back(text);
                            continue;
                        }
                        None => return Poll::Ready(None),
                    },
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
                Ok(line) => stream.whole.extend(stream.text.line(&line)),
                Err(error) => {
                    // What is held of a line that was cut is no value.
                    stream.ended = true;
                    (stream.lines, stream.text) = (Lines::new(0, false), Text::default());
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
