//! A place in a JSON text (RFC 8259), and what can be read from there. It recurses over nothing.

use super::Fault;
use super::scan::plain_length;

/// What the next value starts like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Peek {
    Null,
    Boolean,
    String,
    Array,
    Object,
    Number,
}

/// A place in a JSON text.
#[derive(Debug)]
pub(crate) struct Cursor<'j> {
    text: &'j str,
    place: usize,
    /// What a string with escapes reads as.
    unescaped: String,
}

/// What is passed over may be nested so deep: a bit of a `u128` is what each level is.
const DEEPEST: u32 = 128;

fn syntax(message: &'static str) -> Fault {
    Fault::new("syntax", message)
}

impl<'j> Cursor<'j> {
    /// The start of a text.
    pub(crate) fn new(text: &'j str) -> Self {
        Self { text, place: 0, unescaped: String::new() }
    }

    /// A second cursor at the same place, to look ahead with.
    pub(crate) fn ahead(&self) -> Self {
        Self { text: self.text, place: self.place, unescaped: String::new() }
    }

    /// How many bytes are behind.
    pub(crate) fn place(&self) -> usize {
        self.place
    }

    /// What was passed over since a place.
    pub(crate) fn since(&self, place: usize) -> &'j str {
        self.text.get(place..self.place).unwrap_or_default()
    }

    fn byte(&self) -> Option<u8> {
        self.text.as_bytes().get(self.place).copied()
    }

    /// The next byte that is no white space; it stays where it is.
    #[inline]
    fn next(&mut self) -> Option<u8> {
        loop {
            match self.byte()? {
                b' ' | b'\n' | b'\r' | b'\t' => self.place += 1,
                byte => return Some(byte),
            }
        }
    }

    /// What the next value starts like; it stays where it is.
    #[inline]
    pub(crate) fn peek(&mut self) -> Result<Peek, Fault> {
        match self.next() {
            Some(b'"') => Ok(Peek::String),
            Some(b'{') => Ok(Peek::Object),
            Some(b'[') => Ok(Peek::Array),
            Some(b'n') => Ok(Peek::Null),
            Some(b't' | b'f') => Ok(Peek::Boolean),
            Some(b'-' | b'0'..=b'9') => Ok(Peek::Number),
            Some(_) => Err(syntax("expected a value")),
            None => Err(syntax("the text ends where a value should be")),
        }
    }

    /// Makes sure that nothing follows.
    pub(crate) fn finish(&mut self) -> Result<(), Fault> {
        if self.next().is_none() { Ok(()) } else { Err(syntax("something follows the value")) }
    }

    fn word(&mut self, word: &str) -> Result<(), Fault> {
        let rest = self.text.as_bytes().get(self.place..).unwrap_or_default();
        if !rest.starts_with(word.as_bytes()) {
            return Err(syntax("expected `null`, `true` or `false`"));
        }
        self.place += word.len();
        Ok(())
    }

    /// Reads a `null`, which is next.
    pub(crate) fn null(&mut self) -> Result<(), Fault> {
        self.word("null")
    }

    /// Reads a boolean, which is next.
    pub(crate) fn boolean(&mut self) -> Result<bool, Fault> {
        let value = self.byte() == Some(b't');
        self.word(if value { "true" } else { "false" })?;
        Ok(value)
    }

    fn digits(&mut self) -> usize {
        let rest = self.text.as_bytes().get(self.place..).unwrap_or_default();
        let count = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
        self.place += count;
        count
    }

    /// Reads a number, which is next, as it is written.
    pub(crate) fn number(&mut self) -> Result<&'j str, Fault> {
        let start = self.place;
        if self.byte() == Some(b'-') {
            self.place += 1;
        }
        let zero = self.byte() == Some(b'0');
        let whole = self.digits();
        let mut sound = whole == 1 || (whole > 1 && !zero);
        if self.byte() == Some(b'.') {
            self.place += 1;
            sound &= self.digits() > 0;
        }
        if matches!(self.byte(), Some(b'e' | b'E')) {
            self.place += 1;
            if matches!(self.byte(), Some(b'+' | b'-')) {
                self.place += 1;
            }
            sound &= self.digits() > 0;
        }
        if sound { Ok(self.since(start)) } else { Err(syntax("invalid number")) }
    }

    /// Reads an integer that is written as one and has up to 18 digits; any other number stays where it is.
    #[inline]
    pub(crate) fn small_integer(&mut self) -> Option<i64> {
        let rest = self.text.as_bytes().get(self.place..)?;
        let (negative, digits) = match rest {
            [b'-', digits @ ..] => (true, digits),
            digits => (false, digits),
        };
        let mut value = 0_i64;
        let mut count = 0;
        for byte in digits.iter().take(19) {
            match byte {
                b'0'..=b'9' => value = value.wrapping_mul(10).wrapping_add(i64::from(byte - b'0')),
                b'.' | b'e' | b'E' => return None,
                _ => break,
            }
            count += 1;
        }
        let leading_zero = count > 1 && digits.first() == Some(&b'0');
        if count == 0 || count > 18 || leading_zero {
            return None;
        }
        self.place += count + usize::from(negative);
        Some(if negative { -value } else { value })
    }

    /// Reads a string, which is next.
    #[inline]
    pub(crate) fn string(&mut self) -> Result<&str, Fault> {
        let start = self.place + 1;
        let end = start + plain_length(self.text.as_bytes().get(start..).unwrap_or_default());
        self.place = end;
        if self.byte() == Some(b'"') {
            self.place += 1;
            return Ok(self.text.get(start..end).unwrap_or_default());
        }
        self.unescape(start)
    }

    /// Reads the rest of a string that has begun at a place, from its first escape on.
    #[cold]
    fn unescape(&mut self, start: usize) -> Result<&str, Fault> {
        self.unescaped.clear();
        let mut plain = start;
        loop {
            self.unescaped.push_str(self.text.get(plain..self.place).unwrap_or_default());
            match self.byte() {
                Some(b'"') => {
                    self.place += 1;
                    return Ok(&self.unescaped);
                }
                Some(b'\\') => {
                    let mark = self.escape()?;
                    self.unescaped.push(mark);
                }
                Some(_) => return Err(syntax("a string holds a control character that is not escaped")),
                None => return Err(syntax("the text ends within a string")),
            }
            plain = self.place;
            self.place += plain_length(self.text.as_bytes().get(plain..).unwrap_or_default());
        }
    }

    /// Reads one escape, which is next.
    fn escape(&mut self) -> Result<char, Fault> {
        self.place += 1;
        let mark = match self.byte().ok_or_else(|| syntax("the text ends within a string"))? {
            b'"' => '"',
            b'\\' => '\\',
            b'/' => '/',
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => {
                self.place += 1;
                return self.code_point();
            }
            _ => return Err(syntax("invalid escape")),
        };
        self.place += 1;
        Ok(mark)
    }

    /// Reads the digits behind `\u`, and those of the second half where there is one.
    fn code_point(&mut self) -> Result<char, Fault> {
        let lone = || syntax("a string holds half of a surrogate pair");
        let first = self.four_digits()?;
        if !(0xd800..0xdc00).contains(&first) {
            return char::from_u32(first).ok_or_else(lone);
        }
        let rest = self.text.as_bytes().get(self.place..).unwrap_or_default();
        if !rest.starts_with(b"\\u") {
            return Err(lone());
        }
        self.place += 2;
        let second = self.four_digits()?;
        if !(0xdc00..0xe000).contains(&second) {
            return Err(lone());
        }
        char::from_u32(0x1_0000 + ((first - 0xd800) << 10) + (second - 0xdc00)).ok_or_else(lone)
    }

    fn four_digits(&mut self) -> Result<u32, Fault> {
        let digits = self.text.as_bytes().get(self.place..self.place + 4).unwrap_or_default();
        let value = digits
            .iter()
            .try_fold(0, |value, byte| char::from(*byte).to_digit(16).map(|digit| value << 4 | digit));
        self.place += digits.len();
        value.filter(|_| digits.len() == 4).ok_or_else(|| syntax("invalid escape"))
    }

    /// Enters an array, which is next; tells whether an element follows.
    pub(crate) fn first_item(&mut self) -> Result<bool, Fault> {
        self.place += 1;
        if self.next() == Some(b']') {
            self.place += 1;
            return Ok(false);
        }
        Ok(true)
    }

    /// Goes on behind an element; tells whether another follows.
    #[inline]
    pub(crate) fn next_item(&mut self) -> Result<bool, Fault> {
        match self.next() {
            Some(b',') => self.place += 1,
            Some(b']') => {
                self.place += 1;
                return Ok(false);
            }
            _ => return Err(syntax("expected `,` or `]`")),
        }
        if self.next() == Some(b']') { Err(syntax("trailing comma")) } else { Ok(true) }
    }

    /// Enters an object, which is next; gives its first key.
    pub(crate) fn first_key(&mut self) -> Result<Option<&str>, Fault> {
        self.place += 1;
        if self.next() == Some(b'}') {
            self.place += 1;
            return Ok(None);
        }
        self.key().map(Some)
    }

    /// Goes on behind a value of an object; gives the next key.
    #[inline]
    pub(crate) fn next_key(&mut self) -> Result<Option<&str>, Fault> {
        match self.next() {
            Some(b',') => self.place += 1,
            Some(b'}') => {
                self.place += 1;
                return Ok(None);
            }
            _ => return Err(syntax("expected `,` or `}`")),
        }
        self.key().map(Some)
    }

    /// Reads a key and the colon behind it.
    #[inline]
    fn key(&mut self) -> Result<&str, Fault> {
        match self.next() {
            Some(b'"') => {}
            Some(b'}') => return Err(syntax("trailing comma")),
            _ => return Err(syntax("a key must be a string")),
        }
        let start = self.place + 1;
        let end = start + plain_length(self.text.as_bytes().get(start..).unwrap_or_default());
        self.place = end;
        let escaped = self.byte() != Some(b'"');
        if escaped {
            self.unescape(start)?;
        } else {
            self.place += 1;
        }
        if self.next() != Some(b':') {
            return Err(syntax("expected `:`"));
        }
        self.place += 1;
        Ok(if escaped { &self.unescaped } else { self.text.get(start..end).unwrap_or_default() })
    }

    /// Passes over the next value.
    pub(crate) fn skip(&mut self) -> Result<(), Fault> {
        // The innermost level is the lowest bit: 1 where it is an object.
        let (mut levels, mut depth) = (0_u128, 0_u32);
        loop {
            let enters = match self.peek()? {
                Peek::Null => self.null().map(|()| None)?,
                Peek::Boolean => self.boolean().map(|_| None)?,
                Peek::String => self.string().map(|_| None)?,
                Peek::Number => self.number().map(|_| None)?,
                Peek::Array => self.first_item()?.then_some(0),
                Peek::Object => self.first_key()?.map(|_| 1),
            };
            if let Some(level) = enters {
                if depth == DEEPEST {
                    return Err(syntax("the value is nested too deeply"));
                }
                (levels, depth) = (levels << 1 | level, depth + 1);
                continue;
            }
            loop {
                if depth == 0 {
                    return Ok(());
                }
                let more = if levels & 1 == 1 { self.next_key()?.is_some() } else { self.next_item()? };
                if more {
                    break;
                }
                (levels, depth) = (levels >> 1, depth - 1);
            }
        }
    }
}
