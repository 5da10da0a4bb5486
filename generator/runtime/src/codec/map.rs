//! Objects whose keys are data.

use std::collections::HashMap;
use std::collections::hash_map::RandomState;
use std::fmt;
use std::hash::BuildHasher;

use super::cursor::Peek;
use super::view::Entries;
use super::{Checker, Fault, Reader, Rules, Segment, View, ViewMut, Wire, Writer};

/// A map from strings that keeps the order of its keys. Two are equal in any order.
#[derive(Clone)]
pub struct Map<T> {
    keys: Keys,
    values: Vec<T>,
}

/// Up to this many keys are searched one by one.
const FEW: usize = 8;

/// The keys of a map, apart from its values so that this part is not generic.
#[derive(Clone, Default)]
struct Keys {
    names: Vec<Box<str>>,
    /// The first key of each hash, from the ninth key on. A key that shares its hash is searched for one by one.
    index: Option<Box<(RandomState, HashMap<u64, usize>)>>,
}

impl Keys {
    fn find(&self, key: &str) -> Option<usize> {
        if let Some(index) = &self.index {
            let found = *index.1.get(&index.0.hash_one(key))?;
            if self.names.get(found).is_some_and(|name| **name == *key) {
                return Some(found);
            }
        }
        self.names.iter().position(|name| **name == *key)
    }

    /// Adds a key that is not there.
    fn push(&mut self, key: Box<str>) {
        self.names.push(key);
        match &mut self.index {
            None if self.names.len() > FEW => self.rebuild(),
            None => {}
            Some(index) => {
                let at = self.names.len() - 1;
                if let Some(key) = self.names.last() {
                    index.1.entry(index.0.hash_one(&**key)).or_insert(at);
                }
            }
        }
    }

    fn rebuild(&mut self) {
        let mut index = Box::new((RandomState::new(), HashMap::new()));
        for (at, name) in self.names.iter().enumerate() {
            let hash = index.0.hash_one(&**name);
            index.1.entry(hash).or_insert(at);
        }
        self.index = Some(index);
    }

    fn remove(&mut self, at: usize) {
        self.names.remove(at);
        self.index = None;
        if self.names.len() > FEW {
            self.rebuild();
        }
    }
}

impl<T> Map<T> {
    /// An empty map.
    #[must_use]
    pub fn new() -> Self {
        Self { keys: Keys::default(), values: Vec::new() }
    }

    /// How many keys there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.values.len()
    }

    /// Whether there are no keys.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    /// The value of a key.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&T> {
        self.values.get(self.keys.find(key)?)
    }

    /// The value of a key, to change.
    pub fn get_mut(&mut self, key: &str) -> Option<&mut T> {
        self.values.get_mut(self.keys.find(key)?)
    }

    /// Sets the value of a key, and returns what it was.
    pub fn insert(&mut self, key: impl Into<Box<str>>, value: T) -> Option<T> {
        let key = key.into();
        if let Some(old) = self.get_mut(&key) {
            return Some(std::mem::replace(old, value));
        }
        self.keys.push(key);
        self.values.push(value);
        None
    }

    /// Removes a key, and returns its value.
    pub fn remove(&mut self, key: &str) -> Option<T> {
        let at = self.keys.find(key)?;
        self.keys.remove(at);
        Some(self.values.remove(at))
    }

    /// The keys and values, in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &T)> {
        self.keys.names.iter().map(|name| &**name).zip(&self.values)
    }
}

impl<T> Default for Map<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T: PartialEq> PartialEq for Map<T> {
    fn eq(&self, other: &Self) -> bool {
        self.len() == other.len() && self.iter().all(|(key, value)| other.get(key) == Some(value))
    }
}

impl<T: Eq> Eq for Map<T> {}

impl<T: fmt::Debug> fmt::Debug for Map<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_map().entries(self.iter()).finish()
    }
}

