//! A page line by line. Generators of Markdown write texts of several lines into the cells of a table and tables right
//! below HTML, which CommonMark takes for the end of a table and for no table: here they are what was meant.

use crate::read::markdown::{Page, plain_text};
use std::ops::Range;

/// A piece of a page's text and where it stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Piece<'t> {
    /// The text, trimmed.
    pub(super) text: &'t str,
    /// Its bytes in the page.
    pub(super) range: Range<usize>,
}

impl<'t> Piece<'t> {
    /// A text that starts at `start`, without the white space around it.
    pub(super) fn trimmed(text: &'t str, start: usize) -> Self {
        let start = start + (text.len() - text.trim_start().len());
        let text = text.trim();
        Self { text, range: start..start + text.len() }
    }
}

/// What stands in a page, in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Event<'t> {
    /// A heading of Markdown or of HTML: its level and its text without marks.
    Heading(u8, String, Range<usize>),
    /// A line of a quote, without the mark.
    Quote(Piece<'t>),
    /// A code block.
    Fence(Code<'t>),
    /// A table.
    Table(Grid<'t>),
    /// Any other line that is not empty.
    Line(Piece<'t>),
}

/// A fenced code block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Code<'t> {
    /// The info string.
    pub(super) info: &'t str,
    /// What stands between the fences.
    pub(super) body: Piece<'t>,
    /// Whether the page closes it.
    pub(super) closed: bool,
}

/// A table of pipes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Grid<'t> {
    /// What the columns are called, in lower case.
    pub(super) head: Vec<String>,
    /// The rows, each as long as the head.
    pub(super) rows: Vec<Vec<Piece<'t>>>,
    /// Where it stands.
    pub(super) range: Range<usize>,
    /// The last row, where the page ends in the middle of it.
    pub(super) cut_off: Option<Range<usize>>,
}

impl Grid<'_> {
    /// The number of a column by one of its names.
    pub(super) fn column(&self, names: &[&str]) -> Option<usize> {
        names.iter().find_map(|name| self.head.iter().position(|head| head == name))
    }

    /// Whether it has all these columns.
    pub(super) fn has(&self, names: &[&str]) -> bool {
        names.iter().all(|name| self.column(&[name]).is_some())
    }
}

/// A line and where it stands.
type Line<'t> = (&'t str, Range<usize>);

/// How many lines a row may take; more than that is no row.
const ROW_LINES: usize = 120;

/// Reads a page.
pub(super) fn events<'t>(page: &Page<'t>) -> Vec<Event<'t>> {
    let lines: Vec<Line<'t>> = page.lines().collect();
    let mut events = Vec::new();
    let mut at = 0;
    while let Some((line, range)) = lines.get(at) {
        let trimmed = line.trim();
        let piece = Piece::trimmed(line, range.start);
        if let Some(mark) = fence_mark(trimmed) {
            let (code, next) = fence(page, &lines, at, mark);
            events.push(Event::Fence(code));
            at = next;
            continue;
        }
        if trimmed.starts_with('|')
            && let Some((grid, next)) = table(page, &lines, at)
        {
            events.push(Event::Table(grid));
            at = next;
            continue;
        }
        at += 1;
        if trimmed.is_empty() {
            continue;
        }
        events.push(if let Some((level, text)) = heading(trimmed) {
            Event::Heading(level, text, range.clone())
        } else if let Some(quoted) = trimmed.strip_prefix('>') {
            Event::Quote(Piece::trimmed(quoted, piece.range.start + 1))
        } else {
            Event::Line(piece)
        });
    }
    events
}

/// The run of back-quotes or tildes that opens a code block.
fn fence_mark(line: &str) -> Option<&str> {
    let mark = line.chars().next().filter(|mark| matches!(mark, '`' | '~'))?;
    let run = line.len() - line.trim_start_matches(mark).len();
    let (marks, info) = line.split_at(run);
    (run >= 3 && !info.contains('`')).then_some(marks)
}

