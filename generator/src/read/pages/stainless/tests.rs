use super::declaration::{Alternative, Declaration};
use crate::read::pages::testing::{at, read};
use crate::tree::Node;

fn check(tree: &Node, expected: &[(&str, &str)]) {
    for (path, expected) in expected {
        assert_eq!(at(tree, path).as_deref(), Some(*expected), "{path}");
    }
}

const LIST: &str = r#"# Things

## Make a thing

**post** `/things/{id}`

Makes it.

### Path Parameters

- `id: string`

  Which one.

### Body Parameters

- `size: object { width, unit }`

  - `width: number`

    How wide.

    * one
    * two

  - `unit: optional "mm" or "in" or 1 more`

    - `"mm"`

    - `"in"`

    - `"ft"`

- `shapes: optional array of Round or object { side }  or null`

  - `Round object { radius }`

    - `radius: 1 or 2`

  - `Square object { side }`

    - `side: string or array of string`

- `labels: optional map[string]`

### Returns

- `made: Thing`

- `open: boolean`

### Example

```http
curl https://a.example/v1/things/$ID \
    -X POST \
    -H "Authorization: Bearer $TOKEN" \
    -d '{"size": {"width": 2}}'
```

#### Response

```json
{"made": {"id": "x"}, "open": true}
```

## Domain Types

### Thing

- `Thing object { id }`

  - `id: string`
"#;

#[test]
fn lists_of_declarations_become_a_document() {
    let (tree, codes) = read(LIST);
    assert_eq!(codes, []);
    let tree = tree.unwrap();
    let post = "paths /things/{id} post";
    let body = format!("{post} requestBody content application/json schema");
    let answer = format!("{post} responses 200 content application/json schema");
    check(
        &tree,
        &[
            ("servers 0 url", "https://a.example/v1"),
            (&format!("{post} summary"), "Make a thing"),
            (&format!("{post} tags 0"), "Things"),
            (&format!("{post} description"), "Makes it."),
            (&format!("{post} parameters 0 description"), "Which one."),
            (&format!("{body} required 0"), "size"),
            (&format!("{body} properties size properties width type"), "number"),
            (&format!("{body} properties size properties unit enum 2"), "ft"),
            (&format!("{body} properties shapes nullable"), "true"),
            (&format!("{body} properties shapes items oneOf 0 title"), "Round"),
            (&format!("{body} properties shapes items oneOf 0 properties radius enum 1"), "2"),
            (&format!("{body} properties shapes items oneOf 1 properties side oneOf 1 items type"), "string"),
            (&format!("{body} properties labels additionalProperties type"), "string"),
            (&format!("{answer} properties made $ref"), "#/components/schemas/Thing"),
            (&format!("{answer} properties open type"), "boolean"),
            ("components schemas Thing properties id type", "string"),
            ("components securitySchemes bearerAuth scheme", "bearer"),
        ],
    );
}

const TEXT: &str = "# List things\n\n\u{e056}Copy page\n\n# List things\n\nGET/v1/things\n\nLists them.\n\n\
    ##### Query ParametersExpand Collapse\n\nlimit: optional number\u{e09a}\n\nHow many.\n\nmaximum100\n\n\
    \u{e02a}\n\norder\\_by: optional array of \"a\" or \"b\"\u{e09a}\n\nNote: string\n\nmaxItems5\n\nOne of the following:\n\n\"a\"\u{e09a}\n\n\"b\"\u{e09a}\n\n\
    ##### ReturnsExpand Collapse\n\nPage object { data, next, 1 more } \u{e09a}\n\ndata: array of object { id, size } \u{e09a}\n\nThe things.\n\n\
    id: string\u{e09a}\n\nsize: [Size](x.md) { width }  or null\u{e09a}\n\nwidth: number\u{e09a}\n\n\
    next: string or null\u{e09a}\n\nmode: A { x }  or B { y } \u{e09a}\n\nOne of the following:\n\nA object { x } \u{e09a}\n\nx: string\u{e09a}\n\n\
    B object { y } \u{e09a}\n\ny: number\u{e09a}\n\nList things\n\n\
    ```sh\ncurl https://a.example/v1/things -H 'X-Api-Key: k'\n```\n\nResponse 200\n\n```sh\n{\"data\": []}\n```\n";

#[test]
fn text_without_indentation_is_nested_by_its_names() {
    let (tree, codes) = read(TEXT);
    assert_eq!(codes, []);
    let tree = tree.unwrap();
    let get = "paths /v1/things get";
    let answer = format!("{get} responses 200 content application/json schema properties");
    check(
        &tree,
        &[
            (&format!("{get} parameters 0 schema maximum"), "100"),
            (&format!("{get} parameters 1 name"), "order_by"),
            (&format!("{get} parameters 1 description"), "Note: string"),
            (&format!("{get} parameters 1 schema maxItems"), "5"),
            (&format!("{get} parameters 1 schema items enum 1"), "b"),
            (&format!("{answer} data items properties size properties width type"), "number"),
            (&format!("{answer} data items properties size nullable"), "true"),
            (&format!("{answer} next type"), "string"),
            (&format!("{answer} mode oneOf 1 properties y type"), "number"),
            ("components securitySchemes apiKey name", "x-api-key"),
        ],
    );
}

#[test]
fn a_list_of_operations_is_one() {
    let page = "# Things\n\n##### [Get it](a.md)\n\nDeprecated\n\nGET/v1/a/{b\\_c}\n\n##### [Set it](b.md)\n\nPUT/v1/a\n";
    let (tree, _) = read(page);
    let tree = tree.unwrap();
    check(&tree, &[("paths /v1/a/{b_c} get deprecated", "true"), ("paths /v1/a put summary", "Set it")]);
}

#[test]
fn declarations_are_parsed() {
    for text in [
        "a: string",
        "a: optional array of object { b, 2 more }  or null",
        "Name = \"x\" or \"y\" or 3 more",
        "map[array of number]",
        "a: [1]",
        "a.b[].c: map[unknown] or 1 or true",
    ] {
        assert_eq!(Declaration::parse(text).is_some(), !text.contains("[1]"), "{text}");
    }
    for text in ["Note: this is text", "string of text", "", "a: \"open", "a: object { b", "a: or"] {
        assert_eq!(Declaration::parse(text), None, "{text}");
    }
    let found = Declaration::parse("A object { b, 2 more }").unwrap();
    let object = Alternative::Object { title: Some("A".to_owned()), listed: vec!["b".to_owned()], count: 3 };
    assert_eq!(found.ty.alternatives, [object]);
    assert!(Declaration::parse(&"array of ".repeat(10_000)).is_none());
}

#[test]
fn every_beginning_of_a_page_is_read() {
    for page in [LIST, TEXT] {
        for end in (0..page.len()).filter(|end| page.is_char_boundary(*end)) {
            let _ = read(page.get(..end).unwrap());
        }
    }
}
