//! The names of parts that become components.

use super::library::{Library, Location};
use crate::document::Node;
use std::collections::{HashMap, HashSet};

/// What has a name: a part, as a member of a container such as `schemas`.
type Key = (Location, &'static str);

/// The names of each container of components, and whose they are.
#[derive(Default)]
pub(super) struct Names {
    taken: HashSet<(&'static str, String)>,
    given: HashMap<Key, String>,
    /// The number that the next part of a name gets.
    numbers: HashMap<(&'static str, String), u64>,
}

impl Names {
    /// Notes the components that a document has.
    pub(super) fn take(&mut self, container: &'static str, components: Option<&Node>) {
        let entries = components.and_then(Node::as_mapping).into_iter().flatten();
        self.taken.extend(entries.map(|entry| (container, entry.key.to_string())));
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
        self.taken.insert((container, name.clone()));
        self.given.insert(key, name.clone());
        (name, true)
    }

    /// A name that says what the part is called where it stands; with its file and folder, or a number, where that name
    /// is taken.
    fn free(&mut self, location: &Location, container: &'static str, file: &str) -> String {
        let mut folders = file.rsplit('/');
        let stem = folders.next().map_or("", |name| name.split('.').next().unwrap_or(name));
        let last = called(&location.pointer.tokens().collect::<Vec<_>>());
        let mut name = component_name(if last.is_empty() { stem } else { &last });
        let is_free = |name: &str| !self.taken.contains(&(container, name.to_owned()));
        if is_free(&name) {
            return name;
        }
        let qualifiers = (!last.is_empty() && location.text > 0).then_some(stem).into_iter().chain(folders);
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
            if !self.taken.contains(&(container, numbered.clone())) {
                return numbered;
            }
        }
    }
}

/// The tokens of a pointer that say what a part is called: those behind the last container of named parts, without the
/// keywords between them.
fn called(tokens: &[String]) -> String {
    const CONTAINERS: [&str; 5] = ["$defs", "definitions", "schemas", "x-defs", "components"];
    const KEYWORDS: [&str; 12] = [
        "properties",
        "items",
        "schema",
        "content",
        "paths",
        "responses",
        "parameters",
        "headers",
        "requestBodies",
        "examples",
        "additionalProperties",
        "application/json",
    ];
    let start = tokens.iter().rposition(|token| CONTAINERS.contains(&token.as_str()));
    let own = start.and_then(|start| tokens.get(start + 1..)).filter(|own| !own.is_empty());
    let own = own.unwrap_or(tokens);
    let telling: Vec<&str> =
        own.iter().map(String::as_str).filter(|token| !KEYWORDS.contains(token)).collect();
    match (telling.is_empty(), own.last()) {
        (true, Some(last)) => last.clone(),
        _ => telling.join("_"),
    }
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
            called(&crate::source::JsonPointer::parse(pointer).unwrap().tokens().collect::<Vec<_>>())
        };
        assert_eq!(called("/components/schemas/A/properties/b"), "A_b");
        assert_eq!(called("/components/schemas/A/$defs/Foo"), "Foo");
        assert_eq!(called("/Pet"), "Pet");
        assert_eq!(called("/components/responses/NotFound"), "NotFound");
        assert_eq!(component_name("List\u{ab}Pet\u{bb}"), "List_Pet");
        assert_eq!(component_name("/pets/{id}"), "pets_id");
    }
}
