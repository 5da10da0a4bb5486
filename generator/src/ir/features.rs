//! Features of cargo: one for the client, one for the server, one for each tag.

use super::{Api, Docs, Ident};

/// What the features of the client and the server are called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Features {
    /// The feature that the client stands behind.
    pub client: String,
    /// The feature that the server stands behind.
    pub server: String,
}

/// A tag and its operations: a trait of the server.
#[derive(Clone, Debug)]
pub struct Group {
    /// The tag as the document writes it; `None` for operations without a tag.
    pub tag: Option<String>,
    /// Whether it holds what the API calls, all its webhooks and callbacks, in place of what a tag does.
    pub received: bool,
    /// The server trait's name: `Payments`.
    pub ident: Ident,
    /// The tag's description.
    pub docs: Docs,
    /// Indices into [`Api::operations`]; no operation is in two groups, whatever its tags.
    pub operations: Vec<usize>,
    /// What its operations, and the types that they need, stand behind; `None` where there is nothing to choose.
    pub feature: Option<TagFeature>,
}

/// The feature of a tag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TagFeature {
    /// What cargo calls it: `payments`.
    pub name: String,
    /// The module that holds what stands behind it: `payments`.
    pub module: Ident,
}

impl Api {
    /// The features of tags, in the order of the document.
    pub fn tag_features(&self) -> impl Iterator<Item = &TagFeature> {
        self.groups.iter().filter_map(|group| group.feature.as_ref())
    }
}
