//! What a code block of a page is: a URL, a request, an answer, headers, or a body.

use crate::read::markdown::{Cell, Table};
use crate::read::pages::curl::Curl;

/// What a block shows.
#[derive(Debug, Default)]
pub(super) struct Sample<'t> {
    /// `PUT`, where the block starts a request.
    pub(super) method: Option<&'t str>,
    /// A URL or a path.
    pub(super) target: Option<&'t str>,
    /// `201`, where the block starts an answer.
    pub(super) status: Option<&'t str>,
    /// Names and values of headers.
    pub(super) headers: Vec<(&'t str, &'t str)>,
    /// A body, and where it begins in the block.
    pub(super) body: Option<(&'t str, usize)>,
}

pub(super) const METHODS: [&str; 7] = ["GET", "PUT", "POST", "DELETE", "PATCH", "HEAD", "OPTIONS"];

/// Reads a block.
pub(super) fn read(text: &str) -> Sample<'_> {
    let mut sample = Sample::default();
    let start = text.len() - text.trim_start().len();
    let content = text.get(start..).unwrap_or_default();
    if content.starts_with(['{', '[']) {
        sample.body = Some((content, start));
        return sample;
    }
    let mut at = start;
    for line in content.split('\n') {
        let trimmed = line.trim();
        if trimmed.starts_with(['{', '[']) {
            let begin = at + (line.len() - line.trim_start().len());
            sample.body = text.get(begin..).map(|body| (body, begin));
            break;
        }
        take_line(trimmed, &mut sample);
        at += line.len() + 1;
    }
    sample
}

fn take_line<'t>(line: &'t str, sample: &mut Sample<'t>) {
    let line = line.trim_matches(['\'', '"', '`', ',', '\\', ' ']);
    if let Some(rest) = line.strip_prefix("HTTP/") {
        sample.status = rest.split_whitespace().nth(1).and_then(crate::read::pages::prose::status);
        return;
    }
    let mut words = line.split_whitespace();
    let first = words.next().unwrap_or_default();
    if METHODS.contains(&first) && sample.method.is_some() {
        // It is another request.
    } else if METHODS.contains(&first) {
        sample.method = Some(first);
        sample.target = words.next().filter(|target| is_target(target)).or(sample.target);
    } else if is_target(first) && words.next().is_none() {
        sample.target = Some(first);
    } else if let Some((name, value)) = line.split_once(':') {
        let name = name.trim().trim_matches(['\'', '"']);
        let plain = name.chars().all(|character| character.is_ascii_alphanumeric() || character == '-');
        let value = value.trim();
        if name.eq_ignore_ascii_case("method") && METHODS.contains(&value) {
            sample.method = METHODS.into_iter().find(|method| *method == value);
        } else if name.eq_ignore_ascii_case("url") && is_target(value) {
            sample.target = Some(behind_variable(value));
        } else if plain && !name.is_empty() && name.len() < 40 && !value.starts_with("//") {
            sample.headers.push((name, value.trim().trim_matches(['\'', '"', ','])));
        }
    }
}

/// A path behind a variable that stands for the base URL: `{{host}}/x`.
fn behind_variable(target: &str) -> &str {
    let path = target.strip_prefix("{{").and_then(|rest| rest.split_once("}}")).map(|(_, path)| path);
    path.filter(|path| path.starts_with('/')).unwrap_or(target)
}

/// The method and the target of a table that describes one operation, a property a row.
pub(super) fn card(table: &Table) -> Option<(&str, &str)> {
    let rows = std::iter::once(table.head.as_slice()).chain(table.rows.iter().map(Vec::as_slice));
    let (mut method, mut target) = (None, None);
    for row in rows {
        let [Cell { text: name, .. }, Cell { text: value, .. }] = row else { return None };
        let value = value.trim().trim_matches('`');
        match name.trim().trim_end_matches(':').to_ascii_lowercase().as_str() {
            "method" | "http method" | "verb" => method = METHODS.into_iter().find(|it| *it == value),
            "url" | "uri" | "path" | "endpoint" | "route" | "resource" if is_target(value) => {
                target = Some(behind_variable(value));
            }
            _ => {}
        }
    }
    Some((method?, target?))
}

/// What a command calls; one that does not say its method sends, where it has something to send.
pub(super) fn called(curl: &Curl) -> Option<(String, String)> {
    let sends = curl.data.is_some() || !curl.form.is_empty();
    let method = curl.method.clone().unwrap_or_else(|| if sends { "POST" } else { "GET" }.to_owned());
    let url = curl.url.as_deref()?;
    let target = url.split(['?', '#']).next().unwrap_or_default();
    let path = target.split_once("://").map_or(target, |(_, rest)| rest);
    (METHODS.contains(&method.as_str()) && is_target(target) && path.contains('/'))
        .then(|| (method, target.to_owned()))
}

/// Whether a word is a path or a URL.
pub(super) fn is_target(word: &str) -> bool {
    let word = behind_variable(word.trim_matches(['`', '"', '\'']));
    word.contains("://") && word.len() > 8 || word.starts_with('/') && !word.starts_with("//")
}

/// A line that names an operation: its method, its path, and what stands behind them.
pub(super) struct Line<'t> {
    pub(super) method: &'static str,
    pub(super) target: &'t str,
    pub(super) title: &'t str,
}

/// `METHOD /path`, alone in a text; marks around it are let go.
pub(super) fn endpoint(text: &str) -> Option<(&str, &str)> {
    line(text).map(|line| (line.method, line.target))
}

