//! Which fences of a page hold a document, told by the first keys of what stands in them and by their frame.

use super::Heading;
use crate::read::markdown::{BlockKind, Fence, Page};

/// A fence that holds a document.
#[derive(Debug)]
pub(super) struct Found<'p> {
    /// The fence.
    pub(super) fence: &'p Fence,
    /// What it holds.
    pub(super) holds: Holds,
    /// Whether the page's frame says so; a document that stands in a page without one may be a sample of something.
    pub(super) framed: bool,
    /// The number of the fence's block.
    pub(super) block: usize,
}

/// What a fence holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Holds {
    /// A document.
    Document,
    /// A document of the operation that the info string names.
    Operation(Heading),
    /// A request that the vendor sends.
    Webhook,
    /// Messages.
    AsyncApi,
}

/// The fences of a page that hold documents, in their order.
pub(super) fn find<'p>(page: &'p Page<'_>) -> impl Iterator<Item = Found<'p>> {
    let mut above = "";
    page.blocks.iter().enumerate().filter_map(move |(number, block)| match &block.kind {
        BlockKind::Heading(_, text) => {
            above = text;
            None
        }
        BlockKind::Fence(fence) => {
            holds(fence, above).map(|(holds, framed)| Found { fence, holds, framed, block: number })
        }
        _ => None,
    })
}

/// What a fence below a heading holds, and whether its frame says so.
fn holds(fence: &Fence, above: &str) -> Option<(Holds, bool)> {
    let info = fence.info.trim();
    let (language, words) = info.split_once(char::is_whitespace).unwrap_or((info, ""));
    if !matches!(language.to_ascii_lowercase().as_str(), "yaml" | "yml" | "json") {
        return None;
    }
    let keys = top_keys(&fence.text);
    let has = |key: &str| keys.contains(&key);
    let titled = |name: &str| {
        let above = above.as_bytes();
        above.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name.as_bytes()))
    };
    if has("asyncapi") || titled("AsyncAPI") && (has("operations") || has("channels") || has("address")) {
        return Some((Holds::AsyncApi, true));
    }
    let is_document = has("openapi") || has("swagger") || has("paths") && is_internal(&fence.text);
    let is_webhook = words.split_whitespace().take(2).any(|word| word.eq_ignore_ascii_case("webhook"));
    if is_webhook && is_document {
        return Some((Holds::Webhook, true));
    }
    let heading = Heading::parse(words);
    // A sample may be titled with a method and a path as well, so the info string alone does not make a document.
    if let Some(heading) = heading.filter(|_| is_document || titled("OpenAPI")) {
        return Some((Holds::Operation(heading), true));
    }
    if !is_document {
        return None;
    }
    let starts = |start: &str| fence.text.trim_start().starts_with(start);
    let framed = titled("OpenAPI") || starts("{\"openapi\":") || starts("{\"swagger\":");
    let whole = has("info") || has("paths") || has("components");
    (framed || whole).then_some((Holds::Document, framed))
}

/// Whether the first key below `paths` is `path`, which is no path: what the document is made of before it is one.
fn is_internal(text: &str) -> bool {
    let mut lines = text.lines().skip_while(|line| line.trim_end() != "paths:").skip(1);
    lines.find(|line| !line.trim().is_empty()).is_some_and(|line| line.trim_start().starts_with("path:"))
}

/// The most keys that are looked at.
const MAX_KEYS: usize = 64;

/// The keys at the top of a text that is JSON or YAML, by their looks: nothing is parsed, as most fences are samples.
fn top_keys(text: &str) -> Vec<&str> {
    match text.trim_start().starts_with('{') {
        true => keys_of_json(text),
        false => keys_of_yaml(text),
    }
}

fn keys_of_yaml(text: &str) -> Vec<&str> {
    let key = |line: &str| !line.starts_with([' ', '\t', '#', '-', '[', '{']) && line.contains(':');
    let keys = text.lines().filter(|line| key(line)).filter_map(|line| line.split(':').next());
    keys.map(|key| key.trim_end().trim_matches(['"', '\''])).take(MAX_KEYS).collect()
}

fn keys_of_json(text: &str) -> Vec<&str> {
    let (mut keys, mut depth, mut from, mut escaped) = (Vec::new(), 0_usize, None, false);
    let mut last = "";
    for (at, byte) in text.bytes().enumerate() {
        match (from, byte) {
            (Some(_), _) if escaped => escaped = false,
            (Some(_), b'\\') => escaped = true,
            (Some(start), b'"') => {
                last = text.get(start..at).unwrap_or_default();
                from = None;
            }
            (Some(_), _) => {}
            (None, b'"') => from = Some(at + 1),
            (None, b'{' | b'[') => depth += 1,
            (None, b'}' | b']') => depth = depth.saturating_sub(1),
            (None, b':') if depth == 1 => keys.push(last),
            (None, _) => {}
        }
        if keys.len() == MAX_KEYS {
            break;
        }
    }
    keys
}
