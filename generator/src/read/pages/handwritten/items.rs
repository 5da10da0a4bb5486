//! Fields in bullet lists: `` `name` - _type_ - text ``, ``name: `Type`. text``.

use super::tables::{is_name, requirement};
use crate::read::markdown::Page;
use crate::read::pages::facts::{Property, Stated};
use crate::read::pages::types::declared;
use std::ops::Range;

/// Reads the first paragraph of an item; `None` where it does not look like a field.
pub(super) fn read(page: &Page<'_>, text: &str, range: &Range<usize>) -> Option<Property> {
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
    let (words, required) = optional(rest);
    let (ty, text) = split_type(words);
    let origin = page.origin(range);
    let declared = declared(ty, origin);
    let known = !declared.schema.types.is_empty() || !declared.schema.one_of.is_empty();
    let marked = raw.contains(": `") || raw.contains("- _") || rest.is_empty();
    if !(known || is_code || marked) {
        return None;
    }
    let mut schema = declared.schema;
    let description = if known || marked { text } else { rest };
    schema.description = (!description.is_empty()).then(|| description.to_owned());
    Some(Property { name: Stated::field(name, origin), required, schema })
}

/// `(Optional) string - …`: the rest, and what is said about being required.
fn optional(text: &str) -> (&str, Option<bool>) {
    let Some(inner) = text.strip_prefix('(') else { return (text, None) };
    match inner.split_once(')') {
        Some((word, rest)) if requirement(word).is_some() => (rest.trim(), requirement(word)),
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
