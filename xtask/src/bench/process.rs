//! Processes of their own, for the peak of memory of what is measured in them.

use specwright::config::Config;
use std::path::Path;
use std::process::Command;

/// The settings under which a document is measured.
pub(super) fn config(path: &Path) -> Config {
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    Config { source: name, tag_features: true, ..Config::default() }
}

/// Milliseconds of CPU and MiB of memory that a stage takes in a process of its own.
pub(super) fn measured(what: &str, path: &Path) -> Result<(f64, f64), String> {
    let program = std::env::current_exe().map_err(|error| error.to_string())?;
    let output = Command::new(program).arg("measure").arg(what).arg(path).output();
    let output = output.map_err(|error| error.to_string())?;
    let text = String::from_utf8_lossy(&output.stdout);
    let words: Vec<&str> = text.split_whitespace().collect();
    let before = |unit| {
        let at = words.iter().position(|word| *word == unit)?.checked_sub(1)?;
        words.get(at)?.parse().ok()
    };
    before("ms").zip(before("MiB")).ok_or_else(|| format!("`{what}` is not measured: {text}"))
}

/// Prints what is measured in a process of its own, and tells whether that succeeded.
pub(super) fn own_process(what: &str, path: &Path) -> Result<bool, String> {
    let program = std::env::current_exe().map_err(|error| error.to_string())?;
    let status = Command::new(program).arg("measure").arg(what).arg(path).status();
    status.map(|status| status.success()).map_err(|error| error.to_string())
}
