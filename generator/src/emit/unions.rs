//! Unions: one of several types, told apart by a plan.

use super::docs::{self, docs};
use super::types::{self, Place, ident, type_ref};
use crate::ir::{Api, Condition, JsonType, TypeDef, Union};
use proc_macro2::{Literal, TokenStream};
use quote::quote;

/// The items of a union.
pub(super) fn emit(api: &Api, def: &TypeDef, union: &Union) -> Vec<TokenStream> {
    let name = ident(&def.ident);
    let comment = docs(&def.docs, &docs::named(def));
    let Some((last, others)) = union.variants.split_last() else {
        return vec![quote!(#comment pub type #name = rt::Json;)];
    };
    let unknown = ident(&union.unknown);
    let types: Vec<_> =
        union.variants.iter().map(|variant| type_ref(api, &variant.ty, Place::Models)).collect();
    let variants = union.variants.iter().zip(&types).map(|(variant, ty)| {
        let variant_name = ident(&variant.ident);
        let comment = docs(&variant.docs, &format!("The value is {}.", docs::code(variant.ident.as_str())));
        quote!(#comment #variant_name(#ty),)
    });
    let names: Vec<_> = union.variants.iter().map(|variant| ident(&variant.ident)).collect();
    let mentioned: Vec<_> = union.variants.iter().map(|variant| Some(&variant.ty)).collect();
    let conversions =
        types::unique(api, &mentioned).into_iter().zip(names.iter().zip(&types)).filter(|(once, _)| *once);
    let conversions = conversions.map(|(_, (variant, ty))| {
        quote! {
            impl ::std::convert::From<#ty> for #name {
                #[inline]
                fn from(value: #ty) -> Self {
                    Self::#variant(value)
                }
            }
        }
    });
    let kept = docs::plain("A value of none of the types above; it is kept and written back.");
    let mut items = vec![quote! {
        #comment
        #[derive(::std::clone::Clone, ::std::cmp::PartialEq)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants)*
            #kept
            #unknown(rt::Unknown<rt::Json>),
        }
    }];
    items.extend(conversions);
    let plan = plan(def, union);
    let indices = (0..others.len()).map(Literal::usize_unsuffixed);
    let (other_names, last) = (others.iter().map(|variant| ident(&variant.ident)), ident(&last.ident));
    let pick = if others.is_empty() { quote!(_variant) } else { quote!(variant) };
    // The runtime only asks for variants of the plan, so the last one needs no number of its own.
    let reading = if others.is_empty() {
        quote!(reader.value().map(Self::#last))
    } else {
        quote! {
            match variant {
                #(#indices => reader.value().map(Self::#other_names),)*
                _ => reader.value().map(Self::#last),
            }
        }
    };
    let checked = union.variants.iter().filter(|variant| !variant.rules.is_empty()).map(|variant| {
        let (variant_name, rules) = (ident(&variant.ident), types::rules(&variant.rules));
        quote!(Self::#variant_name(_) => const { &#rules },)
    });
    let checked: Vec<_> = checked.collect();
    let rules = if checked.is_empty() {
        quote!(const { &rt::codec::Rules::NONE })
    } else {
        quote! {
            match self {
                #(#checked)*
                _ => const { &rt::codec::Rules::NONE },
            }
        }
    };
    items.push(quote! {
        impl rt::codec::UnionType for #name {
            const PLAN: &'static rt::codec::Plan = &#plan;
            fn read_variant(#pick: usize, reader: &mut rt::codec::Reader<'_>)
                -> ::std::result::Result<Self, rt::codec::Fault> {
                #reading
            }
            #[inline]
            fn variant(&self) -> &dyn rt::codec::Wire {
                match self {
                    #(Self::#names(value) => value,)*
                    Self::#unknown(value) => value.get(),
                }
            }
            #[inline]
            fn rules(&self) -> &'static rt::codec::Rules {
                #rules
            }
            #[inline]
            fn unknown(value: rt::Unknown<rt::Json>) -> Self {
                Self::#unknown(value)
            }
        }
    });
    items.push(quote!(rt::union!(#name);));
    items
}

fn plan(def: &TypeDef, union: &Union) -> TokenStream {
    let name = def.ident.as_str();
    let cases = union.plan.cases.iter().map(|case| {
        let variant = Literal::usize_unsuffixed(case.variant);
        let conditions = case.conditions.iter().map(condition);
        quote!(rt::codec::Case { variant: #variant, when: &[#(#conditions),*] })
    });
    quote!(rt::codec::Plan { name: #name, cases: &[#(#cases),*] })
}

fn condition(condition: &Condition) -> TokenStream {
    match condition {
        Condition::Is(ty) => {
            let ty = json_type(*ty);
            quote!(rt::codec::When::Is(#ty))
        }
        Condition::Has(key) => {
            let key = key.as_str();
            quote!(rt::codec::When::Has(#key))
        }
        Condition::KeyIs(key, value) => {
            let key = key.as_str();
            quote!(rt::codec::When::KeyIs(#key, #value))
        }
        Condition::KeyHasType(key, ty) => {
            let (key, ty) = (key.as_str(), json_type(*ty));
            quote!(rt::codec::When::KeyHasType(#key, #ty))
        }
        Condition::Equals(value) => quote!(rt::codec::When::Equals(#value)),
    }
}

fn json_type(ty: JsonType) -> TokenStream {
    match ty {
        JsonType::Null => quote!(rt::codec::JsonType::Null),
        JsonType::Boolean => quote!(rt::codec::JsonType::Boolean),
        JsonType::Integer => quote!(rt::codec::JsonType::Integer),
        JsonType::Number => quote!(rt::codec::JsonType::Number),
        JsonType::String => quote!(rt::codec::JsonType::String),
        JsonType::Array => quote!(rt::codec::JsonType::Array),
        JsonType::Object => quote!(rt::codec::JsonType::Object),
    }
}
