//! What documents cost. Each measurement runs in a process of its own, so that its peak of memory is its own.

use crate::{Outcome, complain, print};
use nix::sys::resource::{Usage, UsageWho, getrusage};
use nix::sys::time::TimeValLike as _;
use specwright::config::Config;
use specwright::diagnostics::{Severity, Sink};
use specwright_cli::{Runtime, crate_files, load_sources, write_files};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// How far along the street a measurement goes; each holds those before it.
const STAGES: [&str; 4] = ["tree", "openapi", "ir", "generate"];

/// Prints the figures of each document.
pub(crate) fn bench(root: &Path, files: &[PathBuf], check: bool) -> Outcome {
    if cfg!(debug_assertions) {
        complain(
            "note: this is a debug build; `cargo run --release -p xtask -- bench …` gives the figures to keep\n",
        );
    }
    print(
        "each row holds the stages before it; CPU is user and system time, memory the peak of one process\n",
    );
    let mut failed = false;
    for file in files {
        print(&format!("\n{}\n", file.display()));
        for stage in STAGES {
            failed |= !own_process(stage, file)?;
        }
        if check {
            failed |= !check_output(root, file)?;
        }
    }
    Ok(if failed { 2 } else { 0 })
}

/// Measures in this process: a stage over a document, or `check` over a crate.
pub(crate) fn measure(what: &str, path: &Path) -> Outcome {
    if what == "check" {
        return measure_check(path);
    }
    let sources = load_sources(&[path.to_owned()]).map_err(|error| error.to_string())?;
    let config = config(path);
    let mut sink = Sink::new();
    let before = usage(UsageWho::RUSAGE_SELF)?;
    let made = match what {
        "tree" => shown(specwright::explain(&sources, &config, specwright::Stage::Tree, &mut sink)),
        "openapi" => shown(specwright::explain(&sources, &config, specwright::Stage::Openapi, &mut sink)),
        "ir" => shown(specwright::explain(&sources, &config, specwright::Stage::Ir, &mut sink)),
        "generate" => specwright::generate(&sources, &config, &mut sink).ok().map(|output| {
            let bytes: usize = output.files.iter().map(|file| file.text.len()).sum();
            let lines: usize = output.files.iter().map(|file| file.text.lines().count()).sum();
            format!("{} files of Rust, {lines} lines, {bytes} bytes", output.files.len())
        }),
        _ => return Err(format!("there is no stage `{what}`")),
    };
    let after = usage(UsageWho::RUSAGE_SELF)?;
    let said = |severity| sink.diagnostics().iter().filter(|said| said.severity() == severity).count();
    let Some(made) = made else {
        print(&row(what, &before, &after, &format!("unusable: {} errors", said(Severity::Error))));
        return Ok(2);
    };
    let made = format!("{made}; {} warnings", said(Severity::Warning));
    print(&row(what, &before, &after, &made));
    Ok(0)
}

fn shown<E>(text: Result<String, E>) -> Option<String> {
    text.ok().map(|text| format!("{} bytes shown", text.len()))
}

fn config(path: &Path) -> Config {
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    Config { source: name, tag_features: true, ..Config::default() }
}

fn usage(who: UsageWho) -> Result<Usage, String> {
    getrusage(who).map_err(|error| format!("the system does not say what was used: {error}"))
}

/// Seconds of CPU between two readings, and the peak of memory at the second.
fn row(what: &str, before: &Usage, after: &Usage, made: &str) -> String {
    let milliseconds =
        |usage: &Usage| usage.user_time().num_milliseconds() + usage.system_time().num_milliseconds();
    let spent = milliseconds(after) - milliseconds(before);
    // Linux counts kibibytes here, Apple's systems bytes.
    let unit = if cfg!(target_vendor = "apple") { 1024 * 1024 } else { 1024 };
    let mut out = String::new();
    // Writing to a string cannot fail.
    _ = writeln!(out, "  {what:<12} {spent:>8} ms CPU {:>7} MiB peak  {made}", after.max_rss() / unit);
    out
}

fn own_process(what: &str, path: &Path) -> Result<bool, String> {
    let program = std::env::current_exe().map_err(|error| error.to_string())?;
    let status = Command::new(program).arg("measure").arg(what).arg(path).status();
    status.map(|status| status.success()).map_err(|error| error.to_string())
}

/// Writes the crate to the system's folder for such things and lets cargo check it, its dependencies beforehand.
fn check_output(root: &Path, file: &Path) -> Result<bool, String> {
    let sources = load_sources(&[file.to_owned()]).map_err(|error| error.to_string())?;
    let config = config(file);
    let Ok(output) = specwright::generate(&sources, &config, &mut Sink::new()) else { return Ok(false) };
    let folder = std::env::temp_dir().join("specwright-bench").join(&output.module);
    let files = crate_files(output, &config, &Runtime::Path(root.join("generator/runtime")))?;
    write_files(&folder, &files, &["src"], false).map_err(|error| error.to_string())?;
    // What the crate depends on is not what is measured; this first run checks it.
    if !cargo_check(&folder)?.success() {
        complain(&format!("`cargo check` fails in {}\n", folder.display()));
        return Ok(false);
    }
    own_process("check", &folder)
}

fn measure_check(folder: &Path) -> Outcome {
    // Cargo looks at the time of a file; touching the root makes it check the crate again, and that alone.
    let library = folder.join("src/lib.rs");
    let file = std::fs::OpenOptions::new().append(true).open(&library).map_err(|error| error.to_string())?;
    file.set_modified(std::time::SystemTime::now()).map_err(|error| error.to_string())?;
    let before = usage(UsageWho::RUSAGE_CHILDREN)?;
    let status = cargo_check(folder)?;
    let after = usage(UsageWho::RUSAGE_CHILDREN)?;
    let made = if status.success() { "client, server and serde on" } else { "it failed" };
    print(&row("cargo check", &before, &after, made));
    Ok(if status.success() { 0 } else { 2 })
}

fn cargo_check(folder: &Path) -> Result<std::process::ExitStatus, String> {
    Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
        .args(["check", "--quiet"])
        .current_dir(folder)
        .env("CARGO_INCREMENTAL", "0")
        .env("CARGO_TARGET_DIR", std::env::temp_dir().join("specwright-bench/target"))
        .stdout(Stdio::null())
        .status()
        .map_err(|error| format!("cargo: {error}"))
}
