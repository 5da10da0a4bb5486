//! Every document we write is valid OpenAPI, by two tools: those of `generated/openapi`, and one of each case of pages.

use super::Ground;
use super::programs::finish;
use crate::complain;
use specwright::config::Config;
use specwright::diagnostics::Sink;
use specwright_cli::load_sources;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

/// What openapi-spec-validator refuses.
pub(super) fn validate(ground: &Ground, validator: &Path) -> Result<usize, String> {
    judge(ground, "openapi-spec-validator", |document| {
        let mut command = Command::new(validator);
        command.args(["--errors", "all"]).arg(document);
        command
    })
}

/// What redocly refuses.
pub(super) fn lint(ground: &Ground, redocly: &Path) -> Result<usize, String> {
    judge(ground, "redocly lint", |document| {
        let mut command = Command::new(redocly);
        // The rules of the specification, and none of taste; nothing is told to anybody.
        command.args(["lint", "--extends=spec"]).arg(document).env("REDOCLY_TELEMETRY", "off");
        command
    })
}

fn judge(ground: &Ground, tool: &str, command: impl Fn(&Path) -> Command) -> Result<usize, String> {
    let mut refused = 0;
    for document in documents(ground)? {
        let finished = finish(ground, &mut command(&document), Duration::from_secs(60))?;
        if !finished.success {
            refused += 1;
            complain(&format!("{tool} refuses {}:\n{}\n", document.display(), finished.text));
        }
    }
    Ok(refused)
}

/// The documents, written below the folder of the tools where they are not in the repository already.
fn documents(ground: &Ground) -> Result<Vec<PathBuf>, String> {
    let mut found = entries(&ground.root.join("generated/openapi"))?;
    for case in entries(&ground.root.join("tests/cases/pages"))? {
        let inputs: Vec<PathBuf> = entries(&case)?
            .into_iter()
            .filter(|path| path.extension().is_some_and(|end| end != "snap"))
            .collect();
        let name = case.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let path = ground.folder.join("documents").join(format!("{name}.yaml"));
        crate::scratch::write(&path, &derive(&inputs, &name)?)?;
        found.push(path);
    }
    Ok(found)
}

/// The document as understood, of these files.
pub(super) fn derive(inputs: &[PathBuf], name: &str) -> Result<String, String> {
    let sources = load_sources(inputs).map_err(|error| error.to_string())?;
    let config = Config { name: Some(name.to_owned()), ..Config::default() };
    let document = specwright::derive(&sources, &config, &mut Sink::new());
    document.map_err(|_| format!("{name} cannot be derived"))
}

fn entries(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let entries = fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let mut paths: Vec<PathBuf> = entries.filter_map(Result::ok).map(|entry| entry.path()).collect();
    paths.sort();
    Ok(paths)
}
