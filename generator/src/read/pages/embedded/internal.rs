//! The internal form of an operation that one builder printed for a while, made into the OpenAPI that it came from:
//! `paths` holds one operation with its `path` and `method`, references at the top of a body are written out, and a
//! list of schemas stands for alternatives.

use super::fences::Found;
use crate::diagnostics::{Code, Diagnostic, Sink};
use crate::read::markdown::{BlockKind, Page};
use crate::source::Origin;
use crate::tree::{Entry, Mapping, Node};

/// What stands in the place of a media type where a response has no body ends in this.
const NO_BODY: &str = "/placeholder";

/// Whether a tree is written in the internal form: `path` is no path, as it does not start with `/`.
pub(super) fn is_internal(tree: &Node) -> bool {
    tree.get("openapi").is_none() && tree.get("paths").and_then(|paths| paths.get("path")).is_some()
}

/// The document that a tree of the internal form came from; `None` after a diagnostic where it is of no operation.
pub(super) fn document(tree: &Node, page: &Page<'_>, found: &Found<'_>, sink: &mut Sink) -> Option<Node> {
    let described = tree.get("paths")?;
    let word = |key: &str| described.get(key).filter(|node| node.as_str().is_some());
    if word("type").and_then(Node::as_str) == Some("webhook") {
        let message = "this page describes a webhook, which the vendor calls and nobody else";
        sink.report(Diagnostic::new(Code::UnsupportedPage, page.origin(&found.fence.opening), message));
        return None;
    }
    let (Some(path), Some(method)) = (word("path"), word("method")) else {
        let message = "the text in this fence names no path and method";
        sink.report(
            Diagnostic::new(Code::InvalidShape, page.origin(&found.fence.opening), message)
                .note("nothing is taken from this page; fetch it again"),
        );
        return None;
    };
    let origin = described.origin;
    let mut writer = Writer { schemas: Mapping::new(), printed: Mapping::new(), schemes: Mapping::new() };
    let schemas = tree.get("components").and_then(|components| components.get("schemas"));
    if let Some(printed) = schemas.and_then(Node::as_mapping) {
        writer.printed = printed.clone();
    }
    let operation = writer.operation(described, page, found);
    let mut root = Mapping::new();
    // The schemas are the vendor's own words, of 3.0 or of 3.1; what reads 3.1 takes both.
    root.push("openapi", Node::string("3.1.0", origin));
    let mut info = Mapping::new();
    info.push("title", Node::string("API", origin));
    info.push("version", Node::string("unversioned", origin));
    root.push("info", Node::mapping(info, origin));
    if let Some(servers) =
        described.get("servers").filter(|list| !list.as_sequence().is_none_or(<[_]>::is_empty))
    {
        root.push("servers", servers.clone());
    }
    let mut item = Mapping::new();
    let key = method.as_str().unwrap_or_default().to_ascii_lowercase();
    item.insert(Entry { key: key.into(), key_origin: method.origin, value: operation });
    let mut paths = Mapping::new();
    let key = path.as_str().unwrap_or_default().into();
    paths.insert(Entry { key, key_origin: path.origin, value: Node::mapping(item, origin) });
    root.push("paths", Node::mapping(paths, origin));
    let mut components = Mapping::new();
    let Writer { mut schemas, printed, schemes } = writer;
    for entry in printed {
        schemas.insert(entry);
    }
    for (key, part) in [("schemas", schemas), ("securitySchemes", schemes)] {
        if !part.is_empty() {
            components.push(key, Node::mapping(part, origin));
        }
    }
    if !components.is_empty() {
        root.push("components", Node::mapping(components, origin));
    }
    Some(Node::mapping(root, origin))
}

/// Collects what stands under `components` while the operation is written.
struct Writer {
    /// The schemas that were written out where they are used.
    schemas: Mapping,
    /// The schemas that the page prints under `components`.
    printed: Mapping,
    /// The security schemes.
    schemes: Mapping,
}

