//! The cells that declare types: exact words of JSON Schema, `enum: a, b`, and names of schemas, with a link or without.

use crate::read::pages::MAX_NESTING;
use crate::read::pages::facts::{JsonType, Kind, Schema};
use crate::read::pages::values::{json_type, printed};
use crate::source::Origin;

/// Reads a cell.
pub(super) fn of_cell(text: &str, origin: Origin) -> Schema {
    let mut text = text.trim().trim_matches('`').trim();
    let mut arrays = 0;
    loop {
        let inner = text
            .strip_suffix("[]")
            .or_else(|| text.strip_prefix("Array of "))
            .or_else(|| text.strip_prefix("array<").and_then(|rest| rest.strip_suffix('>')));
        let Some(inner) = inner.filter(|_| arrays < MAX_NESTING) else { break };
        text = inner.trim();
        arrays += 1;
    }
    let mut schema = single(text, origin);
    for _ in 0..arrays {
        let mut array = Schema::typed(origin, JsonType::Array);
        array.items = Some(Box::new(schema));
        schema = array;
    }
    schema
}

fn single(text: &str, origin: Origin) -> Schema {
    let mut schema = Schema::new(origin, Kind::Field);
    if let Some(values) = text.strip_prefix("enum: ") {
        listed(&mut schema, values, origin);
        return schema;
    }
    if let Some((label, _)) = text.strip_prefix('[').and_then(|rest| rest.split_once("](")) {
        schema.reference = Some(label.to_owned());
        return schema;
    }
    let (words, format) = match text.strip_suffix(')').and_then(|rest| rest.rsplit_once(" (")) {
        Some((words, format)) => (words, Some(format)),
        None => (text, None),
    };
    for word in words.split([',', '|']) {
        match word.trim() {
            "null" => schema.nullable = true,
            "any" | "" | "unknown" | "oneOf" | "anyOf" | "allOf" | "not" => {}
            word => match JsonType::parse(word) {
                Some(ty) => schema.add_type(ty),
                None => {
                    let mut named = Schema::new(origin, Kind::Field);
                    named.reference = Some(text.to_owned());
                    return named;
                }
            },
        }
    }
    schema.format = format.filter(|_| schema.types.len() == 1).map(str::to_owned);
    schema
}

/// `a, b`; a list that ends in `...` is not complete, so it tells the type only.
fn listed(schema: &mut Schema, text: &str, origin: Origin) {
    let complete = !text.ends_with("...");
    let values: Vec<&str> = text.trim_end_matches("...").split(',').map(str::trim).collect();
    enumerate(schema, &values, origin);
    if !complete {
        schema.enumeration.clear();
    }
}

/// Values without quotes: they are numbers, or booleans, where all of them are.
pub(super) fn enumerate(schema: &mut Schema, values: &[&str], origin: Origin) {
    let values: Vec<&str> = values.iter().copied().filter(|value| !value.is_empty()).collect();
    schema.nullable |= values.contains(&"null");
    let values = || values.iter().filter(|value| **value != "null");
    let types: Vec<Option<JsonType>> =
        values().map(|value| json_type(&printed(value, &[], origin))).collect();
    let all = |wanted: JsonType| !types.is_empty() && types.iter().all(|ty| *ty == Some(wanted));
    let ty =
        [JsonType::Integer, JsonType::Boolean].into_iter().find(|ty| all(*ty)).unwrap_or(JsonType::String);
    schema.enumeration = values().map(|value| printed(value, &[ty], origin)).collect();
    schema.add_type(ty);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Sources;

    #[test]
    fn cells_are_read() {
        let origin = Origin::new(Sources::new().add("page", ""), 0, 0);
        let show = |text: &str| {
            let mut schema = of_cell(text, origin);
            let mut shown = String::new();
            while let Some(items) = schema.items.take() {
                shown += "list of ";
                schema = *items;
            }
            let types: Vec<&str> = schema.types.iter().map(|ty| ty.as_str()).collect();
            shown += &types.join("|");
            shown += schema.reference.as_deref().unwrap_or_default();
            shown += &schema.format.map(|format| format!("<{format}>")).unwrap_or_default();
            shown += if schema.nullable { "?" } else { "" };
            format!("{shown} {}", schema.enumeration.len())
        };
        for (text, expected) in [
            ("string,null (date-time)", "string<date-time>? 0"),
            ("Reaction[]", "list of Reaction 0"),
            ("Array of [a.B](../schemas/a/a-B.md)", "list of a.B 0"),
            ("enum: a, b", "string 2"),
            ("enum: a, b, c...", "string 0"),
            ("enum: 1, 2", "integer 2"),
            ("any", " 0"),
            ("Date", "Date 0"),
        ] {
            assert_eq!(show(text), expected, "{text}");
        }
    }
}
