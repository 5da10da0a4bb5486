//! The ways 3.1 says that a value may be null, as `nullable: true`.

use super::positions;
use super::references::add_to_all_of;
use crate::diagnostics::{Code, Diagnostic, Sink};
use crate::tree::{Mapping, Node, Resolved};
use std::collections::HashSet;

/// Adds `nullable: true`; its place is that of the keyword that said so.
fn allow_null(schema: &mut Mapping, said: &Node) {
    schema.remove("nullable");
    schema.push("nullable", Node::plain("true", said.origin));
}

/// Says of a list of types that there is one in this version.
pub(super) fn foreign(schema: &mut Mapping, sink: &mut Sink) {
    if let Some(list) = schema.get("type").filter(|list| list.as_sequence().is_some()) {
        let message = "`type` is one name before OpenAPI 3.1";
        let note = "it is read as 3.1 has it: a value is of any of these types";
        sink.report(Diagnostic::new(Code::ForeignKeyword, list.origin, message).note(note));
    }
}

/// `type: [string, 'null']`, and lists of several types, which become an `anyOf`.
pub(super) fn type_lists(schema: &mut Mapping, _: &mut Sink) {
    let Some(list) = schema.get("type").filter(|list| list.as_sequence().is_some()).cloned() else { return };
    let origin = list.origin;
    let mut types: Vec<Node> = list.as_sequence().unwrap_or_default().to_vec();
    let all = types.len();
    types.retain(|name| name.as_type() != Some("null"));
    let nullable = types.len() < all;
    match types.as_slice() {
        [] if nullable => {
            if let Some(kind) = schema.get_mut("type") {
                *kind = Node::string("null", origin);
            }
            return;
        }
        [only] => {
            if let Some(kind) = schema.get_mut("type") {
                *kind = only.clone();
            }
        }
        _ if schema.contains_key("enum") => {
            // The values say their types themselves; what is of none of them is not allowed.
            schema.remove("type");
            let members = schema.get_mut("enum").and_then(Node::as_sequence_mut);
            if let Some(members) = members {
                members.retain(|member| types.iter().any(|name| is_of(member, name)) || member.is_null());
            }
        }
        _ => {
            schema.remove("type");
            let members = types.into_iter().map(|name| one_type(schema, name)).collect();
            let union = Node::sequence(members, origin);
            if schema.contains_key("anyOf") {
                let mut member = Mapping::new();
                member.push("anyOf", union);
                add_to_all_of(schema, Node::mapping(member, origin));
            } else {
                schema.push("anyOf", union);
            }
            for keyword in MOVED {
                schema.remove(keyword);
            }
        }
    }
    if nullable {
        allow_null(schema, &list);
    }
}

/// Whether a value is of a type.
fn is_of(value: &Node, name: &Node) -> bool {
    match (value.resolve(), name.as_str().unwrap_or_default()) {
        (Some(Resolved::String(_)), name) => name == "string",
        (Some(Resolved::Boolean(_)), name) => name == "boolean",
        (Some(Resolved::Number(text)), "integer") => {
            text.parse::<f64>().is_ok_and(|number| number.fract() == 0.0)
        }
        (Some(Resolved::Number(_)), name) => name == "number",
        (Some(Resolved::Null), name) => name == "null",
        (None, name) => name == if value.as_mapping().is_some() { "object" } else { "array" },
    }
}

/// What belongs to one of several types and goes along with it.
const MOVED: [&str; 8] = [
    "items",
    "properties",
    "required",
    "additionalProperties",
    "format",
    "pattern",
    "minLength",
    "maxLength",
];

/// One type of several, with the keywords that speak of it.
fn one_type(schema: &Mapping, name: Node) -> Node {
    let own: &[&str] = match name.as_str() {
        Some("array") => &["items"],
        Some("object") => &["properties", "required", "additionalProperties"],
        Some("string") => &["format", "pattern", "minLength", "maxLength"],
        _ => &["format"],
    };
    let origin = name.origin;
    let mut member = Mapping::new();
    member.push("type", name);
    for entry in own.iter().filter_map(|keyword| schema.get_entry(keyword)) {
        member.insert(entry.clone());
    }
    Node::mapping(member, origin)
}

