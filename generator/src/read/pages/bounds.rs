//! What texts say of how large a value may be, and how long.

use crate::read::pages::facts::{JsonType, Schema};
use crate::tree::Node;

/// Takes a keyword, unless there is one of its name already.
pub(super) fn put(schema: &mut Schema, key: &'static str, value: Node) {
    if !schema.keywords.iter().any(|(known, _)| *known == key) {
        schema.keywords.push((key, value));
    }
}

/// A bound, where values of the type can have it.
pub(super) fn bound(schema: &mut Schema, key: &'static str, value: &str) -> bool {
    if matches!(key, "minLength" | "maxLength") && schema.types.is_empty() && schema.one_of.is_empty() {
        schema.add_type(JsonType::String);
    }
    let fits = match key {
        "minLength" | "maxLength" => schema.types == [JsonType::String],
        "minItems" | "maxItems" => schema.types == [JsonType::Array],
        _ => matches!(schema.types.as_slice(), [JsonType::Integer] | [JsonType::Number]),
    };
    let value = value.trim().trim_start_matches(['`', ' ']);
    let end = value.find(|c: char| !(c.is_ascii_digit() || c == '.' || c == '-')).unwrap_or(value.len());
    let number = value.get(..end).unwrap_or_default().trim_end_matches('.');
    // What stands behind the number is its unit, or nothing.
    let alone = !value.get(end..).is_some_and(|rest| rest.starts_with(char::is_alphabetic));
    let whole = number.parse::<u32>().is_ok()
        || matches!(key, "minimum" | "maximum") && number.parse::<f64>().is_ok();
    if fits && alone && whole {
        let origin = schema.origin;
        put(schema, key, Node::plain(number, origin));
    }
    fits && whole
}

/// `Minimum length of 1`, `between 1 and 100`.
pub(super) fn phrases(schema: &mut Schema, lower: &str) -> bool {
    const BOUNDS: [(&str, &[&str]); 7] = [
        ("minimum length of ", &["minLength"]),
        ("maximum length of ", &["maxLength"]),
        ("fixed length of ", &["minLength", "maxLength"]),
        ("minimum value of ", &["minimum"]),
        ("maximum value of ", &["maximum"]),
        ("minimum number of ", &["minItems"]),
        ("maximum number of ", &["maxItems"]),
    ];
    let mut found = false;
    for (phrase, keys) in BOUNDS {
        if let Some((_, rest)) = lower.split_once(phrase) {
            for key in keys {
                found |= bound(schema, key, rest);
            }
        }
    }
    for (start, middle) in [("between ", " and "), ("from `", "` to `"), ("values: `", "` to `")] {
        let Some((low, high)) = lower.split_once(start).and_then(|(_, rest)| rest.split_once(middle)) else {
            continue;
        };
        let low = low.trim_matches('`');
        let high = high.split([' ', '`', ',']).next().filter(|high| !high.is_empty()).unwrap_or(high);
        let high = high.trim_matches('`');
        if low.parse::<f64>().is_ok() && high.parse::<f64>().is_ok() {
            found |= bound(schema, "minimum", low) && bound(schema, "maximum", high);
        }
    }
    // A range alone: `1–100`, `0..1`.
    for part in lower.split([',', '[', ']']).map(str::trim) {
        let ends = ["–", "—", "..", "-", " to "].into_iter().find_map(|mark| part.split_once(mark));
        let Some((low, high)) =
            ends.map(|(low, high)| (low.trim().trim_matches('`'), high.trim().trim_matches('`')))
        else {
            continue;
        };
        if is_plain_number(low) && is_plain_number(high) {
            found |= bound(schema, "minimum", low) && bound(schema, "maximum", high);
        }
    }
    found
}

fn is_plain_number(text: &str) -> bool {
    !text.is_empty()
        && text.len() <= 12
        && text.chars().all(|c| c.is_ascii_digit() || c == '.')
        && text.parse::<f64>().is_ok()
}
