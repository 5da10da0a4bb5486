//! What kind a schema is, by openapiv3.

use crate::tree::{Mapping, Node, Value};
use serde::Deserialize;

/// The `type` of a schema, as openapiv3 tells it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SchemaType {
    /// `string`.
    String,
    /// `number`.
    Number,
    /// `integer`.
    Integer,
    /// `boolean`.
    Boolean,
    /// `object`.
    Object,
    /// `array`.
    Array,
}

/// The keywords that openapiv3 needs to tell the kind; the rest is read from the tree.
const TELLING: [&str; 1] = ["type"];

/// Types a schema node shallowly; `None` where its kind does not follow from `type`.
pub(super) fn kind_of(node: &Node) -> Option<SchemaType> {
    let mut telling = Mapping::default();
    for entry in node.as_mapping()?.iter().filter(|entry| TELLING.contains(&entry.key.as_str())) {
        telling.push(entry.key.clone(), entry.value.clone());
    }
    let shallow = Node { value: Value::Mapping(telling), origin: node.origin };
    match openapiv3::Schema::deserialize(&shallow).ok()?.schema_kind {
        openapiv3::SchemaKind::Type(openapiv3::Type::String(_)) => Some(SchemaType::String),
        openapiv3::SchemaKind::Type(openapiv3::Type::Number(_)) => Some(SchemaType::Number),
        openapiv3::SchemaKind::Type(openapiv3::Type::Integer(_)) => Some(SchemaType::Integer),
        openapiv3::SchemaKind::Type(openapiv3::Type::Boolean(_)) => Some(SchemaType::Boolean),
        openapiv3::SchemaKind::Type(openapiv3::Type::Object(_)) => Some(SchemaType::Object),
        openapiv3::SchemaKind::Type(openapiv3::Type::Array(_)) => Some(SchemaType::Array),
        _ => None,
    }
}
