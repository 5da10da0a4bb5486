//! What a body may be: its rows in the tables, the enum of its types, and how it is read and written.

use super::docs::{self, code};
use super::parameters::{kind, style};
use super::types::{self, Names, ident};
use crate::ir::{BodyEncoding, Contents, FieldEncoding, Framing, JsonName, Rules, Scalar, Style, TypeRef};
use proc_macro2::{Literal, TokenStream};
use quote::quote;

/// The enum of the types that a body may have.
pub(super) fn choice(names: Names<'_>, contents: &Contents) -> TokenStream {
    let name = ident(&contents.ident);
    let variants = contents.variants.iter().enumerate().map(|(index, content)| {
        let (variant, ty) = (ident(&content.ident), names.mention(&content.ty));
        let media_types: Vec<String> = content.media_types.iter().map(|each| code(&each.name)).collect();
        let comment = docs::plain(&format!("{}.", media_types.join(", ")));
        let index = Literal::usize_unsuffixed(index);
        quote!(#comment #variant(#ty) = #index,)
    });
    let from = contents.variants.first().map(|content| {
        let ty = names.mention(&content.ty);
        quote!(from #ty)
    });
    let comment = docs::plain("What a body may be, by its media type.");
    quote! {
        rt::contents! {
            #comment
            pub enum #name { #(#variants)* }
            #from
        }
    }
}

/// The type of a body.
pub(super) fn ty(names: Names<'_>, contents: &Contents) -> TokenStream {
    match contents.only() {
        Some(content) => names.mention(&content.ty),
        None => {
            let name = ident(&contents.ident);
            quote!(models::#name)
        }
    }
}

/// Whether the table of a response has to say more than one media type.
pub(super) fn needs_table(contents: &Contents) -> bool {
    contents.media_types().count() > 1 || how(contents) == "encoded"
}

/// The method of a payload that reads a body, and of a reply that writes it.
pub(super) fn how(contents: &Contents) -> &'static str {
    let Some(content) = contents.only() else { return "content" };
    let all = |wanted: &BodyEncoding| content.media_types.iter().all(|each| each.encoding == *wanted);
    match &content.ty {
        _ if all(&BodyEncoding::Json) => "json",
        TypeRef::Scalar(Scalar::String) if all(&BodyEncoding::Text) => "text",
        TypeRef::Scalar(Scalar::Base64) if all(&BodyEncoding::Bytes) => "bytes",
        _ => "encoded",
    }
}

/// The media types of a body, as the tables have them.
pub(super) fn table(contents: &Contents) -> TokenStream {
    let rows = contents.variants.iter().enumerate().flat_map(|(index, content)| {
        content.media_types.iter().map(move |media_type| {
            let (name, encoding) = (&media_type.name, self::encoding(&media_type.encoding));
            let index = (index > 0).then(|| {
                let index = Literal::usize_unsuffixed(index);
                quote!(variant: #index,)
            });
            let json = media_type.encoding == BodyEncoding::Json;
            let encoding = (!json).then(|| quote!(encoding: Encoding::#encoding,));
            let rules = rules(&content.rules);
            quote!(Content { media_type: #name, #index #encoding #rules ..Content::NONE })
        })
    });
    quote!(&[#(#rows),*])
}

/// What a body is checked against, where it is.
pub(super) fn rules(rules: &Rules) -> Option<TokenStream> {
    (!rules.is_empty()).then(|| {
        let rules = types::rules(rules);
        quote!(rules: #rules,)
    })
}

/// How a body is written.
pub(super) fn encoding(encoding: &BodyEncoding) -> TokenStream {
    match encoding {
        BodyEncoding::Json => quote!(Json),
        BodyEncoding::Form { kind: of, .. } => {
            let deep = encoding.deep_fields().map(|field| field.name.as_str());
            let (of, fields) = (kind(of), encoding.odd_fields().map(self::field).collect::<Vec<_>>());
            quote!(Form { kind: #of, deep: &[#(#deep),*], fields: &[#(#fields),*] })
        }
        BodyEncoding::Multipart { kind: of, .. } => {
            let (of, fields) = (kind(of), encoding.odd_fields().map(self::field).collect::<Vec<_>>());
            quote!(Multipart { kind: #of, fields: &[#(#fields),*] })
        }
        BodyEncoding::Text => quote!(Text),
        BodyEncoding::Bytes => quote!(Bytes),
        BodyEncoding::Sequence { framing, kind: of } => {
            let of = kind(of);
            let framing = match framing {
                Framing::Lines => quote!(Lines),
                Framing::Separated => quote!(Separated),
                Framing::Events => quote!(Events),
                Framing::Data => quote!(Data),
            };
            quote!(Sequence { framing: Framing::#framing, kind: #of })
        }
    }
}

fn field(field: &FieldEncoding) -> TokenStream {
    let (name, style) = (field.name.as_str(), style(field.style));
    let style = (field.style != Style::Form).then(|| quote!(style: #style,));
    let explode = (!field.explode).then(|| quote!(explode: false,));
    let reserved = field.allow_reserved.then(|| quote!(allow_reserved: true,));
    let content_type = field.content_type.as_ref().map(|text| quote!(content_type: Some(#text),));
    let headers = field.headers.iter().map(JsonName::as_str);
    let headers = (!field.headers.is_empty()).then(|| quote!(headers: &[#(#headers),*],));
    let fixed = field.fixed_headers.iter().map(|(name, value)| {
        let name = name.as_str();
        quote!((#name, #value))
    });
    let fixed = (!field.fixed_headers.is_empty()).then(|| quote!(fixed_headers: &[#(#fixed),*],));
    quote!(Field { name: #name, #style #explode #reserved #content_type #headers #fixed ..Field::FORM })
}
