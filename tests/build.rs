//! Generates every case of some groups by the library, so that what the snapshots show is also compiled.

use specwright::config::Config;
use specwright::diagnostics::Sink;
use specwright::source::Sources;
use std::error::Error;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

fn main() -> Result<(), Box<dyn Error>> {
    let mut text = modules("modelling")?;
    for group in ["conformance", "hostile"] {
        writeln!(text, "pub mod {group} {{\n{}}}", modules(group)?)?;
    }
    fs::write(Path::new(&env::var("OUT_DIR")?).join("cases.rs"), text)?;
    Ok(())
}

/// A module for each case of a group.
fn modules(group: &str) -> Result<String, Box<dyn Error>> {
    let cases = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?).join("cases").join(group);
    let out = PathBuf::from(env::var("OUT_DIR")?).join(group);
    println!("cargo::rerun-if-changed={}", cases.display());
    let mut folders: Vec<PathBuf> =
        fs::read_dir(&cases)?.map(|entry| Ok(entry?.path())).collect::<Result<_, std::io::Error>>()?;
    folders.sort();
    let mut modules = String::new();
    for folder in folders {
        let name = folder.file_name().ok_or("a case has no name")?.to_string_lossy().into_owned();
        let mut sources = Sources::new();
        sources.add("input.yaml", fs::read(folder.join("input.yaml"))?);
        let settings = fs::read_to_string(folder.join("specwright.toml")).unwrap_or_default();
        let settings = Config::parse(&settings).map_err(|_| format!("{name}: the settings are wrong"))?;
        let config = Config { name: Some(name.clone()), source: "input".to_owned(), ..Config::default() }
            .with(settings);
        let output = specwright::generate(&sources, &config, &mut Sink::new())
            .map_err(|_| format!("{name} cannot be generated"))?;
        let target = out.join(&output.module);
        fs::create_dir_all(&target)?;
        for file in &output.files {
            let path = target.join(&file.path);
            fs::create_dir_all(path.parent().unwrap_or(&target))?;
            fs::write(path, &file.text)?;
        }
        let root = target.join("mod.rs");
        writeln!(modules, "#[path = {:?}]\npub mod {};", root.display().to_string(), output.module)?;
    }
    Ok(modules)
}
