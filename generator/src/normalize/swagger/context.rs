//! What a document says once for all its operations.

use super::media_types;
use crate::tree::{Mapping, Node};

/// What a document says for all its operations, as it was written.
pub(super) struct Context {
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
    /// What stands where Swagger 2.0 has it, and in the components of a later version.
    pub(super) fn new(root: &Mapping, components: &Mapping) -> Self {
        let part = |key: &str| {
            let of =
                |holder: &Mapping| holder.get(key).and_then(Node::as_mapping).cloned().unwrap_or_default();
            let mut all = of(root);
            for entry in of(components) {
                all.insert(entry);
            }
            all
        };
        Self {
            consumes: media_types(root.get("consumes")),
            produces: media_types(root.get("produces")),
            parameters: part("parameters"),
            responses: part("responses"),
        }
    }
}
