//! `operations.rs`: a static table for each credential and operation, which client and server share.

use super::docs;
use super::types::{self, ident};
use crate::ir::{
    Api, Body, BodyEncoding, Kind, Location, Operation, Parameter, PathPiece, Response, Scheme, SchemeKind,
    Status, Style,
};
use proc_macro2::{Literal, TokenStream};
use quote::quote;

/// The items of `operations.rs`.
pub(super) fn emit(api: &Api) -> Vec<TokenStream> {
    let mut items = vec![quote!(
        use ::specwright_runtime as rt;
    )];
    items.extend(api.schemes.iter().map(scheme));
    items.extend(api.operations.iter().map(|operation| self::operation(api, operation)));
    items
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
        pub(super) static #table: rt::http::Scheme =
            rt::http::Scheme { name: #name, kind: rt::http::SchemeKind::#kind };
    }
}

fn operation(api: &Api, operation: &Operation) -> TokenStream {
    let Operation { id, http_method, path, .. } = operation;
    let table = ident(&operation.table_ident);
    let comment = docs::plain(&docs::code(&format!("{http_method} {path}")));
    let pieces = operation.pieces.iter().map(|piece| match piece {
        PathPiece::Literal(text) => quote!(rt::http::Piece::Literal(#text)),
        PathPiece::Parameter(index) => {
            let index = Literal::usize_unsuffixed(*index);
            quote!(rt::http::Piece::Parameter(#index))
        }
    });
    let parameters = operation.parameters.iter().map(parameter);
    let body = match &operation.body {
        Some(body) => {
            let body = self::body(body);
            quote!(::std::option::Option::Some(#body))
        }
        None => quote!(::std::option::Option::None),
    };
    let responses = operation.responses.iter().map(response);
    let security = operation.security.iter().map(|alternative| {
        let schemes = alternative.iter().filter_map(|index| api.schemes.get(*index));
        let schemes = schemes.map(|scheme| ident(&scheme.table_ident));
        quote!(&[#(&#schemes),*])
    });
    quote! {
        #comment
        pub(super) static #table: rt::http::Operation = rt::http::Operation {
            id: #id,
            method: #http_method,
            path: #path,
            pieces: &[#(#pieces),*],
            parameters: &[#(#parameters),*],
            body: #body,
            responses: &[#(#responses),*],
            security: &[#(#security),*],
        };
    }
}

fn parameter(parameter: &Parameter) -> TokenStream {
    let (name, required) = (parameter.name.as_str(), parameter.required);
    let (place, kind) = (location(parameter.location), kind(&parameter.kind));
    // Two constants of the runtime hold what most parameters have; another style is written out over the first.
    let (style, base) = match (parameter.style, parameter.explode) {
        (Style::Simple, false) => (None, quote!(SIMPLE)),
        (Style::Form, true) => (None, quote!(FORM)),
        (style, explode) => {
            let style = self::style(style);
            (Some(quote!(style: #style, explode: #explode,)), quote!(SIMPLE))
        }
    };
    let reserved = parameter.allow_reserved.then(|| quote!(allow_reserved: true,));
    let rules = (!parameter.rules.is_empty()).then(|| {
        let rules = types::rules(&parameter.rules);
        quote!(rules: #rules,)
    });
    let default = parameter.default.as_ref().map(|default| {
        let text = &default.0;
        quote!(default: ::std::option::Option::Some(#text),)
    });
    quote! {
        rt::http::Parameter {
            name: #name, location: #place, #style #reserved required: #required, kind: #kind, #rules #default
            ..rt::http::Parameter::#base
        }
    }
}

fn body(body: &Body) -> TokenStream {
    let (media_type, required, rules) = (&body.media_type, body.required, types::rules(&body.rules));
    let encoding = match &body.encoding {
        BodyEncoding::Json => quote!(Json),
        BodyEncoding::Form { kind, deep } => {
            let (kind, deep) = (self::kind(kind), deep.iter().map(|name| name.as_str()));
            quote!(Form { kind: #kind, deep: &[#(#deep),*] })
        }
        BodyEncoding::Multipart { kind } => {
            let kind = self::kind(kind);
            quote!(Multipart { kind: #kind })
        }
        BodyEncoding::Text => quote!(Text),
        BodyEncoding::Bytes => quote!(Bytes),
    };
    quote! {
        rt::http::Body {
            media_type: #media_type, encoding: rt::http::Encoding::#encoding, required: #required, rules: #rules,
        }
    }
}

fn response(response: &Response) -> TokenStream {
    let status = match response.status {
        Status::Exact(code) => {
            let code = Literal::u16_unsuffixed(code);
            quote!(Exact(#code))
        }
        Status::Range(hundred) => {
            let hundred = Literal::u8_unsuffixed(hundred);
            quote!(Range(#hundred))
        }
        Status::Default => quote!(Default),
    };
    let success = response.success;
    let media_type = match &response.body {
        Some(Body { media_type, .. }) => quote!(::std::option::Option::Some(#media_type)),
        None => quote!(::std::option::Option::None),
    };
    quote! {
        rt::http::Response { status: rt::http::Status::#status, success: #success, media_type: #media_type }
    }
}

fn kind(kind: &Kind) -> TokenStream {
    match kind {
        Kind::String => quote!(rt::http::Kind::String),
        Kind::Number => quote!(rt::http::Kind::Number),
        Kind::Boolean => quote!(rt::http::Kind::Boolean),
        Kind::Binary => quote!(rt::http::Kind::Binary),
        Kind::Array(item) => {
            let item = self::kind(item);
            quote!(rt::http::Kind::Array(&#item))
        }
        Kind::Object(known, rest) => {
            let known = known.iter().map(|(name, kind)| {
                let (name, kind) = (name.as_str(), self::kind(kind));
                quote!((#name, #kind))
            });
            let rest = match rest {
                Some(rest) => {
                    let rest = self::kind(rest);
                    quote!(::std::option::Option::Some(&#rest))
                }
                None => quote!(::std::option::Option::None),
            };
            quote!(rt::http::Kind::Object(&[#(#known),*], #rest))
        }
        // No text of a parameter nests so deep that it comes back to its own type: from there on it is JSON.
        Kind::Named(_) | Kind::Json => quote!(rt::http::Kind::Json),
    }
}

fn location(location: Location) -> TokenStream {
    match location {
        Location::Path => quote!(rt::http::Location::Path),
        Location::Query => quote!(rt::http::Location::Query),
        Location::Header => quote!(rt::http::Location::Header),
        Location::Cookie => quote!(rt::http::Location::Cookie),
    }
}

fn style(style: Style) -> TokenStream {
    match style {
        Style::Simple => quote!(rt::http::Style::Simple),
        Style::Label => quote!(rt::http::Style::Label),
        Style::Matrix => quote!(rt::http::Style::Matrix),
        Style::Form => quote!(rt::http::Style::Form),
        Style::SpaceDelimited => quote!(rt::http::Style::SpaceDelimited),
        Style::PipeDelimited => quote!(rt::http::Style::PipeDelimited),
        Style::DeepObject => quote!(rt::http::Style::DeepObject),
        Style::Json => quote!(rt::http::Style::Json),
    }
}

/// How a doc comment ends: with what is sent.
pub(super) fn route(operation: &Operation) -> String {
    docs::code(&format!("{} {}", operation.http_method, operation.path))
}
