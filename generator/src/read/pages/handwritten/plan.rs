//! Where in a page each operation begins: at the heading above the line that names it, since samples may come first.

use super::compose::Composed;
use super::deeds::{is_deed, is_generic};
use super::topics::{self, Topic};
use super::{compose, samples};
use crate::read::markdown::{Block, BlockKind, Page, plain_text};
use crate::read::pages::curl;
use std::collections::{HashMap, HashSet};

/// The operations of a page, by its blocks.
#[derive(Debug, Default)]
pub(super) struct Plan {
    /// By the heading that an operation is under: its level, and what calls it.
    pub(super) starts: HashMap<usize, Start>,
    /// Whether there are several.
    pub(super) several: bool,
    /// Whether nothing but commands names them.
    pub(super) by_commands: bool,
    /// Whether requests in code blocks name them.
    pub(super) by_requests: bool,
    /// Paragraphs that only list what is described elsewhere.
    pub(super) indexes: HashSet<usize>,
    /// Blocks that complete the name of an operation whose method and path stand apart.
    pub(super) composed: HashMap<usize, Vec<Composed>>,
}

/// An operation that is under a heading.
#[derive(Clone, Debug)]
pub(super) struct Start {
    pub(super) level: u8,
    /// The block that names it.
    pub(super) block: usize,
    pub(super) method: String,
    pub(super) target: String,
}

/// A line that names an operation.
struct Named {
    block: usize,
    method: String,
    target: String,
}

/// What names the operations of a page: lines, or else code blocks, or else commands.
fn named(page: &Page<'_>, indexes: &HashSet<usize>) -> (Vec<Named>, bool) {
    let found = |block, (method, target): (&str, &str)| Named {
        block,
        method: method.to_owned(),
        target: target.to_owned(),
    };
    let blocks = || page.blocks.iter().enumerate();
    let lines: Vec<Named> = blocks()
        .filter_map(|(at, block)| match &block.kind {
            BlockKind::Heading(_, text) | BlockKind::Paragraph(text)
                if block.depth == 0 && !indexes.contains(&at) =>
            {
                text.lines().find_map(samples::endpoint).map(|it| found(at, it))
            }
            BlockKind::Table(table) => samples::card(table).map(|it| found(at, it)),
            BlockKind::Html(html) => {
                plain_text(html).lines().find_map(samples::endpoint).map(|it| found(at, it))
            }
            _ => None,
        })
        .collect();
    if !lines.is_empty() {
        return (lines, false);
    }
    let composed: Vec<Named> =
        compose::read(page).iter().map(|it| found(it.block, (&it.method, &it.target))).collect();
    if !composed.is_empty() {
        return (composed, false);
    }
    let fences = || {
        blocks().filter_map(|(at, block)| match &block.kind {
            BlockKind::Fence(fence) => Some((at, fence)),
            _ => None,
        })
    };
    let requests: Vec<Named> = fences()
        .filter_map(|(at, fence)| {
            let sample = samples::read(&fence.text);
            Some(found(at, (sample.method?, sample.target?)))
        })
        .collect();
    if !requests.is_empty() {
        return (requests, false);
    }
    let commands = fences().filter_map(|(at, fence)| {
        let (method, target) = samples::called(&curl::read(&fence.text)?)?;
        Some(Named { block: at, method, target })
    });
    (commands.collect(), true)
}

/// Whether a line, a table or a request names an operation.
pub(super) fn is_named(page: &Page<'_>) -> bool {
    matches!(named(page, &HashSet::new()), (named, false) if !named.is_empty())
}

/// Whether a line or a table names an operation, and not only a sample of a request.
pub(super) fn is_named_in_lines(page: &Page<'_>) -> bool {
    page.blocks.iter().any(is_line) || !compose::read(page).is_empty()
}

/// The paths and URLs that lines, tables, requests or commands name.
pub(super) fn targets(page: &Page<'_>) -> Vec<String> {
    named(page, &HashSet::new()).0.into_iter().map(|named| named.target).collect()
}

/// Whether commands name operations, and the first code block behind each shows in JSON what is answered. Of other pages
/// with commands many tell how something is installed.
pub(super) fn is_answered(page: &Page<'_>) -> bool {
    let (named, by_commands) = named(page, &HashSet::new());
    let answered = |command: &Named| {
        let mut behind = page.blocks.iter().skip(command.block + 1).filter_map(|block| match &block.kind {
            BlockKind::Fence(fence) => Some(fence),
            _ => None,
        });
        behind.next().is_some_and(|fence| samples::read(&fence.text).body.is_some())
    };
    by_commands && !named.is_empty() && named.iter().all(answered)
}

