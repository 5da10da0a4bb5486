//! A response's body, and reading it as what the document says.

use super::transport::{TransportError, TransportErrorKind};
use crate::codec::{Base64, Contents, DecodeError, Mode, Wire, decode};
use crate::http::{Content, Encoding, Malformed, Medium, Unread, is_json, matching, read_body};
use bytes::Bytes;
use http::header::CONTENT_ENCODING;
use http::{HeaderMap, HeaderValue};
use std::fmt;

/// The body of a response, whole. Its `Debug` does not show it.
pub struct Payload {
    pub(super) status: u16,
    pub(super) content_type: Option<HeaderValue>,
    /// Whether it is still compressed: a transport undoes what it asked for, and nothing else.
    pub(super) is_coded: bool,
    /// The documented media types, where there are several.
    pub(super) contents: &'static [Content],
    pub(super) body: Bytes,
}

impl fmt::Debug for Payload {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = formatter.debug_struct("Payload");
        shown.field("status", &self.status).field("body_bytes", &self.body.len()).finish_non_exhaustive()
    }
}

/// Why a body is not what the document says. It does not show the body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecodeFailure {
    message: String,
    pointer: String,
}

impl DecodeFailure {
    /// Where in the body, as a JSON Pointer; empty for the body as a whole.
    #[must_use]
    pub fn pointer(&self) -> &str {
        &self.pointer
    }

    /// The same, in a value that stands at a pointer.
    pub(super) fn below(mut self, pointer: &str) -> Self {
        self.pointer.insert_str(0, pointer);
        self
    }

    /// For generated code only: no response of the operation has this status.
    #[doc(hidden)]
    #[must_use]
    pub fn undocumented() -> Self {
        failure("the document names no such response")
    }
}

fn failure(message: &str) -> DecodeFailure {
    DecodeFailure { message: message.to_owned(), pointer: String::new() }
}

/// Whether a body is still compressed: a transport undoes what it asked for, and nothing else.
pub(super) fn is_coded(headers: &HeaderMap) -> bool {
    headers
        .get_all(CONTENT_ENCODING)
        .iter()
        .any(|coding| !coding.as_bytes().eq_ignore_ascii_case(b"identity"))
}

const CODED: &str = "the body is compressed, and it was not asked to be";

/// The same, told before anything of the body is read.
pub(super) fn coded() -> TransportError {
    TransportError::of(TransportErrorKind::Unexpected, CODED)
}

/// JSON without the mark that some servers put before it (RFC 8259, section 8.1).
fn without_mark(body: &[u8]) -> &[u8] {
    body.strip_prefix("\u{feff}".as_bytes()).unwrap_or(body)
}

impl From<DecodeError> for DecodeFailure {
    fn from(error: DecodeError) -> Self {
        Self { message: error.message().to_owned(), pointer: error.pointer().to_owned() }
    }
}

impl fmt::Display for DecodeFailure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.message)?;
        if self.pointer.is_empty() { Ok(()) } else { write!(formatter, " at {}", self.pointer) }
    }
}

impl std::error::Error for DecodeFailure {}

impl Payload {
    /// The status of the response.
    #[must_use]
    pub fn status(&self) -> u16 {
        self.status
    }

    /// The body as JSON.
    ///
    /// # Errors
    ///
    /// Where it says that it is something else, or is no value of this type.
    pub fn json<T: Wire>(&self) -> Result<T, DecodeFailure> {
        self.expect_json()?;
        Ok(decode(without_mark(&self.body), Mode::Lenient)?)
    }

    /// What it says that it is.
    fn content_type(&self) -> Option<&str> {
        self.content_type.as_ref().and_then(|value| value.to_str().ok())
    }

    fn expect_plain(&self) -> Result<(), DecodeFailure> {
        if self.is_coded { Err(failure(CODED)) } else { Ok(()) }
    }

    fn expect_json(&self) -> Result<(), DecodeFailure> {
        self.expect_plain()?;
        match self.content_type() {
            Some(media_type) if !is_json(media_type) => {
                Err(failure("the body is not JSON by its content type"))
            }
            _ => Ok(()),
        }
    }

    /// The body as what its media type says.
    ///
    /// # Errors
    ///
    /// Where the document does not name that media type, or where it is no value of this type.
    pub fn encoded<T: Wire>(&self) -> Result<T, DecodeFailure> {
        let content = self.chosen()?;
        let mut value = T::blank();
        self.read(content, &mut value)?;
        Ok(value)
    }

    /// The body as the one of several types that its media type stands for.
    ///
    /// # Errors
    ///
    /// Where the document does not name that media type, or where it is no value of that type.
    pub fn content<T: Contents>(&self) -> Result<T, DecodeFailure> {
        let content = self.chosen()?;
        let mut value = T::blank(content.variant);
        self.read(content, value.value_mut())?;
        Ok(value)
    }

    /// What the media type stands for; a body that does not say its own is taken for the preferred one.
    fn chosen(&self) -> Result<Medium<'static>, DecodeFailure> {
        self.expect_plain()?;
        let content = match self.content_type() {
            Some(media_type) => matching(self.contents, media_type),
            None => self.contents.first().map(Medium::from),
        };
        content.ok_or_else(|| failure("the document does not name the media type of the body"))
    }

    fn read(&self, content: Medium<'_>, value: &mut dyn Wire) -> Result<(), DecodeFailure> {
        let media_type = self.content_type().unwrap_or_default();
        let body = if *content.encoding == Encoding::Json { without_mark(&self.body) } else { &self.body };
        read_body(content, media_type, body, Mode::Lenient, value).map_err(|unread| match unread {
            Unread::Decode(error) => error.into(),
            Unread::Malformed(Malformed::Encoding) => failure("the body is not UTF-8"),
            Unread::Malformed(_) => failure("the body cannot be taken apart by its media type"),
        })
    }

    /// The body as text.
    ///
    /// # Errors
    ///
    /// Where it is not UTF-8, or compressed.
    pub fn text(&self) -> Result<String, DecodeFailure> {
        self.expect_plain()?;
        let text = String::from_utf8(self.body.to_vec());
        text.map_err(|_| failure("the body is not UTF-8"))
    }

    /// The body as bytes.
    ///
    /// # Errors
    ///
    /// Where it is compressed.
    pub fn bytes(&self) -> Result<Base64, DecodeFailure> {
        self.expect_plain()?;
        Ok(Base64(self.body.to_vec()))
    }

    /// Nothing: whatever the body holds is not asked for.
    ///
    /// # Errors
    ///
    /// None: it is there for symmetry.
    pub fn empty(&self) -> Result<(), DecodeFailure> {
        Ok(())
    }
}
