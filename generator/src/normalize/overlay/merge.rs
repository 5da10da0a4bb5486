//! How a value goes into a node ([Action Object](https://spec.openapis.org/overlay/v1.1.0.html#action-object)).

use crate::source::{JsonPointer, Origin};
use crate::tree::{Node, Value};
use std::fmt;

/// What the rules of merging tell apart; `null` is a primitive value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Object,
    Array,
    Primitive,
}

impl Kind {
    pub(super) fn of(node: &Node) -> Self {
        match node.value {
            Value::Mapping(_) => Self::Object,
            Value::Sequence(_) => Self::Array,
            Value::Scalar(_) => Self::Primitive,
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Object => "an object",
            Self::Array => "an array",
            Self::Primitive => "a primitive value",
        })
    }
}

/// Two values that cannot be merged.
#[derive(Debug)]
pub(super) struct Conflict {
    /// What should go in.
    pub(super) value: (Kind, Origin),
    /// What stands there.
    pub(super) target: (Kind, Origin),
}

/// What a merge did.
#[derive(Debug, Default)]
pub(super) struct Merged {
    /// Places that were merged into and whose other content stayed.
    pub(super) entered: Vec<JsonPointer>,
    /// Places whose whole value is new.
    pub(super) written: Vec<JsonPointer>,
    /// What could not be merged, and was left as it stood.
    pub(super) conflicts: Vec<Conflict>,
}

/// Merges a value into the node at a place. Whatever goes in keeps its origin.
///
/// Objects are merged by key, arrays are concatenated, a primitive value replaces one. An array that is the target of an
/// action also takes an object or a primitive value as its new last element; deeper down that is a conflict.
pub(super) fn merge(target: &mut Node, value: &Node, place: JsonPointer, merged: &mut Merged) {
    if let (Value::Sequence(items), Kind::Object | Kind::Primitive) = (&mut target.value, Kind::of(value)) {
        merged.written.push(place.child(&items.len().to_string()));
        merged.entered.push(place);
        items.push(value.clone());
        return;
    }
    let mut waiting = vec![(target, value, place)];
    while let Some((target, value, place)) = waiting.pop() {
        let kinds = (Kind::of(value), Kind::of(target));
        match (&mut target.value, &value.value) {
            (Value::Mapping(members), Value::Mapping(new)) => {
                let known = members.len();
                for entry in new {
                    if !members.contains_key(&entry.key) {
                        merged.written.push(place.child(&entry.key));
                        members.insert(entry.clone());
                    }
                }
                // What was just inserted stands behind what was there.
                waiting.extend(
                    members.entries_mut().take(known).filter_map(|(key, member)| {
                        new.get(key).map(|value| (member, value, place.child(key)))
                    }),
                );
                merged.entered.push(place);
            }
            (Value::Sequence(items), Value::Sequence(new)) => {
                let places = items.len()..items.len() + new.len();
                merged.written.extend(places.map(|index| place.child(&index.to_string())));
                items.extend(new.iter().cloned());
                merged.entered.push(place);
            }
            (Value::Scalar(old), Value::Scalar(new)) => {
                old.clone_from(new);
                target.origin = value.origin;
                merged.written.push(place);
            }
            _ => {
                let (value, target) = ((kinds.0, value.origin), (kinds.1, target.origin));
                merged.conflicts.push(Conflict { value, target });
            }
        }
    }
}
