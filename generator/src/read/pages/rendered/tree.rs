//! Fields in a row become a tree: by the anchors before them, by the dots in their names, by the types of those above.

use super::declaration::title;
use super::fields::{Field, Listing, without_alternative};
use crate::read::pages::MAX_NESTING;
use crate::read::pages::facts::{JsonType, Kind, Property, Schema, Stated};
use crate::source::Origin;
use std::collections::HashMap;

/// A step down from a schema.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Step {
    /// To a property.
    Property(String),
    /// To the elements.
    Items,
    /// To the values of keys that are not listed.
    Additional,
    /// To the first alternative; the names are those of all.
    First(Vec<String>),
}

/// Names and anchors longer than this have no parents: a page that prints them was made to.
const LONGEST: usize = 1000;

/// The schema that the fields of a section make up; `None` where it lists none.
pub(super) fn schema(listing: Listing<'_>, origin: Origin) -> Option<Schema> {
    let first = listing.fields.first()?;
    let mut root = Schema::new(origin, Kind::Field);
    let mut top = Vec::new();
    if is_root_array(first) {
        top.push(Step::Items);
    }
    if listing.tabs.len() > 1 {
        top.push(Step::First(listing.tabs));
    }
    let mut known = Known::default();
    for field in listing.fields {
        let steps = known.place(&field, &top);
        if steps.len() > MAX_NESTING {
            continue;
        }
        insert(&mut root, &steps, field);
    }
    Some(root)
}

/// The fields so far, by what those below them begin with.
#[derive(Default)]
struct Known {
    by_name: HashMap<String, usize>,
    by_anchor: HashMap<String, usize>,
    /// The steps to each, and those from it to its fields.
    steps: Vec<(Vec<Step>, Vec<Step>)>,
}

impl Known {
    /// The steps to a field, which is known from then on.
    fn place(&mut self, field: &Field<'_>, top: &[Step]) -> Vec<Step> {
        let mut steps = match self.parent(field) {
            Some((index, rest)) => {
                let (own, below) = self.steps.get(index).cloned().unwrap_or_default();
                let mut steps = own;
                steps.extend(below);
                leaf(rest, true, &mut steps);
                steps
            }
            None => {
                let mut steps = top.to_vec();
                leaf(&field.name, field.split || field.name.ends_with(".{key}"), &mut steps);
                steps
            }
        };
        steps.truncate(MAX_NESTING + 1);
        let index = self.steps.len();
        self.steps.push((steps.clone(), below(field)));
        if field.name.len() <= LONGEST {
            self.by_name.insert(field.name.clone(), index);
        }
        if let Some(anchor) = field.anchor.filter(|anchor| anchor.len() <= LONGEST) {
            self.by_anchor.insert(anchor.to_owned(), index);
        }
        steps
    }

    /// The field that another lies in, and the rest of its name: that with the longest name it begins with; where names
    /// do not tell, that whose anchor its own begins with, if nothing but its name is left.
    fn parent<'f>(&self, field: &'f Field<'_>) -> Option<(usize, &'f str)> {
        let name = field.name.as_str();
        if name.len() > LONGEST {
            return None;
        }
        for (at, _) in name.rmatch_indices('.') {
            let (before, rest) = (name.get(..at)?, name.get(at + 1..)?);
            if let Some(index) = self.by_name.get(before).filter(|_| !rest.is_empty()) {
                return Some((*index, rest));
            }
        }
        let anchor = field.anchor.filter(|anchor| anchor.len() <= LONGEST)?;
        for (at, _) in anchor.rmatch_indices('-') {
            let (before, rest) = (anchor.get(..at)?, anchor.get(at + 1..)?);
            if let Some(index) = self.by_anchor.get(before)
                && (plain(without_marks(rest, name)) == plain(name) || name == "{key}")
            {
                return Some((*index, name));
            }
        }
        None
    }
}

/// The steps from a field to those that lie in it: through the elements of an array, into the first alternative.
fn below(field: &Field<'_>) -> Vec<Step> {
    let mut steps = Vec::new();
    let mut schema = &field.schema;
    while schema.types.contains(&JsonType::Array) && steps.len() < MAX_NESTING {
        steps.push(Step::Items);
        let Some(items) = schema.items.as_deref() else { break };
        schema = items;
    }
    if field.tabs.len() > 1 || !schema.any_of.is_empty() {
        steps.push(Step::First(field.tabs.clone()));
    }
    steps
}

