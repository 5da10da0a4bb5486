//! What is wrong with a JSON text, and where.

use std::borrow::Cow;
use std::fmt;

/// One step from a value to a value inside it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Segment {
    /// A declared property.
    Key(&'static str),
    /// A property of a map.
    Text(Box<str>),
    /// An element of an array.
    Index(usize),
}

/// A map's keys come from the peer, so that one which is longer than this is not repeated.
const LONGEST_KEY: usize = 128;

impl Segment {
    /// The step to a property whose name came from the peer.
    pub(crate) fn text(key: &str) -> Self {
        Self::Text(if key.len() > LONGEST_KEY { "…".into() } else { key.into() })
    }
}

/// Formats a path that was collected from the inside out as a JSON Pointer.
pub(crate) fn pointer(inside_out: &[Segment]) -> String {
    let mut text = String::new();
    for segment in inside_out.iter().rev() {
        text.push('/');
        match segment {
            Segment::Key(key) => escape(key, &mut text),
            Segment::Text(key) => escape(key, &mut text),
            Segment::Index(index) => text.push_str(&index.to_string()),
        }
    }
    text
}

fn escape(key: &str, into: &mut String) {
    for character in key.chars() {
        match character {
            '~' => into.push_str("~0"),
            '/' => into.push_str("~1"),
            other => into.push(other),
        }
    }
}

/// Why reading stopped. It is one pointer wide, because every read returns it.
#[derive(Debug)]
pub struct Fault(Box<Parts>);

#[derive(Debug)]
struct Parts {
    keyword: &'static str,
    message: Cow<'static, str>,
    path: Vec<Segment>,
}

impl Fault {
    /// A fault of the value that is being read. The message must not repeat the value.
    #[cold]
    #[inline(never)]
    pub fn new(keyword: &'static str, message: impl Into<Cow<'static, str>>) -> Self {
        Self(Box::new(Parts { keyword, message: message.into(), path: Vec::new() }))
    }

    /// The same fault, seen from the value around.
    #[cold]
    #[inline(never)]
    #[must_use]
    pub fn within(mut self, segment: Segment) -> Self {
        self.0.path.push(segment);
        self
    }
}

/// Why a text could not be read as a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecodeError {
    keyword: &'static str,
    message: Cow<'static, str>,
    pointer: String,
}

impl DecodeError {
    /// What is wrong, without the submitted value.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }

    /// Where it is wrong, as a JSON Pointer.
    #[must_use]
    pub fn pointer(&self) -> &str {
        &self.pointer
    }

    /// Which rule is broken: `syntax`, `type`, `required`, `enum`, `format`…
    #[must_use]
    pub fn keyword(&self) -> &'static str {
        self.keyword
    }

    /// Whether the text is not JSON at all, rather than JSON of another shape.
    #[must_use]
    pub fn is_syntax(&self) -> bool {
        self.keyword == "syntax"
    }
}

impl From<Fault> for DecodeError {
    fn from(fault: Fault) -> Self {
        let Parts { keyword, message, path } = *fault.0;
        Self { keyword, message, pointer: pointer(&path) }
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.message)?;
        if self.pointer.is_empty() { Ok(()) } else { write!(formatter, " at {}", self.pointer) }
    }
}

impl std::error::Error for DecodeError {}
