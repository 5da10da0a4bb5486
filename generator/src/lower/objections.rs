//! `default` and examples: documented where they are values of their schema, and told where they are none.

use super::Lowering;
use super::flat::Flat;
use super::formats;
use super::literals::{is_multiple, is_of_format, is_of_integer};
use super::values::{is_of, key};
use crate::diagnostics::{Code, Diagnostic};
use crate::document::{Additional, Node, Resolved, SchemaId, SchemaType};
use crate::ir::{Limit, Rules};
use std::cmp::Ordering;
use std::collections::HashSet;

/// So many values are looked at for one default or example, alternatives counted each: most are short.
const MOST: usize = 2_000;

/// How deep a value is looked into.
const DEEPEST: usize = 16;

/// The keywords whose breach is surely noticed here: what `not` says in others is left to the server.
const SURE: &[&str] = &["type", "enum", "pattern", "minLength", "maxLength", "minimum", "maximum"];

/// What is wrong with a default or example, and with which value in it.
pub(super) type Objection<'t> = (&'static str, &'t Node);

impl<'t> Lowering<'_, 't> {
    /// Reports a default that the schema does not allow; null stands for no default nearly everywhere.
    pub(super) fn check_default(&mut self, schema: SchemaId, node: &'t Node) {
        let Some(default) = node.get("default").filter(|default| !default.is_null()) else { return };
        if let Some(objection) = self.object(schema, default) {
            self.report_default(objection);
        }
    }

    /// What a schema has against a value, as far as that is known without code for it.
    pub(super) fn object(&mut self, schema: SchemaId, value: &'t Node) -> Option<Objection<'t>> {
        let mut left = MOST;
        self.objection(schema, value, 0, &mut left)
    }

    pub(super) fn report_default(&mut self, (message, place): Objection<'_>) {
        let message = format!("this default {message}");
        self.sink.report(
            Diagnostic::new(Code::InvalidConstraint, place.origin, message).note("it is only documented"),
        );
    }

    fn objection(
        &mut self,
        schema: SchemaId,
        value: &'t Node,
        depth: usize,
        left: &mut usize,
    ) -> Option<Objection<'t>> {
        *left = left.checked_sub(1)?;
        let flat = self.flatten(schema);
        if depth > DEEPEST || flat.impossible || (value.is_null() && flat.nullable) {
            return None;
        }
        let against = |message| Some((message, value));
        let text = flat.kind == Some(SchemaType::String);
        let unlike = value.is_null() && flat.kind.is_some();
        if unlike || !is_of(value, flat.kind) || (text && value.as_scalar().is_none()) {
            return against("is not of the type of the schema");
        }
        if !is_listed(&flat, value) {
            return against("is not in the list of the schema");
        }
        let rules = self.rules(&flat);
        if let Some(message) = breach(&rules, &flat, value) {
            return against(message);
        }
        if flat.nodes.iter().any(|node| node.get("not").is_some_and(|not| self.excludes(not, value, left))) {
            return against("is what the schema excludes");
        }
        for union in flat.unions.iter().filter(|_| flat.heirs.is_empty()) {
            let fits = |member: &SchemaId| self.objection(*member, value, depth + 1, left).is_none();
            if !union.members.iter().any(fits) {
                return against("is of no alternative of the schema");
            }
        }
        if let Some(items) = value.as_sequence() {
            let rest = flat.items.filter(|_| flat.prefix_items.is_empty());
            let schemas = flat.prefix_items.iter().copied().map(Some).chain(std::iter::repeat(rest));
            return items
                .iter()
                .zip(schemas)
                .find_map(|(item, schema)| self.objection(schema?, item, depth + 1, left));
        }
        value.as_mapping()?;
        self.object_to_properties(&flat, value, depth, left)
    }

    /// What an object lacks, has too much, or has of another kind.
    fn object_to_properties(
        &mut self,
        flat: &Flat<'t>,
        value: &'t Node,
        depth: usize,
        left: &mut usize,
    ) -> Option<Objection<'t>> {
        // What only one side sends need not be in what the other does.
        let one_way = |name: &str| {
            let property = flat.properties.iter().find(|property| property.name == name);
            property.is_some_and(|property| property.read_only || property.write_only)
        };
        if flat.required.iter().any(|name| value.get(name).is_none() && !one_way(name)) {
            return Some(("lacks a property that the schema requires", value));
        }
        let by_name = flat.keyword("x-patternProperties").is_some();
        for entry in value.as_mapping()?.iter() {
            let property = flat.properties.iter().find(|property| property.name == entry.key.as_str());
            let schema = match (property, flat.additional.filter(|_| !by_name)) {
                (Some(property), _) => property.schema,
                (None, Some(Additional::Schema(schema))) => schema,
                (None, Some(Additional::None)) => {
                    let message = "has a property that the schema does not allow";
                    return Some((message, &entry.value));
                }
                _ => continue,
            };
            let objection = self.objection(schema, &entry.value, depth + 1, left);
            if objection.is_some() {
                return objection;
            }
        }
        None
    }

    /// Whether a value surely is what a `not` speaks of.
    fn excludes(&mut self, not: &'t Node, value: &'t Node, left: &mut usize) -> bool {
        let sure = not.as_mapping().is_some_and(|keywords| {
            !keywords.is_empty() && keywords.iter().all(|entry| SURE.contains(&entry.key.as_str()))
        });
        if !sure {
            return false;
        }
        let id = self.document.schema_at(not, self.sink);
        self.objection(id, value, 0, left).is_none()
    }
}

