//! Diagnostics as text for people and as lines of JSON for machines.
//!
//! The drawing is done here: the text around a place is untrusted and may be one line of a megabyte, so a line is cut and
//! escaped before it is drawn, and the column that is printed must still be that of the file.

use super::{Diagnostic, Label, Severity};
use crate::source::{FileId, LineIndex, Origin, Sources};
use std::collections::HashMap;
use std::fmt::Write as _;

/// Whom the diagnostics are written for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// For people: the line of each place is shown.
    Text,
    /// For machines: an object a line.
    Json,
}

/// The most characters of a line that are shown.
const WIDTH: usize = 200;
/// How many characters are shown before a place in a line that is cut.
const BEFORE: usize = 60;

/// Texts and where their lines start: a text with many diagnostics is counted through once.
struct Places<'s> {
    sources: &'s Sources,
    indexes: HashMap<FileId, LineIndex<'s>>,
}

impl Places<'_> {
    fn position(&mut self, origin: Origin) -> (usize, usize) {
        let sources = self.sources;
        let index = self.indexes.entry(origin.file).or_insert_with(|| sources.line_index(origin.file));
        index.position(origin)
    }
}

/// Writes the diagnostics in their order.
pub fn render(diagnostics: &[Diagnostic], sources: &Sources, format: Format) -> String {
    let mut out = String::new();
    let places = &mut Places { sources, indexes: HashMap::new() };
    for diagnostic in diagnostics {
        match format {
            Format::Text => draw(&mut out, diagnostic, places),
            Format::Json => object(&mut out, diagnostic, places),
        }
        out.push('\n');
    }
    out
}

fn severity(diagnostic: &Diagnostic) -> &'static str {
    match diagnostic.severity() {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    }
}

fn draw(out: &mut String, diagnostic: &Diagnostic, places: &mut Places<'_>) {
    let message = escaped(&diagnostic.message);
    // Writing to a string cannot fail, here and below.
    _ = writeln!(out, "{}[{}]: {message}", severity(diagnostic), diagnostic.code.id());
    let labels = diagnostic.primary.iter().map(|label| (label, '^', "-->"));
    for (label, mark, arrow) in labels.chain(diagnostic.related.iter().map(|label| (label, '-', ":::"))) {
        draw_label(out, label, mark, arrow, places);
    }
    for note in &diagnostic.notes {
        _ = writeln!(out, "  = help: {}", escaped(note));
    }
}

fn draw_label(out: &mut String, label: &Label, mark: char, arrow: &str, places: &mut Places<'_>) {
    let sources = places.sources;
    let (line, column) = places.position(label.origin);
    let number = line.to_string();
    let margin = " ".repeat(number.len());
    let (before, marked, after) = line_of(sources, label.origin);
    let marks: String = std::iter::repeat_n(mark, marked.chars().count().max(1)).collect();
    let space = " ".repeat(before.chars().count());
    let text = escaped(&label.text);
    let name = escaped(sources.name(label.origin.file));
    _ = writeln!(out, "{margin}{arrow} {name}:{line}:{column}\n{margin} |");
    _ = writeln!(out, "{number} | {}", format!("{before}{marked}{after}").trim_end());
    _ = writeln!(out, "{margin} | {}", format!("{space}{marks} {text}").trim_end());
}

/// The line of a place in three parts, cut around the place and escaped; of a place of several lines the first.
fn line_of(sources: &Sources, origin: Origin) -> (String, String, String) {
    let text = sources.text(origin.file);
    let (head, tail) = text.split_at_checked(origin.start as usize).unwrap_or((text, ""));
    let before: Vec<char> = head.chars().rev().take_while(|mark| *mark != '\n').take(WIDTH).collect();
    let rest: Vec<char> = tail.chars().take_while(|mark| *mark != '\n').take(WIDTH).collect();
    let length = sources.slice(origin).chars().take(rest.len()).count();
    let fits = before.len() + rest.len() <= WIDTH;
    let kept = if fits { before.len() } else { before.len().min(BEFORE) };
    let room = if fits { rest.len() } else { rest.len().min(WIDTH - BEFORE) };
    let cut = |missing: bool| if missing { "..." } else { "" };
    let start: String = before.iter().take(kept).rev().collect();
    let marked: String = rest.iter().take(length.min(room)).collect();
    let end: String = rest.iter().take(room).skip(length).collect();
    (
        format!("{}{}", cut(kept < before.len()), escaped(&start)),
        escaped(marked.trim_end_matches('\r')),
        format!("{}{}", escaped(end.trim_end_matches('\r')), cut(room < rest.len() || rest.len() == WIDTH)),
    )
}

