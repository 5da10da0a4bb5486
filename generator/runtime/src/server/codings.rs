//! What a request's body is compressed by, and undoing it.

use super::problem::Problem;
use bytes::Bytes;
use flate2::read::{MultiGzDecoder, ZlibDecoder};
use http::header::{ACCEPT_ENCODING, CONTENT_ENCODING};
use http::{HeaderMap, HeaderValue};
use std::io::Read;

/// How a body is compressed (RFC 9110, section 8.4.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Coding {
    /// Not at all.
    None,
    /// `gzip`, which is what a client of the runtime sends.
    Gzip,
    /// `deflate`: the format of zlib.
    Deflate,
}

/// How the body of a request is compressed; a 415 that says what is undone where it is anything else. One coding is enough
/// for everybody but those who want a server to be busy with their second.
pub(super) fn coding(headers: &HeaderMap) -> Result<Coding, Problem> {
    let lines = headers.get_all(CONTENT_ENCODING).iter();
    let codings = lines.flat_map(|line| line.as_bytes().split(|byte| *byte == b',')).map(<[u8]>::trim_ascii);
    let mut given = codings.filter(|coding| !coding.is_empty() && !coding.eq_ignore_ascii_case(b"identity"));
    match (given.next().map(<[u8]>::to_ascii_lowercase).as_deref(), given.next()) {
        (None, _) => Ok(Coding::None),
        (Some(b"gzip" | b"x-gzip"), None) => Ok(Coding::Gzip),
        (Some(b"deflate"), None) => Ok(Coding::Deflate),
        _ => {
            let problem = Problem::new(415).detail("the body must not be compressed but by gzip or deflate");
            // RFC 9110, section 15.5.16.
            Err(problem.header(ACCEPT_ENCODING, HeaderValue::from_static("gzip, deflate, identity")))
        }
    }
}

/// A body as it was before it was compressed. What it may hold at most counts here as well.
pub(super) fn decoded(coding: Coding, body: &Bytes, limit: usize) -> Result<Bytes, Problem> {
    let most = u64::try_from(limit).unwrap_or(u64::MAX).saturating_add(1);
    let mut plain = Vec::new();
    let read = match coding {
        Coding::None => return Ok(body.clone()),
        Coding::Gzip => MultiGzDecoder::new(body.as_ref()).take(most).read_to_end(&mut plain),
        Coding::Deflate => ZlibDecoder::new(body.as_ref()).take(most).read_to_end(&mut plain),
    };
    match read {
        Ok(length) if length > limit => Err(too_large(limit)),
        Ok(_) => Ok(Bytes::from(plain)),
        Err(_) => Err(Problem::new(400).detail("the body is not compressed as its `Content-Encoding` says")),
    }
}

/// A 413.
pub(super) fn too_large(limit: usize) -> Problem {
    Problem::new(413).detail(format!("the body is larger than {limit} bytes"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::Compression;
    use flate2::write::{GzEncoder, ZlibEncoder};
    use std::io::Write;

    fn gzip(text: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(text).expect("gzip");
        encoder.finish().expect("gzip")
    }

    fn status(result: Result<Bytes, Problem>) -> Result<Bytes, u16> {
        result.map_err(|problem| problem.status().as_u16())
    }

    #[test]
    fn what_is_undone_is_bounded_and_whole() {
        let undone = |bytes: Vec<u8>| status(decoded(Coding::Gzip, &Bytes::from(bytes), 1000));
        assert_eq!(undone(gzip(b"text")), Ok(Bytes::from("text")));
        assert_eq!(undone([gzip(b"te"), gzip(b"xt")].concat()), Ok(Bytes::from("text")));
        assert_eq!(undone(gzip(&[0; 1000])), Ok(Bytes::from(vec![0; 1000])));
        assert_eq!(undone(gzip(&[0; 1001])), Err(413));
        assert_eq!(undone(gzip(&vec![0; 50_000_000])), Err(413));
        let mut cut = gzip(b"text");
        cut.truncate(cut.len() - 1);
        assert_eq!(undone(cut), Err(400));
        assert_eq!(undone([gzip(b"text"), b"more".to_vec()].concat()), Err(400));
        assert_eq!(undone(b"text".to_vec()), Err(400));
        let mut encoder = ZlibEncoder::new(Vec::new(), Compression::fast());
        encoder.write_all(b"text").expect("zlib");
        let bytes = Bytes::from(encoder.finish().expect("zlib"));
        assert_eq!(status(decoded(Coding::Deflate, &bytes, 1000)), Ok(Bytes::from("text")));
        assert_eq!(status(decoded(Coding::Deflate, &bytes.slice(..7), 1000)), Err(400));
    }

    #[test]
    fn one_coding_is_undone() {
        for (lines, expected) in [
            (&[][..], Ok(Coding::None)),
            (&["identity, ", ""], Ok(Coding::None)),
            (&["GZip"], Ok(Coding::Gzip)),
            (&["identity", "x-gzip"], Ok(Coding::Gzip)),
            (&["deflate"], Ok(Coding::Deflate)),
            (&["gzip, gzip"], Err(415)),
            (&["gzip", "deflate"], Err(415)),
            (&["br"], Err(415)),
            (&["gzip2"], Err(415)),
        ] {
            let mut headers = HeaderMap::new();
            for line in lines {
                headers.append(CONTENT_ENCODING, HeaderValue::from_static(line));
            }
            assert_eq!(coding(&headers).map_err(|problem| problem.status().as_u16()), expected, "{lines:?}");
        }
    }
}
