//! Equal schemas without a name become one type; each keeps its name as an alias of it.
//!
//! A vendor writes the same list of words or the same address in hundreds of places. What is compiled is one type; what
//! can be named stays, so that an addition to the document, which may make another place the first, renames nothing.

use super::Lowering;
use crate::ir::{
    Docs, Extra, Ident, JsonName, Literal, PlanCase, Presence, Rules, Scalar, Side, TypeDef, TypeId,
    TypeKind, TypeRef,
};
use foldhash::fast::RandomState;
use std::collections::HashMap;

/// Types inside of types inside of types: each round joins one level more.
const ROUNDS: usize = 32;

/// What two types are compared by: everything but their names and what is said about them as a whole.
#[derive(PartialEq, Eq, Hash)]
enum Sketch<'a> {
    Struct { fields: Vec<FieldSketch<'a>>, extra: ExtraSketch<'a>, setters: bool, rules: &'a Rules },
    Enum(&'a [(Ident, JsonName)], &'a Option<Ident>),
    ScalarEnum(Scalar, &'a [(Ident, Literal)]),
    Union(Vec<(&'a Ident, TypeRef, &'a Rules)>, &'a [PlanCase], bool),
}

#[derive(PartialEq, Eq, Hash)]
struct FieldSketch<'a> {
    ident: &'a Ident,
    json_name: &'a JsonName,
    ty: TypeRef,
    presence: Presence,
    boxed: bool,
    rules: &'a Rules,
    docs: &'a Docs,
    sent_by: Option<Side>,
}

#[derive(PartialEq, Eq, Hash)]
enum ExtraSketch<'a> {
    Skip,
    Refuse,
    Keep(&'a Ident, TypeRef, &'a Rules),
}

impl Lowering<'_, '_> {
    /// Makes one type of equal ones. Components keep theirs: they have a name that means something.
    pub(super) fn share_types(&mut self) {
        let mut first: Vec<TypeId> = (0..self.types.len()).map(TypeId::new).collect();
        for _ in 0..ROUNDS {
            // All that is said in a document is hashed here, round for round.
            let mut seen = HashMap::with_capacity_and_hasher(self.types.len(), RandomState::default());
            let mut joined = Vec::new();
            for (index, def) in self.types.iter().enumerate().filter(|(_, def)| def.schema.is_none()) {
                if first.get(index) != Some(&TypeId::new(index)) {
                    continue;
                }
                let Some(sketch) = sketch(def, &first) else { continue };
                let known = *seen.entry(sketch).or_insert(TypeId::new(index));
                if known.index() != index {
                    joined.push((index, known));
                }
            }
            if joined.is_empty() {
                break;
            }
            for (index, known) in joined {
                if let Some(slot) = first.get_mut(index) {
                    *slot = known;
                }
            }
        }
        self.replace_by_aliases(&first);
    }

    fn replace_by_aliases(&mut self, first: &[TypeId]) {
        for (index, target) in first.iter().enumerate().filter(|(index, target)| target.index() != *index) {
            let Some(direction) = self.types.get(index).map(|def| def.direction) else { continue };
            let docs = self.types.get_mut(target.index()).map(|target| {
                target.direction.request |= direction.request;
                target.direction.response |= direction.response;
                target.docs.clone()
            });
            if let Some(def) = self.types.get_mut(index) {
                def.kind = TypeKind::Alias(TypeRef::Named(*target));
                if docs.is_some_and(|docs| docs == def.docs) {
                    def.docs = Docs::default();
                }
            }
        }
    }
}

fn sketch<'a>(def: &'a TypeDef, first: &[TypeId]) -> Option<Sketch<'a>> {
    let mention = |ty: &TypeRef| mapped(ty, first);
    Some(match &def.kind {
        TypeKind::Struct(shape) => Sketch::Struct {
            fields: shape
                .fields
                .iter()
                .map(|field| FieldSketch {
                    ident: &field.ident,
                    json_name: &field.json_name,
                    ty: mention(&field.ty),
                    presence: field.presence,
                    boxed: field.boxed,
                    rules: &field.rules,
                    docs: &field.docs,
                    sent_by: field.sent_by,
                })
                .collect(),
            extra: match &shape.extra {
                Extra::Skip => ExtraSketch::Skip,
                Extra::Refuse => ExtraSketch::Refuse,
                Extra::Keep { ident, value, rules } => ExtraSketch::Keep(ident, mention(value), rules),
            },
            setters: shape.setters,
            rules: &shape.rules,
        },
        TypeKind::Enum(list) => Sketch::Enum(&list.members, &list.unknown),
        TypeKind::ScalarEnum(list) => Sketch::ScalarEnum(list.repr, &list.members),
        TypeKind::Union(union) => Sketch::Union(
            union
                .variants
                .iter()
                .map(|variant| (&variant.ident, mention(&variant.ty), &variant.rules))
                .collect(),
            &union.plan.cases,
            union.exclusive,
        ),
        TypeKind::Alias(_) => return None,
    })
}

fn mapped(ty: &TypeRef, first: &[TypeId]) -> TypeRef {
    match ty {
        TypeRef::Named(id) => TypeRef::Named(first.get(id.index()).copied().unwrap_or(*id)),
        TypeRef::Scalar(_) | TypeRef::Replaced(_) => ty.clone(),
        TypeRef::Vec(inner) => TypeRef::Vec(Box::new(mapped(inner, first))),
        TypeRef::Map(inner) => TypeRef::Map(Box::new(mapped(inner, first))),
        TypeRef::Tuple(members) => {
            TypeRef::Tuple(members.iter().map(|member| mapped(member, first)).collect())
        }
        TypeRef::Nullable(inner) => TypeRef::Nullable(Box::new(mapped(inner, first))),
        TypeRef::Boxed(inner) => TypeRef::Boxed(Box::new(mapped(inner, first))),
        TypeRef::JsonText(inner) => TypeRef::JsonText(Box::new(mapped(inner, first))),
    }
}
