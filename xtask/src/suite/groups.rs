//! The groups of the suite: a schema each, with values and whether they are valid, made into documents.

use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;
use std::fs;
use std::path::{Path, PathBuf};

/// A draft of JSON Schema, and the version of OpenAPI whose schemas are nearest to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Draft {
    /// The folder in the suite.
    pub(super) folder: &'static str,
    /// What a document says in `openapi`.
    openapi: &'static str,
}

/// The drafts that OpenAPI builds on: 3.1 takes 2020-12 as it is, Swagger 2.0 and 3.0 a part of draft 4.
pub(super) const DRAFTS: [Draft; 2] =
    [Draft { folder: "draft2020-12", openapi: "3.1.0" }, Draft { folder: "draft4", openapi: "3.0.3" }];

/// A schema, and values to try it with.
pub(super) struct Group {
    /// `draft4/minimum`: the file without its ending; `draft4/minimum typed` where `type` was added.
    pub(super) keyword: String,
    /// What the suite says of it.
    pub(super) description: String,
    /// The document that asks for such a value as a body, or why there is none.
    pub(super) document: Result<String, &'static str>,
    /// The values.
    pub(super) tests: Vec<Test>,
}

/// A value to try a schema with.
#[derive(Clone, Deserialize)]
pub(super) struct Test {
    /// What the suite says of it.
    pub(super) description: String,
    /// The value as it is written: a number that no type of ours holds is one all the same.
    pub(super) data: Box<RawValue>,
    /// Whether the schema allows it.
    pub(super) valid: bool,
}

#[derive(Deserialize)]
struct Written {
    description: String,
    schema: Box<RawValue>,
    tests: Vec<Test>,
}

/// Every group of a draft, in the order of the files' names.
pub(super) fn groups(suite: &Path, draft: Draft) -> Result<Vec<Group>, String> {
    let folder = suite.join("tests").join(draft.folder);
    let mut groups = Vec::new();
    for file in files(&folder)? {
        let text = fs::read_to_string(&file).map_err(|error| format!("{}: {error}", file.display()))?;
        let written: Vec<Written> =
            serde_json::from_str(&text).map_err(|error| format!("{}: {error}", file.display()))?;
        let path = file.strip_prefix(&folder).unwrap_or(&file).with_extension("");
        let keyword = format!("{}/{}", draft.folder, path.to_string_lossy().replace('\\', "/"));
        for Written { description, schema, tests } in written {
            groups.extend(typed(draft, &keyword, &description, schema.get(), &tests));
            let document = document(draft, schema.get());
            groups.push(Group { keyword: keyword.clone(), description, document, tests });
        }
    }
    Ok(groups)
}

/// The same schema with a `type`, as documents of APIs have one, for the values of that type: a schema that says nothing
/// of other types gives those values the verdict it gave them before.
fn typed(draft: Draft, keyword: &str, description: &str, schema: &str, tests: &[Test]) -> Vec<Group> {
    let Ok(Value::Object(object)) = serde_json::from_str(schema) else { return Vec::new() };
    // What stands beside a reference is ignored in draft 4.
    if object.contains_key("type") || (draft.folder == "draft4" && object.contains_key("$ref")) {
        return Vec::new();
    }
    let Some((_, rest)) = schema.split_once('{') else { return Vec::new() };
    let comma = if object.is_empty() { "" } else { "," };
    let of_type = |ty: &'static str| {
        let tests: Vec<Test> = tests.iter().filter(|test| test.json_type() == ty).cloned().collect();
        (!tests.is_empty()).then(|| Group {
            keyword: format!("{keyword} typed"),
            description: description.to_owned(),
            document: document(draft, &format!("{{\"type\":\"{ty}\"{comma}{rest}")),
            tests,
        })
    };
    ["object", "array", "string", "number", "boolean"].into_iter().filter_map(of_type).collect()
}

