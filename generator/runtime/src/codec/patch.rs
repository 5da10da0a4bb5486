//! A part of an object that can be left alone, removed or set.

use super::{Checker, Fault, Reader, Rules, Wire, Writer};

/// A property that is left out, `null`, or a value.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Patch<T> {
    /// The property is left out.
    #[default]
    Absent,
    /// The property is `null`.
    Null,
    /// The property has a value.
    Value(T),
}

impl<T> Patch<T> {
    /// The value, if there is one.
    pub fn as_value(&self) -> Option<&T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Absent | Self::Null => None,
        }
    }

    /// The value itself, if there is one.
    pub fn into_value(self) -> Option<T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Absent | Self::Null => None,
        }
    }

    /// The same with another value.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Patch<U> {
        match self {
            Self::Absent => Patch::Absent,
            Self::Null => Patch::Null,
            Self::Value(value) => Patch::Value(change(value)),
        }
    }

    /// Whether the property is `null`.
    pub fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }
}

impl<T> From<T> for Patch<T> {
    fn from(value: T) -> Self {
        Self::Value(value)
    }
}

impl<T> From<Option<T>> for Patch<T> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Self::Value)
    }
}

impl<T: Wire> Wire for Patch<T> {
    #[inline]
    fn blank() -> Self {
        Self::Absent
    }

    #[inline]
    fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), Fault> {
        if reader.null()? {
            *self = Self::Null;
            return Ok(());
        }
        *self = Self::Value(reader.value()?);
        Ok(())
    }

    #[inline]
    fn write(&self, writer: &mut Writer) {
        match self {
            Self::Value(value) => value.write(writer),
            Self::Absent | Self::Null => writer.raw("null"),
        }
    }

    #[inline]
    fn is_absent(&self) -> bool {
        matches!(self, Self::Absent)
    }

    #[inline]
    fn check(&self, rules: &Rules, checker: &mut Checker) {
        if let Self::Value(value) = self {
            value.check(rules, checker);
        }
    }

    #[inline]
    fn same(&self, other: &dyn Wire) -> bool {
        match (self, super::cast::<Self>(other)) {
            (Self::Value(one), Some(Self::Value(other))) => one.same(other),
            (Self::Null, Some(Self::Null)) | (Self::Absent, Some(Self::Absent)) => true,
            _ => false,
        }
    }

    #[inline]
    fn copy(&mut self, other: &dyn Wire) {
        *self = match super::cast::<Self>(other) {
            Some(Self::Value(value)) => Self::Value(super::copied(value)),
            Some(Self::Null) => Self::Null,
            Some(Self::Absent) => Self::Absent,
            None => return,
        };
    }
}
