//! Parameters `in: body` and `in: formData` become a `requestBody`.

use super::context::Context;
use super::{JSON, copy_notes, parameters};
use crate::diagnostics::Sink;
use crate::source::Origin;
use crate::tree::{Mapping, Node};

/// A parameter that is sent in the body.
#[derive(Clone)]
pub(super) struct BodyParameter {
    /// The parameter, at the end of its references.
    pub node: Node,
    /// Its `name`.
    pub name: String,
    /// The reference to the whole body, where it is a named one.
    reference: Option<Node>,
    in_form: bool,
}

impl BodyParameter {
    /// Whether it is the body, and not a field of a form.
    pub(super) fn is_whole(&self) -> bool {
        !self.in_form
    }

    /// Itself, wherever it was referred to from.
    pub(super) fn unnamed(self) -> Self {
        Self { reference: None, ..self }
    }
}

/// A chain of references that is longer than this is taken for a loop.
const LONGEST_CHAIN: usize = 64;

/// Reads a parameter that is sent in the body; `None` for any other.
pub(super) fn body_parameter(parameter: &Node, context: &Context) -> Option<BodyParameter> {
    let mut node = parameter;
    let mut name = None;
    let mut steps = 0;
    while let Some(text) = node.get("$ref").and_then(Node::as_str) {
        steps += 1;
        let target = text.strip_prefix("#/components/parameters/").filter(|_| steps <= LONGEST_CHAIN)?;
        let target = crate::source::percent_decode(target).replace("~1", "/").replace("~0", "~");
        node = context.parameters.get(&target)?;
        name = Some(text.replace("#/components/parameters/", "#/components/requestBodies/"));
    }
    let in_form = match node.get("in")?.as_str()? {
        "body" => false,
        "formData" => true,
        _ => return None,
    };
    let origin = parameter.get("$ref").map_or(parameter.origin, |reference| reference.origin);
    let reference = name.filter(|_| !in_form).map(|text| {
        let mut reference = Mapping::new();
        reference.push("$ref", Node::string(text, origin));
        Node::mapping(reference, parameter.origin)
    });
    let name = node.get("name").and_then(Node::as_str).unwrap_or_default().to_owned();
    Some(BodyParameter { node: node.clone(), name, reference, in_form })
}

/// The body that parameters make up: one that is the body, or the fields of a form. `shared` says that the media types
/// are those of the document.
pub(super) fn request_body(
    parts: &[BodyParameter],
    consumes: &[Node],
    shared: bool,
    sink: &mut Sink,
) -> Option<Node> {
    let first = parts.first()?;
    if first.in_form {
        return Some(form(parts, consumes, sink));
    }
    if let Some(reference) = first.reference.as_ref().filter(|_| shared) {
        return Some(reference.clone());
    }
    let origin = first.node.origin;
    let parameter = first.node.as_mapping()?;
    let mut body = Mapping::new();
    copy_notes(parameter, &mut body);
    let schema = match parameter.get("schema") {
        Some(schema) => schema.clone(),
        // A body with its type beside its name is a common mistake.
        None => parameters::take_schema(&mut parameter.clone(), origin),
    };
    let mut content = Mapping::new();
    let media = |schema: &Node, origin: Origin| {
        let mut media = Mapping::new();
        media.push("schema", schema.clone());
        Node::mapping(media, origin)
    };
    for media_type in consumes {
        content.push(media_type.as_str().unwrap_or(JSON), media(&schema, media_type.origin));
    }
    if content.is_empty() {
        content.push(JSON, media(&schema, origin));
    }
    body.push("content", Node::mapping(content, origin));
    if let Some(required) = parameter.get_entry("required") {
        body.insert(required.clone());
    }
    Some(Node::mapping(body, origin))
}

const MULTIPART: &str = "multipart/form-data";
const URL_ENCODED: &str = "application/x-www-form-urlencoded";

/// The fields of a form as an object.
fn form(fields: &[BodyParameter], consumes: &[Node], sink: &mut Sink) -> Node {
    let origin = fields.first().map_or_else(Origin::default, |field| field.node.origin);
    let (mut properties, mut encoding, mut required) = (Mapping::new(), Mapping::new(), Vec::new());
    let mut has_file = false;
    for field in fields {
        let Some(mut parameter) = field.node.as_mapping().cloned() else { continue };
        has_file |= parameter.get("type").and_then(Node::as_str) == Some("file");
        if parameter.get("required").and_then(Node::as_bool) == Some(true) {
            required.push(Node::string(field.name.as_str(), field.node.origin));
        }
        let format = parameter.remove("collectionFormat");
        if parameter.get("type").and_then(Node::as_str) == Some("array") {
            let (style, explode) = parameters::style(format.as_ref(), "formData", sink);
            let at = format.map_or(field.node.origin, |format| format.value.origin);
            let mut how = Mapping::new();
            how.push("style", Node::string(style, at));
            how.push("explode", Node::plain(if explode { "true" } else { "false" }, at));
            encoding.push(field.name.as_str(), Node::mapping(how, at));
        }
        let mut schema = parameters::take_schema(&mut parameter, field.node.origin);
        schema.origin = field.node.origin;
        if let Some(schema) = schema.as_mapping_mut() {
            copy_notes(&parameter, schema);
        }
        properties.push(field.name.as_str(), schema);
    }
    let is_required = !required.is_empty();
    let mut schema = Mapping::new();
    schema.push("type", Node::string("object", origin));
    schema.push("properties", Node::mapping(properties, origin));
    if is_required {
        schema.push("required", Node::sequence(required, origin));
    }
    let mut media = Mapping::new();
    media.push("schema", Node::mapping(schema, origin));
    if !encoding.is_empty() {
        media.push("encoding", Node::mapping(encoding, origin));
    }
    let media = Node::mapping(media, origin);
    let mut content = Mapping::new();
    for media_type in consumes {
        let name = media_type.as_str().unwrap_or_default();
        let essence = name.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        // A file goes into parts only; media types that are no forms belong to the operations with a body.
        if essence == MULTIPART || (essence == URL_ENCODED && !has_file) {
            content.push(name, media.clone());
        }
    }
    if content.is_empty() {
        content.push(if has_file { MULTIPART } else { URL_ENCODED }, media);
    }
    let mut body = Mapping::new();
    body.push("content", Node::mapping(content, origin));
    if is_required {
        body.push("required", Node::plain("true", origin));
    }
    Node::mapping(body, origin)
}
