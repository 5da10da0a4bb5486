//! A plan that tells the variants of a union apart in one scan.

use super::Lowering;
use super::flat::Flat;
use super::shapes::{Constant, Facts};
use crate::document::{Node, SchemaId};
use crate::ir::{Condition, JsonName, JsonType, Literal, Plan, PlanCase};
use std::collections::{HashMap, HashSet};
use std::rc::Rc;

/// A variant as a plan sees it.
pub(super) struct Shape<'t> {
    /// The schema as it is written.
    pub(super) member: SchemaId,
    /// What it says, together with what all variants have in common.
    pub(super) flat: Rc<Flat<'t>>,
}

/// What is found out about the variants of one JSON type.
#[derive(Default)]
struct Found {
    /// Cases that name a variant for sure.
    cases: Vec<PlanCase>,
    /// Cases for what is left, in the order they are tried.
    otherwise: Vec<PlanCase>,
    /// Whether two variants are left that nothing tells apart.
    ambiguous: bool,
}

/// The types of JSON in the order that they are asked about: integers are numbers too.
const TYPES: [JsonType; 7] = [
    JsonType::Null,
    JsonType::Boolean,
    JsonType::Integer,
    JsonType::Number,
    JsonType::String,
    JsonType::Array,
    JsonType::Object,
];

/// More keys than this are not asked about to guess at a variant.
const MOST_GUESSES: usize = 8;

