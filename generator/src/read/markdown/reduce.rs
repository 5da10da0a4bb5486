//! A page of HTML becomes one of Markdown, by a crate that parses as browsers do.

use htmd::HtmlToMarkdown;
use html5gum::{Token, Tokenizer};

/// The deepest that elements may stand in each other: the tree of a page is walked by recursion.
const MAX_DEPTH: usize = 256;

/// Whether a text is a page of HTML.
pub fn is_html(text: &str) -> bool {
    let start: String = text.trim_start_matches('\u{feff}').trim_start().chars().take(14).collect();
    let start = start.to_ascii_lowercase();
    start.starts_with("<!doctype html") || start.starts_with("<html")
}

/// The Markdown that a page of HTML amounts to; `None` where its elements stand deeper than any honest page's.
pub fn reduce(html: &str) -> Option<String> {
    if !is_shallow(html) {
        return None;
    }
    let skipped = vec!["script", "style", "noscript", "template", "svg", "nav", "footer"];
    HtmlToMarkdown::builder().skip_tags(skipped).build().convert(html).ok()
}

/// Elements that end where the next of their kind begins, or hold nothing, stand in no depth of their own.
const FLAT: [&str; 26] = [
    "p", "li", "dt", "dd", "tr", "td", "th", "thead", "tbody", "tfoot", "option", "optgroup", "br", "hr",
    "img", "input", "meta", "link", "area", "base", "col", "embed", "source", "track", "wbr", "colgroup",
];

fn is_shallow(html: &str) -> bool {
    let mut depth = 0_usize;
    for token in Tokenizer::new(html) {
        let Ok(token) = token;
        match token {
            Token::StartTag(tag) if !tag.self_closing && !is_flat(&tag.name) => depth += 1,
            Token::EndTag(tag) if !is_flat(&tag.name) => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > MAX_DEPTH {
            return false;
        }
    }
    true
}

fn is_flat(name: &[u8]) -> bool {
    FLAT.iter().any(|flat| flat.as_bytes() == name)
}
