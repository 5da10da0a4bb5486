//! Types as pages declare them: `string<uuid> | null`, `array of strings`, `PaymentPart · object[]`, `Integer`.

mod words;

use super::bounds::phrases;
use super::facts::{JsonType, Kind, Schema};
use crate::source::Origin;
use crate::tree::Node;
use words::{Wrapper, word_type};

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
    if let Some(values) = words::values(text) {
        found.schema.add_type(JsonType::String);
        found.schema.enumeration = values.into_iter().map(|value| Node::string(value, origin)).collect();
        return found;
    }
    if let Some(values) = words::alternatives(text) {
        found.schema.add_type(JsonType::String);
        found.schema.enumeration = values.into_iter().map(|value| Node::string(value, origin)).collect();
        return found;
    }
    // `?string`, `string?` and `nullable string` may be null.
    let bare = text.strip_prefix('?').or_else(|| text.strip_suffix('?'));
    let bare = bare.or_else(|| text.strip_prefix("nullable ").or_else(|| text.strip_prefix("Nullable ")));
    found.schema.nullable = bare.is_some_and(|bare| !bare.is_empty());
    let text = bare.unwrap_or(text).trim_end_matches('!');
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
    schema.items.is_none()
        && schema.format.is_none()
        && schema.title.is_none()
        && schema.additional.is_none()
        && schema.enumeration.is_empty()
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
    if let Some(values) = words::values(text) {
        let mut schema = Schema::typed(origin, JsonType::String);
        schema.enumeration = values.into_iter().map(|value| Node::string(value, origin)).collect();
        return (Single::Schema(Box::new(schema)), None);
    }
    let mut wrappers = Vec::new();
    let mut unlisted = false;
    while let Some((wrapper, inner)) = words::unwrap(text) {
        if wrappers.len() < super::MAX_NESTING && !inner.trim().is_empty() {
            wrappers.push(wrapper);
            text = inner.trim();
        } else {
            if !unlisted {
                wrappers.push(wrapper);
            }
            unlisted = true;
            text = "";
            break;
        }
    }
    let text = text.trim_start_matches('(').trim_end_matches(')');
    let (inner, name) = if unlisted { (Single::Nothing, None) } else { scalar(text, origin) };
    let mut schema = match inner {
        Single::Schema(mut schema) => {
            schema.title = schema.title.take().or(title);
            Some(*schema)
        }
        inner if wrappers.is_empty() => return (inner, name),
        _ => None,
    };
    for wrapper in wrappers.into_iter().rev() {
        let inner = schema.map(Box::new);
        let mut outer = Schema::typed(origin, JsonType::Array);
        match wrapper {
            Wrapper::List => outer.items = inner,
            Wrapper::Map => {
                outer.types = vec![JsonType::Object];
                outer.additional = Some(inner.unwrap_or_else(|| Box::new(Schema::new(origin, Kind::Field))));
            }
        }
        schema = Some(outer);
    }
    (schema.map_or(Single::Nothing, |schema| Single::Schema(Box::new(schema))), name)
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
        return match word_type(inner.unwrap_or("string"), origin) {
            // The name of a set of values that stands elsewhere: it is a text, whatever it may be.
            (Single::Nothing, name) => {
                (Single::Schema(Box::new(Schema::typed(origin, JsonType::String))), name)
            }
            found => found,
        };
    }
    let (mut found, mut name) = word_type(word, origin);
    let (Single::Schema(schema), Some(inner)) = (&mut found, inner.filter(|inner| !inner.is_empty())) else {
        return (found, name);
    };
    let values = words::values(inner).unwrap_or_default();
    let counted = phrases(schema, &inner.to_ascii_lowercase());
    match schema.types.as_slice() {
        [JsonType::String] if !values.is_empty() => {
            schema.enumeration = values.into_iter().map(|value| Node::string(value, origin)).collect();
        }
        [JsonType::String] if is_number(inner) => {
            schema.keywords.push(("maxLength", Node::plain(inner, origin)));
        }
        [JsonType::Object] => {
            name = Some(inner.to_owned()).filter(|inner| !inner.contains([' ', ',']) && !inner.is_empty());
        }
        _ if counted => {}
        // In round brackets many things are said that are no format.
        _ if text.contains('(') && !words::is_format(inner) => {}
        _ => schema.format = format_of(inner).or(schema.format.take()),
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
    let lower = lower.strip_suffix(" format").unwrap_or(&lower).to_owned();
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
        if let Some(additional) = &schema.additional {
            text += &format!("{{{}}}", show(additional));
        }
        if !schema.enumeration.is_empty() {
            text += &format!("#{}", schema.enumeration.len());
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
            ("String collection", "array[string]"),
            ("Array of Shelf objects", "array[object]"),
            ("integer array", "array[integer]"),
            ("String to string map", "object{string}"),
            ("map<string, array<integer>>", "object{array[integer]}"),
            ("map (key: string, value: number)", "object{number}"),
            ("\"lumen\" | \"watt\"", "string#2"),
            ("string (enum: a, b)", "string#2"),
            ("enum (State)", "string"),
            ("object (Fruit)", "object"),
            ("string (int64 format)", "string<int64>"),
            ("uuid string", "string<uuid>"),
            ("positive integer", "integer"),
            ("integer (1-100)", "integer"),
            ("phone number", ""),
            ("Edm.String", "string"),
            ("json|csv", "string#2"),
            ("integer (seconds)", "integer"),
            ("?string", "string?"),
            ("map", "object"),
            ("(A · object | B · object)[]", "array[object 'A | B']"),
            ("", ""),
        ];
        for (text, expected) in cases.iter().filter(|(text, _)| !text.starts_with('(')) {
            assert_eq!(show(&declared(text, origin).schema), *expected, "{text}");
        }
        assert_eq!(declared("Currency", origin).name.as_deref(), Some("Currency"));
    }
}
