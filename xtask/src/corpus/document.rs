//! One document, in a process of its own: read, generated, and our own output read again.

use super::examples::Counts;
use crate::{Outcome, print};
use nix::sys::resource::{Resource, UsageWho, getrusage, setrlimit};
use nix::sys::time::TimeValLike as _;
use serde::{Deserialize, Serialize};
use specwright::Output;
use specwright::config::Config;
use specwright::diagnostics::{Diagnostic, Severity, Sink};
use specwright::ir;
use specwright::source::Sources;
use specwright_cli::{Runtime, crate_files, load_sources, write_files};
use std::path::Path;

/// What came of a document.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
pub(super) struct Report {
    /// Why there is no output, or what is wrong with it: a code, and an example.
    pub(super) failure: Option<(String, String)>,
    /// What was warned of.
    pub(super) warnings: Vec<Warning>,
    /// Operations.
    pub(super) operations: usize,
    /// Types that are emitted.
    pub(super) types: usize,
    /// Bytes of Rust.
    pub(super) bytes: usize,
    /// CPU time in milliseconds, up to the output.
    pub(super) milliseconds: i64,
    /// The peak of memory up to the output, in MiB.
    pub(super) peak: i64,
    /// CPU time of `cargo check` in milliseconds, where the crate was compiled.
    pub(super) compile: Option<i64>,
    /// What came of its examples, where they were asked for.
    pub(super) examples: Option<Counts>,
}

impl Report {
    /// Whether something went wrong. A document with nothing to generate is to be refused.
    pub(super) fn failed(&self) -> bool {
        self.failure.as_ref().is_some_and(|(code, _)| code != super::EMPTY)
    }
}

/// A code that was warned of.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(super) struct Warning {
    /// The code.
    pub(super) code: String,
    /// How often.
    pub(super) count: usize,
    /// Where first, and what was said.
    pub(super) example: String,
}

/// More memory than this ends the process.
const MEMORY: u64 = 8 << 30;

/// Takes a document through the street, and prints its report as JSON; writes the crate to `out`, and the
/// program of its examples to `examples`, where those are given.
pub(crate) fn document(root: &Path, path: &Path, out: Option<&Path>, examples: Option<&Path>) -> Outcome {
    // A system that knows no such limit goes without.
    _ = setrlimit(Resource::RLIMIT_AS, MEMORY, MEMORY);
    let report = report(root, path, out, examples)?;
    let text = serde_json::to_string(&report).map_err(|error| error.to_string())?;
    print(&format!("{text}\n"));
    Ok(0)
}

fn report(root: &Path, path: &Path, out: Option<&Path>, examples: Option<&Path>) -> Result<Report, String> {
    let sources = load_sources(&[path.to_owned()]).map_err(|error| error.to_string())?;
    let source = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let config = Config { source, tag_features: true, ..Config::default() };
    let mut sink = Sink::new();
    let made = specwright::generate(&sources, &config, &mut sink);
    let usage = getrusage(UsageWho::RUSAGE_SELF).map_err(|error| error.to_string())?;
    let mut report = Report {
        warnings: warnings(&sources, sink.diagnostics()),
        milliseconds: usage.user_time().num_milliseconds() + usage.system_time().num_milliseconds(),
        // Linux counts kibibytes here, Apple's systems bytes.
        peak: usage.max_rss() / if cfg!(target_vendor = "apple") { 1024 * 1024 } else { 1024 },
        ..Report::default()
    };
    let Ok(output) = made else {
        let first = sink.diagnostics().iter().find(|said| said.severity() == Severity::Error);
        let said = first.map(|said| (said.code.id().to_owned(), place(&sources, said)));
        report.failure = said.or_else(|| Some(("unusable".to_owned(), "nothing says why".to_owned())));
        return Ok(report);
    };
    report.operations = output.api.operations.len();
    report.types = output.api.types.len();
    report.bytes = output.files.iter().map(|file| file.text.len()).sum();
    report.failure = read_again(&output, &config);
    if let Some(out) = examples {
        match super::examples::prepare(root, out, &output, &config) {
            Ok(counts) => report.examples = Some(counts),
            Err(reason) => _ = report.failure.get_or_insert(("examples-not-read".to_owned(), reason)),
        }
    }
    if let Some(out) = out {
        write_crate(root, out, output, &config)?;
    }
    Ok(report)
}

fn warnings(sources: &Sources, said: &[Diagnostic]) -> Vec<Warning> {
    let mut warnings: Vec<Warning> = Vec::new();
    for said in said.iter().filter(|said| said.severity() == Severity::Warning) {
        match warnings.iter_mut().find(|warning| warning.code == said.code.id()) {
            Some(warning) => warning.count += 1,
            None => warnings.push(Warning {
                code: said.code.id().to_owned(),
                count: 1,
                example: place(sources, said),
            }),
        }
    }
    warnings
}

/// `3:7: what was said`, the place as line and column.
fn place(sources: &Sources, said: &Diagnostic) -> String {
    match &said.primary {
        Some(label) => {
            let (line, column) = sources.position(label.origin);
            format!("{line}:{column}: {}", said.message)
        }
        None => said.message.clone(),
    }
}

/// What is wrong with the output when it is read again: the Rust by syn, the document by ourselves.
fn read_again(output: &Output, config: &Config) -> Option<(String, String)> {
    for file in &output.files {
        if let Err(error) = syn::parse_file(&file.text) {
            return Some(("rust-not-read".to_owned(), format!("{}: {error}", file.path)));
        }
    }
    let mut sources = Sources::new();
    sources.add(config.source.clone(), output.openapi.clone());
    let mut sink = Sink::new();
    let Ok(again) = specwright::generate(&sources, config, &mut sink) else {
        let first = sink.diagnostics().iter().find(|said| said.severity() == Severity::Error);
        let said = first.map_or_else(String::new, |said| place(&sources, said));
        return Some(("derived-not-read".to_owned(), said));
    };
    difference(&ir::print(&output.api), &ir::print(&again.api))
        .map(|difference| ("derived-differs".to_owned(), difference))
}

/// The first lines that differ.
fn difference(one: &str, two: &str) -> Option<String> {
    let mut pairs = one.lines().zip(two.lines());
    let pair = pairs.find(|(one, two)| one != two);
    match pair {
        Some((one, two)) => Some(format!("`{}` becomes `{}`", one.trim(), two.trim())),
        None => (one != two).then(|| format!("{} lines become {}", one.lines().count(), two.lines().count())),
    }
}

fn write_crate(root: &Path, out: &Path, output: Output, config: &Config) -> Result<(), String> {
    let mut files = crate_files(output, config, &Runtime::Path(root.join("generator/runtime")))?;
    for file in files.iter_mut().filter(|file| file.path == "Cargo.toml") {
        // Cargo takes two crates of one name for one crate, since all of them have one target folder.
        let name = out.file_name().unwrap_or_default().to_string_lossy();
        let lines = file.text.lines().map(|line| match line.starts_with("name = ") {
            true => format!("name = \"{name}\"\n"),
            false => format!("{line}\n"),
        });
        file.text = lines.collect();
        // In the crate itself, so that the runtime's artifacts are those of every other crate.
        file.text.push_str("\n[lints.rust]\nwarnings = \"deny\"\n");
    }
    write_files(out, &files, &[], false).map(drop).map_err(|error| error.to_string())
}
