//! Certificates of clients, which 3.0 has no kind of scheme for.

use crate::tree::{Mapping, Node};

/// What is written in the place of `type`, as `x-` and the name.
const KIND: &str = "mutualTLS";

/// Writes the schemes `mutualTLS` as schemes of HTTP that have no other name, beside `x-type`: the document is valid, what is
/// asked for stays asked for, and it means the same when it is read again.
pub fn spell_certificates(tree: &mut Node) {
    each_scheme(tree, &mut |scheme| {
        if scheme.get("type").and_then(Node::as_str) == Some(KIND) {
            let Some(kind) = scheme.remove("type") else { return };
            let origin = kind.value.origin;
            scheme.push("type", Node::string("http", origin));
            scheme.push("scheme", Node::string("mutual-tls", origin));
            scheme.push("x-type", kind.value);
        }
    });
}

/// Reads them back.
pub(super) fn read_back(tree: &mut Node) {
    each_scheme(tree, &mut |scheme| {
        if scheme.get("x-type").and_then(Node::as_str) == Some(KIND)
            && let Some(kind) = scheme.remove("x-type")
        {
            scheme.remove("scheme");
            scheme.push("type", kind.value);
        }
    });
}

fn each_scheme(tree: &mut Node, call: &mut dyn FnMut(&mut Mapping)) {
    let components = tree.as_mapping_mut().and_then(|root| root.get_mut("components")?.as_mapping_mut());
    let schemes = components
        .and_then(|components| components.get_mut("securitySchemes"))
        .and_then(Node::as_mapping_mut);
    let schemes = schemes.into_iter().flat_map(Mapping::values_mut).filter_map(Node::as_mapping_mut);
    schemes.for_each(call);
}
