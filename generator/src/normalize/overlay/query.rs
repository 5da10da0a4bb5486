//! JSONPath ([RFC 9535](https://www.rfc-editor.org/rfc/rfc9535)) over a document: the only place that knows who evaluates it.

use super::Cuts;
use crate::source::{JsonPointer, Origin};
use crate::tree::Node;
use serde::Deserialize as _;
use serde_json::Value;
use serde_json_path::JsonPath;
use std::collections::BTreeSet;

/// The longest query that is read.
const MAX_BYTES: usize = 4096;
/// The deepest that brackets and parentheses of a query may stand in each other: they are read by recursion.
const MAX_NESTING: usize = 10;
/// The most descendant segments of a query (RFC 9535, section 2.5.2): each may multiply the work by the document's depth.
const MAX_DESCENTS: usize = 4;

/// A query and where it was written.
#[derive(Debug)]
pub(super) struct Query {
    path: JsonPath,
    /// Where it was written.
    pub(super) origin: Origin,
}

impl Query {
    /// Reads a query, or says why it is none.
    pub(super) fn parse(text: &str, origin: Origin) -> Result<Self, String> {
        let (nesting, descents) = measure(text);
        if text.len() > MAX_BYTES || nesting > MAX_NESTING || descents > MAX_DESCENTS {
            return Err(format!(
                "a query may have {MAX_BYTES} bytes, {MAX_NESTING} brackets within each other and {MAX_DESCENTS} times `..`"
            ));
        }
        JsonPath::parse(text).map(|path| Self { path, origin }).map_err(|error| error.to_string())
    }
}

/// How deep brackets stand in each other, and how often `..` occurs, string literals left out.
fn measure(text: &str) -> (usize, usize) {
    let (mut depth, mut deepest, mut descents) = (0_usize, 0, 0);
    let (mut quote, mut before) = (None, ' ');
    let mut marks = text.chars();
    while let Some(mark) = marks.next() {
        match (quote, mark) {
            (Some(_), '\\') => _ = marks.next(),
            (Some(open), _) if mark == open => quote = None,
            (Some(_), _) => {}
            (None, '\'' | '"') => quote = Some(mark),
            (None, '[' | '(') => depth += 1,
            (None, ']' | ')') => depth = depth.saturating_sub(1),
            (None, '.') if before == '.' => descents += 1,
            (None, _) => {}
        }
        deepest = deepest.max(depth);
        before = mark;
    }
    (deepest, descents)
}

/// The document as the queries see it. It is kept beside the tree and changed with it, so that an action costs what it
/// changes and not the whole document.
pub(super) struct View {
    root: Value,
}

impl View {
    pub(super) fn of(tree: &Node) -> Self {
        Self { root: json(tree) }
    }

    /// The places that a query selects, each once, sorted.
    pub(super) fn select(&self, query: &Query) -> BTreeSet<JsonPointer> {
        let nodes = query.path.query_located(&self.root);
        nodes.locations().filter_map(|path| JsonPointer::parse(&path.to_json_pointer())).collect()
    }

    /// Takes over what stands at a place of the tree now: a new member, a new last element, or another value.
    pub(super) fn write(&mut self, pointer: &JsonPointer, node: &Node) {
        let Some((parent, token)) = pointer.split_last() else {
            self.root = json(node);
            return;
        };
        match self.root.pointer_mut(parent.as_str()) {
            Some(Value::Object(members)) => _ = members.insert(token, json(node)),
            Some(Value::Array(items)) => {
                match token.parse().ok().and_then(|place: usize| items.get_mut(place)) {
                    Some(item) => *item = json(node),
                    None => items.push(json(node)),
                }
            }
            _ => {}
        }
    }

    /// Takes out what was taken out of the tree.
    pub(super) fn cut(&mut self, cuts: &Cuts) {
        for (parent, tokens) in cuts.deepest_first() {
            match self.root.pointer_mut(parent.as_str()) {
                Some(Value::Object(members)) => members.retain(|key, _| !tokens.contains(key)),
                Some(Value::Array(items)) => {
                    let mut place = 0..;
                    items.retain(|_| {
                        !place.next().is_some_and(|place: usize| tokens.contains(&place.to_string()))
                    });
                }
                _ => {}
            }
        }
    }
}

/// A node as JSON, which has neither infinity nor NaN; both become null. The reader bounds the depth.
fn json(node: &Node) -> Value {
    Value::deserialize(node).unwrap_or(Value::Null)
}
