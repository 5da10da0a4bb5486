//! The declarations of this layout: `name: optional array of object { a, b, 2 more } or null`.

use crate::read::pages::MAX_NESTING;

/// A line that declares a field or an alternative.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Declaration {
    /// The name of the field; none where the line declares a value.
    pub(super) name: Option<String>,
    /// Whether it may be left out.
    pub(super) optional: bool,
    /// What it may be.
    pub(super) ty: Type,
}

/// What a value may be.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Type {
    /// The alternatives, `null` aside.
    pub(super) alternatives: Vec<Alternative>,
    /// Whether `null` is one.
    pub(super) nullable: bool,
    /// How many alternatives are not written out.
    pub(super) more: usize,
}

/// One of several things that a value may be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Alternative {
    /// A value, as JSON.
    Literal(String),
    /// A word for a type of JSON.
    Word(String),
    /// An object, perhaps with a name, and the names of its fields, as far as they are written out.
    Object { title: Option<String>, listed: Vec<String>, count: usize },
    /// An array.
    Array(Box<Type>),
    /// An object with any keys.
    Map(Box<Type>),
    /// The name of something that is described elsewhere.
    Named(String),
}

/// The words for types.
const WORDS: [&str; 7] = ["string", "number", "integer", "boolean", "unknown", "any", "file"];

impl Declaration {
    /// Reads a line; `None` where any of it is something else.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let (name, rest) = match text.split_once(": ") {
            Some((name, rest)) if is_name(name) => (Some(name.to_owned()), rest),
            _ => (None, text),
        };
        let mut rest = rest.trim();
        let optional = rest.strip_prefix("optional ");
        rest = optional.unwrap_or(rest);
        let mut parser = Parser { rest };
        let mut ty = parser.ty(0)?;
        if !parser.rest.trim().is_empty() {
            return None;
        }
        // What is written behind an array is said of its elements, but `null` is said of the whole.
        if let [Alternative::Array(inner)] = ty.alternatives.as_mut_slice() {
            ty.nullable |= std::mem::take(&mut inner.nullable);
        }
        Some(Self { name, optional: optional.is_some(), ty })
    }
}

/// Whether a text can be the name of a field.
fn is_name(text: &str) -> bool {
    let inside =
        |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '$' | '@' | '[' | ']' | ':' | '/');
    !text.is_empty() && text.len() < 120 && text.chars().all(inside)
}

struct Parser<'t> {
    rest: &'t str,
}

impl<'t> Parser<'t> {
    fn take(&mut self, token: &str) -> Option<()> {
        let rest = self.rest.trim_start();
        self.rest = rest.strip_prefix(token)?;
        Some(())
    }

    /// Takes a word that ends there.
    fn word(&mut self, word: &str) -> Option<()> {
        let rest = self.rest.trim_start().strip_prefix(word)?;
        let ends = !rest.starts_with(|c: char| c.is_alphanumeric() || c == '_');
        ends.then(|| self.rest = rest)
    }

    fn name(&mut self) -> Option<&'t str> {
        let rest = self.rest.trim_start();
        let end =
            rest.find(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '.' | '-'))).unwrap_or(rest.len());
        let name = rest.get(..end).filter(|name| name.starts_with(|c: char| c.is_alphabetic()))?;
        self.rest = rest.get(end..)?;
        Some(name)
    }

    fn ty(&mut self, depth: usize) -> Option<Type> {
        let mut ty = Type::default();
        loop {
            if self.word("null").is_some() {
                ty.nullable = true;
            } else if let Some(more) = self.more() {
                ty.more += more;
            } else {
                ty.alternatives.push(self.alternative(depth)?);
            }
            if self.word("or").is_none() {
                return Some(ty);
            }
        }
    }

    /// `3 more`.
    fn more(&mut self) -> Option<usize> {
        let rest = self.rest.trim_start();
        let (count, rest) = rest.split_once(' ')?;
        let count = count.parse().ok()?;
        let rest = rest.strip_prefix("more").filter(|rest| !rest.starts_with(char::is_alphanumeric))?;
        self.rest = rest;
        Some(count)
    }

    fn alternative(&mut self, depth: usize) -> Option<Alternative> {
        if depth > MAX_NESTING {
            return None;
        }
        if let Some(literal) = self.literal() {
            return Some(Alternative::Literal(literal));
        }
        if self.word("array of").is_some() {
            return Some(Alternative::Array(Box::new(self.ty(depth + 1)?)));
        }
        if self.take("map[").is_some() {
            let inner = self.ty(depth + 1)?;
            self.take("]")?;
            return Some(Alternative::Map(Box::new(inner)));
        }
        if self.word("map").is_some() {
            return Some(Alternative::Map(Box::default()));
        }
        if self.word("object").is_some() {
            let (listed, count) = self.braces().unwrap_or_default();
            return Some(Alternative::Object { title: None, listed, count });
        }
        for word in WORDS {
            if self.word(word).is_some() {
                return Some(Alternative::Word(word.to_owned()));
            }
        }
        let name = self.name().filter(|name| name.starts_with(|c: char| c.is_uppercase()))?;
        if let Some((listed, count)) = self.braces() {
            return Some(Alternative::Object { title: Some(name.to_owned()), listed, count });
        }
        // `Name object { … }`, `Name string`, `Name = "a" or "b"`: a value and what it is called.
        let before = self.rest;
        let _ = self.take("=");
        let is_type = !self.rest.trim_start().starts_with("or ") && !self.rest.trim().is_empty();
        match is_type.then(|| self.alternative(depth + 1)).flatten() {
            Some(Alternative::Object { listed, count, .. }) => {
                Some(Alternative::Object { title: Some(name.to_owned()), listed, count })
            }
            Some(other) => Some(other),
            None => {
                self.rest = before;
                Some(Alternative::Named(name.to_owned()))
            }
        }
    }

    /// A text in quotes, a number, `true` or `false`.
    fn literal(&mut self) -> Option<String> {
        let rest = self.rest.trim_start();
        let end = if rest.starts_with('"') {
            let mut escaped = false;
            let closing = rest.char_indices().skip(1).find(|(_, character)| {
                let closes = *character == '"' && !escaped;
                escaped = *character == '\\' && !escaped;
                closes
            });
            closing?.0 + 1
        } else {
            let end =
                rest.find(|c: char| !(c.is_alphanumeric() || matches!(c, '.' | '-'))).unwrap_or(rest.len());
            let word = rest.get(..end)?;
            let is_literal = matches!(word, "true" | "false")
                || word.parse::<f64>().is_ok() && word.ends_with(char::is_numeric);
            is_literal.then_some(end)?
        };
        let literal = rest.get(..end)?;
        self.rest = rest.get(end..)?;
        Some(literal.to_owned())
    }

    /// `{ a, b, 2 more }`: the names that are written out, and how many there are.
    fn braces(&mut self) -> Option<(Vec<String>, usize)> {
        let rest = self.rest.trim_start().strip_prefix('{')?;
        let (inside, rest) = rest.split_once('}')?;
        self.rest = rest;
        let mut listed = Vec::new();
        let mut count = 0;
        for part in inside.split(',').map(str::trim).filter(|part| !part.is_empty()) {
            match part.strip_suffix(" more").and_then(|more| more.parse::<usize>().ok()) {
                Some(more) => count += more,
                None => {
                    listed.push(part.to_owned());
                    count += 1;
                }
            }
        }
        Some((listed, count))
    }
}
