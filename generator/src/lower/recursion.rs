//! Types that contain themselves: a box on each edge that closes a circle, and nowhere else.

use super::Lowering;
use super::sizes::in_place;
use crate::diagnostics::{Code, Diagnostic};
use crate::ir::{Presence, Scalar, TypeKind, TypeRef};

/// A place where one type stands inside another without a list or map between.
#[derive(Clone, Copy)]
struct Edge {
    from: usize,
    slot: usize,
    to: usize,
}

/// The edges that a walk follows.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Among {
    /// Required properties of structs: a value cannot be without what is at their end.
    Required,
    /// Variants of unions: nothing is read between the two ends.
    Variants,
    /// All of them.
    All,
}

impl Lowering<'_, '_> {
    /// Puts a box on every edge that closes a circle, in the order of the document.
    pub(super) fn break_recursion(&mut self) {
        // A union that is a variant of itself would be read without an end.
        for edge in self.closing_edges(Among::Variants) {
            let Some(TypeKind::Union(union)) = self.types.get_mut(edge.from).map(|def| &mut def.kind) else {
                continue;
            };
            let Some(variant) = union.variants.get_mut(edge.slot) else { continue };
            variant.ty = TypeRef::Scalar(Scalar::Json);
            let name = variant.ident.to_string();
            let Some(def) = self.types.get(edge.from) else { continue };
            let message = format!("the alternative `{name}` of this union leads back to the union itself");
            self.sink.report(
                Diagnostic::new(Code::ReferenceLoop, def.origin, message).note(
                    "it adds nothing to the others, and stands for any JSON value that they do not take",
                ),
            );
        }
        // A required circle of structs alone has no value: its closing edge becomes optional.
        for edge in self.closing_edges(Among::Required) {
            let Some(TypeKind::Struct(shape)) = self.types.get_mut(edge.from).map(|def| &mut def.kind) else {
                continue;
            };
            let Some(field) = shape.fields.get_mut(edge.slot) else { continue };
            field.presence = Presence::Optional;
            let message = "this required property contains itself, so no value exists";
            self.sink.report(
                Diagnostic::new(Code::ImpossibleRecursion, field.origin, message)
                    .note("it is taken for optional"),
            );
        }
        for edge in self.closing_edges(Among::All) {
            match self.types.get_mut(edge.from).map(|def| &mut def.kind) {
                Some(TypeKind::Struct(shape)) => {
                    if let Some(field) = shape.fields.get_mut(edge.slot) {
                        field.boxed = true;
                    }
                }
                Some(TypeKind::Union(union)) => {
                    if let Some(variant) = union.variants.get_mut(edge.slot) {
                        variant.ty = TypeRef::Boxed(Box::new(variant.ty.clone()));
                    }
                }
                _ => {}
            }
        }
    }

    fn edges(&self, from: usize, among: Among) -> Vec<Edge> {
        // What a value cannot be without leaves out what may be null; a tuple is read before what stands in it.
        let named = |ty: &TypeRef, slot: usize| {
            let is_read = among != Among::Variants || !matches!(ty, TypeRef::Tuple(_));
            let found = if is_read { in_place(ty, among == Among::All) } else { Vec::new() };
            found.into_iter().map(move |to| Edge { from, slot, to })
        };
        match self.types.get(from).map(|def| &def.kind) {
            Some(TypeKind::Struct(shape)) if among != Among::Variants => shape
                .fields
                .iter()
                .enumerate()
                .filter(|(_, field)| among == Among::All || field.presence == Presence::Required)
                .flat_map(|(slot, field)| named(&field.ty, slot))
                .collect(),
            Some(TypeKind::Union(union)) if among != Among::Required => union
                .variants
                .iter()
                .enumerate()
                .flat_map(|(slot, variant)| named(&variant.ty, slot))
                .collect(),
            _ => Vec::new(),
        }
    }

    /// The edges that lead back to a type on the way to them, by a depth-first walk without recursion.
    fn closing_edges(&self, among: Among) -> Vec<Edge> {
        let mut state = vec![0_u8; self.types.len()];
        let mut closing = Vec::new();
        for root in 0..self.types.len() {
            let mut stack = vec![(root, None::<Vec<Edge>>)];
            while let Some((node, edges)) = stack.pop() {
                let first_visit = edges.is_none();
                if first_visit && state.get(node).copied() != Some(0) {
                    continue;
                }
                let mut edges = edges.unwrap_or_else(|| {
                    let mut edges = self.edges(node, among);
                    edges.reverse();
                    edges
                });
                if let Some(mark) = state.get_mut(node) {
                    *mark = 1;
                }
                match edges.pop() {
                    None => {
                        if let Some(mark) = state.get_mut(node) {
                            *mark = 2;
                        }
                    }
                    Some(edge) => {
                        let to = edge.to;
                        stack.push((node, Some(edges)));
                        match state.get(to).copied() {
                            Some(0) => stack.push((to, None)),
                            Some(1) => closing.push(edge),
                            _ => {}
                        }
                    }
                }
            }
        }
        closing
    }
}