/// A text on one line without characters that a terminal obeys or that change the direction of what follows.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for mark in text.chars() {
        match mark {
            '\t' => out.push(' '),
            _ if is_unsafe(mark) => _ = write!(out, "\\u{{{:x}}}", u32::from(mark)),
            _ => out.push(mark),
        }
    }
    out
}

fn is_unsafe(mark: char) -> bool {
    mark.is_control()
        || matches!(mark, '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}')
        || matches!(mark, '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}')
        || matches!(mark, '\u{e0000}'..='\u{e007f}')
}

fn object(out: &mut String, diagnostic: &Diagnostic, places: &mut Places<'_>) {
    let (severity, code) = (severity(diagnostic), diagnostic.code.id());
    _ = write!(
        out,
        "{{\"severity\":\"{severity}\",\"code\":\"{code}\",\"message\":{}",
        json(&diagnostic.message)
    );
    if let Some(primary) = &diagnostic.primary {
        _ = write!(out, ",\"primary\":{}", place(primary, places));
    }
    let related: Vec<String> = diagnostic.related.iter().map(|label| place(label, places)).collect();
    let notes: Vec<String> = diagnostic.notes.iter().map(|note| json(note)).collect();
    _ = write!(out, ",\"related\":[{}],\"notes\":[{}]}}", related.join(","), notes.join(","));
}

fn place(label: &Label, places: &mut Places<'_>) -> String {
    let Origin { file, start, end } = label.origin;
    let (line, column) = places.position(label.origin);
    let (name, text) = (json(places.sources.name(file)), json(&label.text));
    format!(
        "{{\"file\":{name},\"line\":{line},\"column\":{column},\"start\":{start},\"end\":{end},\"label\":{text}}}"
    )
}

/// A JSON string whose unsafe characters are escaped as well, since JSON lines are read on terminals too.
fn json(text: &str) -> String {
    let mut out = String::from("\"");
    for mark in text.chars() {
        match mark {
            '"' | '\\' => out.extend(['\\', mark]),
            _ if is_unsafe(mark) => {
                for unit in mark.encode_utf16(&mut [0; 2]) {
                    _ = write!(out, "\\u{unit:04x}");
                }
            }
            _ => out.push(mark),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::Code;

    #[test]
    fn draws_places_and_help() {
        let mut sources = Sources::new();
        let file = sources.add("a\u{1b}.yaml", "a: 1\r\nb: 2\r\na: \u{202e}3\r\n");
        let diagnostic = Diagnostic::new(Code::DuplicateKey, Origin::new(file, 12, 13), "twice\u{7}")
            .label("again")
            .related(Origin::new(file, 0, 1), "first")
            .note("remove one");
        let text = render(std::slice::from_ref(&diagnostic), &sources, Format::Text);
        assert_eq!(
            text,
            "error[duplicate-key]: twice\\u{7}\n --> a\\u{1b}.yaml:3:1\n  |\n3 | a: \\u{202e}3\n  | ^ again\n \
             ::: a\\u{1b}.yaml:1:1\n  |\n1 | a: 1\n  | - first\n  = help: remove one\n\n"
        );
        let line = render(&[diagnostic], &sources, Format::Json);
        assert_eq!(line.lines().count(), 1);
        let value: serde_yaml::Value = serde_yaml::from_str(&line).unwrap();
        assert_eq!(value["message"].as_str(), Some("twice\u{7}"));
        assert_eq!(value["primary"]["line"].as_u64(), Some(3));
    }

    #[test]
    fn long_lines_are_cut() {
        let mut sources = Sources::new();
        let file = sources.add("a.md", "é".repeat(1_000_000));
        let place = Origin::new(file, 1_000_000, 1_900_000);
        let text = render(&[Diagnostic::new(Code::InvalidYaml, place, "m")], &sources, Format::Text);
        assert!(text.contains("a.md:1:500001") && text.chars().count() < 1000, "{text}");
        let outside = Origin::new(file, 5_000_000, 5_000_001);
        render(&[Diagnostic::new(Code::InvalidYaml, outside, "m")], &sources, Format::Text);
    }
}
