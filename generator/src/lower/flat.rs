//! A schema with its references followed and its `allOf` gathered, before anything is decided about it.

use super::Lowering;
use crate::diagnostics::{Code, Diagnostic};
use crate::document::{Additional, Made, Node, Schema, SchemaId, SchemaType};
use std::collections::HashSet;
use std::rc::Rc;

/// So many parts and properties are merged for each schema of a document, [`FEW`] aside, before the rest is given up: a
/// lattice of `allOf` says in a few lines what would take pages of Rust.
const MOST_MERGED: usize = 32;

/// What a document may merge whatever its size is.
const FEW: usize = 10_000;

/// A union inside of a union inside of a union, each of which has but one alternative left.
const MOST_NARROWED: usize = 16;

/// Schemas up to this size are always merged.
const SMALL: usize = 64;

/// The merged view of a schema.
#[derive(Clone, Debug)]
pub(super) struct Flat<'t> {
    /// The schema itself.
    pub(super) id: SchemaId,
    /// The schemas that were merged, the outermost first.
    pub(super) parts: Vec<SchemaId>,
    /// Their nodes: where keywords are looked up.
    pub(super) nodes: Vec<&'t Node>,
    /// `type`, given or implied.
    pub(super) kind: Option<SchemaType>,
    /// The keyword that implies it, where it alone does.
    pub(super) implied: Option<&'t Node>,
    /// Properties in the order they were met.
    pub(super) properties: Vec<Property<'t>>,
    /// `required`, united, in the order they were met.
    pub(super) required: Vec<&'t str>,
    /// `additionalProperties`, the strictest met.
    pub(super) additional: Option<Additional>,
    /// Whether that is what `unevaluatedProperties` says.
    pub(super) evaluated: bool,
    /// `items`.
    pub(super) items: Option<SchemaId>,
    /// `prefixItems`.
    pub(super) prefix_items: Vec<SchemaId>,
    /// What `enum` leaves.
    pub(super) enumeration: Option<Vec<&'t Node>>,
    /// `oneOf` and `anyOf` that say something about types.
    pub(super) unions: Vec<Alternatives>,
    /// The schemas that inherit from this one by its `discriminator`.
    pub(super) heirs: Vec<SchemaId>,
    /// Whether `null` is allowed: as the outermost schema says it, or else as all parts say it.
    pub(super) nullable: bool,
    /// Whether no value can be of all parts, which was reported.
    pub(super) impossible: bool,
}

/// A `oneOf` or `anyOf`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Alternatives {
    /// The schema that has it.
    pub(super) of: SchemaId,
    /// Whether it is `oneOf`.
    pub(super) exclusive: bool,
    /// Its members.
    pub(super) members: Vec<SchemaId>,
}

/// A property of a merged schema.
#[derive(Clone, Copy, Debug)]
pub(super) struct Property<'t> {
    /// Its name on the wire.
    pub(super) name: &'t str,
    /// Its schema: that of all parts that have it.
    pub(super) schema: SchemaId,
    /// Where its texts stand.
    pub(super) node: &'t Node,
    /// Whether a part says `readOnly`.
    pub(super) read_only: bool,
    /// Whether a part says `writeOnly`.
    pub(super) write_only: bool,
}

impl<'t> Flat<'t> {
    pub(super) fn empty(id: SchemaId) -> Self {
        Self {
            id,
            parts: Vec::new(),
            nodes: Vec::new(),
            kind: None,
            implied: None,
            properties: Vec::new(),
            required: Vec::new(),
            additional: None,
            evaluated: false,
            items: None,
            prefix_items: Vec::new(),
            enumeration: None,
            unions: Vec::new(),
            heirs: Vec::new(),
            nullable: false,
            impossible: false,
        }
    }

