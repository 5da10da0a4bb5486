//! Declared types are held against samples. A sample settles a shape that the declared type cannot hold.

use super::{Contradiction, infer, mend};
use crate::diagnostics::{Code, Diagnostic};
use crate::read::pages::MAX_NESTING;
use crate::read::pages::facts::{Body, JsonType, Kind, Property, Schema, Stated};
use crate::read::pages::values::{is_placeholder, json_type};
use crate::source::JsonPointer;
use crate::tree::{Node, Value};

/// Holds what the fields of a body say against its samples; where there are no fields the samples are all there is.
pub(super) fn weigh(body: &mut Body, at: &JsonPointer, contradictions: &mut Vec<Contradiction>) {
    for sample in &body.samples {
        let Some((value, mended)) = mend::read(sample) else {
            if sample.value.trim_start().starts_with(['{', '[']) {
                let diagnostic =
                    Diagnostic::new(Code::UnreadableSample, sample.origin, "this sample is not JSON");
                contradictions.push(Contradiction { pointer: at.clone(), diagnostic });
            }
            continue;
        };
        let said = mended.describe();
        if !said.is_empty() {
            let message = format!("this sample is not JSON as it stands; it was mended: {said}");
            let diagnostic = Diagnostic::new(Code::MendedSample, sample.origin, message);
            contradictions.push(Contradiction { pointer: at.clone(), diagnostic });
        }
        match &mut body.schema {
            Some(schema) => hold(schema, &value, at, contradictions, 0),
            None => body.schema = Some(infer::schema(&value, 0)),
        }
    }
    for part in std::mem::take(&mut body.parts) {
        match &mut body.schema {
            Some(schema) => place(schema, part, at, contradictions),
            None => body.schema = Some(part),
        }
    }
}

/// Finds the object of a body that a described object is, by the names they share, and lets the description speak.
fn place(root: &mut Schema, part: Schema, at: &JsonPointer, contradictions: &mut Vec<Contradiction>) {
    let shared = |schema: &Schema| {
        schema.properties.iter().filter(|property| part.property(&property.name.value).is_some()).count()
    };
    let mut best: (usize, Vec<Step>) = (0, Vec::new());
    let mut waiting: Vec<(&Schema, Vec<Step>)> = vec![(&*root, Vec::new())];
    while let Some((schema, path)) = waiting.pop() {
        if shared(schema) > best.0 {
            best = (shared(schema), path.clone());
        }
        if path.len() < MAX_NESTING {
            let properties = schema.properties.iter();
            let mut next: Vec<(&Schema, Step)> = properties
                .map(|property| (&property.schema, Step::Property(property.name.value.clone())))
                .collect();
            next.extend(schema.items.as_deref().map(|items| (items, Step::Items)));
            waiting
                .extend(next.into_iter().map(|(schema, step)| (schema, [path.as_slice(), &[step]].concat())));
        }
    }
    if best.0 == 0 {
        if root.properties.is_empty() && root.items.is_none() {
            *root = part;
        }
        return;
    }
    let (mut schema, mut at) = (root, at.clone());
    for step in best.1 {
        let next = match &step {
            Step::Items => schema.items.as_deref_mut(),
            Step::Property(name) => {
                let found = schema.properties.iter_mut().find(|property| property.name.value == *name);
                found.map(|property| &mut property.schema)
            }
        };
        let Some(next) = next else { return };
        schema = next;
        at = match step {
            Step::Items => at.child("items"),
            Step::Property(name) => at.child("properties").child(&name),
        };
    }
    for described in part.properties {
        let name = described.name.value.clone();
        match schema.properties.iter_mut().find(|property| property.name.value == name) {
            Some(known) => agree(
                &mut known.schema,
                described.schema,
                &at.child("properties").child(&name),
                contradictions,
            ),
            None => schema.properties.push(Property { required: None, ..described }),
        }
    }
}

/// A step down a schema.
#[derive(Clone)]
enum Step {
    Property(String),
    Items,
}

/// A field that a sample shows and a table describes.
fn agree(sampled: &mut Schema, described: Schema, at: &JsonPointer, contradictions: &mut Vec<Contradiction>) {
    let fits = sampled.types.iter().all(|ty| described.types.is_empty() || holds(&described.types, *ty));
    let number = sampled.types == [JsonType::Number] && described.types == [JsonType::Integer];
    if fits || number {
        sampled.description = sampled.description.take().or(described.description);
        sampled.format = sampled.format.take().or(described.format);
        sampled.keywords.extend(described.keywords);
        // An empty list or object in a sample says nothing about what stands in it.
        sampled.items = sampled.items.take().or(described.items);
        sampled.additional = sampled.additional.take().or(described.additional);
        sampled.nullable |= described.nullable;
        if !described.types.is_empty() {
            sampled.types = described.types;
            sampled.kind = Kind::Field;
        }
        return;
    }
    sampled.description = sampled.description.take().or(described.description.clone());
    let (Some(shown), Some(first)) = (sampled.types.first(), described.types.first()) else { return };
    let message = format!("the type is declared as {}, the sample shows {}", first.as_str(), article(*shown));
    let diagnostic = Diagnostic::new(Code::TypeContradiction, described.origin, message)
        .related(sampled.origin, "the sample is taken");
    contradictions.push(Contradiction { pointer: at.clone(), diagnostic });
}

