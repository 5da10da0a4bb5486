//! A cursor over one JSON text.

use std::str;

use super::cursor::{Cursor, Peek};
use super::{Fault, Wire, exact::Exact};

/// How much a reader lets through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// What a server uses for its requests: the text has to be what the document says, and what only servers send is
    /// passed over.
    Request,
    /// The text has to be what the document says.
    Strict,
    /// What a client uses: whatever the type can hold is taken.
    Lenient,
}

/// The types of JSON values, with integers apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JsonType {
    /// `null`.
    Null,
    /// `true` or `false`.
    Boolean,
    /// A number without a fraction.
    Integer,
    /// Any number.
    Number,
    /// A string.
    String,
    /// An array.
    Array,
    /// An object.
    Object,
}

impl JsonType {
    /// Whether a value of the found type is one of this type.
    pub(crate) fn admits(self, found: Self) -> bool {
        self == found || (self == Self::Number && found == Self::Integer)
    }
}

/// Deeper values are refused, so that no text can overflow the stack.
const DEEPEST: u8 = 128;

/// A cursor over one JSON text.
#[derive(Debug)]
pub struct Reader<'j> {
    pub(crate) json: Cursor<'j>,
    mode: Mode,
    depth: u8,
    is_text: bool,
    /// How many bytes all unions of this text together may look ahead.
    ahead: usize,
}

impl<'j> Reader<'j> {
    /// A reader of the given mode. The bytes are checked to be UTF-8 here, once, and the first read tells.
    #[must_use]
    pub fn new(bytes: &'j [u8], mode: Mode) -> Self {
        let text = str::from_utf8(bytes);
        let ahead = bytes.len().saturating_mul(32).saturating_add(1 << 16);
        Self { json: Cursor::new(text.unwrap_or_default()), mode, depth: 0, is_text: text.is_ok(), ahead }
    }

    /// A reader that refuses what the document does not allow.
    #[must_use]
    pub fn strict(bytes: &'j [u8]) -> Self {
        Self::new(bytes, Mode::Strict)
    }

    /// A reader that takes whatever the type can hold.
    #[must_use]
    pub fn lenient(bytes: &'j [u8]) -> Self {
        Self::new(bytes, Mode::Lenient)
    }

    /// Whether the reader is strict.
    #[must_use]
    pub fn is_strict(&self) -> bool {
        self.mode != Mode::Lenient
    }

