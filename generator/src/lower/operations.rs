//! Operations and tags.

use super::media_types::is_token;
use super::names::{camel, shouty, snake};
use super::scopes::Scopes;
use super::{Lowering, docs, names};
use crate::diagnostics::{Code, Diagnostic};
use crate::document::{Entry, Node};
use crate::ir::{Group, Ident, Operation, OperationKind, Response, Status};

/// The methods of OpenAPI 3.0's Path Item Object (section 4.7.9).
const METHODS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/// An operation where the document describes it.
pub(super) struct Described<'t> {
    pub(super) id: String,
    pub(super) kind: OperationKind,
    /// The Path Item Object.
    pub(super) item: &'t Node,
    pub(super) node: &'t Node,
    pub(super) http_method: String,
    pub(super) path: String,
    /// Where the path, or what stands for it, is written.
    pub(super) entry: &'t Entry,
}

/// The `operationId`, where there is one.
pub(super) fn given_id(node: &Node) -> Option<&str> {
    node.get("operationId").and_then(Node::as_str).filter(|id| !id.trim().is_empty())
}

impl<'t> Lowering<'_, 't> {
    pub(super) fn lower_operations(&mut self, root: &'t Node) {
        let mut scopes = Scopes::new(&self.schemes);
        let mut tagged: Vec<(Option<String>, Vec<usize>)> = Vec::new();
        let mut called: Vec<(String, &'t Node)> = Vec::new();
        for path in root.get("paths").and_then(Node::as_mapping).into_iter().flat_map(|paths| paths.iter()) {
            if path.key.starts_with("x-") {
                continue;
            }
            let Some(item) = self.document.resolve(&path.value, self.sink) else { continue };
            self.tell_unread(item);
            let mut known = Vec::new();
            for (method, node) in methods_of(item) {
                if !self.is_operation(&method, node, &mut known) {
                    continue;
                }
                let index = self.operations.len();
                let given = given_id(node);
                let id = given.map_or_else(|| format!("{method} {}", path.key), str::to_owned);
                called.push((id.clone(), node));
                let described = Described {
                    id,
                    kind: OperationKind::Path,
                    item,
                    node,
                    http_method: method,
                    path: path.key.to_string(),
                    entry: path,
                };
                let operation = self.lower_operation(root, described, &mut scopes);
                self.operations.push(operation);
                let tags = node.get("tags").and_then(Node::as_sequence).unwrap_or_default();
                let tag = tags.first().and_then(Node::as_str).map(str::to_owned);
                match tagged.iter_mut().find(|(have, _)| *have == tag) {
                    Some((_, operations)) => operations.push(index),
                    None => tagged.push((tag, vec![index])),
                }
            }
        }
        self.tell_unnamed(&called);
        self.tell_alike(&tagged, &called);
        let described = root.get("tags").and_then(Node::as_sequence).unwrap_or_default();
        for (tag, operations) in tagged {
            let node =
                described.iter().find(|node| node.get("name").and_then(Node::as_str) == tag.as_deref());
            let ident = scopes.types.take(&tag.as_deref().map_or_else(|| "Operations".to_owned(), camel));
            let docs = node.map(|node| docs::of_tag(node, ident.as_str())).unwrap_or_default();
            self.groups.push(Group { tag, received: false, ident, docs, operations, feature: None });
        }
        self.lower_received(root, &called, &mut scopes);
        // Last, so that a scheme takes its name from nothing else.
        for scheme in &mut self.schemes {
            scheme.trait_ident = scopes.types.take(scheme.trait_ident.as_str());
        }
    }

    /// Tells what describes an operation where no method of OpenAPI stands.
    fn tell_unread(&mut self, item: &'t Node) {
        let is_read =
            |key: &str| matches!(key, "x-query" | "x-additionalOperations") || !key.starts_with("x-");
        for entry in item.as_mapping().into_iter().flatten().filter(|entry| !is_read(&entry.key)) {
            if entry.value.get("responses").and_then(Node::as_mapping).is_some() {
                let message = format!(
                    "`{}` describes an operation, and is no method of OpenAPI",
                    entry.key.escape_debug()
                );
                let diagnostic = Diagnostic::new(Code::IgnoredKeyword, entry.key_origin, message);
                self.sink.report(
                    diagnostic.note("no operation is made of it; each method by its own name would be one"),
                );
            }
        }
    }

    /// Whether something under a method is an operation, and the first of that method; what is none is told.
    pub(super) fn is_operation(&mut self, method: &str, node: &Node, known: &mut Vec<String>) -> bool {
        let (message, note) = if node.as_mapping().is_none() {
            (format!("`{method}` must be a mapping that describes an operation"), None)
        } else if !is_token(method) {
            let note = "the operation is left out; a method is a token (RFC 9110, section 9.1)";
            (format!("`{method}` is no method of HTTP"), Some(note))
        } else if known.iter().any(|have| have == method) {
            let note = "this operation is left out; `additionalOperations` is for methods without a keyword";
            (format!("this path has the method `{method}` already"), Some(note))
        } else {
            known.push(method.to_owned());
            return true;
        };
        let diagnostic = Diagnostic::new(Code::InvalidShape, node.origin, message);
        self.sink.report(match note {
            Some(note) => diagnostic.note(note),
            None => diagnostic,
        });
        false
    }

    pub(super) fn lower_operation(
        &mut self,
        root: &'t Node,
        described: Described<'t>,
        scopes: &mut Scopes<'t>,
    ) -> Operation {
        let Described { id, kind, item, node, http_method, path, entry } = described;
        let base = scopes.types.take_family(&camel(&id), &["", "Error", "Success", "Input", "Response"]);
        let method_ident = scopes.methods.take(&snake(&id));
        let own = given_id(node).and_then(|_| node.get("operationId"));
        let first = own.and_then(|own| scopes.given.insert(own.as_str()?, own));
        if method_ident.as_str() != snake(&id) {
            let renamed = format!("this operation is called `{method_ident}`");
            let diagnostic = match (own, first) {
                (Some(own), Some(first)) => {
                    let message = "another operation has the same `operationId`";
                    Diagnostic::new(Code::Renamed, own.origin, message).related(first.origin, "the other one")
                }
                _ => {
                    let message = format!("something else is called `{}` in Rust already", snake(&id));
                    Diagnostic::new(Code::Renamed, own.unwrap_or(node).origin, message)
                }
            };
            self.sink.report(diagnostic.note(renamed));
        }
        let family = |suffix: &str| Ident::new(&format!("{base}{suffix}"));
        let (mut parameters, mut names) = self.lower_parameters(item, node, &base);
        let received = kind != OperationKind::Path;
        let (pieces, routed) = if received {
            (self.lower_received_path(&path, entry, &mut parameters), true)
        } else {
            let pieces = self.lower_path(entry, &mut parameters, &mut names);
            let routed = self.is_routed(&http_method, &pieces, &parameters, entry);
            (pieces, routed)
        };
        let taken: Vec<&str> = parameters.iter().map(|parameter| parameter.ident.as_str()).collect();
        let body_name = if taken.contains(&"body") { "request_body" } else { "body" };
        let body = self.lower_request_body(node, &base, Ident::new(body_name));
        let responses = self.lower_responses(node, &http_method, &base);
        if let Some(servers) = node.get("servers").or_else(|| item.get("servers")).filter(|_| received) {
            let message = "where this is received, its receiver says";
            self.sink.report(Diagnostic::new(Code::IgnoredKeyword, servers.origin, message));
        }
        Operation {
            method_ident,
            table_ident: scopes.tables.take(&shouty(&id)),
            request_ident: family(""),
            error_ident: family("Error"),
            error_of: None,
            success_ident: family("Success"),
            input_ident: family("Input"),
            response_ident: family("Response"),
            response_of: None,
            docs: docs::of_operation(item, node, &id),
            // What the document asks of its callers, it does not ask of itself; nor are its servers the receiver's.
            security: self.lower_requirements((!received).then_some(root), node),
            server: if received { None } else { self.lower_own_server(item, node) },
            id,
            kind,
            http_method,
            path,
            pieces: pieces.pieces,
            fixed_query: pieces.fixed_query,
            routed,
            parameters,
            body,
            responses,
            pages: None,
            origin: node.origin,
        }
    }

    fn lower_responses(&mut self, node: &'t Node, http_method: &str, base: &str) -> Vec<Response> {
        let mut scope = names::Scope::with(&["Undocumented"]);
        let mut responses = Vec::new();
        let documented = node.get("responses").and_then(Node::as_mapping);
        for entry in documented.into_iter().flat_map(|mapping| mapping.iter()) {
            if entry.key.starts_with("x-") {
                continue;
            }
            let Some(status) = status(&entry.key) else {
                let message = format!("`{}` is no status", entry.key);
                self.sink.report(
                    Diagnostic::new(Code::InvalidStatus, entry.key_origin, message)
                        .note("use a code such as `200`, a range such as `4XX`, or `default`"),
                );
                continue;
            };
            let Some(response) = self.document.resolve(&entry.value, self.sink) else { continue };
            let word = status_word(status);
            let ident = scope.take(&word);
            let bodiless = match status {
                Status::Exact(code @ (100..=199 | 204 | 205 | 304)) => Some(format!("status {code}")),
                Status::Range(1) => Some("status 1XX".to_owned()),
                _ => (http_method == "HEAD").then(|| "the answer to a HEAD".to_owned()),
            };
            let body = match (bodiless, response.get("content")) {
                (Some(what), Some(content)) => {
                    if content.as_mapping().is_some_and(|content| !content.is_empty()) {
                        let message = format!("{what} has no body (RFC 9110, section 6.4.1)");
                        let diagnostic = Diagnostic::new(Code::IgnoredKeyword, content.origin, message);
                        self.sink.report(diagnostic.note("this content is neither sent nor read"));
                    }
                    None
                }
                _ => self.lower_response_body(&entry.value, response, &format!("{base} {word}")),
            };
            let (headers, note) = self.lower_headers(response);
            let mut docs = self.docs_at(&entry.value, response, "");
            docs.notes.extend(note);
            responses.push(Response {
                ident,
                status,
                success: matches!(status, Status::Exact(200..=299) | Status::Range(2)),
                body,
                stream: None,
                headers,
                docs,
                origin: entry.key_origin,
            });
        }
        if !responses.iter().any(|response| response.success) {
            for response in responses.iter_mut().filter(|response| response.status == Status::Default) {
                response.success = true;
            }
        }
        responses
    }
}

