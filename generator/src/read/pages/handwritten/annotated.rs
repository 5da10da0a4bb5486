//! Samples that say beside each field what it is: in comments, `"name": "x" // string, required`, or in place of its value,
//! `"name": "string (required) - what it is called"`.

use super::attributes::{attribute, bare, values};
use super::field::{Listed, describe, empty, is_untyped};
use crate::read::markdown::Page;
use crate::read::pages::MAX_NESTING;
use crate::read::pages::facts::{JsonType, Kind, Property, Schema, Stated};
use crate::source::Origin;
use std::collections::HashSet;
use std::ops::Range;

/// What a sample says of the fields of a body.
pub(super) struct Note {
    /// Of which answer; that of success where none is named.
    pub(super) status: Option<Stated<String>>,
    pub(super) schema: Schema,
}

/// What an annotated sample says.
pub(super) struct Annotated {
    /// Its fields, as far as something is said of them; the others stand in their places and say nothing.
    pub(super) schema: Schema,
    /// Whether its values say what they are, and are no values.
    pub(super) is_template: bool,
}

/// A field of a sample.
struct Field {
    name: Range<usize>,
    parent: Option<usize>,
    depth: usize,
    /// How many lists stand between it and its parent.
    lists: usize,
    value: Value,
    comment: Option<String>,
}

/// What stands behind the name of a field.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Value {
    /// Nothing that is read: null, or a word.
    Other,
    Text(usize, usize),
    /// A list, and the last text in it.
    Texts(usize, usize),
    Number,
    Flag,
    Object,
    List,
}

/// A bracket that is open: the field it is the value of, or a part of it, and how many lists stand between.
#[derive(Clone, Copy)]
struct Open {
    is_object: bool,
    field: Option<usize>,
    lists: usize,
}

/// Reads a sample that stands at a place of the page; `None` where nothing is said beside its fields.
pub(super) fn read(page: &Page<'_>, place: &Range<usize>) -> Option<Annotated> {
    let text = page.slice(place);
    let mut reader = Reader { text, ..Reader::default() };
    reader.read()?;
    let said = |text: &str| said(text, Origin::default()).filter(|it| !is_untyped(&it.property.schema));
    let texts = || reader.texts.iter().map(|(start, end)| text.get(*start..*end).unwrap_or_default());
    let speaks = |text: &str| {
        let is_text = said(text).is_some_and(|it| it.property.schema.types == [JsonType::String]);
        !is_text || text.contains([',', '(', ' '])
    };
    // A field that is called a type may have any of them for its value.
    let is_template = texts().any(speaks)
        && texts().all(|text| said(text).is_some())
        && !reader
            .fields
            .iter()
            .any(|field| matches!(field.value, Value::Text(..)) && field.names_type(text));
    if !is_template && reader.fields.iter().all(|field| field.comment.is_none()) {
        return None;
    }
    let origin = page.origin(place);
    let schema = reader.schema(page, place.start, origin, is_template);
    Some(Annotated { schema, is_template })
}

impl Field {
    fn names_type(&self, text: &str) -> bool {
        let name = text.get(self.name.clone()).unwrap_or_default().to_ascii_lowercase();
        ["type", "format", "kind"].iter().any(|end| name.ends_with(end))
    }
}

#[derive(Default)]
struct Reader<'t> {
    text: &'t str,
    at: usize,
    fields: Vec<Field>,
    open: Vec<Open>,
    /// Where the texts stand that are values.
    texts: Vec<(usize, usize)>,
    /// The last text, which is a name if a colon follows.
    last: Option<(usize, usize)>,
    /// The field whose value comes next.
    awaits: Option<usize>,
    /// The field that a comment on this line is about.
    on_line: Option<usize>,
    /// A comment on a line of its own: it is about the field on the next.
    above: Option<String>,
    first_is_list: bool,
}

