//! The default transport: reqwest over rustls, redirects off.

use super::refusals::BuildError;
use super::transport::{BoxFuture, RequestBody, ResponseBody, Transport, TransportError, TransportErrorKind};
use http::uri::{Authority, Scheme};
use http_body_util::BodyExt;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls_platform_verifier::BuilderVerifierExt;
use std::error::Error as _;
use std::fmt::Display;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// How long a connection may take where nothing else is said.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// Sends requests by reqwest.
#[derive(Clone, Debug)]
pub struct ReqwestTransport {
    client: reqwest::Client,
    latest: Arc<Mutex<Option<Origin>>>,
}

/// Where the latest request went. Most requests go to one server, whose name need not be read again for each of them.
#[derive(Clone, Debug)]
struct Origin {
    scheme: Scheme,
    authority: Authority,
    root: reqwest::Url,
}

impl ReqwestTransport {
    /// A transport with the certificates of the platform. It follows no redirect: a redirect would carry credentials
    /// to wherever the answer says. A connection may take 10 seconds.
    ///
    /// # Errors
    ///
    /// Where the platform has no certificates to trust.
    pub fn new() -> Result<Self, BuildError> {
        Self::with_connect_timeout(CONNECT_TIMEOUT)
    }

    /// The same, where a connection may take as long as is said; name resolution and TLS are part of it.
    ///
    /// # Errors
    ///
    /// Where the platform has no certificates to trust.
    pub fn with_connect_timeout(limit: Duration) -> Result<Self, BuildError> {
        Self::over(verifier()?.with_no_client_auth(), limit)
    }

    /// A transport that shows a certificate of its own (`mutualTLS`): PEM text of the certificate, with those that lead
    /// to its root, and of its private key. A connection may take 10 seconds.
    ///
    /// # Errors
    ///
    /// Where the texts hold no certificate or key, where the two do not fit, or where the platform has no certificates
    /// to trust.
    pub fn with_certificate(certificates: &[u8], key: &[u8]) -> Result<Self, BuildError> {
        let chain: Vec<_> = CertificateDer::pem_slice_iter(certificates)
            .collect::<Result<_, _>>()
            .map_err(|_| BuildError::new("the certificate of the client is no PEM text"))?;
        if chain.is_empty() {
            return Err(BuildError::new("the PEM text holds no certificate of the client"));
        }
        // What the parser says of a key may show the key.
        let key = PrivateKeyDer::from_pem_slice(key).map_err(|_| {
            BuildError::new("the key of the client's certificate is no PEM text of a private key")
        })?;
        let tls = verifier()?
            .with_client_auth_cert(chain, key)
            .map_err(|_| BuildError::new("the certificate of the client and its key do not fit"))?;
        Self::over(tls, CONNECT_TIMEOUT)
    }

    fn over(mut tls: rustls::ClientConfig, connect_timeout: Duration) -> Result<Self, BuildError> {
        // A configuration that is brought along must say by itself which protocols it speaks.
        tls.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
        let client = reqwest::Client::builder()
            .tls_backend_preconfigured(tls)
            .redirect(reqwest::redirect::Policy::none())
            // What is sent again, and when, is decided in one place.
            .retry(reqwest::retry::never())
            .referer(false)
            .connect_timeout(connect_timeout)
            .build()
            .map_err(|error| unusable(&error.without_url()))?;
        Ok(Self::with_client(client))
    }

    /// Sends requests by a client that was set up elsewhere. It should follow no redirect and repeat nothing.
    pub fn with_client(client: reqwest::Client) -> Self {
        Self { client, latest: Arc::default() }
    }
}

/// TLS with the certificates of the platform.
fn verifier()
-> Result<rustls::ConfigBuilder<rustls::ClientConfig, rustls::client::WantsClientCert>, BuildError> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| unusable(&error))?
        .with_platform_verifier()
        .map_err(|error| unusable(&error))
}

fn unusable(error: &dyn Display) -> BuildError {
    BuildError::new(format!("TLS cannot be set up: {error}"))
}

impl Transport for ReqwestTransport {
    fn send(
        &self,
        request: http::Request<RequestBody>,
    ) -> BoxFuture<'_, Result<http::Response<ResponseBody>, TransportError>> {
        Box::pin(async move {
            let request = self.request_of(request)?;
            let response = self.client.execute(request).await.map_err(lost)?;
            let response: http::Response<reqwest::Body> = response.into();
            Ok(response.map(|body| body.map_err(lost).boxed_unsync()))
        })
    }
}

impl ReqwestTransport {
    /// The request in reqwest's terms, which want a URL of their own.
    fn request_of(&self, request: http::Request<RequestBody>) -> Result<reqwest::Request, TransportError> {
        let (parts, content) = request.into_parts();
        let mut url = self.root(&parts.uri)?;
        url.set_path(parts.uri.path());
        url.set_query(parts.uri.query());
        let mut request = reqwest::Request::new(parts.method, url);
        *request.headers_mut() = parts.headers;
        *request.body_mut() = Some(body(content));
        Ok(request)
    }

    /// The URL of a server, without a path.
    fn root(&self, uri: &http::Uri) -> Result<reqwest::Url, TransportError> {
        let unusable = |reason: &dyn Display| {
            TransportError::of(TransportErrorKind::Unexpected, format!("the URL: {reason}"))
        };
        let (Some(scheme), Some(authority)) = (uri.scheme(), uri.authority()) else {
            return Err(unusable(&"it names no server"));
        };
        let mut latest = self.latest.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(origin) = &*latest
            && origin.scheme == *scheme
            && origin.authority == *authority
        {
            return Ok(origin.root.clone());
        }
        let root =
            reqwest::Url::parse(&format!("{scheme}://{authority}/")).map_err(|error| unusable(&error))?;
        *latest = Some(Origin { scheme: scheme.clone(), authority: authority.clone(), root: root.clone() });
        Ok(root)
    }
}

fn body(body: RequestBody) -> reqwest::Body {
    body.into_bytes().map_or_else(reqwest::Body::wrap, reqwest::Body::from)
}

/// The error and its causes, without the URL.
fn lost(error: reqwest::Error) -> TransportError {
    let error = error.without_url();
    let kind = if error.is_connect() { TransportErrorKind::Connect } else { TransportErrorKind::Lost };
    let mut message = error.to_string();
    let mut cause = error.source();
    while let Some(inner) = cause {
        message.push_str(": ");
        message.push_str(&inner.to_string());
        cause = inner.source();
    }
    TransportError::of(kind, message)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_url_is_what_it_would_be_if_it_were_read_whole() {
        let transport = ReqwestTransport::new().expect("a transport");
        for uri in [
            "http://127.0.0.1:8080/a/b?c=d&e=%20",
            "http://127.0.0.1:8080/",
            "http://127.0.0.1:8080",
            "http://127.0.0.1:8080?a",
            "https://127.0.0.1:8080/a%2Fb/%2e%2e/c",
            "http://127.0.0.1:8081/a/../b/./c//d",
            "http://EXAMPLE.com/a;b='c'?d='e'|f",
            "http://example.com/%C3%A9?%C3%A9=%",
            "http://[::1]:1/a:b@c",
            "https://user:secret@example.com:443/?",
        ] {
            let request =
                http::Request::get(uri).body(RequestBody::from(bytes::Bytes::new())).expect("a request");
            let sent = transport.request_of(request).expect("a URL");
            assert_eq!(sent.url(), &reqwest::Url::parse(uri).expect("a URL"), "{uri}");
        }
    }
}
