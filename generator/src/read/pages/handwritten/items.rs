//! Fields in lists and in paragraphs: `` `name` - _type_ - text ``, ``name: `Type`. text``.

use super::attributes::{attributes, bare, is_bare, requires};
use super::field::{Listed, describe, empty, is_scalar, is_untyped};
use super::mentions::mention;
use super::words::is_name;
use crate::read::markdown::Page;
use crate::read::pages::facts::Property;
use crate::read::pages::remarks;
use crate::read::pages::requirements::stated;
use crate::read::pages::types::declared;
use std::ops::Range;

/// Reads the first paragraph of an item; `None` where it does not look like a field.
pub(super) fn read(page: &Page<'_>, text: &str, range: &Range<usize>) -> Option<Listed> {
    let plain = plain(page, text, range);
    let says = |field: &Listed| !is_untyped(&field.property.schema) || field.property.required.is_some();
    match plain {
        Some(field) if says(&field) => Some(field),
        plain => marked(page, range).or(plain),
    }
}

/// An item among parameters: a name in bold or as code, and what it is behind a dash or in brackets.
pub(super) fn named_item(page: &Page<'_>, range: &Range<usize>) -> Option<Listed> {
    let raw = page.slice(range).trim_start_matches(['-', '+', ' ']);
    let raw = raw.strip_prefix("* ").unwrap_or(raw).trim_start();
    let (name, rest) = named(raw)?;
    let rest = rest.trim_start_matches([' ', '*', '_', '`', ':']);
    let apart =
        rest.is_empty() || rest.starts_with(['-', '–', '—', '(']) || raw.contains(&format!("{name}**:"));
    if !apart || name.contains([' ', '\n', '\t', '/']) || !is_name(name) {
        return None;
    }
    let mut field = empty(name, page.origin(range));
    describe(&mut field, rest.trim_matches(['-', '–', '—', ' ', '\n']));
    Some(field)
}

/// The name before the colon of an item, where it can be that of a field and of nothing else.
pub(super) fn before_colon(text: &str) -> Option<(&str, &str)> {
    let (name, rest) = text.split_once(':')?;
    let name = name.trim_matches('`');
    let inside = |c: char| c.is_ascii_alphanumeric() || "_-.[]".contains(c);
    let is_word = name.starts_with(|c: char| c.is_ascii_lowercase() || c == '_') && name.chars().all(inside);
    let apart = rest.is_empty() || rest.starts_with([' ', '\n']);
    (is_word && apart && !is_filler(name)).then_some((name, rest))
}

/// An item of a list each of whose items begins so: `name: what it is`.
pub(super) fn colon(page: &Page<'_>, text: &str, range: &Range<usize>) -> Option<Listed> {
    let (name, rest) = before_colon(text)?;
    let mut field = empty(name, page.origin(range));
    describe(&mut field, rest.trim());
    Some(field)
}

/// A field as it stands in a URL, with its type in brackets: `` `id=[integer]` ``.
pub(super) fn in_url(page: &Page<'_>, text: &str, range: &Range<usize>) -> Option<Listed> {
    let (name, rest) = text.trim().trim_matches('`').split_once("=[")?;
    let (ty, text) = rest.split_once(']')?;
    if name.contains(char::is_whitespace) || !is_name(name) {
        return None;
    }
    let mut field = empty(name, page.origin(range));
    field.property.schema = declared(ty, field.property.name.origin).schema;
    describe(&mut field, text.trim_matches(['`', ' ', '-', '–', ',']));
    Some(field)
}

/// A name in bold or as code, and what marks and brackets say behind it: `` **name** `type` required ``,
/// `` `name` *(type, required)*: text ``. Something must be said of its type, or of whether it is required.
pub(super) fn marked(page: &Page<'_>, range: &Range<usize>) -> Option<Listed> {
    let raw = page.slice(range).trim_start_matches(['-', '+', '#', ' ']);
    let raw = raw.strip_prefix("* ").unwrap_or(raw).trim_start();
    let (name, rest) = named(raw)?;
    let (name, optional) = match name.strip_suffix('?') {
        Some(name) => (name, Some(false)),
        None => (name, None),
    };
    if name.contains([' ', '\n', '\t', '/']) || !is_name(name) {
        return None;
    }
    let mut field = empty(name, page.origin(range));
    field.property.required = optional;
    let rest = attributes(&mut field, rest);
    let Property { schema, required, .. } = &field.property;
    if is_untyped(schema) && required.is_none() && field.location.is_none() {
        return None;
    }
    let text = rest.trim_start_matches([' ', '*', '_', ':', '-', '–', '—', ',', '\n']);
    let text = text.trim_end_matches([' ', ':', '-', '–', '—', ',', '\n']);
    // Marks at its end that nothing opens are those of the name.
    let closes = text.ends_with("**") && text.matches("**").count().is_multiple_of(2);
    describe(&mut field, if closes { text } else { text.trim_end_matches(['*', '_', ' ']) });
    Some(field)
}

