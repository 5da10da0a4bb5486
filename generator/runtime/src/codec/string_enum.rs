//! Enums whose values are strings.

use std::fmt;

use super::{Fault, Reader};

/// A value that the document did not name when the code was generated. Only a reader makes one.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Unknown<T = Box<str>>(pub(crate) T);

impl Unknown {
    /// The value as it was received.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl<T> Unknown<T> {
    /// The value as it was received.
    pub fn get(&self) -> &T {
        &self.0
    }
}

/// An enum whose values are strings.
pub trait StringEnum: Sized + Clone + 'static {
    /// The enum's name.
    const NAME: &'static str;
    /// The values that the document names. A closed enum has at least one.
    const VALUES: &'static [Self];

    /// The value as it is on the wire.
    fn as_text(&self) -> &str;

    /// The variant for a value that the document does not name, unless the enum is closed.
    fn unknown(value: Unknown) -> Option<Self>;
}

/// The value that a reader overwrites: one that the document does not name, or else the first.
#[inline]
#[must_use]
pub fn blank_enum<T: StringEnum>() -> T {
    T::unknown(Unknown("".into())).unwrap_or_else(|| const { first(T::VALUES) }.clone())
}

/// The compiler runs this, so that an enum without a value stops the build and nothing else.
#[expect(clippy::panic, reason = "it can only stop the compiler")]
const fn first<T>(values: &'static [T]) -> &'static T {
    match values {
        [first, ..] => first,
        [] => panic!("a string enum needs a value"),
    }
}

/// Reads a value of a string enum.
///
/// # Errors
///
/// When the next value is no string, or one that the document does not name and the reader is strict or the enum closed.
#[inline]
pub fn read_enum<T: StringEnum>(value: &mut T, reader: &mut Reader<'_>) -> Result<(), Fault> {
    let is_strict = reader.is_strict();
    let text = reader.text()?;
    let found = match member(text) {
        None if !is_strict => T::unknown(Unknown(text.into())),
        found => found,
    };
    *value = found.ok_or_else(not_allowed)?;
    Ok(())
}

#[cold]
#[inline(never)]
fn not_allowed() -> Fault {
    Fault::new("enum", "the value is none of those that are allowed")
}

/// The value that the document names with a text.
#[inline]
#[must_use]
pub fn member<T: StringEnum>(text: &str) -> Option<T> {
    T::VALUES.iter().find(|value| value.as_text() == text).cloned()
}

/// Why a string is no value of an enum.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotAMember {
    name: &'static str,
}

impl NotAMember {
    /// For the enum of this name.
    #[must_use]
    pub const fn of(name: &'static str) -> Self {
        Self { name }
    }
}

impl fmt::Display for NotAMember {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "not a value of {}", self.name)
    }
}

impl std::error::Error for NotAMember {}
