//! Media types: what they are without their parameters, and which documented one they fit.

use std::borrow::Cow;

/// The media type without its parameters, in lower case (RFC 9110, section 8.3.1).
pub(crate) fn essence(media_type: &str) -> String {
    media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

/// Whether a media type is JSON's own or one of its suffix (RFC 6839, section 3.1).
pub(crate) fn is_json(media_type: &str) -> bool {
    let essence = media_type.split(';').next().unwrap_or_default().trim();
    let suffix = essence.len().checked_sub("+json".len()).and_then(|start| essence.get(start..));
    ["application/json", "text/json"].iter().any(|name| essence.eq_ignore_ascii_case(name))
        || suffix.is_some_and(|suffix| suffix.eq_ignore_ascii_case("+json"))
}

/// The media type of a text: one that is more than ASCII says its charset, which nobody could guess.
pub(crate) fn of_text<'m>(media_type: &'m str, text: &[u8]) -> Cow<'m, str> {
    let known = media_type.to_ascii_lowercase();
    if text.is_ascii() || !known.starts_with("text/") || known.contains("charset") {
        return Cow::Borrowed(media_type);
    }
    Cow::Owned(format!("{media_type}; charset=utf-8"))
}

/// How well a media type fits a documented one or range (RFC 9110, section 12.5.1): the narrower, the better.
pub(crate) fn fit(documented: &str, media_type: &str) -> Option<u8> {
    // What is sent is most often what is documented, to the letter.
    if documented == media_type {
        return Some(4);
    }
    let squeezed = |text: &str| text.replace(' ', "").to_ascii_lowercase();
    let (range, have) = (essence(documented), essence(media_type));
    let suffix = |range: &str| {
        let (class, suffix) = range.split_once("/*+")?;
        Some(have.starts_with(&format!("{class}/")) && have.ends_with(&format!("+{suffix}")))
    };
    match range.as_str() {
        _ if squeezed(documented) == squeezed(media_type) => Some(4),
        _ if range == have => Some(3),
        "*/*" => Some(0),
        _ if suffix(&range) == Some(true) => Some(2),
        _ => {
            let class = range.strip_suffix("/*")?;
            (have.split('/').next() == Some(class)).then_some(1)
        }
    }
}
