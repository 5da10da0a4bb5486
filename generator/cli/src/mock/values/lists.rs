//! Arrays, and objects of values of one type.

use super::{NO_RULES, Values, Walk, key};
use specwright::ir::{Rules, TypeRef};
use specwright::tree::Node;
use specwright_runtime::{Json, Map};

/// Longer ones are not made.
const LONGEST: u64 = 10_000;

impl<'t> Values<'t> {
    pub(super) fn list(
        &self,
        item: &'static TypeRef,
        rules: &'static Rules,
        schema: Option<&'t Node>,
        nth: usize,
        walk: &mut Walk,
    ) -> Option<Json> {
        let least = rules.min_items.unwrap_or(0);
        let wanted = if walk.has_room() { least.max(1) } else { least };
        let wanted = wanted.min(rules.max_items.unwrap_or(u64::MAX));
        if least > LONGEST {
            return None;
        }
        let schema = schema.and_then(|schema| self.places.keyword(schema, "items"));
        let mut items: Vec<Json> = Vec::new();
        // Where no two may be equal, others are tried for a while.
        let tries = if rules.unique_items { wanted.saturating_mul(2).saturating_add(16) } else { wanted };
        for place in 0..usize::try_from(tries).ok()? {
            if items.len() as u64 == wanted {
                break;
            }
            let own = rules.prefix_items.get(items.len()).or(rules.items.as_deref()).unwrap_or(&NO_RULES);
            match self.place(item, own, schema, nth + place, walk) {
                Some(value) if rules.unique_items && items.contains(&value) => {}
                Some(value) => items.push(value),
                None => break,
            }
        }
        (items.len() as u64 >= least).then_some(Json::Array(items))
    }

    pub(super) fn tuple(
        &self,
        members: &'static [TypeRef],
        rules: &'static Rules,
        schema: Option<&'t Node>,
        nth: usize,
        walk: &mut Walk,
    ) -> Option<Json> {
        let schemas = schema.and_then(|schema| self.places.keyword(schema, "x-prefixItems")?.as_sequence());
        let mut items: Vec<Json> = Vec::new();
        for (place, member) in members.iter().enumerate() {
            let own = rules.prefix_items.get(place).unwrap_or(&NO_RULES);
            let schema = schemas.and_then(|schemas| schemas.get(place));
            let many = if rules.unique_items { place + 1 } else { 1 };
            let values = (0..many).filter_map(|more| self.place(member, own, schema, nth + more, walk));
            items.push(values.into_iter().find(|value| !rules.unique_items || !items.contains(value))?);
        }
        Some(Json::Array(items))
    }

    /// The name of a property that no type names.
    pub(super) fn name(&self, rules: &Rules, nth: usize) -> String {
        let wanted = rules.schema.and_then(|index| self.schemas.guess_name(index, nth));
        wanted.unwrap_or_else(|| key(nth))
    }

    pub(super) fn map(
        &self,
        of: &'static TypeRef,
        rules: &'static Rules,
        schema: Option<&'t Node>,
        nth: usize,
        walk: &mut Walk,
    ) -> Option<Json> {
        let least = rules.min_properties.unwrap_or(0);
        let wanted = if walk.has_room() { least.max(1) } else { least };
        let wanted = wanted.min(rules.max_properties.unwrap_or(u64::MAX));
        if least > LONGEST {
            return None;
        }
        let schema = schema.and_then(|schema| self.places.keyword(schema, "additionalProperties"));
        let own = rules.items.as_deref().unwrap_or(&NO_RULES);
        let mut map = Map::new();
        for place in 0..usize::try_from(wanted).ok()? {
            let Some(value) = self.place(of, own, schema, nth + place, walk) else { break };
            map.insert(self.name(rules, nth + place), value);
        }
        (map.len() as u64 >= least).then_some(Json::Object(map))
    }
}
