//! A line of the ledger, and what is looked up for it.

use super::kind::Kind;
use super::table::{EXTENSIONS, Holds, Row, Verdict, rows};
use super::version::Version;
use crate::diagnostics;
use crate::source::Origin;
use crate::tree::{Mapping, Node};
use smol_str::SmolStr;

/// How a keyword stands to the specification of the document's version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// The version has it.
    Known,
    /// The value asks for what is so without the keyword as well.
    Idle,
    /// Other versions have it: their names, empty where only other drafts of JSON Schema or other tools have it.
    OtherVersion(String),
    /// It stands beside a `$ref`, which leaves no room for it.
    BesideReference,
    /// Nobody knows it; the nearest keyword of the same object, where one is near.
    Unknown(Option<&'static str>),
    /// An extension: its name starts with `x-`.
    Extension,
}

/// A keyword of one kind of object, and what becomes of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The object it stands in.
    pub kind: Kind,
    /// Its name as it is written.
    pub keyword: SmolStr,
    /// How it stands to the specification.
    pub standing: Standing,
    /// What becomes of it.
    pub verdict: Verdict,
    /// How often it occurs.
    pub count: usize,
    /// The place of the keyword where it occurs first.
    pub first: Origin,
}

/// What the table says about a keyword.
pub(super) struct Found {
    pub(super) standing: Standing,
    pub(super) verdict: Verdict,
    pub(super) holds: Holds,
}

/// Why an extension has no effect.
const EXTENSION: &str = "extensions belong to those who know them";

/// Why an unknown keyword has no effect.
const UNKNOWN: &str = "no version of the specification has it";

/// Looks a keyword up; `value` decides whether it asks for anything.
pub(super) fn look_up(kind: Kind, keyword: &str, value: &Node, version: Version) -> Found {
    let opaque = |standing, verdict| Found { standing, verdict, holds: Holds::Value };
    if keyword.starts_with("x-") {
        let used = EXTENSIONS.contains(&(kind, keyword));
        return opaque(Standing::Extension, if used { Verdict::Used } else { Verdict::Ignored(EXTENSION) });
    }
    let mut elsewhere: Option<&'static Row> = None;
    let rows = rows(kind).iter().filter(|row| row.name == keyword);
    for row in rows {
        if row.versions.has(version) {
            if row.idle.is_some_and(|idle| idle(value)) {
                return opaque(Standing::Idle, Verdict::Used);
            }
            // Nobody misses what holds nothing.
            if matches!(row.verdict, Verdict::Ignored(_)) && is_empty(value) {
                return opaque(Standing::Idle, row.verdict);
            }
            return Found { standing: Standing::Known, verdict: row.verdict, holds: row.holds };
        }
        elsewhere = Some(row);
    }
    if let Some(row) = elsewhere {
        if row.idle.is_some_and(|idle| idle(value)) {
            return opaque(Standing::Idle, Verdict::Used);
        }
        let verdict = row.elsewhere.unwrap_or(match row.verdict {
            Verdict::Ignored(reason) => Verdict::Ignored(reason),
            Verdict::Used | Verdict::Documented => Verdict::Ignored(not_of(version)),
        });
        let standing = Standing::OtherVersion(row.versions.names());
        let holds = if row.elsewhere.is_some() { row.holds } else { Holds::Value };
        return Found { standing, verdict, holds };
    }
    match kind.every() {
        Some(child) => Found { standing: Standing::Known, verdict: Verdict::Used, holds: Holds::One(child) },
        None if kind == Kind::SchemaReference => {
            opaque(Standing::BesideReference, Verdict::Ignored(BESIDE_SCHEMA))
        }
        None if kind.is_reference() => opaque(Standing::BesideReference, Verdict::Ignored(BESIDE)),
        None => opaque(Standing::Unknown(None), Verdict::Ignored(UNKNOWN)),
    }
}

fn is_empty(node: &Node) -> bool {
    node.as_mapping().is_some_and(Mapping::is_empty) || node.as_sequence().is_some_and(<[Node]>::is_empty)
}

/// Why what stands beside a `$ref` has no effect.
const BESIDE: &str = "a `$ref` stands for the whole object; in place of the reference it would count";
const BESIDE_SCHEMA: &str =
    "a `$ref` stands for the whole object; an `allOf` of the reference leaves room beside it";

const fn not_of(version: Version) -> &'static str {
    match version {
        Version::V2_0 => "Swagger 2.0 does not have it",
        Version::V3_0 => "OpenAPI 3.0 does not have it",
        Version::V3_1 => "OpenAPI 3.1 does not have it",
        Version::V3_2 => "OpenAPI 3.2 does not have it",
    }
}

/// The keyword of an object that is nearest to a name that it does not have; `None` where none is near.
pub(super) fn nearest(kind: Kind, name: &str, version: Version) -> Option<&'static str> {
    let rows = rows(kind).iter().filter(|row| row.versions.has(version));
    diagnostics::nearest(name, rows.map(|row| row.name))
}
