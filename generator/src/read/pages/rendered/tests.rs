use crate::diagnostics::{Code, Sink};
use crate::read::{Weighed, read};
use crate::source::{JsonPointer, Sources};
use crate::tree::Node;

/// What a page becomes, and the codes that were reported.
fn derive(text: &str) -> (Option<Weighed>, Vec<Code>) {
    let mut sources = Sources::new();
    sources.add("page", text);
    let mut sink = Sink::new();
    let weighed = read(&sources, &mut sink).ok();
    (weighed, sink.diagnostics().iter().map(|diagnostic| diagnostic.code).collect())
}

fn tree(text: &str) -> Node {
    derive(text).0.expect("a document").tree
}

fn at<'n>(node: &'n Node, pointer: &str) -> Option<&'n Node> {
    node.pointer(&JsonPointer::parse(pointer).expect("a pointer"))
}

fn text<'n>(node: &'n Node, pointer: &str) -> &'n str {
    at(node, pointer).and_then(Node::as_str).unwrap_or_else(|| panic!("{pointer}"))
}

const TEXT: &str = r#"Skip to main content
PUT
/
shelves
/
{shelf_id}
Label a shelf
curl --request PUT \
  --url https://api.example/v1/shelves/{shelf_id} \
  --header 'Content-Type: application/json' \
  --header 'x-key: <api-key>' \
  --header 'x-org: <api-key>' \
  --data '
{
  "books": [
    {
      "isbn": "<string>",
      "any": "<any>"
    }
  ]
}
'
{
  "id": "3c90c3cc-0d44-4b50-8888-8dd25736052a",
  "Body": 123
}

Documentation Index

Fetch it from somewhere.

Authorizations

x-key
string
header
default:<your-key>
required
x-org
string
headerrequired

Path Parameters

shelf_id
string<uuid>
required

Body

application/json

What is asked for.

books
Book · object[] | null

The books.

Required array length: 1 - 3 elements

Response

All is well

The shelf

id
string<uuid>
required
Body
number
default:
7
number
string
kind
enum<string> | null
required

The kind.

Available options:
open,
closed
Response
object
Show
child attributes

Response.
depth
integer

Required range: 1 <= x <= 9

Response.labels.
{key}
string[]
Previous
Another page
"#;

#[test]
fn a_page_of_bare_lines_is_read() {
    let (weighed, codes) = derive(TEXT);
    assert_eq!(codes, []);
    let tree = weighed.expect("a document").tree;
    assert_eq!(text(&tree, "/servers/0/url"), "https://api.example/v1");
    let operation = at(&tree, "/paths/~1shelves~1{shelf_id}/put").expect("the operation");
    assert_eq!(text(operation, "/summary"), "Label a shelf");
    let requirement = at(operation, "/security/0").and_then(Node::as_mapping).expect("a requirement");
    assert_eq!(requirement.len(), 2);
    assert_eq!(text(operation, "/parameters/0/schema/format"), "uuid");
    let books = "/requestBody/content/application~1json/schema/properties/books";
    assert_eq!(text(operation, &format!("{books}/items/properties/isbn/type")), "string");
    assert_eq!(text(operation, &format!("{books}/minItems")), "1");
    assert!(at(operation, &format!("{books}/items/properties/any/type")).is_none());
    let schema = at(operation, "/responses/200/content/application~1json/schema").expect("a schema");
    assert_eq!(text(operation, "/responses/200/description"), "All is well");
    assert_eq!(text(schema, "/description"), "The shelf");
    let names: Vec<&str> = at(schema, "/properties")
        .and_then(Node::as_mapping)
        .into_iter()
        .flat_map(|properties| properties.iter())
        .map(|entry| entry.key.as_str())
        .collect();
    assert_eq!(names, ["id", "Body", "number", "kind", "Response"]);
    assert_eq!(text(schema, "/properties/Body/default"), "7");
    assert_eq!(text(schema, "/properties/kind/enum/1"), "closed");
    assert_eq!(text(schema, "/properties/kind/nullable"), "true");
    assert_eq!(text(schema, "/properties/Response/properties/depth/maximum"), "9");
    let labels = "/properties/Response/properties/labels/additionalProperties/items/type";
    assert_eq!(text(schema, labels), "string");
    assert_eq!(at(schema, "/required").and_then(Node::as_sequence).map(<[Node]>::len), Some(2));
}

const MARKDOWN: &str = r#"Shelves

Find shelves

cURL

Copy

