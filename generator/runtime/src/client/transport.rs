//! What carries requests: a trait, so that a client needs no socket of its own.

use bytes::Bytes;
use futures_core::Stream;
use http_body::{Body, Frame, SizeHint};
use http_body_util::combinators::UnsyncBoxBody;
use http_body_util::{BodyExt, StreamBody};
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Mutex, PoisonError};
use std::task::{Context, Poll};

/// A future on the heap.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// The body of a response as it arrives.
pub type ResponseBody = UnsyncBoxBody<Bytes, TransportError>;

/// Carries a request to a server and a response back.
///
/// It follows no redirect, sends nothing twice, and adds no credential; what it asked to be compressed it decodes.
pub trait Transport: Send + Sync + 'static {
    /// Sends one request. Whoever drops the future gives the request up.
    fn send(
        &self,
        request: http::Request<RequestBody>,
    ) -> BoxFuture<'_, Result<http::Response<ResponseBody>, TransportError>>;

    /// Whether the extensions of requests are to hold the [`OperationId`]. What they hold takes a map on the heap, which a
    /// transport that reads none of it need not be given.
    fn wants_operation_id(&self) -> bool {
        true
    }
}

/// What the document calls the operation that a request is for; a request for a token has none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OperationId(pub &'static str);

/// The body of a request: bytes, or a stream of them.
#[derive(Default)]
pub struct RequestBody {
    whole: Option<Bytes>,
    // The lock is never waited for: it makes a stream shareable between threads, as transports ask.
    stream: Option<Mutex<ResponseBody>>,
    length: Option<u64>,
}

impl RequestBody {
    /// A body that is sent as it comes. Where its length in bytes is known, it is said so to the server.
    pub fn stream<S>(chunks: S, length: Option<u64>) -> Self
    where
        S: Stream<Item = Result<Bytes, TransportError>> + Send + 'static,
    {
        Self::of(StreamBody::new(Chunks { chunks: Box::pin(chunks) }).boxed_unsync(), length)
    }

    pub(super) fn of(body: ResponseBody, length: Option<u64>) -> Self {
        Self { whole: None, stream: Some(Mutex::new(body)), length }
    }

    /// The bytes, where they are known: a stream has none.
    pub fn as_bytes(&self) -> Option<&[u8]> {
        if self.stream.is_some() { None } else { Some(self.whole.as_deref().unwrap_or_default()) }
    }

    /// The bytes, or the body itself where it is a stream.
    ///
    /// # Errors
    ///
    /// Where it is a stream.
    pub fn into_bytes(self) -> Result<Bytes, Self> {
        if self.stream.is_some() { Err(self) } else { Ok(self.whole.unwrap_or_default()) }
    }
}

impl From<Bytes> for RequestBody {
    fn from(bytes: Bytes) -> Self {
        let length = u64::try_from(bytes.len()).ok();
        Self { whole: Some(bytes).filter(|bytes| !bytes.is_empty()), stream: None, length }
    }
}

impl fmt::Debug for RequestBody {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("RequestBody").field("bytes", &self.length).finish_non_exhaustive()
    }
}

impl Body for RequestBody {
    type Data = Bytes;
    type Error = TransportError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, TransportError>>> {
        match &mut self.stream {
            Some(stream) => {
                Pin::new(stream.get_mut().unwrap_or_else(PoisonError::into_inner)).poll_frame(context)
            }
            None => Poll::Ready(self.whole.take().map(|bytes| Ok(Frame::data(bytes)))),
        }
    }

    fn is_end_stream(&self) -> bool {
        self.stream.is_none() && self.whole.is_none()
    }

    fn size_hint(&self) -> SizeHint {
        match (&self.stream, &self.whole) {
            (None, whole) => {
                SizeHint::with_exact(whole.as_ref().map_or(0, Bytes::len).try_into().unwrap_or(u64::MAX))
            }
            (Some(_), _) => self.length.map_or_else(SizeHint::default, SizeHint::with_exact),
        }
    }
}

/// A stream of bytes as the frames of a body.
struct Chunks<S> {
    chunks: Pin<Box<S>>,
}

impl<S: Stream<Item = Result<Bytes, TransportError>>> Stream for Chunks<S> {
    type Item = Result<Frame<Bytes>, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.chunks.as_mut().poll_next(context).map(|chunk| chunk.map(|chunk| chunk.map(Frame::data)))
    }
}

/// How far a request came that has no response.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TransportErrorKind {
    /// There was no connection: nothing was sent.
    Connect,
    /// The connection was lost: the server may have seen the request.
    Lost,
    /// The body of the response is larger than it may be.
    TooLarge,
    /// The transport refuses the request, or the response is of another kind than was asked for: to try again would
    /// change nothing.
    Unexpected,
}

/// The request or the response was lost on the way. It holds no URL: a URL may hold a credential.
#[derive(Clone, Debug)]
pub struct TransportError {
    kind: TransportErrorKind,
    message: String,
}

impl TransportError {
    /// An error that says what went wrong when the request may have been seen; the text must hold no URL and no
    /// credential.
    pub fn new(message: impl Into<String>) -> Self {
        Self::of(TransportErrorKind::Lost, message)
    }

    /// An error of a kind, likewise.
    pub fn of(kind: TransportErrorKind, message: impl Into<String>) -> Self {
        Self { kind, message: message.into() }
    }

    /// How far the request came.
    pub fn kind(&self) -> TransportErrorKind {
        self.kind
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.message)
    }
}

impl std::error::Error for TransportError {}
