//! Texts of a URL, header or form back into JSON, by what the document says they stand for.

use super::alternatives::{of_count, settled};
use super::unescape::{Malformed, is_named, unescape};
use super::{Kind, Location, Parameter, Style};
use crate::codec::{Json, Map, Mode, Number, decode, encode_short};

/// How deep keys in brackets may be nested.
const DEEPEST: usize = 32;

/// A scalar's text as JSON. What is no value of its kind becomes a string, which the type then refuses.
pub(super) fn scalar(kind: &Kind, text: String) -> Json {
    match kind {
        // White space belongs to a JSON text, and to no number.
        Kind::Number if text.contains(char::is_whitespace) => Json::String(text),
        Kind::Number => text.parse::<Number>().map_or(Json::String(text), Json::Number),
        Kind::Boolean if text == "true" => Json::Bool(true),
        Kind::Boolean if text == "false" => Json::Bool(false),
        Kind::Json => decode(text.as_bytes(), Mode::Strict).unwrap_or(Json::String(text)),
        // An object or array inside of others is written as JSON.
        Kind::Object(..) | Kind::Array(_) | Kind::Tuple(_) => match decode(text.as_bytes(), Mode::Strict) {
            Ok(value @ (Json::Object(_) | Json::Array(_))) => value,
            _ => Json::String(text),
        },
        // A text is what it looks like: `1` is a number where there may be one.
        Kind::OneOf(kinds) => {
            let others = kinds.iter().filter(|kind| **kind != Kind::String && !kind.is_array());
            let mut read = others.map(|kind| scalar(kind, text.clone()));
            read.find(|value| !matches!(value, Json::String(_))).unwrap_or(Json::String(text))
        }
        Kind::String | Kind::Boolean | Kind::Binary => Json::String(text),
    }
}

/// Whether nothing is known of a property, nor kept of it.
pub(super) fn is_foreign(kind: &Kind, name: &str) -> bool {
    matches!(kind, Kind::Object(known, None) if !known.iter().any(|(key, _)| *key == name))
}

pub(super) fn property(kind: &Kind, name: &str) -> Kind {
    let object = kind.alternatives().iter().find(|kind| matches!(kind, Kind::Object(..)));
    match object {
        Some(Kind::Object(known, rest)) => {
            let known = known.iter().find(|(key, _)| *key == name).map(|(_, kind)| *kind);
            known.or(rest.copied()).unwrap_or(Kind::Json)
        }
        _ => Kind::Json,
    }
}

/// Pieces of a text that hold an array's items, or an object's keys and values.
fn compound(kind: &Kind, parts: &[&str], pairs: bool, form: bool) -> Result<Json, Malformed> {
    if kind.is_array() {
        let read = |(index, part): (usize, &&str)| Ok(scalar(&kind.item(index), unescape(part, form)?));
        let items = parts.iter().enumerate().map(read);
        return Ok(Json::Array(items.collect::<Result<_, _>>()?));
    }
    let mut map = Map::new();
    let mut add = |key: &str, value: &str| {
        let key = unescape(key, form)?;
        let value = scalar(&property(kind, &key), unescape(value, form)?);
        map.insert(key, value).map_or(Ok(()), |_| Err(Malformed::Repeated))
    };
    if pairs {
        parts.iter().try_for_each(|part| {
            part.split_once('=').ok_or(Malformed::Shape).and_then(|(key, value)| add(key, value))
        })?;
    } else {
        parts.chunks(2).try_for_each(|pair| match pair {
            [key, value] => add(key, value),
            _ => Err(Malformed::Shape),
        })?;
    }
    Ok(Json::Object(map))
}

