//! `$dynamicRef` (JSON Schema 2020-12, section 8.2.3.2): what it means depends on the schemas that lead to it. Where these
//! give it another meaning than it has by itself, what they refer to is copied, with the meaning that it has there.

use super::super::positions::Position;
use super::library::{Base, Library, Location};
use super::{Bundler, count};
use crate::diagnostics::{Code, Diagnostic};
use crate::tree::{Entry, Node, Value};
use std::collections::HashSet;

/// How many nodes are looked at for what they refer to, at least; large texts allow for more.
const SEARCHED_NODES: usize = 200_000;

impl Bundler<'_, '_> {
    /// Makes a `$dynamicRef` a `$ref` to what it means here.
    pub(super) fn dynamic(&mut self, schema: &mut Node, base: &Base) {
        let Some(reference) = schema.get("$dynamicRef").filter(|_| schema.get("$ref").is_none()) else {
            return;
        };
        let Some(text) = reference.as_string() else { return };
        let name = text.rsplit_once('#').map_or(text, |(_, name)| name);
        let first = self.library.resolve(base, text);
        let is_dynamic = first.as_ref().is_ok_and(|location| self.has_anchor(location, name));
        let bound = base.scope.iter().find(|(have, _)| **have == *name);
        let bound = bound.map(|(_, location)| self.behind(location.clone()));
        let text = match (self.library.dynamic(name), bound, first) {
            // Another kind of anchor has no other meaning elsewhere.
            (_, _, Ok(_)) if !is_dynamic => None,
            (_, Some(location), Ok(_)) => self.component_reference(location, Position::Schema),
            // The only target counts wherever it stands.
            ([only], _, Err(_)) => self.component_reference(only.clone(), Position::Schema),
            ([] | [_], ..) => None,
            (_, bound, _) => {
                let message = "several schemas have this `$dynamicAnchor`, and no way leads here that says which is meant";
                let Some(location) = bound else {
                    self.sink.report(
                        Diagnostic::new(Code::IgnoredKeyword, reference.origin, message)
                            .note("values are read and written as if the reference were not there"),
                    );
                    return;
                };
                self.component_reference(location, Position::Schema)
            }
        };
        let Some(mut entry) = schema.as_mapping_mut().and_then(|schema| schema.remove("$dynamicRef")) else {
            return;
        };
        if let Some(text) = text {
            entry.value = Node::string(text, entry.value.origin);
        }
        if let Some(schema) = schema.as_mapping_mut() {
            schema.insert(Entry { key: "$ref".into(), ..entry });
        }
    }

    /// What a schema refers to, where it says no more than that, its own names aside.
    fn behind(&self, location: Location) -> Location {
        let node = self.library.node(&location).and_then(Node::as_mapping);
        let alone = node.is_some_and(|node| {
            node.iter().all(|entry| entry.key == "$ref" || NAMES.contains(&entry.key.as_str()))
        });
        let text = node.filter(|_| alone).and_then(|node| node.get("$ref")?.as_string());
        let target = text.and_then(|text| self.target(&self.library.base(&location), text).ok());
        target.unwrap_or(location)
    }

    fn has_anchor(&self, location: &Location, name: &str) -> bool {
        let node = self.library.node(location);
        node.and_then(|node| node.get("$dynamicAnchor")).and_then(Node::as_string) == Some(name)
    }

    /// Puts a copy of a schema where a reference to it stands, if something in it means another thing on this way than by
    /// itself; says whether it did.
    pub(super) fn specialize(&mut self, node: &mut Node, base: &Base, location: &Location) -> bool {
        if base.scope.is_empty() || self.copying.contains(location) {
            return false;
        }
        let own = self.library.base(location);
        let asked = self.asked(location);
        let differs = base.scope.iter().any(|(name, meant)| {
            asked.contains(&**name)
                && own.scope.iter().find(|(have, _)| have == name).map(|(_, meant)| meant) != Some(meant)
        });
        let Some(target) = self.library.node(location).filter(|_| differs) else { return false };
        let rest = self.budget.checked_sub(count(target));
        let Some(rest) = rest.filter(|_| self.copying.len() < super::MAX_COPIES_DEEP) else { return false };
        self.budget = rest;
        let mut copy = target.clone();
        let scope = Library::widened(&base.scope, &own.scope);
        let mut within = own;
        within.scope = scope;
        self.copying.push(location.clone());
        self.walk(&mut copy, Position::Schema, &within);
        self.copying.pop();
        let (Some(schema), Value::Mapping(mut copy)) = (node.as_mapping_mut(), copy.value) else {
            return false;
        };
        NAMES.iter().for_each(|key| _ = copy.remove(key));
        schema.remove("$ref");
        if copy.iter().any(|entry| schema.contains_key(&entry.key))
            || schema.contains_key("unevaluatedProperties")
        {
            super::super::references::add_to_all_of(schema, Node::mapping(copy, target.origin));
        } else {
            copy.into_iter().for_each(|entry| _ = schema.insert(entry));
        }
        true
    }

    /// The names that a `$dynamicRef` asks for in a schema, or in what that refers to.
    fn asked(&mut self, start: &Location) -> HashSet<String> {
        if let Some(known) = self.asked.get(start) {
            return known.clone();
        }
        let (mut names, mut seen) = (HashSet::new(), HashSet::from([start.clone()]));
        let mut waiting = vec![start.clone()];
        while let Some(location) = waiting.pop() {
            let Some(root) = self.library.node(&location) else { continue };
            let mut nodes = vec![(root, self.library.base(&location))];
            while let Some((node, base)) = nodes.pop() {
                let Some(left) = self.searches.checked_sub(1) else { return HashSet::new() };
                self.searches = left;
                let base = self.library.enter(&base, node).unwrap_or(base);
                if let Some(text) = node.get("$dynamicRef").and_then(Node::as_string) {
                    names.extend(text.rsplit_once('#').map(|(_, name)| name.to_owned()));
                }
                for key in ["$ref", "$dynamicRef"] {
                    let text = node.get(key).and_then(Node::as_string);
                    let target = text.and_then(|text| self.library.resolve(&base, text).ok());
                    waiting.extend(target.filter(|target| seen.insert(target.clone())));
                }
                match &node.value {
                    Value::Scalar(_) => {}
                    Value::Sequence(items) => nodes.extend(items.iter().map(|item| (item, base.clone()))),
                    Value::Mapping(entries) => {
                        nodes.extend(entries.iter().map(|entry| (&entry.value, base.clone())));
                    }
                }
            }
        }
        self.asked.insert(start.clone(), names.clone());
        names
    }
}

/// What names a schema, and is not said of a copy.
const NAMES: [&str; 6] = ["$id", "$schema", "$anchor", "$dynamicAnchor", "$defs", "definitions"];

/// How many nodes may be looked at.
pub(super) fn searched(size: usize) -> usize {
    SEARCHED_NODES.max(size)
}
