//! Paths that stand beside `paths`: some keep those with a query of their own in an extension, since others take none.

use crate::diagnostics::{Code, Diagnostic, Sink};
use crate::tree::{Mapping, Node};

/// Moves the path items of extensions such as `x-long-paths` to `paths`.
pub fn gather_paths(tree: &mut Node, sink: &mut Sink) {
    let origin = tree.origin;
    let Some(root) = tree.as_mapping_mut() else { return };
    let holders: Vec<String> = root
        .iter()
        .filter(|entry| holds_paths(&entry.key, &entry.value))
        .map(|entry| entry.key.to_string())
        .collect();
    for holder in holders {
        let Some(entry) = root.remove(&holder) else { continue };
        if !root.contains_key("paths") {
            root.push("paths", Node::mapping(Mapping::new(), origin));
        }
        let crate::tree::Value::Mapping(items) = entry.value.value else { continue };
        let Some(paths) = root.get_mut("paths").and_then(Node::as_mapping_mut) else { continue };
        for item in items {
            if paths.contains_key(&item.key) {
                let message = format!("`{}` is described under `paths` already", item.key);
                let diagnostic = Diagnostic::new(Code::InvalidShape, item.key_origin, message);
                sink.report(diagnostic.note("what stands here is left out"));
                continue;
            }
            paths.insert(item);
        }
    }
}

/// Whether an extension is called after paths and holds nothing else.
fn holds_paths(key: &str, value: &Node) -> bool {
    let is_item = |key: &str, value: &Node| {
        key.starts_with("x-") || key.starts_with('/') && value.as_mapping().is_some()
    };
    let items = value.as_mapping();
    key.starts_with("x-")
        && key.ends_with("-paths")
        && items.is_some_and(|items| {
            !items.is_empty() && items.iter().all(|entry| is_item(&entry.key, &entry.value))
        })
}
