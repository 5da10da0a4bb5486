//! What the typed shell of an operation is to the dispatch.

use super::{Attempt, Checks, Denied, Problem, Reply, Request};
use std::fmt;
use std::future::Future;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll};

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

/// A method of a service that answers an operation: an `async fn` of `&self` and an input. What it returns may borrow the
/// service, and that is why this is said for each lifetime.
pub trait Method<'s, S: 's, I, A>: Copy + Send + Sync + 'static {
    /// What it returns.
    type Answering: Future<Output = Result<A, Problem>> + Send + 's;

    /// Calls it.
    fn call(self, service: &'s S, input: I) -> Self::Answering;
}

impl<'s, S, I, A, M, R> Method<'s, S, I, A> for M
where
    S: 's,
    M: Fn(&'s S, I) -> R + Copy + Send + Sync + 'static,
    R: Future<Output = Result<A, Problem>> + Send + 's,
{
    type Answering = R;

    #[inline]
    fn call(self, service: &'s S, input: I) -> R {
        self(service, input)
    }
}

/// A method of a service that decides who may call: an `async fn` of `&self`, a credential and an [`Attempt`].
pub trait Decide<'a, S: 'a, C>: Copy + Send + Sync + 'static {
    /// What it returns.
    type Deciding: Future<Output = Result<(), Denied>> + Send + 'a;

    /// Calls it.
    fn decide(self, service: &'a S, credential: C, attempt: Attempt<'a>) -> Self::Deciding;
}

impl<'a, S, C, M, R> Decide<'a, S, C> for M
where
    S: 'a,
    M: Fn(&'a S, C, Attempt<'a>) -> R + Copy + Send + Sync + 'static,
    R: Future<Output = Result<(), Denied>> + Send + 'a,
{
    type Deciding = R;

    #[inline]
    fn decide(self, service: &'a S, credential: C, attempt: Attempt<'a>) -> R {
        self(service, credential, attempt)
    }
}

/// The answer of a method that nobody has written: 501.
#[inline]
pub fn not_implemented<I, A>(input: I) -> NotImplemented<A> {
    drop(input);
    NotImplemented(PhantomData)
}

/// The future of an answer that is never given. It can be sent whatever the answer is, so that the compiler need not look
/// through all models for each method of a service.
pub struct NotImplemented<A>(PhantomData<fn() -> A>);

impl<A> fmt::Debug for NotImplemented<A> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("NotImplemented")
    }
}

impl<A> Future for NotImplemented<A> {
    type Output = Result<A, Problem>;

    fn poll(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Self::Output> {
        Poll::Ready(Err(Problem::not_implemented()))
    }
}
