//! Which files of a folder are documents.

use specwright::diagnostics::Sink;
use specwright::read::yaml::read_document;
use specwright::source::Sources;
use std::fs;
use std::path::{Path, PathBuf};

/// The documents of a folder, by their path below it: the rows of role `root` of its `MANIFEST.tsv` where it has one,
/// else every file that says `openapi` or `swagger` at its top.
pub(super) fn documents(folder: &Path) -> Result<Vec<String>, String> {
    match fs::read_to_string(folder.join("MANIFEST.tsv")) {
        Ok(text) => listed(&text),
        Err(_) => found(folder),
    }
}

/// The rows of a table with the columns `path` and `role`.
fn listed(text: &str) -> Result<Vec<String>, String> {
    let mut lines = text.lines();
    let head: Vec<&str> = lines.next().unwrap_or_default().split('\t').collect();
    let column = |name: &str| {
        let place = head.iter().position(|column| *column == name);
        place.ok_or_else(|| format!("MANIFEST.tsv has no column `{name}`"))
    };
    let (path, role) = (column("path")?, column("role")?);
    let row = |line: &str| {
        let cells: Vec<&str> = line.split('\t').collect();
        (*cells.get(role)? == "root").then(|| cells.get(path).map(|path| (*path).to_owned()))?
    };
    Ok(lines.filter_map(row).collect())
}

fn found(folder: &Path) -> Result<Vec<String>, String> {
    let mut found = Vec::new();
    let mut waiting = vec![folder.to_owned()];
    while let Some(below) = waiting.pop() {
        let entries = fs::read_dir(&below).map_err(|error| format!("{}: {error}", below.display()))?;
        for entry in entries.filter_map(Result::ok) {
            let path = entry.path();
            let Ok(kind) = entry.file_type() else { continue };
            if kind.is_dir() {
                waiting.push(path);
            } else if kind.is_file() && is_document(&path) {
                let name = path.strip_prefix(folder).unwrap_or(&path);
                found.push(name.to_string_lossy().replace('\\', "/"));
            }
        }
    }
    found.sort();
    Ok(found)
}

fn is_document(path: &PathBuf) -> bool {
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_ascii_lowercase());
    if !matches!(ending.as_deref(), Some("yaml" | "yml" | "json")) {
        return false;
    }
    let Ok(bytes) = fs::read(path) else { return false };
    let text = String::from_utf8_lossy(&bytes);
    // Most files say neither word, and are not worth reading as YAML.
    if !text.contains("openapi") && !text.contains("swagger") {
        return false;
    }
    let mut sources = Sources::new();
    let file = sources.add("document", bytes);
    let tree = read_document(&sources, file, None, &mut Sink::new());
    tree.is_some_and(|tree| tree.get("openapi").is_some() || tree.get("swagger").is_some())
}

/// So many of them, spread evenly in their order.
pub(super) fn sample(documents: Vec<String>, count: usize) -> Vec<String> {
    let all = documents.len();
    if count >= all {
        return documents;
    }
    // The index at which each of the parts begins: a part has one document in the sample.
    let chosen: Vec<usize> = (0..count).map(|part| part * all / count).collect();
    let kept = documents.into_iter().enumerate().filter(|(index, _)| chosen.binary_search(index).is_ok());
    kept.map(|(_, document)| document).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_manifest_names_the_documents() {
        let text = "path\tsize\trole\na.yaml\t1\troot\nb.yaml\t2\tcompanion\nc.json\t3\troot\n";
        assert_eq!(listed(text).unwrap(), ["a.yaml", "c.json"]);
        assert!(listed("path\tsize\n").is_err());
    }

    #[test]
    fn a_sample_is_spread_evenly() {
        let all: Vec<String> = (0..10).map(|number| number.to_string()).collect();
        assert_eq!(sample(all.clone(), 3), ["0", "3", "6"]);
        assert_eq!(sample(all.clone(), 99), all);
    }

    #[test]
    fn documents_are_told_by_their_top() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("below")).unwrap();
        for (name, text) in [
            ("below/a.yaml", "openapi: 3.0.0"),
            ("b.json", r#"{"swagger":"2.0"}"#),
            ("c.yaml", "about: openapi"),
            ("d.txt", "openapi: 3.0.0"),
        ] {
            fs::write(folder.path().join(name), text).unwrap();
        }
        assert_eq!(documents(folder.path()).unwrap(), ["b.json", "below/a.yaml"]);
    }
}
