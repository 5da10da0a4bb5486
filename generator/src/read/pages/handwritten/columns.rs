//! Blocks of text in columns: a field a line, with its name, its type, and what is said of it.

use super::field::is_untyped;
use super::words::is_name;
use crate::read::markdown::{Cell, Page, Table};
use crate::read::pages::types::declared;
use crate::source::Origin;
use std::ops::Range;

/// The rows of a block; `None` where any line of it is no field. A line that stands deeper goes on with the one above it.
pub(super) fn table(page: &Page<'_>, body: &Range<usize>) -> Option<Table> {
    let mut table = Table::default();
    let mut margin = None;
    // The indentation of the first line stands before the block.
    let before = page.slice(&(0..body.start));
    let mut start = before.len() - before.chars().rev().take_while(|c| matches!(c, ' ' | '\t')).count();
    for line in page.slice(&(start..body.end)).split('\n') {
        let text = line.trim();
        let at = start + (line.len() - line.trim_start().len());
        start += line.len() + 1;
        if text.is_empty() {
            continue;
        }
        let indented = line.len() - line.trim_start().len();
        let margin = *margin.get_or_insert(indented);
        match table.rows.last_mut().and_then(|row| row.last_mut()) {
            Some(last) if indented > margin => {
                if !last.text.is_empty() {
                    last.text.push(' ');
                }
                last.text.push_str(text);
            }
            _ => table.rows.push(row(text, at)?),
        }
    }
    (!table.rows.is_empty()).then_some(table)
}

/// The cells of a line: a name, a type that is known, and the rest.
fn row(line: &str, at: usize) -> Option<Vec<Cell>> {
    let (name, behind) = line.split_once(char::is_whitespace)?;
    let inside = |c: char| c.is_ascii_alphanumeric() || "_-.[]".contains(c);
    if !is_name(name)
        || !name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        || !name.chars().all(inside)
    {
        return None;
    }
    let behind = behind.trim_start();
    let is_type = |text: &str| !is_untyped(&declared(text, Origin::default()).schema);
    // Columns have more than one blank between them, but for what fills its own.
    let wide = ["  ", "\t"].iter().filter_map(|gap| behind.find(gap)).min().unwrap_or(behind.len());
    let word = behind.find(char::is_whitespace).unwrap_or(behind.len());
    let end = [wide, word].into_iter().find(|end| behind.get(..*end).is_some_and(is_type))?;
    let (ty, rest) = behind.split_at_checked(end)?;
    let (from, end) = (at + line.len() - behind.len(), at + line.len());
    let cell = |text: &str, range| Cell { text: text.trim().to_owned(), range };
    Some(vec![
        cell(name, at..at + name.len()),
        cell(ty, from..from + ty.len()),
        cell(rest, end - rest.trim_start().len()..end),
    ])
}