/// `METHOD /path`, `METHOD /path - what it does`, `Endpoint: METHOD /path`, `/path [METHOD]`.
pub(super) fn line(text: &str) -> Option<Line<'_>> {
    const MARKS: [char; 4] = ['`', '*', ' ', '\u{a0}'];
    let text = unnumbered(text.trim_matches(MARKS)).trim_matches(MARKS);
    let is_mark = |c: char| matches!(c, '[' | ']' | '(' | ')' | '*' | '`' | ':');
    // `Endpoint:` may stand before it.
    let labelled = text.split_once(": ").or_else(|| text.split_once('：'));
    let labelled = labelled.map(|(label, rest)| (label, rest.trim_matches(MARKS)));
    let text = match labelled {
        Some((label, rest))
            if label.split_whitespace().count() <= 3 && method_of(label.trim_matches(is_mark)).is_none() =>
        {
            rest
        }
        _ => text,
    };
    let (first, rest) = text.split_once(char::is_whitespace)?;
    let rest = rest.trim_start_matches([' ', '\t', '*', '`', '\u{a0}']);
    if is_target(first) {
        // The path may stand first, where the method behind it is set apart.
        let bare = rest.trim_matches(is_mark);
        let method = METHODS.into_iter().find(|method| *method == bare && bare.len() < rest.len())?;
        return Some(Line { method, target: first.trim_matches(MARKS), title: "" });
    }
    let word = first.trim_matches(is_mark);
    let method = method_of(word)?;
    let rest = rest.strip_prefix("- ").unwrap_or(rest);
    let (target, behind) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
    let target = target.trim_end_matches(['*', '`', ',', ':']);
    let behind = behind.trim_matches(MARKS);
    if method != word && !target.starts_with('/') || !(is_target(target) || is_loose(target)) {
        return None;
    }
    let title =
        behind.trim_start_matches(['-', '–', '—', ':', '#', '(', '`', ' ']).trim_end_matches([')', '`']);
    let is_title = title.len() < behind.len() && title.split_whitespace().count() <= 12;
    let protocol = behind.strip_prefix("HTTP/").is_some_and(|version| version.len() <= 3);
    match behind.is_empty() || protocol {
        true => Some(Line { method, target, title: "" }),
        false => (is_title && method == word).then_some(Line { method, target, title }),
    }
}

/// A text without the number of its section before it: `1.2 `, `3) `.
fn unnumbered(text: &str) -> &str {
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.').trim_start_matches(')');
    match rest.len() < text.len() && rest.starts_with(' ') {
        true => rest,
        false => text,
    }
}

/// The method that a word names: in capitals, in small letters, or with a capital first.
pub(super) fn method_of(word: &str) -> Option<&'static str> {
    let method = METHODS.into_iter().find(|method| method.eq_ignore_ascii_case(word))?;
    let rest = word.get(1..).unwrap_or_default();
    let one_case = word == method || rest.chars().all(|c| c.is_ascii_lowercase());
    one_case.then_some(method)
}

/// `v1/things/{id}`: a path without the slash before it.
fn is_loose(word: &str) -> bool {
    let inside = |c: char| c.is_ascii_alphanumeric() || "/{}:<>_-.".contains(c);
    word.contains('/') && word.starts_with(|c: char| c.is_ascii_alphanumeric()) && word.chars().all(inside)
}

/// Whether a text is the name of a method and nothing else.
pub(super) fn method(text: &str) -> Option<&str> {
    let text = text.trim().trim_matches(['`', '*']);
    METHODS.into_iter().find(|method| text == *method).map(|_| text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_are_told_apart() {
        let headers = read("'Content-Type: application/json'\n'Authorization: Bearer  <token>'\n");
        assert_eq!(
            headers.headers,
            [("Content-Type", "application/json"), ("Authorization", "Bearer  <token>")]
        );
        let answer = read("HTTP/1.1 201 Created\nDate: today\n\n{\"a\": 1}\n");
        assert_eq!((answer.status, answer.body.map(|(body, _)| body)), (Some("201"), Some("{\"a\": 1}\n")));
        assert_eq!(read("https://{hostname}/v1/x/:id\n").target, Some("https://{hostname}/v1/x/:id"));
        let request = read("POST /x HTTP/1.1\nHost: a.example\n");
        assert_eq!((request.method, request.target), (Some("POST"), Some("/x")));
        assert_eq!(endpoint("`GET /x/{id}`"), Some(("GET", "/x/{id}")));
        for (text, found) in [
            ("GET the thing", None),
            ("Get /x", Some(("GET", "/x"))),
            ("1.2 `GET /x`", Some(("GET", "/x"))),
            ("3) GET /x (for all)", Some(("GET", "/x"))),
            ("Endpoint: `GET /x`", Some(("GET", "/x"))),
            ("GET /x - Lists them", Some(("GET", "/x"))),
            ("`GET` `/x`", Some(("GET", "/x"))),
            ("/x [POST]", Some(("POST", "/x"))),
            ("POST: v1/x/{id}", Some(("POST", "v1/x/{id}"))),
            ("GET /x HTTP/1.1", Some(("GET", "/x"))),
            ("GET /x to see them", None),
            ("/x post", None),
            ("Note: see /x", None),
        ] {
            assert_eq!(endpoint(text), found, "{text}");
        }
        assert!(read("plain words\n").body.is_none());
    }
}
