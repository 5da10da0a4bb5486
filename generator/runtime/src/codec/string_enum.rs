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

/// What an enum says of itself, in one constant: each item of its own would cost whoever compiles it.
#[derive(Debug)]
pub struct Members<T: 'static> {
    /// The enum's name.
    pub name: &'static str,
    /// The values that the document names. A closed enum has at least one.
    pub values: &'static [T],
    /// The value as it is on the wire.
    pub text: fn(&T) -> &str,
    /// The variant for a value that the document does not name, unless the enum is closed.
    pub unknown: Option<fn(Unknown) -> T>,
}

/// An enum whose values are strings.
pub trait StringEnum: Sized + Clone + 'static {
    /// Its name and values.
    const MEMBERS: &'static Members<Self>;

    /// The value that the document names with a text.
    ///
    /// # Errors
    ///
    /// When the document does not name it.
    fn named(text: &str) -> Result<Self, NotAMember> {
        member(text).ok_or(NotAMember { name: Self::MEMBERS.name })
    }
}

/// The [`Kind`](super::Model::Kind) of string enums.
#[derive(Debug)]
pub struct StringEnumKind;

impl<T: StringEnum> Codec<T> for StringEnumKind {
    #[inline]
    fn blank() -> T {
        match T::MEMBERS.unknown {
            Some(unknown) => unknown(Unknown("".into())),
            None => const { first(T::MEMBERS) }.clone(),
        }
    }

    #[inline]
    fn read(value: &mut T, reader: &mut Reader<'_>) -> Result<(), Fault> {
        let is_strict = reader.is_strict();
        let text = reader.text()?;
        let found = match member(text) {
            None if !is_strict => T::MEMBERS.unknown.map(|unknown| unknown(Unknown(text.into()))),
            found => found,
        };
        *value = found.ok_or_else(not_allowed)?;
        Ok(())
    }

    #[inline]
    fn write(value: &T, writer: &mut Writer) {
        writer.text((T::MEMBERS.text)(value));
    }

    #[inline]
    fn same(one: &T, other: &T) -> bool {
        (T::MEMBERS.text)(one) == (T::MEMBERS.text)(other)
    }

    #[inline]
    fn copy(value: &mut T, other: &T) {
        value.clone_from(other);
    }
}

/// The compiler runs this, so that an enum without a value stops the build and nothing else.
#[expect(clippy::panic, reason = "it can only stop the compiler")]
const fn first<T>(members: &'static Members<T>) -> &'static T {
    match members.values {
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
    T::MEMBERS.values.iter().find(|value| (T::MEMBERS.text)(value) == text).cloned()
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
