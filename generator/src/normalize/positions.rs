//! Where the parts of an OpenAPI document stand, in every version of it.

use crate::source::JsonPointer;
use crate::tree::{Node, Value};

/// What a node of the document is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Position {
    Document,
    Components,
    PathItem,
    Operation,
    Parameter,
    Header,
    Body,
    MediaType,
    Encoding,
    Response,
    Callback,
    Schema,
    Example,
    Link,
    SecurityScheme,
    /// Something else that may hold references; it holds no schema.
    Other,
    /// A value of the API, or an extension: nothing in it means anything here.
    Data,
}

/// How a child stands in its parent.
#[derive(Clone, Copy, Debug)]
pub(super) enum Holder {
    /// It is the value.
    One,
    /// The value is a list of it.
    List,
    /// The value is a map of it.
    Map,
    /// The value is a list of it, or it.
    Either,
}

use Holder::{Either, List, Map, One};
use Position::{
    Body, Callback, Components, Data, Document, Encoding, Example, Header, Link, MediaType, Operation, Other,
    Parameter, PathItem, Response, Schema, SecurityScheme,
};

/// Key, how the children stand there, what they are.
type Child = (&'static str, Holder, Position);

/// Swagger 2.0's containers stand among the document's own; no later version has keys of these names.
const DOCUMENT: &[Child] = &[
    ("paths", Map, PathItem),
    ("webhooks", Map, PathItem),
    ("components", One, Components),
    ("definitions", Map, Schema),
    ("parameters", Map, Parameter),
    ("responses", Map, Response),
    ("securityDefinitions", Map, SecurityScheme),
];
const COMPONENTS: &[Child] = &[
    ("schemas", Map, Schema),
    ("responses", Map, Response),
    ("parameters", Map, Parameter),
    ("examples", Map, Example),
    ("requestBodies", Map, Body),
    ("headers", Map, Header),
    ("securitySchemes", Map, SecurityScheme),
    ("links", Map, Link),
    ("callbacks", Map, Callback),
    ("pathItems", Map, PathItem),
    ("mediaTypes", Map, MediaType),
];
const PATH_ITEM: &[Child] = &[
    ("parameters", List, Parameter),
    ("get", One, Operation),
    ("put", One, Operation),
    ("post", One, Operation),
    ("delete", One, Operation),
    ("options", One, Operation),
    ("head", One, Operation),
    ("patch", One, Operation),
    ("trace", One, Operation),
    ("query", One, Operation),
    ("additionalOperations", Map, Operation),
];
const OPERATION: &[Child] = &[
    ("parameters", List, Parameter),
    ("requestBody", One, Body),
    ("responses", Map, Response),
    ("callbacks", Map, Callback),
];
/// A parameter or a header; `items` is Swagger 2.0's.
const PARAMETER: &[Child] = &[
    ("schema", One, Schema),
    ("items", One, Schema),
    ("content", Map, MediaType),
    ("examples", Map, Example),
    ("example", One, Data),
    ("default", One, Data),
    ("enum", One, Data),
];
const BODY: &[Child] = &[("content", Map, MediaType)];
const MEDIA_TYPE: &[Child] = &[
    ("schema", One, Schema),
    ("itemSchema", One, Schema),
    ("examples", Map, Example),
    ("example", One, Data),
    ("encoding", Map, Encoding),
    ("prefixEncoding", List, Encoding),
    ("itemEncoding", One, Encoding),
];
const ENCODING: &[Child] = &[
    ("headers", Map, Header),
    ("encoding", Map, Encoding),
    ("prefixEncoding", List, Encoding),
    ("itemEncoding", One, Encoding),
];
/// `schema` and a map `examples` from media type to value are Swagger 2.0's.
const RESPONSE: &[Child] = &[
    ("headers", Map, Header),
    ("content", Map, MediaType),
    ("links", Map, Link),
    ("schema", One, Schema),
    ("examples", One, Data),
];
const EXAMPLE: &[Child] = &[("value", One, Data), ("dataValue", One, Data)];
const LINK: &[Child] = &[("parameters", One, Data), ("requestBody", One, Data)];
const SCHEMA: &[Child] = &[
    ("properties", Map, Schema),
    ("items", Either, Schema),
    ("allOf", List, Schema),
    ("oneOf", List, Schema),
    ("anyOf", List, Schema),
    ("not", One, Schema),
    ("additionalProperties", One, Schema),
    ("prefixItems", List, Schema),
    ("patternProperties", Map, Schema),
    ("dependentSchemas", Map, Schema),
    ("$defs", Map, Schema),
    ("definitions", Map, Schema),
    ("propertyNames", One, Schema),
    ("contains", One, Schema),
    ("if", One, Schema),
    ("then", One, Schema),
    ("else", One, Schema),
    ("unevaluatedItems", One, Schema),
    ("unevaluatedProperties", One, Schema),
    ("contentSchema", One, Schema),
    ("additionalItems", One, Schema),
    ("default", One, Data),
    ("example", One, Data),
    ("examples", One, Data),
    ("enum", One, Data),
    ("const", One, Data),
];

/// What a node at a position may hold (OpenAPI 3.2.0, section 4; JSON Schema 2020-12, sections 10 and 11).
fn children(position: Position) -> &'static [Child] {
    match position {
        Document => DOCUMENT,
        Components => COMPONENTS,
        PathItem => PATH_ITEM,
        Operation => OPERATION,
        Parameter | Header => PARAMETER,
        Body => BODY,
        MediaType => MEDIA_TYPE,
        Encoding => ENCODING,
        Response => RESPONSE,
        Schema => SCHEMA,
        Example => EXAMPLE,
        Link => LINK,
        Callback | SecurityScheme | Other | Data => &[],
    }
}

