//! Unions whose variants are unions themselves, and what a discriminator says of the inner ones.

use super::Lowering;
use super::flat::Flat;
use super::plans::{Found, Shape};
use crate::diagnostics::{Code, Diagnostic, nearest};
use crate::document::{Node, SchemaId};
use crate::ir::Condition;
use std::collections::HashSet;

/// Unions of unions are looked into this far.
const DEEPEST: usize = 4;

impl<'t> Lowering<'_, 't> {
    /// The schemas that are alternatives of a schema, or of one of these.
    pub(super) fn inner_alternatives(&self, schema: SchemaId) -> Vec<SchemaId> {
        let (mut found, mut seen) = (Vec::new(), HashSet::new());
        let mut level = vec![self.document.target(schema)];
        for _ in 0..DEEPEST {
            let schemas = level.iter().filter_map(|id| self.document.schema(*id));
            let members = schemas.flat_map(|schema| schema.one_of.iter().chain(&schema.any_of));
            level =
                members.map(|member| self.document.target(*member)).filter(|id| seen.insert(*id)).collect();
            found.extend(&level);
        }
        found
    }

    /// The values of a key that mean one of the alternatives of a variant which is a union by the same key.
    pub(super) fn inner_values(&mut self, key: &str, flat: &Flat<'t>, depth: usize) -> Vec<String> {
        if flat.unions.is_empty() || depth >= DEEPEST {
            return Vec::new();
        }
        let same = |node: &&Node| node.get("propertyName").and_then(Node::as_str) == Some(key);
        let Some(discriminator) = self.discriminator(flat).filter(same) else { return Vec::new() };
        let shapes: Vec<Shape<'t>> = self
            .alternatives(flat)
            .into_iter()
            .map(|(member, schema)| Shape { member, flat: self.flatten(schema) })
            .collect();
        let group: Vec<usize> = (0..shapes.len()).collect();
        let found = self.discriminator_cases(discriminator, flat, &shapes, &group, depth + 1);
        let conditions = found.into_iter().flat_map(|found| found.cases).flat_map(|case| case.conditions);
        let mut seen = HashSet::new();
        let values = conditions.filter_map(|condition| match condition {
            Condition::KeyIs(_, value) => Some(value),
            _ => None,
        });
        values.filter(|value| seen.insert(value.clone())).collect()
    }

    /// Says what a `mapping` leads to nowhere by.
    pub(super) fn tell_unmapped(&mut self, discriminator: &'t Node, found: &Found<'t>) {
        let key = discriminator.get("propertyName").and_then(Node::as_str).unwrap_or_default();
        for entry in &found.unmapped {
            let message = "this `mapping` leads to no schema of the document";
            let note = format!(
                "a value whose `{}` is `{}` is none of the variants",
                key.escape_debug(),
                entry.key.escape_debug()
            );
            let diagnostic = Diagnostic::new(Code::DanglingReference, entry.value.origin, message).note(note);
            let said = entry.value.as_str().unwrap_or_default();
            let name = said.rsplit('/').next().unwrap_or_default();
            let names = self.document.components.iter().map(|(name, _)| *name);
            self.sink.report(match nearest(name, names) {
                Some(name) => diagnostic.note(format!("there is a schema `{}`", name.escape_debug())),
                None => diagnostic,
            });
        }
    }
}
