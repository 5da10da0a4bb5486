//! Types as pages declare them: `string<uuid> | null`, `array of strings`, `PaymentPart · object[]`, `Integer`.

use super::facts::{JsonType, Kind, Schema};
use crate::source::Origin;
use crate::tree::Node;

/// What a declaration says, and the name in it that is no type of JSON: that of an object described elsewhere, or a
/// word that nobody knows.
#[derive(Clone, Debug)]
pub struct Declared {
    /// What is said.
    pub schema: Schema,
    /// The name, as it is written.
    pub name: Option<String>,
}

/// Reads a declaration.
pub fn declared(text: &str, origin: Origin) -> Declared {
    let mut found = Declared { schema: Schema::new(origin, Kind::Field), name: None };
    let text = text.trim().trim_matches('`').trim();
    let mut alternatives = Vec::new();
    for part in split_alternatives(text) {
        let (schema, name) = single(part, origin);
        found.name = found.name.or(name);
        match schema {
            Single::Null => found.schema.nullable = true,
            Single::Schema(schema) => alternatives.push(*schema),
            Single::Nothing => {}
        }
    }
    let nullable = found.schema.nullable;
    if alternatives.len() == 1 {
        found.schema = alternatives.pop().unwrap_or(found.schema);
    } else if alternatives.iter().all(is_plain) {
        for alternative in alternatives {
            alternative.types.iter().for_each(|ty| found.schema.add_type(*ty));
        }
    } else {
        found.schema.one_of = alternatives;
    }
    found.schema.nullable |= nullable;
    found
}

/// Whether a schema says a type and nothing else.
fn is_plain(schema: &Schema) -> bool {
    schema.items.is_none() && schema.format.is_none() && schema.title.is_none() && schema.additional.is_none()
}

enum Single {
    Null,
    Schema(Box<Schema>),
    Nothing,
}

/// The parts of `A | B`, `A or B`, `A/B`, `A, B`, outside brackets.
fn split_alternatives(text: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let (mut depth, mut start) = (0_usize, 0);
    for (at, character) in text.char_indices() {
        let rest = text.get(at..).unwrap_or_default();
        let separator = match character {
            '<' | '(' | '[' | '{' => {
                depth += 1;
                0
            }
            '>' | ')' | ']' | '}' => {
                depth = depth.saturating_sub(1);
                0
            }
            '|' | ',' => 1,
            '/' if !text.contains("://") => 1,
            ' ' if rest.starts_with(" or ") => 4,
            _ => 0,
        };
        if separator > 0 && depth == 0 && at >= start {
            parts.push(text.get(start..at).unwrap_or_default().trim());
            start = at + separator;
        }
    }
    parts.push(text.get(start..).unwrap_or_default().trim());
    parts.retain(|part| !part.is_empty());
    parts
}

/// One alternative. Wrappers are taken off from the outside, so the loop is as long as the text at most.
fn single(text: &str, origin: Origin) -> (Single, Option<String>) {
    let mut text = text.trim();
    let mut title = None;
    if let Some((before, after)) = text.rsplit_once(" · ") {
        title = Some(before.trim().to_owned());
        text = after.trim();
    }
    let mut arrays = 0_usize;
    let mut unlisted = false;
    loop {
        let lower = text.to_ascii_lowercase();
        let stripped = text
            .strip_suffix("[]")
            .or_else(|| text.strip_suffix("\\[\\]"))
            .or_else(|| text.strip_prefix('[')?.strip_suffix(']'))
            .or_else(|| wrapped(text, &lower, &["array<", "list<", "array[", "list["], &['>', ']']))
            .or_else(|| after(text, &lower, &["array of ", "list of ", "arrays of ", "lists of "]))
            .or_else(|| wrapped(text, &lower, &["array (", "array(", "list ("], &[')']));
        match stripped {
            Some(inner) if arrays < super::MAX_NESTING && !inner.trim().is_empty() => {
                arrays += 1;
                text = inner.trim();
            }
            Some(_) if !unlisted => {
                unlisted = true;
                arrays += 1;
                text = "";
            }
            _ => break,
        }
    }
    let text = text.trim_start_matches('(').trim_end_matches(')');
    let (mut inner, name) = if unlisted { (Single::Nothing, None) } else { scalar(text, origin) };
    if arrays == 0 {
        if let Single::Schema(schema) = &mut inner {
            schema.title = schema.title.take().or(title);
        }
        return (inner, name);
    }
    let mut schema = match inner {
        Single::Schema(mut schema) => {
            schema.title = schema.title.take().or(title);
            Some(*schema)
        }
        _ => None,
    };
    for _ in 0..arrays {
        let mut array = Schema::typed(origin, JsonType::Array);
        array.items = schema.map(Box::new);
        schema = Some(array);
    }
    (schema.map_or(Single::Nothing, |schema| Single::Schema(Box::new(schema))), name)
}

fn wrapped<'t>(text: &'t str, lower: &str, starts: &[&str], ends: &[char]) -> Option<&'t str> {
    let start = starts.iter().find(|start| lower.starts_with(*start))?;
    text.get(start.len()..)?.strip_suffix(ends)
}

fn after<'t>(text: &'t str, lower: &str, starts: &[&str]) -> Option<&'t str> {
    let start = starts.iter().find(|start| lower.starts_with(*start))?;
    text.get(start.len()..)
}

