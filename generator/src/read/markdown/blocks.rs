//! The blocks of a page, from the events of a CommonMark parser; nothing here recurses.

use super::html;
use super::{Block, BlockKind, Cell, Fence, Table};
use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};
use std::ops::Range;

/// What is being collected.
#[derive(Default)]
struct Collector {
    blocks: Vec<Block>,
    depth: usize,
    /// The text of the block, or cell, that is open.
    text: String,
    fence: Option<Fence>,
    table: Option<Table>,
    row: Vec<Cell>,
    /// HTML up to here was read as a table or `<pre>` already.
    skip_to: usize,
}

/// The blocks of a text.
pub(super) fn read(text: &str) -> Vec<Block> {
    let options = Options::ENABLE_TABLES | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS;
    let mut collector = Collector::default();
    for (event, range) in Parser::new_ext(text, options).into_offset_iter() {
        if range.start < collector.skip_to {
            continue;
        }
        collector.event(text, event, range);
    }
    collector.blocks
}

impl Collector {
    fn push(&mut self, kind: BlockKind, range: Range<usize>) {
        self.blocks.push(Block { kind, range, depth: self.depth });
    }

    fn take_text(&mut self) -> String {
        std::mem::take(&mut self.text).trim().to_owned()
    }

    /// A list item's first lines stand in no paragraph of their own where the list is tight.
    fn end_loose_text(&mut self, range: &Range<usize>) {
        if self.fence.is_none() && self.table.is_none() && !self.text.trim().is_empty() {
            let text = self.take_text();
            let start = self.blocks.last().map_or(range.start, |block| block.range.start);
            self.push(BlockKind::Paragraph(text), start.min(range.start)..range.start);
        }
    }

