//! Which media types a request brings and takes.

use super::problem::Problem;
use crate::http::{Body, Encoding, Medium, Operation, Response, essence, fit, matching};
use http::header::{ACCEPT, CONTENT_TYPE};
use http::{HeaderMap, HeaderName, HeaderValue};

/// The media ranges that a request takes.
#[derive(Debug, Default)]
pub(super) struct Accept {
    /// The ranges and their weight; `None` where the request does not say.
    ranges: Option<Vec<(String, f32)>>,
}

impl Accept {
    /// What a request says (RFC 9110, section 12.5.1). A weight that is none counts as one.
    pub(super) fn of(headers: &HeaderMap) -> Self {
        let lines = headers.get_all(ACCEPT).iter().filter_map(|line| line.to_str().ok());
        let ranges = lines.flat_map(|line| line.split(',')).filter(|range| !range.trim().is_empty());
        let ranges = ranges.map(|range| {
            let weight = range.split(';').skip(1).find_map(|parameter| {
                let (name, value) = parameter.split_once('=')?;
                name.trim().eq_ignore_ascii_case("q").then(|| value.trim().parse::<f32>().ok())?
            });
            (essence(range), weight.filter(|weight| (0.0..=1.0).contains(weight)).unwrap_or(1.0))
        });
        // A list of nothing says nothing.
        Self { ranges: Some(ranges.collect()).filter(|ranges: &Vec<_>| !ranges.is_empty()) }
    }

    /// How welcome a media type or range is; 0 where it is not taken. The narrowest range that fits decides.
    pub(super) fn weight(&self, media_type: &str) -> f32 {
        let Some(ranges) = &self.ranges else { return 1.0 };
        let mut best: Option<(u8, f32)> = None;
        for (range, weight) in ranges {
            // What is answered may be a range itself: it is then one that the other may be within.
            let fits = fit(range, media_type).or_else(|| fit(media_type, range));
            if let Some(fits) = fits
                && best.is_none_or(|(have, _)| fits > have)
            {
                best = Some((fits, *weight));
            }
        }
        best.map_or(0.0, |(_, weight)| weight)
    }
}

/// A 406 where the request takes none of the documented media types (RFC 9110, section 12.5.1).
pub(super) fn check_accept(operation: &Operation, accept: &Accept) -> Result<(), Problem> {
    let successes = operation.responses.iter().filter(|response| response.success);
    let mut offered = successes.flat_map(Response::media_types).peekable();
    if offered.peek().is_none() || offered.any(|media_type| accept.weight(media_type) > 0.0) {
        return Ok(());
    }
    Err(Problem::new(406).detail("none of the media types that this operation answers with is accepted"))
}

/// A 415 where a body is of none of the documented media types, or of another charset than UTF-8; else the content that
/// it is, and its media type.
pub(super) fn check_content_type(
    method: &str,
    body: &'static Body,
    headers: &HeaderMap,
) -> Result<(Medium<'static>, String), Problem> {
    let wrong = || {
        let names: Vec<&str> = body.media().map(|medium| medium.media_type).collect();
        let problem = Problem::new(415).detail(format!("the body must be `{}`", names.join("` or `")));
        // RFC 9110, section 15.5.16; RFC 5789, section 2.2.
        let accept = if method == "PATCH" { HeaderName::from_static("accept-patch") } else { ACCEPT };
        match HeaderValue::from_str(&names.join(", ")) {
            Ok(names) => problem.header(accept, names),
            Err(_) => problem,
        }
    };
    let mut types = headers.get_all(CONTENT_TYPE).iter();
    // Of two media types, nobody can say which one counts.
    let text = types.next().filter(|_| types.next().is_none());
    let text = text.and_then(|value| value.to_str().ok()).ok_or_else(wrong)?;
    let medium = matching(body.media(), text).ok_or_else(wrong)?;
    let charset = text.split(';').skip(1).map(str::trim).find_map(|parameter| {
        let (name, value) = parameter.split_once('=')?;
        name.eq_ignore_ascii_case("charset").then(|| value.trim_matches('"').to_ascii_lowercase())
    });
    let bytes = *medium.encoding == Encoding::Bytes;
    if bytes || charset.is_none_or(|charset| charset == "utf-8" || charset == "utf8" || charset == "us-ascii")
    {
        Ok((medium, text.to_owned()))
    } else {
        Err(wrong())
    }
}