/// Paragraphs of several lines each of which names an operation, where each has a line of its own as well.
fn indexes(page: &Page<'_>) -> HashSet<usize> {
    let lines: Vec<(usize, (&str, &str))> = page
        .blocks
        .iter()
        .enumerate()
        .filter(|(_, block)| block.depth == 0)
        .flat_map(|(at, block)| match &block.kind {
            BlockKind::Heading(_, text) | BlockKind::Paragraph(text) => {
                text.lines().filter_map(samples::endpoint).map(|line| (at, line)).collect()
            }
            _ => Vec::new(),
        })
        .collect();
    let mut found: HashSet<usize> = lines
        .windows(2)
        .filter(|pair| matches!(pair, [one, other] if one.0 == other.0))
        .filter_map(|pair| pair.first())
        .map(|(at, _)| *at)
        .collect();
    let apart: HashSet<(&str, &str)> =
        lines.iter().filter(|(at, _)| !found.contains(at)).map(|(_, line)| *line).collect();
    for (at, line) in &lines {
        if !apart.contains(line) {
            found.remove(at);
        }
    }
    found
}

/// Reads where the operations of a page begin.
pub(super) fn read(page: &Page<'_>) -> Plan {
    let indexes = indexes(page);
    let (named, by_commands) = named(page, &indexes);
    let same = |one: &Named, other: &Named| {
        one.method.eq_ignore_ascii_case(&other.method) && one.target == other.target
    };
    let several = named.windows(2).any(|pair| matches!(pair, [one, other] if !same(one, other)));
    let is_fence =
        |it: &Named| page.blocks.get(it.block).is_some_and(|block| matches!(block.kind, BlockKind::Fence(_)));
    let by_requests = !by_commands && named.iter().all(is_fence);
    let mut plan = Plan { several, by_commands, by_requests, indexes, ..Plan::default() };
    if !page.blocks.iter().any(is_line) {
        for composed in compose::read(page) {
            plan.composed.entry(composed.block).or_default().push(composed);
        }
    }
    let mut stack: Vec<(u8, usize, &str)> = Vec::new();
    let mut before: Option<&Named> = None;
    let mut named = named.iter().peekable();
    for (at, block) in page.blocks.iter().enumerate() {
        let next = named.next_if(|next| next.block == at);
        if let Some(next) = next {
            if !before.is_some_and(|before| same(before, next)) {
                let after = before.map(|before| before.block);
                let since = stack.iter().filter(|(_, heading, _)| after.is_none_or(|after| *heading > after));
                let since: Vec<_> = since.copied().collect();
                // A heading that names an operation has no other above it, but for one that says what it does.
                let is_heading = matches!(block.kind, BlockKind::Heading(..));
                let own = above(&since, several).filter(|heading| !(is_heading && several) || does(heading));
                if let Some((level, heading, _)) = own {
                    let (method, target) = (next.method.clone(), next.target.clone());
                    plan.starts.insert(heading, Start { level, block: at, method, target });
                }
            }
            before = Some(next);
        } else if let BlockKind::Heading(level, text) = &block.kind
            && block.depth == 0
        {
            stack.retain(|(open, ..)| open < level);
            stack.push((*level, at, text));
        }
    }
    plan
}

/// Whether a block holds a line that names an operation whole.
fn is_line(block: &Block) -> bool {
    match &block.kind {
        BlockKind::Heading(_, text) | BlockKind::Paragraph(text) => {
            block.depth == 0 && text.lines().any(|line| samples::endpoint(line).is_some())
        }
        BlockKind::Table(table) => samples::card(table).is_some(),
        BlockKind::Html(html) => plain_text(html).lines().any(|line| samples::endpoint(line).is_some()),
        _ => false,
    }
}

/// Whether a heading begins with a verb.
fn does((_, _, text): &(u8, usize, &str)) -> bool {
    is_deed(text)
}

/// The heading that says what an operation does: of those it stands under, the innermost that begins with a verb, or
/// else of several operations the innermost that says anything of its own, and of one the first.
fn above<'t>(stack: &[(u8, usize, &'t str)], several: bool) -> Option<(u8, usize, &'t str)> {
    let says = |(_, _, text): &&(u8, usize, &str)| {
        matches!(topics::read(text), topics::Heading { side: None, topic: Topic::Object(_), .. })
            && !is_generic(text)
    };
    let heading = stack.iter().rev().filter(says).find(|heading| does(heading));
    let other = || if several { stack.iter().rev().find(says) } else { stack.iter().find(says) };
    heading.or_else(other).copied()
}
