//! The URL that a call goes to.

use super::builder::Core;
use super::refusals::RequestError;
use crate::http::{Operation, Piece, escape};
use http::Uri;
use std::borrow::Cow;

/// A URL whose query is put together.
pub(super) struct Query<'a> {
    url: &'a mut String,
    separator: char,
}

impl<'a> Query<'a> {
    /// The query of a URL that has none.
    pub(super) fn of(url: &'a mut String) -> Self {
        Self { url, separator: '?' }
    }

    pub(super) fn push(&mut self, part: &str) {
        self.url.push(self.separator);
        self.url.push_str(part);
        self.separator = '&';
    }
}

pub(super) fn uri(url: String) -> Result<Uri, RequestError> {
    Uri::try_from(url).map_err(|_| RequestError::new("the path or query cannot be sent"))
}

/// A URL with credentials in its query: what a link or the caller says under the name of one gives way to it.
pub(super) fn credited(uri: &Uri, credentials: &[String]) -> String {
    let whole = uri.to_string();
    let (target, own) = whole.split_once('?').unwrap_or((&whole, ""));
    let name = |part: &str| part.split('=').next().unwrap_or_default().to_owned();
    let names: Vec<String> = credentials.iter().map(|part| name(part)).collect();
    let own = own.split('&').filter(|part| !part.is_empty() && !names.contains(&name(part)));
    let mut url = target.to_owned();
    let mut query = Query::of(&mut url);
    own.chain(credentials.iter().map(String::as_str)).for_each(|part| query.push(part));
    url
}

/// The URL of an operation, without its query.
pub(super) fn target_of(
    core: &Core,
    operation: &Operation,
    path: &[(usize, String)],
) -> Result<String, RequestError> {
    let base = base_url(core, operation);
    // Room for most paths.
    let mut target = String::with_capacity(base.len() + 64);
    target.push_str(&base);
    for piece in operation.pieces {
        match piece {
            Piece::Literal(text) => push_literal(text, &mut target),
            Piece::Parameter(index) => {
                let value = path.iter().find(|(have, _)| have == index);
                let (_, text) =
                    value.ok_or_else(|| RequestError::new("a parameter of the path has no value"))?;
                target.push_str(text);
            }
        }
    }
    // Most paths hold no segment that starts like one.
    let may_hold = target.as_bytes().windows(2).any(|pair| matches!(pair, b"/." | b"/%"));
    if may_hold && target.split('/').any(is_dot_segment) {
        let why = "the path would lead elsewhere: one of its segments is `.` or `..`";
        return Err(RequestError::new(why));
    }
    Ok(target)
}

/// The base URL of an operation: its own, unless the caller gave one for all.
pub(super) fn base_url<'a>(core: &'a Core, operation: &Operation) -> Cow<'a, str> {
    let base = &core.inner.base_url;
    match operation.server.filter(|_| !core.inner.base_url_given) {
        None => Cow::Borrowed(base),
        Some(own) if own.starts_with('/') || own.is_empty() => {
            let host = base.find("://").map_or(0, |place| place + 3);
            let end = base.get(host..).and_then(|rest| rest.find('/')).map_or(base.len(), |end| host + end);
            Cow::Owned(format!("{}{own}", base.get(..end).unwrap_or(base)))
        }
        Some(own) => Cow::Borrowed(own),
    }
}

/// A literal piece of a path; what a path must not hold is escaped, and what is escaped stays so.
fn push_literal(text: &str, target: &mut String) {
    let plain = |mark: char| mark.is_ascii_alphanumeric() || "/-._~!$&'()*+,;=:@".contains(mark);
    let is_escape = |rest: &str| {
        rest.get(1..3).is_some_and(|digits| digits.bytes().all(|digit| digit.is_ascii_hexdigit()))
    };
    if text.chars().all(plain) {
        return target.push_str(text);
    }
    for (place, mark) in text.char_indices() {
        if plain(mark) || (mark == '%' && text.get(place..).is_some_and(is_escape)) {
            target.push(mark);
        } else {
            target.push_str(&escape(mark.encode_utf8(&mut [0; 4])));
        }
    }
}

/// Whether a segment is one that a URL drops (RFC 3986, section 5.2.4).
fn is_dot_segment(segment: &str) -> bool {
    let dot = |text: &'_ str| {
        [".", "%2e", "%2E"].iter().find_map(|dot| Some(text.len() - text.strip_prefix(dot)?.len()))
    };
    let Some(first) = dot(segment) else { return false };
    let rest = segment.get(first..).unwrap_or_default();
    rest.is_empty() || dot(rest) == Some(rest.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_credential_takes_the_place_of_its_name() {
        let credited = |url: &str| {
            let credentials = ["key=%3D".to_owned(), "id=2".to_owned()];
            credited(&Uri::try_from(url).expect("a URL"), &credentials)
        };
        assert_eq!(credited("http://a.example/b"), "http://a.example/b?key=%3D&id=2");
        assert_eq!(
            credited("http://a.example/b?c=1&key=0&keys=1&key&d=?"),
            "http://a.example/b?c=1&keys=1&d=?&key=%3D&id=2"
        );
    }
}
