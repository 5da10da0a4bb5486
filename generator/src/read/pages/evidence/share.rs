//! Schemas that recur get one name: what several pages, or several answers of one page, describe in the same words is
//! one component.

use super::{Contradiction, Inferred};
use crate::source::JsonPointer;
use crate::tree::{Mapping, Node, Value};
use std::collections::HashMap;
use std::fmt::Write as _;

/// Keywords that say something about the place where a schema stands, not about its values.
const OF_THE_PLACE: [&str; 6] = ["description", "example", "default", "nullable", "readOnly", "writeOnly"];

/// A schema that may recur.
#[derive(Clone, PartialEq, Eq, Hash)]
struct Candidate {
    /// The name that it would have.
    name: String,
    /// What it says, without what its place adds.
    content: String,
}

/// Moves what recurs into the components of a derived document; pointers follow.
pub(super) fn share(root: &mut Node, inferred: &mut [Inferred], contradictions: &mut [Contradiction]) {
    let mut counter = Counter::default();
    visit(root, &mut counter);
    let counts = counter.counts;
    let mut names: HashMap<&str, usize> = HashMap::new();
    for (candidate, _) in counts.iter().filter(|(_, count)| **count > 1) {
        *names.entry(candidate.name.as_str()).or_default() += 1;
    }
    let known = |root: &Node, name: &str| {
        root.get("components")
            .and_then(|parts| parts.get("schemas"))
            .is_some_and(|schemas| schemas.get(name).is_some())
    };
    // A name that two different schemas would have is nobody's: what is added later must rename nothing.
    let shared: HashMap<Candidate, usize> = counts
        .iter()
        .filter(|(candidate, count)| **count > 1 && names.get(candidate.name.as_str()) == Some(&1))
        .filter(|(candidate, _)| !known(root, &candidate.name))
        .map(|(candidate, count)| (candidate.clone(), *count))
        .collect();
    if shared.is_empty() {
        return;
    }
    let mut mover = Mover { shared, components: Vec::new(), moves: Vec::new() };
    visit(root, &mut mover);
    put(root, mover.components);
    let places = inferred.iter_mut().map(|fact| &mut fact.pointer);
    for pointer in places.chain(contradictions.iter_mut().map(|contradiction| &mut contradiction.pointer)) {
        follow(pointer, &mover.moves);
    }
}

/// What is done with schemas that may recur.
trait Visitor {
    /// Called before the parts of a schema are visited; `false` where they need not be.
    fn enter(&mut self, candidate: &Candidate) -> bool;
    /// Called after its parts were visited.
    fn leave(&mut self, candidate: &Candidate, node: &mut Node, at: &JsonPointer);
}

/// Counts. The parts of a schema that was met before do not count again: they recur with it and not by themselves.
#[derive(Default)]
struct Counter {
    counts: HashMap<Candidate, usize>,
}

impl Visitor for Counter {
    fn enter(&mut self, candidate: &Candidate) -> bool {
        let count = self.counts.entry(candidate.clone()).or_default();
        *count += 1;
        *count == 1
    }

    fn leave(&mut self, _: &Candidate, _: &mut Node, _: &JsonPointer) {}
}

/// Moves what is shared into the components.
struct Mover {
    shared: HashMap<Candidate, usize>,
    components: Vec<(String, Node)>,
    moves: Vec<(JsonPointer, JsonPointer)>,
}

impl Visitor for Mover {
    fn enter(&mut self, _: &Candidate) -> bool {
        true
    }

    fn leave(&mut self, candidate: &Candidate, node: &mut Node, at: &JsonPointer) {
        if !self.shared.contains_key(candidate) {
            return;
        }
        let target = JsonPointer::root().child("components").child("schemas").child(&candidate.name);
        self.moves.push((at.clone(), target));
        let moved = refer(node, &candidate.name);
        if !self.components.iter().any(|(name, _)| *name == candidate.name) {
            self.components.push((candidate.name.clone(), moved));
        }
    }
}

/// Puts a reference in the place of a schema, beside what belongs to the place; gives the schema.
fn refer(node: &mut Node, name: &str) -> Node {
    let origin = node.origin;
    let mut schema = Mapping::new();
    let mut place = Mapping::new();
    for entry in node.as_mapping().into_iter().flatten() {
        match OF_THE_PLACE.contains(&entry.key.as_str()) {
            true => place.insert(entry.clone()),
            false => schema.insert(entry.clone()),
        };
    }
    let mut reference = Mapping::new();
    reference.push("$ref", Node::string(format!("#/components/schemas/{name}"), origin));
    let reference = Node::mapping(reference, origin);
    *node = match place.is_empty() {
        true => reference,
        false => {
            place.push("allOf", Node::sequence(vec![reference], origin));
            Node::mapping(place, origin)
        }
    };
    Node::mapping(schema, origin)
}

fn put(root: &mut Node, schemas: Vec<(String, Node)>) {
    let origin = root.origin;
    let Some(document) = root.as_mapping_mut() else { return };
    if !document.contains_key("components") {
        document.push("components", Node::mapping(Mapping::new(), origin));
    }
    let Some(components) = document.get_mut("components").and_then(Node::as_mapping_mut) else { return };
    if !components.contains_key("schemas") {
        components.push("schemas", Node::mapping(Mapping::new(), origin));
    }
    let Some(known) = components.get_mut("schemas").and_then(Node::as_mapping_mut) else { return };
    for (name, schema) in schemas {
        known.push(name, schema);
    }
}

