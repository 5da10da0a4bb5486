//! Words for types, and the shapes that hold others: lists, maps, sets of values.

use super::Single;
use crate::read::pages::facts::{JsonType, Schema};
use crate::source::Origin;

/// The most words that a set of values may hold when it is written as a type.
const MOST_VALUES: usize = 200;

/// A word for a type, and the format it implies.
pub(super) fn word_type(word: &str, origin: Origin) -> (Single, Option<String>) {
    let word = word.trim().trim_end_matches(['.', '!']);
    let lower = word.to_ascii_lowercase();
    if matches!(lower.as_str(), "" | "-" | "any" | "mixed" | "unknown" | "*" | "various" | "undefined") {
        return (Single::Nothing, None);
    }
    if matches!(lower.as_str(), "null" | "nil" | "none") {
        return (Single::Null, None);
    }
    // `ISO 8601 datetime`
    let dated =
        ["iso 8601 ", "iso8601 ", "rfc 3339 ", "rfc3339 "].iter().find_map(|it| lower.strip_prefix(it));
    let found = dated
        .and_then(known)
        .or_else(|| known(&lower))
        .or_else(|| known(lower.strip_prefix("edm.")?))
        .or_else(|| qualified(&lower));
    if let Some((ty, format)) = found {
        let mut schema = Schema::typed(origin, ty);
        schema.format = format.map(str::to_owned);
        return (Single::Schema(Box::new(schema)), None);
    }
    // `Address object`: an object that is described elsewhere.
    let name = ["objects", "object", "model", "resource", "entity"].iter().find_map(|suffix| {
        let end = lower.strip_suffix(suffix).filter(|rest| rest.ends_with(' '))?.len();
        word.get(..end).map(str::trim)
    });
    if let Some(name) = name.filter(|name| !name.is_empty() && !name.contains(' ')) {
        let schema = Schema::typed(origin, JsonType::Object);
        return (Single::Schema(Box::new(schema)), Some(name.to_owned()));
    }
    (Single::Nothing, Some(word.to_owned()))
}

fn known(lower: &str) -> Option<(JsonType, Option<&'static str>)> {
    Some(match lower {
        "string" | "str" | "text" | "char" | "varchar" | "strings" | "enum" | "enum string"
        | "string enum" | "uuid-string" | "token" | "nvarchar" | "alphanumeric" | "enumeration" => {
            (JsonType::String, None)
        }
        "uuid" | "guid" | "uuids" => (JsonType::String, Some("uuid")),
        "date" | "localdate" => (JsonType::String, Some("date")),
        "datetime" | "date-time" | "date time" | "timestamp" | "datetimeoffset" | "localdatetime"
        | "offsetdatetime" | "zoneddatetime" | "instant" | "iso8601" | "iso 8601" | "rfc3339"
        | "rfc 3339" => (JsonType::String, Some("date-time")),
        "email" => (JsonType::String, Some("email")),
        "uri" | "url" => (JsonType::String, Some("uri")),
        "file" | "binary" | "multipartfile" | "files" => (JsonType::String, Some("binary")),
        "base64" | "byte" | "bytes" | "byte array" => (JsonType::String, Some("byte")),
        "password" => (JsonType::String, Some("password")),
        "integer" | "int" | "integers" | "ints" | "whole number" | "int8" | "int16" | "uint" | "uint8"
        | "uint16" | "uint32" | "uint64" | "smallint" | "tinyint" | "unix timestamp" | "epoch"
        | "unix time" | "epoch timestamp" | "biginteger" => (JsonType::Integer, None),
        "int32" | "short" => (JsonType::Integer, Some("int32")),
        "int64" | "long" | "bigint" => (JsonType::Integer, Some("int64")),
        "number" | "numbers" | "decimal" | "numeric" | "num" | "bigdecimal" | "real" => {
            (JsonType::Number, None)
        }
        "float" | "floats" | "single" => (JsonType::Number, Some("float")),
        "double" | "doubles" => (JsonType::Number, Some("double")),
        "boolean" | "bool" | "booleans" | "bools" | "bit" => (JsonType::Boolean, None),
        "object" | "objects" | "map" | "hash" | "dict" | "dictionary" | "json" | "struct" | "json object"
        | "hashmap" | "record" => (JsonType::Object, None),
        "array" | "list" | "arrays" | "lists" | "collection" => (JsonType::Array, None),
        _ => return None,
    })
}

