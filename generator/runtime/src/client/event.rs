//! One server-sent event (HTML, section 9.2.6), and reading it from lines.

use super::DecodeFailure;
use crate::codec::{Mode, Wire, decode};
use std::fmt;
use std::time::Duration;

/// The longest wait that a server may ask for.
const MAX_RETRY: Duration = Duration::from_secs(60);

/// An event.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Event {
    /// What kind of event it is; `message` where the server does not say.
    pub event: String,
    /// Its data, lines separated by LF.
    pub data: String,
    /// The last id that the server gave, with this event or before it; empty where it gave none.
    pub id: String,
    /// Whether the server gave the name, and the id, with this event.
    given: Given,
}

/// Which fields beside its data an event came with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Given {
    event: bool,
    id: bool,
    /// Milliseconds.
    retry: Option<u64>,
}

impl Event {
    /// The data as JSON.
    ///
    /// # Errors
    ///
    /// Where it is no value of that type.
    pub fn json<T: Wire>(&self) -> Result<T, DecodeFailure> {
        Ok(decode(self.data.as_bytes(), Mode::Lenient)?)
    }

    /// The fields that it came with.
    pub(super) fn fields(&self) -> Vec<(&'static str, String)> {
        let event = self.given.event.then(|| ("event", self.event.clone()));
        let id = self.given.id.then(|| ("id", self.id.clone()));
        let retry = self.given.retry.map(|retry| ("retry", retry.to_string()));
        event.into_iter().chain(id).chain(retry).chain([("data", self.data.clone())]).collect()
    }
}

impl fmt::Debug for Event {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = formatter.debug_struct("Event");
        shown.field("event", &self.event).field("data_bytes", &self.data.len()).finish_non_exhaustive()
    }
}

/// What a stream of events has read so far of one.
#[derive(Default)]
pub(super) struct Parser {
    event: String,
    data: String,
    has_data: bool,
    /// The id of the event that is being read, where it has one.
    id: Option<String>,
    /// The id of the last event that was read to its end: one that is cut off has not been seen.
    last_id: String,
    /// How many milliseconds the event that is being read says.
    asked: Option<u64>,
    retry: Option<Duration>,
    started: bool,
}

impl Parser {
    /// The id of the last event that was seen; empty where there is none.
    pub(super) fn last_id(&self) -> &str {
        &self.last_id
    }

    /// How long to wait before connecting again, as the server has it.
    pub(super) fn retry(&self) -> Option<Duration> {
        self.retry
    }

    /// How many bytes of data the event has so far that is being read.
    pub(super) fn held(&self) -> usize {
        self.data.len()
    }

    /// Takes a line; the event that it ends.
    pub(super) fn line(&mut self, line: &[u8]) -> Option<Event> {
        let text = String::from_utf8_lossy(line);
        let text = match text.strip_prefix('\u{feff}') {
            Some(rest) if !self.started => rest,
            _ => &text,
        };
        self.started = true;
        if text.is_empty() {
            return self.dispatch();
        }
        let (field, value) = text.split_once(':').unwrap_or((text, ""));
        let value = value.strip_prefix(' ').unwrap_or(value);
        match field {
            "event" => value.clone_into(&mut self.event),
            "data" => {
                if self.has_data {
                    self.data.push('\n');
                }
                self.data.push_str(value);
                self.has_data = true;
            }
            // An id that a header cannot carry back is none.
            "id" if !value.chars().any(char::is_control) => self.id = Some(value.to_owned()),
            "retry" if !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit()) => {
                let milliseconds = value.parse().unwrap_or(u64::MAX);
                self.asked = Some(milliseconds);
                self.retry = Some(Duration::from_millis(milliseconds).min(MAX_RETRY));
            }
            // Comments, and fields that nobody knows.
            _ => {}
        }
        None
    }

    /// Ends an event; one without data is none, but its id counts.
    fn dispatch(&mut self) -> Option<Event> {
        let id = self.id.take();
        let given = Given { event: !self.event.is_empty(), id: id.is_some(), retry: self.asked.take() };
        id.into_iter().for_each(|id| self.last_id = id);
        let name = std::mem::take(&mut self.event);
        let event = Event {
            event: if given.event { name } else { "message".to_owned() },
            data: std::mem::take(&mut self.data),
            id: self.last_id.clone(),
            given,
        };
        std::mem::take(&mut self.has_data).then_some(event)
    }

    /// What was begun and not ended is thrown away with its connection.
    pub(super) fn cut(&mut self) {
        (self.event, self.data, self.has_data, self.id, self.asked, self.started) = Default::default();
    }
}

