//! Figures of small documents, counted by hand and by `score_derived.py`; and which truth belongs to which page.

use super::cases::{self, Truth};
use super::facts::{Fact, Kind, facts};
use super::judge::{Made, fences, flat, judge};
use super::score::{Score, Tally};
use specwright::diagnostics::Sink;
use specwright::source::Sources;
use std::collections::BTreeSet;
use std::path::Path;

const TRUTH: &str = "\
openapi: 3.0.0
security: [{key: []}]
paths:
  /users/{userId}/:
    parameters:
    - {name: userId, in: path, required: true, schema: {type: string}}
    get:
      parameters:
      - {name: X-Trace, in: header, schema: {type: string}}
      - {name: sort, in: query, schema: {type: string, enum: [up, down]}}
      responses:
        200: {content: {application/json: {schema: {$ref: '#/components/schemas/User'}}}}
    put:
      requestBody:
        content:
          application/json; charset=utf-8: {schema: {$ref: '#/components/schemas/User'}}
      security: []
      responses: {default: {$ref: '#/components/responses/Nothing'}}
  /unmentioned:
    post: {parameters: [{name: a, in: query}]}
components:
  schemas:
    User:
      allOf:
      - {$ref: '#/components/schemas/Named'}
      - type: object
        properties:
          age: {type: integer, nullable: true}
          tags: {type: array, items: {type: string, enum: [a, 1.50, true, null]}}
          friends: {type: array, items: {$ref: '#/components/schemas/Named'}}
          labels: {additionalProperties: {properties: {text: {type: [string, 'null']}}}}
    Named: {required: [name], properties: {name: {type: string}}}
  securitySchemes: {key: {type: apiKey, in: header, name: X-Key}}
";

/// One operation of it with other names of components, two things that are not true, and four that are missing.
const DERIVED: &str = "\
openapi: 3.0.0
paths:
  /users/{id}:
    get:
      security: [{k: []}]
      parameters:
      - {name: id, in: path, required: true, schema: {type: string}}
      - {name: x-trace, in: header, required: true, schema: {type: string}}
      - {name: sort, in: query, schema: {type: string, enum: [up]}}
      responses:
        '200':
          content:
            application/json:
              schema:
                required: [name]
                properties:
                  name: {type: string}
                  age: {type: number}
                  tags: {type: array, items: {type: string, enum: ['a', 1.5, 'True']}}
                  friends: {type: array, items: {type: object}}
                  labels: {type: object}
                  invented: {type: string}
components:
  securitySchemes: {k: {type: apiKey, in: header, name: x-key}}
";

fn facts_of(text: &str) -> BTreeSet<Fact> {
    let mut sources = Sources::new();
    let file = sources.add("test.yaml", text);
    facts(&specwright::read::yaml::read_document(&sources, file, None, &mut Sink::new()).unwrap())
}

fn shown(facts: &[Fact]) -> Vec<String> {
    facts.iter().map(ToString::to_string).collect()
}

#[test]
fn what_a_document_says_is_told() {
    let told: Vec<Fact> =
        facts_of(TRUTH).into_iter().filter(|fact| fact.operation.starts_with("PUT")).collect();
    assert_eq!(
        shown(&told),
        [
            "operation PUT /users/{}",
            "parameter PUT /users/{} | path | {} | string | required",
            "request PUT /users/{} | application/json | age | number | optional",
            "request PUT /users/{} | application/json | friends | array | optional",
            "request PUT /users/{} | application/json | friends[].name | string | required",
            "request PUT /users/{} | application/json | labels | object | optional",
            "request PUT /users/{} | application/json | labels{}.text | string | optional",
            "request PUT /users/{} | application/json | name | string | required",
            "request PUT /users/{} | application/json | tags | array | optional",
            "enum PUT /users/{} | request | tags | 1.5",
            "enum PUT /users/{} | request | tags | True",
            "enum PUT /users/{} | request | tags | a",
        ]
    );
}

