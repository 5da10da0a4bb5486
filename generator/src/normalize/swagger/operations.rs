//! Path items and operations: which media types count, and which parameters make up the body.

use super::bodies::{self, BodyParameter};
use super::context::Context;
use super::{media_types, parameters, responses, servers};
use crate::diagnostics::{Code, Diagnostic, Sink};
use crate::tree::{Entry, Mapping, Node};

/// The media types of one operation, its own or the document's.
struct MediaTypes {
    consumes: Vec<Node>,
    produces: Vec<Node>,
    /// Whether they are those of the document, so that named bodies and responses fit as they are.
    shares_consumes: bool,
    shares_produces: bool,
}

const METHODS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/// Rewrites a path item and its operations.
pub(super) fn path_item(node: &mut Node, context: &Context, sink: &mut Sink) {
    let Some(item) = node.as_mapping_mut() else { return };
    let shared = split(item, context, sink);
    for method in METHODS {
        if let Some(operation) = item.get_mut(method).and_then(Node::as_mapping_mut) {
            rewrite(operation, &shared, context, sink);
        }
    }
}

/// Takes the parameters that make up a body out of a list, and rewrites the others.
fn split(part: &mut Mapping, context: &Context, sink: &mut Sink) -> Vec<BodyParameter> {
    let mut bodies = Vec::new();
    let Some(list) = part.get_mut("parameters").and_then(Node::as_sequence_mut) else { return bodies };
    for mut parameter in std::mem::take(list) {
        match bodies::body_parameter(&parameter, context) {
            Some(body) => bodies.push(body),
            None => {
                if let Some(mapping) = parameter.as_mapping_mut() {
                    parameters::convert(mapping, sink);
                }
                list.push(parameter);
            }
        }
    }
    if list.is_empty() && !bodies.is_empty() {
        part.remove("parameters");
    }
    bodies
}

fn rewrite(operation: &mut Mapping, shared: &[BodyParameter], context: &Context, sink: &mut Sink) {
    let own = |entry: Option<&Entry>| entry.map(|entry| media_types(Some(&entry.value)));
    let (consumes, produces) = (operation.remove("consumes"), operation.remove("produces"));
    let (consumes, produces) = (own(consumes.as_ref()), own(produces.as_ref()));
    let media_types = MediaTypes {
        shares_consumes: consumes.is_none(),
        shares_produces: produces.is_none(),
        consumes: consumes.unwrap_or_else(|| context.consumes.clone()),
        produces: produces.unwrap_or_else(|| context.produces.clone()),
    };
    servers::set_schemes_aside(operation);
    let mut bodies = split(operation, context, sink);
    // What an operation says of a parameter counts for it; a path's parameters count where it says nothing.
    let has_own_body = bodies.iter().any(BodyParameter::is_whole);
    let inherited = shared.iter().filter(|shared| {
        !has_own_body
            && !bodies.iter().any(|own| own.name == shared.name && own.is_whole() == shared.is_whole())
    });
    let inherited: Vec<BodyParameter> = inherited.cloned().collect();
    bodies.extend(inherited);
    if let Some(first) = bodies.iter().position(BodyParameter::is_whole) {
        let kept = bodies.remove(first);
        for other in &bodies {
            let message = match other.is_whole() {
                true => "an operation has one body, and this is its second",
                false => "an operation has a body or a form, and this one has both",
            };
            sink.report(
                Diagnostic::new(Code::InvalidShape, other.node.origin, message)
                    .label("this parameter is left out")
                    .related(kept.node.origin, "this one is the body"),
            );
        }
        bodies = vec![kept];
    }
    if !operation.contains_key("requestBody")
        && let Some(body) =
            bodies::request_body(&bodies, &media_types.consumes, media_types.shares_consumes, sink)
    {
        operation.push("requestBody", body);
    }
    let documented = operation.get_mut("responses").and_then(Node::as_mapping_mut);
    for (key, response) in documented.into_iter().flat_map(Mapping::entries_mut) {
        if !key.starts_with("x-") {
            responses::of_operation(response, &media_types.produces, media_types.shares_produces, context);
        }
    }
}
