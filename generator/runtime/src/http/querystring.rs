//! What stands in a query: parameters that have a name, and one that is the whole of it (OpenAPI 3.2, section 4.12.1).

use super::decode::decode_named;
use super::encode::{encode_named, escape, escaping, json, text};
use super::form::{decode_form, encode_form};
use super::unescape::{Malformed, unescape};
use super::{Kind, Parameter, Style};
use crate::codec::{Json, Mode, Wire, decode, encode};

/// A query parameter as the parts between `&`.
pub(crate) fn encode_query(parameter: &Parameter, value: &dyn Wire) -> Result<Vec<String>, String> {
    Ok(match parameter.style {
        Style::Query => vec![encode_form(&parameter.kind, &[], &[], value)?],
        Style::QueryText => vec![escaping(parameter)(&text(&json(value)?))],
        _ => return encode_named(parameter, value),
    })
}

/// A cookie parameter as one cookie or more: what is exploded has one for each value.
pub(crate) fn encode_cookie(parameter: &Parameter, value: &dyn Wire) -> Result<Vec<String>, String> {
    // A cookie's name is a token, which the name of a query's parameter need not be.
    let name = escape(parameter.name);
    let rename = |part: String| match part.strip_prefix(&name).filter(|rest| rest.starts_with('=')) {
        Some(rest) => format!("{}{rest}", parameter.name),
        None => part,
    };
    Ok(encode_named(parameter, value)?.into_iter().map(rename).collect())
}

/// A parameter's value as JSON text, from its raw texts: one for the path, a header or a cookie; for the query every
/// `(name, value)` of it, still escaped. `None` where it is absent.
pub(crate) fn decode_parameter(
    parameter: &Parameter,
    raw: &[(&str, &str)],
    form: bool,
) -> Result<Option<Vec<u8>>, Malformed> {
    match parameter.style {
        Style::Query | Style::QueryText => whole_query(parameter, raw),
        _ => decode_named(parameter, raw, form),
    }
}

/// The whole query as one value; `None` where it is empty.
fn whole_query(parameter: &Parameter, raw: &[(&str, &str)]) -> Result<Option<Vec<u8>>, Malformed> {
    if raw.is_empty() {
        return Ok(None);
    }
    let pairs = raw.iter().map(
        |(name, value)| {
            if value.is_empty() { (*name).to_owned() } else { format!("{name}={value}") }
        },
    );
    let query = pairs.collect::<Vec<_>>().join("&");
    if parameter.style == Style::Query {
        return decode_form(&parameter.kind, &[], &query).map(Some);
    }
    let text = unescape(&query, false)?;
    let value = match parameter.kind {
        Kind::String => Json::String(text),
        _ => decode(text.as_bytes(), Mode::Strict).unwrap_or(Json::String(text)),
    };
    Ok(encode(&value).ok())
}
