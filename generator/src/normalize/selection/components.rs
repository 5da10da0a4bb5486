//! Components that nothing refers to are taken out of a document, of whatever version.

use crate::source::{JsonPointer, percent_decode};
use crate::tree::{Mapping, Node, Value};
use std::collections::{HashMap, HashSet};

/// A component: the keys that lead to its section, and its name.
type Id = (&'static [&'static str], String);

/// Where components stand whose absence cannot be felt. Security schemes are mentioned by name, and stay.
const SECTIONS: [&[&str]; 13] = [
    &["components", "schemas"],
    &["components", "responses"],
    &["components", "parameters"],
    &["components", "examples"],
    &["components", "requestBodies"],
    &["components", "headers"],
    &["components", "links"],
    &["components", "callbacks"],
    &["components", "pathItems"],
    &["components", "mediaTypes"],
    // Swagger 2.0.
    &["definitions"],
    &["parameters"],
    &["responses"],
];

/// Sections of schemas.
const SCHEMAS: [&[&str]; 2] = [&["components", "schemas"], &["definitions"]];

/// What a walk over the document has found.
#[derive(Default)]
struct Walk<'t> {
    /// Components that are needed.
    needed: HashSet<Id>,
    /// Those of them that were not looked at yet.
    waiting: Vec<&'t Node>,
    /// Whether anything refers in a way that is not a place, so that any schema may be meant.
    anything: bool,
}

/// Takes out what nothing needs.
pub(super) fn prune(tree: &mut Node) {
    let needed = needed(tree);
    for section in SECTIONS {
        let mut node = Some(&mut *tree);
        for key in section {
            node = node.and_then(Node::as_mapping_mut).and_then(|mapping| mapping.get_mut(key));
        }
        let Some(mapping) = node.and_then(Node::as_mapping_mut) else { continue };
        let mut kept = Mapping::new();
        for entry in std::mem::take(mapping) {
            if needed.contains(&(section, entry.key.to_string())) {
                kept.insert(entry);
            }
        }
        *mapping = kept;
    }
}

fn needed(tree: &Node) -> HashSet<Id> {
    let heirs = heirs(tree);
    let mut walk = Walk::default();
    // All but the components themselves.
    for entry in tree.as_mapping().into_iter().flat_map(Mapping::iter) {
        let holds = |section: &&[&str]| section.first().is_some_and(|first| *first == entry.key);
        if !SECTIONS.iter().any(holds) {
            walk.waiting.push(&entry.value);
        }
    }
    while let Some(node) = walk.waiting.pop() {
        match &node.value {
            Value::Scalar(_) => {}
            Value::Sequence(items) => walk.waiting.extend(items),
            Value::Mapping(mapping) => {
                for entry in mapping {
                    match (entry.key.as_str(), entry.value.as_str()) {
                        ("$ref", Some(target)) => walk.refer(tree, &heirs, target),
                        ("$dynamicRef" | "$recursiveRef", Some(_)) => walk.anything = true,
                        ("discriminator", None) => walk.map(tree, &heirs, &entry.value),
                        _ => {}
                    }
                    walk.waiting.push(&entry.value);
                }
            }
        }
    }
    if walk.anything {
        for (section, name, _) in SCHEMAS.into_iter().flat_map(|section| schemas(tree, section)) {
            walk.needed.insert((section, name.to_owned()));
        }
    }
    walk.needed
}

impl<'t> Walk<'t> {
    /// Notes what a reference leads to.
    fn refer(&mut self, tree: &'t Node, heirs: &HashMap<Id, Vec<Id>>, target: &str) {
        match target.strip_prefix('#').map(percent_decode).and_then(|target| JsonPointer::parse(&target)) {
            Some(pointer) => {
                let tokens: Vec<String> = pointer.tokens().collect();
                let section = SECTIONS.into_iter().find(|section| {
                    tokens.len() > section.len()
                        && section.iter().zip(&tokens).all(|(key, token)| key == token)
                });
                match section.and_then(|section| Some((section, tokens.get(section.len())?))) {
                    Some((section, name)) => self.need(tree, heirs, (section, name.clone())),
                    // A place of another kind is part of what is walked, or gone.
                    None => {
                        self.waiting.extend(tree.pointer(&pointer).filter(|node| node.as_mapping().is_none()))
                    }
                }
            }
            None => self.anything = true,
        }
    }

    /// Notes what the values of a discriminator stand for: names of schemas, or references.
    fn map(&mut self, tree: &'t Node, heirs: &HashMap<Id, Vec<Id>>, discriminator: &Node) {
        let mapping = discriminator.get("mapping").and_then(Node::as_mapping);
        let values = mapping.into_iter().flat_map(|mapping| mapping.iter().map(|entry| &entry.value));
        for target in values.chain(discriminator.get("defaultMapping")).filter_map(Node::as_str) {
            if target.starts_with('#') {
                self.refer(tree, heirs, target);
            }
            for section in SCHEMAS {
                self.need(tree, heirs, (section, target.to_owned()));
            }
        }
    }

    fn need(&mut self, tree: &'t Node, heirs: &HashMap<Id, Vec<Id>>, id: Id) {
        let mut waiting = vec![id];
        while let Some(id) = waiting.pop() {
            let mut node = Some(tree);
            for key in id.0 {
                node = node.and_then(|node| node.get(key));
            }
            let Some(node) = node.and_then(|node| node.get(&id.1)) else { continue };
            if self.needed.contains(&id) {
                continue;
            }
            self.waiting.push(node);
            // What is told apart by a discriminator is named by nobody but its own `allOf`.
            if node.get("discriminator").is_some() {
                waiting.extend(heirs.get(&id).into_iter().flatten().cloned());
            }
            self.needed.insert(id);
        }
    }
}

/// The schemas whose `allOf` names another, by that other.
fn heirs(tree: &Node) -> HashMap<Id, Vec<Id>> {
    let mut heirs: HashMap<Id, Vec<Id>> = HashMap::new();
    for (section, name, schema) in SCHEMAS.into_iter().flat_map(|section| schemas(tree, section)) {
        let members = schema.get("allOf").and_then(Node::as_sequence).unwrap_or_default();
        for target in members.iter().filter_map(|member| member.get("$ref")?.as_str()) {
            let prefix = format!("#/{}/", section.join("/"));
            if let Some(parent) = target.strip_prefix(&prefix) {
                let parent = parent.replace("~1", "/").replace("~0", "~");
                heirs.entry((section, parent)).or_default().push((section, name.to_owned()));
            }
        }
    }
    heirs
}

fn schemas<'t>(
    tree: &'t Node,
    section: &'static [&'static str],
) -> impl Iterator<Item = (&'static [&'static str], &'t str, &'t Node)> {
    let mut node = Some(tree);
    for key in section {
        node = node.and_then(|node| node.get(key));
    }
    let mapping = node.and_then(Node::as_mapping);
    mapping
        .into_iter()
        .flat_map(move |mapping| mapping.iter().map(move |entry| (section, entry.key.as_str(), &entry.value)))
}
