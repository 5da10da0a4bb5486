//! Examples that are no values of their schema: they are documented as they stand, and told.

use super::Lowering;
use super::objections::Objection;
use crate::diagnostics::{Code, Diagnostic};
use crate::document::{Node, SchemaId};

/// So many examples of a document are looked at.
const MOST: usize = 5_000;

/// So many of those that are wrong in one way are shown.
const MOST_SHOWN: usize = 3;

/// Examples that were looked at.
#[derive(Default)]
pub(super) struct Examples<'t> {
    seen: usize,
    /// Media types and parameters, whose examples are looked at once all else is decided: code depends on none of them.
    described: Vec<&'t Node>,
    wrong: Vec<Objection<'t>>,
}

impl<'t> Lowering<'_, 't> {
    /// Looks at the examples that stand beside a schema, or in it.
    pub(super) fn check_examples(&mut self, schema: SchemaId, holder: &'t Node) {
        let list = |key: &str| holder.get(key).and_then(Node::as_sequence).unwrap_or_default();
        let named = holder.get("examples").and_then(Node::as_mapping);
        let mut values: Vec<&'t Node> = holder.get("example").into_iter().chain(list("x-examples")).collect();
        for entry in named.into_iter().flatten() {
            let example = self.document.resolve(&entry.value, self.sink);
            let example = example.filter(|node| node.get("x-serialized").is_none());
            values.extend(example.and_then(|node| node.get("value")));
        }
        for value in values {
            // Null stands for no example nearly everywhere.
            if value.is_null() || self.examples.seen >= MOST {
                continue;
            }
            self.examples.seen += 1;
            let wrong = self.object(schema, value);
            self.examples.wrong.extend(wrong);
        }
    }

    /// Notes the examples of a media type or a parameter, which stand beside its schema.
    pub(super) fn check_described(&mut self, described: &'t Node) {
        if described.get("example").is_some() || described.get("examples").is_some() {
            self.examples.described.push(described);
        }
    }

    /// Tells once of all that are wrong in one way.
    pub(super) fn tell_examples(&mut self) {
        for described in std::mem::take(&mut self.examples.described) {
            let Some(schema) = described.get("schema") else { continue };
            let id = self.document.schema_at(schema, self.sink);
            self.check_examples(id, described);
        }
        let wrong = std::mem::take(&mut self.examples.wrong);
        let mut ways: Vec<(&str, Vec<&'t Node>)> = Vec::new();
        for (message, place) in wrong {
            match ways.iter_mut().find(|(known, _)| *known == message) {
                Some((_, places)) => places.push(place),
                None => ways.push((message, vec![place])),
            }
        }
        for (message, mut places) in ways {
            // What several places refer to is one example.
            places.sort_by_key(|place| place.origin);
            places.dedup_by_key(|place| place.origin);
            let Some((first, others)) = places.split_first() else { continue };
            let diagnostic =
                Diagnostic::new(Code::InvalidExample, first.origin, format!("this example {message}"));
            let shown = others.iter().take(MOST_SHOWN);
            let diagnostic = shown.fold(diagnostic, |told, place| told.related(place.origin, "and this one"));
            let more = others.len().saturating_sub(MOST_SHOWN);
            self.sink.report(match more {
                0 => diagnostic,
                more => {
                    diagnostic.note(format!("correct the example; {more} more are wrong in the same way"))
                }
            });
        }
    }
}
