//! Documents of many files: which texts refer to which, and what the referred ones hold.

use super::{starts_as_document, yaml};
use crate::diagnostics::{Diagnostic, Severity, Sink};
use crate::source::{FileId, Sources, resolve_name};
use crate::tree::{Node, Value};
use std::collections::{HashMap, HashSet, VecDeque};

/// A text that others refer to, as it was read.
#[derive(Debug)]
pub struct Companion {
    /// The text.
    pub file: FileId,
    /// What it holds, or what is wrong with it: that costs the parts that refer to it, and nothing else.
    pub tree: Result<Node, Diagnostic>,
}

/// Reads every text that others refer to. A page of Markdown is one string: descriptions are kept in files of their own.
pub(super) fn read(sources: &Sources) -> Vec<Companion> {
    let read = |file| {
        let text = sources.text(file);
        if sources.name(file).to_ascii_lowercase().ends_with(".md") {
            let origin = crate::source::Origin::new(file, 0, text.len());
            return Companion { file, tree: Ok(Node::string(text, origin)) };
        }
        let mut sink = Sink::new();
        let tree = yaml::read_document(sources, file, None, &mut sink);
        let error = sink.diagnostics().iter().find(|diagnostic| diagnostic.severity() == Severity::Error);
        let tree = match (tree, error) {
            (_, Some(error)) => Err(error.clone()),
            (Some(tree), None) => Ok(tree),
            (None, None) => Ok(Node::plain("", crate::source::Origin::new(file, 0, 0))),
        };
        Companion { file, tree }
    };
    sources.companions().map(read).collect()
}

/// Adds every text that the given ones refer to, and those that these refer to. `load` is asked once for each name, a
/// path below the folder of the API; what it says in place of a text is half a sentence for the person who wrote the
/// reference. It is never asked for a network, an absolute path, or a path that leaves the folder.
///
/// A text that was given, and that others refer to for its parts, becomes one of [`Sources::companions`], unless it has
/// operations of its own that nobody refers to.
pub fn gather(sources: &mut Sources, load: &mut dyn FnMut(&str) -> Result<Vec<u8>, String>) {
    let given: Vec<FileId> = sources.files().collect();
    let mut names: HashMap<String, FileId> = HashMap::new();
    for file in &given {
        names.entry(sources.name(*file).to_owned()).or_insert(*file);
    }
    let mut waiting: VecDeque<FileId> = given.iter().copied().collect();
    let mut asked: HashSet<String> = HashSet::new();
    // Who refers to a text that was given, and whether to a path or to the whole of it.
    let mut referred: HashMap<FileId, (HashSet<FileId>, bool)> = HashMap::new();
    let mut operational: HashSet<FileId> = HashSet::new();
    while let Some(file) = waiting.pop_front() {
        let text = sources.text(file);
        let is_given = names.get(sources.name(file)) == Some(&file) && given.contains(&file);
        if !mentions_others(text) || (is_given && !may_be_document(sources.name(file), text)) {
            continue;
        }
        let Some(tree) = yaml::read_document(sources, file, None, &mut Sink::new()) else { continue };
        if is_root(&tree) {
            operational.insert(file);
        }
        let mut found = Vec::new();
        references(&tree, &mut found);
        for reference in found {
            let Ok(name) = resolve_name(sources.name(file), reference) else { continue };
            match names.get(&name) {
                Some(target) if *target == file => {}
                Some(target) => {
                    let (by, whole) = referred.entry(*target).or_default();
                    by.insert(file);
                    let fragment = reference.split_once('#').map_or("", |(_, fragment)| fragment);
                    *whole |= fragment.is_empty() || fragment.starts_with("/paths");
                }
                None if !asked.insert(name.clone()) => {}
                None => match load(&name) {
                    Ok(bytes) => {
                        let companion = sources.add_companion(name.as_str(), bytes);
                        names.insert(name, companion);
                        waiting.push_back(companion);
                    }
                    Err(reason) => sources.refuse(name, reason),
                },
            }
        }
    }
    for file in given {
        let Some((by, whole)) = referred.get(&file) else { continue };
        // Two documents that refer to each other are both of the API.
        let mutual = by.iter().all(|by| referred.get(by).is_some_and(|(others, _)| others.contains(&file)));
        let is_fragment = || {
            let tree = yaml::read_document(sources, file, None, &mut Sink::new());
            tree.is_some_and(|tree| !is_root(&tree))
        };
        if (*whole && !(mutual && operational.contains(&file))) || is_fragment() {
            sources.make_companion(file);
        }
    }
}

/// Whether a document describes an API by itself: it says its version and has a path.
fn is_root(tree: &Node) -> bool {
    let versioned = tree.get("openapi").or_else(|| tree.get("swagger")).is_some();
    let paths = tree.get("paths").or_else(|| tree.get("webhooks"));
    versioned && paths.and_then(Node::as_mapping).is_some_and(|paths| !paths.is_empty())
}

