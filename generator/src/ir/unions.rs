//! Unions, and the plans that tell their variants apart.

use super::{Docs, Ident, JsonName, Literal, Rules, TypeRef};

/// One of several types, and how to tell which.
#[derive(Clone, Debug)]
pub struct Union {
    /// The variants in the document's order.
    pub variants: Vec<Variant>,
    /// How to tell which.
    pub plan: Plan,
    /// Whether a value is of one variant alone (`oneOf`), or may be of several (`anyOf`).
    pub exclusive: bool,
}

/// A variant of a union.
#[derive(Clone, Debug)]
pub struct Variant {
    /// Its name in Rust.
    pub ident: Ident,
    /// The type it holds.
    pub ty: TypeRef,
    /// What its doc comment says.
    pub docs: Docs,
    /// What `validate()` checks its value against.
    pub rules: Rules,
}

/// How to tell which variant a value is: the first case that holds names it.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    /// The cases in the order they are tried.
    pub cases: Vec<PlanCase>,
}

/// A case of a plan: all its conditions must hold.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct PlanCase {
    /// The index of the variant.
    pub variant: usize,
    /// What must hold; empty for "otherwise".
    pub conditions: Vec<Condition>,
}

/// What a plan asks of a value; answered by one scan.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Condition {
    /// The value has this JSON type.
    Is(JsonType),
    /// The value is an object with this key.
    Has(JsonName),
    /// The value is an object whose key is this string.
    KeyIs(JsonName, String),
    /// The value is an object whose key is this scalar, no string.
    KeyIsJson(JsonName, Literal),
    /// The value is an object whose key has this JSON type.
    KeyHasType(JsonName, JsonType),
    /// The value is this string.
    Equals(String),
    /// The value is this scalar, no string.
    EqualsJson(Literal),
    /// The value is an array whose first item has this JSON type.
    ItemHasType(JsonType),
    /// The value is a string of this format, which few strings are of.
    Format(String),
}

/// The types of JSON, with integers told from other numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
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
    /// The type as a sentence names it.
    pub const fn with_article(self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Boolean => "a boolean",
            Self::Integer => "an integer",
            Self::Number => "a number",
            Self::String => "a string",
            Self::Array => "an array",
            Self::Object => "an object",
        }
    }
}
