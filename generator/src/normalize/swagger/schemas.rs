//! Keywords of Swagger 2.0's schemas that 3.0 spells otherwise.

use crate::diagnostics::Sink;
use crate::tree::{Mapping, Node};

/// `discriminator: name` is `discriminator: {propertyName: name}`.
pub(in super::super) fn discriminator(schema: &mut Mapping, _: &mut Sink) {
    let Some(value) = schema.get_mut("discriminator").filter(|value| value.as_scalar().is_some()) else {
        return;
    };
    let mut object = Mapping::new();
    let origin = value.origin;
    object.push("propertyName", value.clone());
    *value = Node::mapping(object, origin);
}

/// `x-nullable` was agreed upon before there was `nullable`.
pub(in super::super) fn nullable(schema: &mut Mapping, _: &mut Sink) {
    let Some(entry) = schema.get_entry("x-nullable") else { return };
    if entry.value.as_bool() != Some(true) || schema.contains_key("nullable") {
        return;
    }
    let Some(entry) = schema.remove("x-nullable") else { return };
    schema.insert(crate::tree::Entry { key: "nullable".into(), ..entry });
    // Beside a reference nothing counts in 3.0.
    super::super::references::keep_siblings(schema, &mut Sink::new());
}

/// `type: file` is a string of bytes.
pub(in super::super) fn file(schema: &mut Mapping, _: &mut Sink) {
    let Some(kind) = schema.get_mut("type").filter(|kind| kind.as_str() == Some("file")) else { return };
    let origin = kind.origin;
    *kind = Node::string("string", origin);
    schema.remove("format");
    schema.push("format", Node::string("binary", origin));
}
