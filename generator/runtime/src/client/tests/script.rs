//! A transport that answers by a script and remembers what it was sent.

use super::*;
use bytes::Bytes;
use futures_core::Stream;
use http_body_util::{BodyExt, Full, StreamBody};
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};

/// An error that no answer has anything to say about.
#[derive(Debug)]
pub(super) struct Nothing;

impl Outcome for Nothing {
    fn read(_: Option<usize>, _: &Payload) -> Result<Self, DecodeFailure> {
        Ok(Self)
    }
}

const fn operation(id: &'static str, method: &'static str) -> Operation {
    Operation {
        id,
        method,
        path: "/things",
        pieces: &[Piece::Literal("/things")],
        body: Some(crate::http::Body::NONE),
        ..Operation::NONE
    }
}

pub(super) static GET: Operation = operation("get", "GET");
pub(super) static POST: Operation = operation("post", "POST");
pub(super) static PATCH: Operation = operation("patch", "PATCH");
pub(super) static POST_KEYED: Operation = Operation {
    parameters: &[Parameter { name: "Idempotency-Key", location: Location::Header, ..Parameter::SIMPLE }],
    ..operation("postKeyed", "POST")
};

/// What a server does.
#[derive(Clone, Debug)]
pub(super) enum Answering {
    /// Answers.
    Status(u16, Vec<(&'static str, String)>, String),
    /// Answers 200 with these bytes.
    Body(Vec<u8>),
    /// Answers 200, and loses the connection within the body.
    Cut,
    /// Answers 200, and sends a byte a second for ever.
    Drip,
    /// Takes the request and loses the connection.
    Lost,
    /// Is not there.
    Unreached,
    /// Takes the request and says nothing.
    Never,
}

pub(super) fn status(code: u16) -> Answering {
    Answering::Status(code, Vec::new(), String::new())
}

impl Answering {
    pub(super) fn with(self, name: &'static str, value: &str) -> Self {
        match self {
            Self::Status(code, mut headers, body) => {
                headers.push((name, value.to_owned()));
                Self::Status(code, headers, body)
            }
            other => other,
        }
    }

    pub(super) fn body(self, text: &str) -> Self {
        match self {
            Self::Status(code, headers, _) => Self::Status(code, headers, text.to_owned()),
            other => other,
        }
    }
}

/// A request as it was sent.
pub(super) struct Seen {
    pub(super) uri: String,
    pub(super) headers: http::HeaderMap,
    pub(super) body: Vec<u8>,
}

#[derive(Clone)]
pub(super) struct Script {
    answers: Arc<Mutex<std::vec::IntoIter<Answering>>>,
    pub(super) seen: Arc<Mutex<Vec<Seen>>>,
}

impl Script {
    pub(super) fn new(answers: Vec<Answering>) -> Self {
        Self { answers: Arc::new(Mutex::new(answers.into_iter())), seen: Arc::default() }
    }

    pub(super) fn sends(&self) -> usize {
        self.seen.lock().expect("a lock").len()
    }

    /// The values of a header, request by request.
    pub(super) fn header(&self, name: &str) -> Vec<Option<String>> {
        let seen = self.seen.lock().expect("a lock");
        let text = |value: &http::HeaderValue| value.to_str().expect("text").to_owned();
        seen.iter().map(|seen| seen.headers.get(name).map(text)).collect()
    }

    pub(super) fn bodies(&self) -> Vec<Vec<u8>> {
        self.seen.lock().expect("a lock").iter().map(|seen| seen.body.clone()).collect()
    }
}

impl Transport for Script {
    fn send(
        &self,
        request: http::Request<RequestBody>,
    ) -> BoxFuture<'_, Result<http::Response<ResponseBody>, TransportError>> {
        let answer = self.answers.lock().expect("a lock").next().expect("an answer for each request");
        Box::pin(async move {
            let (parts, body) = request.into_parts();
            let body = body.collect().await.expect("a body").to_bytes().to_vec();
            let seen = Seen { uri: parts.uri.to_string(), headers: parts.headers, body };
            self.seen.lock().expect("a lock").push(seen);
            let mut response = http::Response::new(whole(Vec::new()));
            match answer {
                Answering::Status(code, headers, text) => {
                    *response.status_mut() = http::StatusCode::from_u16(code).expect("a status");
                    for (name, value) in headers {
                        response.headers_mut().insert(name, value.parse().expect("a header"));
                    }
                    *response.body_mut() = whole(text.into_bytes());
                }
                Answering::Body(bytes) => *response.body_mut() = whole(bytes),
                Answering::Cut => {
                    let frames = Frames(vec![Err(TransportError::new("cut")), Ok(Bytes::from_static(b"a"))]);
                    *response.body_mut() = StreamBody::new(frames).boxed_unsync();
                }
                Answering::Drip => *response.body_mut() = StreamBody::new(Drip::new()).boxed_unsync(),
                Answering::Lost => return Err(TransportError::new("reset")),
                Answering::Unreached => {
                    return Err(TransportError::of(TransportErrorKind::Connect, "refused"));
                }
                Answering::Never => std::future::pending().await,
            }
            Ok(response)
        })
    }
}

pub(super) fn whole(bytes: Vec<u8>) -> ResponseBody {
    Full::new(Bytes::from(bytes)).map_err(|never| match never {}).boxed_unsync()
}

/// Frames, from the last to the first.
struct Frames(Vec<Result<Bytes, TransportError>>);

impl Stream for Frames {
    type Item = Result<http_body::Frame<Bytes>, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Poll::Ready(self.0.pop().map(|chunk| chunk.map(http_body::Frame::data)))
    }
}

/// A byte a second.
struct Drip(Pin<Box<tokio::time::Sleep>>);

impl Drip {
    fn new() -> Self {
        Self(Box::pin(tokio::time::sleep(std::time::Duration::from_secs(1))))
    }
}

impl Stream for Drip {
    type Item = Result<http_body::Frame<Bytes>, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        std::task::ready!(self.0.as_mut().poll(context));
        *self = Self::new();
        Poll::Ready(Some(Ok(http_body::Frame::data(Bytes::from_static(b"a")))))
    }
}

/// A stream of chunks that are there.
pub(super) struct Chunks(Vec<&'static str>);

pub(super) fn once(text: &'static str) -> Chunks {
    Chunks(vec![text])
}

impl Stream for Chunks {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Poll::Ready(self.0.pop().map(|text| Ok(Bytes::from_static(text.as_bytes()))))
    }
}

/// A body that begins and never goes on.
pub(super) struct Silent;

impl Stream for Silent {
    type Item = Result<http_body::Frame<Bytes>, TransportError>;

    fn poll_next(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Poll::Pending
    }
}
