//! What the variants of a union are called: as the document calls them, or else as they are told apart on the wire, so
//! that one more renames none of the others.

use super::flat::Flat;
use super::shapes::{Constant, Facts, wide};
use super::{Lowering, implied, names};
use crate::document::{Made, Node, SchemaId, SchemaType};
use crate::ir::JsonType;
use std::collections::HashMap;
use std::rc::Rc;

/// Longer names are no longer read.
const LONGEST: usize = 60;

/// More keys, or values of a key, than these are no name.
const MOST: usize = 3;

/// How many alternatives of a union say the same of their objects.
#[derive(Default)]
struct Tally<'f, 't> {
    keys: HashMap<&'t str, usize>,
    constants: HashMap<(&'t str, &'f Constant), usize>,
    types: HashMap<(&'t str, Option<JsonType>), usize>,
    required: HashMap<Vec<&'t str>, usize>,
}

impl<'t> Lowering<'_, 't> {
    /// What each alternative of a union is called, before it is put in the spelling of Rust.
    pub(super) fn variant_words(&mut self, alternatives: &[(SchemaId, SchemaId)]) -> Vec<String> {
        let facts: Vec<Rc<Facts<'t>>> = alternatives
            .iter()
            .map(|(member, _)| {
                let flat = self.flatten(*member);
                self.facts(&flat, 0)
            })
            .collect();
        let tally = Tally::of(&facts);
        let (mut words, mut has_array) = (Vec::with_capacity(alternatives.len()), false);
        for (index, ((member, whole), facts)) in alternatives.iter().zip(&facts).enumerate() {
            let shape = self.flatten(*whole);
            // What all alternatives have in common may ask for the key that tells them apart.
            let asked = if member == whole { Rc::clone(facts) } else { self.facts(&shape, 0) };
            let told =
                || tally.word(facts, &asked.required).unwrap_or_else(|| format!("variant{}", index + 1));
            let mut word = self.variant_word(*member, *whole, &shape, told);
            // Of several lists each is called after what it holds.
            if word == "array" && has_array {
                word = format!("{} array", self.item_word(&shape));
            }
            has_array |= word.ends_with("array");
            words.push(word);
        }
        for (place, (_, whole)) in alternatives.iter().enumerate() {
            let flat = self.flatten(*whole);
            let Some(plain) = plain_word(&flat) else { continue };
            if words.get(place).is_some_and(|word| is_lesser(word, &flat))
                && words.iter().all(|word| word != plain)
                && let Some(word) = words.get_mut(place)
            {
                *word = plain.to_owned();
            }
        }
        // Of several lists of values each but the first is called after its first value.
        let mut has_choice = false;
        for (word, (_, whole)) in words.iter_mut().zip(alternatives) {
            if word != "choice" || !std::mem::replace(&mut has_choice, true) {
                continue;
            }
            let shape = self.flatten(*whole);
            let mut values = shape.enumeration.iter().flatten().filter(|value| !value.is_null());
            if let Some(first) = values.find_map(|value| value.as_str()) {
                *word = format!("choice {first}");
            }
        }
        words
    }

    fn variant_word(
        &self,
        member: SchemaId,
        whole: SchemaId,
        shape: &Flat<'t>,
        told: impl FnOnce() -> String,
    ) -> String {
        if let Some(Made::Base(_)) = self.document.schema(member).and_then(|schema| schema.made.as_ref()) {
            return "base".to_owned();
        }
        let component =
            self.document.schema(self.document.target(member)).and_then(|schema| schema.component);
        let own = if member == whole { shape.text("title") } else { None };
        let node = self.document.schema(member).map(|schema| schema.node);
        let title = own.or(node.and_then(|node| node.get("title")).and_then(Node::as_str));
        let title = title.filter(|title| title.len() <= LONGEST && title.chars().any(char::is_alphanumeric));
        if let Some(name) = component.or(title) {
            return name.to_owned();
        }
        match shape.kind {
            _ if shape.enumeration.is_some() => "choice",
            Some(SchemaType::String) => shape.text("format").unwrap_or("string"),
            Some(SchemaType::Array) => "array",
            Some(SchemaType::Object) if shape.properties.is_empty() && shape.unions.is_empty() => "object",
            _ => return plain_word(shape).map_or_else(told, str::to_owned),
        }
        .to_owned()
    }

