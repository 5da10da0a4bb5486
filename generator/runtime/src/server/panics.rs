//! A panic of somebody's code ends a request, and nothing else.

use super::problem::Problem;
use std::future::{Future, poll_fn};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::task::Poll;

/// A future has panicked. What it said went to the panic hook, and to no client.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Panicked;

impl Panicked {
    /// What the client is told: nothing but that.
    pub(super) fn problem(self) -> Problem {
        Problem::new(500)
    }
}

/// What a future comes to, unless it panics. Whatever it was about to change is its own and is to be dropped with it.
///
/// The future is lent: who takes one by value holds it twice.
pub(super) async fn caught<F: Future>(mut future: Pin<&mut F>) -> Result<F::Output, Panicked> {
    poll_fn(|context| match caught_once(|| future.as_mut().poll(context)) {
        Ok(Poll::Ready(value)) => Poll::Ready(Ok(value)),
        Ok(Poll::Pending) => Poll::Pending,
        Err(panicked) => Poll::Ready(Err(panicked)),
    })
    .await
}

/// What a call returns, unless it panics; what it was about to change is not to be used any more.
pub(super) fn caught_once<T>(call: impl FnOnce() -> T) -> Result<T, Panicked> {
    catch_unwind(AssertUnwindSafe(call)).map_err(|_| Panicked)
}
