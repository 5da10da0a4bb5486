//! A blueprint as it is outlined: sections under headings, and in them items, whose nesting is their indentation.

use crate::read::markdown::Page;
use std::ops::Range;

/// A line of the page.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line<'t> {
    /// The line, with what it is indented by.
    pub(super) text: &'t str,
    /// How many columns it is indented by; a tab goes to the next fourth column.
    pub(super) indent: usize,
    /// Where it starts.
    pub(super) start: usize,
    /// Whether it stands in a fenced code block, or opens or closes one.
    pub(super) code: bool,
}

impl<'t> Line<'t> {
    /// What it says.
    pub(super) fn bare(&self) -> &'t str {
        self.text.trim()
    }

    /// Its bytes, without white space at its ends.
    pub(super) fn range(&self) -> Range<usize> {
        let start = self.start + (self.text.len() - self.text.trim_start().len());
        start..start + self.bare().len()
    }

    /// The text behind the mark of a list item.
    fn item(&self) -> Option<&'t str> {
        let rest = self.bare().strip_prefix(['+', '-', '*']).filter(|_| !self.code)?;
        rest.starts_with([' ', '\t']).then(|| rest.trim())
    }
}

/// The lines of a page, and whether a code block is open at its end.
pub(super) fn lines<'t>(page: &Page<'t>) -> (Vec<Line<'t>>, bool) {
    let mut fence: Option<(char, usize)> = None;
    let mut lines = Vec::new();
    for (text, range) in page.lines() {
        let mut indent = 0;
        for character in text.chars() {
            match character {
                ' ' => indent += 1,
                '\t' => indent += 4 - indent % 4,
                _ => break,
            }
        }
        let bare = text.trim();
        let mark = bare.chars().next().filter(|mark| matches!(mark, '`' | '~'));
        let length = mark.map_or(0, |mark| bare.len() - bare.trim_start_matches(mark).len());
        let mut code = fence.is_some();
        match (fence, mark) {
            (Some((open, least)), Some(mark)) if open == mark && length >= least && bare.len() == length => {
                fence = None
            }
            (None, Some(mark)) if length >= 3 && !bare.get(length..).unwrap_or_default().contains(mark) => {
                fence = Some((mark, length));
                code = true;
            }
            _ => {}
        }
        lines.push(Line { text, indent, start: range.start, code });
    }
    (lines, fence.is_some())
}

/// A heading and the lines below it.
#[derive(Clone, Debug)]
pub(super) struct Section<'l, 't> {
    /// Its level; 0 above the first heading.
    pub(super) level: usize,
    /// Its text.
    pub(super) title: &'t str,
    /// Where that stands.
    pub(super) range: Range<usize>,
    /// The lines up to the next heading.
    pub(super) lines: &'l [Line<'t>],
}

/// The sections of a page.
pub(super) fn sections<'l, 't>(lines: &'l [Line<'t>]) -> Vec<Section<'l, 't>> {
    let heading = |line: &Line<'t>| {
        let marks = line.text.len() - line.text.trim_start_matches('#').len();
        let is = (1..=6).contains(&marks) && !line.code && line.text.get(marks..)?.starts_with([' ', '\t']);
        is.then_some(marks)
    };
    let mut starts: Vec<usize> =
        (0..lines.len()).filter(|at| lines.get(*at).and_then(heading).is_some()).collect();
    starts.push(lines.len());
    let mut sections = Vec::new();
    let above = lines.get(..starts.first().copied().unwrap_or_default()).unwrap_or_default();
    sections.push(Section { level: 0, title: "", range: 0..0, lines: above });
    for pair in starts.windows(2) {
        let [start, end] = pair else { continue };
        let Some(line) = lines.get(*start) else { continue };
        let level = heading(line).unwrap_or_default();
        let title = line.text.get(level..).unwrap_or_default().trim().trim_end_matches('#').trim_end();
        let lines = lines.get(start + 1..*end).unwrap_or_default();
        sections.push(Section { level, title, range: line.range(), lines });
    }
    sections
}

