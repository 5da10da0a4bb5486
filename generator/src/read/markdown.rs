//! CommonMark into what page readers look at, with the places of everything. It knows no vendor.

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};
use std::ops::Range;

/// A page: its code fences, in order.
#[derive(Debug, Default)]
pub struct Page {
    /// The fences.
    pub fences: Vec<Fence>,
}

/// A fenced code block (CommonMark 0.31, section 4.5).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fence {
    /// The info string behind the opening fence.
    pub info: String,
    /// The bytes of the opening line.
    pub opening: Range<usize>,
    /// The bytes between the fences.
    pub body: Range<usize>,
    /// Whether a closing fence was found before the page, or the block it stands in, ended.
    pub closed: bool,
}

impl Page {
    /// Reads a page.
    pub fn parse(text: &str) -> Self {
        let mut page = Self::default();
        let mut open: Option<Fence> = None;
        for (event, range) in Parser::new_ext(text, Options::ENABLE_TABLES).into_offset_iter() {
            match event {
                Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => {
                    let block = text.get(range.clone()).unwrap_or_default();
                    let line = block.find('\n').unwrap_or(block.len());
                    let opening = range.start..range.start + line;
                    let after = (opening.end + 1).min(range.end);
                    let closed = is_closed(block);
                    open = Some(Fence { info: info.to_string(), opening, body: after..after, closed });
                }
                Event::Text(_) => {
                    if let Some(fence) = &mut open {
                        fence.body.end = fence.body.end.max(range.end);
                    }
                }
                Event::End(TagEnd::CodeBlock) => page.fences.extend(open.take()),
                _ => {}
            }
        }
        page
    }
}

/// Whether a fenced block ends in a fence of the kind it starts with.
fn is_closed(block: &str) -> bool {
    let opening = block.lines().next().unwrap_or_default().trim_start();
    let mark = if opening.starts_with('~') { '~' } else { '`' };
    let length = opening.chars().take_while(|character| *character == mark).count();
    let last = block.trim_end().lines().skip(1).last().unwrap_or_default().trim_start_matches(['>', ' ']);
    last.chars().count() >= length && last.chars().all(|character| character == mark)
}
