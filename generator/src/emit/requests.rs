//! Requests: for each operation what is sent when it is awaited, and what may come back.

use super::docs::{self, docs};
use super::operations::route;
use super::types::{self, Place, ident, type_ref};
use crate::ir::{Api, Body, BodyEncoding, Operation, Response, Status};
use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::quote;

/// The items of a request: its setters, its outcomes, and the enums that hold them.
pub(super) fn emit(api: &Api, operation: &Operation) -> Vec<TokenStream> {
    let (name, error) = (ident(&operation.request_ident), ident(&operation.error_ident));
    let comment = docs::plain(&format!("A request of {}; it is sent when it is awaited.", route(operation)));
    let optional = operation.parameters.iter().enumerate().filter(|(_, parameter)| !parameter.required);
    let setters = optional.map(|(index, parameter)| {
        let (name, index) = (ident(&parameter.ident), Literal::usize_unsuffixed(index));
        let spelled = type_ref(api, &parameter.ty, Place::Beside);
        let (ty, converts) = types::argument(&parameter.ty, &spelled);
        let convert = converts.then(|| quote!(let value: #spelled = ::std::convert::Into::into(value);));
        let comment = docs(&parameter.docs, &format!("Sets {}.", docs::code(parameter.name.as_str())));
        quote! {
            #comment
            #[inline]
            pub fn #name(mut self, value: #ty) -> Self {
                #convert
                self.call.parameter(#index, &value);
                self
            }
        }
    });
    let body = operation.body.iter().filter(|body| !body.required).map(|body| {
        let (name, ty) = (ident(&body.ident), type_ref(api, &body.ty, Place::Beside));
        let comment = docs(&body.docs, "Sets the body.");
        quote! {
            #comment
            #[inline]
            pub fn #name(mut self, value: #ty) -> Self {
                self.call.body(&value);
                self
            }
        }
    });
    let success = outcomes(operation, true);
    let failure = outcomes(operation, false);
    let (success_type, success_body, success_enum) = successes(api, operation, &success);
    let index = Ident::new(if success.len() > 1 { "index" } else { "_index" }, Span::call_site());
    let undocumented = quote!(::std::result::Result::Ok(#error::Undocumented));
    let error_arms = failure.iter().map(|(index, response)| {
        let (index, value) = (Literal::usize_unsuffixed(*index), variant_value(&error, response));
        quote!(::std::option::Option::Some(#index) => #value,)
    });
    let (error_index, error_payload, error_body) = if failure.is_empty() {
        (quote!(_index), quote!(_payload), undocumented)
    } else {
        (quote!(index), quote!(payload), quote!(match index { #(#error_arms)* _ => #undocumented }))
    };
    let error_variants = failure.iter().map(|(_, response)| variant(api, response));
    let mut items = vec![
        quote! {
            #comment
            #[must_use = "a request is sent when it is awaited"]
            #[derive(::std::fmt::Debug)]
            pub struct #name {
                call: rt::client::Call,
            }
        },
        quote! {
            impl #name {
                #(#setters)*
                #(#body)*
                #[doc = " How long this request may take, in place of the client's own limit."]
                #[inline]
                pub fn timeout(mut self, timeout: ::std::time::Duration) -> Self {
                    self.call.timeout(timeout);
                    self
                }
            }
        },
        quote! {
            impl rt::client::Request for #name {
                type Success = #success_type;
                type Error = #error;
                fn into_call(self) -> rt::client::Call {
                    self.call
                }
                fn success(#index: usize, payload: &rt::client::Payload)
                    -> ::std::result::Result<Self::Success, rt::client::DecodeFailure> {
                    #success_body
                }
                fn error(#error_index: ::std::option::Option<usize>, #error_payload: &rt::client::Payload)
                    -> ::std::result::Result<Self::Error, rt::client::DecodeFailure> {
                    #error_body
                }
            }
        },
        quote!(rt::request!(#name);),
    ];
    items.extend(success_enum);
    let comment = docs::plain(&format!("What {} answers in place of success.", route(operation)));
    items.push(quote! {
        #comment
        #[derive(::std::clone::Clone, ::std::fmt::Debug, ::std::cmp::PartialEq)]
        #[non_exhaustive]
        pub enum #error {
            #(#error_variants)*
            #[doc = " A status that the document does not name."]
            Undocumented,
        }
    });
    items
}

fn outcomes(operation: &Operation, success: bool) -> Vec<(usize, &Response)> {
    operation.responses.iter().enumerate().filter(|(_, response)| response.success == success).collect()
}

/// The type of success, the code that reads it, and the enum where there is more than one.
fn successes(
    api: &Api,
    operation: &Operation,
    success: &[(usize, &Response)],
) -> (TokenStream, TokenStream, Option<TokenStream>) {
    match success {
        [] => (quote!(()), quote!(payload.empty()), None),
        [(_, response)] => match &response.body {
            Some(body) => (type_ref(api, &body.ty, Place::Beside), payload(body), None),
            None => (quote!(()), quote!(payload.empty()), None),
        },
        [others @ .., (_, last)] => {
            let name = ident(&operation.success_ident);
            let arms = others.iter().map(|(index, response)| {
                let (index, value) = (Literal::usize_unsuffixed(*index), variant_value(&name, response));
                quote!(#index => #value,)
            });
            let last = variant_value(&name, last);
            let variants = success.iter().map(|(_, response)| variant(api, response));
            let comment = docs::plain(&format!("What {} answers on success.", route(operation)));
            let declaration = quote! {
                #comment
                #[derive(::std::clone::Clone, ::std::fmt::Debug, ::std::cmp::PartialEq)]
                #[non_exhaustive]
                pub enum #name {
                    #(#variants)*
                }
            };
            (quote!(#name), quote!(match index { #(#arms)* _ => #last }), Some(declaration))
        }
    }
}

fn variant(api: &Api, response: &Response) -> TokenStream {
    let (name, comment) = (ident(&response.ident), response_docs(response));
    let body = response.body.as_ref().map(|body| {
        let ty = type_ref(api, &body.ty, Place::Beside);
        quote!((#ty))
    });
    quote!(#comment #name #body,)
}

fn variant_value(of: &Ident, response: &Response) -> TokenStream {
    let name = ident(&response.ident);
    match &response.body {
        Some(body) => {
            let payload = payload(body);
            quote!(#payload.map(#of::#name))
        }
        None => quote!(payload.empty().map(|()| #of::#name)),
    }
}

fn payload(body: &Body) -> TokenStream {
    match body.encoding {
        BodyEncoding::Text => quote!(payload.text()),
        BodyEncoding::Bytes => quote!(payload.bytes()),
        BodyEncoding::Json | BodyEncoding::Form { .. } | BodyEncoding::Multipart { .. } => {
            quote!(payload.json())
        }
    }
}

/// The doc comment of a response: its status, and what the document says.
pub(super) fn response_docs(response: &Response) -> TokenStream {
    let status = match response.status {
        Status::Exact(code) => format!("Status `{code}`."),
        Status::Range(hundred) => format!("Status `{hundred}XX`."),
        Status::Default => "Any other status.".to_owned(),
    };
    let mut texts = response.docs.clone();
    texts.notes.push(status.clone());
    if texts.summary.is_none() && texts.description.is_none() {
        texts.notes.pop();
    }
    docs(&texts, &status)
}
