//! Base URLs (OpenAPI 3.0.4, section 4.7.5).

use super::{Lowering, docs, names, security};
use crate::diagnostics::{Code, Diagnostic};
use crate::document::Node;
use crate::ir::{JsonName, Server, ServerVariable};
use std::borrow::Cow;

impl<'t> Lowering<'_, 't> {
    /// The base URL of the settings, or the document's absolute ones; a relative one needs to know where the document was fetched, which nothing here knows.
    pub(super) fn lower_servers(&mut self, root: &'t Node) -> Vec<Server> {
        if let Some(url) = &self.config.base_url {
            let url = url.trim_end_matches('/').to_owned();
            return vec![Server { url, docs: crate::ir::Docs::default(), variables: Vec::new() }];
        }
        let mut servers = Vec::new();
        for node in root.get("servers").and_then(Node::as_sequence).unwrap_or_default() {
            let Some(url) = node.get("url").and_then(Node::as_str) else { continue };
            let url = &*with_scheme(url);
            let absolute = url.contains("://") || url.starts_with('{');
            if !absolute {
                if !matches!(url.trim(), "" | "/") {
                    let message = "a base URL without a host depends on where the document is kept";
                    let note = format!(
                        "give a client a base URL that ends in `{}`, or the settings a `base_url`",
                        url.escape_debug()
                    );
                    self.sink.report(Diagnostic::new(Code::RelativeServer, node.origin, message).note(note));
                }
                continue;
            }
            let mut scope = names::Scope::with(&security::BUILDER);
            for scheme in &self.schemes {
                scope.take(scheme.ident.as_str());
            }
            let variables = node.get("variables").and_then(Node::as_mapping);
            let is_known = |name: &str| variables.is_some_and(|variables| variables.contains_key(name));
            if let Some(name) = names_in(url).find(|name| !is_known(name)) {
                let message = format!("nothing describes `{{{}}}` of this base URL", name.escape_debug());
                let note = "it is left out: give a client its base URL, or the settings a `base_url`";
                self.sink.report(Diagnostic::new(Code::InvalidShape, node.origin, message).note(note));
                continue;
            }
            for entry in variables.into_iter().flat_map(|mapping| mapping.iter()) {
                self.check_variable(&entry.value);
            }
            let variables =
                variables.into_iter().flat_map(|mapping| mapping.iter()).map(|entry| ServerVariable {
                    ident: scope.take(&names::snake(&entry.key)),
                    name: JsonName::new(entry.key.as_str()),
                    // OpenAPI asks for a default; one that is the variable's own name only stands in for it.
                    default: entry
                        .value
                        .get("default")
                        .and_then(Node::as_str)
                        .filter(|text| !text.is_empty() && *text != entry.key.as_str())
                        .filter(|text| is_listed(&entry.value, text))
                        .map(str::to_owned),
                    values: entry
                        .value
                        .get("enum")
                        .and_then(Node::as_sequence)
                        .unwrap_or_default()
                        .iter()
                        .filter_map(Node::as_str)
                        .map(str::to_owned)
                        .collect(),
                    docs: docs::of_variable(&entry.value, &entry.key),
                });
            let variables = variables.collect();
            servers.push(Server {
                url: url.trim_end_matches('/').to_owned(),
                docs: docs::docs(node, ""),
                variables,
            });
        }
        servers
    }

    /// Tells a default of a variable that is not in its list.
    fn check_variable(&mut self, variable: &'t Node) {
        let Some(default) = variable.get("default") else { return };
        if default.as_str().is_some_and(|text| !text.is_empty() && !is_listed(variable, text)) {
            let message = "this default is not in the list of the variable";
            self.sink.report(
                Diagnostic::new(Code::InvalidConstraint, default.origin, message)
                    .note("it is only documented"),
            );
        }
    }

    /// The base URL of one operation, where it or its path has one of its own: the first that a request can be sent to,
    /// with the defaults of its variables.
    pub(super) fn lower_own_server(&mut self, item: &'t Node, operation: &'t Node) -> Option<String> {
        let servers = operation.get("servers").or_else(|| item.get("servers"))?;
        if self.config.base_url.is_some() {
            return None;
        }
        for node in servers.as_sequence().unwrap_or_default() {
            let Some(url) = node.get("url").and_then(Node::as_str) else { continue };
            let mut whole = with_scheme(url).trim_end_matches('/').to_owned();
            for entry in node.get("variables").and_then(Node::as_mapping).into_iter().flatten() {
                self.check_variable(&entry.value);
                if let Some(default) = entry.value.get("default").and_then(Node::as_str) {
                    whole = whole.replace(&format!("{{{}}}", entry.key), default);
                }
            }
            let absolute =
                ["http://", "https://"].iter().any(|scheme| whole.to_ascii_lowercase().starts_with(scheme));
            let plain = whole.chars().all(|mark| mark.is_ascii_graphic() && !"{}\\\"<>^`|?#".contains(mark));
            if plain && (absolute || url.starts_with('/')) && !whole.starts_with("//") {
                return Some(whole);
            }
            let message = "this base URL is none that a request can be sent to";
            self.sink.report(Diagnostic::new(Code::InvalidShape, node.origin, message).note(
                "it must be absolute or start with `/`, and each of its variables must have a default",
            ));
        }
        None
    }
}

/// A URL without a scheme has that of its document, which is `https` wherever it matters.
fn with_scheme(url: &str) -> Cow<'_, str> {
    if url.starts_with("//") { Cow::Owned(format!("https:{url}")) } else { Cow::Borrowed(url) }
}

/// What stands in the braces of a template.
fn names_in(url: &str) -> impl Iterator<Item = &str> {
    url.split('}').filter_map(|part| part.rsplit_once('{')).map(|(_, name)| name)
}

/// Whether a variable may have a value.
fn is_listed(variable: &Node, value: &str) -> bool {
    let values = variable.get("enum").and_then(Node::as_sequence).unwrap_or_default();
    values.is_empty() || values.iter().any(|each| each.as_str() == Some(value))
}
