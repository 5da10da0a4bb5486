//! Two sets of facts, compared.

use super::facts::{Fact, Kind};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::AddAssign;

/// How many facts there are on each side, and how many on both.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Tally {
    /// On both sides.
    pub(super) right: usize,
    /// In the derived document.
    pub(super) derived: usize,
    /// In the truth.
    pub(super) truth: usize,
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.right += other.right;
        self.derived += other.derived;
        self.truth += other.truth;
    }
}

impl Tally {
    /// How much of what was derived is true.
    pub(super) fn precision(self) -> f64 {
        share(self.right, self.derived)
    }

    /// How much of what is true was derived.
    pub(super) fn recall(self) -> f64 {
        share(self.right, self.truth)
    }

    /// The harmonic mean of precision and recall.
    pub(super) fn f1(self) -> f64 {
        let (precision, recall) = (self.precision(), self.recall());
        if precision + recall == 0.0 { 0.0 } else { 2.0 * precision * recall / (precision + recall) }
    }
}

fn share(part: usize, whole: usize) -> f64 {
    // Counts of facts are far below the integers that an f64 holds exactly.
    if whole == 0 { 1.0 } else { part as f64 / whole as f64 }
}

/// What comes out of a comparison.
#[derive(Debug, Default)]
pub(super) struct Score {
    /// The figures of each kind.
    pub(super) tallies: BTreeMap<Kind, Tally>,
    /// What is true and was not derived.
    pub(super) missing: Vec<Fact>,
    /// What was derived and is not true.
    pub(super) extra: Vec<Fact>,
}

impl Score {
    /// Compares what was derived with the truth. Of operations that were not derived only their absence counts.
    pub(super) fn new(truth: &BTreeSet<Fact>, derived: &BTreeSet<Fact>) -> Self {
        let scope: BTreeSet<&str> = derived
            .iter()
            .filter(|fact| fact.kind == Kind::Operation)
            .map(|fact| fact.operation.as_str())
            .collect();
        let counts = |fact: &&Fact| fact.kind == Kind::Operation || scope.contains(fact.operation.as_str());
        let mut score = Self::default();
        for fact in derived {
            score.tally(fact).derived += 1;
            if !truth.contains(fact) {
                score.extra.push(fact.clone());
            }
        }
        for fact in truth.iter().filter(counts) {
            score.tally(fact).truth += 1;
            if derived.contains(fact) {
                score.tally(fact).right += 1;
            } else {
                score.missing.push(fact.clone());
            }
        }
        score
    }

    fn tally(&mut self, fact: &Fact) -> &mut Tally {
        self.tallies.entry(fact.kind).or_default()
    }

    /// The figures of one kind.
    pub(super) fn of(&self, kind: Kind) -> Tally {
        self.tallies.get(&kind).copied().unwrap_or_default()
    }

    /// The figures of all kinds but operations, which the script leaves out of its last line too.
    pub(super) fn all(&self) -> Tally {
        let mut all = Tally::default();
        Kind::ALL.into_iter().filter(|kind| *kind != Kind::Operation).for_each(|kind| all += self.of(kind));
        all
    }

    /// Whether both sides say the same.
    pub(super) fn is_identical(&self) -> bool {
        self.missing.is_empty() && self.extra.is_empty()
    }
}
