//! Pages that people wrote: a method and a path in a heading or a line of code, tables and lists of fields, and samples. What a
//! table or a sample is about follows from the headings above it.

mod endpoint;
mod fences;
mod finish;
mod items;
mod labels;
mod lists;
mod plan;
mod samples;
mod tables;
#[cfg(test)]
mod tests;
mod topics;

use super::facts::{PageFacts, Stated};
use super::{Context, Dialect, claims, prose};
use crate::read::markdown::{Block, BlockKind, Page, Table, plain_text};
use crate::source::Origin;
use endpoint::Draft;
use plan::Plan;
use std::collections::HashSet;
use std::ops::Range;
use tables::Content;
use topics::{Heading, Side, Topic};

pub(super) const DIALECT: Dialect = Dialect { name: "a page of tables and samples", recognises, read };

/// Pages on which nothing but commands says what can be called: tried last, since many a page has commands beside what
/// describes the operation.
pub(super) const COMMANDS: Dialect =
    Dialect { name: "a page of commands and samples", recognises: is_of_commands, read };

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
    /// The level of the heading that the operation is under.
    level: u8,
    /// Whether the last code block was a request, so that another one shows the answer.
    asked: bool,
}

fn read(page: &Page<'_>, _: &mut Context<'_>) -> PageFacts {
    let mut walk = Walk {
        page,
        facts: PageFacts::default(),
        draft: None,
        title: None,
        side: None,
        side_level: 0,
        topic: Topic::General,
        status: None,
        in_tab: false,
        plan: plan::read(page),
        level: 0,
        asked: false,
    };
    let named: HashSet<usize> = walk.plan.starts.values().map(|start| start.block).collect();
    for (at, block) in page.blocks.iter().enumerate() {
        if let Some(start) = walk.plan.starts.get(&at).cloned() {
            walk.start(&start, block);
            continue;
        }
        match &block.kind {
            BlockKind::Heading(..) | BlockKind::Paragraph(_) if named.contains(&at) => {
                // A sample of the answer may stand before the line that names the operation.
                (walk.side, walk.topic, walk.status) = (None, Topic::General, None);
            }
            BlockKind::Paragraph(_) if walk.plan.indexes.contains(&at) => {}
            BlockKind::Html(html) => walk.summary(html, &block.range),
            BlockKind::Heading(level, text) if block.depth == 0 => walk.heading(*level, text, &block.range),
            BlockKind::Paragraph(text) if block.depth == 0 => walk.paragraph(text, &block.range),
            BlockKind::Paragraph(text) => walk.item(text, &block.range, block.depth),
            BlockKind::Fence(fence) => walk.fence(fence),
            BlockKind::Table(table) => walk.table(table),
            _ => {}
        }
    }
    walk.finish();
    walk.facts
}

impl Walk<'_, '_> {
    fn finish(&mut self) {
        if let Some(draft) = self.draft.take() {
            self.facts.endpoints.push(draft.finish());
        }
    }

