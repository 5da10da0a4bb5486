//! Enums whose values are strings.

use std::fmt;

use super::model::Codec;
use super::{Fault, Reader, Writer};

/// A value that the document did not name when the code was generated. Only a reader makes one.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
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
    fn text(&self) -> &str;

    /// The variant for a value that the document does not name, unless the enum is closed.
    fn unknown(value: Unknown) -> Option<Self> {
        let _ = value;
        None
    }

    /// The value that the document names with a text.
    ///
    /// # Errors
    ///
    /// When the document does not name it.
    fn named(text: &str) -> Result<Self, NotAMember> {
        member(text).ok_or(NotAMember { name: Self::NAME })
    }
}

/// The [`Kind`](super::Model::Kind) of string enums.
#[derive(Debug)]
pub struct StringEnumKind;

impl<T: StringEnum> Codec<T> for StringEnumKind {
    #[inline]
    fn blank() -> T {
        T::unknown(Unknown("".into())).unwrap_or_else(|| const { first(T::VALUES) }.clone())
    }

    #[inline]
    fn read(value: &mut T, reader: &mut Reader<'_>) -> Result<(), Fault> {
        let is_strict = reader.is_strict();
        let text = reader.text()?;
        let found = match member(text) {
            None if !is_strict => T::unknown(Unknown(text.into())),
            found => found,
        };
        *value = found.ok_or_else(not_allowed)?;
        Ok(())
    }

    #[inline]
    fn write(value: &T, writer: &mut Writer) {
        writer.text(value.text());
    }

    #[inline]
    fn same(one: &T, other: &T) -> bool {
        one.text() == other.text()
    }
}

/// The compiler runs this, so that an enum without a value stops the build and nothing else.
#[expect(clippy::panic, reason = "it can only stop the compiler")]
const fn first<T>(values: &'static [T]) -> &'static T {
    match values {
        [first, ..] => first,
        [] => panic!("a string enum needs a value"),
    }
}

/// What is wrong with a value that a list does not hold.
#[cold]
#[inline(never)]
#[must_use]
pub fn not_allowed() -> Fault {
    Fault::new("enum", "the value is none of those that are allowed")
}

fn member<T: StringEnum>(text: &str) -> Option<T> {
    T::VALUES.iter().find(|value| value.text() == text).cloned()
}

/// Why a string is no value of an enum.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotAMember {
    name: &'static str,
}

impl fmt::Display for NotAMember {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "not a value of {}", self.name)
    }
}

impl std::error::Error for NotAMember {}