/// The entries of a mapping, or nothing.
fn entries(node: Option<&Node>) -> impl Iterator<Item = &Entry> {
    node.and_then(Node::as_mapping).into_iter().flat_map(Mapping::iter)
}

/// The elements of a list, or nothing.
fn elements(node: Option<&Node>) -> impl Iterator<Item = &Node> {
    node.and_then(Node::as_sequence).unwrap_or_default().iter()
}

impl Writer {
    fn operation(&mut self, described: &Node, page: &Page<'_>, found: &Found<'_>) -> Node {
        let origin = described.origin;
        let mut operation = Mapping::new();
        let (title, description) = above(page, found.block);
        for (key, text) in [("summary", title), ("description", description)] {
            if let Some((text, origin)) = text {
                operation.push(key, Node::string(text, origin));
            }
        }
        if let Some(deprecated) = described.get("deprecated").filter(|flag| flag.as_bool() == Some(true)) {
            operation.push("deprecated", deprecated.clone());
        }
        let request = described.get("request");
        let part = |key: &str| request.and_then(|request| request.get(key));
        let mut parameters = Vec::new();
        for place in ["path", "query", "header", "cookie"] {
            for entry in entries(part("parameters").and_then(|parameters| parameters.get(place))) {
                parameters.push(self.parameter(place, entry));
            }
        }
        if !parameters.is_empty() {
            operation.push("parameters", Node::sequence(parameters, origin));
        }
        if let Some(body) = part("body").and_then(|body| self.body(body)) {
            operation.push("requestBody", body);
        }
        let mut responses = Mapping::new();
        for entry in entries(described.get("response")) {
            let value = self.response(&entry.value);
            responses.insert(Entry { value, ..entry.clone() });
        }
        if responses.is_empty() {
            let mut unknown = Mapping::new();
            unknown.push("description", Node::string("The page names no response.", origin));
            responses.push("default", Node::mapping(unknown, origin));
        }
        operation.push("responses", Node::mapping(responses, origin));
        if let Some(security) = part("security").filter(|security| security.as_sequence().is_some()) {
            let needs = elements(Some(security)).map(|need| self.requirement(need)).collect();
            operation.push("security", Node::sequence(needs, security.origin));
        }
        Node::mapping(operation, origin)
    }

    /// A parameter: its alternatives stand under `schema`, and each says whether it is required.
    fn parameter(&mut self, place: &str, entry: &Entry) -> Node {
        let origin = entry.key_origin;
        let schemas = entry.value.get("schema");
        let mut parameter = Mapping::new();
        parameter.push("name", Node::string(entry.key.clone(), origin));
        parameter.push("in", Node::string(place, origin));
        if place == "path" || is_required(schemas) {
            parameter.push("required", Node::plain("true", origin));
        }
        let first = elements(schemas).next();
        if let Some(description) = first.and_then(|first| first.get("description")) {
            parameter.push("description", description.clone());
        }
        for other in entries(Some(&entry.value)).filter(|other| other.key != "schema") {
            if !parameter.contains_key(&other.key) {
                parameter.insert(other.clone());
            }
        }
        let mut schema = self.schema(schemas, origin);
        if let Some(schema) = schema.as_mapping_mut() {
            schema.remove("description");
        }
        parameter.push("schema", schema);
        Node::mapping(parameter, origin)
    }

    fn body(&mut self, body: &Node) -> Option<Node> {
        let content = self.content(body)?;
        let mut request = Mapping::new();
        if let Some(description) = said(body) {
            request.push("description", description.clone());
        }
        if entries(Some(body)).any(|media| is_required(media.value.get("schemaArray"))) {
            request.push("required", Node::plain("true", body.origin));
        }
        request.push("content", content);
        Some(Node::mapping(request, body.origin))
    }

    fn response(&mut self, response: &Node) -> Node {
        let mut object = Mapping::new();
        let description = said(response).cloned().unwrap_or_else(|| Node::string("", response.origin));
        object.push("description", description);
        if let Some(content) = self.content(response) {
            object.push("content", content);
        }
        Node::mapping(object, response.origin)
    }

