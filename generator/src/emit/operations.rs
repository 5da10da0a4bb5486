//! `operations.rs`: a static table for each credential and operation, which client and server share.

use super::parameters::{location, parameter};
use super::types::ident;
use super::{contents, docs, parts};
use crate::ir::{
    Api, Body, Operation, OperationKind, PathPiece, Requirement, Response, Scheme, SchemeKind, Status,
};
use proc_macro2::{Literal, TokenStream};
use quote::quote;

/// The items of `operations.rs`.
pub(super) fn emit(api: &Api) -> Box<dyn Iterator<Item = TokenStream> + '_> {
    let mut conditions = vec![TokenStream::new(); api.operations.len()];
    for (group, index) in api
        .groups
        .iter()
        .enumerate()
        .flat_map(|(at, group)| group.operations.iter().map(move |index| (at, index)))
    {
        if let Some(slot) = conditions.get_mut(*index) {
            *slot = parts::condition(api, &[group]);
        }
    }
    let operations = api.operations.iter().zip(conditions).map(|(operation, condition)| {
        let table = self::operation(api, operation);
        quote!(#condition #table)
    });
    Box::new(api.schemes.iter().map(scheme).chain(operations))
}

fn scheme(scheme: &Scheme) -> TokenStream {
    let (table, name) = (ident(&scheme.table_ident), scheme.name.as_str());
    let kind = match &scheme.kind {
        SchemeKind::ApiKey(place, key) => {
            let (place, key) = (location(*place), key.as_str());
            quote!(ApiKey(#place, #key))
        }
        SchemeKind::Basic => quote!(Basic),
        SchemeKind::Bearer => quote!(Bearer),
        SchemeKind::Http(word) => quote!(Http(#word)),
        SchemeKind::Transport => quote!(Transport),
    };
    quote! {
        rt::table! {
            pub(super) static #table: Scheme { name: #name, kind: SchemeKind::#kind, }
        }
    }
}

fn operation(api: &Api, operation: &Operation) -> TokenStream {
    let Operation { id, http_method, path, .. } = operation;
    let table = ident(&operation.table_ident);
    let comment = docs::plain(&docs::code(&format!("{http_method} {path}")));
    let pieces = operation.pieces.iter().map(|piece| match piece {
        PathPiece::Literal(text) => quote!(Piece::Literal(#text)),
        PathPiece::Parameter(index) => {
            let index = Literal::usize_unsuffixed(*index);
            quote!(Piece::Parameter(#index))
        }
    });
    let query = operation.fixed_query.iter().map(|(name, value)| quote!((#name, #value)));
    let query: Vec<_> = query.collect();
    let query = (!query.is_empty()).then(|| quote!(query: &[#(#query),*],));
    let server = operation.server.iter().map(|url| quote!(server: Some(#url),));
    let parameters = operation.parameters.iter().map(parameter);
    let parameters: Vec<_> = parameters.collect();
    let parameters = (!parameters.is_empty()).then(|| quote!(parameters: &[#(#parameters),*],));
    let body = operation.body.as_ref().map(|body| {
        let body = self::body(body);
        quote!(body: Some(#body),)
    });
    let responses = operation.responses.iter().map(response);
    let security: Vec<_> = operation
        .security
        .iter()
        .map(|alternative| {
            let requirements = alternative.iter().filter_map(|it| requirement(api, it));
            quote!(&[#(#requirements),*])
        })
        .collect();
    let security = (!security.is_empty()).then(|| quote!(security: &[#(#security),*],));
    quote! {
        rt::table! {
            #comment
            pub(super) static #table: Operation {
                id: #id,
                method: #http_method,
                path: #path,
                pieces: &[#(#pieces),*],
                #(#server)*
                #query
                #parameters
                #body
                responses: &[#(#responses),*],
                #security
                ..Operation::NONE
            }
        }
    }
}

fn body(body: &Body) -> TokenStream {
    let required = body.required;
    match body.contents.media_types().collect::<Vec<_>>().as_slice() {
        [(content, media_type)] => {
            let (name, encoding) = (&media_type.name, contents::encoding(&media_type.encoding));
            let rules = contents::rules(&content.rules);
            quote! {
                Body { media_type: #name, encoding: Encoding::#encoding, required: #required, #rules ..Body::NONE }
            }
        }
        _ => {
            let contents = contents::table(&body.contents);
            quote!(Body { contents: #contents, required: #required, ..Body::NONE })
        }
    }
}

/// A credential that an operation asks for.
fn requirement(api: &Api, requirement: &Requirement) -> Option<TokenStream> {
    let scheme = ident(&api.schemes.get(requirement.scheme)?.table_ident);
    let scopes = &requirement.scopes;
    Some(if scopes.is_empty() {
        quote!(Requirement::of(&#scheme))
    } else {
        quote!(Requirement { scheme: &#scheme, scopes: &[#(#scopes),*] })
    })
}

fn response(response: &Response) -> TokenStream {
    let status = match response.status {
        Status::Exact(code) => {
            let code = Literal::u16_unsuffixed(code);
            Some(quote!(status: Status::Exact(#code),))
        }
        Status::Range(hundred) => {
            let hundred = Literal::u8_unsuffixed(hundred);
            Some(quote!(status: Status::Range(#hundred),))
        }
        Status::Default => None,
    };
    let success = response.success.then(|| quote!(success: true,));
    let body = response.body.as_ref();
    let preferred = body.and_then(|contents| contents.media_types().next());
    let preferred = preferred.map(|(_, media_type)| media_type.name.as_str());
    let json = preferred == Some("application/json");
    let media_type = preferred.filter(|_| !json).map(|name| quote!(media_type: Some(#name),));
    let base = if json { quote!(JSON) } else { quote!(NONE) };
    let contents = body.filter(|contents| contents::needs_table(contents)).map(|contents| {
        let contents = contents::table(contents);
        quote!(contents: #contents,)
    });
    let said: TokenStream = [status, success, media_type, contents].into_iter().flatten().collect();
    if said.is_empty() { quote!(Response::#base) } else { quote!(Response { #said ..Response::#base }) }
}

/// What is sent, within a sentence: a method and a path, or what the document calls it.
pub(super) fn route(operation: &Operation) -> String {
    match &operation.kind {
        OperationKind::Path => docs::code(&format!("{} {}", operation.http_method, operation.path)),
        OperationKind::Webhook(name) => format!("the webhook {}", docs::code(name)),
        OperationKind::Callback(name, url) => {
            format!("the callback {} to {}", docs::code(name), docs::code(url))
        }
    }
}

/// The same as a sentence, where the document says nothing.
pub(super) fn headline(operation: &Operation) -> String {
    let route = route(operation);
    match route.strip_prefix("the ") {
        Some(rest) => format!("The {rest}."),
        None => format!("{route}."),
    }
}