/// The code block that starts at a line, and the line behind it.
fn fence<'t>(page: &Page<'t>, lines: &[Line<'t>], at: usize, mark: &str) -> (Code<'t>, usize) {
    let opening = lines.get(at).map_or(("", 0..0), |line| (line.0, line.1.clone()));
    let info = opening.0.trim().trim_start_matches(['`', '~']).trim();
    let start = (opening.1.end + 1).min(page.text.len());
    let mut end = start;
    for (index, (line, range)) in lines.iter().enumerate().skip(at + 1) {
        let trimmed = line.trim();
        if trimmed.starts_with(mark) && trimmed.trim_start_matches(['`', '~']).is_empty() {
            let body = page.text.get(start..range.start).unwrap_or_default();
            return (Code { info, body: Piece::trimmed(body, start), closed: true }, index + 1);
        }
        end = range.end;
    }
    let body = page.text.get(start..end.max(start)).unwrap_or_default();
    (Code { info, body: Piece::trimmed(body, start), closed: false }, lines.len())
}

/// `## Text` or `<h2 id="x">Text</h2>`.
fn heading(line: &str) -> Option<(u8, String)> {
    let level = line.len() - line.trim_start_matches('#').len();
    if (1..=6).contains(&level) {
        let text = line.trim_start_matches('#');
        return Some((u8::try_from(level).ok()?, bare(text.trim_end_matches('#'))));
    }
    let rest = line.strip_prefix("<h")?;
    let level = rest.chars().next()?.to_digit(10).filter(|level| (1..=6).contains(level))?;
    let (_, text) = rest.split_once('>')?;
    let (text, _) = text.split_once("</h")?;
    Some((u8::try_from(level).ok()?, bare(text)))
}

/// A text without tags and marks.
pub(super) fn bare(text: &str) -> String {
    let text = if text.contains(['<', '&']) { plain_text(text) } else { text.to_owned() };
    text.replace(['`', '*'], "").trim().to_owned()
}

/// A description: HTML line breaks are line breaks, and the word that stands for none is none.
pub(super) fn description(text: &str) -> Option<String> {
    let mut text = text.trim().to_owned();
    for mark in ["<br/>", "<br />", "<br>"] {
        if text.contains(mark) {
            text = text.replace(mark, "\n");
        }
    }
    let text = text.trim();
    (!text.is_empty() && text != "none" && text != "-").then(|| text.to_owned())
}

/// The table that starts at a line, and the line behind it.
fn table<'t>(page: &Page<'t>, lines: &[Line<'t>], at: usize) -> Option<(Grid<'t>, usize)> {
    let (head, range) = lines.get(at)?;
    let (rule, _) = lines.get(at + 1)?;
    let is_rule = rule.contains('-') && rule.chars().all(|mark| matches!(mark, '|' | '-' | ':' | ' ' | '\t'));
    if !is_rule {
        return None;
    }
    let head: Vec<String> =
        cells(head, range.start).iter().map(|cell| bare(cell.text).to_lowercase()).collect();
    // Only one column has texts in which there may be bars.
    let wide = ["description", "meaning"].iter().find_map(|name| head.iter().position(|head| head == name));
    let mut grid = Grid { head, range: range.clone(), ..Grid::default() };
    let mut next = at + 2;
    while let Some((line, range)) = lines.get(next) {
        if !line.trim_start().starts_with('|') {
            break;
        }
        let mut row = cells(line, range.start);
        let mut end = next;
        if row.len() < grid.head.len() || !line.trim_end().ends_with('|') {
            if let Some(last) = row_end(lines, next) {
                end = last;
                let stop = lines.get(last).map_or(range.end, |line| line.1.start + line.0.len());
                row = cells(page.text.get(range.start..stop).unwrap_or_default(), range.start);
            } else if next + 1 == lines.len() || lines.get(next + 1..).is_some_and(is_blank) {
                grid.cut_off = Some(range.clone());
            }
        }
        let spare = row.len().saturating_sub(grid.head.len());
        if let (Some(wide), true) = (wide, spare > 0) {
            let parts: Vec<Piece<'t>> = row.drain(wide..=wide + spare).collect();
            let from = parts.first().map_or(0, |part| part.range.start);
            let to = parts.last().map_or(from, |part| part.range.end);
            row.insert(wide, Piece::trimmed(page.text.get(from..to.max(from)).unwrap_or_default(), from));
        }
        row.resize(grid.head.len(), Piece::default());
        grid.rows.push(row);
        grid.range.end = lines.get(end).map_or(range.end, |line| line.1.end);
        next = end + 1;
    }
    Some((grid, next))
}

