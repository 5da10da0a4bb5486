//! Unions of which the schemas around them leave only some alternatives: `type: [string, integer]` beside `type: integer`.

use super::Lowering;
use super::flat::Gathered;
use crate::document::{SchemaId, SchemaType};

impl Lowering<'_, '_> {
    /// The unions of which one alternative is left, each with that one.
    pub(super) fn only_left(&self, gathered: &Gathered) -> Vec<(SchemaId, bool, SchemaId)> {
        let Some(allowed) = self.allowed(gathered) else { return Vec::new() };
        let only = |(of, exclusive, members): (SchemaId, bool, &[SchemaId])| {
            let mut left = members.iter().filter(|member| self.may_be(**member, &allowed));
            match (left.next(), left.next()) {
                (Some(only), None) => Some((of, exclusive, *only)),
                _ => None,
            }
        };
        self.unions(&gathered.parts, &gathered.dropped).filter_map(only).collect()
    }

    /// The alternatives of a union that the types of all parts leave; all of them where none would be left.
    pub(super) fn left_of(&self, members: &[SchemaId], allowed: Option<&[SchemaType]>) -> Vec<SchemaId> {
        let Some(allowed) = allowed else { return members.to_vec() };
        let left: Vec<SchemaId> =
            members.iter().copied().filter(|member| self.may_be(*member, allowed)).collect();
        if left.is_empty() { members.to_vec() } else { left }
    }

    /// The types that all parts and their unions leave; `None` where there is no union, or nothing is said about types.
    pub(super) fn allowed(&self, gathered: &Gathered) -> Option<Vec<SchemaType>> {
        let (parts, dropped) = (&gathered.parts, &gathered.dropped);
        self.unions(parts, dropped).next()?;
        let kinds = parts.iter().filter_map(|part| self.document.schema(*part)?.kind).map(|kind| vec![kind]);
        let unions = self.unions(parts, dropped).filter_map(|(_, _, members)| {
            let kinds: Option<Vec<SchemaType>> = members.iter().map(|member| self.kind_of(*member)).collect();
            kinds
        });
        kinds.chain(unions).reduce(|mut have, other| {
            have.retain(|kind| other.iter().any(|other| are_alike(*kind, *other)));
            have
        })
    }

    fn unions<'a>(
        &'a self,
        parts: &'a [SchemaId],
        dropped: &'a [(SchemaId, bool)],
    ) -> impl Iterator<Item = (SchemaId, bool, &'a [SchemaId])> {
        let schemas = parts.iter().filter_map(|part| Some((*part, self.document.schema(*part)?)));
        let both = schemas.flat_map(|(part, schema)| {
            [(part, true, schema.one_of.as_slice()), (part, false, schema.any_of.as_slice())]
        });
        both.filter(|(of, exclusive, members)| members.len() > 1 && !dropped.contains(&(*of, *exclusive)))
    }

    fn may_be(&self, member: SchemaId, allowed: &[SchemaType]) -> bool {
        let kind = self.kind_of(member);
        kind.is_none_or(|kind| allowed.iter().any(|allowed| are_alike(kind, *allowed)))
    }

    /// The type that a schema, or what it refers to, says itself.
    fn kind_of(&self, id: SchemaId) -> Option<SchemaType> {
        self.document.schema(self.document.target(id))?.kind
    }
}

fn are_alike(one: SchemaType, other: SchemaType) -> bool {
    let number = |kind| matches!(kind, SchemaType::Integer | SchemaType::Number);
    one == other || (number(one) && number(other))
}