fn is_listed(flat: &Flat<'_>, value: &Node) -> bool {
    flat.enumeration.as_ref().is_none_or(|members| {
        let wanted = key(value);
        // A text without quotes may look like a number: it is meant all the same.
        let same = |member: &&Node| {
            key(member) == wanted || (value.as_str().is_some() && member.as_str() == value.as_str())
        };
        members.iter().copied().any(|member| same(&member))
    })
}

/// What a value breaks of the rules and the format of its type.
fn breach(rules: &Rules, flat: &Flat<'_>, value: &Node) -> Option<&'static str> {
    let outside = |count: usize, least: Option<u64>, most: Option<u64>| {
        let count = u64::try_from(count).unwrap_or(u64::MAX);
        let beyond = least.is_some_and(|least| count < least) || most.is_some_and(|most| count > most);
        beyond.then_some("is beyond the bounds of the schema")
    };
    if let Some(items) = value.as_sequence() {
        let mut seen = HashSet::new();
        let twice = rules.unique_items && !items.iter().all(|item| seen.insert(key(item)));
        return outside(items.len(), rules.min_items, rules.max_items)
            .or(twice.then_some("has an item twice, which the schema forbids"));
    }
    if let Some(mapping) = value.as_mapping() {
        return outside(mapping.len(), rules.min_properties, rules.max_properties);
    }
    let text = value.as_str()?;
    let format = flat.text("format");
    let unlike = "is not of the format of the schema";
    match value.resolve()? {
        Resolved::Number(_) if flat.kind != Some(SchemaType::String) => {
            let number = Limit::parse(&key(value))?;
            // What a schema without a format shows makes its type wide enough.
            let whole = flat.kind == Some(SchemaType::Integer) && format.is_some();
            if whole && !is_of_integer(&key(value), formats::of_integer(format, rules)) {
                return Some(unlike);
            }
            number_breach(rules, &number)
        }
        Resolved::String(_) => {
            let of = formats::of_string(format);
            let asks = |pattern: &String| !super::patterns::matches(pattern, text);
            outside(text.chars().count(), rules.min_length, rules.max_length)
                .or_else(|| {
                    let broken = every(rules).any(|rules| rules.pattern.as_ref().is_some_and(asks));
                    broken.then_some("does not match the pattern of the schema")
                })
                .or((flat.kind == Some(SchemaType::String) && !is_of_format(text, of)).then_some(unlike))
        }
        _ => None,
    }
}

fn number_breach(rules: &Rules, number: &Limit) -> Option<&'static str> {
    let beyond = |limit: &Option<Limit>, orders: &[Ordering]| {
        limit.as_ref().is_some_and(|limit| orders.contains(&super::rules::compare(number, limit)))
    };
    if beyond(&rules.minimum, &[Ordering::Less])
        || beyond(&rules.maximum, &[Ordering::Greater])
        || beyond(&rules.exclusive_minimum, &[Ordering::Less, Ordering::Equal])
        || beyond(&rules.exclusive_maximum, &[Ordering::Greater, Ordering::Equal])
    {
        return Some("is beyond the bounds of the schema");
    }
    let divided = |rules: &Rules| rules.multiple_of.as_ref().is_none_or(|by| is_multiple(number, by));
    (!every(rules).all(divided)).then_some("is no multiple of what the schema says")
}

/// Rules, and what holds as well.
fn every(rules: &Rules) -> impl Iterator<Item = &Rules> {
    std::iter::successors(Some(rules), |rules| rules.also.as_deref())
}
