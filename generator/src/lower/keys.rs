//! What the variants of a union say of each key, all together: what tells an object of one from those of the others.

use super::shapes::{Facts, wide};
use crate::ir::{Condition, JsonName, JsonType};
use std::collections::{HashMap, HashSet};
use std::rc::Rc;

/// The facts of each variant of a group, by its place.
pub(super) type FactsByVariant<'t> = HashMap<usize, Rc<Facts<'t>>>;

/// Keys whose constants are shared by two variants are looked at once more when others were told, this often.
const ROUNDS: usize = 4;

/// A key whose constants tell variants from each other, and those variants.
pub(super) type Tag<'t> = (&'t str, Vec<usize>);

/// The keys that tell variants apart by a constant that each must have, those that tell most of them first. Every
/// variant is told once, and taken out of `left`.
pub(super) fn tags<'t>(all: &FactsByVariant<'t>, left: &mut Vec<usize>) -> Vec<Tag<'t>> {
    let mut keys: Vec<(&'t str, Vec<usize>)> = Vec::new();
    let mut places: HashMap<&'t str, usize> = HashMap::new();
    for variant in left.iter() {
        let Some(facts) = all.get(variant) else { continue };
        for (key, _) in facts.keys.iter().filter(|(_, fact)| fact.constants.is_some()) {
            let place = *places.entry(key).or_insert(keys.len());
            match keys.get_mut(place) {
                Some((_, variants)) => variants.push(*variant),
                None => keys.push((key, vec![*variant])),
            }
        }
    }
    let mut tags = Vec::new();
    let mut waiting: HashSet<usize> = left.iter().copied().collect();
    for _ in 0..ROUNDS {
        if waiting.len() < 2 || keys.is_empty() {
            break;
        }
        // What was told by one key is no longer asked of the next, so that each is counted anew where its turn comes.
        keys.sort_by_key(|(key, variants)| std::cmp::Reverse(told(all, key, variants).len()));
        keys.retain_mut(|(key, variants)| {
            variants.retain(|variant| waiting.contains(variant));
            let told = told(all, key, variants);
            if told.is_empty() || waiting.len() < 2 {
                return false;
            }
            if !is_disjoint(all, key, variants) {
                return true;
            }
            for variant in &told {
                waiting.remove(variant);
            }
            tags.push((*key, told));
            false
        });
    }
    left.retain(|variant| waiting.contains(variant));
    tags
}

/// The variants that must have a key.
fn told(all: &FactsByVariant<'_>, key: &str, variants: &[usize]) -> Vec<usize> {
    let must = |variant: &&usize| all.get(variant).is_some_and(|facts| facts.requires(key));
    variants.iter().filter(must).copied().collect()
}

/// Whether no constant of a key is that of two variants.
fn is_disjoint(all: &FactsByVariant<'_>, key: &str, variants: &[usize]) -> bool {
    let mut owners = HashMap::new();
    variants.iter().all(|variant| {
        let constants = all.get(variant).and_then(|facts| facts.constants(key)).unwrap_or_default();
        constants.iter().all(|constant| *owners.entry(constant).or_insert(*variant) == *variant)
    })
}

/// How many variants have a key, in all and of each type.
#[derive(Default)]
struct Count {
    have: usize,
    /// Those of which the types are not known.
    any: usize,
    of: HashMap<JsonType, usize>,
}

/// How many variants of a union have each key.
#[derive(Default)]
pub(super) struct Counts<'t> {
    keys: HashMap<&'t str, Count>,
    variants: usize,
}

impl<'t> Counts<'t> {
    /// Counts the keys of some variants.
    pub(super) fn new(all: &FactsByVariant<'t>, variants: &[usize]) -> Self {
        let mut counts = Self { keys: HashMap::new(), variants: variants.len() };
        for facts in variants.iter().filter_map(|variant| all.get(variant)) {
            for (key, _) in &facts.keys {
                let count = counts.keys.entry(key).or_default();
                count.have += 1;
                let types: HashSet<JsonType> =
                    facts.types(key).unwrap_or_default().iter().copied().map(wide).collect();
                count.any += usize::from(types.is_empty());
                for ty in types {
                    *count.of.entry(ty).or_default() += 1;
                }
            }
        }
        counts
    }

    /// Whether a key, which a variant has, is that of no other.
    pub(super) fn is_own(&self, key: &str) -> bool {
        self.keys.get(key).is_none_or(|count| count.have < 2)
    }

    /// What a variant must have, and no other can.
    pub(super) fn certain(&self, own: &Facts<'t>) -> Option<Condition> {
        if self.variants < 2 {
            return None;
        }
        if let Some(key) = own.required.iter().find(|key| self.is_own(key)) {
            return Some(Condition::Has(JsonName::new(*key)));
        }
        own.required.iter().find_map(|key| {
            let [ty] = own.types(key)? else { return None };
            let count = self.keys.get(key)?;
            let apart = count.any == 0 && count.of.get(&wide(*ty)).is_none_or(|count| *count < 2);
            apart.then(|| Condition::KeyHasType(JsonName::new(*key), *ty))
        })
    }
}
