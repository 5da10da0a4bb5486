//! How values become JSON and come back.
//!
//! A model is a [`Record`]: a static shape, and methods that read one field in place and walk all fields. The loops
//! are here, over `&mut dyn`, so that a user's crate compiles none of them again.

mod checker;
mod contents;
mod cursor;
pub mod dynamic;
mod exact;
mod fault;
mod file;
mod finder;
mod formats;
mod json;
mod json_text;
mod list;
mod macros;
mod map;
mod model;
mod number;
mod patch;
mod plan;
mod reader;
mod record;
mod rules;
mod scalar;
mod scalar_enum;
mod scan;
mod schema;
#[cfg(feature = "serde")]
#[doc(hidden)]
pub mod serde_bridge;
#[cfg(feature = "serde-json")]
mod serde_value;
mod shape;
mod string_enum;
mod text;
mod tuple;
mod union;
mod view;
mod walk;
mod writer;

#[cfg(test)]
mod cursor_tests;
#[cfg(test)]
mod tests;

pub use checker::{Checker, Violation};
pub use contents::Contents;
pub use fault::{DecodeError, Fault, Segment};
pub use file::File;
pub use formats::Base64;
pub use json::Json;
pub use json_text::JsonText;
pub use map::Map;
pub use model::{BoxKind, Codec, Given, Model};
pub use number::Number;
pub use patch::Patch;
pub use plan::{Case, Plan, When};
pub use reader::{JsonType, Mode, Reader};
pub use record::{Record, RecordKind, Show, ShowMut};
pub use rules::{Limit, Rules};
pub use scalar_enum::{ScalarEnum, ScalarEnumKind, value_of};
pub use schema::Schemas;
#[cfg(feature = "serde-json")]
pub use serde_value::Serde;
pub use shape::Shape;
pub use string_enum::{Members, NotAMember, StringEnum, StringEnumKind, Unknown};
pub use text::Text;
pub use union::{UnionKind, UnionType};
pub use view::{Atom, Entries, View, ViewMut};
pub(crate) use view::{cast, take};
pub use writer::{EncodeError, Writer, debug_json};

/// A value that can be read from JSON and written as JSON.
///
/// A type says what it looks like, and the loops of this crate do the rest: each method here is compiled once more for every
/// type that a program reaches, so that only reading and writing have methods of their own. The trait is dyn-safe, and is used
/// as `&dyn Wire` wherever the type does not matter.
pub trait Wire: 'static {
    /// A value to be read over.
    fn blank() -> Self
    where
        Self: Sized;

    /// The value that `null` is, where it is one of this type: an optional field keeps it apart from what is left out.
    fn of_null() -> Option<Self>
    where
        Self: Sized,
    {
        None
    }

    /// What the value looks like.
    fn view(&self) -> View<'_>;

    /// What the value looks like to whoever puts another one in its place.
    fn view_mut(&mut self) -> ViewMut<'_>;

    /// Reads the next value over this one.
    ///
    /// # Errors
    ///
    /// When the next value is not one of this type. What was there before is then lost.
    fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), Fault>;

    /// Writes this value.
    fn write(&self, writer: &mut Writer);

    /// Whether an optional field that holds this value is left out.
    fn is_absent(&self) -> bool {
        false
    }
}

/// A value that is equal to another: what the `clone` of a record calls.
#[inline]
#[must_use]
pub fn copied<T: Wire>(value: &T) -> T {
    let mut copy = T::blank();
    copy.view_mut().copy(value.view());
    copy
}

/// Whether two models are equal: what their `==` calls.
#[inline]
#[must_use]
pub fn same<T: Wire>(one: &T, other: &T) -> bool {
    one.view().same(other.view())
}

/// Reads one JSON text.
///
/// # Errors
///
/// When the bytes are not UTF-8, not JSON, or not a value of this type.
pub fn decode<T: Wire>(bytes: &[u8], mode: Mode) -> Result<T, DecodeError> {
    let mut value = T::blank();
    decode_into(&mut value, bytes, mode)?;
    Ok(value)
}

/// Reads one JSON text over a value.
///
/// # Errors
///
/// As [`decode`].
pub fn decode_into(value: &mut dyn Wire, bytes: &[u8], mode: Mode) -> Result<(), DecodeError> {
    let mut reader = Reader::new(bytes, mode);
    value.read(&mut reader).and_then(|()| reader.finish()).map_err(DecodeError::from)
}

/// Writes a value as JSON.
///
/// # Errors
///
/// When a number is not finite, or an additional property has the name of a declared one.
pub fn encode(value: &dyn Wire) -> Result<Vec<u8>, EncodeError> {
    let mut writer = Writer::new();
    value.write(&mut writer);
    writer.finish()
}

/// Writes a value that is most often short, such as a parameter.
///
/// # Errors
///
/// As [`encode`].
#[cfg(feature = "http")]
pub(crate) fn encode_short(value: &dyn Wire) -> Result<Vec<u8>, EncodeError> {
    let mut writer = Writer::default();
    value.write(&mut writer);
    writer.finish()
}

/// Writes a value as JSON of a server's answer, which has nothing that only clients send.
///
/// # Errors
///
/// As [`encode`].
#[cfg(feature = "http")]
pub(crate) fn encode_answer(value: &dyn Wire) -> Result<Vec<u8>, EncodeError> {
    let mut writer = Writer::of_answer();
    value.write(&mut writer);
    writer.finish()
}

/// Everything in a value that the document does not allow, up to a hundred violations.
#[must_use]
pub fn validate(value: &dyn Wire, rules: &Rules) -> Vec<Violation> {
    let mut checker = Checker::new();
    checker.value(value.view(), rules);
    checker.finish()
}

/// What the `validate` method of a model returns.
///
/// # Errors
///
/// When there is a violation.
pub fn validated(value: &dyn Wire) -> Result<(), Vec<Violation>> {
    let violations = validate(value, &Rules::NONE);
    if violations.is_empty() { Ok(()) } else { Err(violations) }
}
