//! Pages that people wrote: a method and a path in a heading or a line of code, tables and lists of fields, and samples. What a
//! table or a sample is about follows from the headings above it.

mod annotated;
mod attributes;
mod columns;
mod compose;
mod deeds;
mod definitions;
mod endpoint;
mod fences;
mod field;
mod finish;
mod headings;
mod items;
mod labels;
mod listed_operations;
mod lists;
mod mentions;
mod nesting;
mod notes;
mod outcomes;
mod paragraphs;
mod plan;
mod proof;
mod properties;
mod request;
mod samples;
mod tables;
#[cfg(test)]
mod tests;
mod topics;
mod unannounced;
mod unplaced;
pub(super) mod webhooks;
mod words;

use super::facts::{PageFacts, Property, Stated};
use super::{Context, Dialect, front_matter};
use crate::diagnostics::{Code, Diagnostic};
use crate::read::markdown::{Block, BlockKind, Page, Table, plain_text};
use endpoint::Draft;
use listed_operations::Listed;
use plan::Plan;
use std::collections::HashSet;
use std::ops::Range;
use tables::Content;
use topics::{Side, Topic};
use unplaced::Listing;

pub(super) const DIALECT: Dialect = Dialect { name: "a page of tables and samples", recognises, read };

/// Pages on which nothing but commands says what can be called: tried last, since many a page has commands beside what
/// describes the operation.
pub(super) const COMMANDS: Dialect =
    Dialect { name: "a page of commands and samples", recognises: is_of_commands, read };

/// The paths and URLs of the operations that a page names.
pub(super) fn targets(page: &Page<'_>) -> Vec<String> {
    plan::targets(page)
}

fn recognises(page: &Page<'_>) -> bool {
    plan::is_named(page)
}

fn is_of_commands(page: &Page<'_>) -> bool {
    plan::is_answered(page)
}

/// Where in the page the walk is.
struct Walk<'p, 'a> {
    page: &'p Page<'a>,
    facts: PageFacts,
    draft: Option<Draft>,
    title: Option<Stated<String>>,
    side: Option<Side>,
    /// The level of the heading that gave the side.
    side_level: u8,
    topic: Topic,
    status: Option<Stated<String>>,
    /// Whether a tab gave the status: it ends with the tab.
    in_tab: bool,
    plan: Plan,
    /// The operations that tables list, of which sections below may say more.
    listed: Listed,
    /// The level of the heading that the operation is under.
    level: u8,
    /// Whether the last code block was a request, so that another one shows the answer.
    asked: bool,
    /// Which block it is at.
    at: usize,
    /// Whether the last paragraph was a field, so that what follows is about it.
    described: bool,
    /// How deep the items stand that label those below them.
    labelled: Option<usize>,
    /// Whether an item gave the status: it is that of what stands in the item.
    in_item: bool,
    /// Objects that the page describes before any operation.
    objects: Vec<(String, Vec<Property>)>,
    /// Those that it describes below operations.
    apart: Vec<(String, Vec<Property>)>,
    /// What a label says of what stands below it: whether it is required.
    demanded: Option<bool>,
    /// Whether the page tells what the API sends, and not what it is sent.
    receives: bool,
    /// Whether the section lists fields, by its own words.
    lists_fields: bool,
    /// The block behind the list that was looked through last, and whether each of its items begins with a name.
    looked_through: usize,
    names: bool,
    /// Whether it was said that all calls prove something, and a sample is to show what.
    shows_proof: bool,
    /// Whether what is described belongs to no operation, but is mentioned by them.
    in_catalogue: bool,
    /// Whether the last paragraph speaks of what the API gives.
    gives: bool,
    /// Whether the last heading is the name of an object, by its words or since the operation uses it.
    names_object: bool,
    /// Whether the list that it is in is one of fields though no section says so.
    unannounced: bool,
    /// The tables of fields that it met.
    listings: Vec<Listing>,
}

fn read(page: &Page<'_>, context: &mut Context<'_>) -> PageFacts {
    match page.marked() {
        Some(text) => read_marked(&page.with_text(&text), context),
        None => read_marked(page, context),
    }
}

/// Reads a page that has no lists in HTML.
fn read_marked(page: &Page<'_>, context: &mut Context<'_>) -> PageFacts {
    Walk::new(page, plan::read(page)).walk(context)
}

