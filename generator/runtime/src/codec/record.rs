//! Structs as tables, and the one loop that reads them.

use super::cursor::Peek;
use super::finder::Finder;
use super::model::Codec;
use super::scan::are_plain;
use super::shape::{Seen, Shape, bit_of};
use super::view::Fields;
use super::{Checker, Fault, Reader, Rules, Segment, View, ViewMut, Wire, Writer};

/// A struct that is read and written as a JSON object.
pub trait Record: Sized + 'static {
    /// What it looks like.
    const SHAPE: &'static Shape;

    /// Whether no key has anything to escape: the compiler asks, once a type.
    const IS_PLAIN: bool = are_plain(Self::SHAPE.keys);

    /// A value whose fields are overwritten.
    fn blank() -> Self;

    /// Shows all fields in the order of the keys, and then the map of other properties where there is one.
    fn fields(&self, show: Show<'_>);

    /// The same, to be read over.
    fn fields_mut(&mut self, show: ShowMut<'_>);
}

impl<T: Record> Fields for T {
    #[inline]
    fn shape(&self) -> &'static Shape {
        T::SHAPE
    }

    #[inline]
    fn is_plain(&self) -> bool {
        T::IS_PLAIN
    }

    #[inline]
    fn show(&self, show: &mut dyn FnMut(&[&dyn Wire])) {
        self.fields(Show(show));
    }

    #[inline]
    fn show_mut(&mut self, show: &mut dyn FnMut(&mut [&mut dyn Wire])) {
        self.fields_mut(ShowMut(show));
    }
}

/// Whoever is shown the fields of a record. It is a type and no closure: a call of a closure costs the compiler more than the
/// method that makes it.
pub struct Show<'a>(&'a mut dyn FnMut(&[&dyn Wire]));

impl Show<'_> {
    /// Shows all fields.
    #[inline]
    pub fn fields(self, fields: &[&dyn Wire]) {
        (self.0)(fields);
    }
}

/// Whoever is shown the fields of a record to read over them.
pub struct ShowMut<'a>(&'a mut dyn FnMut(&mut [&mut dyn Wire]));

impl ShowMut<'_> {
    /// Shows all fields.
    #[inline]
    pub fn fields(self, fields: &mut [&mut dyn Wire]) {
        (self.0)(fields);
    }
}

/// The [`Kind`](super::Model::Kind) of records.
#[derive(Debug)]
pub struct RecordKind;

impl<T: Record> Codec<T> for RecordKind {
    #[inline]
    fn blank() -> T {
        T::blank()
    }

    #[inline]
    fn view(value: &T) -> View<'_> {
        View::Record(value)
    }

    #[inline]
    fn view_mut(value: &mut T) -> ViewMut<'_> {
        ViewMut::Record(value)
    }

    #[inline]
    fn read(value: &mut T, reader: &mut Reader<'_>) -> Result<(), Fault> {
        read_record(value, reader)
    }

    #[inline]
    fn write(value: &T, writer: &mut Writer) {
        write_record(value, writer);
    }
}

pub(super) fn read_record(record: &mut dyn Fields, reader: &mut Reader<'_>) -> Result<(), Fault> {
    let shape = record.shape();
    let mut outcome = Ok(());
    record.show_mut(&mut |fields| outcome = read_fields(fields, shape, reader));
    outcome
}

/// What a key turned out to be. An unknown one is copied, because reading goes on in the buffer that holds it.
enum Key {
    Field(usize),
    Other(Box<str>),
}

/// Reads an object over fields that stand in the order of the shape's keys, and then the map of other properties where
/// there is one.
///
/// # Errors
///
/// When the next value is no object of that shape.
pub(super) fn read_fields(
    fields: &mut [&mut dyn Wire],
    shape: &'static Shape,
    reader: &mut Reader<'_>,
) -> Result<(), Fault> {
    let mut finder = Finder::new(shape.keys);
    let mut find = |key: &str| finder.find(key).map_or_else(|| Key::Other(key.into()), Key::Field);
    reader.enter(Peek::Object)?;
    let mut seen = Seen::default();
    let mut next = reader.json.first_key()?.map(&mut find);
    while let Some(key) = next {
        match key {
            Key::Field(index) => {
                let name = shape.keys.get(index).copied().unwrap_or_default();
                if seen.insert(index) {
                    return Err(Fault::new("syntax", "a key occurs twice").within(Segment::Key(name)));
                }
                read_field(fields, shape, index, reader).map_err(|fault| fault.within(Segment::Key(name)))?;
            }
            Key::Other(_) if shape.closed && reader.is_strict() => {
                return Err(Fault::new("additionalProperties", "an unknown property is not allowed"));
            }
            Key::Other(key) => read_other(fields.get_mut(shape.keys.len()), key, reader)?,
        }
        next = reader.json.next_key()?.map(&mut find);
    }
    reader.leave();
    match shape.missing(&seen, reader.is_strict()) {
        None => Ok(()),
        Some(name) => {
            Err(Fault::new("required", "a required property is missing").within(Segment::Key(name)))
        }
    }
}

