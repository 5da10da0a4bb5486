//! `models.rs`: every emitted type, in the order of the document.

use super::docs::{self, docs};
use super::types::{Names, ident};
use super::{enums, structs, unions};
use crate::ir::{Api, TypeKind};
use proc_macro2::TokenStream;
use quote::quote;

/// The items of `models.rs`.
pub(super) fn emit(api: &Api) -> Vec<TokenStream> {
    // A document without schemas has no use for the runtime here, and an unused import would warn.
    let names = Names::of(api);
    let mut items = Vec::new();
    for def in &api.types {
        match &def.kind {
            TypeKind::Struct(shape) => items.extend(structs::emit(names, def, shape)),
            TypeKind::Enum(list) => items.extend(enums::emit(def, list)),
            TypeKind::Union(union) => items.extend(unions::emit(names, def, union)),
            TypeKind::Alias(ty) => {
                let (name, target) = (ident(&def.ident), names.mention(ty));
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
