//! Pages that people wrote: a method and a path in a heading or a line of code, tables of fields, and samples. What a
//! table or a sample is about follows from the headings above it.

mod endpoint;
mod finish;
mod items;
mod samples;
mod tables;
#[cfg(test)]
mod tests;
mod topics;

use super::curl::{self, Curl};
use super::facts::{PageFacts, Stated};
use super::{Context, Dialect, prose};
use crate::read::markdown::{BlockKind, Fence, Page, Table};
use crate::source::Origin;
use endpoint::Draft;
use std::ops::Range;
use tables::Content;
use topics::{Side, Topic};

pub(super) const DIALECT: Dialect = Dialect { name: "a page of tables and samples", recognises, read };

fn recognises(page: &Page<'_>) -> bool {
    page.blocks.iter().any(|block| match &block.kind {
        BlockKind::Heading(_, text) | BlockKind::Paragraph(text) if block.depth == 0 => {
            text.lines().any(|line| samples::endpoint(line).is_some())
        }
        BlockKind::Fence(fence) => {
            let sample = samples::read(&fence.text);
            sample.method.is_some() && sample.target.is_some()
        }
        _ => false,
    })
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
    };
    for block in &page.blocks {
        match &block.kind {
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

    fn paragraph(&mut self, text: &str, range: &Range<usize>) {
        let origin = self.page.origin(range);
        for line in text.lines() {
            if let Some((method, target)) = samples::endpoint(line) {
                self.name(method, target, range);
                return;
            }
            self.tab(line, range);
        }
        let Some(draft) = &mut self.draft else { return };
        if self.topic == Topic::Method
            && let Some(method) = samples::method(text)
        {
            draft.endpoint.methods.push(Stated::field(method, origin));
            return;
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
        let Some(draft) = &mut self.draft else { return };
        let listed = match (self.side, &self.topic) {
            (_, Topic::Aside | Topic::Method) | (None, _) => return,
            (Some(side), topic) => (side, topic.clone()),
        };
        if let Some(field) = items::read(self.page, text, range) {
            draft.list_item(listed.0, &listed.1, self.status.as_ref(), field, depth);
        }
    }

    fn fence(&mut self, fence: &Fence) {
        if fence.info == "metadata" {
            return;
        }
        let origin = self.page.origin(&fence.body);
        if let Some(command) = curl::read(&fence.text) {
            self.command(command, origin);
            return;
        }
        let sample = samples::read(&fence.text);
        if let (Some(method), Some(target)) = (sample.method, sample.target)
            && self.draft.is_none()
        {
            self.name(method, target, &fence.body);
        }
        if let Some(status) = prose::status(fence.info.split_once(' ').map_or("", |(_, title)| title)) {
            self.status = Some(Stated::field(status, origin));
            self.side = Some(Side::Response);
        }
        let Some(draft) = &mut self.draft else { return };
        if let Some(status) = sample.status {
            draft.sampled_status(Stated::sample(status, origin), self.status.as_ref());
        } else if self.side != Some(Side::Response) && self.side != Some(Side::Errors) {
            draft.endpoint.methods.extend(sample.method.map(|method| Stated::sample(method, origin)));
            if let Some(target) = sample.target {
                draft.target(target, origin);
            }
            for (name, value) in &sample.headers {
                draft.request_header(name, value, origin);
            }
        }
        let Some((body, start)) = sample.body else { return };
        let start = fence.body.start + start;
        let origin = self.page.origin(&(start..fence.body.end.max(start)));
        let body = Stated::sample(body.trim_end(), origin);
        match (self.side, &self.topic) {
            (_, Topic::Aside) => {}
            (Some(Side::Response | Side::Errors), _) => draft.response_sample(self.status.as_ref(), body),
            (Some(Side::Request), Topic::Query) => draft.query_sample(&body),
            (Some(Side::Request), _) | (None, Topic::General) => draft.request_sample(body),
            (None, _) => {}
        }
    }

    /// A `curl` command is a sample of the request, wherever in the page it stands.
    fn command(&mut self, command: Curl, origin: Origin) {
        let Some(draft) = &mut self.draft else { return };
        if self.topic == Topic::Aside || self.side == Some(Side::Errors) {
            return;
        }
        let first = draft.endpoint.methods.first().map(|method| method.value.as_str());
        // A call of another method belongs to another operation: one that gets a token, say.
        if command
            .method
            .as_deref()
            .is_some_and(|method| first.is_some_and(|first| !first.eq_ignore_ascii_case(method)))
        {
            return;
        }
        if let Some(url) = command.url {
            draft.target(&url, origin);
        }
        for (name, value) in &command.headers {
            draft.request_header(name, value, origin);
        }
        let json = command.data.filter(|data| data.trim_start().starts_with(['{', '[']));
        if let Some(data) = json {
            draft.request_sample(Stated::sample(data, origin));
        }
    }

    fn table(&mut self, table: &Table) {
        if self.topic == Topic::Aside {
            return;
        }
        let Some(draft) = &mut self.draft else { return };
        match tables::read(self.page, table) {
            Content::Statuses(statuses) => {
                statuses.into_iter().for_each(|(status, text)| draft.status(status, &text))
            }
            Content::Fields(rows) => draft.table(self.side, &self.topic, self.status.as_ref(), rows),
            Content::Other => {}
        }
    }
}
