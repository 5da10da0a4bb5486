//! What a document of 3.0 or later says as those of Swagger 2.0 do, such as what a parameter is beside its name.

use super::positions::{self, Position};
use super::swagger;
use super::swagger::parameters::{SCHEMA_KEYWORDS, convert, take_schema};
use crate::diagnostics::{Code, Diagnostic, Sink};
use crate::tree::{Entry, Mapping, Node};

/// What the top of a document of Swagger 2.0 has and that of no later one.
const CONTAINERS: [&str; 9] = [
    "host",
    "basePath",
    "schemes",
    "consumes",
    "produces",
    "definitions",
    "parameters",
    "responses",
    "securityDefinitions",
];

/// Gives what a document says as Swagger 2.0 does the shape of 3.0; that it is of another version, the ledger tells.
pub(super) fn rewrite(tree: &mut Node, sink: &mut Sink) {
    let (mut bodies, mut is_older) = (Vec::new(), false);
    positions::each(tree, &mut |node, position| {
        let origin = node.origin;
        let text = |key: &str| node.get(key).and_then(Node::as_str);
        match position {
            Position::Document => is_older |= CONTAINERS.iter().any(|key| node.get(key).is_some()),
            Position::Response => is_older |= node.get("schema").is_some() && node.get("content").is_none(),
            Position::SecurityScheme => {
                is_older |= text("flow").is_some() || text("type") == Some("basic");
                if let Some(kind) = node.get("type").filter(|kind| kind.as_str() == Some("basic")) {
                    let message = "since OpenAPI 3.0 `basic` is no type of a security scheme";
                    let note = "it is read as `type: http` with `scheme: basic`";
                    sink.report(Diagnostic::new(Code::ForeignKeyword, kind.origin, message).note(note));
                }
            }
            Position::Parameter if matches!(text("in"), Some("body" | "formData")) => {
                bodies.extend(node.get("in").map(|place| place.origin));
                return;
            }
            _ => {}
        }
        let Some(part) = node.as_mapping_mut().filter(|_| is_part(position)) else { return };
        let is_said = part.iter().any(|entry| is_of_2(&entry.key));
        if !is_said || part.contains_key("$ref") {
            return;
        }
        match (part.contains_key("schema") || part.contains_key("content"), position) {
            (true, _) => join(part, sink),
            (false, Position::Parameter) => convert(part, sink),
            (false, _) => {
                part.remove("collectionFormat");
                let schema = take_schema(part, origin);
                part.push("schema", schema);
            }
        }
    });
    bodies.sort_unstable();
    if let Some((first, others)) = bodies.split_first() {
        let message = "since OpenAPI 3.0 no parameter is sent in the body";
        let note = "it is read as the `requestBody` of an operation that has none";
        sink.report(Diagnostic::new(Code::ForeignKeyword, *first, message).note(note).also(others));
    }
    if is_older || !bodies.is_empty() {
        swagger::convert(tree, sink);
    }
}

fn is_part(position: Position) -> bool {
    matches!(position, Position::Parameter | Position::Header)
}

/// Whether only Swagger 2.0 has a keyword in a parameter.
fn is_of_2(keyword: &str) -> bool {
    let elsewhere = ["title", "nullable", "additionalProperties"];
    keyword == "collectionFormat"
        || SCHEMA_KEYWORDS.contains(&keyword) && !keyword.starts_with("x-") && !elsewhere.contains(&keyword)
}

/// Takes into a schema what stands beside it and it does not say itself.
fn join(part: &mut Mapping, sink: &mut Sink) {
    let beside: Vec<String> =
        part.iter().filter(|entry| is_of_2(&entry.key)).map(|entry| entry.key.to_string()).collect();
    let beside: Vec<Entry> = beside.iter().filter_map(|keyword| part.remove(keyword)).collect();
    let schema = part.get_mut("schema").and_then(Node::as_mapping_mut);
    let mut schema = schema.filter(|schema| !schema.contains_key("$ref"));
    for entry in beside {
        let said = schema.as_deref().and_then(|schema| schema.get(&entry.key));
        let is_same = said.map(|said| said.means_the_same(&entry.value));
        match (schema.as_deref_mut(), is_same) {
            (Some(schema), None) if entry.key != "collectionFormat" => _ = schema.insert(entry),
            (_, Some(true)) => {}
            _ => {
                let message = format!("`{}` says nothing beside this `schema`", entry.key);
                let note = "the schema says what the values are; what is meant should stand in it";
                sink.report(Diagnostic::new(Code::IgnoredKeyword, entry.key_origin, message).note(note));
            }
        }
    }
}
