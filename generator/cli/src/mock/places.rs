//! What the document says of a place beside its type: examples, defaults, formats. The IR keeps the place of everything
//! and none of these, which decide nothing about code.

use specwright::source::{JsonPointer, Origin};
use specwright::tree::{Node, Value};
use std::collections::HashMap;

/// The parts of a document by where they are written.
pub(super) struct Places<'t> {
    root: &'t Node,
    /// `None` where several parts are written in one place, as happens in pages: nobody can say which is meant.
    by_origin: HashMap<Origin, Option<&'t Node>>,
}

/// References are followed this far.
const DEEPEST: usize = 32;

impl<'t> Places<'t> {
    /// The places of a document.
    pub(super) fn of(root: &'t Node) -> Self {
        let mut by_origin: HashMap<Origin, Option<&'t Node>> = HashMap::new();
        let mut enter = |origin: Origin, node: &'t Node| {
            if origin.start < origin.end && node.as_mapping().is_some() {
                let slot = by_origin.entry(origin).or_insert(Some(node));
                // A part that was put in several places is one.
                if slot.is_some_and(|known| !std::ptr::eq(known, node) && !known.means_the_same(node)) {
                    *slot = None;
                }
            }
        };
        let mut left = vec![root];
        while let Some(node) = left.pop() {
            enter(node.origin, node);
            match &node.value {
                Value::Mapping(mapping) => {
                    for entry in mapping {
                        enter(entry.key_origin, &entry.value);
                        left.push(&entry.value);
                    }
                }
                Value::Sequence(items) => left.extend(items),
                Value::Scalar(_) => {}
            }
        }
        Self { root, by_origin }
    }

    /// The part that is written at a place.
    pub(super) fn at(&self, origin: Origin) -> Option<&'t Node> {
        self.by_origin.get(&origin).copied().flatten()
    }

    /// What a part refers to, or the part itself.
    pub(super) fn target(&self, node: &'t Node) -> &'t Node {
        let mut node = node;
        for _ in 0..DEEPEST {
            match self.referred(node) {
                Some(target) => node = target,
                None => break,
            }
        }
        node
    }

    fn referred(&self, node: &'t Node) -> Option<&'t Node> {
        let reference = node.get("$ref")?.as_str()?.strip_prefix('#')?;
        self.root.pointer(&JsonPointer::parse(reference)?)
    }

    /// What a keyword of a schema says: where it stands, else where the schema refers to, else in the only part that the
    /// schema is put together of.
    pub(super) fn keyword(&self, schema: &'t Node, keyword: &str) -> Option<&'t Node> {
        let mut schema = schema;
        for _ in 0..DEEPEST {
            if let Some(found) = schema.get(keyword) {
                return Some(found);
            }
            let only = || match schema.get("allOf").and_then(Node::as_sequence) {
                Some([only]) => Some(only),
                _ => None,
            };
            schema = self.referred(schema).or_else(only)?;
        }
        None
    }

    /// The examples that a media type, parameter or header has beside its schema, with their names.
    pub(super) fn examples(&self, node: &'t Node) -> Vec<(Option<&'t str>, &'t Node)> {
        let alone = node.get("example").map(|example| (None, example));
        let named = node.get("examples").and_then(Node::as_mapping).into_iter().flatten();
        let named = named.filter_map(|entry| {
            let value = self.target(&entry.value).get("value")?;
            Some((Some(entry.key.as_str()), value))
        });
        alone.into_iter().chain(named).collect()
    }
}
