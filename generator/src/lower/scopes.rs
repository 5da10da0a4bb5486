//! The names that an API has taken beside its models.

use super::names;
use crate::document::Node;
use crate::ir::Scheme;
use std::collections::HashMap;

/// The names that operations have taken.
pub(super) struct Scopes<'t> {
    /// Types beside the models.
    pub(super) types: names::Scope,
    /// Methods of the client, and of the server's traits.
    pub(super) methods: names::Scope,
    /// Tables.
    pub(super) tables: names::Scope,
    /// The names that the document gives, and where each was first.
    pub(super) given: HashMap<&'t str, &'t Node>,
}

impl Scopes<'_> {
    pub(super) fn new(schemes: &[Scheme]) -> Self {
        let mut tables = names::Scope::default();
        for scheme in schemes {
            tables.take(scheme.table_ident.as_str());
        }
        // `S` is what a router calls the type of its service.
        let types = [
            "Client",
            "ClientBuilder",
            "PagedExt",
            "RequestExt",
            "S",
            "WebhookReceiver",
            "WebhookSender",
            "WebhookSenderBuilder",
        ];
        let methods = ["builder", "from_env", "router", "webhook_builder", "webhook_router"];
        Self {
            types: names::Scope::with(&types),
            methods: names::Scope::with(&methods),
            tables,
            given: HashMap::new(),
        }
    }
}
