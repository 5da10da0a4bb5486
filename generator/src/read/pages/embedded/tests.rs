//! What the frames of embedded documents are taken for, and what the internal form becomes.

use crate::diagnostics::{Code, Sink};
use crate::read::read;
use crate::source::{JsonPointer, Sources};
use crate::tree::Node;

/// What pages become, and what is said about them.
fn derive(pages: &[&str]) -> (Option<Node>, Vec<Code>) {
    let mut sources = Sources::new();
    for (index, page) in pages.iter().enumerate() {
        sources.add(format!("{index}.md"), *page);
    }
    let mut sink = Sink::new();
    let tree = read(&sources, &mut sink).ok().map(|weighed| weighed.tree);
    (tree, sink.diagnostics().iter().map(|diagnostic| diagnostic.code).collect())
}

/// The text at a place of a tree; a mapping is its keys.
fn at(tree: &Node, place: &str) -> Option<String> {
    let node = tree.pointer(&JsonPointer::parse(place)?)?;
    let keys = |node: &Node| {
        let entries = node.as_mapping()?.iter();
        Some(entries.map(|entry| entry.key.as_str()).collect::<Vec<_>>().join(" "))
    };
    node.as_str().map(str::to_owned).or_else(|| keys(node))
}

const JSON: &str = r##"{"openapi":"3.0.3","info":{"title":"T","version":"1"},"components":{"schemas":{"A":{"type":"object"}}},"paths":{"/a":{"get":{"responses":{"200":{"description":"x"}}}}}}"##;

#[test]
fn every_frame_is_read() {
    let pretty = JSON.replace(":{", ": {\n").replace('[', "[\n").replacen(
        "{\"openapi",
        "{\n\"_id\": 1,\n\"openapi",
        1,
    );
    let yaml = "openapi: 3.0.3\ninfo: {title: T, version: '1'}\npaths:\n  /a:\n    get: {responses: {}}\n";
    for page in [
        format!("# A\n\n# OpenAPI definition\n\n```json\n{pretty}\n```\n"),
        format!(
            "# A\n\nGET https://a.example/a\n\n## OpenAPI Specification\n\n```yaml\n{yaml}\n```\n\n## Examples\n"
        ),
        format!("# A\n\n## B\n\n> c\n\n```json\n{JSON}\n```\n"),
        format!("# A\n\n## OpenAPI\n\n````yaml /a/b.yaml get /a\n{yaml}````\n"),
        format!("# A\n\n## OpenAPI\n\n```yaml GET /a\n{yaml}```\n"),
        format!("# A page\n\nThis is all of it:\n\n```yaml\n{yaml}```\n"),
    ] {
        let (tree, codes) = derive(&[&page]);
        assert_eq!(codes, [], "{page}");
        assert_eq!(tree.and_then(|tree| at(&tree, "/paths/~1a")).as_deref(), Some("get"), "{page}");
    }
}

#[test]
fn several_documents_of_a_page_become_one() {
    let other = JSON.replace("\"/a\"", "\"/b\"");
    let schemas = r##"{"openapi":"3.0.3","info":{"title":"T","version":"1"},"components":{"schemas":{"B":{"type":"object"}}}}"##;
    let page = format!("# A\n\n```json\n{JSON}\n```\n\n```json\n{other}\n```\n\n```json\n{schemas}\n```\n");
    let (tree, codes) = derive(&[&page]);
    let tree = tree.expect("a tree");
    assert_eq!(codes, []);
    assert_eq!(at(&tree, "/paths").as_deref(), Some("/a /b"));
    assert_eq!(at(&tree, "/components/schemas").as_deref(), Some("A B"));
}

#[test]
fn samples_are_no_documents() {
    let page = "# A\n\n```json POST /a\n{\"x\": {\"openapi\": \"3.0.0\"}}\n```\n\n```yaml\nservice:\n  openapi: 3.0.0\n```\n";
    assert_eq!(derive(&[page]).1, [Code::UnknownLayout]);
}

#[test]
fn what_is_not_http_is_told() {
    for page in [
        "# A\n\n## AsyncAPI\n\n````yaml s.yaml channel\nid: channel\naddress: /\noperations: []\n````\n",
        "# A\n\n```yaml\nasyncapi: 3.0.0\nchannels: {}\n```\n",
        "# A\n\n## OpenAPI\n\n````yaml s.json webhook thingHappened\nopenapi: 3.1.0\npaths: {}\n````\n",
        "# A\n\n## OpenAPI\n\n````yaml s.json webhook thing happened\npaths:\n  path: thing\n  method: post\n  type: webhook\n````\n",
        "# A\n\n## OpenAPI\n\n```yaml\nopenapi: 3.1.0\nwebhooks: {a: {post: {}}}\n```\n",
        "asyncapi: 3.0.0\nchannels: {}\n",
    ] {
        assert_eq!(derive(&[page]).1, [Code::UnsupportedPage, Code::NoOperations], "{page}");
    }
}

