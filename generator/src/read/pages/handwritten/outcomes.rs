//! What comes back: statuses in paragraphs and items, and what comes with them.

use super::Walk;
use super::topics::{self, Heading, Side};
use crate::read::pages::facts::Stated;
use crate::read::pages::prose;
use crate::source::Origin;
use std::ops::Range;

impl Walk<'_, '_> {
    /// `201 → Ticket · 400 → Error · 401`: statuses, and the objects that come with them.
    pub(super) fn outcomes_in_line(&mut self, text: &str, origin: Origin) -> bool {
        let parts: Vec<&str> = text.split(['·', '|', ',', ';', '\n']).map(str::trim).collect();
        let read: Vec<_> =
            parts.iter().map_while(|part| Some((prose::status(part)?, part.get(3..)?))).collect();
        let Some(draft) = self.draft.as_mut().filter(|_| read.len() == parts.len()) else { return false };
        if !parts.iter().any(|part| part.contains(['→', '>', '⇒'])) {
            return false;
        }
        for (status, behind) in read {
            let status = Stated::field(status, origin);
            let what = behind.trim_start_matches(['→', '⇒', '-', '=', '>', ':', ' ']).trim();
            let is_name = what.starts_with(char::is_uppercase) && !what.contains(' ');
            draft.status(status.clone(), if is_name { "" } else { what });
            draft.outcomes.extend(is_name.then(|| (status, what.to_owned())));
        }
        true
    }

    /// `Success response: 204 No Content`, `Failure: 400, 404`, `Response 200: the thing`.
    pub(super) fn labelled_outcome(&mut self, text: &str, origin: Origin) -> bool {
        let Some((label, value)) = text.split_once(": ").filter(|_| !text.contains('\n')) else {
            return false;
        };
        let heading = topics::read(label);
        let side = match label.trim().to_ascii_lowercase().as_str() {
            "success" => Some(Side::Response),
            "failure" | "failures" => Some(Side::Errors),
            _ => heading.side,
        };
        let Some(side @ (Side::Response | Side::Errors)) =
            side.filter(|_| label.split_whitespace().count() <= 3)
        else {
            return false;
        };
        let Some(draft) = &mut self.draft else { return false };
        let parts = value.split([',', ';']).map(|part| part.trim_matches(['`', '*', ' ', '.']));
        let listed: Vec<&str> = parts.map_while(prose::reasoned).collect();
        match (listed.as_slice(), heading.status) {
            ([status], _) => {
                self.section(Heading { status: Some(status), side: Some(side), ..heading }, 7, origin);
            }
            ([], Some(status)) => {
                draft.status(Stated::field(status, origin), value);
                self.section(heading, 7, origin);
            }
            ([], None) => return false,
            (several, _) => {
                several.iter().for_each(|status| draft.status(Stated::field(*status, origin), ""));
            }
        }
        true
    }

    /// What comes back of one status, in a paragraph or an item: `404 – there is none`, `HTTP Status Code: 404`.
    pub(super) fn outcome(&mut self, side: Side, range: &Range<usize>, depth: usize) -> bool {
        let raw = self.page.slice(range).trim().trim_start_matches(['-', '+', '*', '[', '`', ' ']);
        let lines: Vec<&str> = raw.lines().map(str::trim).collect();
        let origin = self.page.origin(range);
        if side == Side::Errors
            && let Some(code) = lines.iter().find_map(|line| {
                line.to_ascii_lowercase()
                    .contains("status code:")
                    .then(|| prose::statuses(line).first().copied())?
            })
        {
            let text = lines.get(1).filter(|line| !line.contains(code)).copied().unwrap_or_default();
            if let Some(draft) = &mut self.draft {
                draft.status(Stated::field(code, origin), text);
            }
            return true;
        }
        let Some(code) = prose::status(raw).filter(|_| side != Side::Request) else { return false };
        let first = lines.first().copied().unwrap_or_default();
        let behind = first.get(code.len()..).unwrap_or_default();
        // `400` {"code": 1}: what comes with it.
        let shown = behind
            .split_once('`')
            .and_then(|(_, rest)| rest.split('`').find(|it| it.starts_with(['{', '['])));
        let said = match shown.and_then(|shown| behind.split_once(shown)) {
            Some((before, _)) => before.trim_end_matches(['`', ' ', ':', '–', '—', '-']),
            None => behind,
        };
        let text = [" – ", " — ", " - ", ": ", ". "].iter().find_map(|mark| said.split_once(mark));
        let text = text.map_or("", |(_, text)| text);
        // As code it is a status, whatever follows.
        let marked =
            depth > 0 && self.page.slice(range).trim_start_matches(['-', '+', '*', ' ']).starts_with('`');
        let text = if marked && text.is_empty() { said.trim_start_matches(['`', ' ']) } else { text };
        let defined = lines.get(1).and_then(|line| line.strip_prefix(':')).map(str::trim);
        let alone = behind.trim_matches(['`', '*', ' ', ':', ']']);
        let reason = alone.split_whitespace().count() <= 4 && alone.starts_with(char::is_uppercase);
        if text.is_empty() && defined.is_none() && shown.is_none() && !(alone.is_empty() || reason) {
            return false;
        }
        let status = Stated::field(code, origin);
        if let Some(draft) = &mut self.draft {
            draft.status(status.clone(), defined.unwrap_or(text));
            if let Some(shown) = shown {
                draft.response_sample(Some(&status), Stated::sample(shown, origin));
            }
            if depth > 0 {
                (self.status, self.in_item) = (Some(status), true);
            }
        }
        true
    }

    /// `Code: 404` and `Content: {…}` of an answer, each in a line.
    pub(super) fn content(&mut self, side: Side, text: &str, range: &Range<usize>) -> bool {
        let mut taken = false;
        for line in text.lines().filter(|_| side != Side::Request) {
            let Some((label, value)) = line.split_once(':') else { continue };
            let (value, origin) = (value.trim().trim_matches('`'), self.page.origin(range));
            let Some(draft) = &mut self.draft else { return false };
            match (label.trim().to_ascii_lowercase().as_str(), prose::status(value)) {
                ("code" | "status" | "status code" | "http status", Some(code)) => {
                    let status = Stated::field(code, origin);
                    draft.status(status.clone(), "");
                    self.status = Some(status);
                    taken = true;
                }
                ("content" | "body" | "response" | "example", _) if value.starts_with(['{', '[']) => {
                    draft.response_sample(self.status.as_ref(), Stated::sample(value, origin));
                    taken = true;
                }
                _ => {}
            }
        }
        taken
    }
}
