//! `default`: documented where it is a value of its schema, and told where it is none.

use super::Lowering;
use super::flat::Flat;
use super::values::{is_of, key};
use crate::diagnostics::{Code, Diagnostic};
use crate::document::{Node, Resolved, SchemaId, SchemaType};
use crate::ir::{Limit, Rules};
use std::cmp::Ordering;

/// So many elements of a list are looked at: a list of defaults is short.
const MOST_ITEMS: usize = 64;

/// How deep lists of lists are looked into.
const DEEPEST: usize = 8;

impl<'t> Lowering<'_, 't> {
    /// Reports a default that the schema does not allow; null stands for no default nearly everywhere.
    pub(super) fn check_default(&mut self, schema: SchemaId, node: &'t Node) {
        let Some(default) = node.get("default").filter(|default| !default.is_null()) else { return };
        if let Some(message) = self.objection(schema, default, 0) {
            let place = default.origin;
            self.sink.report(
                Diagnostic::new(Code::InvalidConstraint, place, message).note("it is only documented"),
            );
        }
    }

    /// What a schema has against a value, as far as its type, its list and its bounds go.
    fn objection(&mut self, schema: SchemaId, value: &'t Node, depth: usize) -> Option<&'static str> {
        let flat = self.flatten(schema);
        let text = flat.kind == Some(SchemaType::String);
        if !is_of(value, flat.kind) || (text && value.as_scalar().is_none()) {
            return Some("this default is not of the type of the schema");
        }
        if !is_listed(&flat, value) {
            return Some("this default is not in the list of the schema");
        }
        let rules = self.rules(&flat);
        if breaks(&rules, &flat, value) {
            return Some("this default is beyond the bounds of the schema");
        }
        let items = value.as_sequence().unwrap_or_default();
        let item = flat.items.filter(|_| flat.prefix_items.is_empty() && depth < DEEPEST)?;
        items.iter().take(MOST_ITEMS).find_map(|value| self.objection(item, value, depth + 1))
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

/// Whether a value is out of the bounds of its type.
fn breaks(rules: &Rules, flat: &Flat<'_>, value: &Node) -> bool {
    let outside = |count: usize, least: Option<u64>, most: Option<u64>| {
        let count = u64::try_from(count).unwrap_or(u64::MAX);
        least.is_some_and(|least| count < least) || most.is_some_and(|most| count > most)
    };
    if let Some(items) = value.as_sequence() {
        return outside(items.len(), rules.min_items, rules.max_items);
    }
    if let Some(mapping) = value.as_mapping() {
        return outside(mapping.len(), rules.min_properties, rules.max_properties);
    }
    let Some(text) = value.as_str() else { return false };
    match value.resolve() {
        Some(Resolved::Number(_)) if flat.kind != Some(SchemaType::String) => {
            let Some(number) = Limit::parse(&key(value)) else { return false };
            let beyond = |limit: &Option<Limit>, orders: &[Ordering]| {
                limit.as_ref().is_some_and(|limit| orders.contains(&super::rules::compare(&number, limit)))
            };
            beyond(&rules.minimum, &[Ordering::Less])
                || beyond(&rules.maximum, &[Ordering::Greater])
                || beyond(&rules.exclusive_minimum, &[Ordering::Less, Ordering::Equal])
                || beyond(&rules.exclusive_maximum, &[Ordering::Greater, Ordering::Equal])
        }
        Some(Resolved::String(_)) => {
            outside(text.chars().count(), rules.min_length, rules.max_length)
                || rules.pattern.as_ref().is_some_and(|pattern| !super::patterns::matches(pattern, text))
        }
        _ => false,
    }
}
