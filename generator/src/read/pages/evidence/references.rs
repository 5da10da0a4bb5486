//! References to schemas that no page describes: what they name is left open, and said to be.

use crate::diagnostics::{Code, Diagnostic, Sink};
use crate::read::pages::MAX_NESTING;
use crate::read::pages::facts::{JsonType, PageFacts, Property, Schema};
use crate::tree::Node;
use std::collections::HashSet;

/// The names that are described, and those that were missed.
struct Names<'a> {
    known: HashSet<String>,
    missed: HashSet<String>,
    sink: &'a mut Sink,
}

/// Takes out the references that lead nowhere. `published` is the document that other pages hold.
pub(super) fn resolve(described: &mut PageFacts, published: Option<&Node>, sink: &mut Sink) {
    let named = described.schemas.iter().map(|schema| schema.name.value.clone());
    let document = published.and_then(|document| document.get("components")?.get("schemas")?.as_mapping());
    let document = document.into_iter().flat_map(|schemas| schemas.iter().map(|entry| entry.key.to_string()));
    let mut names = Names { known: named.chain(document).collect(), missed: HashSet::new(), sink };
    for schema in &mut described.schemas {
        names.schema(&mut schema.schema, 0);
    }
    for endpoint in &mut described.endpoints {
        for parameter in &mut endpoint.parameters {
            names.text(&mut parameter.property);
        }
        let bodies = endpoint.responses.iter_mut().flat_map(|response| &mut response.bodies);
        for body in endpoint.requests.iter_mut().chain(bodies) {
            if let Some(schema) = &mut body.schema {
                names.schema(schema, 0);
            }
        }
        for header in endpoint.responses.iter_mut().flat_map(|response| &mut response.headers) {
            names.text(header);
        }
    }
}

impl Names<'_> {
    /// What is sent in a URL or a header is text, whatever its schema is.
    fn text(&mut self, property: &mut Property) {
        if self.schema(&mut property.schema, 0) {
            property.schema.add_type(JsonType::String);
        }
    }

    /// Whether the schema itself was a reference that leads nowhere.
    fn schema(&mut self, schema: &mut Schema, depth: usize) -> bool {
        if depth > MAX_NESTING {
            return false;
        }
        let name = schema.reference.take_if(|name| !self.known.contains(name));
        for property in &mut schema.properties {
            self.schema(&mut property.schema, depth + 1);
        }
        for part in schema.items.iter_mut().chain(&mut schema.additional) {
            self.schema(part, depth + 1);
        }
        let mut open = false;
        for part in &mut schema.one_of {
            open |= self.schema(part, depth + 1);
        }
        if open {
            // An alternative that may be anything cannot be the only one that holds.
            schema.any_of.append(&mut schema.one_of);
        }
        for part in &mut schema.any_of {
            self.schema(part, depth + 1);
        }
        schema.all_of.retain_mut(|part| !self.schema(part, depth + 1));
        let Some(name) = name else { return false };
        let message = format!("no page describes `{name}`");
        if self.missed.insert(name) {
            let note = "what it is is left open: give the page that describes it too";
            self.sink.report(Diagnostic::new(Code::DanglingReference, schema.origin, message).note(note));
        }
        true
    }
}
