//! Who may call: asked of the service scheme by scheme, before anything of the body is read.

use super::auth::{Attempt, BearerToken, Denied, Noted, UserPassword};
use super::challenges::Refusals;
use super::credentials::{Credential, credential};
use super::problem::Problem;
use super::routes::Routes;
use super::shell::Decide;
use crate::http::{Operation, Requirement, Scheme, Secret};
use http::request::Parts;
use http::{Extensions, HeaderMap};
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

type Deciding<'a> = Pin<Box<dyn Future<Output = Result<(), Denied>> + Send + 'a>>;
type Decider = Box<dyn for<'a> Fn(&'a Credential, &'a Extensions, Attempt<'a>) -> Deciding<'a> + Send + Sync>;

/// What decides, by scheme.
#[derive(Default)]
pub(super) struct Deciders(Vec<(&'static Scheme, Decider)>);

impl fmt::Debug for Deciders {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_list().entries(self.0.iter().map(|(scheme, _)| scheme.name)).finish()
    }
}

impl Deciders {
    /// Tries the alternatives of an operation in the document's order; what was noted of who calls.
    pub(super) async fn check(
        &self,
        operation: &'static Operation,
        request: &Parts,
        query: &[(&str, &str)],
    ) -> Result<Extensions, Problem> {
        let mut refusals = Refusals::default();
        for alternative in operation.security {
            let credentials = alternative.iter().map(|it| credential(it.scheme, &request.headers, query));
            let Some(credentials) = credentials.collect::<Option<Vec<_>>>() else { continue };
            let noted = Noted::default();
            let mut refused = None;
            for (requirement, credential) in alternative.iter().zip(&credentials) {
                let attempt = attempt(operation, requirement, &request.headers, &noted);
                if let Err(why) = self.decide(requirement.scheme, credential, request, attempt).await {
                    refused = Some((requirement, why));
                    break;
                }
            }
            match refused {
                None => return Ok(noted.into_inner()),
                Some((requirement, why)) => refusals.note(requirement, why),
            }
        }
        Err(refusals.problem(operation))
    }

    /// Decides on one credential. One that nobody decides on is known to nobody.
    async fn decide(
        &self,
        scheme: &'static Scheme,
        credential: &Credential,
        request: &Parts,
        attempt: Attempt<'_>,
    ) -> Result<(), Denied> {
        match self.0.iter().find(|(have, _)| std::ptr::eq(*have, scheme)) {
            Some((_, decider)) => decider(credential, &request.extensions, attempt).await,
            None => Err(Denied::Unauthenticated),
        }
    }
}

fn attempt<'r>(
    operation: &'static Operation,
    requirement: &'static Requirement,
    headers: &'r HeaderMap,
    noted: &'r Noted,
) -> Attempt<'r> {
    Attempt { operation, scopes: requirement.scopes, headers, noted }
}

impl Routes {
    /// Lets a method of the service decide on the keys of a scheme, and on credentials of schemes that this crate does not
    /// know.
    #[must_use]
    pub fn by_key<S, M>(self, scheme: &'static Scheme, service: &Arc<S>, method: M) -> Self
    where
        S: Send + Sync + 'static,
        M: for<'a> Decide<'a, S, &'a Secret>,
    {
        let service = Arc::clone(service);
        self.by(scheme, move |credential, _, attempt| {
            let service = Arc::clone(&service);
            Box::pin(async move {
                let Credential::Secret(key) = credential else { return Err(Denied::Unauthenticated) };
                method.decide(&service, key, attempt).await
            })
        })
    }

    /// The same for tokens.
    #[must_use]
    pub fn by_token<S, M>(self, scheme: &'static Scheme, service: &Arc<S>, method: M) -> Self
    where
        S: Send + Sync + 'static,
        M: for<'a> Decide<'a, S, BearerToken<'a>>,
    {
        let service = Arc::clone(service);
        self.by(scheme, move |credential, _, attempt| {
            let service = Arc::clone(&service);
            Box::pin(async move {
                let Credential::Secret(token) = credential else { return Err(Denied::Unauthenticated) };
                let token = BearerToken { token, scopes: attempt.scopes };
                method.decide(&service, token, attempt).await
            })
        })
    }

    /// The same for users with a password.
    #[must_use]
    pub fn by_password<S, M>(self, scheme: &'static Scheme, service: &Arc<S>, method: M) -> Self
    where
        S: Send + Sync + 'static,
        M: for<'a> Decide<'a, S, UserPassword<'a>>,
    {
        let service = Arc::clone(service);
        self.by(scheme, move |credential, _, attempt| {
            let service = Arc::clone(&service);
            Box::pin(async move {
                let Credential::Login(user, password) = credential else {
                    return Err(Denied::Unauthenticated);
                };
                method.decide(&service, UserPassword { user, password }, attempt).await
            })
        })
    }

    /// The same where a request itself carries nothing, such as with mutual TLS: what layers around the router have left
    /// there says who calls.
    #[must_use]
    pub fn by_transport<S, M>(self, scheme: &'static Scheme, service: &Arc<S>, method: M) -> Self
    where
        S: Send + Sync + 'static,
        M: for<'a> Decide<'a, S, &'a Extensions>,
    {
        let service = Arc::clone(service);
        self.by(scheme, move |_, extensions, attempt| {
            let service = Arc::clone(&service);
            Box::pin(async move { method.decide(&service, extensions, attempt).await })
        })
    }

    fn by<F>(mut self, scheme: &'static Scheme, decider: F) -> Self
    where
        F: for<'a> Fn(&'a Credential, &'a Extensions, Attempt<'a>) -> Deciding<'a> + Send + Sync + 'static,
    {
        self.deciders.0.push((scheme, Box::new(decider)));
        self
    }
}
