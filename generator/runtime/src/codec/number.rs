//! Numbers of any size, as they were written.

use std::fmt;
use std::str::FromStr;

use super::view::atom;
use super::{Atom, Checker, Fault, Reader, Rules, Wire, Writer};

/// A number that keeps its text. Two are equal when their texts are: `1` and `1.0` are not.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Number(Box<str>);

impl Number {
    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The number, if it is an `i64`.
    #[must_use]
    pub fn as_i64(&self) -> Option<i64> {
        self.0.parse().ok()
    }

    /// The number, if it is a `u64`.
    #[must_use]
    pub fn as_u64(&self) -> Option<u64> {
        self.0.parse().ok()
    }

    /// The nearest float.
    #[must_use]
    pub fn as_f64(&self) -> f64 {
        self.0.parse().unwrap_or(f64::NAN)
    }

    /// A float as a number, unless it is not finite.
    #[must_use]
    pub fn from_f64(value: f64) -> Option<Self> {
        value.is_finite().then(|| Self(format!("{value:?}").into()))
    }
}

impl Default for Number {
    fn default() -> Self {
        Self("0".into())
    }
}

impl From<i64> for Number {
    fn from(value: i64) -> Self {
        Self(value.to_string().into())
    }
}

impl From<u64> for Number {
    fn from(value: u64) -> Self {
        Self(value.to_string().into())
    }
}

impl From<i32> for Number {
    fn from(value: i32) -> Self {
        Self(value.to_string().into())
    }
}

impl FromStr for Number {
    type Err = super::DecodeError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        super::decode(text.as_bytes(), super::Mode::Strict)
    }
}

impl fmt::Display for Number {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(&self.0)
    }
}

impl Wire for Number {
    atom!();

    fn blank() -> Self {
        Self::default()
    }

    fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), Fault> {
        self.0 = reader.number()?.into();
        Ok(())
    }

    fn write(&self, writer: &mut Writer) {
        writer.raw(&self.0);
    }
}

impl Atom for Number {
    fn check(&self, rules: &Rules, checker: &mut Checker) {
        checker.number(rules, &self.0);
    }

    fn same(&self, other: &dyn Atom) -> bool {
        super::cast(other) == Some(self)
    }

    fn copy(&mut self, other: &dyn Atom) {
        super::take(self, other);
    }
}
