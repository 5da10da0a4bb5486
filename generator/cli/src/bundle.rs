//! The runtime as it is carried in the binary, for crates that must compile anywhere.

use crate::OutputFile;
use include_dir::{Dir, include_dir};
use toml::{Table, Value};

/// Every file of `generator/runtime/src`.
static SOURCES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../runtime/src");

/// The runtime as files below `runtime/`, with a manifest that needs no workspace around it.
pub fn runtime_files() -> Result<Vec<OutputFile>, String> {
    let text = manifest().map_err(|error| format!("the manifest of the bundled runtime: {error}"))?;
    let fixed = [
        ("Cargo.toml", text.as_str()),
        ("LICENSE-MIT", include_str!("../../../LICENSE-MIT")),
        ("LICENSE-APACHE", include_str!("../../../LICENSE-APACHE")),
    ];
    let file = |path: String, text: &str| OutputFile { path, text: text.to_owned() };
    let fixed = fixed.iter().map(|(path, text)| file(format!("runtime/{path}"), text));
    let mut files: Vec<OutputFile> = fixed.collect();
    let mut folders = vec![&SOURCES];
    while let Some(folder) = folders.pop() {
        folders.extend(folder.dirs());
        for source in folder.files() {
            let path = source.path().to_string_lossy().replace('\\', "/");
            let text = source.contents_utf8().ok_or_else(|| format!("{path} is not UTF-8"))?;
            files.push(file(format!("runtime/src/{path}"), text));
        }
    }
    Ok(files)
}

/// The runtime's manifest, each `workspace = true` replaced by what the workspace says.
fn manifest() -> Result<String, toml::de::Error> {
    let workspace: Table = toml::from_str(include_str!("../../../Cargo.toml"))?;
    let mut manifest: Table = toml::from_str(include_str!("../../runtime/Cargo.toml"))?;
    let inherited = |section: &str| workspace.get("workspace")?.get(section)?.as_table();
    for section in ["lints", "dev-dependencies"] {
        manifest.remove(section);
    }
    for (section, source) in [("package", "package"), ("dependencies", "dependencies")] {
        let Some(Value::Table(entries)) = manifest.get_mut(section) else { continue };
        for (name, entry) in entries.iter_mut() {
            if let Some(value) = inherited(source).and_then(|table| table.get(name)) {
                inherit(entry, value);
            }
        }
    }
    // The one error is a value TOML cannot say, and both tables came from TOML.
    Ok(toml::to_string(&manifest).unwrap_or_default())
}

/// `{ workspace = true, … }` takes the workspace's value; features add up, other keys are the entry's own.
fn inherit(entry: &mut Value, value: &Value) {
    let Some(own) = entry.as_table_mut() else { return };
    if own.remove("workspace").is_none() {
        return;
    }
    if own.is_empty() {
        *entry = value.clone();
        return;
    }
    let mut merged = match value {
        Value::Table(table) => table.clone(),
        version => Table::from_iter([("version".to_owned(), version.clone())]),
    };
    for (key, value) in std::mem::take(own) {
        match (merged.get_mut(&key), value) {
            (Some(Value::Array(old)), Value::Array(new)) => old.extend(new),
            (_, value) => drop(merged.insert(key, value)),
        }
    }
    *own = merged;
}

#[cfg(test)]
mod tests {
    use super::*;
    #[test]
    fn the_runtime_is_carried_whole() {
        let files = runtime_files().unwrap();
        let has = |path: &str| files.iter().any(|file| file.path == path);
        assert!(has("runtime/Cargo.toml") && has("runtime/src/lib.rs") && has("runtime/src/codec/reader.rs"));
    }

    #[test]
    fn the_manifest_stands_alone() {
        let text = manifest().unwrap();
        assert!(!text.contains("workspace"), "{text}");
        assert!(text.contains("edition = \"2024\""), "{text}");
    }

    #[test]
    fn features_of_a_dependency_add_up() {
        let mut entry: Value =
            toml::from_str::<Table>("a = { workspace = true, optional = true, features = [\"x\"] }").unwrap()
                ["a"]
                .clone();
        let value =
            toml::from_str::<Table>("a = { version = \"1\", features = [\"y\"] }").unwrap()["a"].clone();
        inherit(&mut entry, &value);
        assert_eq!(entry["features"].as_array().unwrap().len(), 2);
        assert_eq!(entry["version"].as_str(), Some("1"));
        assert_eq!(entry["optional"].as_bool(), Some(true));
    }
}