impl<'t> Lowering<'_, 't> {
    /// The plan, and whether every variant can be told from the others.
    pub(super) fn plan(&mut self, flat: &Flat<'t>, shapes: &[Shape<'t>]) -> (Plan, bool) {
        let types: Vec<Vec<JsonType>> = shapes.iter().map(|shape| self.json_types(&shape.flat, 0)).collect();
        let (mut cases, mut otherwise) = (Vec::new(), Vec::new());
        let mut clear = true;
        for json_type in TYPES {
            let group: Vec<usize> = (0..shapes.len())
                .filter(|place| types.get(*place).is_some_and(|types| types.contains(&json_type)))
                .collect();
            let found = match (group.as_slice(), json_type) {
                ([], _) => continue,
                (_, JsonType::Object) => self.object_cases(flat, shapes, &group),
                ([only], _) => Found { otherwise: vec![is(*only, json_type)], ..Found::default() },
                (_, JsonType::Array) => self.array_cases(shapes, &group),
                _ => scalar_cases(shapes, &group, json_type),
            };
            clear &= !found.ambiguous;
            cases.extend(found.cases);
            otherwise.extend(found.otherwise);
        }
        let any: Vec<usize> =
            (0..shapes.len()).filter(|place| types.get(*place).is_none_or(Vec::is_empty)).collect();
        clear &= any.len() < 2;
        otherwise.extend(any.first().map(|variant| PlanCase { variant: *variant, conditions: Vec::new() }));
        cases.extend(otherwise);
        (Plan { cases }, clear)
    }

    fn object_cases(&mut self, flat: &Flat<'t>, shapes: &[Shape<'t>], group: &[usize]) -> Found {
        if let Some(found) = self.discriminator_cases(flat, shapes, group) {
            return found;
        }
        if let [only] = group {
            return Found { otherwise: vec![is(*only, JsonType::Object)], ..Found::default() };
        }
        let all: HashMap<usize, Facts<'t>> = group
            .iter()
            .filter_map(|place| Some((*place, self.facts(&shapes.get(*place)?.flat, 0))))
            .collect();
        let mut found = Found::default();
        let mut left: Vec<usize> = group.to_vec();
        // A constant that one variant must have, then a key that only one must have, then the type of a key.
        while let Some((key, told)) = best_tag(&all, &left) {
            for variant in &told {
                let constants = all.get(variant).and_then(|facts| facts.constants(key)).unwrap_or_default();
                found.cases.extend(constants.iter().map(|constant| key_is(*variant, key, constant)));
            }
            left.retain(|variant| !told.contains(variant));
        }
        let mut untold = Vec::new();
        for variant in &left {
            let others: Vec<&Facts<'t>> =
                left.iter().filter(|other| *other != variant).filter_map(|other| all.get(other)).collect();
            match all.get(variant).and_then(|facts| certain(facts, &others)) {
                Some(condition) => {
                    found.cases.push(PlanCase { variant: *variant, conditions: vec![condition] });
                }
                None => untold.push(*variant),
            }
        }
        let facts = |variant: &usize| all.get(variant);
        // What must be there in one and may be in another is a hint, and so is a key that only one may have.
        untold
            .sort_by_key(|variant| std::cmp::Reverse(facts(variant).map_or(0, |facts| facts.required.len())));
        for variant in &untold {
            let Some(own) = facts(variant) else { continue };
            let others: Vec<&Facts<'t>> =
                left.iter().filter(|other| *other != variant).filter_map(facts).collect();
            let only_here = own.keys.iter().map(|(key, _)| *key);
            let only_here = only_here.filter(|key| others.iter().all(|other| !other.has(key)));
            for key in only_here.take(MOST_GUESSES) {
                let conditions = vec![Condition::Has(JsonName::new(key))];
                found.cases.push(PlanCase { variant: *variant, conditions });
            }
        }
        let last = untold.len().saturating_sub(1);
        for (place, variant) in untold.iter().enumerate() {
            let required = facts(variant).map(|facts| facts.required.as_slice()).unwrap_or_default();
            let mut conditions: Vec<Condition> =
                required.iter().take(MOST_GUESSES).map(|key| Condition::Has(JsonName::new(*key))).collect();
            if conditions.is_empty() || place == last {
                conditions = vec![Condition::Is(JsonType::Object)];
            }
            found.otherwise.push(PlanCase { variant: *variant, conditions });
        }
        found.ambiguous = untold.len() > 1;
        found
    }

    fn discriminator_cases(
        &mut self,
        flat: &Flat<'t>,
        shapes: &[Shape<'t>],
        group: &[usize],
    ) -> Option<Found> {
        let of = flat.unions.first().map(|union| union.of).unwrap_or(self.document.target(flat.id));
        let own = self.document.schema(of).and_then(|schema| schema.node.get("discriminator"));
        let discriminator = own.or_else(|| flat.keyword("discriminator"))?;
        let key = discriminator.get("propertyName").and_then(Node::as_str)?;
        let mut found = Found::default();
        let mut case = |variant: usize, value: &str| {
            let conditions = vec![Condition::KeyIs(JsonName::new(key), value.to_owned())];
            found.cases.push(PlanCase { variant, conditions });
        };
        let mut told = HashSet::new();
        let variant_of = |target: SchemaId| {
            let base = crate::document::Made::Base(target);
            group.iter().copied().find(|place| {
                shapes.get(*place).is_some_and(|shape| {
                    self.document.target(shape.member) == target
                        || self.document.schema(shape.member).and_then(|schema| schema.made.as_ref())
                            == Some(&base)
                })
            })
        };
        let mapping = discriminator.get("mapping").and_then(Node::as_mapping);
        for entry in mapping.into_iter().flatten() {
            let target = entry.value.as_str().and_then(|target| self.mapping_target(target));
            if let Some(variant) = target.and_then(variant_of) {
                case(variant, &entry.key);
                told.insert(variant);
            }
        }
        let fallback =
            ["defaultMapping", "x-defaultMapping"].into_iter().find_map(|key| discriminator.get(key));
        let fallback = fallback.and_then(Node::as_str).and_then(|target| self.mapping_target(target));
        let fallback = fallback.and_then(variant_of);
        for place in group.iter().filter(|place| !told.contains(*place)).copied().collect::<Vec<_>>() {
            let Some(shape) = shapes.get(place) else { continue };
            let facts = self.facts(&shape.flat, 0);
            // What a base says of the key is said of all that inherit from it.
            let constants = facts.constants(key).filter(|_| flat.heirs.is_empty() || facts.own_constant(key));
            for constant in constants.unwrap_or_default() {
                found.cases.push(key_is(place, key, constant));
                told.insert(place);
            }
            if told.contains(&place) {
                continue;
            }
            let target = match self.document.schema(shape.member).and_then(|schema| schema.made.as_ref()) {
                Some(crate::document::Made::Base(of)) => *of,
                _ => self.document.target(shape.member),
            };
            if let Some(name) = self.document.schema(target).and_then(|schema| schema.component) {
                let conditions = vec![Condition::KeyIs(JsonName::new(key), name.to_owned())];
                found.cases.push(PlanCase { variant: place, conditions });
                told.insert(place);
            }
        }
        let left: Vec<usize> = group.iter().copied().filter(|place| !told.contains(place)).collect();
        let last = fallback.or(left.first().copied());
        found.otherwise.extend(last.map(|variant| is(variant, JsonType::Object)));
        found.ambiguous = left.len() > 1;
        Some(found)
    }

    /// Arrays are told apart by the type of their first item.
    fn array_cases(&mut self, shapes: &[Shape<'t>], group: &[usize]) -> Found {
        let mut items: Vec<(usize, Vec<JsonType>)> = Vec::new();
        for place in group {
            let item = shapes.get(*place).and_then(|shape| shape.flat.items);
            let flat = item.map(|item| self.flatten(item));
            items.push((*place, flat.map(|flat| self.json_types(&flat, 0)).unwrap_or_default()));
        }
        let mut found = Found::default();
        let mut left = Vec::new();
        for (variant, types) in &items {
            let mut others = items.iter().filter(|(other, _)| other != variant);
            if types.is_empty() || others.any(|(_, other)| overlap(types, other)) {
                left.push(*variant);
            } else {
                let conditions = |ty: &JsonType| vec![Condition::ItemHasType(*ty)];
                found.cases.extend(
                    types.iter().map(|ty| PlanCase { variant: *variant, conditions: conditions(ty) }),
                );
            }
        }
        // An empty list is one of any variant.
        let last = left.first().or(group.first());
        found.otherwise.extend(last.map(|variant| is(*variant, JsonType::Array)));
        found.ambiguous = left.len() > 1;
        found
    }
}

/// Scalars of one type are told apart by their values; what has no list takes the rest.
fn scalar_cases(shapes: &[Shape<'_>], group: &[usize], json_type: JsonType) -> Found {
    let mut found = Found::default();
    let mut left: Vec<usize> = Vec::new();
    let mut seen = HashSet::new();
    for variant in group {
        let Some(shape) = shapes.get(*variant) else { continue };
        let Some(members) = &shape.flat.enumeration else {
            left.push(*variant);
            continue;
        };
        for constant in members.iter().filter_map(|member| Constant::of(member)) {
            if seen.insert(constant.clone()) {
                let condition = match constant {
                    Constant::Text(text) => Condition::Equals(text),
                    Constant::Json(text) => Condition::EqualsJson(Literal(text)),
                };
                found.cases.push(PlanCase { variant: *variant, conditions: vec![condition] });
            }
        }
    }
    // What has no format can hold every value, so that nothing is lost by taking it.
    let plain =
        |variant: &&usize| shapes.get(**variant).is_some_and(|shape| shape.flat.text("format").is_none());
    let widest = left.iter().find(plain);
    found.ambiguous = left.len() > 1 && widest.is_none();
    found.otherwise.extend(widest.or(left.first()).map(|variant| is(*variant, json_type)));
    found
}

/// The key whose constants tell most variants from each other, and those variants.
fn best_tag<'t>(all: &HashMap<usize, Facts<'t>>, left: &[usize]) -> Option<(&'t str, Vec<usize>)> {
    let mut best: Option<(&'t str, Vec<usize>)> = None;
    let mut tried = HashSet::new();
    for facts in left.iter().filter_map(|variant| all.get(variant)) {
        for (key, _) in facts.keys.iter().filter(|(_, fact)| fact.constants.is_some()) {
            if !facts.required.contains(key) || !tried.insert(*key) {
                continue;
            }
            let mut owners: HashMap<&Constant, usize> = HashMap::new();
            let mut told = Vec::new();
            let mut disjoint = true;
            for variant in left {
                let Some(facts) = all.get(variant) else { continue };
                let Some(constants) = facts.constants(key) else { continue };
                for constant in constants {
                    disjoint &= *owners.entry(constant).or_insert(*variant) == *variant;
                }
                if facts.required.contains(key) {
                    told.push(*variant);
                }
            }
            if disjoint && left.len() > 1 && best.as_ref().is_none_or(|(_, have)| told.len() > have.len()) {
                best = Some((key, told));
            }
        }
    }
    best
}

/// What a variant must have, and no other can.
fn certain(own: &Facts<'_>, others: &[&Facts<'_>]) -> Option<Condition> {
    if others.is_empty() {
        return None;
    }
    let only = own.required.iter().find(|key| others.iter().all(|other| !other.has(key)));
    if let Some(key) = only {
        return Some(Condition::Has(JsonName::new(*key)));
    }
    own.required.iter().find_map(|key| {
        let [ty] = own.types(key)? else { return None };
        let apart = others
            .iter()
            .all(|other| other.types(key).is_none_or(|types| !types.is_empty() && !overlap(&[*ty], types)));
        apart.then(|| Condition::KeyHasType(JsonName::new(*key), *ty))
    })
}

/// Whether a value can be of a type of both.
fn overlap(one: &[JsonType], other: &[JsonType]) -> bool {
    let number = |ty: &JsonType| matches!(ty, JsonType::Integer | JsonType::Number);
    one.is_empty()
        || other.is_empty()
        || one.iter().any(|ty| other.iter().any(|also| ty == also || (number(ty) && number(also))))
}

fn is(variant: usize, json_type: JsonType) -> PlanCase {
    PlanCase { variant, conditions: vec![Condition::Is(json_type)] }
}

fn key_is(variant: usize, key: &str, constant: &Constant) -> PlanCase {
    let key = JsonName::new(key);
    let condition = match constant {
        Constant::Text(text) => Condition::KeyIs(key, text.clone()),
        Constant::Json(text) => Condition::KeyIsJson(key, Literal(text.clone())),
    };
    PlanCase { variant, conditions: vec![condition] }
}
