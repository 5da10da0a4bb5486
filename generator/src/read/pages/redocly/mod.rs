//! Redocly's Markdown export of an operation: `Endpoint: METHOD /path`, then lists of fields by dotted name. The same
//! page is read as a crawler gives it, with every run of white space made one space.

mod fields;
mod flattened;
mod lines;
mod overview;
#[cfg(test)]
mod tests;

pub(super) use overview::DIALECT as OVERVIEW;

use super::facts::{Body, Endpoint, Location, PageFacts, Parameter, Requirement, Response, Stated};
use super::{Context, Dialect};
use crate::diagnostics::{Code, Diagnostic};
use crate::read::markdown::Page;
use std::ops::Range;

pub(super) const DIALECT: Dialect = Dialect { name: "Redocly's Markdown", recognises, read };

/// The methods that an endpoint line may name.
const METHODS: [&str; 9] = ["GET", "PUT", "POST", "DELETE", "OPTIONS", "HEAD", "PATCH", "TRACE", "QUERY"];

/// A piece of the page and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Piece<'t> {
    text: &'t str,
    range: Range<usize>,
}

impl<'t> Piece<'t> {
    fn trimmed(text: &'t str, range: Range<usize>) -> Self {
        let start = range.start + (text.len() - text.trim_start().len());
        let text = text.trim();
        Self { text, range: start..start + text.len() }
    }
}

/// What stands above the first section.
#[derive(Debug, Default)]
struct Head<'t> {
    title: Option<Piece<'t>>,
    description: String,
    method: Option<Piece<'t>>,
    target: Option<Piece<'t>>,
    version: Option<Piece<'t>>,
    security: Option<Piece<'t>>,
}

/// What a list of fields is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Subject<'t> {
    Parameters(Location),
    Request(&'t str),
    Response(&'t str, Option<&'t str>),
}

impl<'t> Subject<'t> {
    /// Reads the text of a heading, without the `##`.
    fn parse(heading: &'t str) -> Option<Self> {
        if let Some(word) = heading.strip_suffix(" parameters:") {
            return Some(Self::Parameters(match word {
                "Path" => Location::Path,
                "Query" => Location::Query,
                "Header" => Location::Header,
                "Cookie" => Location::Cookie,
                _ => return None,
            }));
        }
        if let Some(rest) = heading.strip_prefix("Request fields (") {
            return rest.strip_suffix("):").map(Self::Request);
        }
        let rest = heading.strip_prefix("Response ")?;
        let (code, rest) = rest.split_once(' ')?;
        match rest {
            "fields" => Some(Self::Response(code, None)),
            _ => Some(Self::Response(code, Some(rest.strip_prefix("fields (")?.strip_suffix("):")?))),
        }
    }
}

/// A line of a list: a field, or the title of an alternative.
#[derive(Clone, Debug)]
struct Entry<'t> {
    /// How far it is indented; 0 where the page is flattened.
    indent: usize,
    /// Its name, or the title of an alternative.
    name: Piece<'t>,
    /// Its types as they are printed; `None` for the title of an alternative.
    types: Option<&'t str>,
    required: bool,
    /// Whether alternatives follow.
    one_of: bool,
    /// Its description, with the example or the values at its end.
    text: String,
    text_range: Range<usize>,
}

/// A section with its fields.
#[derive(Debug)]
struct Section<'t> {
    subject: Subject<'t>,
    range: Range<usize>,
    entries: Vec<Entry<'t>>,
}

/// A page taken apart, before anything is made of it.
#[derive(Debug, Default)]
struct Parts<'t> {
    head: Head<'t>,
    sections: Vec<Section<'t>>,
    /// Where the page stops in the middle, if it does.
    cut_off: Option<Range<usize>>,
}

fn recognises(page: &Page<'_>) -> bool {
    endpoint(page.text).is_some()
}