/// Whether a schema is `{type: 'null'}`, `{enum: [null]}` or `{const: null}`, and nothing more that matters.
fn is_null_type(node: &Node) -> bool {
    let members = node.get("enum").and_then(Node::as_sequence).unwrap_or_default();
    // A reference is looked at before a list of one type is that type.
    let is_null = |name: &Node| name.as_type() == Some("null");
    node.get("type").is_some_and(|of| match of.as_sequence() {
        Some(types) => !types.is_empty() && types.iter().all(is_null),
        None => is_null(of),
    }) || (!members.is_empty() && members.iter().all(Node::is_null))
        || node.get("const").is_some_and(Node::is_null)
}

/// An alternative that is null and has a name is spelled like any other.
pub(super) fn null_references(tree: &mut Node) {
    let schemas = tree.get("components").and_then(|components| components.get("schemas"));
    let named = schemas.and_then(Node::as_mapping).into_iter().flatten();
    let nulls: HashSet<String> = named
        .filter(|entry| is_null_type(&entry.value))
        .map(|entry| format!("#/components/schemas/{}", entry.key))
        .collect();
    if nulls.is_empty() {
        return;
    }
    positions::each_schema(tree, &mut |schema| {
        for keyword in ["anyOf", "oneOf"] {
            let members =
                schema.as_mapping_mut().and_then(|schema| schema.get_mut(keyword)?.as_sequence_mut());
            for member in members.into_iter().flatten() {
                if member.get("$ref").and_then(Node::as_str).is_some_and(|target| nulls.contains(target)) {
                    let mut null = Mapping::new();
                    null.push("type", Node::string("null", member.origin));
                    *member = Node::mapping(null, member.origin);
                }
            }
        }
    });
}

/// `anyOf` and `oneOf` with a member that is null: the member goes, and one that is left alone is merged.
pub(super) fn null_members(schema: &mut Mapping, _: &mut Sink) {
    for keyword in ["anyOf", "oneOf"] {
        let Some(list) = schema.get_mut(keyword) else { continue };
        let said = Node::sequence(Vec::new(), list.origin);
        let Some(members) = list.as_sequence_mut() else { continue };
        let all = members.len();
        members.retain(|member| !is_null_type(member));
        if members.len() == all {
            continue;
        }
        if members.len() <= 1 {
            let only = members.pop();
            schema.remove(keyword);
            match only {
                Some(only) => merge_only(schema, only),
                None => {
                    schema.push("type", Node::string("null", said.origin));
                    continue;
                }
            }
        }
        allow_null(schema, &said);
    }
}

/// What only says something about a schema, and not about its values.
const ANNOTATIONS: [&str; 5] = ["title", "description", "example", "deprecated", "default"];

/// Puts the keywords of a union's only member where the union stood; what cannot stand there goes into an `allOf`.
fn merge_only(schema: &mut Mapping, only: Node) {
    let clashes = only.as_mapping().is_none_or(|member| {
        member.contains_key("$ref")
            || member
                .iter()
                .any(|entry| schema.contains_key(&entry.key) && !ANNOTATIONS.contains(&entry.key.as_str()))
    });
    if clashes {
        add_to_all_of(schema, only);
        return;
    }
    for entry in only.as_mapping().into_iter().flat_map(Mapping::iter) {
        if !schema.contains_key(&entry.key) {
            schema.insert(entry.clone());
        }
    }
}

/// A schema of null alone.
pub(super) fn null_alone(schema: &mut Mapping) {
    if schema.get("type").and_then(Node::as_type) != Some("null") {
        let list = schema.get("enum").filter(|_| !schema.contains_key("type"));
        let members = list.and_then(Node::as_sequence).unwrap_or_default();
        if let Some(list) = list.filter(|_| !members.is_empty() && members.iter().all(Node::is_null)).cloned()
        {
            allow_null(schema, &list);
        }
        return;
    }
    let Some(kind) = schema.remove("type") else { return };
    let origin = kind.value.origin;
    if !schema.contains_key("enum") {
        schema.push("enum", Node::sequence(vec![Node::plain("null", origin)], origin));
    }
    allow_null(schema, &kind.value);
}
