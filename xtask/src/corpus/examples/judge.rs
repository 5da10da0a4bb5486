//! Which examples are valid, by a validator that nobody here wrote.

use super::collect::Example;
use jsonschema::{Draft, Registry, Validator};
use serde_json::{Map, Value, json};
use std::collections::HashMap;

/// The document, as the validator knows it.
const DOCUMENT: &str = "urn:document";

/// Whether each example is valid under its schema; `None` where the validator cannot say.
pub(super) fn judge(document: &Value, examples: &[Example]) -> Result<Vec<Option<bool>>, String> {
    let mut schemas = document.clone();
    as_json_schema(&mut schemas);
    let registry = Registry::new()
        .draft(Draft::Draft202012)
        .add(DOCUMENT, schemas)
        .and_then(|registry| registry.prepare())
        .map_err(|error| error.to_string())?;
    let build = |schema: &str| {
        let schema = json!({ "$ref": format!("{DOCUMENT}#{}", fragment(schema)) });
        jsonschema::options()
            .with_draft(Draft::Draft202012)
            .should_validate_formats(true)
            .with_format("byte", is_base64)
            .with_registry(&registry)
            .build(&schema)
            .ok()
    };
    let mut validators: HashMap<&str, Option<Validator>> = HashMap::new();
    let mut verdicts = Vec::new();
    for example in examples {
        let validator = validators.entry(&example.schema).or_insert_with(|| build(&example.schema));
        verdicts.push(validator.as_ref().map(|validator| validator.is_valid(&example.value)));
    }
    Ok(verdicts)
}

/// A JSON Pointer as the fragment of a URI.
fn fragment(pointer: &str) -> String {
    let mut text = String::new();
    for byte in pointer.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'-' | b'.' | b'_' | b'~' => {
                text.push(byte.into())
            }
            other => text.push_str(&format!("%{other:02X}")),
        }
    }
    text
}

/// Says in JSON Schema 2020-12 what OpenAPI 3.0 says in words of its own.
fn as_json_schema(document: &mut Value) {
    let mut waiting = vec![document];
    while let Some(value) = waiting.pop() {
        match value {
            Value::Array(items) => waiting.extend(items),
            Value::Object(object) => {
                if object.get("nullable") == Some(&Value::Bool(true)) {
                    admit_null(object);
                }
                for (keyword, bound) in [("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")] {
                    if object.get(keyword) == Some(&Value::Bool(true))
                        && let Some(limit) = object.remove(bound)
                    {
                        object.insert(keyword.to_owned(), limit);
                    } else if object.get(keyword).is_some_and(Value::is_boolean) {
                        object.remove(keyword);
                    }
                }
                // Beside a reference 3.0 ignores everything; a property may be called `$ref`.
                if let Some(reference) = object.get("$ref").filter(|target| target.is_string()).cloned() {
                    object.clear();
                    object.insert("$ref".to_owned(), reference);
                }
                waiting.extend(object.values_mut());
            }
            _ => {}
        }
    }
}

fn admit_null(object: &mut Map<String, Value>) {
    if let Some(Value::String(ty)) = object.get("type") {
        let both = json!([ty, "null"]);
        object.insert("type".to_owned(), both);
    }
}

/// `byte` is an OpenAPI format that JSON Schema does not know.
fn is_base64(text: &str) -> bool {
    let body = text.trim_end_matches('=');
    text.len().is_multiple_of(4)
        && text.len() - body.len() <= 2
        && body.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use specwright::ir::Direction;

    #[test]
    fn nullable_and_exclusive_bounds_mean_what_openapi_says() {
        let document = json!({"components": {"schemas": {"a b": {
            "type": "integer", "nullable": true, "minimum": 3, "exclusiveMinimum": true
        }}}});
        let example = |value| Example {
            schema: "/components/schemas/a b".to_owned(),
            kind: "schema",
            ty: String::new(),
            direction: Direction::default(),
            value,
        };
        let examples = [json!(null), json!(4), json!(3), json!("4")].map(example);
        let expected = [Some(true), Some(true), Some(false), Some(false)];
        assert_eq!(judge(&document, &examples).unwrap(), expected);
    }
}
