//! The crates that were written, compiled one after the other: a warning is an error.

use super::document::Report;
use super::{crate_folder, progress};
use crate::scratch::Scratch;
use nix::sys::resource::{UsageWho, getrusage};
use nix::sys::time::TimeValLike as _;

/// Checks every crate, with all its features; what it costs is added to its report.
pub(super) fn compile(scratch: &Scratch, reports: &mut [Report]) -> Result<(), String> {
    let count = reports.len();
    for (number, report) in reports.iter_mut().enumerate() {
        let folder = crate_folder(number);
        if report.failure.is_some() && !scratch.path(&folder).join("Cargo.toml").exists() {
            continue;
        }
        progress(&format!("\rcompiling {} of {count}", number + 1));
        let before = spent()?;
        let arguments = ["check", "--quiet", "--all-features", "--message-format=short"];
        let output =
            scratch.cargo(&folder, arguments)?.output().map_err(|error| format!("cargo: {error}"))?;
        report.compile = Some(spent()? - before);
        if !output.status.success() && report.failure.is_none() {
            report.failure = Some(first_error(&String::from_utf8_lossy(&output.stderr)));
        }
    }
    progress("\n");
    Ok(())
}

/// The first error of a compiler's short messages: `src/models.rs:1:2: error[E0001]: what`.
fn first_error(said: &str) -> (String, String) {
    let line = said.lines().find(|line| line.contains(": error") || line.starts_with("error"));
    let line = line.unwrap_or_else(|| said.lines().next().unwrap_or("it says nothing"));
    let code = line.split_once("error[").and_then(|(_, rest)| rest.split_once(']')).map(|(code, _)| code);
    (format!("rustc-{}", code.unwrap_or("error")), line.to_owned())
}

/// CPU time of all processes that have ended, in milliseconds.
fn spent() -> Result<i64, String> {
    let usage = getrusage(UsageWho::RUSAGE_CHILDREN).map_err(|error| error.to_string())?;
    Ok(usage.user_time().num_milliseconds() + usage.system_time().num_milliseconds())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_are_grouped_by_their_code() {
        let said = "src/models.rs:3:4: error[E0277]: no such trait\nerror: could not compile\n";
        assert_eq!(first_error(said).0, "rustc-E0277");
        assert_eq!(first_error("src/models.rs:3:4: error: unused variable").0, "rustc-error");
    }
}
