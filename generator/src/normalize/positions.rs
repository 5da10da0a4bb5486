//! Where schemas stand in an OpenAPI document.

use crate::tree::{Node, Value};

/// What a node of the document is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Position {
    Document,
    Components,
    PathItem,
    Operation,
    Parameter,
    Body,
    MediaType,
    Response,
    Callback,
    Schema,
}

/// How a child stands in its parent.
#[derive(Clone, Copy, Debug)]
enum Holder {
    /// It is the value.
    One,
    /// The value is a list of it.
    List,
    /// The value is a map of it.
    Map,
    /// It is every value of the parent itself.
    Every,
}

use Holder::{Every, List, Map, One};
use Position::{
    Body, Callback, Components, Document, MediaType, Operation, Parameter, PathItem, Response, Schema,
};

/// Parent, key, how the children stand there, what they are (OpenAPI 3.1.1, section 4.8; JSON Schema 2020-12).
const CHILDREN: &[(Position, &str, Holder, Position)] = &[
    (Document, "paths", Map, PathItem),
    (Document, "webhooks", Map, PathItem),
    (Document, "components", One, Components),
    (Components, "schemas", Map, Schema),
    (Components, "responses", Map, Response),
    (Components, "parameters", Map, Parameter),
    (Components, "headers", Map, Parameter),
    (Components, "requestBodies", Map, Body),
    (Components, "callbacks", Map, Callback),
    (Components, "pathItems", Map, PathItem),
    (PathItem, "parameters", List, Parameter),
    (PathItem, "get", One, Operation),
    (PathItem, "put", One, Operation),
    (PathItem, "post", One, Operation),
    (PathItem, "delete", One, Operation),
    (PathItem, "options", One, Operation),
    (PathItem, "head", One, Operation),
    (PathItem, "patch", One, Operation),
    (PathItem, "trace", One, Operation),
    (PathItem, "query", One, Operation),
    (Operation, "parameters", List, Parameter),
    (Operation, "requestBody", One, Body),
    (Operation, "responses", Map, Response),
    (Operation, "callbacks", Map, Callback),
    (Callback, "", Every, PathItem),
    (Response, "headers", Map, Parameter),
    (Response, "content", Map, MediaType),
    (Body, "content", Map, MediaType),
    (Parameter, "content", Map, MediaType),
    (Parameter, "schema", One, Schema),
    (MediaType, "schema", One, Schema),
    (Schema, "properties", Map, Schema),
    (Schema, "patternProperties", Map, Schema),
    (Schema, "dependentSchemas", Map, Schema),
    (Schema, "$defs", Map, Schema),
    (Schema, "definitions", Map, Schema),
    (Schema, "allOf", List, Schema),
    (Schema, "oneOf", List, Schema),
    (Schema, "anyOf", List, Schema),
    (Schema, "prefixItems", List, Schema),
    (Schema, "not", One, Schema),
    (Schema, "items", One, Schema),
    (Schema, "additionalProperties", One, Schema),
    (Schema, "propertyNames", One, Schema),
    (Schema, "contains", One, Schema),
    (Schema, "if", One, Schema),
    (Schema, "then", One, Schema),
    (Schema, "else", One, Schema),
    (Schema, "unevaluatedItems", One, Schema),
    (Schema, "unevaluatedProperties", One, Schema),
];

/// Visits every schema of a document once, the schemas inside it first. The reader bounds the depth.
pub(super) fn each_schema(document: &mut Node, visit: &mut dyn FnMut(&mut Node)) {
    walk(document, Document, visit);
}

fn walk(node: &mut Node, position: Position, visit: &mut dyn FnMut(&mut Node)) {
    if let Some(mapping) = node.as_mapping_mut() {
        for (key, value) in mapping.entries_mut() {
            let child = CHILDREN.iter().find(|(parent, name, holder, _)| {
                *parent == position && (matches!(holder, Every) || *name == key.as_str())
            });
            match child {
                Some((_, _, One | Every, child)) => walk(value, *child, visit),
                Some((_, _, List, child)) => {
                    value.as_sequence_mut().into_iter().flatten().for_each(|item| walk(item, *child, visit));
                }
                Some((_, _, Map, child)) => {
                    let values = value.as_mapping_mut().into_iter().flat_map(|mapping| mapping.values_mut());
                    values.for_each(|value| walk(value, *child, visit));
                }
                None => {}
            }
        }
    }
    if position == Schema {
        visit(node);
    }
}

/// Whether a node is a mapping, which a schema is unless it is a boolean.
pub(super) fn is_boolean(node: &Node) -> Option<bool> {
    match node.value {
        Value::Scalar(_) => node.as_bool(),
        Value::Sequence(_) | Value::Mapping(_) => None,
    }
}
