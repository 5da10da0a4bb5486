//! Dotted names: `owner.name` is a field of `owner`.

use crate::read::pages::facts::{JsonType, Property, Schema, Stated};
use std::collections::HashMap;

/// Names with arrows before them are those of fields of the one above: they get its name before their own.
pub(super) fn follow<'n>(names: impl Iterator<Item = &'n mut String>) {
    const ARROWS: [char; 7] = ['↳', '└', '→', '»', '⤷', '╰', '›'];
    let mut above: Vec<String> = Vec::new();
    for name in names {
        let inner = name.trim_start_matches(|c: char| ARROWS.contains(&c) || c == '─' || c.is_whitespace());
        let marks = name.get(..name.len() - inner.len()).unwrap_or_default();
        let depth = marks.chars().filter(|mark| ARROWS.contains(mark)).count();
        above.truncate(depth);
        let full = match above.last().filter(|_| depth > 0 && !inner.is_empty()) {
            Some(parent) => format!("{parent}.{inner}"),
            None => name.clone(),
        };
        name.clone_from(&full);
        above.push(full);
    }
}

/// Fields with dotted names become parts of the fields they name; a name that was not listed is taken whole.
pub(super) fn nest(rows: Vec<Property>) -> Vec<Property> {
    let mut fields: Vec<Property> = Vec::new();
    let mut parts: HashMap<String, usize> = HashMap::new();
    for row in &rows {
        if let Some((parent, _)) = row.name.value.split_once('.') {
            *parts.entry(parent.to_owned()).or_default() += 1;
        }
    }
    for row in rows {
        let parent =
            row.name.value.split_once('.').map(|(parent, rest)| (parent.to_owned(), rest.to_owned()));
        let Some((parent, rest)) = parent else {
            fields.push(row);
            continue;
        };
        let list = parent.trim_end_matches("[]");
        let known = fields.iter().position(|field| field.name.value == list);
        // One name with a dot may be a name; several that begin alike are parts of one thing.
        let several = parts.get(&parent).is_some_and(|count| *count > 1);
        if known.is_none() && (several || list != parent) && !list.is_empty() {
            let origin = row.name.origin;
            let ty = if list == parent { JsonType::Object } else { JsonType::Array };
            let schema = Schema::typed(origin, ty);
            fields.push(Property { name: Stated::field(list, origin), required: None, schema });
        }
        match fields.iter_mut().find(|field| field.name.value == list) {
            Some(field) => put(&mut field.schema, rest, row),
            None => fields.push(row),
        }
    }
    fields
}

/// Goes down a dotted name as long as its parts are known.
pub(super) fn put(schema: &mut Schema, rest: String, row: Property) {
    let mut schema = schema;
    let mut rest = rest;
    loop {
        if schema.types.contains(&JsonType::Array) {
            let origin = schema.origin;
            let items = schema.items.get_or_insert_with(|| Box::new(Schema::typed(origin, JsonType::Object)));
            schema = items.as_mut();
            continue;
        }
        schema.add_type(JsonType::Object);
        let next = rest.split_once('.').and_then(|(first, more)| {
            let at = schema.properties.iter().position(|field| field.name.value == first)?;
            Some((at, more.to_owned()))
        });
        match next {
            Some((at, more)) if at < schema.properties.len() => {
                let Some(field) = schema.properties.get_mut(at) else { return };
                schema = &mut field.schema;
                rest = more;
            }
            _ => break,
        }
    }
    let name = Stated { value: rest, ..row.name };
    schema.properties.push(Property { name, ..row });
}
