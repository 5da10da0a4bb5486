//! What a vendor adds renames nothing that was there; where a type changes with its direction, the run says so.

#![allow(clippy::panic, reason = "a test says what it expects")]

use specwright::config::Config;
use specwright::diagnostics::Sink;
use specwright::ir::{Api, TypeKind};
use specwright::source::Sources;
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// A small generator of numbers: the same for the same seed.
struct Random(u64);

impl Random {
    fn name(&mut self) -> &'static str {
        let index = self.below(CLASHING.len());
        CLASHING.get(index).copied().unwrap_or_default()
    }

    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or_default() % bound
    }
}

/// What a document is made of; every part has a description of its own, which it is known by.
#[derive(Clone, Default)]
struct Draft {
    schemas: Vec<Part>,
    operations: Vec<Part>,
    alternatives: Vec<Alternative>,
    made: usize,
}

#[derive(Clone)]
struct Part {
    name: String,
    mark: usize,
    properties: Vec<(String, usize, Option<Vec<String>>)>,
}

/// An object of a union, known by a key that it alone has or by keys that it alone has together.
#[derive(Clone)]
struct Alternative {
    mark: usize,
    required: Vec<String>,
    optional: Vec<String>,
}

/// Names that are the same once they are in the case of Rust.
const CLASHING: [&str; 8] = ["pet", "Pet", "PET", "pet_owner", "PetOwner", "pet-owner", "type", "Type"];

impl Draft {
    fn random(random: &mut Random) -> Self {
        let mut draft = Self::default();
        for _ in 0..=random.below(5) {
            draft.add_schema(random.name(), random.below(4));
        }
        for _ in 0..=random.below(4) {
            draft.add_operation(random.name(), random.below(4));
        }
        for _ in 0..random.below(5) {
            let (own, other, optional) = (random.name(), random.name(), random.name());
            draft.add_alternative(&[own, other], optional, random.below(5));
        }
        for _ in 0..random.below(9) {
            draft.add_property(random.below(9), random.name(), random.below(5), random.below(3) == 0);
        }
        draft
    }

    fn mark(&mut self) -> usize {
        self.made += 1;
        self.made
    }

    fn add_schema(&mut self, name: &str, at: usize) {
        let part = Part { name: name.to_owned(), mark: self.mark(), properties: Vec::new() };
        if self.schemas.iter().all(|schema| schema.name != name) {
            self.schemas.insert(at.min(self.schemas.len()), part);
        }
    }

    fn add_operation(&mut self, name: &str, at: usize) {
        let part = Part { name: name.to_owned(), mark: self.mark(), properties: Vec::new() };
        if self.operations.iter().all(|operation| operation.name != name) {
            self.operations.insert(at.min(self.operations.len()), part);
        }
    }

    fn add_property(&mut self, of: usize, name: &str, at: usize, is_enum: bool) {
        let mark = self.mark();
        let count = self.schemas.len() + self.operations.len();
        let Some(part) = self.schemas.iter_mut().chain(&mut self.operations).nth(of % count) else { return };
        if part.properties.iter().all(|(have, ..)| have != name) {
            let members = is_enum.then(|| vec!["asc".to_owned(), "ASC".to_owned(), "other".to_owned()]);
            part.properties.insert(at.min(part.properties.len()), (name.to_owned(), mark, members));
        }
    }

    fn add_alternative(&mut self, required: &[&str], optional: &str, at: usize) {
        let mark = self.mark();
        let mut required: Vec<String> = required.iter().map(|name| (*name).to_owned()).collect();
        required.sort_unstable();
        required.dedup();
        let optional =
            if required.iter().any(|name| name == optional) { None } else { Some(optional.to_owned()) };
        if self.alternatives.iter().all(|have| have.required != required) {
            let part = Alternative { mark, required, optional: optional.into_iter().collect() };
            self.alternatives.insert(at.min(self.alternatives.len()), part);
        }
    }

    fn union(&self) -> String {
        let mut text =
            "    Union:\n      oneOf:\n        - {type: boolean}\n        - {type: number}\n".to_owned();
        for Alternative { mark, required, optional } in &self.alternatives {
            let all = required.iter().chain(optional);
            let properties: Vec<String> = all.map(|name| format!("{name:?}: {{type: string}}")).collect();
            _ = writeln!(
                text,
                "        - {{type: object, description: M{mark}, required: {required:?}, properties: {{{}}}}}",
                properties.join(", ")
            );
        }
        text
    }

    fn properties(&self, part: &Part) -> String {
        let mut text = format!("{{type: object, description: M{}, properties: {{", part.mark);
        for (name, mark, members) in &part.properties {
            let schema = match members {
                Some(members) => {
                    format!("{{type: string, description: M{mark}, enum: [{}]}}", members.join(", "))
                }
                None => format!(
                    "{{type: object, description: M{mark}, properties: {{a{mark}: {{type: string}}}}}}"
                ),
            };
            _ = write!(text, "{name:?}: {schema}, ");
        }
        text + "}}"
    }

