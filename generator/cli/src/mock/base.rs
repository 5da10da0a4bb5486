//! The path that a document's paths stand below, by its first server.

use specwright::document::Node;

/// The path of the first base URL, with the defaults of its variables and without a slash at its end; empty where there is
/// none, or where a variable has no default.
pub(super) fn base_path(document: &Node) -> String {
    let first = document.get("servers").and_then(Node::as_sequence).and_then(<[Node]>::first);
    let Some((server, url)) = first.and_then(|server| Some((server, server.get("url")?.as_str()?))) else {
        return String::new();
    };
    let mut url = url.to_owned();
    let variables = server.get("variables").and_then(Node::as_mapping).into_iter().flatten();
    for variable in variables {
        if let Some(default) = variable.value.get("default").and_then(Node::as_str) {
            url = url.replace(&format!("{{{}}}", variable.key), default);
        }
    }
    let path = match url.split_once("://") {
        Some((_, rest)) => rest.find('/').and_then(|place| rest.get(place..)).unwrap_or_default(),
        None => url.as_str(),
    };
    let path = path.split(['?', '#']).next().unwrap_or_default().trim_matches('/');
    if path.is_empty() || path.contains(['{', '}']) { String::new() } else { format!("/{path}") }
}
