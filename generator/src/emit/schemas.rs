//! `schemas.rs`: what types cannot hold, as JSON Schema that the runtime holds values against.

use crate::ir::Api;
use proc_macro2::TokenStream;
use quote::quote;

/// The items of `schemas.rs`.
pub(super) fn emit(api: &Api) -> Box<dyn Iterator<Item = TokenStream> + '_> {
    let texts = &api.schemas;
    Box::new(std::iter::once(quote! {
        #[doc = " What types cannot hold, as JSON Schema: `#/3` refers to the fourth of them."]
        pub(super) static SCHEMAS: rt::codec::Schemas = rt::codec::Schemas::new(&[#(#texts),*]);
    }))
}
