//! Server-sent events (HTML, section 9.2) as a stream that connects again.

use super::call::Call;
use super::dispatch::{Failure, Reading, Reply, ReplyBody, exchange, received};
use super::download::Pieces;
use super::error::Error;
use super::event::{Event, Parser};
use super::exchange::{Exchange, told};
use super::lines::Lines;
use super::payload::{coded, is_coded};
use super::transport::{BoxFuture, TransportError, TransportErrorKind};
use futures_core::Stream;
use http::header::CONTENT_TYPE;
use std::fmt;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

/// How long to wait before connecting again where the server does not say.
const RETRY: Duration = Duration::from_secs(3);

/// How long it waits at the least after a connection that ended at once and brought next to nothing; twice as long after
/// each further one. A server that says `retry: 0` means that nobody is to wait for it, not that it be asked without end.
const FLOOR: Duration = Duration::from_millis(100);

/// What lasted so long did not end at once.
const BRIEF: Duration = Duration::from_secs(1);

/// How long a server may be silent; many send a comment twice a minute.
const IDLE: Duration = Duration::from_secs(120);

enum State {
    Connecting(BoxFuture<'static, Result<Reply, Failure>>),
    Waiting(BoxFuture<'static, ()>),
    Open(Pieces, Lines),
    Ended,
}

/// Events as they arrive. Where the connection is lost or the body ends, it connects again after the time that the
/// server gave and says which event it saw last (`Last-Event-ID`), as browsers do; a request that must not be sent twice
/// is not sent again, and a 204 ends the stream. What is lost on the way is told only where it does not connect again:
/// where three connections in a row brought nothing.
pub struct Events<R: Exchange> {
    call: Call,
    parser: Parser,
    state: State,
    /// How many connections in a row brought nothing.
    barren: u32,
    /// How many in a row ended at once and brought one event at most.
    meagre: u32,
    /// When this connection was begun, by the client's timer, and how many events it brought.
    since: Duration,
    brought: u32,
    repeats: bool,
    request: PhantomData<fn() -> R>,
}

/// How many connections in a row may bring nothing.
const BARREN: u32 = 3;

impl<R: Exchange> Events<R> {
    pub(super) fn new(mut call: Call) -> Self {
        call.options.headers.push(("Accept".to_owned(), "text/event-stream".to_owned()));
        call.options.headers.push(("Cache-Control".to_owned(), "no-store".to_owned()));
        let repeats = call.is_idempotent() && !call.is_stream();
        let mut events = Self {
            state: State::Ended,
            call,
            parser: Parser::default(),
            barren: 0,
            meagre: 0,
            since: Duration::ZERO,
            brought: 0,
            repeats,
            request: PhantomData,
        };
        events.connect();
        events
    }

    /// The next event; `None` where the server has ended the stream for good.
    pub async fn next(&mut self) -> Option<Result<Event, Error<R::Error>>> {
        std::future::poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    /// Whether what it has is all there is for now: it is about to connect again, or has ended.
    pub(super) fn is_between(&self) -> bool {
        !matches!(self.state, State::Open(..))
    }

    fn connect(&mut self) {
        (self.since, self.brought) = (self.call.core.inner.timer.now(), 0);
        let mut call = self.call.clone();
        if !self.parser.last_id().is_empty() {
            call.options.headers.push(("Last-Event-ID".to_owned(), self.parser.last_id().to_owned()));
        }
        self.state = State::Connecting(Box::pin(async move { exchange(&mut call, Reading::Stream).await }));
    }

    /// Waits to connect again, or says why not.
    fn lose(&mut self, failure: Option<Failure>) -> Option<Result<Event, Error<R::Error>>> {
        self.parser.cut();
        self.barren += 1;
        if !self.repeats || self.barren >= BARREN {
            self.state = State::Ended;
            return failure.map(|failure| Err(failure.into()));
        }
        let lasted = self.call.core.inner.timer.now().saturating_sub(self.since);
        self.meagre = if lasted < BRIEF && self.brought <= 1 { self.meagre + 1 } else { 0 };
        let wait = self.parser.retry().unwrap_or(RETRY).max(floor(self.meagre));
        self.state = State::Waiting(self.call.core.inner.timer.sleep(wait));
        None
    }

    /// What a connection that came about is; an error where it is no stream of events.
    fn open(&mut self, answer: Reply) -> Option<Result<Event, Error<R::Error>>> {
        let Reply { status, headers, body } = answer;
        let is_events = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).is_some_and(|text| {
            text.split(';').next().is_some_and(|text| text.trim().eq_ignore_ascii_case("text/event-stream"))
        });
        if status == http::StatusCode::NO_CONTENT {
            self.state = State::Ended;
            return None;
        }
        match body {
            ReplyBody::Stream(_) if is_coded(&headers) => {
                self.state = State::Ended;
                return Some(Err(Error::Transport(coded())));
            }
            ReplyBody::Stream(body) if is_events => {
                let longest = self.call.core.inner.max_response_bytes;
                self.state =
                    State::Open(Pieces::new(self.call.core.clone(), body, IDLE), Lines::new(longest, true));
            }
            ReplyBody::Stream(_) => {
                self.state = State::Ended;
                let why = "the response is no stream of events by its content type";
                return Some(Err(Error::Transport(TransportError::of(TransportErrorKind::Unexpected, why))));
            }
            ReplyBody::Whole(bytes) => {
                self.state = State::Ended;
                return told::<R>(received(self.call.operation, status, headers, bytes)).err().map(Err);
            }
        }
        None
    }
}

/// How long to wait at the least after so many connections in a row that were hardly worth it.
fn floor(meagre: u32) -> Duration {
    match meagre {
        0 => Duration::ZERO,
        count => FLOOR.saturating_mul(1 << (count - 1).min(8)).min(RETRY),
    }
}

impl<R: Exchange> Stream for Events<R> {
    type Item = Result<Event, Error<R::Error>>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let events = &mut *self;
        loop {
            let told = match &mut events.state {
                State::Ended => return Poll::Ready(None),
                State::Waiting(sleep) => {
                    std::task::ready!(sleep.as_mut().poll(context));
                    events.connect();
                    None
                }
                State::Connecting(answer) => match std::task::ready!(answer.as_mut().poll(context)) {
                    Ok(answer) => events.open(answer),
                    // The attempts of the call were made; what still failed is told.
                    Err(failure) => {
                        events.state = State::Ended;
                        Some(Err(failure.into()))
                    }
                },
                State::Open(pieces, lines) => match lines.next() {
                    Some(Ok(line)) => events.parser.line(&line).map(|event| {
                        (events.barren, events.brought) = (0, events.brought.saturating_add(1));
                        Ok(event)
                    }),
                    Some(Err(error)) => {
                        events.state = State::Ended;
                        Some(Err(Error::Transport(error)))
                    }
                    None => match std::task::ready!(pieces.poll(context)) {
                        Some(Ok(piece)) => {
                            lines.push(&piece);
                            let held = events.parser.held();
                            if held > events.call.core.inner.max_response_bytes {
                                events.state = State::Ended;
                                let why = "an event is larger than a response may be";
                                let error = TransportError::of(TransportErrorKind::TooLarge, why);
                                return Poll::Ready(Some(Err(Error::Transport(error))));
                            }
                            None
                        }
                        Some(Err(failure)) => events.lose(Some(failure)),
                        None => events.lose(None),
                    },
                },
            };
            if told.is_some() {
                return Poll::Ready(told);
            }
        }
    }
}

impl<R: Exchange> fmt::Debug for Events<R> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Events").field("operation", &self.call.operation.id).finish_non_exhaustive()
    }
}
