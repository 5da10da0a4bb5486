//! Calls that wait on the spot, for programs that are not asynchronous.

use super::error::Error;
use super::exchange::{Exchange, send};
use super::refusals::RequestError;
use std::sync::OnceLock;
use tokio::runtime::{Builder, Handle, Runtime};

/// One runtime for all clients of a process: it drives connections also between calls, on a thread of its own.
static RUNTIME: OnceLock<Option<Runtime>> = OnceLock::new();

fn runtime() -> Option<&'static Runtime> {
    let built = || Builder::new_multi_thread().worker_threads(1).enable_all().build().ok();
    RUNTIME.get_or_init(built).as_ref()
}

/// Sends a request and waits for its end.
pub(super) fn wait<R: Exchange>(request: R) -> Result<R::Success, Error<R::Error>> {
    if Handle::try_current().is_ok() {
        let why = "it would block the thread of an asynchronous runtime: await it there";
        return Err(Error::Request(RequestError::new(why)));
    }
    let runtime =
        runtime().ok_or_else(|| Error::Request(RequestError::new("no thread can be started for it")))?;
    runtime.block_on(send(request))
}
