//! Enums: a string out of a list.

use super::docs::{self, docs};
use super::types::ident;
use crate::ir::{StringEnum, TypeDef};
use proc_macro2::TokenStream;
use quote::quote;

/// The items of a string enum.
pub(super) fn emit(def: &TypeDef, list: &StringEnum) -> Vec<TokenStream> {
    let name = ident(&def.ident);
    let comment = docs(&def.docs, &docs::named(def));
    let wire_name = def.ident.as_str();
    let members: Vec<_> = list.members.iter().map(|(member, _)| ident(member)).collect();
    let texts: Vec<_> = list.members.iter().map(|(_, text)| text.as_str()).collect();
    let comments = texts.iter().map(|text| docs::plain(&format!("{}.", docs::code(text))));
    let unknown = list.unknown.as_ref().map(ident);
    let unknown_member = unknown.iter().map(|unknown| {
        let comment = docs::plain("A value that the document does not name; it is kept and written back.");
        quote!(#comment #unknown(rt::Unknown),)
    });
    let unknown_text = unknown.iter().map(|unknown| quote!(Self::#unknown(value) => value.as_str(),));
    let keep_unknown = match &unknown {
        Some(unknown) => quote! {
            fn unknown(value: rt::Unknown) -> ::std::option::Option<Self> {
                ::std::option::Option::Some(Self::#unknown(value))
            }
        },
        None => quote! {
            fn unknown(_value: rt::Unknown) -> ::std::option::Option<Self> {
                ::std::option::Option::None
            }
        },
    };
    // A reference to an empty enum cannot be matched exhaustively, the enum itself can.
    let subject = if members.is_empty() && unknown.is_none() { quote!(*self) } else { quote!(self) };
    let as_str = docs::plain("The value as it is written in JSON.");
    vec![
        quote! {
            #comment
            #[derive(::std::clone::Clone, ::std::cmp::PartialEq, ::std::cmp::Eq, ::std::hash::Hash)]
            #[non_exhaustive]
            pub enum #name {
                #(#comments #members,)*
                #(#unknown_member)*
            }
        },
        quote! {
            impl #name {
                #as_str
                #[inline]
                pub fn as_str(&self) -> &str {
                    match #subject {
                        #(Self::#members => #texts,)*
                        #(#unknown_text)*
                    }
                }
            }
        },
        quote! {
            impl rt::codec::StringEnum for #name {
                const NAME: &'static str = #wire_name;
                const VALUES: &'static [Self] = &[#(Self::#members),*];
                #[inline]
                fn as_text(&self) -> &str {
                    self.as_str()
                }
                #[inline]
                #keep_unknown
            }
        },
        quote!(rt::string_enum!(#name);),
    ]
}
