//! What the text of a field says in so many words: `Default: 5`, `Required: Yes`, `Minimum length of 1`, `Read-only.`

use super::bounds::{bound, phrases, put};
use super::requirements::requirement;
use crate::read::pages::facts::{JsonType, Property, Schema};
use crate::read::pages::listed::take_listed;
use crate::read::pages::types::declared;
use crate::read::pages::values::{json_type, printed};
use crate::tree::Node;

/// Takes what a text says of a field.
pub(super) fn take(property: &mut Property, text: &str) {
    for statement in statements(text) {
        one(property, statement);
    }
    take_listed(&mut property.schema, text);
}

/// The statements of a text: lines, sentences, and what stands in brackets. What is code is kept whole.
fn statements(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let (mut start, mut code) = (0, false);
    let mut characters = text.char_indices().peekable();
    while let Some((at, character)) = characters.next() {
        let ends = match character {
            '`' => {
                code = !code;
                false
            }
            '\n' => {
                code = false;
                true
            }
            ';' => !code,
            // What is in the brackets of a link is none of the text.
            '(' => {
                let link = text.get(..at).is_some_and(|before| before.ends_with(']'));
                code |= link;
                !code
            }
            ')' if code && linked(text, at) => {
                code = false;
                false
            }
            ')' => !code,
            '.' => !code && characters.peek().is_none_or(|(_, next)| next.is_whitespace() || *next == '*'),
            _ => false,
        };
        if ends {
            found.extend(text.get(start..at));
            start = at + character.len_utf8();
        }
    }
    found.extend(text.get(start..));
    let bare =
        found.into_iter().map(|part| part.trim().trim_matches(['*', '_', ' ', '-', '–', '—', '>', '|', ',']));
    bare.filter(|part| !part.is_empty()).collect()
}

/// Whether a closing bracket ends a link.
fn linked(text: &str, at: usize) -> bool {
    let before = text.get(..at).unwrap_or_default();
    before.rfind('(').is_some_and(|open| before.get(..open).is_some_and(|before| before.ends_with(']')))
}

/// The lines of a text that say more than what was taken of them.
pub(super) fn rest(property: &Property, text: &str) -> String {
    let mut tried = property.clone();
    let lines = text.lines().filter(|line| {
        let label = line.split_once(':').map(|(label, _)| label.trim().trim_matches(['*', '_']));
        let known = label.is_some_and(|label| {
            let lower = label.to_ascii_lowercase();
            [
                "type",
                "required",
                "length constraints",
                "valid values",
                "valid range",
                "array members",
                "pattern",
            ]
            .contains(&lower.as_str())
        });
        !(known && statements(line).into_iter().all(|part| one(&mut tried, part) || part.contains(':')))
    });
    lines.map(str::trim_end).collect::<Vec<_>>().join("\n").trim().to_owned()
}

/// Takes one statement; gives whether it says anything that is no more than a text.
pub(super) fn one(property: &mut Property, statement: &str) -> bool {
    let lower = statement.to_ascii_lowercase();
    if let Some(is) = flat(&lower) {
        match is {
            Flat::Required(is) => property.required = property.required.or(Some(is)),
            Flat::Nullable => property.schema.nullable = true,
            Flat::Keyword(key) => flag(&mut property.schema, key),
        }
        return true;
    }
    if lower.starts_with("deprecated") {
        flag(&mut property.schema, "deprecated");
    }
    let counted = phrases(&mut property.schema, &lower);
    if let Some((label, value)) = statement.split_once(':')
        && labelled(property, label, value)
    {
        return true;
    }
    counted || default(&mut property.schema, statement, &lower)
}

/// Whether a value is one of the types, so that it can be shown as an example.
pub(super) fn is_shown(types: &[JsonType], value: &Node) -> bool {
    json_type(value).is_some_and(|ty| {
        types.is_empty()
            || types.contains(&ty)
            || ty == JsonType::Integer && types.contains(&JsonType::Number)
    })
}

