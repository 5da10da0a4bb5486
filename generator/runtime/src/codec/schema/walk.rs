//! One value held against one schema.

use std::borrow::Cow;
use std::collections::HashSet;

use super::{canonical, key};
use crate::codec::checker::matches;
use crate::codec::exact::Exact;
use crate::codec::{Json, Map, Segment};

/// Something that does not hold.
pub(super) struct Broken {
    pub(super) path: Vec<Segment>,
    pub(super) keyword: &'static str,
    pub(super) message: Cow<'static, str>,
}

/// References that lead to each other are followed this far.
const DEEPEST: usize = 400;

/// More than this is not looked at: alternatives inside of alternatives multiply.
const MOST: usize = 1_000_000;

/// A walk over a value and a schema at once.
pub(super) struct Walk<'s> {
    schemas: &'s [Json],
    path: Vec<Segment>,
    steps: usize,
    pub(super) broken: Vec<Broken>,
}

/// The keys and items that a schema spoke of.
#[derive(Default)]
struct Seen {
    keys: HashSet<usize>,
    items: HashSet<usize>,
}

impl Seen {
    fn add(&mut self, other: Self) {
        self.keys.extend(other.keys);
        self.items.extend(other.items);
    }
}

impl<'s> Walk<'s> {
    pub(super) fn new(schemas: &'s [Json]) -> Self {
        Self { schemas, path: Vec::new(), steps: 0, broken: Vec::new() }
    }

    fn report(&mut self, keyword: &'static str, message: impl Into<Cow<'static, str>>) {
        self.broken.push(Broken { path: self.path.clone(), keyword, message: message.into() });
    }

    /// Reports what does not hold for a value.
    pub(super) fn check(&mut self, schema: &'s Json, value: &Json) {
        self.visit(schema, value, 0);
        if self.steps > MOST {
            self.report("schema", "is too much to be checked");
        }
    }

    /// Whether everything holds; nothing is reported.
    fn holds(&mut self, schema: &'s Json, value: &Json, depth: usize) -> Option<Seen> {
        let before = self.broken.len();
        let seen = self.visit(schema, value, depth);
        let holds = self.broken.len() == before;
        self.broken.truncate(before);
        holds.then_some(seen)
    }

    fn inside(&mut self, segment: Segment, schema: &'s Json, value: &Json, depth: usize) {
        self.path.push(segment);
        self.visit(schema, value, depth + 1);
        self.path.pop();
    }

    fn visit(&mut self, schema: &'s Json, value: &Json, depth: usize) -> Seen {
        let mut seen = Seen::default();
        self.steps += 1;
        if depth > DEEPEST || self.steps > MOST {
            return seen;
        }
        let keywords = match schema {
            Json::Object(keywords) => keywords,
            Json::Bool(false) => {
                self.report("false", "must not be there");
                return seen;
            }
            _ => return seen,
        };
        if let Some(target) = keywords.get("$ref").and_then(Json::as_str) {
            let index = target.strip_prefix("#/").and_then(|index| index.parse().ok());
            if let Some(target) = index.and_then(|index: usize| self.schemas.get(index)) {
                seen.add(self.visit(target, value, depth + 1));
            }
        }
        self.any(keywords, value);
        match value {
            Json::Number(number) => self.number(keywords, number.as_str()),
            Json::String(text) => self.text(keywords, text),
            Json::Array(items) => self.items(keywords, items, &mut seen, depth),
            Json::Object(map) => self.object(keywords, map, value, &mut seen, depth),
            Json::Null | Json::Bool(_) => {}
        }
        self.combined(keywords, value, &mut seen, depth);
        self.unevaluated(keywords, value, &mut seen, depth);
        seen
    }

    fn any(&mut self, keywords: &Map<Json>, value: &Json) {
        let allowed = match keywords.get("type") {
            Some(Json::String(name)) => is_type(value, name),
            Some(Json::Array(names)) => {
                names.iter().filter_map(Json::as_str).any(|name| is_type(value, name))
            }
            _ => true,
        };
        if !allowed {
            self.report("type", "must be of another type");
        }
        if let Some(Json::Array(members)) = keywords.get("enum") {
            let text = canonical(value);
            if !members.iter().any(|member| canonical(member) == text) {
                self.report("enum", "must be one of the values that are allowed");
            }
        }
        if keywords.get("const").is_some_and(|constant| canonical(constant) != canonical(value)) {
            self.report("const", "must be the value that is allowed");
        }
    }

