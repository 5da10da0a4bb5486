//! What a client is built from.

use super::transport::Transport;
use crate::http::{Scheme, Secret};
use http::HeaderValue;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

/// How long a call may take where nothing else is said.
const TIMEOUT: Duration = Duration::from_secs(30);

/// How many bytes of a response are read where nothing else is said.
const MAX_RESPONSE_BYTES: usize = 16 << 20;

/// A credential that a client was given.
#[derive(Clone, Debug)]
pub(super) struct Credential {
    pub(super) scheme: &'static str,
    /// The user's name, for `Basic`.
    pub(super) user: Option<String>,
    pub(super) secret: Secret,
}

/// Everything that a call needs of its client.
#[derive(Clone)]
pub struct Core {
    pub(super) inner: Arc<Inner>,
}

pub(super) struct Inner {
    /// Without a slash at its end.
    pub(super) base_url: String,
    /// Whether the caller gave it: it is then the base of every operation.
    pub(super) base_url_given: bool,
    pub(super) user_agent: Option<HeaderValue>,
    pub(super) timeout: Duration,
    pub(super) max_response_bytes: usize,
    pub(super) transport: Box<dyn Transport>,
    pub(super) credentials: Vec<Credential>,
}

impl fmt::Debug for Core {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let schemes: Vec<_> = self.inner.credentials.iter().map(|credential| credential.scheme).collect();
        formatter
            .debug_struct("Core")
            .field("base_url", &self.inner.base_url)
            .field("credentials", &schemes)
            .finish_non_exhaustive()
    }
}

