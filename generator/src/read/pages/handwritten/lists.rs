//! Fields that stand in lists, and in paragraphs of their own.

use super::Walk;
use super::endpoint::{Draft, add, body_fields};
use super::field::{Listed, is_scalar};
use super::items;
use super::tables::Row;
use super::topics::{Side, Topic};
use crate::read::markdown::BlockKind;
use crate::read::pages::facts::{JsonType, Property, Schema, Stated};
use crate::read::pages::{MAX_NESTING, values};

/// Whether a topic is about parameters.
pub(super) fn is_of_parameters(topic: &Topic) -> bool {
    matches!(topic, Topic::Path | Topic::Query | Topic::Headers | Topic::Parameters | Topic::Cookies)
}

impl Walk<'_, '_> {
    /// Whether each item of the list that the walk is in begins with a name and a colon. A list is looked through once.
    pub(super) fn is_list_of_names(&mut self) -> bool {
        if self.at >= self.looked_through {
            let items = self.page.blocks.iter().skip(self.at).take_while(|block| block.depth > 0);
            self.looked_through = self.at + items.clone().count();
            let mut first = items.filter(|block| block.depth == 1);
            self.names = first.all(|block| match &block.kind {
                BlockKind::Paragraph(text) => items::before_colon(text).is_some(),
                _ => true,
            });
        }
        self.names
    }
}

impl Draft {
    /// A field in a paragraph of its own.
    pub(super) fn listed(
        &mut self,
        side: Side,
        topic: &Topic,
        status: Option<&Stated<String>>,
        field: Listed,
    ) {
        let Listed { property: field, location } = field;
        let description = field.schema.description.clone().unwrap_or_default();
        let row = Row { property: field, location, object: None, description };
        self.table(Some(side), topic, status, vec![row]);
    }

    /// A field in a bullet list; one that stands deeper is a part of the one above it.
    pub(super) fn list_item(
        &mut self,
        side: Side,
        topic: &Topic,
        status: Option<&Stated<String>>,
        field: Listed,
        depth: usize,
    ) {
        let origin = field.property.name.origin;
        let fields = match (side, topic) {
            (_, Topic::Headers) if depth <= 1 => return self.listed(side, topic, status, field),
            (Side::Request, topic) if (is_of_parameters(topic) || field.location.is_some()) && depth <= 1 => {
                return self.listed(side, topic, status, field);
            }
            (Side::Request, topic) if is_of_parameters(topic) && self.last_is_parameter => {
                let last = self.endpoint.parameters.last_mut().map(|last| &mut last.property);
                return last.into_iter().for_each(|last| value_of(last, &field.property));
            }
            (Side::Request, Topic::Path | Topic::Query | Topic::Headers | Topic::Cookies) => return,
            (Side::Request, _) => &mut self.fields,
            (Side::Response | Side::Errors, _) => {
                let Some(fields) = body_fields(self.response(status), origin) else { return };
                fields
            }
        };
        // `items[].id` says itself what it is a part of.
        match field.property.name.value.contains("[].") {
            true => add(fields, vec![field.property]),
            false => descend(fields, depth.min(MAX_NESTING), field.property),
        }
    }

    /// The field that was listed last.
    pub(super) fn last(
        &mut self,
        side: Side,
        topic: &Topic,
        status: Option<&Stated<String>>,
        depth: usize,
    ) -> Option<&mut Property> {
        if side == Side::Request && is_of_parameters(topic) && self.last_is_parameter {
            return self.endpoint.parameters.last_mut().map(|parameter| &mut parameter.property);
        }
        if side != Side::Request && *topic == Topic::Headers {
            return self.response(status).headers.last_mut();
        }
        let fields = match side {
            Side::Request => &mut self.fields,
            _ => &mut self.response(status).bodies.first_mut()?.schema.as_mut()?.properties,
        };
        level(fields, depth.min(MAX_NESTING))?.last_mut()
    }
}

/// The fields of a level: of the last field of each level above.
fn level(fields: &mut Vec<Property>, depth: usize) -> Option<&mut Vec<Property>> {
    let mut fields = fields;
    for _ in 1..depth {
        if fields.is_empty() {
            break;
        }
        let schema = &mut fields.last_mut()?.schema;
        fields = if schema.types.contains(&JsonType::Array) {
            let origin = schema.origin;
            let items = schema.items.get_or_insert_with(|| Box::new(Schema::typed(origin, JsonType::Object)));
            &mut items.properties
        } else {
            &mut schema.properties
        };
    }
    Some(fields)
}

/// Takes an item below a parameter as one of the values that it may have, where it says nothing else.
fn value_of(parameter: &mut Property, item: &Property) {
    let schema = &mut parameter.schema;
    let holds =
        matches!(schema.types.as_slice(), [] | [JsonType::String | JsonType::Integer | JsonType::Number]);
    if holds && item.schema.types.is_empty() && item.required.is_none() {
        let value = values::printed(&item.name.value, &schema.types, item.name.origin);
        if let Some(ty) = values::json_type(&value).filter(|_| schema.types.is_empty()) {
            schema.add_type(ty);
        }
        schema.enumeration.push(value);
    }
}

/// Whether all that is said of a field is that values of it follow.
fn is_choice(schema: &Schema) -> bool {
    let text = schema.description.as_deref().unwrap_or_default().trim_matches([' ', ':', '.']);
    let words = ["one of", "one of the following", "either", "values", "allowed values", "possible values"];
    schema.types.is_empty()
        && schema.properties.is_empty()
        && words.contains(&text.to_ascii_lowercase().as_str())
}

/// Adds a field to those of its level; what stands below a text or a number is one of the values that it may have.
pub(super) fn descend(fields: &mut Vec<Property>, depth: usize, field: Property) {
    let says_nothing = field.schema.types.is_empty() && field.required.is_none();
    if depth > 1
        && says_nothing
        && let Some(parent) = level(fields, depth - 1).and_then(|fields| fields.last_mut())
        && (is_scalar(&parent.schema) || is_choice(&parent.schema))
    {
        let schema = &mut parent.schema;
        if is_choice(schema) {
            schema.description = None;
            schema.add_type(JsonType::String);
        }
        let value = values::printed(&field.name.value, &schema.types, field.name.origin);
        if !schema.enumeration.iter().any(|known| known.as_str() == value.as_str()) {
            schema.enumeration.push(value);
        }
        return;
    }
    let Some(fields) = level(fields, depth) else { return };
    if !fields.iter().any(|known| known.name.value == field.name.value) {
        fields.push(field);
    }
}