    fn number(&mut self, keywords: &Map<Json>, text: &str) {
        let Some(value) = Exact::parse(text) else { return };
        let limit = |keyword: &str| match keywords.get(keyword) {
            Some(Json::Number(limit)) => Exact::parse(limit.as_str()),
            _ => None,
        };
        let order = |keyword: &str| limit(keyword).map(|limit| value.order(&limit));
        if order("minimum").is_some_and(std::cmp::Ordering::is_lt) {
            self.report("minimum", "is too small");
        }
        if order("maximum").is_some_and(std::cmp::Ordering::is_gt) {
            self.report("maximum", "is too large");
        }
        if order("exclusiveMinimum").is_some_and(std::cmp::Ordering::is_le) {
            self.report("exclusiveMinimum", "is too small");
        }
        if order("exclusiveMaximum").is_some_and(std::cmp::Ordering::is_ge) {
            self.report("exclusiveMaximum", "is too large");
        }
        if limit("multipleOf").is_some_and(|divisor| !value.is_multiple_of(&divisor)) {
            self.report("multipleOf", "must be a multiple");
        }
    }

    fn text(&mut self, keywords: &Map<Json>, text: &str) {
        self.count(keywords, ["minLength", "maxLength"], text.chars().count());
        if let Some(pattern) = keywords.get("pattern").and_then(Json::as_str)
            && !matches(pattern, text)
        {
            self.report("pattern", format!("must match {pattern}"));
        }
    }

