//! Types of the user's that travel as strings.

use super::view::atom;
use super::{Atom, Checker, Fault, Reader, Rules, Wire, Writer};
use std::fmt;
use std::ops::{Deref, DerefMut};
use std::str::FromStr;

/// A value that is a string in JSON: read by the type's `FromStr`, written by its `Display`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Text<T>(pub T);

impl<T> From<T> for Text<T> {
    fn from(value: T) -> Self {
        Self(value)
    }
}

impl<T> Deref for Text<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T> DerefMut for Text<T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.0
    }
}

impl<T: fmt::Display> fmt::Display for Text<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

impl<T: Clone + Default + FromStr + fmt::Display + PartialEq + 'static> Wire for Text<T> {
    atom!();

    fn blank() -> Self {
        Self(T::default())
    }

    fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), Fault> {
        // What the type says about a text may repeat it, so that it is not told.
        self.0 = reader.text()?.parse().map_err(|_| Fault::new("format", "expected another text"))?;
        Ok(())
    }

    fn write(&self, writer: &mut Writer) {
        writer.text(&self.0.to_string());
    }
}

impl<T: Clone + Default + FromStr + fmt::Display + PartialEq + 'static> Atom for Text<T> {
    fn check(&self, rules: &Rules, checker: &mut Checker) {
        if *rules != Rules::NONE {
            checker.text(rules, &self.0.to_string());
        }
    }

    fn same(&self, other: &dyn Atom) -> bool {
        super::cast(other) == Some(self)
    }

    fn copy(&mut self, other: &dyn Atom) {
        super::take(self, other);
    }
}
