//! The versions of OpenAPI, one by one and several at once.

use crate::tree::Node;

/// A version that a document may be written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Version {
    /// Swagger 2.0.
    V2_0,
    /// OpenAPI 3.0.
    V3_0,
    /// OpenAPI 3.1.
    V3_1,
    /// OpenAPI 3.2.
    V3_2,
}

impl Version {
    /// Every version, the oldest first.
    pub const ALL: [Self; 4] = [Self::V2_0, Self::V3_0, Self::V3_1, Self::V3_2];

    /// Its name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::V2_0 => "Swagger 2.0",
            Self::V3_0 => "OpenAPI 3.0",
            Self::V3_1 => "OpenAPI 3.1",
            Self::V3_2 => "OpenAPI 3.2",
        }
    }

    /// The version that a document says it is written in; `None` where it is not known, which is not said here.
    pub(super) fn of(document: &Node) -> Option<Self> {
        let text = |key: &str| document.get(key).and_then(Node::as_str);
        let number = text("openapi").or_else(|| text("swagger"))?;
        let mut parts = number.split('.');
        match (parts.next()?, parts.next().unwrap_or_default()) {
            ("2", _) => Some(Self::V2_0),
            ("3", "0" | "") => Some(Self::V3_0),
            ("3", "1") => Some(Self::V3_1),
            // A newer one is read as the newest that is known.
            ("3", _) => Some(Self::V3_2),
            _ => None,
        }
    }
}

/// A set of versions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Versions(u8);

/// Every version.
pub(super) const ALL: Versions = Versions(0b1111);
/// Swagger 2.0.
pub(super) const V2: Versions = Versions(0b0001);
/// OpenAPI 3.0.
pub(super) const V3_0: Versions = Versions(0b0010);
/// Every version of OpenAPI 3.
pub(super) const V3: Versions = Versions(0b1110);
/// Up to 3.0: schemas are of no draft of JSON Schema.
pub(super) const UNTIL_3_0: Versions = Versions(0b0011);
/// From 3.1 on: schemas are those of JSON Schema 2020-12.
pub(super) const SINCE_3_1: Versions = Versions(0b1100);
/// OpenAPI 3.2.
pub(super) const SINCE_3_2: Versions = Versions(0b1000);
/// No version: other drafts of JSON Schema have it, or it is read although no specification has it.
pub(super) const NONE: Versions = Versions(0);

impl Versions {
    /// Whether a version is among them.
    pub(super) const fn has(self, version: Version) -> bool {
        self.0 & (1 << version as u8) != 0
    }

    /// Their names, for people: `Swagger 2.0 and OpenAPI 3.0`; empty where there is none.
    pub(super) fn names(self) -> String {
        let names: Vec<&str> =
            Version::ALL.into_iter().filter(|version| self.has(*version)).map(Version::name).collect();
        match names.as_slice() {
            [] => String::new(),
            [only] => (*only).to_owned(),
            [first, .., last] if names.len() > 2 => format!("{first} to {last}"),
            [first, last @ ..] => format!("{first} and {}", last.concat()),
        }
    }
}
