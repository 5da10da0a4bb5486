//! Code blocks and commands: samples of requests and answers.

use super::endpoint::Draft;
use super::notes::Shown;
use super::tables::Row;
use super::topics::{Heading, Side, Topic};
use super::{Walk, columns, webhooks};
use super::{annotated, labels, samples};
use crate::read::markdown::Fence;
use crate::read::pages::curl::{self, Curl};
use crate::read::pages::facts::Stated;
use crate::read::pages::{prose, typescript};
use crate::source::Origin;

impl Walk<'_, '_> {
    /// A code block; the answer may stand in it below the request, behind a label: `Response 201:`.
    pub(super) fn fence(&mut self, fence: &Fence) {
        let start = samples::read(&fence.text).method.and_then(|_| answer_in(&fence.text));
        // Where the lines are indented in the page, they are not in the text.
        let exact = self.page.slice(&fence.body).len() == fence.text.len();
        let Some((at, label)) = start.filter(|_| exact) else { return self.block(fence) };
        let (asks, answers) = fence.text.split_at(at);
        let middle = fence.body.start + at;
        self.block(&Fence { text: asks.to_owned(), body: fence.body.start..middle, ..fence.clone() });
        let (side, topic, status) = (self.side, self.topic.clone(), self.status.take());
        self.section(label, 7, self.page.origin(&(middle..fence.body.end)));
        self.block(&Fence { text: answers.to_owned(), body: middle..fence.body.end, ..fence.clone() });
        (self.side, self.topic, self.status, self.asked) = (side, topic, status, true);
    }

    /// A code block: what it is a sample of follows from what it holds, and from what stands above it.
    fn block(&mut self, fence: &Fence) {
        if fence.info == "metadata" || self.receives && !webhooks::is_shown(fence) {
            return;
        }
        let origin = self.page.origin(&fence.body);
        if let Some(command) = curl::read(&fence.text) {
            let headers: Vec<(&str, &str)> =
                command.headers.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
            self.proof_shown(&headers, origin);
            self.command(command, origin);
            self.asked = true;
            return;
        }
        if self.declarations(fence) {
            return;
        }
        let sample = samples::read(&fence.text);
        self.proof_shown(&sample.headers, origin);
        let tells = sample.body.is_some() || sample.method.is_some() || sample.target.is_some();
        if self.side.is_some()
            && !tells
            && let Some(table) = columns::table(self.page, &fence.body)
        {
            self.table(&table);
            return;
        }
        let asked = std::mem::replace(&mut self.asked, sample.method.is_some());
        if let (Some(method), Some(target)) = (sample.method, sample.target)
            && self.draft.as_ref().is_none_or(|draft| self.plan.by_requests && !draft.shows(method, target))
        {
            self.name(method, target, &fence.body);
        }
        if let Some(status) = prose::status(fence.info.split_once(' ').map_or("", |(_, title)| title)) {
            self.status = Some(Stated::field(status, origin));
            self.side = Some(Side::Response);
        }
        if sample.target.is_some_and(|target| target.starts_with('/'))
            && let Some((_, host)) = sample.headers.iter().find(|(name, _)| name.eq_ignore_ascii_case("host"))
        {
            self.host(host, origin);
        }
        let status = self.status();
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
        let body = self.shown(fence, body, start);
        let Some(draft) = &mut self.draft else { return };
        match (self.side, &self.topic) {
            (_, Topic::Aside) => {}
            (Some(Side::Response | Side::Errors), _) => draft.shows_answer(status.as_ref(), body),
            // A status line makes it an answer; that of success has its place without one.
            _ if sample.status.is_some() => {
                let error = sample.status.filter(|status| !status.starts_with('2'));
                draft.shows_answer(error.map(|status| Stated::sample(status, origin)).as_ref(), body);
            }
            (Some(Side::Request), Topic::Query) => draft.query_sample(&body.sample),
            (None, Topic::General) if asked || !draft.sends() => draft.shows_answer(None, body),
            (Some(Side::Request), _) if asked => draft.shows_answer(None, body),
            (Some(Side::Request), _) | (None, Topic::General) => draft.shows_request(body),
            (None, _) => {}
        }
    }