```
`curl --request GET \ --url https://api.example/shelves \ --header 'Authorization: Bearer <token>'`
```

200

404

Copy

```
`[ { "number": 123, "parts": [ { "size": 1 } ] } ]`
```

Shelves

# Find shelves

Finds them.

GET

/

shelves

Try it

#### Authorizations

[@](#authorization-authorization)

Authorization

string

header

required

A token.

#### Query Parameters

[@](#parameter-page-size)

page\_size

integer

default:20

How many.

Example:

`50`

#### Response

200

application/json

Fine

[@](#response-items-number)

number

integer

required

[@](#response-items-parts)

parts

object[]

Show child attributes

[@](#response-items-parts-items-size-one-of-0)

parts.size

number | null

Available options:

`1`,

`2`

[@](#response-items-owner)

owner

object

  * Person

  * Company

Show child attributes

[@](#response-items-owner-one-of-0-first-name)

owner.firstName

string

required

[@](#response-items-extra-one-of-0)

extra

object

[@](#response-items-extra-one-of-0-additional-properties)

extra.{key}

any

[One](/one)[Two](/two)
"#;

/// The page with the mark of no width that stands in its anchors.
fn markdown() -> String {
    MARKDOWN.replace("[@]", "[\u{200b}]")
}

#[test]
fn a_page_with_anchors_is_read() {
    let (weighed, codes) = derive(&markdown());
    assert_eq!(codes, []);
    let tree = weighed.expect("a document").tree;
    let operation = at(&tree, "/paths/~1shelves/get").expect("the operation");
    assert_eq!(text(operation, "/tags/0"), "Shelves");
    assert_eq!(text(operation, "/description"), "Finds them.");
    assert_eq!(text(operation, "/parameters/0/name"), "page_size");
    assert_eq!(text(operation, "/parameters/0/schema/default"), "20");
    assert_eq!(text(&tree, "/components/securitySchemes/bearerAuth/scheme"), "bearer");
    assert!(at(operation, "/responses/404").is_some());
    let schema = at(operation, "/responses/200/content/application~1json/schema").expect("a schema");
    assert_eq!(text(schema, "/type"), "array");
    let size = "/items/properties/parts/items/properties/size";
    assert_eq!(text(schema, &format!("{size}/nullable")), "true");
    assert_eq!(text(schema, &format!("{size}/enum/0")), "1");
    let owner = "/items/properties/owner/anyOf";
    assert_eq!(text(schema, &format!("{owner}/0/properties/firstName/type")), "string");
    assert_eq!(text(schema, &format!("{owner}/1/title")), "Company");
    assert_eq!(text(schema, "/items/properties/extra/nullable"), "true");
    assert!(at(schema, "/items/properties/extra/additionalProperties").is_some());
}

#[test]
fn a_capture_without_lists_gives_what_its_samples_show() {
    let lossy = "Find a shelf\ncurl --request GET \\\n--url https://api.example/shelves/{id}{\n\"id\": \"<string>\"\n}shelf\n\
                 GET\nFind a shelf\n";
    let (weighed, codes) = derive(lossy);
    assert_eq!(codes, [Code::TruncatedPage]);
    let tree = weighed.expect("a document").tree;
    let schema = "/paths/~1shelves~1{id}/get/responses/200/content/application~1json/schema";
    assert_eq!(text(&tree, &format!("{schema}/properties/id/type")), "string");
}

#[test]
fn a_page_that_is_cut_anywhere_is_read_or_refused() {
    for page in [TEXT, &markdown()] {
        for (end, _) in page.char_indices().step_by(7) {
            let (weighed, codes) = derive(page.get(..end).expect("a text"));
            assert!(weighed.is_some() || !codes.is_empty(), "{end}");
        }
    }
}

#[test]
fn other_protocols_are_refused() {
    let (weighed, codes) = derive("Listen\nWSS\nwss://api.example/listen\nMessages\n");
    assert!(weighed.is_none());
    assert!(codes.contains(&Code::UnsupportedPage));
}

#[test]
fn a_trailing_slash_is_told_from_a_title_of_one_word() {
    let page = "POST\n/\nshelves\n/\nCreate\ncurl --request POST \\\n --url https://api.example/shelves/\n\nResponse\n\
                201 - application/json\n\nThe response is of type `object[]`.\n";
    let tree = tree(page);
    assert_eq!(text(&tree, "/paths/~1shelves~1/post/summary"), "Create");
    let schema = "/paths/~1shelves~1/post/responses/201/content/application~1json/schema";
    assert_eq!(text(&tree, &format!("{schema}/type")), "array");
}

#[test]
fn fields_that_lost_their_names_are_reported() {
    let page = "POST\n/\nshelves\nAdd a shelf\ncurl --request POST \\\n --url https://api.example/shelves \\\n --data \
                '{\"a\": \"x\"}'\n{}\n\nBody\n\napplication/json\n\nWhat it is.\n\nAvailable options:\nx,\ny\n\nHow many.\n\n\
                Response\n\n201 - application/json\n\nDone\n";
    let (weighed, codes) = derive(page);
    assert_eq!(codes, [Code::TruncatedPage]);
    let tree = weighed.expect("a document").tree;
    let schema = "/paths/~1shelves/post/requestBody/content/application~1json/schema";
    assert_eq!(text(&tree, &format!("{schema}/properties/a/type")), "string");
}
