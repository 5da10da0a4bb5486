//! Server-sent events (HTML, section 9.2) as a stream that connects again.

use super::call::Call;
use super::dispatch::{Failure, Reading, Reply, ReplyBody, exchange, received};
use super::download::Pieces;
use super::error::Error;
use super::exchange::{Exchange, told};
use super::lines::Lines;
use super::transport::{BoxFuture, TransportError, TransportErrorKind};
use crate::codec::{Mode, Wire, decode};
use futures_core::Stream;
use http::header::CONTENT_TYPE;
use std::fmt;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

/// How long to wait before connecting again where the server does not say.
const RETRY: Duration = Duration::from_secs(3);

/// The longest wait that a server may ask for.
const MAX_RETRY: Duration = Duration::from_secs(60);

/// How long a server may be silent; many send a comment twice a minute.
const IDLE: Duration = Duration::from_secs(120);

/// An event.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Event {
    /// What kind of event it is; `message` where the server does not say.
    pub event: String,
    /// Its data, lines separated by LF.
    pub data: String,
    /// The last id that the server gave, with this event or before it; empty where it gave none.
    pub id: String,
}

impl Event {
    /// The data as JSON.
    ///
    /// # Errors
    ///
    /// Where it is no value of that type.
    pub fn json<T: Wire>(&self) -> Result<T, super::DecodeFailure> {
        Ok(decode(self.data.as_bytes(), Mode::Lenient)?)
    }
}

impl fmt::Debug for Event {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = formatter.debug_struct("Event");
        shown.field("event", &self.event).field("data_bytes", &self.data.len()).finish_non_exhaustive()
    }
}

/// What a stream of events has read so far of one.
#[derive(Default)]
struct Parser {
    event: String,
    data: String,
    has_data: bool,
    last_id: String,
    retry: Option<Duration>,
    started: bool,
}

impl Parser {
    /// Takes a line; the event that it ends.
    fn line(&mut self, line: &[u8]) -> Option<Event> {
        let text = String::from_utf8_lossy(line);
        let text = match text.strip_prefix('\u{feff}') {
            Some(rest) if !self.started => rest,
            _ => &text,
        };
        self.started = true;
        if text.is_empty() {
            let event = Event {
                event: Some(std::mem::take(&mut self.event))
                    .filter(|it| !it.is_empty())
                    .unwrap_or("message".to_owned()),
                data: std::mem::take(&mut self.data),
                id: self.last_id.clone(),
            };
            return std::mem::take(&mut self.has_data).then_some(event);
        }
        let (field, value) = text.split_once(':').unwrap_or((text, ""));
        let value = value.strip_prefix(' ').unwrap_or(value);
        match field {
            "event" => value.clone_into(&mut self.event),
            "data" => {
                if self.has_data {
                    self.data.push('\n');
                }
                self.data.push_str(value);
                self.has_data = true;
            }
            // An id that a header cannot carry back is none.
            "id" if !value.chars().any(char::is_control) => value.clone_into(&mut self.last_id),
            "retry" if !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit()) => {
                self.retry = Some(Duration::from_millis(value.parse().unwrap_or(u64::MAX)).min(MAX_RETRY));
            }
            // Comments, and fields that nobody knows.
            _ => {}
        }
        None
    }

    /// What was begun and not ended is thrown away with its connection.
    fn cut(&mut self) {
        (self.event, self.data, self.has_data, self.started) = Default::default();
    }
}

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
    repeats: bool,
    request: PhantomData<fn() -> R>,
}

/// How many connections in a row may bring nothing.
const BARREN: u32 = 3;

impl<R: Exchange> Events<R> {
    pub(super) fn new(mut call: Call) -> Self {
        call.options.headers.push(("Accept".to_owned(), "text/event-stream".to_owned()));
        call.options.headers.push(("Cache-Control".to_owned(), "no-store".to_owned()));
        let repeats = call.is_idempotent() && call.stream.0.is_none();
        let mut events = Self {
            state: State::Ended,
            call,
            parser: Parser::default(),
            barren: 0,
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

    fn connect(&mut self) {
        let mut call = self.call.clone();
        if !self.parser.last_id.is_empty() {
            call.options.headers.push(("Last-Event-ID".to_owned(), self.parser.last_id.clone()));
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
        let wait = self.parser.retry.unwrap_or(RETRY);
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
                        events.barren = 0;
                        Ok(event)
                    }),
                    Some(Err(error)) => {
                        events.state = State::Ended;
                        Some(Err(Error::Transport(error)))
                    }
                    None => match std::task::ready!(pieces.poll(context)) {
                        Some(Ok(piece)) => {
                            lines.push(&piece);
                            let held = events.parser.data.len();
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
