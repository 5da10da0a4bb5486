//! `client.rs` and the files below it: the client and its methods; the builder and the requests are built beside this.

use super::docs::docs;
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
                .chain([builder::emit(api), traits(api)])
                .chain(methods)
                .chain(requests),
        ),
    }
}

/// The traits whose methods every request has: whoever imports all of the module can call them.
fn traits(api: &Api) -> TokenStream {
    if api.operations.iter().any(|operation| operation.pages.is_some()) {
        quote!(
            pub use rt::client::{Paged as _, Request as _};
        )
    } else {
        quote!(
            pub use rt::client::Request as _;
        )
    }
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
