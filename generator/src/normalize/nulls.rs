//! How null is written down: so that whoever reads `nullable` by the letter takes what we do.
//!
//! `nullable: true` lets null through a `type` beside it and through nothing else (OpenAPI 3.0.3, section 4.7.24.1): a
//! `$ref` in an `allOf`, or a union, still refuses it. An alternative that is null is taken by everybody, and reads back as
//! `nullable` does. Beside an object it has properties, none: whoever asks a schema without `type` for its types takes one
//! with an `enum` for texts, and one with `properties` for objects.

use super::positions;
use crate::tree::{Entry, Mapping, Node};
use std::collections::HashMap;

/// What only says something about a schema, and stays where it is.
const ANNOTATIONS: [&str; 9] = [
    "title",
    "description",
    "default",
    "example",
    "deprecated",
    "externalDocs",
    "readOnly",
    "writeOnly",
    "xml",
];

/// How deep a schema's parts are asked for its type.
const DEEPEST: usize = 4;

/// Gives each schema that may be null and is made of others an alternative that is null.
pub fn spell_nulls(tree: &mut Node) {
    let types = types(tree);
    positions::each_schema(tree, &mut |schema| {
        let origin = schema.origin;
        let Some(mapping) = schema.as_mapping_mut().filter(|mapping| may_be_null(mapping)) else { return };
        let members = mapping.get("enum").and_then(Node::as_sequence).unwrap_or_default();
        if !members.is_empty() && members.iter().all(Node::is_null) {
            if !mapping.contains_key("type") {
                // What says no type takes null where it lists it.
                mapping.remove("nullable");
            }
            return;
        }
        let made = ["$ref", "allOf", "anyOf", "oneOf"].into_iter().filter(|key| mapping.contains_key(key));
        let made: Vec<&str> = made.collect();
        let [first, ..] = made.as_slice() else { return };
        let first = *first;
        let is_plain_union = matches!(made.as_slice(), ["anyOf" | "oneOf"])
            && !mapping.contains_key("discriminator")
            && mapping.get(first).and_then(Node::as_sequence).is_some_and(|members| members.len() > 1);
        let Some(said) = mapping.remove("nullable") else { return };
        let null = null(&said.value, kind_of(mapping, &types, 0).as_deref());
        if is_plain_union {
            let members = mapping.get_mut(first).and_then(Node::as_sequence_mut);
            members.into_iter().for_each(|members| members.push(null.clone()));
            if mapping.contains_key("type") {
                mapping.insert(said);
            }
            return;
        }
        let mut inner = Mapping::new();
        let keys: Vec<String> = mapping.iter().map(|entry| entry.key.to_string()).collect();
        for key in keys.iter().filter(|key| !ANNOTATIONS.contains(&key.as_str())) {
            mapping.remove(key).into_iter().for_each(|entry| _ = inner.insert(entry));
        }
        let inner = match only_reference(&inner, &types) {
            Some(reference) => reference,
            None => Node::mapping(inner, origin),
        };
        mapping.push("anyOf", Node::sequence(vec![inner, null], origin));
    });
}

fn may_be_null(schema: &Mapping) -> bool {
    schema.get("nullable").and_then(Node::as_bool) == Some(true)
}

/// The type that a schema says of itself, or its parts of it.
fn kind_of(schema: &Mapping, types: &HashMap<String, String>, depth: usize) -> Option<String> {
    if depth > DEEPEST {
        return None;
    }
    let own = schema.get("type").and_then(Node::as_str).map(str::to_owned);
    let named = || types.get(schema.get("$ref")?.as_str()?).cloned();
    let lists = ["allOf", "anyOf", "oneOf"].into_iter().filter_map(|key| schema.get(key)?.as_sequence());
    own.or_else(named).or_else(|| {
        let mut parts = lists.flatten().filter_map(Node::as_mapping);
        parts.find_map(|part| kind_of(part, types, depth + 1))
    })
}

/// A schema of null alone.
fn null(said: &Node, beside: Option<&str>) -> Node {
    let mut null = Mapping::new();
    if beside == Some("object") {
        null.push("properties", Node::mapping(Mapping::new(), said.origin));
    }
    null.push("enum", Node::sequence(vec![Node::plain("null", said.origin)], said.origin));
    Node::mapping(null, said.origin)
}

/// The type of each named schema that says one.
fn types(tree: &Node) -> HashMap<String, String> {
    let schemas = tree.get("components").and_then(|components| components.get("schemas"));
    let named = schemas.and_then(Node::as_mapping).into_iter().flatten();
    let typed = |entry: &Entry| {
        let ty = entry.value.get("type")?.as_str()?.to_owned();
        Some((format!("#/components/schemas/{}", entry.key), ty))
    };
    named.filter_map(typed).collect()
}

/// The reference that stands alone in the `allOf` of a schema which says nothing else but its type.
fn only_reference(schema: &Mapping, types: &HashMap<String, String>) -> Option<Node> {
    let Some([part]) = schema.get("allOf").and_then(Node::as_sequence) else { return None };
    let target = part.get("$ref").and_then(Node::as_str)?;
    let is_alone = part.as_mapping().is_some_and(|part| part.len() == 1);
    let adds_nothing = |entry: &Entry| {
        entry.key == "allOf"
            || (entry.key == "type"
                && entry.value.as_str().is_some()
                && entry.value.as_str() == types.get(target).map(String::as_str))
    };
    (is_alone && schema.iter().all(adds_nothing)).then(|| part.clone())
}
