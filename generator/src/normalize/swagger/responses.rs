//! Responses: `schema` and `examples` become `content`, headers get a `schema`.

use super::context::Context;
use super::{JSON, parameters};
use crate::source::Origin;
use crate::tree::{Entry, Mapping, Node};

/// The named responses, in the media types of the document.
pub(super) fn components(context: &Context) -> Mapping {
    let mut responses = context.responses.clone();
    responses.values_mut().for_each(|response| convert(response, &context.produces));
    responses
}

/// Rewrites a response of an operation; a named one is copied where the operation has media types of its own.
pub(super) fn of_operation(node: &mut Node, produces: &[Node], shared: bool, context: &Context) {
    let name =
        node.get("$ref").and_then(Node::as_str).and_then(|text| text.strip_prefix("#/components/responses/"));
    let named = name.and_then(|name| context.responses.get(name));
    match named.filter(|named| !shared && named.get("schema").is_some()) {
        Some(named) => *node = named.clone(),
        None if node.get("$ref").is_some() => return,
        None => {}
    }
    convert(node, produces);
}

fn convert(node: &mut Node, produces: &[Node]) {
    let origin = node.origin;
    let Some(response) = node.as_mapping_mut().filter(|response| !response.contains_key("$ref")) else {
        return;
    };
    if !response.contains_key("description") {
        response.push("description", Node::string("", origin));
    }
    let headers = response.get_mut("headers").and_then(Node::as_mapping_mut);
    for header in headers.into_iter().flat_map(Mapping::values_mut) {
        header_schema(header);
    }
    if response.contains_key("content") {
        return;
    }
    let schema = response.remove("schema");
    let examples = response.remove("examples");
    if schema.is_none() && examples.is_none() {
        return;
    }
    let mut examples: Vec<Entry> = match examples {
        Some(Entry { value: Node { value: crate::tree::Value::Mapping(examples), .. }, .. }) => {
            examples.into_iter().collect()
        }
        _ => Vec::new(),
    };
    let is_file =
        schema.as_ref().is_some_and(|schema| schema.value.get("type").and_then(Node::as_str) == Some("file"));
    let at = schema.as_ref().map_or(origin, |schema| schema.value.origin);
    let mut content = Mapping::new();
    let names: Vec<(String, Origin)> = if schema.is_none() {
        Vec::new()
    } else if produces.is_empty() {
        vec![(if is_file { "application/octet-stream" } else { JSON }.to_owned(), at)]
    } else {
        produces.iter().filter_map(|name| Some((name.as_str()?.to_owned(), name.origin))).collect()
    };
    for (name, at) in names {
        let example = examples.iter().position(|example| example.key == name);
        let example = example.map(|index| examples.remove(index));
        content.push(name, media_type(schema.as_ref(), example, at));
    }
    // An example may be in a media type that nothing else names.
    let mut unnamed = Mapping::new();
    for example in examples {
        if example.key.contains('/') {
            content.push(example.key.clone(), media_type(schema.as_ref(), Some(example), at));
        } else {
            unnamed.insert(example);
        }
    }
    if !unnamed.is_empty() {
        response.push("x-examples", Node::mapping(unnamed, origin));
    }
    if !content.is_empty() {
        response.push("content", Node::mapping(content, at));
    }
}

fn media_type(schema: Option<&Entry>, example: Option<Entry>, origin: Origin) -> Node {
    let mut media = Mapping::new();
    if let Some(schema) = schema {
        media.insert(schema.clone());
    }
    if let Some(example) = example {
        media.insert(Entry { key: "example".into(), ..example });
    }
    Node::mapping(media, origin)
}

fn header_schema(header: &mut Node) {
    let origin = header.origin;
    let Some(header) = header.as_mapping_mut().filter(|header| !header.contains_key("$ref")) else { return };
    // A list in a header is separated by commas in every version.
    header.remove("collectionFormat");
    let schema = parameters::take_schema(header, origin);
    if !header.contains_key("schema") && !header.contains_key("content") {
        header.push("schema", schema);
    }
}
