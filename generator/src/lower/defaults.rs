//! Defaults of parameters, which a server puts in: only what is a value of the parameter's type.

use super::Lowering;
use crate::diagnostics::{Code, Diagnostic};
use crate::document::{Node, Resolved, json_string};
use crate::ir::{Carried, Limit, Literal, Rules, Scalar, TypeKind, TypeRef};

/// Deeper values are no defaults of parameters.
const DEEPEST: usize = 16;

impl<'t> Lowering<'_, 't> {
    /// The `default` of a parameter's schema as JSON text; one that the schema does not allow is told.
    pub(super) fn default_of(&mut self, schema: &'t Node, ty: &TypeRef, rules: &Rules) -> Option<Literal> {
        let id = self.document.schema_at(schema, self.sink);
        let node = self.flatten(id).keyword("default").filter(|node| !node.is_null())?;
        let text = self.text_of(node, ty, 0).filter(|text| is_within(node, text, rules));
        if text.is_none() {
            let message = "this default is no value that the schema allows";
            self.sink.report(
                Diagnostic::new(Code::InvalidConstraint, node.origin, message).note("it is only documented"),
            );
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
        Scalar::I8 => text.parse::<i8>().is_ok(),
        Scalar::I16 => text.parse::<i16>().is_ok(),
        Scalar::I32 => text.parse::<i32>().is_ok(),
        Scalar::U8 => text.parse::<u8>().is_ok(),
        Scalar::U16 => text.parse::<u16>().is_ok(),
        Scalar::U32 => text.parse::<u32>().is_ok(),
        Scalar::I64 => text.parse::<i64>().is_ok(),
        Scalar::U64 => text.parse::<u64>().is_ok(),
        Scalar::F32 => text.parse::<f32>().is_ok_and(f32::is_finite),
        Scalar::F64 => text.parse::<f64>().is_ok_and(f64::is_finite),
        Scalar::Decimal | Scalar::Number => true,
        _ => false,
    };
    match (node.as_scalar()?.resolve(), scalar) {
        (Resolved::Boolean(value), Scalar::Boolean) => Some(value.to_string()),
        // What is not finite has no number in JSON.
        (Resolved::Number(text), _) if number(text) => Some(node.to_json()).filter(|text| text != "null"),
        (Resolved::String(text), Scalar::String | Scalar::Base64 | Scalar::File) => Some(json_string(text)),
        (Resolved::String(text), Scalar::Uuid | Scalar::DateTime | Scalar::LocalDateTime | Scalar::Date) => {
            looks_like(text, scalar).then(|| json_string(text))
        }
        _ => None,
    }
}

/// Whether a text has the digits and signs of a format where they belong; which days a month has, a server finds out.
fn looks_like(text: &str, scalar: Scalar) -> bool {
    let is = |text: &str, pattern: &str| {
        text.len() == pattern.len()
            && text.bytes().zip(pattern.bytes()).all(|(byte, wanted)| match wanted {
                b'0' => byte.is_ascii_digit(),
                b'x' => byte.is_ascii_hexdigit(),
                b'T' => matches!(byte, b'T' | b't' | b' '),
                _ => byte == wanted,
            })
    };
    let (day, time) = ("0000-00-00", "0000-00-00T00:00:00");
    match scalar {
        Scalar::Uuid => is(text, "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx"),
        Scalar::Date => is(text, day),
        _ => text.get(..time.len()).is_some_and(|text| is(text, time)),
    }
}

/// Whether a default keeps to the bounds that stand beside it.
fn is_within(node: &Node, text: &str, rules: &Rules) -> bool {
    let integer = text.parse::<i128>().ok();
    let over = |limit: &Option<Limit>, broken: fn(i128, i128) -> bool| match (integer, limit) {
        (Some(value), Some(Limit::Integer(limit))) => broken(value, *limit),
        _ => false,
    };
    let length = node.as_string().map(|text| text.chars().count() as u64);
    let items = node.as_sequence().map(|items| items.len() as u64);
    let outside = |have: Option<u64>, least: Option<u64>, most: Option<u64>| {
        have.is_some_and(|have| {
            least.is_some_and(|least| have < least) || most.is_some_and(|most| have > most)
        })
    };
    !over(&rules.minimum, |value, limit| value < limit)
        && !over(&rules.maximum, |value, limit| value > limit)
        && !over(&rules.exclusive_minimum, |value, limit| value <= limit)
        && !over(&rules.exclusive_maximum, |value, limit| value >= limit)
        && !outside(length, rules.min_length, rules.max_length)
        && !outside(items, rules.min_items, rules.max_items)
}
