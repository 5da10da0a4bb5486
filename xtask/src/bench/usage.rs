//! What a process has used.

use nix::sys::resource::{Usage, UsageWho, getrusage};
use nix::sys::time::TimeValLike as _;
use std::fmt::Write as _;

/// A reading of what this process, or those that it started, have used.
pub(super) fn usage(who: UsageWho) -> Result<Usage, String> {
    getrusage(who).map_err(|error| format!("the system does not say what was used: {error}"))
}

/// Milliseconds of CPU between two readings.
pub(super) fn spent(before: &Usage, after: &Usage) -> i64 {
    let milliseconds =
        |usage: &Usage| usage.user_time().num_milliseconds() + usage.system_time().num_milliseconds();
    milliseconds(after) - milliseconds(before)
}

/// The peak of memory at a reading, in MiB.
pub(super) fn peak(usage: &Usage) -> i64 {
    // Linux counts kibibytes here, Apple's systems bytes.
    let unit = if cfg!(target_vendor = "apple") { 1024 * 1024 } else { 1024 };
    usage.max_rss() / unit
}

/// Seconds of CPU between two readings, and the peak of memory at the second.
pub(super) fn row(what: &str, before: &Usage, after: &Usage, made: &str) -> String {
    let mut out = String::new();
    // Writing to a string cannot fail.
    _ = writeln!(out, "  {what:<12} {:>8} ms CPU {:>7} MiB peak  {made}", spent(before, after), peak(after));
    out
}
