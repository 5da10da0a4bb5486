//! The end of a page: objects that are described apart go where they are mentioned, and everything into its place.

use super::endpoint::{Draft, alike, body_fields, first_body};
use crate::read::pages::facts::{Body, Endpoint, JsonType, Schema, Stated};

impl Draft {
    /// Puts the objects that are described apart where the answer mentions them.
    fn objects_of_answer(&mut self) {
        let sends = self.sends();
        for (name, fields) in &self.objects {
            let Some(origin) = fields.first().map(|field| field.name.origin) else { continue };
            let mut object = Schema::typed(origin, JsonType::Object);
            object.properties.clone_from(fields);
            let typed = self.typed.iter().filter(|(_, of)| alike(of, name)).map(|(field, _)| field);
            let mut found = false;
            for field in typed {
                let known = body_fields(&mut self.answer, origin);
                let known =
                    known.and_then(|fields| fields.iter_mut().find(|known| known.name.value == *field));
                if let Some(known) = known {
                    found = true;
                    known.schema = Schema { description: known.schema.description.take(), ..object.clone() };
                }
            }
            let mut mentioned = self.parts.iter().any(|part| alike(part, name));
            if let Some(body) = self.answer.bodies.first_mut().and_then(|body| body.schema.as_mut()) {
                // A row that has the name of the object and no type is about the object, not about a field.
                let before = body.properties.len();
                body.properties
                    .retain(|field| !(alike(&field.name.value, name) && is_untyped(&field.schema)));
                mentioned |= body.properties.len() < before;
            }
            if !found
                && (mentioned || !sends)
                && let Some(body) = first_body(&mut self.answer, origin)
            {
                body.parts.push(object);
            }
        }
    }

    /// Whether a body may be sent.
    pub(super) fn sends(&self) -> bool {
        self.endpoint.methods.first().is_some_and(|method| !method.value.eq_ignore_ascii_case("get"))
    }

    /// Everything in its place.
    pub(super) fn finish(mut self) -> Endpoint {
        self.objects_of_answer();
        let object = self
            .body_object
            .take()
            .and_then(|name| self.objects.iter().position(|(known, _)| alike(known, &name)));
        let sends =
            self.endpoint.methods.first().is_some_and(|method| !method.value.eq_ignore_ascii_case("get"));
        let only = (self.objects.len() == 1 && self.fields.is_empty() && sends).then_some(0);
        let fields = match object.or(only).filter(|_| self.fields.is_empty()) {
            Some(at) if at < self.objects.len() => self.objects.swap_remove(at).1,
            _ => std::mem::take(&mut self.fields),
        };
        let first = fields
            .first()
            .map(|field| field.name.origin)
            .or(self.samples.first().map(|sample| sample.origin));
        if let Some(origin) = first.filter(|_| sends) {
            let mut body = Body::new(origin);
            if !fields.is_empty() {
                let mut schema = Schema::typed(origin, JsonType::Object);
                schema.properties = fields;
                body.schema = Some(schema);
            }
            body.samples = self.samples;
            body.required = self.required;
            self.endpoint.requests.push(body);
            self.endpoint.request_required = self.body_required;
        }
        let mut answer = self.answer;
        answer.statuses = self.success;
        let mut seen = Vec::new();
        answer.statuses.retain(|status| {
            !seen.contains(&status.value) && {
                seen.push(status.value.clone());
                true
            }
        });
        let said = !answer.bodies.is_empty() || !answer.headers.is_empty() || !answer.statuses.is_empty();
        if said {
            if answer.statuses.is_empty() {
                let origin = answer.bodies.first().map_or(self.endpoint.origin, |body| body.origin);
                answer.statuses.push(Stated::prose("200", origin));
            }
            self.endpoint.responses.insert(0, answer);
        }
        self.endpoint
    }
}

/// Whether nothing is said about the shape of a value.
fn is_untyped(schema: &Schema) -> bool {
    schema.types.is_empty() && schema.properties.is_empty() && schema.one_of.is_empty()
}
