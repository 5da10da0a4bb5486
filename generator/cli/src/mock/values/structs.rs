//! Objects with known properties.

use super::super::model::is_required;
use super::{NO_RULES, Values, Walk, number};
use specwright::ir::{Condition, Extra, Field, Presence, Rules, Side, Struct, TypeId, TypeRef};
use specwright::tree::Node;
use specwright_runtime::codec::{Mode, decode};
use specwright_runtime::{Json, Map};

/// A type may stand in itself so often.
const AGAIN: usize = 2;

/// Types stand in each other so deep.
const DEEPEST: usize = 40;

impl Values<'_> {
    /// An object, for which some conditions of a union hold.
    pub(super) fn record(
        &self,
        id: TypeId,
        of: &'static Struct,
        rules: &'static Rules,
        wanted: &[&Condition],
        nth: usize,
        walk: &mut Walk,
    ) -> Option<Json> {
        let around = walk.path.iter().filter(|around| **around == id).count();
        if around > AGAIN || walk.path.len() > DEEPEST {
            return None;
        }
        let lean = walk.lean;
        walk.path.push(id);
        walk.lean |= around > 0;
        let made = self.attempts(id, of, rules, wanted, nth, walk);
        walk.lean = lean;
        walk.path.pop();
        made
    }

    fn attempts(
        &self,
        id: TypeId,
        of: &'static Struct,
        rules: &'static Rules,
        wanted: &[&Condition],
        nth: usize,
        walk: &mut Walk,
    ) -> Option<Json> {
        let Some(index) = of.rules.schema else {
            return self.fields(of, rules, wanted, nth, walk).map(Json::Object);
        };
        let lean = walk.lean;
        for attempt in 0..6 {
            walk.lean = lean || attempt % 2 == 1;
            let made = self.fields(of, rules, wanted, nth + attempt / 2, walk).map(Json::Object);
            if let Some(made) = made.filter(|made| self.satisfies(&of.rules, made)) {
                walk.lean = lean;
                return Some(made);
            }
        }
        // What the schema asks for is laid over what the type asks for.
        walk.lean = true;
        let ty = self.model.mention(id)?;
        let found = (nth..nth + 16).find_map(|nth| {
            let Some(Json::Object(guess)) = self.schemas.guess(index, nth) else { return None };
            let map = self.fields(of, rules, wanted, nth, walk)?;
            let (mut by_type, mut by_schema) = (map.clone(), map);
            for (name, value) in guess.iter() {
                let field = of.fields.iter().find(|field| field.json_name.as_str() == name);
                let typed = field.and_then(|field| {
                    self.place(&field.ty, &field.rules, self.places.at(field.origin), nth, walk)
                });
                if by_type.get(name).is_none() {
                    by_type.insert(name, typed.unwrap_or_else(|| value.clone()));
                }
                by_schema.insert(name, value.clone());
            }
            let guesses = [by_type, by_schema, guess].map(Json::Object);
            guesses.into_iter().find(|value| self.is_valid(ty, &NO_RULES, value))
        });
        walk.lean = lean;
        found
    }

    fn fields(
        &self,
        of: &'static Struct,
        rules: &'static Rules,
        wanted: &[&Condition],
        nth: usize,
        walk: &mut Walk,
    ) -> Option<Map<Json>> {
        let mut map = Map::new();
        for field in &of.fields {
            let schema = self.places.at(field.origin);
            let needed = is_required(field) || wanted.iter().any(|each| key_of(each) == Some(name(field)));
            // A server alone sends it, so that the type cannot say whether it has to: where it costs nothing, it is there.
            let is_answered = field.sent_by == Some(Side::Server) && matches!(field.ty, TypeRef::Scalar(_));
            if !needed && !is_answered && (!walk.has_room() || is_for_requests(schema)) {
                continue;
            }
            let value = forced(wanted, name(field))
                .or_else(|| self.place(&field.ty, &field.rules, schema, nth, walk));
            match value {
                Some(value) => drop(map.insert(name(field), value)),
                None if field.presence == Presence::RequiredNullable => {
                    map.insert(name(field), Json::Null);
                }
                None if needed => return None,
                None => {}
            }
        }
        let kept = match &of.extra {
            Extra::Keep { value, rules, .. } => Some((value, rules)),
            Extra::Skip | Extra::Refuse => None,
        };
        for name in wanted.iter().filter_map(|each| key_of(each)) {
            if map.get(name).is_none() {
                map.insert(name, forced(wanted, name).unwrap_or(Json::Object(Map::new())));
            }
        }
        let both = |count: fn(&Rules) -> Option<u64>| [count(rules), count(&of.rules)].into_iter().flatten();
        let least = both(|rules| rules.min_properties).max().unwrap_or(0);
        let most = both(|rules| rules.max_properties).min().unwrap_or(u64::MAX);
        // What counts and is in no way known may be named as one likes, unless the object is closed.
        for place in 0..usize::try_from(least.min(1000)).ok()? {
            if map.len() as u64 >= least {
                break;
            }
            let value = match kept {
                Some((value, rules)) => self.place(value, rules, None, nth + place, walk)?,
                None => break,
            };
            map.insert(self.name(&of.rules, nth + place), value);
        }
        for field in of.fields.iter().rev().filter(|field| !is_required(field)) {
            if map.len() as u64 > most && !wanted.iter().any(|each| key_of(each) == Some(name(field))) {
                map.remove(name(field));
            }
        }
        // Optional properties that were left out may be needed for the count.
        for field in of.fields.iter().filter(|field| !is_required(field)) {
            if (map.len() as u64) < least && map.get(name(field)).is_none() {
                let value = self.place(&field.ty, &field.rules, self.places.at(field.origin), nth, walk);
                value.map(|value| map.insert(name(field), value));
            }
        }
        Some(map)
    }
}

fn name(field: &'static Field) -> &'static str {
    field.json_name.as_str()
}

/// Whether a schema says that its value is never answered.
fn is_for_requests(schema: Option<&Node>) -> bool {
    schema.and_then(|schema| schema.get("writeOnly")?.as_bool()) == Some(true)
}

/// The key that a condition speaks of.
fn key_of<'c>(condition: &&'c Condition) -> Option<&'c str> {
    match condition {
        Condition::Has(key)
        | Condition::KeyIs(key, _)
        | Condition::KeyIsJson(key, _)
        | Condition::KeyHasType(key, _) => Some(key.as_str()),
        Condition::Is(_)
        | Condition::Equals(_)
        | Condition::EqualsJson(_)
        | Condition::ItemHasType(_)
        | Condition::Format(_) => None,
    }
}

/// The value that a condition asks for.
fn forced(wanted: &[&Condition], name: &str) -> Option<Json> {
    wanted.iter().find_map(|condition| match condition {
        Condition::KeyIs(key, text) if key.as_str() == name => Some(Json::from(text.as_str())),
        Condition::KeyIsJson(key, literal) if key.as_str() == name => {
            number(&literal.0).or_else(|| decode(literal.0.as_bytes(), Mode::Lenient).ok())
        }
        _ => None,
    })
}
