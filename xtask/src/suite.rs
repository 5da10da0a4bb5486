//! Generated servers against the JSON-Schema-Test-Suite: whether reading and validating together take every value that
//! a schema allows, and no other.

mod claims;
mod groups;
mod verdicts;

use crate::scratch::Scratch;
use crate::{Outcome, print};
use claims::Claim;
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
    /// Values that are valid and are refused, or break something.
    refused: usize,
    /// Values that are not valid and are taken.
    taken: usize,
    /// A line for each of them.
    differing: String,
}

/// Prints the table of keywords; status 1 where more verdicts differ than the claims say. `show` names keywords whose
/// verdicts that differ are printed; with `accept` the claims become what was counted.
pub(crate) fn suite(root: &Path, folder: &Path, show: &[String], accept: bool) -> Outcome {
    let mut all = Vec::new();
    for draft in DRAFTS {
        all.extend(groups(folder, draft)?);
    }
    let scratch = Scratch::new(root, "suite")?;
    let answers = verdicts(&scratch, &all)?;
    let mut rows: BTreeMap<&str, Row> = BTreeMap::new();
    let mut reasons: BTreeMap<&str, usize> = BTreeMap::new();
    for (group, answer) in all.iter().zip(&answers) {
        let row = rows.entry(&group.keyword).or_default();
        row.groups += 1;
        match answer {
            Answer::None(reason) => {
                row.without += 1;
                *reasons.entry(reason).or_default() += 1;
                let line = format!("  {}: {}: {reason}\n", group.keyword, group.description);
                row.differing.push_str(&line);
            }
            Answer::Verdicts(verdicts) => count(group, verdicts, row),
        }
    }
    let file = root.join(claims::FILE);
    if accept {
        std::fs::write(&file, claims::write(&rows)).map_err(|error| format!("{}: {error}", claims::FILE))?;
    }
    let text = std::fs::read_to_string(&file).map_err(|error| format!("{}: {error}", claims::FILE))?;
    let claims = claims::read(&text)?;
    print(&report(&rows, &reasons, &claims));
    let mut failed = false;
    for (keyword, row) in &rows {
        // A file of the suite that is new is claimed to nothing until it is accepted.
        let holds = claims.get(*keyword).is_none_or(|claim| claim.holds(row));
        failed |= !holds;
        if !holds || show.iter().any(|name| name == "all" || keyword.ends_with(name.as_str())) {
            let says = if holds { "" } else { ": more verdicts differ than claimed" };
            print(&format!("\n{keyword}{says}\n{}", row.differing));
        }
    }
    Ok(u8::from(failed))
}

fn count(group: &Group, verdicts: &[Verdict], row: &mut Row) {
    for (test, verdict) in group.tests.iter().zip(verdicts) {
        match verdict {
            Verdict::Valid if test.valid => row.agree += 1,
            Verdict::Invalid(_) if !test.valid => row.agree += 1,
            Verdict::Valid => row.taken += 1,
            Verdict::Invalid(_) | Verdict::Broken(_) => row.refused += 1,
        }
        if (*verdict == Verdict::Valid) != test.valid || matches!(verdict, Verdict::Broken(_)) {
            // Writing to a string cannot fail.
            _ = writeln!(row.differing, "  {}: {}: {verdict}", group.description, test.description);
        }
    }
}

fn report(
    rows: &BTreeMap<&str, Row>,
    reasons: &BTreeMap<&str, usize>,
    claims: &BTreeMap<String, Claim>,
) -> String {
    let mut out = format!(
        "{:<52} {:>6} {:>7} {:>6} {:>13} {:>13}\n",
        "keyword (* enforced whole)", "groups", "without", "agree", "valid refused", "invalid taken"
    );
    let mut total = Row::default();
    for (keyword, row) in rows {
        let mark = if claims.get(*keyword).is_some_and(|claim| claim.is_whole()) { "*" } else { " " };
        line(&mut out, &format!("{mark} {keyword}"), row);
        total.groups += row.groups;
        total.without += row.without;
        total.agree += row.agree;
        total.refused += row.refused;
        total.taken += row.taken;
    }
    line(&mut out, "  all", &total);
    for (reason, count) in reasons {
        // Writing to a string cannot fail.
        _ = writeln!(out, "{count:>4} without a server: {reason}");
    }
    out
}

fn line(out: &mut String, name: &str, row: &Row) {
    let Row { groups, without, agree, refused, taken, .. } = row;
    _ = writeln!(out, "{name:<52} {groups:>6} {without:>7} {agree:>6} {refused:>13} {taken:>13}");
}