/// `hex string`, `positive integer`, `string uuid`: a type with a word before or behind it that narrows it.
fn qualified(lower: &str) -> Option<(JsonType, Option<&'static str>)> {
    let (first, last) = lower.split_once(' ')?;
    if last.contains(' ') {
        return None;
    }
    let narrows = ["positive", "decimal", "floating", "whole", "natural", "real", "large", "unsigned"];
    match (known(first), known(last)) {
        // `uuid string` and `string uuid` say one thing.
        (Some((JsonType::String, Some(format))), Some((JsonType::String, _)))
        | (Some((JsonType::String, _)), Some((JsonType::String, Some(format)))) => {
            Some((JsonType::String, Some(format)))
        }
        (_, Some((JsonType::String, format))) if last == "string" => Some((JsonType::String, format)),
        (_, Some(found @ (JsonType::Integer | JsonType::Boolean, _))) => Some(found),
        (_, Some(found @ (JsonType::Number, _))) if narrows.contains(&first) => Some(found),
        _ => None,
    }
}

/// A list or a map around the rest of a declaration.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wrapper {
    List,
    Map,
}

/// Takes one list or map off a declaration.
pub(super) fn unwrap(text: &str) -> Option<(Wrapper, &str)> {
    let lower = text.to_ascii_lowercase();
    if lower == "byte array" || lower.starts_with("bytes[") {
        return None;
    }
    let list = text
        .strip_suffix("[]")
        .or_else(|| text.strip_suffix("\\[\\]"))
        .or_else(|| text.strip_prefix('[')?.strip_suffix(']'))
        .or_else(|| wrapped(text, &lower, &["array<", "list<", "array[", "list[", "set<"], &['>', ']']))
        .or_else(|| after(text, &lower, &["array of ", "list of ", "arrays of ", "lists of ", "set of "]))
        .or_else(|| wrapped(text, &lower, &["array (", "array(", "list ("], &[')']))
        .or_else(|| wrapped(text, &lower, &["collection("], &[')']))
        .or_else(|| before(text, &lower, &[" array", " list", " collection"]));
    if let Some(inner) = list {
        return Some((Wrapper::List, inner.strip_prefix("the ").unwrap_or(inner)));
    }
    map(text, &lower).map(|inner| (Wrapper::Map, inner))
}

/// What the values of a map are.
fn map<'t>(text: &'t str, lower: &str) -> Option<&'t str> {
    const STARTS: [&str; 8] =
        ["map<", "record<", "dict<", "dict[", "dictionary<", "object<", "hash<", "hashmap<"];
    if let Some(inner) = wrapped(text, lower, &STARTS, &['>', ']']) {
        return inner.split_once(',').map(|(_, value)| value.trim());
    }
    if let Some(rest) = after(text, lower, &["map[string]", "map[str]"]) {
        return Some(rest);
    }
    if let Some(rest) =
        after(text, lower, &["map of ", "map from ", "dictionary of ", "hash of ", "dict of "])
    {
        return Some(rest.split_once(" to ").map_or(rest, |(_, value)| value));
    }
    if lower.starts_with("map (") || lower.starts_with("map(") {
        let (_, value) = text.split_once("value:")?;
        return value.strip_suffix(')').map(str::trim);
    }
    let keyed = lower.strip_suffix(" map").and_then(|rest| rest.split_once(" to "))?;
    text.get(keyed.0.len() + " to ".len()..text.len() - " map".len())
}

