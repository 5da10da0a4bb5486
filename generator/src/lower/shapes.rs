//! What is known of the values of a schema from outside: their JSON types, keys and constants.

use super::Lowering;
use super::flat::Flat;
use super::values::{is_of, key};
use crate::document::{Node, Resolved, SchemaType};
use crate::ir::JsonType;
use std::collections::{HashMap, HashSet};
use std::rc::Rc;

/// How deep unions inside of unions are looked into.
const DEEPEST: usize = 6;

/// A scalar that a document lists.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Constant {
    /// A string.
    Text(String),
    /// Another scalar, as JSON.
    Json(String),
}

impl Constant {
    pub(super) fn of(node: &Node) -> Option<Self> {
        match node.resolve()? {
            Resolved::String(text) => Some(Self::Text(text.to_owned())),
            _ => Some(Self::Json(key(node))),
        }
    }
}

/// What is known of a key.
#[derive(Clone, Debug, Default)]
pub(super) struct KeyFacts {
    /// The only values that it has.
    pub(super) constants: Option<Vec<Constant>>,
    /// The only types that it has; none where that is not known.
    types: Rc<[JsonType]>,
    /// How many parts of the schema speak of it.
    mentions: usize,
}

/// What is known of the objects of a schema.
#[derive(Clone, Debug, Default)]
pub(super) struct Facts<'t> {
    /// Keys that must be there.
    pub(super) required: Vec<&'t str>,
    /// Keys that may be there.
    pub(super) keys: Vec<(&'t str, KeyFacts)>,
    places: HashMap<&'t str, usize>,
    must: HashSet<&'t str>,
}

impl<'t> Facts<'t> {
    fn key(&self, key: &str) -> Option<&KeyFacts> {
        self.places.get(key).and_then(|place| self.keys.get(*place)).map(|(_, facts)| facts)
    }

    /// Whether a key must be there.
    pub(super) fn requires(&self, key: &str) -> bool {
        self.must.contains(key)
    }

    pub(super) fn constants(&self, key: &str) -> Option<&[Constant]> {
        self.key(key)?.constants.as_deref()
    }

    /// Whether a key has one value only, which a schema that others inherit from does not say.
    pub(super) fn own_constant(&self, key: &str) -> bool {
        self.constants(key).is_some_and(|constants| constants.len() == 1)
    }

    pub(super) fn types(&self, key: &str) -> Option<&[JsonType]> {
        self.key(key).map(|facts| &*facts.types)
    }

    fn add(&mut self, key: &'t str, facts: KeyFacts) {
        match self.places.get(key).and_then(|place| self.keys.get_mut(*place)) {
            Some((_, have)) => {
                have.constants = match (have.constants.take(), facts.constants) {
                    (Some(mut one), Some(other)) => {
                        one.extend(other);
                        Some(one)
                    }
                    _ => None,
                };
                if have.types != facts.types {
                    have.types = Rc::default();
                }
                have.mentions += 1;
            }
            None => {
                self.places.insert(key, self.keys.len());
                self.keys.push((key, facts));
            }
        }
    }
}

