//! Every folder of `cases/<group>/<case>` is a case: its inputs go in, what comes out is held against the snapshots
//! beside them.

#![allow(clippy::expect_used, clippy::panic, reason = "a test says what it expects")]

use specwright::Stage;
use specwright::config::Config;
use specwright::diagnostics::{Diagnostic, Format, Sink, render};
use specwright::source::Sources;
use std::fs;
use std::path::{Path, PathBuf};

/// The folders below a folder, sorted.
fn folders(path: &Path) -> Vec<PathBuf> {
    let entries =
        fs::read_dir(path).expect("the folder is there").map(|entry| entry.expect("an entry").path());
    let mut folders: Vec<PathBuf> = entries.filter(|path| path.is_dir()).collect();
    folders.sort();
    folders
}

/// A case: its texts and its settings.
struct Case {
    folder: PathBuf,
    sources: Sources,
    settings: Option<Vec<u8>>,
    /// The document as it was understood before.
    base: Option<String>,
}

impl Case {
    fn load(folder: PathBuf) -> Self {
        let mut files: Vec<PathBuf> = fs::read_dir(&folder)
            .expect("the folder is there")
            .map(|entry| entry.expect("an entry").path())
            .filter(|path| path.is_file() && !path.to_string_lossy().contains(".snap"))
            .collect();
        files.sort();
        let (mut sources, mut settings, mut base) = (Sources::new(), None, None);
        for path in files {
            let name = path.file_name().expect("a name").to_string_lossy().into_owned();
            let bytes = fs::read(&path).expect("a file");
            match name.as_str() {
                "specwright.toml" => settings = Some(bytes),
                "base.yaml" => base = Some(String::from_utf8(bytes).expect("UTF-8")),
                "overlay.yaml" => _ = sources.add_overlay(name, bytes),
                _ => _ = sources.add(name, bytes),
            }
        }
        // What stands in folders below is there where a text refers to it.
        specwright::read::gather(&mut sources, &mut |name| {
            fs::read(folder.join(name)).map_err(|_| "there is no such file".to_owned())
        });
        Self { folder, sources, settings, base }
    }

    /// The settings, or what is wrong with them as it is shown.
    fn config(&self) -> Result<Config, String> {
        let mut sources = Sources::new();
        let file = sources.add("specwright.toml", self.settings.clone().unwrap_or_default());
        let settings = specwright_cli::read_settings(&sources, file)
            .map_err(|diagnostics| render(&diagnostics, &sources, Format::Text))?;
        let name = self.folder.file_name().expect("a name").to_string_lossy().into_owned();
        Ok(Config { name: Some(name), source: "input".to_owned(), ..Config::default() }.with(settings))
    }

    /// The document as understood, and what is said about it.
    fn assert_derived(&self) {
        let config = self.config().expect("settings");
        let mut sink = Sink::new();
        let document = specwright::derive(&self.sources, &config, &mut sink);
        let drawn = render(sink.diagnostics(), &self.sources, Format::Text);
        self.assert("openapi", &document.unwrap_or_else(|_| panic!("{}: {drawn}", self.folder.display())));
        if !drawn.is_empty() {
            self.assert("diagnostics", &drawn);
        }
    }

    fn assert(&self, snapshot: &str, text: &str) {
        let mut settings = insta::Settings::clone_current();
        settings.set_snapshot_path(&self.folder);
        settings.set_prepend_module_to_snapshot(false);
        settings.set_omit_expression(true);
        settings.bind(|| insta::assert_snapshot!(snapshot, text));
    }
}

/// The cases of a group.
fn cases(group: &str) -> Vec<Case> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("cases").join(group);
    folders(&root).into_iter().map(Case::load).collect()
}

#[test]
fn each_code_is_told_with_its_place_and_what_to_do() {
    for case in cases("diagnostics") {
        let code = case.folder.file_name().expect("a name").to_string_lossy().into_owned();
        let text = match case.config() {
            Err(text) => text,
            Ok(config) => {
                let mut sink = Sink::new();
                let output = specwright::generate(&case.sources, &config, &mut sink);
                if let (Ok(output), Some(base)) = (output, &case.base) {
                    specwright::report_directions(base, &output, &config, &mut sink);
                }
                render(sink.diagnostics(), &case.sources, Format::Text)
            }
        };
        assert!(text.contains(&format!("[{code}]")), "the case {code} does not lead to its code:\n{text}");
        case.assert("diagnostics", &text);
    }
}

