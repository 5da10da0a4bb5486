//! A cursor over one JSON text.

use std::str;

use jiter::{Jiter, NumberInt, Peek};

use super::{Fault, Wire, exact::Exact};

/// How much a reader lets through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// What a server uses: the text has to be what the document says.
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
    pub(crate) json: Jiter<'j>,
    data: &'j [u8],
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
        let is_text = str::from_utf8(bytes).is_ok();
        let ahead = bytes.len().saturating_mul(32).saturating_add(1 << 16);
        Self { json: Jiter::new(bytes), data: bytes, mode, depth: 0, is_text, ahead }
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
        self.mode == Mode::Strict
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
        let peek = self.peek()?;
        Ok(self.json.known_skip(peek)?)
    }

    /// Makes sure that nothing follows.
    ///
    /// # Errors
    ///
    /// When something follows.
    pub fn finish(&mut self) -> Result<(), Fault> {
        Ok(self.json.finish()?)
    }

    /// The type of the next value, which stays where it is.
    ///
    /// # Errors
    ///
    /// When there is none.
    pub fn kind(&mut self) -> Result<JsonType, Fault> {
        let peek = self.peek()?;
        kind_at(&mut self.json.clone(), peek, self.data)
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
        self.json.known_null()?;
        Ok(true)
    }

    /// Reads a boolean.
    ///
    /// # Errors
    ///
    /// When the next value is none.
    pub fn boolean(&mut self) -> Result<bool, Fault> {
        let peek = self.peek()?;
        Ok(self.json.known_bool(peek)?)
    }

    /// Reads a string.
    ///
    /// # Errors
    ///
    /// When the next value is none.
    pub fn text(&mut self) -> Result<&str, Fault> {
        self.peek()?;
        Ok(self.json.next_str()?)
    }

    /// Reads a number as it is written.
    ///
    /// # Errors
    ///
    /// When the next value is none.
    pub fn number(&mut self) -> Result<&'j str, Fault> {
        let peek = self.peek_number("a number")?;
        let start = self.json.current_index();
        self.json.known_number_bytes(peek)?;
        let bytes = self.data.get(start..self.json.current_index()).unwrap_or_default();
        str::from_utf8(bytes).map_err(|_| Fault::new("syntax", "invalid number"))
    }

    /// Reads an integer. `1.0` and `1e2` are integers, as JSON Schema has it.
    ///
    /// # Errors
    ///
    /// When the next value is none, or does not fit.
    pub fn integer(&mut self) -> Result<i128, Fault> {
        let peek = self.peek_number("an integer")?;
        if let Ok(NumberInt::Int(value)) = self.json.known_int(peek) {
            return Ok(i128::from(value));
        }
        let text = self.number()?;
        let exact = Exact::parse(text).ok_or_else(|| Fault::new("syntax", "invalid number"))?;
        if !exact.is_integer() {
            return Err(Fault::new("type", "expected an integer, found a fraction"));
        }
        exact.to_integer().ok_or_else(|| Fault::new("format", "the integer is out of range"))
    }

    /// What is next, after any white space.
    pub(crate) fn peek(&mut self) -> Result<Peek, Fault> {
        if !self.is_text {
            return Err(Fault::new("syntax", "the text is not UTF-8"));
        }
        Ok(self.json.peek()?)
    }

    /// What is next, which has to start as a number does.
    fn peek_number(&mut self, wanted: &str) -> Result<Peek, Fault> {
        match self.peek()? {
            Peek::Null | Peek::True | Peek::False | Peek::String | Peek::Array | Peek::Object => {
                let found = describe(self.peek()?);
                Err(Fault::new("type", format!("expected {wanted}, found {found}")))
            }
            peek => Ok(peek),
        }
    }

    /// Makes sure that the next value is an object or array that is not too deep, and counts it.
    pub(crate) fn enter(&mut self, wanted: Peek) -> Result<(), Fault> {
        let peek = self.peek()?;
        if peek != wanted {
            let wanted = if wanted == Peek::Object { "an object" } else { "an array" };
            let found = describe(peek);
            return Err(Fault::new("type", format!("expected {wanted}, found {found}")));
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
    pub(crate) fn look_ahead(&self) -> Jiter<'j> {
        self.json.clone()
    }

    /// Takes what a look ahead has read from what is left.
    pub(crate) fn spend(&mut self, ahead: &Jiter<'j>) -> Result<(), Fault> {
        let read = ahead.current_index().saturating_sub(self.json.current_index());
        self.ahead = self
            .ahead
            .checked_sub(read)
            .ok_or_else(|| Fault::new("syntax", "the alternatives are nested too deeply"))?;
        Ok(())
    }

    pub(crate) fn data(&self) -> &'j [u8] {
        self.data
    }
}

/// The type of the value that a cursor is at. The cursor is moved only by a number.
pub(crate) fn kind_at(json: &mut Jiter<'_>, peek: Peek, data: &[u8]) -> Result<JsonType, Fault> {
    Ok(match peek {
        Peek::Null => JsonType::Null,
        Peek::True | Peek::False => JsonType::Boolean,
        Peek::String => JsonType::String,
        Peek::Array => JsonType::Array,
        Peek::Object => JsonType::Object,
        number => {
            let start = json.current_index();
            json.known_number_bytes(number)?;
            let bytes = data.get(start..json.current_index()).unwrap_or_default();
            let exact = str::from_utf8(bytes).ok().and_then(Exact::parse);
            if exact.is_some_and(|exact| exact.is_integer()) { JsonType::Integer } else { JsonType::Number }
        }
    })
}

fn describe(peek: Peek) -> &'static str {
    match peek {
        Peek::Null => "null",
        Peek::True | Peek::False => "a boolean",
        Peek::String => "a string",
        Peek::Array => "an array",
        Peek::Object => "an object",
        _ => "a number",
    }
}
