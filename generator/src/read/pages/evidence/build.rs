//! Facts that are settled become nodes of an OpenAPI 3.0.3 document.

use super::Inferred;
use super::operation::{Operation, Outcome};
use crate::read::pages::MAX_NESTING;
use crate::read::pages::facts::{
    Body, JsonType, Kind, Location, Parameter, Property, Schema, SchemeKind, SecurityScheme,
};
use crate::source::{JsonPointer, Origin};
use crate::tree::{Entry, Mapping, Node};

/// Keys and values under one origin, in the order they are added.
pub(super) struct Object {
    mapping: Mapping,
    origin: Origin,
}

impl Object {
    pub(super) fn new(origin: Origin) -> Self {
        Self { mapping: Mapping::new(), origin }
    }

    pub(super) fn put(&mut self, key: &str, value: Node) -> &mut Self {
        self.mapping.push(key, value);
        self
    }

    pub(super) fn text(&mut self, key: &str, text: impl AsRef<str>) -> &mut Self {
        let node = Node::string(text.as_ref(), self.origin);
        self.put(key, node)
    }

    fn flag(&mut self, key: &str) -> &mut Self {
        let node = Node::plain("true", self.origin);
        self.put(key, node)
    }

    fn texts(&mut self, key: &str, texts: impl IntoIterator<Item = String>) -> &mut Self {
        let items: Vec<Node> = texts.into_iter().map(|text| Node::string(text, self.origin)).collect();
        match items.is_empty() {
            true => self,
            false => self.put(key, Node::sequence(items, self.origin)),
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.mapping.is_empty()
    }

    pub(super) fn node(self) -> Node {
        Node::mapping(self.mapping, self.origin)
    }
}

/// Writes what was settled, and notes for each part what it rests on.
pub(super) struct Writer<'a> {
    /// Pointer, kind and place of each fact.
    pub(super) inferred: &'a mut Vec<Inferred>,
}

