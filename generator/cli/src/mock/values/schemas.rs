//! Values for what types cannot hold: they are put together keyword by keyword of the JSON Schema, and whoever asks holds
//! them against it.

use super::super::model::Model;
use super::{key, number, numbers, patterns, texts};
use specwright::ir::{Limit, Rules, Scalar};
use specwright_runtime::codec::{Mode, decode, validate};
use specwright_runtime::{Json, Map};
use std::cell::Cell;

/// Schemas inside of schemas are followed this far.
const DEEPEST: usize = 24;

/// A guess of more parts is given up: what has to hold itself more than once multiplies.
const MOST: usize = 5_000;

/// Longer lists are not made.
const LONGEST: usize = 1000;

/// The schemas of a document; `#/3` refers to the fourth of them.
pub(super) struct Schemas {
    model: &'static Model,
    schemas: Vec<Json>,
    /// How much of a guess is made already.
    steps: Cell<usize>,
}

/// What holds of a value all at once: a schema with the parts that it is put together of.
type Parts<'s> = Vec<&'s Map<Json>>;

impl Schemas {
    pub(super) fn of(model: &'static Model) -> Self {
        let read = |text: &String| decode(text.as_bytes(), Mode::Lenient).unwrap_or(Json::Bool(true));
        Self { model, schemas: model.api.schemas.iter().map(read).collect(), steps: Cell::new(0) }
    }

    /// A guess at a value of a schema; another `nth` takes other alternatives.
    pub(super) fn guess(&self, index: usize, nth: usize) -> Option<Json> {
        self.steps.set(0);
        self.schemas.get(index).and_then(|schema| self.make(&[schema], nth, 0))
    }

    /// A guess at the name of a property that a schema lets an object have.
    pub(super) fn guess_name(&self, index: usize, nth: usize) -> Option<String> {
        self.steps.set(0);
        let mut parts = Parts::new();
        self.take(self.schemas.get(index)?, nth, 0, &mut parts)?;
        self.name(&parts, nth, 0)
    }

    /// A guess at a value of several schemas at once.
    fn make(&self, schemas: &[&Json], nth: usize, depth: usize) -> Option<Json> {
        self.steps.set(self.steps.get() + 1);
        if depth > DEEPEST || self.steps.get() > MOST {
            return None;
        }
        let mut parts = Parts::new();
        for schema in schemas {
            self.take(schema, nth, depth, &mut parts)?;
        }
        let first = |keyword: &str| parts.iter().find_map(|part| part.get(keyword));
        if let Some(constant) = first("const") {
            return Some(constant.clone());
        }
        if let Some(Json::Array(members)) = first("enum") {
            return members.get(nth % members.len().max(1)).cloned();
        }
        match kind(&parts, nth) {
            "object" => self.object(&parts, nth, depth),
            "array" => self.array(&parts, nth, depth),
            "string" => {
                let rules = rules(&parts);
                let format = first("format").and_then(Json::as_str);
                let holds = |text: &str| self.holds(&rules, text);
                texts::text(&rules, format, nth, &holds).map(Json::String)
            }
            kind @ ("integer" | "number") => {
                let scalar = if kind == "integer" { Scalar::I64 } else { Scalar::Number };
                number(&numbers::number(&rules(&parts), scalar, nth)?)
            }
            "boolean" => Some(Json::Bool(nth.is_multiple_of(2))),
            _ => Some(Json::Null),
        }
    }

