//! Names: what Rust calls a thing, apart from what the wire calls it.

use std::fmt;

/// A Rust identifier in ASCII that is no keyword, or one that is written `r#…`.
///
/// Only `lower::names` makes them.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ident(String);

impl Ident {
    /// Takes a text that is an identifier already; anything else becomes `_`-separated ASCII that is one.
    pub fn new(text: &str) -> Self {
        let mut name: String = text
            .chars()
            .map(|character| if character.is_ascii_alphanumeric() { character } else { '_' })
            .collect();
        if name.is_empty() || name.starts_with(|first: char| first.is_ascii_digit()) || name == "_" {
            name.insert(0, 'x');
        }
        Self(name)
    }

    /// The identifier without `r#`.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Ident {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// A name on the wire: a property, a parameter, an enum value. Any text.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct JsonName(String);

impl JsonName {
    /// The name as the document writes it.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The name as the document writes it.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for JsonName {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}
