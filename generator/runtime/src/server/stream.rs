//! Bodies that are sent as they come: items in the framing of their media type, events, bytes.

use super::checks::Checks;
use super::panics::caught_once;
use super::problem::Problem;
use crate::codec::{Json, Map, Mode, Number, Wire, decode, encode_answer};
use crate::http::{Framing, encode_item};
use bytes::Bytes;
use futures_core::Stream;
use http::StatusCode;
use hyper::body::{Body, Frame};
use std::error::Error;
use std::fmt;
use std::future::{Future as _, poll_fn};
use std::marker::PhantomData;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, ready};
use std::time::Duration;
use tokio::time::{Instant, Sleep, sleep};

/// Why a body ends before its end.
type Failure = Box<dyn Error + Send + Sync>;

/// What asks for the next piece of a body.
type Next = Box<dyn FnMut(&mut Context<'_>, &Manner) -> Poll<Option<Result<Bytes, Failure>>> + Send>;

/// The body of an answer that is sent as it comes: a stream of what its items are, or of bytes.
///
/// Nothing is asked of the stream before the client takes what came before, and it is dropped when the client goes away. No
/// deadline bounds how long it is; a client that takes nothing is cut off as always. An error, or an item that violates
/// its schema where answers are checked, ends the connection, so that the client does not take what it has for the whole;
/// before anything was sent it is a 500.
///
/// ```text
/// let readings = self.sensor.subscribe();             // a Stream<Item = Result<Reading, SensorError>>
/// Ok(GetReadingsResponse::OkStream(Streamed::new(readings)))
/// ```
///
/// A clone is the same stream: it goes into the first answer that is sent of it. Two are equal where they are the same.
pub struct Streamed<T = Bytes> {
    source: Arc<Mutex<Option<Source>>>,
    content: usize,
    keep_alive: Option<Duration>,
    item: PhantomData<fn() -> T>,
}

impl<T: Wire> Streamed<T> {
    /// A body of items, each sent when it is there.
    pub fn new<S, E>(items: S) -> Self
    where
        S: Stream<Item = Result<T, E>> + Send + 'static,
        E: Into<Failure> + 'static,
    {
        Self::of(items, |item, manner| {
            manner.check(&item)?;
            Ok(encode_item(manner.framing, &item)?.into())
        })
    }
}

impl Streamed {
    /// A body of bytes, each piece sent when it is there.
    pub fn bytes<S, B, E>(pieces: S) -> Self
    where
        S: Stream<Item = Result<B, E>> + Send + 'static,
        B: Into<Bytes> + 'static,
        E: Into<Failure> + 'static,
    {
        Self::of(pieces, |piece: B, _| Ok(piece.into()))
    }

    /// A body of server-sent events, where the document does not say what an event is.
    pub fn events<S, D, E>(events: S) -> Self
    where
        S: Stream<Item = Result<Event<D>, E>> + Send + 'static,
        D: Wire,
        E: Into<Failure> + 'static,
    {
        Self::of(events, |event: Event<D>, manner| {
            manner.check(&event.data)?;
            Ok(encode_item(Framing::Events, &event.fields()?)?.into())
        })
    }
}

impl<T: Wire + 'static> Streamed<T> {
    /// The same, for a body of events of which the document says what their data is: each with a name or an id as well.
    pub fn named<S, E>(events: S) -> Self
    where
        S: Stream<Item = Result<Event<T>, E>> + Send + 'static,
        E: Into<Failure> + 'static,
    {
        Self::of(events, |event: Event<T>, manner| {
            manner.check(&event.data)?;
            Ok(encode_item(Framing::Events, &event.fields()?)?.into())
        })
    }
}

impl<T> Streamed<T> {
    fn of<S, I, E>(stream: S, write: fn(I, &Manner) -> Result<Bytes, Failure>) -> Self
    where
        S: Stream<Item = Result<I, E>> + Send + 'static,
        I: 'static,
        E: Into<Failure> + 'static,
    {
        let mut stream = Box::pin(stream);
        let next: Next = Box::new(move |context, manner| {
            let next = ready!(stream.as_mut().poll_next(context));
            Poll::Ready(next.map(|item| write(item.map_err(Into::into)?, manner)))
        });
        let source = Arc::new(Mutex::new(Some(Source { next, keep_alive: None })));
        Self { source, content: 0, keep_alive: None, item: PhantomData }
    }

    /// Sends a comment where there is no event for so long, so that nobody on the way takes the connection for dead, and one
    /// that is dead is noticed. It does nothing for a body that is no events.
    #[must_use]
    pub fn keep_alive(mut self, every: Duration) -> Self {
        self.keep_alive = Some(every);
        self
    }

    /// Which of the types that the body may have it is.
    #[must_use]
    pub fn content(mut self, index: usize) -> Self {
        self.content = index;
        self
    }

    /// The stream, unless it is taken, and which of the types that the body may have it is.
    pub(super) fn take(self) -> Option<(Source, usize)> {
        let source = self.source.lock().unwrap_or_else(PoisonError::into_inner).take()?;
        Some((Source { keep_alive: self.keep_alive, ..source }, self.content))
    }
}

impl<T> Clone for Streamed<T> {
    fn clone(&self) -> Self {
        Self { source: Arc::clone(&self.source), ..*self }
    }
}

