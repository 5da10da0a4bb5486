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
    found |= lengths(schema, lower);
    for (start, middle) in
        [("between ", " and "), ("from ", " to "), ("from `", "` to `"), ("values: `", "` to `")]
    {
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
    found | limit(schema, lower)
}

/// What stands before the most that something may be, and before the least.
const MOST: [&str; 10] =
    ["≤", "<=", "max", "max.", "maximum", "maximum of", "up to", "at most", "exceed", "no more than"];
const LEAST: [&str; 7] = ["≥", ">=", "min", "min.", "minimum", "minimum of", "at least"];

/// A limit alone: `max 40`, `≥ 1`, `at most 20`.
fn limit(schema: &mut Schema, part: &str) -> bool {
    let [least, most] = match schema.types.as_slice() {
        [JsonType::String] => ["minLength", "maxLength"],
        [JsonType::Array] => ["minItems", "maxItems"],
        [JsonType::Integer | JsonType::Number] => ["minimum", "maximum"],
        _ => return false,
    };
    let part = part.trim().trim_end_matches('.');
    // `maximum length 40`, of texts.
    let part = if most == "maxLength" { part.replacen(" length", "", 1) } else { part.to_owned() };
    let behind = |words: &[&str]| {
        let rest =
            words.iter().find_map(|word| part.strip_prefix(word).filter(|rest| is_plain_number(rest.trim())));
        rest.map(str::trim)
    };
    match (behind(&MOST), behind(&LEAST)) {
        (Some(number), _) => bound(schema, most, number),
        (_, Some(number)) => bound(schema, least, number),
        _ => false,
    }
}

/// `up to 64 characters`, `8–32 chars`, `between 1 and 100 characters`, of texts.
pub(super) fn lengths(schema: &mut Schema, lower: &str) -> bool {
    if schema.types != [JsonType::String] {
        return false;
    }
    let mut found = false;
    for unit in [" character", " chars"] {
        for (at, _) in lower.match_indices(unit) {
            let (before, high) = digits(lower.get(..at).unwrap_or_default());
            let low = ["–", "-", " to", " and", ".."].iter().find_map(|mark| before.strip_suffix(mark));
            let low = low.map(|before| digits(before).1).filter(|low| !low.is_empty());
            let ends = |words: &[&str]| words.iter().any(|word| before.ends_with(word));
            found |= match low {
                _ if high.is_empty() => false,
                Some(low) => bound(schema, "minLength", low) && bound(schema, "maxLength", high),
                None if ends(&MOST) => bound(schema, "maxLength", high),
                None if ends(&LEAST) => bound(schema, "minLength", high),
                None if ends(&["exactly"]) => {
                    bound(schema, "minLength", high) && bound(schema, "maxLength", high)
                }
                None => false,
            };
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

/// The digits at the end of a text, and what stands before them; marks of code and blanks are none of either.
fn digits(text: &str) -> (&str, &str) {
    let text = text.trim_end_matches([' ', '`']);
    let before = text.trim_end_matches(|c: char| c.is_ascii_digit());
    (before.trim_end_matches([' ', '`']), text.get(before.len()..).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{Origin, Sources};

    #[test]
    fn limits_are_of_the_kind_that_values_of_the_type_have() {
        let origin = Origin::new(Sources::new().add("page", ""), 0, 0);
        let of = |ty, text: &str| {
            let mut schema = Schema::typed(origin, ty);
            phrases(&mut schema, text);
            let keywords = schema
                .keywords
                .iter()
                .map(|(key, value)| format!("{key} {}", value.as_str().unwrap_or_default()));
            keywords.collect::<Vec<_>>().join(", ")
        };
        for (text, expected) in [
            ("≤ 64 chars", "maxLength 64"),
            ("a name of 8–32 characters", "minLength 8, maxLength 32"),
            ("between 1 and 64 characters", "minLength 1, maxLength 64"),
            ("this cannot exceed 50 characters.", "maxLength 50"),
            ("at least `8` characters", "minLength 8"),
            ("max 40", "maxLength 40"),
            ("maximum length 40.", "maxLength 40"),
            ("the first 40 characters are shown", ""),
            ("up to 50 items", ""),
            ("up to 50, at least", ""),
        ] {
            assert_eq!(of(JsonType::String, text), expected, "{text}");
        }
        assert_eq!(of(JsonType::Integer, "grams, from 1 to 70000"), "minimum 1, maximum 70000");
        assert_eq!(of(JsonType::Integer, "≥ 1"), "minimum 1");
        assert_eq!(of(JsonType::Integer, "up to 64 characters"), "");
        assert_eq!(of(JsonType::Array, "at most 10"), "maxItems 10");
    }
}