/// What a statement says that is nothing else.
enum Flat {
    Required(bool),
    Nullable,
    Keyword(&'static str),
}

fn flat(lower: &str) -> Option<Flat> {
    Some(match lower.trim_matches(['`', '*', '_', ',', '.', '!', ' ', '[', ']']) {
        "required"
        | "mandatory"
        | "this field is required"
        | "this parameter is required"
        | "required field"
        | "required parameter"
        | "this is required" => Flat::Required(true),
        "optional" | "this field is optional" | "this parameter is optional" | "optional field" => {
            Flat::Required(false)
        }
        "nullable" | "can be null" | "may be null" => Flat::Nullable,
        "read-only" | "read only" | "readonly" | "output only" => Flat::Keyword("readOnly"),
        "write-only" | "write only" | "writeonly" | "input only" => Flat::Keyword("writeOnly"),
        "deprecated" => Flat::Keyword("deprecated"),
        _ => return None,
    })
}

fn flag(schema: &mut Schema, key: &'static str) {
    let origin = schema.origin;
    put(schema, key, Node::plain("true", origin));
}

/// `Default: 5`, and other labels.
fn labelled(property: &mut Property, label: &str, value: &str) -> bool {
    let label = label.trim().trim_matches(['*', '_', '`', ' ']).to_ascii_lowercase();
    let value = value.trim_start_matches(['*', '_']).trim();
    let schema = &mut property.schema;
    let origin = schema.origin;
    match label.as_str() {
        "type" | "data type" => {
            if schema.types.is_empty() && schema.one_of.is_empty() {
                let description = schema.description.take();
                *schema = Schema { description, ..declared(&unlinked(value), origin).schema };
            }
        }
        "required" | "mandatory" => {
            let Some(is) = requirement(value) else { return false };
            property.required = property.required.or(Some(is));
        }
        "nullable" | "null allowed" => {
            let Some(is) = requirement(value) else { return false };
            schema.nullable |= is;
        }
        "read only" | "read-only" | "readonly" | "write only" | "write-only" | "writeonly" => {
            let Some(is) = requirement(value) else { return false };
            let key = if label.starts_with("read") { "readOnly" } else { "writeOnly" };
            if is {
                flag(schema, key);
            }
        }
        "default" | "default value" | "defaults" => set_default(schema, value),
        "format" if is_word(value) => {
            if schema.format.is_none() {
                schema.format = Some(value.trim_matches(['`', '.']).to_ascii_lowercase());
            }
        }
        "pattern" | "regex" | "regexp" if schema.types == [JsonType::String] => {
            let Some(pattern) = code(value) else { return false };
            put(schema, "pattern", Node::string(pattern, origin));
        }
        "example" | "e.g" if schema.example.is_none() && code(value).is_some() => {
            let shown = printed(code(value).unwrap_or_default(), &schema.types, origin);
            schema.example = Some(shown).filter(|shown| is_shown(&schema.types, shown));
        }
        "min length" | "minimum length" | "minlength" => return bound(schema, "minLength", value),
        "max length" | "maximum length" | "maxlength" | "length" => return bound(schema, "maxLength", value),
        "min" | "minimum" | "min value" | "minimum value" => return bound(schema, "minimum", value),
        "max" | "maximum" | "max value" | "maximum value" => return bound(schema, "maximum", value),
        "min items" | "minitems" => return bound(schema, "minItems", value),
        "max items" | "maxitems" => return bound(schema, "maxItems", value),
        _ => return false,
    }
    true
}

/// `[Shelf](api.md) object` without the link.
fn unlinked(text: &str) -> String {
    let mut found = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('[') {
        let link = after.split_once("](").and_then(|(name, behind)| Some((name, behind.split_once(')')?.1)));
        let Some((name, behind)) = link else { break };
        found.push_str(before);
        found.push_str(name);
        rest = behind;
    }
    found.push_str(rest);
    found
}

/// `defaults to 5`, `the default is 5`, `default 5`.
fn default(schema: &mut Schema, statement: &str, lower: &str) -> bool {
    const PHRASES: [&str; 7] = [
        "defaults to ",
        "default value is ",
        "default is ",
        "default to ",
        "default = ",
        "default=",
        "by default ",
    ];
    let at = PHRASES.iter().find_map(|phrase| Some(lower.find(phrase)? + phrase.len()));
    let at = at.or_else(|| lower.starts_with("default ").then_some("default ".len()));
    let Some(value) = at.and_then(|at| statement.get(at..)) else { return false };
    let before = schema.default.is_some();
    set_default(schema, value);
    schema.default.is_some() && !before
}

/// Takes a default that is written as code, or that values of the type can be.
fn set_default(schema: &mut Schema, text: &str) {
    if schema.default.is_some() {
        return;
    }
    let origin = schema.origin;
    let text = text.trim();
    let written = code(text);
    let word = text
        .split([' ', ','])
        .next()
        .unwrap_or_default()
        .trim_start_matches('`')
        .trim_end_matches(['.', '*', '_', '`']);
    let value = printed(written.unwrap_or(word), &schema.types, origin);
    let Some(ty) = json_type(&value) else { return };
    let fits = match schema.types.as_slice() {
        [] => written.is_some() || ty != JsonType::String,
        [JsonType::String] => {
            let alone = text.trim_end_matches('.') == word && !is_nothing(word);
            let listed = schema.enumeration.iter().any(|known| known.as_str() == Some(word));
            written.is_some() || alone || listed
        }
        types => types.contains(&ty) || ty == JsonType::Integer && types.contains(&JsonType::Number),
    };
    let empty = written.is_none() && word.is_empty();
    if fits && !empty && !is_nothing(word) {
        if schema.types.is_empty() && matches!(ty, JsonType::Boolean | JsonType::Integer) {
            schema.add_type(ty);
        }
        schema.default = Some(value);
    }
}

fn is_nothing(word: &str) -> bool {
    matches!(word.to_ascii_lowercase().as_str(), "" | "none" | "null" | "empty" | "n/a" | "undefined" | "-")
}

fn is_word(text: &str) -> bool {
    let text = text.trim_matches(['`', '.']);
    !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '-') && text.len() <= 20
}

