//! Which examples a document has, and which type each is of.
//!
//! They are taken from the document as understood, generated once more, so that the origin of a type is a place in it.

use super::spell;
use serde::Deserialize as _;
use serde_json::Value;
use specwright::ir::{Api, BodyEncoding, Contents, Direction, TypeKind, TypeRef};
use specwright::source::Origin;
use specwright::tree::Node;
use std::collections::HashMap;

/// An example or a default.
pub(super) struct Example {
    /// Its schema, as a JSON Pointer into the document.
    pub(super) schema: String,
    /// What it stands at: `schema`, `property`, `parameter`, `request` or `response`.
    pub(super) kind: &'static str,
    /// The Rust type.
    pub(super) ty: String,
    /// Whether it travels in requests, which are read strictly, and in responses.
    pub(super) direction: Direction,
    /// The value.
    pub(super) value: Value,
}

struct Collector<'t> {
    api: &'t Api,
    root: &'t Node,
    places: HashMap<(u32, u32), (&'t Node, String)>,
    found: Vec<Example>,
}

/// Every example and default of a document that the IR gives a type.
pub(super) fn collect(api: &Api, root: &Node) -> Vec<Example> {
    let mut collector = Collector { api, root, places: places(root), found: Vec::new() };
    for def in &api.types {
        let both = Direction { request: true, response: true };
        let direction = if def.direction == Direction::default() { both } else { def.direction };
        let named = format!("api::models::{}", def.ident.as_str());
        collector.schema("schema", def.origin, &named, direction);
        let TypeKind::Struct(model) = &def.kind else { continue };
        for field in &model.fields {
            // What is emitted for the property's own schema has its examples already.
            let own = match &field.ty {
                TypeRef::Named(id) => api.type_def(*id).is_some_and(|def| def.origin == field.origin),
                _ => false,
            };
            if !own {
                collector.schema("property", field.origin, &spell::value(api, field), direction);
            }
        }
    }
    for operation in &api.operations {
        for parameter in &operation.parameters {
            let ty = spell::mention(api, &parameter.ty);
            collector.described("parameter", parameter.origin, &ty, specwright::ir::REQUEST);
        }
        let responses = operation.responses.iter().filter_map(|response| response.body.as_ref());
        let bodies = operation.body.iter().map(|body| ("request", &body.contents, specwright::ir::REQUEST));
        for (kind, contents, direction) in
            bodies.chain(responses.map(|contents| ("response", contents, specwright::ir::RESPONSE)))
        {
            collector.body(kind, contents, direction);
        }
    }
    collector.found
}

/// Every mapping by where it is written, and every value by where its key is.
fn places(root: &Node) -> HashMap<(u32, u32), (&Node, String)> {
    let mut places = HashMap::new();
    let mut waiting = vec![(root, String::new())];
    while let Some((node, pointer)) = waiting.pop() {
        for (index, item) in node.as_sequence().into_iter().flatten().enumerate() {
            waiting.push((item, format!("{pointer}/{index}")));
        }
        for entry in node.as_mapping().into_iter().flat_map(|mapping| mapping.iter()) {
            let below = format!("{pointer}/{}", entry.key.replace('~', "~0").replace('/', "~1"));
            places.insert(key(entry.key_origin), (&entry.value, below.clone()));
            waiting.push((&entry.value, below));
        }
        places.insert(key(node.origin), (node, pointer));
    }
    places
}

fn key(origin: Origin) -> (u32, u32) {
    (origin.start, origin.end)
}

impl<'t> Collector<'t> {
    fn at(&self, origin: Origin) -> Option<(&'t Node, String)> {
        self.places.get(&key(origin)).map(|(node, pointer)| (*node, pointer.clone()))
    }

    fn body(&mut self, kind: &'static str, contents: &Contents, direction: Direction) {
        for (content, media_type) in contents.media_types() {
            if media_type.encoding == BodyEncoding::Json {
                let ty = spell::mention(self.api, &content.ty);
                self.described(kind, media_type.origin, &ty, direction);
            }
        }
    }

    /// The examples of a schema.
    fn schema(&mut self, kind: &'static str, origin: Origin, ty: &str, direction: Direction) {
        let Some((node, pointer)) = self.at(origin) else { return };
        let lists = node.get("examples").and_then(Node::as_sequence).unwrap_or_default();
        for value in ["example", "default"].iter().filter_map(|key| node.get(key)).chain(lists) {
            self.push(kind, &pointer, ty, direction, value);
        }
    }

    /// The examples beside a schema: of a media type or a parameter.
    fn described(&mut self, kind: &'static str, origin: Origin, ty: &str, direction: Direction) {
        let Some((node, pointer)) = self.at(origin) else { return };
        let Some(schema) = node.get("schema") else { return };
        let pointer = format!("{pointer}/schema");
        let named = node.get("examples").and_then(Node::as_mapping);
        let named = named.into_iter().flat_map(|mapping| mapping.iter());
        let values = named.filter_map(|entry| self.resolved(&entry.value)?.get("value"));
        let values: Vec<&Node> = node.get("example").into_iter().chain(values).collect();
        for value in values {
            self.push(kind, &pointer, ty, direction, value);
        }
        // A schema that stands here and is no type of its own has its examples nowhere else.
        let is_type = self.api.types.iter().any(|def| def.origin == schema.origin);
        if !is_type {
            self.schema(kind, schema.origin, ty, direction);
        }
    }

    fn resolved(&self, node: &'t Node) -> Option<&'t Node> {
        match node.get("$ref").and_then(Node::as_str) {
            None => Some(node),
            Some(target) => {
                let pointer = specwright::source::JsonPointer::parse(target.strip_prefix('#')?)?;
                self.root.pointer(&pointer)
            }
        }
    }

    fn push(&mut self, kind: &'static str, schema: &str, ty: &str, direction: Direction, value: &Node) {
        // What is out of JSON's range, such as `.inf`, is no example of a JSON value.
        if let Ok(value) = Value::deserialize(value) {
            // A type holds no null: whoever mentions one whose schema is nullable does.
            let ty =
                if value.is_null() && kind == "schema" { format!("Option<{ty}>") } else { ty.to_owned() };
            let schema = schema.to_owned();
            self.found.push(Example { schema, kind, ty, direction, value });
        }
    }
}
