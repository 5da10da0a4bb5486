//! Lists of fields become schemas: a dotted name is a child of the longest name before it that was listed.

use super::{Entry, Section};
use crate::read::markdown::Page;
use crate::read::pages::MAX_NESTING;
use crate::read::pages::facts::{JsonType, Kind, Property, Schema, Stated};
use crate::read::pages::values::{json, json_list};
use crate::source::Origin;
use crate::tree::Node;
use std::collections::HashMap;

/// Reads the lists of one page; a list may refer to the values of a field further up.
#[derive(Default)]
pub(super) struct Lists {
    enumerations: HashMap<String, Vec<Node>>,
}

/// A field on its way into its parent.
struct Pending {
    property: Property,
    /// The field that it is a part of, by its place in the list.
    parent: Option<usize>,
    /// Whether it is an alternative of its parent, and no property.
    alternative: bool,
    depth: usize,
    children: Vec<usize>,
}

/// The place of a name in the list; names are looked up within one alternative.
type Names<'t> = HashMap<(Option<usize>, &'t str), usize>;

impl Lists {
    /// The object whose properties a section lists.
    pub(super) fn schema(&mut self, page: &Page<'_>, section: &Section<'_>) -> Schema {
        let mut pending: Vec<Pending> = Vec::new();
        let mut names = Names::new();
        // Entries that stand further left than what follows: a field, or the title of an alternative.
        let mut open: Vec<(usize, usize)> = Vec::new();
        for entry in &section.entries {
            while open.last().is_some_and(|(indent, _)| *indent >= entry.indent) {
                open.pop();
            }
            let scope = open.last().map(|(_, index)| *index);
            let (parent, name) = match entry.types {
                Some(_) => parent(&names, scope, entry.name.text),
                None => (scope, entry.name.text),
            };
            let depth = parent.and_then(|parent| pending.get(parent)).map_or(0, |parent| parent.depth + 1);
            if depth > MAX_NESTING {
                continue;
            }
            let index = pending.len();
            names.insert((scope, entry.name.text), index);
            open.push((entry.indent, index));
            if let Some(parent) = parent.and_then(|parent| pending.get_mut(parent)) {
                parent.children.push(index);
            }
            let property = self.property(page, entry, name);
            let alternative = entry.types.is_none();
            pending.push(Pending { property, parent, alternative, depth, children: Vec::new() });
        }
        assemble(pending, page.origin(&section.range))
    }

    fn property(&mut self, page: &Page<'_>, entry: &Entry<'_>, name: &str) -> Property {
        let origin = page.origin(&entry.name.range);
        let mut schema = Schema::new(origin, Kind::Field);
        match entry.types {
            None => {
                schema.types.push(JsonType::Object);
                schema.title = Some(entry.name.text.to_owned());
            }
            Some(types) => types.split(',').for_each(|ty| add_type(&mut schema, ty)),
        }
        let (text, values) = self.split_values(entry, page.origin(&entry.text_range));
        let text = text.trim();
        schema.description = (!text.is_empty()).then(|| text.to_owned());
        match values {
            // Values of a list are those of its elements.
            Values::Enum(values) if schema.types == [JsonType::Array] => {
                let mut items = Schema::new(origin, Kind::Field);
                items.types = types_of(&values);
                items.enumeration = values;
                schema.items = Some(Box::new(items));
            }
            Values::Enum(values) => schema.enumeration = values,
            Values::Example(value) => schema.example = Some(value),
            Values::None => {}
        }
        let name = Stated::field(name, origin);
        Property { name, required: Some(entry.required), schema }
    }

