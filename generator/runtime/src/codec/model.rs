//! What a generated crate says of each of its types, and how that makes it a value on the wire.

use super::{Checker, Fault, Reader, Rules, Wire, Writer};

/// A type of a generated crate. It is a [`Wire`] by its kind, so that the crate compiles no method for that.
pub trait Model: Sized + 'static {
    /// Which kind of type it is: what reads and writes it.
    type Kind: Codec<Self>;
}

/// How all types of one kind are read, written, checked and compared.
pub trait Codec<T> {
    /// A value for [`Codec::read`] to overwrite.
    fn blank() -> T;

    /// Reads the next value over this one.
    ///
    /// # Errors
    ///
    /// When the next value is not one of this type.
    fn read(value: &mut T, reader: &mut Reader<'_>) -> Result<(), Fault>;

    /// Writes a value.
    fn write(value: &T, writer: &mut Writer);

    /// Whether an optional field that holds this value is left out.
    fn is_absent(value: &T) -> bool {
        let _ = value;
        false
    }

    /// Reports what the document does not allow in a value.
    fn check(value: &T, rules: &Rules, checker: &mut Checker) {
        let _ = (value, rules, checker);
    }

    /// Whether two values are equal.
    fn same(one: &T, other: &T) -> bool;

    /// Becomes equal to another value.
    fn copy(value: &mut T, other: &T);
}

impl<T: Model> Wire for T {
    #[inline]
    fn blank() -> Self {
        T::Kind::blank()
    }

    #[inline]
    fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), Fault> {
        T::Kind::read(self, reader)
    }

    #[inline]
    fn write(&self, writer: &mut Writer) {
        T::Kind::write(self, writer);
    }

    #[inline]
    fn is_absent(&self) -> bool {
        T::Kind::is_absent(self)
    }

    #[inline]
    fn check(&self, rules: &Rules, checker: &mut Checker) {
        T::Kind::check(self, rules, checker);
    }

    #[inline]
    fn same(&self, other: &dyn Wire) -> bool {
        super::cast(other).is_some_and(|other| T::Kind::same(self, other))
    }

    #[inline]
    fn copy(&mut self, other: &dyn Wire) {
        if let Some(other) = super::cast(other) {
            T::Kind::copy(self, other);
        }
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
    fn read(value: &mut Box<T>, reader: &mut Reader<'_>) -> Result<(), Fault> {
        T::read(value, reader)
    }

    #[inline]
    fn write(value: &Box<T>, writer: &mut Writer) {
        T::write(value, writer);
    }

    #[inline]
    fn is_absent(value: &Box<T>) -> bool {
        T::is_absent(value)
    }

    #[inline]
    fn check(value: &Box<T>, rules: &Rules, checker: &mut Checker) {
        T::check(value, rules, checker);
    }

    #[inline]
    fn same(one: &Box<T>, other: &Box<T>) -> bool {
        T::same(one, &**other)
    }

    #[inline]
    fn copy(value: &mut Box<T>, other: &Box<T>) {
        T::copy(value, &**other);
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
