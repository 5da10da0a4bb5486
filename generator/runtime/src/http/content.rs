//! Which of the documented media types a body has, and how it is read and written by it.

use super::form::{decode_form, encode_form};
use super::media_type::{fit, of_text};
use super::multipart::{decode_multipart, encode_multipart};
use super::sequence::{decode_sequence, encode_sequence};
use super::{Body, Content, Encoding, Malformed};
use crate::codec::{Base64, DecodeError, File, Json, Mode, Rules, Wire, decode, decode_into, encode};
use std::borrow::Cow;

/// A media type that a body may have, as its table says. The table stays where it is: its rules alone are larger than most
/// requests.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Medium<'t> {
    pub(crate) media_type: &'static str,
    pub(crate) variant: usize,
    pub(crate) encoding: &'t Encoding,
    pub(crate) rules: &'t Rules,
}

impl<'t> From<&'t Content> for Medium<'t> {
    fn from(content: &'t Content) -> Self {
        let Content { media_type, variant, encoding, rules } = content;
        Self { media_type, variant: *variant, encoding, rules }
    }
}

impl Body {
    /// Every media type that it may have, the preferred one first.
    pub(crate) fn media(&self) -> impl Iterator<Item = Medium<'_>> + Clone {
        let Self { media_type, encoding, rules, .. } = self;
        let one = self.contents.is_empty().then_some(Medium { media_type, variant: 0, encoding, rules });
        one.into_iter().chain(self.contents.iter().map(Medium::from))
    }

    /// The preferred media type of one of the types that it may have.
    pub(crate) fn medium(&self, variant: usize) -> Option<Medium<'_>> {
        self.media().find(|medium| medium.variant == variant)
    }
}

/// What a media type is meant for; the first of several that fit as well.
pub(crate) fn matching<'t>(
    media: impl IntoIterator<Item = impl Into<Medium<'t>>>,
    media_type: &str,
) -> Option<Medium<'t>> {
    let mut best: Option<(u8, Medium<'t>)> = None;
    for medium in media {
        let medium = medium.into();
        if let Some(fit) = fit(medium.media_type, media_type)
            && best.is_none_or(|(have, _)| fit > have)
        {
            best = Some((fit, medium));
        }
    }
    best.map(|(_, medium)| medium)
}

/// A body as it is sent.
pub(crate) struct Written {
    pub(crate) bytes: Vec<u8>,
    /// The value of `Content-Type`.
    pub(crate) media_type: Cow<'static, str>,
}

/// Writes a value as a media type; the message says why that is not possible.
pub(crate) fn write_body(content: Medium<'_>, value: &dyn Wire) -> Result<Written, String> {
    let json = || encode(value).map_err(|error| error.to_string());
    let own = |bytes, otherwise: &'static str| {
        let range = content.media_type.contains('*');
        Ok(Written { bytes, media_type: Cow::Borrowed(if range { otherwise } else { content.media_type }) })
    };
    match content.encoding {
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
    content: Medium<'_>,
    media_type: &str,
    bytes: &[u8],
    mode: Mode,
    value: &mut dyn Wire,
) -> Result<(), Unread> {
    let utf8 = || std::str::from_utf8(bytes).map_err(|_| Unread::Malformed(Malformed::Encoding));
    let text = match content.encoding {
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
    read_body(Medium::from(&content), media_type, body, Mode::Lenient, &mut value).ok()?;
    Some(value)
}
