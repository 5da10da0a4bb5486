//! Where each type travels, over the whole graph, and what follows from it.

use super::Lowering;
use crate::ir::{Direction, Extra, Presence, REQUEST, RESPONSE, TypeKind, TypeRef};

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
            match ty {
                TypeRef::Named(id) => {
                    let Some(def) = self.types.get_mut(id.index()) else { continue };
                    let before = def.direction;
                    def.direction.request |= direction.request;
                    def.direction.response |= direction.response;
                    if def.direction == before {
                        continue;
                    }
                    match &def.kind {
                        TypeKind::Struct(shape) => {
                            queue.extend(shape.fields.iter().map(|field| (field.ty.clone(), direction)));
                            if let Extra::Keep { value, .. } = &shape.extra {
                                queue.push((value.clone(), direction));
                            }
                        }
                        TypeKind::Union(union) => {
                            queue
                                .extend(union.variants.iter().map(|variant| (variant.ty.clone(), direction)));
                        }
                        TypeKind::Alias(ty) => queue.push((ty.clone(), direction)),
                        TypeKind::Enum(_) | TypeKind::ScalarEnum(_) => {}
                    }
                }
                TypeRef::Vec(inner)
                | TypeRef::Map(inner)
                | TypeRef::Nullable(inner)
                | TypeRef::Boxed(inner) => {
                    queue.push((*inner, direction));
                }
                TypeRef::Scalar(_) | TypeRef::Replaced(_) => {}
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

    /// A required `readOnly` property is required of responses only, a `writeOnly` one of requests only; a type that
    /// travels both ways can ask for neither.
    fn settle_one_way_fields(&mut self) {
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
        }
    }
}
