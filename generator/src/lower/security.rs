//! Security schemes and requirements (OpenAPI 3.0.4, sections 4.7.27 to 4.7.30).

use super::media_types::is_token;
use super::operations::methods_of;
use super::{Lowering, docs, names};
use crate::diagnostics::{Code, Diagnostic, Sink, nearest};
use crate::document::{Entry, Node};
use crate::ir::{Docs, Endpoint, Flow, Ident, JsonName, Location, Requirement, Scheme, SchemeKind};

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
            let (name, scheme) = (text("name"), text("scheme"));
            let kind = match (text("type"), text("in"), scheme.to_ascii_lowercase().as_str()) {
                // A header or cookie of another name could not be sent.
                ("apiKey", "header", _) if is_token(name) => {
                    SchemeKind::ApiKey(Location::Header, JsonName::new(name))
                }
                ("apiKey", "cookie", _) if is_token(name) => {
                    SchemeKind::ApiKey(Location::Cookie, JsonName::new(name))
                }
                ("apiKey", "query", _) if !name.is_empty() => {
                    SchemeKind::ApiKey(Location::Query, JsonName::new(name))
                }
                ("http", _, "basic") => SchemeKind::Basic,
                ("http", _, "bearer") | ("oauth2" | "openIdConnect", ..) => SchemeKind::Bearer,
                ("http", ..) if is_token(scheme) => SchemeKind::Http(scheme.to_owned()),
                ("mutualTLS", ..) => SchemeKind::Transport,
                _ => {
                    self.sink.report(
                        Diagnostic::new(Code::UnsupportedSecurity, node.origin, "this security scheme is incomplete or unknown")
                            .note("no credential is sent for it; `type` must be `apiKey`, `http`, `oauth2`, `openIdConnect` or `mutualTLS`")
                            .note("a key needs a `name` and `in`, and `http` needs a `scheme`"),
                    );
                    SchemeKind::Transport
                }
            };
            self.schemes.push(Scheme {
                ident: methods.take(&names::snake(&entry.key)),
                table_ident: tables.take(&names::shouty(&entry.key)),
                trait_ident: Ident::new(&names::camel(&entry.key)),
                docs: docs::of_scheme(node, &entry.key),
                name: JsonName::new(entry.key.as_str()),
                kind,
                flow: flow(node),
            });
        }
        self.described_schemes = self.schemes.len();
        self.lower_undescribed(root, &mut tables);
    }

    /// An operation's own requirements, or the document's. Whatever is wrong with them, an operation that asks for something
    /// is never one that asks for nothing.
    pub(super) fn lower_requirements(
        &mut self,
        root: Option<&'t Node>,
        operation: &'t Node,
    ) -> Vec<Vec<Requirement>> {
        let own = operation.get("security").filter(|own| !own.is_null());
        let Some(node) = own.or_else(|| root?.get("security")) else { return Vec::new() };
        if node.as_sequence().is_none() {
            let message = "`security` must be a list of requirements";
            let note = if names_of(node).is_empty() {
                "it is left out"
            } else {
                "this one is taken for the only one"
            };
            self.sink.report(Diagnostic::new(Code::InvalidShape, node.origin, message).note(note));
        }
        let asked = requirements(node)
            .into_iter()
            .filter(|requirement| requirement.as_mapping().is_some() || !names_of(requirement).is_empty());
        asked.map(|requirement| self.lower_requirement(requirement)).collect()
    }

    fn lower_requirement(&mut self, requirement: &'t Node) -> Vec<Requirement> {
        let mut together = Vec::new();
        if requirement.as_mapping().is_none() {
            let message = "a requirement is an object of schemes, each with a list of scopes";
            let note = "what it names is asked for, without scopes";
            self.sink.report(Diagnostic::new(Code::InvalidShape, requirement.origin, message).note(note));
        }
        for (name, entry) in names_of(requirement) {
            let Some(index) = self.schemes.iter().position(|scheme| scheme.name.as_str() == name) else {
                continue;
            };
            let scopes = entry.and_then(|entry| entry.value.as_sequence()).unwrap_or_default();
            let scopes: Vec<String> = scopes.iter().filter_map(Node::as_str).map(str::to_owned).collect();
            self.ask_for(index, &scopes);
            together.push(Requirement { scheme: index, scopes });
            if index >= self.described_schemes {
                let origin = entry.map_or(requirement.origin, |entry| entry.key_origin);
                let message = format!("no security scheme is called `{}`", name.escape_debug());
                let diagnostic = Diagnostic::new(Code::UnsupportedSecurity, origin, message).note(
                    "no credential is sent for it, and a server asks whoever authenticates; \
                         describe it in `components.securitySchemes`",
                );
                let described = self.schemes.iter().take(self.described_schemes);
                self.sink.report(match nearest(name, described.map(|scheme| scheme.name.as_str())) {
                    Some(name) => diagnostic.note(format!("there is a scheme `{}`", name.escape_debug())),
                    None => diagnostic,
                });
            }
        }
        together
    }

    /// Schemes that are asked for and described nowhere: nothing is sent for them, and a server still asks.
    fn lower_undescribed(&mut self, root: &'t Node, tables: &mut names::Scope) {
        let items = ["paths", "x-webhooks"].into_iter().filter_map(|key| root.get(key)?.as_mapping());
        let mut asked: Vec<&'t Node> = root.get("security").into_iter().collect();
        for entry in items.flatten() {
            let Some(item) = self.document.resolve(&entry.value, &mut Sink::new()) else { continue };
            let methods = methods_of(item);
            asked.extend(methods.into_iter().filter_map(|(_, operation)| operation.get("security")));
        }
        for (name, ..) in asked.into_iter().flat_map(requirements).flat_map(names_of) {
            if self.schemes.iter().any(|scheme| scheme.name.as_str() == name) {
                continue;
            }
            self.schemes.push(Scheme {
                ident: Ident::new(&names::snake(name)),
                table_ident: tables.take(&names::shouty(name)),
                trait_ident: Ident::new(&names::camel(name)),
                docs: Docs::default(),
                name: JsonName::new(name),
                kind: SchemeKind::Transport,
                flow: None,
            });
        }
    }

    /// Notes the scopes that an operation asks for.
    fn ask_for(&mut self, scheme: usize, scopes: &[String]) {
        let Some(flow) = self.schemes.get_mut(scheme).and_then(|scheme| scheme.flow.as_mut()) else { return };
        for scope in scopes {
            // RFC 6749, section 3.3: blanks stand between scopes, and a scope holds none.
            let is_scope = !scope.is_empty() && scope.chars().all(|mark| mark.is_ascii_graphic());
            if is_scope && !flow.scopes.contains(scope) {
                flow.scopes.push(scope.clone());
            }
        }
    }
}

