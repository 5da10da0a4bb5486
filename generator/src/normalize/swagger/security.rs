//! Security definitions become security schemes.

use crate::tree::{Entry, Mapping, Node};

/// Rewrites all security definitions.
pub(super) fn convert(definitions: &mut Node) {
    for scheme in definitions.as_mapping_mut().into_iter().flat_map(Mapping::values_mut) {
        let Some(scheme) = scheme.as_mapping_mut() else { continue };
        match scheme.get("type").and_then(Node::as_str) {
            Some("basic") => basic(scheme),
            Some("oauth2") => oauth2(scheme),
            _ => {}
        }
    }
}

fn basic(scheme: &mut Mapping) {
    if let Some(kind) = scheme.get_mut("type") {
        *kind = Node::string("http", kind.origin);
        let word = Node::string("basic", kind.origin);
        scheme.push("scheme", word);
    }
}

fn oauth2(scheme: &mut Mapping) {
    let Some(flow) = scheme.remove("flow") else { return };
    let origin = flow.value.origin;
    let name = match flow.value.as_str() {
        Some("application") => "clientCredentials",
        Some("accessCode") => "authorizationCode",
        Some(other) => other,
        None => return,
    };
    let mut object = Mapping::new();
    for key in ["authorizationUrl", "tokenUrl", "scopes"] {
        if let Some(entry) = scheme.remove(key) {
            object.insert(entry);
        }
    }
    if !object.contains_key("scopes") {
        object.push("scopes", Node::mapping(Mapping::new(), origin));
    }
    let mut flows = Mapping::new();
    flows.push(name, Node::mapping(object, origin));
    let value = Node::mapping(flows, origin);
    scheme.insert(Entry { key: "flows".into(), key_origin: flow.key_origin, value });
}
