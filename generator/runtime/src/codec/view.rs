//! What a value looks like to those who read, write, check, compare and copy it (`walk`).

use std::any::Any;

use super::plan::Plan;
use super::shape::Shape;
use super::{Checker, Mode, Reader, Rules, Wire, Writer};

/// A value, seen without its type.
#[derive(Clone, Copy)]
pub enum View<'a> {
    /// An optional value that is not there.
    Absent,
    /// An optional value that is `null` where that is not the same.
    Null,
    /// A string, or a value of an enum of strings.
    Text(&'a str),
    /// A value that the codec does not look into.
    Atom(&'a dyn Atom),
    /// A struct.
    Record(&'a dyn Fields),
    /// A value of one of several types.
    Union(&'a dyn Variants),
    /// The elements of an array.
    List(&'a dyn Items),
    /// Keys and their values.
    Map(&'a dyn Entries),
}

/// A value to be read over, seen without its type.
pub enum ViewMut<'a> {
    /// A value that may be absent.
    Optional(&'a mut dyn Optional),
    /// A string.
    Text(&'a mut String),
    /// A value of an enum of strings.
    Choice(&'a mut dyn Choice),
    /// A value that the codec does not look into.
    Atom(&'a mut dyn Atom),
    /// A struct.
    Record(&'a mut dyn Fields),
    /// A value of one of several types.
    Union(&'a mut dyn Variants),
    /// Elements of one type.
    List(&'a mut dyn Items),
    /// Elements that each have a type.
    Tuple(&'a mut dyn Members),
    /// Keys and their values.
    Map(&'a mut dyn Entries),
}

/// A value that the codec does not look into: it reads and writes itself. So does a type of the user's that takes the place of
/// a generated one:
///
/// ```
/// use specwright_runtime::codec::{Atom, Fault, Reader, View, ViewMut, Wire, Writer, decode, encode, Mode};
///
/// #[derive(Clone, Debug, PartialEq)]
/// struct Cents(i64);
///
/// impl Wire for Cents {
///     fn blank() -> Self {
///         Self(0)
///     }
///     fn view(&self) -> View<'_> {
///         View::Atom(self)
///     }
///     fn view_mut(&mut self) -> ViewMut<'_> {
///         ViewMut::Atom(self)
///     }
///     fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), Fault> {
///         let value: i64 = reader.value()?;
///         self.0 = value.checked_mul(100).ok_or_else(|| Fault::new("format", "the amount is out of range"))?;
///         Ok(())
///     }
///     fn write(&self, writer: &mut Writer) {
///         (self.0 / 100).write(writer);
///     }
/// }
///
/// impl Atom for Cents {
///     fn same(&self, other: &dyn Atom) -> bool {
///         (other as &dyn std::any::Any).downcast_ref() == Some(self)
///     }
/// }
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let amounts: Vec<Cents> = decode(b"[1,2]", Mode::Strict)?;
/// assert_eq!(amounts, [Cents(100), Cents(200)]);
/// assert_eq!(encode(&amounts)?, b"[1,2]");
/// # Ok(())
/// # }
/// ```
pub trait Atom: Wire + Any {
    /// Reports what the document does not allow in this value.
    fn check(&self, rules: &Rules, checker: &mut Checker) {
        let _ = (rules, checker);
    }

    /// Whether another value is of the same type and equal.
    fn same(&self, other: &dyn Atom) -> bool;

    /// Becomes equal to another value of the same type; one of another type changes nothing. It does what `Clone` does, for
    /// whoever does not know the type; where a type does not say how, it goes by way of JSON.
    fn copy(&mut self, other: &dyn Atom) {
        let mut writer = Writer::new();
        other.write(&mut writer);
        if let Ok(bytes) = writer.finish() {
            // What a type writes and does not read back has no copy that is worth more than its blank.
            _ = self.read(&mut Reader::new(&bytes, Mode::Lenient));
        }
    }
}

/// The atom, if it is of a type.
pub(crate) fn cast<T: Atom>(value: &dyn Atom) -> Option<&T> {
    (value as &dyn Any).downcast_ref()
}

/// Becomes a clone of another atom, if that is of the same type.
pub(crate) fn take<T: Atom + Clone>(value: &mut T, other: &dyn Atom) {
    if let Some(other) = cast::<T>(other) {
        value.clone_from(other);
    }
}

/// What an atom looks like.
macro_rules! atom {
    () => {
        fn view(&self) -> $crate::codec::View<'_> {
            $crate::codec::View::Atom(self)
        }

        fn view_mut(&mut self) -> $crate::codec::ViewMut<'_> {
            $crate::codec::ViewMut::Atom(self)
        }
    };
}

pub(crate) use atom;

/// A value that may be absent.
pub trait Optional {
    /// Becomes what is said. A blank value is returned, to be read over.
    fn put(&mut self, what: Put) -> Option<ViewMut<'_>>;
}

/// What an optional value becomes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Put {
    /// It is left out.
    Absent,
    /// It is `null`, where that is not the same.
    Null,
    /// It is there, and blank.
    Blank,
}

/// A record, seen without its type.
pub trait Fields {
    /// What it looks like.
    fn shape(&self) -> &'static Shape;

    /// Whether no key has anything to escape.
    fn is_plain(&self) -> bool;

    /// Shows all fields, as [`Record::fields`](super::Record::fields).
    fn show(&self, show: &mut dyn FnMut(&[&dyn Wire]));

    /// Shows all fields, as [`Record::fields_mut`](super::Record::fields_mut).
    fn show_mut(&mut self, show: &mut dyn FnMut(&mut [&mut dyn Wire]));
}

/// A union, seen without its type.
pub trait Variants {
    /// How to tell its variants apart.
    fn plan(&self) -> &'static Plan;

    /// The number of the variant, and the value that it holds, as [`UnionType::variant`](super::UnionType::variant).
    fn held(&self) -> (Option<usize>, &dyn Wire);

    /// Becomes a blank value of a variant, or of none.
    fn choose(&mut self, variant: Option<usize>) -> &mut dyn Wire;
}

/// A vector or tuple, seen without the type of its elements.
pub trait Items {
    /// How many elements there are.
    fn count(&self) -> usize;

    /// An element.
    fn get(&self, index: usize) -> Option<&dyn Wire>;

    /// Adds a blank element, to be read over, where there may be one more.
    fn grow(&mut self) -> Option<&mut dyn Wire> {
        None
    }

    /// Removes all elements that there may be none of.
    fn clear(&mut self) {}
}

/// A tuple, seen without the types of its members.
pub trait Members {
    /// A member, to be read over.
    fn member(&mut self, index: usize) -> Option<&mut dyn Wire>;
}

/// A map, seen without the type of its values.
pub trait Entries {
    /// How many keys there are.
    fn count(&self) -> usize;

    /// The value of a key.
    fn value(&self, key: &str) -> Option<&dyn Wire>;

    /// The key and value at a place in the order.
    fn entry(&self, at: usize) -> Option<(&str, &dyn Wire)>;

    /// Adds a key that is not there; its value is to be read over.
    fn grow(&mut self, key: Box<str>) -> Option<&mut dyn Wire>;

    /// Removes all keys.
    fn clear(&mut self);
}

/// An enum of strings, seen without its type.
pub trait Choice {
    /// Becomes the value of a text, and tells whether there is one. A strict reader takes no others than the document names.
    fn choose(&mut self, text: &str, is_strict: bool) -> bool;
}

impl View<'_> {
    /// The same below an option that is there: what it holds is not left out.
    #[inline]
    pub(super) fn present(self) -> Self {
        if matches!(self, View::Absent) { View::Null } else { self }
    }
}
