//! The line form: a line a field, its text indented below it.

use super::{Entry, Head, METHODS, Parts, Piece, Section, Subject, declaration};
use crate::read::markdown::Page;
use std::ops::Range;

/// Takes a page apart whose endpoint line starts at `at`.
pub(super) fn parse<'t>(page: &Page<'t>, at: usize) -> Parts<'t> {
    let mut parts = Parts::default();
    let mut description = Vec::new();
    for (line, range) in page.lines() {
        if range.start < at {
            above(line, range, &mut parts.head, &mut description);
        } else if let Some(subject) =
            line.strip_prefix("## ").and_then(|heading| Subject::parse(heading.trim_end()))
        {
            parts.sections.push(Section { subject, range, entries: Vec::new() });
        } else if let Some(section) = parts.sections.last_mut() {
            below(line, range, section);
        } else {
            below_endpoint(line, range, &mut parts.head);
        }
    }
    parts.head.description = description.join("\n").trim().to_owned();
    parts.cut_off = cut_off(page, &parts);
    parts
}

/// The title, and the description below it. Preambles that mirrors and vendors put above the title are let go.
fn above<'t>(line: &'t str, range: Range<usize>, head: &mut Head<'t>, description: &mut Vec<&'t str>) {
    match line.strip_prefix("# ") {
        Some(title) if head.title.is_none() && !title.starts_with("Source:") => {
            head.title = Some(Piece::trimmed(title, range.start + 2..range.end));
        }
        _ if head.title.is_some() => description.push(line),
        _ => {}
    }
}

fn below_endpoint<'t>(line: &'t str, range: Range<usize>, head: &mut Head<'t>) {
    let piece = |prefix: &str| {
        let rest = line.strip_prefix(prefix)?;
        Some(Piece::trimmed(rest, range.start + prefix.len()..range.end))
    };
    if let Some(rest) = piece("Endpoint: ") {
        let (method, target) = rest.text.split_once(' ').unwrap_or((rest.text, ""));
        if METHODS.contains(&method) {
            let start = rest.range.start;
            head.method = Some(Piece { text: method, range: start..start + method.len() });
            head.target = Some(Piece::trimmed(target, start + method.len() + 1..rest.range.end));
        }
    } else if let Some(version) = piece("Version: ") {
        head.version = Some(version);
    } else if let Some(security) = piece("Security: ") {
        head.security = Some(security);
    }
}

/// A field, the title of an alternative, or a line of what stands last.
fn below<'t>(line: &'t str, range: Range<usize>, section: &mut Section<'t>) {
    let content = line.trim_start();
    let indent = line.len() - content.len();
    // A list within a description stands further left than the fields do.
    let base = section.entries.first().map_or(indent, |first| first.indent);
    let entry = (indent >= base).then(|| field(content, range.start + indent, indent)).flatten();
    let alternatives =
        section.entries.iter().rev().find(|entry| entry.indent < indent).is_some_and(|entry| entry.one_of);
    let entry = entry
        .or_else(|| if alternatives { alternative(content, range.start + indent, indent) } else { None });
    if let Some(entry) = entry {
        section.entries.push(entry);
    } else if let Some(last) = section.entries.last_mut() {
        if !last.text.is_empty() {
            last.text.push('\n');
        }
        last.text.push_str(content.trim_end());
        if !content.is_empty() {
            last.text_range.start = last.text_range.start.min(range.start);
            last.text_range.end = range.end;
        }
    }
}

/// ``- `name` (types[, required])``, perhaps with `— one of:` behind it.
fn field(content: &str, start: usize, indent: usize) -> Option<Entry<'_>> {
    let rest = content.strip_prefix("- `")?;
    let (name, rest) = rest.split_once("` (")?;
    let (types, required, length) = declaration(rest)?;
    let after = rest.get(length..)?.trim();
    let one_of = matches!(after, "— one of:" | "- one of:" | "— any of:");
    let end = start + content.len();
    let name = Piece { text: name, range: start + 3..start + 3 + name.len() };
    (after.is_empty() || one_of).then(|| Entry {
        indent,
        name,
        types: Some(types),
        required,
        one_of,
        text: String::new(),
        text_range: end..end,
    })
}

/// `- Title:`, where alternatives are listed.
fn alternative(content: &str, start: usize, indent: usize) -> Option<Entry<'_>> {
    let title = content.strip_prefix("- ")?.trim_end().strip_suffix(':')?;
    let end = start + content.len();
    let name = Piece { text: title, range: start + 2..start + 2 + title.len() };
    let (text, text_range) = (String::new(), end..end);
    Some(Entry { indent, name, types: None, required: false, one_of: false, text, text_range })
}

/// A page that ends in the line of a field, or in a heading that is not finished.
fn cut_off(page: &Page<'_>, parts: &Parts<'_>) -> Option<Range<usize>> {
    let (last, range) = page.lines().filter(|(line, _)| !line.trim().is_empty()).last()?;
    let begins = |start: &str| last.trim_start().starts_with(start);
    let section = parts.sections.last();
    let in_fields = section.is_some_and(|section| section.range.start < range.start);
    let field = begins("- `") && field(last.trim_start(), range.start, 0).is_none() && in_fields;
    let empty = section.is_some_and(|section| {
        section.entries.is_empty() && !matches!(section.subject, Subject::Response(_, None))
    });
    let heading = (begins("## Response") || begins("## Request"))
        && Subject::parse(last.trim_start_matches("## ").trim_end()).is_none();
    (field || heading || empty).then_some(range)
}
