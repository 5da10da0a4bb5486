//! The compliant sets of the Overlay Specification, where `SPECWRIGHT_CASES` names a folder that holds them.

#![allow(clippy::expect_used, reason = "a test says what it expects")]

use specwright::diagnostics::{Format, Sink, render};
use specwright::normalize::overlay;
use specwright::read::yaml::read_document;
use specwright::source::Sources;
use specwright::tree::Node;
use std::path::{Path, PathBuf};

/// The document of a set with its overlay applied, the output that the set expects, and what was said.
fn applied(set: &Path) -> (Node, Node, String) {
    let (mut sources, mut sink) = (Sources::new(), Sink::new());
    let mut read = |name: &str| {
        let file = sources.add(name, std::fs::read(set.join(name)).expect("a file"));
        read_document(&sources, file, None, &mut sink).expect("a document")
    };
    let (mut document, overlay, output) = (read("openapi.yaml"), read("overlay.yaml"), read("output.yaml"));
    overlay::apply(&mut document, &overlay, &mut sink);
    (document, output, render(sink.diagnostics(), &sources, Format::Text))
}

#[test]
fn the_compliant_sets_come_out_as_they_should() {
    let Some(cases) = std::env::var_os("SPECWRIGHT_CASES").map(PathBuf::from) else {
        println!("skipped: SPECWRIGHT_CASES names no folder");
        return;
    };
    let sets = cases.join("overlay/compliant-sets");
    let Ok(entries) = std::fs::read_dir(&sets) else {
        println!("skipped: there is no {}", sets.display());
        return;
    };
    let mut sets: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    sets.retain(|set| set.join("overlay.yaml").is_file());
    sets.sort();
    assert!(!sets.is_empty(), "the folder of compliant sets is empty");
    for set in sets {
        let (document, output, said) = applied(&set);
        let written = specwright::document::write::write_yaml(&document);
        assert!(document.means_the_same(&output), "{}:\n{written}", set.display());
        assert_eq!(said, "", "{}", set.display());
        println!("passed: {}", set.display());
    }
}
