//! `headers.rs`: a constant for each header that responses document, by which it is read and written.

use super::docs::{code, docs};
use super::parameters::parameter;
use super::parts;
use super::types::{Names, ident};
use crate::ir::{Api, Parameter, Rules};
use proc_macro2::TokenStream;
use quote::quote;

/// The items of `headers.rs`.
pub(super) fn emit(api: &Api) -> Box<dyn Iterator<Item = TokenStream> + '_> {
    let names = Names::of(api).beside();
    Box::new(api.headers.iter().map(move |header| {
        let condition = parts::condition(api, &header.groups);
        let (name, ty) = (ident(&header.parameter.ident), names.mention(&header.parameter.ty));
        let comment = docs(&header.parameter.docs, &format!("{}.", code(header.parameter.name.as_str())));
        // Rules are the vendor's to keep: nobody checks what is received.
        let row = parameter(&Parameter { rules: Rules::default(), ..header.parameter.clone() });
        quote! {
            #condition
            rt::header! {
                #comment
                pub static #name: #ty = #row
            }
        }
    }))
}
