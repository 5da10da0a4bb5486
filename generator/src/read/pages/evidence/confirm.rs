//! What pages describe of an operation that a document already describes: it adds nothing, and where it says something
//! else, that is told. An embedded document counts more than everything a page says around it.

use super::{Contradiction, targets};
use crate::diagnostics::{Code, Diagnostic};
use crate::read::pages::MAX_NESTING;
use crate::source::JsonPointer;
use crate::tree::{Entry, Mapping, Node};

/// Takes out of `derived` what `published` has, after holding the one against the other.
pub(super) fn confirm(published: &Node, derived: &mut Node, contradictions: &mut Vec<Contradiction>) {
    let mut confirming = Confirming { root: published, contradictions };
    let Some(paths) = derived.as_mapping_mut().and_then(|root| root.get_mut("paths")) else { return };
    let mut left = Mapping::new();
    for entry in paths.as_mapping().into_iter().flatten() {
        let mut item = Mapping::new();
        for method in entry.value.as_mapping().into_iter().flatten() {
            match find(published, &entry.key, &method.key) {
                Some((path, known)) => {
                    let at = JsonPointer::root().child("paths").child(path).child(&method.key);
                    confirming.operation(known, method, &at);
                }
                None => _ = item.insert(method.clone()),
            }
        }
        if !item.is_empty() {
            left.insert(Entry { value: Node::mapping(item, entry.value.origin), ..entry.clone() });
        }
    }
    *paths = Node::mapping(left, paths.origin);
}

/// The operation of a document that has a method, and a path of the same shape.
fn find<'p>(published: &'p Node, path: &str, method: &str) -> Option<(&'p str, &'p Node)> {
    let paths = published.get("paths")?.as_mapping()?;
    let shape = targets::shape(path);
    let item = paths.iter().find(|known| targets::shape(&known.key) == shape)?;
    item.value.get(method).map(|operation| (item.key.as_str(), operation))
}

struct Confirming<'p, 'c> {
    root: &'p Node,
    contradictions: &'c mut Vec<Contradiction>,
}

