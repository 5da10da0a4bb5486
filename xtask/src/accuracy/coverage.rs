//! The names that a page prints for fields and parameters, found by a plain search of its lines that shares nothing with
//! the library: where no truth is known, each of them should be in what was derived.

use specwright::tree::Node;
use std::collections::BTreeSet;

/// The names that a page prints.
pub(super) fn printed(page: &str) -> BTreeSet<String> {
    let lines: Vec<&str> = page.lines().collect();
    let mut names = BTreeSet::new();
    let mut aside = false;
    let mut table = false;
    for (index, line) in lines.iter().enumerate() {
        let next = lines.get(index + 1).copied().unwrap_or_default();
        let trimmed = line.trim();
        if trimmed.starts_with('#') {
            let heading = trimmed.to_ascii_lowercase();
            aside = heading.contains("permission") || heading.contains("status") || heading.contains("error");
        }
        if trimmed.starts_with('|') && next.trim_start().starts_with("| -") {
            table = names_fields(trimmed);
            continue;
        }
        table &= trimmed.starts_with('|');
        if aside {
            continue;
        }
        let found = listed(trimmed)
            .or_else(|| tagged(trimmed))
            .or_else(|| rendered(trimmed, next))
            .or_else(|| if table { cell(trimmed) } else { None });
        names.extend(found.map(str::to_owned));
    }
    // A row may name an object that has a heading and a table of its own: that is no field.
    let objects: Vec<&str> = lines
        .iter()
        .filter(|line| line.starts_with('#'))
        .filter_map(|line| line.split_once(" Object"))
        .map(|(name, _)| name)
        .collect();
    names.retain(|name| !objects.iter().any(|object| object.ends_with(name.as_str())));
    names
}

/// ``- `name` (string)``, ``- `name: string` ``.
fn listed(line: &str) -> Option<&str> {
    let inside = line.strip_prefix("- `")?.split_once('`')?;
    match inside.0.split_once(": ") {
        Some((name, _)) => word(name.trim_start_matches("optional ")),
        None if inside.1.starts_with(" (") => word(inside.0),
        None => None,
    }
}

/// `<ParamField body="name" …>`, `<ResponseField name="name" …>`.
fn tagged(line: &str) -> Option<&str> {
    let rest = line.strip_prefix("<ParamField ").or_else(|| line.strip_prefix("<ResponseField "))?;
    let places = ["path=\"", "query=\"", "header=\"", "body=\"", "name=\""];
    let at = places.iter().filter_map(|place| Some(rest.find(place)? + place.len())).min()?;
    word(rest.get(at..)?.split('"').next()?)
}

/// A name alone on a line, and a type alone on the next.
fn rendered<'p>(line: &'p str, next: &str) -> Option<&'p str> {
    let next = next.trim();
    let ty = next.split(['<', ' ', '[']).next()?;
    let types = ["string", "integer", "number", "boolean", "object", "enum", "array", "file", "any"];
    let typed = types.contains(&ty) && next.len() < 60 && !next.contains(". ");
    (typed && !types.contains(&line)).then(|| word(line)).flatten()
}

/// Whether the head of a table says that its rows name fields.
fn names_fields(head: &str) -> bool {
    let first = head.trim_matches('|').split('|').next().unwrap_or_default().trim().to_ascii_lowercase();
    let known = [
        "parameter",
        "param",
        "path parameter",
        "query",
        "property",
        "field",
        "name",
        "key",
        "attribute",
        "request body",
    ];
    // A table without a head lists fields where any does.
    first.is_empty() || known.iter().any(|word| first.starts_with(word))
}

/// The first cell of a row.
fn cell(line: &str) -> Option<&str> {
    let first = line.trim_start_matches('|').split('|').next()?.trim();
    let first = first.split(['<', '\\', '*']).next()?.trim();
    word(first.trim_matches('`'))
}

/// A text that can be the name of a field; its last part, where it has several.
fn word(text: &str) -> Option<&str> {
    let name = text.rsplit('.').next()?.trim_end_matches("[]");
    let plain = |character: char| character.is_ascii_alphanumeric() || "_-@$".contains(character);
    let fits = (1..=60).contains(&name.len()) && name.chars().all(plain);
    (fits && name.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_')).then_some(name)
}

/// The names of fields, parameters and keys of credentials in a document.
pub(super) fn derived(document: &Node) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    let mut waiting = vec![document];
    while let Some(node) = waiting.pop() {
        if let Some(name) = node.get("name").and_then(Node::as_str) {
            names.insert(name.to_owned());
        }
        for entry in node.as_mapping().into_iter().flatten() {
            if entry.key == "properties" || entry.key == "headers" {
                names.extend(
                    entry.value.as_mapping().into_iter().flatten().map(|field| field.key.to_string()),
                );
            }
            waiting.push(&entry.value);
        }
        waiting.extend(node.as_sequence().into_iter().flatten());
    }
    // A dotted name that was not taken apart has its last part, too.
    let parts: Vec<String> =
        names.iter().filter_map(|name| name.rsplit('.').next()).map(str::to_owned).collect();
    names.extend(parts);
    names
}

/// The printed names that are in no derived one; case aside, for headers and paths have none.
pub(super) fn missing(printed: &BTreeSet<String>, derived: &BTreeSet<String>) -> Vec<String> {
    let lower: BTreeSet<String> = derived.iter().map(|name| name.to_ascii_lowercase()).collect();
    // These are the media type's and the credential's own, whatever list they stand in.
    let own = ["content-type", "authorization", "accept"];
    let asked = printed.iter().filter(|name| !own.contains(&name.to_ascii_lowercase().as_str()));
    asked.filter(|name| !lower.contains(&name.to_ascii_lowercase())).cloned().collect()
}
