//! What carries requests: a trait, so that a client needs no socket of its own.

use bytes::Bytes;
use http_body_util::combinators::UnsyncBoxBody;
use std::fmt;
use std::future::Future;
use std::pin::Pin;

/// A future on the heap.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// The body of a response as it arrives.
pub type ResponseBody = UnsyncBoxBody<Bytes, TransportError>;

/// Carries a request to a server and a response back. It follows no redirect and adds no credential.
pub trait Transport: Send + Sync + 'static {
    /// Sends one request.
    fn send(
        &self,
        request: http::Request<Bytes>,
    ) -> BoxFuture<'_, Result<http::Response<ResponseBody>, TransportError>>;
}

/// The request or the response was lost on the way. It holds no URL: a URL may hold a credential.
#[derive(Debug)]
pub struct TransportError {
    message: String,
}

impl TransportError {
    /// An error that says what went wrong; the text must hold no URL and no credential.
    pub fn new(message: impl Into<String>) -> Self {
        Self { message: message.into() }
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.message)
    }
}

impl std::error::Error for TransportError {}
