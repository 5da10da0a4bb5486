//! The end of a page: objects that are described apart go where they are mentioned, and everything into its place.

use super::endpoint::{Draft, body_fields, first_body};
use super::mentions;
use super::words::{alike, plain};
use crate::read::pages::facts::{
    Body, Endpoint, JsonType, Kind, Location, Parameter, Property, Response, Schema, Stated,
};
use crate::read::pages::values;
use std::collections::HashMap;

/// How many fields are copied into others at most: a page that mentions more was made to.
const MOST_COPIES: usize = 20_000;

impl Draft {
    /// Puts the objects that are described apart where the answer mentions them.
    fn objects_of_answer(&mut self) {
        let sends = self.sends();
        for (name, fields) in &self.objects {
            let Some(origin) = fields.first().map(|field| field.name.origin) else { continue };
            let mut object = Schema::typed(origin, JsonType::Object);
            object.properties.clone_from(fields);
            // One that is large may be mentioned by many fields.
            let most = MOST_COPIES / fields.len();
            let typed =
                self.typed.iter().filter(|(_, of)| alike(of, name)).map(|(field, _)| field).take(most);
            let mut found = false;
            for field in typed {
                let known = body_fields(&mut self.answer, origin);
                let known =
                    known.and_then(|fields| fields.iter_mut().find(|known| known.name.value == *field));
                if let Some(known) = known {
                    found = true;
                    if known.schema.types == [JsonType::Array] {
                        known.schema.items = Some(Box::new(object.clone()));
                        continue;
                    }
                    known.schema = Schema { description: known.schema.description.take(), ..object.clone() };
                }
            }
            let mut mentioned = self.parts.iter().any(|(part, _)| alike(part, name));
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
        // Of an object that is described elsewhere, the row is a field.
        for (name, mut field) in std::mem::take(&mut self.parts) {
            let origin = field.name.origin;
            if !self.objects.iter().any(|(known, _)| alike(known, &name))
                && let Some(fields) = body_fields(&mut self.answer, origin)
            {
                mentions::mention(&mut field.schema, &name);
                fields.push(field);
            }
        }
    }

    /// A parameter that is listed with those of the path, and whose name stands for a value of the query: `?dry=Dry`.
    fn queries_in_target(&mut self) {
        let shown: Vec<(String, String)> = self
            .endpoint
            .parameters
            .iter()
            .filter_map(|parameter| {
                let shown = parameter.property.schema.example.as_ref()?.as_str()?;
                (parameter.location == Location::Query)
                    .then(|| (shown.to_owned(), parameter.property.name.value.clone()))
            })
            .collect();
        for parameter in &mut self.endpoint.parameters {
            let name = &mut parameter.property.name.value;
            if parameter.location == Location::Path
                && let Some((_, query)) = shown.iter().find(|(shown, _)| shown == name)
            {
                name.clone_from(query);
                parameter.location = Location::Query;
            }
        }
    }

    /// What is listed with the parameters of the path, is no part of it, and may be left out, stands in the query.
    fn strays(&mut self) {
        let Some(target) = self.endpoint.targets.first() else { return };
        let path = target.value.split('?').next().unwrap_or_default();
        let parts: Vec<&str> =
            path.split('/').map(|part| part.trim_matches(['{', '}', ':', '<', '>'])).collect();
        for Parameter { location, property } in &mut self.endpoint.parameters {
            let is_stray = property.required == Some(false) && !parts.contains(&property.name.value.as_str());
            if *location == Location::Path && is_stray {
                *location = Location::Query;
            }
        }
    }

    /// The bodies of statuses whose table names them.
    fn objects_of_statuses(&mut self) {
        for (status, name) in std::mem::take(&mut self.outcomes) {
            let Some((_, fields)) = self.objects.iter().find(|(known, _)| alike(known, &name)).cloned()
            else {
                // It may be described elsewhere on the page.
                if let Some(body) = first_body(self.response(Some(&status)), status.origin)
                    && body.schema.is_none()
                {
                    mentions::mention(
                        body.schema.get_or_insert_with(|| Schema::new(status.origin, Kind::Field)),
                        &name,
                    );
                }
                continue;
            };
            if let Some(known) = body_fields(self.response(Some(&status)), status.origin) {
                known.extend(fields);
            }
        }
    }

    /// Puts the objects that are described apart where the request mentions them by their names.
    fn objects_of_request(&mut self) {
        let mut left = MOST_COPIES;
        let by_name: HashMap<String, &Vec<Property>> =
            self.objects.iter().rev().map(|(name, fields)| (plain(name), fields)).collect();
        for (field, of) in std::mem::take(&mut self.sent_types) {
            let Some(fields) = by_name.get(&plain(&of)).copied() else { continue };
            if fields.len() > left {
                continue;
            }
            left -= fields.len();
            let known = self.fields.iter_mut().find(|known| known.name.value == field);
            let Some(Schema { types, properties, items, .. }) = known.map(|known| &mut known.schema) else {
                continue;
            };
            let Some(origin) = fields.first().map(|field| field.name.origin) else { continue };
            if types.contains(&JsonType::Array) {
                let object = items.get_or_insert_with(|| Box::new(Schema::typed(origin, JsonType::Object)));
                object.add_type(JsonType::Object);
                object.properties.clone_from(fields);
            } else if properties.is_empty() {
                *types = vec![JsonType::Object];
                properties.clone_from(fields);
            }
        }
        let sent = self.sent.iter().filter_map(|at| self.objects.get(*at));
        sent.for_each(|(name, fields)| describe_field(&mut self.fields, name, fields));
    }

    /// What is sent, where it is said to be one of the objects that are described.
    fn one_of(&self) -> Option<Schema> {
        if !self.alternatives || self.sent.len() < 2 || !self.fields.is_empty() || !self.samples.is_empty() {
            return None;
        }
        let mut schema: Option<Schema> = None;
        for (name, fields) in self.sent.iter().filter_map(|at| self.objects.get(*at)) {
            let origin = fields.first()?.name.origin;
            let mut object = Schema::typed(origin, JsonType::Object);
            object.title = Some(name.clone());
            object.properties.clone_from(fields);
            schema.get_or_insert_with(|| Schema::new(origin, Kind::Field)).one_of.push(object);
        }
        schema
    }

    /// The fields of the body with those of a form that commands show, where no sample of JSON says otherwise.
    fn with_form(&mut self, mut fields: Vec<Property>) -> Vec<Property> {
        for shown in std::mem::take(&mut self.form) {
            match fields.iter_mut().find(|known| known.name.value == shown.name.value) {
                Some(known) if shown.schema.format.is_some() => {
                    let is_text = known.schema.types.is_empty() || known.schema.types == [JsonType::String];
                    if is_text && known.schema.format.is_none() {
                        (known.schema.types, known.schema.format) = (shown.schema.types, shown.schema.format);
                    }
                }
                Some(_) => {}
                None if self.samples.is_empty() && !shown.name.value.contains('[') => fields.push(shown),
                None => {}
            }
        }
        fields
    }

    /// Whether a body may be sent.
    pub(super) fn sends(&self) -> bool {
        self.endpoint.methods.first().is_some_and(|method| !method.value.eq_ignore_ascii_case("get"))
    }

    /// Everything in its place.
    pub(super) fn finish(mut self) -> Endpoint {
        self.objects_of_answer();
        self.notes_of_answers();
        self.objects_of_statuses();
        self.objects_of_request();
        self.queries_in_target();
        self.strays();
        let object = self
            .body_object
            .take()
            .and_then(|name| self.objects.iter().position(|(known, _)| alike(known, &name)));
        let sends =
            self.endpoint.methods.first().is_some_and(|method| !method.value.eq_ignore_ascii_case("get"));
        // What is described once, where nothing else is, is sent; but hardly by a method that takes away.
        let deletes =
            self.endpoint.methods.first().is_some_and(|method| method.value.eq_ignore_ascii_case("delete"));
        let alone = self.objects.len() == 1 && self.fields.is_empty() && sends;
        let only = (alone && (!deletes || !self.sent.is_empty())).then_some(0);
        let one_of = self.one_of();
        let fields = match object.or(only).filter(|_| self.fields.is_empty()) {
            Some(at) if at < self.objects.len() => self.objects.swap_remove(at).1,
            _ => std::mem::take(&mut self.fields),
        };
        let fields = self.with_form(fields);
        let (fields, listed) = self.notes_of_request(fields);
        let first = fields
            .first()
            .map(|field| field.name.origin)
            .or(self.samples.first().map(|sample| sample.origin))
            .or(one_of.as_ref().or(listed.as_ref()).map(|schema| schema.origin));
        if let Some(origin) = first.filter(|_| sends) {
            let mut body = Body::new(origin);
            if !fields.is_empty() {
                let mut schema = Schema::typed(origin, JsonType::Object);
                schema.properties = fields;
                body.schema = Some(schema);
            }
            let one = one_of.is_some();
            body.schema = one_of.or(body.schema).or(listed);
            body.samples = self.samples;
            body.required = self.required;
            // A file is sent as a part of a form.
            let is_file = |field: &Property| field.schema.format.as_deref() == Some("binary");
            let files = body.schema.as_ref().is_some_and(|schema| schema.properties.iter().any(is_file));
            if files && body.samples.is_empty() && self.endpoint.request_media.is_empty() {
                self.endpoint.request_media.push(Stated::prose("multipart/form-data", origin));
            }
            self.endpoint.requests.push(body);
            self.endpoint.request_required = self.body_required.or(one.then_some(true));
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
            // Where one status of success is listed, it is that of what is described apart from it.
            let mut listed = self.endpoint.responses.iter().filter(|it| is_success(it));
            if let (true, Some(only), None) = (answer.statuses.is_empty(), listed.next(), listed.next()) {
                answer.statuses.clone_from(&only.statuses);
                answer.description.clone_from(&only.description);
            }
            if answer.statuses.is_empty() {
                let origin = answer.bodies.first().map_or(self.endpoint.origin, |body| body.origin);
                answer.statuses.push(Stated::prose("200", origin));
            }
            self.endpoint.responses.insert(0, answer);
        }
        self.endpoint
    }
}

/// Puts the fields below a heading that is called as a field of the kind of an object, or of a list of them, into that field.
fn describe_field(known: &mut [Property], name: &str, fields: &[Property]) {
    let Some(origin) = fields.first().map(|field| field.name.origin) else { return };
    let Some(field) = known.iter_mut().find(|known| alike(&known.name.value, name)) else { return };
    let object = match field.schema.types.as_slice() {
        [JsonType::Array] => {
            &mut **field.schema.items.get_or_insert_with(|| Box::new(Schema::typed(origin, JsonType::Object)))
        }
        _ => &mut field.schema,
    };
    let is_open = object.types == [JsonType::Object] || object.reference.is_some();
    if is_open && object.properties.is_empty() {
        object.types = vec![JsonType::Object];
        object.properties = fields.to_vec();
    }
}

/// Whether nothing is said about the shape of a value.
fn is_untyped(schema: &Schema) -> bool {
    schema.types.is_empty() && schema.properties.is_empty() && schema.one_of.is_empty()
}

fn is_success(response: &Response) -> bool {
    response.statuses.iter().any(|status| status.value.starts_with('2'))
}

/// Values in the paths of commands that are ids: a segment with a digit in it that an answer on the page shows as `id`.
pub(super) fn vary(endpoints: &mut [Endpoint]) {
    let mut ids: Vec<(String, String)> = Vec::new();
    for body in
        endpoints.iter().flat_map(|endpoint| &endpoint.responses).flat_map(|response| &response.bodies)
    {
        for sample in &body.samples {
            let Some(value) = values::json(&sample.value, sample.origin) else { continue };
            let first = value.as_sequence().and_then(|items| items.first());
            let object = first.unwrap_or(&value).as_mapping();
            for entry in object.into_iter().flatten() {
                let is_id = entry.key.eq_ignore_ascii_case("id")
                    || entry.key.ends_with("_id")
                    || entry.key.ends_with("Id");
                if let Some(id) =
                    entry.value.as_str().filter(|id| is_id && id.contains(|c: char| c.is_ascii_digit()))
                {
                    ids.push((id.to_owned(), entry.key.as_str().to_owned()));
                }
            }
        }
    }
    for target in endpoints.iter_mut().flat_map(|endpoint| &mut endpoint.targets) {
        let (start, path) = match target.value.split_once("://") {
            Some((scheme, rest)) => (format!("{scheme}://"), rest.to_owned()),
            None => (String::new(), target.value.clone()),
        };
        let segments = path.split('/').enumerate().map(|(at, segment)| {
            let id = ids.iter().find(|(id, _)| id == segment).filter(|_| at > 0);
            id.map_or_else(|| segment.to_owned(), |(_, name)| format!("{{{name}}}"))
        });
        let segments: Vec<String> = segments.collect();
        target.value = start + &segments.join("/");
    }
}

/// Lets the objects that a page describes before its operations speak of what samples show of them: where a sample, or an
/// element of it, has most of an object's keys and no other.
pub(super) fn describe(endpoints: &mut [Endpoint], objects: &[(String, Vec<Property>)]) {
    let responses = endpoints.iter_mut().flat_map(|endpoint| &mut endpoint.responses);
    for body in responses.flat_map(|response| &mut response.bodies).filter(|body| body.schema.is_none()) {
        let Some(sample) = body.samples.first() else { continue };
        let Some(value) = values::json(&sample.value, sample.origin) else { continue };
        let mut waiting = vec![&value];
        while let Some(node) = waiting.pop() {
            let keys: Vec<&str> =
                node.as_mapping().into_iter().flatten().map(|entry| entry.key.as_str()).collect();
            let fits = |fields: &Vec<Property>| {
                let known = |key: &&str| fields.iter().any(|field| field.name.value == *key);
                keys.len() > 2 && keys.len() * 2 >= fields.len() && keys.iter().all(known)
            };
            if let Some((_, fields)) = objects.iter().find(|(_, fields)| fits(fields)) {
                let mut object = Schema::typed(node.origin, JsonType::Object);
                object.properties.clone_from(fields);
                body.parts.push(object);
                continue;
            }
            waiting.extend(node.as_mapping().into_iter().flatten().map(|entry| &entry.value));
            waiting.extend(node.as_sequence().and_then(|items| items.first()));
        }
    }
}
