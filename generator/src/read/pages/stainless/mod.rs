//! Reference pages whose fields are declarations in code, `name: optional string or null`: as lists under `**get**
//! `/path``, and as the text of the rendered page, where `GET/path` is one word and nothing is indented.

mod declaration;
mod entries;
mod schema;
#[cfg(test)]
mod tests;

use super::claims;
use super::curl;
use super::facts::{Body, Endpoint, JsonType, Location, NamedSchema, PageFacts, Parameter, Stated};
use super::{Context, Dialect};
use crate::diagnostics::{Code, Diagnostic};
use crate::read::markdown::{Block, BlockKind, Fence, Page};
use declaration::Declaration;
use entries::{Entry, Part};
use schema::Maker;
use std::ops::Range;

pub(super) const DIALECT: Dialect = Dialect { name: "pages of declarations", recognises, read };

fn recognises(page: &Page<'_>) -> bool {
    let mut named = false;
    let mut glued = false;
    let mut listed = false;
    for block in &page.blocks {
        match &block.kind {
            BlockKind::Paragraph(text) => {
                if let Some(operation) = operation(page, block, text) {
                    // Under a heading that is a link the word is enough: that is a list of operations.
                    named = true;
                    glued |= operation.glued;
                }
            }
            BlockKind::Heading(_, text) if named && Subject::of(text).is_some() => listed = true,
            _ => {}
        }
    }
    glued || listed && page.lines().any(|(line, _)| declares(line))
}

/// Whether a line is a point that declares a field or a type within one code span: `` - `name: optional string` ``.
fn declares(line: &str) -> bool {
    let span = line.trim_start().strip_prefix("- `").and_then(|rest| rest.split('`').next());
    span.is_some_and(|span| [": ", " object", " = "].iter().any(|mark| span.contains(mark)))
}

/// An operation as a line names it.
struct Operation {
    method: &'static str,
    path: String,
    /// Whether nothing stands between method and path.
    glued: bool,
}

/// The operation that a paragraph names: `GET/path`, or `**get** `/path``.
fn operation(page: &Page<'_>, block: &Block, text: &str) -> Option<Operation> {
    let text = text.trim_matches(|c: char| is_glyph(c) || c.is_whitespace());
    if block.depth > 0 || text.contains('\n') {
        return None;
    }
    let at = text.find(['/', ' '])?;
    let (word, rest) = text.split_at(at);
    let method = claims::method(word)?;
    let path = rest.trim_start();
    let glued = !rest.starts_with(' ') && word == method;
    let marked = page.slice(&block.range).trim_start().starts_with("**") && rest.starts_with(" /");
    let is_path = path.starts_with('/') && !path.contains(char::is_whitespace);
    (is_path && (glued || marked)).then(|| Operation { method, path: path.to_owned(), glued })
}

/// Marks of the builder's own font, which stand for pictures.
fn is_glyph(character: char) -> bool {
    ('\u{e000}'..='\u{f8ff}').contains(&character) || character == '\u{200b}'
}

/// What a section is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Subject {
    Parameters(Location),
    Body,
    Returns,
    Models,
}

impl Subject {
    fn of(heading: &str) -> Option<Self> {
        let heading = heading.trim_matches(|c: char| is_glyph(c) || c.is_whitespace());
        let heading = heading.strip_suffix("Expand Collapse").unwrap_or(heading).trim();
        Some(match heading {
            "Path Parameters" => Self::Parameters(Location::Path),
            "Query Parameters" => Self::Parameters(Location::Query),
            "Header Parameters" => Self::Parameters(Location::Header),
            "Cookie Parameters" => Self::Parameters(Location::Cookie),
            "Returns" => Self::Returns,
            "Models" | "Domain Types" => Self::Models,
            _ if heading.starts_with("Body Parameters") => Self::Body,
            _ => return None,
        })
    }
}

/// A section while it is read.
struct Section {
    subject: Subject,
    range: Range<usize>,
    parts: Vec<Part>,
}

struct Reading<'p, 't> {
    page: &'p Page<'t>,
    facts: PageFacts,
    /// The heading above, and whether it is said to be deprecated.
    title: Option<(u8, String, Range<usize>)>,
    tag: Option<Stated<String>>,
    deprecated: bool,
    section: Option<Section>,
    sections: Vec<(Option<usize>, Section)>,
    /// The status of the next sample.
    status: Option<String>,
    /// Whether a paragraph may still be the description of the operation.
    describing: bool,
}

