//! How a service says who may call: a method of it for each scheme, by what a credential of the scheme is.

use super::auth::{Attempt, BearerToken, Denied, UserPassword};
use super::credentials::Credential;
use super::deciders::Deciding;
use super::routes::Routes;
use super::shell::Decide;
use crate::http::{Scheme, Secret};
use http::Extensions;
use std::sync::Arc;

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
        self.deciders.add(scheme, decider);
        self
    }
}
