//! Fields in a list that no section announces: right below an operation they are what it takes, and below a heading of
//! another name those of an object.

use super::field::{Listed, is_untyped};
use super::topics::{Side, Topic};
use super::words::{alike, words};
use super::{Walk, definitions, items, lists};
use crate::read::markdown::BlockKind;
use crate::read::pages::MAX_NESTING;
use std::ops::Range;

/// Words of what stands before a list of what an operation gives, or of something else that it does not take.
const GIVEN: [&str; 9] =
    ["return", "respon", "answer", "result", "output", "error", "event", "contain", "status"];

/// Whether a heading says that it is the name of an object: `The Invoice object`.
pub(super) fn names_object(heading: &str) -> bool {
    let kinds = ["object", "objects", "model", "resource", "schema", "structure", "entity"];
    words(heading).last().is_some_and(|last| kinds.contains(&last.as_str()))
}

/// Whether a block is a paragraph that speaks of what is given, so that a list below it is one of that.
pub(super) fn gives(block: &BlockKind) -> bool {
    let BlockKind::Paragraph(text) = block else { return false };
    let lower = text.to_ascii_lowercase();
    GIVEN.iter().any(|word| lower.contains(word))
}

impl Walk<'_, '_> {
    /// Takes an item of a list that stands in no section as a field of an object; whether it is one.
    pub(super) fn object_item(&mut self, text: &str, range: &Range<usize>, depth: usize) -> bool {
        let found = if self.is_of_object() { self.sure(text, range) } else { None };
        found.is_some_and(|field| self.object_field(field, depth))
    }

    /// The same of a list of definitions.
    pub(super) fn object_definitions(&mut self, range: &Range<usize>) -> bool {
        let found =
            if self.is_of_object() { definitions::defined(self.page, range, false) } else { Vec::new() };
        !found.is_empty() && found.into_iter().all(|field| self.object_field(field, 1))
    }

    /// Notes of a new section whether its heading is a name that the operation uses for an object: any heading may stand
    /// above a list.
    pub(super) fn note_object(&mut self) {
        let (Topic::Object(name), Some(draft)) = (&self.topic, &self.draft) else { return };
        let types = draft.typed.iter().chain(&draft.sent_types).map(|(_, of)| of);
        let mut types = types.chain(draft.parts.iter().map(|(of, _)| of));
        self.names_object |= types.any(|of| alike(of, name));
    }

    /// Whether the heading above is the name of an object.
    fn is_of_object(&self) -> bool {
        matches!(self.topic, Topic::Object(_)) && (self.names_object || self.draft.is_none())
    }

    fn object_field(&mut self, field: Listed, depth: usize) -> bool {
        let Topic::Object(name) = &self.topic else { return false };
        let objects = match &mut self.draft {
            Some(draft) => &mut draft.objects,
            None => &mut self.objects,
        };
        if objects.last().is_none_or(|(last, _)| last != name) {
            objects.push((name.clone(), Vec::new()));
        }
        if let Some((_, fields)) = objects.last_mut() {
            lists::descend(fields, depth.min(MAX_NESTING), field.property);
        }
        true
    }

    /// Whether an item stands in a list of what the operation above takes, though nothing says so but its first items.
    pub(super) fn is_taken(&mut self, text: &str, range: &Range<usize>, depth: usize) -> Option<Side> {
        if depth <= 1 && self.page.slice(range).trim_start().starts_with(['-', '*', '+']) {
            self.unannounced = self.topic == Topic::General
                && (self.unannounced || !self.gives)
                && self.sure(text, range).is_some();
        }
        self.unannounced.then_some(Side::Request)
    }

    /// A field of which the item says more than its name.
    fn sure(&self, text: &str, range: &Range<usize>) -> Option<Listed> {
        let found = items::read(self.page, text, range)?;
        let says = !is_untyped(&found.property.schema) || found.property.required.is_some();
        (says || found.location.is_some()).then_some(found)
    }
}