/// The value of a parameter that has a name as JSON text, from its raw texts: one for the path, a header or a cookie; for
/// the query every `(name, value)` of it, still escaped. `None` where it is absent.
pub(super) fn decode_named(
    parameter: &Parameter,
    raw: &[(&str, &str)],
    form: bool,
) -> Result<Option<Vec<u8>>, Malformed> {
    let parameter = &settled(parameter, raw);
    let value = match (parameter.style, &parameter.kind) {
        (Style::DeepObject, _) => deep_object(parameter, raw)?,
        (Style::Form, Kind::Object(known, rest)) if parameter.explode => {
            exploded_object(parameter, known, rest.is_some(), raw)?
        }
        (Style::Form | Style::SpaceDelimited | Style::PipeDelimited, kind)
            if parameter.explode && kind.is_array() =>
        {
            let mine = raw.iter().filter(|(name, _)| is_named(name, parameter.name)).enumerate();
            let items = mine
                .map(|(index, (_, value))| Ok(scalar(&kind.item(index), unescape(value, form)?)))
                .collect::<Result<Vec<_>, _>>()?;
            (!items.is_empty()).then_some(Json::Array(items))
        }
        _ => single(parameter, raw, form)?,
    };
    Ok(value.and_then(|value| encode_short(&value).ok()))
}

fn single(parameter: &Parameter, raw: &[(&str, &str)], form: bool) -> Result<Option<Json>, Malformed> {
    let mut mine = raw.iter().filter(|(name, _)| is_named(name, parameter.name));
    let Some((_, text)) = mine.next() else { return Ok(None) };
    if mine.next().is_some() {
        return Err(Malformed::Repeated);
    }
    let prefix = format!(";{}=", parameter.name);
    let text = match parameter.style {
        Style::Label => text.strip_prefix('.').unwrap_or(text),
        Style::Matrix if parameter.explode => text.strip_prefix(';').unwrap_or(text),
        Style::Matrix => text.strip_prefix(&prefix).unwrap_or(text),
        _ => text,
    };
    if parameter.style == Style::Json {
        let text = unescape(text, form)?;
        // Many send a string without its quotes, also one that looks like another value.
        let is_fit =
            |json: &Json| parameter.kind != Kind::String || matches!(json, Json::String(_) | Json::Null);
        return Ok(Some(
            decode(text.as_bytes(), Mode::Strict).ok().filter(is_fit).unwrap_or(Json::String(text)),
        ));
    }
    if !parameter.kind.is_array() && !matches!(parameter.kind, Kind::Object(..)) {
        let text = match parameter.style {
            Style::Matrix => text.strip_prefix(prefix.trim_start_matches(';')).unwrap_or(text),
            _ => text,
        };
        return Ok(Some(scalar(&parameter.kind, unescape(text, form)?)));
    }
    let spaced = text.replace("%20", " ").replace('+', " ");
    let piped = text.replace("%7C", "|").replace("%7c", "|");
    let parts: Vec<&str> = match parameter.style {
        // No text is a list without items, whatever stands between them.
        _ if text.is_empty() => Vec::new(),
        Style::Label if parameter.explode => text.split('.').collect(),
        Style::Matrix if parameter.explode => text
            .split(';')
            .map(|part| {
                if parameter.kind.is_array() {
                    part.split_once('=').map_or(part, |(_, value)| value)
                } else {
                    part
                }
            })
            .collect(),
        Style::SpaceDelimited => spaced.split(' ').collect(),
        Style::PipeDelimited => piped.split('|').collect(),
        // The items of a list in a header may have blanks around them (RFC 9110, section 5.6.1).
        _ if parameter.location == Location::Header => text.split(',').map(str::trim).collect(),
        _ => text.split(',').collect(),
    };
    compound(&parameter.kind, &parts, parameter.explode, form).map(Some)
}

fn exploded_object(
    parameter: &Parameter,
    known: &[(&str, Kind)],
    others: bool,
    raw: &[(&str, &str)],
) -> Result<Option<Json>, Malformed> {
    let mut map = Map::new();
    for (name, value) in raw {
        let name = unescape(name, true)?;
        if !others && !known.iter().any(|(key, _)| *key == name) {
            continue;
        }
        let value = unescape(value, true)?;
        match property(&parameter.kind, &name) {
            Kind::Array(item) => {
                let item = scalar(item, value);
                match map.get_mut(name.as_str()) {
                    Some(Json::Array(items)) => items.push(item),
                    _ => {
                        map.insert(name, Json::Array(vec![item]));
                    }
                }
            }
            kind => {
                if map.insert(name, scalar(&kind, value)).is_some() {
                    return Err(Malformed::Repeated);
                }
            }
        }
    }
    Ok((!map.is_empty()).then_some(Json::Object(map)))
}

