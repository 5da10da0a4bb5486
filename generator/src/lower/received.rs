//! What the API calls and whoever uses it answers: webhooks (OpenAPI 3.1.1, section 4.8.1) and callbacks (section 4.8.18).

use super::Lowering;
use super::operations::{Described, given_id, methods_of};
use super::scopes::Scopes;
use crate::diagnostics::{Code, Diagnostic};
use crate::document::{Entry, Node};
use crate::ir::{Docs, Group, Ident, OperationKind};
use std::collections::{HashSet, VecDeque};

/// A path item that the API sends requests to.
struct Item<'t> {
    kind: OperationKind,
    /// What its operations are called that have no name of their own.
    name: String,
    path: String,
    entry: &'t Entry,
    node: &'t Node,
}

impl<'t> Lowering<'_, 't> {
    /// The webhooks, and the callbacks of the operations that are called; those of callbacks too.
    pub(super) fn lower_received(
        &mut self,
        root: &'t Node,
        called: &[(String, &'t Node)],
        scopes: &mut Scopes<'t>,
    ) {
        let mut items: VecDeque<Item<'t>> = VecDeque::new();
        for entry in entries(root.get("x-webhooks")) {
            let Some(node) = self.document.resolve(&entry.value, self.sink) else { continue };
            let (kind, name) = (OperationKind::Webhook(entry.key.to_string()), entry.key.to_string());
            items.push_back(Item { kind, path: format!("/{}", escaped(&name)), name, entry, node });
        }
        for (id, node) in called {
            self.callbacks(id, node, &mut items);
        }
        let (mut operations, mut known, mut paths) = (Vec::new(), HashSet::new(), HashSet::new());
        while let Some(item) = items.pop_front() {
            // A callback that several operations refer to is one.
            if !known.insert(std::ptr::from_ref(item.node)) {
                continue;
            }
            let mut path = item.path.clone();
            while !paths.insert(path.clone()) {
                path.push_str("-2");
            }
            if item.node.as_mapping().is_none() {
                let message = "a webhook or an expression of a callback must hold a path item";
                self.sink.report(Diagnostic::new(Code::InvalidShape, item.node.origin, message));
                continue;
            }
            let methods = methods_of(item.node);
            let (alone, mut known_methods) = (methods.len() == 1, Vec::new());
            for (http_method, node) in methods {
                if !self.is_operation(&http_method, node, &mut known_methods) {
                    continue;
                }
                let given = given_id(node).map(str::to_owned);
                let id = given.unwrap_or_else(|| {
                    if alone { item.name.clone() } else { format!("{} {http_method}", item.name) }
                });
                self.callbacks(&id, node, &mut items);
                let described = Described {
                    id,
                    kind: item.kind.clone(),
                    item: item.node,
                    node,
                    http_method,
                    path: path.clone(),
                    entry: item.entry,
                };
                operations.push(self.operations.len());
                let operation = self.lower_operation(root, described, scopes);
                self.operations.push(operation);
            }
        }
        if !operations.is_empty() {
            let ident = Ident::new("WebhookReceiver");
            let group =
                Group { tag: None, received: true, ident, docs: Docs::default(), operations, feature: None };
            self.groups.push(group);
        }
    }

    /// The callbacks of an operation.
    fn callbacks(&mut self, id: &str, operation: &'t Node, items: &mut VecDeque<Item<'t>>) {
        for callback in entries(operation.get("callbacks")) {
            let Some(expressions) = self.document.resolve(&callback.value, self.sink) else { continue };
            for entry in entries(Some(expressions)).filter(|entry| !entry.key.starts_with("x-")) {
                let Some(node) = self.document.resolve(&entry.value, self.sink) else { continue };
                items.push_back(Item {
                    kind: OperationKind::Callback(callback.key.to_string(), entry.key.to_string()),
                    name: format!("{id} {}", callback.key),
                    path: format!("/{}/{}", escaped(id), escaped(&callback.key)),
                    entry,
                    node,
                });
            }
        }
    }
}

fn entries(node: Option<&Node>) -> impl Iterator<Item = &Entry> {
    node.and_then(Node::as_mapping).into_iter().flatten()
}

/// A name as a segment of a path.
fn escaped(name: &str) -> String {
    let mut segment = String::new();
    for byte in name.bytes() {
        match byte {
            b'-' | b'.' | b'_' | b'~' => segment.push(char::from(byte)),
            byte if byte.is_ascii_alphanumeric() => segment.push(char::from(byte)),
            byte => segment.push_str(&format!("%{byte:02X}")),
        }
    }
    segment
}
