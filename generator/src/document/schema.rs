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
    /// `unevaluatedProperties`, where 3.0 keeps it.
    pub unevaluated: Additional,
    /// `items`.
    pub items: Option<SchemaId>,
    /// `allOf`.
    pub all_of: Vec<SchemaId>,
    /// `oneOf`.
    pub one_of: Vec<SchemaId>,
    /// `anyOf`.
    pub any_of: Vec<SchemaId>,
    /// `prefixItems`, where 3.0 keeps it.
    pub prefix_items: Vec<SchemaId>,
    /// What it is made of, where no place of the document holds it.
    pub made: Option<Made>,
}

/// A schema that stands at no place of the document.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Made {
    /// What all of them say.
    All(Vec<SchemaId>),
    /// What a schema says beside the first of its unions.
    Rest(SchemaId),
    /// A schema without those that inherit from it by a `discriminator`.
    Base(SchemaId),
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
            unevaluated: Additional::Absent,
            items: None,
            all_of: Vec::new(),
            one_of: Vec::new(),
            any_of: Vec::new(),
            prefix_items: Vec::new(),
            made: None,
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
            let target = references::target(document.root, reference, references::ANY_VALUE, sink);
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
        let mut further = |keyword| match node.get(keyword) {
            None => Additional::Absent,
            Some(value) => match (value.as_bool(), value.as_mapping()) {
                (Some(true), _) => Additional::Any,
                (Some(false), _) => Additional::None,
                (None, Some(mapping)) if mapping.is_empty() => Additional::Any,
                // The schema `false`, as normalization spells it.
                (None, Some(mapping)) if is_nothing(mapping) => Additional::None,
                _ => Additional::Schema(document.intern(value, queue)),
            },
        };
        schema.additional = further("additionalProperties");
        schema.unevaluated = further("x-unevaluatedProperties");
        for keyword in ["allOf", "oneOf", "anyOf", "x-prefixItems"] {
            let Some(list) = node.get(keyword) else { continue };
            let Some(members) = list.as_sequence() else {
                // What a document says is told in its own words: normalization put the `x-` before it.
                let said = keyword.strip_prefix("x-").unwrap_or(keyword);
                let message = format!("`{said}` must be a list of schemas");
                sink.report(Diagnostic::new(Code::InvalidShape, list.origin, message));
                continue;
            };
            for member in members {
                let id = document.intern(member, queue);
                match keyword {
                    "allOf" => schema.all_of.push(id),
                    "oneOf" => schema.one_of.push(id),
                    "anyOf" => schema.any_of.push(id),
                    _ => schema.prefix_items.push(id),
                }
            }
        }
        schema
    }
}

/// Whether a schema is `not: {}` alone: no value is allowed.
fn is_nothing(mapping: &crate::tree::Mapping) -> bool {
    let inner = mapping.get("not").and_then(Node::as_mapping);
    mapping.len() == 1 && inner.is_some_and(crate::tree::Mapping::is_empty)
}
