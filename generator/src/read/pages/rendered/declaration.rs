//! Types as rendered pages print them, and what the page's builder prints beside a field.

use crate::read::pages::MAX_NESTING;
use crate::read::pages::facts::{JsonType, Schema};
use crate::read::pages::types::declared;
use crate::source::Origin;
use crate::tree::Node;
use std::borrow::Cow;

/// The words that a printed type comes down to.
const WORDS: [&str; 11] =
    ["string", "integer", "number", "boolean", "object", "any", "file", "array", "null", "enum", "unknown"];

/// Whether a line is a printed type: `string<uuid> | null`, `Title · object[]`, `(A · object | B · object)[]`.
pub(super) fn is_declaration(text: &str) -> bool {
    let text = text.trim_matches('`');
    if text.len() > 400 || text.is_empty() {
        return false;
    }
    outside(text).into_iter().all(|part| outside(element(part).0).into_iter().all(is_single))
}

/// Whether one alternative is a printed type.
fn is_single(text: &str) -> bool {
    let mut text = text.trim();
    if let Some((title, rest)) = text.rsplit_once(" · ")
        && !title.trim().is_empty()
    {
        text = rest.trim();
    }
    loop {
        let inner = text.strip_suffix("[]").or_else(|| text.strip_suffix("\\[\\]"));
        let Some(inner) = inner else { break };
        text = inner;
    }
    let (word, format) = match text.split_once('<') {
        Some((word, format)) => (word.trim_end_matches('\\'), Some(format.trim_end_matches(['>', '\\']))),
        None => (text, None),
    };
    let plain = |format: &str| {
        format.len() <= 60 && format.chars().all(|c| c.is_ascii_alphanumeric() || "-_./+ ".contains(c))
    };
    WORDS.contains(&word) && format.is_none_or(plain)
}

/// What stands in `(…)[]`, and how many arrays that makes; other texts as they are.
fn element(text: &str) -> (&str, usize) {
    let (mut inner, mut arrays) = (text.trim(), 0);
    while arrays < MAX_NESTING {
        let Some(rest) = inner.strip_suffix("[]").or_else(|| inner.strip_suffix("\\[\\]")) else { break };
        inner = rest;
        arrays += 1;
    }
    match inner.strip_prefix('(').and_then(|inner| inner.strip_suffix(')')) {
        Some(inner) => (inner, arrays),
        None => (text, 0),
    }
}

/// The alternatives of `A | B` outside brackets, and those of `Option 1 · a Option 2 · b`.
fn outside(text: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let (mut start, mut depth) = (0, 0_usize);
    for (at, character) in text.char_indices() {
        match character {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        let rest = text.get(at..).unwrap_or_default();
        let ends = character == '|' || character == ' ' && is_option(rest.trim_start()) && at > start;
        if ends && depth == 0 {
            parts.push(text.get(start..at).unwrap_or_default().trim());
            start = at + 1;
        }
    }
    parts.push(text.get(start..).unwrap_or_default().trim());
    if parts.len() > 1 {
        parts.retain(|part| !part.is_empty());
    }
    parts
}

/// Whether a text begins with the name that the builder gives to an alternative without a title.
fn is_option(text: &str) -> bool {
    let number = text.strip_prefix("Option ").and_then(|rest| rest.chars().next());
    number.is_some_and(|first| first.is_ascii_digit())
}

/// The title of an alternative; those that only count have none.
pub(super) fn title(text: &str) -> Option<String> {
    (!is_option(text) && !text.is_empty()).then(|| unescaped(text).into_owned())
}

/// Reads a printed type.
pub(super) fn declaration(text: &str, origin: Origin) -> Schema {
    let text = unescaped(text.trim_matches('`'));
    let parts = outside(text.trim());
    let nullable = parts.len() > 1 && parts.contains(&"null");
    let others: Vec<&str> = parts.iter().copied().filter(|part| !nullable || *part != "null").collect();
    // `(A · object | B · object)[]`: the array holds all alternatives.
    let (inner, arrays) = match others.as_slice() {
        [only] => element(only),
        _ => ("", 0),
    };
    let inner = if inner.is_empty() { others.join(" | ") } else { outside(inner).join(" | ") };
    let mut schema = declared(&inner, origin).schema;
    schema.title = schema.title.take().and_then(|text| title(&text));
    // Alternatives of which the page lists one only: what the others hold is open, so that several may fit.
    schema.any_of = std::mem::take(&mut schema.one_of);
    for part in &mut schema.any_of {
        part.title = part.title.take().and_then(|text| title(&text));
    }
    for _ in 0..arrays {
        let mut array = Schema::typed(origin, JsonType::Array);
        array.items = Some(Box::new(schema));
        schema = array;
    }
    schema.nullable |= nullable;
    schema
}

/// A text without the backslashes that Markdown puts before marks.
pub(super) fn unescaped(text: &str) -> Cow<'_, str> {
    if !text.contains('\\') {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        let escapes = character == '\\' && characters.peek().is_some_and(char::is_ascii_punctuation);
        out.extend(if escapes { characters.next() } else { Some(character) });
    }
    Cow::Owned(out)
}

