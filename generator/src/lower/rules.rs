//! Assertions of JSON Schema Validation, section 6, as tables.

use super::Lowering;
use super::flat::Flat;
use crate::diagnostics::{Code, Diagnostic};
use crate::document::{Node, Resolved};
use crate::ir::{Limit, Rules};

impl<'t> Lowering<'_, 't> {
    /// What a value of a schema is checked against, without the rules of its items.
    pub(super) fn rules(&mut self, flat: &Flat<'t>) -> Rules {
        let mut rules = Rules {
            min_length: self.count(flat, "minLength"),
            max_length: self.count(flat, "maxLength"),
            pattern: self.pattern(flat),
            minimum: self.limit(flat, "minimum"),
            maximum: self.limit(flat, "maximum"),
            multiple_of: self.limit(flat, "multipleOf"),
            min_items: self.count(flat, "minItems"),
            max_items: self.count(flat, "maxItems"),
            unique_items: flat.flag("uniqueItems"),
            min_properties: self.count(flat, "minProperties"),
            max_properties: self.count(flat, "maxProperties"),
            ..Rules::default()
        };
        if flat.flag("exclusiveMinimum") {
            rules.exclusive_minimum = rules.minimum.take();
        }
        if flat.flag("exclusiveMaximum") {
            rules.exclusive_maximum = rules.maximum.take();
        }
        rules
    }

    /// A pattern that the engine of the runtime can run in linear time; another one is not enforced.
    fn pattern(&mut self, flat: &Flat<'t>) -> Option<String> {
        let node = flat.keyword("pattern")?;
        let pattern = node.as_str()?;
        if self.patterns.get(pattern).copied().unwrap_or_else(|| regex::Regex::new(pattern).is_ok()) {
            self.patterns.insert(pattern.to_owned(), true);
            return Some(pattern.to_owned());
        }
        if self.patterns.insert(pattern.to_owned(), false).is_none() {
            let message = "this pattern cannot be run in linear time";
            self.sink.report(
                Diagnostic::new(Code::UnsupportedPattern, node.origin, message)
                    .note("it is not enforced; look-around and back references are not supported"),
            );
        }
        None
    }

    fn count(&mut self, flat: &Flat<'t>, keyword: &str) -> Option<u64> {
        let node = flat.keyword(keyword)?;
        let count = node.as_u64().or_else(|| whole(node));
        if count.is_none() {
            self.invalid(node, keyword, "a whole number that is not negative");
        }
        count
    }

    fn limit(&mut self, flat: &Flat<'t>, keyword: &str) -> Option<Limit> {
        let node = flat.keyword(keyword)?;
        let limit = match node.as_scalar().map(crate::document::Scalar::resolve) {
            Some(Resolved::Number(text)) if text.parse::<f64>().is_ok_and(f64::is_finite) => {
                match text.parse::<i128>() {
                    Ok(integer) => Some(Limit::Integer(integer)),
                    Err(_) => Some(Limit::Decimal(text.to_owned())),
                }
            }
            _ => None,
        };
        if limit.is_none() {
            self.invalid(node, keyword, "a number");
        }
        limit
    }

    fn invalid(&mut self, node: &Node, keyword: &str, expected: &str) {
        let message = format!("`{keyword}` must be {expected}");
        self.sink
            .report(Diagnostic::new(Code::InvalidConstraint, node.origin, message).note("it is not checked"));
    }
}

/// `10.0` is the integer 10 (JSON Schema Core, section 4.2.3).
fn whole(node: &Node) -> Option<u64> {
    let (digits, fraction) = node.as_str()?.split_once('.')?;
    fraction.bytes().all(|byte| byte == b'0').then(|| digits.parse().ok()).flatten()
}
