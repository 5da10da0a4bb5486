//! The text of a fence as a tree. A page that was cut off may end in the middle of it; what stands before is read.

use crate::diagnostics::{Code, Diagnostic, Sink};
use crate::read::markdown::{Fence, Page};
use crate::read::pages::Context;
use crate::read::yaml::{read_json, read_text};
use crate::source::Origin;
use crate::tree::Node;

/// How many lines are left off the end, one after the other, until the rest can be read: few tries, so that the time
/// stays in proportion to the text.
const LEFT_OFF: [usize; 7] = [1, 2, 4, 8, 16, 32, 64];

/// The tree of a fence; `None` after a diagnostic that says why there is none.
pub(super) fn read(page: &Page<'_>, fence: &Fence, context: &mut Context<'_>) -> Option<Node> {
    let body = fence.body.clone();
    if fence.closed {
        return document(page, &body, context.sink);
    }
    let text = page.slice(&body);
    let mut quiet = Sink::new();
    if let Some(tree) = document(page, &body, &mut quiet)
        && quiet.propagate().is_ok()
    {
        return Some(tree);
    }
    let (tree, end) = match text.trim_start().starts_with('{') {
        true => {
            let (completed, end) = complete_json(text);
            (read_json(&completed, page.file, body.start), body.start + end)
        }
        false => shorter(page, fence),
    };
    let message = match tree {
        Some(_) => "the document in this fence ends in the middle",
        None => "the document in this fence ends so early that nothing can be made of it",
    };
    let place = Origin::new(page.file, end, body.end.max(end));
    context.sink.report(Diagnostic::new(Code::TruncatedPage, place, message));
    tree
}

/// The longest text of whole lines that can be read, and where it ends.
fn shorter(page: &Page<'_>, fence: &Fence) -> (Option<Node>, usize) {
    let start = fence.body.start;
    let text = page.slice(&fence.body).trim_end();
    let mut end = start + text.len();
    for lines in LEFT_OFF {
        let Some((at, _)) = text.rmatch_indices('\n').nth(lines - 1) else { break };
        end = start + at;
        let mut quiet = Sink::new();
        let tree = document(page, &(start..end), &mut quiet);
        if tree.is_some() && quiet.propagate().is_ok() {
            return (tree, end);
        }
    }
    (None, end)
}

/// A JSON text that ends anywhere, cut behind its last whole member, with everything closed that is open there; and
/// how many of its bytes that takes.
fn complete_json(text: &str) -> (String, usize) {
    let mut open: Vec<char> = Vec::new();
    let (mut in_string, mut escaped, mut end) = (false, false, 0);
    for (at, character) in text.char_indices() {
        match character {
            _ if escaped => escaped = false,
            '\\' if in_string => escaped = true,
            '"' => in_string = !in_string,
            _ if in_string => {}
            '{' => open.push('}'),
            '[' => open.push(']'),
            '}' | ']' => {
                open.pop();
            }
            _ => {}
        }
        // Behind a bracket, or before a comma, what came before is whole; nothing opens or closes in between.
        match character {
            '{' | '[' | '}' | ']' if !in_string => end = at + 1,
            ',' if !in_string => end = at,
            _ => {}
        }
    }
    let closers = open.iter().rev();
    (text.get(..end).unwrap_or_default().chars().chain(closers.copied()).collect(), end)
}

/// The document in a range of a page.
fn document(page: &Page<'_>, range: &std::ops::Range<usize>, sink: &mut Sink) -> Option<Node> {
    let start = page.origin(range).start as usize;
    read_text(page.slice(range), page.file, start, sink)
}
