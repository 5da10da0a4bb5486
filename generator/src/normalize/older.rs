//! Parameters and headers of 3.0 and later that say what they are as those of Swagger 2.0 do: beside their name.

use super::positions::{self, Position};
use super::swagger::parameters::{SCHEMA_KEYWORDS, convert, take_schema};
use super::swagger::{Context, path_item};
use crate::diagnostics::{Code, Diagnostic, Sink};
use crate::tree::{Entry, Mapping, Node};

/// Moves what says the type of a parameter or header under `schema`; that it is of another version, the ledger tells.
/// Parameters that are sent in the body become one.
pub(super) fn rewrite(tree: &mut Node, sink: &mut Sink) {
    let mut bodies = Vec::new();
    positions::each(tree, &mut |node, position| {
        let origin = node.origin;
        let place = node.get("in").and_then(Node::as_str);
        if position == Position::Parameter && matches!(place, Some("body" | "formData")) {
            bodies.extend(node.get("in").map(|place| place.origin));
            return;
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
    let Some((first, others)) = bodies.split_first() else { return };
    let message = "since OpenAPI 3.0 no parameter is sent in the body";
    let note = "it is read as the `requestBody` of an operation that has none";
    sink.report(Diagnostic::new(Code::ForeignKeyword, *first, message).note(note).also(others));
    let Some(root) = tree.as_mapping_mut() else { return };
    let context = Context::of_3(root);
    let paths = root.get_mut("paths").and_then(Node::as_mapping_mut);
    for (_, item) in
        paths.into_iter().flat_map(Mapping::entries_mut).filter(|(key, _)| !key.starts_with("x-"))
    {
        path_item(item, &context, sink);
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
