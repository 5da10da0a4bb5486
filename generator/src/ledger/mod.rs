//! The ledger: what becomes of every keyword of a document, so that nothing is dropped in silence.
//!
//! A document is walked by the kinds of its objects as it was read, overlays applied, before anything is rewritten: its
//! keywords are those that its author wrote, and their places are in the author's file. Which keywords there are and what
//! the stages behind do with each stands in one table (`table`).

mod entry;
mod form;
mod kind;
mod print;
mod report;
mod table;
mod version;
mod walk;
mod words;

pub use entry::{Entry, Standing};
pub use kind::Kind;
pub use table::Verdict;
pub use version::Version;

use crate::source::Origin;
use crate::tree::Node;
use smol_str::SmolStr;
use std::collections::BTreeMap;

/// What becomes of the keywords of one document.
#[derive(Debug, Default)]
pub struct Ledger {
    /// The version of the document; `None` where it is not known, and then there are no entries.
    pub version: Option<Version>,
    /// An entry for each keyword of each kind of object, in the order in which they first occur.
    pub entries: Vec<Entry>,
    /// Objects with more unknown keywords than are entered one by one: the object, how often such a keyword occurs, and
    /// where it does first.
    pub further: Vec<(Kind, usize, Origin)>,
    /// By object and keyword, the values that have another form than the keyword gives them.
    misfits: BTreeMap<(Kind, SmolStr), form::Misfits>,
}

/// Enters every keyword of a document.
pub fn enter(document: &Node) -> Ledger {
    match Version::of(document) {
        Some(version) => walk::walk(document, version),
        None => Ledger::default(),
    }
}

#[cfg(test)]
mod tests;
