//! Reading and writing beside serde: the answers of some operations of a document, once as the types that are generated,
//! once as the same types with serde's derives.

mod derive;

use crate::scratch::{Scratch, toml_string};
use crate::{Outcome, print};
use serde_json::Value;
use specwright::config::Config;
use specwright::diagnostics::Sink;
use specwright::ir::Operation;
use specwright_cli::load_sources;
use specwright_cli::mock::Values;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::Command;

/// A list is repeated until a text is about this long.
const BYTES: usize = 100_000;

/// An answer that is read and written.
struct Case {
    /// The operation, and whether the text is the document's.
    title: String,
    /// Its type, as the generated client names it.
    ty: String,
    text: String,
}

/// Builds a program of the operations, each as `GET /path`, and prints what it measures.
pub(super) fn codec(root: &Path, file: &Path, operations: &[String]) -> Outcome {
    let text = fs::read_to_string(file).map_err(|error| format!("{}: {error}", file.display()))?;
    // Examples are looked for in documents in JSON only.
    let document = serde_json::from_str(&text).unwrap_or(Value::Null);
    let sources = load_sources(&[file.to_owned()]).map_err(|error| error.to_string())?;
    let config =
        Config { name: Some("api".to_owned()), only: operations.to_vec(), ..super::process::config(file) };
    let config = Config { tag_features: false, ..config };
    let output = specwright::generate(&sources, &config, &mut Sink::new())
        .map_err(|_| format!("{} cannot be generated from", file.display()))?;
    let scratch = Scratch::new(root, "bench-codec")?;
    let (mut models, mut client) = (String::new(), String::new());
    for file in &output.files {
        scratch.write(format!("program/src/api/{}", file.path), &file.text)?;
        if file.path.starts_with("models") {
            models.push_str(&file.text);
        } else if file.path.starts_with("client") {
            client.push_str(&file.text);
        }
    }
    let understood = specwright::interpret(&sources, &config, &mut Sink::new())
        .map_err(|_| format!("{} cannot be understood", file.display()))?;
    let values = Values::new(understood.api, &understood.document);
    let mut cases = Vec::new();
    for operation in operations {
        let ty = answer(&client, operation).ok_or_else(|| format!("`{operation}` has no one JSON answer"))?;
        let (origin, text) = body(&values, &document, operation)
            .ok_or_else(|| format!("no answer of `{operation}` is valid"))?;
        cases.push(Case { title: format!("{operation}, {origin}"), ty, text: repeated(text) });
    }
    scratch.write("program/src/by_serde.rs", &derive::derived(&models))?;
    scratch.write("program/src/main.rs", &program(&cases))?;
    scratch.write("program/Cargo.toml", &manifest(root))?;
    for (index, case) in cases.iter().enumerate() {
        scratch.write(format!("program/src/{index}.json"), &case.text)?;
    }
    let built = scratch.cargo("program", ["build", "--quiet", "--release"])?.status();
    if !built.map_err(|error| format!("cargo: {error}"))?.success() {
        return Err("the program of the bench does not compile".to_owned());
    }
    print("MB a second of the median of runs in turn; `ratio` is ours to serde's, so that more is better\n");
    let status = Command::new(scratch.release_binary("bench-codec")).status();
    Ok(if status.map_err(|error| error.to_string())?.success() { 0 } else { 2 })
}

/// The type of the answer of an operation, where there is one.
fn answer(client: &str, operation: &str) -> Option<String> {
    let (_, after) = client.split_once(&format!("/// A request of `{operation}`;"))?;
    let (_, after) = after.split_once("-> json ")?;
    Some(after.split_once('|')?.0.trim().replace("models::", "MODULE::"))
}

