//! What several texts of one API say becomes one document: equal parts are shared, unequal ones reported.

use crate::diagnostics::{Code, Diagnostic, Sink};
use crate::tree::{Entry, Mapping, Node};

/// Merges documents into the first; `None` where there is none.
pub(super) fn merge(mut documents: Vec<Node>, sink: &mut Sink) -> Option<Node> {
    move_security_down(&mut documents);
    let mut documents = documents.into_iter();
    let mut merged = documents.next()?;
    for document in documents {
        let (Some(into), Some(from)) = (merged.as_mapping_mut(), document.as_mapping()) else { continue };
        for entry in from.iter() {
            match entry.key.as_str() {
                "paths" => unite_maps(into, entry, 2, sink),
                "components" => unite_maps(into, entry, 2, sink),
                "tags" | "servers" => unite_lists(into, entry),
                "openapi" => keep_newer(into, entry),
                // Pages are exported on different days, and nothing that is generated depends on this.
                "info" => {}
                _ => unite_maps(into, entry, 0, sink),
            }
        }
    }
    Some(merged)
}

/// What a document asks of all its operations is asked of each of them, where the documents do not agree on it: one
/// page's rule must not become another's.
fn move_security_down(documents: &mut [Node]) {
    let agree = documents.windows(2).all(|pair| match pair {
        [one, two] => match (one.get("security"), two.get("security")) {
            (Some(one), Some(two)) => one.means_the_same(two),
            (one, two) => one.is_none() && two.is_none(),
        },
        _ => true,
    });
    if agree {
        return;
    }
    for root in documents.iter_mut().filter_map(Node::as_mapping_mut) {
        let Some(security) = root.remove("security") else { continue };
        let items = root.get_mut("paths").and_then(Node::as_mapping_mut).into_iter();
        let items = items.flat_map(Mapping::values_mut).filter_map(Node::as_mapping_mut);
        for (key, operation) in items.flat_map(Mapping::entries_mut) {
            if let Some(operation) = operation.as_mapping_mut().filter(|_| !key.starts_with("x-"))
                && !operation.contains_key("security")
            {
                operation.insert(security.clone());
            }
        }
    }
}

/// Keeps the newer of two versions of OpenAPI: what reads it takes the spellings of the older one as well.
fn keep_newer(into: &mut Mapping, entry: &Entry) {
    let minor = |node: &Node| node.as_str()?.split('.').nth(1)?.parse::<u32>().ok();
    if let Some(have) = into.get_mut(&entry.key)
        && minor(have) < minor(&entry.value)
    {
        *have = entry.value.clone();
    }
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
