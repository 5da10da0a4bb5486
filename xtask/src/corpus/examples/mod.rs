//! Examples and defaults: those that are valid under their schema must be read into the type of that schema, and be
//! written as equal JSON.

mod collect;
mod declared;
mod judge;
mod run;
mod spell;

pub(super) use run::run;

use crate::scratch::{self, Scratch};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use specwright::Output;
use specwright::config::Config;
use specwright::diagnostics::Sink;
use specwright::read::yaml::read_document;
use specwright::source::Sources;
use std::collections::HashMap;
use std::fmt::Write as _;
use std::path::Path;

/// An example that the program is to read and write.
#[derive(Clone, Debug, Deserialize, Serialize)]
struct Question {
    /// The index of its type in the program.
    index: usize,
    /// Whether it is read as a server reads.
    strict: bool,
    /// Its schema, as a JSON Pointer into the document.
    place: String,
    /// The value.
    value: Value,
}

/// What is counted of the examples of a document.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
pub(super) struct Counts {
    /// Valid under their schema, by what they stand at.
    pub(super) valid: Vec<(String, usize)>,
    /// Not valid under their schema.
    pub(super) invalid: usize,
    /// Where the validator cannot say.
    pub(super) unknown: usize,
    /// Read and written, in each direction that they travel.
    pub(super) tried: usize,
    /// What came back equal.
    pub(super) equal: usize,
    /// What did not, by reason: an example of it.
    pub(super) failed: Vec<(String, String)>,
}

/// Writes the program of a document's examples to a folder, and the questions beside it.
pub(super) fn prepare(root: &Path, out: &Path, output: &Output, config: &Config) -> Result<Counts, String> {
    // Generated from the document as understood, so that the places of types are places in that text.
    let mut sources = Sources::new();
    let file = sources.add(config.source.clone(), output.openapi.clone());
    let mut sink = Sink::new();
    let again = specwright::generate(&sources, config, &mut sink).map_err(|_| "it is not read again")?;
    let tree = read_document(&sources, file, None, &mut sink).ok_or("it is not read again")?;
    let examples = collect::collect(&again.api, &tree);
    let document = Value::deserialize(&tree).map_err(|error| error.to_string())?;
    let verdicts = judge::judge(&document, &examples)?;
    let mut counts = Counts::default();
    let mut types: Vec<String> = Vec::new();
    let mut indexes: HashMap<String, usize> = HashMap::new();
    let mut questions = String::new();
    for (example, verdict) in examples.into_iter().zip(verdicts) {
        match verdict {
            Some(true) => {}
            Some(false) => {
                counts.invalid += 1;
                continue;
            }
            None => {
                counts.unknown += 1;
                continue;
            }
        }
        match counts.valid.iter_mut().find(|(kind, _)| kind == example.kind) {
            Some((_, count)) => *count += 1,
            None => counts.valid.push((example.kind.to_owned(), 1)),
        }
        let index = *indexes.entry(example.ty.clone()).or_insert_with(|| {
            types.push(example.ty);
            types.len() - 1
        });
        let modes = [(example.direction.request, true), (example.direction.response, false)];
        for (_, strict) in modes.into_iter().filter(|(travels, _)| *travels) {
            let (place, value) = (example.schema.clone(), example.value.clone());
            let question = Question { index, strict, place, value };
            let line = serde_json::to_string(&question).map_err(|error| error.to_string())?;
            // Writing to a string cannot fail.
            _ = writeln!(questions, "{line}");
        }
    }
    if types.is_empty() {
        return Ok(counts);
    }
    let name = out.file_name().unwrap_or_default().to_string_lossy();
    let lines = types.iter().map(|ty| format!("    || Box::new(<{ty} as Wire>::blank()),\n"));
    let program = include_str!("program.rs.txt").replace("    // TYPES\n", &lines.collect::<String>());
    let mut manifest = Scratch::manifest_of(root, &name, &["decimal"]);
    // The types of a tag stand behind its feature.
    let tags: Vec<&str> = again.api.tag_features().map(|feature| feature.name.as_str()).collect();
    _ = writeln!(manifest, "\n[features]\ndefault = {tags:?}");
    for tag in tags {
        _ = writeln!(manifest, "{tag} = []");
    }
    scratch::write(&out.join("Cargo.toml"), &manifest)?;
    scratch::write(&out.join("src/main.rs"), &program)?;
    scratch::write(&out.join("questions.jsonl"), &questions)?;
    scratch::write(&out.join("document.json"), &document.to_string())?;
    for file in again.files {
        scratch::write(&out.join("src/api").join(file.path), &file.text)?;
    }
    Ok(counts)
}
