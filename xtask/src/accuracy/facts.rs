//! What a document says about an API, as a set of facts: two documents are compared fact by fact, so that neither
//! the order of keys, nor descriptions, nor the names of components count.

use super::schema::{Document, elements, members};
use specwright::tree::{Entry, Node, Resolved};
use std::collections::BTreeSet;
use std::fmt;

/// The methods that an item of `paths` may hold.
const METHODS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/// Which kind of thing a fact is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    /// A method and a path, its parameters compared by position.
    Operation,
    /// Where, name, type, whether required.
    Parameter,
    /// Media type, place of a field, type, whether required.
    Request,
    /// Status, place of a field, type.
    Response,
    /// Where, place of a field, one of its values.
    Enum,
    /// The schemes that are needed together.
    Security,
}

impl Kind {
    /// Every kind.
    pub(super) const ALL: [Self; 6] =
        [Self::Operation, Self::Parameter, Self::Request, Self::Response, Self::Enum, Self::Security];

    /// The kind in a word.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Operation => "operation",
            Self::Parameter => "parameter",
            Self::Request => "request",
            Self::Response => "response",
            Self::Enum => "enum",
            Self::Security => "security",
        }
    }
}

/// One thing that a document says of an operation.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Fact {
    /// What it is about.
    pub(super) kind: Kind,
    /// The operation: `GET /users/{}`.
    pub(super) operation: String,
    /// What is said, part by part.
    pub(super) parts: Vec<String>,
}

impl fmt::Display for Fact {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} {}", self.kind.name(), self.operation)?;
        self.parts.iter().try_for_each(|part| write!(formatter, " | {part}"))
    }
}

/// Everything that a document says.
pub(super) fn facts(root: &Node) -> BTreeSet<Fact> {
    let mut teller =
        Teller { document: Document::new(root), operation: String::new(), told: BTreeSet::new() };
    for entry in members(root, "paths") {
        let Some(item) = teller.document.at(&entry.value) else { continue };
        for method in METHODS {
            let Some(operation) = item.get(method).filter(|node| node.as_mapping().is_some()) else {
                continue;
            };
            teller.operation = format!("{} {}", method.to_uppercase(), normal_path(&entry.key));
            teller.tell(Kind::Operation, []);
            for parameter in elements(item, "parameters").iter().chain(elements(operation, "parameters")) {
                teller.parameter(parameter);
            }
            teller.request(operation);
            teller.responses(operation);
            teller.security(operation);
        }
    }
    teller.told
}

/// Collects what is said of one operation after the other.
struct Teller<'a> {
    document: Document<'a>,
    operation: String,
    told: BTreeSet<Fact>,
}

impl<'a> Teller<'a> {
    fn tell<const N: usize>(&mut self, kind: Kind, parts: [&str; N]) {
        let parts = parts.map(str::to_owned).to_vec();
        self.told.insert(Fact { kind, operation: self.operation.clone(), parts });
    }

    fn parameter(&mut self, parameter: &'a Node) {
        let Some(parameter) = self.document.at(parameter) else {
            // A reference that leads nowhere; the script counts it as a parameter of which nothing is said.
            return self.tell(Kind::Parameter, ["None", "None", "", shown_flag(false)]);
        };
        let text = |key: &str| parameter.get(key).map_or_else(|| "None".to_owned(), shown);
        let (place, name) = (text("in"), text("name"));
        let compared = match place.as_str() {
            "path" => "{}".to_owned(),
            "header" => name.to_lowercase(),
            _ => name.clone(),
        };
        let content = members(parameter, "content").next().and_then(|media| media.value.get("schema"));
        let schema = parameter.get("schema").filter(|schema| says(schema));
        let schema = schema.or_else(|| content.filter(|schema| says(schema))).unwrap_or(parameter);
        let types = joined(&self.document.types(schema));
        let required = shown_flag(parameter.get("required").is_some_and(says));
        self.tell(Kind::Parameter, [&place, &compared, &types, required]);
        for value in self.document.values(schema) {
            self.tell(Kind::Enum, [&place, &name, &shown(value)]);
        }
    }

