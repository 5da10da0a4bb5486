//! The facts of all pages of one API are weighed and become one OpenAPI document.

mod apart;
mod build;
mod confirm;
mod explicit;
mod infer;
mod mend;
mod merge;
mod note;
mod operation;
mod parameters;
mod references;
mod required;
mod samples;
mod schemes;
mod settle;
mod share;
mod share_parameters;
mod targets;
mod titles;

use super::facts::{Kind, NamedSchema, PageFacts, SecurityScheme, Stated};
use crate::diagnostics::{Code, Diagnostic, Sink};
use crate::source::{JsonPointer, Origin};
use crate::tree::{Entry, Mapping, Node};
use build::{Object, Writer};
pub(super) use infer::schema as suggested;
pub use note::{name, note_evidence};
use operation::Operation;

/// What a part of the document rests on.
#[derive(Clone, Debug)]
pub struct Inferred {
    /// The part.
    pub pointer: JsonPointer,
    /// The weakest kind of evidence that it needs.
    pub kind: Kind,
    /// Where that evidence stands.
    pub origin: Origin,
}

/// Two statements that cannot both hold, and what was made of them.
#[derive(Clone, Debug)]
pub struct Contradiction {
    /// The part of the document that they are about.
    pub pointer: JsonPointer,
    /// What to say about it.
    pub diagnostic: Diagnostic,
}

/// One document, and how sure it is.
#[derive(Debug)]
pub struct Weighed {
    /// The document.
    pub tree: Node,
    /// What each part of it that is no copy of a document rests on.
    pub inferred: Vec<Inferred>,
    /// What the pages contradict each other in.
    pub contradictions: Vec<Contradiction>,
    /// Whether no page says what the API is called; its title then stands in for it.
    pub untitled: bool,
}

/// Weighs the facts of all pages; `None` where they describe nothing.
pub fn weigh(pages: Vec<PageFacts>, sink: &mut Sink) -> Option<Weighed> {
    let mut documents = Vec::new();
    let mut described = PageFacts::default();
    for page in pages {
        let spec = page.spec;
        documents.extend(page.documents.into_iter().map(|document| (spec.clone(), document)));
        described.endpoints.extend(page.endpoints);
        described.webhooks.extend(page.webhooks);
        described.schemas.extend(page.schemas);
        described.title = described.title.or(page.title);
        described.version = described.version.or(page.version);
        described.servers.extend(page.servers);
        described.schemes.extend(page.schemes);
        described.security = described.security.or(page.security);
    }
    let untitled = documents.is_empty() && described.title.is_none();
    let published = apart::merge_apart(documents, sink);
    references::resolve(&mut described, published.as_ref(), sink);
    let mut contradictions = Vec::new();
    let mut inferred = Vec::new();
    let describes =
        !described.endpoints.is_empty() || !described.schemas.is_empty() || !described.webhooks.is_empty();
    let mut derived = describes.then(|| derive(described, &mut inferred, &mut contradictions));
    if let (Some(published), Some(found)) = (&published, &mut derived) {
        confirm::confirm(published, found, &mut contradictions);
        let adds = |key: &str| {
            let part = found.get(key).or_else(|| found.get("components")?.get(key));
            part.and_then(Node::as_mapping).is_some_and(|part| !part.is_empty())
        };
        if !adds("paths") && !adds("schemas") && !adds("x-webhooks") {
            derived = None;
            inferred.clear();
        }
    }
    if let Some(derived) = &mut derived {
        share::share(derived, &mut inferred, &mut contradictions);
        share_parameters::share(derived);
    }
    let tree = match (published, derived) {
        (Some(published), Some(derived)) => merge::merge(vec![published, derived], sink)?,
        (published, derived) => published.or(derived)?,
    };
    Some(Weighed { tree, inferred, contradictions, untitled })
}

