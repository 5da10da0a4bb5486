//! Links (OpenAPI 3.0.4, section 4.7.20): nothing is made of them, and what is wrong with them is told all the same.

use super::Lowering;
use super::operations::{given_id, methods_of};
use crate::diagnostics::{Code, Diagnostic, nearest};
use crate::document::{Entry, Node};
use std::collections::HashSet;

/// An operation that a link may lead to.
struct Target<'t> {
    id: Option<&'t str>,
    item: &'t Node,
    node: &'t Node,
}

impl<'t> Lowering<'_, 't> {
    /// Looks at every link of a response, each once.
    pub(super) fn tell_links(&mut self, root: &'t Node) {
        let mut targets = Vec::new();
        for key in ["paths", "x-webhooks"] {
            for entry in entries(root.get(key)).filter(|entry| !entry.key.starts_with("x-")) {
                let Some(item) = self.document.resolve(&entry.value, self.sink) else { continue };
                let operations = methods_of(item).into_iter();
                targets.extend(operations.map(|(_, node)| Target { id: given_id(node), item, node }));
            }
        }
        // Parts that other documents refer to link to operations of theirs.
        if targets.is_empty() {
            return;
        }
        let mut links: Vec<&'t Entry> = Vec::new();
        let mut known = HashSet::new();
        for response in targets.iter().flat_map(|target| entries(target.node.get("responses"))) {
            let Some(response) = self.document.resolve(&response.value, self.sink) else { continue };
            links.extend(entries(response.get("links")));
        }
        links.extend(entries(root.get("components").and_then(|components| components.get("links"))));
        for entry in links.into_iter().filter(|entry| !entry.key.starts_with("x-")) {
            let Some(link) = self.document.resolve(&entry.value, self.sink) else { continue };
            if known.insert(std::ptr::from_ref(link)) {
                self.tell_link(link, &targets);
            }
        }
    }

    fn tell_link(&mut self, link: &'t Node, targets: &[Target<'t>]) {
        let target = match (link.get("operationId"), link.get("operationRef")) {
            (Some(id), reference) => {
                if let Some(reference) = reference {
                    let message = "a link names its operation by `operationId` or by `operationRef`";
                    let diagnostic = Diagnostic::new(Code::InvalidShape, reference.origin, message);
                    self.sink.report(
                        diagnostic
                            .related(id.origin, "this one is taken")
                            .note("this one says nothing; keep the one that is meant"),
                    );
                }
                self.operation_named(id, targets)
            }
            (None, Some(reference)) => self.operation_at(reference, targets),
            (None, None) => {
                let message = "this link names no operation";
                let note = "say the `operationId` of the operation that it leads to, or its `operationRef`";
                self.sink.report(Diagnostic::new(Code::Incomplete, link.origin, message).note(note));
                None
            }
        };
        let Some(target) = target else { return };
        let parameters = self.parameters_of(target);
        for entry in entries(link.get("parameters")) {
            self.tell_argument(entry, &parameters, target);
        }
    }

    fn operation_named<'a>(&mut self, id: &'t Node, targets: &'a [Target<'t>]) -> Option<&'a Target<'t>> {
        let said = id.as_str()?;
        let found = targets.iter().find(|target| target.id == Some(said));
        // What the settings leave out, and what is received elsewhere, is an operation as well.
        let is_chosen = !self.config.only.is_empty() || !self.config.exclude.is_empty();
        let is_received = self.operations.iter().any(|operation| operation.id == said);
        if found.is_none() && !is_chosen && !is_received {
            let message = format!("no operation has the `operationId` `{}`", said.escape_debug());
            let diagnostic = Diagnostic::new(Code::DanglingReference, id.origin, message);
            let near = nearest(said, targets.iter().filter_map(|target| target.id));
            self.sink.report(match near {
                Some(near) => diagnostic.note(format!("there is `{}`", near.escape_debug())),
                None => diagnostic.note("this link leads nowhere"),
            });
        }
        found
    }

    /// The operation that an `operationRef` leads to, where that is in this document.
    fn operation_at<'a>(&mut self, reference: &'t Node, targets: &'a [Target<'t>]) -> Option<&'a Target<'t>> {
        let said = reference.as_str()?;
        let is_chosen = !self.config.only.is_empty() || !self.config.exclude.is_empty();
        if !said.starts_with("#/paths/") || is_chosen {
            return None;
        }
        let node = self.document.follow(reference, "this link leads nowhere", self.sink)?;
        let found = targets.iter().find(|target| std::ptr::eq(target.node, node));
        if found.is_none() {
            let message = "this `operationRef` leads to no operation";
            let note = "it leads to a path; name its method as well, such as `#/paths/~1pets/get`";
            self.sink.report(Diagnostic::new(Code::DanglingReference, reference.origin, message).note(note));
        }
        found
    }

    /// The names and places of all parameters of an operation.
    fn parameters_of(&mut self, target: &Target<'t>) -> Vec<(&'t str, &'t str)> {
        let mut all = Vec::new();
        for list in [target.item, target.node].into_iter().filter_map(|node| node.get("parameters")) {
            for parameter in list.as_sequence().unwrap_or_default() {
                let Some(parameter) = self.document.resolve(parameter, self.sink) else { continue };
                let text = |key: &str| parameter.get(key).and_then(Node::as_str);
                all.extend(text("in").zip(text("name")));
            }
        }
        all
    }

    /// A link gives values to parameters by their names, or by their places and names.
    fn tell_argument(&mut self, entry: &'t Entry, all: &[(&'t str, &'t str)], target: &Target<'t>) {
        let said = entry.key.as_str();
        let is = |(place, name): &(&str, &str)| {
            *name == said || said.strip_prefix(place).and_then(|rest| rest.strip_prefix('.')) == Some(name)
        };
        if all.iter().any(is) {
            return;
        }
        let message = format!("the operation has no parameter `{}`", said.escape_debug());
        let diagnostic = Diagnostic::new(Code::DanglingReference, entry.key_origin, message)
            .related(target.node.origin, "the operation that the link leads to");
        let name = said.split_once('.').map_or(said, |(_, name)| name);
        let elsewhere = all.iter().find(|(_, have)| *have == name);
        let near = nearest(name, all.iter().map(|(_, have)| *have));
        self.sink.report(match (elsewhere, near) {
            (Some((place, name)), _) => {
                diagnostic.note(format!("there is `{place}.{}`", name.escape_debug()))
            }
            (None, Some(near)) => diagnostic.note(format!("there is `{}`", near.escape_debug())),
            (None, None) => diagnostic.note("this value goes nowhere"),
        });
    }
}

fn entries(node: Option<&Node>) -> impl Iterator<Item = &Entry> {
    node.and_then(Node::as_mapping).into_iter().flatten()
}
