//! The tags that page builders put into Markdown: components of MDX, `<Name a="b" c={d}>`, and blocks of Liquid,
//! `{% name a="b" %}`. What stands in code is no tag.

mod cursor;
#[cfg(test)]
mod tests;

pub(super) use cursor::code_block;

use super::MAX_NESTING;
use crate::read::markdown::decode_entities;
use cursor::{Cursor, code_span};
use std::ops::Range;

/// How tags are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Syntax {
    /// `<Name>…</Name>`; names in small letters are HTML and therefore text.
    Jsx,
    /// `{% name %}…{% endname %}`.
    Liquid,
}

/// A tag and what stands in it.
#[derive(Clone, Debug)]
pub(super) struct Element<'t> {
    /// Its name.
    pub(super) name: &'t str,
    /// Its attributes, in order.
    pub(super) attributes: Vec<Attribute<'t>>,
    /// What stands between it and its end.
    pub(super) children: Vec<Child<'t>>,
    /// The bytes of the opening tag.
    pub(super) opening: Range<usize>,
    /// Whether its end was found.
    pub(super) closed: bool,
}

/// An attribute; one without a value is a flag.
#[derive(Clone, Debug)]
pub(super) struct Attribute<'t> {
    /// Its name.
    pub(super) name: &'t str,
    /// Its value, without quotes or braces.
    pub(super) value: Option<&'t str>,
    /// The bytes of the value, or of the name where there is none.
    pub(super) range: Range<usize>,
}

/// What an element holds.
#[derive(Clone, Debug)]
pub(super) enum Child<'t> {
    /// An element.
    Element(Element<'t>),
    /// Markdown without tags and code blocks.
    Text(&'t str, Range<usize>),
    /// A fenced code block.
    Code(Code<'t>),
}

/// A fenced code block, wherever it is indented to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Code<'t> {
    /// What stands behind the opening fence.
    pub(super) info: &'t str,
    /// What stands between the fences, without the indentation of the opening fence.
    pub(super) text: String,
    /// The bytes between the fences.
    pub(super) body: Range<usize>,
    /// Whether it is closed before the page ends.
    pub(super) closed: bool,
}

impl<'t> Element<'t> {
    /// The attribute of a name.
    pub(super) fn attribute(&self, name: &str) -> Option<&Attribute<'t>> {
        self.attributes.iter().find(|attribute| attribute.name == name)
    }

    /// The value of an attribute, if it has one that says something.
    pub(super) fn value(&self, name: &str) -> Option<String> {
        let value = decode_entities(self.attribute(name)?.value?);
        let value = value.replace("\\\"", "\"");
        (!value.trim().is_empty()).then(|| value.trim().to_owned())
    }

    /// Whether an attribute is there and does not say no.
    pub(super) fn flag(&self, name: &str) -> bool {
        let no = |value: &str| matches!(value.trim(), "false" | "0" | "no");
        self.attribute(name).is_some_and(|attribute| !attribute.value.is_some_and(no))
    }

    /// The text that stands in it, that of elements in it aside unless `inside` says that they belong to it.
    pub(super) fn text(&self, inside: fn(&Element<'_>) -> bool) -> String {
        let mut text = String::new();
        collect_text(&self.children, inside, &mut text);
        decode_entities(text.trim())
    }
}

fn collect_text(children: &[Child<'_>], inside: fn(&Element<'_>) -> bool, text: &mut String) {
    for child in children {
        match child {
            Child::Text(part, _) => text.push_str(&dedented(part)),
            Child::Element(element) if inside(element) => collect_text(&element.children, inside, text),
            _ => {}
        }
    }
}

/// A text without the white space that its lines start with.
fn dedented(text: &str) -> String {
    let lines: Vec<&str> = text.split('\n').map(str::trim).collect();
    lines.join("\n")
}

/// Reads a text.
pub(super) fn read(text: &str, syntax: Syntax) -> Vec<Child<'_>> {
    let mut builder = Builder { open: Vec::new(), done: Vec::new(), unheld: 0 };
    let mut at = 0;
    let mut start = 0;
    let mut line_start = true;
    // What is looked at in vain costs time, and a page may be made to cost it everywhere.
    let mut budget = text.len().saturating_mul(4);
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        if line_start && let Some((code, end)) = code_block(text, at) {
            builder.text(text, start..at);
            builder.push(Child::Code(code));
            (at, start) = (end, end);
            continue;
        }
        if budget > 0 && rest.starts_with(['<', '{']) {
            let mut cursor = Cursor { text, at };
            if let Some((tag, end)) = tag(&mut cursor, syntax) {
                builder.text(text, start..at);
                builder.tag(tag);
                (at, start, line_start) = (end, end, false);
                continue;
            }
            budget = budget.saturating_sub(cursor.at - at);
        }
        let step = match rest.chars().next() {
            Some('`') => code_span(rest),
            Some(character) => character.len_utf8(),
            None => break,
        };
        line_start = rest.starts_with('\n');
        at += step;
    }
    builder.text(text, start..text.len());
    builder.finish()
}

