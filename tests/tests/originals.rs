//! What stands in `specs/` against the vendors' own pages, where `SPECWRIGHT_CASES` names a folder that holds them.

#![allow(clippy::expect_used, reason = "a test says what it expects")]

use specwright::Stage;
use specwright::config::Config;
use specwright::diagnostics::{Format, Sink, render};
use specwright::source::Sources;
use std::path::{Path, PathBuf};

/// The IR of a page without its texts, and what was said about the page.
fn facts(page: &Path) -> (String, String) {
    let mut sources = Sources::new();
    sources.add("page.md", std::fs::read(page).expect("a page"));
    let mut sink = Sink::new();
    let config = Config { name: Some("api".to_owned()), ..Config::default() };
    let ir = specwright::explain(&sources, &config, Stage::Ir, &mut sink).expect("an API");
    let is_text = |line: &&str| {
        let word = line.split_whitespace().next().unwrap_or_default();
        !matches!(word, "summary" | "description" | "note")
    };
    let facts = ir.lines().filter(is_text).collect::<Vec<_>>().join("\n");
    (facts, render(sink.diagnostics(), &sources, Format::Text))
}

#[test]
fn a_page_written_anew_holds_every_fact_of_the_original() {
    let Some(originals) = std::env::var_os("SPECWRIGHT_CASES").map(PathBuf::from) else {
        println!("skipped: SPECWRIGHT_CASES names no folder");
        return;
    };
    let specs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../specs");
    for (original, ours) in [("seeds/zenskar-update-payment.md", "zenskar/pages/update-payment.md")] {
        let original = originals.join(original);
        if !original.is_file() {
            println!("skipped: there is no {}", original.display());
            continue;
        }
        let (theirs, said_of_theirs) = facts(&original);
        let (ours, said_of_ours) = facts(&specs.join(ours));
        assert_eq!(ours, theirs);
        assert_eq!((said_of_ours.as_str(), said_of_theirs.as_str()), ("", ""));
    }
}
