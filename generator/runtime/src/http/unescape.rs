//! Percent-encoding undone, and what can be wrong with a text.

use percent_encoding::percent_decode_str;

/// Why a text could not be read at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Malformed {
    /// It is not UTF-8 once it is decoded.
    Encoding,
    /// It was given more than once and has one value.
    Repeated,
    /// Its keys are nested deeper than any document's, a key lacks its value, or its parts cannot be told apart.
    Shape,
    /// A part has another media type than those that are documented.
    MediaType,
}

/// Undoes percent-encoding; `+` is a blank where the text is a form's.
pub(crate) fn unescape(text: &str, form: bool) -> Result<String, Malformed> {
    if !text.bytes().any(|byte| byte == b'%' || byte == b'+') {
        return Ok(text.to_owned());
    }
    let spaced = if form { text.replace('+', " ") } else { text.to_owned() };
    let decoded = percent_decode_str(&spaced).decode_utf8().map_err(|_| Malformed::Encoding)?;
    Ok(decoded.into_owned())
}

/// Whether a name of a query, still escaped, is the one that is wanted.
pub(crate) fn is_named(name: &str, wanted: &str) -> bool {
    let is_escaped = || name.bytes().any(|byte| byte == b'%' || byte == b'+');
    name == wanted || (is_escaped() && unescape(name, true).is_ok_and(|name| name == wanted))
}
