//! What stands behind the name of a field and says what it is: `string, required`, `integer - default: 1`, `path`.

use super::field::{Listed, empty, is_untyped};
use super::mentions::mention;
use crate::read::pages::facts::{JsonType, Property, Schema};
use crate::read::pages::remarks;
use crate::read::pages::requirements::stated;
use crate::read::pages::types::declared;
use crate::source::Origin;

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
    // What stands behind the list says something else.
    let (list, behind) = list.split_once(';').unwrap_or((list, ""));
    let mut taken = false;
    for part in chunk.split([',', ';']).chain(behind.split(';')).flat_map(|part| part.split(" - ")) {
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
        let found = declared(part, property.name.origin);
        if !is_untyped(&found.schema) {
            let nullable = found.schema.nullable || property.schema.nullable;
            property.schema = Schema { nullable, ..found.schema };
            if let Some(name) = &found.name {
                mention(&mut property.schema, name);
            }
            return true;
        }
    }
    remarks::one(property, part)
}

/// Takes a line of nothing but types and whether they are required.
pub(super) fn bare(property: &mut Property, line: &str) -> bool {
    let line = line.trim().trim_matches([':', '-', '–', '—', ' ']);
    let line = line.strip_prefix('(').and_then(|inner| inner.strip_suffix(')')).unwrap_or(line);
    let line = line.replace(['*', '`', '·', ','], " ");
    let words: Vec<&str> = line.split_whitespace().filter(|word| *word != "|").collect();
    if words.iter().any(|word| matches!(*word, "-" | "–" | "—")) {
        return false;
    }
    let required = words.iter().find_map(|word| stated(word));
    let is_null = |word: &str| word.eq_ignore_ascii_case("nullable");
    let null = words.iter().any(|word| is_null(word));
    let types = words.into_iter().filter(|word| stated(word).is_none() && !is_null(word));
    let types: Vec<&str> = types.collect();
    if types.len() > 4 || types.is_empty() {
        return false;
    }
    let found = declared(&types.join(" "), property.name.origin).schema;
    if is_untyped(&found) || !is_untyped(&property.schema) {
        return false;
    }
    let (description, nullable) = (property.schema.description.take(), property.schema.nullable);
    property.schema = Schema { description, nullable: nullable || null || found.nullable, ..found };
    property.required = property.required.or(required);
    true
}

/// Whether a line says a type, or whether something is required, and nothing else.
pub(super) fn is_bare(line: &str) -> bool {
    let mut field = empty("x", Origin::default());
    bare(&mut field.property, line)
}

/// Takes a text that only says whether the field is required.
pub(super) fn requires(property: &mut Property, text: &str) -> bool {
    property.required = stated(text.trim().trim_matches(['(', ')']));
    property.required.is_some()
}