/// Every element of a tree that `wanted` names, in order; elements in such an element are not looked at.
pub(super) fn find<'e, 't>(children: &'e [Child<'t>], wanted: &[&str]) -> Vec<&'e Element<'t>> {
    let mut found = Vec::new();
    collect(children, wanted, &mut found);
    found
}

fn collect<'e, 't>(children: &'e [Child<'t>], wanted: &[&str], found: &mut Vec<&'e Element<'t>>) {
    for child in children {
        if let Child::Element(element) = child {
            match wanted.contains(&element.name) {
                true => found.push(element),
                false => collect(&element.children, wanted, found),
            }
        }
    }
}

/// A tag, before it is known where it ends.
enum Tag<'t> {
    Open(Element<'t>),
    /// A tag that ends where it starts.
    Void(Element<'t>),
    Close(&'t str),
    Comment,
}

/// The tag that starts at `at`, and where the text goes on.
fn tag<'t>(cursor: &mut Cursor<'t>, syntax: Syntax) -> Option<(Tag<'t>, usize)> {
    let at = cursor.at;
    let rest = cursor.text.get(at..)?;
    for (start, end) in [("<!--", "-->"), ("{/*", "*/}")] {
        if rest.starts_with(start) {
            let end = rest.find(end).map_or(rest.len(), |found| found + end.len());
            return Some((Tag::Comment, at + end));
        }
    }
    match syntax {
        Syntax::Jsx => {
            cursor.take("<")?;
            let closes = cursor.take("/").is_some();
            let name = cursor.word().filter(|name| name.starts_with(|c: char| c.is_ascii_uppercase()))?;
            let attributes = cursor.attributes(&[">", "/>"])?;
            let void = cursor.take("/>").is_some();
            if !void {
                cursor.take(">")?;
            }
            let element =
                Element { name, attributes, children: Vec::new(), opening: at..cursor.at, closed: void };
            let tag = match (closes, void) {
                (true, _) => Tag::Close(name),
                (false, true) => Tag::Void(element),
                (false, false) => Tag::Open(element),
            };
            Some((tag, cursor.at))
        }
        Syntax::Liquid => {
            cursor.take("{%")?;
            let _ = cursor.take("-");
            cursor.skip_space();
            let name = cursor.word()?;
            let attributes = cursor.attributes(&["%}", "-%}"])?;
            cursor.take("%}").or_else(|| cursor.take("-%}"))?;
            let tag = match name.strip_prefix("end") {
                Some(name) if !name.is_empty() => Tag::Close(name),
                _ => Tag::Open(Element {
                    name,
                    attributes,
                    children: Vec::new(),
                    opening: at..cursor.at,
                    closed: false,
                }),
            };
            Some((tag, cursor.at))
        }
    }
}

/// Puts tags, texts and code where they belong.
struct Builder<'t> {
    open: Vec<Element<'t>>,
    done: Vec<Child<'t>>,
    /// How many tags are open that are too deep to be kept.
    unheld: usize,
}

impl<'t> Builder<'t> {
    fn push(&mut self, child: Child<'t>) {
        match self.open.last_mut() {
            Some(element) => element.children.push(child),
            None => self.done.push(child),
        }
    }

    fn text(&mut self, text: &'t str, range: Range<usize>) {
        if let Some(part) = text.get(range.clone()).filter(|part| !part.is_empty()) {
            self.push(Child::Text(part, range));
        }
    }

    fn tag(&mut self, tag: Tag<'t>) {
        match tag {
            Tag::Comment => {}
            Tag::Void(element) => self.push(Child::Element(element)),
            Tag::Open(_) if self.open.len() >= MAX_NESTING => self.unheld += 1,
            Tag::Open(element) => self.open.push(element),
            Tag::Close(_) if self.unheld > 0 => self.unheld -= 1,
            Tag::Close(name) => {
                let Some(index) = self.open.iter().rposition(|element| element.name == name) else { return };
                // Tags between that nothing closes hold nothing: what follows them belongs to what they stand in.
                while self.open.len() > index + 1 {
                    self.spill();
                }
                if let Some(mut element) = self.open.pop() {
                    element.closed = true;
                    self.push(Child::Element(element));
                }
            }
        }
    }

    fn spill(&mut self) {
        let Some(mut element) = self.open.pop() else { return };
        let children = std::mem::take(&mut element.children);
        self.push(Child::Element(element));
        children.into_iter().for_each(|child| self.push(child));
    }

    fn finish(mut self) -> Vec<Child<'t>> {
        while let Some(element) = self.open.pop() {
            self.push(Child::Element(element));
        }
        self.done
    }
}