fn is_blank(lines: &[Line<'_>]) -> bool {
    lines.iter().all(|(line, _)| line.trim().is_empty())
}

/// The line at which a row ends that does not end on its first line: the first that ends in a bar, unless another row
/// or a heading comes before it.
fn row_end(lines: &[Line<'_>], at: usize) -> Option<usize> {
    for (index, (line, _)) in lines.iter().enumerate().skip(at + 1).take(ROW_LINES) {
        let trimmed = line.trim();
        if trimmed.starts_with('|') && trimmed.len() > 1
            || trimmed.starts_with("## ")
            || trimmed.starts_with("<h")
        {
            return None;
        }
        if trimmed.ends_with('|') {
            return Some(index);
        }
    }
    None
}

/// The cells of a row that starts at `start`; a bar behind a backslash divides nothing.
fn cells<'t>(row: &'t str, start: usize) -> Vec<Piece<'t>> {
    let indent = row.len() - row.trim_start().len();
    let inside = row.trim();
    let inside = inside.strip_prefix('|').unwrap_or(inside);
    let base = start + indent + (row.trim().len() - inside.len());
    let inside = inside.strip_suffix('|').filter(|rest| !rest.ends_with('\\')).unwrap_or(inside);
    let mut cells = Vec::new();
    let mut from = 0;
    let mut escaped = false;
    for (at, mark) in inside.char_indices() {
        if mark == '|' && !escaped {
            cells.push(Piece::trimmed(inside.get(from..at).unwrap_or_default(), base + from));
            from = at + 1;
        }
        escaped = mark == '\\' && !escaped;
    }
    cells.push(Piece::trimmed(inside.get(from..).unwrap_or_default(), base + from));
    cells
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Sources;

    fn read(text: &str) -> Vec<Event<'_>> {
        let file = Sources::new().add("page", "");
        events(&Page::parse(file, text))
    }

    fn rows(text: &str) -> Vec<Vec<String>> {
        let tables = read(text).into_iter().filter_map(|event| match event {
            Event::Table(grid) => Some(grid),
            _ => None,
        });
        tables
            .flat_map(|grid| grid.rows)
            .map(|row| row.iter().map(|cell| cell.text.to_owned()).collect())
            .collect()
    }

    #[test]
    fn a_row_may_take_several_lines_and_hold_bars() {
        let text = "|Name|Type|Description|\n|---|---|---|\n|a|string|One\n\ntwo.|\n|b|string|x|y|\n|c|string\\|null|z|\n";
        assert_eq!(
            rows(text),
            [["a", "string", "One\n\ntwo."], ["b", "string", "x|y"], ["c", "string\\|null", "z"]]
        );
    }

    #[test]
    fn a_table_may_follow_html_and_lack_its_last_bar() {
        let text =
            "<h3 id=\"v\">Version</h3>\n|   |  |\n|---|--|\n|Version|**1**\n\n<h3 id='p'>Parameters</h3>\n";
        assert_eq!(rows(text), [["Version", "**1**"]]);
        let headings = read(text).into_iter().filter(|event| matches!(event, Event::Heading(3, ..))).count();
        assert_eq!(headings, 2);
    }

    #[test]
    fn a_page_that_ends_in_a_row_or_a_fence_is_noticed() {
        let text = "|Name|Type|\n|---|---|\n|a|stri";
        assert!(matches!(read(text).as_slice(), [Event::Table(grid)] if grid.cut_off.is_some()));
        assert!(matches!(read("```json\n{").as_slice(), [Event::Fence(code)] if !code.closed));
        assert!(read("").is_empty());
    }
}
