//! HTTP as generated code describes it: static tables that client and server share.

mod content;
mod decode;
mod encode;
mod form;
mod header;
mod macros;
mod media_type;
mod multipart;
mod querystring;
mod secret;
mod sequence;
mod tables;

pub use header::{Header, HeaderError};
pub use secret::Secret;
pub use tables::{
    Body, Content, Encoding, Field, Framing, Kind, Location, Operation, Parameter, Piece, Response, Scheme,
    SchemeKind, Status, Style,
};

pub(crate) use content::{Unread, Written, matching, read_body, write_body};
pub(crate) use decode::{Malformed, unescape};
pub(crate) use encode::{encode_header, encode_path, escape};
pub(crate) use media_type::{essence, fit, is_json};
pub(crate) use querystring::{decode_parameter, encode_cookie, encode_query};

/// Whether a text cannot be a segment of a path: empty, with control characters, or a dot segment (RFC 3986,
/// section 3.3) however often it is escaped: somebody on the way may undo that once more than we do.
pub(crate) fn is_unsafe_segment(text: &str) -> bool {
    let plain = text.replace("%25", "%").replace("%2e", ".").replace("%2E", ".");
    plain.is_empty() || plain == "." || plain == ".." || text.chars().any(char::is_control)
}

#[cfg(test)]
mod tests;
