//! Vendors' pages: one file a layout, detected from what stands in the page. A reader turns a page into facts;
//! `evidence` weighs the facts of all pages and writes one document.

mod blueprint;
mod bounds;
mod bullets;
mod bump;
mod claims;
mod curl;
mod embedded;
pub mod evidence;
pub mod facts;
mod front_matter;
mod graphql;
mod handwritten;
pub mod hidden;
mod http_domain;
mod json_schema;
mod linked;
mod listed;
mod mdx;
mod nested;
mod openapi_tables;
pub mod prose;
mod redocly;
mod remarks;
mod rendered;
mod requirements;
mod scan;
mod snippets;
mod stainless;
mod swagger_block;
mod tags;
#[cfg(test)]
mod testing;
pub mod types;
mod typescript;
pub mod values;
mod widdershins;

use super::markdown::Page;
use crate::diagnostics::Sink;
use crate::source::Sources;
use facts::PageFacts;

/// A layout: how it is told, and how it is read.
pub struct Dialect {
    /// What it is called in messages.
    pub name: &'static str,
    /// Whether a page is written in it, provided that no dialect further up took it.
    pub recognises: fn(&Page<'_>) -> bool,
    /// What a page says.
    pub read: fn(&Page<'_>, &mut Context<'_>) -> PageFacts,
}

/// What a reader may ask for beside its page.
pub struct Context<'a> {
    /// All texts of the API: some pages only name the document that describes them.
    pub sources: &'a Sources,
    /// Where it says what is wrong with the page.
    pub sink: &'a mut Sink,
}

/// Fields deeper than this are left out: a page that nests deeper was made to.
pub const MAX_NESTING: usize = 48;

/// The dialects, the surest first: the first that recognises a page reads it.
pub const DIALECTS: &[Dialect] = &[
    embedded::DIALECT,
    linked::BLOCKS,
    swagger_block::DIALECT,
    redocly::DIALECT,
    linked::FRONT_MATTER,
    redocly::OVERVIEW,
    blueprint::DIALECT,
    mdx::DIALECT,
    rendered::DIALECT,
    widdershins::DIALECT,
    openapi_tables::DIALECT,
    snippets::DIALECT,
    stainless::DIALECT,
    bump::DIALECT,
    bullets::DIALECT,
    http_domain::DIALECT,
    graphql::DIALECT,
    handwritten::webhooks::DIALECT,
    handwritten::DIALECT,
    linked::OPERATION,
    embedded::BARE,
    handwritten::COMMANDS,
];

/// The dialect of a page, if it is known.
pub fn detect(page: &Page<'_>) -> Option<&'static Dialect> {
    DIALECTS.iter().find(|dialect| (dialect.recognises)(page))
}
