//! Headers of responses, with the type of their value.

use super::{Malformed, Parameter, decode_parameter, encode_header};
use crate::codec::{Mode, Wire, decode};
use http::{HeaderMap, HeaderName, HeaderValue};
use std::fmt;
use std::marker::PhantomData;

/// A header that responses document; `header!` writes it.
pub struct Header<T> {
    parameter: Parameter,
    value: PhantomData<fn() -> T>,
}

/// Why a header has no value of its type. It does not show the value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeaderError {
    name: &'static str,
    message: String,
}

impl fmt::Display for HeaderError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "the header `{}`: {}", self.name, self.message)
    }
}

impl std::error::Error for HeaderError {}

impl<T> fmt::Debug for Header<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("Header").field(&self.parameter.name).finish()
    }
}

impl<T> Header<T> {
    /// A header that is written and read as a parameter of its name.
    #[must_use]
    pub const fn new(parameter: Parameter) -> Self {
        Self { parameter, value: PhantomData }
    }

    /// Its name.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.parameter.name
    }

    fn wrong(&self, message: impl Into<String>) -> HeaderError {
        HeaderError { name: self.parameter.name, message: message.into() }
    }
}

impl<T: Wire> Header<T> {
    /// Its value; `None` where it is absent. The lines of a list add up, of anything else the first one counts.
    ///
    /// # Errors
    ///
    /// Where what stands there is no value of the type.
    pub fn read(&self, headers: &HeaderMap) -> Result<Option<T>, HeaderError> {
        let Some(text) = text(&self.parameter, headers).map_err(|why| self.wrong(why))? else {
            return Ok(None);
        };
        decode::<T>(&text, Mode::Lenient).map(Some).map_err(|error| self.wrong(error.to_string()))
    }

    /// Adds it to headers.
    ///
    /// # Errors
    ///
    /// Where a header cannot hold the value.
    pub fn write(&self, value: &T, headers: &mut HeaderMap) -> Result<(), HeaderError> {
        write(&self.parameter, value, headers).map_err(|why| self.wrong(why))
    }
}

/// The value of a header as JSON text.
fn text(parameter: &Parameter, headers: &HeaderMap) -> Result<Option<Vec<u8>>, String> {
    let lines = headers.get_all(parameter.name).iter();
    let lines: Result<Vec<&str>, _> = lines.map(|value| std::str::from_utf8(value.as_bytes())).collect();
    let lines = lines.map_err(|_| "it is not UTF-8".to_owned())?;
    let joined = match (lines.first(), parameter.kind) {
        (None, _) => return Ok(None),
        (Some(_), kind) if kind.may_be_array() => lines.join(","),
        (Some(first), _) => (*first).to_owned(),
    };
    // Nothing in a header is escaped.
    let raw = joined.replace('%', "%25");
    decode_parameter(parameter, &[(parameter.name, &raw)], false).map_err(|why| {
        let why = match why {
            Malformed::Encoding => "it is not UTF-8",
            Malformed::Repeated => "it has one value, and more are given",
            Malformed::Shape | Malformed::MediaType => "its keys and values are not in pairs",
        };
        why.to_owned()
    })
}

fn write(parameter: &Parameter, value: &dyn Wire, headers: &mut HeaderMap) -> Result<(), String> {
    let text = encode_header(parameter, value)?;
    let name: HeaderName = parameter.name.parse().map_err(|_| "its name is none".to_owned())?;
    headers.append(name, HeaderValue::from_str(&text).map_err(|error| error.to_string())?);
    Ok(())
}
