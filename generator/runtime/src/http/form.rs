//! Bodies that are `application/x-www-form-urlencoded` (WHATWG URL, section 5).

use super::decode::{ANOTHER, bracketed, decode_named, is_foreign, place, property, typed};
use super::encode::{deep, encode_named, escape, json, text};
use super::unescape::{Malformed, unescape};
use super::{Field, Kind, Location, Parameter};
use crate::codec::{Json, Map, Mode, Wire, decode, encode};

/// A field as a parameter of a query, which it is written and read like.
fn parameter(field: &Field, kind: &Kind) -> Parameter {
    Parameter {
        name: field.name,
        location: Location::Query,
        style: field.style,
        explode: field.explode,
        allow_reserved: field.allow_reserved,
        kind: property(kind, field.name),
        ..Parameter::FORM
    }
}

/// A value as a form: arrays as repeated names, objects with their keys in brackets, unless the document says otherwise.
pub(super) fn encode_form(
    kind: &Kind,
    nested: &[&str],
    fields: &[Field],
    value: &dyn Wire,
) -> Result<String, String> {
    let Json::Object(map) = json(value)? else { return Err("a form must be an object".to_owned()) };
    let mut parts = Vec::new();
    for (key, value) in map.iter() {
        let name = escape(key);
        let field = fields.iter().find(|field| field.name == key);
        match (field, value) {
            (_, Json::Null) => {}
            (Some(field), value) => parts.extend(encode_named(&parameter(field, kind), value)?),
            (None, Json::Array(items)) if !nested.contains(&key) => {
                parts.extend(items.iter().map(|item| format!("{name}={}", escape(&text(item)))));
            }
            (None, value) => deep(&name, value, &escape, &mut parts),
        }
    }
    Ok(parts.join("&"))
}

/// A form as JSON text.
pub(super) fn decode_form(kind: &Kind, fields: &[Field], body: &str) -> Result<Vec<u8>, Malformed> {
    let pairs = body.split('&').filter(|pair| !pair.is_empty());
    let pairs: Vec<(&str, &str)> = pairs.map(|pair| pair.split_once('=').unwrap_or((pair, ""))).collect();
    let (mut form, mut told) = (Json::Object(Map::new()), Vec::new());
    for field in fields {
        let parameter = parameter(field, kind);
        if let Some(text) = decode_named(&parameter, &pairs, true)? {
            told.push((field.name, decode::<Json>(&text, Mode::Strict).unwrap_or_default()));
        }
    }
    for (name, value) in pairs {
        let (name, value) = (unescape(name, true)?, unescape(value, true)?);
        if fields.iter().any(|field| belongs(&name, field, kind)) {
            continue;
        }
        let whole = matches!(kind, Kind::Object(known, _) if known.iter().any(|(key, _)| *key == name));
        let cut = name.find('[').filter(|_| !whole);
        let (first, rest) = cut.map_or((name.as_str(), ""), |place| name.split_at(place));
        let mut path = vec![first];
        path.extend(bracketed(rest).unwrap_or_default());
        // An array's items may come as the same name again, without an index.
        if property(kind, first).may_be_array() && path.len() == 1 {
            path.push(ANOTHER);
        }
        match place(&mut form, &path, value) {
            // That it is there is all that counts of a field that nobody knows; the type may refuse that.
            Err(Malformed::Repeated) if is_foreign(kind, first) => {}
            placed => placed?,
        }
    }
    let mut form = typed(kind, form);
    if let Json::Object(map) = &mut form {
        told.into_iter().for_each(|(name, value)| _ = map.insert(name, value));
    }
    Ok(encode(&form).unwrap_or_default())
}

/// Whether a name of a form is a part of a field that is read by its style.
fn belongs(name: &str, field: &Field, kind: &Kind) -> bool {
    let part = |known: &[(&str, Kind)]| known.iter().any(|(key, _)| *key == name);
    name == field.name
        || name.strip_prefix(field.name).is_some_and(|rest| rest.starts_with('['))
        || (field.style == super::Style::Form
            && field.explode
            && matches!(property(kind, field.name), Kind::Object(known, _) if part(known)))
}
