//! MSON: what a line such as `+ name: value (type, required) - text` and the items below it say about a value.

use super::outline::{Item, Line, items, prose};
use crate::read::pages::MAX_NESTING;
use crate::read::pages::facts::{JsonType, Kind, Property, Schema, Stated};
use crate::read::pages::types::declared;
use crate::read::pages::values;
use crate::source::{FileId, Origin};
use crate::tree::Node;
use std::ops::Range;

/// The names of the data structures of a blueprint, and what they are called in the document.
#[derive(Debug, Default)]
pub(super) struct Names {
    known: Vec<String>,
}

impl Names {
    pub(super) fn add(&mut self, name: &str) {
        self.known.push(component(name));
    }

    fn find(&self, name: &str) -> Option<String> {
        let name = component(name);
        let exact = self.known.iter().find(|known| **known == name);
        exact.or_else(|| self.known.iter().find(|known| known.eq_ignore_ascii_case(&name))).cloned()
    }
}

/// A name of a data structure as the key of a component: `Coupon Base` is `CouponBase`.
pub(super) fn component(name: &str) -> String {
    let name = name.trim().trim_matches(['`', '*', '"']);
    let words = name.split(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '_' | '-' | '.'));
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    match words.as_slice() {
        [one] => (*one).to_owned(),
        several => several.iter().map(|word| capital(word)).collect(),
    }
}

fn capital(word: &str) -> String {
    let mut characters = word.chars();
    let first = characters.next().map(|first| first.to_ascii_uppercase());
    first.into_iter().chain(characters).collect()
}

/// A line taken apart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Signature {
    /// What stands before the `:` or the brackets, without quotes.
    pub(super) name: String,
    /// What stands behind the `:`.
    pub(super) value: String,
    /// The type in the brackets, if one is there.
    pub(super) ty: Option<String>,
    /// The other words in the brackets.
    pub(super) flags: Vec<String>,
    /// What stands behind it all.
    pub(super) description: String,
}

impl Signature {
    /// Reads a line; it is read once from the left to the right.
    pub(super) fn parse(head: &str) -> Self {
        let mut found = Self::default();
        let head = head.trim();
        let quoted = ['`', '"'].into_iter().find_map(|mark| head.strip_prefix(mark)?.split_once(mark));
        let (name, rest) = match quoted {
            Some((name, rest)) => (name, rest),
            None => {
                let ends =
                    [head.find(':'), head.find(" ("), head.find(" - "), head.find(" = "), head.find('(')];
                head.split_at(ends.into_iter().flatten().min().unwrap_or(head.len()))
            }
        };
        found.name = name.trim().trim_matches('*').to_owned();
        let rest = rest.trim_start();
        let rest = rest.strip_prefix([':', '=']).unwrap_or(rest).trim_start();
        let (before, inside, after) = brackets(rest);
        found.value = before.trim().to_owned();
        for part in split(inside) {
            match part.to_ascii_lowercase().as_str() {
                "required" | "optional" | "nullable" | "fixed" | "fixed-type" | "default" | "sample" => {
                    found.flags.push(part.to_ascii_lowercase());
                }
                _ if part.starts_with(['`', '"']) => found.value = part.to_owned(),
                _ if found.ty.is_none() => found.ty = Some(part.to_owned()),
                _ => {}
            }
        }
        found.description = after.trim().trim_start_matches(['-', '.', '…']).trim().to_owned();
        found
    }

    pub(super) fn has(&self, flag: &str) -> bool {
        self.flags.iter().any(|known| known == flag)
    }
}

/// What stands before, in and behind the brackets that the type stands in.
fn brackets(text: &str) -> (&str, &str, &str) {
    let mut code = false;
    let mut open: Option<(usize, usize)> = None;
    for (at, character) in text.char_indices() {
        match character {
            '`' => code = !code,
            _ if code => {}
            '(' => {
                let free =
                    at == 0 || text.get(..at).is_some_and(|before| before.ends_with(char::is_whitespace));
                open = match open {
                    Some((start, depth)) => Some((start, depth + 1)),
                    None => free.then_some((at, 1)),
                };
            }
            ')' => match open {
                Some((start, 1)) => {
                    let after = text.get(at + 1..).unwrap_or_default();
                    if after.trim().is_empty() || after.trim_start().starts_with(['-', '.', '…']) {
                        let before = text.get(..start).unwrap_or_default();
                        return (before, text.get(start + 1..at).unwrap_or_default(), after);
                    }
                    open = None;
                }
                Some((start, depth)) => open = Some((start, depth - 1)),
                None => {}
            },
            '-' if open.is_none() => {
                let (before, after) = text.split_at(at);
                if after.starts_with("- ") && (before.is_empty() || before.ends_with(' ')) {
                    return (before, "", after);
                }
            }
            _ => {}
        }
    }
    (text, "", "")
}