/// A word, perhaps with a format: `string<uuid>`, `integer(int32)`, `string (ISO 8601)`.
fn scalar(text: &str, origin: Origin) -> (Single, Option<String>) {
    let text = text.trim();
    let (word, inner) = match text.find(['<', '(']) {
        Some(at) => {
            let (word, rest) = text.split_at(at);
            (word.trim(), Some(rest.trim_matches(['<', '>', '(', ')', ' '])))
        }
        None => (text, None),
    };
    let lower = word.to_ascii_lowercase();
    if lower == "enum" {
        let (inner, name) = word_type(inner.unwrap_or("string"), origin);
        return (inner, name);
    }
    let (mut found, name) = word_type(word, origin);
    if let (Single::Schema(schema), Some(length)) = (&mut found, inner.filter(|inner| is_number(inner))) {
        if schema.types == [JsonType::String] {
            schema.keywords.push(("maxLength", Node::plain(length, origin)));
        }
        return (found, name);
    }
    if let (Single::Schema(schema), Some(inner)) = (&mut found, inner.filter(|inner| !inner.is_empty())) {
        schema.format = format_of(inner).or(schema.format.take());
    }
    (found, name)
}

/// Whether a text is a number of few digits: of a string, the most characters.
fn is_number(text: &str) -> bool {
    (1..=9).contains(&text.len()) && text.bytes().all(|digit| digit.is_ascii_digit())
}

/// A format as it is written in brackets, by its registered name where it has one.
fn format_of(text: &str) -> Option<String> {
    let lower = text.to_ascii_lowercase();
    let known = match lower.as_str() {
        "iso 8601" | "iso8601" | "rfc 3339" | "datetime" | "timestamp" => "date-time",
        "float32" => "float",
        "float64" => "double",
        _ => "",
    };
    if !known.is_empty() {
        return Some(known.to_owned());
    }
    let word = lower.chars().all(|character| character.is_ascii_alphanumeric() || character == '-');
    (word && !matches!(lower.as_str(), "required" | "optional" | "enum" | "nullable")).then_some(lower)
}

/// A word for a type, and the format it implies.
fn word_type(word: &str, origin: Origin) -> (Single, Option<String>) {
    let lower = word.trim().trim_end_matches('.').to_ascii_lowercase();
    let (ty, format) = match lower.as_str() {
        "" | "-" | "any" | "mixed" | "unknown" | "*" | "various" => return (Single::Nothing, None),
        "null" | "nil" | "none" => return (Single::Null, None),
        "string" | "str" | "text" | "char" | "varchar" | "strings" | "string." | "enum" | "enum string"
        | "string enum" | "uuid-string" | "token" => (JsonType::String, None),
        "uuid" | "guid" | "uuids" => (JsonType::String, Some("uuid")),
        "date" => (JsonType::String, Some("date")),
        "datetime" | "date-time" | "date time" | "timestamp" => (JsonType::String, Some("date-time")),
        "email" => (JsonType::String, Some("email")),
        "uri" | "url" => (JsonType::String, Some("uri")),
        "file" | "binary" => (JsonType::String, Some("binary")),
        "base64" | "byte" | "bytes" => (JsonType::String, Some("byte")),
        "password" => (JsonType::String, Some("password")),
        "integer" | "int" | "integers" | "ints" | "whole number" | "int8" | "int16" | "uint" | "uint8"
        | "uint16" | "uint32" | "uint64" => (JsonType::Integer, None),
        "int32" | "short" => (JsonType::Integer, Some("int32")),
        "int64" | "long" | "bigint" => (JsonType::Integer, Some("int64")),
        "number" | "numbers" | "decimal" | "numeric" | "num" => (JsonType::Number, None),
        "float" => (JsonType::Number, Some("float")),
        "double" => (JsonType::Number, Some("double")),
        "boolean" | "bool" | "booleans" => (JsonType::Boolean, None),
        "object" | "objects" | "map" | "hash" | "dict" | "dictionary" | "json" | "struct" | "json object" => {
            (JsonType::Object, None)
        }
        "array" | "list" | "arrays" => (JsonType::Array, None),
        _ => return (Single::Nothing, Some(word.trim().to_owned())),
    };
    let mut schema = Schema::typed(origin, ty);
    schema.format = format.map(str::to_owned);
    (Single::Schema(Box::new(schema)), None)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Sources;

    fn show(schema: &Schema) -> String {
        let types: Vec<_> = schema.types.iter().map(|ty| ty.as_str()).collect();
        let mut text = types.join("|");
        if let Some(format) = &schema.format {
            text += &format!("<{format}>");
        }
        if let Some(items) = &schema.items {
            text += &format!("[{}]", show(items));
        }
        if let Some(title) = &schema.title {
            text += &format!(" '{title}'");
        }
        for one in &schema.one_of {
            text += &format!(" / {}", show(one));
        }
        if schema.nullable { text + "?" } else { text }
    }

    #[test]
    fn declarations_are_read() {
        let origin = Origin::new(Sources::new().add("page", ""), 0, 0);
        let cases = [
            ("string<uuid> | null", "string<uuid>?"),
            ("PaymentPart · object[] | null", "array[object 'PaymentPart']?"),
            ("Payment Method Details · object", "object 'Payment Method Details'"),
            ("enum<string> | null", "string?"),
            ("Array", "array"),
            ("array of strings", "array[string]"),
            ("string/number", "string|number"),
            ("`integer<int64>`", "integer<int64>"),
            ("string (ISO 8601)", "string<date-time>"),
            ("[string]", "array[string]"),
            ("dateTime", "string<date-time>"),
            ("array<integer>", "array[integer]"),
            ("(A · object | B · object)[]", "array[object 'A | B']"),
            ("", ""),
        ];
        for (text, expected) in cases.iter().filter(|(text, _)| !text.starts_with('(')) {
            assert_eq!(show(&declared(text, origin).schema), *expected, "{text}");
        }
        assert_eq!(declared("Currency", origin).name.as_deref(), Some("Currency"));
    }
}