impl Reader<'_> {
    /// Goes through the sample once.
    fn read(&mut self) -> Option<()> {
        self.first_is_list = self.text.trim_start().starts_with('[');
        while let Some(next) = self.text.get(self.at..).and_then(|rest| rest.chars().next()) {
            let rest = self.text.get(self.at..)?;
            let length = match next {
                '"' => self.quoted(rest),
                '\n' => {
                    self.on_line = None;
                    1
                }
                '{' | '[' => self.opens(next == '{'),
                '}' | ']' => {
                    self.on_line = self.open.pop()?.field;
                    self.last = None;
                    1
                }
                ':' => {
                    self.names();
                    1
                }
                ',' => {
                    (self.last, self.awaits) = (None, None);
                    1
                }
                // It may be that of a URL without quotes.
                '/' if self.text.get(..self.at).is_some_and(|before| before.ends_with(':')) => 2,
                '/' if rest.starts_with("//") => self.comment(rest, 2, rest.find('\n').unwrap_or(rest.len())),
                '/' if rest.starts_with("/*") => {
                    self.comment(rest, 2, rest.find("*/").map_or(rest.len(), |end| end + 2))
                }
                '#' => self.comment(rest, 1, rest.find('\n').unwrap_or(rest.len())),
                _ if next.is_ascii_digit() || next == '-' => self.word(rest, Value::Number),
                't' | 'f' if rest.starts_with("true") || rest.starts_with("false") => {
                    self.word(rest, Value::Flag)
                }
                _ => next.len_utf8(),
            };
            self.at += length;
        }
        Some(())
    }

    fn word(&mut self, rest: &str, value: Value) -> usize {
        self.is_value(value);
        rest.find(|c: char| !(c.is_ascii_alphanumeric() || "+-._".contains(c))).unwrap_or(rest.len()).max(1)
    }

    fn is_value(&mut self, value: Value) {
        if let Some(field) = self.awaits.take().and_then(|at| self.fields.get_mut(at)) {
            field.value = value;
        }
    }

    fn quoted(&mut self, rest: &str) -> usize {
        let mut escaped = false;
        let end = rest.char_indices().skip(1).find(|(_, c)| {
            let ends = *c == '"' && !escaped;
            escaped = *c == '\\' && !escaped;
            ends
        });
        let end = end.map_or(rest.len(), |(at, _)| at);
        let span = (self.at + 1, self.at + end.max(1));
        let in_list = self.open.last().is_some_and(|open| !open.is_object);
        if self.awaits.is_some() || in_list {
            self.is_value(Value::Text(span.0, span.1));
            self.texts.push(span);
            let list = self.open.last().filter(|open| !open.is_object && open.lists == 1);
            if let Some(field) = list.and_then(|open| self.fields.get_mut(open.field?))
                && matches!(field.value, Value::List | Value::Texts(..))
            {
                field.value = Value::Texts(span.0, span.1);
            }
        } else {
            self.last = Some(span);
        }
        end + 1
    }

    fn opens(&mut self, is_object: bool) -> usize {
        let above = self.open.last().copied();
        let (field, lists) = match (self.awaits, above) {
            (Some(field), _) => (Some(field), 0),
            (None, Some(open)) if !open.is_object => (open.field, open.lists),
            (None, open) => (open.and_then(|open| open.field), 0),
        };
        self.is_value(if is_object { Value::Object } else { Value::List });
        self.open.push(Open { is_object, field, lists: lists + usize::from(!is_object) });
        1
    }

    /// What stands before a colon is the name of a field.
    fn names(&mut self) {
        let Some((start, end)) = self.last.take() else { return };
        let Some(open) = self.open.last().filter(|open| open.is_object) else { return };
        let depth = open.field.and_then(|at| self.fields.get(at)).map_or(0, |parent| parent.depth + 1);
        let comment = self.above.take();
        let (parent, lists) = (open.field, open.lists);
        self.fields.push(Field { name: start..end, parent, depth, lists, value: Value::Other, comment });
        self.awaits = Some(self.fields.len() - 1);
        self.on_line = self.awaits;
    }

    fn comment(&mut self, rest: &str, mark: usize, length: usize) -> usize {
        let text =
            rest.get(mark..length).unwrap_or_default().trim_matches(['*', '/', ' ', '\n', '\t', '\r', '#']);
        // What is left out may stand in comments as well.
        let is_code = text.starts_with(['"', '{', '[', '}', ']', '.', '…']) && !text.contains('|');
        if !is_code && !text.is_empty() {
            match self.on_line.and_then(|at| self.fields.get_mut(at)) {
                Some(field) => field.comment = field.comment.take().or(Some(text.to_owned())),
                None => self.above = Some(text.to_owned()),
            }
        }
        length
    }

    /// The fields as a schema: what stands in a field comes behind it, so the last are done first.
    fn schema(self, page: &Page<'_>, base: usize, origin: Origin, is_template: bool) -> Schema {
        let mut below: Vec<Vec<Property>> = self.fields.iter().map(|_| Vec::new()).collect();
        let mut root: Vec<Property> = Vec::new();
        for (at, field) in self.fields.iter().enumerate().rev() {
            if field.depth > MAX_NESTING {
                continue;
            }
            let place = base + field.name.start..base + field.name.end;
            let name = self.text.get(field.name.clone()).unwrap_or_default();
            let mut parts = below.get_mut(at).map(std::mem::take).unwrap_or_default();
            parts.reverse();
            let mut property = self.property(field, name, page.origin(&place), is_template);
            let schema = &mut property.schema;
            if !parts.is_empty() {
                let lists = self.lists_below(at);
                *schema =
                    Schema { description: schema.description.take(), ..wrap(parts, lists, schema.origin) };
            } else if is_template && is_untyped(schema) {
                self.typed(schema, field.value);
            }
            match field.parent.and_then(|parent| below.get_mut(parent)) {
                Some(siblings) => siblings.push(property),
                None => root.push(property),
            }
        }
        root.reverse();
        wrap(root, usize::from(self.first_is_list), origin)
    }

    /// How many lists stand between a field and the fields in it.
    fn lists_below(&self, at: usize) -> usize {
        let child = self.fields.get(at + 1).filter(|child| child.parent == Some(at));
        child.map_or(0, |child| child.lists)
    }

    fn property(&self, field: &Field, name: &str, origin: Origin, is_template: bool) -> Property {
        let mut found = empty(name, origin);
        if let (true, Value::Text(start, end)) = (is_template, field.value)
            && let Some(said) = self.text.get(start..end).and_then(|text| said(text, origin))
        {
            found.property = Property { name: found.property.name, ..said.property };
        }
        let Some(comment) = &field.comment else {
            found.property.name.kind = if is_template { Kind::Field } else { Kind::Sample };
            return found.property;
        };
        if is_untyped(&found.property.schema)
            && let Some(said) = said(comment, origin)
        {
            found.property = Property { name: found.property.name, ..said.property };
        } else if found.property.schema.description.is_none() {
            let shown = match field.value {
                Value::Text(..) => Some(JsonType::String),
                Value::Number => Some(JsonType::Number),
                _ => None,
            };
            let shown = shown.filter(|_| is_untyped(&found.property.schema));
            found.property.schema.types.extend(shown);
            values(&mut found.property.schema, comment);
            describe(&mut found, comment);
            // What the value shows is for the sample to say, unless the comment rests on it.
            if shown.is_some() && found.property.schema.enumeration.is_empty() {
                found.property.schema.types.clear();
            }
        }
        found.property
    }

    /// What the value of a field shows of its type.
    fn typed(&self, schema: &mut Schema, value: Value) {
        let ty = match value {
            Value::Number => JsonType::Number,
            Value::Flag => JsonType::Boolean,
            Value::Object => JsonType::Object,
            Value::List => JsonType::Array,
            Value::Texts(start, end) => {
                let item = self.text.get(start..end).and_then(|text| said(text, schema.origin));
                schema.items = item.map(|item| Box::new(item.property.schema));
                JsonType::Array
            }
            Value::Other | Value::Text(..) => return,
        };
        schema.add_type(ty);
    }
}

