//! What a document of 3.1 and 3.2 holds beside its schemas that 3.0 spells otherwise, or cannot say.
//!
//! What 3.0 cannot say stays in the tree as an extension, its schemas rewritten like all others, for `lower` to read:
//!
//! | written | kept as |
//! | --- | --- |
//! | `webhooks` of the document | `x-webhooks`: name → path item |
//! | `query` of a path item | `x-query`: operation |
//! | `additionalOperations` of a path item | `x-additionalOperations`: method, in its own case → operation |
//! | a parameter `in: querystring` | `in: query` beside `x-in: querystring`: its one media type is the whole query |
//! | `itemSchema`, `prefixEncoding`, `itemEncoding` of a media type | `x-` and the name: a stream of such items |
//! | `components.pathItems`, `.mediaTypes` | `x-` and the name; references to path items lead there |
//! | `parent`, `kind`, `summary` of a tag; `name` of a server | `x-` and the name |
//! | `deviceAuthorization` of `flows`; `oauth2MetadataUrl`, `deprecated` of a scheme | `x-` and the name |
//! | `defaultMapping` of a discriminator | `x-defaultMapping`: a schema's name or a reference to it |
//! | `nodeType` of `xml` | `attribute` or `wrapped` where they say it, else `x-nodeType` |
//! | `dataValue` of an example | `value` |
//! | `serializedValue` of an example | `value` where there is no other, else `x-serializedValue` |

use super::positions::{self, Position};
use crate::tree::{Entry, Mapping, Node};

/// Rewrites the parts of a document that are no schemas, and in schemas the objects that are none.
pub(super) fn rewrite(tree: &mut Node) {
    positions::each(tree, &mut |node, position| {
        let origin = node.origin;
        let Some(part) = node.as_mapping_mut() else { return };
        match position {
            Position::Document => document(part),
            Position::Components => set_aside(part, &["pathItems", "mediaTypes"]),
            Position::PathItem => set_aside(part, &["query", "additionalOperations"]),
            Position::Operation => {
                servers(part);
                // 3.0 asks for it, and for something in it.
                if !part.contains_key("responses") {
                    let mut none = Mapping::new();
                    none.push("x-undocumented", Node::plain("true", origin));
                    part.push("responses", Node::mapping(none, origin));
                }
            }
            Position::Parameter => querystring(part),
            Position::MediaType => set_aside(part, &["itemSchema", "prefixEncoding", "itemEncoding"]),
            Position::Encoding => set_aside(part, &["encoding", "prefixEncoding", "itemEncoding"]),
            Position::Response => {
                if !part.contains_key("description") && !part.contains_key("$ref") {
                    let summary = part.get("summary").cloned();
                    part.push("description", summary.unwrap_or_else(|| Node::string("", origin)));
                }
                set_aside(part, &["summary"]);
            }
            Position::Example => example(part),
            Position::SecurityScheme => {
                set_aside(part, &["oauth2MetadataUrl", "deprecated"]);
                inside(part, "flows", &["deviceAuthorization"]);
            }
            Position::Schema => {
                set_aside(part, &["definitions"]);
                inside(part, "discriminator", &["defaultMapping"]);
                xml(part);
                let none = part.get("required").and_then(Node::as_sequence).is_some_and(<[Node]>::is_empty);
                if none {
                    part.remove("required");
                }
            }
            _ => {}
        }
        if position == Position::PathItem {
            servers(part);
        }
    });
}

fn document(root: &mut Mapping) {
    set_aside(root, &["webhooks", "jsonSchemaDialect", "$self"]);
    inside(root, "info", &["summary"]);
    if let Some(info) = root.get_mut("info").and_then(Node::as_mapping_mut) {
        inside(info, "license", &["identifier"]);
    }
    servers(root);
    for tag in root.get_mut("tags").and_then(Node::as_sequence_mut).into_iter().flatten() {
        if let Some(tag) = tag.as_mapping_mut() {
            if !tag.contains_key("description")
                && let Some(summary) = tag.get("summary").cloned()
            {
                tag.push("description", summary);
            }
            set_aside(tag, &["summary", "parent", "kind"]);
        }
    }
}

fn servers(part: &mut Mapping) {
    for server in part.get_mut("servers").and_then(Node::as_sequence_mut).into_iter().flatten() {
        if let Some(server) = server.as_mapping_mut() {
            set_aside(server, &["name"]);
        }
    }
}

fn querystring(parameter: &mut Mapping) {
    if parameter.get("in").and_then(Node::as_str) != Some("querystring") {
        return;
    }
    let Some(place) = parameter.get_mut("in") else { return };
    let said = std::mem::replace(place, Node::string("query", place.origin));
    let origin = said.origin;
    parameter.push("x-in", said);
    // Nobody calls the whole query by a name, which a parameter has all the same (OpenAPI 3.2.0, section 4.12.2).
    if !parameter.contains_key("name") {
        parameter.push("name", Node::string("query", origin));
    }
}

fn example(example: &mut Mapping) {
    for keyword in ["dataValue", "serializedValue"] {
        if !example.contains_key("value")
            && let Some(entry) = example.remove(keyword)
        {
            if keyword == "serializedValue" {
                // It is no value of the schema before it is read.
                example.push("x-serialized", Node::plain("true", entry.value.origin));
            }
            example.insert(Entry { key: "value".into(), ..entry });
        }
    }
    set_aside(example, &["dataValue", "serializedValue"]);
}

/// `nodeType` took the place of `attribute` and `wrapped` (OpenAPI 3.2.0, section 4.26).
fn xml(schema: &mut Mapping) {
    let is_array = schema.get("type").and_then(Node::as_str) == Some("array");
    let Some(xml) = schema.get_mut("xml").and_then(Node::as_mapping_mut) else { return };
    let Some(kind) = xml.get("nodeType") else { return };
    let origin = kind.origin;
    let flag = match kind.as_str() {
        Some("attribute") => "attribute",
        Some("element") if is_array => "wrapped",
        Some("element") => {
            xml.remove("nodeType");
            return;
        }
        _ => return set_aside(xml, &["nodeType"]),
    };
    xml.remove("nodeType");
    xml.push(flag, Node::plain("true", origin));
}

fn inside(parent: &mut Mapping, key: &str, keywords: &[&str]) {
    if let Some(part) = parent.get_mut(key).and_then(Node::as_mapping_mut) {
        set_aside(part, keywords);
    }
}

/// Keeps keywords under names of extensions: `webhooks` becomes `x-webhooks`, `$self` becomes `x-self`.
pub(super) fn set_aside(mapping: &mut Mapping, keywords: &[&str]) {
    for keyword in keywords {
        if let Some(entry) = mapping.remove(keyword) {
            let key = format!("x-{}", keyword.trim_start_matches('$'));
            mapping.insert(Entry { key: key.into(), ..entry });
        }
    }
}
