//! The components that are a field.

use super::FIELDS;
use super::draft::{Draft, Section};
use crate::read::markdown::Page;
use crate::read::pages::facts::{JsonType, Location, Parameter, Property, Schema, Stated};
use crate::read::pages::nested;
use crate::read::pages::tags::{Child, Element};
use crate::read::pages::types::declared;
use crate::read::pages::values;
use crate::read::pages::{claims, listed};
use crate::tree::Node;

/// The attributes that say where a field stands, by its name.
const PLACES: [&str; 8] = ["path", "query", "header", "cookie", "body", "form", "name", "field"];

/// Takes a field that stands in no other.
pub(super) fn take(page: &Page<'_>, element: &Element<'_>, section: &Section, draft: &mut Draft) {
    let place = PLACES.into_iter().find(|place| element.attribute(place).is_some());
    let is_answer = element.name == "ResponseField";
    let Some(property) = property(page, element, place) else { return };
    let location = match place.unwrap_or_default() {
        "path" => Location::Path,
        "query" => Location::Query,
        "cookie" => Location::Cookie,
        "header" if !is_answer => {
            claims::header(&mut draft.endpoint, property);
            return;
        }
        // The heading tells what the component is used for where the two differ.
        _ => {
            match section {
                Section::Request => draft.sent.push(property),
                Section::Response(status) => draft.answered(status.clone(), property),
                Section::Other if is_answer => draft.answered(None, property),
                Section::Other => draft.sent.push(property),
            }
            return;
        }
    };
    let parameter = Parameter { location, property };
    let same = |known: &Parameter| {
        known.location == location && known.property.name.value == parameter.property.name.value
    };
    // What the field says counts more than what a URL shows.
    draft.endpoint.parameters.retain(|known| !same(known));
    draft.endpoint.parameters.push(parameter);
}

/// A field with what stands in it; `None` where it has no name and says nothing.
fn property(page: &Page<'_>, element: &Element<'_>, place: Option<&'static str>) -> Option<Property> {
    let named = place.and_then(|place| element.attribute(place));
    let range = named.map_or(&element.opening, |attribute| &attribute.range);
    let origin = page.origin(range);
    let name = place.and_then(|place| element.value(place)).unwrap_or_default();
    if name.is_empty() && element.value("type").is_none() {
        return None;
    }
    let mut schema = declared(&element.value("type").unwrap_or_default(), origin).schema;
    let text = element.text(|inner| !FIELDS.contains(&inner.name));
    describe(&mut schema, element, text, origin);
    let mut inside = Vec::new();
    fields_in(page, &element.children, &mut inside);
    let inside = nested::unfold(inside);
    if inside.is_empty() {
        example(page, element, &mut schema);
    }
    nested::attach(&mut schema, inside);
    let optional = element.flag("optional");
    let required = match element.attribute("required") {
        Some(_) => Some(element.flag("required")),
        None if optional || element.name == "ParamField" => Some(false),
        None => None,
    };
    Some(Property { name: Stated::field(name, origin), required, schema })
}

fn describe(schema: &mut Schema, element: &Element<'_>, text: String, origin: crate::source::Origin) {
    match listed_by_attribute(element, origin) {
        Some(values) => schema.enumeration = values,
        None => listed::take_listed(schema, &text),
    }
    if let Some(default) = element.value("default").or_else(|| element.value("initialValue")) {
        let fits = values::printed(&default, &schema.types, origin);
        schema.default = Some(fits).filter(|value| !value.is_null());
    }
    if element.flag("deprecated") {
        schema.keywords.push(("deprecated", Node::plain("true", origin)));
    }
    schema.description = (!text.is_empty()).then_some(text);
}

/// `enum={["a", "b"]}` and `options={["a", "b"]}`.
fn listed_by_attribute(element: &Element<'_>, origin: crate::source::Origin) -> Option<Vec<Node>> {
    let list = element.value("enum").or_else(|| element.value("options"))?;
    let values = values::json(&list.replace('\'', "\""), origin)?;
    values.as_sequence().map(<[Node]>::to_vec)
}

/// A code block of one line in a field is a value that it has.
fn example(page: &Page<'_>, element: &Element<'_>, schema: &mut Schema) {
    let codes = element.children.iter().filter_map(|child| match child {
        Child::Code(code) => Some(code),
        _ => None,
    });
    let mut codes = codes.filter(|code| code.text.trim().lines().count() == 1);
    let (Some(code), None) = (codes.next(), codes.next()) else { return };
    let scalar = !schema.types.iter().any(|ty| matches!(ty, JsonType::Object | JsonType::Array));
    let text = code.text.trim();
    if scalar && !schema.types.is_empty() && !text.contains(['{', '<']) {
        schema.example = Some(values::printed(text, &schema.types, page.origin(&code.body)));
    }
}

/// The fields in a field, through whatever component holds them. The tree is as deep as the reader of tags lets it be.
fn fields_in(page: &Page<'_>, children: &[Child<'_>], found: &mut Vec<Property>) {
    for child in children {
        let Child::Element(element) = child else { continue };
        if !FIELDS.contains(&element.name) {
            fields_in(page, &element.children, found);
            continue;
        }
        let place = PLACES.into_iter().find(|place| element.attribute(place).is_some());
        found.extend(property(page, element, place).filter(|property| !property.name.value.is_empty()));
    }
}