impl Writer<'_> {
    fn note(&mut self, pointer: &JsonPointer, kind: Kind, origin: Origin) {
        self.inferred.push(Inferred { pointer: pointer.clone(), kind, origin });
    }

    /// An Operation Object (OpenAPI 3.0.3, section 4.7.10).
    pub(super) fn operation(&mut self, operation: &Operation, at: &JsonPointer) -> Node {
        self.note(at, Kind::Field, operation.origin);
        let mut object = Object::new(operation.origin);
        object.texts("tags", operation.tags.iter().map(|tag| tag.value.clone()));
        for (key, value) in [
            ("operationId", &operation.operation_id),
            ("summary", &operation.summary),
            ("description", &operation.description),
        ] {
            if let Some(stated) = value.as_ref().filter(|stated| !stated.value.is_empty()) {
                object.put(key, Node::string(stated.value.as_str(), stated.origin));
            }
        }
        if operation.deprecated {
            object.flag("deprecated");
        }
        if !operation.parameters.is_empty() {
            let list = at.child("parameters");
            let parameters = operation.parameters.iter().enumerate();
            let parameters = parameters
                .map(|(index, parameter)| self.parameter(parameter, &list.child(&index.to_string())));
            let parameters = parameters.collect();
            object.put("parameters", Node::sequence(parameters, operation.origin));
        }
        if let Some(first) = operation.requests.first() {
            let at = at.child("requestBody");
            let mut body = Object::new(first.origin);
            if operation.request_required {
                body.flag("required");
            }
            let content = self.content(&operation.requests, &at);
            body.put("content", content);
            object.put("requestBody", body.node());
        }
        let mut responses = Object::new(operation.origin);
        for outcome in &operation.responses {
            let at = at.child("responses").child(&outcome.status.value);
            self.note(&at, outcome.status.kind, outcome.status.origin);
            let response = self.response(outcome, &at);
            let entry = Entry {
                key: outcome.status.value.as_str().into(),
                key_origin: outcome.status.origin,
                value: response,
            };
            responses.mapping.insert(entry);
        }
        if responses.is_empty() {
            let mut unknown = Object::new(operation.origin);
            unknown.text("description", "The page names no response.");
            responses.put("default", unknown.node());
        }
        object.put("responses", responses.node());
        if let Some(security) = &operation.security {
            let requirements = security.iter().map(|requirement| {
                let mut schemes =
                    Object::new(requirement.first().map_or(operation.origin, |first| first.origin));
                for scheme in requirement {
                    schemes.put(&scheme.value, Node::sequence(Vec::new(), scheme.origin));
                }
                schemes.node()
            });
            object.put("security", Node::sequence(requirements.collect(), operation.origin));
        }
        if let Some(server) = &operation.server {
            object.put(
                "servers",
                Node::sequence(vec![server_node(&server.value, server.origin)], server.origin),
            );
        }
        object.node()
    }

    /// A Parameter Object (section 4.7.12).
    fn parameter(&mut self, parameter: &Parameter, at: &JsonPointer) -> Node {
        let Property { name, required, schema } = &parameter.property;
        self.note(at, name.kind, name.origin);
        let mut object = Object::new(name.origin);
        object.text("name", &name.value).text("in", parameter.location.as_str());
        if parameter.location == Location::Path || *required == Some(true) {
            object.flag("required");
        }
        if let Some(description) = schema.description.as_ref().filter(|text| !text.is_empty()) {
            object.text("description", description);
        }
        let bare = Schema { description: None, ..schema.clone() };
        let schema = self.schema(&bare, &at.child("schema"), 0);
        object.put("schema", schema);
        object.node()
    }

    fn response(&mut self, outcome: &Outcome, at: &JsonPointer) -> Node {
        let mut object = Object::new(outcome.status.origin);
        match outcome.description.as_ref().filter(|text| !text.value.is_empty()) {
            Some(text) => object.put("description", Node::string(text.value.as_str(), text.origin)),
            None => object.text("description", ""),
        };
        if !outcome.headers.is_empty() {
            let mut headers = Object::new(outcome.status.origin);
            for header in &outcome.headers {
                let mut value = Object::new(header.name.origin);
                if let Some(description) = &header.schema.description {
                    value.text("description", description);
                }
                let bare = Schema { description: None, ..header.schema.clone() };
                let here = at.child("headers").child(&header.name.value).child("schema");
                value.put("schema", self.schema(&bare, &here, 0));
                headers.put(&header.name.value, value.node());
            }
            object.put("headers", headers.node());
        }
        if !outcome.bodies.is_empty() {
            let content = self.content(&outcome.bodies, at);
            object.put("content", content);
        }
        object.node()
    }

    fn content(&mut self, bodies: &[Body], at: &JsonPointer) -> Node {
        let mut content = Object::new(bodies.first().map_or(Origin::default(), |body| body.origin));
        for body in bodies {
            let media = body.media.as_ref().map_or("application/json", |media| media.value.as_str());
            let at = at.child("content").child(media);
            let mut object = Object::new(body.origin);
            if let Some(schema) = &body.schema {
                self.note(&at, schema.kind, schema.origin);
                object.put("schema", self.schema(schema, &at.child("schema"), 0));
            }
            content.put(media, object.node());
        }
        content.node()
    }

    /// A Schema Object (section 4.7.24); deeper than [`MAX_NESTING`] there is none.
    pub(super) fn schema(&mut self, schema: &Schema, at: &JsonPointer, depth: usize) -> Node {
        let mut object = Object::new(schema.origin);
        if depth > MAX_NESTING {
            return object.node();
        }
        if let Some(name) = &schema.reference {
            let target = format!("#/components/schemas/{name}");
            if !schema.nullable && schema.description.is_none() {
                object.text("$ref", target);
                return object.node();
            }
            let mut part = Object::new(schema.origin);
            part.text("$ref", target);
            object.put("allOf", Node::sequence(vec![part.node()], schema.origin));
        }
        if let Some(title) = &schema.title {
            object.text("title", title);
        }
        let types = loosest(&schema.types);
        match types.as_slice() {
            [one] => {
                object.text("type", one.as_str());
            }
            [] => {}
            // OpenAPI 3.0 has one type a schema, so several are alternatives.
            several => {
                let parts = several.iter().map(|ty| self.alternative(schema, *ty, at, depth));
                let parts = parts.collect();
                object.put("anyOf", Node::sequence(parts, schema.origin));
            }
        }
        let single = types.len() < 2;
        if let Some(format) = schema.format.as_ref().filter(|_| single) {
            object.text("format", format);
        }
        // What may be anything may be null (OpenAPI 3.0.3: `nullable` adds to a type that is said).
        let alternatives = [&schema.one_of, &schema.any_of, &schema.all_of];
        let says = !types.is_empty()
            || schema.reference.is_some()
            || !schema.enumeration.is_empty()
            || alternatives.iter().any(|parts| !parts.is_empty());
        if schema.nullable && says {
            object.flag("nullable");
        }
        if let Some(description) = schema.description.as_ref().filter(|text| !text.is_empty()) {
            object.text("description", description);
        }
        if !schema.enumeration.is_empty() {
            let mut values = schema.enumeration.clone();
            if schema.nullable && !values.iter().any(Node::is_null) {
                // OpenAPI 3.0.3: a list of values excludes null unless null stands in it.
                values.push(Node::plain("null", schema.origin));
            }
            object.put("enum", Node::sequence(values, schema.origin));
        }
        if let Some(default) = schema.default.as_ref().filter(|default| schema.nullable || !default.is_null())
        {
            object.put("default", default.clone());
        }
        for (keyword, value) in &schema.keywords {
            object.put(keyword, value.clone());
        }
        for (keyword, parts) in
            [("oneOf", &schema.one_of), ("anyOf", &schema.any_of), ("allOf", &schema.all_of)]
        {
            if !parts.is_empty() {
                let parts = parts.iter().enumerate().map(|(index, part)| {
                    self.schema(part, &at.child(keyword).child(&index.to_string()), depth + 1)
                });
                let parts = parts.collect();
                object.put(keyword, Node::sequence(parts, schema.origin));
            }
        }
        if single {
            self.object_parts(schema, &mut object, at, depth);
            self.array_parts(schema, &mut object, at, depth);
        }
        if let Some(example) = &schema.example {
            object.put("example", example.clone());
        }
        object.node()
    }

    fn alternative(&mut self, schema: &Schema, ty: JsonType, at: &JsonPointer, depth: usize) -> Node {
        let mut part = Object::new(schema.origin);
        part.text("type", ty.as_str());
        match ty {
            JsonType::Object => self.object_parts(schema, &mut part, at, depth),
            JsonType::Array => self.array_parts(schema, &mut part, at, depth),
            _ => {}
        }
        part.node()
    }

    fn object_parts(&mut self, schema: &Schema, object: &mut Object, at: &JsonPointer, depth: usize) {
        if !schema.properties.is_empty() {
            let mut properties = Object::new(schema.origin);
            for property in &schema.properties {
                let at = at.child("properties").child(&property.name.value);
                self.note(&at, property.name.kind.max(property.schema.kind), property.name.origin);
                let value = self.schema(&property.schema, &at, depth + 1);
                let key = property.name.value.as_str().into();
                properties.mapping.insert(Entry { key, key_origin: property.name.origin, value });
            }
            object.put("properties", properties.node());
            let required = schema.properties.iter().filter(|property| property.required == Some(true));
            let mut names: Vec<String> = required.map(|property| property.name.value.clone()).collect();
            names.dedup();
            object.texts("required", names);
        }
        if let Some(additional) = &schema.additional {
            let value = self.schema(additional, &at.child("additionalProperties"), depth + 1);
            object.put("additionalProperties", value);
        }
    }

    fn array_parts(&mut self, schema: &Schema, object: &mut Object, at: &JsonPointer, depth: usize) {
        let is_array = schema.types.contains(&JsonType::Array);
        match &schema.items {
            Some(items) => {
                let items = self.schema(items, &at.child("items"), depth + 1);
                object.put("items", items);
            }
            None if is_array => {
                object.put("items", Object::new(schema.origin).node());
            }
            None => {}
        }
    }
}