impl<K: Into<Box<str>>, T> FromIterator<(K, T)> for Map<T> {
    fn from_iter<I: IntoIterator<Item = (K, T)>>(entries: I) -> Self {
        let mut map = Self::new();
        for (key, value) in entries {
            map.insert(key, value);
        }
        map
    }
}

impl<T> IntoIterator for Map<T> {
    type Item = (Box<str>, T);
    type IntoIter = std::iter::Zip<std::vec::IntoIter<Box<str>>, std::vec::IntoIter<T>>;

    fn into_iter(self) -> Self::IntoIter {
        self.keys.names.into_iter().zip(self.values)
    }
}

impl<T: Wire> Entries for Map<T> {
    #[inline]
    fn count(&self) -> usize {
        self.values.len()
    }

    #[inline]
    fn value(&self, key: &str) -> Option<&dyn Wire> {
        self.get(key).map(|value| value as &dyn Wire)
    }

    #[inline]
    fn entry(&self, at: usize) -> Option<(&str, &dyn Wire)> {
        Some((self.keys.names.get(at)?, self.values.get(at)?))
    }

    #[inline]
    fn grow(&mut self, key: Box<str>) -> Option<&mut dyn Wire> {
        self.keys.push(key);
        self.values.push(T::blank());
        self.values.last_mut().map(|value| value as &mut dyn Wire)
    }

    #[inline]
    fn clear(&mut self) {
        *self = Self::new();
    }
}

impl<T: Wire> Wire for Map<T> {
    #[inline]
    fn blank() -> Self {
        Self::new()
    }

    #[inline]
    fn view(&self) -> View<'_> {
        View::Map(self)
    }

    #[inline]
    fn view_mut(&mut self) -> ViewMut<'_> {
        ViewMut::Map(self)
    }

    #[inline]
    fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), Fault> {
        read_entries(self, reader)
    }

    #[inline]
    fn write(&self, writer: &mut Writer) {
        write_entries(self, writer);
    }
}

pub(super) fn read_entry(map: &mut dyn Entries, key: Box<str>, reader: &mut Reader<'_>) -> Result<(), Fault> {
    if map.value(&key).is_some() {
        return Err(Fault::new("syntax", "a key occurs twice"));
    }
    match map.grow(key) {
        Some(value) => value.read(reader).map_err(|fault| within_last(map, fault)),
        None => reader.skip(),
    }
}

/// A fault of the value that was added last.
#[cold]
fn within_last(map: &dyn Entries, fault: Fault) -> Fault {
    match (0..).map_while(|at| map.entry(at)).last() {
        Some((key, _)) => fault.within(Segment::text(key)),
        None => fault,
    }
}

/// Reads the keys and values of an object over those that are there.
///
/// # Errors
///
/// When the next value is no object, a key occurs twice, or a value is not of its type.
pub(super) fn read_entries(map: &mut dyn Entries, reader: &mut Reader<'_>) -> Result<(), Fault> {
    reader.enter(Peek::Object)?;
    map.clear();
    let mut key = reader.json.first_key()?.map(Box::from);
    while let Some(name) = key {
        read_entry(map, name, reader)?;
        key = reader.json.next_key()?.map(Box::from);
    }
    reader.leave();
    Ok(())
}

/// Writes keys and values as an object.
pub(super) fn write_entries(map: &dyn Entries, writer: &mut Writer) {
    writer.byte(b'{');
    let mut at = 0;
    while let Some((key, value)) = map.entry(at) {
        writer.key(key, at == 0);
        value.write(writer);
        at += 1;
    }
    writer.byte(b'}');
}

/// Checks keys and values, and how many there are.
pub(super) fn check_entries(map: &dyn Entries, rules: &Rules, checker: &mut Checker) {
    checker.properties(rules, map.count());
    let mut at = 0;
    while let Some((key, value)) = map.entry(at) {
        let mark = checker.mark();
        checker.value(value.view(), rules.of_items());
        checker.under(mark, &|| Segment::text(key));
        at += 1;
    }
}
