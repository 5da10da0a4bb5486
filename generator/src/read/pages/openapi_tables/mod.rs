//! One page an operation and one a schema, linked to each other: `# METHOD /path`, tables of parameters and answers,
//! and the names of the schemas that are sent and come back. Beside them stand pages that only list the others.

mod about;
mod schema;
#[cfg(test)]
mod tests;
mod types;

use super::facts::{Body, Endpoint, Location, PageFacts, Parameter, Property, Response, Schema, Stated};
use super::scan::{Event, Grid, Piece, bare, description, events};
use super::{Context, Dialect};
use crate::diagnostics::{Code, Diagnostic};
use crate::read::markdown::Page;
use std::ops::Range;

pub(super) const DIALECT: Dialect = Dialect { name: "pages linked by name", recognises, read };

/// The methods that a title may name.
const METHODS: [&str; 9] = ["GET", "PUT", "POST", "DELETE", "OPTIONS", "HEAD", "PATCH", "TRACE", "QUERY"];

/// What a page of the layout is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Subject {
    Operation,
    Schema,
    /// The schemas of a group, by name only.
    Group,
    /// The operations of a group.
    Resource,
    Authentication,
    /// The API as a whole.
    Overview,
}

fn recognises(page: &Page<'_>) -> bool {
    subject(page).is_some()
}

fn subject(page: &Page<'_>) -> Option<Subject> {
    let (_, title, _) = page.headings().next().filter(|(level, ..)| *level == 1)?;
    let has = |mark: &str| page.text.contains(mark);
    if endpoint(title).is_some() {
        return (has("\n**Operation ID:** ") || has("\n**Resource:** ")).then_some(Subject::Operation);
    }
    if title.ends_with(" Schemas") && has(" schemas in this group.") {
        return Some(Subject::Group);
    }
    if title == "Authentication"
        && has("This document describes the authentication methods supported by this API")
    {
        return Some(Subject::Authentication);
    }
    if has("`references/resources/") || has("`references/operations/") {
        return Some(Subject::Overview);
    }
    let mut sections = page.headings().filter(|(level, ..)| *level == 2).map(|(_, text, _)| text);
    let table = "| Method | Path | Summary | Details |";
    if has(table) && sections.next() == Some("Operations") && sections.next().is_none() {
        return Some(Subject::Resource);
    }
    let mut types = page.lines().filter_map(|(line, _)| line.strip_prefix("**Type:** "));
    let one = types.next().is_some_and(|ty| schema::TYPES.contains(&ty.trim())) && types.next().is_none();
    let mut sections = page.headings().filter(|(level, ..)| *level == 2).map(|(_, text, _)| text);
    (one && sections.all(|text| schema::SECTIONS.contains(&text))).then_some(Subject::Schema)
}

/// `METHOD /path`.
fn endpoint(title: &str) -> Option<(&str, &str)> {
    let (method, target) = title.split_once(' ')?;
    (METHODS.contains(&method) && target.starts_with('/')).then_some((method, target.trim()))
}

fn read(page: &Page<'_>, context: &mut Context<'_>) -> PageFacts {
    let mut facts = PageFacts::default();
    let events = events(page);
    let cut_off = events.iter().find_map(cut_off);
    match subject(page) {
        Some(Subject::Operation) => facts.endpoints.extend(operation(page, &events)),
        Some(Subject::Schema) => facts.schemas.extend(schema::read(page, &events)),
        Some(Subject::Resource) => facts.endpoints = about::operations(page, &events),
        Some(Subject::Authentication) => facts.schemes = about::schemes(page, &events),
        Some(Subject::Overview) => about::overview(page, &events, &mut facts),
        Some(Subject::Group) | None => {}
    }
    let ends_early = facts.endpoints.iter().any(|endpoint| endpoint.responses.is_empty())
        && subject(page) == Some(Subject::Operation);
    let end = page.text.trim_end().len();
    if let Some(range) = cut_off.or(ends_early.then(|| end.saturating_sub(1)..end)) {
        let message = "the page ends in the middle: no list of answers follows";
        context.sink.report(Diagnostic::new(Code::TruncatedPage, page.origin(&range), message));
    }
    let nothing = facts.endpoints.is_empty()
        && facts.schemas.is_empty()
        && facts.schemes.is_empty()
        && facts.servers.is_empty()
        && facts.title.is_none();
    if nothing {
        let place = page.origin(&(0..page.text.find('\n').unwrap_or(page.text.len())));
        let message = "this page describes no operation and no schema that could be read";
        context.sink.report(Diagnostic::new(Code::UnsupportedPage, place, message));
    }
    facts
}

