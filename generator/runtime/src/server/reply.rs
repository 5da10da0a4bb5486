//! A documented response.

use super::problem::Problem;
use crate::codec::{Base64, Wire, encode};
use axum::body::Body;
use axum::response::Response;
use http::header::CONTENT_TYPE;
use http::{HeaderValue, StatusCode};

/// A response on its way to the wire.
#[derive(Debug)]
pub struct Reply {
    status: StatusCode,
    content_type: Option<&'static str>,
    body: Vec<u8>,
}

impl Reply {
    /// A response of a status; one that is no status is a 500.
    #[must_use]
    pub fn new(status: u16) -> Self {
        let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        Self { status, content_type: None, body: Vec::new() }
    }

    /// Its body as JSON.
    ///
    /// # Errors
    ///
    /// A 500 where the value cannot be written, such as a number that is not finite.
    pub fn json(mut self, value: &dyn Wire) -> Result<Self, Problem> {
        self.body = encode(value).map_err(|_| Problem::new(500))?;
        self.content_type = Some("application/json");
        Ok(self)
    }

    /// Its body as text.
    ///
    /// # Errors
    ///
    /// None: it is there for symmetry.
    pub fn text(mut self, text: String) -> Result<Self, Problem> {
        self.body = text.into_bytes();
        self.content_type = Some("text/plain; charset=utf-8");
        Ok(self)
    }

    /// Its body as bytes.
    ///
    /// # Errors
    ///
    /// None: it is there for symmetry.
    pub fn bytes(mut self, bytes: Base64) -> Result<Self, Problem> {
        self.body = bytes.0;
        self.content_type = Some("application/octet-stream");
        Ok(self)
    }

    /// No body.
    ///
    /// # Errors
    ///
    /// None: it is there for symmetry.
    pub fn empty(self) -> Result<Self, Problem> {
        Ok(self)
    }

    /// The response; where the document names the media type of its status, that is the one sent.
    pub(super) fn into_response(self, documented: Option<&'static str>) -> Response {
        let mut response = Response::new(Body::from(self.body));
        *response.status_mut() = self.status;
        if let Some(content_type) = self.content_type {
            let media_type =
                documented.filter(|documented| !documented.contains('*')).unwrap_or(content_type);
            let media_type =
                HeaderValue::from_str(media_type).or_else(|_| HeaderValue::from_str(content_type));
            if let Ok(media_type) = media_type {
                response.headers_mut().insert(CONTENT_TYPE, media_type);
            }
        }
        response
    }

    pub(super) fn status(&self) -> u16 {
        self.status.as_u16()
    }
}