impl<T> PartialEq for Streamed<T> {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.source, &other.source)
    }
}

impl<T> fmt::Debug for Streamed<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Streamed")
    }
}

/// A server-sent event (HTML, section 9.2).
#[derive(Clone, Debug, PartialEq)]
pub struct Event<T> {
    data: T,
    event: Option<String>,
    id: Option<String>,
    retry: Option<Duration>,
}

impl<T: Wire> Event<T> {
    /// An event of its data: a string as it is, everything else as JSON.
    #[must_use]
    pub fn new(data: T) -> Self {
        Self { data, event: None, id: None, retry: None }
    }

    /// What kind of event it is, in one line.
    #[must_use]
    pub fn event(mut self, name: impl Into<String>) -> Self {
        self.event = Some(name.into());
        self
    }

    /// What the client says when it connects again (`Last-Event-ID`), in one line.
    #[must_use]
    pub fn id(mut self, id: impl Into<String>) -> Self {
        self.id = Some(id.into());
        self
    }

    /// How long the client waits before it connects again.
    #[must_use]
    pub fn retry(mut self, after: Duration) -> Self {
        self.retry = Some(after);
        self
    }

    fn fields(self) -> Result<Json, Failure> {
        let mut fields = Map::<Json>::new();
        let texts = [("event", self.event), ("id", self.id)];
        for (name, text) in texts.into_iter().filter_map(|(name, text)| Some((name, text?))) {
            fields.insert(name, Json::String(text));
        }
        if let Some(after) = self.retry {
            fields.insert("retry", Json::Number(after.as_millis().to_string().parse::<Number>()?));
        }
        let data = decode::<Json>(&encode_answer(&self.data)?, Mode::Lenient)?;
        // An event without data is none.
        fields.insert("data", if data == Json::Null { Json::String("null".to_owned()) } else { data });
        Ok(Json::Object(fields))
    }
}

/// How the items of a body are written.
struct Manner {
    framing: Framing,
    status: StatusCode,
    checks: Checks,
}

impl Manner {
    fn check(&self, item: &dyn Wire) -> Result<(), Failure> {
        self.checks.value(self.status, item).map_err(|_| "an item violates its schema".into())
    }
}

/// A stream on its way into an answer.
pub(super) struct Source {
    next: Next,
    keep_alive: Option<Duration>,
}

impl fmt::Debug for Source {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Source")
    }
}

impl Source {
    /// The body of an answer of a status. What it begins with is asked for once before the head is sent, so that one that
    /// fails at once has a status of its own.
    ///
    /// # Errors
    ///
    /// A 500 where it fails at once.
    pub(super) async fn into_body(
        self,
        framing: Framing,
        status: StatusCode,
        checks: Checks,
    ) -> Result<axum::body::Body, Problem> {
        let manner = Manner { framing, status, checks };
        let is_events = matches!(framing, Framing::Events | Framing::Data);
        let keep_alive = self.keep_alive.filter(|_| is_events).map(|every| (every, Box::pin(sleep(every))));
        let mut pieces = Pieces { first: None, next: Some(self.next), keep_alive, manner };
        match poll_fn(|context| Poll::Ready(pieces.ask(context))).await {
            Poll::Ready(Some(Ok(piece))) => pieces.first = Some(piece),
            Poll::Ready(Some(Err(_))) => return Err(Problem::new(500)),
            Poll::Ready(None) | Poll::Pending => {}
        }
        Ok(axum::body::Body::new(pieces))
    }
}

/// A body in pieces.
struct Pieces {
    /// What was there before the head was sent.
    first: Option<Bytes>,
    /// `None` behind the end, so that what the stream holds is free by then.
    next: Option<Next>,
    /// How long nothing may be sent, and until when that is.
    keep_alive: Option<(Duration, Pin<Box<Sleep>>)>,
    manner: Manner,
}

/// A comment among events (HTML, section 9.2.7).
const COMMENT: Bytes = Bytes::from_static(b":\n\n");

impl Pieces {
    fn ask(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Bytes, Failure>>> {
        let Some(next) = &mut self.next else { return Poll::Ready(None) };
        // What panics here is not the handler's call any more.
        let polled = caught_once(|| next(context, &self.manner));
        let polled = polled.unwrap_or_else(|_| Poll::Ready(Some(Err("the stream panicked".into()))));
        let piece = match (&polled, &mut self.keep_alive) {
            (Poll::Pending, Some((_, silence))) => {
                ready!(silence.as_mut().poll(context));
                Some(Ok(COMMENT))
            }
            _ => ready!(polled),
        };
        if let Some((every, silence)) = &mut self.keep_alive {
            silence.as_mut().reset(Instant::now() + *every);
        }
        if !matches!(piece, Some(Ok(_))) {
            self.next = None;
        }
        Poll::Ready(piece)
    }
}

impl Body for Pieces {
    type Data = Bytes;
    type Error = Failure;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Failure>>> {
        if let Some(first) = self.first.take() {
            return Poll::Ready(Some(Ok(Frame::data(first))));
        }
        self.ask(context).map(|piece| piece.map(|piece| piece.map(Frame::data)))
    }

    fn is_end_stream(&self) -> bool {
        self.first.is_none() && self.next.is_none()
    }
}
