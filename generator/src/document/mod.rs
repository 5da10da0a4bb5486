//! The waist: every schema node typed shallowly, its children cut out and held as ids in an arena.
//!
//! openapiv3 says what kind a node is; keywords, numbers and defaults are read from the tree, because openapiv3 alone
//! would lose unknown keys, siblings of `$ref`, large numbers and the place of an error.

mod kind;
mod references;
mod schema;
pub mod write;

pub use kind::SchemaType;
pub use schema::{Additional, Made, Schema, SchemaId};

/// What keywords, numbers and defaults are read from.
pub use crate::tree::{Entry, Node, Resolved, Scalar, json_string, write_json_string};

use crate::diagnostics::{Code, Diagnostic, Sink};
use crate::source::JsonPointer;
use std::collections::HashMap;

/// A normalized OpenAPI 3.0 document, its schemas in an arena.
#[derive(Debug)]
pub struct Document<'t> {
    /// The whole tree.
    pub root: &'t Node,
    schemas: Vec<Schema<'t>>,
    by_node: HashMap<*const Node, SchemaId>,
    made: HashMap<Made, SchemaId>,
    /// The schemas of `components`, in order.
    pub components: Vec<(&'t str, SchemaId)>,
}

impl<'t> Document<'t> {
    /// Types every schema that stands in `components` or is reached from an operation.
    pub fn build(root: &'t Node, sink: &mut Sink) -> Self {
        let mut document = Self {
            root,
            schemas: Vec::new(),
            by_node: HashMap::new(),
            made: HashMap::new(),
            components: Vec::new(),
        };
        let components = root.get("components").and_then(|components| components.get("schemas"));
        for entry in components.and_then(Node::as_mapping).into_iter().flat_map(|mapping| mapping.iter()) {
            let id = document.schema_at(&entry.value, sink);
            document.components.push((entry.key.as_str(), id));
            if let Some(schema) = document.schemas.get_mut(id.index()) {
                schema.component = Some(entry.key.as_str());
            }
        }
        document
    }

    /// A schema by its id; every id comes from this document.
    pub fn schema(&self, id: SchemaId) -> Option<&Schema<'t>> {
        self.schemas.get(id.index())
    }

    /// Types the schema at a node, and all that it holds, unless that is done already.
    pub fn schema_at(&mut self, node: &'t Node, sink: &mut Sink) -> SchemaId {
        let mut queue = Vec::new();
        let id = self.intern(node, &mut queue);
        while let Some((node, id)) = queue.pop() {
            let schema = Schema::read(self, node, &mut queue, sink);
            if let Some(slot) = self.schemas.get_mut(id.index()) {
                *slot = Schema { component: slot.component, ..schema };
            }
        }
        id
    }

    /// The place that a JSON Pointer leads to.
    pub fn at(&self, pointer: &str) -> Option<&'t Node> {
        self.root.pointer(&JsonPointer::parse(pointer)?)
    }

    /// How many schemas there are, those that were made of others included.
    pub fn len(&self) -> usize {
        self.schemas.len()
    }

    /// Whether there is no schema.
    pub fn is_empty(&self) -> bool {
        self.schemas.is_empty()
    }

    /// How many schemas were made of others.
    pub fn made(&self) -> usize {
        self.made.len()
    }

    /// A schema made of others; the same for the same others. Its texts and its place are those of `node`.
    pub fn make(&mut self, made: Made, node: &'t Node) -> SchemaId {
        if let Some(id) = self.made.get(&made) {
            return *id;
        }
        let id = SchemaId::new(self.schemas.len());
        self.schemas.push(Schema { made: Some(made.clone()), ..Schema::empty(node) });
        self.made.insert(made, id);
        id
    }

    /// The schema itself, or what its `$ref` leads to; the last of a chain, or where a loop was noticed.
    pub fn target(&self, id: SchemaId) -> SchemaId {
        let mut current = id;
        for _ in 0..references::LONGEST_CHAIN {
            match self.schema(current).and_then(|schema| schema.reference.flatten()) {
                Some(target) => current = target,
                None => break,
            }
        }
        current
    }

    fn intern(&mut self, node: &'t Node, queue: &mut Vec<(&'t Node, SchemaId)>) -> SchemaId {
        let key = std::ptr::from_ref(node);
        if let Some(id) = self.by_node.get(&key) {
            return *id;
        }
        let id = SchemaId::new(self.schemas.len());
        self.schemas.push(Schema::empty(node));
        self.by_node.insert(key, id);
        queue.push((node, id));
        id
    }

    /// What a text that is a reference leads to; `None`, with a diagnostic that says what becomes of it, where that is nothing.
    pub fn follow(&self, reference: &'t Node, becomes: &str, sink: &mut Sink) -> Option<&'t Node> {
        references::target(self.root, reference, becomes, sink)
    }

    /// The node itself, or what its `$ref` leads to; `None`, with a diagnostic, where that is nothing.
    pub fn resolve(&self, node: &'t Node, sink: &mut Sink) -> Option<&'t Node> {
        let mut current = node;
        let mut steps = 0;
        while let Some(reference) = current.get("$ref") {
            steps += 1;
            if steps > references::LONGEST_CHAIN {
                let message = "this reference leads back to itself";
                sink.report(Diagnostic::new(Code::ReferenceLoop, reference.origin, message));
                return None;
            }
            current = references::target(self.root, reference, references::LEFT_OUT, sink)?;
        }
        Some(current)
    }
}
