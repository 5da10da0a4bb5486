//! What is claimed, by keyword: how many verdicts differ from the suite's, and no more. A keyword of two zeros is
//! enforced as the suite says; for the others the numbers say how far it goes.

use super::Row;
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// Where the claims stand, below the repository.
pub(super) const FILE: &str = "xtask/src/suite/claims.tsv";

/// The most values of a keyword that may get the wrong verdict.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Claim {
    /// Values that are valid and are refused.
    pub(super) refused: usize,
    /// Values that are not valid and are taken.
    pub(super) taken: usize,
}

impl Claim {
    /// Whether all verdicts are claimed to be the suite's.
    pub(super) fn is_whole(self) -> bool {
        self == Self::default()
    }

    /// Whether what was counted keeps to it.
    pub(super) fn holds(self, row: &Row) -> bool {
        row.refused <= self.refused && row.taken <= self.taken
    }
}

/// Reads the claims; a line that is none is an error.
pub(super) fn read(text: &str) -> Result<BTreeMap<String, Claim>, String> {
    let claim = |line: &str| {
        let mut parts = line.split('\t');
        let keyword = parts.next()?.to_owned();
        let refused = parts.next()?.parse().ok()?;
        Some((keyword, Claim { refused, taken: parts.next()?.parse().ok()? }))
    };
    let lines = text.lines().skip(1);
    lines.map(|line| claim(line).ok_or_else(|| format!("{FILE}: `{line}` is no claim"))).collect()
}

/// The claims that hold of what was counted, as they are written.
pub(super) fn write(rows: &BTreeMap<&str, Row>) -> String {
    let mut text = "keyword\tvalid refused\tinvalid taken\n".to_owned();
    for (keyword, row) in rows.iter().filter(|(_, row)| row.without < row.groups) {
        // Writing to a string cannot fail.
        _ = writeln!(text, "{keyword}\t{}\t{}", row.refused, row.taken);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn claims_are_read_as_they_are_written() {
        let row = Row { groups: 1, refused: 2, taken: 3, ..Row::default() };
        let text = write(&BTreeMap::from([("draft4/not", row)]));
        let claims = read(&text).unwrap();
        assert_eq!(claims["draft4/not"], Claim { refused: 2, taken: 3 });
        assert!(!claims["draft4/not"].is_whole());
        assert!(!claims["draft4/not"].holds(&Row { taken: 4, ..Row::default() }));
        assert!(read("keyword\nx\t1").is_err());
    }
}
