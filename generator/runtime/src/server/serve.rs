//! A server with deadlines: what a listener and a router need so that no client can hold a connection for ever.

use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::Semaphore;

/// How much a client may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// How long the head of a request may take to arrive; an idle connection is closed after the same time.
    pub header: Duration,
    /// How long a connection may live, whatever happens on it.
    pub connection: Duration,
    /// How many connections are served at a time; more wait to be accepted.
    pub connections: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { header: Duration::from_secs(10), connection: Duration::from_secs(120), connections: 1024 }
    }
}

/// Serves a router over HTTP/1.1 until the task is dropped.
///
/// # Errors
///
/// None while the task runs; the type is that of other servers.
pub async fn serve(listener: TcpListener, router: axum::Router, limits: Limits) -> std::io::Result<()> {
    let slots = Arc::new(Semaphore::new(limits.connections));
    loop {
        let slot = Arc::clone(&slots).acquire_owned().await.map_err(std::io::Error::other)?;
        let (stream, _) = match listener.accept().await {
            Ok(accepted) => accepted,
            // Neither a client that is gone before it is accepted nor a full table of files is a reason to stop serving.
            Err(_) => {
                tokio::time::sleep(Duration::from_millis(50)).await;
                continue;
            }
        };
        let service = TowerToHyperService::new(router.clone());
        tokio::spawn(async move {
            let connection = hyper::server::conn::http1::Builder::new()
                .timer(TokioTimer::new())
                .header_read_timeout(limits.header)
                .serve_connection(TokioIo::new(stream), service);
            let _ = tokio::time::timeout(limits.connection, connection).await;
            drop(slot);
        });
    }
}