/// A pointer into what was moved points to where it went.
fn follow(pointer: &mut JsonPointer, moves: &[(JsonPointer, JsonPointer)]) {
    let inside = |from: &JsonPointer| {
        let rest = pointer.as_str().strip_prefix(from.as_str())?;
        (rest.is_empty() || rest.starts_with('/')).then(|| rest.to_owned())
    };
    let longest =
        moves.iter().filter(|(from, _)| inside(from).is_some()).max_by_key(|(from, _)| from.as_str().len());
    if let Some((from, to)) = longest
        && let Some(moved) = inside(from).and_then(|rest| JsonPointer::parse(&format!("{to}{rest}")))
    {
        *pointer = moved;
    }
}

/// Visits every schema of the operations that may recur, the parts of a schema before the schema itself. A candidate is
/// known by what it said before any of its parts was replaced.
fn visit(root: &mut Node, visitor: &mut dyn Visitor) {
    let paths = JsonPointer::root().child("paths");
    for (path, item) in
        root.as_mapping_mut().and_then(|root| root.get_mut("paths")).into_iter().flat_map(entries)
    {
        for (method, operation) in entries(item) {
            let at = paths.child(path).child(method);
            let id = operation.get("operationId").and_then(Node::as_str).map(pascal).unwrap_or_default();
            let Some(operation) = operation.as_mapping_mut() else { continue };
            if let Some(content) = operation.get_mut("requestBody").and_then(|body| child(body, "content")) {
                let at = at.child("requestBody").child("content");
                contents(content, &at, &format!("{id}Request"), visitor);
            }
            for (status, response) in operation.get_mut("responses").into_iter().flat_map(entries) {
                let role = if status.starts_with('2') { "Response" } else { "Error" };
                let at = at.child("responses").child(status).child("content");
                if let Some(content) = child(response, "content") {
                    contents(content, &at, &format!("{id}{role}"), visitor);
                }
            }
        }
    }
}

fn contents(content: &mut Node, at: &JsonPointer, name: &str, visitor: &mut dyn Visitor) {
    for (media, value) in entries(content) {
        if let Some(schema) = child(value, "schema") {
            schemas(schema, name, &at.child(media).child("schema"), visitor);
        }
    }
}

/// One schema and its parts; the builder bounds how deep they stand.
fn schemas(node: &mut Node, name: &str, at: &JsonPointer, visitor: &mut dyn Visitor) {
    let candidate = candidate(node, name);
    if candidate.as_ref().is_some_and(|candidate| !visitor.enter(candidate)) {
        return;
    }
    if let Some(properties) = child(node, "properties") {
        let at = at.child("properties");
        for (key, property) in entries(properties) {
            schemas(property, &pascal(key), &at.child(key), visitor);
        }
    }
    for key in ["items", "additionalProperties"] {
        if let Some(part) = child(node, key) {
            schemas(part, &singular(name), &at.child(key), visitor);
        }
    }
    if let Some(candidate) = candidate {
        visitor.leave(&candidate, node, at);
    }
}

/// Objects with properties and lists of several values may recur.
fn candidate(node: &Node, name: &str) -> Option<Candidate> {
    let listed = node.get("enum").and_then(Node::as_sequence).is_some_and(|values| values.len() > 1);
    let object =
        node.get("properties").and_then(Node::as_mapping).is_some_and(|properties| !properties.is_empty());
    let named = name.starts_with(|first: char| first.is_ascii_alphabetic());
    if !named || !(listed || object) {
        return None;
    }
    let mut content = String::new();
    for entry in node.as_mapping()?.iter().filter(|entry| !OF_THE_PLACE.contains(&entry.key.as_str())) {
        content.push_str(&entry.key);
        describe(&entry.value, &mut content);
    }
    Some(Candidate { name: name.to_owned(), content })
}

/// Writes what a node holds, so that equal nodes give equal texts.
pub(super) fn describe(node: &Node, out: &mut String) {
    match &node.value {
        Value::Scalar(scalar) => {
            let quoted = matches!(scalar.resolve(), crate::tree::Resolved::String(_));
            // Writing to a string cannot fail.
            _ = write!(out, "{}{:?};", if quoted { "s" } else { "p" }, scalar.text);
        }
        Value::Sequence(items) => {
            out.push('[');
            items.iter().for_each(|item| describe(item, out));
            out.push(']');
        }
        Value::Mapping(mapping) => {
            out.push('{');
            for entry in mapping {
                _ = write!(out, "{:?}:", entry.key);
                describe(&entry.value, out);
            }
            out.push('}');
        }
    }
}

pub(super) fn entries(node: &mut Node) -> impl Iterator<Item = (&str, &mut Node)> {
    node.as_mapping_mut()
        .into_iter()
        .flat_map(|mapping| mapping.entries_mut().map(|(key, value)| (key.as_str(), value)))
}

fn child<'n>(node: &'n mut Node, key: &str) -> Option<&'n mut Node> {
    node.as_mapping_mut()?.get_mut(key)
}

/// `reasons` is `Reasons`, `payment_parts` `PaymentParts`.
pub(super) fn pascal(name: &str) -> String {
    let words =
        name.split(|character: char| !character.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    words
        .map(|word| {
            let (first, rest) = word.split_at(1.min(word.len()));
            first.to_ascii_uppercase() + rest
        })
        .collect()
}

/// What an element of a list is called: `Reasons` are made of `Reason`.
fn singular(name: &str) -> String {
    match name {
        _ if name.ends_with("ss") || name.ends_with("us") || name.ends_with("is") => format!("{name}Item"),
        _ => match (name.strip_suffix("ies"), name.strip_suffix('s')) {
            (Some(stem), _) if stem.len() > 2 => format!("{stem}y"),
            (_, Some(stem)) if stem.len() > 1 => stem.to_owned(),
            _ => format!("{name}Item"),
        },
    }
}
