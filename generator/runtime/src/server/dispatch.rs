//! One request from its head to its answer: route, caller, media types, body, handler.

use super::codings::{Coding, coding, decoded, too_large};
use super::context::Context;
use super::negotiate::{Accept, check_accept, check_content_type};
use super::panics::caught;
use super::problem::Problem;
use super::request::{Request, pairs};
use super::routes::{Found, Route, Routes};
use super::serve::Late;
use super::template::Segment;
use crate::http::{Encoding, Medium, Whole};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use http::header::CONTENT_LENGTH;
use http::{Method, StatusCode};
use http_body_util::BodyExt as _;
use hyper::body::Body as _;
use std::pin::pin;
use std::sync::Arc;

impl Routes {
    /// A router that answers with these routes; it can be nested, layered and merged as any other.
    pub fn into_router(mut self) -> axum::Router {
        // A stable sort: of two templates of one shape, the document's first comes first.
        // Of two of one path, the one that asks for more of the query does.
        let asked = |route: &Route| std::cmp::Reverse(route.operation.query.len());
        self.routes.sort_by(|one, other| {
            one.template.specificity(&other.template).then_with(|| asked(one).cmp(&asked(other)))
        });
        let routes = Arc::new(self);
        axum::Router::new().fallback(move |request: axum::extract::Request| {
            let routes = Arc::clone(&routes);
            async move { answer(&routes, request).await }
        })
    }
}

async fn answer(routes: &Routes, request: axum::extract::Request) -> Response {
    // Caught here and not by the server alone, so that it holds of any server that the router is given to.
    match caught(pin!(handle(routes, request))).await {
        Ok(Ok(response)) => response,
        Ok(Err(problem)) => problem.into_response(),
        Err(panicked) => panicked.problem().into_response(),
    }
}

async fn handle(routes: &Routes, request: axum::extract::Request) -> Result<Response, Problem> {
    let (mut parts, body) = request.into_parts();
    if parts.method == Method::OPTIONS && parts.uri.path() == "*" {
        // It asks whether somebody is there, and for nothing of the API (RFC 9110, section 9.3.7).
        let mut response = Response::default();
        *response.status_mut() = StatusCode::NO_CONTENT;
        return Ok(response);
    }
    let path = segments(parts.uri.path())?;
    let query = parts.uri.query().unwrap_or_default();
    let given = pairs(query);
    let (route, path) = match routes.find(parts.method.as_str(), &path, &given) {
        Found::Route(route, values) => (route, values),
        Found::OtherMethods(methods) => return Err(Problem::method_not_allowed(methods)),
        Found::Nothing => {
            let document = routes.document.as_ref().and_then(|it| it.answer(parts.uri.path(), &parts.method));
            return document.unwrap_or_else(|| Err(Problem::new(404)));
        }
    };
    let operation = route.operation;
    if !operation.security.is_empty() {
        let noted = routes.deciders.check(operation, &parts, &given).await?;
        parts.extensions.extend(noted);
    }
    let accept = Accept::of(&parts.headers);
    check_accept(operation, &accept)?;
    let (mut body_bytes, mut content) = (Bytes::new(), None);
    if let Some(documented) = &operation.body {
        let coding = coding(&parts.headers)?;
        let declared =
            parts.headers.get(CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse::<usize>().ok());
        if declared.is_some_and(|length| length > routes.max_request_bytes) {
            return Err(too_large(routes.max_request_bytes));
        }
        // What is refused by its head need not be sent (RFC 9110, section 10.1.1).
        let found = match check_content_type(operation.method, documented, &parts.headers) {
            Err(problem) if declared.is_some_and(|length| length > 0) => return Err(problem),
            found => found,
        };
        body_bytes = read(body, routes.max_request_bytes).await?;
        if coding != Coding::None && !body_bytes.is_empty() {
            body_bytes = decoded(coding, &body_bytes, routes.max_request_bytes)?;
        }
        // No byte is a text and bytes all the same, where the request says that it is.
        let raw = |content: &Medium<'_>| matches!(content.encoding, Encoding::Text | Encoding::Bytes);
        content = match found {
            found if !body_bytes.is_empty() => Some(found?),
            found => found.ok().filter(|(content, _)| raw(content)),
        };
    }
    let context = Context { headers: parts.headers, extensions: parts.extensions };
    let request = Request {
        operation,
        path,
        query: query.to_owned(),
        body: body_bytes,
        content,
        context,
        errors: Vec::new(),
        malformed: false,
        checks: routes.checks,
    };
    let reply = (route.handler)(request).await?;
    let documented = operation.response_for(reply.status()).and_then(|index| operation.responses.get(index));
    reply.into_response(documented, &accept).await
}

/// The segments of a path: decoded after it is cut, so that `%2F` stays inside its segment.
fn segments(path: &str) -> Result<Vec<Segment<'_>>, Problem> {
    let segments: Option<Vec<_>> = path.split('/').map(Segment::new).collect();
    segments.ok_or_else(|| Problem::new(400).detail("the path must be UTF-8"))
}

async fn read(mut body: axum::body::Body, limit: usize) -> Result<Bytes, Problem> {
    let mut whole = Whole::default();
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|error| match Late::is_in(&error) {
            true => Problem::new(408).detail("the body was not sent in time"),
            false => Problem::new(400).detail("the body was not sent to its end"),
        })?;
        let Ok(piece) = frame.into_data() else { continue };
        if !whole.push(piece, body.size_hint().lower(), limit) {
            return Err(too_large(limit));
        }
    }
    Ok(whole.finish())
}
