//! An answer whose body is read as it arrives.

use super::call::Call;
use super::dispatch::{Failure, Reading, Reply, ReplyBody, exchange, received};
use super::download::Pieces;
use super::error::Error;
use super::exchange::{Exchange, told};
use super::refusals::RequestError;
use http::{HeaderMap, StatusCode};

/// Sends a call and returns its body as a stream, where it is a success.
pub(super) async fn open<R: Exchange>(
    mut call: Call,
) -> Result<(StatusCode, HeaderMap, Pieces), Error<R::Error>> {
    let reply = exchange(&mut call, Reading::Stream).await;
    opened::<R>(&call, reply)
}

/// The body of a reply to a call as a stream.
pub(super) fn opened<R: Exchange>(
    call: &Call,
    reply: Result<Reply, Failure>,
) -> Result<(StatusCode, HeaderMap, Pieces), Error<R::Error>> {
    let (core, operation) = (call.core.clone(), call.operation);
    let idle = call.options.attempt_timeout.unwrap_or(core.inner.attempt_timeout);
    let Reply { status, headers, body } = reply.map_err(Error::from)?;
    match body {
        ReplyBody::Stream(body) => Ok((status, headers, Pieces::new(core, body, idle))),
        ReplyBody::Whole(bytes) => match told::<R>(received(operation, status, headers, bytes)) {
            Err(error) => Err(error),
            // A success is never read whole where a stream is asked for.
            Ok(_) => Err(Error::Request(RequestError::new("the response was read before it was asked for"))),
        },
    }
}
