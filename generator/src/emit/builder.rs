//! The client and its builder: what varies by API, which is its base URL, the variables in it, and its credentials.

use super::docs::{self, docs};
use super::types::ident;
use crate::ir::{Api, Endpoint, Scheme, SchemeKind, ServerVariable};
use proc_macro2::TokenStream;
use quote::quote;

/// The client and its builder, as far as they do not vary by operation.
pub(super) fn emit(api: &Api) -> TokenStream {
    let comment = docs::plain(&format!("A client of {}.", docs::escape_line(&api.title)));
    let prefix = prefix(api);
    let base_url = api.servers.first().map(|server| {
        let url = &server.url;
        quote!(, #url)
    });
    let variables = api.servers.first().map(|server| server.variables.as_slice()).unwrap_or_default();
    let variables = variables.iter().map(variable);
    let schemes = schemes(api, false).into_iter().map(scheme);
    quote! {
        rt::client! {
            #comment
            pub struct Client -> ClientBuilder(#prefix #base_url) {
                #(#variables)*
                #(#schemes)*
            }
        }
    }
}

/// The client that sends webhooks and callbacks: each goes to the URL that its caller is given, with the credentials that
/// the document asks for there.
pub(super) fn sender(api: &Api) -> TokenStream {
    let comment =
        docs::plain(&format!("Sends what {} calls: webhooks and callbacks.", docs::escape_line(&api.title)));
    let prefix = format!("{}_WEBHOOKS", prefix(api));
    let schemes = schemes(api, true).into_iter().map(scheme);
    quote! {
        rt::sender! {
            #comment
            pub struct WebhookSender -> WebhookSenderBuilder(#prefix) { #(#schemes)* }
        }
    }
}

/// What the variables of a process start with: they are written in capitals.
fn prefix(api: &Api) -> String {
    api.module.as_str().trim_end_matches('_').to_ascii_uppercase()
}

/// The schemes that a client is given credentials for; of what is received only those that it asks for.
fn schemes(api: &Api, received: bool) -> Vec<&Scheme> {
    let asked = |index: usize| {
        let mut operations = api.operations.iter().filter(|operation| operation.is_received());
        operations.any(|operation| operation.security.iter().flatten().any(|have| have.scheme == index))
    };
    let known = api.schemes.iter().enumerate().filter(|(_, scheme)| scheme.kind != SchemeKind::Transport);
    known.filter(|(index, _)| !received || asked(*index)).map(|(_, scheme)| scheme).collect()
}

fn variable(variable: &ServerVariable) -> TokenStream {
    let (method, name) = (ident(&variable.ident), variable.name.as_str());
    let comment = docs(&variable.docs, &format!("Sets {} of the base URL.", docs::code(name)));
    let default = variable.default.iter();
    let values = &variable.values;
    let values = (!values.is_empty()).then(|| quote!(; #(#values),*));
    quote!(#comment variable #method(#name #(, #default)* #values),)
}

fn scheme(scheme: &Scheme) -> TokenStream {
    let (method, table) = (ident(&scheme.ident), ident(&scheme.table_ident));
    let comment = docs(&scheme.docs, &format!("The credential {}.", docs::code(scheme.name.as_str())));
    if scheme.kind == SchemeKind::Basic {
        return quote!(#comment basic #method(operations::#table),);
    }
    let flow = scheme.flow.as_ref().map(|flow| {
        let scope = flow.scopes.join(" ");
        match &flow.endpoint {
            Endpoint::Token(url) => quote!(, #url, #scope),
            Endpoint::Discovery(url) => quote!(, discovery #url, #scope),
        }
    });
    quote!(#comment credential #method(operations::#table #flow),)
}
