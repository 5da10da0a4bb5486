//! What the derived parts of a document rest on, written into the document itself.

use super::Inferred;
use crate::read::pages::facts::Kind;
use crate::source::{FileId, LineIndex, Sources};
use crate::tree::{Mapping, Node};
use std::collections::HashMap;

/// The extension that says, for each derived part, its kind of evidence and the place of it.
const EVIDENCE: &str = "x-specwright-evidence";

/// Adds a map from JSON Pointer to kind and place (`file:line:column`) at the top of a document. A part that is not
/// there any more, because an overlay took it out, is left out.
pub fn note_evidence(tree: &mut Node, inferred: &[Inferred], sources: &Sources) {
    let mut indexes: HashMap<FileId, LineIndex<'_>> = HashMap::new();
    let mut notes = Mapping::new();
    for fact in inferred.iter().filter(|fact| tree.pointer(&fact.pointer).is_some()) {
        let file = fact.origin.file;
        let index = indexes.entry(file).or_insert_with(|| sources.line_index(file));
        let (line, column) = index.position(fact.origin);
        let kind = match fact.kind {
            Kind::Field => "field",
            Kind::Sample => "sample",
            Kind::Prose => "prose",
        };
        let text = format!("{kind} {}:{line}:{column}", sources.name(file));
        notes.push(fact.pointer.as_str(), Node::string(text, fact.origin));
    }
    let origin = tree.origin;
    if let (Some(document), false) = (tree.as_mapping_mut(), notes.is_empty()) {
        document.push(EVIDENCE, Node::mapping(notes, origin));
    }
}

/// Gives a document a title, in place of the one that stood in for it.
pub fn name(tree: &mut Node, name: &str) {
    if let Some(info) = tree.as_mapping_mut().and_then(|document| document.get_mut("info")) {
        let origin = info.origin;
        if let Some(info) = info.as_mapping_mut() {
            info.push("title", Node::string(name, origin));
        }
    }
}
