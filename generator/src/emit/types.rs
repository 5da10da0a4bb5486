//! Types where they are mentioned, and the tables that stand beside them.

use crate::ir::{Api, Field, Ident, Limit, Presence, Rules, Scalar, TypeKind, TypeRef};
use proc_macro2::{Literal, Span, TokenStream};
use quote::quote;

/// Where a type is mentioned: beside the models, or in another module of the same API.
#[derive(Clone, Copy, Debug)]
pub(super) enum Place {
    /// In `models.rs`.
    Models,
    /// Beside it.
    Beside,
}

/// What Rust 2024 keeps for itself and takes as `r#…`.
const KEYWORDS: &[&str] = &[
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn", "else",
    "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "macro",
    "match", "mod", "move", "mut", "override", "priv", "pub", "ref", "return", "static", "struct", "trait",
    "true", "try", "type", "typeof", "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];

/// Whether Rust keeps a word for itself.
pub(super) fn is_keyword(text: &str) -> bool {
    KEYWORDS.contains(&text) || matches!(text, "self" | "super" | "crate")
}

/// An identifier as a token.
pub(super) fn ident(name: &Ident) -> proc_macro2::Ident {
    let text = name.as_str();
    match text {
        // These four have no raw form; `lower` does not make them.
        "self" | "Self" | "super" | "crate" => {
            proc_macro2::Ident::new(&format!("{text}_"), Span::call_site())
        }
        _ if KEYWORDS.contains(&text) => proc_macro2::Ident::new_raw(text, Span::call_site()),
        _ => proc_macro2::Ident::new(text, Span::call_site()),
    }
}

/// A type as it is mentioned.
pub(super) fn type_ref(api: &Api, ty: &TypeRef, place: Place) -> TokenStream {
    match ty {
        TypeRef::Named(id) => match (api.type_def(*id), place) {
            (Some(def), Place::Models) => {
                let name = ident(&def.ident);
                quote!(#name)
            }
            (Some(def), Place::Beside) => {
                let name = ident(&def.ident);
                quote!(models::#name)
            }
            (None, _) => quote!(rt::Json),
        },
        TypeRef::Scalar(kind) => scalar(*kind),
        TypeRef::Vec(item) => {
            let item = type_ref(api, item, place);
            quote!(::std::vec::Vec<#item>)
        }
        TypeRef::Map(value) => {
            let value = type_ref(api, value, place);
            quote!(rt::Map<#value>)
        }
        TypeRef::Nullable(inner) => {
            let inner = type_ref(api, inner, place);
            quote!(::std::option::Option<#inner>)
        }
        TypeRef::Boxed(inner) => {
            let inner = type_ref(api, inner, place);
            quote!(::std::boxed::Box<#inner>)
        }
    }
}

fn scalar(kind: Scalar) -> TokenStream {
    match kind {
        Scalar::String => quote!(::std::string::String),
        Scalar::Boolean => quote!(bool),
        Scalar::I32 => quote!(i32),
        Scalar::I64 => quote!(i64),
        Scalar::U64 => quote!(u64),
        Scalar::F32 => quote!(f32),
        Scalar::F64 => quote!(f64),
        Scalar::Decimal => quote!(rt::rust_decimal::Decimal),
        Scalar::Number => quote!(rt::Number),
        Scalar::Uuid => quote!(rt::uuid::Uuid),
        Scalar::DateTime => quote!(rt::chrono::DateTime<rt::chrono::FixedOffset>),
        Scalar::LocalDateTime => quote!(rt::chrono::NaiveDateTime),
        Scalar::Date => quote!(rt::chrono::NaiveDate),
        Scalar::Base64 => quote!(rt::Base64),
        Scalar::Json => quote!(rt::Json),
    }
}

/// The type of a field, presence included.
pub(super) fn field_type(api: &Api, field: &Field) -> TokenStream {
    let value = type_ref(api, &field.ty, Place::Models);
    let value = if field.boxed { quote!(::std::boxed::Box<#value>) } else { value };
    match field.presence {
        Presence::Required => value,
        Presence::Patch => quote!(rt::Patch<#value>),
        Presence::RequiredNullable | Presence::Optional | Presence::OptionalNullable => {
            quote!(::std::option::Option<#value>)
        }
    }
}

/// The type without names that only stand for another: what decides whether two types are one to the compiler.
pub(super) fn resolved(api: &Api, ty: &TypeRef) -> TypeRef {
    resolve(api, ty, 0)
}

fn resolve(api: &Api, ty: &TypeRef, depth: usize) -> TypeRef {
    // An alias of itself is no type; the bound only keeps this from running forever.
    if depth > 64 {
        return ty.clone();
    }
    let inside = |inner: &TypeRef| Box::new(resolve(api, inner, depth + 1));
    match ty {
        TypeRef::Named(id) => match api.type_def(*id).map(|def| &def.kind) {
            Some(TypeKind::Alias(target)) => resolve(api, target, depth + 1),
            Some(_) => ty.clone(),
            None => TypeRef::Scalar(Scalar::Json),
        },
        TypeRef::Scalar(_) => ty.clone(),
        TypeRef::Vec(inner) => TypeRef::Vec(inside(inner)),
        TypeRef::Map(inner) => TypeRef::Map(inside(inner)),
        TypeRef::Nullable(inner) => TypeRef::Nullable(inside(inner)),
        TypeRef::Boxed(inner) => TypeRef::Boxed(inside(inner)),
    }
}

/// The types of a list that occur in it once, as `true` at their place.
pub(super) fn unique(api: &Api, types: &[Option<&TypeRef>]) -> Vec<bool> {
    let types: Vec<Option<TypeRef>> = types.iter().map(|ty| ty.map(|ty| resolved(api, ty))).collect();
    types.iter().map(|ty| ty.is_some() && types.iter().filter(|other| *other == ty).count() == 1).collect()
}

/// How a caller hands over a value: a text in any form, anything else as it is.
pub(super) fn argument(ty: &TypeRef, spelled: &TokenStream) -> (TokenStream, bool) {
    let converts = matches!(ty, TypeRef::Scalar(Scalar::String));
    (if converts { quote!(impl ::std::convert::Into<#spelled>) } else { spelled.clone() }, converts)
}

/// What a value is checked against, as a constant.
pub(super) fn rules(rules: &Rules) -> TokenStream {
    if rules.is_empty() {
        return quote!(rt::codec::Rules::NONE);
    }
    let count = |name: &str, value: Option<u64>| {
        let name = proc_macro2::Ident::new(name, Span::call_site());
        let value = value.map(Literal::u64_unsuffixed);
        value.map(|value| quote!(#name: ::std::option::Option::Some(#value),))
    };
    let bound = |name: &str, value: &Option<Limit>| {
        let name = proc_macro2::Ident::new(name, Span::call_site());
        let value = value.as_ref().map(limit);
        value.map(|value| quote!(#name: ::std::option::Option::Some(#value),))
    };
    let pattern = rules.pattern.iter().map(|text| quote!(pattern: ::std::option::Option::Some(#text),));
    let unique = rules.unique_items.then(|| quote!(unique_items: true,));
    let items = rules.items.as_ref().filter(|items| !items.is_empty()).map(|items| {
        let items = self::rules(items);
        quote!(items: ::std::option::Option::Some(&#items),)
    });
    let fields: TokenStream = [
        count("min_length", rules.min_length),
        count("max_length", rules.max_length),
        bound("minimum", &rules.minimum),
        bound("maximum", &rules.maximum),
        bound("exclusive_minimum", &rules.exclusive_minimum),
        bound("exclusive_maximum", &rules.exclusive_maximum),
        bound("multiple_of", &rules.multiple_of),
        count("min_items", rules.min_items),
        count("max_items", rules.max_items),
        count("min_properties", rules.min_properties),
        count("max_properties", rules.max_properties),
        unique,
        items,
    ]
    .into_iter()
    .flatten()
    .chain(pattern)
    .collect();
    quote!(rt::codec::Rules { #fields ..rt::codec::Rules::NONE })
}

fn limit(limit: &Limit) -> TokenStream {
    match limit {
        Limit::Integer(value) if *value < 0 => {
            let digits = digits(&value.unsigned_abs().to_string());
            quote!(rt::codec::Limit::Integer(-#digits))
        }
        Limit::Integer(value) => {
            let digits = digits(&value.to_string());
            quote!(rt::codec::Limit::Integer(#digits))
        }
        Limit::Decimal(text) => quote!(rt::codec::Limit::Decimal(#text)),
    }
}

/// A number literal in our spelling; the text is always one.
fn digits(text: &str) -> Literal {
    text.parse().unwrap_or_else(|_| Literal::u64_unsuffixed(0))
}

/// A set of field indices as the words of a bit set; no words where it is empty.
pub(super) fn bits(indices: impl Iterator<Item = usize>) -> Vec<Literal> {
    let mut words: Vec<u64> = Vec::new();
    for index in indices {
        let word = index / 64;
        if words.len() <= word {
            words.resize(word + 1, 0);
        }
        if let Some(word) = words.get_mut(word) {
            *word |= 1 << (index % 64);
        }
    }
    words.into_iter().map(|word| digits(&format!("0b{word:b}"))).collect()
}
