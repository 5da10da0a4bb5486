//! Files of an API: what stands behind the feature of one tag is a file of its own, so that a compiler that is not to
//! have it does not even read it.

use super::types::ident;
use crate::ir::{Api, Group, Operation, TagFeature};
use proc_macro2::TokenStream;
use quote::quote;

/// What one file of a module holds.
#[derive(Clone, Copy, Debug)]
pub(super) enum Part<'a> {
    /// What needs no feature of a tag, or those of several.
    Rest,
    /// What stands behind the feature of one tag; the index is that of its group.
    Tag(usize, &'a TagFeature),
}

/// The parts of an API beside the rest.
pub(super) fn tags(api: &Api) -> impl Iterator<Item = Part<'_>> {
    let groups = api.groups.iter().enumerate();
    groups.filter_map(|(index, group)| group.feature.as_ref().map(|feature| Part::Tag(index, feature)))
}

impl<'a> Part<'a> {
    /// The path of its file in a module.
    pub(super) fn path(self, module: &str) -> String {
        match self {
            Self::Rest => format!("{module}.rs"),
            Self::Tag(_, feature) => format!("{module}/{}.rs", feature.module),
        }
    }

    /// Whether a type is written in it that these groups need.
    pub(super) fn holds(self, groups: &[usize]) -> bool {
        match (self, groups) {
            (Self::Rest, [_]) => false,
            (Self::Rest, _) => true,
            (Self::Tag(index, _), groups) => groups == [index],
        }
    }

    /// The groups whose operations are written in it.
    pub(super) fn groups(self, api: &'a Api) -> impl Iterator<Item = &'a Group> {
        let groups = api.groups.iter().enumerate();
        groups.filter_map(move |(index, group)| match self {
            Self::Rest => group.feature.is_none().then_some(group),
            Self::Tag(own, _) => (own == index).then_some(group),
        })
    }

    /// The operations that are written in it.
    pub(super) fn operations(self, api: &'a Api) -> impl Iterator<Item = &'a Operation> {
        self.groups(api).flat_map(|group| operations(api, group))
    }
}

/// The operations of a group.
pub(super) fn operations<'a>(api: &'a Api, group: &'a Group) -> impl Iterator<Item = &'a Operation> {
    group.operations.iter().filter_map(|index| api.operations.get(*index))
}

/// Whether the document has operations that a client calls.
pub(super) fn has_client(api: &Api) -> bool {
    api.operations.iter().any(|operation| !operation.is_received())
}

/// The lines that take in the parts of a module; `is_there` says of which there is a file.
pub(super) fn modules<'a>(
    api: &'a Api,
    is_there: impl Fn(Part<'a>) -> bool + 'a,
) -> impl Iterator<Item = TokenStream> + 'a {
    tags(api).filter(move |part| is_there(*part)).map(|part| {
        let Part::Tag(_, TagFeature { name, module }) = part else { return TokenStream::new() };
        let module = ident(module);
        quote! {
            #[cfg(feature = #name)]
            mod #module;
            #[cfg(feature = #name)]
            pub use #module::*;
        }
    })
}

/// The condition that one of these groups is asked for; none where there is nothing to ask.
pub(super) fn condition(api: &Api, groups: &[usize]) -> TokenStream {
    let features = groups.iter().filter_map(|index| api.groups.get(*index)?.feature.as_ref());
    let names: Vec<&str> = features.map(|feature| feature.name.as_str()).collect();
    match names.as_slice() {
        [] => TokenStream::new(),
        [name] => quote!(#[cfg(feature = #name)]),
        _ => quote!(#[cfg(any(#(feature = #names),*))]),
    }
}