    /// A reader of a text that stands in a string here, which is one level deeper.
    pub(crate) fn nested<'t>(&self, text: &'t str) -> Result<Reader<'t>, Fault> {
        if self.depth >= DEEPEST {
            return Err(Fault::new("syntax", "the value is nested too deeply"));
        }
        Ok(Reader { depth: self.depth + 1, ..Reader::new(text.as_bytes(), self.mode) })
    }

    /// Whether it reads a request.
    pub(crate) fn is_of_request(&self) -> bool {
        self.mode == Mode::Request
    }

    /// Reads the next value as a new one.
    ///
    /// # Errors
    ///
    /// When it is not of this type.
    pub fn value<T: Wire>(&mut self) -> Result<T, Fault> {
        let mut value = T::blank();
        value.read(self)?;
        Ok(value)
    }

    /// Passes over the next value.
    ///
    /// # Errors
    ///
    /// When it is not JSON.
    pub fn skip(&mut self) -> Result<(), Fault> {
        self.peek()?;
        self.json.skip()
    }

    /// Makes sure that nothing follows.
    ///
    /// # Errors
    ///
    /// When something follows.
    pub fn finish(&mut self) -> Result<(), Fault> {
        self.json.finish()
    }

    /// The type of the next value, which stays where it is.
    ///
    /// # Errors
    ///
    /// When there is none.
    pub fn kind(&mut self) -> Result<JsonType, Fault> {
        let peek = self.peek()?;
        kind_at(&mut self.look_ahead(), peek)
    }

    /// Passes over a `null`, if it is next.
    ///
    /// # Errors
    ///
    /// When nothing is next.
    pub fn null(&mut self) -> Result<bool, Fault> {
        if self.peek()? != Peek::Null {
            return Ok(false);
        }
        self.json.null()?;
        Ok(true)
    }

    /// Reads a boolean.
    ///
    /// # Errors
    ///
    /// When the next value is none.
    pub fn boolean(&mut self) -> Result<bool, Fault> {
        match self.peek()? {
            Peek::Boolean => self.json.boolean(),
            other => Err(mismatch("a boolean", other)),
        }
    }

    /// Reads a string.
    ///
    /// # Errors
    ///
    /// When the next value is none.
    pub fn text(&mut self) -> Result<&str, Fault> {
        match self.peek()? {
            Peek::String => self.json.string(),
            other => Err(mismatch("a string", other)),
        }
    }

    /// Reads a number as it is written.
    ///
    /// # Errors
    ///
    /// When the next value is none.
    pub fn number(&mut self) -> Result<&'j str, Fault> {
        self.peek_number("a number")?;
        self.json.number()
    }

    /// Reads an integer. `1.0` and `1e2` are integers, as JSON Schema has it.
    ///
    /// # Errors
    ///
    /// When the next value is none, or does not fit.
    pub fn integer(&mut self) -> Result<i128, Fault> {
        self.peek_number("an integer")?;
        if let Some(value) = self.json.small_integer() {
            return Ok(i128::from(value));
        }
        let text = self.json.number()?;
        let exact = Exact::parse(text).ok_or_else(|| Fault::new("syntax", "invalid number"))?;
        if !exact.is_integer() {
            return Err(Fault::new("type", "expected an integer, found a fraction"));
        }
        exact.to_integer().ok_or_else(|| Fault::new("format", "the integer is out of range"))
    }

    /// Reads an integer of a type.
    pub(crate) fn integer_of<T: TryFrom<i128>>(&mut self) -> Result<T, Fault> {
        T::try_from(self.integer()?).map_err(|_| Fault::new("format", "the integer is out of range"))
    }

    /// What is next, after any white space.
    pub(crate) fn peek(&mut self) -> Result<Peek, Fault> {
        // What is no text is read as an empty one, so that nothing need be asked where all is well.
        self.json.peek().map_err(|fault| if self.is_text { fault } else { not_text() })
    }

    /// What is next, which has to start as a number does.
    fn peek_number(&mut self, wanted: &str) -> Result<(), Fault> {
        match self.peek()? {
            Peek::Number => Ok(()),
            other => Err(mismatch(wanted, other)),
        }
    }

    /// Makes sure that the next value is an object or array that is not too deep, and counts it.
    pub(crate) fn enter(&mut self, wanted: Peek) -> Result<(), Fault> {
        let peek = self.peek()?;
        if peek != wanted {
            return Err(mismatch(if wanted == Peek::Object { "an object" } else { "an array" }, peek));
        }
        if self.depth >= DEEPEST {
            return Err(Fault::new("syntax", "the value is nested too deeply"));
        }
        self.depth += 1;
        Ok(())
    }

    /// Tells that what was entered is behind.
    pub(crate) fn leave(&mut self) {
        self.depth = self.depth.saturating_sub(1);
    }

    /// A second cursor at the same place, for a union to look ahead with.
    pub(crate) fn look_ahead(&self) -> Cursor<'j> {
        self.json.ahead()
    }

    /// Takes what a look ahead has read from what is left.
    pub(crate) fn spend(&mut self, ahead: &Cursor<'j>) -> Result<(), Fault> {
        let read = ahead.place().saturating_sub(self.json.place());
        self.ahead = self
            .ahead
            .checked_sub(read)
            .ok_or_else(|| Fault::new("syntax", "the alternatives are nested too deeply"))?;
        Ok(())
    }
}

/// The type of the value that a cursor is at. The cursor is moved only by a number.
pub(crate) fn kind_at(json: &mut Cursor<'_>, peek: Peek) -> Result<JsonType, Fault> {
    Ok(match peek {
        Peek::Null => JsonType::Null,
        Peek::Boolean => JsonType::Boolean,
        Peek::String => JsonType::String,
        Peek::Array => JsonType::Array,
        Peek::Object => JsonType::Object,
        Peek::Number => {
            let exact = Exact::parse(json.number()?);
            if exact.is_some_and(|exact| exact.is_integer()) { JsonType::Integer } else { JsonType::Number }
        }
    })
}

#[cold]
#[inline(never)]
fn not_text() -> Fault {
    Fault::new("syntax", "the text is not UTF-8")
}

#[cold]
#[inline(never)]
fn mismatch(wanted: &str, found: Peek) -> Fault {
    Fault::new("type", format!("expected {wanted}, found {}", describe(found)))
}

fn describe(peek: Peek) -> &'static str {
    match peek {
        Peek::Null => "null",
        Peek::Boolean => "a boolean",
        Peek::String => "a string",
        Peek::Array => "an array",
        Peek::Object => "an object",
        Peek::Number => "a number",
    }
}
