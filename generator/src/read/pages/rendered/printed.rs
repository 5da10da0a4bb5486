//! The values that are printed below a field: lists, and examples.

use super::fields::{Reader, value_types};
use super::sample::balanced;
use crate::read::pages::MAX_NESTING;
use crate::read::pages::facts::{JsonType, Schema};
use crate::read::pages::values::printed;
use crate::source::Origin;

impl Reader<'_, '_, '_> {
    /// The values of a list, one a line or several: each but the last ends in a comma. The list may be empty.
    pub(super) fn options(&mut self, first: &str, origin: Origin, schema: &mut Schema) {
        let types = value_types(schema);
        let mut values: Vec<(String, Origin)> = Vec::new();
        let mut text = first;
        let mut place = origin;
        let mut open = true;
        loop {
            let quoted = text.starts_with('`');
            let parts: Vec<&str> = match quoted {
                true => text.split("`,").collect(),
                false => text.split(", ").collect(),
            };
            if matches!(text, "," | "``" | "``,") {
                values.push((String::new(), place));
            }
            for part in parts {
                let part = part.trim().trim_end_matches(',').trim_matches('`');
                if !part.is_empty() {
                    values.push((part.to_owned(), place));
                }
            }
            if !text.is_empty() {
                open = text.ends_with(',');
            }
            let Some(next) = self.line(self.at).filter(|_| open && self.goes_on(values.is_empty())) else {
                break;
            };
            (text, place) = (next.text, self.page.origin(&next.range));
            self.at += 1;
        }
        let target = elements(schema);
        let values = values.into_iter().map(|(value, place)| printed(&value, &types, place));
        target.enumeration.extend(values);
    }

    /// Whether the next line is a value of a list. Behind an empty list comes the next field, or the foot of the page.
    fn goes_on(&self, first: bool) -> bool {
        let Some(next) = self.line(self.at) else { return false };
        let marked = next.text.starts_with('`');
        next.level == 0
            && (marked || next.text.ends_with(',') || self.start().is_none() && !(first && self.marked))
    }

    /// The value that stands behind `Example:`, on its line or below.
    pub(super) fn example(&mut self, value: &str, schema: &mut Schema) {
        let types = value_types(schema);
        let is_elements = schema.types.contains(&JsonType::Array);
        let (mut value, mut origin) = (value, schema.origin);
        if value.is_empty() {
            if self.start().is_some_and(|_| !self.text(self.at).starts_with(['`', '"'])) {
                return;
            }
            let Some(line) = self.line(self.at) else { return };
            let start = line.range.start;
            (value, origin) = (line.text, self.page.origin(&line.range));
            self.at += 1;
            if value.trim_start_matches('`').starts_with(['{', '[']) {
                let rest = self.page.text.get(start..).unwrap_or_default();
                let skipped = rest.find(['{', '[']).unwrap_or_default();
                let rest = rest.get(skipped..).unwrap_or_default();
                let Some(length) = balanced(rest) else { return };
                let end = start + skipped + length;
                value = rest.get(..length).unwrap_or_default();
                while self.line(self.at).is_some_and(|line| line.range.start < end) {
                    self.at += 1;
                }
                let node = printed(value, &[JsonType::Object, JsonType::Array], origin);
                schema.example = schema.example.take().or(Some(node));
                return;
            }
        }
        let value = value.trim_matches('`').trim_end_matches(',');
        if !value.is_empty() && !is_elements && schema.example.is_none() {
            schema.example = Some(printed(value, &types, origin));
        }
    }
}

/// The schema that a list of values is about: that of the elements, where the field is an array.
fn elements(mut schema: &mut Schema) -> &mut Schema {
    let mut depth = 0;
    let mut inner = &*schema;
    while let Some(items) = inner.items.as_deref().filter(|_| depth < MAX_NESTING) {
        inner = items;
        depth += 1;
    }
    let (origin, kind) = (schema.origin, schema.kind);
    for _ in 0..depth {
        schema = schema.items.get_or_insert_with(|| Box::new(Schema::new(origin, kind)));
    }
    schema
}
