//! Values as texts of a URL, header or form: by way of JSON, so that nothing here is generic.

use super::{Parameter, Style};
use crate::codec::{Json, Map, Mode, View, Wire, decode, encode, encode_short};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use std::borrow::Cow;

/// What RFC 3986, section 2.3 calls unreserved stays as it is.
const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// The same, with the reserved characters that do not end a part of the query.
const RESERVED_KEPT: &AsciiSet = &ESCAPED
    .remove(b':')
    .remove(b'/')
    .remove(b'?')
    .remove(b'@')
    .remove(b'!')
    .remove(b'$')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b',')
    .remove(b';');

/// Percent-encodes a text.
pub(crate) fn escape(text: &str) -> String {
    Cow::from(utf8_percent_encode(text, ESCAPED)).into_owned()
}

/// What is escaped of a parameter's text in a query.
fn escaped_set(parameter: &Parameter) -> &'static AsciiSet {
    if parameter.allow_reserved { RESERVED_KEPT } else { ESCAPED }
}

/// How a parameter's text is escaped in a query.
pub(super) fn escaping(parameter: &Parameter) -> impl Fn(&str) -> String + use<> {
    let set = escaped_set(parameter);
    move |text| Cow::from(utf8_percent_encode(text, set)).into_owned()
}

/// A value as JSON; the message says why it has none.
pub(super) fn json(value: &dyn Wire) -> Result<Json, String> {
    let bytes = encode(value).map_err(|error| error.to_string())?;
    decode(&bytes, Mode::Lenient).map_err(|error| error.to_string())
}

/// A value as JSON text.
fn json_text(value: &dyn Wire) -> Result<String, String> {
    let bytes = encode_short(value).map_err(|error| error.to_string())?;
    String::from_utf8(bytes).map_err(|error| error.to_string())
}

/// The text of a value that is written as a scalar, as most parameters are; `None` where it is none.
fn scalar(value: &dyn Wire) -> Result<Option<Cow<'_, str>>, String> {
    match value.view() {
        View::Text(text) => return Ok(Some(Cow::Borrowed(text))),
        View::Absent | View::Null => return Ok(Some(Cow::Borrowed(""))),
        View::Record(_) | View::List(_) | View::Map(_) => return Ok(None),
        View::Atom(_) | View::Union(_) => {}
    }
    let json = json_text(value)?;
    match json.as_bytes() {
        [b'{' | b'[', ..] => Ok(None),
        [b'"', ..] => {
            let text: String = decode(json.as_bytes(), Mode::Lenient).map_err(|error| error.to_string())?;
            Ok(Some(Cow::Owned(text)))
        }
        [b'n', ..] => Ok(Some(Cow::Borrowed(""))),
        _ => Ok(Some(Cow::Owned(json))),
    }
}

/// The text of a scalar; objects and arrays inside others are written as JSON.
pub(super) fn text(value: &Json) -> String {
    match value {
        Json::Null => String::new(),
        Json::Bool(value) => value.to_string(),
        Json::Number(number) => number.as_str().to_owned(),
        Json::String(text) => text.clone(),
        Json::Array(_) | Json::Object(_) => {
            encode(value).ok().and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default()
        }
    }
}

/// The items of an array, the keys and values of an object in turn, or the one text of a scalar.
fn items(value: &Json, escaped: &dyn Fn(&str) -> String, pair: &str) -> Vec<String> {
    match value {
        Json::Array(items) => items.iter().map(|item| escaped(&text(item))).collect(),
        Json::Object(map) if pair == "," => {
            present(map).flat_map(|(key, value)| [escaped(key), escaped(&text(value))]).collect()
        }
        Json::Object(map) => present(map)
            .map(|(key, value)| format!("{}{pair}{}", escaped(key), escaped(&text(value))))
            .collect(),
        other => vec![escaped(&text(other))],
    }
}

/// What of an object is written: no text stands for null (RFC 6570, section 2.3).
fn present(map: &Map<Json>) -> impl Iterator<Item = (&str, &Json)> {
    map.iter().filter(|(_, value)| !value.is_null())
}

