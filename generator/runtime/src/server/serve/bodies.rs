//! Bodies with deadlines: what a client sends, and what it takes.

use super::Limits;
use super::watch::Watch;
use axum::body::Body;
use bytes::Bytes;
use hyper::body::{Body as HttpBody, Frame, Incoming, SizeHint};
use std::error::Error;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::{Context, Poll, ready};
use std::time::Duration;
use tokio::time::{Instant, Sleep, sleep_until};

/// A client did not send its body in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::server) struct Late;

impl fmt::Display for Late {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("the body was not sent in time")
    }
}

impl Error for Late {}

impl Late {
    /// Whether an error comes of a late body.
    pub(in crate::server) fn is_in(error: &(dyn Error + 'static)) -> bool {
        std::iter::successors(Some(error), |&error| error.source()).any(|error| error.is::<Self>())
    }
}

/// When the last byte of a request arrived.
#[derive(Clone, Debug)]
pub(super) struct Arrival {
    start: Instant,
    milliseconds: Arc<AtomicU64>,
}

impl Arrival {
    pub(super) fn now() -> Self {
        Self { start: Instant::now(), milliseconds: Arc::new(AtomicU64::new(0)) }
    }

    pub(super) fn last(&self) -> Instant {
        self.start + Duration::from_millis(self.milliseconds.load(Ordering::Relaxed))
    }

    fn note(&self) {
        let since = u64::try_from(self.start.elapsed().as_millis()).unwrap_or(u64::MAX);
        self.milliseconds.store(since, Ordering::Relaxed);
    }
}

/// A request's body.
pub(super) struct Arriving {
    inner: Incoming,
    arrival: Arrival,
    whole: Duration,
    progress: Duration,
    timer: Option<Pin<Box<Sleep>>>,
}

impl Arriving {
    pub(super) fn body(inner: Incoming, arrival: Arrival, limits: &Limits) -> Body {
        let (whole, progress) = (limits.body, limits.progress);
        Body::new(Self { inner, arrival, whole, progress, timer: None })
    }
}

impl HttpBody for Arriving {
    type Data = Bytes;
    type Error = Box<dyn Error + Send + Sync>;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        let this = &mut *self;
        if let Poll::Ready(frame) = Pin::new(&mut this.inner).poll_frame(context) {
            this.arrival.note();
            // A body of one byte after another is late as a whole at last, although none of them is.
            if frame.is_some() && Instant::now() >= this.arrival.start + this.whole {
                return Poll::Ready(Some(Err(Late.into())));
            }
            return Poll::Ready(frame.map(|frame| frame.map_err(Into::into)));
        }
        let deadline = (this.arrival.start + this.whole).min(this.arrival.last() + this.progress);
        let timer = this.timer.get_or_insert_with(|| Box::pin(sleep_until(deadline)));
        if timer.deadline() != deadline {
            timer.as_mut().reset(deadline);
        }
        ready!(timer.as_mut().poll(context));
        Poll::Ready(Some(Err(Late.into())))
    }

    fn is_end_stream(&self) -> bool {
        self.inner.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.inner.size_hint()
    }
}

/// A request that is open until this is gone.
#[derive(Debug)]
pub(super) struct Open {
    watch: Arc<Watch>,
    /// Whether the server is waited for, and not the client.
    waits: bool,
}

impl Open {
    pub(super) fn new(watch: &Arc<Watch>) -> Self {
        watch.open();
        Self { watch: Arc::clone(watch), waits: true }
    }

    fn waits(&mut self, waits: bool) {
        if self.waits == waits {
            self.watch.moves();
        } else {
            self.waits = waits;
            self.watch.waits(waits);
        }
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        self.watch.close(self.waits);
    }
}

/// A response's body.
pub(super) struct Leaving {
    inner: Body,
    open: Open,
}

impl Leaving {
    pub(super) fn body(inner: Body, mut open: Open) -> Self {
        open.waits(false);
        Self { inner, open }
    }
}

impl HttpBody for Leaving {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        let polled = Pin::new(&mut self.inner).poll_frame(context);
        self.open.waits(polled.is_pending());
        polled
    }

    fn is_end_stream(&self) -> bool {
        self.inner.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.inner.size_hint()
    }
}
