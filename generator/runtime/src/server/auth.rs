//! Who may call: a trait of the service, asked before anything of the body is read.

use super::problem::Problem;
use crate::http::{Location, Operation, Scheme, SchemeKind, Secret, is_named};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::header::{AUTHORIZATION, WWW_AUTHENTICATE};
use http::{Extensions, HeaderMap, HeaderValue};
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};

/// The credentials that a request came with: all those of one alternative of the document.
#[derive(Clone, Copy, Debug)]
pub struct Attempt<'r> {
    operation: &'static Operation,
    credentials: &'r [(&'static str, Secret)],
    noted: &'r Noted,
}

/// What is noted of who calls.
#[derive(Default)]
struct Noted(Mutex<Extensions>);

impl fmt::Debug for Noted {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Noted")
    }
}

impl<'r> Attempt<'r> {
    /// The operation that is called.
    #[must_use]
    pub fn operation(&self) -> &'static Operation {
        self.operation
    }

    /// The credentials by the name of their scheme: a key, a token, or `user:password`.
    #[must_use]
    pub fn credentials(&self) -> &'r [(&'static str, Secret)] {
        self.credentials
    }

    /// The credential of a scheme.
    #[must_use]
    pub fn credential(&self, scheme: &str) -> Option<&'r Secret> {
        self.credentials.iter().find(|(name, _)| *name == scheme).map(|(_, secret)| secret)
    }

    /// Notes who calls, for the handler: [`Context::caller`](super::Context::caller) finds it by its type. It is forgotten
    /// where the attempt is denied.
    pub fn note_caller<C: Clone + Send + Sync + 'static>(&self, caller: C) {
        self.noted.0.lock().unwrap_or_else(PoisonError::into_inner).insert(caller);
    }
}

/// Why a request may not go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Denied {
    /// The credentials are not known: 401.
    Unauthenticated,
    /// They are known and not enough: 403.
    Forbidden,
}

/// Decides who may call. A request without the credentials that the document asks for never gets here.
///
/// A secret is compared by [`Secret::matches`], never by `==`: how long that takes tells how much of a guess is right.
///
/// ```text
/// impl Authenticate for Ledger {
///     async fn authenticate(&self, attempt: Attempt<'_>) -> Result<(), Denied> {
///         let key = attempt.credential("ApiKey").ok_or(Denied::Unauthenticated)?;
///         let tenant = self.tenants.iter().find(|tenant| key.matches(&tenant.key)).ok_or(Denied::Unauthenticated)?;
///         attempt.note_caller(tenant.id); // a handler has it by `input.context.caller::<TenantId>()`
///         Ok(())
///     }
/// }
/// ```
pub trait Authenticate: Send + Sync + 'static {
    /// Decides on one request.
    fn authenticate(&self, attempt: Attempt<'_>) -> impl Future<Output = Result<(), Denied>> + Send;
}

type Decision<'a> = Pin<Box<dyn Future<Output = Result<(), Denied>> + Send + 'a>>;

trait Decide: Send + Sync {
    fn decide<'a>(&'a self, attempt: Attempt<'a>) -> Decision<'a>;
}

impl<S: Authenticate> Decide for S {
    fn decide<'a>(&'a self, attempt: Attempt<'a>) -> Decision<'a> {
        Box::pin(self.authenticate(attempt))
    }
}

/// A service, as far as it decides who may call.
#[derive(Clone)]
pub struct Authenticator {
    service: Arc<dyn Decide>,
}

impl fmt::Debug for Authenticator {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Authenticator")
    }
}

impl Authenticator {
    /// The service itself.
    pub fn of<S: Authenticate>(service: &Arc<S>) -> Self {
        Self { service: Arc::<S>::clone(service) }
    }

    /// Tries the alternatives of an operation in the document's order; what was noted of who calls.
    pub(super) async fn check(
        &self,
        operation: &'static Operation,
        headers: &HeaderMap,
        query: &[(&str, &str)],
    ) -> Result<Extensions, Problem> {
        let (mut denied, mut offered) = (Denied::Unauthenticated, false);
        for alternative in operation.security {
            let found = alternative.iter().filter(|scheme| scheme.kind != SchemeKind::Transport);
            let found =
                found.map(|scheme| credential(scheme, headers, query).map(|secret| (scheme.name, secret)));
            let Some(credentials) = found.collect::<Option<Vec<_>>>() else { continue };
            if alternative.is_empty() {
                return Ok(Extensions::new());
            }
            let noted = Noted::default();
            let attempt = Attempt { operation, credentials: &credentials, noted: &noted };
            match self.service.decide(attempt).await {
                Ok(()) => return Ok(noted.0.into_inner().unwrap_or_else(PoisonError::into_inner)),
                Err(why) => {
                    denied = why;
                    offered |= alternative.iter().any(|scheme| scheme.kind == SchemeKind::Bearer);
                }
            }
        }
        Err(refusal(operation, denied, offered))
    }
}

