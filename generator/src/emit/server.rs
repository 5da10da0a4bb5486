//! `server.rs` and the files below it: a trait for each tag and security scheme, an input and an answer for each operation,
//! and the router.

use super::contents;
use super::docs::{self, docs};
use super::operations::{headline, route};
use super::parts::{self, Part};
use super::requests::{self, response_docs};
use super::types::{Names, ident};
use crate::ir::{
    Api, Contents, Group, Ident, Operation, Parameter, Response, Scheme, SchemeKind, Status, TagFeature,
};
use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};
use std::collections::BTreeSet;

/// The items of a part of the server.
pub(super) fn emit<'a>(api: &'a Api, part: Part<'a>) -> Box<dyn Iterator<Item = TokenStream> + 'a> {
    let names = Names::of(api).beside();
    let groups = part.groups(api).flat_map(move |group| {
        let shells = operations(api, group)
            .flat_map(move |operation| [input(names, operation), answer(names, operation)]);
        let receiver = group.received.then(|| receiver(api, group, part)).into_iter().flatten();
        std::iter::once(group_trait(api, group)).chain(shells).chain(receiver)
    });
    match part {
        Part::Tag(..) => Box::new(groups),
        Part::Rest => {
            let called = api.groups.iter().filter(|group| !group.received).collect::<Vec<_>>();
            let router = (!called.is_empty()).then(|| router(api, &called)).into_iter().flatten();
            let schemes = asked(api, api.operations.iter().filter(|it| it.routed)).map(scheme_trait);
            Box::new(
                parts::modules(api, |_| true).chain(absent(api)).chain(schemes).chain(groups).chain(router),
            )
        }
    }
}

/// The traits of tags whose feature is off: a service has to be nothing for them.
fn absent(api: &Api) -> impl Iterator<Item = TokenStream> {
    api.groups.iter().filter(|group| !group.received).filter_map(|group| {
        let (name, feature) = (ident(&group.ident), &group.feature.as_ref()?.name);
        Some(quote!(
            #[cfg(not(feature = #feature))]
            use rt::server::Off as #name;
        ))
    })
}

/// The operations of a group that a server has a route for.
fn operations<'a>(api: &'a Api, group: &'a Group) -> impl Iterator<Item = &'a Operation> {
    parts::operations(api, group).filter(|operation| operation.routed)
}

