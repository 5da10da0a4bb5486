//! Unions: one of several types, told apart by a plan.

use super::docs::{self, docs};
use super::types::{self, Names, ident};
use crate::ir::{Condition, JsonType, TypeDef, Union};
use proc_macro2::{Literal, TokenStream};
use quote::quote;

/// The items of a union.
pub(super) fn emit(names: Names<'_>, def: &TypeDef, union: &Union) -> Vec<TokenStream> {
    let name = ident(&def.ident);
    let comment = docs::of(def);
    if union.variants.is_empty() {
        return vec![quote!(#comment pub type #name = rt::Json;)];
    }
    let variants = union.variants.iter().enumerate().map(|(index, variant)| {
        let (variant_name, ty) = (ident(&variant.ident), names.mention(&variant.ty));
        let (comment, index) = (docs(&variant.docs, ""), Literal::usize_unsuffixed(index));
        quote!(#comment #variant_name(#ty) = #index,)
    });
    let cases = union.plan.cases.iter().map(|case| {
        let variant = Literal::usize_unsuffixed(case.variant);
        let conditions = case.conditions.iter().map(condition);
        quote!(#variant if #(#conditions),*;)
    });
    let checked = union.variants.iter().enumerate().filter(|(_, variant)| !variant.rules.is_empty());
    let checked: Vec<_> = checked
        .map(|(index, variant)| {
            let (index, rules) = (Literal::usize_unsuffixed(index), types::rules(&variant.rules));
            quote!((#index, #rules))
        })
        .collect();
    let rules = (!checked.is_empty()).then(|| quote!(rules: &[#(#checked),*],));
    let keyword = (!union.exclusive).then(|| quote!(keyword: "anyOf",));
    vec![quote! {
        rt::union! {
            #comment
            pub enum #name { #(#variants)* }
            #(#cases)*
            #keyword
            #rules
        }
    }]
}

fn condition(condition: &Condition) -> TokenStream {
    match condition {
        Condition::Is(ty) => {
            let ty = json_type(*ty);
            quote!(Is(#ty))
        }
        Condition::Has(key) => {
            let key = key.as_str();
            quote!(Has(#key))
        }
        Condition::KeyIs(key, value) => {
            let key = key.as_str();
            quote!(KeyIs(#key, #value))
        }
        Condition::KeyIsJson(key, value) => {
            let (key, value) = (key.as_str(), &value.0);
            quote!(KeyIsJson(#key, #value))
        }
        Condition::EqualsJson(value) => {
            let value = &value.0;
            quote!(EqualsJson(#value))
        }
        Condition::ItemHasType(ty) => {
            let ty = json_type(*ty);
            quote!(ItemHasType(#ty))
        }
        Condition::KeyHasType(key, ty) => {
            let (key, ty) = (key.as_str(), json_type(*ty));
            quote!(KeyHasType(#key, #ty))
        }
        Condition::Equals(value) => quote!(Equals(#value)),
        Condition::Format(format) => quote!(Format(#format)),
    }
}

fn json_type(ty: JsonType) -> TokenStream {
    match ty {
        JsonType::Null => quote!(Null),
        JsonType::Boolean => quote!(Boolean),
        JsonType::Integer => quote!(Integer),
        JsonType::Number => quote!(Number),
        JsonType::String => quote!(String),
        JsonType::Array => quote!(Array),
        JsonType::Object => quote!(Object),
    }
}