    /// The value of a keyword, the outermost first.
    pub(super) fn keyword(&self, name: &str) -> Option<&'t Node> {
        self.nodes.iter().find_map(|node| node.get(name))
    }

    /// Every value of a keyword.
    pub(super) fn keywords<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'t Node> + 'a {
        self.nodes.iter().filter_map(move |node| node.get(name))
    }

    /// The text of a keyword.
    pub(super) fn text(&self, name: &str) -> Option<&'t str> {
        self.keyword(name).and_then(Node::as_str)
    }

    /// Whether a boolean keyword is `true`.
    pub(super) fn flag(&self, name: &str) -> bool {
        self.nodes.iter().any(|node| node.get(name).and_then(Node::as_bool) == Some(true))
    }
}

/// What a walk over the parts of a schema does next.
enum Step {
    /// Goes into a schema; whether it is decided already that null is allowed or not.
    Enter(SchemaId, bool),
    /// Comes out of one.
    Leave(SchemaId),
}

/// What was gathered of a schema.
#[derive(Default)]
pub(super) struct Gathered {
    /// The parts, the outermost first.
    pub(super) parts: Vec<SchemaId>,
    /// Every schema that was met, references included.
    pub(super) met: HashSet<SchemaId>,
    /// What the parts say about null.
    pub(super) votes: Vec<bool>,
    /// Unions that do not count: the schema and whether it is its `oneOf`.
    pub(super) dropped: Vec<(SchemaId, bool)>,
    /// How many parts and properties there are.
    merged: usize,
    /// Whether there are more than fit the size of the document, which was reported.
    pub(super) overgrown: bool,
}

