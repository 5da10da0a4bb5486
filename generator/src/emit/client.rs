//! `client.rs` and the files below it: the client and its methods; the builder and the requests are built beside this.

use super::docs::{self, docs};
use super::operations::route;
use super::parts::{self, Part};
use super::types::{Names, ident};
use super::{builder, contents, requests};
use crate::ir::{Api, Operation, Scalar, TypeRef};
use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::quote;

/// The items of a part of the client.
pub(super) fn emit<'a>(api: &'a Api, part: Part<'a>) -> Box<dyn Iterator<Item = TokenStream> + 'a> {
    let names = Names::of(api).beside();
    let requests = part.operations(api).flat_map(move |operation| requests::emit(names, operation));
    let mut methods = part.operations(api).map(|operation| method(names, operation)).peekable();
    let methods = methods.peek().is_some().then(|| {
        quote! {
            impl Client { #(#methods)* }
        }
    });
    match part {
        Part::Tag(..) => Box::new(methods.into_iter().chain(requests)),
        Part::Rest => Box::new(
            parts::modules(api, |_| true)
                .chain(client(api))
                .chain(methods)
                .chain(builder::emit(api))
                .chain(requests),
        ),
    }
}

/// The client, as far as it does not vary by operation.
fn client(api: &Api) -> Vec<TokenStream> {
    let base_url = match api.servers.first() {
        Some(server) => {
            let url = &server.url;
            quote!(::std::option::Option::Some(#url))
        }
        None => quote!(::std::option::Option::None),
    };
    let variables = api.servers.first().map(|server| server.variables.as_slice()).unwrap_or_default();
    let defaults = variables.iter().filter_map(|variable| {
        let (name, value) = (variable.name.as_str(), variable.default.as_ref()?);
        Some(quote!(.server_variable(#name, #value)))
    });
    let defaults =
        defaults.chain(variables.iter().filter(|variable| !variable.values.is_empty()).map(|variable| {
            let (name, values) = (variable.name.as_str(), &variable.values);
            quote!(.server_values(#name, &[#(#values),*]))
        }));
    let comment = docs::plain(&format!("A client of {}.", docs::escape_line(&api.title)));
    vec![
        quote! {
            #comment
            #[derive(::std::clone::Clone, ::std::fmt::Debug)]
            pub struct Client {
                core: rt::client::Core,
            }
        },
        quote! {
            impl Client {
                #[doc = " Starts a client; the builder takes the base URL and the credentials."]
                pub fn builder() -> ClientBuilder {
                    ClientBuilder { builder: rt::client::Builder::new(#base_url)#(#defaults)* }
                }
            }
        },
    ]
}

/// The local that holds the call: no parameter has its name.
fn local(operation: &Operation) -> Ident {
    let taken = |name: &str| {
        let body = operation.body.iter().map(|body| body.ident.as_str());
        operation
            .parameters
            .iter()
            .map(|parameter| parameter.ident.as_str())
            .chain(body)
            .any(|other| other == name)
    };
    let name = (0..).map(|count| format!("call{}", "_".repeat(count))).find(|name| !taken(name));
    Ident::new(name.as_deref().unwrap_or("call"), Span::call_site())
}

fn method(names: Names<'_>, operation: &Operation) -> TokenStream {
    let (name, request) = (ident(&operation.method_ident), ident(&operation.request_ident));
    let (table, call) = (ident(&operation.table_ident), local(operation));
    let comment = docs(&operation.docs, &format!("{}.", route(operation)));
    let mut arguments = Vec::new();
    let mut steps = Vec::new();
    for (index, parameter) in
        operation.parameters.iter().enumerate().filter(|(_, parameter)| parameter.required)
    {
        let (name, index) = (ident(&parameter.ident), Literal::usize_unsuffixed(index));
        let ty = names.mention(&parameter.ty);
        if parameter.ty == TypeRef::Scalar(Scalar::String) {
            let into = names.into(&ty);
            arguments.push(quote!(#name: #into));
            steps.push(Some(quote!(let #name: #ty = ::std::convert::Into::into(#name);)));
        } else {
            arguments.push(quote!(#name: #ty));
        }
        steps.push(Some(quote!(#call.parameter(#index, &#name);)));
    }
    if let Some(body) = operation.body.as_ref().filter(|body| body.required) {
        let (name, ty) = (ident(&body.ident), contents::ty(names, &body.contents));
        if body.contents.only().is_some() {
            arguments.push(quote!(#name: #ty));
            steps.push(Some(quote!(#call.body(&#name);)));
        } else {
            let into = names.into(&ty);
            arguments.push(quote!(#name: #into));
            steps.push(Some(quote!(let #name: #ty = ::std::convert::Into::into(#name);)));
            steps.push(Some(quote!(#call.content(&#name);)));
        }
    }
    let steps: Vec<_> = steps.into_iter().flatten().collect();
    let mutable = (!steps.is_empty()).then(|| quote!(mut));
    let field = if call == "call" { quote!(call) } else { quote!(call: #call) };
    quote! {
        #comment
        #[inline]
        pub fn #name(&self, #(#arguments),*) -> #request {
            let #mutable #call = rt::client::Call::new(&self.core, &operations::#table);
            #(#steps)*
            #request { #field }
        }
    }
}