    fn request(&mut self, operation: &'a Node) {
        let body = operation.get("requestBody").and_then(|body| self.document.at(body));
        for media in body.into_iter().flat_map(|body| members(body, "content")) {
            let name = media.key.split(';').next().unwrap_or_default();
            for field in
                media.value.get("schema").map(|schema| self.document.fields(schema)).unwrap_or_default()
            {
                let types = joined(&field.types);
                self.tell(Kind::Request, [name, &field.place, &types, shown_flag(field.required)]);
                for value in field.values {
                    self.tell(Kind::Enum, ["request", &field.place, &shown(value)]);
                }
            }
        }
    }

    fn responses(&mut self, operation: &'a Node) {
        for entry in members(operation, "responses") {
            let status = entry.key.to_uppercase();
            let side = format!("response {status}");
            let response = self.document.at(&entry.value);
            let media = response.into_iter().flat_map(|response| members(response, "content"));
            for schema in media.filter_map(|media| media.value.get("schema")) {
                for field in self.document.fields(schema) {
                    self.tell(Kind::Response, [&status, &field.place, &joined(&field.types)]);
                    for value in field.values {
                        self.tell(Kind::Enum, [&side, &field.place, &shown(value)]);
                    }
                }
            }
        }
    }

    fn security(&mut self, operation: &'a Node) {
        let root = self.document.root();
        let schemes = root.get("components").and_then(|components| components.get("securitySchemes"));
        let needs = operation.get("security").or_else(|| root.get("security")).and_then(Node::as_sequence);
        for need in needs.unwrap_or_default() {
            let names = need.as_mapping().into_iter().flatten();
            let scheme = |name: &Entry| {
                let scheme = schemes.and_then(|schemes| schemes.get(&name.key));
                let scheme = scheme.and_then(|scheme| self.document.at(scheme));
                let text =
                    |key: &str| scheme.and_then(|scheme| scheme.get(key)).map_or_else(String::new, shown);
                ["type", "scheme", "in", "name"].map(|key| text(key).to_lowercase()).join(":")
            };
            let mut parts: Vec<String> = names.map(scheme).collect();
            parts.sort();
            self.told.insert(Fact { kind: Kind::Security, operation: self.operation.clone(), parts });
        }
    }
}

/// A path without the names of its parameters and without a slash at its end.
fn normal_path(path: &str) -> String {
    let mut rest = match path.trim_end_matches('/') {
        "" => "/",
        path => path,
    };
    let mut out = String::new();
    while let Some((before, after)) = rest.split_once('{') {
        let Some((_, after)) = after.split_once('}') else { break };
        out.push_str(before);
        out.push_str("{}");
        rest = after;
    }
    out + rest
}

/// A value as Python shows it, so that the figures are those of the script.
fn shown(value: &Node) -> String {
    match value.resolve() {
        Some(Resolved::Null) => "None".to_owned(),
        Some(Resolved::Boolean(true)) => "True".to_owned(),
        Some(Resolved::Boolean(false)) => "False".to_owned(),
        Some(Resolved::Number(text)) => number(text),
        Some(Resolved::String(text)) => text.to_owned(),
        None => specwright::document::write::write_yaml(value),
    }
}

fn number(text: &str) -> String {
    match (text.parse::<i128>(), text.parse::<f64>()) {
        (Ok(whole), _) => whole.to_string(),
        (_, Ok(float)) => format!("{float:?}"),
        _ => text.to_owned(),
    }
}

fn shown_flag(flag: bool) -> &'static str {
    if flag { "required" } else { "optional" }
}

fn joined(types: &BTreeSet<&str>) -> String {
    types.iter().copied().collect::<Vec<_>>().join("|")
}

/// Whether a value counts as true in Python: there is something in it.
fn says(value: &Node) -> bool {
    if let Some(mapping) = value.as_mapping() {
        return !mapping.is_empty();
    }
    if let Some(items) = value.as_sequence() {
        return !items.is_empty();
    }
    match value.resolve() {
        Some(Resolved::Boolean(flag)) => flag,
        Some(Resolved::Number(text)) => text.parse::<f64>() != Ok(0.0),
        Some(Resolved::String(text)) => !text.is_empty(),
        Some(Resolved::Null) | None => false,
    }
}