/// Where the page ends within a table or a code block.
fn cut_off(event: &Event<'_>) -> Option<Range<usize>> {
    match event {
        Event::Table(grid) => grid.cut_off.clone(),
        Event::Fence(code) if !code.closed => Some(code.body.range.clone()),
        _ => None,
    }
}

/// What stands behind `**label:**` on a line.
fn labelled<'t>(line: &Piece<'t>, label: &str) -> Option<Piece<'t>> {
    let rest = line.text.strip_prefix("**")?.strip_prefix(label)?.strip_prefix(":**")?;
    Some(Piece::trimmed(rest, line.range.end - rest.len()))
}

/// The values in back-quotes on a line.
fn quoted<'t>(line: &Piece<'t>) -> Vec<Piece<'t>> {
    let mut at = line.range.start;
    let mut values = Vec::new();
    for (index, part) in line.text.split('`').enumerate() {
        if index % 2 == 1 && !part.is_empty() {
            values.push(Piece::trimmed(part, at));
        }
        at += part.len() + 1;
    }
    values
}

/// What is collected about what is sent.
#[derive(Debug, Default)]
struct Request<'t> {
    range: Range<usize>,
    media: Vec<Piece<'t>>,
    schema: Option<Schema>,
}

/// An operation, read from its page.
fn operation<'t>(page: &Page<'t>, events: &[Event<'t>]) -> Option<Endpoint> {
    let mut endpoint: Option<Endpoint> = None;
    let mut section = String::new();
    let mut text: Option<Range<usize>> = None;
    let mut request: Option<Request<'t>> = None;
    let mut success: Option<Schema> = None;
    let mut expects_success = false;
    for event in events {
        match event {
            Event::Heading(1, title, range) if endpoint.is_none() => {
                endpoint = titled(page, title, range);
            }
            Event::Heading(2, title, range) => {
                section.clone_from(title);
                if title == "Request Body" {
                    request = Some(Request { range: range.clone(), ..Request::default() });
                }
            }
            Event::Heading(..) | Event::Quote(_) | Event::Fence(_) => {}
            Event::Table(grid) => {
                let endpoint = endpoint.as_mut()?;
                match section.as_str() {
                    "Parameters" if grid.has(&["name", "in", "type"]) => parameters(page, grid, endpoint),
                    "Request Body" if grid.has(&["field", "type"]) => {
                        if let Some(request) = &mut request {
                            request.schema = Some(schema::object(page, grid));
                        }
                    }
                    "Responses" if grid.has(&["status"]) => responses(page, grid, endpoint),
                    "Responses" if grid.has(&["field", "type"]) => success = Some(schema::object(page, grid)),
                    _ => {}
                }
            }
            Event::Line(line) => {
                let endpoint = endpoint.as_mut()?;
                match section.as_str() {
                    "" => head(page, line, endpoint, &mut text),
                    "Request Body" => {
                        if let Some(request) = &mut request {
                            sent(page, line, endpoint, request);
                        }
                    }
                    "Responses" => {
                        let named = labelled(line, "Success Response Schema");
                        let cell =
                            named.as_ref().or(Some(line).filter(|_| expects_success && success.is_none()));
                        if let Some(cell) = cell.filter(|cell| !cell.text.is_empty()) {
                            success = Some(types::of_cell(cell.text, page.origin(&cell.range)));
                        }
                        expects_success |= named.is_some();
                    }
                    "Security" => {
                        if let Some(name) =
                            line.text.strip_prefix("- **").and_then(|rest| rest.split("**").next())
                        {
                            let start = line.range.start + 4;
                            let name = Stated::field(name, page.origin(&(start..start + name.len())));
                            endpoint.security.get_or_insert_default().push(vec![name]);
                        }
                    }
                    _ => {}
                }
            }
        }
    }
    let mut endpoint = endpoint?;
    endpoint.description = text.map(|range| Stated::field(page.slice(&range).trim(), page.origin(&range)));
    if let Some(request) = request {
        bodies(page, &request, &mut endpoint);
    }
    succeed(success, &mut endpoint);
    Some(endpoint)
}

fn titled(page: &Page<'_>, title: &str, range: &Range<usize>) -> Option<Endpoint> {
    let (method, target) = self::endpoint(title)?;
    let origin = page.origin(range);
    let mut found = Endpoint::new(origin);
    found.methods.push(Stated::field(method, origin));
    found.targets.push(Stated::field(target, origin));
    Some(found)
}

