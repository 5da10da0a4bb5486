//! What is printed: a row a layout, and below it what the figures alone do not say.

use super::cases::Case;
use super::facts::{Fact, Kind};
use super::judge::{Made, Verdict};
use super::score::{Score, Tally};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::time::Duration;

/// The table of all rows, what was refused, and the first facts that are wrong.
pub(super) fn table(judged: &[(&Case, Verdict)], show: usize) -> String {
    let mut rows: Vec<Row> = Vec::new();
    for (case, verdict) in judged {
        if rows.last().is_none_or(|row| row.name != case.row) {
            rows.push(Row { name: &case.row, ..Row::default() });
        }
        if let Some(row) = rows.last_mut() {
            row.add(case, verdict);
        }
    }
    let mut out = String::from(
        "facts: those of the truth, of operations that were derived; operations: right/derived/of the truth;\n\
         time: of deriving alone, summed over pages\n\n",
    );
    // Writing to a string cannot fail.
    _ = writeln!(
        out,
        "{:30} {:>5} {:>7} {:>7} {:>8} {:>5} {:>13} {:>7} {:>9} {:>6} {:>6} {:>8}",
        "layout",
        "pages",
        "derived",
        "refused",
        "panicked",
        "empty",
        "operations",
        "facts",
        "precision",
        "recall",
        "F1",
        "time"
    );
    rows.iter().for_each(|row| row.line(&mut out));
    rows.iter().for_each(|row| row.remarks(&mut out));
    if show > 0 {
        rows.iter().for_each(|row| row.wrong(show, &mut out));
    }
    out
}

/// What is printed of a layout.
#[derive(Default)]
struct Row<'a> {
    name: &'a str,
    pages: usize,
    derived: usize,
    refused: usize,
    empty: usize,
    scored: usize,
    codes: BTreeMap<&'a str, usize>,
    tallies: BTreeMap<Kind, Tally>,
    all: Tally,
    missing: Vec<(&'a str, &'a Fact)>,
    extra: Vec<(&'a str, &'a Fact)>,
    panicked: Vec<&'a str>,
    /// Flattened pages whose lines were derived, and those of them that say something else than their lines.
    lines: usize,
    unlike: usize,
    truths: Vec<&'a str>,
    /// Names that pages without a truth print, and those of them that were not derived.
    printed: usize,
    uncovered: Vec<(&'a str, &'a str)>,
    spent: Duration,
}

impl<'a> Row<'a> {
    fn add(&mut self, case: &'a Case, verdict: &'a Verdict) {
        self.pages += 1;
        self.spent += verdict.spent;
        self.empty += usize::from(verdict.made.is_empty());
        match &verdict.made {
            Made::Derived(_) => self.derived += 1,
            Made::Panicked => self.panicked.push(&case.name),
            Made::Refused(codes) => {
                self.refused += 1;
                codes.iter().for_each(|code| *self.codes.entry(code).or_default() += 1);
            }
        }
        self.truths.extend(verdict.unusable_truth.as_deref());
        if let Some((printed, missing)) = &verdict.coverage {
            self.printed += printed;
            self.uncovered.extend(missing.iter().map(|name| (case.name.as_str(), name.as_str())));
        }
        if case.flatten && verdict.known {
            self.lines += 1;
            self.unlike += usize::from(!verdict.score.as_ref().is_some_and(Score::is_identical));
        }
        let Some(score) = &verdict.score else { return };
        self.scored += 1;
        self.all += score.all();
        for kind in Kind::ALL {
            *self.tallies.entry(kind).or_default() += score.of(kind);
        }
        self.missing.extend(score.missing.iter().map(|fact| (case.name.as_str(), fact)));
        self.extra.extend(score.extra.iter().map(|fact| (case.name.as_str(), fact)));
    }

    fn line(&self, out: &mut String) {
        let Self { name, pages, derived, refused, empty, all, .. } = self;
        let (panicked, milliseconds) = (self.panicked.len(), self.spent.as_millis());
        _ = write!(out, "{name:30} {pages:>5} {derived:>7} {refused:>7} {panicked:>8} {empty:>5}");
        let operations = self.tallies.get(&Kind::Operation).copied().unwrap_or_default();
        if self.scored == 0 {
            _ = write!(out, " {:>13} {:>7} {:>9} {:>6} {:>6}", "-", "-", "-", "-", "-");
        } else if operations.derived == 0 {
            // Nothing is wrong and nothing is missing where nothing was derived; that is no figure.
            let operations = format!("0/0/{}", operations.truth);
            _ = write!(out, " {operations:>13} {:>7} {:>9} {:>6} {:>6}", 0, "-", "-", "-");
        } else {
            let operations = format!("{}/{}/{}", operations.right, operations.derived, operations.truth);
            let (precision, recall, f1) = (all.precision(), all.recall(), all.f1());
            _ = write!(out, " {operations:>13} {:>7} {precision:>9.4} {recall:>6.4} {f1:>6.4}", all.truth);
        }
        _ = writeln!(out, " {milliseconds:>5} ms");
    }

    fn remarks(&self, out: &mut String) {
        let name = self.name;
        if !self.codes.is_empty() {
            let codes: Vec<_> = self.codes.iter().map(|(code, pages)| format!("{code} {pages}")).collect();
            _ = writeln!(out, "\n{name}: refused for {}", codes.join(", "));
        }
        if self.derived > self.scored && self.scored > 0 {
            _ = writeln!(out, "\n{name}: {} of the derived have no truth", self.derived - self.scored);
        }
        if self.lines > 0 {
            let Self { lines, unlike, .. } = self;
            _ = writeln!(out, "\n{name}: {unlike} of {lines} pages differ from what their lines say");
        }
        if self.printed > 0 {
            let found = self.printed - self.uncovered.len();
            let share = 100.0 * found as f64 / self.printed as f64;
            _ = writeln!(
                out,
                "\n{name}: {found} of {} printed names are derived ({share:.1} %)",
                self.printed
            );
        }
        self.panicked.iter().for_each(|page| _ = writeln!(out, "\n{name}: panicked at {page}"));
        self.truths.iter().for_each(|reason| _ = writeln!(out, "\n{name}: no truth, {reason}"));
    }

    fn wrong(&self, show: usize, out: &mut String) {
        for (page, field) in self.uncovered.iter().take(show) {
            _ = writeln!(out, "  uncovered {page}: {field}");
        }
        if self.scored == 0 {
            return;
        }
        _ = writeln!(out, "\n{}", self.name);
        for (kind, tally) in &self.tallies {
            let Tally { truth, derived, .. } = tally;
            let (precision, recall, f1) = (tally.precision(), tally.recall(), tally.f1());
            _ = writeln!(
                out,
                "  {:10} truth {truth:>6} derived {derived:>6} precision {precision:.4} recall {recall:.4} F1 {f1:.4}",
                kind.name()
            );
        }
        for (label, wrong) in [("missing", &self.missing), ("extra", &self.extra)] {
            for (page, fact) in wrong.iter().take(show) {
                _ = writeln!(out, "  {label:7} {page}: {fact}");
            }
            if wrong.len() > show {
                _ = writeln!(out, "  {label:7} and {} more", wrong.len() - show);
            }
        }
    }
}
