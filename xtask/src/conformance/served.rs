//! A document with what every generated server answers by itself.
//!
//! A document says what its vendor answers. What stands in front of every handler of ours answers too, whoever the vendor
//! is: who may not call, what cannot be read, what no schema allows. Those answers are problems (RFC 9457) of known
//! statuses, and a server that is held against the document alone would be found fault with for each of them. So they are
//! added, for a tool's eyes, to the operations that can give them, each with its one media type and its schema, beside
//! what the document says of the status. What a handler answers is held against what the document says and nothing else:
//! no status of success is added, nor `default`, nor 500.

use serde_json::{Map, Value, json};

/// The keys of a path item that are operations.
const METHODS: &[&str] = &["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/// The document, as JSON, with the problems of its operations.
pub(super) fn served(text: &str) -> Result<String, String> {
    let mut document = read(text)?;
    let whole = document.clone();
    let paths = document.get_mut("paths").and_then(Value::as_object_mut).ok_or("it has no paths")?;
    for item in paths.values_mut().filter_map(Value::as_object_mut) {
        let common = item.contains_key("parameters");
        let operations = item.iter_mut().filter(|(key, _)| METHODS.contains(&key.as_str()));
        for operation in operations.filter_map(|(_, operation)| operation.as_object_mut()) {
            add(operation, common, &whole);
        }
    }
    Ok(write(&document))
}

/// A document as YAML, with numbers that are too large for JSON's reader as texts that [`write()`] knows.
pub(super) fn read(text: &str) -> Result<Value, String> {
    let lines = text.lines().map(|line| match line.rsplit_once(": ") {
        Some((key, number)) if is_large(number) => format!("{key}: \"{LARGE}{number}\"\n"),
        _ => format!("{line}\n"),
    });
    serde_yaml::from_str(&lines.collect::<String>()).map_err(|error| error.to_string())
}

/// A document as JSON.
pub(super) fn write(document: &Value) -> String {
    let (text, start) = (document.to_string(), format!("\"{LARGE}"));
    let mut parts = text.split(&start);
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |text, part| text + &part.replacen('"', "", 1))
}

/// What begins the text of a number that is too large.
const LARGE: &str = "a number: ";

fn is_large(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    digits.len() > 18 && digits.bytes().all(|byte| byte.is_ascii_digit())
}

fn add(operation: &mut Map<String, Value>, common_parameters: bool, whole: &Value) {
    let statuses = statuses(operation, common_parameters, whole);
    let Some(responses) = operation.get_mut("responses").and_then(Value::as_object_mut) else { return };
    for status in statuses {
        let mut response = match responses.get(status) {
            Some(response) => resolved(response, whole).clone(),
            None => json!({"description": "The server's own answer."}),
        };
        if let Some(response) = response.as_object_mut() {
            let content = response.entry("content").or_insert_with(|| json!({}));
            if let Some(content) = content.as_object_mut() {
                content.insert("application/problem+json".to_owned(), json!({"schema": problem(status)}));
            }
        }
        responses.insert(status.to_owned(), response);
    }
}

/// The statuses that an operation may be answered with before its handler is called.
fn statuses(operation: &Map<String, Value>, common_parameters: bool, whole: &Value) -> Vec<&'static str> {
    // A request that is none of HTTP's, a path that is another one, a method that the path has not.
    let mut statuses = vec!["400", "404", "405"];
    let security = operation.get("security").or_else(|| whole.get("security")).and_then(Value::as_array);
    if security.is_some_and(|alternatives| !alternatives.is_empty()) {
        statuses.extend(["401", "403"]);
    }
    let has_body = operation.contains_key("requestBody");
    if has_body || common_parameters || operation.contains_key("parameters") {
        statuses.push("422");
    }
    if has_body {
        statuses.extend(["408", "413", "415"]);
    }
    let responses = operation.get("responses").and_then(Value::as_object);
    let has_content = |response: &Value| resolved(response, whole).get("content").is_some();
    if responses.is_some_and(|responses| responses.values().any(has_content)) {
        statuses.push("406");
    }
    statuses
}

/// A node, or what it refers to.
fn resolved<'v>(node: &'v Value, whole: &'v Value) -> &'v Value {
    let pointer = node.get("$ref").and_then(Value::as_str).and_then(|text| text.strip_prefix('#'));
    pointer.and_then(|pointer| whole.pointer(pointer)).unwrap_or(node)
}

/// The schema of a problem: nothing more is in one.
fn problem(status: &str) -> Value {
    let text = json!({"type": "string"});
    json!({
        "type": "object",
        "required": ["title", "status"],
        "additionalProperties": false,
        "properties": {
            "title": text,
            "status": {"type": "integer", "enum": [status.parse::<u16>().unwrap_or_default()]},
            "detail": text,
            "errors": {
                "type": "array",
                "minItems": 1,
                "items": {
                    "type": "object",
                    "required": ["in", "pointer", "keyword", "detail"],
                    "additionalProperties": false,
                    "properties": {
                        "in": {"type": "string", "enum": ["body", "path", "query", "header", "cookie"]},
                        "name": text,
                        "pointer": text,
                        "keyword": text,
                        "detail": text
                    }
                }
            }
        }
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test says what it expects")]
mod tests {
    use super::*;

    #[test]
    fn problems_stand_beside_what_the_document_says() {
        let text = "
paths:
  /a:
    get:
      security: [{key: []}]
      parameters: [{name: b, in: query, schema: {type: integer}}]
      responses:
        '200': {description: It.}
        '422': {$ref: '#/components/responses/Wrong'}
  /c: {get: {responses: {'204': {description: Done.}}}}
x-large:
  maximum: 340282366920938463463
components:
  responses: {Wrong: {description: Wrong., content: {text/plain: {schema: {type: string}}}}}
";
        let text = super::served(text).unwrap();
        assert!(text.contains(r#"{"maximum":340282366920938463463}"#), "{text}");
        let served: Value = serde_json::from_str(&text).unwrap();
        let of = |path: &str| {
            let responses = served["paths"][path]["get"]["responses"].as_object().unwrap();
            let mut statuses: Vec<&str> = responses.keys().map(String::as_str).collect();
            statuses.sort_unstable();
            statuses.join(" ")
        };
        assert_eq!(of("/a"), "200 400 401 403 404 405 406 422");
        assert_eq!(of("/c"), "204 400 404 405");
        let wrong = &served["paths"]["/a"]["get"]["responses"]["422"];
        assert_eq!(wrong["description"], "Wrong.");
        assert!(wrong["content"]["text/plain"].is_object());
        assert!(wrong["content"]["application/problem+json"].is_object());
    }
}
