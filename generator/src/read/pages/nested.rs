//! Fields that belong into other fields: by the tag or the list item they stand in, or by a name with dots.

use super::MAX_NESTING;
use super::facts::{JsonType, Property, Schema, Stated};

/// Puts fields into what a field is: into the object, or into what the elements of the array are.
pub(super) fn attach(schema: &mut Schema, fields: Vec<Property>) {
    if fields.is_empty() {
        return;
    }
    let holder = holder(schema);
    if !holder.types.contains(&JsonType::Object) {
        holder.types = vec![JsonType::Object];
        holder.format = None;
    }
    for field in fields {
        match holder.properties.iter_mut().find(|known| known.name.value == field.name.value) {
            Some(known) if known.schema.types.is_empty() => *known = field,
            Some(_) => {}
            None => holder.properties.push(field),
        }
    }
}

/// What fields stand in: the schema itself, unless it is an array and nothing else.
fn holder(schema: &mut Schema) -> &mut Schema {
    let mut at = schema;
    for _ in 0..MAX_NESTING {
        if at.types.as_slice() != [JsonType::Array] {
            break;
        }
        let (origin, kind) = (at.origin, at.kind);
        at = at.items.get_or_insert_with(|| Box::new(Schema::new(origin, kind)));
    }
    at
}

/// Fields of which some are called `a.b`, `a[].b` or `a[0].b`, each put where its name says. An object that only such
/// names speak of is made for them.
pub(super) fn unfold(flat: Vec<Property>) -> Vec<Property> {
    let mut fields: Vec<Property> = Vec::new();
    for field in flat {
        let segments: Vec<&str> = field.name.value.split('.').collect();
        let names: Vec<String> = segments.iter().map(|segment| without_index(segment).to_owned()).collect();
        let arrays: Vec<bool> =
            segments.iter().map(|segment| without_index(segment).len() < segment.len()).collect();
        let plain = names.iter().all(|name| is_name(name)) && names.len() <= MAX_NESTING;
        match plain && names.len() > 1 {
            true => place(&mut fields, &names, &arrays, field),
            false => match fields.iter_mut().find(|known| known.name.value == field.name.value) {
                // Its own line may follow the lines of what stands in it.
                Some(known) => {
                    let inside = std::mem::take(&mut known.schema.properties);
                    *known = field;
                    attach(&mut known.schema, inside);
                }
                None => fields.push(field),
            },
        }
    }
    fields
}

fn place(fields: &mut Vec<Property>, names: &[String], arrays: &[bool], mut field: Property) {
    let Some((last, parents)) = names.split_last() else { return };
    let mut level = fields;
    for (name, array) in parents.iter().zip(arrays) {
        let index = level.iter().position(|known| known.name.value == *name).unwrap_or_else(|| {
            let origin = field.name.origin;
            let ty = if *array { JsonType::Array } else { JsonType::Object };
            let name = Stated { value: name.clone(), ..field.name.clone() };
            level.push(Property { name, required: None, schema: Schema::typed(origin, ty) });
            level.len() - 1
        });
        let Some(parent) = level.get_mut(index) else { return };
        let holder = holder(&mut parent.schema);
        if !holder.types.contains(&JsonType::Object) {
            holder.types = vec![JsonType::Object];
            holder.format = None;
        }
        level = &mut holder.properties;
    }
    field.name.value.clone_from(last);
    if arrays.last() == Some(&true) && !field.schema.types.contains(&JsonType::Array) {
        let items = std::mem::replace(&mut field.schema, Schema::typed(field.name.origin, JsonType::Array));
        field.schema.description.clone_from(&items.description);
        field.schema.items = Some(Box::new(Schema { description: None, ..items }));
    }
    if !level.iter().any(|known| known.name.value == field.name.value) {
        level.push(field);
    }
}

/// A segment without the `[]` or `[0]` behind it.
fn without_index(segment: &str) -> &str {
    let index = segment.strip_suffix(']').and_then(|rest| rest.rsplit_once('['));
    match index {
        Some((name, index)) if index.chars().all(|c| c.is_ascii_digit() || matches!(c, 'i' | 'n' | '*')) => {
            name
        }
        _ => segment,
    }
}

fn is_name(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '$' | '@'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Origin;

    fn show(fields: &[Property]) -> String {
        let shown = fields.iter().map(|field| {
            let items = field.schema.items.as_ref().map_or(String::new(), |items| show(&items.properties));
            let inside = show(&field.schema.properties);
            let parts =
                [field.name.value.as_str(), if items.is_empty() { "" } else { "[]" }, &items, &inside];
            parts.concat()
        });
        let shown: Vec<String> = shown.collect();
        if shown.is_empty() { String::new() } else { format!("({})", shown.join(" ")) }
    }

    #[test]
    fn names_with_dots_are_unfolded() {
        let field = |name: &str| Property {
            name: Stated::field(name, Origin::default()),
            required: None,
            schema: Schema::typed(Origin::default(), JsonType::String),
        };
        let fields = |names: &[&str]| unfold(names.iter().map(|name| field(name)).collect());
        for (names, expected) in [
            (&["a", "b.c", "b.d.e", "a.f"][..], "(a(f) b(c d(e)))"),
            (&["a[].b", "a[0].c", "x[y]", "v1. x"][..], "(a[](b c) x[y] v1. x)"),
        ] {
            assert_eq!(show(&fields(names)), expected);
        }
    }
}
