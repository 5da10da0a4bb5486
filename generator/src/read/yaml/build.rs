//! Puts the events of a YAML or JSON parser together, on a stack of our own.

use super::merge::{self, Merges};
use crate::diagnostics::{Code, Diagnostic, Sink};
use crate::source::{FileId, Origin};
use crate::tree::{Entry, Mapping, Node, Scalar, Style, Value};
use smol_str::SmolStr;
use std::collections::HashMap;
use std::ops::Range;

/// The most nodes a document may have, those from aliases included.
const MAX_NODES: usize = 5_000_000;
/// The deepest a node may stand; trees are dropped and cloned by recursion, which this keeps short.
const MAX_DEPTH: usize = 256;
/// The most nodes that aliases may add.
const MAX_EXPANDED: usize = 200_000;

/// The text cannot be read any further, and the sink says why.
#[derive(Debug)]
pub(super) struct Stop;

/// What a collection that is still open holds so far.
enum Open {
    Sequence(Vec<Node>),
    Mapping { mapping: Mapping, key: Key, merges: Merges },
}

/// Where a mapping stands between a key and its value.
enum Key {
    Awaited,
    Known(SmolStr, Origin),
    /// The key is `<<`, which no quotes make a name.
    Merge(Origin),
    /// The key was reported and its value is let go.
    Invalid,
}

struct Frame {
    open: Open,
    start: u32,
    end: u32,
    anchor: usize,
    nodes: usize,
    height: usize,
}

/// A finished node with what an alias to it would cost.
struct Part {
    node: Node,
    nodes: usize,
    height: usize,
}

/// The tree so far.
pub(super) struct Builder<'s> {
    file: FileId,
    base: usize,
    sink: &'s mut Sink,
    frames: Vec<Frame>,
    anchors: HashMap<usize, Part>,
    anchored: usize,
    expanded: usize,
    nodes: usize,
    root: Option<Node>,
}

impl<'s> Builder<'s> {
    pub(super) fn new(file: FileId, base: usize, sink: &'s mut Sink) -> Self {
        let (frames, anchors) = (Vec::new(), HashMap::new());
        Self { file, base, sink, frames, anchors, anchored: 0, expanded: 0, nodes: 0, root: None }
    }

    /// The place in the file of a range in the text.
    pub(super) fn origin(&self, range: &Range<usize>) -> Origin {
        Origin::new(self.file, self.base + range.start, self.base + range.end)
    }

    pub(super) fn report(&mut self, code: Code, range: &Range<usize>, message: impl Into<String>) {
        let origin = self.origin(range);
        self.sink.report(Diagnostic::new(code, origin, message));
    }

    /// The same as [`Builder::fail`], with better advice than the code's.
    pub(super) fn fail_with(&mut self, code: Code, range: &Range<usize>, message: &str, note: &str) -> Stop {
        let origin = self.origin(range);
        self.sink.report(Diagnostic::new(code, origin, message).note(note));
        Stop
    }

    pub(super) fn fail(&mut self, code: Code, range: &Range<usize>, message: impl Into<String>) -> Stop {
        self.report(code, range, message);
        Stop
    }

    pub(super) fn scalar(&mut self, scalar: Scalar, range: &Range<usize>, anchor: usize) -> Result<(), Stop> {
        let node = Node { value: Value::Scalar(scalar), origin: self.origin(range) };
        self.count(1, range)?;
        self.place(Part { node, nodes: 1, height: 1 }, anchor, range)
    }

    pub(super) fn open_sequence(&mut self, range: &Range<usize>, anchor: usize) -> Result<(), Stop> {
        self.open(Open::Sequence(Vec::new()), range, anchor)
    }

    pub(super) fn open_mapping(&mut self, range: &Range<usize>, anchor: usize) -> Result<(), Stop> {
        self.open(
            Open::Mapping { mapping: Mapping::new(), key: Key::Awaited, merges: Vec::new() },
            range,
            anchor,
        )
    }

    /// Ends the innermost collection; an empty range means that it ends with its last part.
    pub(super) fn close(&mut self, range: &Range<usize>) -> Result<(), Stop> {
        let Some(frame) = self.frames.pop() else { return Ok(()) };
        let end = if range.is_empty() { frame.end } else { self.origin(range).end };
        let origin = Origin { file: self.file, start: frame.start, end };
        let node = match frame.open {
            Open::Sequence(items) => Node::sequence(items, origin),
            Open::Mapping { mapping, merges, .. } => Node::mapping(merge::merge(mapping, merges), origin),
        };
        self.place(Part { node, nodes: frame.nodes, height: frame.height }, frame.anchor, range)
    }

