//! Pages of webhooks: what the API sends to whoever listens, an event below each heading, or one on the whole page.

use super::plan::{self, Plan, Start};
use super::{Walk, samples};
use crate::read::markdown::{Block, BlockKind, Fence, Page};
use crate::read::pages::facts::{Location, PageFacts, Stated};
use crate::read::pages::{Context, Dialect, front_matter};

pub(in crate::read::pages) const DIALECT: Dialect = Dialect { name: "a page of webhooks", recognises, read };

/// Words of a title that say nothing of which webhook it is.
const FILLER: [&str; 14] = [
    "webhook",
    "webhooks",
    "the",
    "a",
    "an",
    "event",
    "events",
    "payload",
    "payloads",
    "for",
    "of",
    "and",
    "to",
    "reference",
];

fn recognises(page: &Page<'_>) -> bool {
    !starts(page).is_empty()
}

/// The headings below which an event is described, each with what it is called.
fn starts(page: &Page<'_>) -> Vec<(usize, u8, String)> {
    let Some((title, first)) = title(page) else { return Vec::new() };
    let is_receiver = |target: &String| {
        let lower = target.to_ascii_lowercase();
        ["your", "hook", "callback", "listener", "endpoint"].iter().any(|word| lower.contains(word))
    };
    // What can be called is no webhook; a sample of what is sent goes to a place of the reader's.
    if plan::is_named(page) && (plan::is_named_in_lines(page) || !plan::targets(page).iter().all(is_receiver))
    {
        return Vec::new();
    }
    let headings: Vec<(usize, u8, &str)> = page
        .blocks
        .iter()
        .enumerate()
        .filter_map(|(at, block)| match &block.kind {
            BlockKind::Heading(level, text) if block.depth == 0 => Some((at, *level, text.trim())),
            _ => None,
        })
        .collect();
    let mut found = Vec::new();
    for (index, (at, level, text)) in headings.iter().enumerate() {
        let name = text.trim_matches(['`', '"', ' ']);
        let end = headings.get(index + 1).map_or(page.blocks.len(), |(next, ..)| *next);
        if is_event(name) && page.blocks.get(*at..end).is_some_and(|below| below.iter().any(is_payload)) {
            found.push((*at, *level, name.to_owned()));
        }
    }
    let says = page.text.to_ascii_lowercase();
    let is_sent = ["payload", "post", "sent", "send"].iter().any(|word| says.contains(word));
    if let (true, true, Some(at)) = (found.is_empty(), is_sent, first)
        && page.blocks.iter().any(is_payload)
    {
        found.push((at, 1, called(&title)));
    }
    found
}

/// The title of a page that says it is about webhooks, and the block of its first heading.
fn title(page: &Page<'_>) -> Option<(String, Option<usize>)> {
    let first = page.blocks.iter().position(|block| matches!(block.kind, BlockKind::Heading(..)));
    let heading = first.and_then(|at| page.blocks.get(at)).and_then(|block| match &block.kind {
        BlockKind::Heading(_, text) => Some(text.trim().to_owned()),
        _ => None,
    });
    let fields = front_matter::fields(page);
    let front = front_matter::value(&fields, "title").map(|field| field.value.to_string());
    let titles = [heading, front].into_iter().flatten();
    let title = titles.into_iter().find(|title| title.to_ascii_lowercase().contains("webhook"))?;
    Some((title, first))
}

/// Whether a heading is the name of an event, and no words: `order.created`.
fn is_event(name: &str) -> bool {
    let inside = |c: char| c.is_ascii_alphanumeric() || "._:-".contains(c);
    name.len() <= 80
        && name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.contains(['.', '_', ':'])
        && !name.ends_with(['.', ':'])
        && name.chars().all(inside)
}

/// Whether a block shows what is sent, or lists its fields.
fn is_payload(block: &Block) -> bool {
    match &block.kind {
        BlockKind::Fence(fence) => is_shown(fence) && samples::read(&fence.text).body.is_some(),
        BlockKind::Table(table) => table.head.first().is_some_and(|cell| {
            let lower = cell.text.to_ascii_lowercase();
            ["field", "parameter", "property", "attribute", "key", "name"]
                .iter()
                .any(|head| lower.contains(head))
        }),
        _ => false,
    }
}

/// Whether a code block may be a sample of what is sent, and not of a program that takes it.
pub(super) fn is_shown(fence: &Fence) -> bool {
    let first = fence.info.split([' ', ',', '{']).next().unwrap_or_default().to_ascii_lowercase();
    match first.as_str() {
        "" | "json" | "jsonc" | "json5" | "http" | "text" => true,
        "javascript" | "js" => fence.text.trim_start().starts_with(['{', '[']),
        _ => false,
    }
}

/// What a webhook is called whose page has a title only: `Webhook: Invoice paid` is `invoicePaid`.
fn called(title: &str) -> String {
    let mut name = String::new();
    for word in title.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()) {
        let lower = word.to_ascii_lowercase();
        if FILLER.contains(&lower.as_str()) {
            continue;
        }
        let mut letters = lower.chars();
        match (name.is_empty(), letters.next()) {
            (false, Some(first)) => {
                name.push(first.to_ascii_uppercase());
                name.extend(letters);
            }
            _ => name.push_str(&lower),
        }
    }
    if name.is_empty() { "webhook".to_owned() } else { name }
}

fn read(page: &Page<'_>, context: &mut Context<'_>) -> PageFacts {
    let starts = starts(page);
    let mut plan = Plan { several: starts.len() > 1, ..Plan::default() };
    for (at, level, name) in starts {
        let start = Start { level, block: at, method: "POST".to_owned(), target: format!("/{name}") };
        plan.starts.insert(at, start);
    }
    let mut walk = Walk::new(page, plan);
    walk.receives = true;
    let mut facts = walk.walk(context);
    for mut webhook in std::mem::take(&mut facts.endpoints) {
        let Some(name) = webhook.targets.first().and_then(|target| target.value.strip_prefix('/')) else {
            continue;
        };
        let name = Stated::field(name, webhook.origin);
        webhook.methods.truncate(1);
        webhook.targets.truncate(1);
        webhook.parameters.retain(|parameter| parameter.location == Location::Header);
        (webhook.security, webhook.schemes) = (None, Vec::new());
        if !webhook.requests.is_empty() {
            facts.webhooks.push((name, webhook));
        }
    }
    facts.servers.clear();
    facts
}
