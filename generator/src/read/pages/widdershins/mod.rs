//! Widdershins' Markdown for Slate and Shins: `METHOD /path` in back-quotes, tables of parameters, answers and fields,
//! and named schemas at the end. Vendors rename columns and add some; tables are told by the columns they have.

mod about;
mod named;
mod operation;
mod rows;
#[cfg(test)]
mod tests;
mod tree;
mod types;

use super::facts::{Endpoint, PageFacts, Stated};
use super::scan::{Code, Event, Grid, Piece, bare, events};
use super::{Context, Dialect};
use crate::diagnostics::{Code as DiagnosticCode, Diagnostic};
use crate::read::markdown::Page;
use about::About;
use named::Named;
use operation::{Operation, requirements};
use rows::{Part, Row};
use std::collections::HashMap;
use std::ops::Range;

pub(super) const DIALECT: Dialect = Dialect { name: "Widdershins' Markdown", recognises, read };

/// The methods that a line may name.
const METHODS: [&str; 9] = ["GET", "PUT", "POST", "DELETE", "OPTIONS", "HEAD", "PATCH", "TRACE", "QUERY"];

fn recognises(page: &Page<'_>) -> bool {
    let (mut operation, mut mark, mut fields) = (false, false, false);
    for (line, _) in page.lines() {
        let line = line.trim();
        operation |= endpoint(line).is_some();
        mark |= line.starts_with('>')
            && matches!(bare(line).as_str(), "> Code samples" | "> Example responses" | "> Body parameter")
            || columns(line, &["status", "meaning", "schema"]);
        fields |= columns(line, &["name", "type", "required"]);
    }
    let schemas = || page.text.contains("id=\"tocS") || page.text.contains("id=\"schema");
    operation && mark || fields && schemas()
}

/// Whether a line is the head of a table with these columns.
fn columns(line: &str, names: &[&str]) -> bool {
    line.starts_with('|') && {
        let cells: Vec<String> = line.split('|').map(|cell| cell.trim().to_ascii_lowercase()).collect();
        names.iter().all(|name| cells.iter().any(|cell| cell == name))
    }
}

/// `` `METHOD /path` `` alone on its line: the method, the path, and how many bytes stand before the path.
fn endpoint(line: &str) -> Option<(&str, &str, usize)> {
    let inside = line.strip_prefix('`')?.strip_suffix('`')?;
    let (method, target) = inside.split_once(' ')?;
    let target = target.trim();
    let is_target = target.starts_with('/') || target.contains("://");
    let is_word = !method.is_empty() && method.chars().all(|mark| mark.is_ascii_uppercase());
    (is_word && is_target && !target.contains('`')).then(|| (method, target, line.len() - 1 - target.len()))
}

/// Whether a table lists values of fields or parameters.
fn is_list(grid: &Grid<'_>) -> bool {
    matches!(grid.head.as_slice(), [name, value] if value == "value" && matches!(name.as_str(), "property" | "parameter" | "name"))
}

/// What the lines that come next are about.
#[derive(Debug, Default)]
enum Subject<'t> {
    #[default]
    Nothing,
    Operation(Box<Operation<'t>>),
    Schema(Named<'t>),
}

/// Which samples come next.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Samples {
    #[default]
    Calls,
    Sent,
    Received,
}

/// What is known while the lines of a page are read.
#[derive(Debug, Default)]
struct State<'t> {
    subject: Subject<'t>,
    /// The last heading that may name an operation or a schema.
    heading: Option<(String, Range<usize>)>,
    group: Option<(String, Range<usize>)>,
    id: Option<Piece<'t>>,
    codes: Vec<Code<'t>>,
    samples: Samples,
    label: Piece<'t>,
    part: Option<Part>,
    /// The description, while it goes on.
    description: Option<Range<usize>>,
    /// The lines of the notice that is open, and whether it says that nothing is needed.
    notice: Option<(bool, Vec<Piece<'t>>)>,
    /// Whether a list of base URLs was read.
    has_servers: bool,
    operations: Vec<Operation<'t>>,
    schemas: Vec<Named<'t>>,
    cut_off: Option<Range<usize>>,
}