/// A valid body of an answer: the document's example where it is valid, else one that is made.
fn body(values: &Values<'_>, document: &Value, operation: &str) -> Option<(&'static str, String)> {
    let is_meant = |found: &&Operation| format!("{} {}", found.http_method, found.path) == operation;
    let found = values.api().operations.iter().find(is_meant)?;
    let answer = found.responses.iter().find(|response| response.success)?;
    let content = answer.body.as_ref()?.variants.first()?;
    let is_valid = |text: &String| values.objections(&content.ty, &content.rules, text).is_empty();
    let documented = example(document, operation).filter(is_valid).map(|text| ("an example", text));
    documented.or_else(|| Some(("made", values.json(&content.ty, &content.rules)?)))
}

/// The example of an answer.
fn example(document: &Value, operation: &str) -> Option<String> {
    let (method, path) = operation.split_once(' ')?;
    let operation = document.get("paths")?.get(path)?.get(method.to_lowercase())?;
    let content = operation.pointer("/responses/200/content/application~1json")?;
    let named = || content.get("examples")?.as_object()?.values().next();
    let mut found = content.get("example").or_else(named)?;
    if let Some(target) = found.get("$ref").and_then(Value::as_str) {
        found = document.pointer(target.strip_prefix('#')?)?;
    }
    Some(found.get("value").unwrap_or(found).to_string())
}

/// A list, made longer by its own items; any other text as it is.
fn repeated(text: String) -> String {
    match serde_json::from_str(&text) {
        Ok(Value::Array(items)) if !items.is_empty() => {
            let all: Vec<&Value> = (0..=BYTES / text.len()).flat_map(|_| &items).collect();
            serde_json::to_string(&all).unwrap_or(text)
        }
        _ => text,
    }
}

fn program(cases: &[Case]) -> String {
    let mut calls = String::new();
    for (index, case) in cases.iter().enumerate() {
        let (ours, theirs) =
            (case.ty.replace("MODULE::", "api::models::"), case.ty.replace("MODULE::", "by_serde::"));
        // Writing to a string cannot fail.
        _ = writeln!(
            calls,
            "    compare::<{ours}, {theirs}>({:?}, include_str!(\"{index}.json\"));",
            case.title
        );
    }
    include_str!("codec/program.rs.txt").replace("    // CASES\n", &calls)
}

fn manifest(root: &Path) -> String {
    let runtime = toml_string(&root.join("generator/runtime").to_string_lossy());
    format!(
        "[package]\nname = \"bench-codec\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[features]\nclient = []\n\
         server = []\n\n[dependencies]\n\
         chrono = {{ version = \"0.4\", default-features = false, features = [\"serde\"] }}\n\
         serde = {{ version = \"1\", features = [\"derive\"] }}\nserde_json = \"1\"\n\
         specwright-runtime = {{ path = {runtime}, default-features = false, features = [\"decimal\"] }}\n\
         uuid = {{ version = \"1\", features = [\"serde\"] }}\n\n\
         [profile.release]\ndebug = \"line-tables-only\"\n\n[workspace]\n"
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_type_and_the_example_of_an_operation_are_found() {
        let client =
            "/// A request of `GET /a/{b}`; it is sent\npub struct A -> json Vec<models::B> | AError {}";
        assert_eq!(answer(client, "GET /a/{b}").unwrap(), "Vec<MODULE::B>");
        assert_eq!(answer(client, "GET /a"), None);
        let content = json!({"examples": {"one": {"$ref": "#/components/examples/e"}}});
        let document = json!({
            "paths": {"/a": {"get": {"responses": {"200": {"content": {"application/json": content}}}}}},
            "components": {"examples": {"e": {"value": {"b": 1}}}}
        });
        assert_eq!(example(&document, "GET /a").unwrap(), r#"{"b":1}"#);
    }

    #[test]
    fn a_list_grows_and_nothing_else_does() {
        assert!(repeated("[1]".to_owned()).starts_with("[1,1,1,"));
        assert_eq!(repeated(r#"{"b":[1]}"#.to_owned()), r#"{"b":[1]}"#);
    }
}
