//! What is answered in place of a documented response: `application/problem+json` (RFC 9457).

use crate::codec::{Violation, Writer};
use axum::body::Body;
use axum::response::{IntoResponse, Response};
use http::header::{ALLOW, CONTENT_TYPE};
use http::{HeaderName, HeaderValue, StatusCode};

/// A problem. It never shows what was submitted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    status: StatusCode,
    detail: Option<String>,
    errors: Vec<ProblemEntry>,
    headers: Vec<(HeaderName, HeaderValue)>,
}

/// One thing that is wrong with a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProblemEntry {
    /// `body`, `path`, `query`, `header` or `cookie`; `response` where it is the answer that is wrong.
    pub location: &'static str,
    /// The parameter's name; none for the body.
    pub parameter: Option<&'static str>,
    /// Where, as a JSON Pointer into the body or the parameter's value.
    pub pointer: String,
    /// Which rule is broken.
    pub keyword: &'static str,
    /// What has to hold.
    pub detail: String,
}

impl ProblemEntry {
    pub(super) fn new(location: &'static str, parameter: Option<&'static str>, violation: Violation) -> Self {
        let Violation { pointer, keyword, message } = violation;
        Self { location, parameter, pointer, keyword, detail: message }
    }
}

impl Problem {
    /// A problem of a status; one that is no status is a 500.
    #[must_use]
    pub fn new(status: u16) -> Self {
        let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        Self { status, detail: None, errors: Vec::new(), headers: Vec::new() }
    }

    /// The operation is not implemented.
    #[must_use]
    pub fn not_implemented() -> Self {
        Self::new(501)
    }

    /// The path has no such method, but these (RFC 9110, section 15.5.6).
    pub(super) fn method_not_allowed(mut methods: Vec<&'static str>) -> Self {
        if methods.contains(&"GET") && !methods.contains(&"HEAD") {
            methods.push("HEAD");
        }
        let problem = Self::new(405);
        match HeaderValue::from_str(&methods.join(", ")) {
            Ok(allow) => problem.header(ALLOW, allow),
            Err(_) => problem,
        }
    }

    /// Says more, for whoever sent the request.
    #[must_use]
    pub fn detail(mut self, text: impl Into<String>) -> Self {
        self.detail = Some(text.into());
        self
    }

    /// Says what is wrong with the request.
    #[must_use]
    pub fn errors(mut self, errors: Vec<ProblemEntry>) -> Self {
        self.errors = errors;
        self
    }

    pub(super) fn header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.headers.push((name, value));
        self
    }

    /// The status.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.status
    }

    fn json(&self) -> Vec<u8> {
        let mut writer = Writer::new();
        let mut separate = false;
        let mut member = |writer: &mut Writer, key: &str| {
            writer.raw(if separate { "," } else { "{" });
            separate = true;
            writer.text(key);
            writer.raw(":");
        };
        member(&mut writer, "title");
        writer.text(self.status.canonical_reason().unwrap_or("Problem"));
        member(&mut writer, "status");
        writer.raw(self.status.as_str());
        if let Some(detail) = &self.detail {
            member(&mut writer, "detail");
            writer.text(detail);
        }
        if !self.errors.is_empty() {
            member(&mut writer, "errors");
            for (index, error) in self.errors.iter().enumerate() {
                writer.raw(if index == 0 { "[" } else { "," });
                error.write(&mut writer);
            }
            writer.raw("]");
        }
        writer.raw("}");
        writer.finish().unwrap_or_default()
    }
}

impl ProblemEntry {
    fn write(&self, writer: &mut Writer) {
        writer.raw("{\"in\":");
        writer.text(self.location);
        if let Some(parameter) = self.parameter {
            writer.raw(",\"name\":");
            writer.text(parameter);
        }
        for (key, text) in
            [("pointer", self.pointer.as_str()), ("keyword", self.keyword), ("detail", &self.detail)]
        {
            writer.raw(",");
            writer.text(key);
            writer.raw(":");
            writer.text(text);
        }
        writer.raw("}");
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = Response::new(Body::from(self.json()));
        *response.status_mut() = self.status;
        response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        for (name, value) in self.headers {
            response.headers_mut().append(name, value);
        }
        response
    }
}