/// Builds a [`Core`].
#[must_use]
pub struct Builder {
    base_url: Option<String>,
    base_url_given: bool,
    variables: Vec<(&'static str, String)>,
    /// What variables may be, where the document lists it.
    values: Vec<(&'static str, &'static [&'static str])>,
    user_agent: Option<String>,
    timeout: Duration,
    max_response_bytes: usize,
    transport: Option<Box<dyn Transport>>,
    credentials: Vec<Credential>,
}

impl fmt::Debug for Builder {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let schemes: Vec<_> = self.credentials.iter().map(|credential| credential.scheme).collect();
        formatter
            .debug_struct("Builder")
            .field("base_url", &self.base_url)
            .field("credentials", &schemes)
            .finish_non_exhaustive()
    }
}

impl Builder {
    /// A builder with the document's base URL, if it has one.
    pub fn new(base_url: Option<&str>) -> Self {
        Self {
            base_url: base_url.map(str::to_owned),
            base_url_given: false,
            variables: Vec::new(),
            values: Vec::new(),
            user_agent: None,
            timeout: TIMEOUT,
            max_response_bytes: MAX_RESPONSE_BYTES,
            transport: None,
            credentials: Vec::new(),
        }
    }

    /// The URL that every path is appended to.
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.base_url = Some(url.into());
        self.base_url_given = true;
        self
    }

    /// The value of a variable in the base URL; the last one given counts.
    pub fn server_variable(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.variables.retain(|(have, _)| *have != name);
        self.variables.push((name, value.into()));
        self
    }

    /// What a variable in the base URL may be.
    pub fn server_values(mut self, name: &'static str, values: &'static [&'static str]) -> Self {
        self.values.push((name, values));
        self
    }

    /// The `User-Agent` that is sent; none is sent where it is not called.
    pub fn user_agent(mut self, text: impl Into<String>) -> Self {
        self.user_agent = Some(text.into());
        self
    }

    /// How long a call may take, from the first byte sent to the last byte read; 30 seconds where it is not called.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// The largest body that is read; 16 MiB where it is not called.
    pub fn max_response_bytes(mut self, bytes: usize) -> Self {
        self.max_response_bytes = bytes;
        self
    }

    /// What carries requests.
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.transport = Some(Box::new(transport));
        self
    }

    /// A key, token or the like.
    pub fn credential(self, scheme: &'static Scheme, secret: Secret) -> Self {
        self.with(Credential { scheme: scheme.name, user: None, secret })
    }

    /// A user's name and password.
    pub fn basic(self, scheme: &'static Scheme, user: impl Into<String>, password: Secret) -> Self {
        self.with(Credential { scheme: scheme.name, user: Some(user.into()), secret: password })
    }

    fn with(mut self, credential: Credential) -> Self {
        self.credentials.retain(|have| have.scheme != credential.scheme);
        self.credentials.push(credential);
        self
    }

    /// The client's core.
    ///
    /// # Errors
    ///
    /// Where there is no base URL, where it is none, or where no transport is given and none is built in.
    pub fn build(self) -> Result<Core, BuildError> {
        let Some(mut base_url) = self.base_url else {
            return Err(BuildError::new("the document has no base URL: give one with `base_url`"));
        };
        for (name, value) in &self.variables {
            let listed = self.values.iter().find(|(have, _)| have == name).map(|(_, values)| *values);
            if listed.is_some_and(|values| !values.contains(&value.as_str())) {
                let values = listed.unwrap_or_default().join("`, `");
                return Err(BuildError::new(format!("the value of `{name}` must be one of `{values}`")));
            }
            if !stays_in_place(&base_url, name, value) {
                return Err(BuildError::new(format!("the value of `{name}` would lead to another host")));
            }
            base_url = base_url.replace(&format!("{{{name}}}"), value);
        }
        let user_agent = match &self.user_agent {
            Some(text) => Some(
                HeaderValue::from_str(text)
                    .map_err(|_| BuildError::new("the user agent holds characters that a header must not"))?,
            ),
            None => None,
        };
        Ok(Core {
            inner: Arc::new(Inner {
                base_url: checked(&base_url)?,
                base_url_given: self.base_url_given,
                user_agent,
                timeout: self.timeout,
                max_response_bytes: self.max_response_bytes,
                transport: match self.transport {
                    Some(transport) => transport,
                    None => default_transport()?,
                },
                credentials: self.credentials,
            }),
        })
    }
}

#[cfg(feature = "reqwest")]
fn default_transport() -> Result<Box<dyn Transport>, BuildError> {
    Ok(Box::new(super::ReqwestTransport::new()?))
}

#[cfg(not(feature = "reqwest"))]
fn default_transport() -> Result<Box<dyn Transport>, BuildError> {
    Err(BuildError::new(
        "no transport is built in: give one with `transport`, or turn on the feature `reqwest`",
    ))
}

/// Whether a variable's value stays in the part of the URL where the variable stands: one in the host must not end it.
fn stays_in_place(template: &str, name: &str, value: &str) -> bool {
    let Some(place) = template.find(&format!("{{{name}}}")) else { return true };
    let Some(scheme) = template.find("://") else { return true };
    let host = scheme + 3;
    let path = template.get(host..).and_then(|rest| rest.find('/')).map_or(template.len(), |end| host + end);
    if place < scheme {
        return value == "http" || value == "https";
    }
    !value.contains(['?', '#', '\\']) && (place > path || !value.contains(['/', '@']))
}

/// A base URL: `http` or `https`, a host, and perhaps a path.
fn checked(url: &str) -> Result<String, BuildError> {
    let wrong = |why: &str| BuildError::new(format!("the base URL {why}"));
    if let Some((_, rest)) = url.split_once('{') {
        let name = rest.split('}').next().unwrap_or_default();
        return Err(wrong(&format!("has a variable that was given no value: `{name}`")));
    }
    if url.contains(['?', '#']) {
        return Err(wrong("must not have a query or a fragment"));
    }
    let uri: http::Uri = url.parse().map_err(|_| wrong("is not a URL"))?;
    let authority = uri.authority().ok_or_else(|| wrong("must name a host"))?;
    if authority.as_str().contains('@') {
        return Err(wrong("must not hold credentials"));
    }
    match uri.scheme_str() {
        Some("http" | "https") => Ok(url.trim_end_matches('/').to_owned()),
        _ => Err(wrong("must start with `http://` or `https://`")),
    }
}

/// Why a client could not be built.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BuildError {
    message: String,
}

impl BuildError {
    pub(super) fn new(message: impl Into<String>) -> Self {
        Self { message: message.into() }
    }
}

impl fmt::Display for BuildError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.message)
    }
}

impl std::error::Error for BuildError {}
