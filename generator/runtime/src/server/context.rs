//! What else is known about a request.

use http::{Extensions, HeaderMap};
use std::fmt;

/// What else is known about a request than its parameters and body.
#[derive(Clone, Default)]
pub struct Context {
    pub(super) headers: HeaderMap,
    pub(super) extensions: Extensions,
}

impl Context {
    /// The headers of the request, credentials included.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// Who calls, as [`Attempt::note_caller`](super::Attempt::note_caller) has noted it.
    #[must_use]
    pub fn caller<C: Clone + Send + Sync + 'static>(&self) -> Option<&C> {
        self.extensions.get()
    }

    /// What layers around the router have left there.
    #[must_use]
    pub fn extensions(&self) -> &Extensions {
        &self.extensions
    }
}

impl fmt::Debug for Context {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Values of headers may be credentials.
        formatter.debug_struct("Context").field("headers", &self.headers.len()).finish_non_exhaustive()
    }
}
