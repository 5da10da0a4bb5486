//! Whether the schemas of a document say anything of a place in a value: what they do not is dropped by a type that has
//! no map for it, and what they do must never be.

use serde_json::Value;

/// So many schemas are looked at for one place: enough for any that people wrote.
const MOST: usize = 10_000;

/// Whether `schema`, a pointer into the document, says something of the place in a value: by `properties`,
/// `additionalProperties` or `items`, in any branch.
pub(super) fn is_declared(document: &Value, schema: &str, place: &str) -> bool {
    let mut schemas: Vec<&Value> = document.pointer(schema).into_iter().collect();
    for token in place.split('/').skip(1) {
        let token = token.replace("~1", "/").replace("~0", "~");
        schemas = branches(document, schemas).into_iter().filter_map(|schema| step(schema, &token)).collect();
    }
    !schemas.is_empty()
}

/// The schemas, and all that they refer to or are made of.
fn branches<'d>(document: &'d Value, mut waiting: Vec<&'d Value>) -> Vec<&'d Value> {
    let mut found: Vec<&Value> = Vec::new();
    while let Some(schema) = waiting.pop() {
        if found.len() >= MOST || found.iter().any(|other| std::ptr::eq(*other, schema)) {
            continue;
        }
        found.push(schema);
        let target = schema.get("$ref").and_then(Value::as_str).and_then(|target| target.strip_prefix('#'));
        waiting.extend(target.and_then(|target| document.pointer(target)));
        let lists = ["allOf", "anyOf", "oneOf"].iter().filter_map(|key| schema.get(*key)?.as_array());
        waiting.extend(lists.flatten());
    }
    found
}

fn step<'d>(schema: &'d Value, token: &str) -> Option<&'d Value> {
    if let Some(property) = schema.get("properties").and_then(|properties| properties.get(token)) {
        return Some(property);
    }
    // The index of an item is a number, and a property may be called one.
    let item = schema.get("items").filter(|_| token.parse::<usize>().is_ok());
    item.or_else(|| schema.get("additionalProperties").filter(|more| **more != Value::Bool(false)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_place_is_looked_for_in_every_branch() {
        let document = json!({"a": {"allOf": [{"$ref": "#/b"}, {"properties": {"x/y": {"items": {"$ref": "#/b"}}}}]},
            "b": {"properties": {"z": {}}}});
        assert!(is_declared(&document, "/a", "/z"));
        assert!(is_declared(&document, "/a", "/x~1y/0/z"));
        assert!(!is_declared(&document, "/a", "/x~1y/0/w"));
    }
}
