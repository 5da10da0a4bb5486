//! Path templates as other tools spell them: `/pets/:id`, `/pets/{{id}}`.

use crate::diagnostics::{Code, Diagnostic, Sink};
use crate::source::{JsonPointer, percent_decode};
use crate::tree::{Entry, Mapping, Node, Value};
use std::collections::HashMap;

/// Gives paths the spelling of OpenAPI, where nothing else can be meant.
pub(super) fn mend(tree: &mut Node, sink: &mut Sink) {
    let mended: Vec<Option<String>> = {
        let root = &*tree;
        let paths = root.get("paths").and_then(Node::as_mapping);
        let spelled = |entry: &Entry| spelled(&entry.key, || described(root, &entry.value));
        let taken = |new: &String| paths.is_some_and(|paths| paths.contains_key(new));
        paths.into_iter().flatten().map(|entry| spelled(entry).filter(|new| !taken(new))).collect()
    };
    if mended.iter().all(Option::is_none) {
        return;
    }
    let Some(paths) = tree.as_mapping_mut().and_then(|root| root.get_mut("paths")) else { return };
    let Value::Mapping(entries) = std::mem::replace(&mut paths.value, Value::Mapping(Mapping::new())) else {
        return;
    };
    let mut all = Mapping::new();
    let mut moves = HashMap::new();
    for (entry, new) in entries.into_iter().zip(mended) {
        // Two spellings of one path are two paths that no server can tell apart, which is told later.
        let Some(new) = new.filter(|new| !all.contains_key(new)) else {
            all.insert(entry);
            continue;
        };
        let message = format!("`{}` is spelled as no template of OpenAPI", entry.key.escape_debug());
        let note = format!("it is read as `{}`", new.escape_debug());
        sink.report(Diagnostic::new(Code::InvalidPath, entry.key_origin, message).note(note));
        moves.insert(token(&entry.key), token(&new));
        all.insert(Entry { key: new.into(), ..entry });
    }
    paths.value = Value::Mapping(all);
    follow(tree, &moves);
}

/// A key as a part of a JSON pointer (RFC 6901, section 3).
fn token(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}

/// Lets references into paths lead to where they are now.
fn follow(tree: &mut Node, moves: &HashMap<String, String>) {
    if let Some(mapping) = tree.as_mapping_mut() {
        for (key, value) in mapping.entries_mut() {
            let moved = match key.as_str() {
                "$ref" | "operationRef" => value.as_str().and_then(|text| moved(text, moves)),
                _ => None,
            };
            match moved {
                Some(text) => *value = Node::string(text, value.origin),
                None => follow(value, moves),
            }
        }
    } else if let Some(items) = tree.as_sequence_mut() {
        items.iter_mut().for_each(|item| follow(item, moves));
    }
}

/// A reference into a path that is spelled anew.
fn moved(reference: &str, moves: &HashMap<String, String>) -> Option<String> {
    let rest = reference.strip_prefix("#/paths/")?;
    let (path, rest) = rest.split_once('/').map_or((rest, None), |(path, rest)| (path, Some(rest)));
    let path = moves.get(&percent_decode(path))?;
    Some(rest.map_or_else(|| format!("#/paths/{path}"), |rest| format!("#/paths/{path}/{rest}")))
}

/// A path in the spelling of OpenAPI; `None` where it is that already. The names of its parameters are asked for where a
/// segment may be one.
fn spelled(path: &str, described: impl FnOnce() -> Vec<String>) -> Option<String> {
    let single = path.replace("{{", "{").replace("}}", "}");
    if !path.starts_with('/') || !(path.contains("/:") || single.len() < path.len()) {
        return None;
    }
    let names = if path.contains("/:") { described() } else { Vec::new() };
    let segment = |segment: &str| match segment.strip_prefix(':') {
        Some(name) if names.iter().any(|have| have == name) => format!("{{{name}}}"),
        _ => segment.to_owned(),
    };
    let mended = single.split('/').map(segment).collect::<Vec<_>>().join("/");
    (mended != path).then_some(mended)
}

/// The names of the parameters that a path item and its operations have in their path.
fn described(root: &Node, item: &Node) -> Vec<String> {
    let operations = item.as_mapping().into_iter().flatten().map(|entry| &entry.value);
    let holders = std::iter::once(item).chain(operations);
    let lists = holders.filter_map(|holder| holder.get("parameters")?.as_sequence());
    let parameters =
        lists.flatten().filter_map(|parameter| match parameter.get("$ref").and_then(Node::as_str) {
            None => Some(parameter),
            Some(reference) => {
                root.pointer(&JsonPointer::parse(&percent_decode(reference.strip_prefix('#')?))?)
            }
        });
    let in_path = parameters.filter(|parameter| parameter.get("in").and_then(Node::as_str) == Some("path"));
    in_path.filter_map(|parameter| parameter.get("name")?.as_str().map(str::to_owned)).collect()
}

#[cfg(test)]
mod tests {
    use super::spelled;

    #[test]
    fn a_template_of_other_tools_is_one_of_openapi() {
        let read = |path: &str| spelled(path, || vec!["id".to_owned()]);
        assert_eq!(read("/pets/:id/toys/{{toy}}").as_deref(), Some("/pets/{id}/toys/{toy}"));
        for path in ["/pets/{id}", "/pets/:other", "/pets/{id}:cancel", "/", "pets/:id"] {
            assert_eq!(read(path), None, "{path}");
        }
    }
}
