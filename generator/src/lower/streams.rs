//! Which bodies of responses a server can send as they come.

use super::Lowering;
use super::media_types::{Class, class, essence};
use super::names::Scope;
use crate::ir::{BodyEncoding, Content, Operation, Response, Scalar, Streamed, TypeDef, TypeKind, TypeRef};

impl Lowering<'_, '_> {
    /// Gives each success that can be sent as it comes a variant of the answer for that. Types are settled by then, since an
    /// item is mentioned beside the list of all of them.
    pub(super) fn settle_streams(&mut self) {
        for operation in &mut self.operations {
            settle(operation, &self.types);
        }
    }
}

fn settle(operation: &mut Operation, types: &[TypeDef]) {
    // Whole answers keep their names whatever is called like a stream.
    let mut scope = Scope::default();
    operation.responses.iter().for_each(|response| _ = scope.take(response.ident.as_str()));
    for response in operation.responses.iter_mut().filter(|response| response.success) {
        if let Some((content, item)) = streamed(response, types) {
            let ident = scope.take(&format!("{}Stream", response.ident));
            response.stream = Some(Streamed { ident, content, item });
        }
    }
}

/// The first content of a response that can be sent as it comes, and its items where it is no bytes.
fn streamed(response: &Response, types: &[TypeDef]) -> Option<(usize, Option<TypeRef>)> {
    let contents = response.body.as_ref()?;
    contents.variants.iter().enumerate().find_map(|(index, content)| Some((index, items(content, types)?)))
}

fn items(content: &Content, types: &[TypeDef]) -> Option<Option<TypeRef>> {
    let all = |fits: &dyn Fn(&BodyEncoding) -> bool| content.media_types.iter().all(|it| fits(&it.encoding));
    if all(&|encoding| matches!(encoding, BodyEncoding::Sequence { .. })) {
        return item(&content.ty, types).map(Some);
    }
    let bytes = match &content.ty {
        TypeRef::Scalar(Scalar::Base64) => all(&|encoding| *encoding == BodyEncoding::Bytes),
        // A sequence of whose items nothing is known is a text where it is whole. Of a range nobody says what is sent.
        TypeRef::Scalar(Scalar::String) => content.media_types.iter().all(|it| {
            class(&essence(&it.name)) == Class::Sequence
                || (it.encoding == BodyEncoding::Text && !it.name.contains('*'))
        }),
        _ => false,
    };
    bytes.then_some(None)
}

/// What a list is of, whatever names it has.
fn item(ty: &TypeRef, types: &[TypeDef]) -> Option<TypeRef> {
    let mut ty = ty;
    // No alias leads to itself; the count is there so that it need not be believed.
    for _ in 0..=types.len() {
        match ty {
            TypeRef::Vec(item) => return Some((**item).clone()),
            TypeRef::Named(id) => match &types.get(id.index())?.kind {
                TypeKind::Alias(target) => ty = target,
                _ => return None,
            },
            _ => return None,
        }
    }
    None
}
