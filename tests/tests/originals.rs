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
    for (original, ours) in [
        ("seeds/zenskar-update-payment.md", "zenskar/pages/update-payment.md"),
        ("seeds/zenskar-update-payment.rendered.txt", "zenskar/pages/update-payment.rendered.md"),
        ("seeds/zuora-update-payment.flattened.md", "zuora/pages/update-payment.md"),
        ("seeds/zap-update-payment.gitbook.md", "zap/pages/update-payment.md"),
    ] {
        let original = originals.join(original);
        if !original.is_file() {
            println!("skipped: there is no {}", original.display());
            continue;
        }
        let (theirs, said_of_theirs) = facts(&original);
        let (ours, said_of_ours) = facts(&specs.join(ours));
        assert_eq!(ours, theirs);
        // What is said quotes the pages, and their texts differ.
        let heads = |said: &str| {
            said.lines().filter(|line| line.contains("]: ")).map(str::to_owned).collect::<Vec<_>>()
        };
        assert_eq!(heads(&said_of_ours), heads(&said_of_theirs));
    }
}

#[test]
fn the_page_as_a_browser_shows_it_adds_nothing_and_contradicts_nothing() {
    let pages = Path::new(env!("CARGO_MANIFEST_DIR")).join("../specs/zenskar/pages");
    let read = |names: &[&str]| {
        let mut sources = Sources::new();
        for name in names {
            sources.add(*name, std::fs::read(pages.join(name)).expect("a page"));
        }
        let mut sink = Sink::new();
        let document = specwright::derive(&sources, &Config::default(), &mut sink).expect("a document");
        (document, render(sink.diagnostics(), &sources, Format::Text))
    };
    let (alone, _) = read(&["update-payment.md"]);
    for names in [
        ["update-payment.md", "update-payment.rendered.md"],
        ["update-payment.rendered.md", "update-payment.md"],
    ] {
        let (document, said) = read(&names);
        assert_eq!(said, "", "{names:?}");
        assert!(document == alone, "{names:?} give another document");
    }
}
