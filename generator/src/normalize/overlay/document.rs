//! The overlay itself: what is wrong with it is told before anything of it is applied.

use super::query::Query;
use crate::diagnostics::{Code, Diagnostic, Sink};
use crate::source::Origin;
use crate::tree::{Mapping, Node, Resolved};

/// An [Action Object](https://spec.openapis.org/overlay/v1.1.0.html#action-object).
#[derive(Debug)]
pub(super) struct Action<'o> {
    /// The nodes it is about.
    pub(super) target: Query,
    /// What becomes of them.
    pub(super) change: Change<'o>,
}

/// What an action does to its targets.
#[derive(Debug)]
pub(super) enum Change<'o> {
    /// Takes each out of what holds it.
    Remove,
    /// Merges a value of the overlay into each.
    Update(&'o Node),
    /// Merges a node of the document into each.
    Copy(Query),
    /// `remove: false` and nothing else.
    Nothing,
}

/// A field of an object: its name, and whether it is required.
type Field = (&'static str, bool);

/// The [Overlay Object](https://spec.openapis.org/overlay/v1.1.0.html#overlay-object).
const OVERLAY: &[Field] = &[("overlay", true), ("info", true), ("extends", false), ("actions", true)];
/// The [Info Object](https://spec.openapis.org/overlay/v1.1.0.html#info-object).
const INFO: &[Field] = &[("title", true), ("version", true), ("description", false)];
/// The [Action Object](https://spec.openapis.org/overlay/v1.1.0.html#action-object).
const ACTION: &[Field] =
    &[("target", true), ("description", false), ("update", false), ("remove", false), ("copy", false)];

/// Reads the actions of an overlay; `None` if anything in it is wrong, and the sink then says what.
///
/// `extends` says which document the overlay was written for; which one it is applied to, its caller says.
pub(super) fn read<'o>(overlay: &'o Node, sink: &mut Sink) -> Option<Vec<Action<'o>>> {
    let mut reader = Reader { sink, sound: true, copies: true };
    let actions = reader.overlay(overlay);
    reader.sound.then_some(actions)
}

struct Reader<'s> {
    sink: &'s mut Sink,
    sound: bool,
    /// Whether the version has `copy`.
    copies: bool,
}

impl Reader<'_> {
    fn wrong(&mut self, origin: Origin, message: impl Into<String>) {
        self.sound = false;
        self.sink.report(Diagnostic::new(Code::InvalidOverlay, origin, message));
    }

    /// The members of an object, once its fields have been looked at.
    fn object<'o>(&mut self, node: &'o Node, what: &str, fields: &[Field]) -> Option<&'o Mapping> {
        let Some(mapping) = node.as_mapping() else {
            self.wrong(node.origin, format!("{what} is an object"));
            return None;
        };
        for entry in mapping {
            let known = fields.iter().any(|(name, _)| *name == entry.key.as_str());
            if !known && !entry.key.starts_with("x-") {
                self.wrong(entry.key_origin, format!("{what} has no field `{}`", entry.key));
            }
        }
        for (name, _) in fields.iter().filter(|(name, required)| *required && !mapping.contains_key(name)) {
            self.wrong(node.origin, format!("{what} needs the field `{name}`"));
        }
        Some(mapping)
    }

    fn overlay<'o>(&mut self, node: &'o Node) -> Vec<Action<'o>> {
        let Some(mapping) = self.object(node, "an overlay", OVERLAY) else { return Vec::new() };
        if let Some(version) = mapping.get("overlay") {
            self.version(version);
        }
        if let Some(info) = mapping.get("info") {
            self.object(info, "the `info` of an overlay", INFO);
        }
        let Some(actions) = mapping.get("actions") else { return Vec::new() };
        match actions.as_sequence() {
            Some(items) if !items.is_empty() => items.iter().filter_map(|item| self.action(item)).collect(),
            _ => {
                self.wrong(actions.origin, "`actions` is a list of at least one action");
                Vec::new()
            }
        }
    }

    /// Major and minor version are the feature set; the patch says nothing
    /// ([Versions](https://spec.openapis.org/overlay/v1.1.0.html#versions)).
    fn version(&mut self, node: &Node) {
        let parts: Vec<&str> = node.as_str().unwrap_or_default().split('.').collect();
        let number = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        match parts.as_slice() {
            ["1", "0", patch] if number(patch) => self.copies = false,
            ["1", "1", patch] if number(patch) => {}
            _ => self.wrong(node.origin, "`overlay` must be 1.0.x or 1.1.x"),
        }
    }

    fn action<'o>(&mut self, node: &'o Node) -> Option<Action<'o>> {
        let mapping = self.object(node, "an action", ACTION)?;
        let target = mapping.get("target").and_then(|target| self.query(target, "target"));
        let remove = mapping.get("remove");
        if let Some(remove) = remove.filter(|remove| remove.as_bool().is_none()) {
            self.wrong(remove.origin, "`remove` is `true` or `false`");
        }
        if let Some(copy) = mapping.get_entry("copy").filter(|_| !self.copies) {
            self.wrong(copy.key_origin, "`copy` needs `overlay: 1.1.0`");
        }
        let copy = mapping.get("copy").map(|copy| self.query(copy, "copy"));
        let change = match (mapping.get("update"), copy) {
            _ if remove.and_then(Node::as_bool) == Some(true) => Change::Remove,
            (Some(update), None) => Change::Update(update),
            (None, Some(copy)) => Change::Copy(copy?),
            (None, None) if remove.is_some() => Change::Nothing,
            (None, None) => {
                self.wrong(node.origin, "this action has neither `update` nor `remove` nor `copy`");
                return None;
            }
            (Some(_), Some(_)) => {
                self.wrong(node.origin, "an action has either `update` or `copy`");
                return None;
            }
        };
        Some(Action { target: target?, change })
    }

    fn query(&mut self, node: &Node, field: &str) -> Option<Query> {
        let text = match node.resolve() {
            Some(Resolved::String(text)) => text,
            _ => {
                self.wrong(node.origin, format!("`{field}` is a JSONPath"));
                return None;
            }
        };
        match Query::parse(text, node.origin) {
            Ok(query) => Some(query),
            Err(reason) => {
                self.wrong(node.origin, format!("`{field}` is not a JSONPath of RFC 9535: {reason}"));
                None
            }
        }
    }
}
