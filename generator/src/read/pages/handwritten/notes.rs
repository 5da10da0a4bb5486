//! What annotated samples say goes where the fields of their bodies are, unless a list or a table says it otherwise.

use super::annotated::{Annotated, Note};
use super::endpoint::{Draft, first_body};
use crate::read::pages::facts::{JsonType, Property, Schema, Stated};
use std::collections::HashMap;

/// A body that is shown, and what is said in it of its fields.
pub(super) struct Shown {
    pub(super) sample: Stated<String>,
    pub(super) annotated: Option<Annotated>,
}

impl Draft {
    /// A sample of an answer; one whose values say what they are is none.
    pub(super) fn shows_answer(&mut self, status: Option<&Stated<String>>, shown: Shown) {
        let is_template = shown.annotated.as_ref().is_some_and(|it| it.is_template);
        if let Some(Annotated { schema, .. }) = shown.annotated {
            self.answer_notes.push(Note { status: status.cloned(), schema });
        }
        if !is_template {
            self.response_sample(status, shown.sample);
        }
    }

    /// A sample of a request.
    pub(super) fn shows_request(&mut self, shown: Shown) {
        let is_template = shown.annotated.as_ref().is_some_and(|it| it.is_template);
        self.request_notes.extend(shown.annotated.map(|it| it.schema));
        if !is_template {
            self.request_sample(shown.sample);
        }
    }

    /// What samples of answers say of their fields.
    pub(super) fn notes_of_answers(&mut self) {
        for Note { status, schema } in std::mem::take(&mut self.answer_notes) {
            let Some(body) = first_body(self.response(status.as_ref()), schema.origin) else { continue };
            match &mut body.schema {
                Some(known) => fill(known, schema),
                none => *none = Some(schema),
            }
        }
    }

    /// What samples of requests say of their fields.
    pub(super) fn notes_of_request(&mut self, fields: Vec<Property>) -> (Vec<Property>, Option<Schema>) {
        let (mut fields, mut list) = (fields, None);
        for note in std::mem::take(&mut self.request_notes) {
            match note.is_object() {
                true => fill_fields(&mut fields, note.properties),
                false if fields.is_empty() => list = list.or(Some(note)),
                false => {}
            }
        }
        (fields, list)
    }
}

/// Adds what is not said yet.
fn fill(known: &mut Schema, more: Schema) {
    known.description = known.description.take().or(more.description);
    if known.types.is_empty() && known.one_of.is_empty() && known.reference.is_none() {
        (known.types, known.format, known.enumeration) = (more.types, more.format, more.enumeration);
        (known.default, known.items) = (known.default.take().or(more.default), more.items);
        known.keywords.extend(more.keywords);
    } else if known.types == more.types {
        known.format = known.format.take().or(more.format);
        known.default = known.default.take().or(more.default);
        if known.enumeration.is_empty() {
            known.enumeration = more.enumeration;
        }
        match (&mut known.items, more.items) {
            (Some(items), Some(more)) => fill(items, *more),
            (none, more) => *none = more,
        }
    } else {
        return;
    }
    if known.types == [JsonType::Object] {
        fill_fields(&mut known.properties, more.properties);
    }
}

fn fill_fields(known: &mut Vec<Property>, more: Vec<Property>) {
    let places: HashMap<String, usize> =
        known.iter().enumerate().map(|(at, field)| (field.name.value.clone(), at)).collect();
    for field in more {
        match places.get(&field.name.value).and_then(|at| known.get_mut(*at)) {
            Some(known) => {
                known.required = known.required.or(field.required);
                fill(&mut known.schema, field.schema);
            }
            None => known.push(field),
        }
    }
}
