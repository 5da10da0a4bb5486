//! `models.rs`: every emitted type, in the order of the document.

use super::docs::{self, docs};
use super::types::{Names, ident};
use super::{contents, enums, structs, unions};
use crate::ir::{Api, TypeKind};
use proc_macro2::TokenStream;
use quote::quote;

/// The items of `models.rs`.
pub(super) fn emit(api: &Api) -> Box<dyn Iterator<Item = TokenStream> + '_> {
    let names = Names::of(api);
    let choices = api.choices().into_iter().map(move |choice| contents::choice(names, choice));
    let types = api.types.iter().flat_map(move |def| match &def.kind {
        TypeKind::Struct(shape) => structs::emit(names, def, shape),
        TypeKind::Enum(list) => enums::emit(def, list),
        TypeKind::Union(union) => unions::emit(names, def, union),
        TypeKind::Alias(ty) => {
            let (name, target) = (ident(&def.ident), names.mention(ty));
            let comment = docs(&def.docs, &docs::named(def));
            vec![quote!(#comment pub type #name = #target;)]
        }
    });
    Box::new(types.chain(choices))
}
