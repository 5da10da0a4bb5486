//! A page about a schema: its kind, and a table of fields, a list of parts or a list of values.

use super::types::{enumerate, of_cell};
use super::{labelled, property, quoted};
use crate::read::markdown::Page;
use crate::read::pages::MAX_NESTING;
use crate::read::pages::facts::{JsonType, Kind, NamedSchema, Property, Schema, Stated};
use crate::read::pages::scan::{Event, Grid, description};
use std::ops::Range;

/// What a page may say of the kind of its schema.
pub(super) const TYPES: [&str; 13] = [
    "object",
    "array",
    "enum",
    "primitive",
    "string",
    "integer",
    "number",
    "boolean",
    "oneOf",
    "anyOf",
    "allOf",
    "any",
    "ref",
];

/// The sections that such a page may have.
pub(super) const SECTIONS: [&str; 4] = ["Fields", "Nested Fields", "Composition", "Values"];

/// Reads a page about a schema.
pub(super) fn read<'t>(page: &Page<'t>, events: &[Event<'t>]) -> Option<NamedSchema> {
    let mut name: Option<Stated<String>> = None;
    let mut schema: Option<Schema> = None;
    let mut kind = String::new();
    let mut text: Option<Range<usize>> = None;
    let mut section = String::new();
    let mut parent = String::new();
    let mut values = Vec::new();
    let mut parts = Vec::new();
    for event in events {
        match event {
            Event::Heading(1, title, range) if name.is_none() => {
                name = Some(Stated::field(title.as_str(), page.origin(range)));
            }
            Event::Heading(2, title, _) => section.clone_from(title),
            Event::Heading(_, title, _) => parent.clone_from(title),
            Event::Line(line) => match section.as_str() {
                "" => {
                    if let Some(ty) = labelled(line, "Type") {
                        kind = ty.text.to_owned();
                        let mut found = match ty.text {
                            "enum" | "primitive" | "ref" => Schema::new(page.origin(&ty.range), Kind::Field),
                            word => of_cell(word, page.origin(&ty.range)),
                        };
                        found.description = text.take().and_then(|range| description(page.slice(&range)));
                        schema = Some(found);
                    } else if let Some(schema) = &mut schema {
                        // What stands in the list is told in a line of its own: `Array of [X](X.md)`.
                        if schema.types == [JsonType::Array] && line.text.starts_with("Array of ") {
                            schema.items = of_cell(line.text, page.origin(&line.range)).items;
                        }
                    } else {
                        match &mut text {
                            Some(range) => range.end = line.range.end,
                            None => text = Some(line.range.clone()),
                        }
                    }
                }
                "Values" => values.extend(quoted(line).into_iter().next()),
                "Composition" => {
                    if let Some(item) = line.text.strip_prefix("- ") {
                        let named = item.starts_with('[');
                        parts.push(named.then(|| of_cell(item, page.origin(&line.range))));
                    }
                }
                _ => {}
            },
            Event::Table(grid) if grid.has(&["field", "type"]) => {
                let schema = schema.as_mut()?;
                match section.as_str() {
                    "Fields" => schema.properties.extend(properties(page, grid)),
                    "Nested Fields" => nested(schema, &parent, properties(page, grid), 0),
                    _ => {}
                }
            }
            _ => {}
        }
    }
    let mut schema = schema?;
    if let Some(first) = values.first() {
        let texts: Vec<&str> = values.iter().map(|value| value.text).collect();
        enumerate(&mut schema, &texts, page.origin(&first.range));
    }
    compose(&mut schema, &kind, parts);
    Some(NamedSchema { name: name?, schema })
}

/// The object that a table describes.
pub(super) fn object(page: &Page<'_>, grid: &Grid<'_>) -> Schema {
    let mut schema = Schema::typed(page.origin(&grid.range), JsonType::Object);
    schema.properties = properties(page, grid);
    schema
}

/// The fields of a table, as many as it has rows.
pub(super) fn properties(page: &Page<'_>, grid: &Grid<'_>) -> Vec<Property> {
    let columns = ["field", "type", "required", "description"];
    let [field, ty, required, text] = columns.map(|name| grid.column(&[name]));
    let name = field.or(grid.column(&["name"]));
    let rows = grid.rows.iter().map(|row| {
        let cell =
            |column: Option<usize>| column.and_then(|column| row.get(column)).cloned().unwrap_or_default();
        let (name, ty) = (cell(name), cell(ty));
        let mut schema = of_cell(ty.text, page.origin(&ty.range));
        schema.description = description(cell(text).text);
        property(page, &name, cell(required).text.eq_ignore_ascii_case("yes"), schema)
    });
    rows.collect()
}

/// Adds fields to the field of a path; where names have dots the longest that fits is meant.
fn nested(schema: &mut Schema, path: &str, fields: Vec<Property>, depth: usize) {
    let mut target = schema;
    while target.types == [JsonType::Array] && target.items.is_some() {
        match &mut target.items {
            Some(items) => target = items,
            None => return,
        }
    }
    if path.is_empty() || depth > MAX_NESTING {
        target.properties.extend(fields);
        return;
    }
    let rest = |name: &str| match path.strip_prefix(name) {
        Some("") => Some(""),
        Some(rest) => {
            rest.strip_prefix('.').or_else(|| rest.strip_prefix("[].")).or((rest == "[]").then_some(""))
        }
        None => None,
    };
    let found = target.properties.iter_mut().filter(|property| rest(&property.name.value).is_some());
    let Some(property) = found.max_by_key(|property| property.name.value.len()) else { return };
    let rest = rest(&property.name.value).unwrap_or_default();
    if property.schema.types == [JsonType::Array] && property.schema.items.is_none() {
        let items = Schema::typed(property.schema.origin, JsonType::Object);
        property.schema.items = Some(Box::new(items));
    }
    nested(&mut property.schema, rest, fields, depth + 1);
}

/// Puts parts together; one that the page does not describe may be anything.
fn compose(schema: &mut Schema, kind: &str, parts: Vec<Option<Schema>>) {
    let unknown = parts.iter().any(Option::is_none);
    let mut known: Vec<Schema> = parts.into_iter().flatten().collect();
    if known.is_empty() {
        return;
    }
    match kind {
        "allOf" => schema.all_of = known,
        // What may be anything is among the alternatives too, so that one alone cannot be asked for.
        _ if unknown => {
            known.push(Schema::new(schema.origin, Kind::Field));
            schema.any_of = known;
        }
        "oneOf" => schema.one_of = known,
        _ => schema.any_of = known,
    }
}
