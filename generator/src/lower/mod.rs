//! Document to IR: every decision about names, types, presence, plans, parameters, bodies and security.

mod aliases;
mod assertions;
mod bodies;
mod defaults;
mod direction;
mod docs;
mod encodings;
mod endless;
mod enums;
mod examples;
mod features;
mod flat;
mod formats;
mod headers;
mod heirs;
mod implied;
mod json_texts;
mod keys;
mod keywords;
mod kinds;
mod links;
mod literals;
mod media_types;
mod merge;
mod names;
mod narrow;
mod nested;
mod objections;
mod operations;
mod outcomes;
mod pages;
mod parameters;
mod part_headers;
mod parts;
mod paths;
mod patterns;
mod placed;
mod plans;
mod prose;
mod received;
mod recursion;
mod replacements;
mod rules;
mod scopes;
mod security;
mod sequences;
mod servers;
mod shapes;
mod share;
mod sizes;
mod streams;
mod structs;
mod tags;
mod tuples;
mod types;
mod undescribed;
mod unevaluated;
mod unions;
mod values;
mod words;

use crate::config::Config;
use crate::diagnostics::{Code, Diagnostic, Sink, Unusable};
use crate::document::Node;
use crate::document::{Document, Entry, SchemaId};
use crate::ir::{Api, Contents, Group, Header, JsonType, Operation, Scheme, TypeDef, TypeId, TypeRef};
use names::Scope;
use std::collections::{HashMap, HashSet};
use std::rc::Rc;

