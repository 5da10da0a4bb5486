//! What a generated crate says of each of its types, and how that makes it a value on the wire.

use super::{Fault, Reader, View, ViewMut, Wire, Writer};

/// A type of a generated crate. It is a [`Wire`] by its kind, so that the crate compiles no method for that.
pub trait Model: Sized + 'static {
    /// Which kind of type it is: what reads and writes it.
    type Kind: Codec<Self>;
}

/// What all types of one kind look like.
pub trait Codec<T> {
    /// A value to be read over.
    fn blank() -> T;

    /// What a value looks like.
    fn view(value: &T) -> View<'_>;

    /// What a value looks like to whoever puts another one in its place.
    fn view_mut(value: &mut T) -> ViewMut<'_>;

    /// Reads the next value over this one.
    ///
    /// # Errors
    ///
    /// When the next value is not one of this type.
    fn read(value: &mut T, reader: &mut Reader<'_>) -> Result<(), Fault>;

    /// Writes a value.
    fn write(value: &T, writer: &mut Writer);
}

impl<T: Model> Wire for T {
    #[inline]
    fn blank() -> Self {
        T::Kind::blank()
    }

    #[inline]
    fn view(&self) -> View<'_> {
        T::Kind::view(self)
    }

    #[inline]
    fn view_mut(&mut self) -> ViewMut<'_> {
        T::Kind::view_mut(self)
    }

    #[inline]
    fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), Fault> {
        T::Kind::read(self, reader)
    }

    #[inline]
    fn write(&self, writer: &mut Writer) {
        T::Kind::write(self, writer);
    }
}

/// The kind of boxes. A box is fundamental to the compiler, so that it cannot be a [`Wire`] beside all models.
#[derive(Debug)]
pub struct BoxKind;

impl<T: Wire> Model for Box<T> {
    type Kind = BoxKind;
}

impl<T: Wire> Codec<Box<T>> for BoxKind {
    #[inline]
    fn blank() -> Box<T> {
        Box::new(T::blank())
    }

    #[inline]
    fn view(value: &Box<T>) -> View<'_> {
        T::view(value)
    }

    #[inline]
    fn view_mut(value: &mut Box<T>) -> ViewMut<'_> {
        T::view_mut(value)
    }

    #[inline]
    fn read(value: &mut Box<T>, reader: &mut Reader<'_>) -> Result<(), Fault> {
        T::read(value, reader)
    }

    #[inline]
    fn write(value: &Box<T>, writer: &mut Writer) {
        T::write(value, writer);
    }
}

/// What a setter or constructor takes for a field: its value, or what becomes it without a question.
///
/// A text may be given as `&str`, an optional value without `Some`, a recursive one without its box.
pub trait Given<T> {
    /// The value of the field.
    fn given(self) -> T;
}

impl<T> Given<T> for T {
    #[inline]
    fn given(self) -> T {
        self
    }
}

impl Given<String> for &str {
    #[inline]
    fn given(self) -> String {
        self.to_owned()
    }
}

impl Given<Option<String>> for &str {
    #[inline]
    fn given(self) -> Option<String> {
        Some(self.to_owned())
    }
}

impl Given<Option<String>> for String {
    #[inline]
    fn given(self) -> Option<String> {
        Some(self)
    }
}

impl<T> Given<Box<T>> for T {
    #[inline]
    fn given(self) -> Box<T> {
        Box::new(self)
    }
}

impl<T> Given<Option<Box<T>>> for T {
    #[inline]
    fn given(self) -> Option<Box<T>> {
        Some(Box::new(self))
    }
}

impl Given<super::Patch<String>> for &str {
    #[inline]
    fn given(self) -> super::Patch<String> {
        super::Patch::Value(self.to_owned())
    }
}

impl<T> Given<super::Patch<T>> for T {
    #[inline]
    fn given(self) -> super::Patch<T> {
        super::Patch::Value(self)
    }
}

impl<T> Given<super::Patch<T>> for Option<T> {
    #[inline]
    fn given(self) -> super::Patch<T> {
        self.map_or(super::Patch::Null, super::Patch::Value)
    }
}

impl<T> Given<super::Patch<Box<T>>> for T {
    #[inline]
    fn given(self) -> super::Patch<Box<T>> {
        super::Patch::Value(Box::new(self))
    }
}
