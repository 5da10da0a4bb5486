//! A part of an object that can be left alone, removed or set.

use super::view::{Optional, Put};
use super::{Fault, Reader, View, ViewMut, Wire, Writer};

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
    fn view(&self) -> View<'_> {
        match self {
            Self::Value(value) => value.view().present(),
            Self::Null => View::Null,
            Self::Absent => View::Absent,
        }
    }

    #[inline]
    fn view_mut(&mut self) -> ViewMut<'_> {
        ViewMut::Optional(self)
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
}

impl<T: Wire> Optional for Patch<T> {
    #[inline]
    fn put(&mut self, what: Put) -> Option<ViewMut<'_>> {
        *self = match what {
            Put::Absent => Self::Absent,
            Put::Null => Self::Null,
            Put::Blank => Self::Value(T::blank()),
        };
        match self {
            Self::Value(value) => Some(value.view_mut()),
            Self::Absent | Self::Null => None,
        }
    }
}