fn wrapped<'t>(text: &'t str, lower: &str, starts: &[&str], ends: &[char]) -> Option<&'t str> {
    let start = starts.iter().find(|start| lower.starts_with(*start))?;
    text.get(start.len()..)?.strip_suffix(ends)
}

fn after<'t>(text: &'t str, lower: &str, starts: &[&str]) -> Option<&'t str> {
    let start = starts.iter().find(|start| lower.starts_with(*start))?;
    text.get(start.len()..)
}

fn before<'t>(text: &'t str, lower: &str, ends: &[&str]) -> Option<&'t str> {
    let end = ends.iter().find(|end| lower.ends_with(*end))?;
    text.get(..text.len() - end.len())
}

/// The values of a declaration that lists them: `"a" | "b"`, `enum: a, b`, `one of a, b or c`.
pub(super) fn values(text: &str) -> Option<Vec<&str>> {
    let lower = text.to_ascii_lowercase();
    let listed = after(text, &lower, &["enum:", "enum of ", "one of:", "one of "])
        .or_else(|| wrapped(text, &lower, &["enum(", "enum (", "enum[", "enum<"], &[')', ']', '>']));
    let parts: Vec<&str> = listed
        .unwrap_or(text)
        .split(['|', ',', '/'])
        .flat_map(|part| part.split(" or "))
        .map(|part| part.trim().trim_start_matches("or ").trim_matches(['`', ' ']))
        .filter(|part| !part.is_empty())
        .collect();
    if parts.is_empty() || parts.len() > MOST_VALUES {
        return None;
    }
    if parts.iter().all(|part| quoted(part).is_some()) {
        return Some(parts.iter().filter_map(|part| quoted(part)).collect());
    }
    let word = |part: &&str| !part.contains([' ', '<', '(', '[', '…']) && !part.contains("...");
    let types = parts.iter().all(|part| known(&part.to_ascii_lowercase()).is_some());
    (listed.is_some() && parts.len() > 1 && !types && parts.iter().all(word)).then_some(parts)
}

/// The words of `json|csv`: small letters with bars between them, of which some are no type.
pub(super) fn alternatives(text: &str) -> Option<Vec<&str>> {
    let parts: Vec<&str> = text.split('|').map(str::trim).collect();
    let is_word = |part: &&str| {
        let inside = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '_' | '-');
        !part.is_empty() && part.chars().all(inside)
    };
    let is_type = |part: &&str| {
        let known = known(part).map(|(ty, _)| ty);
        matches!(*part, "null" | "nil" | "none" | "any" | "mixed") || known.is_some() && *part != "json"
    };
    (parts.len() > 1 && parts.iter().all(is_word) && !parts.iter().any(is_type)).then_some(parts)
}

fn quoted(part: &str) -> Option<&str> {
    let inner = ['"', '\''].into_iter().find_map(|mark| part.strip_prefix(mark)?.strip_suffix(mark));
    inner.filter(|inner| !inner.contains(['"', '\'']))
}

/// Whether a text in brackets is the name of a format.
pub(super) fn is_format(text: &str) -> bool {
    const FORMATS: [&str; 26] = [
        "base64",
        "binary",
        "byte",
        "cidr",
        "date",
        "date-time",
        "datetime",
        "decimal",
        "double",
        "duration",
        "float",
        "float32",
        "float64",
        "email",
        "hostname",
        "int32",
        "int64",
        "ip",
        "ipv4",
        "ipv6",
        "password",
        "phone",
        "time",
        "timestamp",
        "uri",
        "url",
    ];
    let lower = text.to_ascii_lowercase();
    let date = ["iso", "rfc", "uuid", "ulid", "guid"].iter().any(|start| lower.starts_with(start));
    FORMATS.contains(&lower.as_str()) || date || lower.ends_with(" format") || lower.contains('-')
}
