//! The untyped document: nodes that know their place.

mod compare;
mod deserialize;
mod json;
mod spelled;

pub use json::{json_string, write_json_string};

use crate::source::{JsonPointer, Origin};
use smol_str::SmolStr;
use std::collections::HashMap;
use std::sync::OnceLock;

/// A value and where it was written. A part keeps its origin when it moves.
#[derive(Clone, Debug)]
pub struct Node {
    /// The value.
    pub value: Value,
    /// Where it was written.
    pub origin: Origin,
}

/// What a node holds.
#[derive(Clone, Debug)]
pub enum Value {
    /// A text, with what is needed to read it late and by position.
    Scalar(Scalar),
    /// A list.
    Sequence(Vec<Node>),
    /// Keys and their values in the order they were written.
    Mapping(Mapping),
}

/// The text of a scalar, before anything decides what it means: `3.10` is a number where a number belongs and a text
/// where a version belongs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scalar {
    /// The text: unescaped where it was quoted, as written where it was plain.
    pub text: SmolStr,
    /// Whether it may be anything else than a string.
    pub style: Style,
}

/// How a scalar was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// Without quotes, or as a JSON number, boolean or null: resolved by the YAML 1.2 core schema.
    Plain,
    /// In quotes or as a block: always a string.
    Quoted,
}

/// What a scalar is by the YAML 1.2 core schema ([section 10.3.2](https://yaml.org/spec/1.2.2/#103-core-schema)).
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Resolved<'a> {
    /// `null`, `~` or nothing.
    Null,
    /// `true` or `false`.
    Boolean(bool),
    /// A number, as it was written.
    Number(&'a str),
    /// A string.
    String(&'a str),
}

/// A key of a mapping and its value.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The key's text.
    pub key: SmolStr,
    /// Where the key was written.
    pub key_origin: Origin,
    /// Its value.
    pub value: Node,
}

/// Keys and their values in the order they were written; no key stands in it twice.
#[derive(Debug, Default)]
pub struct Mapping {
    entries: Vec<Entry>,
    /// Built at the first look-up in a large mapping.
    index: OnceLock<HashMap<SmolStr, usize>>,
}

/// From this size on a mapping looks keys up in an index.
const INDEXED: usize = 16;

impl Clone for Mapping {
    fn clone(&self) -> Self {
        Self { entries: self.entries.clone(), index: OnceLock::new() }
    }
}

impl Mapping {
    /// A mapping without keys.
    pub fn new() -> Self {
        Self::default()
    }

    /// How many keys there are.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there are no keys.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The entries in the order they were written.
    pub fn iter(&self) -> std::slice::Iter<'_, Entry> {
        self.entries.iter()
    }

    fn find(&self, key: &str) -> Option<usize> {
        if self.entries.len() <= INDEXED {
            return self.entries.iter().position(|entry| entry.key == key);
        }
        let index = self.index.get_or_init(|| {
            self.entries.iter().enumerate().map(|(place, entry)| (entry.key.clone(), place)).collect()
        });
        index.get(key).copied()
    }

    /// The value of a key.
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.get_entry(key).map(|entry| &entry.value)
    }

    /// The value of a key, to be changed.
    pub fn get_mut(&mut self, key: &str) -> Option<&mut Node> {
        let place = self.find(key)?;
        self.entries.get_mut(place).map(|entry| &mut entry.value)
    }

    /// A key with its value and its place.
    pub fn get_entry(&self, key: &str) -> Option<&Entry> {
        self.entries.get(self.find(key)?)
    }

    /// Whether the key is there.
    pub fn contains_key(&self, key: &str) -> bool {
        self.find(key).is_some()
    }

    /// Adds an entry at the end, or replaces the one of the same key where it stands and returns it.
    pub fn insert(&mut self, entry: Entry) -> Option<Entry> {
        if let Some(place) = self.find(&entry.key) {
            return self.entries.get_mut(place).map(|old| std::mem::replace(old, entry));
        }
        if let Some(index) = self.index.get_mut() {
            index.insert(entry.key.clone(), self.entries.len());
        }
        self.entries.push(entry);
        None
    }

    /// Adds or replaces a key whose place is that of its value.
    pub fn push(&mut self, key: impl Into<SmolStr>, value: Node) -> Option<Entry> {
        self.insert(Entry { key: key.into(), key_origin: value.origin, value })
    }

    /// Takes a key out; the others keep their order.
    pub fn remove(&mut self, key: &str) -> Option<Entry> {
        let place = self.find(key)?;
        self.index = OnceLock::new();
        Some(self.entries.remove(place))
    }

    /// The values in the order they were written, to be changed.
    pub fn values_mut(&mut self) -> impl Iterator<Item = &mut Node> {
        self.entries.iter_mut().map(|entry| &mut entry.value)
    }

    /// The keys with their values, to be changed; a key itself stays as it is.
    pub fn entries_mut(&mut self) -> impl Iterator<Item = (&SmolStr, &mut Node)> {
        self.entries.iter_mut().map(|entry| (&entry.key, &mut entry.value))
    }
}

