//! What a body is a list of, typed as the document says, each item as it arrives.

use super::call::Call;
use super::dispatch::{Failure, Reading, Reply, exchange};
use super::error::Error;
use super::event::Event;
use super::events::Events;
use super::exchange::Exchange;
use super::json_lines::{JsonLines, LineError};
use super::opening::opened;
use super::payload::DecodeFailure;
use super::refusals::RequestError;
use super::transport::BoxFuture;
use crate::codec::{DecodeError, Json, Mode, Wire, decode};
use crate::http::{Encoding, Framing, Kind, decode_event};
use futures_core::Stream;
use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

/// A success that is a list of items.
#[diagnostic::on_unimplemented(message = "`{Self}` is no list whose items could arrive one after the other")]
pub trait Listed {
    /// What it is a list of.
    type Item: Wire;
}

impl<T: Wire> Listed for Vec<T> {
    type Item = T;
}

type ItemOf<R> = <<R as Exchange>::Success as Listed>::Item;

enum Source<R: Exchange>
where
    R::Success: Listed,
{
    Events(Box<Events<R>>, Framing, Kind),
    /// A call as it was sent, for what is said of its answer.
    Opening(Box<Call>, BoxFuture<'static, Result<Reply, Failure>>),
    Lines(Box<JsonLines<ItemOf<R>, R::Error>>),
    /// The document describes no stream.
    Whole,
    Ended,
}

/// The items of a body as they arrive. One that is no value of its type is told in its place, and the stream goes on
/// after it; where the connection is lost for good, that is the last that is told. Where only the data of events is
/// described, a text that is no JSON behind all others is a mark of the end.
pub struct ItemStream<R: Exchange>
where
    R::Success: Listed,
{
    source: Source<R>,
    /// An event that is no JSON: a mark of the end, unless another one follows.
    mark: Option<DecodeFailure>,
    /// What followed it.
    behind: Option<Event>,
}

impl<R: Exchange> ItemStream<R>
where
    R::Success: Listed,
{
    pub(super) fn new(mut call: Call) -> Self {
        let successes = call.operation.responses.iter().filter(|response| response.success);
        let sequence = successes.flat_map(|response| response.contents).find_map(|it| match it.encoding {
            Encoding::Sequence { framing, kind } => Some((it.media_type, framing, kind)),
            _ => None,
        });
        let source = match sequence {
            None => Source::Whole,
            Some((_, framing @ (Framing::Events | Framing::Data), kind)) => {
                Source::Events(Box::new(Events::new(call)), framing, kind)
            }
            Some((media_type, Framing::Lines | Framing::Separated, _)) => {
                call.options.headers.push(("Accept".to_owned(), media_type.to_owned()));
                let kept = Box::new(call.clone());
                Source::Opening(kept, Box::pin(async move { exchange(&mut call, Reading::Stream).await }))
            }
        };
        Self { source, mark: None, behind: None }
    }

    /// The next item; `None` where the body has ended.
    pub async fn next(&mut self) -> Option<Result<ItemOf<R>, LineError<R::Error>>> {
        std::future::poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }
}

fn read<T: Wire>(framing: Framing, kind: &Kind, event: &Event) -> Result<T, DecodeError> {
    match framing {
        Framing::Data => decode(event.data.as_bytes(), Mode::Lenient),
        _ => decode(&decode_event(kind, event.fields()), Mode::Lenient),
    }
}

fn is_json(text: &str) -> bool {
    decode::<Json>(text.as_bytes(), Mode::Lenient).is_ok()
}

impl<R: Exchange> Stream for ItemStream<R>
where
    R::Success: Listed,
{
    type Item = Result<ItemOf<R>, LineError<R::Error>>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let stream = &mut *self;
        loop {
            match &mut stream.source {
                Source::Ended => return Poll::Ready(None),
                Source::Whole => {
                    stream.source = Source::Ended;
                    let why = "the document does not describe its answer as a stream";
                    return Poll::Ready(Some(Err(LineError::Call(Error::Request(RequestError::new(why))))));
                }
                Source::Opening(call, sent) => {
                    let reply = ready!(sent.as_mut().poll(context));
                    let longest = call.core.inner.max_response_bytes;
                    let lines = opened::<R>(call, reply).and_then(|(status, headers, pieces)| {
                        JsonLines::new(status, headers, pieces, longest).map_err(Error::Transport)
                    });
                    match lines {
                        Ok(lines) => stream.source = Source::Lines(Box::new(lines)),
                        Err(error) => {
                            stream.source = Source::Ended;
                            return Poll::Ready(Some(Err(LineError::Call(error))));
                        }
                    }
                }
                Source::Lines(lines) => return Pin::new(&mut **lines).poll_next(context),
                Source::Events(events, framing, kind) => {
                    let event = match stream.behind.take() {
                        Some(event) => event,
                        None => match Pin::new(&mut **events).poll_next(context) {
                            Poll::Ready(Some(Ok(event))) => event,
                            Poll::Ready(Some(Err(error))) => {
                                return Poll::Ready(Some(Err(LineError::Call(error))));
                            }
                            Poll::Pending if stream.mark.is_none() || !events.is_between() => {
                                return Poll::Pending;
                            }
                            // Behind a mark of the end there is nothing to connect to again for.
                            Poll::Pending | Poll::Ready(None) => {
                                stream.source = Source::Ended;
                                continue;
                            }
                        },
                    };
                    if let Some(failure) = stream.mark.take() {
                        stream.behind = Some(event);
                        return Poll::Ready(Some(Err(LineError::Decode(failure))));
                    }
                    let alone = *framing == Framing::Data;
                    match read(*framing, kind, &event) {
                        // As of one that is read whole, an event without a text is none.
                        _ if alone && event.data.is_empty() => {}
                        Ok(item) => return Poll::Ready(Some(Ok(item))),
                        Err(error) if alone && !is_json(&event.data) => {
                            stream.mark = Some(error.into());
                        }
                        Err(error) => return Poll::Ready(Some(Err(LineError::Decode(error.into())))),
                    }
                }
            }
        }
    }
}

impl<R: Exchange> fmt::Debug for ItemStream<R>
where
    R::Success: Listed,
{
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("ItemStream")
    }
}
