//! `specs/<api>` becomes `generated/{src,openapi,docs}`.

use crate::{Outcome, complain, print};
use specwright::config::Config;
use specwright::diagnostics::{Format, Severity, Sink, render};
use specwright::ir::{Api, Features};
use specwright::source::Sources;
use specwright_cli::{OutputFile, load_config, load_folder, write_files};
use std::path::Path;

/// Writes what changed, for the APIs named or for all.
pub(crate) fn regenerate(root: &Path, apis: &[String], check: bool) -> Outcome {
    let apis = if apis.is_empty() { all(root)? } else { apis.to_vec() };
    // Every API is generated before a file of any is written.
    let mut outputs = Vec::new();
    for api in &apis {
        outputs.push((api, generate(root, api)?));
    }
    let (mut changed, mut removed, mut unchanged, mut stale) = (0, 0, 0, false);
    for (api, (module, files)) in outputs {
        let owned = format!("src/{module}");
        let report = write_files(&root.join("generated"), &files, &[owned.as_str()], check)
            .map_err(|error| error.to_string())?;
        for path in report.changed.iter().chain(&report.removed) {
            let state = if check { "stale" } else { "wrote" };
            let state = if !check && report.removed.contains(path) { "removed" } else { state };
            print(&format!("{state} generated/{path}\n"));
        }
        if check && !report.is_current() {
            stale = true;
            complain(&format!("generated/ does not match specs/{api}: run `cargo xtask regenerate {api}`\n"));
        }
        changed += report.changed.len();
        removed += report.removed.len();
        unchanged += report.unchanged;
    }
    let verb = if check { "stale" } else { "written" };
    print(&format!(
        "{}: {changed} {verb}, {removed} to go or gone, {unchanged} unchanged\n",
        apis.join(", ")
    ));
    Ok(u8::from(stale))
}

/// Prints a stage of an API.
pub(crate) fn explain(root: &Path, api: &str, stage: specwright::Stage) -> Outcome {
    let (sources, config) = load(root, api)?;
    let mut sink = Sink::new();
    let text = specwright::explain(&sources, &config, stage, &mut sink);
    complain(&render(sink.diagnostics(), &sources, Format::Text));
    match text {
        Ok(text) => {
            print(&text);
            Ok(0)
        }
        Err(_) => Ok(2),
    }
}

fn all(root: &Path) -> Result<Vec<String>, String> {
    let entries = std::fs::read_dir(root.join("specs")).map_err(|error| format!("specs: {error}"))?;
    let folders = entries.filter_map(Result::ok).filter(|entry| entry.path().is_dir());
    let mut names: Vec<String> =
        folders.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    Ok(names)
}

fn load(root: &Path, api: &str) -> Result<(Sources, Config), String> {
    let folder = root.join("specs").join(api);
    if api.contains(['/', '\\', '.']) || !folder.is_dir() {
        return Err(format!("there is no specs/{api}; there are: {}", all(root)?.join(", ")));
    }
    let mut config = Config {
        name: Some(api.to_owned()),
        source: format!("specs/{api}"),
        command: Some(format!("cargo xtask regenerate {api}")),
        feature_prefix: format!("{api}-"),
        tag_features: true,
        ..Config::default()
    };
    let settings = folder.join("specwright.toml");
    if settings.is_file() {
        config = config.with(load_config(&settings, Format::Text)?);
    }
    let sources = load_folder(&folder).map_err(|error| error.to_string())?;
    Ok((sources, config))
}

/// Whether the manifest of `generated`, which people write, has every feature that the code of an API asks for.
fn declared(root: &Path, name: &str, api: &Api) -> Result<(), String> {
    let path = root.join("generated/Cargo.toml");
    let text = std::fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    let manifest: toml::Table = text.parse().map_err(|error| format!("generated/Cargo.toml: {error}"))?;
    let have = manifest.get("features").and_then(toml::Value::as_table);
    let Features { client, server } = &api.features;
    let shells = [
        (client, "\"specwright-runtime/client\", \"specwright-runtime/reqwest\""),
        (server, "\"specwright-runtime/server\""),
    ];
    let tags = api.tag_features().map(|feature| (&feature.name, ""));
    let asked = shells.into_iter().filter(|_| !api.operations.is_empty()).chain(tags);
    let missing = asked.filter(|(feature, _)| !have.is_some_and(|have| have.contains_key(feature.as_str())));
    let missing: Vec<String> = missing.map(|(feature, needs)| format!("  {feature} = [{needs}]")).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let missing = missing.join("\n");
    Err(format!(
        "generated/Cargo.toml lacks features of specs/{name}; write them there, and add them to `default`:\n{missing}"
    ))
}

/// The module's name, and all files of an API below `generated`.
fn generate(root: &Path, api: &str) -> Result<(String, Vec<OutputFile>), String> {
    let (sources, config) = load(root, api)?;
    let mut sink = Sink::new();
    let output = specwright::generate(&sources, &config, &mut sink);
    // Where there is no such file yet, nothing changed.
    if let (Ok(output), Ok(base)) =
        (&output, std::fs::read_to_string(root.join("generated/openapi").join(format!("{api}.yaml"))))
        && base != output.openapi
    {
        specwright::report_directions(&base, output, &config, &mut sink);
    }
    complain(&render(sink.diagnostics(), &sources, Format::Text));
    let Ok(output) = output else { return Err(format!("specs/{api} cannot be used; nothing was written")) };
    if sink.worst() == Some(Severity::Error) {
        return Err(format!("specs/{api} has errors; nothing was written"));
    }
    declared(root, api, &output.api)?;
    let module = output.module;
    let mut files = Vec::new();
    for file in output.files {
        let path = file.path.strip_prefix(&format!("{module}/")).unwrap_or(&file.path);
        files.push(OutputFile { path: format!("src/{module}/{path}"), text: file.text });
    }
    files.push(OutputFile { path: format!("openapi/{api}.yaml"), text: output.openapi });
    files.push(OutputFile { path: format!("docs/{api}.md"), text: output.reference });
    Ok((module, files))
}
