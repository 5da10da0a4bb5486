//! Values that are valid under a type and its rules: examples of the document where it has some, else made.
//!
//! The same document has the same values on every run. What is made is a guess until the codec has read and checked it.

mod lists;
mod numbers;
mod patterns;
mod schemas;
mod structs;
mod texts;
mod unions;

use super::model::{Known, Model, Resolved};
use super::places::Places;
use schemas::Schemas;
use specwright::ir::{Api, Rules, Scalar, TypeId, TypeRef};
use specwright::source::Origin;
use specwright::tree::Node;
use specwright_runtime::codec::{Mode, decode, encode, validate};
use specwright_runtime::{Json, Map};
use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::LazyLock;

/// So many parts of a value are made before what is optional is left out.
const ENOUGH: usize = 400;

/// A value of more parts is not made.
const MOST: usize = 20_000;

/// Makes values of the types of one API.
pub struct Values<'t> {
    pub(super) model: &'static Model,
    pub(super) places: Places<'t>,
    schemas: Schemas,
    /// The examples that were looked at, for each type that they are to be of: their value, where they are valid.
    examples: RefCell<HashMap<(*const Node, *const TypeRef), Option<Json>>>,
    /// The values that were made for emitted types.
    known: RefCell<HashMap<(Basis, TypeId), Option<Json>>>,
    /// Examples that are not valid, and why.
    unused: RefCell<Vec<(Origin, String)>>,
}

/// Where values come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Basis {
    /// From the document's examples and defaults, as far as it has some.
    Document,
    /// From types and rules alone.
    Types,
}

/// What is known on the way to a part of a value.
struct Walk {
    from: Basis,
    /// Whether everything optional is left out.
    lean: bool,
    /// The types around, to end a recursion.
    path: Vec<TypeId>,
    parts: usize,
    /// Whether an example or default is in it.
    documented: bool,
}

impl<'t> Values<'t> {
    /// Values for an API that was lowered from a document. The API is kept as long as the program runs.
    pub fn new(api: Api, document: &'t Node) -> Self {
        let model = Model::of(api);
        Self {
            model,
            places: Places::of(document),
            schemas: Schemas::of(model),
            examples: RefCell::default(),
            known: RefCell::default(),
            unused: RefCell::default(),
        }
    }

