//! `host`, `basePath` and `schemes` become `servers`.

use crate::source::Origin;
use crate::tree::{Entry, Mapping, Node};

/// Rewrites the base URL of a document, unless a server was given already.
pub(super) fn convert(root: &mut Mapping, origin: Origin) {
    let text = |key: &str| root.get(key).and_then(Node::as_str).unwrap_or_default().to_owned();
    let (host, base) = (text("host"), text("basePath"));
    let place = ["host", "basePath", "schemes"].iter().find_map(|key| root.get(key)).map(|node| node.origin);
    let schemes: Vec<Node> = root.get("schemes").and_then(Node::as_sequence).unwrap_or_default().to_vec();
    for key in ["host", "basePath", "schemes"] {
        root.remove(key);
    }
    let Some(place) = place.filter(|_| !root.contains_key("servers")) else { return };
    let base = base.trim_end_matches('/');
    let slash = if base.is_empty() || base.starts_with('/') { "" } else { "/" };
    let servers: Vec<Node> = if host.is_empty() {
        let url = if base.is_empty() { "/".to_owned() } else { format!("{slash}{base}") };
        vec![server(&url, place)]
    } else {
        // Without a scheme the one counts that the document was fetched by, and nobody knows which that was.
        let mut schemes: Vec<(String, Origin)> = schemes
            .iter()
            .filter_map(|scheme| Some((scheme.as_str()?.to_ascii_lowercase(), scheme.origin)))
            .collect();
        if schemes.is_empty() {
            schemes.push(("https".to_owned(), place));
        }
        // What is sent in the clear comes last: the first server is the one that is used.
        schemes.sort_by_key(|(scheme, _)| !matches!(scheme.as_str(), "https" | "wss"));
        schemes
            .into_iter()
            .map(|(scheme, at)| server(&format!("{scheme}://{host}{slash}{base}"), at))
            .collect()
    };
    root.push("servers", Node::sequence(servers, origin));
}

/// A server; each `{name}` of its URL is a variable, which 3.0 wants declared.
fn server(url: &str, origin: Origin) -> Node {
    let mut server = Mapping::new();
    server.push("url", Node::string(url, origin));
    let mut variables = Mapping::new();
    for piece in url.split('{').skip(1) {
        if let Some((name, _)) = piece.split_once('}') {
            let mut variable = Mapping::new();
            variable.push("default", Node::string(name, origin));
            variables.push(name, Node::mapping(variable, origin));
        }
    }
    if !variables.is_empty() {
        server.push("variables", Node::mapping(variables, origin));
    }
    Node::mapping(server, origin)
}

/// An operation's own schemes say how its server may be reached; all operations are sent to one server.
pub(super) fn set_schemes_aside(operation: &mut Mapping) {
    if let Some(entry) = operation.remove("schemes") {
        operation.insert(Entry { key: "x-schemes".into(), ..entry });
    }
}
