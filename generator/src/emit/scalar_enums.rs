//! Enums of scalars that are not all strings.

use super::docs;
use super::types::{Names, ident};
use crate::ir::{ScalarEnum, TypeDef, TypeRef};
use proc_macro2::TokenStream;
use quote::quote;

/// The items of a scalar enum.
pub(super) fn emit(names: Names<'_>, def: &TypeDef, list: &ScalarEnum) -> Vec<TokenStream> {
    let (name, value) = (ident(&def.ident), names.mention(&TypeRef::Scalar(list.repr)));
    let comment = docs::of(def);
    let members = list.members.iter().map(|(member, text)| {
        let (member, text) = (ident(member), &text.0);
        quote!(#member = #text,)
    });
    vec![quote! {
        rt::scalar_enum! {
            #comment
            pub enum #name: #value { #(#members)* }
        }
    }]
}
