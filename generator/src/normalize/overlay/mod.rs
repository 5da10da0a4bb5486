//! Overlays ([Overlay Specification 1.1](https://spec.openapis.org/overlay/v1.1.0.html), and 1.0): a document is
//! corrected by actions, before any other pass sees it.
//!
//! Both versions are applied by the rules of 1.1, which say exactly what 1.0 leaves open: a primitive value may be a
//! target, and an array that goes into an array is concatenated with it.

mod document;
mod merge;
mod query;
#[cfg(test)]
mod tests;

use crate::diagnostics::{Code, Diagnostic, Sink};
use crate::source::{JsonPointer, Origin};
use crate::tree::{Node, Value};
use document::{Action, Change};
use merge::{Kind, Merged};
use query::View;
use std::collections::{BTreeMap, BTreeSet, HashSet};

/// The most nodes that an overlay may add, as many as aliases: a copy can double a document, and the next one that.
const MAX_ADDED: usize = 200_000;
/// The deepest a node may stand, as in a document that is read.
const MAX_DEPTH: usize = 256;

/// What an overlay did to a document: for whoever wants to know whether an action settles what is said of a place.
///
/// A place is that of the moment its action was applied: removing an element moves the ones behind it.
#[derive(Clone, Debug, Default)]
pub struct Applied {
    /// The targets of actions and the members that were merged in, in the order of the actions.
    pub touched: Vec<JsonPointer>,
    /// Those of them whose whole value an action wrote or took away, so that all below them is settled too.
    pub whole: Vec<JsonPointer>,
}

impl Applied {
    /// Whether an action was about this place, or wrote or took away what it stood in.
    pub fn settles(&self, place: &JsonPointer) -> bool {
        let below = |whole: &JsonPointer| {
            place.as_str().strip_prefix(whole.as_str()).is_some_and(|rest| rest.starts_with('/'))
        };
        self.touched.contains(place) || self.whole.iter().any(below)
    }
}

/// Applies the actions of an overlay to a document, in order, each to what the one before it has left
/// ([Overlay Object](https://spec.openapis.org/overlay/v1.1.0.html#overlay-object)).
///
/// An overlay that is not sound as a whole is not applied at all; the sink says why. What is merged in keeps its origin.
pub fn apply(tree: &mut Node, overlay: &Node, sink: &mut Sink) -> Applied {
    let Some(actions) = document::read(overlay, sink) else { return Applied::default() };
    let view = View::of(tree);
    let mut run = Run { tree, view, sink, added: 0, applied: Applied::default() };
    for action in &actions {
        if run.added > MAX_ADDED {
            break;
        }
        run.action(action);
    }
    run.applied
}

/// What is to be taken out: of each place its members or elements by token.
pub(super) struct Cuts(BTreeMap<JsonPointer, HashSet<String>>);

impl Cuts {
    /// Such that what is taken out does not move what is taken out after it.
    fn deepest_first(&self) -> Vec<(&JsonPointer, &HashSet<String>)> {
        let mut cuts: Vec<_> = self.0.iter().collect();
        cuts.sort_by_key(|(parent, _)| std::cmp::Reverse(parent.tokens().count()));
        cuts
    }
}

struct Run<'r> {
    tree: &'r mut Node,
    view: View,
    sink: &'r mut Sink,
    /// How many nodes were added; past the budget no action is looked at any more.
    added: usize,
    applied: Applied,
}

