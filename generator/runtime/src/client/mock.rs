//! A transport for tests: it answers by what a test expects and remembers what it was sent.

use super::transport::{
    BoxFuture, OperationId, RequestBody, ResponseBody, Transport, TransportError, TransportErrorKind,
};
use crate::codec::{Wire, encode};
use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};
use http_body_util::{BodyExt, Full};
use std::collections::VecDeque;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// A transport that answers by operation, in memory. Its clones are one, so that a test keeps one and the client has
/// another.
///
/// A request for which nothing is expected fails, and is remembered all the same.
#[derive(Clone, Default)]
pub struct Mock {
    state: Arc<Mutex<State>>,
}

#[derive(Default)]
struct State {
    answers: Vec<(String, VecDeque<MockAnswer>, Option<MockAnswer>)>,
    requests: Vec<MockRequest>,
}

/// A request as a [`Mock`] received it. It shows credentials where it is asked for them: a test may want to see them.
#[derive(Clone)]
#[non_exhaustive]
pub struct MockRequest {
    /// What the document calls the operation; empty where it is none of the document's, such as one for a token.
    pub operation: &'static str,
    /// Its method.
    pub method: Method,
    /// Its URL, query included.
    pub url: String,
    /// Its headers.
    pub headers: HeaderMap,
    /// Its body.
    pub body: Bytes,
}

impl MockRequest {
    /// The text of a header, if it is there and a text.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// The body as JSON.
    ///
    /// # Errors
    ///
    /// Where it is no value of that type.
    pub fn json<T: Wire>(&self) -> Result<T, super::DecodeFailure> {
        Ok(crate::codec::decode(&self.body, crate::codec::Mode::Strict)?)
    }
}

impl fmt::Debug for MockRequest {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { operation, method, body, .. } = self;
        let mut shown = formatter.debug_struct("MockRequest");
        shown.field("operation", operation).field("method", method).field("body_bytes", &body.len());
        shown.finish_non_exhaustive()
    }
}

/// What a [`Mock`] answers.
#[derive(Clone, Debug)]
pub struct MockAnswer(Kind);

#[derive(Clone, Debug)]
enum Kind {
    Response(StatusCode, HeaderMap, Bytes),
    Failure(TransportError),
    Silence,
}

impl MockAnswer {
    /// A status without a body; one that HTTP does not have is 500.
    #[must_use]
    pub fn status(status: u16) -> Self {
        let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        Self(Kind::Response(status, HeaderMap::new(), Bytes::new()))
    }

    /// A value as JSON. One that JSON cannot hold is 500, with the reason as its text.
    pub fn json(status: u16, value: &dyn Wire) -> Self {
        match encode(value) {
            Ok(bytes) => Self::bytes(status, "application/json", bytes),
            Err(error) => Self::bytes(500, "text/plain", error.to_string()),
        }
    }

    /// Bytes of a media type.
    pub fn bytes(status: u16, media_type: &str, body: impl Into<Bytes>) -> Self {
        match Self::status(status).header("content-type", media_type) {
            Self(Kind::Response(status, headers, _)) => Self(Kind::Response(status, headers, body.into())),
            other => other,
        }
    }

    /// A connection that is lost after the request was sent.
    #[must_use]
    pub fn lost() -> Self {
        Self(Kind::Failure(TransportError::new("the connection was lost")))
    }

    /// No connection at all.
    #[must_use]
    pub fn unreachable() -> Self {
        Self(Kind::Failure(TransportError::of(TransportErrorKind::Connect, "there is no connection")))
    }

    /// No answer, ever.
    #[must_use]
    pub fn silence() -> Self {
        Self(Kind::Silence)
    }

    /// The same with a header; one that HTTP cannot hold is left out.
    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        let header = (name.parse::<HeaderName>(), HeaderValue::from_str(value));
        if let (Kind::Response(_, headers, _), (Ok(name), Ok(value))) = (&mut self.0, header) {
            headers.append(name, value);
        }
        self
    }
}

impl Mock {
    /// A mock that expects nothing yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Answers the next request of an operation that has no answer yet; the operation is named as the document does
    /// (`operationId`). What is for no operation of the document, such as a request for a token, is named by the empty
    /// text.
    pub fn once(&self, operation: impl Into<String>, answer: MockAnswer) -> &Self {
        self.expect(operation.into(), |answers, _| answers.push_back(answer));
        self
    }

    /// Answers every request of an operation for which nothing else is left.
    pub fn always(&self, operation: impl Into<String>, answer: MockAnswer) -> &Self {
        self.expect(operation.into(), |_, always| *always = Some(answer));
        self
    }

    fn expect(
        &self,
        operation: String,
        add: impl FnOnce(&mut VecDeque<MockAnswer>, &mut Option<MockAnswer>),
    ) {
        let mut state = self.state();
        match state.answers.iter_mut().find(|(name, ..)| *name == operation) {
            Some((_, answers, always)) => add(answers, always),
            None => {
                let (mut answers, mut always) = (VecDeque::new(), None);
                add(&mut answers, &mut always);
                state.answers.push((operation, answers, always));
            }
        }
    }

    /// What was sent so far, in order.
    #[must_use]
    pub fn requests(&self) -> Vec<MockRequest> {
        self.state().requests.clone()
    }

    /// The answers that were expected once and not asked for, by operation.
    #[must_use]
    pub fn unused(&self) -> Vec<(String, usize)> {
        let state = self.state();
        let left = state.answers.iter().map(|(name, answers, _)| (name.clone(), answers.len()));
        left.filter(|(_, count)| *count > 0).collect()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn answer(&self, request: MockRequest) -> MockAnswer {
        let mut state = self.state();
        let operation = request.operation;
        state.requests.push(request);
        let expected = state.answers.iter_mut().find(|(name, ..)| name == operation);
        let answer = expected.and_then(|(_, answers, always)| answers.pop_front().or_else(|| always.clone()));
        answer.unwrap_or_else(|| {
            // Not one to try again: a test would wait for nothing.
            let why = format!("the mock expects no request of `{operation}`");
            MockAnswer(Kind::Failure(TransportError::of(TransportErrorKind::Unexpected, why)))
        })
    }
}

impl fmt::Debug for Mock {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Mock").field("requests", &self.state().requests.len()).finish_non_exhaustive()
    }
}

impl Transport for Mock {
    fn send(
        &self,
        request: http::Request<RequestBody>,
    ) -> BoxFuture<'_, Result<http::Response<ResponseBody>, TransportError>> {
        Box::pin(async move {
            let (parts, body) = request.into_parts();
            let body = body.collect().await?.to_bytes();
            let operation = parts.extensions.get::<OperationId>().map_or("", |OperationId(id)| id);
            let (method, url, headers) = (parts.method, parts.uri.to_string(), parts.headers);
            match self.answer(MockRequest { operation, method, url, headers, body }).0 {
                Kind::Response(status, headers, body) => {
                    let body = Full::new(body).map_err(|never| match never {}).boxed_unsync();
                    let mut response = http::Response::new(body);
                    *response.status_mut() = status;
                    *response.headers_mut() = headers;
                    Ok(response)
                }
                Kind::Failure(error) => Err(error),
                Kind::Silence => std::future::pending().await,
            }
        })
    }
}
