//! The builder of a client: what every client takes, and a method for each server variable and credential.

use super::docs::{self, docs};
use super::types::ident;
use crate::ir::{Api, SchemeKind};
use proc_macro2::TokenStream;
use quote::quote;

/// The items of the builder.
pub(super) fn emit(api: &Api) -> Vec<TokenStream> {
    let variables = api.servers.first().map(|server| server.variables.as_slice()).unwrap_or_default();
    let variables = variables.iter().map(|variable| {
        let (method, name) = (ident(&variable.ident), variable.name.as_str());
        let comment = docs(&variable.docs, &format!("Sets {} of the base URL.", docs::code(name)));
        quote! {
            #comment
            #[must_use]
            pub fn #method(mut self, value: impl ::std::convert::Into<::std::string::String>) -> Self {
                self.builder = self.builder.server_variable(#name, ::std::convert::Into::into(value));
                self
            }
        }
    });
    let schemes = api.schemes.iter().filter(|scheme| scheme.kind != SchemeKind::Transport).map(|scheme| {
        let (method, table) = (ident(&scheme.ident), ident(&scheme.table_ident));
        let comment = docs(&scheme.docs, &format!("The credential {}.", docs::code(scheme.name.as_str())));
        if scheme.kind == SchemeKind::Basic {
            quote! {
                #comment
                #[must_use]
                pub fn #method(
                    mut self,
                    user: impl ::std::convert::Into<::std::string::String>,
                    password: impl ::std::convert::Into<rt::client::Secret>,
                ) -> Self {
                    let (user, password) = (::std::convert::Into::into(user), ::std::convert::Into::into(password));
                    self.builder = self.builder.basic(&operations::#table, user, password);
                    self
                }
            }
        } else {
            quote! {
                #comment
                #[must_use]
                pub fn #method(mut self, secret: impl ::std::convert::Into<rt::client::Secret>) -> Self {
                    self.builder = self.builder.credential(&operations::#table, ::std::convert::Into::into(secret));
                    self
                }
            }
        }
    });
    vec![
        quote! {
            #[doc = " What a client is built from."]
            #[derive(::std::fmt::Debug)]
            pub struct ClientBuilder {
                builder: rt::client::Builder,
            }
        },
        quote! {
            impl ClientBuilder {
                #[doc = " The URL that every path is appended to."]
                #[must_use]
                pub fn base_url(mut self, url: impl ::std::convert::Into<::std::string::String>) -> Self {
                    self.builder = self.builder.base_url(::std::convert::Into::into(url));
                    self
                }
                #[doc = " The `User-Agent` that is sent."]
                #[must_use]
                pub fn user_agent(mut self, text: impl ::std::convert::Into<::std::string::String>) -> Self {
                    self.builder = self.builder.user_agent(::std::convert::Into::into(text));
                    self
                }
                #[doc = " How long a request may take, from the first byte sent to the last byte read."]
                #[must_use]
                pub fn timeout(mut self, timeout: ::std::time::Duration) -> Self {
                    self.builder = self.builder.timeout(timeout);
                    self
                }
                #[doc = " The largest body that is read."]
                #[must_use]
                pub fn max_response_bytes(mut self, bytes: usize) -> Self {
                    self.builder = self.builder.max_response_bytes(bytes);
                    self
                }
                #[doc = " What carries requests, in place of the default."]
                #[must_use]
                pub fn transport(mut self, transport: impl rt::client::Transport) -> Self {
                    self.builder = self.builder.transport(transport);
                    self
                }
                #(#variables)*
                #(#schemes)*
                #[doc = " The client; fails where the base URL is missing or is none."]
                pub fn build(self) -> ::std::result::Result<Client, rt::client::BuildError> {
                    self.builder.build().map(|core| Client { core })
                }
            }
        },
    ]
}