impl Run<'_> {
    fn action(&mut self, action: &Action<'_>) {
        let targets = self.view.select(&action.target);
        if targets.is_empty() {
            self.report(
                Code::UnmatchedAction,
                action.target.origin,
                "this action matches nothing in the document",
            );
            return;
        }
        match &action.change {
            Change::Nothing => {}
            Change::Remove => self.remove(targets, action.target.origin),
            Change::Update(value) => self.update(targets, value, None, action.target.origin),
            Change::Copy(query) => {
                let mut sources = self.view.select(query).into_iter();
                match (sources.next(), sources.next()) {
                    (Some(source), None) => {
                        if let Some(value) = self.tree.pointer(&source).cloned() {
                            self.update(targets, &value, Some(query.origin), action.target.origin);
                        }
                    }
                    (None, _) => {
                        let message = "there is nothing to copy: this matches nothing in the document";
                        self.report(Code::UnmatchedAction, query.origin, message);
                    }
                    (Some(_), Some(_)) => {
                        self.report(
                            Code::InvalidOverlay,
                            query.origin,
                            "`copy` must match one node, and matches several",
                        );
                    }
                }
            }
        }
    }

    /// Takes each target out of the object or array that it is in.
    fn remove(&mut self, targets: BTreeSet<JsonPointer>, origin: Origin) {
        let mut cuts = Cuts(BTreeMap::new());
        for target in &targets {
            let Some((parent, token)) = target.split_last() else {
                self.report(Code::InvalidOverlay, origin, "the whole document cannot be removed");
                return;
            };
            cuts.0.entry(parent).or_default().insert(token);
        }
        for (parent, tokens) in cuts.deepest_first() {
            match self.tree.pointer_mut(parent).map(|parent| &mut parent.value) {
                Some(Value::Mapping(members)) => {
                    let kept = std::mem::take(members).into_iter();
                    kept.filter(|entry| !tokens.contains(entry.key.as_str())).for_each(|entry| {
                        members.insert(entry);
                    });
                }
                Some(Value::Sequence(items)) => {
                    let mut place = 0..;
                    items.retain(|_| {
                        !place.next().is_some_and(|place: usize| tokens.contains(&place.to_string()))
                    });
                }
                _ => {}
            }
        }
        self.view.cut(&cuts);
        self.applied.touched.extend(targets.iter().cloned());
        self.applied.whole.extend(targets);
    }

    /// Merges a value into each target; `copied` is where the action says what to copy.
    fn update(
        &mut self,
        targets: BTreeSet<JsonPointer>,
        value: &Node,
        copied: Option<Origin>,
        origin: Origin,
    ) {
        let kinds: Vec<Kind> =
            targets.iter().filter_map(|target| self.tree.pointer(target)).map(Kind::of).collect();
        if kinds.windows(2).any(|pair| pair.first() != pair.last()) {
            let message = "the targets of an action must be all objects, all arrays or all primitive values";
            self.report(Code::InvalidOverlay, origin, message);
            return;
        }
        let (nodes, height) = extent(value);
        let mut merged = Merged::default();
        for target in targets {
            self.added = self.added.saturating_add(nodes);
            if self.added > MAX_ADDED || target.tokens().count() + height > MAX_DEPTH {
                self.added = usize::MAX;
                let message = format!(
                    "an overlay may add {MAX_ADDED} nodes, none of them more than {MAX_DEPTH} levels deep"
                );
                self.report(Code::BudgetExceeded, copied.unwrap_or(value.origin), message);
                break;
            }
            self.applied.touched.push(target.clone());
            if let Some(node) = self.tree.pointer_mut(&target) {
                merge::merge(node, value, target, &mut merged);
            }
        }
        for place in &merged.written {
            if let Some(node) = self.tree.pointer(place) {
                self.view.write(place, node);
            }
        }
        for conflict in merged.conflicts {
            let ((value, from), (target, to)) = (conflict.value, conflict.target);
            let message = format!("{value} cannot be merged into {target}");
            let diagnostic = Diagnostic::new(Code::InvalidOverlay, copied.unwrap_or(from), message);
            self.sink.report(diagnostic.related(to, format!("{target} stands here")));
        }
        self.applied.touched.extend(merged.entered);
        self.applied.touched.extend(merged.written.iter().cloned());
        self.applied.whole.extend(merged.written);
    }

    fn report(&mut self, code: Code, origin: Origin, message: impl Into<String>) {
        self.sink.report(Diagnostic::new(code, origin, message));
    }
}

/// How many nodes a value has, and how many levels.
fn extent(value: &Node) -> (usize, usize) {
    let (mut nodes, mut height) = (0, 0);
    let mut waiting = vec![(value, 1)];
    while let Some((node, level)) = waiting.pop() {
        nodes += 1;
        height = height.max(level);
        match &node.value {
            Value::Mapping(mapping) => waiting.extend(mapping.iter().map(|entry| (&entry.value, level + 1))),
            Value::Sequence(items) => waiting.extend(items.iter().map(|item| (item, level + 1))),
            Value::Scalar(_) => {}
        }
    }
    (nodes, height)
}
