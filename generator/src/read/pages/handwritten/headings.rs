//! Headings, and what stands for them: what they say of what follows.

use super::field::Listed;
use super::topics::{self, Heading, Side, Topic};
use super::words::words;
use super::{Walk, items, samples, unannounced};
use crate::read::markdown::plain_text;
use crate::read::pages::claims;
use crate::read::pages::facts::Stated;
use crate::source::Origin;
use std::ops::Range;

impl Walk<'_, '_> {
    pub(super) fn heading(&mut self, level: u8, text: &str, range: &Range<usize>) {
        let origin = self.page.origin(range);
        (self.described, self.names_object) = (false, unannounced::names_object(text));
        if let Some(line) = samples::line(text) {
            self.name_line(&line, range);
            return;
        }
        let heading = topics::read(text);
        if let Some(side) = self.side.filter(|_| level > self.side_level && heading.side.is_none())
            && let Some(field) = items::marked(self.page, range).or_else(|| self.named(range))
        {
            self.field(side, field);
            return;
        }
        // A field whose type stands beside its name as code; what follows is about it.
        if self.draft.is_some()
            && self.side.is_none_or(|_| level > self.side_level)
            && self.page.slice(range).contains('`')
            && !text.starts_with('`')
            && let Some(field) = items::celled(self.page, text, range)
        {
            if self.side.is_none() {
                (self.side, self.side_level, self.topic) =
                    (Some(Side::Request), level.saturating_sub(1), Topic::General);
            }
            self.field(self.side.unwrap_or(Side::Request), field);
            return;
        }
        if self.plan.several && level < self.level {
            self.finish();
        }
        self.reopen(level, text, range);
        if self.receives && level <= self.level {
            // What is no event is about none.
            self.finish();
            return;
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
        if level <= self.level && is_catalogue(text) {
            // What is described from here on belongs to no operation.
            self.finish();
            (self.side, self.status, self.in_catalogue) = (None, None, true);
        }
        if self.in_catalogue && self.draft.is_none() {
            // An object may well be called `Error`.
            self.topic = Topic::Object(text.trim().to_owned());
            return;
        }
        self.section(heading, level, origin);
        if self.side == Some(Side::Request)
            && let (Some(media), Some(draft)) = (claims::media_types(text), &mut self.draft)
        {
            draft.endpoint.request_media.push(Stated::field(media, origin));
        }
    }

    /// A name that is a heading, with what it is below it.
    fn named(&self, range: &Range<usize>) -> Option<Listed> {
        let raw = self.page.slice(range);
        let name = raw.trim_start_matches(['#', ' ']);
        let place = range.start + raw.len() - name.len()..range.end;
        let field = items::titled(self.page, &place).or_else(|| items::word(self.page, &place))?;
        self.opens_field(&place).then_some(field)
    }

    /// A heading within HTML: of what can be folded, say.
    pub(super) fn summary(&mut self, html: &str, range: &Range<usize>) {
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
    pub(super) fn section(&mut self, heading: Heading<'_>, level: u8, origin: Origin) {
        (self.asked, self.described, self.labelled) = (false, false, None);
        (self.demanded, self.lists_fields) = (heading.required, heading.fields);
        // The body below `Response` is that of the answer.
        let below = self.side_level > 0 && level > self.side_level.min(6);
        // Labels of parameters stand one below the other, headings in each other.
        let below = below && (level <= 6 || heading.topic != Topic::Parameters);
        if !heading.explicit && below && matches!(self.side, Some(Side::Response | Side::Errors)) {
            self.topic = heading.topic;
            return;
        }
        match heading.side {
            // A label says again what its heading says.
            Some(side) if self.side == Some(side) && level > 6 => {}
            Some(side) => (self.side, self.side_level) = (Some(side), level),
            None if level <= self.side_level && heading.topic != Topic::General => self.side = None,
            None => {}
        }
        if heading.side.is_some() || heading.status.is_some() {
            self.status = heading.status.map(|status| Stated::field(status, origin));
        }
        self.topic = heading.topic;
        self.note_object();
        if let (Some(status), Some(draft)) = (&self.status, &mut self.draft) {
            // An answer that has a heading is one, whether anything is shown of it or not.
            draft.status(status.clone(), "");
        }
    }
}

/// Whether a heading stands above the objects that operations mention.
fn is_catalogue(text: &str) -> bool {
    const NAMES: [&str; 9] = [
        "objects",
        "models",
        "schemas",
        "types",
        "resources",
        "structures",
        "entities",
        "definitions",
        "enums",
    ];
    let words = words(text);
    let beside =
        |word: &str| matches!(word, "data" | "common" | "shared" | "api" | "and" | "object" | "json");
    words.iter().any(|word| NAMES.contains(&word.as_str()))
        && words.iter().all(|word| NAMES.contains(&word.as_str()) || beside(word))
}
