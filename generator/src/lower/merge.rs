//! What all parts of a schema say together.

use super::Lowering;
use super::flat::{Alternatives, Flat, Gathered, Property};
use super::keywords::is_annotation;
use super::values::key;
use crate::diagnostics::{Code, Diagnostic};
use crate::document::{Additional, Made, Node, SchemaId, SchemaType};
use std::collections::HashMap;

/// More schemas are not made of others than this many for each of the document: what is left out was the least
/// likely to matter, and a lattice of unions would have no end.
const MOST_MADE: usize = 4;

/// How deep unions of unions are asked whether they allow null.
const DEEPEST: usize = 32;

impl<'t> Lowering<'_, 't> {
    /// Merges the parts of a schema.
    pub(super) fn assemble(&mut self, id: SchemaId, gathered: &Gathered) -> Flat<'t> {
        let mut flat = Flat::empty(id);
        flat.impossible = gathered.overgrown;
        let allowed = self.allowed(gathered);
        let mut places: HashMap<&'t str, usize> = HashMap::new();
        let mut properties: Vec<Vec<SchemaId>> = Vec::new();
        let mut additional = Vec::new();
        let mut items = Vec::new();
        for part in &gathered.parts {
            let Some(schema) = self.document.schema(*part) else { continue };
            let node = schema.node;
            if let Some(new) = schema.kind {
                match flat.kind {
                    Some(have) if have != new && !(is_number(have) && is_number(new)) => {
                        let other = flat.keyword("type").map_or(node.origin, |ty| ty.origin);
                        let message = "no value can be of both types of this `allOf`";
                        self.sink.report(
                            Diagnostic::new(
                                Code::ImpossibleAllOf,
                                node.get("type").unwrap_or(node).origin,
                                message,
                            )
                            .related(other, "the other type is here")
                            .note("it stands for any JSON value"),
                        );
                        flat.impossible = true;
                    }
                    Some(SchemaType::Integer) => {}
                    _ => flat.kind = Some(new),
                }
            }
            if places.is_empty() && !properties.is_empty() {
                places.extend(flat.properties.iter().enumerate().map(|(place, have)| (have.name, place)));
            }
            for (name, property) in &schema.properties {
                let node = self.document.schema(*property).map_or(schema.node, |property| property.node);
                let flag = |keyword: &str| node.get(keyword).and_then(Node::as_bool) == Some(true);
                let (read_only, write_only) = (flag("readOnly"), flag("writeOnly"));
                let place = places.get(name).copied();
                match place
                    .and_then(|place| Some((flat.properties.get_mut(place)?, properties.get_mut(place)?)))
                {
                    Some((have, schemas)) => {
                        if have.node.get("description").is_none() && node.get("description").is_some() {
                            have.node = node;
                        }
                        have.read_only |= read_only;
                        have.write_only |= write_only;
                        schemas.push(*property);
                    }
                    None => {
                        if !places.is_empty() {
                            places.insert(name, properties.len());
                        }
                        flat.properties.push(Property {
                            name,
                            schema: *property,
                            node,
                            read_only,
                            write_only,
                        });
                        properties.push(vec![*property]);
                    }
                }
            }
            let required = node.get("required").and_then(Node::as_sequence).unwrap_or_default();
            flat.required.extend(required.iter().filter_map(Node::as_str));
            match schema.additional {
                Additional::Absent => {}
                Additional::Schema(value) => additional.push(value),
                other if flat.additional != Some(Additional::None) => flat.additional = Some(other),
                _ => {}
            }
            items.extend(schema.items);
            if flat.prefix_items.len() < schema.prefix_items.len() {
                flat.prefix_items.clone_from(&schema.prefix_items);
            }
            for (exclusive, members) in [(true, &schema.one_of), (false, &schema.any_of)] {
                if members.len() < 2 || gathered.dropped.contains(&(*part, exclusive)) {
                    continue;
                }
                // A schema that is an alternative of itself says nothing about its values.
                let itself = members.iter().find(|member| self.document.target(**member) == *part);
                if let Some(itself) = itself.and_then(|id| self.document.schema(*id)) {
                    let message = "this alternative leads back to the union that it stands in";
                    self.sink.report(
                        Diagnostic::new(Code::ReferenceLoop, itself.node.origin, message)
                            .note("the union stands for any JSON value"),
                    );
                    flat.impossible = true;
                }
                // What is of one of the alternatives already, by inheritance, need not choose.
                let leads_back = |member: &SchemaId| gathered.met.contains(&self.document.target(*member));
                if !members.iter().any(leads_back) && members.iter().any(|member| self.is_structural(*member))
                {
                    let members = self.left_of(members, allowed.as_deref());
                    flat.unions.push(Alternatives { of: *part, exclusive, members });
                }
            }
            flat.nodes.push(node);
            flat.parts.push(*part);
        }
        dedup(&mut flat.required);
        for (property, schemas) in flat.properties.iter_mut().zip(properties) {
            if schemas.len() > 1 {
                property.schema = self.conjunction(&schemas, property.node).unwrap_or(property.schema);
            }
        }
        if flat.additional != Some(Additional::None)
            && let Some(value) = additional.first()
        {
            let node = self.document.schema(*value).map(|schema| schema.node);
            let value = node.and_then(|node| self.conjunction(&additional, node)).unwrap_or(*value);
            flat.additional = Some(Additional::Schema(value));
        }
        flat.items = items.first().copied();
        if items.len() > 1
            && let Some(node) =
                items.first().and_then(|items| self.document.schema(*items)).map(|items| items.node)
        {
            flat.items = self.conjunction(&items, node).or(flat.items);
        }
        self.intersect(&mut flat);
        flat.nullable = match gathered.votes.as_slice() {
            [] => self.union_allows_null(&flat),
            votes => votes.iter().all(|vote| *vote),
        };
        let root = self.document.target(id);
        if let Some(heirs) = self.heirs.get(&root) {
            flat.heirs.clone_from(heirs);
        }
        self.imply_kind(&mut flat, gathered);
        self.close(&mut flat);
        flat
    }

    /// The schema that says what all of these say; of those that add nothing none is left.
    fn conjunction(&mut self, schemas: &[SchemaId], node: &'t Node) -> Option<SchemaId> {
        let mut members: Vec<SchemaId> = Vec::new();
        for schema in schemas {
            let target = self.document.target(*schema);
            if members.iter().any(|have| self.document.target(*have) == target) {
                continue;
            }
            match self.document.schema(target).and_then(|schema| schema.made.as_ref()) {
                Some(Made::All(inner)) => members.extend(inner),
                _ => members.push(*schema),
            }
        }
        let speaking: Vec<SchemaId> =
            members.iter().copied().filter(|member| self.says_something(*member)).collect();
        let mut members = match speaking.as_slice() {
            [] => vec![*members.first()?],
            [_, ..] => speaking,
        };
        // A type that another member says as well adds nothing to it.
        if members.len() > 1 {
            let bare = |member: &SchemaId| self.bare_type(*member);
            if let Some(rich) = members.iter().copied().find(|member| bare(member).is_none()) {
                let kind = self.document.schema(self.document.target(rich)).and_then(|schema| schema.kind);
                let adds =
                    |member: &SchemaId| *member == rich || kind.is_none() || self.bare_type(*member) != kind;
                members.retain(adds);
            }
        }
        if let [only] = members.as_slice() {
            return Some(*only);
        }
        if !self.may_make() {
            return members.first().copied();
        }
        members.sort_unstable();
        members.dedup();
        Some(self.document.make(Made::All(members), node))
    }

    /// Whether schemas may still be made of others.
    pub(super) fn may_make(&self) -> bool {
        let made = self.document.made();
        made <= MOST_MADE * (self.document.len() - made) + 1000
    }

    /// Whether a schema says more than what its values mean.
    fn says_something(&self, id: SchemaId) -> bool {
        self.document.schema(id).is_some_and(|schema| {
            schema.reference.is_some()
                || schema.made.is_some()
                || schema.node.as_mapping().is_some_and(|mapping| {
                    mapping.iter().any(|entry| !is_annotation(&entry.key) || entry.key == "nullable")
                })
        })
    }

    /// The type of a schema that says nothing else.
    fn bare_type(&self, id: SchemaId) -> Option<SchemaType> {
        let schema = self.document.schema(id).filter(|schema| schema.made.is_none())?;
        let only = schema
            .node
            .as_mapping()?
            .iter()
            .all(|entry| entry.key == "type" || (is_annotation(&entry.key) && entry.key != "nullable"));
        schema.kind.filter(|_| only)
    }

    /// What all lists of `enum` have in common.
    fn intersect(&mut self, flat: &mut Flat<'t>) {
        let mut lists = flat.nodes.iter().filter_map(|node| Some((*node, node.get("enum")?.as_sequence()?)));
        let Some((first, members)) = lists.next() else { return };
        let mut left: Vec<&'t Node> = members.iter().collect();
        for (other, members) in lists {
            let texts: std::collections::HashSet<String> = members.iter().map(key).collect();
            let were = left.len();
            left.retain(|member| texts.contains(&key(member)));
            if left.is_empty() && were > 0 {
                let message = "no value is in both lists of this `allOf`";
                self.sink.report(
                    Diagnostic::new(
                        Code::ImpossibleAllOf,
                        other.get("enum").unwrap_or(other).origin,
                        message,
                    )
                    .related(first.get("enum").unwrap_or(first).origin, "the other list is here")
                    .note("it stands for any JSON value"),
                );
                flat.impossible = true;
                return;
            }
        }
        flat.enumeration = Some(left);
    }

    /// Whether a member of a union says more than which properties must be there.
    fn is_structural(&self, id: SchemaId) -> bool {
        self.document.schema(id).is_some_and(|schema| {
            schema.reference.is_some()
                || schema.made.is_some()
                || schema.node.as_mapping().is_some_and(|mapping| {
                    let loose = |key: &str| matches!(key, "required" | "not") || key.starts_with("x-");
                    mapping.iter().any(|entry| !loose(&entry.key) && !is_annotation(&entry.key))
                })
        })
    }

    /// Whether a member of a union allows null, where nothing around it says anything about that.
    fn union_allows_null(&self, flat: &Flat<'t>) -> bool {
        let Some(alternatives) = flat.unions.first() else { return false };
        alternatives.members.iter().any(|member| {
            let mut current = Some(*member);
            let mut steps = 0;
            while let Some(schema) =
                current.and_then(|id| self.document.schema(id)).filter(|_| steps < DEEPEST)
            {
                if schema.node.get("nullable").and_then(Node::as_bool) == Some(true) {
                    return true;
                }
                current = schema.reference.flatten();
                steps += 1;
            }
            false
        })
    }
}

fn is_number(kind: SchemaType) -> bool {
    matches!(kind, SchemaType::Integer | SchemaType::Number)
}

/// Takes out what was there before, in order.
fn dedup(names: &mut Vec<&str>) {
    let mut seen = std::collections::HashSet::new();
    names.retain(|name| seen.insert(*name));
}
