//! Lines that say one thing each of an operation, behind a label: `Description: …`, `Authentication: …`.

use super::topics::Topic;
use super::words::words;
use super::{Walk, labels, proof};
use crate::read::pages::facts::{Kind, Stated};
use std::ops::Range;

/// Whether a label, or a heading, stands before what an operation does.
fn is_of_description(label: &str) -> bool {
    matches!(words(label).as_slice(), [one] if matches!(one.as_str(), "description" | "purpose" | "summary"))
}

impl Walk<'_, '_> {
    /// The lines of a paragraph, each with its place; where marks join lines, the paragraph is one.
    pub(super) fn lines(&self, text: &str, range: &Range<usize>) -> Vec<(String, Range<usize>)> {
        let raw = self.page.slice(range);
        if raw.trim_end().lines().count() != text.lines().count() {
            return vec![(text.to_owned(), range.clone())];
        }
        let mut start = range.start;
        let mut found = Vec::new();
        for (line, raw) in text.lines().zip(raw.split_inclusive('\n')) {
            found.push((line.trim().to_owned(), start..start + raw.trim_end().len()));
            start += raw.len();
        }
        found
    }

    /// Takes a paragraph that says in each of its lines one thing of the operation; the last may be a label of what
    /// follows, and the first one of what stands below it.
    pub(super) fn properties(&mut self, text: &str, range: &Range<usize>) -> bool {
        if self.draft.is_none() || self.topic == Topic::Aside {
            return false;
        }
        let lines = self.lines(text, range);
        let mut taken = 0;
        for (line, place) in &lines {
            taken += usize::from(self.property(line, place));
        }
        if let Some((last, place)) = lines.last().filter(|_| lines.len() > 1)
            && let Some(label) = self.bold(place).and_then(|raw| labels::read(last, raw))
        {
            self.section(label, 7, self.page.origin(place));
            taken += 1;
        } else if let Some((first, place)) = lines.first().filter(|_| lines.len() > 1 && taken == 0)
            && let Some(label) = self.bold(place).and_then(|raw| labels::read(first, raw))
        {
            self.section(label, 7, self.page.origin(place));
            let text: Vec<&str> = lines.iter().skip(1).map(|(line, _)| line.as_str()).collect();
            let start = self.page.slice(range).find('\n').map_or(range.end, |at| range.start + at + 1);
            self.paragraph(&text.join("\n"), &(start..range.end));
            return true;
        }
        taken > 0 && (taken == lines.len() || lines.iter().all(|(line, place)| self.is_labelled(line, place)))
    }

    /// A line that is bold from its start to its end, as it is written.
    fn bold(&self, place: &Range<usize>) -> Option<&str> {
        let raw = self.page.slice(place).trim().trim_end_matches('\\').trim_end();
        let inner = raw.trim_end_matches([':', ' ']);
        (inner.len() > 4 && inner.starts_with("**") && inner.ends_with("**")).then_some(raw)
    }

    /// Whether a line is a label in bold and what stands behind it.
    fn is_labelled(&self, line: &str, place: &Range<usize>) -> bool {
        let label = line.split_once(':').map(|(label, _)| label.split_whitespace().count());
        label.is_some_and(|words| words <= 3) && self.page.slice(place).starts_with("**")
    }

    /// One line of it.
    pub(super) fn property(&mut self, line: &str, place: &Range<usize>) -> bool {
        let Some((label, value)) = line.split_once(':') else { return false };
        let (value, origin) = (value.trim(), self.page.origin(place));
        let Some(draft) = self.draft.as_mut().filter(|_| !value.is_empty()) else { return false };
        if proof::is_label(label) {
            let raw = self.page.slice(place).split_once(':');
            return draft.is_proved_by(raw.map_or(value, |(_, value)| value), origin);
        }
        let describes = is_of_description(label) && self.side.is_none();
        if describes {
            draft.endpoint.description = Some(Stated::field(value, origin));
        }
        describes
    }

    /// Whether what a paragraph says comes before what was taken for the description.
    pub(super) fn describes(&self) -> bool {
        let Topic::Object(name) = &self.topic else { return false };
        let known = self.draft.as_ref().and_then(|draft| draft.endpoint.description.as_ref());
        is_of_description(name) && known.is_none_or(|known| known.kind == Kind::Prose)
    }
}
