//! The parts of a multipart body (RFC 2046, section 5.1): put together, and taken apart.

use super::disposition::{file_name, header, headers, parameter};
use super::media_type::essence;
use super::unescape::Malformed;
use std::collections::hash_map::RandomState;
use std::hash::BuildHasher;
use std::ops::Range;

/// More parts than any document describes; what follows is refused.
const MOST_PARTS: usize = 4096;

/// A part: what it is called, and what it holds.
pub(super) struct Part<'b> {
    /// None where parts have no names.
    pub(super) name: Option<String>,
    pub(super) file_name: Option<String>,
    pub(super) content_type: Option<String>,
    /// Its header lines.
    pub(super) head: &'b str,
    pub(super) content: &'b [u8],
}

/// Puts parts together, each its header lines and its content; and the parameters of the media type, which say where they
/// end.
pub(super) fn joined(parts: &[(String, Vec<u8>)]) -> (Vec<u8>, String) {
    let boundary = boundary(parts);
    let mut bytes =
        Vec::with_capacity(parts.iter().map(|(head, content)| head.len() + content.len() + 80).sum());
    for (head, content) in parts {
        bytes.extend_from_slice(format!("--{boundary}\r\n{head}\r\n").as_bytes());
        bytes.extend_from_slice(content);
        bytes.extend_from_slice(b"\r\n");
    }
    bytes.extend_from_slice(format!("--{boundary}--\r\n").as_bytes());
    (bytes, format!("; boundary={boundary}"))
}

/// A line that no part holds.
fn boundary(parts: &[(String, Vec<u8>)]) -> String {
    loop {
        let boundary = format!("----{:016x}", RandomState::new().hash_one(parts.len()));
        if !parts.iter().any(|(_, content)| find(content, boundary.as_bytes()).is_some()) {
            return boundary;
        }
    }
}

/// Where a text begins in another, in time proportional to the longer one: a boundary starts with bytes that seldom recur.
fn find(within: &[u8], wanted: &[u8]) -> Option<usize> {
    memchr::memmem::find(within, wanted)
}

/// Takes a body apart (RFC 2046, section 5.1.1), whose parts have names or not.
pub(super) fn parts<'b>(media_type: &str, body: &'b [u8], named: bool) -> Result<Vec<Part<'b>>, Malformed> {
    let boundary = parameter(media_type, "boundary").filter(|it| !it.is_empty() && it.len() <= 70);
    let boundary = boundary.ok_or(Malformed::Shape)?;
    let delimiter = format!("\r\n--{boundary}");
    // The first delimiter need not stand behind a line.
    let opening = delimiter.get(2..).unwrap_or_default();
    let mut rest = if body.starts_with(opening.as_bytes()) {
        body.get(opening.len()..)
    } else {
        find(body, delimiter.as_bytes()).and_then(|place| body.get(place + delimiter.len()..))
    }
    .ok_or(Malformed::Shape)?;
    let mut parts = Vec::new();
    while !rest.starts_with(b"--") {
        let line = find(rest, b"\r\n").ok_or(Malformed::Shape)?;
        let is_blank = rest.get(..line).is_some_and(|line| line.iter().all(|byte| b" \t".contains(byte)));
        let inside = rest.get(line..).filter(|_| is_blank).ok_or(Malformed::Shape)?;
        let end = find(inside, delimiter.as_bytes()).ok_or(Malformed::Shape)?;
        parts.push(part(inside.get(2..end).ok_or(Malformed::Shape)?, named)?);
        if parts.len() > MOST_PARTS {
            return Err(Malformed::Shape);
        }
        rest = inside.get(end + delimiter.len()..).unwrap_or_default();
    }
    Ok(parts)
}

/// Where in a body the content stands of a part of that name: the first empty one, else the first that is not taken.
pub(crate) fn content_of_part(
    media_type: &str,
    body: &[u8],
    name: &str,
    taken: &[usize],
) -> Option<Range<usize>> {
    let place = |content: &[u8]| {
        let start = content.as_ptr().addr().checked_sub(body.as_ptr().addr())?;
        Some(start..start.checked_add(content.len())?)
    };
    let parts = parts(media_type, body, true).ok()?;
    let named = parts.iter().filter(|part| part.name.as_deref() == Some(name));
    let places: Vec<_> = named.filter_map(|part| place(part.content)).collect();
    let mut free = places.into_iter().filter(|place| !taken.contains(&place.start));
    let first = free.next()?;
    if first.is_empty() {
        return Some(first);
    }
    Some(free.find(Range::is_empty).unwrap_or(first))
}

fn part(text: &[u8], named: bool) -> Result<Part<'_>, Malformed> {
    let (head, content) = match text.strip_prefix(b"\r\n") {
        Some(content) => (&b""[..], content),
        None => {
            let end = find(text, b"\r\n\r\n").ok_or(Malformed::Shape)?;
            (text.get(..end).unwrap_or_default(), text.get(end + 4..).unwrap_or_default())
        }
    };
    let head = std::str::from_utf8(head).map_err(|_| Malformed::Encoding)?;
    if ["content-disposition", "content-type"].iter().any(|name| headers(head, name).nth(1).is_some()) {
        return Err(Malformed::Shape);
    }
    let disposition = header(head, "content-disposition");
    let mut name = None;
    if named {
        let form = disposition.filter(|it| essence(it) == "form-data").ok_or(Malformed::Shape)?;
        name = Some(parameter(form, "name").ok_or(Malformed::Shape)?);
    }
    Ok(Part {
        name,
        file_name: disposition.and_then(file_name),
        content_type: header(head, "content-type").map(str::to_owned),
        head,
        content,
    })
}