/// The types without those that another of them holds: an integer is a number.
fn loosest(types: &[JsonType]) -> Vec<JsonType> {
    let number = types.contains(&JsonType::Number);
    types.iter().copied().filter(|ty| !(number && *ty == JsonType::Integer)).collect()
}

/// A Server Object (section 4.7.5); a variable of a page has no default, so its name stands in for one.
pub(super) fn server_node(url: &str, origin: Origin) -> Node {
    let mut server = Object::new(origin);
    server.text("url", url);
    let mut variables = Object::new(origin);
    for name in url.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name) {
        let mut variable = Object::new(origin);
        variable.text("default", name);
        variables.put(name, variable.node());
    }
    if !variables.is_empty() {
        server.put("variables", variables.node());
    }
    server.node()
}

/// A Security Scheme Object (section 4.7.30).
pub(super) fn scheme_node(scheme: &SecurityScheme) -> Node {
    let mut object = Object::new(scheme.name.origin);
    match &scheme.kind {
        SchemeKind::ApiKey(location, name) => {
            object.text("type", "apiKey").text("in", location.as_str()).text("name", name);
        }
        SchemeKind::Http(name) => {
            object.text("type", "http").text("scheme", name);
        }
        SchemeKind::OAuth2 => {
            // The flows are nowhere on the page; what is sent is a token, as with `bearer`.
            object.text("type", "http").text("scheme", "bearer");
        }
    }
    if let Some(description) = &scheme.description {
        object.text("description", description);
    }
    object.node()
}
