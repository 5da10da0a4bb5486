//! What a client is built from.

use super::base_url::{checked, stays_in_place};
use super::credential::{Credential, Flow, Given, Held};
use super::hook::Hook;
use super::refusals::BuildError;
use super::retry::{Budget, Retries};
use super::timer::Timer;
use super::transport::Transport;
use crate::http::{Scheme, Secret};
use http::{HeaderName, HeaderValue};
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

/// How long a call may take where nothing else is said.
const TIMEOUT: Duration = Duration::from_secs(90);

/// How long an attempt may take where nothing else is said.
const ATTEMPT_TIMEOUT: Duration = Duration::from_secs(30);

/// How many bytes of a response are read where nothing else is said.
const MAX_RESPONSE_BYTES: usize = 16 << 20;

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
    pub(super) attempt_timeout: Duration,
    pub(super) max_response_bytes: usize,
    pub(super) retries: Retries,
    pub(super) budget: Budget,
    pub(super) idempotency_header: Option<HeaderName>,
    pub(super) compress_from: Option<usize>,
    pub(super) hooks: Vec<Box<dyn Hook>>,
    pub(super) transport: Arc<dyn Transport>,
    pub(super) timer: Box<dyn Timer>,
    pub(super) credentials: Vec<Given>,
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
#[derive(Default)]
pub struct Builder {
    base_url: Option<String>,
    needs_no_base_url: bool,
    base_url_given: bool,
    variables: Vec<(&'static str, String)>,
    /// What variables may be, where the document lists it.
    values: Vec<(&'static str, &'static [&'static str])>,
    user_agent: Option<String>,
    timeout: Option<Duration>,
    attempt_timeout: Option<Duration>,
    connect_timeout: Option<Duration>,
    max_response_bytes: Option<usize>,
    retries: Retries,
    idempotency_header: Option<String>,
    compress_from: Option<usize>,
    hooks: Vec<Box<dyn Hook>>,
    transport: Option<Arc<dyn Transport>>,
    timer: Option<Box<dyn Timer>>,
    credentials: Vec<Given>,
    wrong: Option<BuildError>,
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
    /// A builder of a client that has no base URL yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// A builder of a client each of whose calls says where it goes; see [`Call::to`](super::Call::to).
    pub fn without_base_url() -> Self {
        Self { needs_no_base_url: true, ..Self::default() }
    }

    /// The document's base URL, which counts where no other is given, and only for operations that have none of their
    /// own.
    pub fn documented_url(mut self, url: &'static str) -> Self {
        self.base_url = Some(url.to_owned());
        self
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

    /// How long a call may take, all of its attempts and waits included; 90 seconds where it is not called.
    pub fn timeout(mut self, limit: Duration) -> Self {
        self.timeout = Some(limit);
        self
    }

    /// How long an attempt may take, from the connection to the last byte read; 30 seconds where it is not called.
    pub fn attempt_timeout(mut self, limit: Duration) -> Self {
        self.attempt_timeout = Some(limit);
        self
    }

    /// How long a connection may take; 10 seconds where it is not called. A transport that is given has its own limit.
    pub fn connect_timeout(mut self, limit: Duration) -> Self {
        self.connect_timeout = Some(limit);
        self
    }

    /// The largest body that is read, after it was decompressed; 16 MiB where it is not called.
    pub fn max_response_bytes(mut self, bytes: usize) -> Self {
        self.max_response_bytes = Some(bytes);
        self
    }

    /// How often requests are sent again, and when; see [`Retries`] for what holds where it is not called.
    pub fn retries(mut self, retries: Retries) -> Self {
        self.retries = retries;
        self
    }

    /// The header in which each request that is not idempotent carries a key of its own, so that the server knows it
    /// again and it may be sent again. A header that the document describes for that needs no call of this.
    pub fn idempotency_header(mut self, name: impl Into<String>) -> Self {
        self.idempotency_header = Some(name.into());
        self
    }

    /// Compresses bodies of at least so many bytes by gzip. No body is compressed where it is not called: whether a
    /// server takes it, a document does not say.
    pub fn compress_requests(mut self, from_bytes: usize) -> Self {
        self.compress_from = Some(from_bytes);
        self
    }

    /// What is called before and after each attempt; hooks are called in the order in which they were given.
    pub fn hook(mut self, hook: impl Hook) -> Self {
        self.hooks.push(Box::new(hook));
        self
    }

    /// What carries requests.
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.transport = Some(Arc::new(transport));
        self
    }

    /// What tells time, in place of the one of the feature `tokio-timer`.
    pub fn timer(mut self, timer: impl Timer) -> Self {
        self.timer = Some(Box::new(timer));
        self
    }

    /// A key, a token, or where tokens come from; the flow is the document's.
    pub fn credential(
        self,
        scheme: &'static Scheme,
        flow: Option<Flow>,
        credential: impl Into<Credential>,
    ) -> Self {
        let Credential(held) = credential.into();
        self.with(Given { scheme: scheme.name, held, flow })
    }

    /// A user's name and password.
    pub fn basic(self, scheme: &'static Scheme, user: impl Into<String>, password: Secret) -> Self {
        self.with(Given { scheme: scheme.name, held: Held::Basic(user.into(), password), flow: None })
    }

    fn with(mut self, given: Given) -> Self {
        self.credentials.retain(|have| have.scheme != given.scheme);
        self.credentials.push(given);
        self
    }

    /// Keeps what is wrong until the client is built.
    pub(super) fn refuse(mut self, wrong: BuildError) -> Self {
        self.wrong.get_or_insert(wrong);
        self
    }

    /// A base URL with the values of its variables.
    fn filled(&self, template: &str) -> Result<String, BuildError> {
        let mut url = template.to_owned();
        for (name, value) in &self.variables {
            let listed = self.values.iter().find(|(have, _)| have == name).map(|(_, values)| *values);
            if listed.is_some_and(|values| !values.contains(&value.as_str())) {
                let values = listed.unwrap_or_default().join("`, `");
                return Err(BuildError::new(format!("the value of `{name}` must be one of `{values}`")));
            }
            if !stays_in_place(&url, name, value) {
                return Err(BuildError::new(format!("the value of `{name}` would lead to another host")));
            }
            url = url.replace(&format!("{{{name}}}"), value);
        }
        Ok(url)
    }

    /// The client's core.
    ///
    /// # Errors
    ///
    /// Where there is no base URL, where it is none, where a header cannot hold what it is to hold, or where no transport
    /// or timer is given and none is built in.
    pub fn build(self) -> Result<Core, BuildError> {
        if let Some(wrong) = self.wrong {
            return Err(wrong);
        }
        let base_url = match &self.base_url {
            Some(template) => checked(&self.filled(template)?)?,
            None if self.needs_no_base_url => String::new(),
            None => return Err(BuildError::new("the document has no base URL: give one with `base_url`")),
        };
        let user_agent = self.user_agent.map(|text| {
            HeaderValue::from_str(&text)
                .map_err(|_| BuildError::new("the user agent holds characters that a header must not"))
        });
        let idempotency_header = self.idempotency_header.map(|name| {
            let why = || format!("`{}` is no name of a header", name.escape_debug());
            name.parse().map_err(|_| BuildError::new(why()))
        });
        if self.compress_from.is_some() && !cfg!(feature = "gzip") {
            return Err(BuildError::new("bodies are compressed where the feature `gzip` is on"));
        }
        Ok(Core {
            inner: Arc::new(Inner {
                base_url,
                base_url_given: self.base_url_given,
                user_agent: user_agent.transpose()?,
                timeout: self.timeout.unwrap_or(TIMEOUT),
                attempt_timeout: self.attempt_timeout.unwrap_or(ATTEMPT_TIMEOUT),
                max_response_bytes: self.max_response_bytes.unwrap_or(MAX_RESPONSE_BYTES),
                budget: Budget::new(self.retries.budget),
                retries: self.retries,
                idempotency_header: idempotency_header.transpose()?,
                compress_from: self.compress_from,
                hooks: self.hooks,
                transport: match self.transport {
                    Some(transport) => transport,
                    None => default_transport(self.connect_timeout)?,
                },
                timer: match self.timer {
                    Some(timer) => timer,
                    None => default_timer()?,
                },
                credentials: self.credentials,
            }),
        })
    }
}

#[cfg(feature = "reqwest")]
fn default_transport(connect_timeout: Option<Duration>) -> Result<Arc<dyn Transport>, BuildError> {
    use super::ReqwestTransport;
    let transport =
        connect_timeout.map_or_else(ReqwestTransport::new, ReqwestTransport::with_connect_timeout);
    Ok(Arc::new(transport?))
}

#[cfg(not(feature = "reqwest"))]
fn default_transport(_: Option<Duration>) -> Result<Arc<dyn Transport>, BuildError> {
    Err(BuildError::new(
        "no transport is built in: give one with `transport`, or turn on the feature `reqwest`",
    ))
}

#[cfg(feature = "tokio-timer")]
#[allow(clippy::unnecessary_wraps, reason = "without the feature there is none")]
fn default_timer() -> Result<Box<dyn Timer>, BuildError> {
    Ok(Box::new(super::TokioTimer::new()))
}

#[cfg(not(feature = "tokio-timer"))]
fn default_timer() -> Result<Box<dyn Timer>, BuildError> {
    Err(BuildError::new("no timer is built in: give one with `timer`, or turn on the feature `tokio-timer`"))
}
