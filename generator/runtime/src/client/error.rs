//! What can become of a call but success, told apart.

use super::credential::CredentialError;
use super::payload::DecodeFailure;
use super::refusals::RequestError;
use super::transport::TransportError;
use crate::codec::Wire;
use crate::http::{Header, HeaderError};
use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use std::fmt;
use std::time::Duration;

/// Why a call did not succeed. No variant shows a URL or a credential.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error<E> {
    /// The request could not be put together; nothing was sent.
    Request(RequestError),
    /// A token could not be had; nothing was sent.
    Credential(CredentialError),
    /// The request or the response was lost on the way.
    Transport(TransportError),
    /// The call, or its last attempt, took longer than it may.
    Timeout(Duration),
    /// The server answered with a status that is no success.
    Status(Box<StatusError<E>>),
    /// The server answered with a body that is not what the document says.
    Decode(Box<Decoding>),
}

/// A response whose status is no success. Its `Debug` shows neither headers nor body: a server may echo a credential.
#[non_exhaustive]
pub struct StatusError<E> {
    /// Its status.
    pub status: StatusCode,
    /// Its headers.
    pub headers: HeaderMap,
    /// Its body as it arrived.
    pub body: Bytes,
    /// What the document says it is.
    pub error: E,
}

/// A response whose body is not what the document says. Its `Debug` shows neither headers nor body.
#[non_exhaustive]
pub struct Decoding {
    /// Its status.
    pub status: StatusCode,
    /// Its headers.
    pub headers: HeaderMap,
    /// Its body as it arrived.
    pub body: Bytes,
    /// What is wrong, and where.
    pub failure: DecodeFailure,
}

impl<E: fmt::Debug> fmt::Debug for StatusError<E> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { status, body, error, .. } = self;
        let mut shown = formatter.debug_struct("StatusError");
        shown
            .field("status", status)
            .field("body_bytes", &body.len())
            .field("error", error)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for Decoding {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { status, body, failure, .. } = self;
        let mut shown = formatter.debug_struct("Decoding");
        shown
            .field("status", status)
            .field("body_bytes", &body.len())
            .field("failure", failure)
            .finish_non_exhaustive()
    }
}

impl<E> From<RequestError> for Error<E> {
    fn from(error: RequestError) -> Self {
        Self::Request(error)
    }
}

impl<E> Error<E> {
    /// The status of the response, where there was one.
    pub fn status(&self) -> Option<StatusCode> {
        match self {
            Self::Status(status) => Some(status.status),
            Self::Decode(decoding) => Some(decoding.status),
            Self::Request(_) | Self::Credential(_) | Self::Transport(_) | Self::Timeout(_) => None,
        }
    }

    /// The headers of the response, where there was one.
    pub fn headers(&self) -> Option<&HeaderMap> {
        match self {
            Self::Status(status) => Some(&status.headers),
            Self::Decode(decoding) => Some(&decoding.headers),
            Self::Request(_) | Self::Credential(_) | Self::Transport(_) | Self::Timeout(_) => None,
        }
    }

    /// The value of a header of the response; `None` where it, or the response, is absent.
    ///
    /// # Errors
    ///
    /// Where what stands there is no value of the documented type.
    pub fn header<H: Wire>(&self, header: &Header<H>) -> Result<Option<H>, HeaderError> {
        self.headers().map_or(Ok(None), |headers| header.read(headers))
    }

    /// What the server calls the request, by the headers in use for that.
    pub fn request_id(&self) -> Option<&str> {
        let headers = self.headers()?;
        ["x-request-id", "request-id", "x-correlation-id"]
            .iter()
            .find_map(|name| headers.get(*name)?.to_str().ok())
    }
}

impl<E> fmt::Display for Error<E> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Request(why) => write!(formatter, "the request was not sent: {why}"),
            Self::Credential(why) => write!(formatter, "the request was not sent: {why}"),
            Self::Transport(why) => write!(formatter, "the connection failed: {why}"),
            Self::Timeout(limit) => write!(formatter, "the call took longer than {limit:?}"),
            Self::Status(status) => write!(formatter, "the server answered {}", status.status),
            Self::Decode(decoding) => {
                write!(formatter, "the answer {} cannot be read: {}", decoding.status, decoding.failure)
            }
        }
    }
}

impl<E: fmt::Debug> std::error::Error for Error<E> {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Transport(error) => Some(error),
            _ => None,
        }
    }
}