    /// A body that a code block shows, and what is said in it beside its fields.
    fn shown(&self, fence: &Fence, body: &str, start: usize) -> Shown {
        // What is indented in the page is not in the text of the block.
        let raw = self.page.slice(&fence.body);
        let first = if raw.len() == fence.text.len() { Some(start) } else { raw.find(['{', '[']) };
        let place = fence.body.start + first.unwrap_or(start)..fence.body.end;
        let start = fence.body.start + start;
        let origin = self.page.origin(&(start..fence.body.end.max(start)));
        Shown {
            sample: Stated::sample(body.trim_end(), origin),
            annotated: annotated::read(self.page, &(place.start.min(place.end)..place.end)),
        }
    }

    /// A block of TypeScript: the first type of it is what its section is about, the others are mentioned.
    fn declarations(&mut self, fence: &Fence) -> bool {
        let mut found = typescript::declarations(self.page, &fence.body);
        found.retain(|(_, schema)| !schema.properties.is_empty());
        if found.is_empty() {
            return false;
        }
        let status = self.status();
        if let (Some(side), Some(draft)) = (self.side, &mut self.draft) {
            let (_, first) = found.remove(0);
            let rows = first.properties.into_iter().map(|property| {
                let description = property.schema.description.clone().unwrap_or_default();
                Row { property, location: None, object: None, description }
            });
            draft.table(Some(side), &self.topic, status.as_ref(), rows.collect());
        }
        self.objects.extend(found.into_iter().map(|(name, schema)| (name, schema.properties)));
        true
    }

    /// The host that a sample of a request is sent to, where it is one and no placeholder.
    fn host(&mut self, host: &str, origin: Origin) {
        let is_host =
            host.contains('.') && host.chars().all(|c| c.is_ascii_alphanumeric() || ".-:".contains(c));
        if is_host && self.facts.servers.is_empty() {
            self.facts.servers.push(Stated::sample(format!("https://{host}"), origin));
        }
    }

    /// A `curl` command is a sample of the request, wherever in the page it stands.
    fn command(&mut self, command: Curl, origin: Origin) {
        if self.plan.by_commands
            && let Some((method, target)) = samples::called(&command)
            && !self.draft.as_ref().is_some_and(|draft| draft.is_called(&method, &target))
        {
            let title = self.title.take();
            self.finish();
            let mut draft = Draft::new(origin, title);
            draft.endpoint.methods.push(Stated::sample(method, origin));
            self.draft = Some(draft);
            (self.side, self.topic, self.status) = (None, Topic::General, None);
        }
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
        let typed = command.headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("content-type"));
        let is_form =
            |data: &String| data.contains('=') && !data.trim_start().starts_with(['{', '[', '@', '<']);
        if !typed && command.data.as_ref().is_some_and(is_form) {
            draft.endpoint.request_media.push(Stated::sample("application/x-www-form-urlencoded", origin));
        }
        if !command.form.is_empty() {
            draft.endpoint.request_media.push(Stated::sample("multipart/form-data", origin));
        }
        let sent = command.pairs.iter().map(|(name, value)| (name, Some(value.as_str())));
        let parts = command.form.iter().map(|(name, file)| (name, (!file).then_some("")));
        for (name, value) in sent.chain(parts) {
            draft.shown(name, value, origin);
        }
        let json = command.data.filter(|data| data.trim_start().starts_with(['{', '[']));
        if let Some(data) = json {
            draft.request_sample(Stated::sample(data, origin));
        }
    }
}

/// Where in a block a line says that the answer follows, and what it says of it.
fn answer_in(text: &str) -> Option<(usize, Heading<'_>)> {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let label = line.trim_end();
        if at > 0
            && label.ends_with(':')
            && label.starts_with(|c: char| c.is_ascii_alphabetic())
            && let Some(heading) = labels::read(label, label).filter(|it| it.side == Some(Side::Response))
        {
            return Some((at, heading));
        }
        at += line.len();
    }
    None
}
