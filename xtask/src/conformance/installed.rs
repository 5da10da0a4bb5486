//! The tools, in the versions that the figures of the README were made with, each in a folder of its own.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The command of openapi-spec-validator.
pub(super) fn validator(folder: &Path) -> Result<PathBuf, String> {
    python(folder, "openapi-spec-validator", "0.9.0")
}

/// The command of redocly.
pub(super) fn linter(folder: &Path) -> Result<PathBuf, String> {
    node(folder, "redocly", "@redocly/cli@2.77.0")
}

/// The command of schemathesis.
pub(super) fn schemathesis(folder: &Path) -> Result<PathBuf, String> {
    python(folder, "schemathesis", "4.32.5")
}

/// The command of Prism.
pub(super) fn prism(folder: &Path) -> Result<PathBuf, String> {
    node(folder, "prism", "@stoplight/prism-cli@5.14.2")
}

/// The command of slowhttptest. Debian's package is the only one there is, and it has the version that Debian has.
pub(super) fn slowhttptest(_: &Path) -> Result<PathBuf, String> {
    let program = PathBuf::from("slowhttptest");
    // Its status is never 0 where it has nothing to do.
    match Command::new(&program).arg("-h").output() {
        Ok(_) => Ok(program),
        Err(_) => debian("slowhttptest").map(|()| program),
    }
}

/// A command that a Python package brings, in a Python of its own: two of them may not agree on a third.
fn python(folder: &Path, command: &str, version: &str) -> Result<PathBuf, String> {
    let venv = folder.join(format!("{command}-{version}"));
    let installed = venv.join("bin").join(command);
    if !works(&installed, "--help") {
        ensure("python3", "python3-venv")?;
        run(Command::new("python3").args(["-m", "venv", "--clear"]).arg(&venv))?;
        let package = format!("{command}=={version}");
        run(Command::new(venv.join("bin/python")).args(["-m", "pip", "install", "--quiet", &package]))?;
    }
    Ok(installed)
}

/// A command that a Node package brings.
fn node(folder: &Path, command: &str, package: &str) -> Result<PathBuf, String> {
    let node = folder.join(package.replace(['@', '/'], "-").trim_matches('-'));
    let installed = node.join("node_modules/.bin").join(command);
    if !works(&installed, "--version") {
        ensure("npm", "npm")?;
        fs::create_dir_all(&node).map_err(|error| format!("{}: {error}", node.display()))?;
        run(Command::new("npm")
            .args(["install", "--silent", "--no-fund", "--no-audit", "--prefix"])
            .arg(&node)
            .arg(package))?;
    }
    Ok(installed)
}

/// Makes sure that a program is there; Debian's package has it where it is not.
fn ensure(program: &str, package: &str) -> Result<(), String> {
    if works(Path::new(program), "--version") { Ok(()) } else { debian(package) }
}

/// Installs a package of Debian; where it is not known, the lists of packages may be old, or none.
fn debian(package: &str) -> Result<(), String> {
    let install = || run(Command::new("apt-get").args(["install", "--yes", "--quiet", package]));
    install().or_else(|_| run(Command::new("apt-get").args(["update", "--quiet"])).and_then(|()| install()))
}

fn works(program: &Path, question: &str) -> bool {
    Command::new(program).arg(question).output().is_ok_and(|output| output.status.success())
}

fn run(command: &mut Command) -> Result<(), String> {
    let program = command.get_program().to_string_lossy().into_owned();
    let output = command.output().map_err(|error| format!("{program}: {error}"))?;
    match output.status.success() {
        true => Ok(()),
        false => Err(format!("{program} failed:\n{}", String::from_utf8_lossy(&output.stderr))),
    }
}
