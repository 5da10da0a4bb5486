//! What every request can do beside being sent.

#[cfg(feature = "blocking")]
use super::blocking;
use super::dispatch::{Received, dispatch};
use super::download::Download;
use super::error::Error;
use super::events::Events;
use super::exchange::{Answering, Exchange, answering};
use super::item_stream::{ItemStream, Listed};
use super::json_lines::JsonLines;
use super::opening::open;
use super::response::RawResponse;
use super::retry::Retries;
use super::transport::RequestBody;
use crate::codec::Wire;
use std::future::Future;
use std::time::Duration;

/// What every request provides; what an operation has of its own, its type has.
pub trait Request: Exchange {
    /// How long this request may take, in place of the client's own limit.
    #[must_use]
    fn timeout(mut self, limit: Duration) -> Self {
        self.call_mut().options.timeout = Some(limit);
        self
    }

    /// How long an attempt of this request may take, in place of the client's own limit.
    #[must_use]
    fn attempt_timeout(mut self, limit: Duration) -> Self {
        self.call_mut().options.attempt_timeout = Some(limit);
        self
    }

    /// How often this request is sent again, in place of what holds for the client; the budget stays the client's.
    #[must_use]
    fn retries(mut self, retries: Retries) -> Self {
        self.call_mut().options.retries = Some(retries);
        self
    }

    /// A header beside those of the operation, or in place of one of that name. Credentials, and what frames the
    /// message, cannot be set so.
    #[must_use]
    fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.call_mut().options.headers.push((name.into(), value.into()));
        self
    }

    /// The key by which the server knows this request again, so that it may be sent again: in the header that the
    /// document describes for it, else in the client's, else in `Idempotency-Key`.
    #[must_use]
    fn idempotency_key(mut self, key: impl Into<String>) -> Self {
        self.call_mut().options.idempotency_key = Some(key.into());
        self
    }

    /// Sends a stream as the body, in place of a value, whose media type stays. It can be sent once: such a request is not
    /// repeated.
    #[must_use]
    fn body_stream(mut self, body: RequestBody) -> Self {
        self.call_mut().stream.0 = Some(body);
        self
    }

    /// Sends a stream as the content of a part of a `multipart` body, in place of what the value holds there; the name of
    /// the file and its media type stay those of the value, which can be empty beside them. Of several parts of one name it
    /// is the first that is empty. Such a request is not repeated.
    ///
    /// ```text
    /// let report = RequestBody::file("report.csv")?;
    /// let body = ImportBody::new(File::default().name("report.csv"));
    /// client.import(body).part_stream("file", report).await?;
    /// ```
    #[must_use]
    fn part_stream(mut self, name: impl Into<String>, content: RequestBody) -> Self {
        self.call_mut().parts.0.push((name.into(), content));
        self
    }

    /// Sends it and waits for its end on the spot, for programs that are not asynchronous.
    ///
    /// # Errors
    ///
    /// Those of awaiting it; within an asynchronous runtime it is not sent.
    #[cfg(feature = "blocking")]
    fn wait(self) -> Result<Self::Success, Error<Self::Error>> {
        blocking::wait(self)
    }

    /// Sends it and returns what arrives, whatever its status, unread.
    fn raw(self) -> impl Future<Output = Result<RawResponse, Error<Self::Error>>> + Send + use<Self> {
        let sent = dispatch(self.into_call());
        async move {
            let Received { status, headers, payload, .. } = sent.await.map_err(Error::from)?;
            Ok(RawResponse { status, headers, body: payload.body })
        }
    }

    /// Sends it, and gives the status and the headers of a success as well.
    fn with_headers(self) -> Answering<Self> {
        answering(self)
    }

    /// Sends it and returns the body as it arrives. The deadlines hold until it begins; then each piece must come within
    /// the time of an attempt. A body has no largest size.
    fn download(
        self,
    ) -> impl Future<Output = Result<Download<Self::Error>, Error<Self::Error>>> + Send + use<Self> {
        let opened = open::<Self>(self.into_call());
        async move {
            let (status, headers, pieces) = opened.await?;
            Ok(Download::new(status, headers, pieces))
        }
    }

    /// Sends it and returns the values of its body as they arrive, a line each, or each after a record separator; a line
    /// is at most as long as a response may be.
    fn json_lines<T: Wire>(
        self,
    ) -> impl Future<Output = Result<JsonLines<T, Self::Error>, Error<Self::Error>>> + Send + use<Self, T>
    {
        let call = self.into_call();
        let longest = call.core.inner.max_response_bytes;
        let opened = open::<Self>(call);
        async move {
            let (status, headers, pieces) = opened.await?;
            JsonLines::new(status, headers, pieces, longest).map_err(Error::Transport)
        }
    }

    /// What its body is a list of, each item as it arrives: the events, lines or texts behind separators that the document
    /// describes. It is sent when the first item is asked for; events are connected to again as [`Request::events`] does.
    fn stream(self) -> ItemStream<Self>
    where
        Self::Success: Listed,
    {
        ItemStream::new(self.into_call())
    }

    /// The server-sent events that it is answered with; it is sent when the first one is asked for.
    fn events(self) -> Events<Self> {
        Events::new(self.into_call())
    }
}

impl<R: Exchange> Request for R {}
