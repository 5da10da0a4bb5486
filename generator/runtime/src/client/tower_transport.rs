//! Any `tower::Service` as a transport: a client can be wired to a router in memory.

use super::transport::{BoxFuture, RequestBody, ResponseBody, Transport, TransportError};
use bytes::Bytes;
use http_body_util::BodyExt;
use std::fmt;
use std::sync::{Mutex, PoisonError};
use tower_service::Service;

type Send = dyn Fn(http::Request<RequestBody>) -> BoxFuture<'static, Result<http::Response<ResponseBody>, TransportError>>
    + std::marker::Send
    + Sync;

/// A transport that hands each request to a clone of a service, such as an `axum::Router`.
pub struct TowerTransport {
    send: Box<Send>,
}

impl TowerTransport {
    /// Wraps a service.
    pub fn new<S, B>(service: S) -> Self
    where
        S: Service<http::Request<RequestBody>, Response = http::Response<B>>
            + Clone
            + std::marker::Send
            + 'static,
        S::Future: std::marker::Send + 'static,
        S::Error: fmt::Display,
        B: http_body::Body<Data = Bytes> + std::marker::Send + 'static,
        B::Error: fmt::Display,
    {
        let service = Mutex::new(service);
        let send = move |request: http::Request<RequestBody>| {
            let mut service = service.lock().unwrap_or_else(PoisonError::into_inner).clone();
            let sent = async move {
                std::future::poll_fn(|context| service.poll_ready(context)).await.map_err(lost)?;
                let response = service.call(request).await.map_err(lost)?;
                Ok(response.map(|body| body.map_err(lost).boxed_unsync()))
            };
            Box::pin(sent) as BoxFuture<'static, _>
        };
        Self { send: Box::new(send) }
    }
}

impl fmt::Debug for TowerTransport {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("TowerTransport")
    }
}

impl Transport for TowerTransport {
    fn send(
        &self,
        request: http::Request<RequestBody>,
    ) -> BoxFuture<'_, Result<http::Response<ResponseBody>, TransportError>> {
        (self.send)(request)
    }
}

fn lost(error: impl fmt::Display) -> TransportError {
    TransportError::new(error.to_string())
}
