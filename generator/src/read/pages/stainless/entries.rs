//! Declarations in the order of the page, put into each other: by list items, or, where the page is text only, by the
//! names that a declaration lists in braces.

use super::declaration::{Alternative, Declaration, Type};
use crate::read::pages::MAX_NESTING;
use std::ops::Range;

/// A declaration and what stands in it.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub(super) declaration: Declaration,
    pub(super) range: Range<usize>,
    /// What is said about it.
    pub(super) text: Vec<String>,
    pub(super) children: Vec<Entry>,
}

/// Something in a section.
#[derive(Clone, Debug)]
pub(super) struct Part {
    /// How deep it stands in list items; 0 in text.
    pub(super) depth: usize,
    /// What it says.
    pub(super) text: String,
    pub(super) range: Range<usize>,
    /// What it declares, if it does.
    pub(super) declaration: Option<Declaration>,
}

/// An entry that is still open.
struct Open {
    entry: Entry,
    depth: usize,
    /// The names of its fields, as far as they are written out.
    listed: Vec<String>,
    /// How many fields, or alternatives, it has.
    count: usize,
    /// Whether what it has are alternatives.
    union: bool,
}

impl Open {
    fn new(entry: Entry, depth: usize) -> Self {
        let (listed, count, union) = expected(&entry.declaration.ty);
        Self { entry, depth, listed, count, union }
    }

    /// How many of its fields, or alternatives, are complete.
    fn seen(&self) -> usize {
        let is_part = |child: &&Entry| self.union || child.declaration.name.is_some();
        self.entry.children.iter().filter(is_part).count()
    }

    /// Whether a field of a name may come next, where as many are open in it as `within` says.
    fn takes(&self, name: &str, within: usize) -> bool {
        let seen = self.seen() + within;
        !self.union && seen < self.count && self.listed.get(seen).is_none_or(|listed| listed == name)
    }
}

/// The last of the open entries that `takes` accepts, given whether another one is open in it.
fn innermost(open: &[Open], takes: impl Fn(&Open, usize) -> bool) -> Option<usize> {
    (0..open.len())
        .rev()
        .find(|at| open.get(*at).is_some_and(|frame| takes(frame, usize::from(at + 1 < open.len()))))
}

/// What a declaration says about the entries in it: names, how many, and whether they are alternatives.
fn expected(ty: &Type) -> (Vec<String>, usize, bool) {
    let mut ty = ty;
    for _ in 0..MAX_NESTING {
        match ty.alternatives.as_slice() {
            [Alternative::Array(inner) | Alternative::Map(inner)] => ty = inner,
            [Alternative::Object { listed, count, .. }] if ty.more == 0 => {
                return (listed.clone(), *count, false);
            }
            _ => break,
        }
    }
    (Vec::new(), ty.alternatives.len() + ty.more, true)
}

/// The entries of a section whose parts stand in list items.
pub(super) fn listed(parts: Vec<Part>) -> Vec<Entry> {
    let mut done = Vec::new();
    let mut open: Vec<Open> = Vec::new();
    for part in parts {
        match part.declaration {
            Some(declaration) => {
                while open.last().is_some_and(|last| last.depth >= part.depth) {
                    close(&mut open, &mut done);
                }
                let entry = Entry { declaration, range: part.range, text: Vec::new(), children: Vec::new() };
                match open.len() < MAX_NESTING {
                    true => open.push(Open::new(entry, part.depth)),
                    false => continue,
                }
            }
            None => {
                while open.last().is_some_and(|last| last.depth > part.depth) {
                    close(&mut open, &mut done);
                }
                if let Some(last) = open.last_mut() {
                    last.entry.text.push(part.text);
                }
            }
        }
    }
    while !open.is_empty() {
        close(&mut open, &mut done);
    }
    done
}

/// The entries of a section that is text.
pub(super) fn counted(parts: Vec<Part>) -> Vec<Entry> {
    let mut done: Vec<Entry> = Vec::new();
    let mut open: Vec<Open> = Vec::new();
    // Whether what was declared last goes on with its alternatives.
    let mut choices = false;
    for part in parts {
        let Some(declaration) = part.declaration else {
            choices |= part.text.starts_with("One of the following");
            if let Some(last) =
                last(&mut open, &mut done).filter(|_| !part.text.starts_with("One of the following"))
            {
                last.text.push(part.text);
            }
            continue;
        };
        let entry = Entry { declaration, range: part.range, text: Vec::new(), children: Vec::new() };
        match &entry.declaration.name {
            Some(name) => {
                choices = false;
                let place = innermost(&open, |open, within| open.takes(name, within));
                // A frame that takes none is full, or was never opened.
                let keep = place.map_or(0, |place| place + 1);
                while open.len() > keep {
                    close(&mut open, &mut done);
                }
            }
            None if is_literal(&entry.declaration.ty) => {
                // A value stands behind what it is a value of.
                if let Some(last) = last(&mut open, &mut done).filter(|_| choices) {
                    last.children.push(entry);
                }
                continue;
            }
            None => {
                choices = false;
                let place = innermost(&open, |open, within| open.union && open.seen() + within < open.count);
                let keep = place.map_or(0, |place| place + 1);
                while open.len() > keep {
                    close(&mut open, &mut done);
                }
            }
        }
        let frame = Open::new(entry, 0);
        let opens = frame.count > 0 && (!frame.union || is_complex(&frame.entry.declaration.ty));
        match (opens && open.len() < MAX_NESTING, open.last_mut()) {
            (true, _) => open.push(frame),
            (false, Some(parent)) => parent.entry.children.push(frame.entry),
            (false, None) => done.push(frame.entry),
        }
    }
    while !open.is_empty() {
        close(&mut open, &mut done);
    }
    done
}

fn close(open: &mut Vec<Open>, done: &mut Vec<Entry>) {
    let Some(last) = open.pop() else { return };
    match open.last_mut() {
        Some(parent) => parent.entry.children.push(last.entry),
        None => done.push(last.entry),
    }
}

/// What was declared last.
fn last<'e>(open: &'e mut [Open], done: &'e mut [Entry]) -> Option<&'e mut Entry> {
    match open.last_mut() {
        // An entry whose children are values only is still the one that text is about.
        Some(open) if open.seen() == 0 => Some(&mut open.entry),
        Some(open) => open.entry.children.last_mut(),
        None => done.last_mut(),
    }
}

fn is_literal(ty: &Type) -> bool {
    matches!(ty.alternatives.as_slice(), [Alternative::Literal(_)]) && ty.more == 0
}

/// Whether a union has alternatives that are described one by one.
fn is_complex(ty: &Type) -> bool {
    let mut ty = ty;
    for _ in 0..MAX_NESTING {
        match ty.alternatives.as_slice() {
            [Alternative::Array(inner) | Alternative::Map(inner)] => ty = inner,
            _ => break,
        }
    }
    let complex =
        |alternative: &Alternative| !matches!(alternative, Alternative::Literal(_) | Alternative::Word(_));
    ty.alternatives.len() + ty.more > 1 && ty.alternatives.iter().any(complex)
}