/// The place of `Endpoint: METHOD target`, and whether it starts a line.
fn endpoint(text: &str) -> Option<(usize, bool)> {
    let mut from = 0;
    while let Some(found) = text.get(from..)?.find("Endpoint: ") {
        let at = from + found;
        let rest = text.get(at + "Endpoint: ".len()..)?;
        let word = rest.split([' ', '\n']).next().unwrap_or_default();
        let starts_line = at == 0 || text.get(..at).is_some_and(|before| before.ends_with('\n'));
        let follows_space = text.get(..at).is_some_and(|before| before.ends_with(' '));
        if METHODS.contains(&word) && (starts_line || follows_space) && rest.len() > word.len() {
            return Some((at, starts_line));
        }
        from = at + 1;
    }
    None
}

fn read(page: &Page<'_>, context: &mut Context<'_>) -> PageFacts {
    let mut facts = PageFacts::default();
    let Some((at, starts_line)) = endpoint(page.text) else { return facts };
    let parts = match starts_line {
        true => lines::parse(page, at),
        false => flattened::parse(page, at),
    };
    let (Some(method), Some(target)) = (&parts.head.method, &parts.head.target) else { return facts };
    let origin = page.origin(&(method.range.start..target.range.end));
    if !target.text.starts_with('/') && !target.text.contains("://") {
        let message = "this page describes a webhook, which the vendor calls and nobody else";
        context.sink.report(Diagnostic::new(Code::UnsupportedPage, origin, message));
        return facts;
    }
    if let Some(range) = &parts.cut_off {
        let message = "the page ends in the middle";
        context.sink.report(Diagnostic::new(Code::TruncatedPage, page.origin(range), message));
    }
    let mut endpoint = Endpoint::new(origin);
    endpoint.methods.push(Stated::field(method.text, page.origin(&method.range)));
    endpoint.targets.push(Stated::field(target.text, page.origin(&target.range)));
    let head = &parts.head;
    if let Some(title) = &head.title {
        endpoint.summary = Some(Stated::field(title.text, page.origin(&title.range)));
        endpoint.description = (!head.description.is_empty())
            .then(|| Stated::field(head.description.as_str(), page.origin(&title.range)));
    }
    facts.version =
        head.version.as_ref().map(|version| Stated::field(version.text, page.origin(&version.range)));
    endpoint.security = head.security.as_ref().map(|names| requirements(page, names));
    let mut lists = fields::Lists::default();
    for section in &parts.sections {
        take(page, section, &mut lists, &mut endpoint);
    }
    facts.endpoints.push(endpoint);
    facts
}

/// `A, B`: whether both are needed is not shown, so either does; an empty name is the right to send none.
fn requirements(page: &Page<'_>, names: &Piece<'_>) -> Vec<Requirement> {
    let origin = page.origin(&names.range);
    let names = names.text.split(',').map(str::trim);
    names
        .map(|name| match name.is_empty() {
            true => Vec::new(),
            false => vec![Stated::field(name, origin)],
        })
        .collect()
}

fn take(page: &Page<'_>, section: &Section<'_>, lists: &mut fields::Lists, endpoint: &mut Endpoint) {
    let origin = page.origin(&section.range);
    let schema = lists.schema(page, section);
    match section.subject {
        Subject::Parameters(location) => {
            let parameters = schema.properties.into_iter().map(|property| Parameter { location, property });
            endpoint.parameters.extend(parameters);
        }
        Subject::Request(media) => {
            let mut body = Body::new(origin);
            body.media = Some(Stated::field(media, origin));
            body.schema = Some(schema);
            endpoint.requests.push(body);
        }
        Subject::Response(code, media) => {
            let mut response = Response::new(Stated::field(code, origin));
            if let Some(media) = media {
                let mut body = Body::new(origin);
                body.media = Some(Stated::field(media, origin));
                body.schema = Some(schema);
                response.bodies.push(body);
            }
            endpoint.responses.push(response);
        }
    }
}

/// Splits `types[, required])` off a text that starts behind `(`; gives the types, whether it is required, and how many
/// bytes were read.
fn declaration(text: &str) -> Option<(&str, bool, usize)> {
    const TYPES: [&str; 8] = ["string", "integer", "number", "boolean", "array", "object", "any", "null"];
    let (inside, _) = text.split_once(')')?;
    let (types, required) = match inside.strip_suffix(", required") {
        Some(types) => (types, true),
        None => (inside, false),
    };
    types.split(',').all(|ty| TYPES.contains(&ty)).then_some((types, required, inside.len() + 1))
}