impl<'p> Confirming<'p, '_> {
    fn report(&mut self, derived: &Node, published: &Node, at: &JsonPointer, message: String) {
        let diagnostic = Diagnostic::new(Code::ConflictingPages, derived.origin, message)
            .related(published.origin, "the document counts more")
            .note("make the pages agree, or leave the older one out");
        self.contradictions.push(Contradiction { pointer: at.clone(), diagnostic });
    }

    fn operation(&mut self, known: &'p Node, derived: &Entry, at: &JsonPointer) {
        let root = self.root;
        let known_parameters: Vec<&Node> =
            list(known, "parameters").map(|node| resolve(root, node)).collect();
        for parameter in list(&derived.value, "parameters") {
            let place = text(parameter, "in");
            let name = text(parameter, "name");
            let same = |other: &&&Node| {
                text(other, "in") == place
                    && (place == "path" || text(other, "name").eq_ignore_ascii_case(name))
            };
            match known_parameters.iter().find(same) {
                Some(other) => {
                    if let (Some(one), Some(two)) = (other.get("schema"), parameter.get("schema")) {
                        self.schema(one, two, at, name, 0);
                    }
                }
                None if place == "path" => {}
                None => self.report(
                    parameter,
                    known,
                    at,
                    format!("the document has no {place} parameter `{name}`"),
                ),
            }
        }
        let body = |node: &'p Node| node.get("requestBody").map(|body| resolve(root, body));
        if let Some(request) = derived.value.get("requestBody") {
            self.contents(body(known), request, known, &at.child("requestBody"), "a request");
        }
        let responses = derived.value.get("responses").and_then(Node::as_mapping);
        for response in
            responses.into_iter().flatten().filter(|response| response.value.get("content").is_some())
        {
            let other = known.get("responses").and_then(|known| known.get(&response.key));
            let other = other.map(|other| resolve(root, other));
            let at = at.child("responses").child(&response.key);
            self.contents(other, &response.value, known, &at, &format!("a response {}", response.key));
        }
    }

    fn contents(
        &mut self,
        known: Option<&'p Node>,
        derived: &Node,
        around: &'p Node,
        at: &JsonPointer,
        what: &str,
    ) {
        let content = |node: &Node| node.get("content").and_then(Node::as_mapping).is_some();
        let Some(known) = known.filter(|known| content(known)) else {
            if content(derived) {
                self.report(derived, around, at, format!("the document has no body of {what}"));
            }
            return;
        };
        for media in derived.get("content").and_then(Node::as_mapping).into_iter().flatten() {
            let other = known.get("content").and_then(|content| content.get(&media.key));
            match (other, other.and_then(|other| other.get("schema")), media.value.get("schema")) {
                (_, Some(one), Some(two)) => self.schema(one, two, at, what, 0),
                (None, ..) => self.report(
                    &media.value,
                    known,
                    at,
                    format!("the document has no `{}` in {what}", media.key),
                ),
                _ => {}
            }
        }
    }

    /// Holds a derived schema against the document's: every type, field and value must be possible there.
    fn schema(&mut self, known: &'p Node, derived: &Node, at: &JsonPointer, name: &str, depth: usize) {
        let parts = parts(self.root, known);
        let types = |nodes: &[&Node]| -> Vec<String> { nodes.iter().flat_map(|node| types(node)).collect() };
        let (possible, said) = (types(&parts), types(&[derived]));
        let fits =
            |ty: &String| possible.contains(ty) || ty == "integer" && possible.contains(&"number".to_owned());
        if !possible.is_empty()
            && !said.is_empty()
            && !said.iter().any(|ty| fits(ty) || ty == "number" && possible.contains(&"integer".to_owned()))
        {
            let message = format!(
                "`{name}` is {} here and {} in the document",
                said.join(" or "),
                possible.join(" or ")
            );
            self.report(derived, known, at, message);
            return;
        }
        if depth > MAX_NESTING {
            return;
        }
        let open = possible.is_empty() || parts.iter().any(|part| part.get("additionalProperties").is_some());
        for property in derived.get("properties").and_then(Node::as_mapping).into_iter().flatten() {
            let find =
                |part: &&'p Node| part.get("properties").and_then(|properties| properties.get(&property.key));
            match parts.iter().find_map(find) {
                Some(other) => self.schema(other, &property.value, at, &property.key, depth + 1),
                None if open => {}
                None => self.report(
                    &property.value,
                    known,
                    at,
                    format!("the document has no field `{}`", property.key),
                ),
            }
        }
        if let (Some(items), Some(other)) =
            (derived.get("items"), parts.iter().find_map(|part| part.get("items")))
        {
            self.schema(other, items, at, name, depth + 1);
        }
        let values: Vec<&Node> = parts.iter().flat_map(|part| list(part, "enum")).collect();
        let unknown = list(derived, "enum").find(|value| {
            !values.is_empty() && !value.is_null() && !values.iter().any(|known| known.means_the_same(value))
        });
        if let Some(value) = unknown {
            self.report(
                derived,
                known,
                at,
                format!("`{}` is no value of `{name}` in the document", value.as_str().unwrap_or_default()),
            );
        }
    }
}

fn list<'n>(node: &'n Node, key: &str) -> impl Iterator<Item = &'n Node> {
    node.get(key).and_then(Node::as_sequence).unwrap_or_default().iter()
}

fn text<'n>(node: &'n Node, key: &str) -> &'n str {
    node.get(key).and_then(Node::as_str).unwrap_or_default()
}

/// The types that a schema names, null aside.
fn types(node: &Node) -> Vec<String> {
    let ty = node.get("type");
    let one = ty.and_then(Node::as_str).into_iter();
    let many = ty.and_then(Node::as_sequence).unwrap_or_default().iter().filter_map(Node::as_str);
    one.chain(many).filter(|ty| *ty != "null").map(str::to_owned).collect()
}

/// Follows references within the document, a few of them at most.
fn resolve<'p>(root: &'p Node, node: &'p Node) -> &'p Node {
    let mut node = node;
    for _ in 0..16 {
        let target = node.get("$ref").and_then(Node::as_str).and_then(|text| text.strip_prefix('#'));
        match target.and_then(JsonPointer::parse).and_then(|pointer| root.pointer(&pointer)) {
            Some(target) => node = target,
            None => break,
        }
    }
    node
}

/// A schema and the schemas it is composed of.
fn parts<'p>(root: &'p Node, node: &'p Node) -> Vec<&'p Node> {
    let mut found = vec![resolve(root, node)];
    let mut next = 0;
    while let Some(node) = found.get(next).copied() {
        next += 1;
        let members = ["allOf", "anyOf", "oneOf"].into_iter().flat_map(|keyword| list(node, keyword));
        for member in members.map(|member| resolve(root, member)) {
            // A composition that goes in a circle has no more parts than it has nodes.
            if found.len() < 256 && !found.iter().any(|known| std::ptr::eq(*known, member)) {
                found.push(member);
            }
        }
    }
    found
}
