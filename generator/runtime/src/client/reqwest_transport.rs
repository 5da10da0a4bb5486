//! The default transport: reqwest over rustls, redirects off.

use super::gunzip;
use super::transport::{BoxFuture, RequestBody, ResponseBody, Transport, TransportError, TransportErrorKind};
use http::uri::{Authority, Scheme};
use http_body_util::BodyExt;
use std::error::Error as _;
use std::fmt::Display;
use std::sync::{Arc, Mutex, PoisonError};

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
    /// Sends requests by a client that was set up elsewhere. It should follow no redirect and repeat nothing.
    pub fn with_client(client: reqwest::Client) -> Self {
        Self { client, latest: Arc::default() }
    }
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
            Ok(gunzip::undone(response.map(|body| body.map_err(lost).boxed_unsync())))
        })
    }

    fn wants_operation_id(&self) -> bool {
        false
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
        gunzip::ask(request.headers_mut());
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
