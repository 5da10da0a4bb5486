//! What stands in code, and the words and values of a tag.

use super::{Attribute, Code};
use std::ops::Range;

/// Code spans are no longer than this many bytes; what is longer is two marks that stand far apart.
const MAX_SPAN: usize = 600;

/// How many bytes a code span takes; a run of marks that nothing closes in its paragraph is text.
pub(super) fn code_span(rest: &str) -> usize {
    let marks = rest.len() - rest.trim_start_matches('`').len();
    let after = rest.get(marks..).unwrap_or_default();
    let end = (0..=MAX_SPAN.min(after.len())).rev().find(|end| after.is_char_boundary(*end)).unwrap_or(0);
    let near = after.get(..end).unwrap_or_default();
    let paragraph = near.split("\n\n").next().unwrap_or_default();
    let mut at = 0;
    while let Some(found) = paragraph.get(at..).and_then(|rest| rest.find('`')) {
        let run = paragraph.get(at + found..).unwrap_or_default();
        let length = run.len() - run.trim_start_matches('`').len();
        if length == marks {
            return marks + at + found + length;
        }
        at += found + length;
    }
    marks
}

/// The code block whose opening line starts at `at`, and where the text goes on.
pub(in crate::read::pages) fn code_block(text: &str, at: usize) -> Option<(Code<'_>, usize)> {
    let rest = text.get(at..)?;
    let line = rest.split('\n').next().unwrap_or_default();
    let indent = line.len() - line.trim_start_matches([' ', '\t', '>']).len();
    let opening = line.trim_start_matches([' ', '\t', '>']);
    let mark = opening.chars().next().filter(|mark| matches!(mark, '`' | '~'))?;
    let length = opening.len() - opening.trim_start_matches(mark).len();
    let info = opening.get(length..)?.trim();
    if length < 3 || info.contains('`') {
        return None;
    }
    let start = (at + line.len() + 1).min(text.len());
    let mut code = Code { info, text: String::new(), body: start..text.len(), closed: false };
    let mut from = start;
    for line in text.get(start..).unwrap_or_default().split_inclusive('\n') {
        let bare = line.trim_matches([' ', '\t', '>', '\n', '\r']);
        if bare.len() >= length && bare.chars().all(|character| character == mark) {
            code.body.end = from;
            code.closed = true;
            return Some((code, from + line.len()));
        }
        let blank = line.len() - line.trim_start_matches([' ', '\t', '>']).len();
        code.text.push_str(line.get(blank.min(indent)..).unwrap_or(line));
        from += line.len();
    }
    Some((code, text.len()))
}

/// A place in a tag.
pub(super) struct Cursor<'t> {
    pub(super) text: &'t str,
    pub(super) at: usize,
}

impl<'t> Cursor<'t> {
    fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or_default()
    }

    pub(super) fn take(&mut self, token: &str) -> Option<()> {
        self.rest().starts_with(token).then(|| self.at += token.len())
    }

    pub(super) fn skip_space(&mut self) {
        self.at += self.rest().len() - self.rest().trim_start().len();
    }

    pub(super) fn word(&mut self) -> Option<&'t str> {
        let rest = self.rest();
        let inside = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | ':');
        let end = rest.find(|c| !inside(c)).unwrap_or(rest.len());
        self.at += end;
        rest.get(..end).filter(|word| !word.is_empty())
    }

    /// Attributes up to one of `ends`; `None` where something else stands there, so that it is no tag.
    pub(super) fn attributes(&mut self, ends: &[&str]) -> Option<Vec<Attribute<'t>>> {
        let mut attributes = Vec::new();
        loop {
            self.skip_space();
            let rest = self.rest();
            if ends.iter().any(|end| rest.starts_with(end)) {
                return Some(attributes);
            }
            if rest.starts_with(['{', '"']) {
                // A spread of properties, or a value without a name: neither says anything.
                self.value()?;
                continue;
            }
            let start = self.at;
            let name = self.word()?;
            let range = start..self.at;
            self.skip_space();
            if self.take("=").is_none() {
                attributes.push(Attribute { name, value: None, range });
                continue;
            }
            self.skip_space();
            let (value, range) = self.value()?;
            attributes.push(Attribute { name, value: Some(value), range });
        }
    }

    /// Nothing closes what is open here: all of the text was looked at for it.
    fn give_up(&mut self) -> Option<usize> {
        self.at = self.text.len();
        None
    }

    /// A value: in quotes, in braces, or a word.
    fn value(&mut self) -> Option<(&'t str, Range<usize>)> {
        let rest = self.rest();
        let (skip, end) = match rest.chars().next()? {
            quote @ ('"' | '\'') => (1, quoted(rest, quote).or_else(|| self.give_up())?),
            '{' => (1, braced(rest).or_else(|| self.give_up())?),
            _ => {
                let end =
                    rest.find(|c: char| c.is_whitespace() || matches!(c, '>' | '%')).unwrap_or(rest.len());
                (0, end)
            }
        };
        let range = self.at + skip..self.at + end;
        self.at += end + skip;
        let value = self.text.get(range.clone())?;
        Some((trim_inner(value), range))
    }
}

/// A value in braces is often a text in quotes.
fn trim_inner(value: &str) -> &str {
    let value = value.trim();
    let inner = ['"', '\'', '`'].into_iter().find_map(|mark| value.strip_prefix(mark)?.strip_suffix(mark));
    inner.filter(|inner| !inner.contains(['"', '\'', '`'])).unwrap_or(value)
}

/// Where the text in quotes at the start ends.
fn quoted(text: &str, quote: char) -> Option<usize> {
    let mut escaped = false;
    for (at, character) in text.char_indices().skip(1) {
        match character {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            _ if character == quote => return Some(at),
            _ => {}
        }
    }
    None
}

/// Where the braces at the start end.
fn braced(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    let mut mark: Option<char> = None;
    let mut escaped = false;
    for (at, character) in text.char_indices() {
        match (mark, character) {
            _ if escaped => escaped = false,
            (Some(_), '\\') => escaped = true,
            (Some(open), _) if character == open => mark = None,
            (Some(_), _) => {}
            (None, '"' | '\'' | '`') => mark = Some(character),
            (None, '{') => depth += 1,
            (None, '}') => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return Some(at);
                }
            }
            _ => {}
        }
    }
    None
}
