//! One connection, from its first byte to its last.

use super::Limits;
use super::bodies::{Arrival, Arriving, Leaving, Open};
use super::framing::HeadLimits;
use super::guard::{Guard, REFUSED};
use super::watch::{Verdict, Watch};
use crate::server::Problem;
use crate::server::panics::caught;
use axum::body::Body;
use axum::response::IntoResponse;
use http::header::CONNECTION;
use http::{HeaderValue, Request, Response, Version};
use hyper::body::Incoming;
use hyper::service::{Service, service_fn};
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto;
use hyper_util::service::TowerToHyperService;
use std::convert::Infallible;
use std::future::{Future, poll_fn};
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::Poll;
use std::time::Duration;
use tokio::net::TcpStream;
use tokio::time::{Instant, sleep_until};

/// Serves a connection to its end.
pub(super) async fn connection(stream: TcpStream, router: axum::Router, limits: Limits, watch: Arc<Watch>) {
    let heads = HeadLimits { bytes: limits.head_bytes, fields: limits.headers };
    let guard = Guard::new(stream, Arc::clone(&watch), heads);
    let serving =
        Arc::new(Serving { router, limits, watch: Arc::clone(&watch), requests: AtomicUsize::new(0) });
    let service = service_fn(move |request| {
        // The request is open from here on, not from when its turn comes.
        let (open, serving) = (Open::new(&serving.watch), Arc::clone(&serving));
        async move { Ok::<_, Infallible>(serving.answer(request, open).await) }
    });
    let mut builder = auto::Builder::new(TokioExecutor::new());
    // The guard has held every head to these limits; hyper is told of them so that it does not hold them to less.
    builder.http1().timer(TokioTimer::new()).header_read_timeout(None).max_headers(limits.headers);
    let field_bytes = u32::try_from(limits.head_bytes).unwrap_or(u32::MAX);
    let streams = u32::try_from(limits.streams).unwrap_or(u32::MAX);
    builder
        .http2()
        .timer(TokioTimer::new())
        .max_concurrent_streams(streams)
        .max_header_list_size(field_bytes)
        .keep_alive_interval(limits.idle)
        .keep_alive_timeout(limits.progress);
    let mut served = pin!(builder.serve_connection(TokioIo::new(guard), service));
    let mut tick = pin!(sleep_until(Instant::now()));
    let mut ended: Option<Instant> = None;
    poll_fn(|context| {
        loop {
            if served.as_mut().poll(context).is_ready() {
                return Poll::Ready(());
            }
            if !watch.asked(context) && tick.as_mut().poll(context).is_pending() {
                return Poll::Pending;
            }
            match (watch.verdict(&limits), ended) {
                (Verdict::Drop, _) => return Poll::Ready(()),
                (Verdict::Wait(until), _) => tick.as_mut().reset(until),
                (Verdict::Refuse, _) => watch.refuse(408),
                (Verdict::End, None) => {
                    ended = Some(Instant::now());
                    served.as_mut().graceful_shutdown();
                }
                // What is idle has nothing to end; what is not ends with its requests.
                (Verdict::End, Some(since)) => match watch.rests() {
                    true if since + GOODBYE <= Instant::now() => return Poll::Ready(()),
                    _ => {
                        tick.as_mut().reset(Instant::now() + GOODBYE);
                        if tick.as_mut().poll(context).is_pending() {
                            return Poll::Pending;
                        }
                    }
                },
            }
        }
    })
    .await;
}

/// How long a connection that takes no further request is left to say so.
const GOODBYE: Duration = Duration::from_secs(1);

/// The service of one connection.
struct Serving {
    router: axum::Router,
    limits: Limits,
    watch: Arc<Watch>,
    /// How many requests came on the connection.
    requests: AtomicUsize,
}

impl Serving {
    async fn answer(&self, request: Request<Incoming>, open: Open) -> Response<Body> {
        let first_version = request.version() < Version::HTTP_2;
        let last = self.requests.fetch_add(1, Ordering::Relaxed) + 1 >= self.limits.requests;
        let refused = self.watch.refused().filter(|_| request.method().as_str() == REFUSED);
        let mut response = match refused {
            Some(status) => refusal(status).into_response(),
            None => self.call(request).await,
        };
        let ends = last || refused.is_some() || response.status() == http::StatusCode::REQUEST_TIMEOUT;
        if first_version && ends {
            response.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
        } else if last {
            self.watch.end();
        }
        response.map(|body| Leaving::body(body, open)).map(Body::new)
    }

    /// What the router answers; 503 where it does not, 500 where it panics.
    async fn call(&self, request: Request<Incoming>) -> Response<Body> {
        let arrival = Arrival::now();
        let request = request.map(|body| Arriving::body(body, arrival.clone(), &self.limits));
        let router = TowerToHyperService::new(self.router.clone());
        let answering = pin!(async move { router.call(request).await });
        let mut answer = pin!(caught(answering));
        let mut timer = pin!(sleep_until(arrival.last() + self.limits.handler));
        poll_fn(|context| {
            loop {
                if let Poll::Ready(answer) = answer.as_mut().poll(context) {
                    return Poll::Ready(match answer {
                        Ok(Ok(response)) => response,
                        Ok(Err(never)) => match never {},
                        Err(panicked) => panicked.problem().into_response(),
                    });
                }
                if timer.as_mut().poll(context).is_pending() {
                    return Poll::Pending;
                }
                let deadline = arrival.last() + self.limits.handler;
                if deadline <= Instant::now() {
                    let problem = Problem::new(503).detail("the server took too long");
                    return Poll::Ready(problem.into_response());
                }
                timer.as_mut().reset(deadline);
            }
        })
        .await
    }
}

/// What a head that is not let through is answered.
fn refusal(status: u16) -> Problem {
    Problem::new(status).detail(match status {
        408 => "the head of the request was not sent in time",
        414 => "the request line is too long",
        431 => "the head of the request is too large",
        505 => "the request is of a version of HTTP that is not spoken here",
        _ => "the head of the request cannot be read in one way only",
    })
}
