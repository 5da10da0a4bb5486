//! Structs as tables and field-wise methods, and the one loop that reads them.

use jiter::Peek;

use super::{Checker, Fault, Object, Reader, Rules, Segment, Writer};

/// What a struct looks like as a JSON object.
#[derive(Debug)]
pub struct Shape {
    /// The struct's name.
    pub name: &'static str,
    /// The keys of its fields, in order.
    pub keys: &'static [&'static str],
    /// A bit for each field that has to be there.
    pub required: &'static [u64],
    /// A bit for each field that may be `null`.
    pub nullable: &'static [u64],
    /// Whether a strict reader refuses other keys.
    pub closed: bool,
    /// The rules of the fields that have some, by ascending index.
    pub rules: &'static [(usize, Rules)],
    /// The rules of the object itself.
    pub object_rules: Rules,
}

impl Shape {
    /// A shape without fields, for the rest of another one.
    pub const OPEN: Self = Self {
        name: "",
        keys: &[],
        required: &[],
        nullable: &[],
        closed: false,
        rules: &[],
        object_rules: Rules::NONE,
    };

    /// The index of a key. It is most often the expected one or soon after, because writers keep the order.
    pub(crate) fn index(&self, key: &str, expected: usize) -> Option<usize> {
        let is_key = |candidate: &&&str| **candidate == key;
        if self.keys.get(expected).as_ref().is_some_and(is_key) {
            return Some(expected);
        }
        self.keys.iter().position(|candidate| *candidate == key)
    }

    /// The rules of a field.
    pub(crate) fn rules_of(&self, index: usize) -> &'static Rules {
        let found = self.rules.binary_search_by_key(&index, |(index, _)| *index);
        found.ok().and_then(|at| self.rules.get(at)).map_or(&Rules::NONE, |(_, rules)| rules)
    }

    /// The first field that is missing, if any.
    fn missing(&self, seen: &Seen, is_strict: bool) -> Option<&'static str> {
        self.required.iter().enumerate().find_map(|(word, required)| {
            let forgiven = if is_strict { 0 } else { word_of(self.nullable, word) };
            let missing = required & !forgiven & !seen.word(word);
            if missing == 0 {
                return None;
            }
            let bit = usize::try_from(missing.trailing_zeros()).ok()?;
            self.keys.get(word * 64 + bit).copied()
        })
    }
}

fn word_of(words: &[u64], word: usize) -> u64 {
    words.get(word).copied().unwrap_or(0)
}

fn bit_of(words: &[u64], index: usize) -> bool {
    word_of(words, index / 64) >> (index % 64) & 1 == 1
}

/// A struct that is read and written as a JSON object.
pub trait Record: Sized {
    /// What it looks like.
    const SHAPE: &'static Shape;

    /// A value whose fields are overwritten.
    fn blank() -> Self;

    /// Reads one field.
    ///
    /// # Errors
    ///
    /// When the next value is not one of the field's type.
    fn read_field(&mut self, index: usize, reader: &mut Reader<'_>) -> Result<(), Fault>;

    /// Reads a property that is no field. It is skipped unless the struct keeps them.
    ///
    /// # Errors
    ///
    /// When the next value is not JSON, or not what is kept.
    fn read_extra(&mut self, key: &str, reader: &mut Reader<'_>) -> Result<(), Fault> {
        let _ = key;
        reader.skip()
    }

    /// Walks all fields in the order of the keys.
    fn write_fields(&self, object: &mut Object<'_>);
}

/// A record, seen without its type.
trait Fields {
    fn field(&mut self, index: usize, reader: &mut Reader<'_>) -> Result<(), Fault>;
    fn extra(&mut self, key: &str, reader: &mut Reader<'_>) -> Result<(), Fault>;
}

impl<T: Record> Fields for T {
    #[inline]
    fn field(&mut self, index: usize, reader: &mut Reader<'_>) -> Result<(), Fault> {
        self.read_field(index, reader)
    }

    #[inline]
    fn extra(&mut self, key: &str, reader: &mut Reader<'_>) -> Result<(), Fault> {
        self.read_extra(key, reader)
    }
}

/// Which fields were there. More than 256 fields are rare enough for the heap.
#[derive(Default)]
struct Seen {
    near: [u64; 4],
    far: Vec<u64>,
}

impl Seen {
    fn word(&self, word: usize) -> u64 {
        self.near.get(word).or_else(|| self.far.get(word.checked_sub(4)?)).copied().unwrap_or(0)
    }

    /// Sets a bit, and tells whether it was set.
    fn insert(&mut self, index: usize) -> bool {
        let (word, bit) = (index / 64, 1_u64 << (index % 64));
        if word >= 4 && self.far.len() + 4 <= word {
            self.far.resize(word - 3, 0);
        }
        let slot = self.near.get_mut(word).or_else(|| self.far.get_mut(word.checked_sub(4)?));
        slot.is_some_and(|slot| std::mem::replace(slot, *slot | bit) & bit != 0)
    }
}

/// Reads a record in place.
///
/// # Errors
///
/// When the next value is not an object of its shape.
#[inline]
pub fn read_record<T: Record>(record: &mut T, reader: &mut Reader<'_>) -> Result<(), Fault> {
    read_fields(record, T::SHAPE, reader)
}

/// Writes a record.
#[inline]
pub fn write_record<T: Record>(record: &T, writer: &mut Writer) {
    let mut object = Object::writing(T::SHAPE, writer);
    record.write_fields(&mut object);
    object.finish(&Rules::NONE);
}

/// Checks a record.
#[inline]
pub fn check_record<T: Record>(record: &T, rules: &Rules, checker: &mut Checker) {
    let mut object = Object::checking(T::SHAPE, checker);
    record.write_fields(&mut object);
    object.finish(rules);
}

/// What a key turned out to be. An unknown one is copied, because reading goes on in the buffer that holds it.
enum Key {
    Field(usize),
    Other(String),
}

fn read_fields(record: &mut dyn Fields, shape: &'static Shape, reader: &mut Reader<'_>) -> Result<(), Fault> {
    let find = |key: &str, expected| {
        shape.index(key, expected).map_or_else(|| Key::Other(key.to_owned()), Key::Field)
    };
    reader.enter(Peek::Object)?;
    let mut seen = Seen::default();
    let mut expected = 0;
    let mut next = reader.json.known_object()?.map(|key| find(key, expected));
    while let Some(key) = next {
        match key {
            Key::Field(index) => {
                let name = shape.keys.get(index).copied().unwrap_or_default();
                if seen.insert(index) {
                    return Err(Fault::new("syntax", "a key occurs twice").within(Segment::Key(name)));
                }
                read_field(record, shape, index, reader).map_err(|fault| fault.within(Segment::Key(name)))?;
                expected = index + 1;
            }
            Key::Other(_) if shape.closed && reader.is_strict() => {
                return Err(Fault::new("additionalProperties", "an unknown property is not allowed"));
            }
            Key::Other(key) => record.extra(&key, reader)?,
        }
        next = reader.json.next_key()?.map(|key| find(key, expected));
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
    record: &mut dyn Fields,
    shape: &Shape,
    index: usize,
    reader: &mut Reader<'_>,
) -> Result<(), Fault> {
    if reader.peek()? == Peek::Null && reader.is_strict() && !bit_of(shape.nullable, index) {
        return Err(Fault::new("type", "null is not allowed"));
    }
    record.field(index, reader)
}