#[test]
fn the_figures_are_those_of_the_script() {
    let score = Score::new(&facts_of(TRUTH), &facts_of(DERIVED));
    let tally = |right, derived, truth| Tally { right, derived, truth };
    let figures = Kind::ALL.map(|kind| score.of(kind));
    let expected =
        [tally(1, 1, 3), tally(2, 3, 3), tally(0, 0, 0), tally(5, 6, 7), tally(4, 4, 5), tally(1, 1, 1)];
    assert_eq!(figures, expected);
    assert_eq!(score.all(), tally(12, 14, 16));
    let all = score.all();
    let rounded = [all.precision(), all.recall(), all.f1()].map(|figure| format!("{figure:.4}"));
    assert_eq!(rounded, ["0.8571", "0.7500", "0.8000"]);
    assert_eq!(
        shown(&score.extra),
        [
            "parameter GET /users/{} | header | x-trace | string | required",
            "response GET /users/{} | 200 | invented | string"
        ]
    );
    assert_eq!(
        shown(&score.missing),
        [
            "operation POST /unmentioned",
            "operation PUT /users/{}",
            "parameter GET /users/{} | header | x-trace | string | optional",
            "response GET /users/{} | 200 | friends[].name | string",
            "response GET /users/{} | 200 | labels{}.text | string",
            "enum GET /users/{} | query | sort | down",
        ]
    );
}

#[test]
fn a_document_that_refers_in_a_circle_ends() {
    let text = "paths: {/a: {get: {responses: {200: {content: {x/y: {schema: {$ref: '#/s/T'}}}}}}}}\n\
                s: {T: {properties: {t: {$ref: '#/s/T'}}}, U: {$ref: '#/s/U'}}\n";
    let told: Vec<Fact> = facts_of(text).into_iter().collect();
    assert_eq!(shown(&told).last().unwrap(), "response GET /a | 200 | t.t.t.t.t.t | object");
    assert_eq!(told.len(), 7);
}

#[test]
fn fences_are_found_without_markdown() {
    let page = "# T\n```json\n{\"a\": 1}\n```\n````yaml get /a\nopenapi: 3.0.0\ninfo: {description: '\n```\n'}\n````\n\
                ```json\n{\n  \"openapi\": \"3.1.0\"\n}\n```\n";
    let expected = ["openapi: 3.0.0\ninfo: {description: '\n```\n'}\n", "{\n  \"openapi\": \"3.1.0\"\n}\n"];
    assert_eq!(fences(page), expected);
}

#[test]
fn a_flattened_page_has_one_line_and_no_front_matter() {
    assert_eq!(flat("---\nurl: x\n---\n\n# A\n\n  - `b` (string)\n"), "# A - `b` (string)");
}