    fn event(&mut self, page: &str, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(page, tag, range),
            Event::End(tag) => self.end(page, tag, range),
            Event::Text(text) => {
                if let Some(fence) = &mut self.fence {
                    fence.body.end = fence.body.end.max(range.end);
                    fence.text.push_str(&text);
                } else {
                    self.text.push_str(&text);
                }
            }
            Event::Code(text) => self.text.push_str(&text),
            Event::SoftBreak | Event::HardBreak => self.text.push('\n'),
            Event::InlineHtml(tag) if tag.starts_with("<br") => self.text.push('\n'),
            Event::InlineHtml(tag) if tag.len() > 1 && is_component(&tag) => self.text.push_str(&tag),
            Event::Html(html) => self.text.push_str(&html),
            Event::Rule => self.push(BlockKind::Rule, range),
            _ => {}
        }
    }

    fn start(&mut self, page: &str, tag: Tag<'_>, range: Range<usize>) {
        match tag {
            Tag::CodeBlock(kind) => {
                self.end_loose_text(&range);
                let block = page.get(range.clone()).unwrap_or_default();
                let (info, opening, closed) = match kind {
                    CodeBlockKind::Fenced(info) => {
                        let line = block.find('\n').unwrap_or(block.len());
                        (info.to_string(), range.start..range.start + line, is_closed(block))
                    }
                    CodeBlockKind::Indented => (String::new(), range.start..range.start, true),
                };
                let after = match opening.is_empty() {
                    true => range.start,
                    false => (opening.end + 1).min(range.end),
                };
                self.fence = Some(Fence { info, opening, body: after..after, text: String::new(), closed });
            }
            Tag::Table(_) => self.table = Some(Table::default()),
            Tag::List(_) => self.end_loose_text(&range),
            Tag::Item => {
                self.end_loose_text(&range);
                self.depth += 1;
                self.push(BlockKind::Item, range);
            }
            Tag::HtmlBlock => {
                self.end_loose_text(&range);
                self.special_html(page, &range);
            }
            Tag::Heading { .. } | Tag::Paragraph => self.end_loose_text(&range),
            _ => {}
        }
    }

    /// A table or a preformatted block goes on over the blank lines at which CommonMark ends an HTML block.
    fn special_html(&mut self, page: &str, range: &Range<usize>) {
        let rest = page.get(range.start..).unwrap_or_default();
        let start = rest.trim_start();
        let Some(element) = ["table", "pre", "dl"].into_iter().find(|name| is_tag(start, name)) else {
            return;
        };
        let end =
            rest.find(&format!("</{element}>")).map_or(range.end, |at| range.start + at + element.len() + 3);
        let whole = range.start..end;
        let inner = page.get(whole.clone()).unwrap_or_default();
        let kind = match element {
            "table" | "dl" => BlockKind::Table(html::table(inner, range.start)),
            _ => {
                let text = html::plain_text(inner);
                let opening = range.start..range.start;
                BlockKind::Fence(Fence {
                    info: String::new(),
                    opening,
                    body: whole.clone(),
                    text,
                    closed: true,
                })
            }
        };
        self.push(kind, whole);
        self.skip_to = end;
    }

    fn end(&mut self, page: &str, tag: TagEnd, range: Range<usize>) {
        match tag {
            TagEnd::Heading(level) => {
                let text = self.take_text();
                self.push(BlockKind::Heading(level as u8, text), range);
            }
            TagEnd::Paragraph => {
                let text = self.take_text();
                self.push(BlockKind::Paragraph(text), range);
            }
            TagEnd::CodeBlock => {
                if let Some(fence) = self.fence.take() {
                    self.push(BlockKind::Fence(fence), range);
                }
            }
            TagEnd::HtmlBlock => {
                let text = self.take_text();
                if !text.is_empty() {
                    self.push(BlockKind::Html(text), range);
                }
            }
            TagEnd::TableCell => {
                let text = self.take_text();
                self.row.push(Cell { text, range });
            }
            TagEnd::TableHead => {
                let head = std::mem::take(&mut self.row);
                if let Some(table) = &mut self.table {
                    table.head = head;
                }
            }
            TagEnd::TableRow => {
                let row = std::mem::take(&mut self.row);
                if let Some(table) = &mut self.table {
                    table.rows.push(row);
                }
            }
            TagEnd::Table => {
                if let Some(table) = self.table.take() {
                    self.push(BlockKind::Table(table), range);
                }
            }
            TagEnd::Item => {
                let end = range.end..range.end;
                self.end_loose_text(&end);
                self.depth = self.depth.saturating_sub(1);
            }
            TagEnd::MetadataBlock(_) => {
                let text = self.take_text();
                let line = page.get(range.clone()).unwrap_or_default().find('\n').unwrap_or(0);
                let opening = range.start..range.start + line;
                let body = opening.end..range.end;
                let fence = Fence { info: "metadata".to_owned(), opening, body, text, closed: true };
                self.push(BlockKind::Fence(fence), range);
            }
            _ => {}
        }
    }
}

/// Whether a tag is no element of HTML: a component of the page's builder, whose name starts with a capital, or a
/// placeholder such as `<string>`.
fn is_component(tag: &str) -> bool {
    const INLINE: [&str; 18] = [
        "a", "abbr", "b", "br", "code", "div", "em", "i", "img", "mark", "p", "s", "small", "span", "strong",
        "sub", "sup", "u",
    ];
    let name = tag.trim_start_matches(['<', '/']);
    let name: String = name.chars().take_while(char::is_ascii_alphanumeric).collect();
    !name.is_empty() && !INLINE.contains(&name.as_str())
}

fn is_tag(text: &str, name: &str) -> bool {
    let after = text.strip_prefix('<').and_then(|rest| rest.strip_prefix(name));
    after.is_some_and(|rest| rest.starts_with([' ', '>', '\n', '\t']))
}

/// Whether a fenced block ends in a fence of the kind it starts with.
fn is_closed(block: &str) -> bool {
    let opening = block.lines().next().unwrap_or_default().trim_start();
    let mark = if opening.starts_with('~') { '~' } else { '`' };
    let length = opening.chars().take_while(|character| *character == mark).count();
    let last = block.trim_end().lines().skip(1).last().unwrap_or_default().trim_start_matches(['>', ' ']);
    last.chars().count() >= length && last.chars().all(|character| character == mark)
}
