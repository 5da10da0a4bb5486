//! Request and response bodies.

use super::{Lowering, docs};
use crate::diagnostics::{Code, Diagnostic};
use crate::document::{Entry, Node};
use crate::ir::{Body, BodyEncoding, Ident, Rules, Scalar, TypeRef};

impl<'t> Lowering<'_, 't> {
    pub(super) fn lower_request_body(
        &mut self,
        operation: &'t Node,
        base: &str,
        ident: Ident,
    ) -> Option<Body> {
        let node = self.document.resolve(operation.get("requestBody")?, self.sink)?;
        let required = node.get("required").and_then(Node::as_bool) == Some(true);
        let body = self.lower_content(node, &format!("{base} body"), ident)?;
        Some(Body { required, docs: docs::docs(node, ""), ..body })
    }

    pub(super) fn lower_response_body(&mut self, response: &'t Node, name: &str) -> Option<Body> {
        self.lower_content(response, &format!("{name} body"), Ident::new("body"))
    }

    /// The media type that is taken where there are several: JSON before forms before text before bytes.
    fn lower_content(&mut self, node: &'t Node, name: &str, ident: Ident) -> Option<Body> {
        let content = node.get("content").and_then(Node::as_mapping)?;
        let chosen = content.iter().min_by_key(|entry| preference(&entry.key))?;
        for other in content.iter().filter(|entry| entry.key != chosen.key && preference(&entry.key) < 5) {
            let message = format!("`{}` is left out: `{}` is taken", other.key, chosen.key);
            self.sink.report(Diagnostic::new(Code::UnsupportedMediaType, other.key_origin, message));
        }
        Some(self.lower_media_type(chosen, name, ident))
    }

    fn lower_media_type(&mut self, entry: &'t Entry, name: &str, ident: Ident) -> Body {
        let media_type = entry.key.as_str();
        let structured = preference(media_type) <= 2;
        let schema = entry.value.get("schema").filter(|_| structured);
        let mention = schema.map(|schema| {
            let id = self.document.schema_at(schema, self.sink);
            self.mention(id, name)
        });
        let (mut ty, rules) = mention.map_or((TypeRef::Scalar(Scalar::Json), Rules::default()), |mention| {
            let ty = if mention.nullable { TypeRef::Nullable(Box::new(mention.ty)) } else { mention.ty };
            (ty, mention.rules)
        });
        let encoding = match preference(media_type) {
            0 => BodyEncoding::Json,
            1 => BodyEncoding::Form { kind: self.kind(&ty, 0), deep: Vec::new() },
            2 => {
                let message = "multipart bodies are neither sent nor read yet";
                self.sink.report(
                    Diagnostic::new(Code::UnsupportedMediaType, entry.key_origin, message)
                        .note("the client refuses the call before sending; the server answers 422"),
                );
                BodyEncoding::Multipart { kind: self.kind(&ty, 0) }
            }
            3 => {
                ty = TypeRef::Scalar(Scalar::String);
                BodyEncoding::Text
            }
            _ => {
                ty = TypeRef::Scalar(Scalar::Base64);
                BodyEncoding::Bytes
            }
        };
        Body {
            ident,
            required: true,
            media_type: media_type.to_owned(),
            encoding,
            ty,
            rules,
            docs: crate::ir::Docs::default(),
            origin: entry.key_origin,
        }
    }
}

/// How soon a media type is taken, the least first; what comes after text is bytes.
fn preference(media_type: &str) -> u8 {
    let essence = media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    match essence.as_str() {
        "application/json" | "text/json" => 0,
        _ if essence.ends_with("+json") => 0,
        "application/x-www-form-urlencoded" => 1,
        "multipart/form-data" => 2,
        _ if essence.starts_with("text/") || essence.ends_with("/xml") || essence.ends_with("+xml") => 3,
        "*/*" => 4,
        _ => 5,
    }
}
