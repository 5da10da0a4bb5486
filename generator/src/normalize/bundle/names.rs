//! The names of parts that become components.

use super::library::{Library, Location};
use crate::document::Node;
use std::collections::{HashMap, HashSet};

/// What has a name: a part, as a member of a container such as `schemas`.
type Key = (Location, &'static str);

/// The names of each container of components, and whose they are.
#[derive(Default)]
pub(super) struct Names {
    /// In small letters: names that differ in their case alone would be one in other languages.
    taken: HashSet<(&'static str, String)>,
    given: HashMap<Key, String>,
    /// The number that the next part of a name gets.
    numbers: HashMap<(&'static str, String), u64>,
}

impl Names {
    /// Notes the components that a document has.
    pub(super) fn take(&mut self, container: &'static str, components: Option<&Node>) {
        let entries = components.and_then(Node::as_mapping).into_iter().flatten();
        self.taken.extend(entries.map(|entry| (container, entry.key.to_lowercase())));
    }

    /// Gives a part a name that is known already; the first that asks has it.
    pub(super) fn claim(&mut self, location: &Location, container: &'static str, name: &str) -> bool {
        let key = (location.clone(), container);
        if self.given.contains_key(&key) {
            return false;
        }
        self.given.insert(key, name.to_owned());
        true
    }

    /// The name of a part, and whether it is new.
    pub(super) fn name(
        &mut self,
        location: &Location,
        container: &'static str,
        library: &Library<'_>,
    ) -> (String, bool) {
        let key = (location.clone(), container);
        if let Some(name) = self.given.get(&key) {
            return (name.clone(), false);
        }
        let name = self.free(location, container, library.name(location.text));
        self.taken.insert((container, name.to_lowercase()));
        self.given.insert(key, name.clone());
        (name, true)
    }

    /// A name that says what the part is called where it stands; with its file and folder, or a number, where that name
    /// is taken.
    fn free(&mut self, location: &Location, container: &'static str, file: &str) -> String {
        let mut folders = file.rsplit('/');
        let stem = folders.next().map_or("", |name| name.split('.').next().unwrap_or(name));
        let tokens: Vec<String> = location.pointer.tokens().collect();
        let mut name = component_name(&called(&tokens, if location.text > 0 { stem } else { "" }));
        let is_free = |name: &str| !self.taken.contains(&(container, name.to_lowercase()));
        if is_free(&name) {
            return name;
        }
        // What stands inside of a component is that component's.
        if let Some(owner) = owner(&tokens).filter(|_| location.text == 0) {
            name = format!("{}_{name}", component_name(owner));
            if is_free(&name) {
                return name;
            }
        }
        let stem = Some(stem).filter(|stem| location.text > 0 && !name.starts_with(&component_name(stem)));
        let qualifiers = stem.into_iter().chain(folders.filter(|_| location.text > 0));
        for qualifier in qualifiers.filter(|qualifier| !qualifier.is_empty()).take(3) {
            name = format!("{}_{name}", component_name(qualifier));
            if is_free(&name) {
                return name;
            }
        }
        let number = self.numbers.entry((container, name.clone())).or_insert(1);
        loop {
            *number += 1;
            let numbered = format!("{name}_{number}");
            if !self.taken.contains(&(container, numbered.to_lowercase())) {
                return numbered;
            }
        }
    }
}

/// The component that a schema of its own definitions stands in.
fn owner(tokens: &[String]) -> Option<&str> {
    let place = tokens.iter().rposition(|token| matches!(token.as_str(), "$defs" | "definitions"))?;
    tokens.get(place.checked_sub(1)?).map(String::as_str)
}

/// The keywords that stand between a schema and the schemas inside it.
const WITHIN: [&str; 7] =
    ["properties", "items", "additionalProperties", "allOf", "oneOf", "anyOf", "patternProperties"];

/// What a pointer says a part is called: the name of what it stands in, and its way from there without the keywords that
/// say nothing. `file` is the name of what has none.
fn called(tokens: &[String], file: &str) -> String {
    const CONTAINERS: [&str; 4] = ["$defs", "definitions", "schemas", "x-defs"];
    const SILENT: [&str; 10] = [
        "properties",
        "allOf",
        "oneOf",
        "anyOf",
        "schema",
        "content",
        "paths",
        "responses",
        "parameters",
        "application/json",
    ];
    let start = tokens.iter().rposition(|token| CONTAINERS.contains(&token.as_str()));
    let own = start.and_then(|start| tokens.get(start + 1..)).filter(|own| !own.is_empty()).unwrap_or(tokens);
    let is_within = |token: &String| WITHIN.contains(&token.as_str());
    let named = match own.iter().position(is_within) {
        _ if own.first().is_some_and(|first| matches!(first.as_str(), "paths" | "webhooks")) => own,
        // Groups around a name are no part of it.
        None => own.get(own.len().saturating_sub(1)..).unwrap_or(own),
        Some(within) => own.get(within.saturating_sub(1)..).unwrap_or(own),
    };
    let mut words: Vec<String> = Vec::new();
    if named.first().is_none_or(is_within) && !file.is_empty() {
        words.push(component_name(file));
    }
    let telling = named.iter().filter(|token| !SILENT.contains(&token.as_str()));
    words.extend(telling.map(|token| component_name(token)));
    words.join("_")
}

/// A name that OpenAPI allows for a component (3.0.3, section 4.7.7): letters, digits, `.`, `-` and `_`.
pub(in super::super) fn component_name(text: &str) -> String {
    let allowed = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '.' | '-' | '_');
    let mut name = String::with_capacity(text.len());
    for letter in text.chars() {
        match allowed(letter) {
            true => name.push(letter),
            false if name.ends_with('_') || name.is_empty() => {}
            false => name.push('_'),
        }
    }
    let name = name.trim_end_matches('_');
    if name.is_empty() { "part".to_owned() } else { name.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_called_what_their_places_say() {
        let called = |pointer: &str| {
            called(&crate::source::JsonPointer::parse(pointer).unwrap().tokens().collect::<Vec<_>>(), "file")
        };
        assert_eq!(called(""), "file");
        assert_eq!(called("/properties/a"), "file_a");
        assert_eq!(called("/components/schemas/A/properties/b"), "A_b");
        assert_eq!(called("/components/schemas/A/properties/b/items"), "A_b_items");
        assert_eq!(called("/components/schemas/A/$defs/Foo"), "Foo");
        assert_eq!(called("/types/Pet"), "Pet");
        assert_eq!(called("/components/responses/NotFound"), "NotFound");
        assert_eq!(
            called("/paths/~1pets~1{id}/get/responses/200/content/application~1json/schema"),
            "pets_id_get_200"
        );
        assert_eq!(component_name("List\u{ab}Pet\u{bb}"), "List_Pet");
    }
}
