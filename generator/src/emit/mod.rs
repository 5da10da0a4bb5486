//! IR → files: spells what was decided and decides nothing.
//!
//! Each part builds whole items with `quote!`, so that the generated item can be seen in its emitter.

mod builder;
mod client;
mod contents;
mod crate_files;
mod docs;
mod enums;
mod file;
mod models;
mod operations;
mod reference;
mod requests;
mod server;
mod structs;
#[cfg(test)]
mod tests;
mod types;
mod unions;

pub use crate_files::{Runtime, crate_files};
pub use reference::reference;

use crate::diagnostics::Diagnostic;
use crate::ir::{Api, Docs};
use proc_macro2::TokenStream;
use quote::quote;

/// A file to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GeneratedFile {
    /// Its path below the folder of the API, with `/` between its parts; only of our own alphabet.
    pub path: String,
    /// Its text.
    pub text: String,
}

/// What the cargo features of the crate are called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Features {
    /// The feature that the client stands behind.
    pub client: String,
    /// The feature that the server stands behind.
    pub server: String,
}

impl Default for Features {
    /// The names in a crate of its own: `client` and `server`.
    fn default() -> Self {
        Self { client: "client".to_owned(), server: "server".to_owned() }
    }
}

/// The module of an API: `mod.rs` and the files it names.
///
/// # Errors
///
/// Where a text does not read back as what was to be written, which is a defect of this crate.
pub fn emit(api: &Api, features: &Features) -> Result<Vec<GeneratedFile>, Vec<Diagnostic>> {
    emit_under(api, features, "mod.rs", "")
}

/// The files of an API; `root` is the one that names the others.
fn emit_under(
    api: &Api,
    features: &Features,
    root: &str,
    folder: &str,
) -> Result<Vec<GeneratedFile>, Vec<Diagnostic>> {
    let (header, modules) = root_module(api, features);
    let draft = |name: &str, imports, items| file::Draft {
        path: format!("{folder}{name}"),
        header: TokenStream::new(),
        imports,
        items,
    };
    let rt = (
        "rt",
        quote!(
            use ::specwright_runtime as rt;
        ),
    );
    let models = (
        "models",
        quote!(
            use super::models;
        ),
    );
    let operations = (
        "operations",
        quote!(
            use super::operations;
        ),
    );
    let root = file::Draft { header, ..draft(root, Vec::new(), Box::new(modules.into_iter())) };
    let mut drafts = vec![root, draft("models.rs", vec![rt.clone()], models::emit(api))];
    if !api.operations.is_empty() {
        let imports = || vec![rt.clone(), models.clone(), operations.clone()];
        drafts.push(draft("operations.rs", vec![rt.clone()], operations::emit(api)));
        drafts.push(draft("client.rs", imports(), client::emit(api)));
        drafts.push(draft("server.rs", imports(), server::emit(api)));
    }
    let (mut written, mut problems) = (Vec::new(), Vec::new());
    for draft in drafts {
        match file::write(api, draft) {
            Ok(file) => written.push(file),
            Err(problem) => problems.push(problem),
        }
    }
    if problems.is_empty() { Ok(written) } else { Err(problems) }
}

/// The root: what the document says about the API, and a line for each file.
fn root_module(api: &Api, features: &Features) -> (TokenStream, Vec<TokenStream>) {
    let title = if api.title.trim().is_empty() { api.module.as_str() } else { api.title.trim() };
    let version =
        if api.version.trim().is_empty() { String::new() } else { format!(", version {}", api.version) };
    let texts = Docs { summary: Some(format!("{title}{version}.")), ..api.docs.clone() };
    let lines = docs::lines(&texts, "").into_iter();
    let lines = lines.map(|line| if line.is_empty() { line } else { format!(" {line}") });
    // Names and shapes are the vendor's: what clippy would have done otherwise cannot be done here.
    let header = quote! {
        #![doc = ""]
        #(#![doc = #lines])*
        #![allow(
            clippy::enum_variant_names, clippy::large_enum_variant, clippy::needless_update, clippy::should_implement_trait,
            clippy::struct_field_names, clippy::too_many_arguments, clippy::type_complexity, clippy::wrong_self_convention,
            clippy::new_without_default, clippy::match_single_binding, clippy::let_and_return, missing_docs, nonstandard_style
        )]
    };
    let mut modules = vec![quote!(
        #[doc = " The types."]
        pub mod models;
    )];
    if !api.operations.is_empty() {
        let Features { client, server } = features;
        modules.push(quote!(
            #[doc = " The client."]
            #[cfg(feature = #client)]
            pub mod client;
        ));
        modules.push(quote!(
            #[doc = " The server."]
            #[cfg(feature = #server)]
            pub mod server;
        ));
        modules.push(quote!(
            #[cfg(any(feature = #client, feature = #server))]
            mod operations;
        ));
    }
    (header, modules)
}
