//! The ledger as a table of text: a line a keyword.

use super::Ledger;
use super::entry::{Entry, Standing};
use super::table::Verdict;
use super::words::cut;
use std::fmt::Write as _;

impl Ledger {
    /// Object, keyword, count, verdict and why, object by object in the order of the table.
    pub fn print(&self) -> String {
        let Some(version) = self.version else {
            return "the version of this document is not known\n".to_owned();
        };
        let mut out = format!("{}\n", version.name());
        let mut entries: Vec<&Entry> = self.entries.iter().collect();
        entries.sort_by_key(|entry| entry.kind as usize);
        let mut rows: Vec<[String; 5]> =
            vec![["object", "keyword", "count", "verdict", "why"].map(str::to_owned)];
        rows.extend(entries.iter().map(|entry| row(entry)));
        rows.extend(self.further.iter().map(|(kind, count, _)| {
            let why = "more unknown keywords than are told apart".to_owned();
            [kind.name().to_owned(), "...".to_owned(), count.to_string(), "ignored".to_owned(), why]
        }));
        let width = |column: usize| {
            let lengths = rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.chars().count());
            lengths.max().unwrap_or(0)
        };
        let (first, second, third, fourth) = (width(0), width(1), width(2), width(3));
        for [object, keyword, count, verdict, why] in &rows {
            let line =
                format!("{object:first$}  {keyword:second$}  {count:>third$}  {verdict:fourth$}  {why}");
            // Writing to a string cannot fail.
            _ = writeln!(out, "{}", line.trim_end());
        }
        out
    }
}

fn row(entry: &Entry) -> [String; 5] {
    let (verdict, reason) = match entry.verdict {
        Verdict::Used => ("used", ""),
        Verdict::Documented => ("documented", ""),
        Verdict::Ignored(reason) => ("ignored", reason),
    };
    let why = match &entry.standing {
        Standing::Known | Standing::Extension | Standing::BesideReference => reason.to_owned(),
        Standing::Idle => "it asks for what is so without it".to_owned(),
        Standing::OtherVersion(names) if names.is_empty() => {
            if reason.is_empty() {
                "this version does not have it".to_owned()
            } else {
                reason.to_owned()
            }
        }
        Standing::OtherVersion(names) => format!("it belongs to {names}"),
        Standing::Unknown(None) => reason.to_owned(),
        Standing::Unknown(Some(near)) => format!("{reason}; is `{near}` meant?"),
    };
    // A key may hold anything, and a terminal obeys some of it.
    let keyword: String = cut(&entry.keyword)
        .chars()
        .flat_map(|mark| match mark {
            ' '..='~' => vec![mark],
            _ if mark.is_alphanumeric() => vec![mark],
            _ => mark.escape_unicode().collect(),
        })
        .collect();
    [entry.kind.name().to_owned(), keyword, entry.count.to_string(), verdict.to_owned(), why]
}
