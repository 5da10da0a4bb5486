//! Generated servers against the JSON-Schema-Test-Suite: whether reading and validating together take every value that
//! a schema allows, and no other.

mod claims;
mod groups;
mod verdicts;

use crate::scratch::Scratch;
use crate::{Outcome, print};
use groups::{DRAFTS, Group, groups};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;
use verdicts::{Outcome as Answer, Verdict, verdicts};

/// What is counted of a keyword.
#[derive(Default)]
struct Row {
    groups: usize,
    /// Groups without a server.
    without: usize,
    agree: usize,
    differ: usize,
}

/// Prints the table of keywords; status 1 where a keyword that is claimed has a verdict that differs.
pub(crate) fn suite(root: &Path, folder: &Path, show: &[String]) -> Outcome {
    let mut all = Vec::new();
    for draft in DRAFTS {
        all.extend(groups(folder, draft)?);
    }
    let scratch = Scratch::new(root, "suite")?;
    let answers = verdicts(&scratch, &all)?;
    let mut rows: BTreeMap<&str, Row> = BTreeMap::new();
    let mut reasons: BTreeMap<String, usize> = BTreeMap::new();
    let mut shown = String::new();
    let mut broken = String::new();
    for (group, answer) in all.iter().zip(&answers) {
        let row = rows.entry(&group.keyword).or_default();
        row.groups += 1;
        let wanted = show.iter().any(|name| name == "all" || group.keyword.ends_with(name.as_str()));
        match answer {
            Answer::None(reason) => {
                row.without += 1;
                *reasons.entry(reason.clone()).or_default() += 1;
                if wanted {
                    _ = writeln!(shown, "  {}: {}: {reason}", group.keyword, group.description);
                }
            }
            Answer::Verdicts(verdicts) => count(group, verdicts, row, wanted, &mut shown, &mut broken),
        }
    }
    print(&report(&rows, &reasons));
    print(&shown);
    print(&broken);
    Ok(u8::from(!broken.is_empty()))
}

fn count(
    group: &Group,
    verdicts: &[Verdict],
    row: &mut Row,
    wanted: bool,
    shown: &mut String,
    broken: &mut String,
) {
    for (test, verdict) in group.tests.iter().zip(verdicts) {
        if (*verdict == Verdict::Valid) == test.valid && !matches!(verdict, Verdict::Broken(_)) {
            row.agree += 1;
            continue;
        }
        row.differ += 1;
        let should = if test.valid { "valid" } else { "invalid" };
        let line = format!(
            "  {}: {}: {} (should be {should}, is {verdict:?})\n",
            group.keyword, group.description, test.description
        );
        if claims::is_claimed(&group.keyword) {
            broken.push_str(&line);
        } else if wanted {
            shown.push_str(&line);
        }
    }
}

fn report(rows: &BTreeMap<&str, Row>, reasons: &BTreeMap<String, usize>) -> String {
    let mut out = format!(
        "{:<44} {:>6} {:>7} {:>6} {:>6}\n",
        "keyword (* claimed)", "groups", "without", "agree", "differ"
    );
    let mut total = Row::default();
    for (keyword, row) in rows {
        let mark = if claims::is_claimed(keyword) { "*" } else { " " };
        let name = format!("{mark} {keyword}");
        let Row { groups, without, agree, differ } = row;
        // Writing to a string cannot fail.
        _ = writeln!(out, "{name:<44} {groups:>6} {without:>7} {agree:>6} {differ:>6}");
        total.groups += groups;
        total.without += without;
        total.agree += agree;
        total.differ += differ;
    }
    let Row { groups, without, agree, differ } = total;
    _ = writeln!(out, "{:<44} {groups:>6} {without:>7} {agree:>6} {differ:>6}", "  all");
    for (reason, count) in reasons {
        _ = writeln!(out, "{count:>4} without a server: {reason}");
    }
    out
}
