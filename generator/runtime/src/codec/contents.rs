//! A body that may be of one of several types, by its media type.

use super::Wire;

/// An enum of what a body may be; `contents!` writes it. A variant is told by its index.
pub trait Contents: Sized + 'static {
    /// A value of a variant for [`Wire::read`] to overwrite; of the first one where there is no such variant.
    fn blank(index: usize) -> Self;

    /// The index of the variant that this is, and its value.
    fn value(&self) -> (usize, &dyn Wire);

    /// The value of the variant that this is.
    fn value_mut(&mut self) -> &mut dyn Wire;
}

/// An enum of what a body may be: `Variant(Type) = index,`. Where a variant is what a value of its type becomes without a
/// question, `from Type as Variant` follows.
#[macro_export]
macro_rules! contents {
    (
        $(#[$attribute:meta])*
        pub enum $name:ident {
            $(#[$first_note:meta])* $first:ident($first_ty:ty) = 0,
            $($(#[$note:meta])* $variant:ident($ty:ty) = $index:literal,)*
        }
        $(from $from:ty)?
    ) => {
        $(#[$attribute])*
        #[derive(::core::clone::Clone, ::core::fmt::Debug, ::core::cmp::PartialEq)]
        #[non_exhaustive]
        pub enum $name {
            $(#[$first_note])* $first($first_ty),
            $($(#[$note])* $variant($ty),)*
        }
        impl $crate::codec::Contents for $name {
            fn blank(index: usize) -> Self {
                match index {
                    $($index => Self::$variant($crate::codec::Wire::blank()),)*
                    _ => Self::$first($crate::codec::Wire::blank()),
                }
            }
            fn value(&self) -> (usize, &dyn $crate::codec::Wire) {
                match self {
                    Self::$first(value) => (0, value),
                    $(Self::$variant(value) => ($index, value),)*
                }
            }
            fn value_mut(&mut self) -> &mut dyn $crate::codec::Wire {
                match self {
                    Self::$first(value) => value,
                    $(Self::$variant(value) => value,)*
                }
            }
        }
        $(
            impl ::core::convert::From<$from> for $name {
                fn from(value: $from) -> Self {
                    Self::$first(value)
                }
            }
        )?
    };
}
