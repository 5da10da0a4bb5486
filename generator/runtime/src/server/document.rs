//! The document that a server is written from, for whoever asks the server for it.

use super::problem::Problem;
use axum::body::Body;
use axum::response::Response;
use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{HeaderValue, Method};

/// An OpenAPI document as text.
#[derive(Clone, Debug)]
pub(super) struct Document {
    text: Bytes,
    json: bool,
}

impl Document {
    pub(super) fn new(text: Bytes) -> Self {
        // A document is an object; in YAML that it is one is not said by its first byte, unless it is JSON as well.
        Self { json: text.trim_ascii_start().first() == Some(&b'{'), text }
    }

    /// Where it is served.
    pub(super) fn path(&self) -> &'static str {
        if self.json { "/openapi.json" } else { "/openapi.yaml" }
    }

    /// The document; 405 where something else is asked of it.
    pub(super) fn answer(&self, method: &Method) -> Result<Response, Problem> {
        if *method != Method::GET && *method != Method::HEAD {
            return Err(Problem::method_not_allowed(vec!["GET"]));
        }
        let mut response = Response::new(Body::from(self.text.clone()));
        let media_type = if self.json { "application/json" } else { "application/yaml" };
        response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(media_type));
        Ok(response)
    }
}
