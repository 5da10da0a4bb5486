//! What a program may see and do around each attempt of a call.

use http::{HeaderMap, StatusCode};
use std::time::Duration;

/// Is called before and after each attempt of each call of a client. It sees no credential: neither the headers of the
/// request nor its URL are shown, only what was added by hooks.
pub trait Hook: Send + Sync + 'static {
    /// Before a request is sent. What is put into `headers` is sent, in place of what the call would send under that
    /// name; credentials, and what frames the message, stay as they are.
    fn before(&self, attempt: &Attempt<'_>, headers: &mut HeaderMap) {
        let _ = (attempt, headers);
    }

    /// After it has been answered, or was not.
    fn after(&self, attempt: &Attempt<'_>, end: &AttemptEnd<'_>) {
        let _ = (attempt, end);
    }
}

/// An attempt of a call.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Attempt<'a> {
    /// What the document calls the operation.
    pub operation: &'a str,
    /// The method of the request.
    pub method: &'a str,
    /// The path as the document writes it, without arguments.
    pub path: &'a str,
    /// Which attempt of the call it is; the first is 1.
    pub number: u32,
}

/// How an attempt ended.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct AttemptEnd<'a> {
    /// The status, where there was a response.
    pub status: Option<StatusCode>,
    /// The headers of the response, where there was one.
    pub headers: Option<&'a HeaderMap>,
    /// Why there was none, in words without a URL or a credential.
    pub error: Option<&'a str>,
    /// How long it took.
    pub elapsed: Duration,
    /// How long is waited before the next attempt; `None` where this was the last.
    pub retry_in: Option<Duration>,
}
