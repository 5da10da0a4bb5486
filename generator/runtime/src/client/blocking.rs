//! Calls that wait on the spot, for programs that are not asynchronous.

use super::error::Error;
use super::exchange::{Exchange, send};
use super::refusals::RequestError;
use futures_core::Stream;
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::sync::OnceLock;
use tokio::runtime::{Builder, Handle, Runtime};

/// One runtime for all clients of a process: it drives connections also between calls, on a thread of its own.
static RUNTIME: OnceLock<Option<Runtime>> = OnceLock::new();

fn runtime() -> Option<&'static Runtime> {
    let built = || Builder::new_multi_thread().worker_threads(1).enable_all().build().ok();
    RUNTIME.get_or_init(built).as_ref()
}

/// The runtime to wait in; an error within another one, whose thread it would block.
fn entered() -> Result<&'static Runtime, RequestError> {
    if Handle::try_current().is_ok() {
        let why = "it would block the thread of an asynchronous runtime: await it there";
        return Err(RequestError::new(why));
    }
    runtime().ok_or_else(|| RequestError::new("no thread can be started for it"))
}

/// Sends a request and waits for its end.
pub(super) fn wait<R: Exchange>(request: R) -> Result<R::Success, Error<R::Error>> {
    send(request).wait()
}

/// What can be waited for on the spot, by programs that are not asynchronous: what `with_headers`, `raw`, `download` and
/// `json_lines` return.
pub trait Wait: Future + Sized {
    /// Waits for its end.
    fn wait<T, E>(self) -> Self::Output
    where
        Self: Future<Output = Result<T, E>>,
        E: From<RequestError>,
    {
        entered()?.block_on(self)
    }
}

impl<F: Future> Wait for F {}

/// What comes one after the other and can be waited for on the spot: pages and their items, events, lines, pieces of a body.
pub trait WaitEach: Stream + Sized + Unpin {
    /// An iterator that waits for each.
    fn wait_each(self) -> Waiting<Self> {
        Waiting { stream: self, refused: false }
    }
}

impl<S: Stream + Unpin> WaitEach for S {}

/// A stream whose items are waited for.
#[derive(Debug)]
pub struct Waiting<S> {
    stream: S,
    /// Whether it was told that nothing can be waited for here.
    refused: bool,
}

impl<S, T, E> Iterator for Waiting<S>
where
    S: Stream<Item = Result<T, E>> + Unpin,
    E: From<RequestError>,
{
    type Item = Result<T, E>;

    fn next(&mut self) -> Option<Self::Item> {
        match entered() {
            Ok(runtime) => runtime.block_on(poll_fn(|context| Pin::new(&mut self.stream).poll_next(context))),
            Err(why) => (!std::mem::replace(&mut self.refused, true)).then(|| Err(why.into())),
        }
    }
}
