//! A schema node: its kind, and its children as ids.

use super::kind::{SchemaType, kind_of};
use super::{Document, references};
use crate::diagnostics::{Code, Diagnostic, Sink};
use crate::tree::Node;

/// Which schema of a [`Document`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SchemaId(u32);

impl SchemaId {
    pub(super) fn new(index: usize) -> Self {
        Self(u32::try_from(index).unwrap_or(u32::MAX))
    }

    /// The index in the arena.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// `additionalProperties`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Additional {
    /// It is not written.
    Absent,
    /// `true`, or the empty schema.
    Any,
    /// `false`.
    None,
    /// A schema for every value.
    Schema(SchemaId),
}

/// A schema, typed shallowly.
#[derive(Clone, Debug)]
pub struct Schema<'t> {
    /// The node, for keywords, numbers and defaults.
    pub node: &'t Node,
    /// Its name where it stands in `components/schemas`.
    pub component: Option<&'t str>,
    /// Its `type`.
    pub kind: Option<SchemaType>,
    /// What its `$ref` leads to; `Some(None)` where that is nothing.
    pub reference: Option<Option<SchemaId>>,
    /// `properties`.
    pub properties: Vec<(&'t str, SchemaId)>,
    /// `additionalProperties`.
    pub additional: Additional,
    /// `items`.
    pub items: Option<SchemaId>,
    /// `allOf`.
    pub all_of: Vec<SchemaId>,
    /// `oneOf` and `anyOf`.
    pub any_of: Vec<SchemaId>,
}

impl<'t> Schema<'t> {
    pub(super) fn empty(node: &'t Node) -> Self {
        Self {
            node,
            component: None,
            kind: None,
            reference: None,
            properties: Vec::new(),
            additional: Additional::Absent,
            items: None,
            all_of: Vec::new(),
            any_of: Vec::new(),
        }
    }

    pub(super) fn read(
        document: &mut Document<'t>,
        node: &'t Node,
        queue: &mut Vec<(&'t Node, SchemaId)>,
        sink: &mut Sink,
    ) -> Self {
        let mut schema = Self::empty(node);
        if let Some(reference) = node.get("$ref") {
            let target = references::target(document.root, reference, sink);
            schema.reference = Some(target.map(|target| document.intern(target, queue)));
            return schema;
        }
        if node.as_mapping().is_none() {
            let message = "a schema must be a mapping";
            sink.report(
                Diagnostic::new(Code::InvalidShape, node.origin, message)
                    .note("it stands for any JSON value"),
            );
            return schema;
        }
        schema.kind = kind_of(node);
        if let Some(properties) = node.get("properties") {
            match properties.as_mapping() {
                Some(mapping) => {
                    for entry in mapping.iter() {
                        let id = document.intern(&entry.value, queue);
                        schema.properties.push((entry.key.as_str(), id));
                    }
                }
                None => sink.report(Diagnostic::new(
                    Code::InvalidShape,
                    properties.origin,
                    "`properties` must be a mapping from names to schemas",
                )),
            }
        }
        schema.items = node.get("items").map(|items| document.intern(items, queue));
        schema.additional = match node.get("additionalProperties") {
            None => Additional::Absent,
            Some(value) => match (value.as_bool(), value.as_mapping()) {
                (Some(true), _) => Additional::Any,
                (Some(false), _) => Additional::None,
                (None, Some(mapping)) if mapping.is_empty() => Additional::Any,
                _ => Additional::Schema(document.intern(value, queue)),
            },
        };
        for (keyword, union) in [("allOf", false), ("oneOf", true), ("anyOf", true)] {
            let Some(list) = node.get(keyword) else { continue };
            let Some(members) = list.as_sequence() else {
                let message = format!("`{keyword}` must be a list of schemas");
                sink.report(Diagnostic::new(Code::InvalidShape, list.origin, message));
                continue;
            };
            for member in members {
                let id = document.intern(member, queue);
                if union { schema.any_of.push(id) } else { schema.all_of.push(id) }
            }
        }
        schema
    }
}
