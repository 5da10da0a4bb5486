//! Files, folders and standard input become [`Sources`].

use crate::companions;
use specwright::source::Sources;
use std::fmt;
use std::io::Read as _;
use std::path::{Component, Path, PathBuf};

/// A source that cannot be read.
#[derive(Debug)]
pub struct LoadError {
    path: PathBuf,
    reason: String,
}

impl LoadError {
    fn new(path: &Path, reason: impl fmt::Display) -> Self {
        Self { path: path.to_owned(), reason: reason.to_string() }
    }
}

impl fmt::Display for LoadError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "cannot read {}: {}", self.path.display(), self.reason)
    }
}

impl std::error::Error for LoadError {}

/// Reads documents, pages, folders of pages and `-`, and what the documents refer to. A text is named by its path below
/// the folder that all of them share, so that neither the machine nor the working folder shows in the output.
///
/// That folder is as far as references reach. A document in a folder that is given too is read as the document, and
/// other documents in the folder only where it refers to them.
pub fn load_sources(paths: &[PathBuf]) -> Result<Sources, LoadError> {
    let mut files: Vec<(PathBuf, PathBuf)> = Vec::new();
    let mut standard_input = false;
    for path in paths {
        if path.as_os_str() == "-" {
            standard_input = true;
        } else if path.is_dir() {
            let found = walk(path)?;
            if found.is_empty() {
                return Err(LoadError::new(
                    path,
                    "no *.md, *.mdx, *.yaml, *.yml or *.json file in this folder",
                ));
            }
            let chosen = paths.iter().any(|other| other.is_file() && lies_in(other, path));
            let found = found.into_iter().filter(|file| !chosen || is_page(file));
            let none: Vec<(PathBuf, PathBuf)> = vec![(path.clone(), PathBuf::new())];
            files.extend(none.into_iter().chain(found.map(|file| (path.clone(), file))));
        } else {
            files.push((path.parent().unwrap_or(Path::new("")).to_owned(), path.clone()));
        }
    }
    let mut shared = files.first().map(|(folder, _)| folder.clone()).unwrap_or_default();
    while !files.iter().all(|(folder, _)| folder.starts_with(&shared)) {
        if !shared.pop() {
            break;
        }
    }
    let mut sources = Sources::new();
    if standard_input {
        let mut bytes = Vec::new();
        std::io::stdin().read_to_end(&mut bytes).map_err(|error| LoadError::new(Path::new("-"), error))?;
        sources.add("standard input", bytes);
    }
    let texts = files.iter().map(|(_, file)| file).filter(|file| !file.as_os_str().is_empty());
    add(&mut sources, &shared, texts.cloned())?;
    // A text from standard input has no folder, and what it says must not choose one.
    let folders: Vec<PathBuf> = files.into_iter().map(|(folder, _)| folder).collect();
    companions::gather(&mut sources, &shared, &folders);
    Ok(sources)
}

/// Adds overlays in their order; each is named as it was given, since nothing that is written holds the name.
pub fn load_overlays(sources: &mut Sources, paths: &[PathBuf]) -> Result<(), LoadError> {
    for path in paths {
        let bytes = std::fs::read(path).map_err(|error| LoadError::new(path, error))?;
        sources.add_overlay(path.to_string_lossy().replace('\\', "/"), bytes);
    }
    Ok(())
}

/// Reads the folder of an API, `specs/<api>`: its `openapi.*`, else what is in its folder `pages`, and its
/// `overlay.yaml` where there is one.
pub fn load_folder(folder: &Path) -> Result<Sources, LoadError> {
    let documents = ["openapi.yaml", "openapi.yml", "openapi.json"].map(|name| folder.join(name));
    let files = match documents.into_iter().find(|path| path.is_file()) {
        Some(document) => vec![document],
        None => walk(&folder.join("pages"))?,
    };
    if files.is_empty() {
        return Err(LoadError::new(folder, "it has neither an openapi.yaml nor a page in pages/"));
    }
    let mut sources = Sources::new();
    add(&mut sources, folder, files)?;
    companions::gather(&mut sources, folder, &[folder.to_owned()]);
    let overlay = folder.join("overlay.yaml");
    if overlay.is_file() {
        let bytes = std::fs::read(&overlay).map_err(|error| LoadError::new(&overlay, error))?;
        sources.add_overlay("overlay.yaml", bytes);
    }
    Ok(sources)
}

fn add(
    sources: &mut Sources,
    root: &Path,
    files: impl IntoIterator<Item = PathBuf>,
) -> Result<(), LoadError> {
    for file in files {
        let bytes = std::fs::read(&file).map_err(|error| LoadError::new(&file, error))?;
        let below = file.strip_prefix(root).unwrap_or(&file);
        // `.` is a way to write a folder and no part of a name.
        let below: PathBuf = below.components().filter(|part| *part != Component::CurDir).collect();
        let name = below.to_string_lossy().replace('\\', "/");
        sources.add(name, bytes);
    }
    Ok(())
}

