//! A response's body, and reading it as what the document says.

use crate::codec::{Base64, DecodeError, Mode, Wire, decode};
use crate::http::is_json;
use bytes::Bytes;
use std::fmt;

/// The body of a response, whole. Its `Debug` does not show it.
pub struct Payload {
    pub(super) status: u16,
    pub(super) content_type: Option<String>,
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

    /// For generated code only: no response of the operation has this status.
    #[doc(hidden)]
    #[must_use]
    pub fn undocumented() -> Self {
        Self { message: "the document names no such response".to_owned(), pointer: String::new() }
    }
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
        Ok(decode(&self.body, Mode::Lenient)?)
    }

    fn expect_json(&self) -> Result<(), DecodeFailure> {
        match &self.content_type {
            Some(media_type) if !is_json(media_type) => Err(DecodeFailure {
                message: "the body is not JSON by its content type".to_owned(),
                pointer: String::new(),
            }),
            _ => Ok(()),
        }
    }

    /// The body as text.
    ///
    /// # Errors
    ///
    /// Where it is not UTF-8.
    pub fn text(&self) -> Result<String, DecodeFailure> {
        let text = String::from_utf8(self.body.to_vec());
        text.map_err(|_| DecodeFailure {
            message: "the body is not UTF-8".to_owned(),
            pointer: String::new(),
        })
    }

    /// The body as bytes.
    ///
    /// # Errors
    ///
    /// None: it is there for symmetry.
    pub fn bytes(&self) -> Result<Base64, DecodeFailure> {
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
