//! What becomes of time and memory when a document is doubled again and again: its schemas and operations are repeated
//! under new names, and refer to each other as those did that they are made of.

use super::process::measured;
use crate::{Outcome, print, scratch::Scratch};
use serde_json::{Map, Value};
use std::fs;
use std::path::Path;

/// A document as large as this is the last.
const LARGEST: usize = 64 << 20;

/// Doubling may take so much more.
const MOST: f64 = 2.2;

/// Generates from a document in JSON, and from it doubled up to the largest; status 1 where that is more than doubled
/// work.
pub(super) fn growth(root: &Path, file: &Path) -> Outcome {
    let text = fs::read_to_string(file).map_err(|error| format!("{}: {error}", file.display()))?;
    let whole: Value =
        serde_json::from_str(&text).map_err(|error| format!("a document in JSON is needed: {error}"))?;
    let scratch = Scratch::new(root, "growth")?;
    print("  copies      bytes    CPU ms   ratio   peak MiB   ratio\n");
    let (mut copies, mut before, mut failed) = (1, None, false);
    loop {
        let text = repeated(&whole, copies).to_string();
        if text.len() > LARGEST {
            return Ok(u8::from(failed));
        }
        scratch.write("document.json", &text)?;
        let (cpu, peak) = measured("generate", &scratch.path("document.json"))?;
        let ratios = before.map(|(old_cpu, old_peak): (f64, f64)| (cpu / old_cpu, peak / old_peak));
        let told =
            |ratio: Option<f64>| ratio.map_or_else(|| "      -".to_owned(), |ratio| format!("{ratio:>7.2}"));
        print(&format!(
            "  {copies:>6} {:>10} {cpu:>9.0} {} {peak:>10.0} {}\n",
            text.len(),
            told(ratios.map(|(cpu, _)| cpu)),
            told(ratios.map(|(_, peak)| peak)),
        ));
        failed |= ratios.is_some_and(|(cpu, peak)| cpu > MOST || peak > MOST);
        (copies, before) = (copies * 2, Some((cpu, peak)));
    }
}

/// A document with so many copies of its paths, its components (OpenAPI 3) and its definitions (Swagger 2.0).
fn repeated(whole: &Value, copies: usize) -> Value {
    let mut result = whole.clone();
    for copy in 1..copies {
        let mut part = whole.clone();
        rename(&mut part, copy);
        for places in [&["paths"][..], &["definitions"], &["components"]] {
            let (Some(from), Some(into)) = (member(&mut part, places), member(&mut result, places)) else {
                continue;
            };
            merge(into, std::mem::take(from), copy, places == ["components"]);
        }
    }
    result
}

fn member<'v>(value: &'v mut Value, places: &[&str]) -> Option<&'v mut Map<String, Value>> {
    places.iter().try_fold(value, |value, place| value.get_mut(*place))?.as_object_mut()
}

/// Adds the members of a copy under names of their own. Components are maps of such members, a kind each.
fn merge(into: &mut Map<String, Value>, from: Map<String, Value>, copy: usize, is_nested: bool) {
    for (name, value) in from {
        match (into.get_mut(&name), value) {
            // Who may call does not grow with what can be called.
            _ if name == "securitySchemes" => {}
            (Some(Value::Object(kind)), Value::Object(members)) if is_nested => {
                merge(kind, members, copy, false)
            }
            (_, value) if name.starts_with('/') => _ = into.insert(format!("/copy{copy}{name}"), value),
            (_, value) => _ = into.insert(format!("{name}{}", suffix(copy)), value),
        }
    }
}

fn suffix(copy: usize) -> String {
    format!("_copy{copy}")
}

/// Gives references and the ids of operations the names that they have in a copy.
fn rename(value: &mut Value, copy: usize) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| rename(item, copy)),
        Value::Object(members) => {
            for (key, value) in members {
                match value {
                    Value::String(text) if key == "operationId" || is_local(text) => {
                        text.push_str(&suffix(copy))
                    }
                    other => rename(other, copy),
                }
            }
        }
        _ => {}
    }
}

/// Whether a text refers to something that is repeated as a whole.
fn is_local(text: &str) -> bool {
    let kind = text.strip_prefix("#/components/").and_then(|rest| rest.split_once('/'));
    let name = match kind {
        Some(("securitySchemes", _)) => None,
        Some((_, name)) => Some(name),
        None => text.strip_prefix("#/definitions/"),
    };
    name.is_some_and(|name| !name.contains('/'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_copy_refers_to_its_own_parts() {
        let document = json!({
            "paths": {"/a": {"get": {"operationId": "a", "schema": {"$ref": "#/components/schemas/A"}}}},
            "components": {
                "schemas": {"A": {"properties": {"b": {"$ref": "#/components/schemas/A"}}}},
                "securitySchemes": {"key": {}}
            }
        });
        let twice = repeated(&document, 2);
        assert_eq!(twice.pointer("/paths/~1copy1~1a/get/operationId"), Some(&json!("a_copy1")));
        let place = "/components/schemas/A_copy1/properties/b/$ref";
        assert_eq!(twice.pointer(place), Some(&json!("#/components/schemas/A_copy1")));
        assert_eq!(twice.pointer("/components/securitySchemes"), Some(&json!({"key": {}})));
        assert_eq!(repeated(&document, 1), document);
    }
}
