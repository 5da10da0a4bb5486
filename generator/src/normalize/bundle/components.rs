//! The components of the document: the names they have, and what is added to them.

use super::super::positions::Position;
use super::super::version::Version;
use super::library::{Base, Location};
use super::{Bundler, count, fragment};
use crate::source::JsonPointer;
use crate::tree::{Mapping, Node};

/// The container that parts of a position have among the components; `None` where there is none.
pub(super) fn container(position: Position, version: Version) -> Option<&'static str> {
    if version == Version::V2_0 {
        return match position {
            Position::Schema => Some("definitions"),
            Position::Parameter => Some("parameters"),
            Position::Response => Some("responses"),
            _ => None,
        };
    }
    match position {
        Position::Schema => Some("schemas"),
        Position::Parameter => Some("parameters"),
        Position::Header => Some("headers"),
        Position::Response => Some("responses"),
        Position::Body => Some("requestBodies"),
        Position::Example => Some("examples"),
        Position::Link => Some("links"),
        Position::Callback => Some("callbacks"),
        Position::SecurityScheme => Some("securitySchemes"),
        _ => None,
    }
}

/// Where a container stands.
pub(super) fn container_pointer(container: &str, version: Version) -> JsonPointer {
    let root = JsonPointer::root();
    if version == Version::V2_0 { root.child(container) } else { root.child("components").child(container) }
}

const CONTAINERS: [Position; 9] = [
    Position::Schema,
    Position::Parameter,
    Position::Header,
    Position::Response,
    Position::Body,
    Position::Example,
    Position::Link,
    Position::Callback,
    Position::SecurityScheme,
];

impl Bundler<'_, '_> {
    /// A container that is kept in a text of its own is copied first, so that its parts have the names they have there.
    pub(super) fn expand_containers(&mut self, tree: &mut Node, base: &Base) {
        let Some(root) = tree.as_mapping_mut() else { return };
        let (in_root, in_components): (Vec<_>, Vec<_>) = match self.version {
            Version::V2_0 => {
                (CONTAINERS.iter().filter_map(|at| container(*at, self.version)).collect(), vec![])
            }
            _ => (
                vec!["components"],
                CONTAINERS.iter().filter_map(|at| container(*at, self.version)).collect(),
            ),
        };
        for key in in_root {
            if let Some(node) = root.get_mut(key) {
                self.expand(node, base);
            }
        }
        let Some(components) = root.get_mut("components").and_then(Node::as_mapping_mut) else { return };
        for key in in_components {
            if let Some(node) = components.get_mut(key) {
                let base = self.base_of(node, base);
                self.expand(node, &base);
            }
        }
    }

    pub(super) fn expand(&mut self, node: &mut Node, base: &Base) {
        let base = &self.base_of(node, base);
        let Some(reference) = node.get("$ref").and_then(Node::as_string) else { return };
        let found = self.library.resolve(base, reference).and_then(|at| self.library.end(at, |_| false));
        let Some(target) = found.ok().and_then(|at| self.library.node(&at)) else { return };
        let size = count(target);
        if let Some(rest) = self.budget.checked_sub(size).filter(|_| target.as_mapping().is_some()) {
            self.budget = rest;
            *node = target.clone();
        }
    }

    /// Gives the components their names; one that is nothing but a reference elsewhere gives its name to what it refers to.
    pub(super) fn claim(&mut self, tree: &Node) {
        for position in CONTAINERS {
            let Some(container) = container(position, self.version) else { continue };
            let pointer = container_pointer(container, self.version);
            let components = tree.pointer(&pointer);
            self.names.take(container, components);
            for entry in components.and_then(Node::as_mapping).into_iter().flatten() {
                let base = self.library.base(&self.top(&entry.value));
                let base = self.base_of(&entry.value, &base);
                let reference = entry.value.get("$ref").and_then(Node::as_string);
                let alone = entry.value.as_mapping().is_some_and(|mapping| mapping.len() == 1);
                match reference.filter(|_| alone) {
                    Some(reference) => {
                        let Ok(location) = self.target(&base, reference) else { continue };
                        let elsewhere = location.text > 0;
                        if elsewhere && self.names.claim(&location, container, &entry.key) {
                            self.imports.push_back((location, position, entry.key.to_string()));
                        }
                    }
                    None => {
                        let text = self.library.text_of(&entry.value);
                        if text > 0
                            && let Some(location) = self.find(text, &entry.value, &entry.key)
                        {
                            self.names.claim(&location, container, &entry.key);
                        }
                    }
                }
            }
        }
    }

    /// Where a component that was copied with its container stands in its own text.
    pub(super) fn find(&self, text: usize, node: &Node, key: &str) -> Option<Location> {
        let root = JsonPointer::root();
        let mut places = vec![root.child(key)];
        places.extend(
            CONTAINERS.iter().filter_map(|at| container(*at, self.version)).flat_map(|name| {
                [root.child(name).child(key), root.child("components").child(name).child(key)]
            }),
        );
        let mut locations = places.into_iter().map(|pointer| Location { text, pointer });
        locations.find(|at| self.library.node(at).is_some_and(|found| found.origin == node.origin))
    }

    /// Adds what was referred to, and what that refers to, to the components.
    pub(super) fn attach(&mut self, tree: &mut Node) {
        while let Some((location, position, name)) = self.imports.pop_front() {
            let Some(mut part) = self.library.node(&location).cloned() else { continue };
            let base = self.library.base(&location);
            self.walk(&mut part, position, &base);
            self.put(tree, position, &name, part);
        }
        // What stands deeper goes first, so that a pointer never leads through what has moved.
        let mut promotions = std::mem::take(&mut self.promotions);
        promotions.sort_by_key(|(pointer, ..)| std::cmp::Reverse(pointer.tokens().count()));
        for (pointer, position, name) in promotions {
            let Some(container) = container(position, self.version) else { continue };
            let Some(place) = tree.pointer_mut(&pointer) else { continue };
            let origin = place.origin;
            let mut reference = Mapping::new();
            let target = container_pointer(container, self.version).child(&name);
            reference.push("$ref", Node::string(fragment(&target), origin));
            let part = std::mem::replace(place, Node::mapping(reference, origin));
            self.put(tree, position, &name, part);
        }
    }

    pub(super) fn put(&mut self, tree: &mut Node, position: Position, name: &str, part: Node) {
        let Some(container) = container(position, self.version) else { return };
        let mut here = tree;
        for token in container_pointer(container, self.version).tokens() {
            // A container that the author did not write has the place of its first part.
            let origin = part.origin;
            let Some(mapping) = here.as_mapping_mut() else { return };
            if mapping.get(&token).is_none_or(|node| node.as_mapping().is_none()) {
                mapping.push(token.as_str(), Node::mapping(Mapping::new(), origin));
            }
            let Some(next) = mapping.get_mut(&token) else { return };
            here = next;
        }
        if let Some(mapping) = here.as_mapping_mut() {
            mapping.push(name, part);
        }
    }
}
