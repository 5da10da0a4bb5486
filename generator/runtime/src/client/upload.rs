//! Bodies of requests that are put together as they are sent.

use super::refusals::RequestError;
use super::transport::{RequestBody, TransportError};
use crate::http::content_of_part;
use bytes::Bytes;
use http_body::{Body, Frame};
use http_body_util::BodyExt;
use std::collections::VecDeque;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

/// A body in parts, some of which hold a stream in place of what they held.
pub(super) fn with_parts(
    body: Bytes,
    media_type: &str,
    streams: Vec<(String, RequestBody)>,
) -> Result<RequestBody, RequestError> {
    let mut placed = Vec::new();
    for (name, stream) in streams {
        let taken: Vec<usize> =
            placed.iter().map(|(place, _): &(std::ops::Range<usize>, _)| place.start).collect();
        let place = content_of_part(media_type, &body, &name, &taken)
            .ok_or_else(|| RequestError::new(format!("the body has no part `{}`", name.escape_debug())))?;
        placed.push((place, stream));
    }
    placed.sort_by_key(|(place, _)| place.start);
    let (mut pieces, mut from) = (VecDeque::new(), 0);
    for (place, stream) in placed {
        pieces.push_back(RequestBody::from(body.slice(from..place.start)));
        pieces.push_back(stream);
        from = place.end;
    }
    pieces.push_back(RequestBody::from(body.slice(from..)));
    let lengths = pieces.iter().map(|piece| piece.size_hint().exact());
    let length = lengths.into_iter().try_fold(0_u64, |sum, length| sum.checked_add(length?));
    Ok(RequestBody::of(Chain(pieces).boxed_unsync(), length))
}

/// Bodies one after the other.
struct Chain(VecDeque<RequestBody>);

impl Body for Chain {
    type Data = Bytes;
    type Error = TransportError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, TransportError>>> {
        while let Some(first) = self.0.front_mut() {
            if let Some(frame) = ready!(Pin::new(first).poll_frame(context)) {
                return Poll::Ready(Some(frame));
            }
            self.0.pop_front();
        }
        Poll::Ready(None)
    }
}

#[cfg(feature = "files")]
mod files {
    use super::{Bytes, Context, Pin, Poll, RequestBody, TransportError, ready};
    use std::fs::Metadata;
    use std::path::Path;
    use tokio::io::{AsyncRead, ReadBuf};

    /// How much of a file is read at a time.
    const CHUNK: usize = 64 << 10;

    impl RequestBody {
        /// A file that is read as it is sent, by tokio.
        ///
        /// # Errors
        ///
        /// Where it cannot be opened.
        pub fn file(path: impl AsRef<Path>) -> std::io::Result<Self> {
            let file = std::fs::File::open(path)?;
            // What is no file, such as a pipe, has no length.
            let length = Some(file.metadata()?).filter(Metadata::is_file).map(|about| about.len());
            Ok(Self::stream(Opened { file: file.into(), chunk: vec![0; CHUNK] }, length))
        }
    }

    struct Opened {
        file: tokio::fs::File,
        chunk: Vec<u8>,
    }

    impl futures_core::Stream for Opened {
        type Item = Result<Bytes, TransportError>;

        fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
            let Self { file, chunk } = &mut *self;
            let mut read = ReadBuf::new(chunk);
            let ended = ready!(Pin::new(file).poll_read(context, &mut read));
            let piece = Some(Bytes::copy_from_slice(read.filled())).filter(|piece| !piece.is_empty());
            Poll::Ready(match ended {
                Ok(()) => piece.map(Ok),
                // What the system says of a file may name it; its kind does not.
                Err(error) => {
                    Some(Err(TransportError::new(format!("the file cannot be read: {}", error.kind()))))
                }
            })
        }
    }
}