/// The operations of a path item by their method: those of 3.0, and `query` and `additionalOperations` of 3.2, which
/// [`normalize`](crate::normalize) keeps under names of extensions.
pub(super) fn methods_of(item: &Node) -> Vec<(String, &Node)> {
    let fixed = METHODS.iter().filter_map(|method| Some((method.to_ascii_uppercase(), item.get(method)?)));
    let query = item.get("x-query").map(|node| ("QUERY".to_owned(), node));
    let further = item.get("x-additionalOperations").and_then(Node::as_mapping);
    let further = further.into_iter().flat_map(|mapping| mapping.iter());
    fixed.chain(query).chain(further.map(|entry| (entry.key.to_string(), &entry.value))).collect()
}

fn status(key: &str) -> Option<Status> {
    if key == "default" {
        return Some(Status::Default);
    }
    match key.as_bytes() {
        [first @ b'1'..=b'5', b'X' | b'x', b'X' | b'x'] => Some(Status::Range(first - b'0')),
        [_, _, _] => key.parse().ok().filter(|code| (100..=599).contains(code)).map(Status::Exact),
        _ => None,
    }
}

/// The reason phrase (RFC 9110, section 15) as a variant's name.
fn status_word(status: Status) -> String {
    let word = match status {
        Status::Default => "Default",
        Status::Range(class) => return format!("Status{class}xx"),
        Status::Exact(code) => match code {
            200 => "Ok",
            201 => "Created",
            202 => "Accepted",
            203 => "NonAuthoritative",
            204 => "NoContent",
            206 => "PartialContent",
            301 => "MovedPermanently",
            302 => "Found",
            303 => "SeeOther",
            304 => "NotModified",
            307 => "TemporaryRedirect",
            308 => "PermanentRedirect",
            400 => "BadRequest",
            401 => "Unauthorized",
            402 => "PaymentRequired",
            403 => "Forbidden",
            404 => "NotFound",
            405 => "MethodNotAllowed",
            406 => "NotAcceptable",
            408 => "RequestTimeout",
            409 => "Conflict",
            410 => "Gone",
            411 => "LengthRequired",
            412 => "PreconditionFailed",
            413 => "ContentTooLarge",
            414 => "UriTooLong",
            415 => "UnsupportedMediaType",
            416 => "RangeNotSatisfiable",
            417 => "ExpectationFailed",
            421 => "MisdirectedRequest",
            422 => "UnprocessableEntity",
            423 => "Locked",
            424 => "FailedDependency",
            425 => "TooEarly",
            426 => "UpgradeRequired",
            428 => "PreconditionRequired",
            429 => "TooManyRequests",
            431 => "RequestHeaderFieldsTooLarge",
            451 => "UnavailableForLegalReasons",
            500 => "InternalServerError",
            501 => "NotImplemented",
            502 => "BadGateway",
            503 => "ServiceUnavailable",
            504 => "GatewayTimeout",
            507 => "InsufficientStorage",
            _ => return format!("Status{code}"),
        },
    };
    word.to_owned()
}