/// The pages and documents below a folder, sorted. Links are not followed, so a walk cannot leave the folder or
/// go in a circle; hidden files are nobody's pages.
fn walk(folder: &Path) -> Result<Vec<PathBuf>, LoadError> {
    let mut found = Vec::new();
    let mut waiting = vec![folder.to_owned()];
    while let Some(folder) = waiting.pop() {
        for entry in std::fs::read_dir(&folder).map_err(|error| LoadError::new(&folder, error))? {
            let entry = entry.map_err(|error| LoadError::new(&folder, error))?;
            let kind = entry.file_type().map_err(|error| LoadError::new(&entry.path(), error))?;
            if entry.file_name().to_string_lossy().starts_with('.') {
                continue;
            }
            let path = entry.path();
            if kind.is_dir() {
                waiting.push(path);
            } else if kind.is_file() && is_source(&path) {
                found.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}

/// Whether a file is a page or a document by its name. `overlay.yaml` and `<purpose>.overlay.yaml` are overlays ([file
/// naming convention](https://spec.openapis.org/overlay/v1.1.0.html#file-naming-convention)).
fn is_source(path: &Path) -> bool {
    let extension = path.extension().map(|extension| extension.to_string_lossy().to_ascii_lowercase());
    let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    let overlay = stem == "overlay" || stem.ends_with(".overlay");
    !overlay && matches!(extension.as_deref(), Some("md" | "mdx" | "yaml" | "yml" | "json"))
}

/// Whether a file lies in a folder, however the two are written.
fn lies_in(file: &Path, folder: &Path) -> bool {
    match (std::fs::canonicalize(file), std::fs::canonicalize(folder)) {
        (Ok(file), Ok(folder)) => file.starts_with(folder),
        _ => false,
    }
}

/// Whether a file is a page by its name.
fn is_page(path: &Path) -> bool {
    let extension = path.extension().map(|extension| extension.to_string_lossy().to_ascii_lowercase());
    matches!(extension.as_deref(), Some("md" | "mdx"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_walked_in_order_and_names_are_relative() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("b")).unwrap();
        for name in
            ["z.md", "b/a.yaml", "a.md", "notes.txt", ".hidden.md", "overlay.yaml", "b/x.overlay.yaml"]
        {
            std::fs::write(folder.path().join(name), name).unwrap();
        }
        let sources = load_sources(&[folder.path().to_owned()]).unwrap();
        let names: Vec<_> = sources.files().map(|file| sources.name(file).to_owned()).collect();
        assert_eq!(names, ["a.md", "b/a.yaml", "z.md"]);
    }

    #[test]
    fn files_of_two_folders_are_named_below_the_folder_they_share() {
        let folder = tempfile::tempdir().unwrap();
        let paths = ["one", "two"].map(|name| {
            std::fs::create_dir(folder.path().join(name)).unwrap();
            let path = folder.path().join(name).join("page.md");
            std::fs::write(&path, name).unwrap();
            path
        });
        let sources = load_sources(&paths).unwrap();
        let names: Vec<_> = sources.files().map(|file| sources.name(file).to_owned()).collect();
        assert_eq!(names, ["one/page.md", "two/page.md"]);
    }

    #[test]
    fn a_document_and_the_folder_around_it_are_one_api() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["spec", "common"] {
            std::fs::create_dir(folder.path().join(name)).unwrap();
        }
        let root = folder.path().join("spec/root.yaml");
        let text = "openapi: 3.0.3\npaths: {/a: {$ref: ../common/a.yaml}}\n";
        std::fs::write(&root, text).unwrap();
        std::fs::write(folder.path().join("common/a.yaml"), "get: {}").unwrap();
        std::fs::write(folder.path().join("other.yaml"), "openapi: 3.0.3\npaths: {/b: {get: {}}}").unwrap();
        let names = |paths: &[PathBuf]| {
            let sources = load_sources(paths).unwrap();
            let names = |files: &mut dyn Iterator<Item = specwright::source::FileId>| -> Vec<String> {
                files.map(|file| sources.name(file).to_owned()).collect()
            };
            (names(&mut sources.files()), names(&mut sources.companions()))
        };
        assert_eq!(names(std::slice::from_ref(&root)), (vec!["root.yaml".to_owned()], vec![]));
        let around = folder.path().join("spec/..");
        let (files, companions) = names(&[folder.path().to_owned(), root]);
        assert_eq!(
            (files, companions),
            (vec!["spec/root.yaml".to_owned()], vec!["common/a.yaml".to_owned()])
        );
        let (files, companions) = names(&[around]);
        assert_eq!((files.len(), companions.len()), (2, 1));
    }

    #[test]
    fn the_overlay_of_an_api_is_no_source_of_it() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["openapi.yaml", "overlay.yaml"] {
            std::fs::write(folder.path().join(name), name).unwrap();
        }
        let sources = load_folder(folder.path()).unwrap();
        assert_eq!(sources.files().map(|file| sources.name(file)).collect::<Vec<_>>(), ["openapi.yaml"]);
        assert_eq!(sources.overlays().map(|file| sources.text(file)).collect::<Vec<_>>(), ["overlay.yaml"]);
    }

    #[test]
    fn what_is_missing_is_named() {
        let error = load_sources(&[PathBuf::from("no/such/file.md")]).unwrap_err();
        assert!(error.to_string().contains("no/such/file.md"));
        let error = load_overlays(&mut Sources::new(), &[PathBuf::from("no/overlay.yaml")]).unwrap_err();
        assert!(error.to_string().contains("no/overlay.yaml"));
    }
}