impl<'a> IntoIterator for &'a Mapping {
    type Item = &'a Entry;
    type IntoIter = std::slice::Iter<'a, Entry>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl IntoIterator for Mapping {
    type Item = Entry;
    type IntoIter = std::vec::IntoIter<Entry>;

    fn into_iter(self) -> Self::IntoIter {
        self.entries.into_iter()
    }
}

impl Scalar {
    /// What the scalar is by the YAML 1.2 core schema.
    pub fn resolve(&self) -> Resolved<'_> {
        let text = self.text.as_str();
        if self.style == Style::Quoted {
            return Resolved::String(text);
        }
        match text {
            "" | "~" | "null" | "Null" | "NULL" => Resolved::Null,
            "true" | "True" | "TRUE" => Resolved::Boolean(true),
            "false" | "False" | "FALSE" => Resolved::Boolean(false),
            _ if is_number(text) => Resolved::Number(text),
            _ => Resolved::String(text),
        }
    }
}

/// Whether the core schema reads a plain text as an integer or a float.
fn is_number(text: &str) -> bool {
    // Most texts are words.
    if !text.starts_with(|first: char| matches!(first, '0'..='9' | '-' | '+' | '.' | 'e' | 'E')) {
        return false;
    }
    let digits = |text: &str, radix| !text.is_empty() && text.chars().all(|digit| digit.is_digit(radix));
    if let Some(octal) = text.strip_prefix("0o") {
        return digits(octal, 8);
    }
    if let Some(hexadecimal) = text.strip_prefix("0x") {
        return digits(hexadecimal, 16);
    }
    if matches!(text, ".nan" | ".NaN" | ".NAN") {
        return true;
    }
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    if matches!(unsigned, ".inf" | ".Inf" | ".INF") {
        return true;
    }
    let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (unsigned, None),
    };
    let exponent_fits = exponent.is_none_or(|text| digits(text.strip_prefix(['-', '+']).unwrap_or(text), 10));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let decimal = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    exponent_fits && decimal(whole) && decimal(fraction) && !(whole.is_empty() && fraction.is_empty())
}

impl Node {
    /// A text that is a string whatever it looks like.
    pub fn string(text: impl Into<SmolStr>, origin: Origin) -> Self {
        Self { value: Value::Scalar(Scalar { text: text.into(), style: Style::Quoted }), origin }
    }

    /// A text that the core schema resolves.
    pub fn plain(text: impl Into<SmolStr>, origin: Origin) -> Self {
        Self { value: Value::Scalar(Scalar { text: text.into(), style: Style::Plain }), origin }
    }

    /// A list.
    pub fn sequence(items: Vec<Self>, origin: Origin) -> Self {
        Self { value: Value::Sequence(items), origin }
    }

    /// Keys and values.
    pub fn mapping(mapping: Mapping, origin: Origin) -> Self {
        Self { value: Value::Mapping(mapping), origin }
    }