#[cfg(test)]
mod tests {
    use super::super::lines::Lines;
    use super::*;

    /// A text, and name, data and id of each of its events.
    type Case = (&'static str, &'static [(&'static str, &'static str, &'static str)]);

    /// What a stream that arrives in pieces of a size brings: name, data and id of each event.
    fn events(text: &str, size: usize) -> Vec<(String, String, String)> {
        let (mut parser, mut lines, mut found) = (Parser::default(), Lines::new(1000, true), Vec::new());
        for piece in text.as_bytes().chunks(size) {
            lines.push(piece);
            while let Some(line) = lines.next() {
                found.extend(parser.line(&line.expect("a line")));
            }
        }
        found.into_iter().map(|event| (event.event, event.data, event.id)).collect()
    }

    /// The examples of HTML, section 9.2.6, and what is written between its lines.
    #[test]
    fn events_are_read_as_browsers_read_them_however_they_are_cut() {
        let cases: [Case; 14] = [
            ("data: YHOO\ndata: +2\ndata: 10\n\n", &[("message", "YHOO\n+2\n10", "")]),
            (
                ": test stream\n\ndata: first event\nid: 1\n\ndata:second event\nid\n\ndata:  third event\n\n",
                &[
                    ("message", "first event", "1"),
                    ("message", "second event", ""),
                    ("message", " third event", ""),
                ],
            ),
            ("data\n\ndata\ndata\n\ndata:", &[("message", "", ""), ("message", "\n", "")]),
            ("data:test\n\ndata: test\n\n", &[("message", "test", ""), ("message", "test", "")]),
            (
                "\u{feff}data: a\r\r\u{feff}data: b\r\rdata: c\r\r",
                &[("message", "a", ""), ("message", "c", "")],
            ),
            ("id: 1\0\ndata: a\n\n", &[("message", "a", "")]),
            ("id: 7\n\ndata: a\n\n", &[("message", "a", "7")]),
            ("event: x\n\ndata: a\n\n", &[("message", "a", "")]),
            ("event: x\nevent: y\ndata: a\n\n", &[("y", "a", "")]),
            ("event:\ndata: a\n\n", &[("message", "a", "")]),
            ("retry: 10\n\nretry: x\nDATA: a\n data: b\n\n", &[]),
            ("data: a:b: c\n:\n\n", &[("message", "a:b: c", "")]),
            ("data: é€😀\r\n\r\n", &[("message", "é€😀", "")]),
            ("data: a\n\ndata: cut\n", &[("message", "a", "")]),
        ];
        for (text, expected) in cases {
            for size in 1..=text.len() {
                let found = events(text, size);
                let found: Vec<_> =
                    found.iter().map(|(a, b, c)| (a.as_str(), b.as_str(), c.as_str())).collect();
                assert_eq!(found, expected, "{text:?} in pieces of {size}");
            }
        }
    }

    #[test]
    fn a_wait_is_digits_and_has_a_limit() {
        let wait = |line: &str| {
            let mut parser = Parser::default();
            _ = parser.line(line.as_bytes());
            parser.retry
        };
        assert_eq!(wait("retry: 250"), Some(Duration::from_millis(250)));
        assert_eq!(wait("retry: 99999999999999999999999"), Some(MAX_RETRY));
        for none in ["retry: -1", "retry: 1.5", "retry:", "retry: 1s", "retry:  1"] {
            assert_eq!(wait(none), None, "{none}");
        }
    }
}