    /// Starts an operation at its heading.
    fn start(&mut self, start: &plan::Start, heading: &Block) {
        self.finish();
        let BlockKind::Heading(_, title) = &heading.kind else { return };
        let title = title.trim();
        let unnumbered = title.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.' || c == ')');
        let title = if unnumbered.starts_with(' ') { unnumbered.trim() } else { title };
        let title = Stated::field(title, self.page.origin(&heading.range));
        let place = self.page.blocks.get(start.block).map_or(&heading.range, |block| &block.range);
        let origin = self.page.origin(place);
        let mut draft = Draft::new(origin, Some(title));
        draft.endpoint.methods.push(Stated::field(start.method.as_str(), origin));
        draft.endpoint.targets.push(Stated::field(start.target.as_str(), origin));
        (self.draft, self.level, self.asked) = (Some(draft), start.level, false);
        (self.side, self.topic, self.status) = (None, Topic::General, None);
    }

    /// The status of the answer that is described: of an error that is not named, any other.
    fn status(&self) -> Option<Stated<String>> {
        let default = || self.draft.as_ref().map(|draft| Stated::prose("default", draft.endpoint.origin));
        match (&self.status, self.side) {
            (None, Some(Side::Errors)) => default(),
            (status, _) => status.clone(),
        }
    }

    /// Starts an operation, or hears again of the one that is open.
    fn name(&mut self, method: &str, target: &str, range: &Range<usize>) {
        let origin = self.page.origin(range);
        let again =
            self.draft.as_ref().is_some_and(|draft| draft.is_called(method, target) || draft.is_bare());
        if !again {
            self.finish();
            self.draft = Some(Draft::new(origin, self.title.take()));
            (self.side, self.topic, self.status) = (None, Topic::General, None);
        }
        if let Some(draft) = &mut self.draft {
            draft.endpoint.methods.push(Stated::field(method, origin));
            draft.endpoint.targets.push(Stated::field(target, origin));
        }
    }

    fn heading(&mut self, level: u8, text: &str, range: &Range<usize>) {
        if let Some((method, target)) = samples::endpoint(text) {
            self.name(method, target, range);
            return;
        }
        let heading = topics::read(text);
        let origin = self.page.origin(range);
        if self.plan.several && level < self.level {
            self.finish();
        }
        self.asked = false;
        // The first heading is the title, unless it is one of a section: its words may well be `Get a response`.
        if level <= 2
            && self.title.is_none()
            && (self.draft.is_none() || matches!(heading.topic, Topic::Object(_)))
        {
            let title = Stated::field(text.trim(), origin);
            match &mut self.draft {
                Some(draft) if draft.endpoint.summary.is_none() => draft.endpoint.summary = Some(title),
                _ => self.title = Some(title),
            }
            if self.draft.is_none() {
                return;
            }
        }
        self.section(heading, level, origin);
    }

    /// A heading within HTML: of what can be folded, say.
    fn summary(&mut self, html: &str, range: &Range<usize>) {
        let text = plain_text(html);
        let is_heading = ["<summary", "<h2", "<h3", "<h4", "<h5"].iter().any(|tag| html.contains(tag));
        if is_heading && self.draft.is_some() && text.split_whitespace().count() <= 6 {
            let heading = topics::read(text.trim());
            if heading.side.is_some() {
                self.section(heading, 7, self.page.origin(range));
            }
        }
    }

    /// What a heading, or what stands for one, says of what follows.
    fn section(&mut self, heading: Heading<'_>, level: u8, origin: Origin) {
        self.asked = false;
        match heading.side {
            Some(side) => (self.side, self.side_level) = (Some(side), level),
            None if level <= self.side_level && heading.topic != Topic::General => self.side = None,
            None => {}
        }
        if heading.side.is_some() || heading.status.is_some() {
            self.status = heading.status.map(|status| Stated::field(status, origin));
        }
        self.topic = heading.topic;
    }

    /// `Base URL: https://…`
    fn base_url(&mut self, line: &str, origin: Origin) {
        let lower = line.to_ascii_lowercase();
        let labels = ["base url", "base uri", "base path", "api endpoint", "root url"];
        let Some(at) = labels.iter().find_map(|label| Some(lower.find(label)? + label.len())) else { return };
        let words = line.get(at..).unwrap_or_default().split_whitespace();
        let url = words
            .map(|word| word.trim_matches(['`', '*', '.', ',', ')', '(', '"']))
            .find(|word| word.starts_with("https://") || word.starts_with("http://"));
        let known = |url: &str| self.facts.servers.iter().any(|server| server.value == url);
        if let Some(url) = url.filter(|url| !known(url)) {
            self.facts.servers.push(Stated::field(url.trim_end_matches('/'), origin));
        }
    }

    fn paragraph(&mut self, text: &str, range: &Range<usize>) {
        let origin = self.page.origin(range);
        for line in text.lines() {
            if let Some((method, target)) = samples::endpoint(line) {
                self.name(method, target, range);
                return;
            }
            self.tab(line, range);
            self.base_url(line, origin);
        }
        if self.draft.is_some()
            && self.topic != Topic::Aside
            && let Some(label) = labels::read(text, self.page.slice(range))
        {
            // It is below every heading.
            self.section(label, 7, origin);
            return;
        }
        let Some(draft) = &mut self.draft else { return };
        if self.topic == Topic::Method
            && let Some(method) = samples::method(text)
        {
            draft.endpoint.methods.push(Stated::field(method, origin));
            return;
        }
        if let Some(side) = self.side
            && let Some(field) =
                items::marked(self.page, range).or_else(|| items::defined(self.page, text, range))
        {
            let (status, topic) = (self.status(), self.topic.clone());
            if let Some(draft) = &mut self.draft {
                draft.listed(side, &topic, status.as_ref(), field);
            }
            return;
        }
        if self.side == Some(Side::Request)
            && text.split_whitespace().count() <= 6
            && let Some(media) = claims::media_types(text)
        {
            draft.endpoint.request_media.push(Stated::field(media, origin));
        }
        match self.side {
            Some(Side::Request) | None => draft.required.extend(prose::required(text, origin)),
            Some(Side::Response) => {
                let statuses = prose::statuses(text).into_iter();
                draft.success.extend(statuses.map(|status| Stated::prose(status, origin)));
            }
            Some(Side::Errors) => {}
        }
        let text = text.trim();
        let describes = self.side.is_none() && !text.is_empty() && !text.starts_with(['{', '<']);
        if describes && draft.endpoint.description.is_none() {
            draft.endpoint.description = Some(Stated::prose(text, origin));
        }
    }

    /// `{% tab title="200" %}`: what follows is about that status.
    fn tab(&mut self, line: &str, range: &Range<usize>) {
        if let Some(title) = line.split_once("{% tab title=\"").map(|(_, rest)| rest)
            && let Some(status) = prose::status(title)
        {
            self.status = Some(Stated::field(status, self.page.origin(range)));
            self.side = Some(Side::Response);
            self.in_tab = true;
        }
        if line.contains("{% endtab %}") && self.in_tab {
            self.status = None;
            self.in_tab = false;
        }
    }

    fn item(&mut self, text: &str, range: &Range<usize>, depth: usize) {
        let status = self.status();
        let Some(draft) = &mut self.draft else { return };
        let listed = match (self.side, &self.topic) {
            (_, Topic::Aside | Topic::Method) | (None, _) => return,
            (Some(side), topic) => (side, topic.clone()),
        };
        match items::read(self.page, text, range) {
            Some(field) => draft.list_item(listed.0, &listed.1, status.as_ref(), field, depth),
            // What stands in an item behind its first lines is about the same field.
            None if !self.page.slice(range).trim_start().starts_with(['-', '*', '+']) => {
                draft.describe(listed.0, &listed.1, status.as_ref(), self.page.slice(range).trim(), depth);
            }
            None => {}
        }
    }

    fn table(&mut self, table: &Table) {
        if self.topic == Topic::Aside {
            return;
        }
        if let Some((method, target)) = samples::card(table) {
            let range = table.head.first().map_or(0..0, |cell| cell.range.clone());
            self.name(method, target, &range);
            return;
        }
        let status = self.status();
        let Some(draft) = &mut self.draft else { return };
        match tables::read(self.page, table) {
            Content::Statuses(statuses) => {
                statuses.into_iter().for_each(|(status, text)| draft.status(status, &text))
            }
            Content::Fields(rows) => draft.table(self.side, &self.topic, status.as_ref(), rows),
            Content::Other => {}
        }
    }
}
