//! Arrays and options.

use super::cursor::Peek;
use super::schema::canonical;
use super::{Checker, Fault, Json, Mode, Reader, Rules, Segment, Wire, Writer};

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

    #[inline]
    fn check(&self, rules: &Rules, checker: &mut Checker) {
        if let Some(value) = self {
            value.check(rules, checker);
        }
    }

    #[inline]
    fn same(&self, other: &dyn Wire) -> bool {
        match (self, super::cast::<Self>(other)) {
            (Some(one), Some(Some(other))) => one.same(other),
            (None, Some(None)) => true,
            _ => false,
        }
    }

    #[inline]
    fn copy(&mut self, other: &dyn Wire) {
        if let Some(other) = super::cast::<Self>(other) {
            *self = other.as_ref().map(super::copied);
        }
    }
}

/// A vector or tuple, seen without the type of its elements.
pub trait Items {
    /// An element.
    fn get(&self, index: usize) -> Option<&dyn Wire>;

    /// Adds a blank element, to be read over, where there may be one more.
    fn grow(&mut self) -> Option<&mut dyn Wire> {
        None
    }
}

impl<T: Wire> Items for Vec<T> {
    #[inline]
    fn get(&self, index: usize) -> Option<&dyn Wire> {
        self.as_slice().get(index).map(|item| item as &dyn Wire)
    }

    #[inline]
    fn grow(&mut self) -> Option<&mut dyn Wire> {
        self.push(T::blank());
        self.last_mut().map(|item| item as &mut dyn Wire)
    }
}

impl<T: Wire> Wire for Vec<T> {
    #[inline]
    fn blank() -> Self {
        Self::new()
    }

    #[inline]
    fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), Fault> {
        self.clear();
        read_items(self, reader)
    }

    #[inline]
    fn write(&self, writer: &mut Writer) {
        write_items(self, writer);
    }

    #[inline]
    fn check(&self, rules: &Rules, checker: &mut Checker) {
        check_items(self, self.len(), rules, checker);
    }

    #[inline]
    fn same(&self, other: &dyn Wire) -> bool {
        super::cast::<Self>(other).is_some_and(|other| {
            self.len() == other.len() && self.iter().zip(other).all(|(one, other)| one.same(other))
        })
    }

    fn copy(&mut self, other: &dyn Wire) {
        if let Some(other) = super::cast::<Self>(other) {
            self.clear();
            self.extend(other.iter().map(super::copied));
        }
    }
}

/// Reads the elements of an array behind those that are there.
///
/// # Errors
///
/// When the next value is no array, or an element is not of its type.
pub fn read_items(items: &mut dyn Items, reader: &mut Reader<'_>) -> Result<(), Fault> {
    reader.enter(Peek::Array)?;
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
pub fn write_items(items: &dyn Items, writer: &mut Writer) {
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
pub fn check_items(items: &dyn Items, count: usize, rules: &Rules, checker: &mut Checker) {
    checker.items(rules, count);
    if rules.unique_items && !are_unique(items) {
        checker.report("uniqueItems", "must not have an element twice");
    }
    let mut index = 0;
    while let Some(item) = items.get(index) {
        let mark = checker.mark();
        checker.value(item, rules.of_item(index));
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
