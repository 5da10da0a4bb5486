//! `server.rs`: a trait for each tag, an input and an answer for each operation, and the router.

use super::contents;
use super::docs::{self, docs};
use super::operations::route;
use super::requests::response_docs;
use super::types::{Names, ident};
use crate::ir::{Api, Contents, Group, Operation, Status, TypeRef};
use proc_macro2::{Literal, TokenStream};
use quote::quote;
use std::collections::HashSet;

/// The items of `server.rs`.
pub(super) fn emit(api: &Api) -> Box<dyn Iterator<Item = TokenStream> + '_> {
    let mut served = HashSet::new();
    let mut items = Vec::new();
    let mut traits = Vec::new();
    let mut routes = Vec::new();
    let names = Names::of(api).beside();
    for group in &api.groups {
        // An operation with two tags belongs to the first: two methods of one name would be ambiguous.
        let operations = group.operations.iter().filter(|index| served.insert(**index));
        let operations = operations.filter_map(|index| api.operations.get(*index));
        let operations: Vec<&Operation> = operations.filter(|operation| operation.routed).collect();
        let name = ident(&group.ident);
        items.push(group_trait(group, &operations));
        for operation in operations {
            items.push(input(names, operation));
            items.push(answer(names, operation));
            let (table, handler) = (ident(&operation.table_ident), ident(&operation.method_ident));
            routes.push(quote!(.add(&operations::#table, &service, #handler::<S>)));
        }
        traits.push(quote!(#name));
    }
    let guarded = api.operations.iter().any(|operation| !operation.security.is_empty());
    let start = if guarded {
        traits.push(quote!(rt::server::Authenticate));
        quote!(rt::server::Routes::new(rt::server::Authenticator::of(&service)))
    } else {
        quote!(rt::server::Routes::open())
    };
    if traits.is_empty() {
        traits.push(quote!(::std::marker::Send));
    }
    items.push(quote! {
        #[doc = " An `axum::Router` that answers with `service`: every route that the document names, and nothing else."]
        pub fn router<S>(service: S) -> rt::axum::Router
        where
            S: #(#traits)+*,
        {
            let service = ::std::sync::Arc::new(service);
            #start #(#routes)* .into_router()
        }
    });
    Box::new(items.into_iter())
}

fn group_trait(group: &Group, operations: &[&Operation]) -> TokenStream {
    let name = ident(&group.ident);
    let tag = group
        .tag
        .as_deref()
        .map_or_else(|| "no tag".to_owned(), |tag| format!("the tag {}", docs::code(tag)));
    let comment = docs(&group.docs, &format!("The operations of {tag}."));
    let methods = operations.iter().map(|operation| {
        let (method, input) = (ident(&operation.method_ident), ident(&operation.input_ident));
        let response = ident(&operation.response_ident);
        let comment = docs(&operation.docs, &format!("{}.", route(operation)));
        quote!(#comment #method(#input) -> #response;)
    });
    quote! {
        rt::service! {
            #comment
            pub trait #name { #(#methods)* }
        }
    }
}

fn input(names: Names<'_>, operation: &Operation) -> TokenStream {
    let name = ident(&operation.input_ident);
    let spelled = |ty: &TypeRef, required: bool| {
        let ty = names.mention(ty);
        if required { ty } else { names.option(&ty) }
    };
    let parameters = operation.parameters.iter().enumerate().map(|(index, parameter)| {
        let (field, ty) = (ident(&parameter.ident), spelled(&parameter.ty, parameter.required));
        let comment = docs(&parameter.docs, &format!("{}.", docs::code(parameter.name.as_str())));
        let index = Literal::usize_unsuffixed(index);
        quote!(#comment #field: #ty = #index,)
    });
    let body = operation.body.iter().map(|body| {
        let (field, ty) = (ident(&body.ident), contents::ty(names, &body.contents));
        let ty = if body.required { ty } else { names.option(&ty) };
        let comment = docs(&body.docs, "The body.");
        let several = body.contents.only().is_none();
        let how = several.then(|| if body.required { quote!(= content) } else { quote!(= optional_content) });
        quote!(#comment #field: #ty #how,)
    });
    let comment = docs::plain(&format!("What {} is called with.", route(operation)));
    quote! {
        rt::input! {
            #comment
            pub struct #name { #(#parameters)* #(#body)* }
        }
    }
}

fn answer(names: Names<'_>, operation: &Operation) -> TokenStream {
    let name = ident(&operation.response_ident);
    let variants = operation.responses.iter().map(|response| {
        let (variant, comment) = (ident(&response.ident), response_docs(response));
        let (code, status) = match response.status {
            Status::Exact(code) => {
                let code = Literal::u16_unsuffixed(code);
                (quote!(#code), None)
            }
            Status::Range(_) | Status::Default => (quote!(status), Some(quote!(status: u16))),
        };
        let body = response.body.as_ref().map(|body| {
            let ty = contents::ty(names, body);
            quote!(body: #ty)
        });
        let parts: Vec<TokenStream> = status.into_iter().chain(body).collect();
        let parts = (!parts.is_empty()).then(|| quote!((#(#parts),*)));
        let write = write(response.body.as_ref());
        quote!(#comment #variant #parts => #code #write,)
    });
    let comment = docs::plain(&format!("What {} answers.", route(operation)));
    quote! {
        rt::answer! {
            #comment
            pub enum #name { #(#variants)* }
        }
    }
}

fn write(body: Option<&Contents>) -> TokenStream {
    let Some(contents) = body else { return quote!(empty()) };
    let how = contents::how(contents);
    let name = proc_macro2::Ident::new(how, proc_macro2::Span::call_site());
    // Texts and bytes are handed over, everything else is looked at.
    if matches!(how, "text" | "bytes") { quote!(#name(body)) } else { quote!(#name(&body)) }
}