fn read(page: &Page<'_>, context: &mut Context<'_>) -> PageFacts {
    let mut reading = Reading {
        page,
        facts: PageFacts::default(),
        title: None,
        tag: None,
        deprecated: false,
        section: None,
        sections: Vec::new(),
        status: None,
        describing: false,
    };
    // Where the builder marks the ends of declarations, nothing without the mark is one.
    let marked = page.blocks.iter().any(|block| match &block.kind {
        BlockKind::Paragraph(text) => {
            text.ends_with(is_glyph) && declared(text).is_some_and(|found| found.name.is_some())
        }
        _ => false,
    });
    // How deep the item stands whose first lines come next.
    let mut depth = 0;
    for block in &page.blocks {
        match &block.kind {
            BlockKind::Heading(level, text) => reading.heading(*level, text, &block.range),
            BlockKind::Item => depth = block.depth,
            BlockKind::Paragraph(text) => {
                let first = block.depth > 0 && depth == block.depth;
                reading.paragraph(block, text, first, marked);
                depth = 0;
            }
            BlockKind::Fence(fence) => {
                reading.fence(fence);
                depth = 0;
            }
            _ => {}
        }
    }
    reading.close();
    if let Some(BlockKind::Fence(fence)) = page.blocks.last().map(|block| &block.kind)
        && !fence.closed
    {
        let message = "the page ends in a code block";
        context.sink.report(Diagnostic::new(Code::TruncatedPage, page.origin(&fence.opening), message));
    }
    let facts = reading.finish();
    if facts.endpoints.is_empty() {
        let message = "this page names no operation";
        context.sink.report(Diagnostic::new(Code::UnsupportedPage, page.origin(&(0..0)), message));
    }
    facts
}

/// What a line declares.
fn declared(text: &str) -> Option<Declaration> {
    let bare = text.trim_matches(|c: char| is_glyph(c) || c.is_whitespace());
    if bare.contains('\n') || bare.len() > 2000 { None } else { Declaration::parse(bare) }
}

impl Reading<'_, '_> {
    fn close(&mut self) {
        let section = self.section.take();
        let endpoint = self.facts.endpoints.len().checked_sub(1);
        self.sections.extend(section.map(|section| (endpoint, section)));
    }

    fn heading(&mut self, level: u8, text: &str, range: &Range<usize>) {
        let text = text.trim_matches(|c: char| is_glyph(c) || c.is_whitespace());
        if let Some(subject) = Subject::of(text) {
            self.close();
            self.section = Some(Section { subject, range: range.clone(), parts: Vec::new() });
            self.describing = false;
            return;
        }
        // The models of a page have headings of their own.
        let in_models = self.section.as_ref().is_some_and(|section| section.subject == Subject::Models);
        if !in_models {
            self.close();
        }
        self.describing = false;
        self.status = claims::status(text).filter(|_| text.starts_with("Response"));
        self.deprecated = false;
        if level == 1 {
            self.tag = Some(Stated::field(text, self.page.origin(range)));
        }
        self.title = Some((level, text.to_owned(), range.clone()));
    }

    fn paragraph(&mut self, block: &Block, text: &str, first: bool, marked: bool) {
        let bare = text.trim_matches(|c: char| is_glyph(c) || c.is_whitespace());
        if let Some(operation) = operation(self.page, block, text) {
            self.close();
            self.endpoint(&operation, &block.range);
            return;
        }
        if bare.is_empty() {
            return;
        }
        if bare == "Deprecated" && self.section.is_none() {
            self.deprecated = true;
            return;
        }
        if let Some(status) =
            bare.strip_prefix("Response ").and_then(claims::status).filter(|_| bare.len() < 16)
        {
            self.close();
            self.status = Some(status);
            return;
        }
        let is_title = self.facts.endpoints.last().and_then(|endpoint| endpoint.summary.as_ref());
        if block.depth == 0 && self.section.is_some() && is_title.is_some_and(|title| title.value == bare) {
            // The title stands again above the command.
            self.close();
            return;
        }
        let Some(section) = &mut self.section else {
            let origin = self.page.origin(&block.range);
            if let Some(endpoint) = self.facts.endpoints.last_mut().filter(|_| self.describing) {
                match &mut endpoint.description {
                    Some(description) => description.value.push_str(&format!("\n\n{bare}")),
                    None => endpoint.description = Some(Stated::field(bare, origin)),
                }
            }
            return;
        };
        let raw = self.page.slice(&block.range).trim_matches(['-', '*', '+', ' ', '\n']);
        let may = match block.depth {
            0 => {
                !marked
                    || text.ends_with(is_glyph)
                    || declared(text).is_some_and(|found| found.name.is_none())
            }
            _ => first && raw.starts_with('`') && raw.ends_with('`'),
        };
        let declaration = declared(text).filter(|_| may);
        section.parts.push(Part {
            depth: block.depth,
            text: bare.to_owned(),
            range: block.range.clone(),
            declaration,
        });
    }

    fn endpoint(&mut self, operation: &Operation, range: &Range<usize>) {
        let origin = self.page.origin(range);
        let mut endpoint = Endpoint::new(origin);
        endpoint.methods.push(Stated::field(operation.method, origin));
        let (path, query) = operation.path.split_once('?').unwrap_or((&operation.path, ""));
        endpoint.targets.push(Stated::field(path, origin));
        if !query.is_empty() {
            claims::query(&mut endpoint, &operation.path, origin);
        }
        if let Some((level, title, range)) = self.title.take() {
            endpoint.summary = Some(Stated::field(title, self.page.origin(&range)));
            if level > 1 {
                endpoint.tags.extend(self.tag.clone());
            }
        }
        endpoint.deprecated = std::mem::take(&mut self.deprecated);
        self.facts.endpoints.push(endpoint);
        self.describing = true;
        self.status = None;
    }