/// The routes of what the API calls, for whoever it calls.
fn receiver(api: &Api, group: &Group, part: Part<'_>) -> [TokenStream; 2] {
    let name = ident(&group.ident);
    let beside = matches!(part, Part::Tag(..)).then(|| quote!(super::));
    let (traits, routes) = start(api, vec![quote!(#name)], operations(api, group), beside);
    let added = additions(api, group);
    let builder = quote! {
        #[doc = " The routes of the webhooks and callbacks that `service` answers, each at the path of its name:"]
        #[doc = " [`Routes::at`](rt::server::Routes::at) moves it to where it is received."]
        pub fn webhook_builder<S>(service: S) -> rt::server::Routes
        where
            S: #(#traits)+*,
        {
            let service = ::std::sync::Arc::new(service);
            #routes #(#added)*
        }
    };
    let router = quote! {
        #[doc = " An `axum::Router` that answers webhooks and callbacks with what `service` does."]
        pub fn webhook_router<S>(service: S) -> rt::axum::Router
        where
            S: #(#traits)+*,
        {
            webhook_builder(service).into_router()
        }
    };
    [builder, router]
}

/// The calls that add the operations of a group to routes.
fn additions<'a>(api: &'a Api, group: &'a Group) -> impl Iterator<Item = TokenStream> + 'a {
    let name = ident(&group.ident);
    operations(api, group).map(move |operation| {
        let (table, method) = (ident(&operation.table_ident), ident(&operation.method_ident));
        quote!(.operation(&operations::#table, &service, #name::#method))
    })
}

/// What a service has to be for these operations, and the routes that there are before any is added. The traits of schemes are
/// in the file of the server itself, which is above one of a tag.
fn start<'a>(
    api: &Api,
    mut traits: Vec<TokenStream>,
    operations: impl Iterator<Item = &'a Operation>,
    beside: Option<TokenStream>,
) -> (Vec<TokenStream>, TokenStream) {
    let mut routes = quote!(rt::server::Routes::new());
    for scheme in asked(api, operations) {
        let (name, table) = (ident(&scheme.trait_ident), ident(&scheme.table_ident));
        let add = format_ident!("by_{}", credential(scheme));
        routes.extend(quote!(.#add(&operations::#table, &service, #beside #name::authenticate)));
        traits.push(quote!(#beside #name));
    }
    (traits, routes)
}

/// The schemes that operations ask for, in the order of the document.
fn asked<'a>(api: &Api, operations: impl Iterator<Item = &'a Operation>) -> impl Iterator<Item = &Scheme> {
    let required = operations.flat_map(|operation| operation.security.iter().flatten());
    let indices: BTreeSet<usize> = required.map(|requirement| requirement.scheme).collect();
    indices.into_iter().filter_map(|index| api.schemes.get(index))
}

/// What kind of credential the runtime calls that of a scheme.
fn credential(scheme: &Scheme) -> &'static str {
    match scheme.kind {
        SchemeKind::ApiKey(..) | SchemeKind::Http(_) => "key",
        SchemeKind::Bearer => "token",
        SchemeKind::Basic => "password",
        SchemeKind::Transport => "transport",
    }
}

/// The trait that decides on the credentials of a scheme.
fn scheme_trait(scheme: &Scheme) -> TokenStream {
    let (name, kind) = (ident(&scheme.trait_ident), format_ident!("{}", credential(scheme)));
    let comment =
        docs::plain(&format!("Who may call by the security scheme {}.", docs::code(scheme.name.as_str())));
    quote! {
        rt::scheme! {
            #comment
            pub trait #name: #kind;
        }
    }
}

fn router(api: &Api, groups: &[&Group]) -> [TokenStream; 2] {
    let traits = groups.iter().map(|group| ident(&group.ident)).map(|name| quote!(#name)).collect();
    let all = api.operations.iter().filter(|operation| operation.routed && !operation.is_received());
    let (traits, routes) = start(api, traits, all, None);
    let (mut routes, mut is_asked) = (Some(routes), false);
    let mut statements = Vec::new();
    for group in groups {
        let mut added = additions(api, group);
        let Some(first) = added.next() else { continue };
        is_asked = true;
        // A statement a group: one expression of a thousand calls is nested a thousand deep.
        statements.extend(routes.take().map(|routes| quote!(let routes = #routes;)));
        match &group.feature {
            Some(TagFeature { name, .. }) => {
                statements.push(quote!(#[cfg(feature = #name)] let routes = routes #first #(#added)*;));
            }
            None => routes = Some(quote!(routes #first #(#added)*)),
        }
    }
    let routes = routes.unwrap_or_else(|| quote!(routes));
    // Without any of the features, or where no operation has a route, the service is not asked for anything.
    let idle = api.tag_features().next().is_some() || !is_asked;
    let allow = idle.then(|| quote!(#[allow(unused_variables)]));
    let builder = quote! {
        #[doc = " The routes of `service`: every one that the document names, and nothing else. What they take and check can be"]
        #[doc = " set before they become a router."]
        #allow
        pub fn builder<S>(service: S) -> rt::server::Routes
        where
            S: #(#traits)+*,
        {
            let service = ::std::sync::Arc::new(service);
            #(#statements)*
            #routes
        }
    };
    let router = quote! {
        #[doc = " An `axum::Router` that answers with the routes of `service`."]
        pub fn router<S>(service: S) -> rt::axum::Router
        where
            S: #(#traits)+*,
        {
            builder(service).into_router()
        }
    };
    [builder, router]
}

fn group_trait(api: &Api, group: &Group) -> TokenStream {
    let name = ident(&group.ident);
    let what = match &group.tag {
        _ if group.received => "What the API calls: its webhooks and callbacks.".to_owned(),
        Some(tag) => format!("The operations of the tag {}.", docs::code(tag)),
        None => "The operations of no tag.".to_owned(),
    };
    let comment = docs(&group.docs, &what);
    let methods = operations(api, group).map(|operation| {
        let (method, input) = (ident(&operation.method_ident), ident(&operation.input_ident));
        let response = ident(&operation.response_ident);
        let comment = docs(&operation.docs, &headline(operation));
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
    let spelled = |parameter: &Parameter| {
        let ty = names.mention(&parameter.ty);
        // Where the document has a default, the runtime puts it in: there is always a value.
        if parameter.required || parameter.default.is_some() { ty } else { names.option(&ty) }
    };
    let parameters = operation.parameters.iter().enumerate().map(|(index, parameter)| {
        let (field, ty) = (ident(&parameter.ident), spelled(parameter));
        let comment = docs(&parameter.docs, &format!("{}.", docs::code(parameter.name.as_str())));
        let index = Literal::usize_unsuffixed(index);
        quote!(#comment #field: #ty = #index,)
    });
    let body = operation.body.iter().map(|body| {
        let (field, ty) = (ident(&body.ident), contents::ty(names, &body.contents));
        let ty = if body.required { ty } else { names.option(&ty) };
        let comment = docs(&body.docs, "The body.");
        let how = match (body.contents.only().is_none(), body.required) {
            (true, true) => quote!(= content),
            (true, false) => quote!(= optional_content),
            (false, true) => TokenStream::new(),
            (false, false) => quote!(= optional),
        };
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
    let variants = operation.responses.iter().flat_map(|response| {
        let ty = response.body.as_ref().map(|body| contents::ty(names, body));
        let write = write(response.body.as_ref());
        let whole = row(response, &response.ident, &response_docs(response), ty, &write);
        std::iter::once(whole).chain(stream(names, response))
    });
    let comment = docs::plain(&format!("What {} answers.", route(operation)));
    if let Some(first) = &operation.response_of {
        return requests::shared(&comment, &name, first);
    }
    quote! {
        rt::answer! {
            #comment
            pub enum #name { #(#variants)* }
        }
    }
}

/// A variant of an answer: the type of its body, and how that is written.
fn row(
    response: &Response,
    variant: &Ident,
    comment: &TokenStream,
    body: Option<TokenStream>,
    write: &TokenStream,
) -> TokenStream {
    let variant = ident(variant);
    let (code, status) = match response.status {
        Status::Exact(code) => {
            let code = Literal::u16_unsuffixed(code);
            (quote!(#code), None)
        }
        Status::Range(_) | Status::Default => (quote!(status), Some(quote!(status: u16))),
    };
    let body = body.map(|ty| quote!(body: #ty));
    let documented = !response.headers.is_empty();
    let headers = documented.then(|| quote!(headers: rt::server::Headers));
    let parts: Vec<TokenStream> = status.into_iter().chain(body).chain(headers).collect();
    let parts = (!parts.is_empty()).then(|| quote!((#(#parts),*)));
    let headers = documented.then(|| quote!(with headers));
    quote!(#comment #variant #parts => #code #write #headers,)
}

/// The variant whose body is sent as it comes.
fn stream(names: Names<'_>, response: &Response) -> Option<TokenStream> {
    let stream = response.stream.as_ref()?;
    let item = stream.item.as_ref().map(|item| names.mention(item));
    let item = item.map(|item| quote!(<#item>));
    let write = if stream.content == 0 {
        quote!(stream(body))
    } else {
        let index = Literal::usize_unsuffixed(stream.content);
        quote!(stream(body.content(#index)))
    };
    let comment = docs::plain("The same, sent as it comes.");
    Some(row(response, &stream.ident, &comment, Some(quote!(rt::server::Streamed #item)), &write))
}

fn write(body: Option<&Contents>) -> TokenStream {
    let Some(contents) = body else { return quote!(empty()) };
    let how = contents::how(contents);
    let name = proc_macro2::Ident::new(how, proc_macro2::Span::call_site());
    // Texts and bytes are handed over, everything else is looked at.
    if matches!(how, "text" | "bytes") { quote!(#name(body)) } else { quote!(#name(&body)) }
}
