use super::mson::Signature;
use super::uri::template;
use super::{Heading, Location};
use crate::diagnostics::Code;
use crate::read::pages::testing::{at, read};

const PAGE: &str = r#"FORMAT: 1A
HOST: https://a.example/

# Things
About things.

## Notes
+ Not a parameter

# Group Stock

## Thing [/things/{id}{?full,lang}]
A thing.

+ Parameters
    + id: `7` (number, required) - Its id
    + full (boolean, optional)

        Whether all of it is wanted.

        + Default: `false`

+ Attributes (Thing Base)
    + id: 7 (number, required)
    + colour (enum[string]) - What it looks like
        + red - like fire
        + `blue`
    + parts (array)
        + (object)
            + name: bolt (string, required)

+ Model (application/json)

    + Headers

            X-Rate: 12

    + Body

            { "id": 7 }

### Fetch it [GET]
Gets it.

+ Response 200

    [Thing][]

+ Response 404 (application/json)

        { "error": "none" }

### Change it [PUT]

+ Request With a body (application/json)

    + Headers

            Authorization: Bearer xyz

    + Attributes (Thing)

+ Response 204

## Make one [POST /things]

+ Request (application/json)

    + Schema

            { "type": "object", "required": ["size"], "properties": { "size": { "type": "integer" } } }

+ Response 201 (application/json)
    + Attributes (array[Thing])

# Data Structures

## Thing Base (object)
+ made: `2020-01-01` (string, nullable) - When - about - it was made
"#;

#[test]
fn a_blueprint_becomes_a_document() {
    let (tree, codes) = read(PAGE);
    assert_eq!(codes, []);
    let tree = tree.unwrap();
    let json = "content application/json schema";
    for (path, expected) in [
        ("info title", "Things"),
        ("servers 0 url", "https://a.example"),
        ("paths /things/{id} get tags 0", "Stock"),
        ("paths /things/{id} get summary", "Fetch it"),
        ("paths /things/{id} get parameters 0 in", "path"),
        ("paths /things/{id} get parameters 1 schema default", "false"),
        ("paths /things/{id} get parameters 1 description", "Whether all of it is wanted."),
        ("paths /things/{id} get parameters 2 name", "lang"),
        ("paths /things/{id} get responses 200 headers X-Rate schema example", "12"),
        (&format!("paths /things/{{id}} get responses 200 {json} properties id type"), "number"),
        (&format!("paths /things/{{id}} get responses 404 {json} properties error type"), "string"),
        (&format!("paths /things/{{id}} put requestBody {json} $ref"), "#/components/schemas/Thing"),
        ("components securitySchemes bearerAuth scheme", "bearer"),
        (&format!("paths /things post requestBody {json} properties size type"), "integer"),
        (&format!("paths /things post requestBody {json} required 0"), "size"),
        (&format!("paths /things post responses 201 {json} items $ref"), "#/components/schemas/Thing"),
        ("components schemas Thing allOf 0 $ref", "#/components/schemas/ThingBase"),
        ("components schemas Thing allOf 1 properties colour enum 1", "blue"),
        ("components schemas Thing allOf 1 properties parts items properties name type", "string"),
        ("components schemas Thing allOf 1 properties parts items required 0", "name"),
        ("components schemas ThingBase properties made nullable", "true"),
        ("components schemas ThingBase properties made description", "When - about - it was made"),
    ] {
        assert_eq!(at(&tree, path).as_deref(), Some(expected), "{path}");
    }
}

#[test]
fn lines_of_fields_are_taken_apart() {
    let show = |head: &str| {
        let found = Signature::parse(head);
        let ty = found.ty.clone().unwrap_or_default();
        format!("{}|{}|{}|{}|{}", found.name, found.value, ty, found.flags.join(","), found.description)
    };
    for (head, expected) in [
        ("id: `1` (number, required) - Text - more", "id|`1`|number|required|Text - more"),
        ("id (required, number, `1`) ... Text", "id|`1`|number|required|Text"),
        ("page = `2` (optional, number)", "page|`2`|number|optional|"),
        ("`a b`: x (y) z (array[A, B])", "a b|x (y) z|array[A, B]||"),
        ("a (string", "a|(string|||"),
        ("a - text (more)", "a||||text (more)"),
        ("link: https://a.example/b - it", "link|https://a.example/b|||it"),
        ("", "||||"),
    ] {
        assert_eq!(show(head), expected, "{head}");
    }
}

#[test]
fn headings_and_templates_are_read() {
    for (title, expected) in [
        ("GET /x", Heading::Action { name: "", method: "GET", uri: Some("/x") }),
        ("A [GET /x{?y}]", Heading::Action { name: "A", method: "GET", uri: Some("/x{?y}") }),
        ("A[POST]", Heading::Action { name: "A", method: "POST", uri: None }),
        ("A [/x]", Heading::Resource { name: "A", uri: "/x" }),
        ("Group A", Heading::Group("A")),
        ("About", Heading::Text),
        ("Get", Heading::Text),
    ] {
        assert_eq!(Heading::parse(title), expected, "{title}");
    }
    let (path, variables) = template("/a/{b}/{+c}{/d}{?e,f*}{&g}{#h}");
    assert_eq!(path, "/a/{b}/{c}/{d}");
    let query = variables.iter().filter(|(_, location)| *location == Location::Query);
    assert_eq!(query.map(|(name, _)| name.as_str()).collect::<Vec<_>>(), ["e", "f", "g"]);
}

#[test]
fn every_beginning_of_a_page_is_read() {
    for end in (0..PAGE.len()).filter(|end| PAGE.is_char_boundary(*end)) {
        let _ = read(PAGE.get(..end).unwrap());
    }
    assert_eq!(read("FORMAT: 1A\n\n# A\n").1, [Code::UnsupportedPage, Code::NoOperations]);
    assert!(read("FORMAT: 1A\n# GET /a\n+ Response 200\n\n    ```\n    x").1.contains(&Code::TruncatedPage));
}