/// Adds the bounds of `1 <= x <= 100`, `x >= 1`, `x < 5`.
pub(super) fn range(text: &str, schema: &mut Schema) {
    let origin = schema.origin;
    let text = text.trim_matches('`');
    let mut parts: Vec<&str> = Vec::new();
    let mut start = 0;
    for (at, mark) in text.match_indices(['<', '>', '≤', '≥']) {
        let after = at + mark.len();
        let wide = text.get(after..).is_some_and(|rest| rest.starts_with('='));
        let end = after + usize::from(wide);
        parts.extend([text.get(start..at), text.get(at..end)].into_iter().flatten());
        start = end;
    }
    parts.extend(text.get(start..));
    let mut bound = |number: &str, lower: bool, exclusive: bool| {
        let number = number.trim();
        if number.parse::<f64>().is_err() {
            return;
        }
        let keyword = if lower { "minimum" } else { "maximum" };
        schema.keywords.push((keyword, Node::plain(number, origin)));
        if exclusive {
            let keyword = if lower { "exclusiveMinimum" } else { "exclusiveMaximum" };
            schema.keywords.push((keyword, Node::plain("true", origin)));
        }
    };
    for window in parts.windows(3) {
        let [left, mark, right] = window else { continue };
        let exclusive = matches!(*mark, "<" | ">");
        match *mark {
            "<" | "<=" | "≤" if right.trim() == "x" => bound(left, true, exclusive),
            "<" | "<=" | "≤" if left.trim() == "x" => bound(right, false, exclusive),
            ">" | ">=" | "≥" if left.trim() == "x" => bound(right, true, exclusive),
            ">" | ">=" | "≥" if right.trim() == "x" => bound(left, false, exclusive),
            _ => {}
        }
    }
}

/// Adds the lengths of `Required string length: 1 - 128`, `Maximum array length: 100`; `label` is what stands before
/// the colon.
pub(super) fn length(label: &str, text: &str, schema: &mut Schema) {
    let array = label.contains("array");
    let (least, most) = if array { ("minItems", "maxItems") } else { ("minLength", "maxLength") };
    let numbers = text.split(|c: char| !c.is_ascii_digit()).filter(|number| !number.is_empty());
    let mut numbers = numbers.filter(|number| number.parse::<u64>().is_ok());
    let origin = schema.origin;
    let Some(first) = numbers.next() else { return };
    if !label.starts_with("Maximum") {
        schema.keywords.push((least, Node::plain(first, origin)));
    }
    let last = numbers.next().or((!label.starts_with("Minimum")).then_some(first));
    if let Some(last) = last {
        schema.keywords.push((most, Node::plain(last, origin)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Sources;

    #[test]
    fn types_are_told_from_sentences() {
        for text in [
            "string",
            "string<uuid> | null",
            "Title of it · object[] | null",
            "enum<string>[]",
            "(A · object | B · object)[]",
            "(A · object | B · object)\\[\\] | null",
            "Option 1 · enum<string> Option 2 · enum<string>",
            "integer<int64>",
            "null",
        ] {
            assert!(is_declaration(text), "{text}");
        }
        for text in
            ["", "String", "a string", "strings", "object of it", "id", "string,", "required", "x | y"]
        {
            assert!(!is_declaration(text), "{text}");
        }
    }

    #[test]
    fn alternatives_in_brackets_are_those_of_the_elements() {
        let origin = Origin::new(Sources::new().add("page", ""), 0, 0);
        let schema = declaration("(A · object | Option 2 · object)\\[\\]", origin);
        let items = schema.items.unwrap();
        let titles: Vec<_> = items.any_of.iter().map(|part| part.title.as_deref()).collect();
        assert_eq!(titles, [Some("A"), None]);
    }

    #[test]
    fn bounds_are_read() {
        let origin = Origin::new(Sources::new().add("page", ""), 0, 0);
        let mut schema = Schema::typed(origin, JsonType::Integer);
        range("`1 <= x < 5`", &mut schema);
        length("Required string length", "1 - 128", &mut schema);
        length("Maximum array length", "100", &mut schema);
        length("Minimum string length", "2", &mut schema);
        let said: Vec<String> = schema
            .keywords
            .iter()
            .map(|(keyword, value)| format!("{keyword}={}", value.as_str().unwrap_or_default()))
            .collect();
        let expected = [
            "minimum=1",
            "maximum=5",
            "exclusiveMaximum=true",
            "minLength=1",
            "maxLength=128",
            "maxItems=100",
            "minLength=2",
        ];
        assert_eq!(said, expected);
    }
}
