//! Fields in bullet lists: `` `name` - _type_ - text ``, ``name: `Type`. text``.

use super::tables::{is_name, requirement};
use crate::read::markdown::Page;
use crate::read::pages::claims::take_listed;
use crate::read::pages::facts::{Kind, Property, Schema, Stated};
use crate::read::pages::types::declared;
use crate::read::pages::values::printed;
use std::ops::Range;

/// Reads the first paragraph of an item; `None` where it does not look like a field.
pub(super) fn read(page: &Page<'_>, text: &str, range: &Range<usize>) -> Option<Property> {
    let plain = plain(page, text, range);
    let says = |field: &Property| !is_untyped(&field.schema) || field.required.is_some();
    match plain {
        Some(field) if says(&field) => Some(field),
        plain => marked(page, range).or(plain),
    }
}

/// An entry of a definition list: a name, and behind a colon on the next line a type, whether it is required, and a text.
pub(super) fn defined(page: &Page<'_>, text: &str, range: &Range<usize>) -> Option<Property> {
    let (name, rest) = text.split_once("\n: ")?;
    let name = name.trim().trim_matches('`');
    if name.contains(char::is_whitespace) || !is_name(name) {
        return None;
    }
    let origin = page.origin(range);
    let (head, text) = rest.split_once(". ").unwrap_or((rest.trim_end_matches('.'), ""));
    let (mut schema, mut required) = (Schema::new(origin, Kind::Field), None);
    for part in head.split(',').map(str::trim) {
        match (requirement(part), part.strip_prefix("default ")) {
            (Some(is), _) => required = Some(is),
            (None, Some(default)) => schema.default = Some(printed(default, &schema.types, origin)),
            _ if is_untyped(&schema) => schema = declared(part, origin).schema,
            _ => {}
        }
    }
    if is_untyped(&schema) && required.is_none() {
        return None;
    }
    schema.description = (!text.is_empty()).then(|| text.to_owned());
    Some(Property { name: Stated::field(name, origin), required, schema })
}

/// A name in bold or as code, and what marks and brackets say behind it: `` **name** `type` required ``,
/// `` `name` *(type, required)*: text ``. Something must be said of its type, or of whether it is required.
pub(super) fn marked(page: &Page<'_>, range: &Range<usize>) -> Option<Property> {
    let raw = page.slice(range).trim_start_matches(['-', '+', ' ']);
    let raw = raw.strip_prefix("* ").unwrap_or(raw).trim_start();
    let inner = raw.trim_start_matches(['*', '_', '`']);
    let opening = raw.get(..raw.len() - inner.len()).filter(|marks| !marks.is_empty() && *marks != "*")?;
    let closing: String = opening.chars().rev().collect();
    let (name, mut rest) = inner.split_once(closing.as_str())?;
    if name.contains(char::is_whitespace) || !is_name(name) {
        return None;
    }
    let origin = page.origin(range);
    let (mut ty, mut required) = (None, None);
    loop {
        let trimmed = rest.trim_start_matches([' ', '*', '_', ',', ':', '–', '—', '|']);
        let dashed = trimmed.strip_prefix("- ").unwrap_or(trimmed);
        let wrapped = ["`", "(", "["].into_iter().find_map(|open| {
            let close = match open {
                "(" => ")",
                "[" => "]",
                _ => open,
            };
            dashed.strip_prefix(open)?.split_once(close)
        });
        let skipped = rest.get(..rest.len() - dashed.len()).unwrap_or_default();
        // What is in italics or bold ends where they do.
        let marked = skipped.chars().next_back().filter(|last| matches!(last, '*' | '_'));
        let set = marked.and_then(|mark| dashed.split_once(mark)).filter(|(chunk, _)| !chunk.contains('\n'));
        let (chunk, after) = wrapped.or(set).unwrap_or_else(|| {
            let end = dashed.find([' ', '*', '_', ',', ':', '.', '\n']).unwrap_or(dashed.len());
            dashed.split_at(end)
        });
        // A word without a mark is a type only where it is set apart.
        let apart = wrapped.is_some() || skipped.contains(['*', '_']);
        let mut taken = false;
        for part in chunk.split(',').map(str::trim).filter(|part| !part.is_empty()) {
            let stated = declared(part, origin);
            if let Some(is) = requirement(part) {
                required = required.or(Some(is));
                taken = true;
            } else if apart && ty.is_none() && !is_untyped(&stated.schema) {
                ty = Some(stated.schema);
                taken = true;
            }
        }
        if !taken {
            break;
        }
        rest = after;
    }
    if ty.is_none() && required.is_none() {
        return None;
    }
    let mut schema = ty.unwrap_or_else(|| Schema::new(origin, Kind::Field));
    let text = rest.trim_matches([' ', '*', '_', ':', '-', '–', '—', ',', '\n']);
    take_listed(&mut schema, text);
    schema.description = (!text.is_empty()).then(|| text.to_owned());
    Some(Property { name: Stated::field(name, origin), required, schema })
}

fn is_untyped(schema: &Schema) -> bool {
    schema.types.is_empty() && schema.one_of.is_empty()
}

fn plain(page: &Page<'_>, text: &str, range: &Range<usize>) -> Option<Property> {
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
