//! Parameters.

use super::media_types::is_token;
use super::media_types::{Class, class, essence};
use super::types::mention_docs;
use super::{Lowering, names};
use crate::diagnostics::{Code, Diagnostic, nearest};
use crate::document::{Entry, Node};
use crate::ir::{JsonName, Kind, Location, Parameter, Rules, Scalar, Style, TypeRef};
use std::collections::HashMap;

impl<'t> Lowering<'_, 't> {
    /// An operation's parameters, and the names that they took.
    pub(super) fn lower_parameters(
        &mut self,
        item: &'t Node,
        operation: &'t Node,
        base: &str,
    ) -> (Vec<Parameter>, names::Scope) {
        let mut nodes: Vec<&'t Node> = Vec::new();
        let mut references: HashMap<*const Node, &'t Node> = HashMap::new();
        for list in
            [item, operation].iter().filter_map(|node| node.get("parameters").and_then(Node::as_sequence))
        {
            let before = nodes.len();
            for node in list {
                let written = node;
                let Some(node) = self.document.resolve(node, self.sink) else { continue };
                references.insert(std::ptr::from_ref(node), written);
                let key = |node: &Node| {
                    let text =
                        |name: &str| node.get(name).and_then(Node::as_str).unwrap_or_default().to_owned();
                    (text("name"), text("in"))
                };
                // An operation's parameter replaces the path's of the same name and place (section 4.7.9.1).
                match nodes.iter().position(|have| key(have) == key(node)) {
                    Some(place) if place >= before => self.report_repeated(nodes.get(place).copied(), node),
                    Some(place) => nodes.iter_mut().skip(place).take(1).for_each(|have| *have = node),
                    None => nodes.push(node),
                }
            }
        }
        let mut scope = names::Scope::with(&[
            "body",
            "new",
            "timeout",
            "send",
            "into_call",
            "into_future",
            "context",
            "with_headers",
        ]);
        let mut parameters = Vec::new();
        for node in nodes {
            let written = references.get(&std::ptr::from_ref(node)).copied().unwrap_or(node);
            parameters.extend(self.lower_parameter(written, node, base, &mut scope));
        }
        (parameters, scope)
    }

    /// One list has a parameter of a name and place once (section 4.7.9.1).
    fn report_repeated(&mut self, first: Option<&'t Node>, second: &'t Node) {
        // What has no name is told for another reason.
        let (Some(first), Some(name)) = (first, second.get("name").and_then(Node::as_str)) else { return };
        if std::ptr::eq(first, second) {
            return;
        }
        let message = format!("the parameter `{}` stands here for the second time", name.escape_debug());
        self.sink.report(
            Diagnostic::new(Code::InvalidShape, second.origin, message)
                .related(first.origin, "the first one, which counts")
                .note("this one is left out"),
        );
    }

    /// Whether a header is none of a caller's, which is told where it is met first.
    fn is_own_header(&mut self, name: &str, node: &Node) -> bool {
        let name = name.to_ascii_lowercase();
        let note = match name.as_str() {
            // Section 4.7.12.2.
            "accept" | "content-type" => "the media types say what it holds",
            "authorization" => "the security schemes say what it holds",
            // As an argument it could lie about the body.
            "accept-encoding" | "content-encoding" => "how bytes are packed is for the transport to say",
            "content-length" | "transfer-encoding" => "how long the body is is for the transport to say",
            "host" => "the base URL says what it holds",
            "connection" | "keep-alive" | "te" | "trailer" | "upgrade" => "it is about the connection",
            _ => return false,
        };
        if self.untaken_headers.insert(name) {
            let message = "this header is no parameter";
            let note = format!("{note}; it is left out, here and elsewhere");
            self.sink.report(Diagnostic::new(Code::ForeignKeyword, node.origin, message).note(note));
        }
        true
    }

    /// Tells what a parameter lacks that nobody can guess.
    fn tell_unusable(&mut self, node: &'t Node) {
        const PLACES: [&str; 4] = ["path", "query", "header", "cookie"];
        let place = node.get("in").and_then(Node::as_str);
        let is_known = place.is_some_and(|place| PLACES.contains(&place));
        let (origin, message, near) = match (node.get("in"), place) {
            (Some(written), Some(place)) if !is_known => {
                let message = format!("`{}` is no place of a parameter", place.escape_debug());
                (written.origin, message, nearest(place, PLACES))
            }
            (_, None) => (node.origin, "this parameter has no `in`".to_owned(), None),
            _ => (node.origin, "this parameter has no `name`".to_owned(), None),
        };
        let diagnostic = Diagnostic::new(Code::InvalidShape, origin, message);
        self.sink.report(match near {
            Some(near) => diagnostic.note(format!("the parameter is left out; is `{near}` meant?")),
            None if is_known => diagnostic.note("it is left out"),
            None => diagnostic.note(
                "it is left out; it goes into a `path`, `query`, `header` or `cookie`, or is a `querystring`",
            ),
        });
    }

    fn lower_parameter(
        &mut self,
        written: &'t Node,
        node: &'t Node,
        base: &str,
        scope: &mut names::Scope,
    ) -> Option<Parameter> {
        let name = node.get("name").and_then(Node::as_str);
        let location = match node.get("in").and_then(Node::as_str) {
            Some("path") => Some(Location::Path),
            Some("query") => Some(Location::Query),
            Some("header") => Some(Location::Header),
            Some("cookie") => Some(Location::Cookie),
            _ => None,
        };
        let (Some(name), Some(location)) = (name, location) else {
            self.tell_unusable(node);
            return None;
        };
        if location == Location::Header && self.is_own_header(name, node) {
            return None;
        }
        if matches!(location, Location::Header | Location::Cookie) && !is_token(name) {
            let message = format!("`{}` cannot be the name of a header or cookie", name.escape_debug());
            self.sink.report(
                Diagnostic::new(Code::InvalidShape, node.origin, message)
                    .note("the parameter is left out; such a name is a token (RFC 9110, section 5.6.2)"),
            );
            return None;
        }
        let content =
            node.get("content").and_then(Node::as_mapping).and_then(|content| content.iter().next());
        let schema = content.map_or_else(|| node.get("schema"), |entry| entry.value.get("schema"));
        if let Some(second) =
            node.get("content").and_then(Node::as_mapping).and_then(|content| content.iter().nth(1))
        {
            let message = "the `content` of a parameter has one media type";
            self.sink.report(
                Diagnostic::new(Code::InvalidShape, second.key_origin, message)
                    .note("the first one counts; this one is left out"),
            );
        }
        if let (Some(_), Some(idle)) = (content, node.get("schema")) {
            let message = "a parameter has a `schema` or a `content`";
            self.sink.report(
                Diagnostic::new(Code::InvalidShape, idle.origin, message)
                    .note("the `content` counts; this schema is left out"),
            );
        }
        if content.is_none() && schema.is_none() {
            let message =
                format!("the parameter `{}` has neither `schema` nor `content`", name.escape_debug());
            self.sink.report(
                Diagnostic::new(Code::InvalidShape, node.origin, message).note("it is taken for a string"),
            );
        }
        self.check_described(node);
        let mention = schema.map(|schema| {
            let id = self.document.schema_at(schema, self.sink);
            self.mention(id, &format!("{base} {name}"))
        });
        let whole = node.get("x-in").and_then(Node::as_str) == Some("querystring");
        let json =
            content.is_some_and(|entry| matches!(class(&essence(&entry.key)), Class::Json | Class::Any));
        let untold = if json { Scalar::Json } else { Scalar::String };
        let (mut ty, mut rules) = mention
            .map_or((TypeRef::Scalar(untold), Rules::default()), |mention| (mention.ty, mention.rules));
        let other = content.filter(|_| !json && !whole);
        if let Some(other) =
            other.filter(|_| matches!(self.kind(&ty, 0), Kind::Array(_) | Kind::Tuple(_) | Kind::Object(..)))
        {
            let message = format!("`{}` is handed over as text", other.key.escape_debug());
            let diagnostic = Diagnostic::new(Code::UnsupportedMediaType, other.key_origin, message);
            self.sink.report(diagnostic.note("what its schema says is neither read nor checked"));
            (ty, rules) = (TypeRef::Scalar(Scalar::String), Rules::default());
        }
        let style = match (content.is_some(), node.get("style").and_then(Node::as_str), location) {
            _ if whole && self.is_form(content) => Style::Query,
            _ if whole => Style::QueryText,
            (true, ..) if json => Style::Json,
            (_, Some("label"), Location::Path) => Style::Label,
            (_, Some("matrix"), Location::Path) => Style::Matrix,
            (_, Some("spaceDelimited"), Location::Query) => Style::SpaceDelimited,
            (_, Some("pipeDelimited"), Location::Query) => Style::PipeDelimited,
            (_, Some("deepObject"), Location::Query) => Style::DeepObject,
            (_, written, place) => {
                let (usual, words) = match place {
                    Location::Path | Location::Header => (Style::Simple, &["simple"][..]),
                    Location::Query => (Style::Form, &["form"][..]),
                    // A cookie of its own style is one of form style that nothing is escaped in (OpenAPI 3.2.0, section 4.12.3).
                    Location::Cookie => (Style::Form, &["form", "cookie"][..]),
                };
                if let Some(word) = written.filter(|word| !words.contains(word)) {
                    let message = format!("`{}` is no style of a parameter there", word.escape_debug());
                    let origin = node.get("style").map_or(node.origin, |style| style.origin);
                    self.sink.report(
                        Diagnostic::new(Code::InvalidShape, origin, message)
                            .note(format!("it is taken for `{}`", words.first().unwrap_or(&"form"))),
                    );
                }
                usual
            }
        };
        let flag = |key: &str| node.get(key).and_then(Node::as_bool);
        let mut docs = self.docs_at(written, node, name);
        docs.notes.extend(schema.map(|schema| mention_docs(schema, name).notes).unwrap_or_default());
        Some(Parameter {
            ident: scope.take(&names::snake(name)),
            name: JsonName::new(name),
            location,
            style,
            explode: flag("explode").unwrap_or(matches!(style, Style::Form | Style::DeepObject)),
            allow_reserved: flag("allowReserved") == Some(true),
            required: location == Location::Path || flag("required") == Some(true),
            kind: self.kind(&ty, 0),
            default: schema.and_then(|schema| self.default_of(schema, &ty)),
            ty,
            rules,
            docs,
            origin: node.origin,
        })
    }

    /// Whether the content of a parameter is a form.
    fn is_form(&self, content: Option<&Entry>) -> bool {
        content.is_some_and(|entry| class(&essence(&entry.key)) == Class::Form)
    }
}
