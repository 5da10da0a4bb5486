//! Credentials: what a client was given for a scheme, and how it travels.

use super::refusals::RequestError;
use super::transport::{BoxFuture, RequestBody, Transport, TransportError};
use crate::http::{Location, Scheme, SchemeKind, Secret, escape};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use http::header::AUTHORIZATION;
use http::{HeaderMap, HeaderName, HeaderValue};
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

/// What a client is given for a security scheme: a key, a token, or where tokens come from.
#[derive(Clone)]
pub struct Credential(pub(super) Held);

#[derive(Clone)]
pub(super) enum Held {
    Secret(Secret),
    Basic(String, Secret),
    Source(Arc<dyn TokenSource>),
}

impl From<&str> for Credential {
    fn from(text: &str) -> Self {
        Self(Held::Secret(text.into()))
    }
}

impl From<String> for Credential {
    fn from(text: String) -> Self {
        Self(Held::Secret(text.into()))
    }
}

impl From<Secret> for Credential {
    fn from(secret: Secret) -> Self {
        Self(Held::Secret(secret))
    }
}

impl<S: TokenSource> From<S> for Credential {
    fn from(source: S) -> Self {
        Self(Held::Source(Arc::new(source)))
    }
}

impl fmt::Debug for Credential {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Credential(…)")
    }
}

/// Where tokens come from that do not last: [`OAuth2`](super::OAuth2), or anything else, such as a file that another
/// program renews, or a signer.
pub trait TokenSource: Send + Sync + 'static {
    /// The token to send now. It is asked for before each attempt, so whoever fetches one keeps it.
    fn token<'a>(&'a self, context: TokenContext<'a>) -> BoxFuture<'a, Result<Secret, CredentialError>>;

    /// The server answered 401 to this token. Whether another one may be had; then the request is sent once more.
    fn refused<'a>(&'a self, token: &'a Secret) -> BoxFuture<'a, bool> {
        let _ = token;
        Box::pin(std::future::ready(false))
    }
}

/// Where tokens of a scheme are issued, by the document (OpenAPI 3.0.4, section 4.7.29).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Flow {
    /// Where to ask.
    pub endpoint: Endpoint,
    /// The scopes that the operations ask for, with blanks between them.
    pub scope: &'static str,
}

/// Where a document sends who needs a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Endpoint {
    /// `tokenUrl`: to where tokens are issued.
    Token(&'static str),
    /// `openIdConnectUrl`: to a provider of OpenID Connect, which says where.
    Discovery(&'static str),
}

/// What a source of tokens may use.
#[derive(Clone, Copy)]
pub struct TokenContext<'a> {
    pub(super) transport: &'a Arc<dyn Transport>,
    pub(super) flow: Option<Flow>,
    pub(super) now: Duration,
}

impl fmt::Debug for TokenContext<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("TokenContext").field("flow", &self.flow).finish_non_exhaustive()
    }
}

/// The largest answer of an issuer of tokens that is read.
const MAX_BYTES: usize = 1 << 20;

/// A request on its way, and its whole response.
pub(super) type Sending = BoxFuture<'static, Result<http::Response<Bytes>, TransportError>>;

impl TokenContext<'_> {
    /// Where the document says that tokens are issued.
    pub fn flow(&self) -> Option<Flow> {
        self.flow
    }

    /// The time by the client's timer, since some moment that stays the same.
    pub fn now(&self) -> Duration {
        self.now
    }

    /// Sends a request over the client's transport, once and without credentials of the client.
    ///
    /// # Errors
    ///
    /// Where the request or the response is lost.
    pub async fn send(&self, request: http::Request<Bytes>) -> Result<http::Response<Bytes>, TransportError> {
        self.start(request).await
    }

    /// The same as a future that does not end with whoever asked for it, so that it can be kept and waited for later.
    pub(super) fn start(&self, request: http::Request<Bytes>) -> Sending {
        let transport = Arc::clone(self.transport);
        Box::pin(async move {
            let response = transport.send(request.map(RequestBody::from)).await?;
            let (parts, body) = response.into_parts();
            let body = super::response::collect(body, MAX_BYTES).await?;
            Ok(http::Response::from_parts(parts, body))
        })
    }
}

/// Why there is no token. It holds neither a URL nor a credential.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CredentialError {
    message: String,
    may_pass: bool,
}

impl CredentialError {
    /// An error that stays; the text must hold no credential.
    pub fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), may_pass: false }
    }

    /// An error that may be gone when the token is asked for again, likewise.
    pub fn passing(message: impl Into<String>) -> Self {
        Self { message: message.into(), may_pass: true }
    }

    /// Whether it may be gone when the token is asked for again.
    pub fn may_pass(&self) -> bool {
        self.may_pass
    }
}

impl fmt::Display for CredentialError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.message)
    }
}

impl std::error::Error for CredentialError {}

/// A credential that a client holds for a scheme.
#[derive(Clone)]
pub(super) struct Given {
    pub(super) scheme: &'static str,
    pub(super) held: Held,
    pub(super) flow: Option<Flow>,
}

/// A credential as it is sent now.
#[derive(Clone, Copy)]
pub(super) enum Presented<'a> {
    Secret(&'a Secret),
    Basic(&'a str, &'a Secret),
}

/// What goes into a request: the headers of the call, and credentials, which take the place of what has their names.
#[derive(Default)]
pub(super) struct Applied {
    pub(super) headers: HeaderMap,
    pub(super) query: Vec<String>,
    pub(super) cookies: Vec<String>,
}

impl Applied {
    pub(super) fn add(&mut self, scheme: &Scheme, credential: Presented<'_>) -> Result<(), RequestError> {
        let (user, secret) = match credential {
            Presented::Secret(secret) => ("", secret.expose()),
            Presented::Basic(user, password) => (user, password.expose()),
        };
        match scheme.kind {
            SchemeKind::ApiKey(Location::Query, name) => {
                self.query.push(format!("{}={}", escape(name), escape(secret)));
            }
            SchemeKind::ApiKey(Location::Cookie, name) => {
                if secret.contains([';', ',', ' ', '"', '\\']) {
                    return Err(RequestError::new("a credential holds characters that a cookie must not"));
                }
                self.cookies.push(format!("{name}={secret}"));
            }
            SchemeKind::ApiKey(Location::Header | Location::Path, name) => {
                self.headers.insert(header_name(name)?, sensitive(secret.to_owned())?);
            }
            SchemeKind::Basic => {
                // RFC 7617, section 2: a colon ends the user's name.
                if user.contains(':') {
                    return Err(RequestError::new("the name of a user must not hold a colon"));
                }
                let token = STANDARD.encode(format!("{user}:{secret}"));
                self.headers.insert(AUTHORIZATION, sensitive(format!("Basic {token}"))?);
            }
            SchemeKind::Bearer => {
                self.headers.insert(AUTHORIZATION, sensitive(["Bearer ", secret].concat())?);
            }
            SchemeKind::Http(name) => {
                self.headers.insert(AUTHORIZATION, sensitive(format!("{name} {secret}"))?);
            }
            SchemeKind::Transport => {}
        }
        Ok(())
    }
}

pub(super) fn header_name(name: &str) -> Result<HeaderName, RequestError> {
    name.parse().map_err(|_| RequestError::new(format!("`{}` is no name of a header", name.escape_debug())))
}

/// The value of a header that holds a credential.
pub(super) fn sensitive(text: String) -> Result<HeaderValue, RequestError> {
    let mut value = HeaderValue::try_from(text)
        .map_err(|_| RequestError::new("a credential holds characters that a header must not"))?;
    value.set_sensitive(true);
    Ok(value)
}
