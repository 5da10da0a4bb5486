//! A growing JSON text.

use std::fmt;

use super::Wire;
use super::scan::plain_length;

/// A growing JSON text.
#[derive(Debug, Default)]
pub struct Writer {
    bytes: Vec<u8>,
    failure: Option<&'static str>,
    /// Numbers that JSON cannot say are written nevertheless, for people to read.
    is_for_people: bool,
    /// What only clients send is left out.
    is_of_answer: bool,
}

impl Writer {
    /// An empty text.
    #[must_use]
    pub fn new() -> Self {
        // Most bodies fit, and an allocator gives so much as fast as less.
        Self { bytes: Vec::with_capacity(1024), ..Self::default() }
    }

    /// An empty text of a server's answer.
    #[cfg(feature = "http")]
    pub(crate) fn of_answer() -> Self {
        Self { is_of_answer: true, ..Self::new() }
    }

    /// Whether it writes a server's answer.
    pub(crate) fn is_of_answer(&self) -> bool {
        self.is_of_answer
    }

    /// Appends what is JSON already.
    pub fn raw(&mut self, json: &str) {
        self.bytes.extend_from_slice(json.as_bytes());
    }

    /// Appends one byte of punctuation.
    pub(crate) fn byte(&mut self, byte: u8) {
        self.bytes.push(byte);
    }

    /// Appends a string.
    pub fn text(&mut self, text: &str) {
        self.quoted(b"\"", text.as_bytes(), b"\"");
    }

    /// Appends a string with its quotation marks, and with what else stands beside them.
    #[inline(always)]
    fn quoted(&mut self, before: &[u8], text: &[u8], after: &[u8]) {
        let plain = plain_length(text);
        if plain == text.len() {
            return self.plain(before, text, after);
        }
        self.bytes.extend_from_slice(before);
        self.escaped(text, plain);
        self.bytes.extend_from_slice(after);
    }

    /// The same of a string without anything to escape. Its room is made once.
    #[inline(always)]
    fn plain(&mut self, before: &[u8], text: &[u8], after: &[u8]) {
        self.bytes.reserve(before.len() + text.len() + after.len());
        self.bytes.extend_from_slice(before);
        self.bytes.extend_from_slice(text);
        self.bytes.extend_from_slice(after);
    }

    /// Appends what has something to escape behind so many bytes.
    #[cold]
    fn escaped(&mut self, mut rest: &[u8], mut plain: usize) {
        while let Some((before, special)) = rest.split_at_checked(plain) {
            self.bytes.extend_from_slice(before);
            let Some((first, after)) = special.split_first() else { break };
            self.escape(*first);
            rest = after;
            plain = plain_length(rest);
        }
    }

    fn escape(&mut self, byte: u8) {
        match byte {
            b'"' => self.raw("\\\""),
            b'\\' => self.raw("\\\\"),
            b'\n' => self.raw("\\n"),
            b'\r' => self.raw("\\r"),
            b'\t' => self.raw("\\t"),
            other => self.display(format_args!("\\u{other:04x}")),
        }
    }

    /// Appends an integer.
    #[inline(never)]
    pub(crate) fn integer(&mut self, value: impl itoa::Integer) {
        self.raw(itoa::Buffer::new().format(value));
    }

    /// Appends what displays as JSON, such as an integer.
    pub(crate) fn display(&mut self, json: fmt::Arguments<'_>) {
        // Writing to a vector cannot fail.
        let _ = std::io::Write::write_fmt(&mut self.bytes, json);
    }

    /// Appends a float that is not finite, which JSON has none of.
    #[cold]
    pub(crate) fn not_finite(&mut self, text: fmt::Arguments<'_>) {
        if self.is_for_people {
            self.display(text);
        } else {
            self.fail("a number is not finite");
            self.raw("null");
        }
    }

    /// Appends a property's name.
    pub(crate) fn key(&mut self, key: &str, is_first: bool) {
        if is_first {
            self.quoted(b"\"", key.as_bytes(), b"\":");
        } else {
            self.quoted(b",\"", key.as_bytes(), b"\":");
        }
    }

    /// Appends a property's name that has nothing to escape.
    pub(crate) fn plain_key(&mut self, key: &str, is_first: bool) {
        if is_first {
            self.plain(b"\"", key.as_bytes(), b"\":");
        } else {
            self.plain(b",\"", key.as_bytes(), b"\":");
        }
    }

    /// Appends a string whose text is JSON in turn.
    pub(crate) fn nested(&mut self, write: impl FnOnce(&mut Self)) {
        let (is_for_people, is_of_answer) = (self.is_for_people, self.is_of_answer);
        let mut inner = Self { is_for_people, is_of_answer, ..Self::default() };
        write(&mut inner);
        self.text(&String::from_utf8_lossy(&inner.bytes));
        self.failure = self.failure.or(inner.failure);
    }

    /// Makes the whole text fail. The first failure is the one told.
    pub fn fail(&mut self, message: &'static str) {
        self.failure.get_or_insert(message);
    }

    /// The text.
    ///
    /// # Errors
    ///
    /// When a value cannot be said in JSON.
    pub fn finish(self) -> Result<Vec<u8>, EncodeError> {
        match self.failure {
            None => Ok(self.bytes),
            Some(message) => Err(EncodeError { message }),
        }
    }
}

/// Formats a model for people: its name and its JSON.
///
/// # Errors
///
/// When the formatter fails.
pub fn debug_json(name: &str, value: &dyn Wire, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
    let mut writer = Writer { is_for_people: true, ..Writer::default() };
    value.write(&mut writer);
    write!(formatter, "{name} {}", String::from_utf8_lossy(&writer.bytes))
}

/// Why a value cannot be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EncodeError {
    message: &'static str,
}

impl fmt::Display for EncodeError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.message)
    }
}

impl std::error::Error for EncodeError {}