    /// The mapping, if it is one.
    pub fn as_mapping(&self) -> Option<&Mapping> {
        match &self.value {
            Value::Mapping(mapping) => Some(mapping),
            _ => None,
        }
    }

    /// The mapping, if it is one, to be changed.
    pub fn as_mapping_mut(&mut self) -> Option<&mut Mapping> {
        match &mut self.value {
            Value::Mapping(mapping) => Some(mapping),
            _ => None,
        }
    }

    /// The list, if it is one.
    pub fn as_sequence(&self) -> Option<&[Self]> {
        match &self.value {
            Value::Sequence(items) => Some(items),
            _ => None,
        }
    }

    /// The list, if it is one, to be changed.
    pub fn as_sequence_mut(&mut self) -> Option<&mut Vec<Self>> {
        match &mut self.value {
            Value::Sequence(items) => Some(items),
            _ => None,
        }
    }

    /// The scalar, if it is one.
    pub fn as_scalar(&self) -> Option<&Scalar> {
        match &self.value {
            Value::Scalar(scalar) => Some(scalar),
            _ => None,
        }
    }

    /// What the scalar is by the core schema; `None` for lists and mappings.
    pub fn resolve(&self) -> Option<Resolved<'_>> {
        self.as_scalar().map(Scalar::resolve)
    }

    /// The text of any scalar but `null`: for positions where only a string can stand, so that `3.10` stays what it is.
    pub fn as_str(&self) -> Option<&str> {
        self.as_scalar()
            .filter(|scalar| scalar.resolve() != Resolved::Null)
            .map(|scalar| scalar.text.as_str())
    }

    /// The name of a type: there, `null` without quotes is a name as well.
    pub fn as_type(&self) -> Option<&str> {
        if self.is_null() { Some("null") } else { self.as_str() }
    }

    /// The text of a scalar that resolves to a string.
    pub fn as_string(&self) -> Option<&str> {
        match self.resolve()? {
            Resolved::String(text) => Some(text),
            _ => None,
        }
    }

    /// The truth value, if it is one.
    pub fn as_bool(&self) -> Option<bool> {
        match self.resolve()? {
            Resolved::Boolean(value) => Some(value),
            _ => None,
        }
    }

    /// The number's text, if it is one.
    pub fn as_number(&self) -> Option<&str> {
        match self.resolve()? {
            Resolved::Number(text) => Some(text),
            _ => None,
        }
    }

    /// The whole number from zero on, if it is one and fits; `10.0` is the number ten.
    pub fn as_u64(&self) -> Option<u64> {
        let text = self.as_number()?;
        match text.split_once('.') {
            Some((whole, zeros)) if zeros.bytes().all(|byte| byte == b'0') => whole.parse().ok(),
            _ => deserialize::integer(text).and_then(|number| u64::try_from(number).ok()),
        }
    }

    /// Whether it is null.
    pub fn is_null(&self) -> bool {
        self.resolve() == Some(Resolved::Null)
    }

    /// The value of a key, if this is a mapping that has it.
    pub fn get(&self, key: &str) -> Option<&Self> {
        self.as_mapping()?.get(key)
    }

    /// The node at a place below this one.
    pub fn pointer(&self, pointer: &JsonPointer) -> Option<&Self> {
        pointer.tokens().try_fold(self, |node, token| match &node.value {
            Value::Mapping(mapping) => mapping.get(&token),
            Value::Sequence(items) if token == "0" || !token.starts_with(['0', '+']) => {
                items.get(token.parse::<usize>().ok()?)
            }
            _ => None,
        })
    }

    /// The node at a place below this one, to be changed.
    pub fn pointer_mut(&mut self, pointer: &JsonPointer) -> Option<&mut Self> {
        pointer.tokens().try_fold(self, |node, token| match &mut node.value {
            Value::Mapping(mapping) => mapping.get_mut(&token),
            Value::Sequence(items) if token == "0" || !token.starts_with(['0', '+']) => {
                items.get_mut(token.parse::<usize>().ok()?)
            }
            _ => None,
        })
    }
}

#[cfg(test)]
mod tests;