#[test]
fn a_text_becomes_a_tree() {
    for case in cases("reading").into_iter().filter(|case| case.folder.join("tree.snap").is_file()) {
        let config = case.config().expect("settings");
        let mut sink = Sink::new();
        let tree = specwright::explain(&case.sources, &config, Stage::Tree, &mut sink).expect("a tree");
        case.assert("tree", &tree);
        assert_eq!(sink.diagnostics(), Vec::<Diagnostic>::new());
    }
}

#[test]
fn a_document_of_any_version_becomes_one_of_3_0() {
    for case in cases("reading").into_iter().filter(|case| !case.folder.join("tree.snap").is_file()) {
        case.assert_derived();
    }
}

#[test]
fn every_keyword_is_entered() {
    for case in cases("ledger") {
        let config = case.config().expect("settings");
        let mut sink = Sink::new();
        let table = specwright::explain(&case.sources, &config, Stage::Ledger, &mut sink).expect("a ledger");
        assert_eq!(sink.diagnostics(), Vec::<Diagnostic>::new());
        case.assert("ledger", &table);
        let tree = specwright::read::read(&case.sources, &mut sink).expect("a document").tree;
        specwright::ledger::enter(&tree).report(&mut sink);
        case.assert("diagnostics", &render(sink.diagnostics(), &case.sources, Format::Text));
    }
}

#[test]
fn what_is_hostile_is_data() {
    for case in cases("hostile") {
        let config = case.config().expect("settings");
        let mut sink = Sink::new();
        let output = specwright::generate(&case.sources, &config, &mut sink);
        let drawn = render(sink.diagnostics(), &case.sources, Format::Text);
        assert!(drawn.chars().all(|mark| mark == '\n' || !mark.is_control()), "{}", case.folder.display());
        case.assert("diagnostics", &drawn);
        let output = output.unwrap_or_else(|_| panic!("{}: {drawn}", case.folder.display()));
        case.assert("ir", &specwright::ir::print(&output.api));
        for file in &output.files {
            let fits = |mark: char| mark.is_ascii_alphanumeric() || "_./".contains(mark);
            assert!(file.path.len() <= 64 && file.path.chars().all(fits), "{}", file.path);
            assert!(!file.text.contains(['\u{202e}', '\u{1b}', '\0', '\r']), "{}", file.path);
        }
    }
}

#[test]
fn nothing_is_wrong_with_what_tools_are_given() {
    for case in cases("conformance") {
        let config = case.config().expect("settings");
        let mut sink = Sink::new();
        assert!(specwright::generate(&case.sources, &config, &mut sink).is_ok(), "{}", case.folder.display());
        assert_eq!(sink.diagnostics(), Vec::<Diagnostic>::new(), "{}", case.folder.display());
    }
}

#[test]
fn an_overlay_changes_the_document() {
    for case in cases("overlay") {
        case.assert_derived();
    }
}

#[test]
fn a_page_becomes_a_document() {
    for case in cases("pages") {
        let config = case.config().expect("settings");
        let mut sink = Sink::new();
        let document = specwright::derive(&case.sources, &config, &mut sink);
        let drawn = render(sink.diagnostics(), &case.sources, Format::Text);
        let document = document.unwrap_or_else(|_| panic!("{}: {drawn}", case.folder.display()));
        case.assert("openapi", &document);
        if !drawn.is_empty() {
            case.assert("diagnostics", &drawn);
        }
    }
}

#[test]
fn a_document_becomes_rust() {
    for case in cases("modelling") {
        let config = case.config().expect("settings");
        let mut sink = Sink::new();
        let output = specwright::generate(&case.sources, &config, &mut sink);
        let drawn = render(sink.diagnostics(), &case.sources, Format::Text);
        let output = output.unwrap_or_else(|_| panic!("{}: {drawn}", case.folder.display()));
        case.assert("openapi", &output.openapi);
        case.assert("ir", &specwright::ir::print(&output.api));
        for file in output.files.iter().filter(|file| file.path != "mod.rs") {
            case.assert(file.path.trim_end_matches(".rs"), &file.text);
        }
        if !drawn.is_empty() {
            case.assert("diagnostics", &drawn);
        }
    }
}