impl<'t> Lowering<'_, 't> {
    /// The JSON types of a schema; none where it may be any.
    pub(super) fn json_types(&mut self, flat: &Flat<'t>, depth: usize) -> Rc<[JsonType]> {
        if flat.impossible || depth > DEEPEST {
            return Rc::default();
        }
        if let Some(known) = self.json_types.get(&(flat.id, depth)) {
            return Rc::clone(known);
        }
        let types: Rc<[JsonType]> = self.find_json_types(flat, depth).into();
        self.json_types.insert((flat.id, depth), Rc::clone(&types));
        types
    }

    fn find_json_types(&mut self, flat: &Flat<'t>, depth: usize) -> Vec<JsonType> {
        if let Some(members) = &flat.enumeration {
            let mut types = Vec::new();
            for member in members.iter().filter(|member| is_of(member, flat.kind)) {
                let ty = match member.resolve() {
                    Some(Resolved::Null) => JsonType::Null,
                    _ if flat.kind == Some(SchemaType::String) => JsonType::String,
                    Some(Resolved::Boolean(_)) => JsonType::Boolean,
                    Some(Resolved::Number(_)) if key(member).contains(['.', 'e', 'E']) => JsonType::Number,
                    Some(Resolved::Number(_)) => JsonType::Integer,
                    Some(Resolved::String(_)) => JsonType::String,
                    None if member.as_mapping().is_some() => JsonType::Object,
                    None => JsonType::Array,
                };
                if !types.contains(&ty) {
                    types.push(ty);
                }
            }
            return types;
        }
        let kind = match flat.kind {
            Some(SchemaType::String) => Some(JsonType::String),
            Some(SchemaType::Number) => Some(JsonType::Number),
            Some(SchemaType::Integer) => Some(JsonType::Integer),
            Some(SchemaType::Boolean) => Some(JsonType::Boolean),
            Some(SchemaType::Object) => Some(JsonType::Object),
            Some(SchemaType::Array) => Some(JsonType::Array),
            None if !flat.heirs.is_empty() || !flat.required.is_empty() => Some(JsonType::Object),
            None => None,
        };
        if let Some(kind) = kind {
            return vec![kind];
        }
        let mut types = Vec::new();
        for union in flat.unions.first().into_iter().flat_map(|union| union.members.clone()) {
            let member = self.flatten(union);
            let inner = self.json_types(&member, depth + 1);
            if inner.is_empty() {
                return Vec::new();
            }
            types.extend(inner.iter().copied().filter(|ty| !types.contains(ty)).collect::<Vec<_>>());
        }
        types
    }

    /// What is known of the objects of a schema, through the unions that it holds.
    pub(super) fn facts(&mut self, flat: &Flat<'t>, depth: usize) -> Rc<Facts<'t>> {
        if let Some(known) = self.facts.get(&(flat.id, depth)) {
            return Rc::clone(known);
        }
        let mut facts = self.find_facts(flat, depth);
        facts.must = facts.required.iter().copied().collect();
        let facts = Rc::new(facts);
        self.facts.insert((flat.id, depth), Rc::clone(&facts));
        facts
    }

    fn find_facts(&mut self, flat: &Flat<'t>, depth: usize) -> Facts<'t> {
        let mut facts = Facts { required: flat.required.clone(), ..Facts::default() };
        for property in &flat.properties {
            let inner = self.flatten(property.schema);
            let members = inner.enumeration.as_ref().filter(|_| !inner.impossible);
            let constants = members.map(|members| {
                let members = members.iter().filter(|member| is_of(member, inner.kind));
                members.filter_map(|member| Constant::of(member)).collect::<Vec<_>>()
            });
            let types = if inner.nullable { Rc::default() } else { self.json_types(&inner, 0) };
            facts.add(property.name, KeyFacts { constants, types, mentions: 1 });
        }
        if depth >= DEEPEST || (flat.unions.is_empty() && flat.heirs.is_empty()) {
            return facts;
        }
        let mut merged = Facts::default();
        let alternatives = self.alternatives(flat);
        for (place, (_, schema)) in alternatives.iter().enumerate() {
            let inner = self.flatten(*schema);
            let alternative = self.facts(&inner, depth + 1);
            if place == 0 {
                merged.required.clone_from(&alternative.required);
            } else {
                merged.required.retain(|key| alternative.requires(key));
            }
            for (key, facts) in &alternative.keys {
                merged.add(key, KeyFacts { mentions: 1, ..facts.clone() });
            }
        }
        for (_, facts) in &mut merged.keys {
            // A constant that only some alternatives have tells nothing about the others.
            if facts.mentions < alternatives.len() {
                facts.constants = None;
                facts.types = Rc::default();
            }
            let mut seen = HashSet::new();
            if let Some(constants) = &mut facts.constants {
                constants.retain(|constant| seen.insert(constant.clone()));
            }
        }
        let have: HashSet<&str> = merged.required.iter().copied().collect();
        merged.required.extend(facts.required.into_iter().filter(|key| !have.contains(key)));
        merged
    }
}

/// A type, integers being numbers: a value can be of two types where this is the same of both.
pub(super) fn wide(ty: JsonType) -> JsonType {
    if ty == JsonType::Integer { JsonType::Number } else { ty }
}
