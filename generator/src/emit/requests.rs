//! Requests: for each operation what is sent when it is awaited, and what may come back.

use super::contents;
use super::docs::{self, docs};
use super::operations::route;
use super::types::{Names, ident};
use crate::ir::{
    Contents, Docs, JsonName, Operation, PagePlan, Pages, Response, Scalar, SharedOutcome, Status, TypeRef,
};
use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::quote;

/// The items of a request: its setters, its outcomes, and the enums that hold them.
pub(super) fn emit(names: Names<'_>, operation: &Operation) -> Vec<TokenStream> {
    let (name, error) = (ident(&operation.request_ident), ident(&operation.error_ident));
    let comment = docs::plain(&format!("A request of {}; it is sent when it is awaited.", route(operation)));
    let optional = operation.parameters.iter().enumerate().filter(|(_, parameter)| !parameter.required);
    let setters = optional.map(|(index, parameter)| {
        let (name, index) = (ident(&parameter.ident), Literal::usize_unsuffixed(index));
        let (ty, text) = (names.mention(&parameter.ty), parameter.ty == TypeRef::Scalar(Scalar::String));
        let into = text.then(|| names.into(&ty));
        let ty = into.map_or(ty.clone(), |into| quote!(#into as #ty));
        let comment = docs(&parameter.docs, &format!("Sets {}.", docs::code(parameter.name.as_str())));
        quote!(#comment #name: #ty = #index,)
    });
    let body = operation.body.iter().filter(|body| !body.required).map(|body| {
        let (name, ty) = (ident(&body.ident), contents::ty(names, &body.contents));
        let comment = docs(&body.docs, "Sets the body.");
        if body.contents.only().is_some() {
            quote!(#comment #name: #ty,)
        } else {
            let into = names.into(&ty);
            quote!(#comment #name: #into as #ty = content,)
        }
    });
    let success = outcomes(operation, true);
    let (how, success_type) = match success.as_slice() {
        [] => (quote!(empty), quote!(())),
        [(_, response)] => match &response.body {
            Some(body) => (how(body), contents::ty(names, body)),
            None => (quote!(empty), quote!(())),
        },
        _ => {
            let name = ident(&operation.success_ident);
            (quote!(one_of), quote!(#name))
        }
    };
    let headers = success.iter().any(|(_, response)| !response.headers.is_empty());
    let headers = headers.then(|| quote!(: with_headers));
    let mut items = vec![quote! {
        rt::request! {
            #comment
            pub struct #name -> #how #success_type | #error #headers { #(#setters)* #(#body)* }
        }
    }];
    if success.len() > 1 {
        let comment = docs::plain(&format!("What {} answers on success.", route(operation)));
        items.push(outcome(names, &comment, &ident(&operation.success_ident), &success, None));
    }
    items.extend(operation.pages.as_ref().map(|it| pages(names, &name, it)));
    let comment = docs::plain(&format!("What {} answers in place of success.", route(operation)));
    items.push(match &operation.error_of {
        Some(first) => shared(&comment, &error, first),
        None => {
            let otherwise = Some(quote!(else Undocumented));
            outcome(names, &comment, &error, &outcomes(operation, false), otherwise)
        }
    });
    items
}

/// Another name of an outcome that an operation before it has, and what is said otherwise of its responses.
pub(super) fn shared(comment: &TokenStream, name: &Ident, first: &SharedOutcome) -> TokenStream {
    let of = ident(&first.of);
    let said = first.docs.iter().filter(|(_, docs)| *docs != Docs::default());
    let said = said.map(|(variant, texts)| {
        let (start, texts) = (format!(" `{variant}`:"), docs(texts, ""));
        quote!(#[doc = ""] #[doc = #start] #texts)
    });
    quote!(#comment #(#said)* pub type #name = #of;)
}

/// How the results of a request come page by page.
fn pages(names: Names<'_>, request: &Ident, pages: &Pages) -> TokenStream {
    let item = names.mention(&pages.item);
    let keys = |keys: &[JsonName]| keys.iter().map(|key| key.as_str().to_owned()).collect::<Vec<_>>();
    let items = keys(&pages.items);
    let plan = match &pages.plan {
        PagePlan::Offset(parameter, first) => {
            let (parameter, first) = (parameter.as_str(), Literal::i64_unsuffixed(*first));
            quote!(Offset(#parameter, #first))
        }
        PagePlan::Number(parameter, first) => {
            let (parameter, first) = (parameter.as_str(), Literal::i64_unsuffixed(*first));
            quote!(Number(#parameter, #first))
        }
        PagePlan::Cursor(parameter, next) => {
            let (parameter, next) = (parameter.as_str(), keys(next));
            quote!(Cursor(#parameter, &[#(#next),*]))
        }
        PagePlan::Last(parameter, key) => {
            let (parameter, key) = (parameter.as_str(), key.as_str());
            quote!(Last(#parameter, #key))
        }
        PagePlan::Link => quote!(Link),
    };
    let more = pages.more.iter().map(JsonName::as_str);
    quote! {
        rt::pages! { #request: #item, in [#(#items),*] by #plan #(; more #more)* }
    }
}

fn outcomes(operation: &Operation, success: bool) -> Vec<(usize, &Response)> {
    operation.responses.iter().enumerate().filter(|(_, response)| response.success == success).collect()
}

/// An enum of responses, and the variant for any other status where one may come.
fn outcome(
    names: Names<'_>,
    comment: &TokenStream,
    name: &Ident,
    responses: &[(usize, &Response)],
    otherwise: Option<TokenStream>,
) -> TokenStream {
    let variants = responses.iter().map(|(index, response)| {
        let (variant, comment) = (ident(&response.ident), response_docs(response));
        let index = Literal::usize_unsuffixed(*index);
        match &response.body {
            Some(body) => {
                let (ty, how) = (contents::ty(names, body), how(body));
                quote!(#comment #variant(#ty) = #index #how,)
            }
            None => quote!(#comment #variant = #index,),
        }
    });
    quote! {
        rt::outcome! {
            #comment
            pub enum #name { #(#variants)* }
            #otherwise
        }
    }
}

/// The method of a payload that reads a body.
fn how(contents: &Contents) -> TokenStream {
    let name = Ident::new(contents::how(contents), Span::call_site());
    quote!(#name)
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
