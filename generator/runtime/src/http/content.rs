//! Which of the documented media types a body has, and how it is read and written by it.

use super::form::{decode_form, encode_form};
use super::media_type::{fit, of_text};
use super::multipart::{decode_multipart, encode_multipart};
use super::sequence::{decode_sequence, encode_sequence};
use super::{Body, Content, Encoding, Malformed};
use crate::codec::{Base64, DecodeError, File, Json, Mode, Wire, decode, decode_into, encode};
use std::borrow::Cow;

impl Body {
    /// Every media type that it may have, the preferred one first.
    pub(crate) fn contents(&self) -> Cow<'static, [Content]> {
        match self.contents {
            [] => Cow::Owned(vec![Content {
                media_type: self.media_type,
                variant: 0,
                encoding: self.encoding,
                rules: self.rules,
            }]),
            several => Cow::Borrowed(several),
        }
    }

    /// The preferred media type of one of the types that it may have.
    pub(crate) fn content(&self, variant: usize) -> Option<Content> {
        match self.contents {
            [] => (variant == 0).then_some(Content {
                media_type: self.media_type,
                variant,
                encoding: self.encoding,
                rules: self.rules,
            }),
            several => several.iter().find(|content| content.variant == variant).copied(),
        }
    }
}

/// The content that a media type is meant for; the first of several that fit as well.
pub(crate) fn matching<'c>(contents: &'c [Content], media_type: &str) -> Option<&'c Content> {
    let mut best: Option<(u8, &Content)> = None;
    for content in contents {
        if let Some(fit) = fit(content.media_type, media_type)
            && best.is_none_or(|(have, _)| fit > have)
        {
            best = Some((fit, content));
        }
    }
    best.map(|(_, content)| content)
}

/// A body as it is sent.
pub(crate) struct Written {
    pub(crate) bytes: Vec<u8>,
    /// The value of `Content-Type`.
    pub(crate) media_type: Cow<'static, str>,
}

/// Writes a value as a media type; the message says why that is not possible.
pub(crate) fn write_body(content: &Content, value: &dyn Wire) -> Result<Written, String> {
    let json = || encode(value).map_err(|error| error.to_string());
    let own = |bytes, otherwise: &'static str| {
        let range = content.media_type.contains('*');
        Ok(Written { bytes, media_type: Cow::Borrowed(if range { otherwise } else { content.media_type }) })
    };
    match &content.encoding {
        Encoding::Json => own(json()?, "application/json"),
        Encoding::Form { kind, deep, fields } => {
            own(encode_form(kind, deep, fields, value)?.into_bytes(), "application/x-www-form-urlencoded")
        }
        Encoding::Multipart { kind, fields } => {
            let (bytes, media_type) = encode_multipart(kind, fields, content.media_type, value)?;
            Ok(Written { bytes, media_type: Cow::Owned(media_type) })
        }
        Encoding::Sequence { framing, .. } => own(encode_sequence(*framing, value)?, content.media_type),
        Encoding::Text => {
            let json = json()?;
            let text = decode::<String>(&json, Mode::Lenient).map(String::into_bytes);
            let text = text.unwrap_or(json);
            let range = content.media_type.contains('*');
            let media_type = if range { "text/plain" } else { content.media_type };
            Ok(Written { media_type: of_text(media_type, &text), bytes: text })
        }
        Encoding::Bytes => {
            let file = decode::<File>(&json()?, Mode::Lenient).map_err(|error| error.to_string())?;
            match file.content_type {
                // A range leaves it to the caller which media type is sent.
                Some(media_type) if content.media_type.contains('*') => {
                    match fit(content.media_type, &media_type) {
                        Some(_) => Ok(Written { bytes: file.content, media_type: Cow::Owned(media_type) }),
                        None => Err(format!("its media type must be `{}`", content.media_type)),
                    }
                }
                None if fit(content.media_type, "application/octet-stream").is_none()
                    && content.media_type.contains('*') =>
                {
                    Err(format!("it needs a media type that is `{}`", content.media_type))
                }
                _ => own(file.content, "application/octet-stream"),
            }
        }
    }
}

/// Why a body is no value.
pub(crate) enum Unread {
    /// It could not be taken apart.
    Malformed(Malformed),
    /// What it holds is no value of the type.
    Decode(DecodeError),
}

/// Reads a body of a media type over a value.
pub(crate) fn read_body(
    content: &Content,
    media_type: &str,
    bytes: &[u8],
    mode: Mode,
    value: &mut dyn Wire,
) -> Result<(), Unread> {
    let utf8 = || std::str::from_utf8(bytes).map_err(|_| Unread::Malformed(Malformed::Encoding));
    let text = match &content.encoding {
        Encoding::Json => return decode_into(value, bytes, mode).map_err(Unread::Decode),
        Encoding::Form { kind, fields, .. } => {
            decode_form(kind, fields, utf8()?).map_err(Unread::Malformed)?
        }
        Encoding::Multipart { kind, fields } => {
            decode_multipart(kind, fields, media_type, bytes).map_err(Unread::Malformed)?
        }
        Encoding::Sequence { framing, kind } => {
            decode_sequence(*framing, kind, bytes).map_err(Unread::Malformed)?
        }
        Encoding::Text => {
            let string = encode(&utf8()?.to_owned()).unwrap_or_default();
            return match decode_into(value, &string, mode) {
                // A number or boolean is no string: its text is its JSON.
                Err(error) if !bytes.starts_with(b"\"") => {
                    decode_into(value, bytes, mode).map_err(|_| Unread::Decode(error))
                }
                read => read.map_err(Unread::Decode),
            };
        }
        Encoding::Bytes if content.media_type.contains('*') => {
            let file = File::new(bytes);
            encode(&if media_type.is_empty() { file } else { file.content_type(media_type) })
                .unwrap_or_default()
        }
        Encoding::Bytes => encode(&Base64(bytes.to_vec())).unwrap_or_default(),
    };
    decode_into(value, &text, mode).map_err(Unread::Decode)
}

/// A body as JSON, for whoever knows a document only when the program runs; `None` where it is no such body.
#[doc(hidden)]
#[must_use]
pub fn body_as_json(encoding: Encoding, media_type: &str, body: &[u8]) -> Option<Json> {
    let (content, mut value) = (Content { encoding, ..Content::NONE }, Json::Null);
    read_body(&content, media_type, body, Mode::Lenient, &mut value).ok()?;
    Some(value)
}
