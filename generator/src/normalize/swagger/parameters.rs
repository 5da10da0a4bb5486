//! Parameters: what says their type moves under `schema`, and `collectionFormat` becomes `style` and `explode`.

use crate::diagnostics::{Code, Diagnostic, Sink};
use crate::source::Origin;
use crate::tree::{Entry, Mapping, Node};

/// What says which values a parameter, a header or a field of a form may have.
pub(in crate::normalize) const SCHEMA_KEYWORDS: [&str; 23] = [
    "type",
    "format",
    "items",
    "default",
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
    "enum",
    "multipleOf",
    "title",
    "x-nullable",
    "nullable",
    "additionalProperties",
    "x-enum-varnames",
    "x-enumNames",
    "x-enum-descriptions",
];

/// Rewrites a parameter that is sent outside of the body.
pub(in crate::normalize) fn convert(parameter: &mut Mapping, sink: &mut Sink) {
    if parameter.contains_key("$ref") {
        return;
    }
    let place = parameter.get("in").and_then(Node::as_str).unwrap_or_default().to_owned();
    let format = parameter.remove("collectionFormat");
    let is_array = parameter.get("type").and_then(Node::as_str) == Some("array");
    if is_array {
        let (style, explode) = style(format.as_ref(), &place, sink);
        let origin =
            format.as_ref().map(|entry| entry.value.origin).or(parameter.get("type").map(|ty| ty.origin));
        let origin = origin.unwrap_or_default();
        parameter.push("style", Node::string(style, origin));
        parameter.push("explode", Node::plain(if explode { "true" } else { "false" }, origin));
    }
    let empty = parameter.get("allowEmptyValue").is_some() && place != "query";
    if empty {
        parameter.remove("allowEmptyValue");
    }
    if let Some(entry) = parameter.remove("x-example") {
        parameter.insert(Entry { key: "example".into(), ..entry });
    }
    let origin = parameter.get("name").map_or_else(Origin::default, |name| name.origin);
    let schema = take_schema(parameter, origin);
    if !parameter.contains_key("schema") && !parameter.contains_key("content") {
        parameter.push("schema", schema);
    }
}

/// Moves what says the type into a schema of its own.
pub(in crate::normalize) fn take_schema(part: &mut Mapping, origin: Origin) -> Node {
    let origin = part.get("type").map_or(origin, |ty| ty.origin);
    let mut schema = Mapping::new();
    for keyword in SCHEMA_KEYWORDS {
        if let Some(mut entry) = part.remove(keyword) {
            if keyword == "items" {
                plain_items(&mut entry.value);
            }
            schema.insert(entry);
        }
    }
    Node::mapping(schema, origin)
}

/// Lists in lists: 3.0 has no spelling for how the inner ones are written. The reader bounds the depth.
fn plain_items(items: &mut Node) {
    let Some(mapping) = items.as_mapping_mut() else { return };
    mapping.remove("collectionFormat");
    if let Some(items) = mapping.get_mut("items") {
        plain_items(items);
    }
}

/// `style` and `explode` for a `collectionFormat` (Swagger 2.0, Parameter Object; OpenAPI 3.0.3, section 4.7.12.2).
pub(super) fn style(format: Option<&Entry>, place: &str, sink: &mut Sink) -> (&'static str, bool) {
    let simple = !matches!(place, "query" | "formData");
    let written = format.and_then(|entry| entry.value.as_str()).unwrap_or("csv");
    match (written, simple) {
        ("csv", true) => ("simple", false),
        ("csv", false) => ("form", false),
        ("multi", false) => ("form", true),
        ("ssv", false) => ("spaceDelimited", false),
        ("pipes", false) => ("pipeDelimited", false),
        _ => {
            if let Some(entry) = format {
                let message =
                    format!("`collectionFormat: {written}` cannot be said of this parameter in OpenAPI 3.0");
                sink.report(
                    Diagnostic::new(Code::IgnoredKeyword, entry.value.origin, message)
                        .note("the values are separated by commas"),
                );
            }
            (if simple { "simple" } else { "form" }, false)
        }
    }
}
