//! IR → files: spells what was decided and decides nothing.
//!
//! Each emitter builds whole items with `quote!`, so that the generated item can be seen in its emitter.

mod builder;
mod client;
mod contents;
mod docs;
mod enums;
mod file;
mod headers;
mod models;
mod operations;
mod parameters;
mod parts;
mod reference;
mod requests;
mod scalar_enums;
mod schemas;
mod server;
mod structs;
#[cfg(test)]
mod tests;
mod types;
mod unions;

pub use reference::reference;

use crate::diagnostics::Diagnostic;
use crate::ir::{Api, Docs, Features};
use file::Draft;
use parts::Part;
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

/// The module of an API: `mod.rs` and the files it names.
///
/// # Errors
///
/// Where a text does not read back as what was to be written, which is a defect of this crate.
pub fn emit(api: &Api) -> Result<Vec<GeneratedFile>, Vec<Diagnostic>> {
    let rest = [models as Emitter, schemas, operations, headers, client, server];
    let mut drafts = vec![root(api)];
    drafts.extend(rest.into_iter().filter_map(|emitter| emitter(api, Part::Rest)));
    for tag in parts::tags(api) {
        drafts
            .extend([models as Emitter, client, server].into_iter().filter_map(|emitter| emitter(api, tag)));
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

/// Makes the file of a part, where it has anything to hold.
type Emitter = for<'a> fn(&'a Api, Part<'a>) -> Option<Draft<'a>>;

fn models<'a>(api: &'a Api, part: Part<'a>) -> Option<Draft<'a>> {
    let imports = match part {
        Part::Rest => idle(api, [runtime()].into_iter().chain(texts(api, quote!(super))).collect()),
        // Types of one part mention those of the others by their bare names, or none of them.
        Part::Tag(..) => {
            let others = quote!(
                #[allow(unused_imports)]
                use super::*;
            );
            let imports = [runtime(), (file::ANYTHING, others)].into_iter();
            imports.chain(texts(api, quote!(super::super))).collect()
        }
    };
    let items = models::emit(api, part);
    let draft = Draft { path: part.path("models"), header: TokenStream::new(), imports, items };
    models::is_there(api, part).then_some(draft)
}

fn schemas<'a>(api: &'a Api, part: Part<'a>) -> Option<Draft<'a>> {
    let (path, items) = (part.path("schemas"), schemas::emit(api));
    let draft = Draft { path, header: TokenStream::new(), imports: vec![runtime()], items };
    (!api.schemas.is_empty()).then_some(draft)
}

fn operations<'a>(api: &'a Api, part: Part<'a>) -> Option<Draft<'a>> {
    let (path, items) = (part.path("operations"), operations::emit(api));
    // Once a file and not in each table, where it cost the compiler as much as a small struct.
    let names = (
        file::ANYTHING,
        quote!(
            use rt::http::names::*;
        ),
    );
    let imports = idle(api, [runtime(), names].into_iter().chain(texts(api, quote!(super))).collect());
    let draft = Draft { path, header: TokenStream::new(), imports, items };
    (!api.operations.is_empty()).then_some(draft)
}

fn headers<'a>(api: &'a Api, part: Part<'a>) -> Option<Draft<'a>> {
    let (path, items) = (part.path("headers"), headers::emit(api));
    let draft = Draft { path, header: TokenStream::new(), imports: idle(api, imports(part)), items };
    (!api.headers.is_empty()).then_some(draft)
}

/// Imports of a file whose items stand behind features of tags one by one: with all of them off, nothing mentions what is
/// imported.
fn idle(api: &Api, imports: Vec<(&'static str, TokenStream)>) -> Vec<(&'static str, TokenStream)> {
    if api.tag_features().next().is_none() {
        return imports;
    }
    let idle = |(name, line): (&'static str, TokenStream)| match name {
        // It says so already.
        SCHEMAS => (name, line),
        _ => (name, quote!(#[allow(unused_imports)] #line)),
    };
    imports.into_iter().map(idle).collect()
}

fn client<'a>(api: &'a Api, part: Part<'a>) -> Option<Draft<'a>> {
    let mut imports = shared(api, part);
    if matches!(part, Part::Tag(..)) && part.groups(api).any(|group| !group.received) {
        imports.push((
            "Client",
            quote!(
                use super::Client;
            ),
        ));
    }
    let draft = Draft {
        path: part.path("client"),
        header: TokenStream::new(),
        imports,
        items: client::emit(api, part),
    };
    (!api.operations.is_empty()).then_some(draft)
}

fn server<'a>(api: &'a Api, part: Part<'a>) -> Option<Draft<'a>> {
    let (path, imports, items) = (part.path("server"), shared(api, part), server::emit(api, part));
    (!api.operations.is_empty()).then_some(Draft { path, header: TokenStream::new(), imports, items })
}

/// The same for a file of the client or the server: what needs no feature of a tag stands beside what needs one of several.
fn shared(api: &Api, part: Part<'_>) -> Vec<(&'static str, TokenStream)> {
    match part {
        // The runtime is mentioned in any case.
        Part::Rest => [runtime()].into_iter().chain(idle(api, imports(part).split_off(1))).collect(),
        Part::Tag(..) => imports(part),
    }
}

/// What a file of the client or the server imports where it mentions it.
fn imports(part: Part<'_>) -> Vec<(&'static str, TokenStream)> {
    let (models, operations) = match part {
        Part::Rest => (
            quote!(
                use super::models;
            ),
            quote!(
                use super::operations;
            ),
        ),
        Part::Tag(..) => (
            quote!(
                use super::super::models;
            ),
            quote!(
                use super::super::operations;
            ),
        ),
    };
    vec![runtime(), ("models", models), ("operations", operations)]
}

/// The module of what types cannot hold.
const SCHEMAS: &str = "schemas";

/// What types cannot hold, where there is any; a name on the wire may be the same word.
fn texts(api: &Api, beside: TokenStream) -> Option<(&'static str, TokenStream)> {
    let line = quote!(
        #[allow(unused_imports)]
        use #beside::schemas;
    );
    (!api.schemas.is_empty()).then_some((SCHEMAS, line))
}

fn runtime() -> (&'static str, TokenStream) {
    (
        "rt",
        quote!(
            use ::specwright_runtime as rt;
        ),
    )
}

/// The root: what the document says about the API, and a line for each file.
fn root(api: &Api) -> Draft<'_> {
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
            clippy::enum_variant_names, clippy::large_enum_variant, clippy::module_inception, clippy::needless_update, clippy::should_implement_trait,
            clippy::struct_field_names, clippy::too_many_arguments, clippy::type_complexity, clippy::wrong_self_convention,
            clippy::new_without_default, clippy::match_single_binding, clippy::let_and_return, missing_docs, nonstandard_style
        )]
    };
    let mut modules = vec![quote!(
        #[doc = " The types."]
        pub mod models;
    )];
    if !api.schemas.is_empty() {
        modules.push(quote!(
            #[allow(dead_code)]
            mod schemas;
        ));
    }
    if !api.operations.is_empty() {
        let Features { client, server } = &api.features;
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
            #[allow(dead_code)]
            mod operations;
        ));
    }
    if !api.headers.is_empty() {
        let Features { client, server } = &api.features;
        modules.push(quote!(
            #[doc = " The headers of responses."]
            #[cfg(any(feature = #client, feature = #server))]
            pub mod headers;
        ));
    }
    Draft { path: "mod.rs".to_owned(), header, imports: Vec::new(), items: Box::new(modules.into_iter()) }
}
