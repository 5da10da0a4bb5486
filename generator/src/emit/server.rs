//! `server.rs`: a trait for each tag, an input and an answer for each operation, and the router.

use super::docs::{self, docs};
use super::operations::route;
use super::requests::response_docs;
use super::types::{self, Place, ident, type_ref};
use crate::ir::{Api, Body, BodyEncoding, Group, Operation, Status, TypeRef};
use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;
use std::collections::HashSet;

/// The items of `server.rs`.
pub(super) fn emit(api: &Api) -> Vec<TokenStream> {
    let mut served = HashSet::new();
    let mut items = Vec::new();
    let mut traits = Vec::new();
    let mut routes = Vec::new();
    let mut handlers = Vec::new();
    for group in &api.groups {
        // An operation with two tags belongs to the first: two methods of one name would be ambiguous.
        let operations = group.operations.iter().filter(|index| served.insert(**index));
        let operations: Vec<&Operation> = operations.filter_map(|index| api.operations.get(*index)).collect();
        let name = ident(&group.ident);
        items.push(group_trait(group, &operations));
        for operation in operations {
            items.extend(input(api, operation));
            items.extend(answer(api, operation));
            let (table, handler) = (ident(&operation.table_ident), ident(&operation.method_ident));
            routes.push(quote!(.add(&operations::#table, &service, #handler::<S>)));
            handlers.push(self::handler(&name, operation));
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
    items.extend(handlers);
    if items.iter().any(|item| super::verify::mentions(item, "models")) {
        items.insert(
            0,
            quote!(
                use super::models;
            ),
        );
    }
    items.insert(
        0,
        quote!(
            use super::operations;
        ),
    );
    items.insert(
        0,
        quote!(
            use ::specwright_runtime as rt;
        ),
    );
    items
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
        quote! {
            #comment
            #[inline]
            fn #method(&self, input: #input) -> impl ::std::future::Future<
                Output = ::std::result::Result<#response, rt::server::Problem>
            > + ::std::marker::Send {
                let _ = input;
                ::std::future::ready(::std::result::Result::Err(rt::server::Problem::not_implemented()))
            }
        }
    });
    quote! {
        #comment
        pub trait #name: ::std::marker::Send + ::std::marker::Sync + 'static {
            #(#methods)*
        }
    }
}

fn input(api: &Api, operation: &Operation) -> Vec<TokenStream> {
    let name = ident(&operation.input_ident);
    let spelled = |ty: &TypeRef, required: bool| {
        let ty = type_ref(api, ty, Place::Beside);
        if required { ty } else { quote!(::std::option::Option<#ty>) }
    };
    let parameters = operation.parameters.iter().map(|parameter| {
        let (field, ty) = (ident(&parameter.ident), spelled(&parameter.ty, parameter.required));
        let comment = docs(&parameter.docs, &format!("{}.", docs::code(parameter.name.as_str())));
        quote!(#comment pub #field: #ty,)
    });
    let body = operation.body.iter().map(|body| {
        let (field, ty) = (ident(&body.ident), spelled(&body.ty, body.required));
        let comment = docs(&body.docs, "The body.");
        quote!(#comment pub #field: #ty,)
    });
    let comment = docs::plain(&format!("What {} is called with.", route(operation)));
    vec![quote! {
        #comment
        #[derive(::std::fmt::Debug)]
        #[non_exhaustive]
        pub struct #name {
            #(#parameters)*
            #(#body)*
            #[doc = " What else is known about the request."]
            pub context: rt::server::Context,
        }
    }]
}

fn answer(api: &Api, operation: &Operation) -> Vec<TokenStream> {
    let name = ident(&operation.response_ident);
    let variants = operation.responses.iter().map(|response| {
        let (variant, comment) = (ident(&response.ident), response_docs(response));
        let status = (!matches!(response.status, Status::Exact(_))).then(|| quote!(u16));
        let body = response.body.as_ref().map(|body| type_ref(api, &body.ty, Place::Beside));
        let parts: Vec<TokenStream> = status.into_iter().chain(body).collect();
        let parts = (!parts.is_empty()).then(|| quote!((#(#parts),*)));
        quote!(#comment #variant #parts,)
    });
    let comment = docs::plain(&format!("What {} answers.", route(operation)));
    let mut items = vec![quote! {
        #comment
        #[derive(::std::clone::Clone, ::std::fmt::Debug, ::std::cmp::PartialEq)]
        pub enum #name {
            #(#variants)*
        }
    }];
    // A type that two statuses share does not say which one is meant.
    let bodies: Vec<_> =
        operation.responses.iter().map(|response| response.body.as_ref().map(|body| &body.ty)).collect();
    let once = types::unique(api, &bodies).into_iter().zip(&operation.responses).filter(|(once, _)| *once);
    for (_, response) in once.filter(|(_, response)| matches!(response.status, Status::Exact(_))) {
        let Some(body) = &response.body else { continue };
        let (variant, ty) = (ident(&response.ident), type_ref(api, &body.ty, Place::Beside));
        items.push(quote! {
            impl ::std::convert::From<#ty> for #name {
                #[inline]
                fn from(body: #ty) -> Self {
                    Self::#variant(body)
                }
            }
        });
    }
    items
}

fn handler(group: &Ident, operation: &Operation) -> TokenStream {
    let (name, input) = (ident(&operation.method_ident), ident(&operation.input_ident));
    let answer = ident(&operation.response_ident);
    let parameters = operation.parameters.iter().enumerate().map(|(index, parameter)| {
        let (field, index) = (ident(&parameter.ident), Literal::usize_unsuffixed(index));
        quote!(#field: request.parameter(#index),)
    });
    let body = operation.body.iter().map(|body| {
        let field = ident(&body.ident);
        quote!(#field: request.body(),)
    });
    let arms = operation.responses.iter().map(|response| {
        let variant = ident(&response.ident);
        let (status, pattern) = match response.status {
            Status::Exact(code) => {
                let code = Literal::u16_unsuffixed(code);
                (quote!(#code), None)
            }
            Status::Range(_) | Status::Default => (quote!(status), Some(quote!(status))),
        };
        let body = response.body.as_ref().map(|_| quote!(body));
        let parts: Vec<TokenStream> = pattern.into_iter().chain(body).collect();
        let parts = (!parts.is_empty()).then(|| quote!((#(#parts),*)));
        let write = write(response.body.as_ref());
        quote!(#answer::#variant #parts => rt::server::Reply::new(#status).#write,)
    });
    quote! {
        async fn #name<S: #group>(service: ::std::sync::Arc<S>, mut request: rt::server::Request)
            -> ::std::result::Result<rt::server::Reply, rt::server::Problem> {
            let input = #input { #(#parameters)* #(#body)* context: request.context() };
            request.finish()?;
            match #group::#name(&*service, input).await? {
                #(#arms)*
            }
        }
    }
}

fn write(body: Option<&Body>) -> TokenStream {
    match body.map(|body| &body.encoding) {
        None => quote!(empty()),
        Some(BodyEncoding::Text) => quote!(text(body)),
        Some(BodyEncoding::Bytes) => quote!(bytes(body)),
        Some(BodyEncoding::Json | BodyEncoding::Form { .. } | BodyEncoding::Multipart { .. }) => {
            quote!(json(&body))
        }
    }
}
