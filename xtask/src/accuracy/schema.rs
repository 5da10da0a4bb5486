//! What a schema says: the fields below it, their types and values, wherever references and compositions put them.

use specwright::source::JsonPointer;
use specwright::tree::{Entry, Node};
use std::collections::BTreeSet;

/// How deep fields, and the parts of a composition, are looked for.
const DEPTH: usize = 5;

/// The keywords that put a schema together from others.
const COMPOSITIONS: [&str; 3] = ["allOf", "oneOf", "anyOf"];

/// A field somewhere below a schema.
pub(super) struct Field<'a> {
    /// Its place: `items[].name`.
    pub(super) place: String,
    /// The JSON types it allows, null left out.
    pub(super) types: BTreeSet<&'a str>,
    /// Whether it must be there.
    pub(super) required: bool,
    /// The values it allows, where they are listed.
    pub(super) values: Vec<&'a Node>,
}

/// A document in which references are followed.
pub(super) struct Document<'a> {
    root: &'a Node,
}

impl<'a> Document<'a> {
    /// The document that starts at `root`.
    pub(super) fn new(root: &'a Node) -> Self {
        Self { root }
    }

    /// The document's first node.
    pub(super) fn root(&self) -> &'a Node {
        self.root
    }

    /// The mapping that a node is, or refers to within the document.
    pub(super) fn at(&self, node: &'a Node) -> Option<&'a Node> {
        let mut node = node;
        let mut seen = BTreeSet::new();
        while let Some(reference) = node.get("$ref").and_then(Node::as_string) {
            let pointer = reference.strip_prefix('#').filter(|pointer| pointer.starts_with('/'))?;
            if !seen.insert(reference) {
                return None;
            }
            // Only mappings are gone through; an index into a list leads nowhere.
            let tokens = JsonPointer::parse(pointer)?;
            node = tokens.tokens().try_fold(self.root, |node, token| node.get(&token))?;
        }
        node.as_mapping().map(|_| node)
    }

    /// The JSON types that a schema allows; null is left out, and an integer is a number.
    pub(super) fn types(&self, schema: &'a Node) -> BTreeSet<&'a str> {
        let as_number = |name| if name == "integer" { "number" } else { name };
        self.types_at(schema, 0).into_iter().map(as_number).collect()
    }

    fn types_at(&self, schema: &'a Node, depth: usize) -> BTreeSet<&'a str> {
        let Some(schema) = self.at(schema).filter(|_| depth <= DEPTH) else { return BTreeSet::new() };
        let named = schema.get("type").and_then(Node::as_string);
        let listed = elements(schema, "type").iter().filter_map(Node::as_str);
        let mut types: BTreeSet<&str> = named.into_iter().chain(listed).collect();
        for part in ["oneOf", "anyOf", "allOf"].iter().flat_map(|key| elements(schema, key)) {
            types.extend(self.types_at(part, depth + 1));
        }
        let has = |key| schema.get(key).is_some();
        if types.is_empty() && (has("properties") || has("additionalProperties")) {
            types.insert("object");
        }
        if types.is_empty() && has("enum") {
            types.insert("string");
        }
        types.remove("null");
        types
    }

    /// The schema and those it is put together from.
    fn parts(&self, schema: &'a Node, depth: usize, found: &mut Vec<&'a Node>) {
        let Some(schema) = self.at(schema) else { return };
        found.push(schema);
        if depth < DEPTH {
            for part in COMPOSITIONS.iter().flat_map(|key| elements(schema, key)) {
                self.parts(part, depth + 1, found);
            }
        }
    }

    fn all_parts(&self, schema: &'a Node) -> Vec<&'a Node> {
        let mut found = Vec::new();
        self.parts(schema, 0, &mut found);
        found
    }

    /// Every field below a schema.
    pub(super) fn fields(&self, schema: &'a Node) -> Vec<Field<'a>> {
        let mut found = Vec::new();
        self.fields_at(schema, "", 0, &mut found);
        found
    }

    fn fields_at(&self, schema: &'a Node, place: &str, depth: usize, found: &mut Vec<Field<'a>>) {
        if depth > DEPTH {
            return;
        }
        for part in self.all_parts(schema) {
            let required: BTreeSet<&str> =
                elements(part, "required").iter().filter_map(Node::as_str).collect();
            for entry in members(part, "properties") {
                let name = entry.key.as_str();
                let here = if place.is_empty() { name.to_owned() } else { format!("{place}.{name}") };
                let field = Field {
                    place: here.clone(),
                    types: self.types(&entry.value),
                    required: required.contains(name),
                    values: self.values(&entry.value),
                };
                found.push(field);
                self.fields_at(&entry.value, &here, depth + 1, found);
            }
            if let Some(items) = part.get("items").filter(|items| items.as_mapping().is_some()) {
                self.fields_at(items, &format!("{place}[]"), depth + 1, found);
            }
            let more = part.get("additionalProperties");
            if let Some(more) = more.filter(|more| more.as_mapping().is_some_and(|more| !more.is_empty())) {
                self.fields_at(more, &format!("{place}{{}}"), depth + 1, found);
            }
        }
    }

    /// The values that a schema lists, and those its items list; null is left out.
    pub(super) fn values(&self, schema: &'a Node) -> Vec<&'a Node> {
        let mut values = Vec::new();
        for part in self.all_parts(schema) {
            values.extend(elements(part, "enum"));
            let items = part.get("items").and_then(|items| self.at(items));
            values.extend(items.into_iter().flat_map(|items| elements(items, "enum")));
        }
        values.retain(|value| !value.is_null());
        values
    }
}

/// The entries of the mapping that stands at a key.
pub(super) fn members<'a>(node: &'a Node, key: &str) -> impl Iterator<Item = &'a Entry> + use<'a> {
    node.get(key).and_then(Node::as_mapping).into_iter().flatten()
}

/// The elements of the list that stands at a key.
pub(super) fn elements<'a>(node: &'a Node, key: &str) -> &'a [Node] {
    node.get(key).and_then(Node::as_sequence).unwrap_or_default()
}