    fn text(&self) -> String {
        let mut text = "openapi: 3.0.3\ninfo: {title: t, version: '1'}\npaths:\n".to_owned();
        for (index, operation) in self.operations.iter().enumerate() {
            let body = self.properties(operation);
            _ = writeln!(
                text,
                "  /{index}-{}: {{post: {{operationId: {:?}, description: M{}, requestBody: {{content: {{application/json: \
                 {{schema: {body}}}}}}}, responses: {{'204': {{description: none}}}}}}}}",
                operation.name, operation.name, operation.mark,
            );
        }
        text.push_str("components:\n  schemas:\n");
        for schema in &self.schemas {
            _ = writeln!(text, "    {:?}: {}", schema.name, self.properties(schema));
        }
        text + &self.union()
    }
}

fn api(text: &str) -> Api {
    let mut sources = Sources::new();
    sources.add("a.yaml", text);
    let output = specwright::generate(&sources, &Config::default(), &mut Sink::new());
    output.unwrap_or_else(|_| panic!("{text}")).api
}

/// The names in Rust of everything that a document has, by its description.
fn names(api: &Api) -> BTreeMap<String, String> {
    let mut names = BTreeMap::new();
    for def in &api.types {
        let mark = def.docs.description.clone().unwrap_or_default();
        names.insert(format!("type {mark}"), def.ident.to_string());
        match &def.kind {
            TypeKind::Struct(shape) => {
                let fields = shape.fields.iter();
                names.extend(
                    fields.map(|field| {
                        (format!("field {mark} {:?}", field.json_name), field.ident.to_string())
                    }),
                );
            }
            TypeKind::Enum(list) => {
                let members = list.members.iter();
                names.extend(
                    members.map(|(ident, text)| (format!("member {mark} {text:?}"), ident.to_string())),
                );
            }
            TypeKind::Union(union) => {
                let variants = union.variants.iter();
                names.extend(variants.map(|variant| {
                    (format!("variant {mark} {:?}", variant.docs.description), variant.ident.to_string())
                }));
            }
            _ => {}
        }
    }
    for operation in &api.operations {
        let mark = operation.docs.description.clone().unwrap_or_default();
        names.insert(format!("operation {mark}"), operation.method_ident.to_string());
        names.insert(format!("request {mark}"), operation.request_ident.to_string());
    }
    names
}

#[test]
fn what_is_added_renames_nothing() {
    for seed in 0..300 {
        let mut random = Random(seed);
        let draft = Draft::random(&mut random);
        let before = names(&api(&draft.text()));
        assert!(before.len() > 1, "seed {seed}");
        let (mut larger, at) = (draft.clone(), random.below(6));
        match random.below(6) {
            0 => larger.add_schema("addition", at),
            1 => larger.add_operation("addition", at),
            2 => larger.add_property(random.below(9), "addition", at, false),
            3 => larger.add_alternative(&["addition"], "more", at),
            4 => larger
                .alternatives
                .iter_mut()
                .take(1)
                .for_each(|it| it.optional.insert(0, "addition".to_owned())),
            _ => {
                let lists = larger.schemas.iter_mut().chain(&mut larger.operations);
                let mut lists =
                    lists.flat_map(|part| &mut part.properties).filter_map(|(.., members)| members.as_mut());
                if let Some(members) = lists.next() {
                    members.insert(at.min(members.len()), "addition".to_owned());
                }
            }
        }
        let after = names(&api(&larger.text()));
        for (what, name) in &before {
            assert_eq!(
                after.get(what),
                Some(name),
                "seed {seed}: {what}\n{}\n{}",
                draft.text(),
                larger.text()
            );
        }
    }
}

#[test]
fn a_type_that_travels_another_way_is_told() {
    let document = |put: &str| {
        format!(
            "openapi: 3.0.3\ninfo: {{title: t, version: '1'}}\npaths:\n  /pet:\n    get:\n      operationId: getPet\n      \
             responses: {{'200': {{description: ok, content: {{application/json: {{schema: {{$ref: '#/components/schemas/Pet'}}}}}}}}}}\n\
             {put}components:\n  schemas:\n    Pet:\n      type: object\n      properties:\n        note: {{type: string, nullable: \
             true}}\n        name: {{type: string}}\n"
        )
    };
    let put = "    put: {operationId: putPet, requestBody: {content: {application/json: {schema: {$ref: \
               '#/components/schemas/Pet'}}}}, responses: {'204': {description: none}}}\n";
    let (before, after) = (document(""), document(put));
    let mut sources = Sources::new();
    sources.add("a.yaml", after.as_str());
    let config = Config::default();
    let output = specwright::generate(&sources, &config, &mut Sink::new()).expect("a document");
    let mut sink = Sink::new();
    specwright::report_directions(&before, &output, &config, &mut sink);
    let told: Vec<&str> = sink.diagnostics().iter().map(|said| said.message.as_str()).collect();
    let expected = "`Pet::note` becomes a `Patch`, it was an `Option`: the type occurs in requests and responses now, and in \
                    responses before";
    assert_eq!(told, [expected]);
    let mut sink = Sink::new();
    specwright::report_directions(&after, &output, &config, &mut sink);
    assert!(sink.diagnostics().is_empty());
}
