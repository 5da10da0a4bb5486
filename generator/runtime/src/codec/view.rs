//! What a value looks like to those who read, write, check, compare and copy it: the loops are here, once for all types.

use std::any::Any;

use super::list::{Items, check_items, read_items, write_items};
use super::map::{Entries, check_entries, read_entries, write_entries};
use super::record::{Fields, check_record, read_record, write_record};
use super::string_enum::{Choice, read_choice};
use super::tuple::{Members, read_members};
use super::union::{Variants, check_variant, read_variant};
use super::{Checker, Fault, Mode, Reader, Rules, Wire, Writer};

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

impl View<'_> {
    /// The same below an option that is there: what it holds is not left out.
    #[inline]
    pub(super) fn present(self) -> Self {
        if matches!(self, View::Absent) { View::Null } else { self }
    }

    /// Writes the value.
    pub fn write(self, writer: &mut Writer) {
        match self {
            View::Absent | View::Null => writer.raw("null"),
            View::Text(text) => writer.text(text),
            View::Atom(atom) => atom.write(writer),
            View::Record(record) => write_record(record, writer),
            View::Union(union) => union.held().1.write(writer),
            View::List(items) => write_items(items, writer),
            View::Map(entries) => write_entries(entries, writer),
        }
    }

    /// Reports what the document does not allow in the value.
    pub fn check(self, rules: &Rules, checker: &mut Checker) {
        match self {
            View::Absent | View::Null => {}
            View::Text(text) => checker.text(rules, text),
            View::Atom(atom) => atom.check(rules, checker),
            View::Record(record) => check_record(record, rules, checker),
            View::Union(union) => check_variant(union, rules, checker),
            View::List(items) => check_items(items, rules, checker),
            View::Map(entries) => check_entries(entries, rules, checker),
        }
    }

    /// Whether another value of the same type is equal.
    pub(super) fn same(self, other: View<'_>) -> bool {
        match (self, other) {
            (View::Absent, View::Absent) | (View::Null, View::Null) => true,
            (View::Text(one), View::Text(other)) => one == other,
            (View::Atom(one), View::Atom(other)) => one.same(other),
            (View::Record(one), View::Record(other)) => {
                let mut same = false;
                one.show(&mut |fields| {
                    other.show(&mut |others| {
                        same = fields.iter().zip(others).all(|(one, other)| one.view().same(other.view()));
                    });
                });
                same
            }
            (View::Union(one), View::Union(other)) => {
                let ((one, value), (other, other_value)) = (one.held(), other.held());
                one == other && value.view().same(other_value.view())
            }
            (View::List(one), View::List(other)) => {
                let mut pairs = (0..one.count()).map_while(|index| one.get(index).zip(other.get(index)));
                one.count() == other.count() && pairs.all(|(one, other)| one.view().same(other.view()))
            }
            (View::Map(one), View::Map(other)) => {
                let mut entries = (0..one.count()).map_while(|at| one.entry(at));
                let is_in = |(key, one): (&str, &dyn Wire)| {
                    other.value(key).is_some_and(|other| one.view().same(other.view()))
                };
                one.count() == other.count() && entries.all(is_in)
            }
            _ => false,
        }
    }
}

impl ViewMut<'_> {
    /// Reads the next value over this one.
    ///
    /// # Errors
    ///
    /// When the next value is not one of the type. What was there before is then lost.
    pub fn read(self, reader: &mut Reader<'_>) -> Result<(), Fault> {
        match self {
            ViewMut::Optional(optional) => {
                let put = if reader.null()? { Put::Null } else { Put::Blank };
                match optional.put(put) {
                    Some(value) if put == Put::Blank => value.read(reader),
                    _ => Ok(()),
                }
            }
            ViewMut::Text(text) => {
                *text = reader.text()?.to_owned();
                Ok(())
            }
            ViewMut::Choice(choice) => read_choice(choice, reader),
            ViewMut::Atom(atom) => atom.read(reader),
            ViewMut::Record(record) => read_record(record, reader),
            ViewMut::Union(union) => read_variant(union, reader),
            ViewMut::List(items) => read_items(items, reader),
            ViewMut::Tuple(members) => read_members(members, reader),
            ViewMut::Map(entries) => read_entries(entries, reader),
        }
    }

    /// Becomes equal to another value of the same type.
    pub(super) fn copy(self, other: View<'_>) {
        match (self, other) {
            (ViewMut::Optional(optional), View::Absent) => _ = optional.put(Put::Absent),
            (ViewMut::Optional(optional), View::Null) => _ = optional.put(Put::Null),
            (ViewMut::Optional(optional), other) => {
                if let Some(value) = optional.put(Put::Blank) {
                    value.copy(other);
                }
            }
            (ViewMut::Text(text), View::Text(other)) => other.clone_into(text),
            (ViewMut::Choice(choice), View::Text(other)) => _ = choice.choose(other, false),
            (ViewMut::Atom(atom), View::Atom(other)) => atom.copy(other),
            (ViewMut::Record(record), View::Record(other)) => record.show_mut(&mut |fields| {
                other.show(&mut |others| {
                    fields
                        .iter_mut()
                        .zip(others)
                        .for_each(|(field, other)| field.view_mut().copy(other.view()));
                });
            }),
            (ViewMut::Union(union), View::Union(other)) => {
                let (variant, other) = other.held();
                union.choose(variant).view_mut().copy(other.view());
            }
            (ViewMut::List(items), View::List(others)) => {
                items.clear();
                let mut others = (0..others.count()).map_while(|index| others.get(index));
                while let Some((other, item)) = others.next().and_then(|other| Some((other, items.grow()?))) {
                    item.view_mut().copy(other.view());
                }
            }
            (ViewMut::Tuple(members), View::List(others)) => {
                for index in 0..others.count() {
                    if let Some((member, other)) = members.member(index).zip(others.get(index)) {
                        member.view_mut().copy(other.view());
                    }
                }
            }
            (ViewMut::Map(entries), View::Map(others)) => {
                entries.clear();
                for (key, other) in (0..others.count()).map_while(|at| others.entry(at)) {
                    if let Some(value) = entries.grow(key.into()) {
                        value.view_mut().copy(other.view());
                    }
                }
            }
            // A value of another type changes nothing.
            _ => {}
        }
    }
}