/// What a request without leave is answered; `offered` says whether it came with a token that nobody knows.
pub(super) fn refusal(operation: &Operation, denied: Denied, offered: bool) -> Problem {
    if denied == Denied::Forbidden {
        return Problem::new(403);
    }
    let mut problem = Problem::new(401).detail("the credentials are missing or not known");
    let mut challenges: Vec<HeaderValue> = Vec::new();
    for scheme in operation.security.iter().copied().flatten() {
        // Two alternatives may name one scheme, and two schemes be of one kind.
        if let Some(challenge) = challenge(scheme, offered)
            && !challenges.contains(&challenge)
        {
            challenges.push(challenge.clone());
            problem = problem.header(WWW_AUTHENTICATE, challenge);
        }
    }
    problem
}

/// What a 401 has to say of a scheme (RFC 9110, section 11.6.1).
fn challenge(scheme: &Scheme, offered: bool) -> Option<HeaderValue> {
    let text = match scheme.kind {
        // RFC 7617, section 2: the realm must be there.
        SchemeKind::Basic => format!("Basic realm={}, charset=\"UTF-8\"", quoted(scheme.name)?),
        // RFC 6750, section 3.1: an error is told to those only who have sent a token.
        SchemeKind::Bearer if offered => "Bearer error=\"invalid_token\"".to_owned(),
        SchemeKind::Bearer => "Bearer".to_owned(),
        SchemeKind::Http(name) => name.to_owned(),
        // No scheme is registered for keys; a 401 has to have a challenge all the same.
        SchemeKind::ApiKey(location, name) => {
            let location = match location {
                Location::Query => "query",
                Location::Cookie => "cookie",
                Location::Header | Location::Path => "header",
            };
            format!("ApiKey realm={}, in=\"{location}\", name={}", quoted(scheme.name)?, quoted(name)?)
        }
        SchemeKind::Transport => return None,
    };
    HeaderValue::from_str(&text).ok()
}

/// A quoted string (RFC 9110, section 5.6.4); `None` for a text that no header can hold.
fn quoted(text: &str) -> Option<String> {
    let plain = text.bytes().all(|byte| byte.is_ascii_graphic() || byte == b' ');
    plain.then(|| format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"")))
}

fn credential(scheme: &Scheme, headers: &HeaderMap, query: &[(&str, &str)]) -> Option<Secret> {
    let text = match scheme.kind {
        SchemeKind::ApiKey(Location::Query, name) => {
            let value =
                only_one(query.iter().filter(|(have, _)| is_named(have, name)).map(|(_, value)| *value))?;
            percent_encoding::percent_decode_str(&value.replace('+', " ")).decode_utf8().ok()?.into_owned()
        }
        SchemeKind::ApiKey(Location::Cookie, name) => {
            only_one(cookies(headers).filter(|(have, _)| *have == name).map(|(_, value)| value))?.to_owned()
        }
        SchemeKind::ApiKey(Location::Header | Location::Path, name) => only(headers, name)?.to_owned(),
        SchemeKind::Basic => {
            let bytes = STANDARD.decode(authorization(headers, "basic")?).ok()?;
            // RFC 7617, section 2: a name, a colon and a password, none of which holds a control character.
            String::from_utf8(bytes)
                .ok()
                .filter(|it| it.contains(':') && !it.chars().any(char::is_control))?
        }
        SchemeKind::Bearer => authorization(headers, "bearer")?.to_owned(),
        SchemeKind::Http(name) => authorization(headers, name)?.to_owned(),
        SchemeKind::Transport => return None,
    };
    (!text.is_empty()).then(|| Secret::new(text))
}

/// The one value there is: of a credential that was sent twice, nobody can say which counts.
fn only_one<T>(mut values: impl Iterator<Item = T>) -> Option<T> {
    let value = values.next()?;
    values.next().is_none().then_some(value)
}

/// A header's value, unless it was sent more than once.
fn only<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    only_one(headers.get_all(name).iter())?.to_str().ok()
}

fn authorization<'h>(headers: &'h HeaderMap, scheme: &str) -> Option<&'h str> {
    let (name, rest) = only(headers, AUTHORIZATION.as_str())?.split_once(' ')?;
    name.eq_ignore_ascii_case(scheme).then(|| rest.trim_start())
}

/// The cookies of a request (RFC 6265, section 4.2.1).
pub(super) fn cookies(headers: &HeaderMap) -> impl Iterator<Item = (&str, &str)> {
    let lines = headers.get_all(http::header::COOKIE).iter();
    // One that is no text, which somebody else may have set, costs none of the others.
    let pairs = lines.flat_map(|line| line.as_bytes().split(|byte| *byte == b';'));
    pairs.filter_map(|pair| std::str::from_utf8(pair).ok()?.trim().split_once('='))
}
