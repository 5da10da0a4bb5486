//! `models.rs`: every emitted type, in the order of the document.

use super::docs::{self, docs};
use super::types::{Place, ident, type_ref};
use super::{enums, structs, unions};
use crate::ir::{Api, TypeKind};
use proc_macro2::TokenStream;
use quote::quote;

/// The items of `models.rs`.
pub(super) fn emit(api: &Api) -> Vec<TokenStream> {
    // A document without schemas has no use for the runtime here, and an unused import would warn.
    let mut items = Vec::new();
    for def in &api.types {
        match &def.kind {
            TypeKind::Struct(shape) => items.extend(structs::emit(api, def, shape)),
            TypeKind::Enum(list) => items.extend(enums::emit(def, list)),
            TypeKind::Union(union) => items.extend(unions::emit(api, def, union)),
            TypeKind::Alias(ty) => {
                let (name, target) = (ident(&def.ident), type_ref(api, ty, Place::Models));
                let comment = docs(&def.docs, &docs::named(def));
                items.push(quote!(#comment pub type #name = #target;));
            }
        }
    }
    if items.iter().any(|item| super::verify::mentions(item, "rt")) {
        items.insert(
            0,
            quote!(
                use ::specwright_runtime as rt;
            ),
        );
    }
    items
}
