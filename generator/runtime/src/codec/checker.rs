//! Collects what a document does not allow in a value.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, LazyLock, PoisonError, RwLock};

use regex::Regex;

use super::exact::Exact;
use super::fault::pointer;
use super::{Limit, Mode, Rules, Segment, View, Writer};

/// Something in a value that the document does not allow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    /// Where, as a JSON Pointer.
    pub pointer: String,
    /// Which keyword of JSON Schema says so.
    pub keyword: &'static str,
    /// What has to hold, without the submitted value.
    pub message: String,
}

impl fmt::Display for Violation {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { pointer, message, .. } = self;
        if pointer.is_empty() {
            formatter.write_str(message)
        } else {
            write!(formatter, "{pointer}: {message}")
        }
    }
}

/// More violations than this are not collected, so that a long bad list does not make a longer answer.
const MOST: usize = 100;

/// Collects violations.
#[derive(Debug, Default)]
pub struct Checker {
    found: Vec<Found>,
}

#[derive(Debug)]
struct Found {
    /// From the inside out, so that a path is only built for what is wrong.
    path: Vec<Segment>,
    keyword: &'static str,
    message: Cow<'static, str>,
}

impl Checker {
    /// One that has found nothing.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a violation of the value that is being checked. The message must not repeat the value.
    pub fn report(&mut self, keyword: &'static str, message: impl Into<Cow<'static, str>>) {
        if self.found.len() < MOST {
            self.found.push(Found { path: Vec::new(), keyword, message: message.into() });
        }
    }

    /// How much was found so far, for [`Checker::under`].
    pub(crate) fn mark(&self) -> usize {
        self.found.len()
    }

    /// Puts what was found since a mark one step further inside.
    pub(crate) fn under(&mut self, mark: usize, segment: &dyn Fn() -> Segment) {
        for found in self.found.iter_mut().skip(mark) {
            found.path.push(segment());
        }
    }

    /// Everything that was found.
    #[must_use]
    pub fn finish(self) -> Vec<Violation> {
        let finish = |Found { path, keyword, message }: Found| Violation {
            pointer: pointer(&path),
            keyword,
            message: message.into_owned(),
        };
        self.found.into_iter().map(finish).collect()
    }

    /// Checks a value by all that its place says.
    pub(crate) fn value(&mut self, value: View<'_>, rules: &Rules) {
        self.schema(rules, |writer| value.write(writer));
        value.check(rules, self);
    }

    /// Checks what a value writes by the schema of its place, if there is one.
    pub(crate) fn schema(&mut self, rules: &Rules, write: impl FnOnce(&mut Writer)) {
        let Some((schemas, index)) = rules.schema else { return };
        let mut writer = Writer::new();
        write(&mut writer);
        // What cannot be written is told by whoever writes it.
        let Ok(bytes) = writer.finish() else { return };
        if let Ok(value) = super::decode(&bytes, Mode::Lenient) {
            schemas.check(index, &value, self);
        }
    }

    /// Checks a string.
    pub(crate) fn text(&mut self, rules: &Rules, text: &str) {
        if rules.min_length.is_some() || rules.max_length.is_some() {
            let keywords = ["minLength", "maxLength"];
            self.count(keywords, "characters", text.chars().count(), rules.min_length, rules.max_length);
        }
        if let Some(pattern) = rules.pattern
            && !matches(pattern, text)
        {
            self.report("pattern", format!("must match {pattern}"));
        }
        if let Some(also) = rules.also {
            self.text(also, text);
        }
    }

    /// Checks an integer.
    pub(crate) fn integer(&mut self, rules: &Rules, value: impl itoa::Integer + Into<i128>) {
        if rules.limits_numbers() && !rules.admit_integer(value.into()) {
            self.number(rules, itoa::Buffer::new().format(value));
        }
    }

    /// Checks a number, given as its text.
    pub(crate) fn number(&mut self, rules: &Rules, value_text: &str) {
        let Some(value) = Exact::parse(value_text) else { return };
        let mut bound = |keyword, limit: Option<Limit>, says: &str, holds: fn(Ordering) -> bool| {
            let Some(limit) = limit else { return };
            let text = limit.to_string();
            if Exact::parse(&text).is_some_and(|limit| !holds(value.order(&limit))) {
                self.report(keyword, format!("must be {says} {text}"));
            }
        };
        bound("minimum", rules.minimum, "at least", Ordering::is_ge);
        bound("maximum", rules.maximum, "at most", Ordering::is_le);
        bound("exclusiveMinimum", rules.exclusive_minimum, "greater than", Ordering::is_gt);
        bound("exclusiveMaximum", rules.exclusive_maximum, "less than", Ordering::is_lt);
        if let Some(text) = rules.multiple_of.map(|limit| limit.to_string())
            && Exact::parse(&text).is_some_and(|divisor| !value.is_multiple_of(&divisor))
        {
            self.report("multipleOf", format!("must be a multiple of {text}"));
        }
        if let Some(also) = rules.also {
            self.number(also, value_text);
        }
    }

    /// Checks how many elements an array has.
    pub(crate) fn items(&mut self, rules: &Rules, count: usize) {
        self.count(["minItems", "maxItems"], "elements", count, rules.min_items, rules.max_items);
    }

    /// Checks how many properties an object has.
    pub(crate) fn properties(&mut self, rules: &Rules, count: usize) {
        let keywords = ["minProperties", "maxProperties"];
        self.count(keywords, "properties", count, rules.min_properties, rules.max_properties);
    }

    fn count(
        &mut self,
        [least_keyword, most_keyword]: [&'static str; 2],
        things: &str,
        count: usize,
        least: Option<u64>,
        most: Option<u64>,
    ) {
        let count = u64::try_from(count).unwrap_or(u64::MAX);
        if let Some(least) = least
            && count < least
        {
            self.report(least_keyword, format!("must have at least {least} {things}"));
        }
        if let Some(most) = most
            && count > most
        {
            self.report(most_keyword, format!("must have at most {most} {things}"));
        }
    }
}

type Patterns = HashMap<Box<str>, Option<Arc<Regex>>>;

/// Patterns are few and fixed by the generated code, and compiling one costs far more than matching it.
static PATTERNS: LazyLock<RwLock<Patterns>> = LazyLock::new(RwLock::default);

pub(crate) fn matches(pattern: &str, text: &str) -> bool {
    let known = PATTERNS.read().unwrap_or_else(PoisonError::into_inner).get(pattern).cloned();
    let regex = known.unwrap_or_else(|| {
        let regex = Regex::new(pattern).ok().map(Arc::new);
        let mut patterns = PATTERNS.write().unwrap_or_else(PoisonError::into_inner);
        patterns.insert(pattern.into(), regex.clone());
        regex
    });
    regex.is_none_or(|regex| regex.is_match(text))
}
