//! A schema with its references followed and its `allOf` merged, before anything is decided about it.

use super::Lowering;
use crate::diagnostics::{Code, Diagnostic};
use crate::document::Node;
use crate::document::{Additional, SchemaId, SchemaType};
use std::collections::HashSet;

/// The merged view of a schema.
#[derive(Clone, Debug, Default)]
pub(super) struct Flat<'t> {
    /// The nodes that were merged, the outermost first: where keywords are looked up.
    pub(super) nodes: Vec<&'t Node>,
    /// `type`, given or implied.
    pub(super) kind: Option<SchemaType>,
    /// Properties in the order they were met.
    pub(super) properties: Vec<(&'t str, SchemaId)>,
    /// `required`, united.
    pub(super) required: HashSet<&'t str>,
    /// `additionalProperties`, the strictest met.
    pub(super) additional: Option<Additional>,
    /// `items`.
    pub(super) items: Option<SchemaId>,
    /// The members of `oneOf` or `anyOf`.
    pub(super) any_of: Vec<SchemaId>,
    /// `nullable`, as the outermost schema says it, or `null` in `enum`.
    pub(super) nullable: bool,
}

impl<'t> Flat<'t> {
    /// The value of a keyword, the outermost first.
    pub(super) fn keyword(&self, name: &str) -> Option<&'t Node> {
        self.nodes.iter().find_map(|node| node.get(name))
    }

    /// The text of a keyword.
    pub(super) fn text(&self, name: &str) -> Option<&'t str> {
        self.keyword(name).and_then(Node::as_str)
    }

    /// Whether a boolean keyword is `true`.
    pub(super) fn flag(&self, name: &str) -> bool {
        self.nodes.iter().any(|node| node.get(name).and_then(Node::as_bool) == Some(true))
    }
}

impl<'t> Lowering<'_, 't> {
    /// Follows references and merges `allOf`.
    pub(super) fn flatten(&mut self, id: SchemaId) -> Flat<'t> {
        let mut flat = Flat::default();
        let mut seen = HashSet::new();
        let mut stack = vec![id];
        while let Some(id) = stack.pop() {
            if !seen.insert(id) {
                continue;
            }
            let Some(schema) = self.document.schema(id).cloned() else { continue };
            if let Some(reference) = schema.reference {
                match reference {
                    Some(target) if seen.contains(&target) => self.sink.report(
                        Diagnostic::new(
                            Code::ReferenceLoop,
                            schema.node.origin,
                            "this reference leads back to itself",
                        )
                        .note("it adds nothing to the schema it stands in"),
                    ),
                    Some(target) => stack.push(target),
                    None => {}
                }
                continue;
            }
            self.merge(&mut flat, &schema);
            stack.extend(schema.all_of.iter().rev());
        }
        let members = flat.keyword("enum").and_then(Node::as_sequence).unwrap_or_default();
        flat.nullable = flat.keyword("nullable").and_then(Node::as_bool) == Some(true)
            || members.iter().any(Node::is_null);
        if flat.kind.is_none()
            && (!flat.properties.is_empty() || matches!(flat.additional, Some(Additional::Schema(_))))
        {
            flat.kind = Some(SchemaType::Object);
        }
        if flat.kind.is_none() && flat.items.is_some() {
            flat.kind = Some(SchemaType::Array);
        }
        flat
    }

    fn merge(&mut self, flat: &mut Flat<'t>, schema: &crate::document::Schema<'t>) {
        let number = |kind| matches!(kind, SchemaType::Integer | SchemaType::Number);
        match (flat.kind, schema.kind) {
            (None, kind) => flat.kind = kind,
            (Some(have), Some(new)) if have != new && !(number(have) && number(new)) => self.sink.report(
                Diagnostic::new(
                    Code::ImpossibleAllOf,
                    schema.node.origin,
                    "no value can be of both types of this `allOf`",
                )
                .related(
                    flat.nodes.first().map_or(schema.node.origin, |node| node.origin),
                    "the other type is here",
                )
                .note("the first type is kept"),
            ),
            (Some(_), Some(SchemaType::Integer)) => flat.kind = Some(SchemaType::Integer),
            _ => {}
        }
        flat.nodes.push(schema.node);
        for (name, property) in &schema.properties {
            match flat.properties.iter_mut().find(|(have, _)| have == name) {
                Some((_, have)) => {
                    let says_something = self.document.schema(*property).is_some_and(|schema| {
                        schema.reference.is_some() || schema.kind.is_some() || !schema.any_of.is_empty()
                    });
                    if says_something {
                        *have = *property;
                    }
                }
                None => flat.properties.push((name, *property)),
            }
        }
        let required = schema.node.get("required").and_then(Node::as_sequence).unwrap_or_default();
        flat.required.extend(required.iter().filter_map(Node::as_str));
        flat.additional = match (flat.additional, schema.additional) {
            (have, Additional::Absent) => have,
            (Some(Additional::None), _) => Some(Additional::None),
            (_, new) => Some(new),
        };
        flat.items = flat.items.or(schema.items);
        if flat.any_of.is_empty() {
            flat.any_of.clone_from(&schema.any_of);
        }
    }
}
