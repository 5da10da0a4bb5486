use super::*;
use crate::diagnostics::Sink;
use crate::read::pages::facts::NamedSchema;
use crate::source::Sources;

fn facts(text: &str) -> (PageFacts, usize) {
    let sources = Sources::new();
    let page = Page::parse(Sources::new().add("page.md", text), text);
    assert!(recognises(&page), "{text}");
    let mut sink = Sink::new();
    let facts = read(&page, &mut Context { sources: &sources, sink: &mut sink });
    (facts, sink.diagnostics().len())
}

fn schema(text: &str) -> NamedSchema {
    facts(text).0.schemas.pop().expect("a schema")
}

const OPERATION: &str = "# POST /rooms/{room}/shelves\n\n**Resource:** [Rooms](../resources/Rooms.md)\n**Add a shelf**\n\
    **Operation ID:** `addShelf`\n\nPuts up a shelf.\n\n\
    ## Parameters\n\n| Name | In | Type | Required | Description |\n|---|---|---|---|---|\n\
    | `room` | path | string | Yes | The room.\n\nThe second line. |\n| `side` | query | enum: left, right | No |  |\n\n\
    ## Request Body\n\n**Required:** Yes\n\n**Content Types:** `application/json`, `application/xml`\n\n\
    **Schema:** [Shelf](../schemas/S/Shelf.md)\n\n\
    ## Responses\n\n| Status | Description |\n|---|---|\n| 200 | Done |\n| default | (reference) |\n\n\
    **Success Response Schema:**\n\nArray of [Shelf](../schemas/S/Shelf.md)\n\n## Security\n\n- **key**\n- **oauth**: a, b\n";

#[test]
fn an_operation_is_read_from_end_to_end() {
    let (facts, diagnostics) = facts(OPERATION);
    assert_eq!(diagnostics, 0);
    let [endpoint] = facts.endpoints.as_slice() else { panic!("one operation") };
    assert_eq!(endpoint.operation_id.as_ref().map(|id| id.value.as_str()), Some("addShelf"));
    assert_eq!(endpoint.summary.as_ref().map(|text| text.value.as_str()), Some("Add a shelf"));
    assert_eq!(endpoint.description.as_ref().map(|text| text.value.as_str()), Some("Puts up a shelf."));
    let names: Vec<&str> = endpoint.parameters.iter().map(|p| p.property.name.value.as_str()).collect();
    assert_eq!(names, ["room", "side"]);
    let text =
        endpoint.parameters.first().and_then(|parameter| parameter.property.schema.description.as_deref());
    assert_eq!(text, Some("The room.\n\nThe second line."));
    assert_eq!(endpoint.requests.len(), 2);
    assert_eq!(endpoint.request_required, Some(true));
    let answer = endpoint.responses.first().and_then(|response| response.bodies.first()?.schema.as_ref());
    let items = answer.and_then(|schema| schema.items.as_ref()?.reference.as_deref());
    assert_eq!(items, Some("Shelf"));
    assert!(
        endpoint
            .responses
            .iter()
            .all(|response| response.description.is_some() != response.bodies.is_empty())
    );
    assert_eq!(endpoint.security.as_ref().map(Vec::len), Some(2));
}

#[test]
fn a_page_that_is_cut_off_gives_what_it_has() {
    for at in (0..OPERATION.len()).filter(|at| OPERATION.is_char_boundary(*at)) {
        let text = OPERATION.get(..at).unwrap_or_default();
        let page = Page::parse(Sources::new().add("page.md", text), text);
        if recognises(&page) {
            let (facts, diagnostics) = facts(text);
            let whole = facts.endpoints.iter().all(|endpoint| !endpoint.responses.is_empty());
            assert!(whole && !facts.endpoints.is_empty() || diagnostics > 0, "{text}");
        }
    }
}

#[test]
fn nested_fields_are_put_below_the_field_they_are_of() {
    let head = "| Field | Type | Required | Description |\n|---|---|---|---|\n";
    let text = format!(
        "# Shelf\n\nA shelf.\n\n**Type:** object\n\n## Fields\n\n{head}| `size` | object | Yes | Size |\n| `books` | array | No |  |\n\n\
        ## Nested Fields\n\n### `size`\n\n{head}| `width` | number | No |  |\n| `unit` | object | No |  |\n\n\
        #### `size.unit`\n\n{head}| `name` | string | Yes |  |\n\n### `books`\n\n{head}| `title` | string | Yes |  |\n"
    );
    let NamedSchema { name, schema } = schema(&text);
    assert_eq!((name.value.as_str(), schema.description.as_deref()), ("Shelf", Some("A shelf.")));
    let unit = schema.property("size").and_then(|size| size.schema.property("unit"));
    assert!(unit.is_some_and(|unit| unit.schema.property("name").is_some()));
    let books = schema.property("books").and_then(|books| books.schema.items.as_ref());
    assert!(books.is_some_and(|items| items.property("title").is_some()));
}

#[test]
fn parts_and_values_are_read() {
    let union = schema("# A\n\n**Type:** oneOf\n\n## Composition\n\n- [B](B.md)\n- [C](C.md)\n").schema;
    assert_eq!((union.one_of.len(), union.any_of.len()), (2, 0));
    let open = schema("# A\n\n**Type:** oneOf\n\n## Composition\n\n- (inline schema)\n- [C](C.md)\n").schema;
    assert_eq!((open.one_of.len(), open.any_of.len()), (0, 2));
    let values = schema("# A\n\n**Type:** enum\n\n## Values\n\n- `x`\n- `y`\n").schema;
    assert_eq!(values.enumeration.len(), 2);
    let list = schema("# A\n\n**Type:** array\n\nArray of [B](B.md)\n").schema;
    assert!(list.items.is_some_and(|items| items.reference.as_deref() == Some("B")));
}

#[test]
fn the_pages_beside_them_are_read() {
    let (group, diagnostics) =
        facts("# S Schemas\n\n1 schemas in this group.\n\n| Schema | Type | Description |\n|---|---|---|\n");
    assert!(group.schemas.is_empty() && diagnostics == 1);
    let text = "# Rooms\n\n## Operations\n\n| Method | Path | Summary | Details |\n|---|---|---|---|\n\
        | GET | `/rooms` | List | [View](x.md) |\n";
    let rooms = facts(text).0;
    assert_eq!(rooms.endpoints.len(), 1);
    let text = "# Authentication\n\nThis document describes the authentication methods supported by this API.\n\n\
        ## key\n\n**Type:** apiKey\n\nA key.\n\n- **In:** header\n- **Name:** X-Key\n\n## login\n\n**Type:** http\n\n- **Scheme:** basic\n";
    let kinds: Vec<_> = facts(text).0.schemes.into_iter().map(|scheme| scheme.kind).collect();
    use crate::read::pages::facts::SchemeKind;
    assert_eq!(
        kinds,
        [SchemeKind::ApiKey(Location::Header, "X-Key".to_owned()), SchemeKind::Http("basic".to_owned())]
    );
    let text = "---\nname: x\nmetadata:\n  api-version: \"2.1\"\n---\n\n# Rooms API\n\nRead `references/operations/<x>.md`.\n\n\
        ## Base URL\n\n- `https://rooms.example/v1` - All\n";
    let all = facts(text).0;
    assert_eq!(all.title.map(|title| title.value).as_deref(), Some("Rooms API"));
    assert_eq!(all.version.map(|version| version.value).as_deref(), Some("2.1"));
    assert_eq!(all.servers.len(), 1);
}
