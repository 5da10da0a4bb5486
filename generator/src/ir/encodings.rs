//! What has to be said about single fields of a form, and what goes without saying.

use super::{BodyEncoding, FieldEncoding, JsonName, Kind, Style};

impl BodyEncoding {
    /// The fields whose keys stand in brackets only because the document says so.
    pub fn deep_fields(&self) -> impl Iterator<Item = &FieldEncoding> {
        let (kind, fields) = match self {
            Self::Form { kind, fields } => (Some(kind), fields.as_slice()),
            _ => (None, &[][..]),
        };
        let is_told = move |field: &&FieldEncoding| {
            is_deep(field) && kind.is_some_and(|kind| !is_object(kind, &field.name))
        };
        fields.iter().filter(is_told)
    }

    /// The other fields that are written, or the parts that are read, in another way than if the document said nothing.
    pub fn odd_fields(&self) -> impl Iterator<Item = &FieldEncoding> {
        let (form, fields) = match self {
            Self::Form { kind, fields } => (Some(kind), fields.as_slice()),
            Self::Multipart { fields, .. } => (None, fields.as_slice()),
            _ => (None, &[][..]),
        };
        let is_odd = move |field: &&FieldEncoding| match form {
            Some(kind) => !is_deep(field) && !is_usual(kind, field),
            None => {
                field.content_type.is_some() || !field.headers.is_empty() || !field.fixed_headers.is_empty()
            }
        };
        fields.iter().filter(is_odd)
    }
}

fn is_deep(field: &FieldEncoding) -> bool {
    field.style == Style::DeepObject && !field.allow_reserved
}

fn property<'k>(kind: &'k Kind, name: &JsonName) -> Option<&'k Kind> {
    match kind {
        Kind::Object(known, rest) => {
            let known = known.iter().find(|(have, _)| have == name).map(|(_, kind)| kind);
            known.or(rest.as_deref())
        }
        _ => None,
    }
}

/// An object is written with its keys in brackets, whether the document says so or not.
fn is_object(kind: &Kind, name: &JsonName) -> bool {
    matches!(property(kind, name), Some(Kind::Object(..)))
}

/// Whether a field is written as it would be if the document said nothing.
fn is_usual(kind: &Kind, field: &FieldEncoding) -> bool {
    let form = field.style == Style::Form && !field.allow_reserved;
    match property(kind, &field.name) {
        Some(Kind::Array(_)) => form && field.explode,
        Some(Kind::String | Kind::Number | Kind::Boolean | Kind::Binary) => form,
        _ => false,
    }
}