/// An object of these fields, in as many lists.
fn wrap(properties: Vec<Property>, lists: usize, origin: Origin) -> Schema {
    let mut schema = Schema::typed(origin, JsonType::Object);
    schema.properties = properties;
    // The objects of a list have the same fields.
    let mut seen = HashSet::new();
    schema.properties.retain(|property| seen.insert(property.name.value.clone()));
    for _ in 0..lists.min(MAX_NESTING) {
        let mut list = Schema::typed(origin, JsonType::Array);
        list.items = Some(Box::new(schema));
        schema = list;
    }
    schema
}

/// What a text says of a field where it begins with that: `string, required - the title`, `optional`, `a | b`.
fn said(text: &str, origin: Origin) -> Option<Listed> {
    let text = text.trim().trim_start_matches('[').trim_end_matches(']');
    let marks = [" - ", " – ", " — ", ". ", ": ", "; "];
    let end = marks.iter().filter_map(|mark| Some((text.find(mark)?, mark.len()))).min();
    let (head, rest) = match end {
        Some((at, length)) => (text.get(..at)?, text.get(at + length..)?),
        None => (text, ""),
    };
    let mut found = empty("x", origin);
    let mut left = Vec::new();
    let head = head.replace(['(', ')'], ", ");
    for part in head.split(", ").map(|part| part.trim().trim_end_matches('.')).filter(|part| !part.is_empty())
    {
        let mut tried = found.property.clone();
        let takes =
            |property: &mut Property| bare(property, part) || attribute(property, part, left.is_empty());
        match part.len() <= 60 && takes(&mut tried) {
            true => found.property = tried,
            false => left.push(part),
        }
    }
    let Property { schema, required, .. } = &mut found.property;
    if is_untyped(schema) && required.is_none() {
        return None;
    }
    // A text of JSON holds no bytes.
    schema.format.take_if(|format| format == "binary");
    let kept = [left.join(", "), rest.trim().to_owned()];
    let kept: Vec<String> = kept.into_iter().filter(|it| !it.is_empty()).collect();
    let kept = kept.join(". ");
    describe(&mut found, &kept);
    Some(found)
}
