//! A panic of somebody's code ends a request, and nothing else.

use super::problem::Problem;
use std::future::{Future, poll_fn};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::pin;
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

/// What a future comes to, unless it panics. Whatever it was about to change is its own and is dropped with it.
pub(super) async fn caught<T>(future: impl Future<Output = T>) -> Result<T, Panicked> {
    let mut future = pin!(future);
    poll_fn(|context| {
        let poll = AssertUnwindSafe(|| future.as_mut().poll(context));
        match catch_unwind(poll) {
            Ok(Poll::Ready(value)) => Poll::Ready(Ok(value)),
            Ok(Poll::Pending) => Poll::Pending,
            Err(_) => Poll::Ready(Err(Panicked)),
        }
    })
    .await
}
