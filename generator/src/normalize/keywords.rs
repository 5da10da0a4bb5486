//! Keywords of 3.1 that 3.0 spells otherwise, or cannot say.

use super::positions::is_boolean;
use crate::diagnostics::{Code, Diagnostic, Sink};
use crate::tree::{Entry, Mapping, Node};
use smol_str::SmolStr;
use std::collections::HashSet;

/// The schemas `true` and `false`.
pub(super) fn booleans(schema: &mut Node) {
    let origin = schema.origin;
    match is_boolean(schema) {
        Some(true) => *schema = Node::mapping(Mapping::new(), origin),
        Some(false) => {
            let mut nothing = Mapping::new();
            nothing.push("not", Node::mapping(Mapping::new(), origin));
            *schema = Node::mapping(nothing, origin);
        }
        None => {}
    }
}

/// `const: x` is `enum: [x]`.
pub(super) fn constants(schema: &mut Mapping, _: &mut Sink) {
    let Some(entry) = schema.remove("const") else { return };
    let origin = entry.value.origin;
    schema.remove("enum");
    schema.insert(Entry {
        key: "enum".into(),
        key_origin: entry.key_origin,
        value: Node::sequence(vec![entry.value], origin),
    });
}

/// The first of `examples` is the `example`.
pub(super) fn examples(schema: &mut Mapping, _: &mut Sink) {
    if schema.get("examples").and_then(Node::as_sequence).is_none() {
        return;
    }
    let Some(examples) = schema.remove("examples") else { return };
    let first = examples.value.as_sequence().and_then(|examples| examples.first()).cloned();
    if let Some(first) = first.filter(|_| !schema.contains_key("example")) {
        schema.push("example", first);
    }
}

/// `contentEncoding: base64` is `format: byte`; a `contentMediaType` alone is `format: binary` where what is of it is no text.
pub(super) fn content(schema: &mut Mapping, _: &mut Sink) {
    let text = |key: &str| schema.get(key).and_then(Node::as_str).map(str::to_owned);
    let format = match (text("contentEncoding").as_deref(), text("contentMediaType").as_deref()) {
        (Some("base64"), _) => "byte",
        (None, Some(media_type)) if is_binary(media_type) => "binary",
        _ => return,
    };
    // How bytes are packed says of a part more than that they are.
    let origin = schema.get("contentEncoding").map(|encoding| encoding.origin);
    let other = schema.remove("contentMediaType").map(|entry| entry.value.origin);
    if let Some(origin) = origin.or(other).filter(|_| !schema.contains_key("format")) {
        schema.push("format", Node::string(format, origin));
    }
}

/// Whether what is of a media type is no text.
fn is_binary(media_type: &str) -> bool {
    const KINDS: [&str; 4] = ["image", "audio", "video", "font"];
    const OTHERS: [&str; 4] =
        ["application/octet-stream", "application/pdf", "application/zip", "application/gzip"];
    let essence = media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let kind = essence.split('/').next().unwrap_or_default();
    OTHERS.contains(&essence.as_str()) || (KINDS.contains(&kind) && !essence.ends_with("+xml"))
}

/// What says something of the same value as the keywords beside it, so that more is evaluated than these alone.
const IN_PLACE: [&str; 8] =
    ["$ref", "$dynamicRef", "allOf", "anyOf", "oneOf", "not", "if", "dependentSchemas"];

/// Where nothing else speaks of the same value, what is unevaluated is what is additional (JSON Schema 2020-12, section 11).
pub(super) fn unevaluated(schema: &mut Mapping, _: &mut Sink) {
    if IN_PLACE.iter().any(|keyword| schema.contains_key(keyword)) {
        return;
    }
    let is_of = |schema: &Mapping, kind: &str| schema.get("type").and_then(Node::as_type) == Some(kind);
    let takes = |schema: &Mapping, keys: &[&str]| !keys.iter().any(|key| schema.contains_key(key));
    if is_of(schema, "object") && takes(schema, &["additionalProperties"]) {
        respell(schema, "unevaluatedProperties", "additionalProperties");
    }
    if is_of(schema, "array") && takes(schema, &["items", "contains"]) {
        respell(schema, "unevaluatedItems", "items");
    }
}

fn respell(schema: &mut Mapping, keyword: &str, other: &str) {
    if let Some(entry) = schema.remove(keyword) {
        schema.insert(Entry { key: other.into(), ..entry });
    }
}

/// Keywords of JSON Schema Core, which 3.0 does not have; the ledger says of which of them this is a loss.
const CORE: &[&str] =
    &["$schema", "$id", "$anchor", "$comment", "$vocabulary", "$dynamicAnchor", "$dynamicRef", "$defs"];

/// Keywords about values that 3.0 does not have.
const SET_ASIDE: &[&str] = &[
    "contentEncoding",
    "contentMediaType",
    "contentSchema",
    "prefixItems",
    "patternProperties",
    "propertyNames",
    "contains",
    "minContains",
    "maxContains",
    "dependentRequired",
    "dependentSchemas",
    "if",
    "then",
    "else",
    "unevaluatedItems",
    "unevaluatedProperties",
];

