//! What the texts of parameters and forms stand for in JSON.

use super::Lowering;
use crate::ir::{Carried, Extra, JsonName, Kind, Scalar, TypeKind, TypeRef};
use std::collections::HashMap;

impl Lowering<'_, '_> {
    /// What the text of a value stands for in JSON.
    pub(super) fn kind(&self, ty: &TypeRef, depth: usize) -> Kind {
        if depth > 4 {
            return Kind::Json;
        }
        match ty {
            TypeRef::Replaced(replacement) if replacement.carried == Carried::Text => Kind::String,
            TypeRef::Replaced(_) => Kind::Json,
            TypeRef::Scalar(scalar) => match scalar {
                Scalar::Boolean => Kind::Boolean,
                Scalar::I8
                | Scalar::I16
                | Scalar::I32
                | Scalar::I64
                | Scalar::U8
                | Scalar::U16
                | Scalar::U32
                | Scalar::U64
                | Scalar::F32
                | Scalar::F64
                | Scalar::Decimal
                | Scalar::Number => Kind::Number,
                Scalar::String
                | Scalar::Uuid
                | Scalar::DateTime
                | Scalar::LocalDateTime
                | Scalar::Date
                | Scalar::Base64 => Kind::String,
                Scalar::File => Kind::Binary,
                Scalar::Json => Kind::Json,
            },
            TypeRef::JsonText(_) => Kind::String,
            TypeRef::Vec(item) => Kind::Array(Box::new(self.kind(item, depth + 1))),
            TypeRef::Tuple(members) => {
                Kind::Tuple(members.iter().map(|member| self.kind(member, depth + 1)).collect())
            }
            TypeRef::Map(value) => Kind::Object(Vec::new(), Some(Box::new(self.kind(value, depth + 1)))),
            TypeRef::Nullable(inner) | TypeRef::Boxed(inner) => self.kind(inner, depth),
            TypeRef::Named(id) => match self.types.get(id.index()).map(|def| &def.kind) {
                Some(TypeKind::Enum(_)) => Kind::String,
                Some(TypeKind::ScalarEnum(list)) => self.kind(&TypeRef::Scalar(list.repr), depth + 1),
                Some(TypeKind::Alias(ty)) => self.kind(ty, depth + 1),
                Some(TypeKind::Struct(shape)) => {
                    let fields = &shape.fields;
                    let kinds =
                        fields.iter().map(|field| (field.json_name.clone(), self.kind(&field.ty, depth + 1)));
                    let rest = match &shape.extra {
                        Extra::Keep { value, .. } => Some(Box::new(self.kind(value, depth + 1))),
                        _ => None,
                    };
                    Kind::Object(kinds.collect(), rest)
                }
                Some(TypeKind::Union(union)) => {
                    alternatives(union.variants.iter().map(|variant| self.kind(&variant.ty, depth + 1)))
                }
                None => Kind::Json,
            },
        }
    }
}

/// One of several kinds. Arrays become one, and so do objects: no text tells one from the other.
fn alternatives(kinds: impl Iterator<Item = Kind>) -> Kind {
    let (mut scalars, mut items, mut objects) = (Vec::new(), None::<Vec<Kind>>, None::<Vec<Kind>>);
    let kinds = kinds.flat_map(|kind| match kind {
        Kind::OneOf(kinds) => kinds,
        kind => vec![kind],
    });
    for kind in kinds {
        match kind {
            Kind::Array(item) => items.get_or_insert_default().push(*item),
            Kind::Tuple(members) => items.get_or_insert_default().extend(members),
            Kind::Object(..) => objects.get_or_insert_default().push(kind),
            kind if scalars.contains(&kind) => {}
            kind => scalars.push(kind),
        }
    }
    // What is any JSON takes in all others, and nobody can tell a file from a string.
    let untold = |kind: &Kind| matches!(kind, Kind::Json | Kind::Named(_));
    if scalars.iter().any(untold) || (scalars.len() > 1 && scalars.contains(&Kind::Binary)) {
        return Kind::Json;
    }
    let mut kinds = scalars;
    kinds.extend(items.map(|items| Kind::Array(Box::new(alternatives(items.into_iter())))));
    kinds.extend(objects.map(joined));
    match <[Kind; 1]>::try_from(kinds) {
        Ok([only]) => only,
        Err(kinds) if kinds.is_empty() => Kind::Json,
        Err(kinds) => Kind::OneOf(kinds),
    }
}

/// An object that has the properties of all of them.
fn joined(objects: Vec<Kind>) -> Kind {
    let (mut known, mut rests) = (Vec::<(JsonName, Vec<Kind>)>::new(), Vec::new());
    let mut places = HashMap::new();
    for object in objects {
        let Kind::Object(own, rest) = object else { continue };
        for (name, kind) in own {
            let place = *places.entry(name.clone()).or_insert(known.len());
            match known.get_mut(place) {
                Some((_, kinds)) => kinds.push(kind),
                None => known.push((name, vec![kind])),
            }
        }
        rests.extend(rest.map(|rest| *rest));
    }
    let known = known.into_iter().map(|(name, kinds)| (name, alternatives(kinds.into_iter())));
    let rest = (!rests.is_empty()).then(|| Box::new(alternatives(rests.into_iter())));
    Kind::Object(known.collect(), rest)
}