/// The parts of a list with commas, outside brackets.
fn split(text: &str) -> Vec<&str> {
    let (mut depth, mut start) = (0_usize, 0);
    let mut parts = Vec::new();
    for (at, character) in text.char_indices() {
        match character {
            '[' | '(' => depth += 1,
            ']' | ')' => depth = depth.saturating_sub(1),
            ',' if depth == 0 => {
                parts.push(text.get(start..at).unwrap_or_default().trim());
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(text.get(start..).unwrap_or_default().trim());
    parts.retain(|part| !part.is_empty());
    parts
}

/// What reads the items of one blueprint.
#[derive(Clone, Copy)]
pub(super) struct Reader<'n> {
    /// The names that types may have.
    pub(super) names: &'n Names,
    /// The file of the page.
    pub(super) file: FileId,
}

impl Reader<'_> {
    pub(super) fn origin(&self, range: &Range<usize>) -> Origin {
        Origin::new(self.file, range.start, range.end)
    }

    /// What `Attributes (type)` and the items below it say.
    pub(super) fn attributes(&self, item: &Item<'_, '_>) -> Schema {
        let signature = Signature::parse(item.head);
        self.value(&signature, item, "object", 0)
    }

    /// A data structure: a heading `Name (Base)` and the items below it.
    pub(super) fn named(&self, title: &str, range: &Range<usize>, lines: &[Line<'_>]) -> (String, Schema) {
        let mut signature = Signature::parse(title);
        if signature.ty.as_deref().is_some_and(|base| component(base) == component(&signature.name)) {
            signature.ty = None;
        }
        let item = Item { head: "", range: range.clone(), indent: 0, lines };
        (component(&signature.name), self.value(&signature, &item, "object", 0))
    }

    /// A field: its name, and what may stand there.
    pub(super) fn property(&self, item: &Item<'_, '_>, depth: usize) -> Property {
        let signature = Signature::parse(item.head);
        let origin = self.origin(&item.range);
        let schema = self.value(&signature, item, "string", depth);
        let name = Stated::field(signature.name.as_str(), origin);
        Property { name, required: Some(signature.has("required")), schema }
    }

    /// The type of a name, before what stands below is looked at.
    fn base(&self, ty: &str, origin: Origin, depth: usize) -> Schema {
        let ty = ty.trim().trim_matches('`');
        let lower = ty.to_ascii_lowercase();
        let inner = ty.split_once('[').and_then(|(_, rest)| rest.strip_suffix(']'));
        if depth <= MAX_NESTING && lower.starts_with("array") {
            let mut schema = Schema::typed(origin, JsonType::Array);
            let mut parts: Vec<Schema> = inner
                .map(split)
                .unwrap_or_default()
                .iter()
                .map(|part| self.base(part, origin, depth + 1))
                .collect();
            schema.items = match parts.len() {
                0 => None,
                1 => parts.pop().map(Box::new),
                _ => Some(Box::new(Schema { any_of: parts, ..Schema::new(origin, Kind::Field) })),
            };
            return schema;
        }
        if depth <= MAX_NESTING && lower.starts_with("enum") {
            return self.base(inner.unwrap_or("string"), origin, depth + 1);
        }
        if let Some(name) = self.names.find(ty) {
            return Schema { reference: Some(name), ..Schema::new(origin, Kind::Field) };
        }
        declared(ty, origin).schema
    }

    /// What a line and the items below it say.
    fn value(&self, signature: &Signature, item: &Item<'_, '_>, otherwise: &str, depth: usize) -> Schema {
        let origin = self.origin(&item.range);
        let (lead, below) = items(item.lines, |_| true);
        let ty = signature.ty.clone();
        let is_enum = ty.as_deref().is_some_and(|ty| ty.to_ascii_lowercase().starts_with("enum"));
        let structural = below.iter().any(|item| !is_annotation(item));
        let otherwise = if structural { "object" } else { otherwise };
        let mut schema = self.base(ty.as_deref().unwrap_or(otherwise), origin, 0);
        // A body may stand below attributes; it is no sentence about them.
        let below_it = Some(prose(lead)).filter(|text| !text.starts_with(['{', '['])).unwrap_or_default();
        let said = [signature.description.as_str(), &below_it].join("\n");
        schema.description = Some(said.trim().to_owned()).filter(|text| !text.is_empty());
        schema.nullable |= signature.has("nullable");
        self.shown(&mut schema, signature, origin);
        if depth < MAX_NESTING {
            self.below(&mut schema, &below, is_enum, depth);
        }
        schema
    }

    /// The value that a line shows.
    fn shown(&self, schema: &mut Schema, signature: &Signature, origin: Origin) {
        let value = signature.value.trim_matches('`');
        if value.is_empty() || schema.reference.is_some() || schema.types.contains(&JsonType::Object) {
            return;
        }
        let node = match schema.types.as_slice() {
            [JsonType::Array] => {
                let types = schema.items.as_ref().map(|items| items.types.clone()).unwrap_or_default();
                let items = value.split(',').map(|item| values::printed(item, &types, origin)).collect();
                values::json(value, origin).unwrap_or_else(|| Node::sequence(items, origin))
            }
            types => values::printed(value, types, origin),
        };
        match () {
            () if signature.has("fixed") => schema.enumeration.push(node),
            () if signature.has("default") => schema.default = Some(node),
            () => schema.example = Some(node),
        }
    }

    /// The items below a line; `depth` bounds how deep they nest.
    fn below(&self, schema: &mut Schema, below: &[Item<'_, '_>], is_enum: bool, depth: usize) {
        let mut fields = Vec::new();
        let mut parts = Vec::new();
        for item in below {
            let origin = self.origin(&item.range);
            let rest = item.behind_keyword();
            let rest = rest.strip_prefix(':').unwrap_or(rest).trim();
            match item.keyword().as_str() {
                "default" if is_annotation(item) => {
                    schema.default = Some(values::printed(rest.trim_matches('`'), &schema.types, origin));
                }
                "sample" | "example" if is_annotation(item) => {
                    if schema.example.is_none() && !rest.is_empty() {
                        schema.example = Some(values::printed(rest.trim_matches('`'), &schema.types, origin));
                    }
                }
                "members" | "values" | "items" | "properties" if rest.is_empty() => {
                    let listed = matches!(item.keyword().as_str(), "members" | "values");
                    let (_, inner) = items(item.lines, |_| true);
                    if depth < MAX_NESTING {
                        self.below(schema, &inner, listed || is_enum, depth + 1);
                    }
                }
                "include" if !rest.is_empty() => {
                    if let Some(name) = self.names.find(rest.split(" (").next().unwrap_or(rest)) {
                        parts.push(Schema { reference: Some(name), ..Schema::new(origin, Kind::Field) });
                    }
                }
                "one" if item.head.eq_ignore_ascii_case("one of") => {
                    // Which of them stand together is lost; each may stand there.
                    let (_, inner) = items(item.lines, |_| true);
                    for mut field in inner.iter().map(|inner| self.property(inner, depth + 1)) {
                        field.required = Some(false);
                        fields.push(field);
                    }
                }
                _ if is_enum => {
                    let signature = Signature::parse(item.head);
                    schema.enumeration.push(values::printed(&signature.name, &schema.types, origin));
                }
                _ if schema.types.as_slice() == [JsonType::Array] => self.element(schema, item, depth),
                _ if item.head.starts_with('*') => {
                    let property = self.property(item, depth + 1);
                    schema.additional = Some(Box::new(property.schema));
                }
                _ => fields.push(self.property(item, depth + 1)),
            }
        }
        fields.retain(|field| !field.name.value.is_empty());
        if let Some(name) = schema.reference.take_if(|_| !fields.is_empty() || !parts.is_empty()) {
            parts.insert(0, Schema { reference: Some(name), ..Schema::new(schema.origin, Kind::Field) });
        }
        if !parts.is_empty() {
            let mut own = Schema::typed(schema.origin, JsonType::Object);
            own.properties = fields;
            schema.types.clear();
            schema.all_of = parts;
            schema.all_of.push(own);
        } else if !fields.is_empty() {
            if schema.types.is_empty() {
                schema.types.push(JsonType::Object);
            }
            // A list below a text or a number is a part of its description.
            if schema.types.contains(&JsonType::Object) {
                schema.properties.extend(fields);
            }
        }
    }

    /// An item below an array: the type of its elements, or one of them.
    fn element(&self, schema: &mut Schema, item: &Item<'_, '_>, depth: usize) {
        let signature = Signature::parse(item.head);
        let typed = signature.ty.is_some() || !item.lines.iter().all(|line| line.bare().is_empty());
        if !typed {
            if schema.items.is_none() {
                schema.items = Some(Box::new(self.base("string", self.origin(&item.range), 0)));
            }
            return;
        }
        let found = self.value(&signature, item, "string", depth + 1);
        schema.items = Some(Box::new(match schema.items.take() {
            None => found,
            Some(known) if known.any_of.is_empty() && signature.ty.is_none() => {
                Schema { properties: found.properties, ..*known }
            }
            Some(known) => {
                let mut union = Schema::new(schema.origin, Kind::Field);
                union.any_of = if known.any_of.is_empty() { vec![*known] } else { known.any_of };
                union.any_of.push(found);
                union
            }
        }));
    }
}

/// Whether an item says something about what it stands in and is no part of it.
fn is_annotation(item: &Item<'_, '_>) -> bool {
    let rest = item.behind_keyword();
    matches!(item.keyword().as_str(), "default" | "sample" | "example")
        && (rest.is_empty() || rest.starts_with(':'))
        && !rest.ends_with(')')
}
