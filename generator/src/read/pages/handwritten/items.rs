//! Fields in lists and in paragraphs: `` `name` - _type_ - text ``, ``name: `Type`. text``.

use super::words::is_name;
use crate::read::markdown::Page;
use crate::read::pages::facts::{JsonType, Kind, Property, Schema, Stated};
use crate::read::pages::remarks;
use crate::read::pages::requirements::stated;
use crate::read::pages::types::declared;
use crate::source::Origin;
use std::ops::Range;

/// A field, and where it is sent, in the page's words and lower case.
pub(super) struct Listed {
    pub(super) property: Property,
    pub(super) location: Option<String>,
}

/// Reads the first paragraph of an item; `None` where it does not look like a field.
pub(super) fn read(page: &Page<'_>, text: &str, range: &Range<usize>) -> Option<Listed> {
    let plain = plain(page, text, range);
    let says = |field: &Listed| !is_untyped(&field.property.schema) || field.property.required.is_some();
    match plain {
        Some(field) if says(&field) => Some(field),
        plain => marked(page, range).or(plain),
    }
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
    describe(&mut field, rest.trim_matches([' ', '*', '_', ':', '-', '–', '—', ',', '\n']));
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

/// Takes a text that only says whether the field is required.
fn requires(property: &mut Property, text: &str) -> bool {
    property.required = stated(text.trim().trim_matches(['(', ')']));
    property.required.is_some()
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
    let name = page.slice(range).trim().replace("\\_", "_");
    let name = name.as_str();
    let inside = |c: char| c.is_ascii_alphanumeric() || "_-.[]$".contains(c);
    let is_word =
        name.starts_with(|c: char| c.is_ascii_alphanumeric()) && name.len() <= 60 && name.chars().all(inside);
    (is_word && !is_bare(name)).then(|| empty(name, page.origin(range)))
}

/// Whether a line says a type, or whether something is required, and nothing else.
pub(super) fn is_bare(line: &str) -> bool {
    let mut field = empty("x", Origin::default());
    bare(&mut field.property, line)
}

/// Takes what a text says of a field; what is no more than that is no description.
pub(super) fn add(property: &mut Property, text: &str) {
    if is_bare(text) {
        if is_untyped(&property.schema) {
            bare(property, text);
        }
        return;
    }
    let mut statements = text.split(['\n', '.']).map(|part| part.trim_matches(['*', '_', ' ']));
    let mut tried = property.clone();
    let flat = statements.all(|part| part.is_empty() || remarks::one(&mut tried, part));
    remarks::take(property, text);
    if !flat && property.schema.description.is_none() {
        property.schema.description = Some(text.to_owned());
    }
}

pub(super) fn empty(name: &str, origin: Origin) -> Listed {
    let name = Stated::field(name.replace("\\_", "_"), origin);
    let property = Property { name, required: None, schema: Schema::new(origin, Kind::Field) };
    Listed { property, location: None }
}

pub(super) fn describe(field: &mut Listed, text: &str) {
    remarks::take(&mut field.property, text);
    field.property.schema.description = (!text.is_empty()).then(|| text.to_owned());
}

pub(super) fn is_untyped(schema: &Schema) -> bool {
    schema.types.is_empty() && schema.one_of.is_empty()
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

/// Takes what stands behind a name as far as it says what the field is; gives the rest.
pub(super) fn attributes<'t>(field: &mut Listed, rest: &'t str) -> &'t str {
    let (first, more) = rest.split_once('\n').unwrap_or((rest, ""));
    if bare(&mut field.property, first) {
        return more;
    }
    // `integer, required. What it is.`
    if let Some((first, rest)) =
        rest.split_once('.').filter(|(_, rest)| rest.starts_with(char::is_whitespace))
        && !first.contains(['\n', '(', ':'])
        && bare(&mut field.property, first)
    {
        return rest;
    }
    let mut rest = rest;
    loop {
        let trimmed = rest.trim_start_matches([' ', '*', '_', ',', ':', '–', '—', '|', '·']);
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
        // A sentence behind a dash may be a type and no more.
        let sentence = dashed.split_once('.').filter(|(first, _)| {
            skipped.contains([':', '–', '—'])
                && first.split_whitespace().count() <= 4
                && !first.contains('\n')
        });
        if let Some((first, after)) = sentence.filter(|_| is_untyped(&field.property.schema))
            && !is_untyped(&declared(first, field.property.name.origin).schema)
            && attribute_list(field, first, true)
        {
            return after;
        }
        // A word without a mark is a type only where it is set apart.
        let apart = wrapped.is_some() || skipped.contains(['*', '_']);
        if !attribute_list(field, chunk, apart) {
            break;
        }
        rest = after;
    }
    rest
}