    /// Takes a schema apart: what it refers to, all of `allOf`, and one alternative of each choice.
    fn take<'s>(&'s self, schema: &'s Json, nth: usize, depth: usize, parts: &mut Parts<'s>) -> Option<()> {
        let keywords = match schema {
            Json::Object(keywords) => keywords,
            Json::Bool(false) => return None,
            _ => return Some(()),
        };
        if depth > DEEPEST || parts.len() > 256 {
            return None;
        }
        parts.push(keywords);
        if let Some(target) = keywords.get("$ref").and_then(Json::as_str) {
            let index = target.strip_prefix("#/").and_then(|index| index.parse::<usize>().ok());
            if let Some(target) = index.and_then(|index| self.schemas.get(index)) {
                self.take(target, nth, depth + 1, parts)?;
            }
        }
        for member in members(keywords, "allOf") {
            self.take(member, nth, depth + 1, parts)?;
        }
        for choice in ["oneOf", "anyOf"] {
            // Null stands first where a schema is nullable, and says the least.
            let members = members(keywords, choice);
            let said: Vec<&Json> = members.iter().filter(|member| !is_null(member)).collect();
            if let Some(member) = said.get(nth % said.len().max(1)) {
                self.take(member, nth, depth + 1, parts)?;
            }
        }
        // Either the condition holds and so does what follows, or neither.
        let branch: &[&str] = if nth.is_multiple_of(2) { &["if", "then"] } else { &["else"] };
        for keyword in branch.iter().filter(|_| keywords.get("if").is_some()) {
            if let Some(schema) = keywords.get(keyword) {
                self.take(schema, nth, depth + 1, parts)?;
            }
        }
        if let Some(Json::Object(dependent)) = keywords.get("dependentSchemas") {
            for (name, schema) in dependent.iter() {
                if required(parts).contains(&name) {
                    self.take(schema, nth, depth + 1, parts)?;
                }
            }
        }
        Some(())
    }

    fn object(&self, parts: &Parts<'_>, nth: usize, depth: usize) -> Option<Json> {
        let mut names = required(parts);
        // What is optional is there in every second guess, as far as it is described.
        if nth % 4 < 2 && depth < 4 {
            names.extend(parts.iter().flat_map(|part| entries(part, "properties")).map(|(name, _)| name));
        }
        let mut place = 0;
        while let Some(name) = names.get(place).copied() {
            let needs = parts.iter().flat_map(|part| entries(part, "dependentRequired"));
            let needs: Vec<&str> = needs
                .filter(|(have, _)| *have == name)
                .flat_map(|(_, needs)| if let Json::Array(needs) = needs { needs.as_slice() } else { &[] })
                .filter_map(Json::as_str)
                .filter(|need| !names.contains(need))
                .collect();
            names.extend(needs);
            place += 1;
        }
        let mut map = Map::new();
        let needed = required(parts);
        for name in names {
            if map.get(name).is_some() {
                continue;
            }
            match self.make(&self.about(parts, name), nth, depth + 1) {
                Some(value) => drop(map.insert(name, value)),
                None if needed.contains(&name) => return None,
                None => {}
            }
        }
        let (least, _) = bounds(parts, "minProperties", "maxProperties");
        for other in 0..LONGEST {
            if map.len() >= least {
                break;
            }
            let name = self.name(parts, nth + other, depth)?;
            if map.get(&name).is_none() {
                let value = self.make(&self.about(parts, &name), nth, depth + 1)?;
                map.insert(name, value);
            }
        }
        Some(Json::Object(map))
    }

    /// The name of a further property.
    fn name(&self, parts: &Parts<'_>, nth: usize, depth: usize) -> Option<String> {
        let names: Vec<&Json> = parts.iter().filter_map(|part| part.get("propertyNames")).collect();
        if !names.is_empty()
            && let Some(Json::String(name)) = self.make(&names, nth, depth + 1)
        {
            return Some(name);
        }
        let pattern = parts.iter().flat_map(|part| entries(part, "patternProperties")).next();
        if let Some((pattern, _)) = pattern {
            return patterns::samples(pattern, 1, None, nth).next();
        }
        Some(key(nth))
    }

    fn array(&self, parts: &Parts<'_>, nth: usize, depth: usize) -> Option<Json> {
        let prefix = parts.iter().map(|part| members(part, "prefixItems")).max_by_key(|items| items.len());
        let (least, most) = bounds(parts, "minItems", "maxItems");
        let contained: Vec<&Json> = parts.iter().filter_map(|part| part.get("contains")).collect();
        let unique = parts.iter().any(|part| part.get("uniqueItems") == Some(&Json::Bool(true)));
        let mut items: Vec<Json> = Vec::new();
        for item in prefix.unwrap_or_default() {
            items.push(self.make(&[item], nth, depth + 1)?);
        }
        let rest: Vec<&Json> = parts.iter().filter_map(|part| part.get("items")).collect();
        let closed = rest.contains(&&Json::Bool(false));
        if !contained.is_empty() {
            let count = bounds(parts, "minContains", "maxContains").0.max(1);
            for place in 0..count.min(LONGEST) {
                let both: Vec<&Json> = contained.iter().chain(&rest).copied().collect();
                items.push(self.make(&both, nth + place, depth + 1)?);
            }
        }
        let wanted = least.max(usize::from(depth < 4 && !closed)).min(most).min(LONGEST);
        for place in items.len()..wanted {
            let many = if unique { 64 } else { 1 };
            let item = (0..many).filter_map(|more| self.make(&rest, nth + place + more, depth + 1));
            match item.into_iter().find(|item| !unique || !items.contains(item)) {
                Some(item) => items.push(item),
                None if items.len() >= least => break,
                None => return None,
            }
        }
        items.truncate(most);
        Some(Json::Array(items))
    }

    /// Everything that is said about a property.
    fn about<'s>(&self, parts: &Parts<'s>, name: &str) -> Vec<&'s Json> {
        let mut found = Vec::new();
        for part in parts {
            let before = found.len();
            found.extend(part.get("properties").and_then(|properties| properties.get(name)));
            for (pattern, schema) in entries(part, "patternProperties") {
                let rules = Rules { pattern: Some(pattern.to_owned()), ..Rules::default() };
                if self.holds(&rules, name) {
                    found.push(schema);
                }
            }
            if found.len() == before {
                found.extend(part.get("additionalProperties").filter(|schema| **schema != Json::Bool(false)));
            }
        }
        found
    }

    fn holds(&self, rules: &Rules, text: &str) -> bool {
        validate(&text.to_owned(), self.model.rules(rules)).is_empty()
    }
}

