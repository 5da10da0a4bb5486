//! What the tests of readers share.

use crate::diagnostics::{Code, Sink};
use crate::source::{JsonPointer, Sources};
use crate::tree::Node;

/// The document that a page amounts to, and what is said about it.
pub(super) fn read(text: &str) -> (Option<Node>, Vec<Code>) {
    let mut sources = Sources::new();
    sources.add("page", text);
    let mut sink = Sink::new();
    let tree = crate::read::read(&sources, &mut sink).ok().map(|weighed| weighed.tree);
    (tree, sink.diagnostics().iter().map(|diagnostic| diagnostic.code).collect())
}

/// The text at a path whose steps are parted by spaces; a reference on the way is followed.
pub(super) fn at(tree: &Node, path: &str) -> Option<String> {
    let node = path.split(' ').try_fold(tree, |node, key| {
        let target = node.get("$ref").and_then(Node::as_str).and_then(|target| target.strip_prefix('#'));
        let node = match target.and_then(JsonPointer::parse).filter(|_| key != "$ref") {
            Some(target) => tree.pointer(&target)?,
            None => node,
        };
        match (node.as_sequence(), key.parse::<usize>()) {
            (Some(items), Ok(index)) => items.get(index),
            _ => node.get(key),
        }
    })?;
    node.as_str().map(str::to_owned)
}