    fn count(&mut self, keywords: &Map<Json>, [least, most]: [&'static str; 2], count: usize) {
        if number_of(keywords, least).is_some_and(|least| count < least) {
            self.report(least, "has too little in it");
        }
        if number_of(keywords, most).is_some_and(|most| count > most) {
            self.report(most, "has too much in it");
        }
    }

    fn items(&mut self, keywords: &'s Map<Json>, items: &[Json], seen: &mut Seen, depth: usize) {
        self.count(keywords, ["minItems", "maxItems"], items.len());
        if keywords.get("uniqueItems") == Some(&Json::Bool(true)) {
            let mut texts = HashSet::new();
            if !items.iter().all(|item| texts.insert(canonical(item))) {
                self.report("uniqueItems", "must not have an element twice");
            }
        }
        let prefix = match keywords.get("prefixItems") {
            Some(Json::Array(prefix)) => prefix.as_slice(),
            _ => &[],
        };
        for (index, (schema, item)) in prefix.iter().zip(items).enumerate() {
            seen.items.insert(index);
            self.inside(Segment::Index(index), schema, item, depth);
        }
        if let Some(schema) = keywords.get("items") {
            for (index, item) in items.iter().enumerate().skip(prefix.len()) {
                seen.items.insert(index);
                if *schema == Json::Bool(false) {
                    self.path.push(Segment::Index(index));
                    self.report("items", "must not be there");
                    self.path.pop();
                } else {
                    self.inside(Segment::Index(index), schema, item, depth);
                }
            }
        }
        if let Some(schema) = keywords.get("contains") {
            let mut found = 0;
            for (index, item) in items.iter().enumerate() {
                if self.holds(schema, item, depth + 1).is_some() {
                    found += 1;
                    seen.items.insert(index);
                }
            }
            if found < number_of(keywords, "minContains").unwrap_or(1) {
                self.report("contains", "must have an element of what it has to contain");
            }
            if number_of(keywords, "maxContains").is_some_and(|most| found > most) {
                self.report("maxContains", "has too many of what it has to contain");
            }
        }
    }

    fn object(
        &mut self,
        keywords: &'s Map<Json>,
        map: &Map<Json>,
        value: &Json,
        seen: &mut Seen,
        depth: usize,
    ) {
        self.count(keywords, ["minProperties", "maxProperties"], map.len());
        if let Some(Json::Array(names)) = keywords.get("required") {
            self.needs("required", names, map);
        }
        if let Some(Json::Object(rules)) = keywords.get("dependentRequired") {
            for (_, names) in rules.iter().filter(|(name, _)| map.get(name).is_some()) {
                if let Json::Array(names) = names {
                    self.needs("dependentRequired", names, map);
                }
            }
        }
        if let Some(Json::Object(rules)) = keywords.get("dependentSchemas") {
            for (_, schema) in rules.iter().filter(|(name, _)| map.get(name).is_some()) {
                seen.add(self.visit(schema, value, depth + 1));
            }
        }
        let properties = keywords.get("properties");
        let patterns = match keywords.get("patternProperties") {
            Some(Json::Object(patterns)) => Some(patterns),
            _ => None,
        };
        for (index, (name, value)) in map.iter().enumerate() {
            let mut known = false;
            if let Some(schema) = properties.and_then(|properties| properties.get(name)) {
                known = true;
                self.inside(key(name), schema, value, depth);
            }
            for (pattern, schema) in patterns.into_iter().flat_map(Map::iter) {
                if matches(pattern, name) {
                    known = true;
                    self.inside(key(name), schema, value, depth);
                }
            }
            if let Some(schema) = keywords.get("additionalProperties").filter(|_| !known) {
                known = true;
                self.other("additionalProperties", name, schema, value, depth);
            }
            if known {
                seen.keys.insert(index);
            }
            if let Some(schema) = keywords.get("propertyNames")
                && self.holds(schema, &Json::String(name.to_owned()), depth + 1).is_none()
            {
                self.path.push(key(name));
                self.report("propertyNames", "must have another name");
                self.path.pop();
            }
        }
    }

    fn needs(&mut self, keyword: &'static str, names: &[Json], map: &Map<Json>) {
        for name in names.iter().filter_map(Json::as_str).filter(|name| map.get(name).is_none()) {
            self.path.push(key(name));
            self.report(keyword, "must be there");
            self.path.pop();
        }
    }

    /// A property that is spoken of as one of the rest.
    fn other(&mut self, keyword: &'static str, name: &str, schema: &'s Json, value: &Json, depth: usize) {
        if *schema == Json::Bool(false) {
            self.path.push(key(name));
            self.report(keyword, "must not be there");
            self.path.pop();
        } else {
            self.inside(key(name), schema, value, depth);
        }
    }

    fn combined(&mut self, keywords: &'s Map<Json>, value: &Json, seen: &mut Seen, depth: usize) {
        let list = |keyword: &str| match keywords.get(keyword) {
            Some(Json::Array(members)) => Some(members),
            _ => None,
        };
        for schema in list("allOf").into_iter().flatten() {
            seen.add(self.visit(schema, value, depth + 1));
        }
        for (keyword, message) in [
            ("anyOf", "must be one of the alternatives"),
            ("oneOf", "must be exactly one of the alternatives"),
        ] {
            let Some(members) = list(keyword) else { continue };
            let mut found = 0;
            for schema in members {
                if let Some(inner) = self.holds(schema, value, depth + 1) {
                    found += 1;
                    seen.add(inner);
                }
            }
            if found == 0 || (keyword == "oneOf" && found > 1) {
                self.report(if keyword == "oneOf" { "oneOf" } else { "anyOf" }, message);
            }
        }
        if let Some(schema) = keywords.get("not")
            && self.holds(schema, value, depth + 1).is_some()
        {
            self.report("not", "must not be what is excluded");
        }
        if let Some(condition) = keywords.get("if") {
            let branch = match self.holds(condition, value, depth + 1) {
                Some(inner) => {
                    seen.add(inner);
                    keywords.get("then")
                }
                None => keywords.get("else"),
            };
            if let Some(schema) = branch {
                seen.add(self.visit(schema, value, depth + 1));
            }
        }
    }

    fn unevaluated(&mut self, keywords: &'s Map<Json>, value: &Json, seen: &mut Seen, depth: usize) {
        if let (Some(schema), Json::Object(map)) = (keywords.get("unevaluatedProperties"), value) {
            for (index, (name, value)) in map.iter().enumerate() {
                if seen.keys.insert(index) {
                    self.other("unevaluatedProperties", name, schema, value, depth);
                }
            }
        }
        if let (Some(schema), Json::Array(items)) = (keywords.get("unevaluatedItems"), value) {
            for (index, item) in items.iter().enumerate() {
                if !seen.items.insert(index) {
                    continue;
                }
                if *schema == Json::Bool(false) {
                    self.path.push(Segment::Index(index));
                    self.report("unevaluatedItems", "must not be there");
                    self.path.pop();
                } else {
                    self.inside(Segment::Index(index), schema, item, depth);
                }
            }
        }
    }
}

fn is_type(value: &Json, name: &str) -> bool {
    match (value, name) {
        (Json::Null, "null")
        | (Json::Bool(_), "boolean")
        | (Json::Number(_), "number")
        | (Json::String(_), "string")
        | (Json::Array(_), "array")
        | (Json::Object(_), "object") => true,
        (Json::Number(number), "integer") => {
            Exact::parse(number.as_str()).is_some_and(|exact| exact.is_integer())
        }
        _ => false,
    }
}

fn number_of(keywords: &Map<Json>, keyword: &str) -> Option<usize> {
    match keywords.get(keyword) {
        Some(Json::Number(number)) => {
            let exact = Exact::parse(number.as_str())?.to_integer()?;
            Some(usize::try_from(exact).unwrap_or(if exact < 0 { 0 } else { usize::MAX }))
        }
        _ => None,
    }
}