    /// What stands by media type; examples are left out, as they are made from the schemas.
    fn content(&mut self, by_media: &Node) -> Option<Node> {
        let mut content = Mapping::new();
        for media in entries(Some(by_media)).filter(|media| !media.key.ends_with(NO_BODY)) {
            let mut object = Mapping::new();
            let schemas = media.value.get("schemaArray");
            if elements(schemas).next().is_some() {
                object.push("schema", self.schema(schemas, media.value.origin));
            }
            let value = Node::mapping(object, media.value.origin);
            content.insert(Entry { value, ..media.clone() });
        }
        (!content.is_empty()).then(|| Node::mapping(content, by_media.origin))
    }

    /// One schema, or what a list of alternatives is.
    fn schema(&mut self, list: Option<&Node>, origin: Origin) -> Node {
        let mut schemas: Vec<Node> = elements(list).map(|schema| self.alternative(schema)).collect();
        match (schemas.pop(), schemas.is_empty()) {
            (None, _) => Node::mapping(Mapping::new(), origin),
            (Some(only), true) => only,
            (Some(last), false) => {
                schemas.push(last);
                let mut union = Mapping::new();
                union.push("anyOf", Node::sequence(schemas, origin));
                Node::mapping(union, origin)
            }
        }
    }

    /// A schema of a list. One that a reference stood for goes back under its name, where that name is free for it.
    fn alternative(&mut self, schema: &Node) -> Node {
        let written = written_out(schema);
        let name = schema.get("refIdentifier").and_then(Node::as_str);
        let Some(name) = name.and_then(|name| name.strip_prefix("#/components/schemas/")) else {
            return written;
        };
        let fits = match (self.printed.get(name), self.schemas.get(name)) {
            (Some(printed), _) => same_fields(printed, &written),
            (None, Some(other)) => other.means_the_same(&written),
            (None, None) => {
                self.schemas.push(name, written.clone());
                true
            }
        };
        if !fits {
            return written;
        }
        let mut reference = Mapping::new();
        reference.push("$ref", Node::string(format!("#/components/schemas/{name}"), schema.origin));
        Node::mapping(reference, schema.origin)
    }

    /// The schemes that are needed together; their names stand in `title`, with `&` between them.
    fn requirement(&mut self, need: &Node) -> Node {
        let title = need.get("title").and_then(Node::as_str).unwrap_or_default();
        let names: Vec<&str> = title.split(" & ").map(str::trim).filter(|name| !name.is_empty()).collect();
        let mut sent = Vec::new();
        for place in ["query", "header", "cookie"] {
            let at_place = entries(need.get("parameters").and_then(|parameters| parameters.get(place)));
            sent.extend(at_place.map(|entry| (place, entry)));
        }
        let mut requirement = Mapping::new();
        for (number, (place, entry)) in sent.iter().enumerate() {
            let name = match (names.get(number), names.len() == sent.len()) {
                (Some(name), true) => name,
                // Two schemes that are sent under one name leave one entry.
                (_, false) if sent.len() == 1 => title,
                _ => entry.key.as_str(),
            };
            if !self.schemes.contains_key(name) {
                self.schemes.push(name, scheme(place, entry));
            }
            requirement.push(name, Node::sequence(Vec::new(), entry.key_origin));
        }
        Node::mapping(requirement, need.origin)
    }
}

/// A text and where it stands, if the page has it.
type Said = Option<(String, Origin)>;

/// The title of the page and the first paragraph below it, if they stand above a block.
fn above(page: &Page<'_>, block: usize) -> (Said, Said) {
    let mut title = None;
    for block in page.blocks.iter().take(block) {
        match &block.kind {
            BlockKind::Heading(1, text) if title.is_none() => {
                title = Some((text.clone(), page.origin(&block.range)));
            }
            BlockKind::Paragraph(text) if title.is_some() => {
                return (title, Some((text.clone(), page.origin(&block.range))));
            }
            BlockKind::Heading(..) if title.is_some() => break,
            _ => {}
        }
    }
    (title.filter(|(text, _)| text != "null"), None)
}