    /// What a type within another is called, where no component is called so.
    pub(super) fn name_within(&self, parent: &str, word: &str) -> String {
        let short = within(parent, word);
        if self.component_idents.contains(&names::camel(&short)) { format!("{parent} {word}") } else { short }
    }

    fn item_word(&self, shape: &Flat<'t>) -> String {
        let item =
            shape.items.map(|item| self.document.target(item)).and_then(|item| self.document.schema(item));
        let kind = item.and_then(|item| item.node.get("type")).and_then(Node::as_str);
        item.and_then(|item| item.component).or(kind).unwrap_or("other").to_owned()
    }
}

/// What a scalar is called after its type alone.
fn plain_word(shape: &Flat<'_>) -> Option<&'static str> {
    match shape.kind? {
        SchemaType::String => Some("string"),
        SchemaType::Integer => Some("integer"),
        SchemaType::Number => Some("number"),
        SchemaType::Boolean => Some("boolean"),
        SchemaType::Object | SchemaType::Array => None,
    }
}

/// Whether a word says less than the type alone, where no other alternative is called after that: a format that nobody
/// else has, or that a value is one of several numbers.
fn is_lesser(word: &str, shape: &Flat<'_>) -> bool {
    match shape.kind {
        Some(SchemaType::String) => {
            shape.enumeration.is_none() && shape.text("format") == Some(word) && !implied::is_of_texts(word)
        }
        _ => word == "choice",
    }
}

/// The words of a type within another: what the one ends in and the other starts or ends with is said once.
fn within(parent: &str, word: &str) -> String {
    let (around, own) = (names::snake(parent), names::snake(word));
    let (around, own): (Vec<&str>, Vec<&str>) = (around.split('_').collect(), own.split('_').collect());
    let most = around.len().min(own.len().saturating_sub(1));
    let said = |count: &usize| around.get(around.len() - count..).filter(|said| !said.is_empty());
    let starts = (1..=most).rev().find(|count| said(count).is_some_and(|said| own.starts_with(said)));
    let ends = (1..=most).rev().find(|count| said(count).is_some_and(|said| own.ends_with(said)));
    match starts.or(ends) {
        Some(count) => {
            let around = around.get(..around.len() - count).unwrap_or_default();
            around.iter().chain(&own).copied().collect::<Vec<_>>().join(" ")
        }
        None => format!("{parent} {word}"),
    }
}

impl<'f, 't> Tally<'f, 't> {
    fn of(all: &'f [Rc<Facts<'t>>]) -> Self {
        let mut tally = Self::default();
        for facts in all {
            for (key, of_key) in &facts.keys {
                *tally.keys.entry(key).or_default() += 1;
                for constant in of_key.constants.iter().flatten() {
                    *tally.constants.entry((key, constant)).or_default() += 1;
                }
                let types = facts.types(key).unwrap_or_default();
                let any = types.is_empty().then_some(None);
                for ty in types.iter().map(|ty| Some(wide(*ty))).chain(any) {
                    *tally.types.entry((key, ty)).or_default() += 1;
                }
            }
            for key in facts.required.iter().filter(|key| facts.types(key).is_none()) {
                *tally.keys.entry(key).or_default() += 1;
            }
            *tally.required.entry(sorted(facts)).or_default() += 1;
        }
        tally
    }

    /// What a reader would call an alternative by what no other one says: a value of a key that has but one, the only key
    /// that it has, a key that it must have, all of those together, or a key that it may have. Keys whose value counts are
    /// `asked` of it, be it together with all others.
    fn word(&self, facts: &Facts<'t>, asked: &[&'t str]) -> Option<String> {
        let required = || facts.required.iter().copied().filter(|key| is_name(key));
        let values = |key: &str| facts.constants(key).unwrap_or_default();
        let text = |constant: &Constant| match constant {
            // An address is no name, although it tells what it stands in from the rest.
            Constant::Text(text) if !text.trim().is_empty() && !text.contains("://") => Some(text.clone()),
            _ => None,
        };
        let is_own_value = |key: &'t str, value| self.constants.get(&(key, value)) == Some(&1);
        let is_own = |key: &&str| self.keys.get(key) == Some(&1);
        let tag_of = |key: &'t str| match values(key) {
            [only] if is_own_value(key, only) => text(only),
            _ => None,
        };
        let tag = asked.iter().find_map(|key| tag_of(key));
        let only = || match (facts.required.as_slice(), facts.keys.as_slice()) {
            ([only], []) => Some(*only),
            ([], [(only, _)]) => Some(*only),
            ([asked], [(only, _)]) if asked == only => Some(*only),
            _ => None,
        };
        let scalar = || {
            asked.iter().copied().filter(|key| is_name(key)).find_map(|key| match values(key) {
                [only @ Constant::Json(value)] if is_own_value(key, only) => Some(format!("{key} {value}")),
                _ => None,
            })
        };
        let list = || {
            asked.iter().copied().filter(|key| is_name(key)).find_map(|key| {
                let values = values(key);
                let all: Option<Vec<String>> =
                    values.iter().map(|value| text(value).filter(|_| is_own_value(key, value))).collect();
                all.filter(|all| (2..=MOST).contains(&all.len())).map(|all| all.join(" or "))
            })
        };
        let typed = || {
            required().find_map(|key| match facts.types(key) {
                Some([ty])
                    if self.types.get(&(key, Some(wide(*ty)))) == Some(&1)
                        && !self.types.contains_key(&(key, None)) =>
                {
                    let word = ty.with_article().rsplit(' ').next().unwrap_or_default();
                    Some(format!("{key} {word}"))
                }
                _ => None,
            })
        };
        let together = || {
            let is_told = required().count() == facts.required.len() && !facts.required.is_empty();
            let is_few = facts.required.len() <= MOST && self.required.get(&sorted(facts)) == Some(&1);
            (is_told && is_few).then(|| facts.required.join(" and "))
        };
        let shared = || {
            facts.required.iter().find_map(|key| match values(key) {
                [only] => text(only),
                _ => None,
            })
        };
        let owned = |key: &str| key.to_owned();
        tag.or_else(|| only().filter(is_own).filter(|key| is_name(key)).map(owned))
            .or_else(scalar)
            .or_else(list)
            .or_else(|| required().find(is_own).map(owned))
            .or_else(typed)
            .or_else(together)
            .or_else(|| facts.keys.iter().find_map(|(key, _)| tag_of(key)))
            .or_else(|| {
                facts.keys.iter().map(|(key, _)| *key).filter(|key| is_name(key)).find(is_own).map(owned)
            })
            .or_else(shared)
            .filter(|word| word.len() <= LONGEST)
    }
}

/// The keys that must be there, whatever their order is.
fn sorted<'t>(facts: &Facts<'t>) -> Vec<&'t str> {
    let mut keys = facts.required.clone();
    keys.sort_unstable();
    keys
}

/// Whether a key can be said as a word.
fn is_name(key: &str) -> bool {
    key.starts_with(|first: char| first.is_ascii_alphabetic())
}

#[cfg(test)]
mod tests {
    use super::within;

    #[test]
    fn what_a_type_and_one_within_it_are_both_called_is_said_once() {
        assert_eq!(within("ChatMessage", "system_message"), "chat system message");
        assert_eq!(within("RequestToolChoice", "Tool choice mode"), "request tool choice mode");
        assert_eq!(within("Message", "message"), "Message message");
        assert_eq!(within("Pet", "cat"), "Pet cat");
    }
}