/// What lowering builds up.
struct Lowering<'s, 't> {
    document: Document<'t>,
    config: &'s Config,
    sink: &'s mut Sink,
    types: Vec<TypeDef>,
    /// The words that each type is named by.
    labels: Vec<String>,
    /// What a schema's mention is; `None` while it is being made.
    mentions: HashMap<SchemaId, Option<types::Mention>>,
    /// What each schema says, once it was asked.
    flats: Vec<Option<Rc<flat::Flat<'t>>>>,
    /// The same of those that a nullable reference leads to.
    nullable_flats: HashMap<SchemaId, Rc<flat::Flat<'t>>>,
    /// How many parts and properties were merged.
    merged: usize,
    /// What is known of the values of each schema, by how deep it stands in unions.
    json_types: HashMap<(SchemaId, usize), Rc<[JsonType]>>,
    facts: HashMap<(SchemaId, usize), Rc<shapes::Facts<'t>>>,
    /// The components by their names.
    component_names: HashMap<&'t str, SchemaId>,
    /// What the components are called in Rust.
    component_idents: HashSet<String>,
    /// What inherits from a component by its `discriminator`.
    heirs: HashMap<SchemaId, Vec<SchemaId>>,
    /// Types that must keep the properties that they do not name.
    keepers: Vec<TypeRef>,
    /// The types of the user's.
    replacements: replacements::Replacements,
    /// `readOnly` and `writeOnly` properties: type, field, read-only.
    one_way: Vec<(TypeId, usize, bool)>,
    /// What types cannot hold, as JSON Schema, and where each is.
    schemas: Vec<String>,
    schema_texts: HashMap<String, usize>,
    schema_places: HashMap<SchemaId, usize>,
    /// Those that were referred to and are not written yet.
    unwritten: Vec<(usize, &'t Node)>,
    /// Patterns that were looked at, and how the runtime's engine spells those that it can run.
    patterns: HashMap<String, Option<String>>,
    /// The methods and paths that a server answers, and where each is written first.
    shapes: HashMap<String, &'t Entry>,
    /// The bodies that were lowered, by their `content` and whether a request has it.
    contents: HashMap<(*const Node, bool), Option<Contents>>,
    /// The words that the enums of what a body may be are named by.
    choices: Vec<String>,
    /// The headers of responses, and by what they are found again: their description and their name in lower case.
    headers: Vec<Header>,
    known_headers: HashMap<(*const Node, String), usize>,
    header_names: Scope,
    /// The headers that are no parameters and were told.
    untaken_headers: HashSet<String>,
    /// What was told of media types that are not taken.
    untaken_media: HashSet<String>,
    schemes: Vec<Scheme>,
    /// How many of them the document describes; the others are asked for all the same.
    described_schemes: usize,
    /// Names that are required and described nowhere, and the properties that may be meant.
    undescribed: Vec<(&'t Node, Option<&'t str>)>,
    /// The examples that were looked at.
    examples: examples::Examples<'t>,
    operations: Vec<Operation>,
    groups: Vec<Group>,
}

/// Decides everything about a normalized document.
pub fn lower(root: &Node, config: &Config, sink: &mut Sink) -> Result<Api, Unusable> {
    let document = Document::build(root, sink);
    let info = root.get("info");
    let text =
        |key: &str| info.and_then(|info| info.get(key)).and_then(Node::as_str).unwrap_or_default().to_owned();
    let mut lowering = Lowering {
        document,
        config,
        sink,
        types: Vec::new(),
        labels: Vec::new(),
        mentions: HashMap::new(),
        flats: Vec::new(),
        nullable_flats: HashMap::new(),
        merged: 0,
        json_types: HashMap::new(),
        facts: HashMap::new(),
        component_names: HashMap::new(),
        component_idents: HashSet::new(),
        heirs: HashMap::new(),
        keepers: Vec::new(),
        replacements: replacements::Replacements::default(),
        one_way: Vec::new(),
        schemas: Vec::new(),
        schema_texts: HashMap::new(),
        schema_places: HashMap::new(),
        unwritten: Vec::new(),
        patterns: HashMap::new(),
        shapes: HashMap::new(),
        contents: HashMap::new(),
        choices: Vec::new(),
        headers: Vec::new(),
        known_headers: HashMap::new(),
        header_names: Scope::default(),
        untaken_headers: HashSet::new(),
        untaken_media: HashSet::new(),
        schemes: Vec::new(),
        described_schemes: 0,
        undescribed: Vec::new(),
        examples: examples::Examples::default(),
        operations: Vec::new(),
        groups: Vec::new(),
    };
    lowering.component_names = lowering.document.components.iter().copied().collect();
    lowering.component_idents = lowering.component_names.keys().map(|name| names::camel(name)).collect();
    lowering.find_replacements();
    lowering.find_heirs();
    lowering.reserve_components();
    lowering.lower_components();
    lowering.lower_schemes(root);
    lowering.lower_operations(root);
    lowering.tell_links(root);
    if lowering.operations.is_empty() {
        let diagnostic = if lowering.types.is_empty() {
            let message = "this document has no operation";
            Diagnostic::new(Code::NoOperations, root.origin, message)
                .note("`paths` must hold at least one path with a method such as `get`")
        } else {
            let message = "this document has no operation: only its types are written";
            Diagnostic::new(Code::OnlyTypes, root.origin, message)
        };
        lowering.sink.report(diagnostic);
    }
    lowering.sink.propagate()?;
    lowering.write_schemas();
    lowering.tell_examples();
    lowering.tell_undescribed();
    lowering.settle_names();
    lowering.keep_extras();
    lowering.break_recursion();
    lowering.settle_directions();
    lowering.box_large();
    lowering.share_types();
    lowering.decorate();
    lowering.settle_pages();
    lowering.settle_streams();
    let features = lowering.settle_features();
    lowering.share_outcomes();
    let servers = lowering.lower_servers(root);
    let title = text("title");
    let name = config.name.clone().unwrap_or_else(|| title.clone());
    Ok(Api {
        module: crate::ir::Ident::new(&names::snake(&name)),
        title,
        version: text("version"),
        docs: docs::of_document(root),
        source: config.source.clone(),
        command: config.command.clone(),
        servers,
        schemes: lowering.schemes,
        types: lowering.types,
        schemas: lowering.schemas,
        operations: lowering.operations,
        groups: lowering.groups,
        headers: lowering.headers,
        features,
    })
}