/// A path parameter as it stands in the path.
pub(crate) fn encode_path(parameter: &Parameter, value: &dyn Wire) -> Result<String, String> {
    if parameter.style == Style::Json {
        return Ok(escape(&json_text(value)?));
    }
    if !matches!(parameter.style, Style::Label | Style::Matrix)
        && let Some(text) = scalar(value)?
    {
        // Of a path only slashes can be kept: nothing else that is reserved would be read as a part of it.
        if parameter.allow_reserved {
            return Ok(text.split('/').map(escape).collect::<Vec<_>>().join("/"));
        }
        // What comes borrowed need not be the text: one character alone is a piece of a table.
        return Ok(escape(&text));
    }
    let value = json(value)?;
    let pair = if parameter.explode { "=" } else { "," };
    let parts = items(&value, &escape, pair);
    Ok(match parameter.style {
        Style::Label => format!(".{}", parts.join(if parameter.explode { "." } else { "," })),
        Style::Matrix if parameter.explode && matches!(value, Json::Object(_)) => {
            format!(";{}", parts.join(";"))
        }
        Style::Matrix if parameter.explode => {
            parts.iter().map(|part| format!(";{}={part}", escape(parameter.name))).collect()
        }
        Style::Matrix => format!(";{}={}", escape(parameter.name), parts.join(",")),
        _ => parts.join(","),
    })
}

/// A header parameter's value.
pub(crate) fn encode_header(parameter: &Parameter, value: &dyn Wire) -> Result<String, String> {
    let pair = if parameter.explode { "=" } else { "," };
    let text = match parameter.style {
        Style::Json => ascii(&json_text(value)?),
        _ => match scalar(value)? {
            Some(text) => text.into_owned(),
            None => items(&json(value)?, &str::to_owned, pair).join(","),
        },
    };
    // RFC 9110, section 5.5: other characters are read by nobody in the same way.
    let plain = text.chars().all(|mark| mark == '\t' || (' '..='~').contains(&mark));
    if plain { Ok(text) } else { Err("a header holds visible characters of ASCII only".to_owned()) }
}

/// JSON text with every character beyond ASCII escaped (RFC 8259, section 7).
fn ascii(json: &str) -> String {
    let mut result = String::with_capacity(json.len());
    for mark in json.chars() {
        if mark.is_ascii() {
            result.push(mark);
        } else {
            let units = mark
                .encode_utf16(&mut [0; 2])
                .iter()
                .map(|unit| format!("\\u{unit:04x}"))
                .collect::<String>();
            result.push_str(&units);
        }
    }
    result
}

/// A query parameter that has a name as the parts between `&`.
pub(super) fn encode_named(parameter: &Parameter, value: &dyn Wire) -> Result<Vec<String>, String> {
    let escaped: &dyn Fn(&str) -> String = &escaping(parameter);
    if parameter.style == Style::Json {
        return Ok(vec![format!("{}={}", escape(parameter.name), escaped(&json_text(value)?))]);
    }
    if let Some(text) = scalar(value)? {
        let mut part = String::with_capacity(parameter.name.len() + text.len() + 1);
        part.extend(utf8_percent_encode(parameter.name, ESCAPED));
        part.push('=');
        part.extend(utf8_percent_encode(&text, escaped_set(parameter)));
        return Ok(vec![part]);
    }
    let name = escape(parameter.name);
    let value = json(value)?;
    Ok(match (parameter.style, &value) {
        (Style::DeepObject, value) => {
            let mut parts = Vec::new();
            deep(&name, value, escaped, &mut parts);
            parts
        }
        (Style::SpaceDelimited, _) if !parameter.explode => {
            vec![format!("{name}={}", items(&value, escaped, ",").join("%20"))]
        }
        (Style::PipeDelimited, _) if !parameter.explode => {
            vec![format!("{name}={}", items(&value, escaped, ",").join("%7C"))]
        }
        (_, Json::Object(map)) if parameter.explode => {
            // A list within is written as one on its own would be: its name as often as it has items.
            let pairs = present(map).flat_map(|(key, value)| match value {
                Json::Array(items) => items.iter().map(|item| (key, item)).collect(),
                value => vec![(key, value)],
            });
            pairs.map(|(key, value)| format!("{}={}", escaped(key), escaped(&text(value)))).collect()
        }
        (_, Json::Array(_)) if parameter.explode => {
            items(&value, escaped, ",").iter().map(|item| format!("{name}={item}")).collect()
        }
        _ => vec![format!("{name}={}", items(&value, escaped, ",").join(","))],
    })
}

/// `name[key]=value`, and `name[0]=value` for arrays, to any depth that the codec lets through.
pub(super) fn deep(name: &str, value: &Json, escaped: &dyn Fn(&str) -> String, parts: &mut Vec<String>) {
    match value {
        Json::Object(map) => {
            present(map)
                .for_each(|(key, value)| deep(&format!("{name}[{}]", escape(key)), value, escaped, parts));
        }
        Json::Array(items) => {
            items
                .iter()
                .enumerate()
                .for_each(|(index, item)| deep(&format!("{name}[{index}]"), item, escaped, parts));
        }
        scalar => parts.push(format!("{name}={}", escaped(&text(scalar)))),
    }
}
