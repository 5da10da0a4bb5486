//! Several specifications of one vendor in one run: their components may share names and nothing else.

use super::merge::merge;
use super::share::pascal;
use crate::diagnostics::Sink;
use crate::tree::{Entry, Mapping, Node, Value};
use std::collections::{HashMap, HashSet};

/// The components that are referred to by name; a security scheme is named by requirements, and is left as it is.
const KINDS: [&str; 6] = ["schemas", "parameters", "responses", "requestBodies", "headers", "examples"];

/// Merges documents by the specification that they are pages of, and then the specifications. A component that means
/// something else in a later specification gets the name of that specification in front of its own; servers that are not
/// those of the first go to the paths of their own specification.
pub(super) fn merge_apart(documents: Vec<(Option<String>, Node)>, sink: &mut Sink) -> Option<Node> {
    let specs: HashSet<&str> = documents.iter().filter_map(|(spec, _)| spec.as_deref()).collect();
    if specs.len() < 2 {
        return merge(documents.into_iter().map(|(_, document)| document).collect(), sink);
    }
    let mut groups: Vec<(Option<String>, Vec<Node>)> = Vec::new();
    for (spec, document) in documents {
        match groups.iter_mut().find(|(known, _)| *known == spec) {
            Some((_, group)) => group.push(document),
            None => groups.push((spec, vec![document])),
        }
    }
    let merged: Vec<(Option<String>, Node)> =
        groups.into_iter().filter_map(|(spec, group)| Some((spec, merge(group, sink)?))).collect();
    let mut apart: Vec<Node> = Vec::new();
    for (spec, mut document) in merged {
        if let (Some(first), Some(spec)) = (apart.first(), &spec) {
            move_servers_down(first, &mut document);
            let renamed = renamed(&apart, &document, &prefix(spec));
            rename(&mut document, &renamed);
        }
        apart.push(document);
    }
    merge(apart, sink)
}

/// `/other_things.yaml` is `OtherThings`.
fn prefix(spec: &str) -> String {
    let file = spec.rsplit('/').next().unwrap_or(spec);
    pascal(file.split('.').next().unwrap_or(file))
}

/// The references that are to change, with what they change to.
fn renamed(before: &[Node], document: &Node, prefix: &str) -> HashMap<String, String> {
    let mut renamed = HashMap::new();
    for kind in KINDS {
        let named = |node: &'_ Node| node.get("components").and_then(|parts| parts.get(kind)).cloned();
        let known: Vec<Node> = before.iter().filter_map(named).collect();
        for entry in named(document).as_ref().and_then(Node::as_mapping).into_iter().flatten() {
            let differs = known.iter().filter_map(|part| part.get(&entry.key));
            if differs.into_iter().any(|other| !other.means_the_same(&entry.value)) {
                let reference = |name: &str| format!("#/components/{kind}/{name}");
                renamed.insert(reference(&entry.key), reference(&format!("{prefix}{}", entry.key)));
            }
        }
    }
    renamed
}

/// Renames components and what refers to them.
fn rename(document: &mut Node, renamed: &HashMap<String, String>) {
    if renamed.is_empty() {
        return;
    }
    for kind in KINDS {
        let parts = document.as_mapping_mut().and_then(|root| root.get_mut("components"));
        let Some(named) = parts.and_then(Node::as_mapping_mut).and_then(|parts| parts.get_mut(kind)) else {
            continue;
        };
        let origin = named.origin;
        let mut entries = Mapping::new();
        for entry in named.as_mapping().into_iter().flatten() {
            let target = renamed.get(&format!("#/components/{kind}/{}", entry.key));
            let name = target.and_then(|target| target.rsplit('/').next()).unwrap_or(&entry.key);
            entries.insert(Entry { key: name.into(), ..entry.clone() });
        }
        *named = Node::mapping(entries, origin);
    }
    let mut waiting = vec![document];
    while let Some(node) = waiting.pop() {
        let target = node.as_str().and_then(|text| renamed.get(text));
        if let Some(target) = target {
            *node = Node::string(target.as_str(), node.origin);
            continue;
        }
        match &mut node.value {
            Value::Mapping(mapping) => waiting.extend(mapping.values_mut()),
            Value::Sequence(items) => waiting.extend(items),
            Value::Scalar(_) => {}
        }
    }
}

/// Servers that differ from those of the first specification stand at each path of their own.
fn move_servers_down(first: &Node, document: &mut Node) {
    let same = match (first.get("servers"), document.get("servers")) {
        (Some(one), Some(two)) => one.means_the_same(two),
        (_, None) => true,
        (None, Some(_)) => false,
    };
    let Some(root) = document.as_mapping_mut().filter(|_| !same) else { return };
    let Some(servers) = root.remove("servers") else { return };
    let paths = root.get_mut("paths").and_then(Node::as_mapping_mut).into_iter();
    for item in paths.flat_map(Mapping::values_mut).filter_map(Node::as_mapping_mut) {
        if !item.contains_key("servers") {
            item.insert(servers.clone());
        }
    }
}
