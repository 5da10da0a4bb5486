//! Schemas that are another one, but for what is said about them.

use super::Lowering;
use super::keywords::is_annotation;
use crate::document::{Node, Schema, SchemaId};

/// Names of names are followed this far.
const DEEPEST: usize = 64;

impl Lowering<'_, '_> {
    /// The component that a schema is, but for annotations: through references, and an `allOf`, `oneOf` or `anyOf` of
    /// one member.
    pub(super) fn component_behind(&self, id: SchemaId) -> Option<SchemaId> {
        let mut current = id;
        for _ in 0..DEEPEST {
            let schema = self.document.schema(current)?;
            match (schema.reference, self.only_member(schema)) {
                (Some(target), _) => current = target?,
                (None, Some(only)) if schema.component.is_none() || self.adds_null(schema) => current = only,
                _ => return schema.component.map(|_| current).or((current != id).then_some(current)),
            }
        }
        None
    }

    /// Whether a component is another name of a schema that has one already.
    pub(super) fn is_other_name(&self, id: SchemaId) -> bool {
        let Some(schema) = self.document.schema(id) else { return false };
        let has_end = || self.component_behind(id).is_some_and(|target| target != id);
        schema.reference.is_some() || (self.adds_null(schema) && has_end())
    }

    /// Whether a schema says of another one that it may be null, and nothing more: what is named so is no type of its own.
    pub(super) fn adds_null(&self, schema: &Schema<'_>) -> bool {
        let is_nullable = ["nullable", "x-nullable"]
            .iter()
            .any(|key| schema.node.get(key).and_then(Node::as_bool) == Some(true));
        let refers = |only: SchemaId| {
            let is_reference = self.document.schema(only).is_some_and(|only| only.reference.is_some());
            is_reference && self.document.schema(self.document.target(only)).is_some_and(is_component)
        };
        is_nullable
            && self.only_member(schema).is_some_and(refers)
            && schema.node.get("discriminator").is_none()
    }

    /// The one member of a schema's `allOf`, `oneOf` or `anyOf`, where the schema adds nothing to it that changes its
    /// type, null aside.
    fn only_member(&self, schema: &Schema<'_>) -> Option<SchemaId> {
        let only = match (schema.all_of.as_slice(), schema.one_of.as_slice(), schema.any_of.as_slice()) {
            ([only], [], []) | ([], [only], []) | ([], [], [only]) => *only,
            // A part that says nothing of values is there for its words.
            ([_, _, ..], [], []) => {
                let (silent, speaking): (Vec<SchemaId>, Vec<SchemaId>) =
                    schema.all_of.iter().partition(|part| self.is_silent(**part));
                let [only] = speaking.as_slice() else { return None };
                let repeats = |part: &SchemaId| {
                    self.document.schema(*part).is_some_and(|part| self.repeats_type(part.node, *only))
                };
                *Some(only).filter(|_| silent.iter().all(repeats))?
            }
            _ => return None,
        };
        (only_annotations(schema.node) && self.repeats_type(schema.node, only)).then_some(only)
    }

    /// Whether a part of an `allOf` has nothing but texts and examples, a type aside.
    fn is_silent(&self, part: SchemaId) -> bool {
        const WORDS: [&str; 8] =
            ["type", "nullable", "title", "description", "example", "default", "deprecated", "externalDocs"];
        let mapping = self.document.schema(part).and_then(|schema| schema.node.as_mapping());
        mapping.is_some_and(|mapping| mapping.iter().all(|entry| WORDS.contains(&entry.key.as_str())))
    }

    /// Whether a schema says no type, or that of the member of its `allOf` once more: `nullable` needs one beside it.
    fn repeats_type(&self, node: &Node, member: SchemaId) -> bool {
        let Some(ty) = node.get("type") else { return true };
        let mut current = member;
        for _ in 0..DEEPEST {
            let target = self.document.target(current);
            let Some(schema) = self.document.schema(target).filter(|schema| schema.reference.is_none())
            else {
                return false;
            };
            match (schema.node.get("type"), schema.all_of.first()) {
                (Some(said), _) => return said.as_str() == ty.as_str(),
                // What has properties is an object, also where it does not say so.
                (None, _) if !schema.properties.is_empty() => return ty.as_str() == Some("object"),
                (None, Some(first)) => current = *first,
                (None, None) => return false,
            }
        }
        false
    }
}

fn is_component(schema: &Schema<'_>) -> bool {
    schema.component.is_some()
}

/// Whether a schema adds nothing to the one member of its `allOf` that changes its type, a type of its own aside.
fn only_annotations(node: &Node) -> bool {
    let one = |key: &str| matches!(key, "allOf" | "oneOf" | "anyOf" | "type");
    node.as_mapping()
        .is_some_and(|mapping| mapping.iter().all(|entry| one(&entry.key) || is_annotation(&entry.key)))
}
