//! What a document says about values beyond their types.

use super::Schemas;
use std::fmt;

/// What a document says about a value beyond its type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rules {
    /// The least number of characters.
    pub min_length: Option<u64>,
    /// The greatest number of characters.
    pub max_length: Option<u64>,
    /// A regular expression that has to match somewhere. One that `regex` cannot read is not enforced.
    pub pattern: Option<&'static str>,
    /// The least number.
    pub minimum: Option<Limit>,
    /// The greatest number.
    pub maximum: Option<Limit>,
    /// What the number has to be greater than.
    pub exclusive_minimum: Option<Limit>,
    /// What the number has to be less than.
    pub exclusive_maximum: Option<Limit>,
    /// What the number has to be a multiple of.
    pub multiple_of: Option<Limit>,
    /// The least number of elements.
    pub min_items: Option<u64>,
    /// The greatest number of elements.
    pub max_items: Option<u64>,
    /// Whether no two elements may be equal.
    pub unique_items: bool,
    /// The least number of properties.
    pub min_properties: Option<u64>,
    /// The greatest number of properties.
    pub max_properties: Option<u64>,
    /// What holds for each element of an array, or for each value of a map.
    pub items: Option<&'static Rules>,
    /// What holds for the first elements of an array in place of that, one by one.
    pub prefix_items: &'static [Rules],
    /// What holds as well, where a document says one thing twice.
    pub also: Option<&'static Rules>,
    /// Which schema holds what none of these can say.
    pub schema: Option<(&'static Schemas, usize)>,
}

impl Rules {
    /// No rules.
    pub const NONE: Self = Self {
        min_length: None,
        max_length: None,
        pattern: None,
        minimum: None,
        maximum: None,
        exclusive_minimum: None,
        exclusive_maximum: None,
        multiple_of: None,
        min_items: None,
        max_items: None,
        unique_items: false,
        min_properties: None,
        max_properties: None,
        items: None,
        prefix_items: &[],
        also: None,
        schema: None,
    };

    /// What holds for each element.
    pub(crate) fn of_items(&self) -> &'static Self {
        self.items.unwrap_or(&Self::NONE)
    }

    /// What holds for the element at an index of an array.
    pub(crate) fn of_item(&self, index: usize) -> &'static Self {
        self.prefix_items.get(index).unwrap_or_else(|| self.of_items())
    }

    /// Whether anything is said about numbers, which spares reading their text otherwise.
    pub(crate) fn limits_numbers(&self) -> bool {
        self.minimum.is_some()
            || self.maximum.is_some()
            || self.exclusive_minimum.is_some()
            || self.exclusive_maximum.is_some()
            || self.multiple_of.is_some()
            || self.also.is_some()
    }
}

/// Most limits are integers, and most numbers are within them; that is told without a text. Whoever is not admitted here is
/// held to the limits by its text, which tells what is wrong.
impl Rules {
    /// Whether an integer is surely within the limits.
    pub(crate) fn admit_integer(&self, value: i128) -> bool {
        let within = |limit, holds: fn(&i128, &i128) -> bool| match limit {
            None => true,
            Some(Limit::Integer(limit)) => holds(&value, &limit),
            Some(Limit::Decimal(_)) => false,
        };
        within(self.minimum, i128::ge)
            && within(self.maximum, i128::le)
            && within(self.exclusive_minimum, i128::gt)
            && within(self.exclusive_maximum, i128::lt)
            && within(self.multiple_of, |value, limit| value.checked_rem(*limit) == Some(0))
            && self.also.is_none()
    }

    /// Whether a float is surely within the limits.
    pub(crate) fn admit_float(&self, value: f64) -> bool {
        let within = |limit, holds: fn(&f64, &f64) -> bool| match limit {
            None => true,
            // An `i32` is a float without loss.
            Some(Limit::Integer(limit)) => {
                i32::try_from(limit).is_ok_and(|limit| holds(&value, &f64::from(limit)))
            }
            Some(Limit::Decimal(_)) => false,
        };
        within(self.minimum, f64::ge)
            && within(self.maximum, f64::le)
            && within(self.exclusive_minimum, f64::gt)
            && within(self.exclusive_maximum, f64::lt)
            && self.multiple_of.is_none()
            && self.also.is_none()
    }
}

/// Writes a method for each keyword of some type.
macro_rules! keywords {
    ($($keyword:ident: $ty:ty,)*) => {
        /// Rules one keyword after another, as generated constants are written: a method costs the compiler less than a
        /// struct of which all fields but one are those of another.
        #[allow(missing_docs, reason = "each is named after the field that it sets")]
        impl Rules {
            $(
                #[must_use]
                pub const fn $keyword(mut self, value: $ty) -> Self {
                    self.$keyword = Some(value);
                    self
                }
            )*
        }
    };
}

keywords! {
    min_length: u64,
    max_length: u64,
    pattern: &'static str,
    min_items: u64,
    max_items: u64,
    min_properties: u64,
    max_properties: u64,
    items: &'static Rules,
    also: &'static Rules,
}

/// Writes the methods of a limit, which is an integer most often, or a decimal, written as a text, so that no digit is
/// lost.
macro_rules! limits {
    ($($keyword:ident $decimal:ident,)*) => {
        /// Limits of numbers.
        #[allow(missing_docs, reason = "each is named after the field that it sets")]
        impl Rules {
            $(
                #[must_use]
                pub const fn $keyword(mut self, value: i128) -> Self {
                    self.$keyword = Some(Limit::Integer(value));
                    self
                }

                #[must_use]
                pub const fn $decimal(mut self, text: &'static str) -> Self {
                    self.$keyword = Some(Limit::Decimal(text));
                    self
                }
            )*
        }
    };
}

limits! {
    minimum minimum_decimal,
    maximum maximum_decimal,
    exclusive_minimum exclusive_minimum_decimal,
    exclusive_maximum exclusive_maximum_decimal,
    multiple_of multiple_of_decimal,
}

/// What is no `Option` of one value.
impl Rules {
    /// No two elements may be equal.
    #[must_use]
    pub const fn unique_items(mut self) -> Self {
        self.unique_items = true;
        self
    }

    /// What holds for each of the first elements.
    #[must_use]
    pub const fn prefix_items(mut self, items: &'static [Self]) -> Self {
        self.prefix_items = items;
        self
    }

    /// What none of the others can say is in a schema.
    #[must_use]
    pub const fn schema(mut self, schemas: &'static Schemas, index: usize) -> Self {
        self.schema = Some((schemas, index));
        self
    }
}

/// A number in a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limit {
    /// An integer.
    Integer(i128),
    /// Any number, as the document writes it.
    Decimal(&'static str),
}

impl fmt::Display for Limit {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Integer(value) => value.fmt(formatter),
            Self::Decimal(text) => formatter.write_str(text),
        }
    }
}
