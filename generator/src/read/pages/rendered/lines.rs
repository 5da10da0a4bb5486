//! The lines of a rendered page that say something: blank ones are gone, and marks of Markdown are taken off.

use super::declaration::{is_declaration, unescaped};
use crate::read::markdown::Page;
use std::ops::Range;

/// A line that says something.
#[derive(Clone, Debug)]
pub(super) struct Line<'a> {
    /// Its text without marks.
    pub(super) text: &'a str,
    /// Its bytes.
    pub(super) range: Range<usize>,
    /// Whether a blank line, or the start of the page, stands before it.
    pub(super) blank_before: bool,
    /// The anchor that stands before it: `body-a-items-b`.
    pub(super) anchor: Option<&'a str>,
    /// The level of the heading that it is; 0 where it is none.
    pub(super) level: usize,
    /// Whether it is an item of a list.
    pub(super) bullet: bool,
}

/// The lines of a page, those of fenced code left out.
pub(super) fn lines<'a>(page: &Page<'a>) -> Vec<Line<'a>> {
    let all: Vec<(&str, Range<usize>)> = page.lines().collect();
    let is_fence = |text: &str| text.trim_start().starts_with("```");
    let last_fence = all.iter().rposition(|(text, _)| is_fence(text));
    let mut found: Vec<Line<'a>> = Vec::new();
    let mut in_fence = false;
    let (mut blank, mut anchor, mut level) = (true, None, 0);
    for (index, (text, range)) in all.into_iter().enumerate() {
        if is_fence(text) {
            // An opening fence that nothing closes is no fence.
            in_fence = !in_fence && last_fence > Some(index);
            blank = true;
            continue;
        }
        let text = bare(text);
        if in_fence || text.is_empty() {
            blank = true;
            continue;
        }
        let hashes = text.len() - text.trim_start_matches('#').len();
        let is_heading = (1..=6).contains(&hashes)
            && text.get(hashes..).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '));
        let mut text = text;
        if is_heading {
            level = hashes;
            text = bare(text.get(hashes..).unwrap_or_default());
        }
        if let Some((target, rest)) = split_anchor(text) {
            anchor = Some(target);
            text = bare(rest);
        }
        if text.is_empty() {
            continue;
        }
        let item = ["* ", "- ", "• "].iter().find_map(|mark| text.strip_prefix(mark));
        found.push(Line {
            text: item.map_or(text, bare),
            range,
            blank_before: blank,
            anchor: anchor.take(),
            level: std::mem::take(&mut level),
            bullet: item.is_some(),
        });
        blank = false;
    }
    found
}

/// A text without blanks and marks of no width around it.
fn bare(text: &str) -> &str {
    text.trim_matches(|character: char| {
        character.is_whitespace() || matches!(character, '\u{200b}' | '\u{feff}' | '\u{200d}')
    })
}

/// Takes a link without text off the start: its fragment, and what follows it.
fn split_anchor(text: &str) -> Option<(&str, &str)> {
    let (label, rest) = text.strip_prefix('[')?.split_once("](")?;
    if !bare(label).is_empty() {
        return None;
    }
    let (target, rest) = rest.split_once(')')?;
    Some((target.split_once('#')?.1, rest))
}

/// What stands on the page to be clicked on.
pub(super) const BUTTON_LINES: [&str; 7] = [
    "Show child attributes",
    "Hide child attributes",
    "Show",
    "child attributes",
    "Copy",
    "Ask AI",
    "Try it",
];

/// What a section of a rendered page lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Heading {
    Authorizations,
    Headers,
    Path,
    Query,
    Cookies,
    Body,
    Response,
}

impl Heading {
    fn of(text: &str) -> Option<Self> {
        Some(match text {
            "Authorizations" | "Authorization" => Self::Authorizations,
            "Headers" | "Header Parameters" => Self::Headers,
            "Path Parameters" => Self::Path,
            "Query Parameters" => Self::Query,
            "Cookies" | "Cookie Parameters" => Self::Cookies,
            "Body" => Self::Body,
            "Response" | "Responses" => Self::Response,
            _ => return None,
        })
    }
}

/// A section: its heading, and the lines below it.
#[derive(Debug)]
pub(super) struct Section<'l, 'a> {
    pub(super) heading: Heading,
    pub(super) title: &'l Line<'a>,
    pub(super) lines: &'l [Line<'a>],
}