/// A line between the title and the first section.
fn head(page: &Page<'_>, line: &Piece<'_>, endpoint: &mut Endpoint, text: &mut Option<Range<usize>>) {
    let origin = page.origin(&line.range);
    if let Some(tag) = labelled(line, "Resource") {
        let name = tag
            .text
            .strip_prefix('[')
            .and_then(|rest| rest.split_once("]("))
            .map_or(tag.text, |(name, _)| name);
        endpoint.tags.push(Stated::field(name, origin));
        return;
    }
    if let Some(id) = labelled(line, "Operation ID") {
        endpoint.operation_id = Some(Stated::field(id.text.trim_matches('`'), page.origin(&id.range)));
        return;
    }
    if text.is_none()
        && bare(line.text).trim_start_matches(|mark: char| !mark.is_alphanumeric()) == "Deprecated"
    {
        endpoint.deprecated = true;
        return;
    }
    let bold = line.text.strip_prefix("**").and_then(|text| text.strip_suffix("**"));
    if let (Some(bold), None, None) = (bold, &endpoint.summary, &endpoint.operation_id) {
        endpoint.summary = Some(Stated::field(bold, origin));
        return;
    }
    match text {
        Some(range) => range.end = line.range.end,
        None => *text = Some(line.range.clone()),
    }
}

fn parameters(page: &Page<'_>, grid: &Grid<'_>, endpoint: &mut Endpoint) {
    let place = grid.column(&["in"]);
    for (property, row) in schema::properties(page, grid).into_iter().zip(&grid.rows) {
        let place = place.and_then(|column| row.get(column)).map_or("", |cell| cell.text);
        let location = match place {
            "path" => Location::Path,
            "query" => Location::Query,
            "header" => Location::Header,
            "cookie" => Location::Cookie,
            _ => continue,
        };
        endpoint.parameters.push(Parameter { location, property });
    }
}

fn responses(page: &Page<'_>, grid: &Grid<'_>, endpoint: &mut Endpoint) {
    let (status, text) = (grid.column(&["status"]), grid.column(&["description"]));
    for row in &grid.rows {
        let cell = |column: Option<usize>| column.and_then(|column| row.get(column));
        let Some(status) = cell(status).filter(|cell| !cell.text.is_empty()) else { continue };
        let mut response = Response::new(Stated::field(bare(status.text), page.origin(&status.range)));
        if let Some(text) = cell(text).filter(|text| text.text != "(reference)") {
            let origin = page.origin(&text.range);
            response.description = description(text.text).map(|text| Stated::field(text, origin));
        }
        endpoint.responses.push(response);
    }
}

/// A line of the section about what is sent.
fn sent<'t>(page: &Page<'t>, line: &Piece<'t>, endpoint: &mut Endpoint, request: &mut Request<'t>) {
    if let Some(required) = labelled(line, "Required") {
        endpoint.request_required = Some(required.text.eq_ignore_ascii_case("yes"));
    } else if let Some(media) = labelled(line, "Content Types") {
        request.media = quoted(&media);
    } else if let Some(schema) = labelled(line, "Schema") {
        request.schema = Some(types::of_cell(schema.text, page.origin(&schema.range)));
    }
}

fn bodies(page: &Page<'_>, request: &Request<'_>, endpoint: &mut Endpoint) {
    endpoint.request_required = endpoint.request_required.or(Some(false));
    let mut body = Body::new(page.origin(&request.range));
    body.schema.clone_from(&request.schema);
    for media in &request.media {
        body.media = Some(Stated::field(media.text, page.origin(&media.range)));
        endpoint.requests.push(body.clone());
    }
    if request.media.is_empty() {
        endpoint.requests.push(body);
    }
}

/// The one schema of an answer that is printed belongs to 200, or to 201, whichever the page lists first.
fn succeed(schema: Option<Schema>, endpoint: &mut Endpoint) {
    let Some(schema) = schema else { return };
    let is_success = |response: &&mut Response| {
        response.statuses.iter().any(|status| matches!(status.value.as_str(), "200" | "201"))
    };
    let Some(response) = endpoint.responses.iter_mut().find(is_success) else { return };
    let mut body = Body::new(schema.origin);
    body.schema = Some(schema);
    response.bodies.push(body);
}

/// A field of a table that must or need not be there.
fn property(page: &Page<'_>, name: &Piece<'_>, required: bool, schema: Schema) -> Property {
    let text = name.text.trim_matches('`');
    Property { name: Stated::field(text, page.origin(&name.range)), required: Some(required), schema }
}