/// Holds one schema against one sample of it.
fn hold(
    schema: &mut Schema,
    sample: &Node,
    at: &JsonPointer,
    contradictions: &mut Vec<Contradiction>,
    depth: usize,
) {
    if depth > MAX_NESTING
        || schema.reference.is_some()
        || !schema.one_of.is_empty()
        || !schema.any_of.is_empty()
        || !schema.all_of.is_empty()
    {
        return;
    }
    let Some(sampled) = json_type(sample) else {
        schema.nullable = true;
        return;
    };
    if schema.types.is_empty() {
        if schema.properties.is_empty() {
            let found = infer::schema(sample, depth);
            let description = schema.description.take();
            let (keywords, nullable) = (schema.keywords.clone(), schema.nullable);
            let default = schema.default.take();
            *schema = Schema { description, keywords, nullable, default, ..found };
            return;
        }
        schema.types.push(JsonType::Object);
    }
    if !holds(&schema.types, sampled) {
        settle_type(schema, sample, sampled, at, contradictions);
        return;
    }
    match &sample.value {
        Value::Mapping(mapping) => {
            for entry in mapping {
                hold_property(
                    schema,
                    (&entry.key, entry.key_origin),
                    &entry.value,
                    at,
                    contradictions,
                    depth,
                );
            }
        }
        Value::Sequence(elements) => {
            for element in elements {
                match &mut schema.items {
                    Some(items) => hold(items, element, &at.child("items"), contradictions, depth + 1),
                    None => schema.items = Some(Box::new(infer::schema(element, depth + 1))),
                }
            }
        }
        Value::Scalar(_) => hold_scalar(schema, sample, at, contradictions),
    }
}

/// Whether one of the types holds a value of a type.
fn holds(types: &[JsonType], sampled: JsonType) -> bool {
    types.contains(&sampled) || sampled == JsonType::Integer && types.contains(&JsonType::Number)
}

/// The declared type cannot hold the sample: the sample settles it, and an earlier sample that says otherwise makes
/// it both.
fn settle_type(
    schema: &mut Schema,
    sample: &Node,
    sampled: JsonType,
    at: &JsonPointer,
    contradictions: &mut Vec<Contradiction>,
) {
    if is_placeholder(sample) && schema.kind == Kind::Field && sampled != JsonType::Object {
        return;
    }
    let found = infer::schema(sample, 0);
    if schema.kind == Kind::Sample {
        let shown = schema.types.first().copied().unwrap_or(sampled);
        let message = format!("one sample shows {}, another {}", article(shown), article(sampled));
        let diagnostic = Diagnostic::new(Code::TypeContradiction, sample.origin, message)
            .related(schema.origin, "no rule settles it: both are allowed");
        contradictions.push(Contradiction { pointer: at.clone(), diagnostic });
        let description = schema.description.take();
        *schema = Schema { description, ..infer::unite(schema.clone(), found) };
        return;
    }
    let declared: Vec<&str> = schema.types.iter().map(|ty| ty.as_str()).collect();
    let message =
        format!("the type is declared as {}, the sample shows {}", declared.join(" or "), article(sampled));
    let diagnostic = Diagnostic::new(Code::TypeContradiction, schema.origin, message)
        .related(sample.origin, "the sample is taken");
    contradictions.push(Contradiction { pointer: at.clone(), diagnostic });
    let was = schema.types.clone();
    schema.kind = Kind::Sample;
    schema.format = None;
    schema.types = found.types;
    schema.properties = found.properties;
    schema.items = found.items;
    // Strings of which the sample shows a list: the declaration is about the elements.
    if let (JsonType::Array, Some([]), [_]) = (sampled, sample.as_sequence(), was.as_slice()) {
        let mut items = Schema::new(schema.origin, Kind::Field);
        items.types = was;
        schema.items = Some(Box::new(items));
    }
}

fn article(ty: JsonType) -> &'static str {
    match ty {
        JsonType::Boolean => "a boolean",
        JsonType::Integer => "an integer",
        JsonType::Number => "a number",
        JsonType::String => "a string",
        JsonType::Array => "an array",
        JsonType::Object => "an object",
    }
}

fn hold_property(
    schema: &mut Schema,
    (key, key_origin): (&str, crate::source::Origin),
    sample: &Node,
    at: &JsonPointer,
    contradictions: &mut Vec<Contradiction>,
    depth: usize,
) {
    if let Some(known) = schema.properties.iter_mut().find(|property| property.name.value == key) {
        let at = at.child("properties").child(key);
        hold(&mut known.schema, sample, &at, contradictions, depth + 1);
        return;
    }
    if schema.additional.is_some() {
        return;
    }
    let alike = schema.properties.iter_mut().find(|property| property.name.value.eq_ignore_ascii_case(key));
    let at = at.child("properties").child(key);
    if let Some(known) = alike {
        let message = format!("the field is listed as `{}`, the sample says `{key}`", known.name.value);
        let diagnostic = Diagnostic::new(Code::NameContradiction, known.name.origin, message)
            .related(key_origin, "this spelling is taken");
        contradictions.push(Contradiction { pointer: at.clone(), diagnostic });
        known.name = Stated::sample(key, key_origin);
        hold(&mut known.schema, sample, &at, contradictions, depth + 1);
        return;
    }
    schema.properties.push(Property {
        name: Stated::sample(key, key_origin),
        required: None,
        schema: infer::schema(sample, depth + 1),
    });
}

/// A scalar of a type that fits: its value may still not be among those listed.
fn hold_scalar(
    schema: &mut Schema,
    sample: &Node,
    at: &JsonPointer,
    contradictions: &mut Vec<Contradiction>,
) {
    if is_placeholder(sample) {
        return;
    }
    let listed = schema.enumeration.iter().any(|value| value.as_str() == sample.as_str());
    if !schema.enumeration.is_empty() && !listed {
        let message = "the sample shows a value that is not among those listed";
        let diagnostic = Diagnostic::new(Code::EnumContradiction, sample.origin, message)
            .related(schema.origin, "the list; the value of the sample is added to it");
        contradictions.push(Contradiction { pointer: at.clone(), diagnostic });
        schema.enumeration.push(sample.clone());
    }
}