/// The cell of a name that says more of the field: `` `name` _type_ required ``, `name string required`.
pub(super) fn celled(page: &Page<'_>, text: &str, range: &Range<usize>) -> Option<Listed> {
    if !text.contains(char::is_whitespace) {
        return None;
    }
    let (name, rest) = text.split_once(char::is_whitespace)?;
    let mut field = empty(name.trim_matches(['`', '*']), page.origin(range));
    let words = bare(&mut field.property, rest) || requires(&mut field.property, rest);
    if words && is_name(&field.property.name.value) {
        return Some(field);
    }
    marked(page, range)
}

/// A name that stands alone on the first line of a paragraph, in bold or as code, perhaps as a link; the other lines are
/// about it.
pub(super) fn titled(page: &Page<'_>, range: &Range<usize>) -> Option<Listed> {
    let raw = page.slice(range).trim();
    let (head, text) = raw.split_once('\n').unwrap_or((raw, ""));
    let head = head.trim();
    let inner = head.trim_start_matches(['*', '_', '`', ' ']);
    let marks = head.get(..head.len() - inner.len()).unwrap_or_default().trim();
    let closing = ["**", "__", "`", "*"].into_iter().find(|mark| marks.ends_with(mark))?;
    let inner = inner.strip_prefix('[').and_then(|rest| rest.split_once("](")).map_or_else(
        || inner.split_once(closing),
        |(name, rest)| rest.split_once(')').map(|(_, rest)| (name, rest)),
    );
    let (name, rest) = inner?;
    // An anchor may stand behind the name, and nothing else.
    let behind = rest.split('<').next().unwrap_or_default().trim_matches(['*', '_', '`', ' ', ':']);
    let name = name.trim();
    let anchored = rest.trim_end().ends_with('>') || !rest.contains('<');
    if !behind.is_empty() || !anchored || name.contains(char::is_whitespace) || !is_name(name) {
        return None;
    }
    let mut field = empty(name, page.origin(range));
    remarks::take(&mut field.property, text);
    let text = remarks::rest(&field.property, text);
    field.property.schema.description = (!text.is_empty()).then_some(text);
    Some(field)
}

/// A name alone, as a page is captured from a browser; what follows is about it.
pub(super) fn alone(page: &Page<'_>, range: &Range<usize>) -> Option<Listed> {
    word(page, range).filter(|field| !is_bare(&field.property.name.value))
}

/// The same of a heading, which no type is.
pub(super) fn word(page: &Page<'_>, range: &Range<usize>) -> Option<Listed> {
    let name = page.slice(range).trim().replace("\\_", "_");
    let name = name.as_str();
    let inside = |c: char| c.is_ascii_alphanumeric() || "_-.[]$".contains(c);
    let is_word =
        name.starts_with(|c: char| c.is_ascii_alphanumeric()) && name.len() <= 60 && name.chars().all(inside);
    (is_word && !is_filler(name)).then(|| empty(name, page.origin(range)))
}

/// Whether a word says that there is none, or that there is another, and is no name.
pub(super) fn is_filler(word: &str) -> bool {
    matches!(word.to_ascii_lowercase().as_str(), "none" | "or" | "and" | "example")
}

/// Takes what a text says of a field; what is no more than that is no description.
pub(super) fn add(property: &mut Property, text: &str) {
    if is_bare(text) {
        if is_untyped(&property.schema) {
            bare(property, text);
        }
        return;
    }
    // Its first line may be no more than that.
    if let Some((first, more)) = text.split_once('\n').filter(|(first, _)| is_bare(first)) {
        if is_untyped(&property.schema) {
            bare(property, first);
        }
        return add(property, more.trim());
    }
    let mut statements = text.split(['\n', '.']).map(|part| part.trim_matches(['*', '_', ' ']));
    let mut tried = property.clone();
    let flat = statements.all(|part| part.is_empty() || remarks::one(&mut tried, part));
    remarks::take(property, text);
    if !flat && property.schema.description.is_none() {
        property.schema.description = Some(text.to_owned());
    }
}

