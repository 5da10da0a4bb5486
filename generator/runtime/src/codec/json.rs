//! Any JSON value.

use super::cursor::Peek;
use super::list::check_items;
use super::map::check_entries;
use super::view::atom;
use super::{Atom, Checker, Fault, Map, Number, Reader, Rules, Wire, Writer};

/// Any JSON value. The order of keys and the text of numbers are kept.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Json {
    /// `null`.
    #[default]
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number.
    Number(Number),
    /// A string.
    String(String),
    /// An array.
    Array(Vec<Json>),
    /// An object.
    Object(Map<Json>),
}

impl Json {
    /// The string, if it is one.
    #[must_use]
    pub fn as_str(&self) -> Option<&str> {
        if let Self::String(text) = self { Some(text) } else { None }
    }

    /// The value of a key, if this is an object that has it.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Self> {
        if let Self::Object(map) = self { map.get(key) } else { None }
    }

    /// Whether this is `null`.
    #[must_use]
    pub fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }
}

impl From<&str> for Json {
    fn from(text: &str) -> Self {
        Self::String(text.to_owned())
    }
}

impl From<String> for Json {
    fn from(text: String) -> Self {
        Self::String(text)
    }
}

impl From<bool> for Json {
    fn from(value: bool) -> Self {
        Self::Bool(value)
    }
}

impl From<i64> for Json {
    fn from(value: i64) -> Self {
        Self::Number(value.into())
    }
}

impl From<Number> for Json {
    fn from(value: Number) -> Self {
        Self::Number(value)
    }
}

impl Wire for Json {
    atom!();

    fn blank() -> Self {
        Self::Null
    }

    fn of_null() -> Option<Self> {
        Some(Self::Null)
    }

    fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), Fault> {
        *self = match reader.peek()? {
            Peek::Null => {
                reader.null()?;
                Self::Null
            }
            Peek::Boolean => Self::Bool(reader.boolean()?),
            Peek::String => Self::String(reader.value()?),
            Peek::Array => Self::Array(reader.value()?),
            Peek::Object => Self::Object(reader.value()?),
            Peek::Number => Self::Number(reader.value()?),
        };
        Ok(())
    }

    fn write(&self, writer: &mut Writer) {
        match self {
            Self::Null => writer.raw("null"),
            Self::Bool(value) => value.write(writer),
            Self::Number(number) => number.write(writer),
            Self::String(text) => writer.text(text),
            Self::Array(items) => items.write(writer),
            Self::Object(map) => map.write(writer),
        }
    }
}

impl Atom for Json {
    fn check(&self, rules: &Rules, checker: &mut Checker) {
        match self {
            Self::Null | Self::Bool(_) => {}
            Self::Number(number) => number.check(rules, checker),
            Self::String(text) => checker.text(rules, text),
            Self::Array(items) => check_items(items, rules, checker),
            Self::Object(map) => check_entries(map, rules, checker),
        }
    }

    fn same(&self, other: &dyn Atom) -> bool {
        super::cast(other) == Some(self)
    }

    fn copy(&mut self, other: &dyn Atom) {
        super::take(self, other);
    }
}
