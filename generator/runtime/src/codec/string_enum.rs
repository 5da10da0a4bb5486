//! Enums whose values are strings.

use std::fmt;

use super::model::Codec;
use super::view::Choice;
use super::{Fault, Reader, View, ViewMut, Wire, Writer};

/// A value that the document did not name when the code was generated. Only a reader makes one.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Unknown<T = Box<str>>(pub(crate) T);

impl Unknown {
    #[inline(never)]
    fn new(text: &str) -> Self {
        Self(text.into())
    }

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

impl<T: Wire> Unknown<T> {
    /// The value, for a reader to read over. Nobody else is to make one that was not received.
    #[doc(hidden)]
    pub fn held_mut(&mut self) -> &mut dyn Wire {
        &mut self.0
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
        member::<Self>(text).cloned().ok_or(NotAMember { name: Self::MEMBERS.name })
    }
}

impl<T: StringEnum> Choice for T {
    #[inline]
    fn choose(&mut self, text: &str, is_strict: bool) -> bool {
        *self = match (member::<T>(text), T::MEMBERS.unknown) {
            (Some(known), _) => known.clone(),
            (None, Some(unknown)) if !is_strict => unknown(Unknown::new(text)),
            (None, _) => return false,
        };
        true
    }
}

/// The [`Kind`](super::Model::Kind) of string enums.
#[derive(Debug)]
pub struct StringEnumKind;

impl<T: StringEnum> Codec<T> for StringEnumKind {
    #[inline]
    fn blank() -> T {
        match T::MEMBERS.unknown {
            Some(unknown) => unknown(Unknown::new("")),
            None => const { first(T::MEMBERS) }.clone(),
        }
    }

    #[inline]
    fn view(value: &T) -> View<'_> {
        View::Text((T::MEMBERS.text)(value))
    }

    #[inline]
    fn view_mut(value: &mut T) -> ViewMut<'_> {
        ViewMut::Choice(value)
    }

    #[inline]
    fn read(value: &mut T, reader: &mut Reader<'_>) -> Result<(), Fault> {
        read_choice(value, reader)
    }

    #[inline]
    fn write(value: &T, writer: &mut Writer) {
        writer.text((T::MEMBERS.text)(value));
    }
}

/// Reads the next value as one of an enum of strings.
///
/// # Errors
///
/// When the next value is no string, or none of the enum.
pub(super) fn read_choice(choice: &mut dyn Choice, reader: &mut Reader<'_>) -> Result<(), Fault> {
    let is_strict = reader.is_strict();
    if choice.choose(reader.text()?, is_strict) { Ok(()) } else { Err(not_allowed()) }
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

/// The value that the document names with a text. This is compiled for each enum, and an iterator would be so too.
fn member<T: StringEnum>(text: &str) -> Option<&'static T> {
    let mut members = T::MEMBERS.values;
    while let [member, others @ ..] = members {
        if (T::MEMBERS.text)(member) == text {
            return Some(member);
        }
        members = others;
    }
    None
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
