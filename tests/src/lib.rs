//! The tests of the workspace: cases with snapshots, and round trips.

/// What `build.rs` has generated from `cases/modelling`: a module a case.
#[allow(missing_docs, reason = "include! takes no documentation of its own")]
pub mod cases {
    include!(concat!(env!("OUT_DIR"), "/cases.rs"));
}

#[allow(clippy::expect_used, reason = "a test says what it expects")]
pub mod net;
pub mod text;

/// The examples of the README, compiled.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
pub struct Readme;
