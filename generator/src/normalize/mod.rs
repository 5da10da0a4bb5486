//! One spelling for every version: a table of passes that rewrite a document to OpenAPI 3.0 and decide nothing.

mod bounds;
mod keywords;
mod nullability;
pub mod overlay;
mod positions;
mod references;

use crate::diagnostics::{Code, Diagnostic, Sink, Unusable};
use crate::tree::{Mapping, Node};

/// A version that a document may be written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Version {
    V3_0,
    V3_1,
}

/// A rewriting of every schema of a document, its children first.
struct SchemaPass {
    /// The versions it applies to: this one and later ones.
    since: Version,
    rewrite: fn(&mut Mapping, &mut Sink),
}

/// The passes over schemas, in their order.
const SCHEMA_PASSES: &[SchemaPass] = &[
    SchemaPass { since: Version::V3_1, rewrite: references::keep_siblings },
    SchemaPass { since: Version::V3_1, rewrite: nullability::type_lists },
    SchemaPass { since: Version::V3_1, rewrite: nullability::null_members },
    SchemaPass { since: Version::V3_1, rewrite: keywords::constants },
    SchemaPass { since: Version::V3_1, rewrite: keywords::examples },
    SchemaPass { since: Version::V3_1, rewrite: keywords::content },
    SchemaPass { since: Version::V3_1, rewrite: bounds::exclusive },
    SchemaPass { since: Version::V3_1, rewrite: keywords::set_aside },
];

/// Rewrites a document of any known version to OpenAPI 3.0.3; the places of its parts stay.
pub fn normalize(tree: &mut Node, sink: &mut Sink) -> Result<(), Unusable> {
    let Some(version) = version(tree, sink) else { return Err(Unusable) };
    positions::each_schema(tree, &mut |schema| {
        if version >= Version::V3_1 {
            keywords::booleans(schema);
        }
        if let Some(mapping) = schema.as_mapping_mut() {
            for pass in SCHEMA_PASSES.iter().filter(|pass| version >= pass.since) {
                (pass.rewrite)(mapping, sink);
            }
        }
    });
    // What is `null` and nothing else could not be spelled before its neighbours had been looked at.
    positions::each_schema(tree, &mut |schema| {
        if let Some(mapping) = schema.as_mapping_mut() {
            nullability::null_alone(mapping);
        }
    });
    nullability::say_types(tree);
    if version >= Version::V3_1 {
        keywords::set_aside_of_document(tree);
        references::follow_moves(tree);
    }
    let origin = tree.origin;
    if let Some(root) = tree.as_mapping_mut() {
        if let Some(number) = root.get_mut("openapi") {
            *number = Node::string("3.0.3", number.origin);
        }
        if !root.contains_key("paths") {
            // OpenAPI 3.0 asks for it, also where there is none.
            root.push("paths", Node::mapping(Mapping::new(), origin));
        }
    }
    sink.propagate()
}

/// Gives a document that names no server the one of the settings.
pub fn serve_from(tree: &mut Node, url: &str) {
    let origin = tree.origin;
    let Some(root) = tree.as_mapping_mut().filter(|root| !root.contains_key("servers")) else { return };
    let mut server = Mapping::new();
    server.push("url", Node::string(url, origin));
    root.push("servers", Node::sequence(vec![Node::mapping(server, origin)], origin));
}

/// The version a document says it is written in; anything else than a known one is reported.
fn version(tree: &Node, sink: &mut Sink) -> Option<Version> {
    const KNOWN: &str = "`openapi` must be 3.0.x, 3.1.x or 3.2.x";
    let Some(number) = tree.get("openapi") else {
        let message = match tree.get("swagger") {
            Some(_) => "Swagger 2.0 is not read yet",
            None => "this document does not say which version of OpenAPI it is written in",
        };
        let origin = tree.get("swagger").map_or(tree.origin, |number| number.origin);
        sink.report(Diagnostic::new(Code::UnsupportedVersion, origin, message).note(KNOWN));
        return None;
    };
    let text = number.as_str().unwrap_or_default();
    let mut parts = text.split('.');
    match (parts.next(), parts.next()) {
        (Some("3"), Some("0")) => Some(Version::V3_0),
        (Some("3"), Some("1" | "2")) => Some(Version::V3_1),
        _ => {
            let message = "this version of OpenAPI is not known";
            sink.report(Diagnostic::new(Code::UnsupportedVersion, number.origin, message).note(KNOWN));
            None
        }
    }
}

#[cfg(test)]
mod tests;
