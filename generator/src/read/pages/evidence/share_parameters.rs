//! Parameters that recur get one name: a header that every page lists is one component.

use super::share::{describe, entries, pascal};
use crate::tree::{Mapping, Node};
use std::collections::{BTreeMap, HashMap};

/// Moves the parameters that several operations list in the same words into the components. A name that two different
/// parameters would have is nobody's.
pub(super) fn share(root: &mut Node) {
    let mut counts: BTreeMap<(String, String), usize> = BTreeMap::new();
    each(root, &mut |parameter| {
        if let Some(candidate) = candidate(parameter) {
            *counts.entry(candidate).or_default() += 1;
        }
    });
    let mut names: HashMap<&str, usize> = HashMap::new();
    for ((name, _), _) in counts.iter().filter(|(_, count)| **count > 1) {
        *names.entry(name).or_default() += 1;
    }
    let mut components = Mapping::new();
    each(root, &mut |parameter| {
        let Some(candidate) = candidate(parameter) else { return };
        if counts.get(&candidate).is_none_or(|count| *count < 2)
            || names.get(candidate.0.as_str()) != Some(&1)
        {
            return;
        }
        let origin = parameter.origin;
        let mut reference = Mapping::new();
        reference.push("$ref", Node::string(format!("#/components/parameters/{}", candidate.0), origin));
        let moved = std::mem::replace(parameter, Node::mapping(reference, origin));
        if !components.contains_key(&candidate.0) {
            components.push(candidate.0, moved);
        }
    });
    let origin = root.origin;
    if let (Some(root), false) = (root.as_mapping_mut(), components.is_empty()) {
        if !root.contains_key("components") {
            root.push("components", Node::mapping(Mapping::new(), origin));
        }
        if let Some(parts) = root.get_mut("components").and_then(Node::as_mapping_mut) {
            parts.push("parameters", Node::mapping(components, origin));
        }
    }
}

/// The name that a parameter would have, and what it says.
fn candidate(parameter: &Node) -> Option<(String, String)> {
    let name = pascal(parameter.get("name")?.as_str()?);
    let mut content = String::new();
    describe(parameter, &mut content);
    name.starts_with(|first: char| first.is_ascii_alphabetic()).then_some((name, content))
}

fn each(root: &mut Node, visit: &mut dyn FnMut(&mut Node)) {
    let paths = root.as_mapping_mut().and_then(|root| root.get_mut("paths"));
    for (_, item) in paths.into_iter().flat_map(entries) {
        for (_, operation) in entries(item) {
            let list = operation.as_mapping_mut().and_then(|operation| operation.get_mut("parameters"));
            list.and_then(Node::as_sequence_mut).into_iter().flatten().for_each(&mut *visit);
        }
    }
}
