//! A part of a document: the operations that are asked for, and the components that they need.

mod components;
mod selector;

use crate::diagnostics::{Code, Diagnostic, Sink};
use crate::source::JsonPointer;
use crate::tree::{Entry, Mapping, Node, Value};
use selector::{Candidate, Selector};

/// Keys of a Path Item Object that hold one operation (OpenAPI 3.2, section 4.9.1).
const METHODS: [&str; 9] = ["get", "put", "post", "delete", "options", "head", "patch", "trace", "query"];

/// Where paths stand; a webhook is asked for by its name as a path is.
const PATHS: [&str; 3] = ["paths", "webhooks", "x-webhooks"];

/// What is asked for, and what of it was found.
struct Selection {
    only: Vec<(Selector, bool)>,
    exclude: Vec<(Selector, bool)>,
}

impl Selection {
    /// Whether an operation is asked for: by any of the first, where there are such, and by none of the second.
    fn takes(&mut self, operation: &Candidate<'_>) -> bool {
        let is_named = |selectors: &mut Vec<(Selector, bool)>| {
            let mut found = false;
            for (selector, used) in selectors.iter_mut() {
                if selector.matches(operation) {
                    (found, *used) = (true, true);
                }
            }
            found
        };
        let wanted = self.only.is_empty() | is_named(&mut self.only);
        !is_named(&mut self.exclude) && wanted
    }
}

/// Takes out every operation that is not asked for, and then every component that nothing refers to any more.
///
/// A selector is `tag:NAME`, `operation:ID` or `path:TEMPLATE`, where a `*` at the end stands for anything; a text that
/// starts with `/` is a template, `GET /pets` one operation of it, and any other text a tag or an `operationId`.
pub fn select(tree: &mut Node, only: &[String], exclude: &[String], sink: &mut Sink) {
    if only.is_empty() && exclude.is_empty() {
        return;
    }
    let parse = |texts: &[String]| texts.iter().map(|text| (Selector::parse(text), false)).collect();
    let mut selection = Selection { only: parse(only), exclude: parse(exclude) };
    for section in PATHS {
        let Some(paths) = tree.get(section).and_then(Node::as_mapping) else { continue };
        let kept = paths.iter().filter_map(|path| kept_path(tree, path, &mut selection));
        let mut kept_paths = Mapping::new();
        kept.for_each(|entry| _ = kept_paths.insert(entry));
        if let Some(slot) = tree.as_mapping_mut().and_then(|root| root.get_mut(section)) {
            slot.value = Value::Mapping(kept_paths);
        }
    }
    for (selector, _) in selection.only.iter().chain(&selection.exclude).filter(|(_, used)| !used) {
        let message = format!("no operation is selected by `{selector}`");
        sink.report(Diagnostic::whole(Code::UnmatchedSelection, message));
    }
    components::prune(tree);
}

/// A path with the operations that are asked for; `None` where none is.
fn kept_path(tree: &Node, path: &Entry, selection: &mut Selection) -> Option<Entry> {
    if path.key.starts_with("x-") {
        return Some(path.clone());
    }
    let mut path = path.clone();
    // Several paths may refer to one item, and not all of its operations are asked for in each of them.
    if let Some(shared) = referred(tree, &path.value).cloned() {
        path.value = shared;
    }
    let item = path.value.as_mapping_mut()?;
    let mut left = 0;
    let mut kept = Mapping::new();
    for mut entry in std::mem::take(item) {
        if METHODS.contains(&entry.key.as_str()) {
            if !selection.takes(&Candidate::new(&path.key, &entry.key, &entry.value)) {
                continue;
            }
            left += 1;
        } else if matches!(entry.key.as_str(), "additionalOperations" | "x-additionalOperations")
            && let Some(operations) = entry.value.as_mapping_mut()
        {
            let mut further = Mapping::new();
            for operation in std::mem::take(operations) {
                if selection.takes(&Candidate::new(&path.key, &operation.key, &operation.value)) {
                    further.insert(operation);
                }
            }
            left += further.len();
            *operations = further;
        }
        kept.insert(entry);
    }
    *item = kept;
    (left > 0).then_some(path)
}

/// What a Path Item Object that is a reference leads to.
fn referred<'t>(tree: &'t Node, item: &Node) -> Option<&'t Node> {
    let target = item.get("$ref")?.as_str()?.strip_prefix('#')?;
    tree.pointer(&JsonPointer::parse(target)?)
}
