//! CommonMark with GFM tables and embedded HTML into what page readers look at, with the places of everything. It
//! knows no vendor.

mod blocks;
mod html;
mod marked;
mod reduce;
mod tabs;

pub use html::{decode_entities, plain_text};
pub use reduce::{is_html, reduce};

use crate::source::{FileId, Origin};
use std::ops::Range;

/// A page: its text, and the blocks that stand in it.
#[derive(Debug)]
pub struct Page<'a> {
    /// The file it was read from.
    pub file: FileId,
    /// The text that the places of its blocks lie in.
    pub text: &'a str,
    /// The blocks, in order. Lists and quotes are opened up: what stands in them follows, and says how deep it stands.
    pub blocks: Vec<Block>,
    /// Whether places in the text are places in the file; a page that was reduced from HTML has none of its own.
    exact: bool,
}

/// One block of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// Its bytes in the page's text, marks included.
    pub range: Range<usize>,
    /// How many list items it stands in.
    pub depth: usize,
}

/// What a block is. Texts are plain: marks are gone, entities are characters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BlockKind {
    /// A heading of level 1 to 6.
    Heading(u8, String),
    /// A paragraph, or the first lines of a list item.
    Paragraph(String),
    /// The start of a list item; its text follows as blocks of its own.
    Item,
    /// A fenced or indented code block, or `<pre>`.
    Fence(Fence),
    /// A table of GFM or of HTML.
    Table(Table),
    /// Other HTML, as it stands.
    Html(String),
    /// A thematic break.
    Rule,
}

/// A code block (CommonMark 0.31, sections 4.4 and 4.5).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fence {
    /// The info string behind the opening fence; empty for an indented block.
    pub info: String,
    /// The bytes of the opening line.
    pub opening: Range<usize>,
    /// The bytes between the fences.
    pub body: Range<usize>,
    /// What stands between the fences, without the indentation of the list it stands in.
    pub text: String,
    /// Whether a closing fence was found before the page, or the block it stands in, ended.
    pub closed: bool,
}

/// A table: its head, and rows that may be shorter or longer than the head.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// The cells of the head; all of them empty where the page leaves it out.
    pub head: Vec<Cell>,
    /// The rows below it.
    pub rows: Vec<Vec<Cell>>,
}

/// A cell of a table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cell {
    /// Its text without marks, trimmed.
    pub text: String,
    /// Its bytes in the page's text.
    pub range: Range<usize>,
}

impl<'a> Page<'a> {
    /// Reads a page.
    pub fn parse(file: FileId, text: &'a str) -> Self {
        let spaced = spaced(text);
        let content = spaced.as_deref().unwrap_or(text);
        let blocks = match tabs::unfold(content) {
            Some(unfolded) => {
                let mut blocks = blocks::read(&unfolded.text);
                unfolded.restore(&mut blocks, text.len());
                blocks
            }
            None => blocks::read(content),
        };
        Self { file, text, blocks, exact: true }
    }

    /// Reads a page whose text was reduced from the HTML of `file`.
    pub fn reduced(file: FileId, text: &'a str) -> Self {
        Self { exact: false, ..Self::parse(file, text) }
    }

    /// The text of the page with lists, paragraphs and headings of HTML as Markdown, of the same length; `None` where it has
    /// none of them.
    pub fn marked(&self) -> Option<String> {
        marked::text(self)
    }

    /// The page with another text of the same length, so that places stay what they are.
    pub fn with_text<'t>(&self, text: &'t str) -> Page<'t> {
        Page { exact: self.exact, ..Page::parse(self.file, text) }
    }

    /// Where a range of the page's text was written.
    pub fn origin(&self, range: &Range<usize>) -> Origin {
        match self.exact {
            true => Origin::new(self.file, range.start, range.end),
            false => Origin::new(self.file, 0, 0),
        }
    }

    /// The code blocks.
    pub fn fences(&self) -> impl Iterator<Item = &Fence> {
        self.blocks.iter().filter_map(|block| match &block.kind {
            BlockKind::Fence(fence) => Some(fence),
            _ => None,
        })
    }

    /// The headings: level, text, bytes.
    pub fn headings(&self) -> impl Iterator<Item = (u8, &str, &Range<usize>)> {
        self.blocks.iter().filter_map(|block| match &block.kind {
            BlockKind::Heading(level, text) => Some((*level, text.as_str(), &block.range)),
            _ => None,
        })
    }

    /// The text of a range.
    pub fn slice(&self, range: &Range<usize>) -> &'a str {
        self.text.get(range.clone()).unwrap_or_default()
    }

    /// The lines of the text and the bytes they take, without what ends them.
    pub fn lines(&self) -> impl Iterator<Item = (&'a str, Range<usize>)> {
        let mut start = 0;
        self.text.split('\n').map(move |line| {
            let range = start..start + line.len();
            start += line.len() + 1;
            (line.trim_start_matches('\u{feff}').trim_end_matches('\r'), range)
        })
    }
}

/// A text of the same length in which a byte order mark and the tabs of tables are spaces, where it has any: the parser
/// takes the one for a word and the others for the end of a table.
fn spaced(text: &str) -> Option<String> {
    if !text.starts_with('\u{feff}') && !text.contains("\t|") && !text.contains("|\t") {
        return None;
    }
    let mut found = String::with_capacity(text.len());
    let text = match text.strip_prefix('\u{feff}') {
        Some(rest) => {
            found.push_str("   ");
            rest
        }
        None => text,
    };
    for line in text.split_inclusive('\n') {
        match line.starts_with('|') {
            true => found.push_str(&line.replace('\t', " ")),
            false => found.push_str(line),
        }
    }
    Some(found)
}

#[cfg(test)]
mod tests;
