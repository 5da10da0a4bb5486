//! `models.rs` and the files below it: every emitted type, in the order of the document.

use super::docs;
use super::parts::{self, Part};
use super::types::{Names, ident};
use super::{contents, enums, scalar_enums, structs, unions};
use crate::ir::{Api, TypeDef, TypeKind};
use proc_macro2::TokenStream;
use quote::quote;

/// Whether a part has any type. The rest is there in any case: it names the others.
pub(super) fn is_there(api: &Api, part: Part<'_>) -> bool {
    matches!(part, Part::Rest)
        || api.types.iter().any(|def| part.holds(&def.groups))
        || api.choices().into_iter().any(|choice| part.holds(&choice.groups))
}

/// The types of a part.
pub(super) fn emit<'a>(api: &'a Api, part: Part<'a>) -> Box<dyn Iterator<Item = TokenStream> + 'a> {
    let names = Names::of(api);
    let types = api.types.iter().filter(move |def| part.holds(&def.groups)).flat_map(move |def| {
        // The condition of a file of its own is said where the file is named.
        let groups = if matches!(part, Part::Rest) { def.groups.as_slice() } else { &[] };
        let condition = parts::condition(api, groups);
        emit_type(names, def).into_iter().map(move |item| quote!(#condition #item))
    });
    let choices =
        api.choices().into_iter().filter(move |choice| part.holds(&choice.groups)).map(move |choice| {
            let groups = if matches!(part, Part::Rest) { choice.groups.as_slice() } else { &[] };
            let condition = parts::condition(api, groups);
            let item = contents::choice(names, choice);
            quote!(#condition #item)
        });
    match part {
        Part::Rest => Box::new(parts::modules(api, |part| is_there(api, part)).chain(types).chain(choices)),
        Part::Tag(..) => Box::new(types.chain(choices)),
    }
}

fn emit_type(names: Names<'_>, def: &TypeDef) -> Vec<TokenStream> {
    match &def.kind {
        TypeKind::Struct(shape) => structs::emit(names, def, shape),
        TypeKind::Enum(list) => enums::emit(def, list),
        TypeKind::ScalarEnum(list) => scalar_enums::emit(names, def, list),
        TypeKind::Union(union) => unions::emit(names, def, union),
        TypeKind::Alias(ty) => {
            let (name, target) = (ident(&def.ident), names.mention(ty));
            let comment = docs::of(def);
            vec![quote!(#comment pub type #name = #target;)]
        }
    }
}
