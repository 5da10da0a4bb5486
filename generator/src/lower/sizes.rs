//! Large types: a box where a value would make everything around it large.
//!
//! A struct that holds structs that hold structs is soon larger than the stack of a thread, and each move copies all of it.

use super::Lowering;
use crate::ir::{Presence, Scalar, TypeKind, TypeRef};

/// How many bytes a struct or union may take inside of another. A struct of twenty texts still stands in place; a
/// hundred fields of this size are far from filling a stack.
const MOST: usize = 512;

/// Machine words of eight bytes are what everything is rounded up to.
const WORD: usize = 8;

impl Lowering<'_, '_> {
    /// Boxes what is large, from the inside out, so that what is boxed no longer counts.
    ///
    /// Circles are boxed before, so that the walk ends.
    pub(super) fn box_large(&mut self) {
        let mut sizes = vec![None; self.types.len()];
        let objects: Vec<bool> = self.types.iter().map(|def| self.is_object(&def.kind)).collect();
        for root in 0..self.types.len() {
            let mut stack = vec![(root, false)];
            while let Some((node, is_entered)) = stack.pop() {
                if is_entered {
                    let size = self.settle(node, &sizes, &objects);
                    if let Some(slot) = sizes.get_mut(node) {
                        *slot = Some(size);
                    }
                } else if sizes.get(node) == Some(&None) {
                    if let Some(slot) = sizes.get_mut(node) {
                        // What is met again on the way down is behind a pointer.
                        *slot = Some(WORD);
                    }
                    stack.push((node, true));
                    stack.extend(self.inside(node).map(|inner| (inner, false)));
                }
            }
        }
    }

    /// The types that stand in place inside of one.
    fn inside(&self, node: usize) -> impl Iterator<Item = usize> {
        let (mut fields, mut variants, mut alias) = (None, None, None);
        match self.types.get(node).map(|def| &def.kind) {
            Some(TypeKind::Struct(shape)) => fields = Some(shape.fields.iter().map(|field| &field.ty)),
            Some(TypeKind::Union(union)) => variants = Some(union.variants.iter().map(|variant| &variant.ty)),
            Some(TypeKind::Alias(ty)) => alias = Some(ty),
            _ => {}
        }
        let all = fields.into_iter().flatten().chain(variants.into_iter().flatten()).chain(alias);
        all.flat_map(|ty| in_place(ty, true))
    }

    /// Whether it is a struct or union, perhaps under another name.
    fn is_object(&self, kind: &TypeKind) -> bool {
        let mut kind = Some(kind);
        // Names of names are few; a longer chain stays where it is.
        for _ in 0..16 {
            match kind {
                Some(TypeKind::Alias(TypeRef::Named(id))) => {
                    kind = self.types.get(id.index()).map(|def| &def.kind);
                }
                _ => break,
            }
        }
        matches!(kind, Some(TypeKind::Struct(_) | TypeKind::Union(_)))
    }

    /// Boxes what is large inside of a type, and tells what the type takes then.
    fn settle(&mut self, node: usize, sizes: &[Option<usize>], objects: &[bool]) -> usize {
        let size_of = |ty: &TypeRef| size(ty, sizes);
        let is_large = |ty: &TypeRef| match ty {
            TypeRef::Named(id) => objects.get(id.index()) == Some(&true) && size(ty, sizes) > MOST,
            TypeRef::Tuple(_) => size(ty, sizes) > MOST,
            _ => false,
        };
        match self.types.get_mut(node).map(|def| &mut def.kind) {
            Some(TypeKind::Struct(shape)) => {
                let mut sum = 0;
                for field in &mut shape.fields {
                    let value = size_of(&field.ty);
                    field.boxed |= is_large(&field.ty);
                    let value = if field.boxed { WORD } else { value };
                    let is_plain = matches!(&field.ty, TypeRef::Scalar(scalar) if !has_niche(*scalar));
                    let tag = match field.presence {
                        Presence::Required => false,
                        Presence::Patch => true,
                        Presence::RequiredNullable | Presence::Optional | Presence::OptionalNullable => {
                            is_plain
                        }
                    };
                    sum += value + if tag { WORD } else { 0 };
                }
                sum
            }
            Some(TypeKind::Union(union)) => {
                let mut most = size_of(&TypeRef::Scalar(Scalar::Json));
                for variant in &mut union.variants {
                    if is_large(&variant.ty) {
                        variant.ty = TypeRef::Boxed(Box::new(variant.ty.clone()));
                    }
                    most = most.max(size_of(&variant.ty));
                }
                most + WORD
            }
            Some(TypeKind::Alias(ty)) => size_of(ty),
            // The variant that keeps other values holds a text.
            _ => size_of(&TypeRef::Scalar(Scalar::String)),
        }
    }
}

/// The types of the document that a mention holds in place; those that may be null, where they count.
pub(super) fn in_place(ty: &TypeRef, through_null: bool) -> Vec<usize> {
    match ty {
        TypeRef::Named(id) => vec![id.index()],
        TypeRef::Nullable(inner) if through_null => in_place(inner, through_null),
        TypeRef::JsonText(inner) => in_place(inner, through_null),
        TypeRef::Tuple(members) => members.iter().flat_map(|member| in_place(member, through_null)).collect(),
        _ => Vec::new(),
    }
}

/// How many bytes a value takes in place, about.
fn size(ty: &TypeRef, sizes: &[Option<usize>]) -> usize {
    match ty {
        TypeRef::Named(id) => sizes.get(id.index()).copied().flatten().unwrap_or(WORD),
        TypeRef::Scalar(scalar) => match scalar {
            Scalar::Boolean
            | Scalar::I8
            | Scalar::I16
            | Scalar::I32
            | Scalar::U8
            | Scalar::U16
            | Scalar::U32 => WORD,
            Scalar::I64 | Scalar::U64 | Scalar::F32 | Scalar::F64 | Scalar::Date => WORD,
            Scalar::Decimal | Scalar::Uuid | Scalar::DateTime | Scalar::LocalDateTime => 2 * WORD,
            Scalar::String | Scalar::Number | Scalar::Base64 => 3 * WORD,
            Scalar::Json => 4 * WORD,
            Scalar::File => 12 * WORD,
        },
        TypeRef::Vec(_) | TypeRef::Map(_) | TypeRef::Replaced(_) => 3 * WORD,
        TypeRef::Tuple(members) => members.iter().map(|member| size(member, sizes)).sum(),
        TypeRef::Nullable(inner) => size(inner, sizes) + WORD,
        TypeRef::Boxed(_) => WORD,
        TypeRef::JsonText(inner) => size(inner, sizes),
    }
}

/// Whether `Option` of it takes no more than it does.
fn has_niche(scalar: Scalar) -> bool {
    matches!(
        scalar,
        Scalar::String
            | Scalar::Boolean
            | Scalar::Number
            | Scalar::Base64
            | Scalar::Json
            | Scalar::File
            | Scalar::Date
            | Scalar::DateTime
            | Scalar::LocalDateTime
    )
}
