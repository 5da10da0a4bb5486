//! How the variants of a union are told apart.

use super::{JsonType, Rules};

/// How to tell the variants of a union apart: the first case that holds.
#[derive(Debug)]
pub struct Plan {
    /// The union's name.
    pub name: &'static str,
    /// The keyword of JSON Schema that a value of no variant breaks.
    pub keyword: &'static str,
    /// The cases, in order.
    pub cases: &'static [Case],
    /// The rules of the variants that have some.
    pub rules: &'static [(usize, Rules)],
}

impl Plan {
    /// A plan without cases, for the rest of another one.
    pub const NONE: Self = Self { name: "", keyword: "oneOf", cases: &[], rules: &[] };
}

/// When a value is of a variant.
#[derive(Debug)]
pub struct Case {
    /// The variant's number.
    pub variant: usize,
    /// What has to hold, all of it.
    pub when: &'static [When],
}

/// Something that holds for a value or not.
#[derive(Clone, Copy, Debug)]
pub enum When {
    /// The value has a type.
    Is(JsonType),
    /// The value is an object that has a key.
    Has(&'static str),
    /// The value is an object whose key has this string.
    KeyIs(&'static str, &'static str),
    /// The value is an object whose key has this scalar, no string.
    KeyIsJson(&'static str, &'static str),
    /// The value is an object whose key has a value of a type.
    KeyHasType(&'static str, JsonType),
    /// The value is this string.
    Equals(&'static str),
    /// The value is this scalar, no string.
    EqualsJson(&'static str),
    /// The value is an array whose first element has a type.
    ItemHasType(JsonType),
    /// The value is a string of this format.
    Format(&'static str),
}

impl When {
    pub(super) fn key(self) -> Option<&'static str> {
        match self {
            Self::Has(key) | Self::KeyIs(key, _) | Self::KeyIsJson(key, _) | Self::KeyHasType(key, _) => {
                Some(key)
            }
            Self::Is(_) | Self::Equals(_) | Self::EqualsJson(_) | Self::ItemHasType(_) | Self::Format(_) => {
                None
            }
        }
    }
}