    /// Takes the example or the values off the end of a text.
    fn split_values<'e>(&mut self, entry: &'e Entry<'_>, origin: Origin) -> (&'e str, Values) {
        let text = entry.text.as_str();
        let last = |mark: &'static str| {
            let mut found = text.rmatch_indices(mark);
            found.find(|(at, _)| {
                *at == 0 || text.get(..*at).is_some_and(|before| before.ends_with([' ', '\n']))
            })
        };
        if let Some((at, mark)) = last("Enum: ") {
            let tail = text.get(at + mark.len()..).unwrap_or_default().trim();
            let values = match tail.strip_prefix("same as `").and_then(|rest| rest.split_once('`')) {
                Some((name, _)) => self.enumerations.get(name).cloned(),
                None => json_list(tail, origin).filter(|values| !values.is_empty()),
            };
            if let Some(values) = values {
                self.enumerations.insert(entry.name.text.to_owned(), values.clone());
                return (text.get(..at).unwrap_or_default(), Values::Enum(values));
            }
        }
        if let Some((at, mark)) = last("Example: ") {
            let tail = text.get(at + mark.len()..).unwrap_or_default().trim();
            if let Some(value) = json(tail, origin) {
                return (text.get(..at).unwrap_or_default(), Values::Example(value));
            }
        }
        (text, Values::None)
    }
}

/// What stands at the end of a description.
enum Values {
    Enum(Vec<Node>),
    Example(Node),
    None,
}

fn add_type(schema: &mut Schema, ty: &str) {
    schema.nullable |= ty == "null";
    JsonType::parse(ty).into_iter().for_each(|ty| schema.add_type(ty));
}

fn types_of(values: &[Node]) -> Vec<JsonType> {
    let mut types = Vec::new();
    for ty in values.iter().filter_map(crate::read::pages::values::json_type) {
        if !types.contains(&ty) {
            types.push(ty);
        }
    }
    types
}

/// The field that a name belongs to, and what is left of the name. A name may hold dots of its own, so that only a name
/// which was listed is a parent.
fn parent<'t>(names: &Names<'_>, scope: Option<usize>, name: &'t str) -> (Option<usize>, &'t str) {
    let dots = name.char_indices().rev().filter(|(_, character)| *character == '.');
    for (at, _) in dots {
        let (before, after) = (name.get(..at), name.get(at + 1..));
        if let (Some(before), Some(after)) = (before, after)
            && let Some(index) = names.get(&(scope, before))
        {
            return (Some(*index), after);
        }
    }
    (scope, name)
}

/// Puts every field into its parent, the last first, so that a parent is whole when its turn comes.
fn assemble(pending: Vec<Pending>, origin: Origin) -> Schema {
    let mut root = Schema::typed(origin, JsonType::Object);
    let mut ready: HashMap<usize, (Property, bool)> = HashMap::new();
    for (index, mut field) in pending.into_iter().enumerate().rev() {
        let children: Vec<_> = field.children.iter().filter_map(|child| ready.remove(child)).collect();
        for (child, alternative) in children {
            adopt(&mut field.property.schema, child, alternative);
        }
        match field.parent {
            Some(_) => drop(ready.insert(index, (field.property, field.alternative))),
            None => root.properties.push(field.property),
        }
    }
    root.properties.reverse();
    root
}

/// A child of a list is a property of its elements.
fn adopt(schema: &mut Schema, child: Property, alternative: bool) {
    let is_list = schema.types.contains(&JsonType::Array) && !schema.types.contains(&JsonType::Object);
    if is_list {
        let origin = schema.origin;
        let items = schema.items.get_or_insert_with(|| Box::new(Schema::new(origin, Kind::Field)));
        if !alternative {
            items.add_type(JsonType::Object);
        }
        put(items, child, alternative);
    } else {
        if schema.types.is_empty() && !alternative {
            schema.types.push(JsonType::Object);
        }
        put(schema, child, alternative);
    }
}

fn put(schema: &mut Schema, child: Property, alternative: bool) {
    if alternative {
        schema.types.retain(|ty| *ty != JsonType::Object);
        schema.one_of.push(child.schema);
    } else if schema.property(&child.name.value).is_none() {
        schema.properties.push(child);
    }
}
