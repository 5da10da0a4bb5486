//! Spellings of other drafts and other languages, as what they mean: nothing else can be meant by them.

use super::positions::{self, Position};
use super::version::Version;
use crate::diagnostics::{Code, Diagnostic, Sink};
use crate::tree::{Mapping, Node};

/// The types of JSON Schema (JSON Schema Validation, section 6.1.1).
const TYPES: [&str; 7] = ["null", "boolean", "object", "array", "number", "string", "integer"];

/// Names that other languages have for a type, with the `format` that goes along.
const MEANT: &[(&str, &str, Option<&str>)] = &[
    ("bool", "boolean", None),
    ("date", "string", Some("date")),
    ("date-time", "string", Some("date-time")),
    ("datetime", "string", Some("date-time")),
    ("dict", "object", None),
    ("double", "number", Some("double")),
    ("file", "string", Some("binary")),
    ("float", "number", Some("float")),
    ("hash", "object", None),
    ("int", "integer", None),
    ("int32", "integer", Some("int32")),
    ("int64", "integer", Some("int64")),
    ("list", "array", None),
    ("long", "integer", Some("int64")),
    ("map", "object", None),
    ("str", "string", None),
    ("text", "string", None),
    ("uuid", "string", Some("uuid")),
];

/// `type: int` is `type: integer`; of a type that nobody can tell nothing is left.
pub(super) fn types(schema: &mut Mapping, sink: &mut Sink) {
    let Some(said) = schema.get_mut("type") else { return };
    let (keep, format) = match said.as_sequence_mut() {
        None => meant(said, sink),
        Some(names) if names.is_empty() => {
            let message = "a list of types names one type or more";
            let note = "the schema is read without it";
            sink.report(Diagnostic::new(Code::InvalidShape, said.origin, message).note(note));
            (false, None)
        }
        Some(names) => {
            let mut format = None;
            names.retain_mut(|name| {
                let (keep, own) = meant(name, sink);
                format = format.or(own);
                keep
            });
            (!names.is_empty(), format)
        }
    };
    let origin = said.origin;
    if !keep {
        schema.remove("type");
    }
    if let Some(format) = format.filter(|_| !schema.contains_key("format")) {
        schema.push("format", Node::string(format, origin));
    }
}

/// Puts in place of a name the type that it means; whether it means any, and the format that goes along.
fn meant(name: &mut Node, sink: &mut Sink) -> (bool, Option<&'static str>) {
    let text = name.as_type().unwrap_or_default();
    if TYPES.contains(&text) {
        return (true, None);
    }
    let lower = text.to_ascii_lowercase();
    let meant = MEANT.iter().find(|(other, ..)| *other == lower).map(|(_, name, format)| (*name, *format));
    let meant = meant.or_else(|| TYPES.into_iter().find(|name| *name == lower).map(|name| (name, None)));
    let message = "this is no type of JSON Schema";
    let note = match meant {
        Some((name, _)) => format!("`{name}` is taken to be meant"),
        None => "the schema is read without it".to_owned(),
    };
    sink.report(Diagnostic::new(Code::InvalidShape, name.origin, message).note(note));
    let Some((ty, format)) = meant else { return (false, None) };
    *name = Node::string(ty, name.origin);
    (true, format)
}

/// A list of schemas under `items`, with `additionalItems` for the rest, is `prefixItems` with `items` since 2020-12.
pub(super) fn tuples(schema: &mut Mapping, sink: &mut Sink) {
    let Some(list) = schema.get("items").filter(|items| items.as_sequence().is_some()).cloned() else {
        return;
    };
    if schema.contains_key("prefixItems") {
        return;
    }
    let message = "`items` is one schema";
    let note = "the list is read as `prefixItems`, and `additionalItems` as what follows them";
    sink.report(Diagnostic::new(Code::ForeignKeyword, list.origin, message).note(note));
    let rest = schema.remove("additionalItems").map(|entry| entry.value);
    let rest = rest.filter(|rest| rest.as_bool() != Some(true)).unwrap_or_else(|| anything(list.origin));
    if let Some(items) = schema.get_mut("items") {
        *items = if rest.as_bool() == Some(false) { nothing(list.origin) } else { rest };
    }
    schema.push("prefixItems", list);
}