/// The sections behind the first `from` lines.
pub(super) fn sections<'l, 'a>(lines: &'l [Line<'a>], from: usize) -> Vec<Section<'l, 'a>> {
    let marked = lines.iter().skip(from).any(|line| line.level > 0 && Heading::of(line.text).is_some());
    let mut starts: Vec<(Heading, usize)> = Vec::new();
    for (index, line) in lines.iter().enumerate().skip(from) {
        let Some(heading) = Heading::of(line.text).filter(|_| !line.bullet) else { continue };
        let is_one = match marked {
            true => line.level > 0,
            false => stands_alone(lines, index, heading),
        };
        if is_one {
            starts.push((heading, index));
        }
    }
    let ends: Vec<usize> = starts.iter().skip(1).map(|(_, index)| *index).chain([lines.len()]).collect();
    let section = |((heading, start), end): (&(Heading, usize), usize)| {
        Some(Section { heading: *heading, title: lines.get(*start)?, lines: lines.get(start + 1..end)? })
    };
    starts.iter().zip(ends).filter_map(section).collect()
}

/// Whether a line without marks is a heading: it is no field, which a type would follow, and no value of a list.
fn stands_alone(lines: &[Line<'_>], index: usize, heading: Heading) -> bool {
    let next = lines.get(index + 1).map_or("", |line| line.text);
    let before = index.checked_sub(1).and_then(|before| lines.get(before)).map_or("", |line| line.text);
    let lists = !matches!(heading, Heading::Body | Heading::Response);
    let field_follows = || {
        lines.get(index + 1..).unwrap_or_default().iter().take(4).any(|line| is_declaration(line.text))
            || index + 2 >= lines.len()
    };
    !is_declaration(next) && !before.ends_with(',') && (!lists || field_follows())
}

/// The methods of a rendered page, as it prints them.
const METHODS: [&str; 10] =
    ["GET", "POST", "PUT", "PATCH", "DELETE", "DEL", "HEAD", "OPTIONS", "TRACE", "QUERY"];

/// The line that names the method, and the path below it.
#[derive(Debug)]
pub(super) struct Route {
    /// The method.
    pub(super) method: String,
    /// The index of its line.
    pub(super) at: usize,
    /// The path; empty where the capture has lost it.
    pub(super) path: String,
    /// The bytes from the method to the end of the path.
    pub(super) range: Range<usize>,
    /// The bases of URLs that stand between them.
    pub(super) servers: Vec<(String, Range<usize>)>,
    /// The index of the first line behind the path.
    pub(super) end: usize,
}

/// The first method that a path follows; without any, the first method.
pub(super) fn route(lines: &[Line<'_>]) -> Option<Route> {
    let methods = lines.iter().enumerate().filter(|(_, line)| METHODS.contains(&line.text) && !line.bullet);
    let mut lonely = None;
    for (at, line) in methods {
        let found = path_behind(lines, at, line);
        if !found.path.is_empty() {
            return Some(found);
        }
        lonely = lonely.or(Some(found));
    }
    lonely
}

fn path_behind(lines: &[Line<'_>], at: usize, line: &Line<'_>) -> Route {
    let method = if line.text == "DEL" { "DELETE" } else { line.text };
    let mut route = Route {
        method: method.to_owned(),
        at,
        path: String::new(),
        range: line.range.clone(),
        servers: Vec::new(),
        end: at + 1,
    };
    let text = |index: usize| lines.get(index).map_or("", |line| line.text);
    while text(route.end).starts_with("http") && text(route.end).contains("://") {
        let range = lines.get(route.end).map(|line| line.range.clone()).unwrap_or_default();
        let urls = text(route.end).split_whitespace().filter(|url| url.contains("://"));
        route.servers.extend(urls.map(|url| (url.to_owned(), range.clone())));
        route.end += 1;
    }
    loop {
        let piece = text(route.end);
        let after_slash = route.path.ends_with('/') && is_piece(piece);
        let slash =
            piece.starts_with('/') && !piece.starts_with("//") && !piece.contains(char::is_whitespace);
        let tail = !route.path.is_empty() && piece.starts_with(['.', ':', '{']) && is_piece(piece);
        if !(after_slash || slash && !(route.path.ends_with('/') && piece == "/") || tail) {
            break;
        }
        route.path.push_str(&unescaped(piece));
        route.range.end = lines.get(route.end).map_or(route.range.end, |line| line.range.end);
        route.end += 1;
    }
    route
}

/// Whether a line may stand between two slashes.
fn is_piece(text: &str) -> bool {
    let braces = text.matches('{').count();
    let named = braces == text.matches('}').count() && !text.contains("{}");
    let plain = |character: char| character.is_alphanumeric() || "-_.~:{}()=,@$%*+!\\".contains(character);
    !text.is_empty() && text.chars().all(plain) && named && text != "curl" && !text.ends_with(',')
}
