//! What the document says about single fields of a form and single parts of a multipart body.

use super::Lowering;
use super::media_types::{Class, class, essence, is_media_type};
use crate::diagnostics::{Code, Diagnostic};
use crate::document::Node;
use crate::ir::{FieldEncoding, JsonName, Kind, Style};
use std::collections::HashSet;

impl<'t> Lowering<'_, 't> {
    /// The Encoding Objects of a media type (OpenAPI 3.0.4, section 4.7.15).
    pub(super) fn field_encodings(
        &mut self,
        media_type: &'t Node,
        kind: &Kind,
        multipart: bool,
    ) -> Vec<FieldEncoding> {
        let mut fields = Vec::new();
        let known: HashSet<&str> = match kind {
            Kind::Object(known, _) => known.iter().map(|(name, _)| name.as_str()).collect(),
            _ => HashSet::new(),
        };
        let open = !matches!(kind, Kind::Object(_, None));
        let encoding = media_type.get("encoding").and_then(Node::as_mapping);
        for entry in encoding.into_iter().flat_map(|encoding| encoding.iter()) {
            let name = entry.key.as_str();
            if !known.contains(name) && !open {
                let message = format!("the schema has no property `{name}`");
                let diagnostic = Diagnostic::new(Code::IgnoredKeyword, entry.key_origin, message);
                self.sink.report(diagnostic.note("this encoding has no effect"));
                continue;
            }
            let mut field = self.field_encoding(name, &entry.value, multipart);
            if multipart && is_object(kind, name) {
                self.tell_unwritten(&field, &entry.value);
            }
            if let Some(headers) = entry.value.get("headers").filter(|_| multipart) {
                self.part_headers(headers, is_file(kind, name), &mut field);
            }
            fields.push(field);
        }
        if multipart && let Some(schema) = media_type.get("schema") {
            self.transfer_encodings(schema, &mut fields);
        }
        fields
    }

    /// An object is JSON in a part, whatever the part is said to be.
    fn tell_unwritten(&mut self, field: &FieldEncoding, node: &'t Node) {
        let Some(types) = &field.content_type else { return };
        let is_json = |name: &str| name.contains('*') || class(&essence(name)) == Class::Json;
        let told = node.get("contentType").filter(|_| !types.split(',').any(|name| is_json(name.trim())));
        if let Some(told) = told {
            let message = format!("the object in this part is written as JSON, and not as `{types}`");
            let diagnostic = Diagnostic::new(Code::UnsupportedMediaType, told.origin, message);
            self.sink.report(
                diagnostic.note("with `type: string` the caller would read and write the text of the part"),
            );
        }
    }

    pub(super) fn field_encoding(&mut self, name: &str, node: &'t Node, multipart: bool) -> FieldEncoding {
        let style = node.get("style").filter(|_| !multipart);
        let flag = |key: &str| node.get(key).filter(|_| !multipart).and_then(Node::as_bool);
        let content_type = node.get("contentType").and_then(|node| {
            let text = node.as_str().unwrap_or_default();
            let valid = text.split(',').all(|each| is_media_type(each.trim()));
            if !valid {
                let message = "`contentType` must be a media type, or several with commas between them";
                self.sink.report(Diagnostic::new(Code::InvalidShape, node.origin, message));
            }
            let nested = multipart && essence(text).starts_with("multipart/");
            if nested {
                let message = "a part that has parts itself is not parted";
                let note = "it is sent as its schema implies";
                self.sink
                    .report(Diagnostic::new(Code::UnsupportedMediaType, node.origin, message).note(note));
            }
            (valid && !nested).then(|| text.to_owned())
        });
        // A content type counts only where nothing is said about the style (section 4.7.15.1).
        let styled = style.is_some() || flag("explode").is_some() || flag("allowReserved").is_some();
        let json = content_type
            .as_deref()
            .and_then(|text| text.split(',').next())
            .is_some_and(|first| class(&essence(first)) == Class::Json);
        let style = match style.and_then(Node::as_str) {
            _ if !styled && json => Style::Json,
            None | Some("form") => Style::Form,
            Some("spaceDelimited") => Style::SpaceDelimited,
            Some("pipeDelimited") => Style::PipeDelimited,
            Some("deepObject") => Style::DeepObject,
            Some(other) => {
                let message = format!("`{}` is no style of a field", other.escape_debug());
                self.sink.report(
                    Diagnostic::new(Code::InvalidShape, node.origin, message).note("`form` is taken"),
                );
                Style::Form
            }
        };
        FieldEncoding {
            name: JsonName::new(name),
            style,
            explode: flag("explode")
                .unwrap_or(matches!(style, Style::Form | Style::DeepObject | Style::Json)),
            allow_reserved: flag("allowReserved") == Some(true),
            content_type,
            headers: Vec::new(),
            fixed_headers: Vec::new(),
        }
    }
}

/// Whether a property is an object, or several.
fn is_object(kind: &Kind, name: &str) -> bool {
    property(kind, name).is_some_and(|kind| match kind {
        Kind::Array(item) => matches!(**item, Kind::Object(..)),
        kind => matches!(kind, Kind::Object(..)),
    })
}

/// What a property of a form is.
fn property<'k>(kind: &'k Kind, name: &str) -> Option<&'k Kind> {
    let Kind::Object(known, rest) = kind else { return None };
    let known = known.iter().find(|(have, _)| have.as_str() == name).map(|(_, kind)| kind);
    known.or(rest.as_deref())
}

/// Whether a property is a file, or several.
fn is_file(kind: &Kind, name: &str) -> bool {
    let is_file = |kind: &Kind| match kind {
        Kind::Array(item) => **item == Kind::Binary,
        kind => *kind == Kind::Binary,
    };
    match property(kind, name) {
        Some(Kind::OneOf(kinds)) => kinds.iter().all(is_file),
        kind => kind.is_some_and(is_file),
    }
}