    /// The API whose types have values.
    pub fn api(&self) -> &'static Api {
        &self.model.api
    }

    /// A value of a type, as JSON text; `None` where none is found that is valid.
    pub fn json(&self, ty: &'static TypeRef, rules: &'static Rules) -> Option<String> {
        let value = self.value(ty, rules, None, Basis::Types)?;
        encode(&value).ok().and_then(|bytes| String::from_utf8(bytes).ok())
    }

    /// A value of a type whose schema is written somewhere.
    pub(super) fn value(
        &self,
        ty: &'static TypeRef,
        rules: &'static Rules,
        schema: Option<&'t Node>,
        from: Basis,
    ) -> Option<Json> {
        // Most answers of an API share the types of what is refused.
        let shared = match self.model.resolve(ty) {
            Resolved::Known(id, _) if rules.is_empty() => Some((from, id)),
            _ => None,
        };
        // What stands beside a reference is of one place alone.
        let own = |keyword| {
            schema.is_some_and(|schema| schema.get("$ref").is_some() && schema.get(keyword).is_some())
        };
        let shared = shared.filter(|_| !own("example") && !own("default"));
        if let Some(known) = shared.and_then(|shared| self.known.borrow().get(&shared).cloned()) {
            return known;
        }
        // With all that is optional at first, then without, then other values of the same.
        let mut documented = false;
        let found = (0..8).find_map(|attempt| {
            let (lean, path) = (attempt % 2 == 1, Vec::new());
            let mut walk = Walk { from, lean, path, parts: 0, documented: false };
            let value = self.place(ty, rules, schema, attempt / 2, &mut walk)?;
            documented = walk.documented;
            self.is_valid(ty, rules, &value).then_some(value)
        });
        if let Some(shared) = shared {
            let mut known = self.known.borrow_mut();
            // Where the document has nothing to add, both are one.
            if !documented {
                known.insert((Basis::Types, shared.1), found.clone());
            }
            known.insert(shared, found.clone());
        }
        found
    }

    /// What a server has against a JSON text as a value of a type; each with its keyword and its place in the value.
    pub fn objections(&self, ty: &'static TypeRef, rules: &Rules, text: &str) -> Vec<String> {
        let violations = match decode::<Json>(text.as_bytes(), Mode::Strict) {
            Ok(value) => self.model.violations(ty, rules, &value),
            Err(error) => return vec![error.to_string()],
        };
        violations.iter().map(|violation| format!("{}: {violation}", violation.keyword)).collect()
    }

    /// What is wrong with examples that were asked for, and where each is written.
    pub(super) fn unused_examples(&self) -> Vec<(Origin, String)> {
        let mut objections = self.unused.borrow().clone();
        objections.sort();
        objections.dedup();
        objections
    }

    /// The value of an example, if it is valid; if not, that is remembered.
    pub(super) fn example(
        &self,
        ty: &'static TypeRef,
        rules: &'static Rules,
        node: &'t Node,
        json: impl FnOnce() -> Option<Json>,
    ) -> Option<Json> {
        let place = (std::ptr::from_ref(node), std::ptr::from_ref(ty));
        if let Some(known) = self.examples.borrow().get(&place) {
            return known.clone();
        }
        let value = json();
        let violation = match &value {
            Some(value) => self.model.violations(ty, rules, value).into_iter().next(),
            None => None,
        };
        if let Some(violation) = &violation {
            let at = if violation.pointer.is_empty() { "" } else { " at " };
            let message = format!("{} ({}){at}{}", violation.message, violation.keyword, violation.pointer);
            self.unused.borrow_mut().push((node.origin, message));
        }
        let valid = value.filter(|_| violation.is_none());
        self.examples.borrow_mut().insert(place, valid.clone());
        valid
    }

    fn is_valid(&self, ty: &'static TypeRef, rules: &Rules, value: &Json) -> bool {
        self.model.violations(ty, rules, value).is_empty()
    }

    /// Whether a value is what a schema says that no type holds.
    fn satisfies(&self, rules: &Rules, value: &Json) -> bool {
        let only = Rules { schema: rules.schema, ..Rules::default() };
        rules.schema.is_none() || validate(value, self.model.rules(&only)).is_empty()
    }

    /// A value for a place: its example, else one that is made.
    fn place(
        &self,
        ty: &'static TypeRef,
        rules: &'static Rules,
        schema: Option<&'t Node>,
        nth: usize,
        walk: &mut Walk,
    ) -> Option<Json> {
        walk.parts += 1;
        if walk.parts > MOST {
            return None;
        }
        if walk.from == Basis::Document
            && nth == 0
            && let Some(value) = self.documented(ty, rules, schema)
        {
            walk.documented = true;
            return Some(value);
        }
        let Some(index) = rules.schema else { return self.make(ty, rules, schema, nth, walk) };
        let made = (nth..nth + 6).filter_map(|nth| self.make(ty, rules, schema, nth, walk));
        let made = made.into_iter().find(|value| self.satisfies(rules, value));
        made.or_else(|| {
            let guesses = (nth..nth + 16).filter_map(|nth| self.schemas.guess(index, nth));
            guesses.into_iter().find(|value| self.is_valid(ty, rules, value))
        })
    }

    /// The example or default of a schema, if it has a valid one.
    fn documented(
        &self,
        ty: &'static TypeRef,
        rules: &'static Rules,
        schema: Option<&'t Node>,
    ) -> Option<Json> {
        let schema = schema.or_else(|| match self.model.resolve(ty) {
            Resolved::Known(id, _) => self.places.at(self.api().type_def(id)?.origin),
            _ => None,
        })?;
        // Null says of a nullable value what is known already, and a value shows more.
        let nullable = self.places.keyword(schema, "nullable").and_then(Node::as_bool) == Some(true);
        let example = self.places.keyword(schema, "example").filter(|node| !(nullable && node.is_null()));
        if let Some(example) = example.and_then(|node| self.example(ty, rules, node, || read(node))) {
            return Some(example);
        }
        // A default that is not valid is told by the generator; null stands for no default nearly everywhere.
        let default = self.places.keyword(schema, "default").filter(|default| !default.is_null());
        default.and_then(read).filter(|default| self.is_valid(ty, rules, default))
    }

    /// Makes a value of a type.
    fn make(
        &self,
        ty: &'static TypeRef,
        rules: &'static Rules,
        schema: Option<&'t Node>,
        nth: usize,
        walk: &mut Walk,
    ) -> Option<Json> {
        match self.model.resolve(ty) {
            Resolved::Scalar(kind) => self.scalar(kind, rules, schema, nth),
            Resolved::Nullable(inner) => self.make(inner, rules, schema, nth, walk).or(Some(Json::Null)),
            Resolved::JsonText(inner) => {
                let held = rules.items.as_deref().unwrap_or(&NO_RULES);
                let held = self.place(inner, held, None, nth, walk)?;
                String::from_utf8(encode(&held).ok()?).ok().map(Json::String)
            }
            Resolved::Vec(item) => self.list(item, rules, schema, nth, walk),
            Resolved::Tuple(members) => self.tuple(members, rules, schema, nth, walk),
            Resolved::Map(value) => self.map(value, rules, schema, nth, walk),
            Resolved::Known(id, Known::Record(of, _)) => self.record(id, of, rules, &[], nth, walk),
            Resolved::Known(id, Known::Union(union, plan)) => {
                self.union(id, ty, (union, plan), rules, nth, walk)
            }
            Resolved::Known(_, Known::Enum(members)) => {
                members.get(nth % members.len().max(1)).map(|(_, name)| Json::from(name.as_str()))
            }
            Resolved::Known(_, Known::ScalarEnum(members)) => {
                let (_, member) = members.get(nth % members.len().max(1))?;
                decode(member.0.as_bytes(), Mode::Lenient).ok()
            }
        }
    }

    fn scalar(
        &self,
        kind: Scalar,
        rules: &'static Rules,
        schema: Option<&'t Node>,
        nth: usize,
    ) -> Option<Json> {
        let day = nth % 28 + 1;
        let text = match kind {
            Scalar::String => {
                let format = schema.and_then(|schema| self.places.keyword(schema, "format")?.as_str());
                let rules_of_text = self.model.rules(rules);
                let holds = |text: &str| validate(&text.to_owned(), rules_of_text).is_empty();
                return texts::text(rules, format, nth, &holds).map(Json::String);
            }
            Scalar::Boolean => return Some(Json::Bool(nth.is_multiple_of(2))),
            Scalar::Json => {
                // Anything will do that its rules let through.
                let other = Json::String(format!("string{nth}"));
                let guesses = [Json::Object(Map::new()), other, Json::Bool(true)];
                let mut guesses = guesses.into_iter().skip(usize::from(nth > 0));
                return guesses.find(|value| validate(value, self.model.rules(rules)).is_empty());
            }
            Scalar::Uuid => format!("3fa85f64-5717-4562-b3fc-{nth:012x}"),
            Scalar::DateTime => format!("2024-01-{day:02}T09:30:00Z"),
            Scalar::LocalDateTime => format!("2024-01-{day:02} 09:30:00"),
            Scalar::Date => format!("2024-01-{day:02}"),
            // A pattern is about the text, which has to be Base64 all the same.
            Scalar::Base64 | Scalar::File if rules.pattern.is_some() => {
                let holds = |text: &str| self.is_valid(&BASE64, rules, &Json::from(text));
                return texts::text(rules, None, nth, &holds).map(Json::String);
            }
            Scalar::Base64 | Scalar::File => texts::base64(rules, nth),
            _ => return number(&numbers::number(rules, kind, nth)?),
        };
        Some(Json::String(text))
    }
}

static BASE64: TypeRef = TypeRef::Scalar(Scalar::Base64);

/// There is nothing to keep to.
static NO_RULES: LazyLock<Rules> = LazyLock::new(Rules::default);

impl Walk {
    /// Whether what is optional is made as well.
    fn has_room(&self) -> bool {
        !self.lean && self.path.len() < 6 && self.parts < ENOUGH
    }
}

/// The name of a property that no schema names.
fn key(nth: usize) -> String {
    if nth == 0 { "key".to_owned() } else { format!("key{}", nth + 1) }
}

/// A node as a value.
pub(super) fn read(node: &Node) -> Option<Json> {
    decode(node.to_json().as_bytes(), Mode::Lenient).ok()
}

/// A number as JSON has it.
fn number(text: &str) -> Option<Json> {
    text.parse::<specwright_runtime::Number>().ok().map(Json::Number)
}
