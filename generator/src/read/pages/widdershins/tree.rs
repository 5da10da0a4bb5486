//! Rows put under their parents. The sample beside a table tells what the table leaves out: whether the whole is an
//! array, and which of two fields of one name a list of values is about.

use super::rows::{Named, Part, Row, unescaped};
use crate::read::markdown::Page;
use crate::read::pages::MAX_NESTING;
use crate::read::pages::evidence::suggested;
use crate::read::pages::facts::{JsonType, Kind, Property, Schema, Stated};
use crate::read::pages::scan::Piece;
use crate::tree::{Node, Resolved, Value};

/// Rows as a tree: the parent of each, and the part of the sample that each is about.
pub(super) struct Tree<'r, 't, 's> {
    page: &'r Page<'t>,
    rows: &'r [Row<'t>],
    children: Vec<Vec<usize>>,
    /// The rows of the outermost level.
    top: Vec<usize>,
    /// The row about the whole, where there is one.
    whole: Option<usize>,
    samples: Vec<Option<&'s Node>>,
    sample: Option<&'s Node>,
    known: Known<'r>,
}

/// Whether the page describes a schema of this name, and if so whether it is a list.
pub(super) type Known<'r> = &'r dyn Fn(&str) -> Option<bool>;

/// What rows are read with: the line above the table, the sample beside it, and how many `»` a field has at least.
#[derive(Clone, Copy, Debug)]
pub(super) struct Beside<'s> {
    pub(super) title: &'s str,
    pub(super) sample: Option<&'s Node>,
    pub(super) base: usize,
}

impl<'r, 't, 's> Tree<'r, 't, 's> {
    /// Puts rows under their parents. The whole may have a row of its own, under its title or no name.
    pub(super) fn new(page: &'r Page<'t>, rows: &'r [Row<'t>], beside: Beside<'s>, known: Known<'r>) -> Self {
        let Beside { title, sample, base } = beside;
        let mut tree = Self {
            page,
            rows,
            children: vec![Vec::new(); rows.len()],
            top: Vec::new(),
            whole: None,
            samples: Vec::new(),
            sample,
            known,
        };
        let is_object = sample.is_none_or(|sample| sample.as_mapping().is_some());
        let mut open: Vec<usize> = Vec::new();
        for (index, row) in rows.iter().enumerate() {
            let whole = row.part.is_none()
                && index == 0
                && (row.depth < base
                    || row.depth <= base && (row.name == Named::Anonymous || row.label.text == title)
                    || base == 0 && rows.len() == 1 && !is_object);
            if whole {
                tree.whole = Some(index);
                tree.samples.push(sample);
                continue;
            }
            while open.last().is_some_and(|last| rows.get(*last).is_none_or(|last| last.depth >= row.depth)) {
                open.pop();
            }
            let parent = open.last().copied();
            let within = match parent {
                Some(parent) => tree.samples.get(parent).copied().flatten(),
                None => sample,
            };
            let within = within.and_then(element);
            tree.samples.push(match &row.name {
                Named::Field(name) => within.and_then(|value| value.get(name)),
                Named::Anonymous => within,
                _ => None,
            });
            match parent.and_then(|parent| tree.children.get_mut(parent)) {
                Some(children) => children.push(index),
                None => tree.top.push(index),
            }
            open.push(index);
        }
        tree
    }

    /// The row that a list of values of `name` is about: behind `from` if there is one, and one whose sample is listed
    /// rather than another.
    pub(super) fn listed(&self, name: &str, values: &[Piece<'t>], from: usize) -> Option<usize> {
        let matches = |(_, row): &(usize, &Row<'t>)| {
            let types = row.types.text;
            row.label.text == name && !types.starts_with("object") && !types.starts_with("boolean")
        };
        let shown = |(index, _): &(usize, &Row<'t>)| {
            let sample = self.samples.get(*index).copied().flatten().and_then(element);
            sample
                .and_then(scalar)
                .is_some_and(|text| values.iter().any(|value| unescaped(value.text) == text))
        };
        let rows = || self.rows.iter().enumerate().filter(matches);
        let behind = || rows().filter(|(index, _)| *index >= from);
        behind().find(shown).or_else(|| behind().next()).or_else(|| rows().next()).map(|(index, _)| index)
    }

    /// The schema that the rows describe.
    pub(super) fn schema(&self) -> Schema {
        let range = self.rows.first().map_or(0..0, |row| row.label.range.clone());
        let mut schema = match self.whole.and_then(|index| self.rows.get(index)) {
            Some(row) => self.own(row, self.sample),
            None => Schema::new(self.page.origin(&range), Kind::Field),
        };
        let is_list = self.sample.is_some_and(|sample| sample.as_sequence().is_some());
        if is_list && self.whole.is_none() && !self.top.is_empty() {
            schema.types = vec![JsonType::Array];
        }
        if let Some(reference) = schema.reference.as_deref().filter(|_| is_list)
            && (self.known)(reference) == Some(false)
        {
            let mut array = Schema::typed(schema.origin, JsonType::Array);
            array.items = Some(Box::new(schema));
            schema = array;
        }
        let below = self.whole.and_then(|index| self.children.get(index)).into_iter().flatten();
        let children: Vec<usize> = below.chain(&self.top).copied().collect();
        self.attach(&mut schema, &children, self.sample, 0);
        if let (true, Some(sample)) = (self.rows.is_empty(), self.sample) {
            // What has no fields of its own has no table, but it has a sample.
            schema = suggested(sample, 0);
        }
        schema
    }

    /// What one row says, with its reference only where it leads somewhere or nothing else is said.
    fn own(&self, row: &Row<'t>, sample: Option<&Node>) -> Schema {
        let mut schema = row.typed(self.page, sample).schema;
        if let Some(reference) = &schema.reference
            && (self.known)(reference).is_some()
        {
            schema.enumeration.clear();
            schema.keywords.clear();
            schema.default = None;
        }
        schema
    }

    fn node(&self, index: usize, depth: usize) -> Option<Schema> {
        let row = self.rows.get(index).filter(|_| depth <= MAX_NESTING)?;
        let sample = self.samples.get(index).copied().flatten();
        let mut schema = self.own(row, sample);
        let children = self.children.get(index).map_or(&[][..], Vec::as_slice);
        self.attach(&mut schema, children, sample, depth + 1);
        Some(schema)
    }

    /// Adds to a schema, or to the innermost elements of an array, what the rows below it describe.
    fn attach(&self, schema: &mut Schema, children: &[usize], sample: Option<&Node>, depth: usize) {
        if children.is_empty() {
            return;
        }
        let origin = schema.origin;
        let mut target = schema;
        let mut levels = 0;
        while target.types == [JsonType::Array] && levels < MAX_NESTING {
            levels += 1;
            target = target.items.get_or_insert_with(|| Box::new(Schema::new(origin, Kind::Field)));
        }
        if let Some(reference) = &target.reference {
            // The rows repeat what the schema of that name says.
            if (self.known)(reference).is_some() {
                return;
            }
            target.reference = None;
        }
        if let Some(items) =
            self.titled_items(children, levels, sample).and_then(|index| self.node(index, depth))
        {
            *target = items;
            return;
        }
        for index in children {
            let (Some(row), Some(found)) = (self.rows.get(*index), self.node(*index, depth)) else {
                continue;
            };
            match (&row.name, row.part) {
                (Named::Field(name), _) if is_title(name, sample) => absorb(target, found),
                (Named::Field(name), _) => target.properties.push(Property {
                    name: Stated::field(name.as_str(), self.page.origin(&row.label.range)),
                    required: row.required,
                    schema: found,
                }),
                (Named::Additional, _) => target.additional = Some(Box::new(found)),
                (Named::Anonymous, Some(Part::AllOf)) => target.all_of.push(found),
                (Named::Anonymous, Some(Part::AnyOf)) => target.any_of.push(found),
                (Named::Anonymous, Some(Part::OneOf)) => target.one_of.push(found),
                (Named::Anonymous, None) if levels > 0 && children.len() == 1 => *target = found,
                _ => {}
            }
        }
        let has_fields = !target.properties.is_empty() || target.additional.is_some();
        if target.types.is_empty() && has_fields {
            target.types.push(JsonType::Object);
        }
    }

    /// The only row below an array, where it is about the elements: they have a title, which stands for their name.
    fn titled_items(&self, children: &[usize], levels: usize, sample: Option<&Node>) -> Option<usize> {
        let [only] = children else { return None };
        let row = self.rows.get(*only).filter(|_| levels > 0)?;
        let Named::Field(name) = &row.name else { return None };
        let shown = element(sample?)?;
        let nested = self.children.get(*only).is_some_and(|children| !children.is_empty());
        (shown.get(name).is_none() && (nested || shown.as_mapping().is_none()) && !row.is_list())
            .then_some(*only)
    }
}