/// Whether a text that was given is worth reading for its references: pages are not.
fn may_be_document(name: &str, text: &str) -> bool {
    let name = name.to_ascii_lowercase();
    let by_name = [".yaml", ".yml", ".json"].iter().any(|extension| name.ends_with(extension));
    by_name || starts_as_document(text)
}

/// Whether a text may hold a reference to another one. This looks at letters only, so that a large document whose
/// references all stay inside is not read twice.
fn mentions_others(text: &str) -> bool {
    ["$ref", "$dynamicRef"].iter().any(|keyword| {
        text.match_indices(keyword).any(|(at, _)| {
            let rest = text.get(at + keyword.len()..).unwrap_or_default();
            let rest = rest.trim_start_matches(['"', '\'']).trim_start();
            let Some(value) = rest.strip_prefix(':') else { return false };
            // A block of YAML starts below its sign.
            let value = value.trim_start().trim_start_matches(['>', '|', '+', '-']);
            let value = value.trim_start().trim_start_matches(['"', '\'']);
            !value.starts_with('#')
        })
    })
}

/// The texts of all references in a tree. The reader bounds the depth.
fn references<'t>(node: &'t Node, found: &mut Vec<&'t str>) {
    match &node.value {
        Value::Scalar(_) => {}
        Value::Sequence(items) => items.iter().for_each(|item| references(item, found)),
        Value::Mapping(mapping) => {
            for entry in mapping {
                match entry.value.as_str() {
                    Some(text) if matches!(entry.key.as_str(), "$ref" | "$dynamicRef") => {
                        if !text.starts_with('#') {
                            found.push(text);
                        }
                    }
                    _ if entry.key.starts_with("x-") => {}
                    _ => references(&entry.value, found),
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gathered(given: &[(&str, &str)], others: &[(&str, &str)]) -> (Sources, Vec<String>) {
        let mut sources = Sources::new();
        given.iter().for_each(|(name, text)| _ = sources.add(*name, *text));
        let mut asked = Vec::new();
        gather(&mut sources, &mut |name| {
            asked.push(name.to_owned());
            let found = others.iter().find(|(other, _)| *other == name);
            found.map(|(_, text)| text.as_bytes().to_vec()).ok_or_else(|| "there is no such file".to_owned())
        });
        (sources, asked)
    }

    fn names(sources: &Sources, files: impl Iterator<Item = FileId>) -> Vec<String> {
        files.map(|file| sources.name(file).to_owned()).collect()
    }

    const ROOT: &str = "openapi: 3.1.0\npaths: {/a: {$ref: 'paths/a.yaml'}}\n";

    #[test]
    fn references_inside_are_told_by_their_letters() {
        for inside in ["$ref: '#/a'", "\"$ref\": \"#/a\"", "$ref: >-\n  #/a", "$ref: |\n  #/a"] {
            assert!(!mentions_others(inside), "{inside}");
        }
        for outside in ["$ref: a.yaml", "\"$ref\" : \"a.json#/b\"", "$ref: >-\n  a.yaml"] {
            assert!(mentions_others(outside), "{outside}");
        }
    }

    #[test]
    fn chains_and_circles_are_followed_once() {
        let a = "get: {responses: {'200': {$ref: '../r.yaml#/ok'}}}";
        let r = "ok: {description: '', x: {$ref: 'paths/a.yaml'}}\nno: {$ref: none.yaml}";
        let (sources, asked) = gathered(&[("o.yaml", ROOT)], &[("paths/a.yaml", a), ("r.yaml", r)]);
        assert_eq!(asked, ["paths/a.yaml", "r.yaml", "none.yaml"]);
        assert_eq!(names(&sources, sources.companions()), ["paths/a.yaml", "r.yaml"]);
        assert_eq!(sources.refusal("none.yaml"), Some("there is no such file"));
    }

    #[test]
    fn nothing_outside_is_asked_for() {
        let text = "openapi: 3.1.0\npaths: {}\nc: [{$ref: ../../etc/passwd}, {$ref: 'file:///etc/passwd'}, \
                    {$ref: /etc/passwd}, {$ref: 'http://h/x'}, {$ref: '%2e%2e/x'}]\n";
        assert_eq!(gathered(&[("o.yaml", text)], &[]).1, Vec::<String>::new());
    }

    #[test]
    fn of_a_folder_the_root_is_found() {
        let a = "get: {responses: {}}";
        let (sources, asked) = gathered(&[("o.yaml", ROOT), ("paths/a.yaml", a), ("page.md", "# Hi")], &[]);
        assert_eq!(asked, Vec::<String>::new());
        assert_eq!(names(&sources, sources.files()), ["o.yaml", "page.md"]);
        assert_eq!(names(&sources, sources.companions()), ["paths/a.yaml"]);
    }
}
