//! The key `<<`: not of YAML 1.2, and yet in many documents, since most parsers read it as the type registry of YAML 1.1
//! has it (<https://yaml.org/type/merge.html>).

use crate::tree::{Mapping, Node};

/// The key whose value is taken into the mapping that has it.
pub(super) const KEY: &str = "<<";

/// Mappings that are taken into another, each where so many keys stood before it.
pub(super) type Merges = Vec<(usize, Node)>;

/// Whether a value can be taken in: a mapping, or a list of mappings.
pub(super) fn is_mergeable(value: &Node) -> bool {
    let is_mapping = |node: &Node| node.as_mapping().is_some();
    is_mapping(value)
        || value.as_sequence().is_some_and(|list| !list.is_empty() && list.iter().all(is_mapping))
}

/// Takes mappings into another, where their `<<` stood. A key of its own counts more than one that is taken in, and of those
/// the first.
pub(super) fn merge(own: Mapping, merges: Merges) -> Mapping {
    if merges.is_empty() {
        return own;
    }
    let mut merged = Mapping::new();
    let mut merges = merges.into_iter().peekable();
    let mut take = |before: usize, merged: &mut Mapping| {
        while let Some((_, node)) = merges.next_if(|(place, _)| *place <= before) {
            let maps = node.as_sequence().unwrap_or(std::slice::from_ref(&node));
            for entry in maps.iter().filter_map(Node::as_mapping).flatten() {
                if !merged.contains_key(&entry.key) && !own.contains_key(&entry.key) {
                    merged.insert(entry.clone());
                }
            }
        }
    };
    for (place, entry) in own.iter().enumerate() {
        take(place, &mut merged);
        merged.insert(entry.clone());
    }
    take(usize::MAX, &mut merged);
    merged
}