/// Whether any of the alternatives says that the whole must be sent.
fn is_required(schemas: Option<&Node>) -> bool {
    elements(schemas).any(|schema| schema.get("required").and_then(Node::as_bool) == Some(true))
}

/// What the first media type says about the whole.
fn said(by_media: &Node) -> Option<&Node> {
    entries(Some(by_media)).find_map(|media| media.value.get("description"))
}

/// A schema of a list as OpenAPI writes it. Only its own level differs; what stands deeper is as the vendor wrote it.
fn written_out(schema: &Node) -> Node {
    let mut written = Mapping::new();
    for entry in entries(Some(schema)) {
        let value = match entry.key.as_str() {
            "refIdentifier" => continue,
            "required" if entry.value.as_bool().is_some() => continue,
            "type" => match type_of(&entry.value) {
                Some(types) => types,
                None => continue,
            },
            "properties" => {
                let mut properties = Mapping::new();
                for property in entries(Some(&entry.value)) {
                    properties.insert(Entry { value: unwrapped(&property.value), ..property.clone() });
                }
                Node::mapping(properties, entry.value.origin)
            }
            "items" | "additionalProperties" => unwrapped(&entry.value),
            _ => entry.value.clone(),
        };
        let key = match entry.key.as_str() {
            "requiredProperties" => "required".into(),
            _ => entry.key.clone(),
        };
        written.insert(Entry { key, key_origin: entry.key_origin, value });
    }
    if schema.get("type").and_then(Node::as_str) == Some("file") && !written.contains_key("format") {
        written.push("format", Node::string("binary", schema.origin));
    }
    Node::mapping(written, schema.origin)
}

/// `enum<string>` is a string, `file` a string of bytes, and `any` says nothing.
fn type_of(written: &Node) -> Option<Node> {
    let Some(name) = written.as_str() else { return Some(written.clone()) };
    let name = name.strip_prefix("enum<").and_then(|name| name.strip_suffix('>')).unwrap_or(name);
    match name {
        "string" | "integer" | "number" | "boolean" | "array" | "object" | "null" => {
            Some(Node::string(name, written.origin))
        }
        "file" => Some(Node::string("string", written.origin)),
        _ => None,
    }
}

/// The schema that an `allOf` of one stands around.
fn unwrapped(schema: &Node) -> Node {
    let parts = schema.get("allOf").and_then(Node::as_sequence);
    match (parts, schema.as_mapping().map(Mapping::len)) {
        (Some([only]), Some(1)) => only.clone(),
        _ => schema.clone(),
    }
}

/// Whether a schema under `components` has the fields of one that was written out, which may say less.
fn same_fields(printed: &Node, written: &Node) -> bool {
    if printed.means_the_same(written) {
        return true;
    }
    let names = |schema: &Node| schema.get("properties").and_then(Node::as_mapping).map(Mapping::len);
    let has = |name: &str| printed.get("properties").and_then(|properties| properties.get(name)).is_some();
    names(printed).is_some()
        && names(printed) == names(written)
        && entries(written.get("properties")).all(|entry| has(&entry.key))
}

/// A security scheme as it is sent.
fn scheme(place: &str, sent: &Entry) -> Node {
    let origin = sent.key_origin;
    let mut scheme = Mapping::new();
    let word = |key: &str| sent.value.get(key).and_then(Node::as_str);
    let mut put = |key: &str, text: &str| scheme.push(key.to_owned(), Node::string(text, origin));
    match word("type") {
        Some("http") => {
            put("type", "http");
            put("scheme", word("scheme").unwrap_or("bearer"));
        }
        // The flows are not printed; what is sent is a token.
        Some("oauth2" | "openIdConnect") => {
            put("type", "http");
            put("scheme", "bearer");
        }
        _ => {
            put("type", "apiKey");
            put("in", place);
            put("name", &sent.key);
        }
    }
    if let Some(description) = sent.value.get("description") {
        scheme.push("description", description.clone());
    }
    Node::mapping(scheme, origin)
}
