//! What several texts of one API say becomes one document: equal parts are shared, unequal ones reported.

use crate::diagnostics::{Code, Diagnostic, Sink};
use crate::tree::{Entry, Mapping, Node};

/// Merges documents into the first; `None` where there is none.
pub(super) fn merge(documents: Vec<Node>, sink: &mut Sink) -> Option<Node> {
    let mut documents = documents.into_iter();
    let mut merged = documents.next()?;
    for document in documents {
        let (Some(into), Some(from)) = (merged.as_mapping_mut(), document.as_mapping()) else { continue };
        for entry in from.iter() {
            match entry.key.as_str() {
                "paths" => unite_maps(into, entry, 2, sink),
                "components" => unite_maps(into, entry, 2, sink),
                "tags" | "servers" => unite_lists(into, entry),
                // Pages are exported on different days, and nothing that is generated depends on these.
                "openapi" | "info" => {}
                _ => unite_maps(into, entry, 0, sink),
            }
        }
    }
    Some(merged)
}

/// Puts an entry into a mapping, or its entries into the entry that is there, down to `levels` of mappings.
fn unite_maps(into: &mut Mapping, entry: &Entry, levels: usize, sink: &mut Sink) {
    let Some(have) = into.get_entry(&entry.key) else {
        into.insert(entry.clone());
        return;
    };
    if have.value.means_the_same(&entry.value) {
        return;
    }
    let (here, there) = (have.key_origin, entry.key_origin);
    let parts = entry.value.as_mapping().filter(|_| levels > 0);
    match (into.get_mut(&entry.key).and_then(Node::as_mapping_mut), parts) {
        (Some(into), Some(parts)) => parts.iter().for_each(|part| unite_maps(into, part, levels - 1, sink)),
        _ => sink.report(
            Diagnostic::new(
                Code::ConflictingPages,
                there,
                format!("`{}` is not the same on two pages", entry.key),
            )
            .label("this one is left out")
            .related(here, "this one is kept")
            .note("make the pages agree, or take the newer of them alone"),
        ),
    }
}

/// Adds the items of a list that are not there yet; a tag is there when its name is.
fn unite_lists(into: &mut Mapping, entry: &Entry) {
    let Some(have) = into.get_mut(&entry.key) else {
        into.insert(entry.clone());
        return;
    };
    let Some(have) = have.as_sequence_mut() else { return };
    for item in entry.value.as_sequence().unwrap_or_default() {
        let name = item.get("name").and_then(Node::as_str);
        let known = have.iter().any(|other| {
            other.means_the_same(item) || (name.is_some() && other.get("name").and_then(Node::as_str) == name)
        });
        if !known {
            have.push(item.clone());
        }
    }
}
