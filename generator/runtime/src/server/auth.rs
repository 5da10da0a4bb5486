//! What decides who may call is asked, and what it answers.

use crate::http::{Operation, Secret};
use http::{Extensions, HeaderMap};
use std::fmt;
use std::sync::{Mutex, PoisonError};

/// The call that a credential is to allow.
#[derive(Clone, Copy)]
pub struct Attempt<'r> {
    pub(super) operation: &'static Operation,
    pub(super) scopes: &'static [&'static str],
    pub(super) headers: &'r HeaderMap,
    pub(super) noted: &'r Noted,
}

/// What is noted of who calls.
#[derive(Default)]
pub(super) struct Noted(Mutex<Extensions>);

impl Noted {
    /// All that was noted.
    pub(super) fn into_inner(self) -> Extensions {
        self.0.into_inner().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<'r> Attempt<'r> {
    /// The operation that is called.
    #[must_use]
    pub fn operation(&self) -> &'static Operation {
        self.operation
    }

    /// What the credential has to allow, by the document: the scopes of a token, or the roles of whoever has another
    /// credential.
    #[must_use]
    pub fn scopes(&self) -> &'static [&'static str] {
        self.scopes
    }

    /// The headers of the request, credentials included.
    #[must_use]
    pub fn headers(&self) -> &'r HeaderMap {
        self.headers
    }

    /// Notes who calls, for the handler: [`Context::caller`](super::Context::caller) finds it by its type. It is forgotten
    /// where the attempt is denied.
    pub fn note_caller<C: Clone + Send + Sync + 'static>(&self, caller: C) {
        self.noted.0.lock().unwrap_or_else(PoisonError::into_inner).insert(caller);
    }

    /// Who calls, as the scheme before this one has noted it, where the document asks for several together.
    #[must_use]
    pub fn caller<C: Clone + Send + Sync + 'static>(&self) -> Option<C> {
        self.noted.0.lock().unwrap_or_else(PoisonError::into_inner).get().cloned()
    }
}

impl fmt::Debug for Attempt<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Values of headers may be credentials.
        formatter.debug_struct("Attempt").field("operation", &self.operation.id).finish_non_exhaustive()
    }
}

/// Why a request may not go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Denied {
    /// The credential is not known: 401.
    Unauthenticated,
    /// It is known and not enough: 403.
    Forbidden,
}

/// A token, as `Authorization: Bearer` has it.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct BearerToken<'r> {
    /// The token; [`Secret::matches`] compares it.
    pub token: &'r Secret,
    /// The scopes that it has to have for the operation, by the document.
    pub scopes: &'static [&'static str],
}

/// A user and a password, as `Authorization: Basic` has them.
#[derive(Clone, Copy)]
#[non_exhaustive]
pub struct UserPassword<'r> {
    /// The name of the user.
    pub user: &'r str,
    /// The password; [`Secret::matches`] compares it.
    pub password: &'r Secret,
}

impl fmt::Debug for UserPassword<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Some APIs take a key for the name, and no password.
        formatter.write_str("UserPassword(…)")
    }
}
