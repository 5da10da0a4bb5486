//! What is derived by itself and compared: a page, or a folder of pages that refer to each other; and its truth.

use std::fs;
use std::path::{Path, PathBuf};

/// Layouts whose pages hold the document itself in a fence.
const EMBEDDED: [&str; 4] = ["A-mintlify-md", "D-gitbook-openapi-json", "E-fern-md", "E-readme-md"];

/// Layouts whose pages name the document that holds their operation.
const LINKING: [&str; 2] = ["A-mintlify-mdx", "D-gitbook-openapi-block"];

/// Layouts that spread one API over pages which cannot be read alone.
const SPREAD: [&str; 1] = ["E-openapi-to-md-tables"];

/// Layouts of which there is no truth that a page could be held to.
const UNKNOWN: [&str; 4] =
    ["B-mintlify-rendered-md", "B-mintlify-text", "D-gitbook-handwritten", "E-stainless-rendered-md"];

/// The layout whose pages are also derived as a crawler gives them, in one line.
const LINES: &str = "C-redocly-md";

/// The layout of pages that a crawler gave in one line.
const FLATTENED: &str = "C-redocly-md-flattened";

/// What is derived by itself.
#[derive(Debug)]
pub(super) struct Case {
    /// The row it counts in.
    pub(super) row: String,
    /// What it is called: its path below the folder of all layouts.
    pub(super) name: String,
    /// The texts that are read together.
    pub(super) files: Vec<PathBuf>,
    /// Whether every run of whitespace is made one space first.
    pub(super) flatten: bool,
    /// What it is held to.
    pub(super) truth: Truth,
}

/// What a case is held to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Truth {
    /// Nothing is known.
    Unknown,
    /// Documents beside the page.
    Files(Vec<PathBuf>),
    /// The documents in the page's fences.
    Fences,
    /// What is derived from the line form of the page.
    Lines(PathBuf),
}

/// The cases of a folder `<layout>/<vendor>/…`, or of one layout of it, row by row.
pub(super) fn find(root: &Path, only: Option<&str>) -> Result<Vec<Case>, String> {
    let mut cases = Vec::new();
    for layout in entries(root)?.into_iter().filter(|path| path.is_dir()) {
        let name = file_name(&layout);
        if only.is_some_and(|only| only != name) {
            continue;
        }
        let mut of_layout = Vec::new();
        for vendor in entries(&layout)?.into_iter().filter(|path| path.is_dir()) {
            of_layout.extend(of_vendor(root, &name, &vendor)?);
        }
        let flattened = of_layout.iter().filter(|_| name == LINES).map(flattened).collect::<Vec<_>>();
        cases.extend(of_layout.into_iter().chain(flattened));
    }
    match only {
        Some(only) if cases.is_empty() => {
            Err(format!("{}: there is no page of layout `{only}`", root.display()))
        }
        None if cases.is_empty() => {
            Err(format!("{}: there is no page `<layout>/<vendor>/…`", root.display()))
        }
        _ => Ok(cases),
    }
}

/// The cases of one vendor's folder.
fn of_vendor(root: &Path, layout: &str, folder: &Path) -> Result<Vec<Case>, String> {
    let (truths, files): (Vec<_>, Vec<_>) = walk(folder)?.into_iter().partition(|file| is_truth(file));
    let pages: Vec<PathBuf> = files.into_iter().filter(|file| is_page(file)).collect();
    let case = |path: &Path, files: Vec<PathBuf>, truth| Case {
        row: layout.to_owned(),
        name: path.strip_prefix(root).unwrap_or(path).display().to_string(),
        files,
        flatten: false,
        truth,
    };
    if SPREAD.contains(&layout) {
        return Ok(vec![case(folder, pages, common(&truths))]);
    }
    let mut cases = Vec::new();
    for page in pages {
        let linked = if LINKING.contains(&layout) { linked(&page, &truths)? } else { Vec::new() };
        let truth = match beside(&page, &truths) {
            _ if UNKNOWN.contains(&layout) => Truth::Unknown,
            _ if EMBEDDED.contains(&layout) => Truth::Fences,
            Some(truth) => Truth::Files(vec![truth]),
            None if layout == FLATTENED => line_form(root, &page),
            None if !linked.is_empty() => Truth::Files(linked.clone()),
            None if LINKING.contains(&layout) => Truth::Unknown,
            None => common(&truths),
        };
        let files = std::iter::once(page.clone()).chain(linked).collect();
        cases.push(case(&page, files, truth));
    }
    Ok(cases)
}

