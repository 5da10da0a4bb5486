//! Who may call: asked of the service scheme by scheme, before anything of the body is read.

use super::auth::{Attempt, Denied, Noted};
use super::challenges::Refusals;
use super::credentials::{Credential, credential};
use super::problem::Problem;
use crate::http::{Operation, Requirement, Scheme};
use http::request::Parts;
use http::{Extensions, HeaderMap};
use std::fmt;
use std::future::Future;
use std::pin::Pin;

/// A decision that is waited for.
pub(super) type Deciding<'a> = Pin<Box<dyn Future<Output = Result<(), Denied>> + Send + 'a>>;
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
    /// Tries the alternatives of an operation in the document's order, but to do without last: who shows a credential wants
    /// to be known by it. What was noted of who calls.
    pub(super) async fn check(
        &self,
        operation: &'static Operation,
        request: &Parts,
        query: &[(&str, &str)],
    ) -> Result<Extensions, Problem> {
        let mut refusals = Refusals::default();
        let with = operation.security.iter().filter(|it| !it.is_empty());
        for alternative in with.chain(operation.security.iter().filter(|it| it.is_empty())) {
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

    /// Lets something decide on the credentials of a scheme.
    pub(super) fn add<F>(&mut self, scheme: &'static Scheme, decider: F)
    where
        F: for<'a> Fn(&'a Credential, &'a Extensions, Attempt<'a>) -> Deciding<'a> + Send + Sync + 'static,
    {
        self.0.push((scheme, Box::new(decider)));
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