/// Adds the steps to what is called `name` where one stands; dots in it are fields that are not listed.
fn leaf(name: &str, split: bool, steps: &mut Vec<Step>) {
    let parts: Vec<&str> = if split { name.split('.').collect() } else { vec![name] };
    for part in parts.into_iter().filter(|part| !part.is_empty()) {
        steps.push(match part {
            "{key}" => Step::Additional,
            _ => Step::Property(part.to_owned()),
        });
    }
}

/// Whether the anchor of the first field says that it lies in the elements of an array, and nothing above it does.
fn is_root_array(field: &Field<'_>) -> bool {
    let Some(rest) = field.anchor.and_then(|anchor| anchor.strip_prefix("items-")) else { return false };
    let anchor = without_alternative(field.anchor.unwrap_or_default());
    plain(anchor) != plain(&field.name) && plain(without_marks(rest, &field.name)) == plain(&field.name)
}

/// An anchor without the marks before a name: `items-one-of-0-`.
fn without_marks<'t>(anchor: &'t str, name: &str) -> &'t str {
    let wanted = plain(name);
    let mut rest = without_alternative(anchor);
    for _ in 0..MAX_NESTING {
        if plain(rest) == wanted {
            break;
        }
        let numbered = |rest: &'t str, mark: &str| {
            let rest = rest.strip_prefix(mark)?;
            rest.trim_start_matches(|character: char| character.is_ascii_digit()).strip_prefix('-')
        };
        let shorter = rest
            .strip_prefix("items-")
            .or_else(|| numbered(rest, "one-of-"))
            .or_else(|| numbered(rest, "any-of-"))
            .or_else(|| numbered(rest, "all-of-"));
        let Some(shorter) = shorter else { break };
        rest = shorter;
    }
    rest
}

/// A name without what an anchor loses of it.
fn plain(name: &str) -> String {
    name.chars().filter(|character| character.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Puts a field where its steps lead; what is missing on the way is made.
fn insert(root: &mut Schema, steps: &[Step], field: Field<'_>) {
    let Some((last, way)) = steps.split_last() else { return };
    let origin = field.origin;
    let mut schema = root;
    for step in way {
        let Some(next) = descend(schema, step, origin) else { return };
        schema = next;
    }
    match last {
        Step::Property(name) => {
            schema.add_type(JsonType::Object);
            if schema.property(name).is_none() {
                schema.properties.push(Property {
                    name: Stated::field(name.as_str(), origin),
                    required: Some(field.required),
                    schema: field.schema,
                });
            }
        }
        Step::Additional => {
            schema.add_type(JsonType::Object);
            schema.additional = Some(Box::new(field.schema));
        }
        Step::Items | Step::First(_) => {}
    }
}

/// One step down; what is missing is made.
fn descend<'s>(schema: &'s mut Schema, step: &Step, origin: Origin) -> Option<&'s mut Schema> {
    let empty = || Schema::new(origin, Kind::Field);
    match step {
        Step::Property(name) => {
            schema.add_type(JsonType::Object);
            if schema.property(name).is_none() {
                let name = Stated::field(name.as_str(), origin);
                schema.properties.push(Property { name, required: None, schema: empty() });
            }
            let found = schema.properties.iter_mut().find(|property| property.name.value == *name);
            found.map(|property| &mut property.schema)
        }
        Step::Items => {
            schema.add_type(JsonType::Array);
            Some(schema.items.get_or_insert_with(|| Box::new(empty())))
        }
        Step::Additional => {
            schema.add_type(JsonType::Object);
            Some(schema.additional.get_or_insert_with(|| Box::new(empty())))
        }
        Step::First(tabs) => {
            if schema.any_of.is_empty() {
                // What the other alternatives hold is nowhere on the page.
                schema.any_of.extend(tabs.iter().map(|tab| Schema { title: title(tab), ..empty() }));
                schema.types.clear();
            }
            let objects = schema.any_of.iter().position(Schema::is_object).unwrap_or_default();
            schema.any_of.get_mut(objects)
        }
    }
}
