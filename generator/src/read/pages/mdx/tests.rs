use crate::diagnostics::Code;
use crate::read::pages::testing::{at, read};

const PAGE: &str = r#"---
title: "Make a thing"
api: "POST https://a.example/things/:id"
authMethod: "bearer"
---

## Headers

<ParamField header="X-Trace" type="string" default="none" />

## Body

<ParamField path="id" type="integer" required>The id</ParamField>

<ParamField body="size" type="object" required>
  How large

  <Expandable title="properties">
    <ParamField body="width" type="number" default={1.5} required>
      The width
    </ParamField>
    <ParamField body="unit" type="string">
      **Options:** `mm`, `in`
    </ParamField>
  </Expandable>
</ParamField>

## Response

<ResponseField name="data" type="object[]">
  <Expandable>
    <ResponseField name="id" type="integer" required>The id</ResponseField>
  </Expandable>
</ResponseField>

<RequestExample>
```bash cURL
curl --request POST \
  --url 'https://a.example/things/7' \
  --data '{"size": {"width": 2, "depth": true}}'
```
</RequestExample>

<ResponseExample>
```json 201 Made
{ "data": [{ "id": 7 }], "next": null }
```

```json 404 Not Found
{ "error": "no such thing" }
```
</ResponseExample>
"#;

#[test]
fn fields_and_samples_become_an_operation() {
    let (tree, codes) = read(PAGE);
    assert_eq!(codes, []);
    let tree = tree.unwrap();
    let post = tree.get("paths").unwrap().get("/things/{id}").unwrap().get("post").unwrap();
    let size = "requestBody content application/json schema properties size";
    let made = "responses 201 content application/json schema properties";
    for (path, expected) in [
        ("summary", "Make a thing"),
        ("parameters 0 name", "X-Trace"),
        ("parameters 0 schema default", "none"),
        ("parameters 1 schema type", "integer"),
        (&format!("{size} properties width default"), "1.5"),
        (&format!("{size} properties unit enum 1"), "in"),
        (&format!("{size} properties depth type"), "boolean"),
        (&format!("{size} required 0"), "width"),
        (&format!("{made} data items properties id type"), "integer"),
        // Only null was seen: it may be anything.
        (&format!("{made} next nullable"), ""),
        ("responses 404 content application/json schema properties error type", "string"),
        ("security 0 bearerAuth", ""),
    ] {
        let found = at(post, path).or_else(|| at(post, path.trim_end_matches(" bearerAuth")));
        assert_eq!(found.unwrap_or_default(), expected, "{path}");
    }
    assert_eq!(at(&tree, "servers 0 url").as_deref(), Some("https://a.example"));
}

#[test]
fn a_line_or_a_command_names_the_operation() {
    let fields = "<ParamField body=\"a\" type=\"string\" required={true}>x</ParamField>\n";
    for page in [
        format!("# T\n\n**Endpoint:** `POST` `/x`\n\n{fields}"),
        format!("# T\n\n{fields}\n```bash\ncurl -X POST https://a.example/x -d '{{\"a\": \"b\"}}'\n```\n"),
        format!("# T\n\n```http\nPOST https://a.example/x\n```\n{fields}"),
    ] {
        let (tree, _) = read(&page);
        let tree = tree.unwrap();
        let schema = "post requestBody content application/json schema";
        assert_eq!(
            at(&tree, &format!("paths /x {schema} properties a type")).as_deref(),
            Some("string"),
            "{page}"
        );
        assert_eq!(at(&tree, &format!("paths /x {schema} required 0")).as_deref(), Some("a"), "{page}");
    }
    let (tree, codes) = read(&format!("# T\n\n{fields}"));
    assert!(tree.is_none());
    assert_eq!(codes, [Code::UnsupportedPage, Code::NoOperations]);
    let (_, codes) = read("---\napi: \"WS /\"\n---\n");
    assert_eq!(codes, [Code::UnsupportedPage, Code::NoOperations]);
}

#[test]
fn headings_tell_what_samples_are_of() {
    let page = "---\napi: GET /x\n---\n## Response\n\n### Success Response (200 OK):\n\n```json\n{\"a\": 1}\n```\n\n\
        ### Error Responses:\n\n#### 404 - Missing:\n\n```json\n{\"b\": \"c\"}\n```\n\n## Other\n\n```json\n{\"d\": 1}\n```\n";
    let (tree, _) = read(page);
    let tree = tree.unwrap();
    let schema = "content application/json schema properties";
    assert_eq!(at(&tree, &format!("paths /x get responses 200 {schema} a type")).as_deref(), Some("number"));
    assert_eq!(at(&tree, &format!("paths /x get responses 404 {schema} b type")).as_deref(), Some("string"));
    assert!(at(&tree, &format!("paths /x get responses 200 {schema} d type")).is_none());
}

#[test]
fn every_beginning_of_a_page_is_read() {
    for end in (0..PAGE.len()).filter(|end| PAGE.is_char_boundary(*end)) {
        let _ = read(PAGE.get(..end).unwrap());
    }
    let (_, codes) = read(PAGE.get(..PAGE.find("The width").unwrap()).unwrap());
    assert!(codes.contains(&Code::TruncatedPage));
}
