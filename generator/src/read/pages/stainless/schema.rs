//! Entries as what they say about values.

use super::declaration::{Alternative, Type};
use super::entries::Entry;
use crate::read::markdown::Page;
use crate::read::pages::facts::{JsonType, Kind, Property, Schema, Stated};
use crate::read::pages::{MAX_NESTING, nested, values};
use crate::source::Origin;
use crate::tree::Node;

/// Makes schemas of entries.
pub(super) struct Maker<'p, 't> {
    pub(super) page: &'p Page<'t>,
    /// The names of what the page describes by name.
    pub(super) models: Vec<String>,
}

impl Maker<'_, '_> {
    /// The field that an entry declares.
    pub(super) fn property(&self, entry: &Entry) -> Property {
        let origin = self.page.origin(&entry.range);
        let name = Stated::field(entry.declaration.name.clone().unwrap_or_default(), origin);
        Property { name, required: Some(!entry.declaration.optional), schema: self.schema(entry, 0) }
    }

    /// What a list of entries is as a whole: the fields of an object, or one value, or alternatives.
    pub(super) fn whole(&self, entries: &[Entry], origin: Origin) -> Option<Schema> {
        let values: Vec<&Entry> = entries.iter().filter(|entry| entry.declaration.name.is_none()).collect();
        if let ([value], true) = (values.as_slice(), entries.len() == 1) {
            return Some(self.schema(value, 0));
        }
        if !values.is_empty() && values.len() == entries.len() {
            let mut schema = Schema::new(origin, Kind::Field);
            schema.one_of = values.into_iter().map(|value| self.schema(value, 0)).collect();
            return Some(schema);
        }
        let fields: Vec<Property> = entries
            .iter()
            .filter(|entry| entry.declaration.name.is_some())
            .map(|entry| self.property(entry))
            .collect();
        let mut schema = Schema::typed(origin, JsonType::Object);
        schema.properties = fields;
        (!schema.properties.is_empty()).then_some(schema)
    }

    /// What an entry says about its value.
    pub(super) fn schema(&self, entry: &Entry, depth: usize) -> Schema {
        let origin = self.page.origin(&entry.range);
        if depth > MAX_NESTING {
            return Schema::new(origin, Kind::Field);
        }
        let mut schema = self.ty(&entry.declaration.ty, entry, origin, depth);
        describe(&mut schema, &entry.text, origin);
        schema
    }

    /// A type, with the entries below it put where they belong: innermost.
    fn ty(&self, ty: &Type, entry: &Entry, origin: Origin, depth: usize) -> Schema {
        let mut schema = match ty.alternatives.as_slice() {
            [Alternative::Array(inner)] if depth <= MAX_NESTING => {
                let mut schema = Schema::typed(origin, JsonType::Array);
                let items = self.ty(inner, entry, origin, depth + 1);
                schema.items = Some(Box::new(items));
                schema
            }
            [Alternative::Map(inner)] if depth <= MAX_NESTING => {
                let mut schema = Schema::typed(origin, JsonType::Object);
                schema.additional = Some(Box::new(self.ty(inner, entry, origin, depth + 1)));
                schema
            }
            _ => self.innermost(ty, entry, origin, depth),
        };
        schema.nullable |= ty.nullable;
        schema
    }

    fn innermost(&self, ty: &Type, entry: &Entry, origin: Origin, depth: usize) -> Schema {
        let children = &entry.children;
        let fields = children.iter().filter(|child| child.declaration.name.is_some());
        let fields: Vec<Property> = fields
            .map(|child| {
                let mut property = self.property_at(child, depth + 1);
                property.schema.kind = Kind::Field;
                property
            })
            .collect();
        let values = children.iter().filter(|child| child.declaration.name.is_none());
        let (literals, variants): (Vec<&Entry>, Vec<&Entry>) =
            values.partition(|child| literal(child).is_some());
        let several = ty.alternatives.len() + ty.more > 1;
        if !variants.is_empty() && (several || fields.is_empty()) {
            let mut parts: Vec<Schema> =
                variants.iter().map(|variant| self.schema(variant, depth + 1)).collect();
            if !literals.is_empty() {
                parts.push(listed(literals.iter().filter_map(|entry| literal(entry)), origin));
            }
            return united(parts, origin);
        }
        if !literals.is_empty() && fields.is_empty() {
            let mut schema = listed(literals.iter().filter_map(|entry| literal(entry)), origin);
            // Values beside a word for a type are those that are known, not all there are.
            let open = ty.alternatives.iter().any(|alternative| matches!(alternative, Alternative::Word(_)));
            if open {
                schema.enumeration.clear();
            }
            return schema;
        }
        let written = ty.alternatives.iter().filter_map(|alternative| match alternative {
            Alternative::Literal(text) => Some(text.as_str()),
            _ => None,
        });
        let mut parts: Vec<Schema> = Vec::new();
        let written: Vec<&str> = written.collect();
        if !written.is_empty() {
            let mut schema = listed(written.into_iter(), origin);
            if ty.more > 0 {
                schema.enumeration.clear();
            }
            parts.push(schema);
        }
        let others =
            ty.alternatives.iter().filter(|alternative| !matches!(alternative, Alternative::Literal(_)));
        for alternative in others {
            let one = Type { alternatives: vec![alternative.clone()], ..Type::default() };
            parts.push(match alternative {
                Alternative::Array(_) | Alternative::Map(_) if several && depth < MAX_NESTING => {
                    let bare = Entry { children: Vec::new(), ..entry.clone() };
                    self.ty(&one, &bare, origin, depth + 1)
                }
                _ => self.alternative(alternative, origin),
            });
        }
        let mut schema = united(parts, origin);
        if !fields.is_empty() {
            schema.reference = None;
            nested::attach(&mut schema, fields);
        }
        schema
    }

