//! The HTML that stands in pages, by a tokenizer: there is no tree, so nothing is too deep.

use super::{Cell, Table};
use html5gum::{DefaultEmitter, HtmlString, Token, Tokenizer};
use std::ops::Range;

/// The table that a text of HTML holds; `base` is where the text stands in its page.
pub(super) fn table(html: &str, base: usize) -> Table {
    let mut table = Table::default();
    let mut row: Vec<Cell> = Vec::new();
    let mut open: Option<(usize, String)> = None;
    let mut has_head = false;
    for (token, range) in tokens(html) {
        let (name, starts) = match &token {
            Token::StartTag(tag) => (name(&tag.name), true),
            Token::EndTag(tag) => (name(&tag.name), false),
            Token::String(text) => {
                if let Some((_, cell)) = &mut open {
                    cell.push_str(&String::from_utf8_lossy(text));
                }
                continue;
            }
            _ => continue,
        };
        match (name.as_str(), starts) {
            // What is defined and its definition are the cells of a row.
            ("dt" | "dd", _) | ("dl", false) => {
                if let Some((start, text)) = open.take() {
                    row.push(Cell { text: text.trim().to_owned(), range: base + start..base + range.start });
                }
                if name != "dd" && !row.is_empty() && (starts || name == "dl") {
                    table.rows.push(std::mem::take(&mut row));
                }
                if starts {
                    open = Some((range.end, String::new()));
                }
            }
            ("th" | "td", _) | ("tr", _) | ("thead" | "tbody" | "table", false) => {
                if let Some((start, text)) = open.take() {
                    row.push(Cell { text: text.trim().to_owned(), range: base + start..base + range.start });
                }
                if starts && name != "tr" {
                    has_head |= name == "th" && table.rows.is_empty() && table.head.is_empty();
                    open = Some((range.end, String::new()));
                } else if !matches!(name.as_str(), "th" | "td") && !row.is_empty() {
                    let row = std::mem::take(&mut row);
                    match has_head && table.head.is_empty() {
                        true => table.head = row,
                        false => table.rows.push(row),
                    }
                }
            }
            ("br" | "p" | "li" | "div", _) => {
                if let Some((_, cell)) = &mut open {
                    cell.push('\n');
                }
            }
            _ => {}
        }
    }
    table
}

/// A text of HTML without its tags; breaks and paragraphs end a line.
pub fn plain_text(html: &str) -> String {
    let mut text = String::new();
    for (token, _) in tokens(html) {
        match token {
            Token::String(part) => text.push_str(&String::from_utf8_lossy(&part)),
            Token::StartTag(tag) if name(&tag.name) == "br" => text.push('\n'),
            Token::EndTag(tag) if matches!(name(&tag.name).as_str(), "p" | "li" | "div") => text.push('\n'),
            _ => {}
        }
    }
    text
}

/// A text in which character references stand, as the characters they stand for.
pub fn decode_entities(text: &str) -> String {
    match text.contains('&') {
        true => plain_text(&text.replace('<', "&lt;")),
        false => text.to_owned(),
    }
}

/// A tag, or the text between two.
pub(super) enum Tag {
    Start(String),
    End(String),
    Text,
}

/// The tags of a text and the texts between them, with the bytes they take.
pub(super) fn tags(html: &str) -> impl Iterator<Item = (Tag, Range<usize>)> {
    tokens(html).filter_map(|(token, range)| {
        let tag = match &token {
            Token::StartTag(tag) => Tag::Start(name(&tag.name)),
            Token::EndTag(tag) => Tag::End(name(&tag.name)),
            Token::String(_) => Tag::Text,
            _ => return None,
        };
        Some((tag, range))
    })
}

fn name(name: &HtmlString) -> String {
    String::from_utf8_lossy(name).into_owned()
}

/// The tokens of a text with the bytes they take.
fn tokens(html: &str) -> impl Iterator<Item = (Token<usize>, Range<usize>)> {
    let tokenizer = Tokenizer::new_with_emitter(html, DefaultEmitter::<usize>::new_with_span());
    tokenizer.filter_map(|token| {
        let Ok(token) = token;
        let span = match &token {
            Token::StartTag(tag) => tag.span,
            Token::EndTag(tag) => tag.span,
            Token::String(text) => text.span,
            _ => return None,
        };
        Some((token, span.start..span.end))
    })
}