#[test]
fn a_document_that_is_cut_off_gives_what_it_has() {
    for cut in [
        "\"get\":{\"responses\":{\"200\":{\"descr",
        "\"get\":{\"responses\":{\"200\":{\"description\":\"x\"}}}",
    ] {
        let (start, _) = JSON.split_once("\"get\"").expect("it is there");
        let page = format!("# A\n\n```json\n{start}{cut}");
        let (tree, codes) = derive(&[&page]);
        assert_eq!(codes, [Code::UnclosedFence, Code::TruncatedPage]);
        assert_eq!(tree.and_then(|tree| at(&tree, "/paths/~1a")).as_deref(), Some("get"));
    }
    let yaml = "# A\n\n## OpenAPI\n\n```yaml\nopenapi: 3.0.3\npaths:\n  /a:\n    get:\n      summary: x\n      description: \"it\n        goes on";
    let (tree, codes) = derive(&[yaml]);
    assert_eq!(codes, [Code::UnclosedFence, Code::TruncatedPage]);
    assert_eq!(tree.and_then(|tree| at(&tree, "/paths/~1a/get/summary")).as_deref(), Some("x"));
    for nothing in ["{\"openapi\":\"3", "{\"openapi\":"] {
        let (tree, codes) = derive(&[&format!("# A\n\n```json\n{nothing}")]);
        assert!(tree.is_none());
        assert_eq!(
            codes,
            [Code::UnclosedFence, Code::TruncatedPage, Code::UnsupportedPage, Code::NoOperations]
        );
    }
}

const INTERNAL: &str = "\
# Make a thing

> Makes it.

More.

## OpenAPI

````yaml s.yaml post /things/{id}
paths:
  path: /things/{id}
  method: post
  servers: [{url: https://a.example}]
  request:
    security:
      - title: key & stamp
        parameters:
          query: {}
          header:
            X-KEY: {type: apiKey, description: Your key}
            X-STAMP: {type: apiKey}
          cookie: {}
      - title: token
        parameters:
          header:
            Authorization: {type: oauth2}
      - title: ''
        parameters: {query: {}, header: {}, cookie: {}}
    parameters:
      path:
        id: {schema: [{type: string, required: true, description: Which}]}
      query:
        kind: {schema: [{type: enum<string>, enum: [a, b], required: false}, {type: 'null'}], explode: false}
        ids: {schema: [{type: array, items: {allOf: [{type: integer}]}}]}
    body:
      application/json:
        schemaArray:
          - type: object
            properties:
              name:
                allOf:
                  - &name {type: string}
              parent:
                allOf: [{$ref: '#/components/schemas/Parent'}]
            required: true
            refIdentifier: '#/components/schemas/NewThing'
            requiredProperties: [name]
        examples: {example: {value: {name: <string>}}}
  response:
    '200':
      application/json:
        schemaArray:
          - type: object
            properties: {name: {allOf: [*name]}}
            refIdentifier: '#/components/schemas/NewThing'
          - type: any
        description: Made
    '404':
      _builder/placeholder: {schemaArray: [{type: any, description: None}], examples: {}, description: None}
    '500': {}
  deprecated: true
  type: path
components:
  schemas:
    Parent: {type: object}
````
";

#[test]
fn the_internal_form_becomes_a_document() {
    let (tree, codes) = derive(&[INTERNAL]);
    let tree = tree.expect("a tree");
    assert_eq!(codes, []);
    let operation = |place: &str| at(&tree, &format!("/paths/~1things~1{{id}}/post{place}"));
    for (place, expected) in [
        ("/summary", "Make a thing"),
        ("/description", "Makes it."),
        ("/deprecated", "true"),
        ("/parameters/0", "name in required description schema"),
        ("/parameters/0/description", "Which"),
        ("/parameters/0/schema/type", "string"),
        ("/parameters/1", "name in explode schema"),
        ("/parameters/1/schema/anyOf/0/type", "string"),
        ("/parameters/1/schema/anyOf/0", "type enum"),
        ("/parameters/2/schema/items/type", "integer"),
        ("/requestBody", "required content"),
        ("/requestBody/content/application~1json/schema/$ref", "#/components/schemas/NewThing"),
        ("/responses", "200 404 500"),
        ("/responses/200/description", "Made"),
        ("/responses/200/content/application~1json/schema/anyOf/0/properties/name/type", "string"),
        ("/responses/404", "description"),
        ("/responses/404/description", "None"),
        ("/responses/500/description", ""),
        ("/security/0", "key stamp"),
        ("/security/1", "token"),
        ("/security/2", ""),
    ] {
        assert_eq!(operation(place).as_deref(), Some(expected), "{place}");
    }
    for (place, expected) in [
        ("/components/schemas", "NewThing Parent"),
        ("/components/schemas/NewThing/required/0", "name"),
        ("/components/schemas/NewThing/properties/parent/$ref", "#/components/schemas/Parent"),
        ("/components/securitySchemes/key/name", "X-KEY"),
        ("/components/securitySchemes/token/scheme", "bearer"),
        ("/servers/0/url", "https://a.example"),
    ] {
        assert_eq!(at(&tree, place).as_deref(), Some(expected), "{place}");
    }
}

#[test]
fn an_internal_form_without_a_method_is_told() {
    let page = "# A\n\n## OpenAPI\n\n````yaml s.yaml get /a\npaths:\n  path: [/a]\n````\n";
    assert_eq!(derive(&[page]).1, [Code::InvalidShape, Code::NoOperations]);
}

#[test]
fn one_pages_rule_does_not_become_anothers() {
    let page = |path: &str, security: &str, version: &str| {
        format!(
            "# A\n\n## OpenAPI\n\n```yaml get {path}\nopenapi: {version}\nsecurity: {security}\npaths:\n  {path}:\n    get: {{responses: {{}}}}\n```\n"
        )
    };
    let (tree, codes) = derive(&[&page("/a", "[]", "3.0.3"), &page("/b", "[{key: []}]", "3.1.0")]);
    let tree = tree.expect("a tree");
    assert_eq!(codes, []);
    assert_eq!(at(&tree, "/security"), None);
    assert_eq!(at(&tree, "/paths/~1b/get/security/0").as_deref(), Some("key"));
    assert_eq!(at(&tree, "/paths/~1a/get").as_deref(), Some("responses security"));
    assert_eq!(at(&tree, "/openapi").as_deref(), Some("3.1.0"));
}
