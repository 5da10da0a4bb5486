//! HTTP as generated code describes it: static tables that client and server share.

mod content;
mod decode;
mod encode;
mod form;
mod header;
mod macros;
mod multipart;
mod secret;
mod tables;

pub use header::{Header, HeaderError};
pub use secret::Secret;
pub use tables::{
    Body, Content, Encoding, Field, Kind, Location, Operation, Parameter, Piece, Response, Scheme,
    SchemeKind, Status, Style,
};

pub(crate) use content::{Unread, Written, fit, matching, read_body, write_body};
pub(crate) use decode::{Malformed, decode_parameter, unescape};
pub(crate) use encode::{encode_cookie, encode_header, encode_path, encode_query, escape};

/// The media type without its parameters, in lower case (RFC 9110, section 8.3.1).
pub(crate) fn essence(media_type: &str) -> String {
    media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

/// Whether a media type is JSON's own or one of its suffix (RFC 6839, section 3.1).
pub(crate) fn is_json(media_type: &str) -> bool {
    let essence = essence(media_type);
    essence == "application/json" || essence == "text/json" || essence.ends_with("+json")
}

/// Whether a text cannot be a segment of a path: empty, with control characters, or a dot segment (RFC 3986,
/// section 3.3) however often it is escaped: somebody on the way may undo that once more than we do.
pub(crate) fn is_unsafe_segment(text: &str) -> bool {
    let plain = text.replace("%25", "%").replace("%2e", ".").replace("%2E", ".");
    plain.is_empty() || plain == "." || plain == ".." || text.chars().any(char::is_control)
}

#[cfg(test)]
mod tests;
