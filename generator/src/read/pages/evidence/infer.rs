//! What a sample tells about the shape of a value. It proves no field required and no list of values complete.

use crate::read::pages::MAX_NESTING;
use crate::read::pages::facts::{JsonType, Kind, Property, Schema, Stated};
use crate::read::pages::values::{is_placeholder, json_type};
use crate::tree::{Node, Value};

/// The schema that a sample suggests: an integer is a number unless something says integer; `null` says nothing but
/// that null may stand there.
pub(in crate::read::pages) fn schema(sample: &Node, depth: usize) -> Schema {
    let mut schema = Schema::new(sample.origin, Kind::Sample);
    let Some(ty) = json_type(sample) else {
        schema.nullable = true;
        return schema;
    };
    match sample.as_string() {
        // What a page builder prints where a schema says nothing.
        Some("<any>" | "<unknown>") => return schema,
        // The type stands in place of the value.
        Some("<number>") => schema.types.push(JsonType::Number),
        Some("<integer>") => schema.types.push(JsonType::Integer),
        Some("<boolean>") => schema.types.push(JsonType::Boolean),
        Some("<object>") => schema.types.push(JsonType::Object),
        _ => {}
    }
    if !schema.types.is_empty() {
        return schema;
    }
    schema.types.push(if ty == JsonType::Integer { JsonType::Number } else { ty });
    if depth > MAX_NESTING {
        return schema;
    }
    match &sample.value {
        Value::Mapping(mapping) => {
            // `{"string": "string"}`: any key, as pages of types write it.
            if let Some(entry) = mapping.iter().next().filter(|entry| {
                mapping.len() == 1 && matches!(entry.key.as_str(), "string" | "<string>") && {
                    let value = entry.value.as_string();
                    value.is_none_or(|value| value == "string" || value.starts_with('<'))
                }
            }) {
                schema.additional = Some(Box::new(self::schema(&entry.value, depth + 1)));
                return schema;
            }
            for entry in mapping {
                schema.properties.push(Property {
                    name: Stated::sample(entry.key.as_str(), entry.key_origin),
                    required: None,
                    schema: self::schema(&entry.value, depth + 1),
                });
            }
        }
        Value::Sequence(items) => {
            let mut items = items.iter().map(|item| self::schema(item, depth + 1));
            if let Some(first) = items.next() {
                schema.items = Some(Box::new(items.fold(first, unite)));
            }
        }
        Value::Scalar(scalar) => {
            schema.format = placeholder_format(&scalar.text).map(str::to_owned);
            if !is_placeholder(sample) {
                schema.example = Some(sample.clone());
            }
        }
    }
    schema
}

/// The format that a placeholder of a page builder stands for.
fn placeholder_format(text: &str) -> Option<&'static str> {
    match text {
        "3c90c3cc-0d44-4b50-8888-8dd25736052a" => Some("uuid"),
        "2023-11-07T05:31:56Z" => Some("date-time"),
        "2023-12-25" => Some("date"),
        "jsmith@example.com" => Some("email"),
        _ => None,
    }
}

/// The schema that holds what either holds.
pub(super) fn unite(mut one: Schema, other: Schema) -> Schema {
    one.nullable |= other.nullable;
    for ty in other.types {
        one.add_type(ty);
    }
    if one.format != other.format {
        one.format = None;
    }
    for property in other.properties {
        match one.properties.iter_mut().find(|known| known.name.value == property.name.value) {
            Some(known) => known.schema = unite(known.schema.clone(), property.schema),
            None => one.properties.push(property),
        }
    }
    one.items = match (one.items.take(), other.items) {
        (Some(items), Some(others)) => Some(Box::new(unite(*items, *others))),
        (items, others) => items.or(others),
    };
    one
}
