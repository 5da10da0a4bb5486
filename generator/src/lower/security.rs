//! Security schemes and requirements (OpenAPI 3.0.4, sections 4.7.27 to 4.7.30).

use super::{Lowering, docs, names};
use crate::diagnostics::{Code, Diagnostic};
use crate::document::Node;
use crate::ir::{Flow, JsonName, Location, Scheme, SchemeKind};

/// The methods that every builder of a client has.
pub(super) const BUILDER: [&str; 16] = [
    "base_url",
    "user_agent",
    "timeout",
    "attempt_timeout",
    "connect_timeout",
    "max_response_bytes",
    "retries",
    "idempotency_header",
    "compress_requests",
    "hook",
    "transport",
    "timer",
    "from_env",
    "build",
    "builder",
    "new",
];

impl<'t> Lowering<'_, 't> {
    pub(super) fn lower_schemes(&mut self, root: &'t Node) {
        let mut methods = names::Scope::with(&BUILDER);
        let mut tables = names::Scope::default();
        let schemes = root.get("components").and_then(|components| components.get("securitySchemes"));
        for entry in schemes.and_then(Node::as_mapping).into_iter().flat_map(|mapping| mapping.iter()) {
            let Some(node) = self.document.resolve(&entry.value, self.sink) else { continue };
            let text = |key: &str| node.get(key).and_then(Node::as_str).unwrap_or_default();
            let kind = match (text("type"), text("in"), text("scheme").to_ascii_lowercase().as_str()) {
                ("apiKey", "header", _) => SchemeKind::ApiKey(Location::Header, JsonName::new(text("name"))),
                ("apiKey", "query", _) => SchemeKind::ApiKey(Location::Query, JsonName::new(text("name"))),
                ("apiKey", "cookie", _) => SchemeKind::ApiKey(Location::Cookie, JsonName::new(text("name"))),
                ("http", _, "basic") => SchemeKind::Basic,
                ("http", _, "bearer") | ("oauth2" | "openIdConnect", ..) => SchemeKind::Bearer,
                ("http", _, other) if !other.is_empty() => SchemeKind::Http(text("scheme").to_owned()),
                ("mutualTLS", ..) => SchemeKind::Transport,
                _ => {
                    self.sink.report(
                        Diagnostic::new(Code::UnsupportedSecurity, node.origin, "this security scheme is incomplete or unknown")
                            .note("no credential is sent for it; `type` must be `apiKey`, `http`, `oauth2`, `openIdConnect` or `mutualTLS`"),
                    );
                    SchemeKind::Transport
                }
            };
            self.schemes.push(Scheme {
                ident: methods.take(&names::snake(&entry.key)),
                table_ident: tables.take(&names::shouty(&entry.key)),
                docs: docs::of_scheme(node, &entry.key),
                name: JsonName::new(entry.key.as_str()),
                kind,
                flow: flow(node),
            });
        }
    }

    /// An operation's own requirements, or the document's.
    pub(super) fn lower_requirements(
        &mut self,
        root: Option<&'t Node>,
        operation: &'t Node,
    ) -> Vec<Vec<usize>> {
        let node = operation.get("security").or_else(|| root?.get("security"));
        let mut alternatives = Vec::new();
        for requirement in node.and_then(Node::as_sequence).unwrap_or_default() {
            let mut together = Vec::new();
            for entry in requirement.as_mapping().into_iter().flat_map(|mapping| mapping.iter()) {
                match self.schemes.iter().position(|scheme| scheme.name.as_str() == entry.key) {
                    Some(index) => {
                        self.ask_for(index, &entry.value);
                        together.push(index);
                    }
                    None => self.sink.report(
                        Diagnostic::new(
                            Code::UnsupportedSecurity,
                            entry.key_origin,
                            format!("no security scheme is called `{}`", entry.key),
                        )
                        .note("it cannot be asked for; describe it in `components.securitySchemes`"),
                    ),
                }
            }
            alternatives.push(together);
        }
        alternatives
    }

    /// Notes the scopes that an operation asks for.
    fn ask_for(&mut self, scheme: usize, scopes: &Node) {
        let Some(flow) = self.schemes.get_mut(scheme).and_then(|scheme| scheme.flow.as_mut()) else { return };
        for scope in scopes.as_sequence().unwrap_or_default().iter().filter_map(Node::as_str) {
            // RFC 6749, section 3.3: blanks stand between scopes, and a scope holds none.
            let is_scope = !scope.is_empty() && scope.chars().all(|mark| mark.is_ascii_graphic());
            if is_scope && !flow.scopes.iter().any(|have| have == scope) {
                flow.scopes.push(scope.to_owned());
            }
        }
    }
}

/// Where tokens are issued: of several flows, the one that needs no person comes first; of the others, what refreshes
/// their tokens counts.
fn flow(scheme: &Node) -> Option<Flow> {
    let flows = scheme.get("flows")?;
    let text = |flow: &str, key: &str| flows.get(flow)?.get(key)?.as_str().filter(|url| !url.is_empty());
    let token_url = text("clientCredentials", "tokenUrl").or_else(|| {
        let others = ["authorizationCode", "x-deviceAuthorization", "password", "implicit"].into_iter();
        others.flat_map(|flow| [text(flow, "refreshUrl"), text(flow, "tokenUrl")]).flatten().next()
    })?;
    Some(Flow { token_url: token_url.to_owned(), scopes: Vec::new() })
}
