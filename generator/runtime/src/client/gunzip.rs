//! Undoing gzip of a response as it arrives. RFC 1952 lets several members follow each other, and names of codings are
//! written in any case; of both, decoders that come with HTTP clients know less.

use super::transport::{ResponseBody, TransportError, TransportErrorKind};
use bytes::{Buf as _, Bytes};
use flate2::write::GzDecoder;
use http::header::{ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_LENGTH, RANGE};
use http::{HeaderMap, HeaderValue, Response};
use http_body::{Body, Frame};
use http_body_util::BodyExt as _;
use std::io::Write as _;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

/// What every member begins with.
const MAGIC: u8 = 0x1f;

/// So much is decoded at a time: a thousand times as much may come of it.
const PIECE: usize = 4096;

/// Asks for gzip, unless the caller has said what they take, or asks for a part of what is compressed.
pub(super) fn ask(headers: &mut HeaderMap) {
    if !headers.contains_key(ACCEPT_ENCODING) && !headers.contains_key(RANGE) {
        headers.insert(ACCEPT_ENCODING, HeaderValue::from_static("gzip"));
    }
}

/// A response whose body is what it was before it was compressed.
pub(super) fn undone(mut response: Response<ResponseBody>) -> Response<ResponseBody> {
    if !is_gzip(response.headers()) {
        return response;
    }
    response.headers_mut().remove(CONTENT_ENCODING);
    response.headers_mut().remove(CONTENT_LENGTH);
    response.map(|body| Gunzip { body, piece: Bytes::new(), member: None, ended: false }.boxed_unsync())
}

/// Whether gzip, and nothing else, is to be undone.
fn is_gzip(headers: &HeaderMap) -> bool {
    let lines = headers.get_all(CONTENT_ENCODING).iter();
    let codings = lines.flat_map(|line| line.as_bytes().split(|byte| *byte == b',')).map(<[u8]>::trim_ascii);
    let mut codings =
        codings.filter(|coding| !coding.is_empty() && !coding.eq_ignore_ascii_case(b"identity"));
    let gzip = |coding: &[u8]| coding.eq_ignore_ascii_case(b"gzip") || coding.eq_ignore_ascii_case(b"x-gzip");
    codings.next().is_some_and(gzip) && codings.next().is_none()
}

struct Gunzip {
    body: ResponseBody,
    /// What has arrived and is not decoded.
    piece: Bytes,
    /// The member that is being read; none before the first, and where what follows the last is none.
    member: Option<GzDecoder<Vec<u8>>>,
    /// Whether what follows is passed over, as browsers do with what stands behind the last member.
    ended: bool,
}

fn wrong() -> TransportError {
    TransportError::of(TransportErrorKind::Lost, "the body is not gzip to its end, as its head says")
}

impl Gunzip {
    /// What comes of the next piece.
    fn decode(&mut self) -> Result<Vec<u8>, TransportError> {
        let mut piece = self.piece.split_to(self.piece.len().min(PIECE));
        let mut plain = Vec::new();
        while !self.ended && !piece.is_empty() {
            let member = self.member.get_or_insert_with(|| GzDecoder::new(Vec::new()));
            let taken = member.write(&piece).map_err(|_| wrong())?;
            if taken > 0 {
                piece.advance(taken);
                continue;
            }
            plain.append(&mut self.finish()?);
            self.ended = piece.first() != Some(&MAGIC);
        }
        if let Some(member) = &mut self.member {
            // Whoever streams events waits for them.
            member.flush().map_err(|_| wrong())?;
            plain.append(member.get_mut());
        }
        Ok(plain)
    }

    /// The rest of a member; an error where it is not whole.
    fn finish(&mut self) -> Result<Vec<u8>, TransportError> {
        match self.member.take() {
            Some(member) => member.finish().map_err(|_| wrong()),
            None => Ok(Vec::new()),
        }
    }
}

