//! Arrays whose items have each their own schema: `prefixItems`.

use super::Lowering;
use super::assertions::is_false;
use super::flat::Flat;
use super::keywords::TOGETHER;
use super::shapes::wide;
use crate::document::{SchemaId, SchemaType};
use crate::ir::{JsonType, Rules, Scalar, TypeRef};
use std::collections::HashSet;
use std::rc::Rc;

/// Longer tuples are neither compared nor shown by the standard library.
const LONGEST: usize = 12;

/// Tuples of tuples grow with each level: of more parts than these nothing is made.
const MOST_PARTS: usize = 64;

const ITEMS: &str = "x-prefixItems";

impl<'t> Lowering<'_, 't> {
    /// The type of a list whose items have each their own schema, where one says all of them: a tuple where there are so
    /// many items and no more, and a plain list where all are of one type. What its items are checked against is added.
    pub(super) fn tuple(
        &mut self,
        flat: &Flat<'t>,
        name: &str,
        depth: usize,
        rules: &mut Rules,
    ) -> Option<TypeRef> {
        let prefix = self.prefix(flat)?.to_vec();
        let count = u64::try_from(prefix.len()).ok()?;
        let is_closed = self.is_closed(flat);
        let has_end = is_closed || rules.max_items == Some(count);
        if rules.min_items == Some(count) && has_end && (2..=LONGEST).contains(&prefix.len()) {
            let (mut members, mut each) = (Vec::new(), Vec::new());
            for (place, member) in prefix.iter().enumerate() {
                let (ty, rules) = self.item(*member, &format!("{name} item {}", place + 1), depth);
                members.push(ty);
                each.push(rules);
            }
            let tuple = TypeRef::Tuple(members);
            if parts(&tuple) > MOST_PARTS {
                return None;
            }
            // The type itself has so many members and no more.
            (rules.min_items, rules.max_items) = (None, None);
            rules.prefix_items = told(each);
            return Some(tuple);
        }
        let rest = flat.items.filter(|_| !is_closed);
        // What follows may be anything, unless nothing does.
        if !has_end && rest.is_none() {
            return None;
        }
        let all: Vec<SchemaId> = prefix.iter().copied().chain(rest).collect();
        if !self.may_be_one(&all) {
            return None;
        }
        let mut items = all.iter().map(|member| self.item(*member, &format!("{name} item"), depth));
        let (ty, first) = items.next()?;
        let mut each = vec![first];
        for (other, rules) in items {
            if other != ty {
                return None;
            }
            each.push(rules);
        }
        let of_rest = if rest.is_some() { each.pop() } else { None }.unwrap_or_default();
        rules.items = (!of_rest.is_empty()).then(|| Box::new(of_rest.clone()));
        rules.prefix_items = if each.iter().all(|one| *one == of_rest) { Vec::new() } else { each };
        if is_closed {
            rules.max_items = Some(rules.max_items.map_or(count, |most| most.min(count)));
        }
        Some(TypeRef::Vec(Box::new(ty)))
    }

    /// The schemas of the first items, where one part of the schema says all there is about items.
    fn prefix<'f>(&self, flat: &'f Flat<'t>) -> Option<&'f [SchemaId]> {
        let is_list = flat.kind == Some(SchemaType::Array) && flat.unions.is_empty() && !flat.impossible;
        let other = |key: &&&str| **key != ITEMS && flat.keyword(key).is_some();
        let speaking =
            flat.nodes.iter().filter(|node| node.get(ITEMS).is_some() || node.get("items").is_some());
        let is_plain = speaking.count() == 1 && !TOGETHER.iter().any(|key| other(&key));
        (is_list && is_plain && !flat.prefix_items.is_empty()).then_some(&flat.prefix_items)
    }

    /// Whether nothing may follow the first items.
    fn is_closed(&self, flat: &Flat<'t>) -> bool {
        let rest = flat.items.and_then(|items| self.document.schema(items));
        rest.is_some_and(|rest| is_false(rest.node))
    }

    /// Whether schemas may be of one type without a type being made to see: all are the same one, or scalars.
    fn may_be_one(&mut self, all: &[SchemaId]) -> bool {
        let behind = |member: &SchemaId| self.component_behind(*member).unwrap_or(*member);
        let targets: HashSet<SchemaId> = all.iter().map(behind).collect();
        targets.len() == 1
            || all.iter().all(|member| {
                let flat = self.flatten(*member);
                let is_scalar = !matches!(flat.kind, None | Some(SchemaType::Object | SchemaType::Array));
                is_scalar && self.is_mentioned(&flat)
            })
    }

    /// The JSON types that the first item of a list may have; none where it may be any.
    pub(super) fn first_item(&mut self, flat: &Flat<'t>) -> Rc<[JsonType]> {
        let item = flat.prefix_items.first().copied().or(flat.items);
        let item = item.map(|item| self.flatten(item));
        item.map(|item| self.json_types(&item, 0)).unwrap_or_default()
    }

    /// Whether a union has a tuple that the type of the first item does not tell from what else may be a list: no type is
    /// made of it then, so that each of them holds all the others.
    pub(super) fn has_like_tuples(&mut self, alternatives: &[(SchemaId, SchemaId)]) -> bool {
        let flats: Vec<Rc<Flat<'t>>> = alternatives.iter().map(|(_, whole)| self.flatten(*whole)).collect();
        if flats.iter().all(|flat| flat.prefix_items.is_empty()) {
            return false;
        }
        let mut seen = HashSet::new();
        let (mut lists, mut has_open) = (0, false);
        for flat in &flats {
            let types = self.json_types(flat, 0);
            if !types.is_empty() && !types.contains(&JsonType::Array) {
                continue;
            }
            lists += 1;
            let first = if types.is_empty() { types } else { self.first_item(flat) };
            has_open |= first.is_empty();
            let firsts: HashSet<JsonType> = first.iter().copied().map(wide).collect();
            let is_like = firsts.into_iter().filter(|ty| !seen.insert(*ty)).count() > 0;
            if lists > 1 && (is_like || has_open) {
                return true;
            }
        }
        false
    }

    /// A list of anything, with all that is said of it kept beside.
    pub(super) fn loose_list(&mut self, flat: &Flat<'t>) -> (TypeRef, Rules) {
        let rules = Rules { schema: self.assertion(flat, true), ..self.rules(flat) };
        (TypeRef::Vec(Box::new(TypeRef::Scalar(Scalar::Json))), rules)
    }
}

/// Rules one by one; none where there are none.
fn told(each: Vec<Rules>) -> Vec<Rules> {
    if each.iter().all(Rules::is_empty) { Vec::new() } else { each }
}

/// How many types are mentioned in a type.
fn parts(ty: &TypeRef) -> usize {
    match ty {
        TypeRef::Named(_) | TypeRef::Scalar(_) | TypeRef::Replaced(_) => 1,
        TypeRef::Vec(inner)
        | TypeRef::Map(inner)
        | TypeRef::Nullable(inner)
        | TypeRef::Boxed(inner)
        | TypeRef::JsonText(inner) => 1 + parts(inner),
        TypeRef::Tuple(members) => members.iter().map(parts).sum(),
    }
}
