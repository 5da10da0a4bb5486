//! YAML and JSON become a tree: raw scalar text, places kept, no recursion, everything within a budget.

mod build;
mod events;
mod json;
mod merge;
/// Reads a text that is JSON, a scalar included; `None`, and nothing said, where it is not. The places of the nodes are
/// counted from `base` on.
pub fn read_json(text: &str, file: FileId, base: usize) -> Option<Node> {
    if text.len() > MAX_BYTES {
        return None;
    }
    let mut unsaid = Sink::new();
    let mut builder = Builder::new(file, base, &mut unsaid);
    json::read(text, &mut builder).ok()?;
    builder.finish(text.len())
}

#[cfg(test)]
mod tests;

use crate::diagnostics::{Code, Diagnostic, Sink};
use crate::source::{FileId, Origin, Sources};
use crate::tree::Node;
use build::Builder;
use std::ops::Range;

/// The most bytes a document may have.
const MAX_BYTES: usize = 64 << 20;

/// Reads the one document of a text, or of a range of its bytes: a fence in a page. Places are those of the whole file.
///
/// A text that starts with `{` or `[` is read as JSON, everything else as YAML 1.2, and so is a file in braces whose first key
/// has no double quotes, as no JSON does: `{$ref: other.yaml}`. `None` means that the text cannot
/// be read to its end; the sink then says why. A tree may come back beside errors: those that are not of syntax.
pub fn read_document(
    sources: &Sources,
    file: FileId,
    range: Option<Range<usize>>,
    sink: &mut Sink,
) -> Option<Node> {
    let whole = sources.text(file);
    let in_braces = range.is_none() && is_yaml_in_braces(whole);
    let range = range.unwrap_or(0..whole.len());
    if let Some(place) = sources.invalid_utf8(file).filter(|place| *place < range.end) {
        let message = "the text is not UTF-8";
        sink.report(Diagnostic::new(Code::InvalidUtf8, Origin::new(file, place, place + 1), message));
        return None;
    }
    read_as(whole.get(range.clone()).unwrap_or(""), in_braces, file, range.start, sink)
}

/// Whether a text opens with braces and a key that is a word of YAML.
fn is_yaml_in_braces(text: &str) -> bool {
    let opens = |letter: char| matches!(letter, '{' | '[' | '\u{feff}') || letter.is_whitespace();
    let key = text.trim_start_matches(opens);
    let before = text.get(..text.len() - key.len()).unwrap_or_default();
    before.trim_end().ends_with('{')
        && key.starts_with(|first: char| first.is_alphabetic() || matches!(first, '_' | '$' | '\''))
}

/// Reads a text that stands in a file, or was made of it, as [`read_document`] does; its places are counted from `start`
/// on.
pub fn read_text(text: &str, file: FileId, start: usize, sink: &mut Sink) -> Option<Node> {
    read_as(text, false, file, start, sink)
}

/// Reads a text, of which it may be known that it is YAML whatever it starts with.
fn read_as(text: &str, is_yaml: bool, file: FileId, start: usize, sink: &mut Sink) -> Option<Node> {
    if text.len() > MAX_BYTES {
        let message = format!("the document is larger than {MAX_BYTES} bytes");
        sink.report(Diagnostic::new(Code::BudgetExceeded, Origin::new(file, start, start), message));
        return None;
    }
    let text_after_mark = text.strip_prefix('\u{feff}').unwrap_or(text);
    let base = start + (text.len() - text_after_mark.len());
    let mut builder = Builder::new(file, base, sink);
    let read = if !is_yaml && text_after_mark.trim_start().starts_with(['{', '[']) {
        json::read(text_after_mark, &mut builder)
    } else {
        events::read(text_after_mark, &mut builder)
    };
    read.ok().and_then(|()| builder.finish(text_after_mark.len()))
}
