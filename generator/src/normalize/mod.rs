//! One spelling for every version: a table of passes that rewrite a document to OpenAPI 3.0 and decide nothing.

mod bounds;
mod bundle;
mod certificates;
mod keywords;
mod later;
mod nullability;
mod nulls;
mod older;
mod omissions;
pub mod overlay;
mod paths;
mod positions;
mod references;
mod selection;
mod slips;
mod spelled;
mod swagger;
mod templates;
mod version;

pub use bundle::Part;
pub use certificates::spell_certificates;
pub use nulls::spell_nulls;
pub use paths::gather_paths;
pub use selection::select;

use crate::diagnostics::{Sink, Unusable};
use crate::source::Sources;
use crate::tree::{Mapping, Node};
use version::Version;

/// A rewriting of every schema of a document, its children first.
struct SchemaPass {
    /// The first version it applies to.
    since: Version,
    /// The last version it applies to.
    until: Version,
    rewrite: fn(&mut Mapping, &mut Sink),
}

impl SchemaPass {
    const fn since(since: Version, rewrite: fn(&mut Mapping, &mut Sink)) -> Self {
        Self { since, until: Version::V3_2, rewrite }
    }

    const fn until(until: Version, rewrite: fn(&mut Mapping, &mut Sink)) -> Self {
        Self { since: Version::V2_0, until, rewrite }
    }
}

/// The passes over schemas, in their order.
const SCHEMA_PASSES: &[SchemaPass] = &[
    SchemaPass::until(Version::V2_0, swagger::discriminator),
    SchemaPass::until(Version::V2_0, swagger::nullable),
    SchemaPass::until(Version::V2_0, swagger::file),
    SchemaPass::since(Version::V3_1, references::keep_siblings),
    SchemaPass::since(Version::V3_0, slips::discriminator),
    SchemaPass::since(Version::V2_0, slips::types),
    SchemaPass::since(Version::V2_0, slips::tuples),
    SchemaPass::until(Version::V3_0, nullability::foreign),
    SchemaPass::until(Version::V3_0, bounds::foreign),
    SchemaPass::since(Version::V2_0, keywords::constants),
    SchemaPass::since(Version::V2_0, keywords::lists),
    SchemaPass::since(Version::V2_0, nullability::type_lists),
    SchemaPass::since(Version::V2_0, nullability::null_members),
    SchemaPass::since(Version::V3_1, keywords::examples),
    SchemaPass::since(Version::V2_0, keywords::content),
    SchemaPass::since(Version::V2_0, bounds::exclusive),
    SchemaPass::since(Version::V3_1, keywords::unevaluated),
    SchemaPass::since(Version::V2_0, keywords::set_aside),
    SchemaPass::since(Version::V3_1, keywords::set_core_aside),
    SchemaPass::since(Version::V2_0, keywords::unknown),
];

/// Brings what a document refers to into it, so that every reference leads to a place of the document: `parts` are the
/// texts that it may refer to. A document of no known version stays as it is.
pub fn bundle(tree: &mut Node, parts: Vec<Part>, sources: &Sources, sink: &mut Sink) {
    // What there is to say about the version is said by what rewrites the document.
    if let Some(version) = version::version(tree, &mut Sink::new()) {
        bundle::bundle(tree, parts, version, sources, sink);
    }
}

/// Rewrites a document of any known version to OpenAPI 3.0.3; the places of its parts stay.
pub fn normalize(tree: &mut Node, sink: &mut Sink) -> Result<(), Unusable> {
    let Some(version) = version::version(tree, sink) else { return Err(Unusable) };
    spelled::read(tree, sink);
    slips::responses(tree, version, sink);
    templates::mend(tree, sink);
    omissions::tell(tree, version, sink);
    if version == Version::V2_0 {
        swagger::convert(tree, sink);
    } else {
        older::rewrite(tree, sink);
    }
    slips::formats(tree, sink);
    certificates::read_back(tree);
    nullability::null_references(tree);
    positions::each_schema(tree, &mut |schema| {
        if version >= Version::V3_1 {
            keywords::booleans(schema);
        }
        if let Some(mapping) = schema.as_mapping_mut() {
            for pass in SCHEMA_PASSES.iter().filter(|pass| version >= pass.since && version <= pass.until) {
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
    if version >= Version::V3_1 {
        later::rewrite(tree);
        references::follow_moves(tree);
    }
    let origin = tree.origin;
    if let Some(root) = tree.as_mapping_mut() {
        version::say(root, origin);
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

#[cfg(test)]
mod tests;
