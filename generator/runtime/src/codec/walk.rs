//! What is done with a value whatever its type: each loop is here, once.

use super::list::{check_items, read_items, write_items};
use super::map::{check_entries, read_entries, write_entries};
use super::record::{check_record, read_record, write_record};
use super::string_enum::read_choice;
use super::tuple::read_members;
use super::union::{check_variant, read_variant};
use super::view::Put;
use super::{Checker, Fault, Reader, Rules, View, ViewMut, Wire, Writer};

impl View<'_> {
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