/// What the page says the API is called: its title, where that speaks of an API and is not that of an operation.
fn api_title(page: &Page<'_>, facts: &PageFacts) -> Option<Stated<String>> {
    let fields = front_matter::fields(page);
    let front = front_matter::value(&fields, "title").map(|field| (field.value.as_str(), &field.range));
    let first =
        page.headings().next().filter(|(level, ..)| *level <= 2).map(|(_, text, range)| (text, range));
    let named = |text: &str| {
        let of_one = facts.endpoints.iter().any(|it| it.summary.as_ref().is_some_and(|it| it.value == text));
        let words: Vec<&str> = text.split(|c: char| !c.is_alphanumeric()).collect();
        words.contains(&"API") && (2..=8).contains(&words.len()) && !of_one
    };
    let (text, range) = front.into_iter().chain(first).find(|(text, _)| named(text.trim()))?;
    let ends = [" reference", " documentation", " docs", " guide"];
    let lower = text.trim().to_ascii_lowercase();
    let end = ends.iter().find_map(|end| lower.strip_suffix(end)).map_or(lower.len(), str::len);
    Some(Stated::field(text.trim().get(..end).unwrap_or(text), page.origin(range)))
}

impl<'p, 'a> Walk<'p, 'a> {
    fn new(page: &'p Page<'a>, plan: Plan) -> Self {
        Self {
            page,
            facts: PageFacts::default(),
            draft: None,
            title: None,
            side: None,
            side_level: 0,
            topic: Topic::General,
            status: None,
            in_tab: false,
            listed: Listed::new(&plan.composed),
            plan,
            level: 0,
            asked: false,
            at: 0,
            described: false,
            labelled: None,
            in_item: false,
            objects: Vec::new(),
            apart: Vec::new(),
            demanded: None,
            receives: false,
            lists_fields: false,
            looked_through: 0,
            names: false,
            shows_proof: false,
            in_catalogue: false,
            gives: false,
            names_object: false,
            unannounced: false,
            listings: Vec::new(),
        }
    }

    /// Goes through the page once.
    fn walk(mut self, context: &mut Context<'_>) -> PageFacts {
        let named: HashSet<usize> = self.plan.starts.values().map(|start| start.block).collect();
        for (at, block) in self.page.blocks.iter().enumerate() {
            self.at = at;
            if block.depth == 0 {
                (self.unannounced, self.gives) = (false, unannounced::gives(&block.kind));
            }
            if block.depth == 0 && std::mem::take(&mut self.in_item) {
                self.status = None;
            }
            if let Some(start) = self.plan.starts.get(&at).cloned() {
                self.start(&start, block);
                continue;
            }
            if let Some(composed) = self.plan.composed.get(&at).cloned() {
                for composed in &composed {
                    self.compose(composed, block);
                }
                // What stands below a table of operations is about none of them before a heading says so.
                if composed.len() > 1 {
                    self.finish();
                    self.level = u8::MAX;
                }
                if let BlockKind::Paragraph(text) = &block.kind {
                    self.properties(text, &block.range);
                }
                continue;
            }
            match &block.kind {
                BlockKind::Heading(..) | BlockKind::Paragraph(_) if named.contains(&at) => {
                    // A sample of the answer may stand before the line that names the operation.
                    (self.side, self.topic, self.status) = (None, Topic::General, None);
                }
                BlockKind::Paragraph(_) if self.plan.indexes.contains(&at) => {}
                BlockKind::Html(html) => {
                    if let Some(line) = plain_text(html).lines().find_map(samples::line) {
                        self.name_line(&line, &block.range);
                    }
                    html.lines().for_each(|line| self.tab(line, &block.range));
                    self.summary(html, &block.range);
                }
                BlockKind::Heading(level, text) if block.depth == 0 => {
                    self.heading(*level, text, &block.range)
                }
                BlockKind::Paragraph(text) if block.depth == 0 => self.paragraph(text, &block.range),
                BlockKind::Paragraph(text) => self.item(text, &block.range, block.depth),
                BlockKind::Fence(fence) => self.fence(fence),
                BlockKind::Table(table) => self.table(table),
                _ => {}
            }
        }
        self.finish();
        if self.plan.by_commands {
            finish::vary(&mut self.facts.endpoints);
        }
        finish::describe(&mut self.facts.endpoints, &self.objects);
        self.objects.append(&mut self.apart);
        mentions::resolve(&mut self.facts, &self.objects);
        for origin in unplaced::find(&self.listings, &self.facts) {
            let message = "no request and no response has any field of this table";
            context.sink.report(Diagnostic::new(Code::UnplacedTable, origin, message).note(
                "where a table belongs follows from the heading above it: `Request body`, `Query parameters`, `Response`",
            ));
        }
        self.facts.title = api_title(self.page, &self.facts);
        self.facts
    }
}

impl Walk<'_, '_> {
    fn finish(&mut self) {
        self.in_catalogue = false;
        if let Some(draft) = self.draft.take() {
            self.apart.extend(draft.objects.iter().cloned());
            self.facts.endpoints.push(draft.finish());
        }
    }

