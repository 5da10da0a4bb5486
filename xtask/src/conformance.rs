//! Holds what we write against tools that nobody here wrote; it installs them below the target folder.

use crate::{Outcome, complain, print};
use specwright::config::Config;
use specwright::diagnostics::Sink;
use specwright_cli::load_sources;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The tools, in the versions that the figures of the README were made with.
const VALIDATOR: &str = "openapi-spec-validator==0.9.0";
const LINTER: &str = "@redocly/cli@2.77.0";

/// Runs every check on every document we write: those of `generated/openapi`, and one of each case of pages.
pub(crate) fn conformance(root: &Path) -> Outcome {
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), PathBuf::from);
    let folder = target.join("conformance");
    let documents = documents(root, &folder.join("documents"))?;
    let python = install_validator(&folder)?;
    let redocly = install_linter(&folder)?;
    let mut failed = 0;
    for document in &documents {
        let name = document.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let mut validator = Command::new(&python);
        validator.args(["-m", "openapi_spec_validator", "--errors", "all"]).arg(document);
        let mut linter = Command::new(&redocly);
        // The rules of the specification, and none of taste; nothing is told to anybody.
        linter.args(["lint", "--extends=spec"]).arg(document).env("REDOCLY_TELEMETRY", "off");
        for (tool, command) in [("openapi-spec-validator", &mut validator), ("redocly lint", &mut linter)] {
            let output = command.output().map_err(|error| format!("{tool}: {error}"))?;
            if !output.status.success() {
                failed += 1;
                let text = [output.stdout, output.stderr].concat();
                complain(&format!("{tool} refuses {name}:\n{}\n", String::from_utf8_lossy(&text)));
            }
        }
    }
    print(&format!("conformance: {} documents, 2 tools, {failed} refusals\n", documents.len()));
    Ok(u8::from(failed > 0))
}

/// The documents to check, written below `folder` where they are not in the repository already.
fn documents(root: &Path, folder: &Path) -> Result<Vec<PathBuf>, String> {
    let error = |path: &Path, error: std::io::Error| format!("{}: {error}", path.display());
    fs::create_dir_all(folder).map_err(|problem| error(folder, problem))?;
    let mut found = entries(&root.join("generated/openapi"))?;
    for case in entries(&root.join("tests/cases/pages"))? {
        let inputs: Vec<PathBuf> = entries(&case)?
            .into_iter()
            .filter(|path| path.extension().is_some_and(|end| end != "snap"))
            .collect();
        let sources = load_sources(&inputs).map_err(|error| error.to_string())?;
        let name = case.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let config = Config { name: Some(name.clone()), ..Config::default() };
        let document = specwright::derive(&sources, &config, &mut Sink::new());
        let text = document.map_err(|_| format!("tests/cases/pages/{name} cannot be derived"))?;
        let path = folder.join(format!("{name}.yaml"));
        fs::write(&path, text).map_err(|problem| error(&path, problem))?;
        found.push(path);
    }
    Ok(found)
}

fn entries(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let entries = fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let mut paths: Vec<PathBuf> = entries.filter_map(Result::ok).map(|entry| entry.path()).collect();
    paths.sort();
    Ok(paths)
}

/// A Python of its own with the validator in it; gives the interpreter.
fn install_validator(folder: &Path) -> Result<PathBuf, String> {
    let venv = folder.join("python");
    let python = venv.join("bin/python");
    let installed = Command::new(&python).args(["-m", "openapi_spec_validator", "--help"]).output();
    if !installed.is_ok_and(|output| output.status.success()) {
        ensure("python3", "python3-venv")?;
        run(Command::new("python3").args(["-m", "venv"]).arg(&venv))?;
        run(Command::new(&python).args(["-m", "pip", "install", "--quiet", VALIDATOR]))?;
    }
    Ok(python)
}

/// A folder of Node packages with the linter in it; gives its command.
fn install_linter(folder: &Path) -> Result<PathBuf, String> {
    let node = folder.join("node");
    let command = node.join("node_modules/.bin/redocly");
    if !command.is_file() {
        ensure("npm", "npm")?;
        fs::create_dir_all(&node).map_err(|error| format!("{}: {error}", node.display()))?;
        run(Command::new("npm")
            .args(["install", "--silent", "--no-fund", "--no-audit", "--prefix"])
            .arg(&node)
            .arg(LINTER))?;
    }
    Ok(command)
}

/// Makes sure that a program is there; Debian's package has it where it is not.
fn ensure(program: &str, package: &str) -> Result<(), String> {
    match Command::new(program).arg("--version").output() {
        Ok(output) if output.status.success() => Ok(()),
        _ => run(Command::new("apt-get").args(["install", "--yes", "--quiet", package])),
    }
}

fn run(command: &mut Command) -> Result<(), String> {
    let program = command.get_program().to_string_lossy().into_owned();
    let output = command.output().map_err(|error| format!("{program}: {error}; conformance needs it"))?;
    match output.status.success() {
        true => Ok(()),
        false => Err(format!("{program} failed:\n{}", String::from_utf8_lossy(&output.stderr))),
    }
}