/// What stands in code or in quotes at the start of a text.
fn code(text: &str) -> Option<&str> {
    ['`', '"'].into_iter().find_map(|mark| Some(text.strip_prefix(mark)?.split_once(mark)?.0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::pages::facts::{Kind, Stated};
    use crate::source::{Origin, Sources};

    fn read(ty: &str, text: &str) -> Property {
        let origin = Origin::new(Sources::new().add("page", ""), 0, 0);
        let mut schema = declared(ty, origin).schema;
        schema.kind = Kind::Field;
        let mut property = Property { name: Stated::field("x", origin), required: None, schema };
        take(&mut property, text);
        property
    }

    #[test]
    fn what_a_text_says_outright_is_taken() {
        let found = read(
            "",
            "The name.\nType: String\nLength Constraints: Minimum length of 1. Maximum length of 64.\nRequired: Yes",
        );
        assert_eq!((found.required, found.schema.types), (Some(true), vec![JsonType::String]));
        let keys: Vec<_> = found.schema.keywords.iter().map(|(key, _)| *key).collect();
        assert_eq!(keys, ["minLength", "maxLength"]);
        let found = read("integer", "How many (optional). From `1` to `20`. Default: `5`. Deprecated.");
        let keys: Vec<_> = found.schema.keywords.iter().map(|(key, _)| *key).collect();
        assert_eq!(keys, ["minimum", "maximum", "deprecated"]);
        assert_eq!(found.required, Some(false));
        assert!(found.schema.default.is_some());
        for text in ["1–100, default 20", "How many. (1 to 100)", "Count [1..100]"] {
            let found = read("integer", text);
            let keys: Vec<_> = found.schema.keywords.iter().map(|(key, _)| *key).collect();
            assert_eq!(keys, ["minimum", "maximum"], "{text}");
        }
        let values = |ty, text| read(ty, text).schema.enumeration.len();
        assert_eq!((values("enum", "`a`, `b` or `c`"), values("string", "`a`, as in `b`")), (3, 0));
    }

    #[test]
    fn sentences_that_only_speak_of_it_are_left_alone() {
        for text in [
            "Default: the current time",
            "What is required is said below",
            "The default is set by you",
            "up to 50, at least",
            "2020-01",
            "in 2024-2025, and later",
        ] {
            let found = read("string", text);
            assert!(found.schema.default.is_none() && found.schema.keywords.is_empty(), "{text}");
            assert_eq!(found.required, None, "{text}");
        }
    }
}
