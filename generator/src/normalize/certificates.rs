//! Certificates of clients, which 3.0 has no scheme for: they are of the connection, and no request shows them.

use crate::tree::{Entry, Mapping, Node, Value};

/// Keeps the schemes `mutualTLS` as `x-securitySchemes` and asks for them nowhere, so that the document is valid and others
/// read of it what a request holds.
pub fn set_certificates_aside(tree: &mut Node) {
    let Some(root) = tree.as_mapping_mut() else { return };
    let components = root.get_mut("components").and_then(Node::as_mapping_mut);
    let Some(schemes) = components.and_then(take_certificates) else { return };
    forget(root, &schemes);
    let paths = ["paths", "x-webhooks"].into_iter();
    let paths: Vec<&str> = paths.filter(|key| root.contains_key(key)).collect();
    for key in paths {
        let items =
            root.get_mut(key).and_then(Node::as_mapping_mut).into_iter().flat_map(Mapping::values_mut);
        let operations = items.filter_map(Node::as_mapping_mut).flat_map(Mapping::values_mut);
        operations.filter_map(Node::as_mapping_mut).for_each(|operation| forget(operation, &schemes));
    }
}

/// Moves the schemes; their names.
fn take_certificates(components: &mut Mapping) -> Option<Vec<String>> {
    let entry = components.get_mut("securitySchemes")?;
    let origin = entry.origin;
    let Value::Mapping(schemes) = std::mem::replace(&mut entry.value, Value::Mapping(Mapping::new())) else {
        return None;
    };
    let is_certificate = |entry: &Entry| entry.value.get("type").and_then(Node::as_str) == Some("mutualTLS");
    let (certificates, others): (Vec<Entry>, Vec<Entry>) = schemes.into_iter().partition(is_certificate);
    let names: Vec<String> = certificates.iter().map(|entry| entry.key.to_string()).collect();
    let collected = |entries: Vec<Entry>| {
        let mut mapping = Mapping::new();
        entries.into_iter().for_each(|entry| _ = mapping.insert(entry));
        Node::mapping(mapping, origin)
    };
    components.push("securitySchemes", collected(others));
    if components.get("securitySchemes").and_then(Node::as_mapping).is_some_and(Mapping::is_empty) {
        components.remove("securitySchemes");
    }
    if names.is_empty() {
        return None;
    }
    components.push("x-securitySchemes", collected(certificates));
    Some(names)
}

/// Takes schemes out of what is asked for.
fn forget(part: &mut Mapping, schemes: &[String]) {
    let requirements = part.get_mut("security").and_then(Node::as_sequence_mut);
    for requirement in requirements.into_iter().flatten().filter_map(Node::as_mapping_mut) {
        schemes.iter().for_each(|scheme| _ = requirement.remove(scheme));
    }
}