/// The alternatives of a `security`: one alone stands for a list of it.
fn requirements(security: &Node) -> Vec<&Node> {
    match security.as_sequence() {
        Some(alternatives) => alternatives.iter().collect(),
        None => vec![security],
    }
}

/// The schemes that a requirement names, and the entry of each; a name alone is one of a scheme.
fn names_of(requirement: &Node) -> Vec<(&str, Option<&Entry>)> {
    match requirement.as_mapping() {
        Some(schemes) => schemes.iter().map(|entry| (entry.key.as_str(), Some(entry))).collect(),
        None => requirement.as_str().map(|name| (name, None)).into_iter().collect(),
    }
}

/// Where tokens are issued: of several flows, the one that needs no person comes first; of the others, what refreshes
/// their tokens counts. A provider of OpenID Connect says it itself, and so does one that has metadata (RFC 8414) where the
/// document gives no URL.
fn flow(scheme: &Node) -> Option<Flow> {
    if scheme.get("type").and_then(Node::as_str) == Some("openIdConnect") {
        let url = scheme.get("openIdConnectUrl")?.as_str().filter(|url| !url.is_empty())?;
        return Some(Flow { endpoint: Endpoint::Discovery(url.to_owned()), scopes: Vec::new() });
    }
    let flows = scheme.get("flows");
    let text = |flow: &str, key: &str| flows?.get(flow)?.get(key)?.as_str().filter(|url| !url.is_empty());
    let token_url = text("clientCredentials", "tokenUrl").or_else(|| {
        let others = ["authorizationCode", "x-deviceAuthorization", "password", "implicit"].into_iter();
        others.flat_map(|flow| [text(flow, "refreshUrl"), text(flow, "tokenUrl")]).flatten().next()
    });
    let endpoint = match token_url {
        Some(url) => Endpoint::Token(url.to_owned()),
        None => Endpoint::Discovery(metadata_url(scheme)?.to_owned()),
    };
    Some(Flow { endpoint, scopes: Vec::new() })
}

/// Where an authorization server says of itself what it is: a URL that has the well-known part in it is asked as it stands.
fn metadata_url(scheme: &Node) -> Option<&str> {
    let keys = ["oauth2MetadataUrl", "x-oauth2MetadataUrl"];
    let url = keys.into_iter().find_map(|key| scheme.get(key)).and_then(Node::as_str)?;
    Some(url).filter(|url| url.contains("/.well-known/"))
}