/// The same page as a crawler gives it, held to what its lines say.
fn flattened(case: &Case) -> Case {
    let truth = case.files.first().map_or(Truth::Unknown, |page| Truth::Lines(page.clone()));
    Case {
        row: format!("{} (flattened)", case.row),
        name: case.name.clone(),
        files: case.files.clone(),
        flatten: true,
        truth,
    }
}

/// `page.truth.yaml` of `page.md`.
fn beside(page: &Path, truths: &[PathBuf]) -> Option<PathBuf> {
    let start = format!("{}.truth.", page.file_stem()?.to_string_lossy());
    truths
        .iter()
        .find(|truth| truth.parent() == page.parent() && file_name(truth).starts_with(&start))
        .cloned()
}

/// The one truth of a vendor's folder. Where there are several, each belongs to a page.
fn common(truths: &[PathBuf]) -> Truth {
    match truths {
        [truth] => Truth::Files(vec![truth.clone()]),
        _ => Truth::Unknown,
    }
}

/// The documents of the folder that a page names.
fn linked(page: &Path, truths: &[PathBuf]) -> Result<Vec<PathBuf>, String> {
    let text = fs::read_to_string(page).map_err(|error| format!("{}: {error}", page.display()))?;
    let named = |truth: &&PathBuf| {
        let name = published_name(truth);
        names(&text, name.rsplit('/').next().unwrap_or(&name))
    };
    Ok(truths.iter().filter(named).cloned().collect())
}

/// Whether a file is named in a text, and not as the end of another name.
fn names(text: &str, file: &str) -> bool {
    let inside = |other: char| other.is_alphanumeric() || matches!(other, '-' | '_' | '.');
    text.match_indices(file).any(|(place, _)| {
        let before = text.get(..place).unwrap_or("");
        let after = text.get(place + file.len()..).unwrap_or("");
        !before.ends_with(inside) && !after.starts_with(inside)
    })
}

/// The page of the same name in the layout that has lines, where there is one.
fn line_form(root: &Path, page: &Path) -> Truth {
    let name = file_name(page);
    let stem = name.split(".flat").next().unwrap_or(&name);
    let vendor = page.parent().map(file_name).unwrap_or_default();
    let lines = root.join(LINES).join(vendor).join(format!("{stem}.md"));
    if lines.is_file() { Truth::Lines(lines) } else { Truth::Unknown }
}

/// The path that a file had where it was published: in the folder of its vendor `/` is written `__`.
pub(super) fn published_name(path: &Path) -> String {
    file_name(path).replace("__", "/").replace(".truth.", ".")
}

fn is_truth(path: &Path) -> bool {
    file_name(path).contains(".truth.")
}

fn is_page(path: &Path) -> bool {
    let extension = path.extension().map(|extension| extension.to_string_lossy().to_ascii_lowercase());
    matches!(extension.as_deref(), Some("md" | "mdx" | "txt"))
}

fn file_name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// The files below a folder, sorted; links to folders are not followed.
fn walk(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let mut found = Vec::new();
    let mut waiting = vec![folder.to_owned()];
    while let Some(folder) = waiting.pop() {
        for path in entries(&folder)? {
            if path.is_dir() && !path.is_symlink() {
                waiting.push(path);
            } else if path.is_file() {
                found.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}

fn entries(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let failed = |error| format!("{}: {error}", folder.display());
    let entries = fs::read_dir(folder).map_err(failed)?.collect::<Result<Vec<_>, _>>().map_err(failed)?;
    let mut paths: Vec<PathBuf> = entries.into_iter().map(|entry| entry.path()).collect();
    paths.retain(|path| !file_name(path).starts_with('.'));
    paths.sort();
    Ok(paths)
}
