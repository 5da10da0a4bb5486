//! What documents cost, stage by stage. Each measurement runs in a process of its own, so that its peak of memory is its own.

use super::output::{Wanted, compile_output, measure_cargo};
use super::process::{config, own_process};
use super::usage::{row, usage};
use crate::{Outcome, complain, print};
use nix::sys::resource::UsageWho;
use specwright::diagnostics::{Severity, Sink};
use specwright_cli::load_sources;
use std::path::{Path, PathBuf};

/// How far along the street a measurement goes; each holds those before it.
const STAGES: [&str; 4] = ["tree", "openapi", "ir", "generate"];

/// Prints the figures of each document.
pub(crate) fn bench(root: &Path, files: &[PathBuf], check: bool, release: bool) -> Outcome {
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
        if check || release {
            failed |= !compile_output(root, file, Wanted { check, release })?;
        }
    }
    Ok(if failed { 2 } else { 0 })
}

/// Measures in this process: a stage over a document, or what cargo does over a crate.
pub(crate) fn measure(what: &str, path: &Path) -> Outcome {
    if matches!(what, "check" | "release" | "caller") {
        return measure_cargo(what, path);
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
