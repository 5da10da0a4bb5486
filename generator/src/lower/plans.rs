//! A plan that tells the variants of a union apart in one scan.

use super::Lowering;
use super::flat::Flat;
use super::formats;
use super::heirs;
use super::keys::{self, Counts, FactsByVariant};
use super::shapes::{Constant, wide};
use crate::document::{Entry, Made, Node, SchemaId};
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
pub(super) struct Found<'t> {
    /// Cases that name a variant for sure.
    pub(super) cases: Vec<PlanCase>,
    /// Cases for what is left, in the order they are tried.
    otherwise: Vec<PlanCase>,
    /// Whether two variants are left that nothing tells apart.
    ambiguous: bool,
    /// What a `mapping` leads to nowhere by.
    pub(super) unmapped: Vec<&'t Entry>,
}

impl Found<'_> {
    /// Whether the values of the key of a discriminator tell the variants apart already.
    fn asks_for(&self, discriminator: &Node) -> bool {
        let key = discriminator.get("propertyName").and_then(Node::as_str);
        let mut conditions = self.cases.iter().flat_map(|case| &case.conditions);
        conditions
            .any(|condition| matches!(condition, Condition::KeyIs(have, _) if Some(have.as_str()) == key))
    }
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
        let types: Vec<Rc<[JsonType]>> = shapes.iter().map(|shape| self.json_types(&shape.flat, 0)).collect();
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
        let any: Vec<usize> = (0..shapes.len())
            .filter(|place| types.get(*place).is_none_or(|types| types.is_empty()))
            .collect();
        clear &= any.len() < 2;
        otherwise.extend(any.first().map(|variant| PlanCase { variant: *variant, conditions: Vec::new() }));
        cases.extend(otherwise);
        (Plan { cases }, clear)
    }

    fn object_cases(&mut self, flat: &Flat<'t>, shapes: &[Shape<'t>], group: &[usize]) -> Found<'t> {
        if let Some(discriminator) = self.discriminator(flat)
            && let Some(found) = self.discriminator_cases(discriminator, flat, shapes, group, 0)
        {
            self.tell_unmapped(discriminator, &found);
            return found;
        }
        if let [only] = group {
            return Found { otherwise: vec![is(*only, JsonType::Object)], ..Found::default() };
        }
        let mut found = self.guessed_cases(shapes, group);
        // What is said of a schema that all variants inherit from is said of them, though not of this union: it comes
        // first, and the rest is found out as without it.
        if let Some(discriminator) = self.inherited_discriminator(shapes, group)
            && !found.asks_for(discriminator)
            && let Some(inherited) = self.discriminator_cases(discriminator, flat, shapes, group, 0)
        {
            self.tell_unmapped(discriminator, &inherited);
            found.cases.splice(0..0, inherited.cases);
            found.ambiguous &= inherited.ambiguous;
        }
        found
    }

    /// The cases of objects that no discriminator tells apart.
    fn guessed_cases(&mut self, shapes: &[Shape<'t>], group: &[usize]) -> Found<'t> {
        let all: FactsByVariant<'t> = group
            .iter()
            .filter_map(|place| Some((*place, self.facts(&shapes.get(*place)?.flat, 0))))
            .collect();
        let mut found = Found::default();
        let mut left: Vec<usize> = group.to_vec();
        // A constant that one variant must have, then a key that only one must have, then the type of a key.
        for (key, told) in keys::tags(&all, &mut left) {
            for variant in &told {
                let constants = all.get(variant).and_then(|facts| facts.constants(key)).unwrap_or_default();
                found.cases.extend(constants.iter().map(|constant| key_is(*variant, key, constant)));
            }
        }
        let counts = Counts::new(&all, &left);
        let mut untold = Vec::new();
        for variant in &left {
            match all.get(variant).and_then(|facts| counts.certain(facts)) {
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
        // One that is left alone takes the rest, hints or none.
        for variant in untold.iter().filter(|_| untold.len() > 1) {
            let Some(own) = facts(variant) else { continue };
            let only_here = own.keys.iter().map(|(key, _)| *key).filter(|key| counts.is_own(key));
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

    /// The discriminator of a union.
    pub(super) fn discriminator(&self, flat: &Flat<'t>) -> Option<&'t Node> {
        let of = flat.unions.first().map(|union| union.of).unwrap_or(self.document.target(flat.id));
        let own = self.document.schema(of).and_then(|schema| schema.node.get("discriminator"));
        own.or_else(|| flat.keyword("discriminator"))
    }

    /// The discriminator of a schema that all variants take in.
    fn inherited_discriminator(&self, shapes: &[Shape<'t>], group: &[usize]) -> Option<&'t Node> {
        let mut variants = group.iter().filter_map(|place| shapes.get(*place));
        let first = variants.next()?;
        let others: Vec<HashSet<SchemaId>> =
            variants.map(|shape| shape.flat.parts.iter().copied().collect()).collect();
        first.flat.parts.iter().find_map(|part| {
            let discriminator = self.document.schema(*part)?.node.get("discriminator")?;
            others.iter().all(|parts| parts.contains(part)).then_some(discriminator)
        })
    }

    pub(super) fn discriminator_cases(
        &mut self,
        discriminator: &'t Node,
        flat: &Flat<'t>,
        shapes: &[Shape<'t>],
        group: &[usize],
        depth: usize,
    ) -> Option<Found<'t>> {
        let key = discriminator.get("propertyName").and_then(Node::as_str)?;
        let mut found = Found::default();
        let mut case = |variant: usize, value: &str| {
            let conditions = vec![Condition::KeyIs(JsonName::new(key), value.to_owned())];
            found.cases.push(PlanCase { variant, conditions });
        };
        let (mut told, mut unmapped) = (HashSet::new(), Vec::new());
        let mut variants: HashMap<SchemaId, usize> = HashMap::new();
        for place in group {
            let Some(shape) = shapes.get(*place) else { continue };
            variants.entry(self.named(shape.member)).or_insert(*place);
        }
        // What is an alternative of a variant means the variant, unless it is one itself.
        for place in group {
            let Some(shape) = shapes.get(*place) else { continue };
            for inner in self.inner_alternatives(shape.member) {
                variants.entry(inner).or_insert(*place);
            }
        }
        let variant_of = |target: SchemaId| variants.get(&target).copied();
        let mapping = discriminator.get("mapping").and_then(Node::as_mapping);
        for entry in mapping.into_iter().flatten() {
            let target = entry.value.as_str().and_then(|target| self.mapping_target(target));
            match target.and_then(variant_of) {
                Some(variant) => {
                    case(variant, &entry.key);
                    told.insert(variant);
                }
                // A part of a document maps what the whole of it describes.
                None if target.is_some() => {}
                None => unmapped.push(entry),
            }
        }
        found.unmapped = unmapped;
        let fallback =
            ["defaultMapping", "x-defaultMapping"].into_iter().find_map(|key| discriminator.get(key));
        let fallback = fallback.and_then(Node::as_str).and_then(|target| self.mapping_target(target));
        let fallback = fallback.and_then(variant_of);
        let unsaid: Vec<usize> = group.iter().copied().filter(|place| !told.contains(place)).collect();
        let common = self.common_constants(key, shapes, &unsaid);
        for place in unsaid {
            let Some(shape) = shapes.get(place) else { continue };
            let target = self.named(shape.member);
            if let Some(value) = self.document.schema(target).and_then(|schema| heirs::own_value(schema.node))
            {
                found.cases.push(PlanCase {
                    variant: place,
                    conditions: vec![Condition::KeyIs(JsonName::new(key), value.to_owned())],
                });
                told.insert(place);
                continue;
            }
            let inner = self.inner_values(key, &shape.flat, depth);
            if !inner.is_empty() {
                let conditions = |value| vec![Condition::KeyIs(JsonName::new(key), value)];
                found.cases.extend(
                    inner.into_iter().map(|value| PlanCase { variant: place, conditions: conditions(value) }),
                );
                told.insert(place);
                continue;
            }
            let facts = self.facts(&shape.flat, 0);
            // What a base says of the key is said of all that inherit from it.
            let constants = facts.constants(key).filter(|_| flat.heirs.is_empty() || facts.own_constant(key));
            // A list that all have tells none of them.
            let constants = constants.filter(|constants| common.as_deref() != Some(*constants));
            for constant in constants.unwrap_or_default() {
                found.cases.push(key_is(place, key, constant));
                told.insert(place);
            }
            if told.contains(&place) {
                continue;
            }
            if let Some(name) = self.document.schema(target).and_then(|schema| schema.component) {
                let value = heirs::meant(name, facts.constants(key).unwrap_or_default());
                let conditions = vec![Condition::KeyIs(JsonName::new(key), value.to_owned())];
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

    /// The list of values of a key that all variants have alike.
    fn common_constants(
        &mut self,
        key: &str,
        shapes: &[Shape<'t>],
        group: &[usize],
    ) -> Option<Vec<Constant>> {
        let mut variants = group.iter().filter_map(|place| shapes.get(*place));
        let first = self.facts(&variants.next()?.flat, 0);
        let list = first.constants(key).filter(|list| list.len() > 1 && group.len() > 1)?;
        variants.all(|shape| self.facts(&shape.flat, 0).constants(key) == Some(list)).then(|| list.to_vec())
    }

    /// The schema that a discriminator names where it means a variant.
    fn named(&self, member: SchemaId) -> SchemaId {
        match self.document.schema(member).and_then(|schema| schema.made.as_ref()) {
            Some(Made::Base(of)) => *of,
            _ => self.document.target(member),
        }
    }

    /// Arrays are told apart by the type of their first item.
    fn array_cases(&mut self, shapes: &[Shape<'t>], group: &[usize]) -> Found<'t> {
        let mut items: Vec<(usize, Rc<[JsonType]>)> = Vec::new();
        for place in group {
            let shape = shapes.get(*place);
            items.push((*place, shape.map(|shape| self.first_item(&shape.flat)).unwrap_or_default()));
        }
        let mut found = Found::default();
        let mut left = Vec::new();
        // Of each type, the first variant whose items may be of it, and whether others' may.
        let mut owners: HashMap<JsonType, usize> = HashMap::new();
        let mut shared = HashSet::new();
        for (variant, types) in &items {
            for ty in types.iter().copied().map(wide) {
                if *owners.entry(ty).or_insert(*variant) != *variant {
                    shared.insert(ty);
                }
            }
        }
        let anything = items.iter().filter(|(_, types)| types.is_empty()).count();
        for (variant, types) in &items {
            let others = anything > usize::from(types.is_empty());
            if types.is_empty() || others || types.iter().any(|ty| shared.contains(&wide(*ty))) {
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
fn scalar_cases<'t>(shapes: &[Shape<'t>], group: &[usize], json_type: JsonType) -> Found<'t> {
    let mut found = Found::default();
    let mut left: Vec<usize> = Vec::new();
    let (mut seen, mut seen_formats) = (HashSet::new(), HashSet::new());
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
    let widest = left.iter().find(plain).or(left.first()).copied();
    if json_type == JsonType::String && !left.iter().any(|variant| plain(&variant)) && left.len() > 1 {
        left.retain(|variant| {
            let format = shapes.get(*variant).and_then(|shape| shape.flat.text("format"));
            let told = format.filter(|format| formats::tells_apart(format) && seen_formats.insert(*format));
            found.cases.extend(told.map(|format| PlanCase {
                variant: *variant,
                conditions: vec![Condition::Format(format.to_owned())],
            }));
            told.is_none()
        });
    }
    found.ambiguous = left.len() > 1 && !left.iter().any(|variant| plain(&variant));
    found.otherwise.extend(
        left.iter()
            .find(plain)
            .copied()
            .or(left.first().copied())
            .or(widest)
            .map(|variant| is(variant, json_type)),
    );
    found
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
