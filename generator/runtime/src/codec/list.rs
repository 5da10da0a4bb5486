//! Arrays and options.

use super::cursor::Peek;
use super::schema::canonical;
use super::view::{Items, Optional, Put};
use super::{Checker, Fault, Json, Mode, Reader, Rules, Segment, View, ViewMut, Wire, Writer};

impl<T: Wire> Wire for Option<T> {
    #[inline]
    fn blank() -> Self {
        None
    }

    #[inline]
    fn of_null() -> Option<Self> {
        Some(None)
    }

    #[inline]
    fn view(&self) -> View<'_> {
        match self {
            Some(value) => value.view().present(),
            None => View::Absent,
        }
    }

    #[inline]
    fn view_mut(&mut self) -> ViewMut<'_> {
        ViewMut::Optional(self)
    }

    #[inline]
    fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), Fault> {
        if reader.null()? {
            *self = T::of_null();
            return Ok(());
        }
        self.insert(T::blank()).read(reader)
    }

    #[inline]
    fn write(&self, writer: &mut Writer) {
        match self {
            Some(value) => value.write(writer),
            None => writer.raw("null"),
        }
    }

    #[inline]
    fn is_absent(&self) -> bool {
        self.is_none()
    }
}

impl<T: Wire> Optional for Option<T> {
    #[inline]
    fn put(&mut self, what: Put) -> Option<ViewMut<'_>> {
        *self = match what {
            Put::Absent => None,
            Put::Null => T::of_null(),
            Put::Blank => Some(T::blank()),
        };
        self.as_mut().map(T::view_mut)
    }
}

impl<T: Wire> Items for Vec<T> {
    #[inline]
    fn count(&self) -> usize {
        self.len()
    }

    #[inline]
    fn get(&self, index: usize) -> Option<&dyn Wire> {
        self.as_slice().get(index).map(|item| item as &dyn Wire)
    }

    #[inline]
    fn grow(&mut self) -> Option<&mut dyn Wire> {
        self.push(T::blank());
        self.last_mut().map(|item| item as &mut dyn Wire)
    }

    #[inline]
    fn clear(&mut self) {
        self.truncate(0);
    }
}

impl<T: Wire> Wire for Vec<T> {
    #[inline]
    fn blank() -> Self {
        Self::new()
    }

    #[inline]
    fn view(&self) -> View<'_> {
        View::List(self)
    }

    #[inline]
    fn view_mut(&mut self) -> ViewMut<'_> {
        ViewMut::List(self)
    }

    #[inline]
    fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), Fault> {
        read_items(self, reader)
    }

    #[inline]
    fn write(&self, writer: &mut Writer) {
        write_items(self, writer);
    }
}

/// Reads the elements of an array over those that are there.
///
/// # Errors
///
/// When the next value is no array, or an element is not of its type.
pub(super) fn read_items(items: &mut dyn Items, reader: &mut Reader<'_>) -> Result<(), Fault> {
    reader.enter(Peek::Array)?;
    items.clear();
    let mut more = reader.json.first_item()?;
    let mut index = 0;
    while more {
        if let Some(item) = items.grow() {
            item.read(reader).map_err(|fault| fault.within(Segment::Index(index)))?;
        }
        index += 1;
        more = reader.json.next_item()?;
    }
    reader.leave();
    Ok(())
}

/// Writes elements as an array.
pub(super) fn write_items(items: &dyn Items, writer: &mut Writer) {
    writer.byte(b'[');
    let mut index = 0;
    while let Some(item) = items.get(index) {
        if index > 0 {
            writer.byte(b',');
        }
        item.write(writer);
        index += 1;
    }
    writer.byte(b']');
}

/// Checks elements, and how many there are.
pub(super) fn check_items(items: &dyn Items, rules: &Rules, checker: &mut Checker) {
    checker.items(rules, items.count());
    if rules.unique_items && !are_unique(items) {
        checker.report("uniqueItems", "must not have an element twice");
    }
    let mut index = 0;
    while let Some(item) = items.get(index) {
        let mark = checker.mark();
        checker.value(item.view(), rules.of_item(index));
        checker.under(mark, &|| Segment::Index(index));
        index += 1;
    }
}

/// Elements are compared by their JSON, sorted first: comparing each with each is quadratic. `1.0` is `1`, and the order
/// of keys does not count.
fn are_unique(items: &dyn Items) -> bool {
    let text = |item: &dyn Wire| {
        let value = super::decode::<Json>(&super::encode(item).ok()?, Mode::Lenient).ok()?;
        Some(canonical(&value))
    };
    let mut texts: Vec<Option<String>> = (0..).map_while(|index| items.get(index)).map(text).collect();
    texts.sort_unstable();
    !texts.windows(2).any(|pair| matches!(pair, [Some(one), Some(other)] if one == other))
}
