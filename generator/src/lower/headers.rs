//! Headers of responses (OpenAPI 3.0.4, section 4.7.21): one that several responses document alike stands once.

use super::media_types::is_token;
use super::media_types::{Class, class, essence};
use super::{Lowering, names};
use crate::diagnostics::{Code, Diagnostic};
use crate::document::Node;
use crate::ir::{Header, JsonName, Location, Parameter, Rules, Scalar, Style, TypeRef};

impl<'t> Lowering<'_, 't> {
    /// The headers that a response documents, as indices into all of them, and what there is to say about them.
    pub(super) fn lower_headers(&mut self, response: &'t Node) -> (Vec<usize>, Option<String>) {
        let (mut headers, mut named) = (Vec::new(), Vec::new());
        for entry in response.get("headers").and_then(Node::as_mapping).into_iter().flatten() {
            let name = entry.key.as_str();
            // It is what the content says (section 4.7.17.1).
            if name.eq_ignore_ascii_case("content-type")
                || name.starts_with("x-") && entry.value.as_mapping().is_none()
            {
                continue;
            }
            if !is_token(name) {
                let message = format!("`{}` cannot be the name of a header", name.escape_debug());
                self.sink.report(
                    Diagnostic::new(Code::InvalidShape, entry.key_origin, message)
                        .note("it is left out; such a name is a token (RFC 9110, section 5.6.2)"),
                );
                continue;
            }
            let Some(node) = self.document.resolve(&entry.value, self.sink) else { continue };
            let key = (std::ptr::from_ref(node), name.to_ascii_lowercase());
            let index = match self.known_headers.get(&key) {
                Some(index) => *index,
                None => {
                    let index = self.lower_header(name, node);
                    self.known_headers.insert(key, index);
                    index
                }
            };
            if !headers.contains(&index) {
                headers.push(index);
                let required = node.get("required").and_then(Node::as_bool) == Some(true);
                named.push(format!("`{name}`{}", if required { " (always)" } else { "" }));
            }
        }
        let note = (!named.is_empty()).then(|| format!("Headers: {}.", named.join(", ")));
        (headers, note)
    }

    fn lower_header(&mut self, name: &str, node: &'t Node) -> usize {
        let content =
            node.get("content").and_then(Node::as_mapping).and_then(|content| content.iter().next());
        let schema = content.map_or_else(|| node.get("schema"), |entry| entry.value.get("schema"));
        let mention = schema.map(|schema| {
            let id = self.document.schema_at(schema, self.sink);
            self.mention(id, &format!("{name} header"))
        });
        let (ty, rules) = mention.map_or((TypeRef::Scalar(Scalar::String), Rules::default()), |mention| {
            (mention.ty, mention.rules)
        });
        let json = content.is_some_and(|entry| class(&essence(&entry.key)) == Class::Json);
        let style = if json { Style::Json } else { Style::Simple };
        let explode = node.get("explode").and_then(Node::as_bool) == Some(true);
        let kind = self.kind(&ty, 0);
        let (same_name, mut docs) = (name.to_ascii_lowercase(), self.docs(node, name));
        docs.notes
            .extend(schema.map(|schema| super::types::mention_docs(schema, name).notes).unwrap_or_default());
        let alike = self.headers.iter().position(|Header { parameter, .. }| {
            parameter.name.as_str().to_ascii_lowercase() == same_name
                && (&parameter.ty, &parameter.kind, parameter.style, parameter.explode)
                    == (&ty, &kind, style, explode)
        });
        if let Some(alike) = alike {
            return alike;
        }
        let parameter = Parameter {
            ident: self.header_names.take(&names::shouty(name)),
            name: JsonName::new(name),
            location: Location::Header,
            style,
            explode,
            allow_reserved: false,
            required: false,
            ty,
            kind,
            default: None,
            rules,
            docs,
            origin: node.origin,
        };
        self.headers.push(Header { parameter, groups: Vec::new() });
        self.headers.len() - 1
    }
}
