//! Reading and writing beside serde: the responses of some operations of a document, once as the types that are
//! generated, once as the same types with serde's derives.

mod derive;

use crate::scratch::{Scratch, toml_string};
use crate::{Outcome, print};
use serde_json::Value;
use specwright::config::Config;
use specwright::diagnostics::Sink;
use specwright_cli::load_sources;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::Command;

/// An example is repeated until a text is about this long.
const BYTES: usize = 100_000;

/// A response that is read and written.
struct Case {
    operation: String,
    /// Its type, as the generated client names it.
    ty: String,
    text: String,
}

/// Builds a program of the operations, each as `GET /path`, and prints what it measures. The document is one in JSON,
/// with an example of each response.
pub(super) fn codec(root: &Path, file: &Path, operations: &[String]) -> Outcome {
    let text = fs::read_to_string(file).map_err(|error| format!("{}: {error}", file.display()))?;
    let document: Value =
        serde_json::from_str(&text).map_err(|error| format!("a document in JSON is needed: {error}"))?;
    let sources = load_sources(&[file.to_owned()]).map_err(|error| error.to_string())?;
    let config =
        Config { name: Some("api".to_owned()), only: operations.to_vec(), ..super::stages::config(file) };
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
    let mut cases = Vec::new();
    for operation in operations {
        let ty = answer(&client, operation).ok_or_else(|| format!("`{operation}` has no one JSON answer"))?;
        let text = example(&document, operation).ok_or_else(|| format!("`{operation}` has no example"))?;
        cases.push(Case { operation: operation.clone(), ty, text });
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

/// The example of a response, repeated where it is a list.
fn example(document: &Value, operation: &str) -> Option<String> {
    let (method, path) = operation.split_once(' ')?;
    let operation = document.get("paths")?.get(path)?.get(method.to_lowercase())?;
    let content = operation.pointer("/responses/200/content/application~1json")?;
    let named = || content.get("examples")?.as_object()?.values().next();
    let mut found = content.get("example").or_else(named)?;
    if let Some(target) = found.get("$ref").and_then(Value::as_str) {
        found = document.pointer(target.strip_prefix('#')?)?;
    }
    let found = found.get("value").unwrap_or(found);
    let Value::Array(items) = found else { return Some(found.to_string()) };
    let once = found.to_string().len().max(1);
    let repeated: Vec<&Value> = (0..=BYTES / once).flat_map(|_| items).collect();
    serde_json::to_string(&repeated).ok()
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
            case.operation
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
}
