//! `client.rs` and the files below it: the client and its methods; the builder and the requests are built beside this.

use super::docs::docs;
use super::operations::headline;
use super::parts::{self, Part};
use super::types::{Names, ident};
use super::{builder, contents, requests};
use crate::ir::{Api, Operation, Scalar, TypeRef};
use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{format_ident, quote};

/// The items of a part of the client.
pub(super) fn emit<'a>(api: &'a Api, part: Part<'a>) -> Box<dyn Iterator<Item = TokenStream> + 'a> {
    let names = Names::of(api).beside();
    let requests = part.operations(api).flat_map(move |operation| requests::emit(names, operation));
    let (received, called): (Vec<_>, Vec<_>) =
        part.operations(api).partition(|operation| operation.is_received());
    let sender = (!received.is_empty()).then(|| builder::sender(api));
    let (called, sent) = (methods(names, "Client", &called), methods(names, "WebhookSender", &received));
    let items = called.into_iter().chain(sender).chain(sent).chain(requests);
    match part {
        Part::Tag(..) => Box::new(items),
        Part::Rest => {
            let client = parts::has_client(api).then(|| builder::emit(api));
            Box::new(parts::modules(api, |_| true).chain(client).chain([traits(api)]).chain(items))
        }
    }
}

/// The traits whose methods every request has, under names that no request has: whoever imports them, or all of the module,
/// can call them.
fn traits(api: &Api) -> TokenStream {
    if api.operations.iter().any(|operation| operation.pages.is_some()) {
        quote!(
            pub use rt::client::{Paged as PagedExt, Request as RequestExt};
        )
    } else {
        quote!(
            pub use rt::client::Request as RequestExt;
        )
    }
}

/// The methods of a client for its operations, if there are any.
fn methods(names: Names<'_>, client: &str, operations: &[&Operation]) -> Option<TokenStream> {
    let (client, methods) = (format_ident!("{client}"), operations.iter().map(|it| method(names, it)));
    (!operations.is_empty()).then(|| {
        quote! {
            impl #client { #(#methods)* }
        }
    })
}

/// A local of its own: no parameter has its name.
fn local(operation: &Operation, word: &str) -> Ident {
    let taken = |name: &str| {
        let body = operation.body.iter().map(|body| body.ident.as_str());
        operation
            .parameters
            .iter()
            .map(|parameter| parameter.ident.as_str())
            .chain(body)
            .any(|other| other == name)
    };
    let name = (0..).map(|count| format!("{word}{}", "_".repeat(count))).find(|name| !taken(name));
    Ident::new(name.as_deref().unwrap_or(word), Span::call_site())
}

fn method(names: Names<'_>, operation: &Operation) -> TokenStream {
    let (name, request) = (ident(&operation.method_ident), ident(&operation.request_ident));
    let (table, call) = (ident(&operation.table_ident), local(operation, "call"));
    let comment = docs(&operation.docs, &headline(operation));
    let mut arguments = Vec::new();
    let mut steps = Vec::new();
    let mut start = quote!(rt::client::Call::new(&self.core, &operations::#table));
    if operation.is_received() {
        let url = local(operation, "url");
        arguments.push(quote!(#url: &str));
        start = quote!(rt::client::Call::to(&self.core, &operations::#table, #url));
    }
    for (index, parameter) in
        operation.parameters.iter().enumerate().filter(|(_, parameter)| parameter.required)
    {
        let (name, index) = (ident(&parameter.ident), Literal::usize_unsuffixed(index));
        let ty = names.mention(&parameter.ty);
        if parameter.ty == TypeRef::Scalar(Scalar::String) {
            let into = names.into(&ty);
            arguments.push(quote!(#name: #into));
            steps.push(Some(quote!(let #name: #ty = #name.into();)));
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
            steps.push(Some(quote!(let #name: #ty = #name.into();)));
            steps.push(Some(quote!(#call.content(&#name);)));
        }
    }
    let steps: Vec<_> = steps.into_iter().flatten().collect();
    // Whoever calls it is told by the compiler; nothing of the crate does.
    let deprecated = operation.docs.deprecated.then(|| quote!(#[deprecated]));
    let mutable = (!steps.is_empty()).then(|| quote!(mut));
    let field = if call == "call" { quote!(call) } else { quote!(call: #call) };
    quote! {
        #comment
        #deprecated
        #[inline]
        pub fn #name(&self, #(#arguments),*) -> #request {
            let #mutable #call = #start;
            #(#steps)*
            #request { #field }
        }
    }
}