impl<'t> Lowering<'_, 't> {
    /// Follows references and merges `allOf`; done once a schema.
    pub(super) fn flatten(&mut self, id: SchemaId) -> Rc<Flat<'t>> {
        if let Some(Some(flat)) = self.flats.get(id.index()) {
            return Rc::clone(flat);
        }
        let flat = match self.referred(id) {
            Some(flat) => flat,
            None => {
                let gathered = self.gather(id);
                self.merged += gathered.merged;
                Rc::new(self.assemble(id, &gathered))
            }
        };
        self.remember(id, &flat);
        flat
    }

    /// What a reference leads to, which is merged once for all references to it: a large schema is referred to often. What
    /// stands on the way to it leads there as well.
    fn referred(&mut self, id: SchemaId) -> Option<Rc<Flat<'t>>> {
        let (mut nullable, mut way) = (false, Vec::new());
        let mut current = id;
        for _ in 0..self.document.len() {
            let schema = self.document.schema(current)?;
            let Some(target) = schema.reference else { break };
            nullable |= vote(schema).is_some();
            way.push(current);
            current = target?;
            if current == id || self.flatten_known(current).is_some() {
                break;
            }
        }
        if current == id {
            return None;
        }
        if self.flatten_known(current).is_none() && self.document.schema(current)?.reference.is_some() {
            return None;
        }
        let flat = self.flatten(current);
        if nullable && !flat.nullable {
            let known = self.nullable_flats.entry(self.document.target(current));
            let made = || Rc::new(Flat { nullable: true, ..Flat::clone(&flat) });
            return Some(Rc::clone(known.or_insert_with(made)));
        }
        if !nullable {
            way.into_iter().for_each(|id| self.remember(id, &flat));
        }
        Some(flat)
    }

    fn remember(&mut self, id: SchemaId, flat: &Rc<Flat<'t>>) {
        if self.flats.len() <= id.index() {
            self.flats.resize(self.document.len().max(id.index() + 1), None);
        }
        if let Some(slot) = self.flats.get_mut(id.index()) {
            *slot = Some(Rc::clone(flat));
        }
    }

    /// Walks through references and `allOf`, each schema once.
    fn gather(&mut self, whole: SchemaId) -> Gathered {
        let mut gathered = Gathered::default();
        let mut active = HashSet::new();
        let mut stack = vec![Step::Enter(whole, false)];
        let mut narrowed = 0;
        loop {
            let Some(step) = stack.pop() else {
                // What is left of a union is a part like any other.
                let only_left = self.only_left(&gathered);
                narrowed += 1;
                if only_left.is_empty() || narrowed > MOST_NARROWED {
                    break;
                }
                for (of, exclusive, only) in only_left {
                    gathered.dropped.push((of, exclusive));
                    let decided = self.document.schema(of).and_then(vote).is_some();
                    stack.push(Step::Enter(only, decided));
                }
                continue;
            };
            let (id, mut decided) = match step {
                Step::Leave(id) => {
                    active.remove(&id);
                    continue;
                }
                Step::Enter(id, decided) => (id, decided),
            };
            let Some(schema) = self.document.schema(id) else { continue };
            if !gathered.met.insert(id) {
                // Coming by once more takes time as well.
                gathered.merged += 1;
                continue;
            }
            active.insert(id);
            stack.push(Step::Leave(id));
            if let Some(made) = &schema.made {
                match made {
                    Made::All(members) => {
                        stack.extend(members.iter().rev().map(|member| Step::Enter(*member, decided)));
                    }
                    Made::Base(of) => stack.push(Step::Enter(*of, decided)),
                    Made::Rest(of) => {
                        if let Some(alternatives) =
                            self.flatten_known(*of).and_then(|flat| flat.unions.first())
                        {
                            gathered.dropped.push((alternatives.of, alternatives.exclusive));
                        }
                        stack.push(Step::Enter(*of, decided));
                    }
                }
                continue;
            }
            if !decided && let Some(vote) = vote(schema) {
                gathered.votes.push(vote);
                decided = true;
            }
            if let Some(reference) = schema.reference {
                if reference.is_some_and(|target| active.contains(&target)) {
                    let message = "this reference leads back to itself";
                    self.sink.report(
                        Diagnostic::new(Code::ReferenceLoop, schema.node.origin, message)
                            .note("it adds nothing to the schema it stands in"),
                    );
                }
                stack.extend(reference.map(|target| Step::Enter(target, decided)));
                continue;
            }
            gathered.merged += 1 + schema.properties.len() + schema.prefix_items.len();
            if gathered.merged > SMALL && self.merged + gathered.merged > self.most_merged() {
                let origin =
                    self.document.schema(whole).map_or(schema.node.origin, |whole| whole.node.origin);
                let message = "this schema takes in more of others than fits the size of the document";
                self.sink.report(
                    Diagnostic::new(Code::OvergrownSchema, origin, message)
                        .note("it stands for any JSON value"),
                );
                return Gathered { overgrown: true, merged: gathered.merged, ..Gathered::default() };
            }
            gathered.parts.push(id);
            // A union of one is no union.
            for only in [&schema.any_of, &schema.one_of] {
                if let [only] = only.as_slice() {
                    stack.push(Step::Enter(*only, decided));
                }
            }
            stack.extend(schema.all_of.iter().rev().map(|member| Step::Enter(*member, decided)));
        }
        gathered
    }

    fn most_merged(&self) -> usize {
        MOST_MERGED * (self.document.len() - self.document.made()) + FEW
    }

    /// A schema that was flattened before: what a schema without its union is made of always was.
    fn flatten_known(&self, id: SchemaId) -> Option<&Flat<'t>> {
        self.flats.get(id.index())?.as_deref()
    }
}

/// What a schema by itself says about null: nothing, where it says nothing about types either.
fn vote(schema: &Schema<'_>) -> Option<bool> {
    for keyword in ["nullable", "x-nullable"] {
        if let Some(value) = schema.node.get(keyword).and_then(Node::as_bool)
            && (value || schema.reference.is_none())
        {
            return Some(value || lists_null(schema.node) == Some(true));
        }
    }
    if schema.reference.is_some() {
        return None;
    }
    lists_null(schema.node).or(schema.kind.map(|_| false))
}

/// Whether null is in a schema's `enum`, where it has one.
fn lists_null(node: &Node) -> Option<bool> {
    let members = node.get("enum").and_then(Node::as_sequence)?;
    Some(members.iter().any(Node::is_null))
}