/// Keeps what 3.0 cannot say under a name of extension, so that the result is valid and nothing is lost: documents of 3.0
/// that say it all the same mean it.
pub(super) fn set_aside(schema: &mut Mapping, _: &mut Sink) {
    for keyword in SET_ASIDE {
        rename(schema, keyword);
    }
}

/// The same for what only a document of 3.1 can refer to.
pub(super) fn set_core_aside(schema: &mut Mapping, _: &mut Sink) {
    for keyword in CORE {
        rename(schema, keyword);
    }
}

/// Takes out lists that 3.0 does not allow, and that say nothing: `enum` and `required` have at least one element each
/// (OpenAPI 3.0.3, section 4.7.24; JSON Schema Validation of draft 5, sections 5.15 and 5.20).
pub(super) fn lists(schema: &mut Mapping, sink: &mut Sink) {
    if schema.get("enum").and_then(Node::as_sequence).is_some_and(<[Node]>::is_empty)
        && let Some(list) = schema.remove("enum")
    {
        let message = "this list allows no value";
        let place = list.value.origin;
        sink.report(Diagnostic::new(Code::InvalidConstraint, place, message).note("it is not checked"));
    }
    // Names and texts for the values stand in lists of their own, place by place.
    let parallel = schema.iter().any(|entry| entry.key.starts_with("x-enum"));
    if let Some(members) = schema.get_mut("enum").and_then(Node::as_sequence_mut).filter(|_| !parallel) {
        let mut seen = HashSet::new();
        // What is no number of JSON is told from null by its text.
        let key =
            |member: &Node| member.resolve().map_or_else(|| member.to_json(), |scalar| format!("{scalar:?}"));
        members.retain(|member| seen.insert(key(member)));
    }
    let Some(required) = schema.get_mut("required") else { return };
    let place = required.origin;
    let Some(names) = required.as_sequence_mut() else {
        let message = "`required` must be a list of names of properties";
        let note = "to require a property, name it in the `required` of the schema that has it";
        sink.report(Diagnostic::new(Code::InvalidShape, place, message).note(note));
        schema.remove("required");
        return;
    };
    let mut seen = HashSet::new();
    names.retain(|name| match name.as_str() {
        Some(text) => seen.insert(text.to_owned()),
        None => {
            let message = "a required property is named by a string";
            sink.report(Diagnostic::new(Code::InvalidShape, name.origin, message));
            false
        }
    });
    if names.is_empty() {
        schema.remove("required");
    }
}

/// The keywords of a Schema Object (OpenAPI 3.0.3, section 4.7.24), and those that other passes look for.
const KNOWN: &[&str] = &[
    "$ref",
    "$id",
    "id",
    "title",
    "multipleOf",
    "maximum",
    "exclusiveMaximum",
    "minimum",
    "exclusiveMinimum",
    "maxLength",
    "minLength",
    "pattern",
    "maxItems",
    "minItems",
    "uniqueItems",
    "maxProperties",
    "minProperties",
    "required",
    "enum",
    "type",
    "allOf",
    "oneOf",
    "anyOf",
    "not",
    "items",
    "properties",
    "additionalProperties",
    "description",
    "format",
    "default",
    "nullable",
    "discriminator",
    "readOnly",
    "writeOnly",
    "xml",
    "externalDocs",
    "example",
    "examples",
    "deprecated",
];

/// Makes extensions of what no version has, so that the result is valid; the ledger says that it is ignored. What holds
/// objects stays where it is, since a reference may lead into it.
pub(super) fn unknown(schema: &mut Mapping, _: &mut Sink) {
    let is_plain = |node: &Node| {
        node.as_scalar().is_some()
            || node.as_sequence().is_some_and(|items| items.iter().all(|item| item.as_scalar().is_some()))
    };
    let is_unknown = |entry: &Entry| {
        !entry.key.starts_with("x-") && !KNOWN.contains(&entry.key.as_str()) && is_plain(&entry.value)
    };
    if !schema.iter().any(is_unknown) {
        return;
    }
    // All at once: a schema may have many of them, and taking one out moves all that follow it.
    let (unknown, known): (Vec<Entry>, Vec<Entry>) = std::mem::take(schema).into_iter().partition(is_unknown);
    let unknown = unknown.into_iter().map(|entry| Entry { key: extension(&entry.key), ..entry });
    for entry in known.into_iter().chain(unknown) {
        schema.insert(entry);
    }
}

/// `prefixItems` becomes `x-prefixItems`, `$defs` becomes `x-defs`.
fn extension(keyword: &str) -> SmolStr {
    format!("x-{}", keyword.trim_start_matches('$')).into()
}

/// Makes an extension of a keyword, at the end of its mapping.
fn rename(mapping: &mut Mapping, keyword: &str) {
    if let Some(entry) = mapping.remove(keyword) {
        mapping.insert(Entry { key: extension(keyword), ..entry });
    }
}
