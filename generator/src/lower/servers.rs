//! Base URLs (OpenAPI 3.0.4, section 4.7.5).

use super::{Lowering, docs, names, security};
use crate::document::Node;
use crate::ir::{JsonName, Server, ServerVariable};

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
            let absolute = url.contains("://") || url.starts_with('{');
            if !absolute {
                continue;
            }
            let mut scope = names::Scope::with(&security::BUILDER);
            for scheme in &self.schemes {
                scope.take(scheme.ident.as_str());
            }
            let variables = node.get("variables").and_then(Node::as_mapping);
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
}
