//! Vendors' pages: one file a layout, detected from what stands in the page.

mod embedded_fence;
pub mod evidence;

use super::markdown::Page;
use crate::diagnostics::Sink;
use crate::source::{FileId, Sources};
use crate::tree::Node;

/// A layout that is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    /// A fence that holds an OpenAPI document; its info string ends in the method and path of its operation.
    EmbeddedFence,
}

/// The layout of a page, if it is known.
pub fn detect(page: &Page) -> Option<Dialect> {
    let embedded = page.fences.iter().any(|fence| embedded_fence::Heading::parse(&fence.info).is_some());
    embedded.then_some(Dialect::EmbeddedFence)
}

/// The OpenAPI documents that a page amounts to.
pub fn read_page(
    dialect: Dialect,
    page: &Page,
    sources: &Sources,
    file: FileId,
    sink: &mut Sink,
) -> Vec<Node> {
    match dialect {
        Dialect::EmbeddedFence => embedded_fence::read(page, sources, file, sink),
    }
}
