//! Text that a reader of the page does not see. It is text like any other and nothing more; it is only told of.

use crate::diagnostics::{Code, Diagnostic, Sink};
use crate::read::markdown::Page;
use std::ops::Range;

/// Reports the first hidden text of each kind.
pub fn report(page: &Page<'_>, sink: &mut Sink) {
    let kinds: [(&str, Option<Range<usize>>); 3] = [
        ("a comment that the page does not show", comment(page.text)),
        ("an element that the page does not show", element(page.text)),
        ("characters that turn the direction of text, or show nothing", characters(page.text)),
    ];
    for (message, place) in kinds {
        if let Some(place) = place {
            sink.report(Diagnostic::new(Code::HiddenText, page.origin(&place), message));
        }
    }
}

/// A comment with words in it; that of a mirror names the source of its copy and is known.
fn comment(text: &str) -> Option<Range<usize>> {
    text.match_indices("<!--").find_map(|(start, mark)| {
        let rest = text.get(start + mark.len()..)?;
        let end = rest.find("-->")?;
        let words = rest.get(..end)?.trim();
        (!words.is_empty() && !words.starts_with("Source")).then(|| start..start + mark.len() + end + 3)
    })
}

/// An element with `display: none`, `visibility: hidden` or a font of no size.
fn element(text: &str) -> Option<Range<usize>> {
    let marks = [
        "display:none",
        "display: none",
        "visibility:hidden",
        "visibility: hidden",
        "font-size:0",
        "font-size: 0",
    ];
    let at = marks.iter().filter_map(|mark| Some((text.find(mark)?, mark.len()))).min()?;
    let start = text.get(..at.0)?.rfind('<')?;
    Some(start..at.0 + at.1)
}

/// Overrides and isolates of direction, and tags, which no reader sees. Zero-width spaces are common in honest pages.
fn characters(text: &str) -> Option<Range<usize>> {
    let hides = |character: &char| matches!(character, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{e0000}'..='\u{e007f}');
    text.char_indices()
        .find(|(_, character)| hides(character))
        .map(|(at, character)| at..at + character.len_utf8())
}