/// A text whose format says that it may be an integer as well is one of the two, unless it is one of several anyway.
pub(super) fn formats(tree: &mut Node, sink: &mut Sink) {
    positions::each(tree, &mut |node, position| {
        for (key, value) in node.as_mapping_mut().into_iter().flat_map(Mapping::entries_mut) {
            let (holder, held) = positions::child(position, key);
            if held == Position::Schema && !matches!(key.as_str(), "allOf" | "anyOf" | "oneOf" | "not" | "if")
            {
                positions::each_held(value, holder, &mut |schema| {
                    if let Some(schema) = schema.as_mapping_mut() {
                        integer_or_text(schema, sink);
                    }
                });
            }
        }
    });
}

fn integer_or_text(schema: &mut Mapping, sink: &mut Sink) {
    let said =
        schema.get("format").filter(|format| format.as_str() == Some("int-or-string")).map(|it| it.origin);
    let is_text = schema.get("type").and_then(Node::as_type) == Some("string");
    let is_told = ["$ref", "enum", "allOf", "anyOf", "oneOf"].iter().any(|key| schema.contains_key(key));
    let Some(origin) = said.filter(|_| is_text && !is_told) else { return };
    let message = "a value of this format may be an integer";
    let note = "the schema is read as one of an integer or a string";
    sink.report(Diagnostic::new(Code::ImpliedType, origin, message).note(note));
    schema.remove("type");
    schema.remove("format");
    let kinds = ["integer", "string"].map(|name| {
        let mut kind = Mapping::new();
        kind.push("type", Node::string(name, origin));
        Node::mapping(kind, origin)
    });
    schema.push("oneOf", Node::sequence(kinds.to_vec(), origin));
}

/// `discriminator: name`, which Swagger 2.0 has, in a later version.
pub(super) fn discriminator(schema: &mut Mapping, sink: &mut Sink) {
    if let Some(name) = schema.get("discriminator").filter(|name| name.as_scalar().is_some()) {
        let message = "`discriminator` is an object since OpenAPI 3.0";
        let note = "the text is read as its `propertyName`";
        sink.report(Diagnostic::new(Code::ForeignKeyword, name.origin, message).note(note));
        super::swagger::discriminator(schema, sink);
    }
}

fn anything(origin: crate::source::Origin) -> Node {
    Node::mapping(Mapping::new(), origin)
}

fn nothing(origin: crate::source::Origin) -> Node {
    let mut nothing = Mapping::new();
    nothing.push("not", anything(origin));
    Node::mapping(nothing, origin)
}

/// Tells of operations that do not say what they answer: up to 3.0 each must, and since then whoever starts to.
pub(super) fn responses(tree: &Node, version: Version, sink: &mut Sink) {
    const METHODS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];
    let paths = tree.get("paths").and_then(Node::as_mapping).into_iter().flatten();
    for (method, operation) in paths.flat_map(|path| METHODS.map(|method| (method, path.value.get(method)))) {
        let Some(operation) = operation.filter(|operation| operation.as_mapping().is_some()) else {
            continue;
        };
        let empty = match operation.get("responses") {
            None if version <= Version::V3_0 => Some(operation),
            Some(responses) if responses.as_mapping().is_some_and(Mapping::is_empty) => Some(responses),
            _ => None,
        };
        if let Some(empty) = empty {
            let message = format!("this `{method}` has no `responses`");
            let note = "name each status that it answers; until then every answer is an undocumented one";
            sink.report(Diagnostic::new(Code::InvalidShape, empty.origin, message).note(note));
        }
    }
}
