//! Structs: a JSON object with known properties becomes a record.

use super::docs::{self, docs};
use super::types::{self, Place, bits, field_type, ident, type_ref};
use crate::ir::{Api, Extra, Field, Presence, Scalar, Struct, TypeDef, TypeRef};
use proc_macro2::TokenStream;
use quote::quote;

/// The items of a struct.
pub(super) fn emit(api: &Api, def: &TypeDef, shape: &Struct) -> Vec<TokenStream> {
    let name = ident(&def.ident);
    let comment = docs(&def.docs, &docs::named(def));
    let extra = match &shape.extra {
        Extra::Keep { ident, value, .. } => Some((types::ident(ident), type_ref(api, value, Place::Models))),
        Extra::Skip | Extra::Refuse => None,
    };
    let default = (!shape.fields.iter().any(is_required)).then(|| quote!(, ::std::default::Default));
    let fields = shape.fields.iter().map(|field| {
        let (field_name, ty) = (ident(&field.ident), field_type(api, field));
        let comment = docs(&field.docs, &format!("{}.", docs::code(field.json_name.as_str())));
        quote!(#comment pub #field_name: #ty,)
    });
    let extra_field = extra.iter().map(|(name, value)| {
        let comment = docs::plain("The properties that the document does not name.");
        quote!(#comment pub #name: rt::Map<#value>,)
    });
    let declaration = quote! {
        #comment
        #[derive(::std::clone::Clone, ::std::cmp::PartialEq #default)]
        #[non_exhaustive]
        pub struct #name {
            #(#fields)*
            #(#extra_field)*
        }
    };
    vec![
        declaration,
        functions(api, &name, shape),
        record(&name, def, shape, api),
        quote!(rt::record!(#name);),
    ]
}

fn is_required(field: &Field) -> bool {
    matches!(field.presence, Presence::Required | Presence::RequiredNullable)
}

/// `new` and the setters.
fn functions(api: &Api, name: &proc_macro2::Ident, shape: &Struct) -> TokenStream {
    // Only a plain text is converted; what is wrapped in a box or an option is handed over as it is.
    let argument = |field: &Field| {
        let plain = field.presence == Presence::Required && !field.boxed;
        let wrapped = TypeRef::Boxed(Box::new(field.ty.clone()));
        types::argument(if plain { &field.ty } else { &wrapped }, &field_type(api, field))
    };
    let arguments = shape.fields.iter().filter(|field| is_required(field)).map(|field| {
        let (field_name, (ty, _)) = (ident(&field.ident), argument(field));
        quote!(#field_name: #ty)
    });
    let values = shape.fields.iter().map(|field| {
        let field_name = ident(&field.ident);
        match field.presence {
            Presence::Required | Presence::RequiredNullable if argument(field).1 => {
                quote!(#field_name: ::std::convert::Into::into(#field_name),)
            }
            Presence::Required | Presence::RequiredNullable => quote!(#field_name,),
            Presence::Patch => quote!(#field_name: rt::Patch::Absent,),
            Presence::Optional | Presence::OptionalNullable => {
                quote!(#field_name: ::std::option::Option::None,)
            }
        }
    });
    let extra = match &shape.extra {
        Extra::Keep { ident: extra, .. } => {
            let extra = ident(extra);
            Some(quote!(#extra: ::std::default::Default::default(),))
        }
        Extra::Skip | Extra::Refuse => None,
    };
    let setters = shape.fields.iter().filter(|field| shape.setters && !is_required(field)).map(|field| {
        let (field_name, ty) = (ident(&field.ident), field_type(api, field));
        let comment = docs::plain(&format!("Sets {}.", docs::code(field.json_name.as_str())));
        quote! {
            #comment
            #[inline]
            #[must_use]
            pub fn #field_name(mut self, value: impl ::std::convert::Into<#ty>) -> Self {
                self.#field_name = ::std::convert::Into::into(value);
                self
            }
        }
    });
    let comment = docs::plain("A value with what is required; everything else is absent.");
    quote! {
        impl #name {
            #comment
            #[inline]
            pub fn new(#(#arguments),*) -> Self {
                Self { #(#values)* #extra }
            }
            #(#setters)*
        }
    }
}

/// The shape, and the two functions that a record is read and written by.
fn record(name: &proc_macro2::Ident, def: &TypeDef, shape: &Struct, api: &Api) -> TokenStream {
    let table = shape_table(def, shape, api);
    let fields: Vec<_> = shape.fields.iter().map(|field| ident(&field.ident)).collect();
    let indices = (0..fields.len()).map(proc_macro2::Literal::usize_unsuffixed);
    let writes = shape.fields.iter().zip(&fields).map(|(field, field_name)| {
        let key = field.json_name.as_str();
        match field.presence {
            Presence::Optional | Presence::Patch => quote!(object.optional(#key, &self.#field_name);),
            _ => quote!(object.entry(#key, &self.#field_name);),
        }
    });
    let extra = match &shape.extra {
        Extra::Keep { ident: extra, .. } => Some(ident(extra)),
        Extra::Skip | Extra::Refuse => None,
    };
    let blank_extra = extra.iter().map(|extra| quote!(#extra: ::std::default::Default::default(),));
    let write_extra = extra.iter().map(|extra| quote!(object.extra(&self.#extra);));
    let read_extra = extra.iter().map(|extra| {
        quote! {
            #[inline]
            fn read_extra(&mut self, key: &str, reader: &mut rt::codec::Reader<'_>)
                -> ::std::result::Result<(), rt::codec::Fault> {
                self.#extra.read_entry(key, reader)
            }
        }
    });
    let object = if fields.is_empty() && extra.is_none() { quote!(_object) } else { quote!(object) };
    let read_field = if fields.is_empty() {
        quote! {
            #[inline]
            fn read_field(&mut self, _index: usize, reader: &mut rt::codec::Reader<'_>)
                -> ::std::result::Result<(), rt::codec::Fault> {
                reader.skip()
            }
        }
    } else {
        quote! {
            #[inline]
            fn read_field(&mut self, index: usize, reader: &mut rt::codec::Reader<'_>)
                -> ::std::result::Result<(), rt::codec::Fault> {
                match index {
                    #(#indices => rt::codec::Wire::read(&mut self.#fields, reader),)*
                    _ => reader.skip(),
                }
            }
        }
    };
    quote! {
        impl rt::codec::Record for #name {
            const SHAPE: &'static rt::codec::Shape = &#table;
            #[inline]
            fn blank() -> Self {
                Self { #(#fields: rt::codec::Wire::blank(),)* #(#blank_extra)* }
            }
            #read_field
            #(#read_extra)*
            #[inline]
            fn write_fields(&self, #object: &mut rt::codec::Object<'_>) {
                #(#writes)*
                #(#write_extra)*
            }
        }
    }
}

fn shape_table(def: &TypeDef, shape: &Struct, api: &Api) -> TokenStream {
    let name = def.ident.as_str();
    let keys = shape.fields.iter().map(|field| field.json_name.as_str());
    let set = |wanted: &dyn Fn(&Field) -> bool| {
        bits(shape.fields.iter().enumerate().filter(|(_, field)| wanted(field)).map(|(index, _)| index))
    };
    let required = set(&is_required);
    let required = (!required.is_empty()).then(|| quote!(required: &[#(#required),*],));
    // Any JSON value may be null whether or not the document says `nullable`.
    let nullable = set(&|field| {
        !matches!(field.presence, Presence::Required | Presence::Optional)
            || matches!(types::resolved(api, &field.ty), TypeRef::Scalar(Scalar::Json) | TypeRef::Nullable(_))
    });
    let nullable = (!nullable.is_empty()).then(|| quote!(nullable: &[#(#nullable),*],));
    let closed = matches!(shape.extra, Extra::Refuse).then(|| quote!(closed: true,));
    let checked = shape.fields.iter().enumerate().filter(|(_, field)| !field.rules.is_empty());
    let checked: Vec<_> = checked
        .map(|(index, field)| {
            let (index, rules) = (proc_macro2::Literal::usize_unsuffixed(index), types::rules(&field.rules));
            quote!((#index, #rules))
        })
        .collect();
    let checked = (!checked.is_empty()).then(|| quote!(rules: &[#(#checked),*],));
    // What further properties are checked against stands where it does for a map: in `items`.
    let mut object = shape.rules.clone();
    if let Extra::Keep { rules, .. } = &shape.extra
        && !rules.is_empty()
    {
        object.items = Some(Box::new(rules.clone()));
    }
    let object = (!object.is_empty()).then(|| {
        let rules = types::rules(&object);
        quote!(object_rules: #rules,)
    });
    quote! {
        rt::codec::Shape {
            name: #name, keys: &[#(#keys),*], #required #nullable #closed #checked #object ..rt::codec::Shape::OPEN
        }
    }
}