    fn property_at(&self, entry: &Entry, depth: usize) -> Property {
        let origin = self.page.origin(&entry.range);
        let name = Stated::field(entry.declaration.name.clone().unwrap_or_default(), origin);
        Property { name, required: Some(!entry.declaration.optional), schema: self.schema(entry, depth) }
    }

    fn alternative(&self, alternative: &Alternative, origin: Origin) -> Schema {
        let mut schema = Schema::new(origin, Kind::Field);
        match alternative {
            Alternative::Word(word) => match word.as_str() {
                "string" => schema.types.push(JsonType::String),
                "number" => schema.types.push(JsonType::Number),
                "integer" => schema.types.push(JsonType::Integer),
                "boolean" => schema.types.push(JsonType::Boolean),
                "file" => {
                    schema.types.push(JsonType::String);
                    schema.format = Some("binary".to_owned());
                }
                _ => {}
            },
            Alternative::Object { title, .. } => {
                schema.types.push(JsonType::Object);
                schema.title.clone_from(title);
            }
            Alternative::Named(name) => {
                schema.reference = self.models.contains(name).then(|| name.clone());
            }
            Alternative::Array(_) => schema.types.push(JsonType::Array),
            Alternative::Map(_) => schema.types.push(JsonType::Object),
            Alternative::Literal(_) => {}
        }
        schema
    }
}

/// The value that an entry is.
fn literal(entry: &Entry) -> Option<&str> {
    match entry.declaration.ty.alternatives.as_slice() {
        [Alternative::Literal(text)] if entry.declaration.ty.more == 0 => Some(text),
        _ => None,
    }
}

/// The schema of some values.
fn listed<'l>(literals: impl Iterator<Item = &'l str>, origin: Origin) -> Schema {
    let mut schema = Schema::new(origin, Kind::Field);
    for text in literals {
        let value = values::json(text, origin).unwrap_or_else(|| Node::string(text, origin));
        schema.types.extend(values::json_type(&value).filter(|ty| !schema.types.contains(ty)));
        schema.enumeration.push(value);
    }
    schema
}

/// Alternatives as one schema: types that say nothing else stand together.
fn united(mut parts: Vec<Schema>, origin: Origin) -> Schema {
    let plain = |part: &Schema| {
        part.enumeration.is_empty()
            && part.items.is_none()
            && part.reference.is_none()
            && part.format.is_none()
            && part.properties.is_empty()
            && part.title.is_none()
            && part.additional.is_none()
            && part.one_of.is_empty()
            && part.description.is_none()
    };
    let mut schema = Schema::new(origin, Kind::Field);
    if parts.len() > 1 && parts.iter().all(plain) {
        parts.iter().flat_map(|part| part.types.clone()).for_each(|ty| schema.add_type(ty));
        return schema;
    }
    // A text of which some values are known is a text.
    let open = |part: &Schema| plain(part) && part.types.as_slice() == [JsonType::String];
    if parts.iter().any(open) {
        parts.retain(|part| part.types.as_slice() != [JsonType::String] || part.enumeration.is_empty());
    }
    match parts.len() {
        0 => schema,
        1 => parts.pop().unwrap_or(schema),
        _ => {
            schema.one_of = parts;
            schema
        }
    }
}

/// Takes what is said below a declaration: bounds that are printed as `maxItems100`, and sentences.
fn describe(schema: &mut Schema, text: &[String], origin: Origin) {
    const BOUNDS: [&str; 10] = [
        "maximum",
        "minimum",
        "maxLength",
        "minLength",
        "maxItems",
        "minItems",
        "multipleOf",
        "maxProperties",
        "minProperties",
        "pattern",
    ];
    let mut said = Vec::new();
    for line in text {
        let line = line.trim();
        let bound = BOUNDS.iter().find_map(|bound| {
            let value = line.strip_prefix(bound)?.trim_start_matches([':', ' ']);
            (value.parse::<f64>().is_ok() || *bound == "pattern" && !value.contains(' '))
                .then_some((*bound, value))
        });
        let format = line.strip_prefix("format").map(|value| value.trim_start_matches([':', ' ']));
        let is_format = |value: &&str| {
            !value.is_empty()
                && value.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
        };
        match (bound, format.filter(is_format)) {
            (Some(("pattern", value)), _) => schema.keywords.push(("pattern", Node::string(value, origin))),
            (Some((bound, value)), _) => schema.keywords.push((bound, Node::plain(value, origin))),
            (None, Some(format)) if line.len() > "format".len() => schema.format = Some(format.to_owned()),
            _ if line == "Deprecated" || line.starts_with("Deprecated:") => {
                schema.keywords.push(("deprecated", Node::plain("true", origin)));
                said.extend(line.strip_prefix("Deprecated:").map(str::trim));
            }
            _ => said.push(line),
        }
    }
    let said = said.join("\n\n");
    if !said.is_empty() {
        schema.description = Some(said);
    }
}