    /// Starts an operation at its heading.
    fn start(&mut self, start: &plan::Start, heading: &Block) {
        self.finish();
        let BlockKind::Heading(_, title) = &heading.kind else { return };
        let title = title.trim();
        let marks = |c: char| c.is_ascii_digit() || c == '.' || c == ')';
        let unnumbered = title.trim_start_matches(marks);
        let written = title;
        let title = if unnumbered.starts_with(' ') { unnumbered.trim() } else { title };
        let bare = title.strip_prefix(start.method.as_str()).filter(|bare| bare.starts_with([' ', ':']));
        let title = bare.map_or(title, |bare| bare.trim_start_matches([' ', ':', '-', '–']));
        let title =
            if title.is_empty() || title.contains("://") || title.starts_with('/') { written } else { title };
        let title = title.split(" {#").next().unwrap_or(title).trim_end();
        let title = Stated::field(title, self.page.origin(&heading.range));
        let place = self.page.blocks.get(start.block).map_or(&heading.range, |block| &block.range);
        let origin = self.page.origin(place);
        let mut draft = Draft::new(origin, Some(title));
        draft.endpoint.methods.push(Stated::field(start.method.as_str(), origin));
        draft.endpoint.targets.push(Stated::field(start.target.as_str(), origin));
        (self.draft, self.level, self.asked) = (Some(draft), start.level, false);
        (self.side, self.topic, self.status) = (None, Topic::General, None);
    }

    /// An operation whose method and path stand apart.
    fn compose(&mut self, composed: &compose::Composed, block: &Block) {
        self.name(&composed.method, &composed.target, &block.range);
        let title = match &block.kind {
            BlockKind::Heading(level, text) => {
                self.level = *level;
                // `GET: Lists them`
                text.trim_start_matches(composed.method.as_str()).trim_matches([':', '-', '–', '*', ' '])
            }
            _ => composed.title.as_str(),
        };
        if let Some(draft) = self.draft.as_mut().filter(|_| !title.is_empty()) {
            draft.endpoint.summary = Some(Stated::field(title, self.page.origin(&block.range)));
        }
    }

    /// The status of the answer that is described: of an error that is not named, any other.
    fn status(&self) -> Option<Stated<String>> {
        let default = || self.draft.as_ref().map(|draft| Stated::prose("default", draft.endpoint.origin));
        match (&self.status, self.side) {
            (None, Some(Side::Errors)) => default(),
            (status, _) => status.clone(),
        }
    }

    /// Starts an operation at a line that names it, and may say what it does.
    fn name_line(&mut self, line: &samples::Line<'_>, range: &Range<usize>) {
        self.name(line.method, line.target, range);
        if let Some(draft) = self.draft.as_mut().filter(|_| !line.title.is_empty()) {
            draft.endpoint.summary = Some(Stated::field(line.title, self.page.origin(range)));
        }
    }

    /// Starts an operation, or hears again of the one that is open.
    fn name(&mut self, method: &str, target: &str, range: &Range<usize>) {
        let origin = self.page.origin(range);
        let again =
            self.draft.as_ref().is_some_and(|draft| draft.is_called(method, target) || draft.is_bare());
        if !again {
            self.finish();
            // A title that stands above several operations is that of none of them, unless it says what one does.
            let title = self.title.take().filter(|title| !self.plan.several || deeds::is_deed(&title.value));
            self.draft = Some(Draft::new(origin, title));
            (self.side, self.topic, self.status) = (None, Topic::General, None);
        }
        if let Some(draft) = &mut self.draft {
            draft.endpoint.methods.push(Stated::field(method, origin));
            draft.endpoint.targets.push(Stated::field(target, origin));
        }
    }

    fn table(&mut self, table: &Table) {
        if self.topic == Topic::Aside {
            return;
        }
        if let Some((method, target)) = samples::card(table) {
            let range = table.head.first().map_or(0..0, |cell| cell.range.clone());
            self.name(method, target, &range);
            self.card(table);
            return;
        }
        let headless = table.head.iter().all(|cell| cell.text.is_empty());
        if headless && self.side.is_none() && self.card(table) {
            return;
        }
        let status = self.status();
        let content = tables::read(self.page, table);
        if let Content::Fields(rows) = &content {
            self.listings.extend(unplaced::listing(rows));
        }
        let Some(draft) = &mut self.draft else {
            if let (Topic::Object(name), Content::Fields(rows)) = (&self.topic, content) {
                let fields = nesting::nest(rows.into_iter().map(|row| row.property).collect());
                self.objects.push((name.clone(), fields));
            }
            return;
        };
        match content {
            Content::Statuses(statuses) => {
                statuses.into_iter().for_each(|outcome| draft.outcome(outcome));
            }
            Content::Fields(mut rows) => {
                for row in &mut rows {
                    row.property.required = row.property.required.or(self.demanded);
                }
                let named = table.head.first().and_then(|cell| topics::place(&cell.text, self.side));
                draft.table(self.side, named.as_ref().unwrap_or(&self.topic), status.as_ref(), rows);
            }
            Content::Other => {}
        }
    }
}