/// `string, required`, `integer - default: 1 - minimum: 1`, `path`: whether any of it says what the field is.
fn attribute_list(field: &mut Listed, chunk: &str, apart: bool) -> bool {
    let chunk = chunk.trim().trim_matches(['*', '_', '`']);
    let whole = declared(chunk, field.property.name.origin).schema;
    if apart && !whole.enumeration.is_empty() {
        return attribute(&mut field.property, chunk, apart);
    }
    // `query, one of: a, b`: what is listed goes to the end.
    let lower = chunk.to_ascii_lowercase();
    let list = ["one of:", "one of ", "enum:"].iter().filter_map(|label| lower.find(label)).min();
    let (chunk, list) = list.and_then(|at| chunk.split_at_checked(at)).unwrap_or((chunk, ""));
    let mut taken = false;
    for part in chunk.split([',', ';']).flat_map(|part| part.split(" - ")) {
        let part = part.trim().trim_matches(['*', '_', '`']);
        if part.is_empty() {
            continue;
        }
        if apart && field.location.is_none() && is_location(part) {
            field.location = Some(part.to_ascii_lowercase());
            taken = true;
        } else {
            taken |= attribute(&mut field.property, part, apart);
        }
    }
    taken | values(&mut field.property.schema, list)
}

/// Takes a list of values; gives whether it is one.
pub(super) fn values(schema: &mut Schema, list: &str) -> bool {
    let found = declared(list, schema.origin).schema;
    if list.is_empty() || found.enumeration.is_empty() {
        return false;
    }
    if is_untyped(schema) {
        schema.types = found.types;
    }
    if schema.enumeration.is_empty() && schema.types == [JsonType::String] {
        schema.enumeration = found.enumeration;
    }
    true
}

fn is_location(part: &str) -> bool {
    let lower = part.to_ascii_lowercase();
    let lower = lower.strip_prefix("in ").unwrap_or(&lower);
    let first = ["parameter", "param", "field", "string"].iter().find_map(|end| lower.strip_suffix(end));
    matches!(
        first.unwrap_or(lower).trim(),
        "path"
            | "query"
            | "header"
            | "cookie"
            | "body"
            | "form"
            | "url"
            | "uri"
            | "querystring"
            | "request body"
    )
}

/// Takes one thing that is said of a field.
pub(super) fn attribute(property: &mut Property, part: &str, apart: bool) -> bool {
    if let Some(is) = stated(part) {
        property.required = property.required.or(Some(is));
        return true;
    }
    if apart && is_untyped(&property.schema) {
        let found = declared(part, property.name.origin).schema;
        if !is_untyped(&found) {
            property.schema = Schema { nullable: found.nullable || property.schema.nullable, ..found };
            return true;
        }
    }
    remarks::one(property, part)
}

/// Takes a line of nothing but types and whether they are required.
fn bare(property: &mut Property, line: &str) -> bool {
    let line = line.trim().trim_matches([':', '-', '–', '—', ' ']).replace(['*', '`', '·', ','], " ");
    let words: Vec<&str> = line.split_whitespace().filter(|word| *word != "|").collect();
    if words.iter().any(|word| matches!(*word, "-" | "–" | "—")) {
        return false;
    }
    let required = words.iter().find_map(|word| stated(word));
    let types: Vec<&str> = words.into_iter().filter(|word| stated(word).is_none()).collect();
    if types.len() > 4 || types.is_empty() {
        return false;
    }
    let found = declared(&types.join(" "), property.name.origin).schema;
    if is_untyped(&found) || !is_untyped(&property.schema) {
        return false;
    }
    let (description, nullable) = (property.schema.description.take(), property.schema.nullable);
    property.schema = Schema { description, nullable: nullable || found.nullable, ..found };
    property.required = property.required.or(required);
    true
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
