//! Defaults of parameters, which a server puts in: only what is a value of the parameter's type.

use super::Lowering;
use super::literals::{is_of_format, is_of_integer};
use super::values::key;
use crate::document::{Node, Resolved, json_string};
use crate::ir::{Carried, Literal, Scalar, TypeKind, TypeRef};

/// Deeper values are no defaults of parameters.
const DEEPEST: usize = 16;

impl<'t> Lowering<'_, 't> {
    /// The `default` of a parameter's schema as JSON text; one that the schema does not allow is told.
    pub(super) fn default_of(&mut self, schema: &'t Node, ty: &TypeRef) -> Option<Literal> {
        let id = self.document.schema_at(schema, self.sink);
        let node = self.flatten(id).keyword("default").filter(|node| !node.is_null())?;
        let objection = self.object(id, node);
        let text = self.text_of(node, ty, 0).filter(|_| objection.is_none());
        if text.is_none() {
            let untyped = ("is no value that the schema allows", node);
            self.report_default(objection.unwrap_or(untyped));
        }
        text.map(Literal)
    }

    /// A value as JSON text, where it is one of a type.
    fn text_of(&self, node: &Node, ty: &TypeRef, depth: usize) -> Option<String> {
        if depth > DEEPEST {
            return None;
        }
        match ty {
            TypeRef::Nullable(_) if node.is_null() => Some("null".to_owned()),
            TypeRef::Nullable(inner) | TypeRef::Boxed(inner) => self.text_of(node, inner, depth + 1),
            TypeRef::Scalar(scalar) => scalar_text(node, *scalar),
            TypeRef::Vec(item) => {
                let items = node.as_sequence()?.iter().map(|node| self.text_of(node, item, depth + 1));
                Some(format!("[{}]", items.collect::<Option<Vec<_>>>()?.join(",")))
            }
            TypeRef::Tuple(members) => {
                let items = node.as_sequence().filter(|items| items.len() == members.len())?;
                let texts =
                    items.iter().zip(members).map(|(node, member)| self.text_of(node, member, depth + 1));
                Some(format!("[{}]", texts.collect::<Option<Vec<_>>>()?.join(",")))
            }
            // A default is the text; whether it holds what it should, the reader of it says.
            TypeRef::JsonText(_) => node.as_string().map(json_string),
            TypeRef::Replaced(replacement) if replacement.carried == Carried::Text => {
                node.as_string().map(json_string)
            }
            TypeRef::Replaced(_) => Some(node.to_json()),
            TypeRef::Map(_) => node.as_mapping().map(|_| node.to_json()),
            TypeRef::Named(id) => match self.types.get(id.index()).map(|def| &def.kind) {
                Some(TypeKind::Alias(inner)) => self.text_of(node, inner, depth + 1),
                Some(TypeKind::Enum(list)) => {
                    let text = node.as_scalar()?.text.as_ref();
                    let known = list.members.iter().any(|(_, name)| name.as_str() == text);
                    known.then(|| json_string(text))
                }
                Some(TypeKind::Struct(_)) => node.as_mapping().map(|_| node.to_json()),
                Some(TypeKind::ScalarEnum(list)) => {
                    let text = node.to_json();
                    list.members.iter().any(|(_, member)| member.0 == text).then_some(text)
                }
                _ => Some(node.to_json()),
            },
        }
    }
}

fn scalar_text(node: &Node, scalar: Scalar) -> Option<String> {
    if scalar == Scalar::Json {
        return Some(node.to_json());
    }
    let number = |text: &str| match scalar {
        Scalar::F32 => text.parse::<f32>().is_ok_and(f32::is_finite),
        Scalar::F64 => text.parse::<f64>().is_ok_and(f64::is_finite),
        Scalar::Decimal | Scalar::Number => true,
        _ => is_of_integer(text, scalar),
    };
    match (node.as_scalar()?.resolve(), scalar) {
        (Resolved::Boolean(value), Scalar::Boolean) => Some(value.to_string()),
        // What is not finite has no number in JSON.
        (Resolved::Number(_), _) => Some(key(node)).filter(|text| text != "null" && number(text)),
        (Resolved::String(text), Scalar::String | Scalar::Base64 | Scalar::File) => Some(json_string(text)),
        (Resolved::String(text), Scalar::Uuid | Scalar::DateTime | Scalar::LocalDateTime | Scalar::Date) => {
            is_of_format(text, scalar).then(|| json_string(text))
        }
        _ => None,
    }
}