fn members<'s>(keywords: &'s Map<Json>, keyword: &str) -> &'s [Json] {
    if let Some(Json::Array(members)) = keywords.get(keyword) { members } else { &[] }
}

fn entries<'s>(
    keywords: &'s Map<Json>,
    keyword: &str,
) -> impl Iterator<Item = (&'s str, &'s Json)> + use<'s> {
    let map = if let Some(Json::Object(map)) = keywords.get(keyword) { Some(map) } else { None };
    map.into_iter().flat_map(Map::iter)
}

fn is_null(schema: &Json) -> bool {
    schema.get("type").and_then(Json::as_str) == Some("null")
}

fn required<'s>(parts: &Parts<'s>) -> Vec<&'s str> {
    let mut names: Vec<&str> = Vec::new();
    for name in parts.iter().flat_map(|part| members(part, "required")).filter_map(Json::as_str) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

/// The type that is asked for, else the one that the keywords speak of.
fn kind<'s>(parts: &Parts<'s>, nth: usize) -> &'s str {
    for part in parts {
        match part.get("type") {
            Some(Json::String(kind)) => return kind,
            Some(Json::Array(kinds)) => {
                let kinds: Vec<&str> =
                    kinds.iter().filter_map(Json::as_str).filter(|kind| *kind != "null").collect();
                return kinds.get(nth % kinds.len().max(1)).copied().unwrap_or("null");
            }
            _ => {}
        }
    }
    const SPEAK: [(&str, &[&str]); 4] = [
        (
            "object",
            &[
                "properties",
                "required",
                "additionalProperties",
                "patternProperties",
                "propertyNames",
                "dependentRequired",
                "minProperties",
                "maxProperties",
            ],
        ),
        ("array", &["items", "prefixItems", "contains", "uniqueItems", "minItems", "maxItems"]),
        ("string", &["pattern", "minLength", "maxLength", "format"]),
        ("number", &["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"]),
    ];
    let speaks = |keyword: &&str| parts.iter().any(|part| part.get(keyword).is_some());
    let found = SPEAK.iter().find(|(_, keywords)| keywords.iter().any(speaks));
    // Where nothing is said, a `not` may exclude any of them.
    const ANY: [&str; 6] = ["string", "object", "integer", "boolean", "array", "null"];
    found.map(|(kind, _)| *kind).or_else(|| ANY.get(nth / 2 % ANY.len()).copied()).unwrap_or("string")
}

fn bounds(parts: &Parts<'_>, least: &str, most: &str) -> (usize, usize) {
    let counts = |keyword: &str| {
        let numbers = parts.iter().filter_map(|part| match part.get(keyword) {
            // A float that is too large for a count becomes the greatest one.
            Some(Json::Number(number)) => Some(number.as_f64() as usize),
            _ => None,
        });
        numbers.collect::<Vec<_>>()
    };
    (counts(least).into_iter().max().unwrap_or(0), counts(most).into_iter().min().unwrap_or(usize::MAX))
}

/// What the parts say about a text or number.
fn rules(parts: &Parts<'_>) -> Rules {
    let mut all: Option<Rules> = None;
    for part in parts.iter().rev() {
        let count = |keyword: &str| match part.get(keyword) {
            Some(Json::Number(number)) => number.as_u64(),
            _ => None,
        };
        let limit = |keyword: &str| match part.get(keyword) {
            Some(Json::Number(number)) => Limit::parse(number.as_str()),
            _ => None,
        };
        let rules = Rules {
            min_length: count("minLength"),
            max_length: count("maxLength"),
            pattern: part.get("pattern").and_then(Json::as_str).map(str::to_owned),
            minimum: limit("minimum"),
            maximum: limit("maximum"),
            exclusive_minimum: limit("exclusiveMinimum"),
            exclusive_maximum: limit("exclusiveMaximum"),
            multiple_of: limit("multipleOf"),
            ..Rules::default()
        };
        if !rules.is_empty() {
            all = Some(Rules { also: all.take().map(Box::new), ..rules });
        }
    }
    all.unwrap_or_default()
}