/// The document that the facts amount to.
fn derive(
    described: PageFacts,
    inferred: &mut Vec<Inferred>,
    contradictions: &mut Vec<Contradiction>,
) -> Node {
    let webhooks = described.webhooks.iter().map(|(_, webhook)| webhook);
    let first = described.endpoints.iter().chain(webhooks).next().map(|endpoint| endpoint.origin);
    let origin = first.or(described.schemas.first().map(|schema| schema.name.origin)).unwrap_or_default();
    let settled = settle::settle(&described, contradictions);
    let mut writer = Writer { inferred };
    let mut root = Object::new(origin);
    root.text("openapi", "3.0.3");
    let mut info = Object::new(origin);
    let title = titles::of_servers(&settled.servers);
    put_stated(&mut info, "title", described.title.as_ref(), title.as_deref().unwrap_or("API"));
    put_stated(&mut info, "version", described.version.as_ref(), "unversioned");
    root.put("info", info.node());
    if !settled.servers.is_empty() {
        let servers = settled.servers.iter().map(|server| build::server_node(&server.value, server.origin));
        root.put("servers", Node::sequence(servers.collect(), origin));
    }
    let paths = paths(&settled.operations, &mut writer, origin);
    root.put("paths", paths);
    if !settled.webhooks.is_empty() {
        let webhooks = self::paths(&settled.webhooks, &mut writer, origin);
        root.put("x-webhooks", webhooks);
    }
    let mut components = Object::new(origin);
    if !described.schemas.is_empty() {
        let schemas = schemas(&described.schemas, &mut writer, origin, contradictions);
        components.put("schemas", schemas);
    }
    if !settled.schemes.is_empty() {
        components.put("securitySchemes", schemes(&settled.schemes, origin));
    }
    if !components.is_empty() {
        root.put("components", components.node());
    }
    root.node()
}

fn put_stated(object: &mut Object, key: &str, stated: Option<&Stated<String>>, otherwise: &str) {
    match stated {
        Some(stated) => object.put(key, Node::string(stated.value.as_str(), stated.origin)),
        None => object.text(key, otherwise),
    };
}

fn paths(operations: &[Operation], writer: &mut Writer<'_>, origin: Origin) -> Node {
    let mut paths = Mapping::new();
    for operation in operations {
        let pointer = operation.pointer();
        let node = writer.operation(operation, &pointer);
        let path = &operation.path;
        if !paths.contains_key(&path.value) {
            let value = Node::mapping(Mapping::new(), path.origin);
            paths.insert(Entry { key: path.value.as_str().into(), key_origin: path.origin, value });
        }
        if let Some(item) = paths.get_mut(&path.value).and_then(Node::as_mapping_mut) {
            let key = operation.method.value.as_str().into();
            item.insert(Entry { key, key_origin: operation.method.origin, value: node });
        }
    }
    Node::mapping(paths, origin)
}

fn schemas(
    named: &[NamedSchema],
    writer: &mut Writer<'_>,
    origin: Origin,
    contradictions: &mut Vec<Contradiction>,
) -> Node {
    let mut schemas = Mapping::new();
    for schema in named {
        let pointer = JsonPointer::root().child("components").child("schemas").child(&schema.name.value);
        let value = writer.schema(&schema.schema, &pointer, 0);
        if let Some(known) =
            schemas.get_entry(&schema.name.value).filter(|known| !known.value.means_the_same(&value))
        {
            let message = format!("`{}` is not the same on two pages", schema.name.value);
            let diagnostic = Diagnostic::new(Code::ConflictingPages, schema.name.origin, message)
                .label("this one is left out")
                .related(known.key_origin, "this one is kept");
            contradictions.push(Contradiction { pointer, diagnostic });
            continue;
        }
        if !schemas.contains_key(&schema.name.value) {
            let key = schema.name.value.as_str().into();
            schemas.insert(Entry { key, key_origin: schema.name.origin, value });
        }
    }
    Node::mapping(schemas, origin)
}

fn schemes(schemes: &[SecurityScheme], origin: Origin) -> Node {
    let mut object = Object::new(origin);
    for scheme in schemes {
        object.put(&scheme.name.value, build::scheme_node(scheme));
    }
    object.node()
}
