//! The flattened form: the same words with one space between them. Only what matches a heading or a field to the letter
//! counts as one, so a description may hold marks of its own.

use super::{Entry, METHODS, Parts, Piece, Section, Subject, declaration};
use crate::read::markdown::Page;
use std::ops::Range;

/// Takes a page apart in which `Endpoint: …` stands at `at`.
pub(super) fn parse<'t>(page: &Page<'t>, at: usize) -> Parts<'t> {
    let mut parts = Parts::default();
    let text = page.text;
    let above = text.get(..at).unwrap_or_default();
    let start = above.find("# ").map_or(0, |mark| mark + 2);
    let head = Piece::trimmed(above.get(start..).unwrap_or_default(), start..at);
    let length = summary_length(head.text);
    let title = head.text.get(..length).unwrap_or_default();
    parts.head.title = Some(Piece::trimmed(title, head.range.start..head.range.start + length));
    parts.head.description = head.text.get(length..).unwrap_or_default().trim().to_owned();

    let headings = headings(text, at);
    let first = headings.first().map_or(text.len(), |(_, range)| range.start);
    endpoint_words(text, at..first, &mut parts);
    for (index, (subject, range)) in headings.iter().enumerate() {
        let end = headings.get(index + 1).map_or(text.len(), |(_, next)| next.start);
        let mut section = Section { subject: *subject, range: range.clone(), entries: Vec::new() };
        fields(text, range.end..end, &mut section);
        parts.sections.push(section);
    }
    parts.cut_off = cut_off(text, &parts);
    parts
}

/// `Endpoint: METHOD target Version: v Security: a, b`, each but the first perhaps left out.
fn endpoint_words<'t>(text: &'t str, range: Range<usize>, parts: &mut Parts<'t>) {
    let words = text.get(range.clone()).unwrap_or_default();
    let between = |from: &str, ends: &[&str]| {
        let start = words.find(from)? + from.len();
        let rest = words.get(start..)?;
        let end = ends.iter().filter_map(|end| rest.find(end)).min().unwrap_or(rest.len());
        Some(Piece::trimmed(rest.get(..end)?, range.start + start..range.start + start + end))
    };
    if let Some(endpoint) = between("Endpoint: ", &[" Version: ", " Security: "]) {
        let (method, target) = endpoint.text.split_once(' ').unwrap_or((endpoint.text, ""));
        if METHODS.contains(&method) {
            let start = endpoint.range.start;
            parts.head.method = Some(Piece { text: method, range: start..start + method.len() });
            parts.head.target = Some(Piece::trimmed(target, start + method.len() + 1..endpoint.range.end));
        }
    }
    parts.head.version = between(" Version: ", &[" Security: "]);
    parts.head.security = between(" Security: ", &[" ## "]);
}

/// The headings behind `from`, with the bytes they take.
fn headings(text: &str, from: usize) -> Vec<(Subject<'_>, Range<usize>)> {
    let mut found = Vec::new();
    let mut at = from;
    while let Some(mark) = text.get(at..).and_then(|rest| rest.find(" ## ")) {
        let start = at + mark + 1;
        let rest = text.get(start + 3..).unwrap_or_default();
        at = start;
        let Some(end) = heading_end(rest) else { continue };
        let complete =
            rest.get(end..).is_some_and(|after| after.is_empty() || after.starts_with([' ', '\n']));
        if let Some(subject) = rest.get(..end).and_then(Subject::parse).filter(|_| complete) {
            found.push((subject, start..start + 3 + end));
        }
    }
    found
}

/// Where a heading that starts here would end.
fn heading_end(rest: &str) -> Option<usize> {
    for word in ["Path", "Query", "Header", "Cookie"] {
        if let Some(after) = rest.strip_prefix(word) {
            return after.starts_with(" parameters:").then_some(word.len() + " parameters:".len());
        }
    }
    let words = rest.find(" fields").filter(|at| *at < 32)? + " fields".len();
    match rest.get(words..).is_some_and(|after| after.starts_with(" (")) {
        true => rest.get(words..)?.find("):").filter(|at| *at < 200).map(|at| words + at + 2),
        false => rest.starts_with("Response ").then_some(words),
    }
}

/// The fields in a range: each from its mark to the next.
fn fields<'t>(text: &'t str, range: Range<usize>, section: &mut Section<'t>) {
    let mut at = range.start;
    let mut last_end = range.start;
    while let Some(mark) = text.get(at..range.end).and_then(|rest| rest.find("- `")) {
        let start = at + mark;
        at = start + 1;
        let before = text.get(..start).unwrap_or_default();
        if !before.ends_with(' ') {
            continue;
        }
        let Some((entry, end)) = field(text, start, range.end) else { continue };
        close(text, section, last_end..start);
        section.entries.push(entry);
        (at, last_end) = (end, end);
    }
    close(text, section, last_end..range.end);
}

/// Gives the last field the text that stands behind it.
fn close(text: &str, section: &mut Section<'_>, range: Range<usize>) {
    if let Some(last) = section.entries.last_mut() {
        let piece = Piece::trimmed(text.get(range.clone()).unwrap_or_default(), range);
        last.text = piece.text.to_owned();
        last.text_range = piece.range;
    }
}

fn field(text: &str, start: usize, end: usize) -> Option<(Entry<'_>, usize)> {
    let content = text.get(start..end)?;
    let rest = content.strip_prefix("- `")?;
    let (name, rest) = rest.split_once("` (")?;
    if name.contains('`') {
        return None;
    }
    let (types, required, length) = declaration(rest)?;
    let after = rest.get(length..)?;
    if !(after.is_empty() || after.starts_with([' ', '\n'])) {
        return None;
    }
    let end = start + 3 + name.len() + 3 + length;
    let name = Piece { text: name, range: start + 3..start + 3 + name.len() };
    let (text, text_range) = (String::new(), end..end);
    Some((Entry { indent: 0, name, types: Some(types), required, one_of: false, text, text_range }, end))
}

/// How much of the words above the endpoint is the title: the boundary is lost, but a description often begins with a
/// note, or with the words of the title again.
fn summary_length(text: &str) -> usize {
    if let Some(note) = text.find(" Note: ") {
        return note;
    }
    let first = text.split(' ').next().unwrap_or_default();
    let stem = first.get(..first.len().min(5)).unwrap_or(first);
    let again = text.match_indices(stem).find(|(at, _)| {
        *at > first.len()
            && text.get(..*at).is_some_and(|before| before.ends_with(' ') && !before.ends_with(". "))
    });
    if let Some((at, _)) = again.filter(|(at, _)| !stem.is_empty() && *at < 120) {
        return at;
    }
    let sentence = text.find(". ").map_or(text.len(), |at| at + 1);
    sentence.min(text.len())
}

/// A page that ends within the mark of a field, or in a section without any.
fn cut_off(text: &str, parts: &Parts<'_>) -> Option<Range<usize>> {
    let end = text.trim_end().len();
    let section = parts.sections.last()?;
    let empty = section.entries.is_empty() && !matches!(section.subject, Subject::Response(_, None));
    let tail = section.entries.last().map(|entry| entry.text_range.clone());
    let open = tail.filter(|range| {
        let rest = text.get(range.clone()).unwrap_or_default();
        let mark = rest.rfind("- `").and_then(|at| rest.get(at..));
        mark.is_some_and(|mark| !mark.contains(')') && mark.len() < 200)
    });
    match (open, empty) {
        (Some(range), _) => Some(range),
        (None, true) => Some(section.range.start..end.max(section.range.start)),
        (None, false) => None,
    }
}
