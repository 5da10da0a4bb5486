//! A documented response.

use super::checks::Checks;
use super::negotiate::Accept;
use super::problem::Problem;
use super::stream::{Source, Streamed};
use crate::codec::{Base64, Contents, Json, Mode, Wire, decode, encode_answer};
use crate::http::{self as documented, Content, Encoding, Framing, Header, HeaderError, of_text, write_body};
use axum::body::Body;
use axum::response::Response;
use http::header::CONTENT_TYPE;
use http::{HeaderMap, HeaderValue, StatusCode};
use std::fmt;

/// A response on its way to the wire.
#[derive(Debug)]
pub struct Reply {
    status: StatusCode,
    content_type: Option<&'static str>,
    body: Vec<u8>,
    /// What is sent in place of that body, as it comes.
    source: Option<Source>,
    /// Which of the types that the response may have its body is, as JSON until the media type is known.
    variant: Option<usize>,
    headers: Headers,
    checks: Checks,
}

/// The headers of an answer that the document names.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Headers {
    headers: HeaderMap,
    wrong: Option<HeaderError>,
}

impl Headers {
    /// No headers yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a header; what it cannot hold makes the answer a 500.
    #[must_use]
    pub fn set<T: Wire>(mut self, header: &Header<T>, value: impl Into<T>) -> Self {
        if let Err(wrong) = header.write(&value.into(), &mut self.headers) {
            self.wrong = Some(wrong);
        }
        self
    }
}

impl fmt::Debug for Headers {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        // A value may be a credential, such as a cookie.
        formatter.debug_set().entries(self.headers.keys()).finish()
    }
}

impl Reply {
    /// A response of a status; one that is no status is a 500.
    #[must_use]
    pub fn new(status: u16) -> Self {
        let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        Self {
            status,
            content_type: None,
            body: Vec::new(),
            source: None,
            variant: None,
            headers: Headers::new(),
            checks: Checks::default(),
        }
    }

    /// Whether its body is held to its schema.
    #[must_use]
    pub fn checking(mut self, checks: Checks) -> Self {
        self.checks = checks;
        self
    }

    /// Its body as JSON.
    ///
    /// # Errors
    ///
    /// A 500 where the value cannot be written, such as a number that is not finite, or is held to its schema and
    /// violates it.
    pub fn json(mut self, value: &dyn Wire) -> Result<Self, Problem> {
        self.checks.value(self.status, value)?;
        self.body = encode_answer(value).map_err(|_| Problem::new(500))?;
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

    /// Its body as the media type that the document says.
    ///
    /// # Errors
    ///
    /// As [`Reply::json`].
    pub fn encoded(mut self, value: &dyn Wire) -> Result<Self, Problem> {
        self.checks.value(self.status, value)?;
        self.body = encode_answer(value).map_err(|_| Problem::new(500))?;
        self.variant = Some(0);
        Ok(self)
    }

    /// Its body as one of several types, each with its media types.
    ///
    /// # Errors
    ///
    /// As [`Reply::json`].
    pub fn content<C: Contents>(self, value: &C) -> Result<Self, Problem> {
        let (variant, value) = value.value();
        Ok(Self { variant: Some(variant), ..self.encoded(value)? })
    }

    /// Its body as a stream.
    ///
    /// # Errors
    ///
    /// A 500 where another answer has the stream.
    pub fn stream<T>(mut self, body: Streamed<T>) -> Result<Self, Problem> {
        let (source, variant) = body.take().ok_or_else(|| Problem::new(500))?;
        (self.source, self.variant) = (Some(source), Some(variant));
        Ok(self)
    }

    /// Its headers.
    ///
    /// # Errors
    ///
    /// A 500 where one of them cannot be written.
    pub fn headers(mut self, headers: Headers) -> Result<Self, Problem> {
        if headers.wrong.is_some() {
            return Err(Problem::new(500));
        }
        self.headers = headers;
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

    /// The response; where the document names media types for its status, the one that the request likes best is sent.
    ///
    /// # Errors
    ///
    /// A 500 where the body cannot be written as that.
    pub(super) async fn into_response(
        self,
        documented: Option<&documented::Response>,
        accept: &Accept,
    ) -> Result<Response, Problem> {
        let contents = documented.map_or(&[][..], |documented| documented.contents);
        let mut best: Option<(f32, &Content)> = None;
        for content in contents.iter().filter(|content| self.variant.is_none_or(|it| it == content.variant)) {
            let weight = accept.weight(content.media_type);
            if best.is_none_or(|(have, _)| weight > have) {
                best = Some((weight, content));
            }
        }
        let content = best.map(|(_, content)| content);
        let named = || {
            let documented = documented.and_then(|documented| documented.media_type);
            let named = content.map(|content| content.media_type).or(documented);
            named.filter(|named| !named.contains('*'))
        };
        let (body, media_type) = match (self.source, self.variant, content) {
            (Some(source), _, content) => {
                let framing = match content.map(|content| content.encoding) {
                    Some(Encoding::Sequence { framing, .. }) => framing,
                    _ => Framing::Lines,
                };
                let media_type = named().unwrap_or("application/octet-stream");
                let body = source.into_body(framing, self.status, self.checks).await?;
                (body, Some(media_type.into()))
            }
            (None, Some(_), Some(content)) if content.encoding == Encoding::Json => {
                (Body::from(self.body), Some(named().unwrap_or("application/json").into()))
            }
            (None, Some(_), Some(content)) => {
                let value = decode::<Json>(&self.body, Mode::Lenient).map_err(|_| Problem::new(500))?;
                let written = write_body(content.into(), &value).map_err(|_| Problem::new(500))?;
                (Body::from(written.bytes), Some(written.media_type))
            }
            (None, Some(_), None) => (Body::from(self.body), Some("application/json".into())),
            (None, None, _) => {
                let media_type = self.content_type.map(|otherwise| {
                    let media_type = named().unwrap_or(otherwise);
                    // What is bytes has a charset of its own.
                    let is_text = otherwise.starts_with("text/");
                    if is_text { of_text(media_type, &self.body) } else { media_type.into() }
                });
                (Body::from(self.body), media_type)
            }
        };
        let mut response = Response::new(body);
        *response.status_mut() = self.status;
        *response.headers_mut() = self.headers.headers;
        if let Some(media_type) = media_type {
            let media_type = HeaderValue::from_str(&media_type).map_err(|_| Problem::new(500))?;
            response.headers_mut().insert(CONTENT_TYPE, media_type);
        }
        Ok(response)
    }

    pub(super) fn status(&self) -> u16 {
        self.status.as_u16()
    }
}
