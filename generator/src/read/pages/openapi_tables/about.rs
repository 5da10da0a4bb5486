//! The pages beside those of operations and schemas: lists of operations, the schemes, and the API as a whole.

use super::{METHODS, labelled, quoted};
use crate::read::markdown::Page;
use crate::read::pages::facts::{Endpoint, Location, PageFacts, SchemeKind, SecurityScheme, Stated};
use crate::read::pages::scan::{Event, bare, description};
use std::ops::Range;

/// The operations of a list: method, path and summary.
pub(super) fn operations<'t>(page: &Page<'t>, events: &[Event<'t>]) -> Vec<Endpoint> {
    let mut found = Vec::new();
    let mut tag: Option<Stated<String>> = None;
    for event in events {
        if let (Event::Heading(1, title, range), None) = (event, &tag) {
            tag = Some(Stated::field(title.as_str(), page.origin(range)));
        }
        let Event::Table(grid) = event else { continue };
        let columns = ["method", "path", "summary"].map(|name| grid.column(&[name]));
        for row in &grid.rows {
            let [method, path, summary] =
                columns.map(|column| column.and_then(|column| row.get(column)).cloned().unwrap_or_default());
            let target = path.text.trim_matches('`');
            if !METHODS.contains(&method.text) || !target.starts_with('/') {
                continue;
            }
            let mut endpoint = Endpoint::new(page.origin(&path.range));
            endpoint.methods.push(Stated::field(method.text, page.origin(&method.range)));
            endpoint.targets.push(Stated::field(target, page.origin(&path.range)));
            endpoint.summary =
                description(summary.text).map(|text| Stated::field(text, page.origin(&summary.range)));
            endpoint.tags.extend(tag.clone());
            found.push(endpoint);
        }
    }
    found
}

/// A scheme as it is collected.
#[derive(Debug)]
struct Scheme {
    name: String,
    range: Range<usize>,
    /// `**Type:**`, and `- **In:**`, `- **Name:**`, `- **Scheme:**`.
    values: [String; 4],
    text: String,
}

/// The schemes of the page about them.
pub(super) fn schemes<'t>(page: &Page<'t>, events: &[Event<'t>]) -> Vec<SecurityScheme> {
    const LABELS: [&str; 4] = ["Type", "In", "Name", "Scheme"];
    let mut open: Vec<Scheme> = Vec::new();
    for event in events {
        match event {
            Event::Heading(2, title, range) => {
                let (name, range) = (title.clone(), range.clone());
                open.push(Scheme { name, range, values: Default::default(), text: String::new() });
            }
            Event::Line(line) => {
                let Some(scheme) = open.last_mut() else { continue };
                let mut item = line.clone();
                if let Some(rest) = line.text.strip_prefix("- ") {
                    item.text = rest;
                }
                let label = LABELS.iter().position(|label| labelled(&item, label).is_some());
                match label.and_then(|label| Some((scheme.values.get_mut(label)?, LABELS.get(label)?))) {
                    Some((value, label)) => {
                        *value = labelled(&item, label).map_or("", |piece| piece.text).to_owned()
                    }
                    None if !line.text.starts_with(['-', '*']) => {
                        scheme.text.push_str(line.text);
                        scheme.text.push('\n');
                    }
                    None => {}
                }
            }
            _ => {}
        }
    }
    open.into_iter().filter_map(|scheme| finish(page, scheme)).collect()
}

fn finish(page: &Page<'_>, scheme: Scheme) -> Option<SecurityScheme> {
    let [ty, place, name, http] = scheme.values.map(|value| value.trim_matches('`').to_owned());
    let kind = match ty.as_str() {
        "apiKey" => {
            let location = match place.as_str() {
                "query" => Location::Query,
                "cookie" => Location::Cookie,
                _ => Location::Header,
            };
            SchemeKind::ApiKey(location, if name.is_empty() { scheme.name.clone() } else { name })
        }
        "http" => {
            SchemeKind::Http(if http.is_empty() { "bearer".to_owned() } else { http.to_ascii_lowercase() })
        }
        "oauth2" | "openIdConnect" => SchemeKind::OAuth2,
        _ => return None,
    };
    let name = Stated::field(scheme.name, page.origin(&scheme.range));
    Some(SecurityScheme { name, kind, description: description(&scheme.text) })
}

/// Title, version and base URLs.
pub(super) fn overview<'t>(page: &Page<'t>, events: &[Event<'t>], facts: &mut PageFacts) {
    let mut section = String::new();
    for (line, range) in page.lines() {
        if let Some(version) = line.trim().strip_prefix("api-version:") {
            facts.version = Some(Stated::field(version.trim().trim_matches('"'), page.origin(&range)));
            break;
        }
    }
    for event in events {
        match event {
            Event::Heading(1, title, range) if facts.title.is_none() => {
                facts.title = Some(Stated::field(bare(title), page.origin(range)));
            }
            Event::Heading(_, title, _) => section.clone_from(title),
            Event::Line(line) if section == "Base URL" => {
                let url = quoted(line).into_iter().next();
                let url = url.filter(|url| url.text.contains("://") || url.text.starts_with('/'));
                facts.servers.extend(
                    url.map(|url| Stated::field(url.text.trim_end_matches('/'), page.origin(&url.range))),
                );
            }
            _ => {}
        }
    }
}
