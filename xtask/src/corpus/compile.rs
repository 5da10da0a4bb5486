//! The crates that were written, compiled one after the other: a warning is an error.

use super::document::Report;
use super::{crate_folder, progress};
use crate::scratch::Scratch;
use nix::sys::resource::{UsageWho, getrusage};
use nix::sys::time::TimeValLike as _;
use std::fs;
use std::path::Path;

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
        let failure = check(scratch, &folder, &["--all-features"])?;
        report.compile = Some(spent()? - before);
        report.failure = report.failure.take().or(failure);
    }
    progress("\n");
    Ok(())
}

/// Checks every crate once more with none of its features, with each alone, and with each beside the client and the
/// server: what a feature turns on must not need what another one does.
pub(super) fn features(scratch: &Scratch, reports: &mut [Report]) -> Result<(), String> {
    for (number, report) in reports.iter_mut().enumerate() {
        let folder = crate_folder(number);
        let manifest = scratch.path(&folder).join("Cargo.toml");
        if report.failure.is_some() || !manifest.exists() {
            continue;
        }
        let features = names(&manifest)?;
        let sets = std::iter::once(String::new())
            .chain(features.iter().cloned())
            .chain(features.iter().map(|feature| format!("client,server,{feature}")));
        for (done, set) in sets.enumerate() {
            progress(&format!(
                "\r{}: {} of {} sets of features",
                folder.display(),
                done + 1,
                1 + 2 * features.len()
            ));
            if let Some((code, line)) =
                check(scratch, &folder, &["--no-default-features", "--features", &set])?
            {
                report.failure = Some((code, format!("with the features `{set}`: {line}")));
                break;
            }
        }
        progress("\n");
    }
    Ok(())
}

/// The features of a crate, except those that it has by default.
fn names(manifest: &Path) -> Result<Vec<String>, String> {
    let fail = |error: &dyn std::fmt::Display| format!("{}: {error}", manifest.display());
    let text = fs::read_to_string(manifest).map_err(|error| fail(&error))?;
    let manifest: toml::Table = text.parse().map_err(|error| fail(&error))?;
    let features = manifest.get("features").and_then(toml::Value::as_table);
    Ok(features.into_iter().flat_map(toml::Table::keys).filter(|name| *name != "default").cloned().collect())
}

/// What is wrong with a crate that has these features, if anything is.
fn check(scratch: &Scratch, folder: &Path, features: &[&str]) -> Result<Option<(String, String)>, String> {
    let arguments = ["check", "--quiet", "--message-format=short"].iter().chain(features);
    let output = scratch.cargo(folder, arguments)?.output().map_err(|error| format!("cargo: {error}"))?;
    Ok((!output.status.success()).then(|| first_error(&String::from_utf8_lossy(&output.stderr))))
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