fn read(page: &Page<'_>, context: &mut Context<'_>) -> PageFacts {
    let mut facts = PageFacts::default();
    let (mut about, mut state) = (About::default(), State::default());
    for event in events(page) {
        let above = matches!(state.subject, Subject::Nothing) && state.operations.is_empty();
        if above && about.take(page, &event, &mut facts) {
            state.has_servers |= !facts.servers.is_empty();
            continue;
        }
        state.take(page, event);
    }
    state.close(page);
    let last = state.operations.last();
    if last.is_some_and(|last| !last.has_responses()) && state.schemas.is_empty() {
        let end = page.text.trim_end().len();
        state.cut_off = state.cut_off.or(Some(end.saturating_sub(1)..end));
    }
    let is_list =
        |named: &Named<'_>| named.sample.as_ref().is_some_and(|code| code.body.text.starts_with('['));
    let names: HashMap<String, bool> =
        state.schemas.iter().map(|named| (named.name.0.clone(), is_list(named))).collect();
    let known = |name: &str| names.get(name).copied();
    facts.endpoints = state.operations.into_iter().map(|operation| operation.finish(page, &known)).collect();
    facts.schemas = state.schemas.into_iter().map(|schema| schema.finish(page, &known)).collect();
    about.name(&mut facts);
    if let Some(range) = &state.cut_off {
        let message = "the page ends in the middle";
        context.sink.report(Diagnostic::new(DiagnosticCode::TruncatedPage, page.origin(range), message));
    }
    if facts.endpoints.is_empty() && facts.schemas.is_empty() {
        let message =
            "this page has the tables of a reference, but no operation and no schema that could be read";
        let place = page.origin(&(0..page.text.find('\n').unwrap_or(page.text.len())));
        context.sink.report(Diagnostic::new(DiagnosticCode::UnsupportedPage, place, message));
    }
    facts
}

impl<'t> State<'t> {
    fn take(&mut self, page: &Page<'t>, event: Event<'t>) {
        match event {
            Event::Heading(level, text, range) => {
                self.end_description(page);
                self.part = None;
                if level == 1 && page.slice(&range).trim_start().starts_with("<h1") {
                    self.group = Some((text.clone(), range.clone()));
                }
                if let Some(id) = attribute(page.slice(&range), "opId", &range) {
                    self.id = Some(id);
                }
                if level <= 3 {
                    self.heading = Some((text, range));
                }
            }
            Event::Quote(quote) => {
                self.end_description(page);
                match quote.text {
                    "Code samples" => self.samples = Samples::Calls,
                    "Body parameter" => self.samples = Samples::Sent,
                    "Example responses" => self.samples = Samples::Received,
                    _ => {}
                }
                self.label = quote;
            }
            Event::Fence(code) => {
                if !code.closed {
                    self.cut_off = Some(code.body.range.clone());
                }
                self.fence(code);
            }
            Event::Table(grid) => {
                if let Some(range) = &grid.cut_off {
                    self.cut_off = Some(range.clone());
                }
                self.table(page, &grid);
            }
            Event::Line(line) => self.line(page, line),
        }
    }

    fn fence(&mut self, code: Code<'t>) {
        match (&mut self.subject, self.samples) {
            (Subject::Schema(schema), _) => schema.sample = schema.sample.take().or(Some(code)),
            // The samples of calls stand above the line that names the operation.
            (_, Samples::Calls) => self.codes.push(code),
            (Subject::Operation(operation), Samples::Sent) => operation.sent.push(code),
            (Subject::Operation(operation), _) => operation.received.push((self.label.clone(), code)),
            (Subject::Nothing, _) => {}
        }
    }

    fn table(&mut self, page: &Page<'t>, grid: &Grid<'t>) {
        let part = self.part.take();
        let taken = match &mut self.subject {
            Subject::Operation(operation) => operation.table(page, grid, part),
            Subject::Schema(schema) if grid.has(&["name", "type"]) => {
                schema.rows.extend(Row::all(grid, part));
                true
            }
            Subject::Schema(schema) if is_list(grid) && schema.lists.is_empty() => {
                schema.lists = rows::lists(grid);
                true
            }
            _ => false,
        };
        if taken {
            self.end_description(page);
        }
    }

    fn line(&mut self, page: &Page<'t>, line: Piece<'t>) {
        if let Some((method, target, before)) = endpoint(line.text) {
            self.operation(page, &line, method, target, before);
            return;
        }
        if let Some(notice) = &mut self.notice {
            if line.text.starts_with("</aside") {
                self.end_notice(page);
            } else {
                notice.1.push(line);
            }
            return;
        }
        if line.text.starts_with('<') {
            self.html(page, &line);
            return;
        }
        if let Some(part) = Part::parse(line.text) {
            self.part = part;
            return;
        }
        if let Subject::Schema(schema) = &mut self.subject
            && schema.rows.is_empty()
        {
            schema.title = line.text.trim_matches('*');
        }
        if let Subject::Operation(operation) = &mut self.subject {
            operation.title(line.text);
            if let Some((before, status)) = line.text.split_once("**")
                && before.starts_with("Status Code")
            {
                operation.status(status.trim_end_matches('*'));
                return;
            }
            match &mut self.description {
                Some(range) if range.end == 0 => *range = line.range,
                Some(range) => range.end = line.range.end,
                None => {}
            }
        }
    }

    fn html(&mut self, page: &Page<'t>, line: &Piece<'t>) {
        let tag = line.text.split('>').next().unwrap_or_default();
        if tag.starts_with("<aside") {
            let free = tag.contains("success");
            self.end_description(page);
            self.notice = Some((free, Vec::new()));
            return;
        }
        if let Some(id) = attribute(tag, "opId", &line.range) {
            self.id = Some(id);
            return;
        }
        let names_schema = attribute(tag, "schema", &line.range).is_some_and(|rest| !rest.text.is_empty());
        if let (true, Some(name)) = (names_schema, self.heading.clone()) {
            let already = matches!(&self.subject, Subject::Schema(named) if named.name == name);
            if !already {
                self.close(page);
                self.subject = Subject::Schema(Named {
                    name,
                    sample: None,
                    title: "",
                    rows: Vec::new(),
                    lists: Vec::new(),
                });
            }
        }
    }

    fn operation(&mut self, page: &Page<'t>, line: &Piece<'t>, method: &str, target: &str, before: usize) {
        self.close(page);
        let codes = std::mem::take(&mut self.codes);
        if !METHODS.contains(&method) {
            // A generator that takes every key of a path for a method writes such operations.
            return;
        }
        let start = line.range.start;
        let mut endpoint = Endpoint::new(page.origin(&line.range));
        endpoint.methods.push(Stated::field(method, page.origin(&(start + 1..start + 1 + method.len()))));
        let at = start + before..start + before + target.len();
        endpoint.targets.push(Stated::field(target, page.origin(&at)));
        for code in &codes {
            // `GET https://host/base/path HTTP/1.1` tells the server where no list of servers does.
            let url = code.body.text.lines().next().and_then(|line| line.strip_suffix(" HTTP/1.1"));
            if let Some((verb, url)) = url.and_then(|line| line.split_once(' '))
                && verb == method
                && url.contains("://")
                && !self.has_servers
            {
                endpoint.targets.push(Stated::sample(url, page.origin(&code.body.range)));
            }
        }
        let id = self.id.take();
        endpoint.operation_id = id.as_ref().map(|id| Stated::field(id.text, page.origin(&id.range)));
        if let Some((text, range)) = self.heading.take() {
            let is_name = id.is_some_and(|id| id.text == text) || text.contains(['/', '{']);
            endpoint.summary = (!is_name).then(|| Stated::field(text, page.origin(&range)));
        }
        let group =
            self.group.as_ref().filter(|(name, _)| !matches!(name.as_str(), "Default" | "Authentication"));
        endpoint.tags.extend(group.map(|(name, range)| Stated::field(name.as_str(), page.origin(range))));
        self.subject = Subject::Operation(Box::new(Operation::new(endpoint, codes)));
        self.description = Some(0..0);
        self.samples = Samples::Received;
    }

    /// `*Summary*`, then text.
    fn end_description(&mut self, page: &Page<'t>) {
        let Some(range) = self.description.take().filter(|range| range.end > 0) else { return };
        let Subject::Operation(operation) = &mut self.subject else { return };
        let text = page.slice(&range);
        let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
        let marked = first.trim().strip_prefix('*').and_then(|text| text.strip_suffix('*'));
        let summary = marked.filter(|text| !text.is_empty() && !text.starts_with('*'));
        let origin = page.origin(&range);
        if let Some(summary) = summary {
            operation.endpoint.summary = Some(Stated::field(summary, origin));
        }
        let text = if summary.is_some() { rest.trim() } else { text.trim() };
        operation.endpoint.description = (!text.is_empty()).then(|| Stated::field(text, origin));
    }

    /// `To perform this operation, you must be authenticated …:` and the names of the schemes behind it.
    fn end_notice(&mut self, page: &Page<'t>) {
        let Some((free, lines)) = self.notice.take() else { return };
        let Subject::Operation(operation) = &mut self.subject else { return };
        if !operation.has_responses() || operation.endpoint.security.is_some() {
            return;
        }
        if free {
            operation.endpoint.security = Some(Vec::new());
            return;
        }
        if let [.., sentence, names] = lines.as_slice()
            && sentence.text.ends_with(':')
            && !names.text.starts_with('<')
        {
            let found = requirements(page, names);
            operation.endpoint.security = (!found.is_empty()).then_some(found);
        }
    }

    /// Ends what the lines were about so far.
    fn close(&mut self, page: &Page<'t>) {
        self.end_description(page);
        self.notice = None;
        self.part = None;
        match std::mem::take(&mut self.subject) {
            Subject::Operation(operation) => self.operations.push(*operation),
            Subject::Schema(schema) => self.schemas.push(schema),
            Subject::Nothing => {}
        }
    }
}

/// What follows `prefix` in the `id` or `name` of a tag.
fn attribute<'t>(tag: &'t str, prefix: &str, range: &Range<usize>) -> Option<Piece<'t>> {
    for mark in [" id=\"", " name=\"", " id='"] {
        let Some((before, rest)) = tag.split_once(mark) else { continue };
        let value = rest.split(['"', '\'']).next().unwrap_or_default();
        if let Some(rest) = value.strip_prefix(prefix) {
            let start = range.start + before.len() + mark.len() + prefix.len();
            return Some(Piece { text: rest, range: start..start + rest.len() });
        }
    }
    None
}
