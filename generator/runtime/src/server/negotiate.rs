//! Which media types a request brings and takes.

use super::problem::Problem;
use crate::http::{Body, Encoding, Operation, essence};
use http::HeaderMap;
use http::header::{ACCEPT, CONTENT_TYPE};

/// A 406 where the request takes none of the documented media types (RFC 9110, section 12.5.1).
pub(super) fn check_accept(operation: &Operation, headers: &HeaderMap) -> Result<(), Problem> {
    let mut offered = operation
        .responses
        .iter()
        .filter(|response| response.success)
        .filter_map(|response| response.media_type);
    let ranges: Vec<String> = headers
        .get_all(ACCEPT)
        .iter()
        .filter_map(|line| line.to_str().ok())
        .flat_map(|line| line.split(','))
        .filter(|range| !refused(range))
        .map(essence)
        .collect();
    let nothing_asked = !headers.contains_key(ACCEPT);
    let takes = |media_type: &str| {
        let offered = essence(media_type);
        ranges.iter().any(|range| {
            range == "*/*"
                || *range == offered
                || offered == "*/*"
                || range.strip_suffix("/*").is_some_and(|class| offered.split('/').next() == Some(class))
        })
    };
    let nothing_offered = operation
        .responses
        .iter()
        .filter(|response| response.success)
        .all(|response| response.media_type.is_none());
    if nothing_asked || nothing_offered || offered.any(takes) {
        return Ok(());
    }
    Err(Problem::new(406).detail("none of the media types that this operation answers with is accepted"))
}

fn refused(range: &str) -> bool {
    let quality = range.split(';').skip(1).map(str::trim).find_map(|parameter| parameter.strip_prefix("q="));
    quality.and_then(|quality| quality.parse::<f32>().ok()) == Some(0.0)
}

/// A 415 where a body is of another media type than the documented one, or of another charset than UTF-8.
pub(super) fn check_content_type(body: &Body, headers: &HeaderMap) -> Result<(), Problem> {
    let wrong = || Problem::new(415).detail(format!("the body must be `{}`", body.media_type));
    let text = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).ok_or_else(wrong)?;
    let (have, want) = (essence(text), essence(body.media_type));
    let same = have == want || want == "*/*";
    let charset = text.split(';').skip(1).map(str::trim).find_map(|parameter| {
        let (name, value) = parameter.split_once('=')?;
        name.eq_ignore_ascii_case("charset").then(|| value.trim_matches('"').to_ascii_lowercase())
    });
    let bytes = body.encoding == Encoding::Bytes;
    if same && (bytes || charset.is_none_or(|charset| charset == "utf-8" || charset == "utf8")) {
        Ok(())
    } else {
        Err(wrong())
    }
}