/// The keywords that 3.0 does not have and that are kept as `x-` and their name, so that what stands in them is still
/// visited: `x-webhooks`, `x-query`, `x-defs`.
const SET_ASIDE: &[&str] = &[
    "webhooks",
    "pathItems",
    "mediaTypes",
    "query",
    "additionalOperations",
    "itemSchema",
    "prefixEncoding",
    "itemEncoding",
    "prefixItems",
    "patternProperties",
    "dependentSchemas",
    "$defs",
    "definitions",
    "propertyNames",
    "contains",
    "if",
    "then",
    "else",
    "unevaluatedItems",
    "unevaluatedProperties",
    "contentSchema",
];

/// What stands at a key of a node, and how.
pub(super) fn child(position: Position, key: &str) -> (Holder, Position) {
    let known = |key: &str| children(position).iter().find(|(name, ..)| *name == key);
    if let Some((_, holder, child)) = known(key) {
        return (*holder, *child);
    }
    if let Some(name) = key.strip_prefix("x-") {
        let aside = SET_ASIDE.iter().find(|aside| aside.trim_start_matches('$') == name);
        return match aside.and_then(|name| known(name)) {
            Some((_, holder, child)) => (*holder, *child),
            None => (One, Data),
        };
    }
    match position {
        // An expression at run time, and the path item of the request it leads to.
        Callback => (One, PathItem),
        Data => (One, Data),
        _ => (One, Other),
    }
}

/// What stands at a place of a document; `None` for the lists and maps in between.
pub(super) fn at(pointer: &JsonPointer) -> Option<Position> {
    let mut position = Document;
    let mut tokens = pointer.tokens().peekable();
    while let Some(token) = tokens.next() {
        let (holder, held) = child(position, &token);
        position = held;
        let is_index = |token: &String| token.bytes().all(|digit| digit.is_ascii_digit());
        match holder {
            One => {}
            List | Map => _ = tokens.next()?,
            Either => _ = tokens.next_if(is_index),
        }
    }
    Some(position)
}

/// Visits every schema of a document once, the schemas inside it first. The reader bounds the depth.
pub(super) fn each_schema(document: &mut Node, visit: &mut dyn FnMut(&mut Node)) {
    each(document, &mut |node, position| {
        if position == Schema {
            visit(node);
        }
    });
}

/// Visits every part of a document that has a position of its own, what stands inside it first.
pub(super) fn each(document: &mut Node, visit: &mut dyn FnMut(&mut Node, Position)) {
    walk(document, Document, visit);
}

fn walk(node: &mut Node, position: Position, visit: &mut dyn FnMut(&mut Node, Position)) {
    if matches!(position, Data | Other) {
        return;
    }
    if let Some(mapping) = node.as_mapping_mut() {
        for (key, value) in mapping.entries_mut() {
            let (holder, position) = child(position, key);
            each_held(value, holder, &mut |value| walk(value, position, visit));
        }
    }
    visit(node, position);
}

/// Visits what a value holds.
pub(super) fn each_held(value: &mut Node, holder: Holder, visit: &mut dyn FnMut(&mut Node)) {
    match (holder, &mut value.value) {
        (List | Either, Value::Sequence(items)) => items.iter_mut().for_each(visit),
        (Map, Value::Mapping(mapping)) => {
            mapping.values_mut().for_each(visit);
        }
        (One | Either, _) => visit(value),
        (List | Map, _) => {}
    }
}

/// Whether a node is a mapping, which a schema is unless it is a boolean.
pub(super) fn is_boolean(node: &Node) -> Option<bool> {
    match node.value {
        Value::Scalar(_) => node.as_bool(),
        Value::Sequence(_) | Value::Mapping(_) => None,
    }
}