fn read_field(
    fields: &mut [&mut dyn Wire],
    shape: &Shape,
    index: usize,
    reader: &mut Reader<'_>,
) -> Result<(), Fault> {
    if bit_of(shape.read_only, index) && reader.is_of_request() {
        return reader.skip();
    }
    if reader.peek()? == Peek::Null && reader.is_strict() && !bit_of(shape.nullable, index) {
        return Err(Fault::new("type", "null is not allowed"));
    }
    match fields.get_mut(index) {
        Some(field) => field.read(reader),
        None => reader.skip(),
    }
}

/// Reads a property that is no field. It is skipped unless the struct keeps them.
fn read_other(kept: Option<&mut &mut dyn Wire>, key: Box<str>, reader: &mut Reader<'_>) -> Result<(), Fault> {
    match kept.map(|map| map.view_mut()) {
        Some(ViewMut::Map(map)) => super::map::read_entry(map, key, reader),
        _ => reader.skip(),
    }
}

pub(super) fn write_record(record: &dyn Fields, writer: &mut Writer) {
    let (shape, is_plain) = (record.shape(), record.is_plain());
    record.show(&mut |fields| write_fields(fields, shape, is_plain, writer));
}

/// Writes fields, which stand as [`read_fields`] has them, as an object.
fn write_fields(fields: &[&dyn Wire], shape: &'static Shape, is_plain: bool, writer: &mut Writer) {
    writer.byte(b'{');
    let mut is_first = true;
    for (index, (key, value)) in shape.keys.iter().zip(fields).enumerate() {
        let is_left_out = (bit_of(shape.optional, index) && value.is_absent())
            || (bit_of(shape.write_only, index) && writer.is_of_answer());
        if !is_left_out {
            if is_plain {
                writer.plain_key(key, is_first);
            } else {
                writer.key(key, is_first);
            }
            value.write(writer);
            is_first = false;
        }
    }
    let mut finder = Finder::new(shape.keys);
    each_other(fields, shape, &mut |key, value| {
        if finder.find(key).is_some() {
            writer.fail("an additional property has the name of a declared one");
        }
        writer.key(key, is_first);
        value.write(writer);
        is_first = false;
    });
    writer.byte(b'}');
}

pub(super) fn check_record(record: &dyn Fields, rules: &Rules, checker: &mut Checker) {
    let shape = record.shape();
    record.show(&mut |fields| check_fields(fields, shape, rules, checker));
}

/// Checks fields, which stand as [`read_fields`] has them, by their shape and by what the place of the object says.
pub(super) fn check_fields(
    fields: &[&dyn Wire],
    shape: &'static Shape,
    rules: &Rules,
    checker: &mut Checker,
) {
    checker.schema(shape.object_rules, |writer| write_fields(fields, shape, false, writer));
    let mut count = 0;
    for (index, (key, value)) in shape.keys.iter().copied().zip(fields).enumerate() {
        let view = value.view();
        if !(matches!(view, View::Absent) && bit_of(shape.optional, index)) {
            count += 1;
            let mark = checker.mark();
            checker.value(view, shape.rules_of(index));
            checker.under(mark, &|| Segment::Key(key));
        }
    }
    let mut finder = Finder::new(shape.keys);
    each_other(fields, shape, &mut |key, value| {
        count += 1;
        let mark = checker.mark();
        if finder.find(key).is_some() {
            checker.report("additionalProperties", "must not have the name of a declared property");
        }
        checker.value(value.view(), shape.object_rules.of_items());
        checker.under(mark, &|| Segment::text(key));
    });
    checker.properties(shape.object_rules, count);
    checker.properties(rules, count);
}

/// The properties that are no fields, where the struct keeps them.
fn each_other(fields: &[&dyn Wire], shape: &Shape, visit: &mut dyn FnMut(&str, &dyn Wire)) {
    let Some(View::Map(map)) = fields.get(shape.keys.len()).map(|map| map.view()) else { return };
    let mut at = 0;
    while let Some((key, value)) = map.entry(at) {
        visit(key, value);
        at += 1;
    }
}
