//! How the body of a response becomes a value. Of a success there is a type for each way, so that a request names one and
//! compiles none.

use super::payload::{DecodeFailure, Payload};
use crate::codec::{Base64, Contents, Wire};

/// The responses that an operation documents.
pub trait Outcome: Sized {
    /// Reads the documented response of that index, or one that is not documented.
    ///
    /// # Errors
    ///
    /// Where the body is not what the document says.
    fn read(index: Option<usize>, payload: &Payload) -> Result<Self, DecodeFailure>;
}

/// A way to read a success.
pub trait ReadAs<T> {
    /// Reads the documented response of that index.
    ///
    /// # Errors
    ///
    /// Where the body is not what the document says.
    fn read(index: usize, payload: &Payload) -> Result<T, DecodeFailure>;
}

/// As JSON.
#[derive(Debug)]
pub struct AsJson;

impl<T: Wire> ReadAs<T> for AsJson {
    fn read(_: usize, payload: &Payload) -> Result<T, DecodeFailure> {
        payload.json()
    }
}

/// As what its media type says.
#[derive(Debug)]
pub struct AsEncoded;

impl<T: Wire> ReadAs<T> for AsEncoded {
    fn read(_: usize, payload: &Payload) -> Result<T, DecodeFailure> {
        payload.encoded()
    }
}

/// As the one of several types that its media type stands for.
#[derive(Debug)]
pub struct AsContent;

impl<T: Contents> ReadAs<T> for AsContent {
    fn read(_: usize, payload: &Payload) -> Result<T, DecodeFailure> {
        payload.content()
    }
}

/// As text.
#[derive(Debug)]
pub struct AsText;

impl ReadAs<String> for AsText {
    fn read(_: usize, payload: &Payload) -> Result<String, DecodeFailure> {
        payload.text()
    }
}

/// As bytes.
#[derive(Debug)]
pub struct AsBytes;

impl ReadAs<Base64> for AsBytes {
    fn read(_: usize, payload: &Payload) -> Result<Base64, DecodeFailure> {
        payload.bytes()
    }
}

/// Not at all.
#[derive(Debug)]
pub struct AsNothing;

impl ReadAs<()> for AsNothing {
    fn read(_: usize, payload: &Payload) -> Result<(), DecodeFailure> {
        payload.empty()
    }
}

/// As the one of several responses that its status stands for.
#[derive(Debug)]
pub struct AsOutcome;

impl<T: Outcome> ReadAs<T> for AsOutcome {
    fn read(index: usize, payload: &Payload) -> Result<T, DecodeFailure> {
        T::read(Some(index), payload)
    }
}
