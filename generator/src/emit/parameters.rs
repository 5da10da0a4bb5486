//! The row of a parameter in the tables, and what body and parameter have in common.

use super::types;
use crate::ir::{Kind, Location, Parameter, Style};
use proc_macro2::TokenStream;
use quote::quote;

/// A parameter of an operation, or a header of a response.
pub(super) fn parameter(parameter: &Parameter) -> TokenStream {
    let name = parameter.name.as_str();
    // Constants of the runtime hold what most parameters have; what differs is written out over them.
    let (base, location, style) = match (parameter.location, parameter.style, parameter.explode) {
        (Location::Path, Style::Simple, false) => (quote!(PATH), None, None),
        (Location::Query, Style::Form, true) => (quote!(FORM), None, None),
        (location, style, explode) => {
            let (location, style) = (self::location(location), self::style(style));
            (
                quote!(SIMPLE),
                Some(quote!(location: #location,)),
                Some(quote!(style: #style, explode: #explode,)),
            )
        }
    };
    let is_path = location.is_none() && parameter.location == Location::Path;
    let required = (parameter.required && !is_path).then(|| quote!(required: true,));
    let kind = (parameter.kind != Kind::String).then(|| {
        let kind = self::kind(&parameter.kind);
        quote!(kind: #kind,)
    });
    let reserved = parameter.allow_reserved.then(|| quote!(allow_reserved: true,));
    let rules = (!parameter.rules.is_empty()).then(|| {
        let rules = types::rules(&parameter.rules);
        quote!(rules: #rules,)
    });
    let default = parameter.default.as_ref().map(|default| {
        let text = &default.0;
        quote!(default: Some(#text),)
    });
    quote! {
        Parameter { name: #name, #location #style #required #kind #reserved #rules #default ..Parameter::#base }
    }
}

/// What a text stands for.
pub(super) fn kind(kind: &Kind) -> TokenStream {
    match kind {
        Kind::String => quote!(String),
        Kind::Number => quote!(Number),
        Kind::Boolean => quote!(Boolean),
        Kind::Binary => quote!(Binary),
        Kind::Array(item) => {
            let item = self::kind(item);
            quote!(Array(&#item))
        }
        Kind::Tuple(items) => {
            let items = items.iter().map(self::kind);
            quote!(Tuple(&[#(#items),*]))
        }
        Kind::Object(known, rest) => {
            let known = known.iter().map(|(name, kind)| {
                let (name, kind) = (name.as_str(), self::kind(kind));
                quote!((#name, #kind))
            });
            let rest = match rest {
                Some(rest) => {
                    let rest = self::kind(rest);
                    quote!(Some(&#rest))
                }
                None => quote!(None),
            };
            quote!(Object(&[#(#known),*], #rest))
        }
        Kind::OneOf(kinds) => {
            let kinds = kinds.iter().map(self::kind);
            quote!(OneOf(&[#(#kinds),*]))
        }
        // No text of a parameter nests so deep that it comes back to its own type: from there on it is JSON.
        Kind::Named(_) | Kind::Json => quote!(Json),
    }
}

/// Where a parameter is.
pub(super) fn location(location: Location) -> TokenStream {
    match location {
        Location::Path => quote!(Path),
        Location::Query => quote!(Query),
        Location::Header => quote!(Header),
        Location::Cookie => quote!(Cookie),
    }
}

/// How a value is written as a text.
pub(super) fn style(style: Style) -> TokenStream {
    match style {
        Style::Simple => quote!(Style::Simple),
        Style::Label => quote!(Style::Label),
        Style::Matrix => quote!(Style::Matrix),
        Style::Form => quote!(Style::Form),
        Style::SpaceDelimited => quote!(Style::SpaceDelimited),
        Style::PipeDelimited => quote!(Style::PipeDelimited),
        Style::DeepObject => quote!(Style::DeepObject),
        Style::Json => quote!(Style::Json),
        Style::Query => quote!(Style::Query),
        Style::QueryText => quote!(Style::QueryText),
    }
}
