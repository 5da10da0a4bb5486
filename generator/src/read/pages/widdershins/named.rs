//! A schema below the operations, collected while its page is read.

use super::operation::sample;
use super::rows::Row;
use super::tree::{self, Beside, Known, Tree};
use crate::read::markdown::Page;
use crate::read::pages::facts::{NamedSchema, Schema, Stated};
use crate::read::pages::scan::{Code, Piece};
use std::ops::Range;

/// A named schema as it is collected.
#[derive(Debug)]
pub(super) struct Named<'t> {
    /// Its name, and the heading that gives it.
    pub(super) name: (String, Range<usize>),
    /// What stands above its fields as a sample of it.
    pub(super) sample: Option<Code<'t>>,
    /// The line above the first table.
    pub(super) title: &'t str,
    /// Its fields.
    pub(super) rows: Vec<Row<'t>>,
    /// The values that its fields may have.
    pub(super) lists: Vec<(String, Vec<Piece<'t>>)>,
}

impl<'t> Named<'t> {
    /// The facts.
    pub(super) fn finish(mut self, page: &Page<'t>, known: Known<'_>) -> NamedSchema {
        let shown = self.sample.as_ref().and_then(|code| sample(page, code));
        let beside = Beside { title: self.title, sample: shown.as_ref(), base: 0 };
        tree::list(page, &mut self.rows, &self.lists, beside);
        let schema: Schema = Tree::new(page, &self.rows, beside, known).schema();
        NamedSchema { name: Stated::field(self.name.0, page.origin(&self.name.1)), schema }
    }
}