impl Body for Gunzip {
    type Data = Bytes;
    type Error = TransportError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, TransportError>>> {
        loop {
            let plain = if self.piece.is_empty() {
                match ready!(Pin::new(&mut self.body).poll_frame(context)) {
                    Some(Ok(frame)) => match frame.into_data() {
                        Ok(data) => {
                            self.piece = data;
                            continue;
                        }
                        Err(trailers) => return Poll::Ready(Some(Ok(trailers))),
                    },
                    Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                    None if self.member.is_none() => return Poll::Ready(None),
                    None => self.finish(),
                }
            } else {
                self.decode()
            };
            match plain {
                Ok(plain) if plain.is_empty() => {}
                Ok(plain) => return Poll::Ready(Some(Ok(Frame::data(Bytes::from(plain))))),
                Err(error) => {
                    // What is wrong is told once.
                    (self.piece, self.member, self.ended) = (Bytes::new(), None, true);
                    return Poll::Ready(Some(Err(error)));
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::Compression;
    use flate2::write::GzEncoder;
    use http_body_util::{Full, StreamBody};

    fn gzip(text: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(text).expect("gzip");
        encoder.finish().expect("gzip")
    }

    async fn read(coding: &'static str, bytes: Vec<u8>) -> Result<Bytes, String> {
        let body = Full::new(Bytes::from(bytes)).map_err(|never| match never {}).boxed_unsync();
        let response = Response::builder().header(CONTENT_ENCODING, coding).body(body).expect("a response");
        let response = undone(response);
        let coded = response.headers().contains_key(CONTENT_ENCODING);
        let bytes = response.into_body().collect().await.map_err(|error| error.to_string())?.to_bytes();
        if coded { Err("it is coded".to_owned()) } else { Ok(bytes) }
    }

    #[tokio::test]
    async fn every_member_is_read_and_nothing_behind_them() {
        let long: Vec<u8> = (0..200_000_u32).flat_map(u32::to_le_bytes).collect();
        assert_eq!(read("gzip", gzip(&long)).await, Ok(Bytes::from(long)));
        let several = [gzip(b"a"), gzip(b""), gzip(b"bc")].concat();
        assert_eq!(read("GZip", several.clone()).await, Ok(Bytes::from("abc")));
        assert_eq!(read("identity, x-gzip", several.clone()).await, Ok(Bytes::from("abc")));
        assert_eq!(
            read("gzip", [several.clone(), b"\0\0more".to_vec()].concat()).await,
            Ok(Bytes::from("abc"))
        );
        assert_eq!(read("gzip", Vec::new()).await, Ok(Bytes::new()));
        for other in ["gzip, gzip", "br", "gzip, br"] {
            assert_eq!(read(other, several.clone()).await, Err("it is coded".to_owned()), "{other}");
        }
        for end in 1..several.len() {
            let cut = read("gzip", several[..end].to_vec()).await;
            let whole = [gzip(b"a").len(), gzip(b"a").len() + gzip(b"").len()].contains(&end);
            assert_eq!(cut.is_ok(), whole, "{end}");
        }
        let mut changed = gzip(b"text");
        let sum = changed.len() - 8;
        changed[sum] ^= 1;
        assert!(read("gzip", changed).await.is_err());
    }

    /// The pieces of a body, one at a time, and then nothing for ever.
    struct Pieces(std::vec::IntoIter<Vec<u8>>);

    impl futures_core::Stream for Pieces {
        type Item = Result<Frame<Bytes>, TransportError>;

        fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
            match self.0.next() {
                Some(piece) => Poll::Ready(Some(Ok(Frame::data(Bytes::from(piece))))),
                None => Poll::Pending,
            }
        }
    }

    #[tokio::test]
    async fn what_has_arrived_is_handed_on_at_once() {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
        let mut pieces = Vec::new();
        for text in ["data: a\n\n", "data: b\n\n"] {
            encoder.write_all(text.as_bytes()).expect("gzip");
            encoder.flush().expect("gzip");
            pieces.push(std::mem::take(encoder.get_mut()));
        }
        let body = StreamBody::new(Pieces(pieces.into_iter())).boxed_unsync();
        let response = Response::builder().header(CONTENT_ENCODING, "gzip").body(body).expect("a response");
        let mut body = undone(response).into_body();
        let mut text = Vec::new();
        while text.len() < 18 {
            let frame = body.frame().await.expect("a frame").expect("data");
            text.extend(frame.into_data().expect("data"));
        }
        assert_eq!(text, b"data: a\n\ndata: b\n\n");
    }
}
