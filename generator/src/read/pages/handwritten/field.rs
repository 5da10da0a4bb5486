//! A field on its way, before it is known what it is a field of.

use crate::read::pages::facts::{JsonType, Kind, Property, Schema, Stated};
use crate::read::pages::remarks;
use crate::source::Origin;

/// A field, and where it is sent, in the page's words and lower case.
pub(super) struct Listed {
    pub(super) property: Property,
    pub(super) location: Option<String>,
}

pub(super) fn empty(name: &str, origin: Origin) -> Listed {
    let name = Stated::field(name.replace("\\_", "_"), origin);
    let property = Property { name, required: None, schema: Schema::new(origin, Kind::Field) };
    Listed { property, location: None }
}

pub(super) fn describe(field: &mut Listed, text: &str) {
    let text = text.trim_start_matches(['.', ',', ';', ' ']);
    remarks::take(&mut field.property, text);
    field.property.schema.description = (!text.is_empty()).then(|| text.to_owned());
}

pub(super) fn is_untyped(schema: &Schema) -> bool {
    schema.types.is_empty() && schema.one_of.is_empty()
}

/// Whether a field is a text or a number.
pub(super) fn is_scalar(schema: &Schema) -> bool {
    matches!(schema.types.as_slice(), [JsonType::String | JsonType::Integer | JsonType::Number])
}
