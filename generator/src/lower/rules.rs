//! Assertions of JSON Schema Validation, section 6, as tables: of several statements the tightest.

use super::Lowering;
use super::flat::Flat;
use super::values::key;
use crate::diagnostics::{Code, Diagnostic};
use crate::document::{Node, Resolved};
use crate::ir::{Limit, Rules};
use std::cmp::Ordering;

/// More patterns of one value than these are not checked: each stands inside of the one before.
const MOST_ALSO: usize = 16;

/// A bound, whether it is excluded itself, and where it is written.
type Bound<'t> = (Limit, bool, &'t Node);

impl<'t> Lowering<'_, 't> {
    /// What a value of a schema is checked against, without the rules of its items.
    pub(super) fn rules(&mut self, flat: &Flat<'t>) -> Rules {
        let mut rules = Rules { unique_items: flat.flag("uniqueItems"), ..Rules::default() };
        for (pair, least, most, things) in [
            (["minLength", "maxLength"], &mut rules.min_length, &mut rules.max_length, "string"),
            (["minItems", "maxItems"], &mut rules.min_items, &mut rules.max_items, "list"),
            (
                ["minProperties", "maxProperties"],
                &mut rules.min_properties,
                &mut rules.max_properties,
                "object",
            ),
        ] {
            let [low, high] = pair;
            let lows = self.counts(flat, low);
            let highs = self.counts(flat, high);
            let low = lows.into_iter().max_by_key(|(count, _)| *count);
            let high = highs.into_iter().min_by_key(|(count, _)| *count);
            if let (Some((low, first)), Some((high, second))) = (low, high)
                && low > high
            {
                self.contradict(first, second, &format!("no {things} can be this long and that short"));
                continue;
            }
            *least = low.map(|(count, _)| count);
            *most = high.map(|(count, _)| count);
        }
        self.bounds(flat, &mut rules);
        let patterns = self.patterns(flat);
        let divisors = self.divisors(flat);
        rules.pattern = patterns.first().cloned();
        rules.multiple_of = divisors.first().cloned();
        // What is said more than once is checked more than once.
        let more = patterns.len().max(divisors.len());
        if more > MOST_ALSO {
            let origin = flat.nodes.first().map_or(self.document.root.origin, |node| node.origin);
            let message = "this schema has too many patterns, or divisors, to check them all";
            let note = format!("the first {MOST_ALSO} are checked");
            self.sink.report(Diagnostic::new(Code::InvalidConstraint, origin, message).note(note));
        }
        for place in (1..more.min(MOST_ALSO)).rev() {
            let also = Rules {
                pattern: patterns.get(place).cloned(),
                multiple_of: divisors.get(place).cloned(),
                also: rules.also.take(),
                ..Rules::default()
            };
            rules.also = Some(Box::new(also));
        }
        rules
    }

    fn bounds(&mut self, flat: &Flat<'t>, rules: &mut Rules) {
        let low = self.bound(flat, "minimum", "exclusiveMinimum", Ordering::Greater);
        let high = self.bound(flat, "maximum", "exclusiveMaximum", Ordering::Less);
        if let (Some((low, low_out, first)), Some((high, high_out, second))) = (&low, &high) {
            let order = compare(low, high);
            if order == Ordering::Greater || (order == Ordering::Equal && (*low_out || *high_out)) {
                self.contradict(first, second, "no number can be this large and that small");
                return;
            }
        }
        match low {
            Some((limit, true, _)) => rules.exclusive_minimum = Some(limit),
            Some((limit, false, _)) => rules.minimum = Some(limit),
            None => {}
        }
        match high {
            Some((limit, true, _)) => rules.exclusive_maximum = Some(limit),
            Some((limit, false, _)) => rules.maximum = Some(limit),
            None => {}
        }
    }

    /// The tightest bound: in 3.0 a flag excludes it, and a number, which 3.1 writes, is a bound of its own.
    fn bound(
        &mut self,
        flat: &Flat<'t>,
        keyword: &str,
        exclusive: &str,
        tighter: Ordering,
    ) -> Option<Bound<'t>> {
        let mut found: Option<Bound<'t>> = None;
        for node in &flat.nodes {
            let flag = node.get(exclusive);
            let out = flag.and_then(Node::as_bool) == Some(true);
            let own = node.get(keyword).map(|bound| (bound, out, keyword));
            let other = flag.filter(|flag| flag.as_bool().is_none()).map(|bound| (bound, true, exclusive));
            for (bound, out, keyword) in [own, other].into_iter().flatten() {
                let Some(limit) = self.limit(bound, keyword) else { continue };
                let replaces = found.as_ref().is_none_or(|(have, have_out, _)| match compare(&limit, have) {
                    Ordering::Equal => out && !have_out,
                    order => order == tighter,
                });
                if replaces {
                    found = Some((limit, out, bound));
                }
            }
        }
        found
    }

    /// The patterns that the engine of the runtime can run in linear time; another one is not enforced.
    fn patterns(&mut self, flat: &Flat<'t>) -> Vec<String> {
        let mut found: Vec<String> = Vec::new();
        for node in flat.keywords("pattern") {
            let Some(pattern) = node.as_str().filter(|_| !node.is_null()) else {
                self.invalid(node, "pattern", "a string");
                continue;
            };
            if node.as_string().is_none() {
                let message = "this pattern is not a string";
                self.sink.report(
                    Diagnostic::new(Code::InvalidConstraint, node.origin, message)
                        .note("its text is taken for it"),
                );
            }
            found.extend(self.runnable(node, pattern).filter(|new| !found.contains(new)));
        }
        found
    }

    fn divisors(&mut self, flat: &Flat<'t>) -> Vec<Limit> {
        let mut found: Vec<Limit> = Vec::new();
        for node in flat.keywords("multipleOf") {
            let Some(limit) = self.limit(node, "multipleOf") else { continue };
            if compare(&limit, &Limit::Integer(0)) != Ordering::Greater {
                self.invalid(node, "multipleOf", "a number greater than zero");
            } else if !found.contains(&limit) {
                found.push(limit);
            }
        }
        found
    }

    fn counts(&mut self, flat: &Flat<'t>, keyword: &str) -> Vec<(u64, &'t Node)> {
        let mut counts = Vec::new();
        for node in flat.nodes.iter().filter_map(|node| node.get(keyword)) {
            match node.as_u64() {
                Some(count) => counts.push((count, node)),
                None => self.invalid(node, keyword, "a whole number that is not negative"),
            }
        }
        counts
    }

    fn limit(&mut self, node: &Node, keyword: &str) -> Option<Limit> {
        let limit = match node.resolve() {
            Some(Resolved::Number(_)) => Limit::parse(&key(node)),
            _ => None,
        };
        if limit.is_none() {
            self.invalid(node, keyword, "a number");
        }
        limit
    }

    pub(super) fn invalid(&mut self, node: &Node, keyword: &str, expected: &str) {
        let message = format!("`{keyword}` must be {expected}");
        self.sink
            .report(Diagnostic::new(Code::InvalidConstraint, node.origin, message).note("it is not checked"));
    }

    fn contradict(&mut self, low: &Node, high: &Node, message: &str) {
        self.sink.report(
            Diagnostic::new(Code::InvalidConstraint, low.origin, message)
                .related(high.origin, "the other bound is here")
                .note("neither is checked"),
        );
    }
}

/// The order of two bounds: exact for integers, and for others as near as a float comes.
pub(super) fn compare(one: &Limit, other: &Limit) -> Ordering {
    match (one, other) {
        (Limit::Integer(one), Limit::Integer(other)) => one.cmp(other),
        _ => float(one).total_cmp(&float(other)),
    }
}

fn float(limit: &Limit) -> f64 {
    match limit {
        Limit::Integer(value) => value.to_string().parse().unwrap_or(f64::NAN),
        Limit::Decimal(text) => text.parse().unwrap_or(f64::NAN),
    }
}