/// Whether what stands in place of a name is the title of what the row above it is: it has spaces, and the sample has no
/// such field.
fn is_title(name: &str, sample: Option<&Node>) -> bool {
    let shown = sample.and_then(element).filter(|shown| shown.as_mapping().is_some());
    name.contains(' ') && shown.is_some_and(|shown| shown.get(name).is_none())
}

/// What a row under a title says is about the row above it.
fn absorb(target: &mut Schema, found: Schema) {
    target.properties.extend(found.properties);
    target.one_of.extend(found.one_of);
    target.any_of.extend(found.any_of);
    target.all_of.extend(found.all_of);
    target.reference = target.reference.take().or(found.reference);
    target.items = target.items.take().or(found.items);
    target.additional = target.additional.take().or(found.additional);
    if target.types.is_empty() {
        target.types = found.types;
    }
}

/// The first element of a list, and of the lists in it; anything else is itself.
fn element(value: &Node) -> Option<&Node> {
    let mut value = value;
    for _ in 0..MAX_NESTING {
        match &value.value {
            Value::Sequence(items) => value = items.first()?,
            _ => return Some(value),
        }
    }
    None
}

/// The text of a scalar.
fn scalar(value: &Node) -> Option<String> {
    match &value.value {
        Value::Scalar(scalar) => Some(match scalar.resolve() {
            Resolved::Null => "null".to_owned(),
            Resolved::Boolean(value) => value.to_string(),
            Resolved::Number(text) | Resolved::String(text) => text.to_string(),
        }),
        _ => None,
    }
}

/// Adds the values of a table of values to the rows that they are about. Values stand in the order of the rows.
pub(super) fn list<'t>(
    page: &Page<'t>,
    rows: &mut [Row<'t>],
    lists: &[(String, Vec<Piece<'t>>)],
    beside: Beside<'_>,
) {
    let mut found = Vec::new();
    {
        let tree = Tree::new(page, rows, beside, &|_| None);
        let mut from = 0;
        for (name, values) in lists {
            let Some(index) = tree.listed(name, values, from) else { continue };
            from = index + 1;
            found.push((index, values));
        }
    }
    for (index, values) in found {
        if let Some(row) = rows.get_mut(index) {
            row.values.clone_from(values);
        }
    }
}
