//! The reports as text.

use super::document::Report;
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// A row a document, then what failed and what was warned of, by code.
pub(super) fn table(documents: &[String], reports: &[Report], compiled: bool, show: usize) -> String {
    let width = documents.iter().map(String::len).max().unwrap_or_default().clamp(8, 100);
    let check = if compiled { " check ms" } else { "" };
    // Writing to a string cannot fail, here and below.
    let mut out = String::new();
    _ = writeln!(
        out,
        "{:<width$} operations types Rust kB warnings  CPU ms   MiB{check}  outcome",
        "document"
    );
    for (path, report) in documents.iter().zip(reports) {
        let outcome = report.failure.as_ref().map_or("ok", |(code, _)| code);
        let Report { operations, types, milliseconds, peak, .. } = report;
        let warnings: usize = report.warnings.iter().map(|warning| warning.count).sum();
        let check = match (compiled, report.compile) {
            (false, _) => String::new(),
            (true, None) => "         ".to_owned(),
            (true, Some(spent)) => format!(" {spent:>8}"),
        };
        _ = writeln!(
            out,
            "{path:<width$} {operations:>10} {types:>5} {:>7} {warnings:>8} {milliseconds:>7} {peak:>5}{check}  {outcome}",
            report.bytes / 1024
        );
    }
    let failures = documents.iter().zip(reports).filter_map(|(path, report)| {
        let (code, example) = report.failure.as_ref()?;
        Some((code.as_str(), 1, format!("{path}: {example}")))
    });
    groups(&mut out, "failed or empty", show, failures);
    let warnings = documents.iter().zip(reports).flat_map(|(path, report)| {
        report
            .warnings
            .iter()
            .map(move |warning| (warning.code.as_str(), warning.count, format!("{path}:{}", warning.example)))
    });
    groups(&mut out, "warned of", show, warnings);
    let failed = reports.iter().filter(|report| report.failed()).count();
    let empty = reports.iter().filter(|report| report.failure.is_some()).count() - failed;
    let spent: i64 = reports.iter().map(|report| report.milliseconds).sum();
    let bytes: usize = reports.iter().map(|report| report.bytes).sum();
    _ = writeln!(
        out,
        "\n{} documents, {failed} failed, {empty} hold nothing; {spent} ms of CPU, {} kB of Rust",
        documents.len(),
        bytes / 1024
    );
    out
}

/// How many examples are valid, how many of those came back equal, and the rest by reason.
pub(super) fn examples(documents: &[String], reports: &[Report], show: usize) -> String {
    let (mut invalid, mut unknown, mut tried, mut equal) = (0, 0, 0, 0);
    let mut valid: BTreeMap<&str, usize> = BTreeMap::new();
    for counts in reports.iter().filter_map(|report| report.examples.as_ref()) {
        invalid += counts.invalid;
        unknown += counts.unknown;
        tried += counts.tried;
        equal += counts.equal;
        for (kind, count) in &counts.valid {
            *valid.entry(kind).or_default() += count;
        }
    }
    let all: usize = valid.values().sum();
    let kinds: Vec<String> = valid.iter().map(|(kind, count)| format!("{kind} {count}")).collect();
    let mut out = format!(
        "\nexamples and defaults: {all} valid ({}), {invalid} not valid, {unknown} without a verdict\n\
         read and written in the directions they travel: {tried}; equal: {equal}\n",
        kinds.join(", ")
    );
    let failed = documents.iter().zip(reports).flat_map(|(path, report)| {
        let failed = report.examples.iter().flat_map(|counts| &counts.failed);
        failed.map(move |(reason, example)| (reason.as_str(), 1, format!("{path}{example}")))
    });
    groups(&mut out, "not equal", show, failed);
    out
}

fn groups<'r>(
    out: &mut String,
    title: &str,
    show: usize,
    found: impl Iterator<Item = (&'r str, usize, String)>,
) {
    let mut groups: BTreeMap<&str, (usize, usize, Vec<String>)> = BTreeMap::new();
    for (code, count, example) in found {
        let (documents, all, examples) = groups.entry(code).or_default();
        *documents += 1;
        *all += count;
        if examples.len() < show {
            examples.push(cut(&example));
        }
    }
    if groups.is_empty() {
        return;
    }
    _ = writeln!(out, "\n{title}:");
    for (code, (documents, all, examples)) in groups {
        _ = writeln!(out, "  {code}: {all} in {documents} documents");
        for example in examples {
            _ = writeln!(out, "    {example}");
        }
    }
}

/// One line of a bearable length.
fn cut(text: &str) -> String {
    let line: String = text.chars().map(|other| if other.is_control() { ' ' } else { other }).collect();
    match line.char_indices().nth(300) {
        Some((end, _)) => format!("{}...", line.get(..end).unwrap_or(&line)),
        None => line,
    }
}
