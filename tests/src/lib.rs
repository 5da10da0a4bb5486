//! The tests of the workspace: cases with snapshots, and round trips.

/// What `build.rs` has generated from `cases/modelling`: a module a case.
#[allow(missing_docs, reason = "include! takes no documentation of its own")]
pub mod cases {
    include!(concat!(env!("OUT_DIR"), "/cases.rs"));
}

/// What the case `modelling/settings` has in place of a generated type: it travels as `3,4`.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Place {
    /// To the right.
    pub x: f64,
    /// Upwards.
    pub y: f64,
}

impl std::str::FromStr for Place {
    type Err = std::num::ParseFloatError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (x, y) = text.split_once(',').unwrap_or((text, ""));
        Ok(Self { x: x.parse()?, y: y.parse()? })
    }
}

impl std::fmt::Display for Place {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{},{}", self.x, self.y)
    }
}

#[allow(clippy::expect_used, reason = "a test says what it expects")]
pub mod net;
pub mod text;

/// The examples of the README, compiled.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
pub struct Readme;
