//! The document that a server is written from, for whoever asks the server for it.

use super::problem::Problem;
use super::yaml::to_json;
use axum::body::Body;
use axum::response::Response;
use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{HeaderValue, Method};

/// An OpenAPI document as text.
#[derive(Clone, Debug)]
pub(super) struct Document {
    json: Option<Bytes>,
    yaml: Option<Bytes>,
}

impl Document {
    pub(super) fn new(text: Bytes) -> Self {
        // A document is an object; in YAML that it is one is not said by its first byte, unless it is JSON as well.
        if text.trim_ascii_start().first() == Some(&b'{') {
            return Self { json: Some(text), yaml: None };
        }
        let json = std::str::from_utf8(&text).ok().and_then(to_json).map(Bytes::from);
        Self { json, yaml: Some(text) }
    }

    /// The document, where it is served at a path; 405 where something else is asked of it.
    pub(super) fn answer(&self, path: &str, method: &Method) -> Option<Result<Response, Problem>> {
        let (text, media_type) = match path {
            "/openapi.json" => (self.json.clone()?, "application/json"),
            "/openapi.yaml" => (self.yaml.clone()?, "application/yaml"),
            _ => return None,
        };
        if *method != Method::GET && *method != Method::HEAD {
            return Some(Err(Problem::method_not_allowed(vec!["GET"])));
        }
        let mut response = Response::new(Body::from(text));
        response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(media_type));
        Some(Ok(response))
    }
}