    /// Puts a copy of an anchored node in the place of an alias; the copy keeps the origins of the original.
    pub(super) fn alias(&mut self, id: usize, range: &Range<usize>) -> Result<(), Stop> {
        let Some((nodes, height)) = self.anchors.get(&id).map(|part| (part.nodes, part.height)) else {
            return Err(self.fail(Code::InvalidYaml, range, "an alias to a node that it is a part of"));
        };
        self.expanded += nodes;
        if self.expanded > MAX_EXPANDED {
            let message = format!("aliases add more than {MAX_EXPANDED} nodes");
            return Err(self.fail(Code::BudgetExceeded, range, message));
        }
        self.count(nodes, range)?;
        if self.frames.len() + height > MAX_DEPTH {
            return Err(self.too_deep(range));
        }
        match self.anchors.get(&id).map(|part| part.node.clone()) {
            Some(node) => self.place(Part { node, nodes, height }, 0, range),
            None => Ok(()),
        }
    }

    /// The document, once everything is closed.
    pub(super) fn finish(self, length: usize) -> Option<Node> {
        if self.root.is_none() {
            let origin = self.origin(&(0..length.min(1)));
            self.sink.report(Diagnostic::new(Code::InvalidYaml, origin, "the text holds no document"));
        }
        self.root
    }

    fn open(&mut self, open: Open, range: &Range<usize>, anchor: usize) -> Result<(), Stop> {
        self.count(1, range)?;
        if self.frames.len() + 1 >= MAX_DEPTH {
            return Err(self.too_deep(range));
        }
        let origin = self.origin(range);
        self.frames.push(Frame { open, start: origin.start, end: origin.end, anchor, nodes: 1, height: 1 });
        Ok(())
    }

    fn too_deep(&mut self, range: &Range<usize>) -> Stop {
        self.fail(Code::BudgetExceeded, range, format!("the document is more than {MAX_DEPTH} levels deep"))
    }

    fn count(&mut self, nodes: usize, range: &Range<usize>) -> Result<(), Stop> {
        self.nodes += nodes;
        if self.nodes <= MAX_NODES {
            return Ok(());
        }
        Err(self.fail(Code::BudgetExceeded, range, format!("the document has more than {MAX_NODES} nodes")))
    }

    fn place(&mut self, part: Part, anchor: usize, range: &Range<usize>) -> Result<(), Stop> {
        if anchor != 0 {
            // An anchor costs a copy, and anchors within anchors would copy the same nodes at every level.
            self.anchored += part.nodes;
            if self.anchored > MAX_NODES {
                let message = format!("anchors hold more than {MAX_NODES} nodes");
                return Err(self.fail(Code::BudgetExceeded, range, message));
            }
            let (node, nodes, height) = (part.node.clone(), part.nodes, part.height);
            self.anchors.insert(anchor, Part { node, nodes, height });
        }
        let here = self.origin(range);
        let Some(frame) = self.frames.last_mut() else {
            self.root = Some(part.node);
            return Ok(());
        };
        // An alias's node has the origin of its original, so only a node of this place moves the end.
        frame.end = frame.end.max(if range.is_empty() { part.node.origin.end } else { here.end });
        frame.nodes += part.nodes;
        frame.height = frame.height.max(part.height + 1);
        let (mapping, key, merges) = match &mut frame.open {
            Open::Sequence(items) => {
                items.push(part.node);
                return Ok(());
            }
            Open::Mapping { mapping, key, merges } => (mapping, key, merges),
        };
        let key_before = match std::mem::replace(key, Key::Awaited) {
            Key::Merge(_) if merge::is_mergeable(&part.node) => {
                merges.push((mapping.len(), part.node));
                return Ok(());
            }
            Key::Merge(origin) => Key::Known(merge::KEY.into(), origin),
            other => other,
        };
        match key_before {
            Key::Awaited => match part.node.value {
                Value::Scalar(scalar) if scalar.style == Style::Plain && scalar.text == merge::KEY => {
                    *key = Key::Merge(here);
                }
                Value::Scalar(scalar) => *key = Key::Known(scalar.text, here),
                _ => {
                    *key = Key::Invalid;
                    let message = "a mapping key that is not a scalar";
                    self.sink.report(Diagnostic::new(Code::InvalidKey, part.node.origin, message));
                }
            },
            Key::Known(name, key_origin) => match mapping.get_entry(&name) {
                Some(first) => self.sink.report(
                    Diagnostic::new(
                        Code::DuplicateKey,
                        key_origin,
                        format!("the key `{name}` stands here twice"),
                    )
                    .related(first.key_origin, "first written here"),
                ),
                None => {
                    mapping.insert(Entry { key: name, key_origin, value: part.node });
                }
            },
            Key::Invalid | Key::Merge(_) => {}
        }
        Ok(())
    }
}
