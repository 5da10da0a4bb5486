//! What a media type says about how a body is written.

/// The classes that bodies are told apart by, the soonest taken first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Class {
    /// JSON, or a media type with its suffix (RFC 6839, section 3.1).
    Json,
    /// `*/*` or `application/*`: JSON where a schema describes more than a string, else bytes.
    Any,
    /// `application/x-www-form-urlencoded`.
    Form,
    /// `multipart/form-data`, or another whose parts are described.
    Multipart,
    /// A text that no schema describes.
    Text,
    /// XML, or a media type with its suffix.
    Xml,
    /// Values one after the other: server-sent events, JSON lines.
    Sequence,
    /// Everything else.
    Bytes,
}

/// The form whose parts have names (RFC 7578).
pub(super) const FORM_DATA: &str = "multipart/form-data";

/// The media type without its parameters, in lower case (RFC 9110, section 8.3.1).
pub(super) fn essence(media_type: &str) -> String {
    media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

/// Whether a text is a media type or range with nothing in it that a header must not hold.
pub(super) fn is_media_type(text: &str) -> bool {
    let plain = text.bytes().all(|byte| (b' '..=b'~').contains(&byte));
    plain
        && essence(text).split_once('/').is_some_and(|(class, subtype)| is_token(class) && is_token(subtype))
}

/// Whether a range holds a media type (RFC 9110, section 12.5.1), or a range with a suffix one of that suffix.
pub(super) fn covers(range: &str, media_type: &str) -> bool {
    if range == media_type || range == "*/*" {
        return true;
    }
    let (Some((class, subtype)), Some((of, rest))) = (range.split_once('/'), media_type.split_once('/'))
    else {
        return false;
    };
    let suffix = subtype.strip_prefix('*');
    class == of && suffix.is_some_and(|suffix| rest.ends_with(suffix))
}

/// Whether a media type is JSON and nothing more.
pub(super) fn is_plain_json(essence: &str) -> bool {
    matches!(essence, "application/json" | "text/json")
}

/// Whether a body has parts and is no form.
pub(super) fn is_parted(essence: &str) -> bool {
    essence.starts_with("multipart/") && essence != FORM_DATA && !essence.contains('*')
}

/// The class of a media type by its essence.
pub(super) fn class(essence: &str) -> Class {
    const SEQUENCES: [&str; 7] = [
        "application/json-seq",
        "application/jsonl",
        "application/jsonlines",
        "application/ndjson",
        "application/x-jsonlines",
        "application/x-ndjson",
        "text/event-stream",
    ];
    const TEXTS: [&str; 5] = [
        "application/graphql",
        "application/javascript",
        "application/sql",
        "application/x-yaml",
        "application/yaml",
    ];
    match essence {
        _ if SEQUENCES.contains(&essence)
            || essence.ends_with("+json-seq")
            || essence.ends_with("+jsonl") =>
        {
            Class::Sequence
        }
        "application/json" | "text/json" => Class::Json,
        _ if essence.ends_with("+json") => Class::Json,
        "application/x-www-form-urlencoded" => Class::Form,
        FORM_DATA => Class::Multipart,
        _ if essence.ends_with("/xml") || essence.ends_with("+xml") => Class::Xml,
        _ if essence.starts_with("text/") || essence.ends_with("+yaml") || TEXTS.contains(&essence) => {
            Class::Text
        }
        "*/*" | "application/*" => Class::Any,
        _ => Class::Bytes,
    }
}

/// What a variant for a media type is called, before it is put in the spelling of Rust.
pub(super) fn word(essence: &str) -> String {
    let word = match essence {
        "application/json" | "text/json" | "application/*+json" => "json",
        "application/x-www-form-urlencoded" => "form",
        "application/xml" | "text/xml" => "xml",
        "text/plain" | "text/*" => "text",
        "application/octet-stream" => "bytes",
        "*/*" | "application/*" => "other",
        _ => match essence.split_once('/') {
            Some(("multipart", _)) => "multipart",
            Some((class, "*")) => class,
            Some((_, subtype)) => subtype.strip_prefix("x-").unwrap_or(subtype),
            None => essence,
        },
    };
    // A sign in a name would be spelled out.
    word.replace('+', " ")
}

/// Whether a text is a token (RFC 9110, section 5.6.2); a method has to be one, and the name of a header.
pub(super) fn is_token(text: &str) -> bool {
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    !text.is_empty() && text.bytes().all(fits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn media_types_have_their_class_whatever_their_spelling() {
        for (media_type, expected) in [
            ("application/problem+json", Class::Json),
            ("Application/JSON; charset=utf-8", Class::Json),
            ("application/*+json", Class::Json),
            ("application/geo+json-seq", Class::Sequence),
            ("text/event-stream", Class::Sequence),
            ("image/svg+xml", Class::Xml),
            ("text/csv", Class::Text),
            ("image/*", Class::Bytes),
            ("*/*", Class::Any),
        ] {
            assert_eq!(class(&essence(media_type)), expected, "{media_type}");
        }
    }

    #[test]
    fn what_no_header_can_hold_is_no_media_type() {
        assert!(is_media_type("application/json; charset=\"utf-8\"") && is_media_type("*/*"));
        assert!(covers("application/*+json", "application/vnd.x+json") && covers("image/*", "image/png"));
        assert!(!covers("application/*+json", "application/json") && !covers("image/png", "image/*"));
        for text in ["json", "", "/", "a/b\r\nx: y", "text/\u{e9}", "a b/c"] {
            assert!(!is_media_type(text), "{text:?}");
        }
    }
}
