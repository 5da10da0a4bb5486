use super::{normalize, spell_nulls};
use crate::diagnostics::{Code, Sink};
use crate::document::write::write_yaml;
use crate::read::yaml::read_document;
use crate::source::Sources;

fn normalized(schema: &str) -> (String, Vec<Code>) {
    let mut sources = Sources::new();
    let text =
        format!("openapi: 3.1.0\ninfo: {{title: T, version: v}}\ncomponents:\n  schemas:\n    S: {schema}\n");
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
fn null_is_written_so_that_the_letter_allows_it() {
    let written = |schema: &str| {
        let mut sources = Sources::new();
        let text =
            format!("openapi: 3.0.3\ncomponents:\n  schemas:\n    N: {{type: object}}\n    S: {schema}\n");
        let file = sources.add("s.yaml", text);
        let mut tree = read_document(&sources, file, None, &mut Sink::new()).expect("a tree");
        normalize(&mut tree, &mut Sink::new()).expect("a document");
        spell_nulls(&mut tree);
        let once = write_yaml(&tree);
        let schemas = tree.get("components").and_then(|it| it.get("schemas"));
        let text = write_yaml(schemas.and_then(|it| it.get("S")).expect("the schema"));
        // What is written is understood as it was, and written so again.
        let mut sources = Sources::new();
        let file = sources.add("s.yaml", once.clone());
        let mut tree = read_document(&sources, file, None, &mut Sink::new()).expect("a tree");
        normalize(&mut tree, &mut Sink::new()).expect("a document");
        spell_nulls(&mut tree);
        assert_eq!(write_yaml(&tree), once);
        text.trim().to_owned()
    };
    let null = "  - properties: {}\n    enum:\n      - null";
    let named = "anyOf:\n  - $ref: \"#/components/schemas/N\"";
    assert_eq!(written("{$ref: '#/components/schemas/N', nullable: true}"), format!("{named}\n{null}"));
    assert_eq!(
        written("{type: object, nullable: true, description: d, allOf: [{$ref: '#/components/schemas/N'}]}"),
        format!("description: d\n{named}\n{null}"),
    );
    assert_eq!(
        written("{nullable: true, allOf: [{$ref: '#/components/schemas/N'}], minProperties: 1}"),
        format!("anyOf:\n  - allOf:\n      - $ref: \"#/components/schemas/N\"\n    minProperties: 1\n{null}"),
    );
    assert_eq!(
        written("{nullable: true, oneOf: [{type: string}, {type: number}]}"),
        "oneOf:\n  - type: string\n  - type: number\n  - enum:\n      - null",
    );
    assert_eq!(
        written(
            "{nullable: true, oneOf: [{$ref: '#/components/schemas/N'}, {type: object}], discriminator: {propertyName: k}}"
        ),
        format!(
            "anyOf:\n  - oneOf:\n      - $ref: \"#/components/schemas/N\"\n      - type: object\n    discriminator:\n      propertyName: k\n{null}"
        ),
    );
    assert_eq!(written("{nullable: true, enum: [null]}"), "enum:\n  - null");
    assert_eq!(written("{type: string, nullable: true}"), "type: string\nnullable: true");
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
    same("{type: string, contentEncoding: base64}", "type: string\nformat: byte\nx-contentEncoding: base64");
}

#[test]
fn what_cannot_be_said_is_kept() {
    let (text, codes) = normalized("{prefixItems: [{type: string}]}");
    assert_eq!(text.trim(), "x-prefixItems:\n  - type: string");
    // The ledger has told of it before.
    assert_eq!(codes, []);
}