    fn fence(&mut self, fence: &Fence) {
        self.describing = false;
        if self.section.as_ref().is_some_and(|section| section.subject == Subject::Models) {
            return;
        }
        self.close();
        let Some(endpoint) = self.facts.endpoints.last_mut() else { return };
        let origin = self.page.origin(&fence.body);
        if let Some(curl) = curl::read(&fence.text) {
            claims::command(endpoint, &curl, origin);
        } else if fence.text.trim_start().starts_with(['{', '[']) {
            let status = Stated::field(self.status.clone().unwrap_or_else(|| "200".to_owned()), origin);
            if let Some(response) = claims::response(&mut endpoint.responses, status) {
                let known = response.bodies.iter().flat_map(|body| &body.samples);
                if !known.into_iter().any(|sample| sample.value == fence.text) {
                    response.bodies.push(claims::sampled(&fence.text, origin));
                }
            }
        }
    }

    /// Makes facts of the sections, once all names that the page describes are known.
    fn finish(mut self) -> PageFacts {
        let mut maker = Maker { page: self.page, models: Vec::new() };
        let sections: Vec<(Option<usize>, Section, Vec<Entry>)> = self
            .sections
            .drain(..)
            .map(|(endpoint, mut section)| {
                let parts = std::mem::take(&mut section.parts);
                let in_list = parts.iter().any(|part| part.depth > 0 && part.declaration.is_some());
                let entries = if in_list { entries::listed(parts) } else { entries::counted(parts) };
                (endpoint, section, entries)
            })
            .collect();
        for (_, section, entries) in &sections {
            if section.subject == Subject::Models {
                maker.models.extend(entries.iter().filter_map(model));
            }
        }
        for (endpoint, section, entries) in sections {
            if section.subject == Subject::Models {
                for entry in &entries {
                    let Some(name) = model(entry) else { continue };
                    let name = Stated::field(name, self.page.origin(&entry.range));
                    self.facts.schemas.push(NamedSchema { name, schema: maker.schema(entry, 0) });
                }
            } else if let Some(endpoint) = endpoint.and_then(|at| self.facts.endpoints.get_mut(at)) {
                take(&maker, &section, &entries, endpoint);
            }
        }
        self.facts
    }
}

/// The name of what an entry describes by name.
fn model(entry: &Entry) -> Option<String> {
    match (&entry.declaration.name, entry.declaration.ty.alternatives.as_slice()) {
        (None, [declaration::Alternative::Object { title, .. }]) => title.clone(),
        _ => None,
    }
}

fn take(maker: &Maker<'_, '_>, section: &Section, entries: &[Entry], endpoint: &mut Endpoint) {
    let origin = maker.page.origin(&section.range);
    match section.subject {
        Subject::Parameters(location) => {
            for entry in entries.iter().filter(|entry| entry.declaration.name.is_some()) {
                let property = maker.property(entry);
                let same = |known: &Parameter| {
                    known.location == location
                        && known.property.name.value.eq_ignore_ascii_case(&property.name.value)
                };
                endpoint.parameters.retain(|known| !same(known));
                match location {
                    Location::Header => claims::header(endpoint, property),
                    _ => endpoint.parameters.push(Parameter { location, property }),
                }
            }
        }
        Subject::Body => {
            let Some(mut schema) = maker.whole(entries, origin) else { return };
            // A body that is no object has no field to stand in, so the builder calls it so.
            if let [only] = schema.properties.as_slice()
                && only.name.value == "body"
                && !is_sent(endpoint, "\"body\"")
                && (only.schema.types.as_slice() != [JsonType::String] || !only.schema.enumeration.is_empty())
            {
                schema = only.schema.clone();
            }
            let mut body = Body::new(origin);
            body.schema = Some(schema);
            endpoint.requests.insert(0, body);
        }
        Subject::Returns => {
            let Some(schema) = maker.whole(entries, origin) else { return };
            let success = endpoint.responses.iter().flat_map(|response| &response.statuses);
            let success = success.map(|status| status.value.clone()).find(|status| status.starts_with('2'));
            let status = Stated::field(success.unwrap_or_else(|| "200".to_owned()), origin);
            let Some(response) = claims::response(&mut endpoint.responses, status) else { return };
            let mut body = Body::new(origin);
            body.schema = Some(schema);
            response.bodies.insert(0, body);
        }
        Subject::Models => {}
    }
}

/// Whether a sample of what is sent has a key.
fn is_sent(endpoint: &Endpoint, key: &str) -> bool {
    endpoint.requests.iter().flat_map(|body| &body.samples).any(|sample| sample.value.contains(key))
}
