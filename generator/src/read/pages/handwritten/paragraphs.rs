//! Paragraphs and items: names of operations, labels, fields, and sentences.

use super::field::Listed;
use super::items;
use super::topics::{self, Side, Topic};
use super::{Walk, attributes, definitions, labels, lists, proof, samples};
use crate::read::markdown::BlockKind;
use crate::read::pages::facts::{Property, Stated};
use crate::read::pages::requirements::stated;
use crate::read::pages::{claims, prose};
use crate::source::Origin;
use std::ops::Range;

impl Walk<'_, '_> {
    /// `Base URL: https://…`
    pub(super) fn base_url(&mut self, line: &str, origin: Origin) {
        let lower = line.to_ascii_lowercase();
        let labels = ["base url", "base endpoint", "base uri", "base path", "api endpoint", "root url"];
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

    pub(super) fn paragraph(&mut self, text: &str, range: &Range<usize>) {
        let origin = self.page.origin(range);
        for line in text.lines() {
            if let Some(line) = samples::line(line) {
                self.name(line.method, line.target, range);
                return;
            }
            self.tab(line, range);
            self.base_url(line, origin);
        }
        let says_one = text.to_ascii_lowercase().contains("one of");
        if let Some(draft) = self.draft.as_mut().filter(|_| says_one && self.side == Some(Side::Request)) {
            draft.alternatives = true;
        }
        if self.draft.is_some()
            && self.topic != Topic::Aside
            && let Some(label) = labels::read(text, self.page.slice(range))
        {
            // It is below every heading.
            self.section(label, 7, origin);
            return;
        }
        if self.outcomes_in_line(text, origin)
            || self.labelled_outcome(text, origin)
            || self.fields_in_line(text, range)
        {
            return;
        }
        if self.draft.is_none() {
            for (line, place) in self.lines(text, range) {
                self.proved_everywhere(&line, &place);
            }
        }
        if self.properties(text, range) {
            return;
        }
        let Some(draft) = &mut self.draft else { return };
        // `Content type: application/json`
        if let Some((label, value)) = text.split_once(':').filter(|_| self.side != Some(Side::Response))
            && let "content type" | "content-type" | "media type" = label.trim().to_ascii_lowercase().as_str()
            && let Some(media) = claims::media_types(value)
        {
            draft.endpoint.request_media.push(Stated::field(media, origin));
            return;
        }
        // `Authentication: HTTP Basic`
        if let Some((label, value)) = text.split_once(':')
            && proof::is_label(label)
            && draft.is_proved_by(value, origin)
        {
            return;
        }
        if self.topic == Topic::Method
            && let Some(method) = samples::method(text)
        {
            draft.endpoint.methods.push(Stated::field(method, origin));
            return;
        }
        if let Some(side) = self.side.filter(|_| self.topic != Topic::Aside)
            && self.fields(side, range)
        {
            return;
        }
        if self.side.is_none() && self.object_definitions(range) {
            return;
        }
        self.proved(text, range);
        self.sentences(text, range);
    }

    /// `Query parameters: `limit` (integer, optional), `after` (string)`.
    fn fields_in_line(&mut self, text: &str, range: &Range<usize>) -> bool {
        let Some((label, _)) = text.split_once(": ").filter(|_| self.draft.is_some() && !text.contains('\n'))
        else {
            return false;
        };
        let heading = topics::read(label);
        let (Some(side), true) = (heading.side, label.split_whitespace().count() <= 3) else { return false };
        let raw = self.page.slice(range);
        let Some((label, rest)) = raw.split_once(": ") else { return false };
        let start = range.start + label.len() + ": ".len();
        // Each begins at a code span with brackets behind it, and goes to the next.
        let mut starts = rest.match_indices('`').step_by(2).map(|(at, _)| at).peekable();
        let mut found = Vec::new();
        while let Some(at) = starts.next() {
            let end = starts.peek().copied().unwrap_or(rest.len());
            let part = rest.get(at..end).unwrap_or_default();
            let end = at + part.trim_end_matches([' ', ',', ';', '.', '\n']).len();
            found.extend(items::marked(self.page, &(start + at..start + end)));
        }
        if found.is_empty() || !rest.starts_with('`') {
            return false;
        }
        self.section(heading, 7, self.page.origin(range));
        found.into_iter().for_each(|field| self.field(side, field));
        self.described = false;
        true
    }

    /// A paragraph that is a field, or says more of the one before it.
    fn fields(&mut self, side: Side, range: &Range<usize>) -> bool {
        let sure = matches!(self.topic, Topic::Path | Topic::Query | Topic::Headers | Topic::Parameters);
        let defined = match self.outcome(side, range, 0) {
            true => return true,
            false => definitions::defined(self.page, range, sure),
        };
        if !defined.is_empty() {
            defined.into_iter().for_each(|field| self.field(side, field));
            return true;
        }
        // A type as code is that of the field above, and no field of that name.
        let first = self.page.slice(range).lines().next().unwrap_or_default();
        let word = first.split_whitespace().next().unwrap_or_default();
        let is_type = !word.starts_with("**") && attributes::is_bare(word);
        let is_about = self.described && is_type && attributes::is_bare(first);
        if let Some(field) = items::marked(self.page, range).filter(|_| !is_about) {
            self.field(side, field);
            return true;
        }
        let titled = items::titled(self.page, range).or_else(|| items::alone(self.page, range));
        if let Some(field) = titled.filter(|_| self.opens_field(range)) {
            self.field(side, field);
            return true;
        }
        let (status, topic) = (self.status(), self.topic.clone());
        if let Some(draft) = self.draft.as_mut().filter(|_| self.described) {
            let field = draft.last(side, &topic, status.as_ref(), 0);
            field.into_iter().for_each(|field| items::add(field, self.page.slice(range).trim()));
            return true;
        }
        false
    }

    /// A field in a paragraph or a heading of its own.
    pub(super) fn field(&mut self, side: Side, field: Listed) {
        let (status, topic) = (self.status(), self.topic.clone());
        if let Some(draft) = &mut self.draft {
            draft.listed(side, &topic, status.as_ref(), field);
            self.described = true;
        }
    }

    /// Whether a name that stands alone is that of a field: what follows says so by its kind.
    pub(super) fn opens_field(&self, range: &Range<usize>) -> bool {
        let raw = self.page.slice(range).trim();
        if let Some((_, text)) = raw.split_once('\n') {
            let says =
                |line: &str| ["type:", "required:", "valid values:"].iter().any(|it| line.starts_with(it));
            let lower = text.to_ascii_lowercase();
            let first = lower.lines().next().unwrap_or_default();
            return attributes::is_bare(first)
                || lower.lines().any(|line| says(line.trim()))
                || self.topic == Topic::Path
                || self.topic == Topic::Query;
        }
        let next = self.page.blocks.get(self.at + 1).map(|block| (&block.kind, block.depth));
        matches!(next, Some((BlockKind::Paragraph(text), 0)) if text.lines().next().is_some_and(attributes::is_bare))
    }

    /// Sentences: what they say of the request and of the answer, and what the operation does.
    fn sentences(&mut self, text: &str, range: &Range<usize>) {
        let origin = self.page.origin(range);
        let status = self.status.clone().filter(|_| self.side != Some(Side::Request));
        let describes = self.describes();
        let Some(draft) = &mut self.draft else { return };
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
        if matches!(self.side, Some(Side::Response) | None) {
            // The marks of code tell a status from any other number.
            for (status, sentence) in prose::returned(self.page.slice(range)) {
                match status.starts_with('2') {
                    true => draft.success.push(Stated::prose(status.to_owned(), origin)),
                    false => {
                        let status = Stated::prose(status.to_owned(), origin);
                        draft.status(status.clone(), sentence);
                        let shown = prose::spans(sentence).find(|it| it.starts_with('{'));
                        if let Some(shown) = shown {
                            draft.response_sample(Some(&status), Stated::sample(shown, origin));
                        }
                    }
                }
            }
        }
        let text = text.trim();
        let lower = text.to_ascii_lowercase();
        let deprecated = ["deprecated", "this endpoint is deprecated", "this method is deprecated"];
        draft.endpoint.deprecated |= deprecated.iter().any(|start| lower.starts_with(start));
        let is_text = !text.is_empty() && !text.starts_with(['{', '<', '=', '!', '?', ':']);
        if let Some(status) = status.filter(|_| is_text && text.contains(' ')) {
            draft.status(status, text);
        }
        let is_text = is_text && !text.ends_with(':') && !is_card(text) && !lower.starts_with("base url");
        if self.side.is_none() && is_text && draft.endpoint.description.is_none() {
            draft.endpoint.description = Some(Stated::prose(text, origin));
        } else if describes && is_text {
            draft.endpoint.description = Some(Stated::field(text, origin));
        }
    }

    /// `{% tab title="200" %}`, `=== "200"`, `<TabItem value="200">`: what follows is about that status, or is the request.
    pub(super) fn tab(&mut self, line: &str, range: &Range<usize>) {
        let titles =
            ["{% tab title=\"", "=== \"", "<Tab title=\"", "<TabItem value=\"", "===! \"", "===+ \""];
        let title = titles.iter().find_map(|start| line.trim().strip_prefix(start));
        if let Some(title) = title
            && let Some(status) = prose::status(title)
        {
            self.status = Some(Stated::field(status, self.page.origin(range)));
            self.side = Some(Side::Response);
            self.in_tab = true;
        }
        let ends = ["{% endtab %}", "</Tab>", "</TabItem>", "=== \""].iter().any(|end| line.contains(end));
        if ends && title.is_none_or(|title| prose::status(title).is_none()) && self.in_tab {
            self.status = None;
            self.in_tab = false;
        }
    }

    pub(super) fn item(&mut self, text: &str, range: &Range<usize>, depth: usize) {
        for line in text.lines() {
            self.base_url(line, self.page.origin(range));
        }
        if self.draft.is_none() {
            if !self.object_item(text, range, depth) {
                self.proved_everywhere(text, range);
            }
            return;
        }
        let raw = self.page.slice(range).trim_start();
        let bare = raw.strip_prefix(['-', '*', '+']).filter(|rest| rest.starts_with(' ')).unwrap_or(raw);
        if self.labelled.is_none_or(|labelled| depth <= labelled)
            && bare.trim().ends_with([':', '*', '_'])
            && let Some(label) = labels::read(text, bare.trim())
        {
            self.section(label, 7, self.page.origin(range));
            self.labelled = Some(depth);
            return;
        }
        if depth <= 1 && self.property(text, range) {
            return;
        }
        let says = !matches!(self.topic, Topic::Aside | Topic::Method);
        let origin = self.page.origin(range);
        let taken = if says && self.side.is_none() { self.is_taken(text, range, depth) } else { None };
        let Some(side) = self.side.filter(|_| says).or(taken) else {
            _ = says
                && !self.object_item(text, range, depth)
                && depth <= 1
                && self.labelled_outcome(text, origin);
            return;
        };
        let depth = depth - self.labelled.filter(|labelled| *labelled < depth).unwrap_or(0);
        if self.content(side, text, range)
            || depth <= 1 && (self.outcome(side, range, depth) || self.labelled_outcome(text, origin))
        {
            return;
        }
        // What an operation takes goes where its method has it.
        let topic = if taken.is_some() { Topic::Parameters } else { self.topic.clone() };
        let status = self.status();
        // What stands below `Required:` is.
        if let Some(is) = text.trim().strip_suffix(':').and_then(stated) {
            self.demanded = Some(is);
            return;
        }
        if let Some(field) = items::in_url(self.page, text, range) {
            let required = field.property.required.or(self.demanded);
            self.field(side, Listed { property: Property { required, ..field.property }, ..field });
            return;
        }
        let first = depth <= 1 && raw.starts_with(['-', '*', '+']);
        let sure = first && lists::is_of_parameters(&topic);
        let alike = first && (sure || self.lists_fields) && self.is_list_of_names();
        let demanded = self.demanded.filter(|_| depth <= 1);
        let Some(draft) = &mut self.draft else { return };
        if raw.starts_with(['-', '*', '+'])
            && depth > 1
            && let Some(field) = draft.last(side, &topic, status.as_ref(), depth - 1)
            && items::says_more(field, bare.trim())
        {
            return;
        }
        let found = items::read(self.page, text, range);
        let found = found.or_else(|| items::named_item(self.page, range).filter(|_| sure));
        match found.or_else(|| items::colon(self.page, text, range).filter(|_| alike)) {
            Some(Listed { mut property, location }) => {
                property.required = property.required.or(demanded);
                let field = Listed { property, location };
                draft.list_item(side, &topic, status.as_ref(), field, depth);
            }
            // What stands in an item behind its first lines is about the same field.
            None if !raw.starts_with(['-', '*', '+']) && !items::is_filler(raw.trim()) => {
                let field = draft.last(side, &topic, status.as_ref(), depth);
                field.into_iter().for_each(|field| items::add(field, raw.trim()));
            }
            None => {}
        }
    }
}

/// Whether a text is a list of properties of the page, each with a short value, and no sentence.
fn is_card(text: &str) -> bool {
    text.lines().all(|line| {
        line.split_once(": ").is_some_and(|(label, value)| {
            label.split_whitespace().count() <= 3
                && !value.trim_end().ends_with('.')
                && value.split_whitespace().count() <= 6
        })
    })
}
