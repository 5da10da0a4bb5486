//! Responses: read whole, not past a limit, and held against the document.

use super::transport::{ResponseBody, TransportError, TransportErrorKind};
use crate::codec::Wire;
use crate::http::{Header, HeaderError, Operation, Status, Whole};
use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use http_body::Body as _;
use http_body_util::BodyExt;
use std::fmt;

/// Reads a body to its end, but not past a limit.
pub(super) async fn collect(mut body: ResponseBody, limit: usize) -> Result<Bytes, TransportError> {
    let mut whole = Whole::default();
    while let Some(frame) = body.frame().await {
        let Ok(piece) = frame?.into_data() else { continue };
        if !whole.push(piece, body.size_hint().lower(), limit) {
            let why = format!("the body of the response is larger than {limit} bytes");
            return Err(TransportError::of(TransportErrorKind::TooLarge, why));
        }
    }
    Ok(whole.finish())
}

/// Which of the documented responses a status is, and whether it is a success.
pub(super) fn documented(operation: &Operation, status: StatusCode) -> (Option<usize>, bool) {
    let index = operation.response_for(status.as_u16());
    let documented = index.and_then(|index| operation.responses.get(index));
    // `default` is a success where nothing else is documented, but never for a status that says it failed.
    let success =
        documented.is_some_and(|it| it.success && (it.status != Status::Default || status.is_success()));
    (index, success)
}

/// A response as it arrived, whatever its status. Its `Debug` shows neither headers nor body: a server may echo a
/// credential.
#[derive(Clone)]
#[non_exhaustive]
pub struct RawResponse {
    /// Its status.
    pub status: StatusCode,
    /// Its headers.
    pub headers: HeaderMap,
    /// Its body.
    pub body: Bytes,
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

impl fmt::Debug for RawResponse {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = formatter.debug_struct("RawResponse");
        shown.field("status", &self.status).field("body_bytes", &self.body.len()).finish_non_exhaustive()
    }
}
