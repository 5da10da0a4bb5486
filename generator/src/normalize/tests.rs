use super::normalize;
use crate::diagnostics::{Code, Sink};
use crate::document::write::write_yaml;
use crate::read::yaml::read_document;
use crate::source::Sources;

fn normalized(schema: &str) -> (String, Vec<Code>) {
    let mut sources = Sources::new();
    let text = format!("openapi: 3.1.0\ncomponents:\n  schemas:\n    S: {schema}\n");
    let file = sources.add("s.yaml", text);
    let mut sink = Sink::new();
    let mut tree = read_document(&sources, file, None, &mut sink).expect("a tree");
    normalize(&mut tree, &mut sink).expect("a document");
    let schema = tree.get("components").and_then(|it| it.get("schemas")).and_then(|it| it.get("S"));
    let codes = sink.diagnostics().iter().map(|diagnostic| diagnostic.code).collect();
    (write_yaml(schema.expect("the schema")), codes)
}

#[track_caller]
fn same(schema: &str, expected: &str) {
    assert_eq!(normalized(schema).0.trim(), expected.trim());
}

#[test]
fn null_is_said_in_one_way() {
    same("{type: [string, 'null']}", "type: string\nnullable: true");
    same(
        "{anyOf: [{type: string, format: uuid}, {type: 'null'}], title: T}",
        "title: T\ntype: string\nformat: uuid\nnullable: true",
    );
    same("{oneOf: [{$ref: '#/x'}, {type: 'null'}]}", "allOf:\n  - $ref: \"#/x\"\nnullable: true");
    same("{type: 'null'}", "enum:\n  - null\nnullable: true");
}

#[test]
fn several_types_are_a_union() {
    same(
        "{type: [string, integer], format: date}",
        "anyOf:\n  - type: string\n    format: date\n  - type: integer\n    format: date",
    );
}

#[test]
fn spellings_of_3_1_become_those_of_3_0() {
    same("{const: 3}", "enum:\n  - 3");
    same("{examples: [1, 2]}", "example: 1");
    same("{exclusiveMinimum: 5, minimum: 3}", "exclusiveMinimum: true\nminimum: 5");
    same("{exclusiveMinimum: 3, minimum: 5}", "minimum: 5");
    same("{$ref: '#/x', description: d}", "description: d\nallOf:\n  - $ref: \"#/x\"");
    same("{type: string, contentEncoding: base64}", "type: string\nformat: byte");
}

#[test]
fn what_cannot_be_said_is_kept() {
    let (text, codes) = normalized("{prefixItems: [{type: string}]}");
    assert_eq!(text.trim(), "x-prefixItems:\n  - type: string");
    // The ledger has told of it before.
    assert_eq!(codes, []);
}
