//! A server with deadlines: what a listener and a router need so that no client can hold what others wait for.

mod bodies;
mod connection;
mod framing;
mod guard;
mod watch;

#[cfg(test)]
mod framing_tests;

pub(super) use bodies::Late;

use connection::connection;
use std::collections::BTreeMap;
use std::future::{Future, pending, poll_fn};
use std::pin::pin;
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::{AbortHandle, JoinSet};
use tokio::time::{Instant, sleep_until};
use watch::Watch;

/// How much a client may take. The bytes of a body are bounded by [`Routes`](super::Routes).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// How long the head of a request may take to arrive; then it is answered 408.
    pub header: Duration,
    /// How long the body of a request may take to arrive as a whole; then it is answered 408.
    pub body: Duration,
    /// How long a body of either direction may stand still because of the client: a request is answered 408 then,
    /// and a connection that does not take its answer is closed.
    pub progress: Duration,
    /// How long a connection may be open without a request.
    pub idle: Duration,
    /// How long the answer may take to begin, counted from the last byte of the request; then it is a 503. It does not
    /// bound how long the answer is, so that events can be streamed.
    pub handler: Duration,
    /// How long requests may go on when the server is shut down.
    pub shutdown: Duration,
    /// The bytes of a head, request line and fields; a larger one is answered 431, or 414 where its line alone is.
    pub head_bytes: usize,
    /// The fields of a head; more are answered 431.
    pub headers: usize,
    /// How many connections are served at a time. One more takes the place of the one that has rested longest; where none
    /// rests, it waits.
    pub connections: usize,
    /// How many requests are served on a connection.
    pub requests: usize,
    /// How many of them at a time, over HTTP/2.
    pub streams: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            header: Duration::from_secs(10),
            body: Duration::from_secs(60),
            progress: Duration::from_secs(15),
            idle: Duration::from_secs(60),
            handler: Duration::from_secs(30),
            shutdown: Duration::from_secs(30),
            head_bytes: 16 << 10,
            headers: 100,
            connections: 1024,
            requests: 10_000,
            streams: 100,
        }
    }
}

/// Serves a router over HTTP/1.1 and HTTP/2 (without TLS: with prior knowledge) until the future is dropped, which ends
/// every connection.
///
/// # Errors
///
/// None while it runs; the type is that of other servers.
pub async fn serve(listener: TcpListener, router: axum::Router, limits: Limits) -> std::io::Result<()> {
    serve_until(listener, router, limits, pending()).await
}

/// The same until `shutdown` is over: then no connection is accepted, those without a request are closed, and those with
/// one end with its answer, at the latest after [`Limits::shutdown`].
///
/// # Errors
///
/// None; the type is that of other servers.
pub async fn serve_until(
    listener: TcpListener,
    router: axum::Router,
    limits: Limits,
    shutdown: impl Future<Output = ()>,
) -> std::io::Result<()> {
    let mut shutdown = pin!(shutdown);
    let mut connections = Connections::default();
    let mut pause = pin!(sleep_until(Instant::now()));
    // Accepted, and without a place.
    let mut waiting: Option<TcpStream> = None;
    poll_fn(|context| {
        loop {
            if shutdown.as_mut().poll(context).is_ready() {
                return Poll::Ready(());
            }
            while let Poll::Ready(Some(ended)) = connections.tasks.poll_join_next(context) {
                connections.ended(ended.ok());
            }
            if connections.tasks.len() < limits.connections.max(1)
                && let Some(stream) = waiting.take()
            {
                connections.add(stream, &router, limits);
            }
            if pause.as_mut().poll(context).is_pending() {
                return Poll::Pending;
            }
            if waiting.is_some() {
                // Asked again, since nobody says when a connection begins to rest.
                connections.evict();
                pause.as_mut().reset(Instant::now() + Duration::from_millis(50));
                continue;
            }
            match listener.poll_accept(context) {
                Poll::Pending => return Poll::Pending,
                Poll::Ready(Ok((stream, _))) => waiting = Some(stream),
                // Neither a client that is gone before it is accepted nor a full table of files ends the server.
                Poll::Ready(Err(_)) => pause.as_mut().reset(Instant::now() + Duration::from_millis(50)),
            }
        }
    })
    .await;
    drop((listener, waiting));
    connections.end(limits.shutdown).await;
    Ok(())
}

/// The connections that are open, oldest first.
#[derive(Default)]
struct Connections {
    tasks: JoinSet<u64>,
    open: BTreeMap<u64, (Arc<Watch>, AbortHandle)>,
    count: u64,
}

impl Connections {
    fn add(&mut self, stream: TcpStream, router: &axum::Router, limits: Limits) {
        // Answers are written whole; to wait for more of them helps nobody. A socket that is gone is noticed when read.
        let _ = stream.set_nodelay(true);
        let (router, watch) = (router.clone(), Arc::new(Watch::new()));
        self.count += 1;
        let (number, seen) = (self.count, Arc::clone(&watch));
        let handle = self.tasks.spawn(async move {
            connection(stream, router, limits, watch).await;
            number
        });
        self.open.insert(number, (seen, handle));
    }

    fn ended(&mut self, number: Option<u64>) {
        match number {
            Some(number) => drop(self.open.remove(&number)),
            // A task that panicked does not say which it was.
            None => self.open.retain(|_, (_, handle)| !handle.is_finished()),
        }
    }

    /// Closes the connection that has rested longest, as far as one rests.
    fn evict(&self) {
        let resting = self.open.values().filter_map(|(watch, _)| Some((watch.resting()?, watch)));
        if let Some((_, watch)) = resting.min_by_key(|(since, _)| *since) {
            watch.evict();
        }
    }

    /// Lets every connection end, for so long; the rest is cut off.
    async fn end(mut self, patience: Duration) {
        for (watch, _) in self.open.values() {
            watch.end();
        }
        let mut deadline = pin!(sleep_until(Instant::now() + patience));
        poll_fn(|context| {
            loop {
                match self.tasks.poll_join_next(context) {
                    Poll::Ready(Some(_)) => {}
                    Poll::Ready(None) => return Poll::Ready(()),
                    Poll::Pending => return deadline.as_mut().poll(context),
                }
            }
        })
        .await;
    }
}
