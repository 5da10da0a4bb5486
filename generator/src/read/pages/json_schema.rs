//! JSON Schema that stands in a page, as what it says about a value.

use super::MAX_NESTING;
use super::facts::{JsonType, Kind, Property, Schema, Stated};
use crate::tree::{Node, Value};

/// What a schema says; references are followed within `root`.
pub(super) fn read(node: &Node, root: &Node) -> Schema {
    convert(node, root, 0)
}

/// Keywords that are the same in OpenAPI 3.0.
const KEYWORDS: [&str; 13] = [
    "minimum",
    "maximum",
    "minLength",
    "maxLength",
    "pattern",
    "minItems",
    "maxItems",
    "uniqueItems",
    "multipleOf",
    "minProperties",
    "maxProperties",
    "readOnly",
    "writeOnly",
];

fn convert(node: &Node, root: &Node, depth: usize) -> Schema {
    let mut schema = Schema::new(node.origin, Kind::Field);
    if depth > MAX_NESTING {
        return schema;
    }
    if let Some(target) = node.get("$ref").and_then(Node::as_str) {
        // A schema that holds itself is followed a few times and then left open.
        return match resolve(target, root).filter(|_| depth < 12) {
            Some(found) => convert(found, root, depth + 1),
            None => schema,
        };
    }
    let types = node.get("type");
    let types = types.and_then(Node::as_sequence).unwrap_or(types.map_or(&[], std::slice::from_ref));
    for ty in types.iter().filter_map(Node::as_str) {
        match JsonType::parse(ty) {
            Some(ty) => schema.add_type(ty),
            None => schema.nullable |= ty == "null",
        }
    }
    let text = |key: &str| node.get(key).and_then(Node::as_str).map(str::to_owned);
    (schema.title, schema.description, schema.format) = (text("title"), text("description"), text("format"));
    schema.enumeration = node.get("enum").and_then(Node::as_sequence).unwrap_or_default().to_vec();
    schema.enumeration.extend(node.get("const").cloned());
    schema.default = node.get("default").cloned();
    let examples = node.get("examples").and_then(Node::as_sequence).and_then(<[Node]>::first);
    schema.example = node.get("example").or(examples).cloned();
    for keyword in KEYWORDS {
        schema.keywords.extend(node.get(keyword).map(|value| (keyword, value.clone())));
    }
    let required = node.get("required").and_then(Node::as_sequence).unwrap_or_default();
    for entry in node.get("properties").and_then(Node::as_mapping).into_iter().flatten() {
        let is_required = required.iter().any(|name| name.as_str() == Some(entry.key.as_str()));
        schema.properties.push(Property {
            name: Stated::field(entry.key.as_str(), entry.key_origin),
            required: Some(is_required),
            schema: convert(&entry.value, root, depth + 1),
        });
    }
    if let Some(items) = node.get("items") {
        // A list of schemas, one a place, is let go: 3.0 has no word for it.
        let items = items.as_sequence().map_or(Some(items), <[Node]>::first);
        schema.items = items.map(|items| Box::new(convert(items, root, depth + 1)));
    }
    if let Some(additional) = node.get("additionalProperties").filter(|node| node.as_mapping().is_some()) {
        schema.additional = Some(Box::new(convert(additional, root, depth + 1)));
    }
    let closed = node.get("additionalProperties").filter(|node| node.as_bool() == Some(false));
    schema.keywords.extend(closed.map(|value| ("additionalProperties", value.clone())));
    let parts = |key: &str| -> Vec<Schema> {
        let parts = node.get(key).and_then(Node::as_sequence).unwrap_or_default();
        parts.iter().map(|part| convert(part, root, depth + 1)).collect()
    };
    (schema.one_of, schema.any_of, schema.all_of) = (parts("oneOf"), parts("anyOf"), parts("allOf"));
    if schema.types.is_empty() && !schema.properties.is_empty() {
        schema.types.push(JsonType::Object);
    }
    schema
}

fn resolve<'n>(target: &str, root: &'n Node) -> Option<&'n Node> {
    let pointer = target.strip_prefix('#')?;
    let keys = pointer.split('/').filter(|key| !key.is_empty());
    keys.map(|key| key.replace("~1", "/").replace("~0", "~")).try_fold(root, |node, key| match &node.value {
        Value::Sequence(items) => items.get(key.parse::<usize>().ok()?),
        _ => node.get(&key),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::pages::values::json;
    use crate::source::Origin;

    #[test]
    fn a_schema_is_read() {
        let text = r##"{"type": ["object", "null"], "required": ["a"], "properties": {"a": {"$ref": "#/definitions/x"},
            "b": {"type": "array", "items": {"enum": [1, 2]}}}, "definitions": {"x": {"type": "string", "format": "uuid"}}}"##;
        let node = json(text, Origin::default()).unwrap();
        let schema = read(&node, &node);
        assert!(schema.nullable && schema.is_object());
        let a = schema.property("a").unwrap();
        assert_eq!((a.required, a.schema.format.as_deref()), (Some(true), Some("uuid")));
        let items = schema.property("b").unwrap().schema.items.as_ref().unwrap();
        assert_eq!(items.enumeration.len(), 2);
        let loops = json(r##"{"properties": {"a": {"$ref": "#"}}}"##, Origin::default()).unwrap();
        assert!(read(&loops, &loops).is_object());
    }
}
