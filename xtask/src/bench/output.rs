//! What the written crates cost the compiler.

use super::process::{config, own_process};
use super::usage::{row, usage};
use crate::scratch::{toml_string, write};
use crate::{Outcome, complain, print};
use nix::sys::resource::UsageWho;
use specwright::diagnostics::Sink;
use specwright::ir::{Api, Location, Operation, OperationKind, Scalar, TypeRef};
use specwright_cli::{Runtime, crate_files, load_sources, write_files};
use std::fmt::Write as _;
use std::path::Path;
use std::process::{Command, ExitStatus, Stdio};

/// What is made of a crate.
#[derive(Clone, Copy)]
pub(super) struct Wanted {
    /// `cargo check`.
    pub(super) check: bool,
    /// `cargo build --release` of it, and of a program that calls three of its operations.
    pub(super) release: bool,
}

/// Writes the crate to the system's folder for such things and lets cargo make of it what is wanted, its dependencies
/// beforehand.
pub(super) fn compile_output(root: &Path, file: &Path, wanted: Wanted) -> Result<bool, String> {
    let sources = load_sources(&[file.to_owned()]).map_err(|error| error.to_string())?;
    let config = config(file);
    let Ok(output) = specwright::generate(&sources, &config, &mut Sink::new()) else { return Ok(false) };
    let folder = std::env::temp_dir().join("specwright-bench").join(&output.module);
    let caller = folder.with_file_name(format!("{}-caller", output.module));
    let program = calls(&output.api);
    let files = crate_files(output, &config, &Runtime::Path(root.join("generator/runtime")))?;
    write_files(&folder, &files, &["src"], false).map_err(|error| error.to_string())?;
    let mut passed = true;
    if wanted.check {
        passed &= measured("check", &folder)?;
    }
    if wanted.release {
        passed &= measured("release", &folder)?;
        write(&caller.join("Cargo.toml"), &manifest(&folder))?;
        write(&caller.join("src/main.rs"), &program)?;
        // A crate is touched by its root, which of a program is another file.
        write(&caller.join("src/lib.rs"), "")?;
        passed &= measured("caller", &caller)?;
    }
    Ok(passed)
}

/// What the crate depends on is not what is measured; a first run compiles it.
fn measured(what: &str, folder: &Path) -> Result<bool, String> {
    if !cargo(folder, what)?.success() {
        complain(&format!("`cargo {}` fails in {}\n", command(what).join(" "), folder.display()));
        return Ok(false);
    }
    own_process(what, folder)
}

/// Measures what cargo does over a crate whose dependencies were compiled before.
pub(super) fn measure_cargo(what: &str, folder: &Path) -> Outcome {
    // Cargo looks at the time of a file; touching the root makes it compile the crate again, and that alone.
    let root = folder.join(if what == "caller" { "src/main.rs" } else { "src/lib.rs" });
    let file = std::fs::OpenOptions::new().append(true).open(&root).map_err(|error| error.to_string())?;
    file.set_modified(std::time::SystemTime::now()).map_err(|error| error.to_string())?;
    let before = usage(UsageWho::RUSAGE_CHILDREN)?;
    let status = cargo(folder, what)?;
    let after = usage(UsageWho::RUSAGE_CHILDREN)?;
    let made = match what {
        _ if !status.success() => "it failed",
        "caller" => "a program that calls three operations, linked",
        _ => "client, server and serde on",
    };
    print(&row(&format!("cargo {what}"), &before, &after, made));
    Ok(if status.success() { 0 } else { 2 })
}

fn command(what: &str) -> &'static [&'static str] {
    if what == "check" { &["check", "--quiet"] } else { &["build", "--quiet", "--release"] }
}

fn cargo(folder: &Path, what: &str) -> Result<ExitStatus, String> {
    Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
        .args(command(what))
        .current_dir(folder)
        .env("CARGO_INCREMENTAL", "0")
        .env("CARGO_TARGET_DIR", std::env::temp_dir().join("specwright-bench/target"))
        .stdout(Stdio::null())
        .status()
        .map_err(|error| format!("cargo: {error}"))
}

fn manifest(folder: &Path) -> String {
    let name = toml_string(&crate_name(folder));
    format!(
        "[package]\nname = \"caller\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[dependencies]\n\
         api = {{ package = {name}, path = {} }}\n\
         tokio = {{ version = \"1\", features = [\"rt\"] }}\n\n[workspace]\n",
        toml_string(&folder.to_string_lossy()),
    )
}

/// The name that the manifest of a crate has.
fn crate_name(folder: &Path) -> String {
    let text = std::fs::read_to_string(folder.join("Cargo.toml")).unwrap_or_default();
    let name = text.lines().find_map(|line| line.strip_prefix("name = \"")).unwrap_or_default();
    name.trim_end_matches('"').to_owned()
}

/// A program that calls the first three operations that need no more than texts.
fn calls(api: &Api) -> String {
    let mut calls = String::new();
    for operation in api.operations.iter().filter(|operation| takes_texts(operation)).take(3) {
        let texts = operation.parameters.iter().filter(|parameter| parameter.required).count();
        let texts = vec!["\"x\""; texts].join(", ");
        // Writing to a string cannot fail.
        _ = writeln!(
            calls,
            "    println!(\"{{:?}}\", client.{}({texts}).await);",
            operation.method_ident.as_str()
        );
    }
    format!(
        "//! Calls a few operations.\n\nasync fn calls() {{\n    let client = api::client::Client::from_env().unwrap();\n\
         {calls}}}\n\nfn main() {{\n    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();\n    \
         runtime.unwrap().block_on(calls());\n}}\n"
    )
}

fn takes_texts(operation: &Operation) -> bool {
    let mut needed = operation.parameters.iter().filter(|parameter| parameter.required);
    operation.kind == OperationKind::Path
        && operation.body.as_ref().is_none_or(|body| !body.required)
        && needed.all(|it| it.ty == TypeRef::Scalar(Scalar::String) && it.location != Location::Cookie)
}