fn deep_object(parameter: &Parameter, raw: &[(&str, &str)]) -> Result<Option<Json>, Malformed> {
    let mut found = None;
    for (name, value) in raw {
        let name = unescape(name, true)?;
        let Some(path) = name.strip_prefix(parameter.name).and_then(bracketed) else { continue };
        match place(found.get_or_insert(Json::Null), &path, unescape(value, true)?) {
            // As in a form, what nobody knows may come twice.
            Err(Malformed::Repeated)
                if path.first().is_some_and(|first| is_foreign(&parameter.kind, first)) => {}
            placed => placed?,
        }
    }
    Ok(found.map(|found| typed(&parameter.kind, found)))
}

/// The keys of `[a][b]`; `None` where the text is no such thing.
pub(super) fn bracketed(text: &str) -> Option<Vec<&str>> {
    let inner = text.strip_prefix('[')?.strip_suffix(']')?;
    Some(inner.split("][").collect())
}

/// The key of one more value under the same name: nobody says whether it is an item of an array.
pub(super) const ANOTHER: &str = "\0";

/// Puts a text at a path of keys into nested objects; an empty key stands for the next item of an array.
pub(super) fn place(mut into: &mut Json, path: &[&str], text: String) -> Result<(), Malformed> {
    if path.len() > DEEPEST {
        return Err(Malformed::Shape);
    }
    for key in path {
        if into.is_null() {
            *into = Json::Object(Map::new());
        }
        let Json::Object(map) = into else { return Err(Malformed::Repeated) };
        let key = match *key {
            "" => format!("[{}]", map.len()),
            ANOTHER => format!("{ANOTHER}{}", map.len()),
            key => key.to_owned(),
        };
        if map.get(&key).is_none() {
            map.insert(key.as_str(), Json::Null);
        }
        into = map.get_mut(&key).ok_or(Malformed::Shape)?;
    }
    if !into.is_null() {
        return Err(Malformed::Repeated);
    }
    *into = Json::String(text);
    Ok(())
}

/// Nested objects of texts as what the document says they stand for; an array's indices only order its items, so that
/// a far one makes no room for those before it. [`place`] bounds the depth.
pub(super) fn typed(kind: &Kind, value: Json) -> Json {
    match (kind, value) {
        (kind, Json::String(text)) => match kind {
            kind if kind.is_array() => Json::Array(vec![scalar(&kind.item(0), text)]),
            kind => scalar(kind, text),
        },
        (Kind::OneOf(_), Json::Object(map)) if map.iter().all(|(key, _)| is_place(key)) => {
            let single = map.len() == 1 && map.iter().all(|(key, _)| key.starts_with(ANOTHER));
            match of_count(kind, if single { 1 } else { usize::MAX }) {
                array if array.is_array() => typed(&array, Json::Object(map)),
                kind if single => map.into_iter().next().map_or(Json::Null, |(_, value)| typed(&kind, value)),
                Kind::OneOf(_) => Json::Object(map),
                kind => typed(&kind, Json::Object(map)),
            }
        }
        (kind, Json::Object(map)) if kind.is_array() => {
            let items = map.into_iter().enumerate();
            Json::Array(items.map(|(index, (_, value))| typed(&kind.item(index), value)).collect())
        }
        (kind, Json::Object(map)) => Json::Object(
            map.into_iter()
                .map(|(key, value)| {
                    let kind = property(kind, &key);
                    (key, typed(&kind, value))
                })
                .collect(),
        ),
        (_, other) => other,
    }
}

/// Whether a key stands for a place in an array; [`place`] gives those without a number one of its own.
fn is_place(key: &str) -> bool {
    let digits = key.strip_prefix('[').and_then(|key| key.strip_suffix(']')).or(key.strip_prefix(ANOTHER));
    digits.unwrap_or(key).bytes().all(|byte| byte.is_ascii_digit())
}
