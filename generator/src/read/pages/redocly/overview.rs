//! Redocly's page about an API as a whole: version, servers, security schemes, and a list of its operations.

use super::{METHODS, Piece};
use crate::diagnostics::{Code, Diagnostic};
use crate::read::markdown::{BlockKind, Page};
use crate::read::pages::facts::{Endpoint, Location, PageFacts, SchemeKind, SecurityScheme, Stated};
use crate::read::pages::{Context, Dialect};

pub(in crate::read::pages) const DIALECT: Dialect = Dialect { name: "Redocly's overview", recognises, read };

fn recognises(page: &Page<'_>) -> bool {
    page.text.contains("## Download OpenAPI description")
        && (page.text.contains("## Servers") || operations(page.text).next().is_some())
}

/// An entry of the list.
struct Listed<'t> {
    method: Piece<'t>,
    target: Piece<'t>,
    summary: Option<Piece<'t>>,
}

/// Each `- [METHOD /path](url)`, on a line of its own or not, with the heading in front of it.
fn operations(text: &str) -> impl Iterator<Item = Listed<'_>> {
    let mut after = 0;
    text.match_indices("- [").filter_map(move |(at, mark)| {
        let start = at + mark.len();
        let inside = text.get(start..)?.split_once("](")?.0;
        let (method, target) = inside.split_once(' ')?;
        if !METHODS.contains(&method) || target.contains('\n') {
            return None;
        }
        let before = text.get(after..at).unwrap_or_default();
        let summary = before.rfind("### ").and_then(|heading| {
            let from = after + heading + 4;
            let piece = Piece::trimmed(text.get(from..at)?, from..at);
            (!piece.text.contains('\n') && !piece.text.is_empty() && piece.text.len() < 200).then_some(piece)
        });
        after = start + inside.len();
        let method = Piece { text: method, range: start..start + method.len() };
        let target = Piece::trimmed(target, method.range.end + 1..start + inside.len());
        Some(Listed { method, target, summary })
    })
}

fn read(page: &Page<'_>, context: &mut Context<'_>) -> PageFacts {
    let mut facts = PageFacts::default();
    let mut section = String::new();
    let mut scheme: Option<(Stated<String>, String)> = None;
    for block in &page.blocks {
        let origin = page.origin(&block.range);
        match &block.kind {
            BlockKind::Heading(1, title) => {
                facts.title = facts.title.take().or_else(|| Some(Stated::field(title.as_str(), origin)));
            }
            BlockKind::Heading(2, text) => {
                facts.schemes.extend(scheme.take().and_then(finish));
                section.clone_from(text);
            }
            BlockKind::Heading(3, text) if section == "Security" => {
                facts.schemes.extend(scheme.take().and_then(finish));
                scheme = Some((Stated::field(text.as_str(), origin), String::new()));
            }
            BlockKind::Paragraph(text) => match &mut scheme {
                Some((_, lines)) => {
                    lines.push_str(text);
                    lines.push('\n');
                }
                None if facts.version.is_none() => {
                    let version = text.lines().find_map(|line| line.strip_prefix("Version: "));
                    facts.version = version.map(|version| Stated::field(version.trim(), origin));
                }
                None => {}
            },
            BlockKind::Fence(fence) if section == "Servers" => {
                let urls = fence.text.lines().map(str::trim).filter(|line| line.contains("://"));
                facts.servers.extend(urls.map(|url| Stated::field(url.trim_end_matches('/'), origin)));
            }
            _ => {}
        }
    }
    facts.schemes.extend(scheme.take().and_then(finish));
    list(page, context, &mut facts);
    facts
}

fn list(page: &Page<'_>, context: &mut Context<'_>, facts: &mut PageFacts) {
    let mut webhook = None;
    for Listed { method, target, summary } in operations(page.text) {
        let range = method.range.start..target.range.end;
        if !target.text.starts_with('/') {
            webhook = webhook.or(Some(range));
            continue;
        }
        let mut endpoint = Endpoint::new(page.origin(&range));
        endpoint.methods.push(Stated::field(method.text, page.origin(&method.range)));
        endpoint.targets.push(Stated::field(target.text, page.origin(&target.range)));
        endpoint.summary = summary.map(|summary| Stated::field(summary.text, page.origin(&summary.range)));
        facts.endpoints.push(endpoint);
    }
    if facts.endpoints.is_empty() {
        let (place, message) = match webhook {
            Some(range) => (range, "this page lists webhooks only, which the vendor calls and nobody else"),
            None => (0..page.text.find('\n').unwrap_or(0), "this page lists no operation"),
        };
        context.sink.report(Diagnostic::new(Code::UnsupportedPage, page.origin(&place), message));
    }
}

/// The lines below the name of a scheme: `Type: http`, `Scheme: bearer`, `In: header`, `Header parameter name: X`.
fn finish((name, lines): (Stated<String>, String)) -> Option<SecurityScheme> {
    let value = |keys: &[&str]| {
        lines.lines().find_map(|line| {
            let (key, value) = line.split_once(':')?;
            keys.iter().any(|known| key.trim().eq_ignore_ascii_case(known)).then(|| value.trim().to_owned())
        })
    };
    let kind = match value(&["Type"])?.to_ascii_lowercase().as_str() {
        "apikey" => {
            let location = match value(&["In"]).as_deref() {
                Some("query") => Location::Query,
                Some("cookie") => Location::Cookie,
                _ => Location::Header,
            };
            let name =
                value(&["Name", "Header parameter name", "Query parameter name", "Cookie parameter name"])?;
            SchemeKind::ApiKey(location, name)
        }
        "http" => {
            SchemeKind::Http(value(&["Scheme"]).unwrap_or_else(|| "bearer".to_owned()).to_ascii_lowercase())
        }
        _ => SchemeKind::OAuth2,
    };
    Some(SecurityScheme { name, kind, description: None })
}
