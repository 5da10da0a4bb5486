//! Swagger 2.0 becomes OpenAPI 3.0: the containers move, and bodies and media types get the shape of 3.0
//! (<https://swagger.io/specification/v2/>).

mod bodies;
mod components;
mod context;
mod operations;
pub(super) mod parameters;
mod responses;
mod schemas;
mod security;
mod servers;

pub(super) use schemas::{discriminator, file, nullable};

use super::bundle::component_name;
use crate::diagnostics::Sink;
use crate::tree::{Entry, Mapping, Node, Value};
use context::Context;
use std::collections::{HashMap, HashSet};

/// Rewrites a document of Swagger 2.0 to the containers of OpenAPI 3.0; its schemas are left to the passes over schemas.
pub(super) fn convert(tree: &mut Node, sink: &mut Sink) {
    let origin = tree.origin;
    let renamed = rename_definitions(tree);
    rewrite_references(tree, &renamed);
    let Some(root) = tree.as_mapping_mut() else { return };
    servers::convert(root, origin);
    let mut components = taken_components(root);
    let context = Context::new(root, &components);
    for path in
        root.get_mut("paths").and_then(Node::as_mapping_mut).into_iter().flat_map(Mapping::entries_mut)
    {
        if !path.0.starts_with("x-") {
            operations::path_item(path.1, &context, sink);
        }
    }
    let (parameters, bodies) = components::parameters_and_bodies(&context, sink);
    let schemas = root.remove("definitions");
    let schemes = root.remove("securityDefinitions");
    let place = |key: &str| root.get(key).map_or(origin, |part| part.origin);
    // These are all of their kind, those of the components included.
    components.remove("parameters");
    components.remove("responses");
    let parts = [
        ("schemas", schemas.map(|entry| entry.value)),
        ("parameters", Some(Node::mapping(parameters, place("parameters")))),
        ("requestBodies", Some(Node::mapping(bodies, place("parameters")))),
        ("responses", Some(Node::mapping(responses::components(&context), place("responses")))),
        ("securitySchemes", schemes.map(|entry| entry.value)),
    ];
    for (container, part) in parts {
        if let Some(part) = part.filter(|part| part.as_mapping().is_none_or(|part| !part.is_empty())) {
            join(&mut components, container, part);
        }
    }
    if let Some(schemes) = components.get_mut("securitySchemes") {
        security::convert(schemes);
    }
    for key in ["parameters", "responses", "consumes", "produces"] {
        root.remove(key);
    }
    if !components.is_empty() {
        root.push("components", Node::mapping(components, origin));
    }
}

/// The components that a document has already: extensions, or what a document of a later version keeps there.
fn taken_components(root: &mut Mapping) -> Mapping {
    match root.remove("components").map(|entry| entry.value.value) {
        Some(Value::Mapping(components)) => components,
        _ => Mapping::new(),
    }
}

/// Puts parts into a container; what has their names stays as it is.
fn join(components: &mut Mapping, container: &str, part: Node) {
    let Some(have) = components.get_mut(container).and_then(Node::as_mapping_mut) else {
        components.push(container, part);
        return;
    };
    let Value::Mapping(part) = part.value else { return };
    for entry in part {
        if !have.contains_key(&entry.key) {
            have.insert(entry);
        }
    }
}

/// Swagger 2.0 lets a definition be called anything; 3.0 has an alphabet for it. Gives the new names by the old ones.
fn rename_definitions(tree: &mut Node) -> HashMap<String, String> {
    let mut renamed = HashMap::new();
    let definitions = tree.as_mapping_mut().and_then(|root| root.get_mut("definitions"));
    let Some(definitions) = definitions.and_then(Node::as_mapping_mut) else { return renamed };
    let fits = |name: &str| component_name(name) == name || name.bytes().all(is_allowed) && !name.is_empty();
    if definitions.iter().all(|entry| fits(&entry.key)) {
        return renamed;
    }
    let discriminated = definitions.iter().any(|entry| entry.value.get("discriminator").is_some());
    let mut taken: HashSet<String> =
        definitions.iter().filter(|entry| fits(&entry.key)).map(|entry| entry.key.to_string()).collect();
    let mut numbers: HashMap<String, u64> = HashMap::new();
    for entry in std::mem::take(definitions) {
        if fits(&entry.key) {
            definitions.insert(entry);
            continue;
        }
        let plain = component_name(&entry.key);
        let mut name = plain.clone();
        while !taken.insert(name.clone()) {
            let number = numbers.entry(plain.clone()).or_insert(1);
            *number += 1;
            name = format!("{plain}_{number}");
        }
        renamed.insert(entry.key.to_string(), name.clone());
        let mut entry = entry;
        // The name is what a `discriminator` holds, whatever it is called here.
        if discriminated && let Some(schema) = entry.value.as_mapping_mut() {
            let told = schema.iter().any(|entry| entry.key.ends_with("discriminator-value"));
            if !told {
                schema.push("x-discriminator-value", Node::string(entry.key.clone(), entry.key_origin));
            }
        }
        definitions.insert(Entry { key: name.into(), ..entry });
    }
    renamed
}

fn is_allowed(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_')
}

/// Points references at the containers of 3.0.
fn rewrite_references(node: &mut Node, renamed: &HashMap<String, String>) {
    match &mut node.value {
        Value::Scalar(_) => {}
        Value::Sequence(items) => items.iter_mut().for_each(|item| rewrite_references(item, renamed)),
        Value::Mapping(mapping) => {
            for (key, value) in mapping.entries_mut() {
                let moved = match value.as_string() {
                    Some(text) if key == "$ref" => moved(text, renamed),
                    _ => None,
                };
                match moved {
                    Some(text) => *value = Node::string(text, value.origin),
                    None => rewrite_references(value, renamed),
                }
            }
        }
    }
}

/// Where a reference leads in 3.0.
fn moved(reference: &str, renamed: &HashMap<String, String>) -> Option<String> {
    let rest = reference.strip_prefix("#/")?;
    let (container, name) = rest.split_once('/')?;
    let to = match container {
        "definitions" => "schemas",
        "parameters" | "responses" => container,
        _ => return None,
    };
    if container == "definitions" && !renamed.is_empty() {
        let decoded = crate::source::percent_decode(name).replace("~1", "/").replace("~0", "~");
        if let Some(name) = renamed.get(&decoded) {
            return Some(format!("#/components/{to}/{name}"));
        }
    }
    Some(format!("#/components/{to}/{name}"))
}

/// What a media type is where a document names none.
const JSON: &str = "application/json";

/// The texts of a list, each with its place; the place of the whole where there are none.
fn media_types(list: Option<&Node>) -> Vec<Node> {
    let items = list.and_then(Node::as_sequence).unwrap_or_default();
    items.iter().filter(|item| item.as_str().is_some_and(|text| !text.is_empty())).cloned().collect()
}

/// Copies what a part says about itself: its description and its extensions.
fn copy_notes(from: &Mapping, to: &mut Mapping) {
    let notes = from.iter().filter(|entry| entry.key == "description" || entry.key.starts_with("x-"));
    notes.for_each(|entry| _ = to.insert(entry.clone()));
}
