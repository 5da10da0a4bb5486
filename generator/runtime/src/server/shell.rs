//! What the typed shell of an operation is to the dispatch.

use super::{Checks, Problem, Reply, Request};
use std::future::{Ready, ready};

/// What a service has to be for the operations of a tag whose feature is off: nothing.
pub trait Off {}

impl<S> Off for S {}

/// What an operation is called with.
pub trait Input {
    /// Takes it out of a request; what is wrong is told when the request is finished.
    fn read(request: &mut Request) -> Self;
}

/// What an operation answers.
pub trait Answer {
    /// The response.
    ///
    /// # Errors
    ///
    /// Where the body cannot be written, or is not what the document says and that is asked.
    fn reply(self, checks: Checks) -> Result<Reply, Problem>;
}

/// The answer of a method that nobody has written: 501.
#[inline]
pub fn not_implemented<I, A>(input: I) -> Ready<Result<A, Problem>> {
    drop(input);
    ready(Err(Problem::not_implemented()))
}
