//! The default transport: reqwest over rustls, redirects off.

use super::builder::BuildError;
use super::transport::{BoxFuture, ResponseBody, Transport, TransportError};
use bytes::Bytes;
use http_body_util::BodyExt;
use rustls_platform_verifier::BuilderVerifierExt;
use std::error::Error as _;
use std::sync::Arc;

/// Sends requests by reqwest.
#[derive(Clone, Debug)]
pub struct ReqwestTransport {
    client: reqwest::Client,
}

impl ReqwestTransport {
    /// A transport with the certificates of the platform. It follows no redirect: a redirect would carry credentials
    /// to wherever the answer says.
    ///
    /// # Errors
    ///
    /// Where the platform has no certificates to trust.
    pub fn new() -> Result<Self, BuildError> {
        let unusable =
            |error: &dyn std::fmt::Display| BuildError::new(format!("TLS cannot be set up: {error}"));
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let mut tls = rustls::ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .map_err(|error| unusable(&error))?
            .with_platform_verifier()
            .map_err(|error| unusable(&error))?
            .with_no_client_auth();
        // A configuration that is brought along must say by itself which protocols it speaks.
        tls.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
        let client = reqwest::Client::builder()
            .tls_backend_preconfigured(tls)
            .redirect(reqwest::redirect::Policy::none())
            .referer(false)
            .build()
            .map_err(|error| unusable(&error.without_url()))?;
        Ok(Self { client })
    }

    /// Sends requests by a client that was set up elsewhere. It should follow no redirect.
    pub fn with_client(client: reqwest::Client) -> Self {
        Self { client }
    }
}

impl Transport for ReqwestTransport {
    fn send(
        &self,
        request: http::Request<Bytes>,
    ) -> BoxFuture<'_, Result<http::Response<ResponseBody>, TransportError>> {
        Box::pin(async move {
            let request = reqwest::Request::try_from(request).map_err(lost)?;
            let response = self.client.execute(request).await.map_err(lost)?;
            let response: http::Response<reqwest::Body> = response.into();
            Ok(response.map(|body| body.map_err(lost).boxed_unsync()))
        })
    }
}

/// The error and its causes, without the URL.
fn lost(error: reqwest::Error) -> TransportError {
    let error = error.without_url();
    let mut message = error.to_string();
    let mut cause = error.source();
    while let Some(inner) = cause {
        message.push_str(": ");
        message.push_str(&inner.to_string());
        cause = inner.source();
    }
    TransportError::new(message)
}
