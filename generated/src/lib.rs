//! The APIs of `specs/` as Rust: a module each, written by `cargo xtask regenerate`; only this file is written by hand.
//!
//! Each API has a feature for its client and one for its server; `serde` gives every model
//! `Serialize` and `Deserialize`. All are on by default.

// The generator formats with prettyplease, which is not rustfmt.
#[rustfmt::skip]
pub mod zap;
#[rustfmt::skip]
pub mod zenskar;
#[rustfmt::skip]
pub mod zuora;