/// An item of a list and what is indented below it.
#[derive(Clone, Debug)]
pub(super) struct Item<'l, 't> {
    /// Its first line, without the mark.
    pub(super) head: &'t str,
    /// Where that stands.
    pub(super) range: Range<usize>,
    /// How far its mark is indented.
    pub(super) indent: usize,
    /// The lines below it.
    pub(super) lines: &'l [Line<'t>],
}

impl<'t> Item<'_, 't> {
    /// The first word of its first line, in small letters.
    pub(super) fn keyword(&self) -> String {
        let end = self.head.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(self.head.len());
        self.head.get(..end).unwrap_or_default().to_ascii_lowercase()
    }

    /// What follows the first word of its first line.
    pub(super) fn behind_keyword(&self) -> &'t str {
        self.head.get(self.keyword().len()..).unwrap_or_default().trim()
    }
}

/// The lines above the first item, and the items: marks that are indented least, as far as `is_item` takes what stands
/// behind them for an item and not for text.
pub(super) fn items<'l, 't>(
    lines: &'l [Line<'t>],
    is_item: fn(&str) -> bool,
) -> (&'l [Line<'t>], Vec<Item<'l, 't>>) {
    let marked = |line: &Line<'t>| line.item().filter(|head| is_item(head));
    let Some(indent) = lines.iter().filter(|line| marked(line).is_some()).map(|line| line.indent).min()
    else {
        return (lines, Vec::new());
    };
    let starts = |line: &Line<'t>| marked(line).filter(|_| line.indent < indent + 2);
    let mut at: Vec<usize> =
        (0..lines.len()).filter(|at| lines.get(*at).and_then(starts).is_some()).collect();
    let lead = lines.get(..at.first().copied().unwrap_or_default()).unwrap_or_default();
    at.push(lines.len());
    let mut found = Vec::new();
    for pair in at.windows(2) {
        let [start, end] = pair else { continue };
        let Some(line) = lines.get(*start) else { continue };
        let Some(head) = starts(line) else { continue };
        let below = lines.get(start + 1..*end).unwrap_or_default();
        // A text at the margin of the item is no longer the item's, unless the item goes on in it without a blank line.
        let mut blank = false;
        let stop = below.iter().position(|line| {
            let ends = blank && !line.code && !line.bare().is_empty() && line.indent <= indent;
            blank = line.bare().is_empty();
            ends
        });
        let range = line.range().end - head.len()..line.range().end;
        let lines = below.get(..stop.unwrap_or(below.len())).unwrap_or_default();
        found.push(Item { head, range, indent, lines });
    }
    (lead, found)
}

/// The text of lines: without the fences where they are a code block, and without what all of them are indented by.
pub(super) fn text(lines: &[Line<'_>]) -> (String, Range<usize>) {
    let mut lines: Vec<&Line<'_>> = lines.iter().collect();
    if let Some(open) = lines.iter().position(|line| line.code) {
        let close =
            lines.iter().skip(open + 1).position(|line| !line.code).map_or(lines.len(), |at| open + 1 + at);
        lines = lines.get(open + 1..close).unwrap_or_default().to_vec();
        if lines.last().is_some_and(|line| line.bare().starts_with(['`', '~'])) {
            lines.pop();
        }
    }
    let said = |line: &&&Line<'_>| !line.bare().is_empty();
    let margin = lines.iter().filter(said).map(|line| line.text.len() - line.text.trim_start().len()).min();
    let start = lines.iter().find(said).map_or(0, |line| line.range().start);
    let end = lines.iter().rev().find(said).map_or(start, |line| line.range().end);
    let text: Vec<&str> =
        lines.iter().map(|line| line.text.get(margin.unwrap_or(0)..).unwrap_or_default()).collect();
    (text.join("\n").trim().to_owned(), start..end.max(start))
}

/// The sentences in lines: what is no code.
pub(super) fn prose(lines: &[Line<'_>]) -> String {
    let said: Vec<&str> = lines.iter().filter(|line| !line.code).map(Line::bare).collect();
    said.join("\n").trim().to_owned()
}
