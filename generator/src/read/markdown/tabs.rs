//! Blocks that are marked by a line and by the indentation of what follows, as in `=== "JSON"` and `!!! note`. To
//! CommonMark what is indented is code; here it is what was meant.

use super::{Block, BlockKind};
use std::ops::Range;

/// Deeper than this no block is opened.
const MAX_DEPTH: usize = 16;

/// A text without the indentation of such blocks, and where its lines come from.
pub(super) struct Unfolded {
    pub(super) text: String,
    /// Starts of lines: here, and in the page.
    lines: Vec<(usize, usize)>,
}

/// The text of a page that has such blocks.
pub(super) fn unfold(page: &str) -> Option<Unfolded> {
    if !page.lines().any(is_mark) {
        return None;
    }
    let mut unfolded = Unfolded { text: String::with_capacity(page.len() + 64), lines: Vec::new() };
    let mut open: Vec<usize> = Vec::new();
    let mut fence: Option<&str> = None;
    let mut start = 0;
    for line in page.split_inclusive('\n') {
        let indent = line.len() - line.trim_start_matches(' ').len();
        let blank = line.trim().is_empty();
        if !blank {
            while open.last().is_some_and(|width| indent < *width) {
                open.pop();
                fence = None;
            }
        }
        let width = open.last().copied().unwrap_or(0).min(indent);
        let inner = line.get(width..).unwrap_or_default();
        unfolded.lines.push((unfolded.text.len(), start + width));
        unfolded.text.push_str(inner);
        start += line.len();
        let trimmed = inner.trim();
        match fence {
            Some(mark) if trimmed.starts_with(mark) && trimmed.trim_matches(['`', '~']).is_empty() => {
                fence = None
            }
            Some(_) => {}
            None if trimmed.starts_with("```") => fence = Some("```"),
            None if trimmed.starts_with("~~~") => fence = Some("~~~"),
            None if is_mark(inner) && open.len() < MAX_DEPTH => {
                open.push(indent + 4);
                // What follows is a block of its own, also where no line is left empty.
                unfolded.lines.push((unfolded.text.len(), start));
                unfolded.text.push('\n');
            }
            None => {}
        }
    }
    Some(unfolded)
}

/// Whether a line opens a tab, an admonition or something that can be folded.
fn is_mark(line: &str) -> bool {
    let line = line.trim();
    let word = line.split(' ').next().unwrap_or_default();
    match word {
        "===" | "===!" | "===+" => {
            line.get(word.len()..).is_some_and(|rest| rest.trim_start().starts_with('"'))
        }
        "!!!" | "???" | "???+" => line
            .get(word.len()..)
            .is_some_and(|rest| rest.trim_start().starts_with(|first: char| first.is_ascii_alphabetic())),
        _ => false,
    }
}

impl Unfolded {
    fn place(&self, at: usize) -> usize {
        let line = self.lines.partition_point(|(start, _)| *start <= at).checked_sub(1);
        match line.and_then(|line| self.lines.get(line)) {
            Some((here, there)) => there + (at - here),
            None => at,
        }
    }

    fn range(&self, range: &mut Range<usize>, length: usize) {
        let start = self.place(range.start).min(length);
        *range = start..self.place(range.end).min(length).max(start);
    }

    /// Says of blocks where they stand in the page, which is `length` long.
    pub(super) fn restore(&self, blocks: &mut [Block], length: usize) {
        for block in blocks {
            self.range(&mut block.range, length);
            match &mut block.kind {
                BlockKind::Fence(fence) => {
                    self.range(&mut fence.opening, length);
                    self.range(&mut fence.body, length);
                }
                BlockKind::Table(table) => {
                    let cells = table.head.iter_mut().chain(table.rows.iter_mut().flatten());
                    cells.for_each(|cell| self.range(&mut cell.range, length));
                }
                _ => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::markdown::Page;
    use crate::source::Sources;

    #[test]
    fn what_is_indented_below_a_mark_is_read() {
        let text = "=== \"JSON\"\n\n    ```json\n    {\"a\": 1}\n    ```\n\n!!! note\n    Text\n\n=== \"Table\"\n    | a | b |\n    |---|---|\n    | 1 | 2 |\n\nend\n";
        let page = Page::parse(Sources::new().add("page.md", text), text);
        let fence = page.fences().next().unwrap();
        assert_eq!(fence.text, "{\"a\": 1}\n");
        assert_eq!(page.slice(&fence.opening).trim(), "```json");
        let table = page.blocks.iter().find_map(|block| match &block.kind {
            BlockKind::Table(table) => Some(table),
            _ => None,
        });
        let cell = table.and_then(|table| table.rows.first()?.first()).unwrap();
        assert_eq!(page.slice(&cell.range).trim_matches(['|', ' ']), "1");
        assert!(unfold("a\n===\n\nb\n").is_none());
    }
}
