//! `$ref`: what stands beside it, and what has moved.

use crate::diagnostics::Sink;
use crate::tree::{Mapping, Node};

/// In 3.1 the keywords beside a `$ref` count; 3.0 would drop them, so the reference moves into an `allOf`.
pub(super) fn keep_siblings(schema: &mut Mapping, _: &mut Sink) {
    if schema.len() < 2 || !schema.contains_key("$ref") {
        return;
    }
    let Some(reference) = schema.remove("$ref") else { return };
    let origin = reference.value.origin;
    let mut member = Mapping::new();
    member.insert(reference);
    add_to_all_of(schema, Node::mapping(member, origin));
}

/// Puts a schema in front of an `allOf`, which is made where there is none.
pub(super) fn add_to_all_of(schema: &mut Mapping, member: Node) {
    let origin = member.origin;
    match schema.get_mut("allOf").and_then(Node::as_sequence_mut) {
        Some(members) => members.insert(0, member),
        None => {
            schema.push("allOf", Node::sequence(vec![member], origin));
        }
    }
}

/// Points references at the places that 3.1's containers have moved to.
pub(super) fn follow_moves(tree: &mut Node) {
    if let Some(mapping) = tree.as_mapping_mut() {
        for (key, value) in mapping.entries_mut() {
            if key == "$ref"
                && let Some(text) = value.as_str()
                && (text.contains("/$defs/") || text.contains("#/components/pathItems/"))
            {
                let moved = text.replace("/$defs/", "/x-defs/");
                let moved = moved.replace("#/components/pathItems/", "#/components/x-pathItems/");
                *value = Node::string(moved, value.origin);
            } else {
                follow_moves(value);
            }
        }
    } else if let Some(items) = tree.as_sequence_mut() {
        items.iter_mut().for_each(follow_moves);
    }
}
