//! The route table: every operation of the document, and nothing else.

use super::checks::Checks;
use super::deciders::Deciders;
use super::document::Document;
use super::problem::Problem;
use super::reply::Reply;
use super::request::Request;
use super::shell::{Input, Method};
use super::template::{Segment, Template};
use crate::http::{Operation, unescape};
use bytes::Bytes;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

pub(super) type Answer = Pin<Box<dyn Future<Output = Result<Reply, Problem>> + Send>>;
pub(super) type Handler = Box<dyn Fn(Request) -> Answer + Send + Sync>;

pub(super) struct Route {
    pub(super) operation: &'static Operation,
    pub(super) template: Template,
    pub(super) handler: Handler,
}

/// The routes of a router. A path that no router's syntax could say is a route like any other.
pub struct Routes {
    pub(super) deciders: Deciders,
    pub(super) routes: Vec<Route>,
    pub(super) max_request_bytes: usize,
    pub(super) checks: Checks,
    pub(super) document: Option<Document>,
}

impl Default for Routes {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for Routes {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let operations = self.routes.iter().map(|route| (route.operation.method, route.operation.path));
        formatter.debug_list().entries(operations).finish()
    }
}

/// No operation of that id is among the routes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownOperation(String);

impl fmt::Display for UnknownOperation {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "no operation has the id `{}`", self.0)
    }
}

impl std::error::Error for UnknownOperation {}

/// What a route finds for a path.
pub(super) enum Found<'r> {
    Route(&'r Route, Vec<(usize, String)>),
    /// The path is known, with these methods.
    OtherMethods(Vec<&'static str>),
    Nothing,
}

impl Routes {
    /// No routes yet. An operation that asks for credentials is answered 401 until somebody decides on them.
    #[must_use]
    pub fn new() -> Self {
        Self {
            deciders: Deciders::default(),
            routes: Vec::new(),
            max_request_bytes: 2 << 20,
            checks: Checks::default(),
            document: None,
        }
    }

    /// The largest body that is read; 2 MiB where it is not called.
    #[must_use]
    pub fn max_request_bytes(mut self, bytes: usize) -> Self {
        self.max_request_bytes = bytes;
        self
    }

    /// Whether every body of an answer is held to its schema: one that violates it becomes a 500, and what is wrong
    /// with it is a line of standard error. In a debug build it is so where this is not called, in a release build not.
    #[must_use]
    pub fn check_answers(mut self, check: bool) -> Self {
        self.checks = Checks::of_answers(check);
        self
    }

    /// Serves a document, such as the one that was written beside the server, to everybody who asks, unless the routes have
    /// an operation there: JSON at `/openapi.json`; YAML at `/openapi.yaml`, and as JSON too where Specwright wrote it.
    ///
    /// ```text
    /// builder(service).openapi(include_str!("../openapi.yaml")).into_router()
    /// ```
    #[must_use]
    pub fn openapi(mut self, text: impl Into<Bytes>) -> Self {
        self.document = Some(Document::new(text.into()));
        self
    }

    /// Adds an operation, answered by a method of the service.
    #[must_use]
    pub fn operation<S, I, A, M>(self, operation: &'static Operation, service: &Arc<S>, method: M) -> Self
    where
        S: Send + Sync + 'static,
        I: Input + 'static,
        A: super::Answer + 'static,
        M: for<'s> Method<'s, S, I, A>,
    {
        self.add(operation, service, move |service: Arc<S>, mut request: Request| async move {
            let input = I::read(&mut request);
            let checks = request.finish()?;
            method.call(&service, input).await?.reply(checks)
        })
    }

    /// Adds an operation, answered by whatever looks at the request itself.
    #[must_use]
    pub fn add<S, F, A>(mut self, operation: &'static Operation, service: &Arc<S>, handler: F) -> Self
    where
        S: Send + Sync + 'static,
        F: Fn(Arc<S>, Request) -> A + Send + Sync + 'static,
        A: Future<Output = Result<Reply, Problem>> + Send + 'static,
    {
        let service = Arc::clone(service);
        let handler: Handler = Box::new(move |request| Box::pin(handler(Arc::clone(&service), request)));
        self.routes.push(Route { operation, template: Template::of(operation), handler });
        self
    }

    /// Answers an operation at a path of its own choosing, in place of the document's: a webhook has none but that of its
    /// name. Whoever nests the router under a path need not call this.
    ///
    /// # Errors
    ///
    /// Where no operation of that id is among the routes.
    pub fn at(mut self, operation_id: &str, path: &str) -> Result<Self, UnknownOperation> {
        let route = self.routes.iter_mut().find(|route| route.operation.id == operation_id);
        let route = route.ok_or_else(|| UnknownOperation(operation_id.to_owned()))?;
        route.template = Template::literal(path);
        Ok(self)
    }

    /// The route of a method, the decoded segments of a path, and the query.
    pub(super) fn find(&self, method: &str, path: &[Segment<'_>], query: &[(&str, &str)]) -> Found<'_> {
        let mut methods = Vec::new();
        let mut instead = None;
        for route in self.routes.iter().filter(|route| route.template.fits(path.len())) {
            let Some(values) = route.template.matches(path) else { continue };
            if !route.operation.query.iter().all(|wanted| is_given(wanted, query)) {
                continue;
            }
            if route.operation.method == method {
                return Found::Route(route, values);
            }
            // A HEAD is answered as a GET (RFC 9110, section 9.3.2) where the document has none of its own.
            if method == "HEAD" && route.operation.method == "GET" && instead.is_none() {
                instead = Some((route, values));
            }
            if !methods.contains(&route.operation.method) {
                methods.push(route.operation.method);
            }
        }
        if let Some((route, values)) = instead {
            return Found::Route(route, values);
        }
        if methods.is_empty() { Found::Nothing } else { Found::OtherMethods(methods) }
    }
}

/// Whether a query has a pair, however the two are escaped.
fn is_given(wanted: &(&str, &str), query: &[(&str, &str)]) -> bool {
    let reads = |one: &str, other: &str| one == other || unescape(one, true) == unescape(other, true);
    query.iter().any(|(name, value)| reads(name, wanted.0) && reads(value, wanted.1))
}
