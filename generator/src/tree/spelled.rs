//! Texts that spell another scalar.

use super::Node;

impl Node {
    /// The truth value that a text spells: in quotes, or by a word that is one in YAML 1.1 (`yes`, `off`).
    pub fn spelled_bool(&self) -> Option<Self> {
        let value = match self.as_string()?.to_ascii_lowercase().as_str() {
            "true" | "yes" | "on" => "true",
            "false" | "no" | "off" => "false",
            _ => return None,
        };
        Some(Self::plain(value, self.origin))
    }

    /// The number that a text in quotes spells.
    pub fn spelled_number(&self) -> Option<Self> {
        let plain = Self::plain(self.as_string()?, self.origin);
        plain.as_number().is_some().then_some(plain)
    }
}
