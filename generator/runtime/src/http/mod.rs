//! HTTP as generated code describes it: static tables that client and server share.

mod alternatives;
mod content;
mod decode;
mod disposition;
mod encode;
mod form;
mod header;
mod kind;
mod macros;
mod media_type;
mod multipart;
mod parts;
mod querystring;
mod secret;
mod sequence;
mod tables;
mod transfer;
mod unescape;
mod whole;

#[doc(hidden)]
pub use content::body_as_json;
pub use header::{Header, HeaderError};
pub use kind::Kind;
pub use secret::Secret;
pub use tables::{
    Body, Content, Encoding, Field, Framing, Location, Operation, Parameter, Piece, Requirement, Response,
    Scheme, SchemeKind, Status, Style,
};

/// The short names that static tables are written with.
pub mod names {
    pub use super::Kind::*;
    pub use super::Location::*;
    pub use super::{
        Body, Content, Encoding, Field, Framing, Operation, Parameter, Piece, Requirement, Response,
        SchemeKind, Status, Style,
    };
}

pub(crate) use content::{Medium, Unread, Written, matching, read_body, write_body};
pub(crate) use encode::{encode_header, encode_path, escape};
pub(crate) use media_type::{essence, fit, is_json, of_text};
pub(crate) use parts::content_of_part;
pub(crate) use querystring::{decode_parameter, encode_cookie, encode_query};
pub(crate) use sequence::{decode_event, encode_item};
pub(crate) use unescape::{Malformed, is_named, unescape};
pub(crate) use whole::Whole;

/// Whether a text is no segment of a path, but leads to another: empty, or a dot segment (RFC 3986, section 3.3) however
/// often it is escaped: somebody on the way may undo that once more than we do.
pub(crate) fn leads_elsewhere(text: &str) -> bool {
    let mut rest = text;
    for _ in 0..2 {
        match after_dot(rest) {
            Some(next) => rest = next,
            None => break,
        }
    }
    rest.is_empty()
}

/// What follows a dot, which may be escaped, and its escape be escaped.
fn after_dot(text: &str) -> Option<&str> {
    if let Some(rest) = text.strip_prefix('.') {
        return Some(rest);
    }
    let mut digits = text.strip_prefix('%')?;
    while let Some(rest) = digits.strip_prefix("25") {
        digits = rest;
    }
    digits.strip_prefix("2e").or_else(|| digits.strip_prefix("2E"))
}

/// Whether a text is not sent as a segment of a path: it leads elsewhere, or holds characters of control, which not
/// everybody on the way lets through.
pub(crate) fn is_unsafe_segment(text: &str) -> bool {
    leads_elsewhere(text) || text.chars().any(char::is_control)
}

#[cfg(test)]
mod tests;
