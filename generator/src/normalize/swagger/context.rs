//! What a document says once for all its operations.

use super::media_types;
use crate::tree::{Mapping, Node};

/// What a document says for all its operations, as it was written.
pub(in crate::normalize) struct Context {
    /// The media types of bodies that are sent.
    pub consumes: Vec<Node>,
    /// The media types of responses.
    pub produces: Vec<Node>,
    /// The named parameters.
    pub parameters: Mapping,
    /// The named responses.
    pub responses: Mapping,
}

impl Context {
    pub(super) fn new(root: &Mapping) -> Self {
        let part = |key: &str| root.get(key).and_then(Node::as_mapping).cloned().unwrap_or_default();
        Self {
            consumes: media_types(root.get("consumes")),
            produces: media_types(root.get("produces")),
            parameters: part("parameters"),
            responses: part("responses"),
        }
    }

    /// That of a document of a later version which has parameters as 2.0 has them.
    pub(in crate::normalize) fn of_3(root: &Mapping) -> Self {
        let part = |key: &str| root.get("components")?.get(key)?.as_mapping().cloned();
        Self {
            parameters: part("parameters").unwrap_or_default(),
            responses: part("responses").unwrap_or_default(),
            ..Self::new(root)
        }
    }
}