#[test]
fn each_page_finds_its_truth() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    for (name, text) in [
        ("A-mintlify-md/v/a.md", "text"),
        ("A-mintlify-md-old-ir/v/a.md", "text"),
        ("A-mintlify-md-old-ir/v/a.truth.yaml", "{}"),
        ("A-mintlify-md-old-ir/v/b.md", "text"),
        ("A-mintlify-md-old-ir/v/b.truth.yaml", "{}"),
        ("B-mintlify-text/v/a.txt", "text"),
        ("C-redocly-md/v/a.md", "text"),
        ("C-redocly-md-flattened/v/a.flat.md", "text"),
        ("C-redocly-md-flattened/v/b.flat.md", "text"),
        ("D-gitbook-openapi-block/v/a.md", "[OpenAPI x](https://h/m/y-x.json)"),
        ("D-gitbook-openapi-block/v/m__x.truth.json", "{}"),
        ("D-gitbook-openapi-block/v/m__y-x.truth.json", "{}"),
        ("E-openapi-to-md-tables/v/s__A__B.md", "text"),
        ("E-openapi-to-md-tables/v/s__A___index.md", "text"),
        ("E-openapi-to-md-tables/v/x.truth.yaml", "{}"),
    ] {
        std::fs::create_dir_all(root.join(name).parent().unwrap()).unwrap();
        std::fs::write(root.join(name), text).unwrap();
    }
    let cases = cases::find(root, None).unwrap();
    let at = |name: &str| root.join(name);
    let found: Vec<_> =
        cases.iter().map(|case| (case.row.as_str(), case.files.len(), case.truth.clone())).collect();
    let table = "E-openapi-to-md-tables/v/x.truth.yaml";
    let block = "D-gitbook-openapi-block/v/m__y-x.truth.json";
    let expected = vec![
        ("A-mintlify-md", 1, Truth::Fences),
        ("A-mintlify-md-old-ir", 1, Truth::Files(vec![at("A-mintlify-md-old-ir/v/a.truth.yaml")])),
        ("A-mintlify-md-old-ir", 1, Truth::Files(vec![at("A-mintlify-md-old-ir/v/b.truth.yaml")])),
        ("B-mintlify-text", 1, Truth::Unknown),
        ("C-redocly-md", 1, Truth::Unknown),
        ("C-redocly-md (flattened)", 1, Truth::Lines(at("C-redocly-md/v/a.md"))),
        ("C-redocly-md-flattened", 1, Truth::Lines(at("C-redocly-md/v/a.md"))),
        ("C-redocly-md-flattened", 1, Truth::Unknown),
        ("D-gitbook-openapi-block", 2, Truth::Files(vec![at(block)])),
        ("E-openapi-to-md-tables", 2, Truth::Files(vec![at(table)])),
    ];
    assert_eq!(found, expected);
    assert_eq!(cases::find(root, Some("C-redocly-md")).unwrap().len(), 2);
    assert!(cases::find(root, Some("C")).is_err());
    assert_eq!(cases::published_name(Path::new("v/s__A___index.md")), "s/A/_index.md");
    assert_eq!(cases::published_name(Path::new("v/m__x.truth.json")), "m/x.json");
}

#[test]
fn a_page_is_derived_and_held_to_its_truth() {
    let folder = tempfile::tempdir().unwrap();
    let vendor = folder.path().join("layout/vendor");
    std::fs::create_dir_all(&vendor).unwrap();
    std::fs::write(
        vendor.join("a.md"),
        format!("# A\n\n## OpenAPI\n\n````yaml get /users/{{id}}\n{DERIVED}````\n"),
    )
    .unwrap();
    std::fs::write(vendor.join("a.truth.yaml"), TRUTH).unwrap();
    std::fs::write(vendor.join("b.md"), "nothing of the kind\n").unwrap();
    let cases = cases::find(folder.path(), None).unwrap();
    let verdicts: Vec<_> = cases.iter().map(|case| judge(case).unwrap()).collect();
    assert_eq!(verdicts[0].score.as_ref().unwrap().all(), Tally { right: 12, derived: 14, truth: 16 });
    assert!(matches!(&verdicts[1].made, Made::Refused(codes) if codes.contains("unknown-layout")));
    assert!(verdicts[1].score.is_none());
}

#[test]
fn printed_names_are_found_by_their_lines() {
    let page = "# T\n\n| Parameter | Type |\n| --- | --- |\n| `a.b` | x |\n| Thing | Thing |\n\n#### Thing Object\n\n- `c` (string)\n- `d: number`\n<ParamField body=\"e\" type=\"x\">\nf\nstring<uuid>\n\n## Required Permissions\n\n| Name | When |\n| --- | --- |\n| g | x |\n";
    let printed = super::coverage::printed(page);
    assert_eq!(printed.iter().map(String::as_str).collect::<Vec<_>>(), ["b", "c", "d", "e", "f"]);
    let derived = ["A.b", "C"].map(str::to_owned).into_iter().collect();
    assert_eq!(super::coverage::missing(&printed, &derived), ["b", "d", "e", "f"]);
}
