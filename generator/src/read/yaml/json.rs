//! JSON, by a pull parser, so that each value's place is known.

use super::build::{Builder, Stop};
use crate::diagnostics::Code;
use crate::tree::{Scalar, Style};
use jiter::{Jiter, JiterError, Peek};
use smol_str::SmolStr;

/// Reads a text that is one value.
pub(super) fn read(text: &str, builder: &mut Builder<'_>) -> Result<(), Stop> {
    let mut reader = Reader { text, json: Jiter::new(text.as_bytes()), builder };
    reader.run()
}

/// Which kind of collection is open.
#[derive(Clone, Copy)]
enum Open {
    Array,
    Object,
}

struct Reader<'t, 'b, 's> {
    text: &'t str,
    json: Jiter<'t>,
    builder: &'b mut Builder<'s>,
}

impl Reader<'_, '_, '_> {
    fn run(&mut self) -> Result<(), Stop> {
        let first = self.json.peek();
        let mut next = Some(self.check(first)?);
        let mut open = Vec::new();
        loop {
            if let Some(peek) = next.take() {
                next = self.value(peek, &mut open)?;
                if next.is_some() {
                    continue;
                }
            }
            match open.last() {
                None => break,
                Some(Open::Array) => {
                    let step = self.json.array_step();
                    next = self.check(step)?;
                }
                Some(Open::Object) => {
                    let before = self.json.current_index();
                    let key = self.json.next_key().map(|key| key.map(SmolStr::from));
                    let key = self.check(key)?;
                    next = self.key(before, key)?;
                }
            }
            if next.is_none() {
                open.pop();
                self.end()?;
            }
        }
        let end = self.json.finish();
        self.check(end)
    }

    /// Reads a scalar, or opens a collection and says what its first value is; an empty one is closed at once.
    fn value(&mut self, peek: Peek, open: &mut Vec<Open>) -> Result<Option<Peek>, Stop> {
        let start = self.json.current_index();
        let (text, style) = match peek {
            Peek::Array => {
                self.builder.open_sequence(&(start..start + 1), 0)?;
                let first = self.json.known_array();
                let first = self.check(first)?;
                match first {
                    Some(_) => open.push(Open::Array),
                    None => self.end()?,
                }
                return Ok(first);
            }
            Peek::Object => {
                self.builder.open_mapping(&(start..start + 1), 0)?;
                let key = self.json.known_object().map(|key| key.map(SmolStr::from));
                let key = self.check(key)?;
                let first = self.key(start, key)?;
                match first {
                    Some(_) => open.push(Open::Object),
                    None => self.end()?,
                }
                return Ok(first);
            }
            Peek::String => (self.json.known_str().map(SmolStr::from), Style::Quoted),
            Peek::True | Peek::False => {
                (self.json.known_bool(peek).map(|value| SmolStr::from(value.to_string())), Style::Plain)
            }
            Peek::Null => (self.json.known_null().map(|()| SmolStr::from("null")), Style::Plain),
            _ => {
                let number = self.json.known_number_bytes(peek);
                (number.map(|bytes| SmolStr::from(String::from_utf8_lossy(bytes))), Style::Plain)
            }
        };
        let text = self.check(text)?;
        let range = start..self.json.current_index();
        self.builder.scalar(Scalar { text, style }, &range, 0)?;
        Ok(None)
    }

    /// Places a key that was read from `before` on and looks at its value; `None` where the object ended instead.
    fn key(&mut self, before: usize, key: Option<SmolStr>) -> Result<Option<Peek>, Stop> {
        let Some(key) = key else { return Ok(None) };
        let after = self.json.current_index();
        let read = self.text.get(before..after).unwrap_or("");
        let start = before + read.find('"').unwrap_or(0);
        let end = before + read.rfind('"').map_or(read.len(), |quote| quote + 1);
        self.builder.scalar(Scalar { text: key, style: Style::Quoted }, &(start..end), 0)?;
        let value = self.json.peek();
        self.check(value).map(Some)
    }

    fn end(&mut self) -> Result<(), Stop> {
        let after = self.json.current_index();
        self.builder.close(&(after.saturating_sub(1)..after))
    }

    fn check<T>(&mut self, result: Result<T, JiterError>) -> Result<T, Stop> {
        result.map_err(|error| {
            let start = error.index.min(self.text.len());
            let end = (start + 1).min(self.text.len());
            self.builder.fail(
                Code::InvalidJson,
                &(start..end),
                format!("this is not JSON: {}", error.error_type),
            )
        })
    }
}
