//! Random operations, rendered by the layout's own rules, are read back to equal facts, in both forms.

use crate::diagnostics::{Code, Sink};
use crate::read::read;
use crate::source::{JsonPointer, Sources};
use crate::tree::Node;
use std::fmt::Write as _;

/// A small generator of numbers that are the same at every run (Steele, Lea and Flood's SplitMix64).
struct Random(u64);

impl Random {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % limit
    }

    fn pick<'t>(&mut self, from: &[&'t str]) -> &'t str {
        from[usize::try_from(self.below(from.len() as u64)).unwrap()]
    }
}

/// A field as it is to be read back: the pointer below its object, its type, and what else is printed.
struct Expected {
    pointer: JsonPointer,
    ty: &'static str,
    nullable: bool,
    required: bool,
    values: Vec<String>,
}

const NAMES: [&str; 8] =
    ["id", "unit.size", "filter[name]", "urn:x:1.0", "a-b", "$ref", "@type", "two words"];
const TEXTS: [&str; 5] = [
    "",
    "Which one.",
    "A - `b` list, ## and (string) marks.",
    "See Example: none, Enum: none.",
    "Ends in a list: - item",
];

/// Renders the fields of an object, each before its parts.
fn fields(
    random: &mut Random,
    prefix: &str,
    at: &JsonPointer,
    depth: u64,
    page: &mut String,
    expected: &mut Vec<Expected>,
) {
    let count = 1 + random.below(3);
    for index in 0..count {
        let name = format!("{}{index}", random.pick(&NAMES));
        let ty = random.pick(&["string", "integer", "number", "boolean", "array", "object"]);
        let (nullable, required) = (random.below(3) == 0, random.below(2) == 0);
        let mut printed = ty.to_owned();
        if nullable {
            printed += ",null";
        }
        let flag = if required { ", required" } else { "" };
        _ = writeln!(page, "  - `{prefix}{name}` ({printed}{flag})");
        let text = random.pick(&TEXTS);
        if !text.is_empty() {
            _ = writeln!(page, "    {text}");
        }
        let mut values = Vec::new();
        match (ty, random.below(3)) {
            ("string", 0) => {
                values = vec!["one".to_owned(), "two, \"quoted\"".to_owned()];
                page.push_str("    Enum: \"one\", \"two, \\\"quoted\\\"\"\n");
            }
            ("string", 1) => page.push_str("    Example: \"x: [1]\"\n"),
            ("object", 1) if depth == 0 => page.push_str("    Example: {\"a\":[1,2]}\n"),
            _ => {}
        }
        page.push('\n');
        let pointer = at.child("properties").child(&name);
        expected.push(Expected { pointer: pointer.clone(), ty, nullable, required, values });
        let inside = if ty == "array" { pointer.child("items") } else { pointer };
        if depth > 0 && matches!(ty, "array" | "object") {
            fields(random, &format!("{prefix}{name}."), &inside, depth - 1, page, expected);
        }
    }
}

fn document(page: &str) -> (Node, Vec<Code>) {
    let mut sources = Sources::new();
    sources.add("page.md", page);
    let mut sink = Sink::new();
    let tree = read(&sources, &mut sink).unwrap().tree;
    (tree, sink.diagnostics().iter().map(|diagnostic| diagnostic.code).collect())
}

fn check(tree: &Node, expected: &[Expected], page: &str) {
    for field in expected {
        let node = tree.pointer(&field.pointer).unwrap_or_else(|| panic!("{} in\n{page}", field.pointer));
        assert_eq!(node.get("type").and_then(Node::as_str), Some(field.ty), "{}\n{page}", field.pointer);
        assert_eq!(node.get("nullable").is_some(), field.nullable, "{}\n{page}", field.pointer);
        let values = node.get("enum").and_then(Node::as_sequence).unwrap_or_default();
        let values: Vec<_> =
            values.iter().filter(|value| !value.is_null()).filter_map(Node::as_str).collect();
        assert_eq!(values, field.values, "{}\n{page}", field.pointer);
        let (object, name) = field.pointer.as_str().rsplit_once("/properties/").unwrap();
        let object = tree.pointer(&JsonPointer::parse(object).unwrap()).unwrap();
        let name = JsonPointer::parse(&format!("/{name}")).unwrap().tokens().next().unwrap();
        let required = object.get("required").and_then(Node::as_sequence).unwrap_or_default();
        assert_eq!(
            required.iter().any(|known| known.as_str() == Some(&name)),
            field.required,
            "{name}\n{page}"
        );
    }
}

#[test]
fn what_is_rendered_is_read_back_in_both_forms() {
    let mut checked = 0;
    for seed in 0..300 {
        let mut random = Random(seed);
        let mut page = "# Change a thing\n\nChanges it.\n\nEndpoint: PUT /things/{key}\nVersion: 1.0.0\n\n## Path parameters:\n\n  - `key` (string, required)\n    Which.\n\n## Request fields (application/json):\n\n".to_owned();
        let operation = JsonPointer::root().child("paths").child("/things/{key}").child("put");
        let schema = |at: JsonPointer| at.child("content").child("application/json").child("schema");
        let mut expected = Vec::new();
        fields(&mut random, "", &schema(operation.child("requestBody")), 2, &mut page, &mut expected);
        for status in ["200", "4XX"] {
            _ = write!(page, "## Response {status} fields (application/json):\n\n");
            let at = schema(operation.child("responses").child(status));
            fields(&mut random, "", &at, 2, &mut page, &mut expected);
        }
        page.push_str("## Response 204 fields\n\n");
        let flat = page.split_whitespace().collect::<Vec<_>>().join(" ");
        for form in [&page, &flat] {
            let (tree, codes) = document(form);
            assert_eq!(codes, [], "{form}");
            // Equal parts are shared under one name, which is another test's business.
            if tree.get("components").is_none() {
                check(&tree, &expected, form);
                checked += 1;
            }
            assert!(tree.pointer(&operation.child("responses").child("204")).is_some());
        }
    }
    assert!(checked > 400, "only {checked} pages were checked");
}

#[test]
fn a_page_that_is_cut_off_gives_what_it_has() {
    let page = "# T\n\nEndpoint: GET /t\n\n## Response 200 fields (application/json):\n\n  - `a` (string)\n    Text.\n\n  - `b` (str";
    for form in [page.to_owned(), page.split_whitespace().collect::<Vec<_>>().join(" ")] {
        let (tree, codes) = document(&form);
        assert_eq!(codes, [Code::TruncatedPage], "{form}");
        let schema = "/paths/~1t/get/responses/200/content/application~1json/schema/properties/a";
        assert!(tree.pointer(&JsonPointer::parse(schema).unwrap()).is_some(), "{form}");
    }
}