impl Test {
    fn json_type(&self) -> &'static str {
        match self.data.get().trim_start().bytes().next() {
            Some(b'{') => "object",
            Some(b'[') => "array",
            Some(b'"') => "string",
            Some(b't' | b'f') => "boolean",
            Some(b'n') => "null",
            _ => "number",
        }
    }
}

fn files(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let mut found = Vec::new();
    let mut waiting = vec![folder.to_owned()];
    while let Some(folder) = waiting.pop() {
        let entries = fs::read_dir(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
        for path in entries.filter_map(Result::ok).map(|entry| entry.path()) {
            match path.extension().is_some_and(|extension| extension == "json") {
                true => found.push(path),
                false if path.is_dir() => waiting.push(path),
                false => {}
            }
        }
    }
    found.sort();
    Ok(found)
}

/// The pointer of the schema in the document.
const PLACE: &str = "#/components/schemas/Root";

/// A document with one operation, whose body the schema describes.
fn document(draft: Draft, schema: &str) -> Result<String, &'static str> {
    let schema = if schema.contains("$ref\"") || schema.contains("$dynamicRef\"") {
        let mut value: Value =
            serde_json::from_str(schema).map_err(|_| "it holds a number that cannot be kept")?;
        move_references(&mut value)?;
        value.to_string()
    } else {
        schema.to_owned()
    };
    let openapi = draft.openapi;
    Ok(format!(
        r##"{{"openapi":"{openapi}","info":{{"title":"group","version":"1"}},
"paths":{{"/":{{"post":{{"operationId":"try","requestBody":{{"required":true,"content":{{"application/json":{{"schema":{{"$ref":"{PLACE}"}}}}}}}},
"responses":{{"204":{{"description":"It is valid."}}}}}}}}}},
"components":{{"schemas":{{"Root":{schema}}}}}}}"##
    ))
}

/// Makes references count from the root of the document in place of the schema's. A schema with a name of its own
/// (`$id`, `id`) is the root of its references wherever it stands, so nothing is changed inside of it.
fn move_references(schema: &mut Value) -> Result<(), &'static str> {
    let mut waiting = vec![schema];
    while let Some(value) = waiting.pop() {
        let object = match value {
            Value::Object(object) => object,
            Value::Array(items) => {
                waiting.extend(items);
                continue;
            }
            _ => continue,
        };
        let named = ["$id", "id"].iter().any(|key| object.get(*key).is_some_and(Value::is_string));
        for (key, value) in object {
            match (key.as_str(), value) {
                // These hold values, and what looks like a reference in there is none.
                ("const" | "enum" | "default" | "examples", _) => {}
                ("$ref", Value::String(target)) => match target.strip_prefix('#') {
                    Some(rest) if (rest.is_empty() || rest.starts_with('/')) && !named => {
                        *target = format!("{PLACE}{rest}");
                    }
                    None if target.contains("://localhost") || target.contains("://json-schema.org") => {
                        return Err("it refers to another document");
                    }
                    _ => {}
                },
                (_, value) if !named => waiting.push(value),
                _ => {}
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn references_are_moved_and_what_looks_like_one_is_not() {
        let mut schema = json!({
            "properties": {"a": {"$ref": "#"}, "b": {"$ref": "#/$defs/x"}, "$ref": {"type": "string"}},
            "const": {"$ref": "#/a"},
            "items": {"$id": "urn:x", "$ref": "#/b"},
        });
        move_references(&mut schema).unwrap();
        assert_eq!(schema["properties"]["a"]["$ref"], "#/components/schemas/Root");
        assert_eq!(schema["properties"]["b"]["$ref"], "#/components/schemas/Root/$defs/x");
        assert_eq!(schema["const"]["$ref"], "#/a");
        assert_eq!(schema["items"]["$ref"], "#/b");
        assert!(move_references(&mut json!({"$ref": "http://localhost:1234/x.json"})).is_err());
    }
}