/// Takes an item below that of a field which is about the field: its type, whether it is required, a limit, a sentence.
/// What is set as code may be the name of a part of it, or a value.
pub(super) fn says_more(property: &mut Property, text: &str) -> bool {
    if text.starts_with('`') || !property.schema.properties.is_empty() {
        return false;
    }
    if let Some(is) = stated(text) {
        property.required = property.required.or(Some(is));
        return true;
    }
    if is_untyped(&property.schema) {
        return bare(property, text);
    }
    if !is_scalar(&property.schema) {
        return false;
    }
    let is_sentence = text.ends_with('.') && text.contains(' ');
    let is_said = is_sentence || remarks::one(&mut property.clone(), text);
    if is_said {
        add(property, text);
    }
    is_said
}

/// The name at the start of a text: in marks, as a link, or a word with brackets behind it; and the rest.
pub(super) fn named(raw: &str) -> Option<(&str, &str)> {
    if let Some((name, rest)) = raw.strip_prefix('[').and_then(|rest| rest.split_once("](")) {
        return rest.split_once(')').map(|(_, rest)| (name, rest));
    }
    let inner = raw.trim_start_matches(['*', '_', '`']);
    let opening = raw.get(..raw.len() - inner.len()).unwrap_or_default();
    if opening.is_empty() || opening == "*" {
        let (name, rest) = raw.split_once(" (").filter(|(name, _)| !name.contains(' '))?;
        return Some((name, raw.get(raw.len() - rest.len() - 1..)?));
    }
    let closing: String = opening.chars().rev().collect();
    inner.split_once(closing.as_str())
}

fn plain(page: &Page<'_>, text: &str, range: &Range<usize>) -> Option<Listed> {
    let raw = page.slice(range).trim_start_matches(['*', '-', '+', ' ']);
    let first = text.lines().next().unwrap_or_default();
    let (name, rest) = match (first.split_once(" - "), first.split_once(':')) {
        (Some((name, rest)), _) if !name.contains(':') => (name, rest),
        (_, Some((name, rest))) => (name, rest),
        _ => (first, ""),
    };
    let name = name.trim().trim_matches('`');
    let is_code = raw.starts_with('`');
    if name.contains(' ') || !is_name(name) {
        return None;
    }
    let rest = rest.trim();
    if rest.is_empty() && !is_code && is_filler(name) {
        return None;
    }
    let (words, required) = optional(rest);
    if words.starts_with('(') {
        return None;
    }
    let (ty, text) = split_type(words);
    let origin = page.origin(range);
    let declared = declared(ty, origin);
    let known = !is_untyped(&declared.schema);
    let marked = raw.contains(": `") || raw.contains("- _") || rest.is_empty();
    // A status is no name of a field, and names have letters.
    let is_number = name.chars().all(|c| c.is_ascii_digit());
    if is_number || !(known || is_code || marked) {
        return None;
    }
    let mut field = empty(name, origin);
    field.property.schema = declared.schema;
    if let Some(name) = declared.name.filter(|_| known) {
        mention(&mut field.property.schema, &name);
    }
    field.property.required = required;
    let description = if known || marked { text } else { rest };
    remarks::take(&mut field.property, raw.split_once(name).map_or(raw, |(_, rest)| rest));
    field.property.schema.description = (!description.is_empty()).then(|| description.to_owned());
    Some(field)
}

/// `(Optional) string - …`: the rest, and what is said about being required.
fn optional(text: &str) -> (&str, Option<bool>) {
    let Some(inner) = text.strip_prefix('(') else { return (text, None) };
    match inner.split_once(')') {
        Some((word, rest)) if stated(word).is_some() => (rest.trim(), stated(word)),
        _ => (text, None),
    }
}

/// The words up to ` - ` or the end of the sentence are a type, if they are few.
fn split_type(text: &str) -> (&str, &str) {
    let end = [" - ", ". ", " – "].into_iter().filter_map(|mark| Some((text.find(mark)?, mark.len()))).min();
    match end {
        Some((at, length)) if at <= 40 => {
            (text.get(..at).unwrap_or_default(), text.get(at + length..).unwrap_or_default().trim())
        }
        None if text.len() <= 40 => (text.trim_end_matches('.'), ""),
        _ => ("", text),
    }
}
