//! Structs: a JSON object with known properties becomes a record.

use super::docs::{self, docs};
use super::types::{self, Names, bits, ident};
use crate::ir::{Extra, Field, Presence, Scalar, Side, Struct, TypeDef, TypeRef};
use proc_macro2::TokenStream;
use quote::quote;

/// The items of a struct: its declaration, and the table that it is read and written by.
pub(super) fn emit(names: Names<'_>, def: &TypeDef, shape: &Struct) -> Vec<TokenStream> {
    let name = ident(&def.ident);
    let comment = docs::of(def);
    let extra = match &shape.extra {
        Extra::Keep { ident, value, .. } => Some((types::ident(ident), names.mention(value))),
        Extra::Skip | Extra::Refuse => None,
    };
    let fields = shape.fields.iter().map(|field| {
        let (field_name, ty) = (ident(&field.ident), names.field(field));
        let comment = docs(&field.docs, "");
        quote!(#comment pub #field_name: #ty,)
    });
    let extra_field = extra.iter().map(|(name, value)| {
        let comment = docs::plain("The properties that the document does not name.");
        quote!(#comment pub #name: rt::Map<#value>,)
    });
    vec![
        quote! {
            #comment
            #[non_exhaustive]
            pub struct #name {
                #(#fields)*
                #(#extra_field)*
            }
        },
        record(names, &name, shape),
    ]
}

fn is_required(field: &Field) -> bool {
    matches!(field.presence, Presence::Required | Presence::RequiredNullable)
}

/// The table: what `new` takes, a row a field, and the rest of the shape.
fn record(names: Names<'_>, name: &proc_macro2::Ident, shape: &Struct) -> TokenStream {
    let arguments = shape.fields.iter().filter(|field| is_required(field)).map(|field| {
        let (field_name, ty) = (ident(&field.ident), names.field(field));
        if types::converts(field) { quote!(#field_name => #ty) } else { quote!(#field_name: #ty) }
    });
    let rows = shape.fields.iter().map(|field| {
        let (field_name, key) = (ident(&field.ident), field.json_name.as_str());
        let setter = (shape.setters && !is_required(field)).then(|| {
            if types::converts(field) {
                let ty = names.field(field);
                quote!(=> #ty)
            } else {
                let ty = names.value(field);
                quote!(: #ty)
            }
        });
        quote!(#key #field_name #setter,)
    });
    let extra = match &shape.extra {
        Extra::Keep { ident: extra, .. } => {
            let extra = ident(extra);
            Some(quote!(..#extra))
        }
        Extra::Skip | Extra::Refuse => None,
    };
    let settings = settings(names, shape);
    quote! {
        rt::record! {
            #name(#(#arguments),*) { #(#rows)* #extra }
            #(#settings,)*
        }
    }
}

/// What the shape says beside its keys.
fn settings(names: Names<'_>, shape: &Struct) -> Vec<TokenStream> {
    let set = |wanted: &dyn Fn(&Field) -> bool| {
        bits(shape.fields.iter().enumerate().filter(|(_, field)| wanted(field)).map(|(index, _)| index))
    };
    let mut settings = Vec::new();
    let mut bit_set = |name: &str, words: Vec<proc_macro2::Literal>| {
        if !words.is_empty() {
            let name = proc_macro2::Ident::new(name, proc_macro2::Span::call_site());
            settings.push(quote!(#name: &[#(#words),*]));
        }
    };
    bit_set("required", set(&is_required));
    bit_set("optional", set(&|field| matches!(field.presence, Presence::Optional | Presence::Patch)));
    // Any JSON value may be null whether or not the document says `nullable`.
    let nullable = |field: &Field| {
        !matches!(field.presence, Presence::Required | Presence::Optional)
            || matches!(
                types::resolved(names.api, &field.ty),
                TypeRef::Scalar(Scalar::Json) | TypeRef::Nullable(_)
            )
    };
    bit_set("nullable", set(&nullable));
    bit_set("read_only", set(&|field| field.sent_by == Some(Side::Server)));
    bit_set("write_only", set(&|field| field.sent_by == Some(Side::Client)));
    if matches!(shape.extra, Extra::Refuse) {
        settings.push(quote!(closed: true));
    }
    let checked = shape.fields.iter().enumerate().filter(|(_, field)| !field.rules.is_empty());
    let checked: Vec<_> = checked
        .map(|(index, field)| {
            let (index, rules) = (proc_macro2::Literal::usize_unsuffixed(index), types::rules(&field.rules));
            quote!((#index, #rules))
        })
        .collect();
    if !checked.is_empty() {
        settings.push(quote!(rules: &[#(#checked),*]));
    }
    // What further properties are checked against stands where it does for a map: in `items`.
    let mut object = shape.rules.clone();
    if let Extra::Keep { rules, .. } = &shape.extra
        && !rules.is_empty()
    {
        object.items = Some(Box::new(rules.clone()));
    }
    if !object.is_empty() {
        let rules = types::rules(&object);
        settings.push(quote!(object_rules: &#rules));
    }
    settings
}
