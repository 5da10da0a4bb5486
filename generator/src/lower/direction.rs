//! Where each type travels, over the whole graph, and what follows from it.

use super::Lowering;
use crate::ir::{Direction, Extra, Presence, REQUEST, RESPONSE, Side, TypeDef, TypeId, TypeKind, TypeRef};
use std::collections::HashSet;

impl Lowering<'_, '_> {
    /// Marks what requests and responses reach, then settles presence, open enums and setters.
    pub(super) fn settle_directions(&mut self) {
        let mut queue = Vec::new();
        for operation in &self.operations {
            let (mut request, mut response) = (REQUEST, RESPONSE);
            if operation.is_received() {
                // What the API sends comes from it, whether it asks or answers.
                (request, response) = (response, request);
            }
            queue.extend(operation.parameters.iter().map(|parameter| (parameter.ty.clone(), request)));
            let sent = operation.body.iter().flat_map(|body| &body.contents.variants);
            queue.extend(sent.map(|content| (content.ty.clone(), request)));
            let received = operation.responses.iter().filter_map(|each| each.body.as_ref());
            let received = received.flat_map(|contents| &contents.variants);
            queue.extend(received.map(|content| (content.ty.clone(), response)));
        }
        queue.extend(self.headers.iter().map(|header| (header.parameter.ty.clone(), RESPONSE)));
        while let Some((ty, direction)) = queue.pop() {
            for id in ty.named() {
                let Some(def) = self.types.get_mut(id.index()) else { continue };
                let before = def.direction;
                def.direction.request |= direction.request;
                def.direction.response |= direction.response;
                if def.direction != before {
                    queue.extend(parts(def).into_iter().map(|ty| (ty, direction)));
                }
            }
        }
        self.settle_one_way_fields();
        for def in &mut self.types {
            let Direction { request, response } = def.direction;
            match &mut def.kind {
                TypeKind::Struct(shape) => {
                    shape.setters = request;
                    if response && !request {
                        for field in shape.fields.iter_mut().filter(|field| field.presence == Presence::Patch)
                        {
                            field.presence = Presence::OptionalNullable;
                        }
                    }
                }
                TypeKind::Enum(members) if request && !response => members.unknown = None,
                _ => {}
            }
        }
    }

    /// The types that occur in what the API asks of others, and in what it is answered.
    fn received_types(&self) -> HashSet<TypeId> {
        let mut queue = Vec::new();
        for operation in self.operations.iter().filter(|operation| operation.is_received()) {
            let bodies = operation.body.iter().map(|body| &body.contents);
            let bodies = bodies.chain(operation.responses.iter().filter_map(|each| each.body.as_ref()));
            queue.extend(bodies.flat_map(|it| &it.variants).map(|content| content.ty.clone()));
        }
        let mut found = HashSet::new();
        while let Some(ty) = queue.pop() {
            for id in ty.named() {
                if found.insert(id)
                    && let Some(def) = self.types.get(id.index())
                {
                    queue.extend(parts(def));
                }
            }
        }
        found
    }

    /// A required `readOnly` property is required of responses only, a `writeOnly` one of requests only; a type that
    /// travels both ways can ask for neither. A server passes over the one and does not send the other (OpenAPI 3.0.4,
    /// section 4.7.24.2). Where the API itself asks, as by webhooks, the sides are not told apart.
    fn settle_one_way_fields(&mut self) {
        let received = self.received_types();
        for (id, index, read_only) in std::mem::take(&mut self.one_way) {
            let Some(def) = self.types.get_mut(id.index()) else { continue };
            let other_way = if read_only { def.direction.request } else { def.direction.response };
            let TypeKind::Struct(shape) = &mut def.kind else { continue };
            let Some(field) = shape.fields.get_mut(index).filter(|_| other_way) else { continue };
            field.presence = match field.presence {
                Presence::Required => Presence::Optional,
                Presence::RequiredNullable => Presence::Patch,
                other => other,
            };
            if !received.contains(&id) {
                // A property that is said to be both is neither's alone.
                field.sent_by = match (field.sent_by, read_only) {
                    (None, true) => Some(Side::Server),
                    (None, false) => Some(Side::Client),
                    (Some(_), _) => None,
                };
            }
        }
    }
}

/// What an emitted type mentions.
fn parts(def: &TypeDef) -> Vec<TypeRef> {
    match &def.kind {
        TypeKind::Struct(shape) => {
            let extra = match &shape.extra {
                Extra::Keep { value, .. } => Some(value.clone()),
                Extra::Skip | Extra::Refuse => None,
            };
            shape.fields.iter().map(|field| field.ty.clone()).chain(extra).collect()
        }
        TypeKind::Union(union) => union.variants.iter().map(|variant| variant.ty.clone()).collect(),
        TypeKind::Alias(ty) => vec![ty.clone()],
        TypeKind::Enum(_) | TypeKind::ScalarEnum(_) => Vec::new(),
    }
}
