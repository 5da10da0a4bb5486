//! Enums: a string out of a list.

use super::docs;
use super::types::ident;
use crate::ir::{StringEnum, TypeDef};
use proc_macro2::TokenStream;
use quote::quote;

/// The items of a string enum.
pub(super) fn emit(def: &TypeDef, list: &StringEnum) -> Vec<TokenStream> {
    let name = ident(&def.ident);
    let comment = docs::of(def);
    let members = list.members.iter().map(|(member, text)| {
        let (member, text) = (ident(member), text.as_str());
        quote!(#member = #text,)
    });
    let other = list.unknown.as_ref().map(|unknown| {
        let unknown = ident(unknown);
        quote!(else #unknown)
    });
    vec![quote! {
        rt::string_enum! {
            #comment
            pub enum #name { #(#members)* }
            #other
        }
    }]
}
