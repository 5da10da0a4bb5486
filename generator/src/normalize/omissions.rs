//! What the specification asks for and a document leaves out, where it is clear all the same what is meant.

use super::positions::{self, Position};
use super::version::Version;
use crate::diagnostics::{Code, Diagnostic, Sink};
use crate::tree::{Mapping, Node};

/// Tells once of each kind of omission: whoever leaves something out once does so throughout.
pub(super) fn tell(tree: &mut Node, version: Version, sink: &mut Sink) {
    info(tree, sink);
    let (mut lists, mut parameters) = (Vec::new(), Vec::new());
    positions::each(tree, &mut |node, position| {
        let origin = node.origin;
        let Some(part) = node.as_mapping() else { return };
        // Since 3.1 a list without `items` is one of anything, and says so.
        let holds_lists = version <= Version::V3_0
            && (position == Position::Schema
                || (position == Position::Parameter && version == Version::V2_0));
        if holds_lists && is(part, "type", "array") && !part.contains_key("items") {
            lists.push(origin);
        }
        let is_required = part.get("required").and_then(Node::as_bool) == Some(true);
        if position == Position::Parameter && is(part, "in", "path") && !is_required {
            parameters.push(origin);
        }
    });
    let message = "this array does not say what its `items` are";
    let note = "they are taken for any JSON value; `items: {}` would say so";
    let lists = Diagnostic::at_all(Code::Incomplete, lists, message, note);
    let message = "a parameter of the path says `required: true`";
    let note = "this one is required all the same, since no path is without it";
    let parameters = Diagnostic::at_all(Code::Incomplete, parameters, message, note);
    lists.into_iter().chain(parameters).for_each(|diagnostic| sink.report(diagnostic));
}

fn is(part: &Mapping, key: &str, value: &str) -> bool {
    part.get(key).and_then(Node::as_str) == Some(value)
}

/// Each document has a title and a version (OpenAPI 3.0.3, section 4.7.2).
fn info(tree: &Node, sink: &mut Sink) {
    let Some(info) = tree.get("info") else {
        let message = "this document has no `info`";
        let note = "its `title` would name the API, and its `version` what is written for it";
        sink.report(Diagnostic::new(Code::Incomplete, tree.origin, message).note(note));
        return;
    };
    let lacks = |key: &str| info.get(key).and_then(Node::as_scalar).is_none();
    let message = match (lacks("title"), lacks("version")) {
        (true, true) => "this `info` has no `title` and no `version`",
        (true, false) => "this `info` has no `title`",
        (false, true) => "this `info` has no `version`",
        (false, false) => return,
    };
    let note = "the title names the API, and the version what is written for it";
    sink.report(Diagnostic::new(Code::Incomplete, info.origin, message).note(note));
}
