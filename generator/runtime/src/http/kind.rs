//! What texts stand for.

/// What a text stands for in JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A string.
    String,
    /// A number.
    Number,
    /// A boolean.
    Boolean,
    /// Bytes, which JSON holds as base64.
    Binary,
    /// An array.
    Array(&'static Kind),
    /// An array of so many items, each of its own kind.
    Tuple(&'static [Kind]),
    /// An object with known properties; what others are, where they are kept.
    Object(&'static [(&'static str, Kind)], Option<&'static Kind>),
    /// One of several, which the text tells apart; none of them is one of several itself.
    OneOf(&'static [Kind]),
    /// JSON text, or a string where it is none.
    Json,
}

impl Kind {
    /// Whether it is an array.
    pub(crate) fn is_array(&self) -> bool {
        matches!(self, Self::Array(_) | Self::Tuple(_))
    }

    /// What an item of an array stands for; one that is too many has a text, which the type does not take.
    pub(crate) fn item(&self, index: usize) -> Self {
        match self {
            Self::Array(item) => **item,
            Self::Tuple(items) => items.get(index).copied().unwrap_or(Self::String),
            _ => Self::Json,
        }
    }

    /// The kinds that it may be: itself, unless it is one of several.
    pub(crate) fn alternatives(&self) -> &[Self] {
        match self {
            Self::OneOf(kinds) => kinds,
            kind => std::slice::from_ref(kind),
        }
    }

    /// Whether several values may stand for it.
    pub(crate) fn may_be_array(&self) -> bool {
        self.alternatives().iter().any(Self::is_array)
    }

    /// Whether it is an array or an object, or may be one.
    pub(crate) fn is_compound(&self) -> bool {
        self.alternatives().iter().any(|kind| kind.is_array() || matches!(kind, Self::Object(..)))
    }
}
