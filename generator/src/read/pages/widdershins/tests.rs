use super::*;
use crate::diagnostics::Sink;
use crate::read::pages::facts::{JsonType, SchemeKind};
use crate::source::Sources;

fn facts(text: &str) -> (PageFacts, usize) {
    let sources = Sources::new();
    let page = Page::parse(Sources::new().add("page.md", text), text);
    assert!(recognises(&page), "{text}");
    let mut sink = Sink::new();
    let facts = read(&page, &mut Context { sources: &sources, sink: &mut sink });
    (facts, sink.diagnostics().len())
}

const PAGE: &str = "---\ntitle: Rooms\n---\n\n<h1 id=\"rooms\">Rooms v1.2</h1>\n\n\
    > Scroll down for code samples, example requests and responses.\n\nBase URLs:\n\n\
    * <a href=\"https://rooms.example/v1\">https://rooms.example/v1</a>\n\n# Authentication\n\n\
    * API Key (key)\n    - Parameter Name: **X-Key**, in: header. A key.\n\n- HTTP Authentication, scheme: bearer \n\n\
    <h1 id=\"rooms-shelves\">Shelves</h1>\n\n## addShelf\n\n<a id=\"opIdaddShelf\"></a>\n\n> Code samples\n\n\
    ```http\nPOST https://rooms.example/v1/rooms/{room}/shelves HTTP/1.1\nContent-Type: application/json\nAccept: application/json\n```\n\n\
    `POST /rooms/{room}/shelves`\n\n*Add a shelf*\n\nPuts up a shelf.\n\n> Body parameter\n\n```json\n{\"kind\": \"wall\", \"size\": {\"width\": 1}}\n```\n\n\
    <h3 id=\"addshelf-parameters\">Parameters</h3>\n\n|Name|In|Type|Required|Description|\n|---|---|---|---|---|\n\
    |room|path|string(uuid)|true|The room|\n|body|body|object|true|none|\n|» kind|body|string|true|a|b|\n\
    |» size|body|object|false|none|\n|»» width|body|number|false|none|\n\n#### Enumerated Values\n\n|Parameter|Value|\n|---|---|\n\
    |» kind|wall|\n|» kind|floor|\n\n> Example responses\n\n> 200 Response\n\n```json\n[{\"id\": 1}]\n```\n\n\
    <h3 id=\"addshelf-responses\">Responses</h3>\n\n|Status|Meaning|Description|Schema|\n|---|---|---|---|\n\
    |200|[OK](https://x)|First line\n\nsecond line|Inline|\n|404|[Not Found](https://x)|Gone|[Error](#schemaerror)|\n|409|Conflict|none|None|\n\n\
    <h3 id=\"addshelf-responseschema\">Response Schema</h3>\n\nStatus Code **200**\n\n|Name|Type|Required|Restrictions|Description|\n|---|---|---|---|---|\n\
    |» id|integer(int64)|false|read-only|none|\n\n<aside class=\"warning\">\nTo perform this operation, you must be authenticated by means of one of the following methods:\nkey & jwt ( Scopes: a b ), None\n</aside>\n\n\
    # Schemas\n\n<h2 id=\"tocS_Error\">Error</h2>\n<!-- backwards compatibility -->\n<a id=\"schemaerror\"></a>\n\n\
    ```json\n{\"code\": \"x\", \"causes\": [{\"why\": \"y\"}], \"more\": {\"at\": 1}}\n```\n\n### Properties\n\nallOf\n\n\
    |Name|Type|Required|Restrictions|Description|\n|---|---|---|---|---|\n|*anonymous*|[Base](#schemabase)|false|none|none|\n\nand\n\n\
    |Name|Type|Required|Restrictions|Description|\n|---|---|---|---|---|\n|*anonymous*|object|false|none|none|\n|» code|string¦null|true|none|none|\n\
    |» causes|[object]|false|none|none|\n|»» Cause title|object|false|none|none|\n|»»» why|string|false|none|none|\n";

#[test]
fn a_page_is_read_from_end_to_end() {
    let (facts, diagnostics) = facts(PAGE);
    assert_eq!(diagnostics, 0);
    assert_eq!(facts.title.map(|title| title.value).as_deref(), Some("Rooms"));
    assert_eq!(facts.version.map(|version| version.value).as_deref(), Some("1.2"));
    assert_eq!(facts.servers.len(), 1);
    let kinds: Vec<_> =
        facts.schemes.iter().map(|scheme| (scheme.name.value.as_str(), &scheme.kind)).collect();
    let bearer = SchemeKind::Http("bearer".to_owned());
    assert!(kinds.iter().any(|(name, _)| *name == "key") && kinds.contains(&("jwt", &bearer)), "{kinds:?}");
    let [endpoint] = facts.endpoints.as_slice() else { panic!("one operation") };
    assert_eq!(endpoint.operation_id.as_ref().map(|id| id.value.as_str()), Some("addShelf"));
    assert_eq!(endpoint.summary.as_ref().map(|text| text.value.as_str()), Some("Add a shelf"));
    assert_eq!(endpoint.description.as_ref().map(|text| text.value.as_str()), Some("Puts up a shelf."));
    assert_eq!(endpoint.tags.len(), 1);
    assert_eq!(endpoint.security.as_ref().map(|all| all.iter().map(Vec::len).collect()), Some(vec![2, 0]));
    let body = endpoint.requests.first().and_then(|body| body.schema.as_ref());
    let kind = body.and_then(|body| body.property("kind"));
    assert_eq!(kind.map(|kind| (kind.required, kind.schema.enumeration.len())), Some((Some(true), 2)));
    assert_eq!(kind.and_then(|kind| kind.schema.description.as_deref()), Some("a|b"));
    assert!(body.and_then(|body| body.property("size")?.schema.property("width")).is_some());
    let [done, gone, conflict] = endpoint.responses.as_slice() else { panic!("three answers") };
    assert_eq!(done.description.as_ref().map(|text| text.value.as_str()), Some("First line\n\nsecond line"));
    let list = done.bodies.first().and_then(|body| body.schema.as_ref());
    assert_eq!(list.map(|schema| schema.types.clone()), Some(vec![JsonType::Array]));
    assert!(list.and_then(|list| list.items.as_ref()?.property("id")).is_some());
    let error = gone.bodies.first().and_then(|body| body.schema.as_ref()?.reference.as_deref());
    assert_eq!(error, Some("Error"));
    assert!(conflict.bodies.is_empty());
}

#[test]
fn compositions_are_put_together() {
    let (facts, _) = facts(PAGE);
    let [error] = facts.schemas.as_slice() else { panic!("one schema") };
    let [base, own] = error.schema.all_of.as_slice() else { panic!("two parts") };
    assert_eq!(base.reference.as_deref(), Some("Base"));
    assert!(own.property("code").is_some_and(|code| code.schema.nullable));
    let cause = own.property("causes").and_then(|causes| causes.schema.items.as_ref());
    assert!(cause.is_some_and(|cause| cause.property("why").is_some()), "{own:?}");
}

#[test]
fn renamed_columns_and_words_of_the_vendor_are_understood() {
    let text = "## Get it\n\n> Code samples\n\n```http\nGET https://x.example/v1/it HTTP/1.1\n```\n\n`GET /it`\n\nGets it.\n\n\
        <h3 id=\"v\">Version</h3>\n|   |  |\n|---|--|\n|Version|**1**\n\n<h3 id=\"p\">Parameters</h3>\n\n\
        |Name|In|Type|Required|Default|Description|\n|---|---|---|---|---|---|\n|a|query|[DateString](#types)|mandatory||none|\n\
        |b|query|[Thing](#types)|conditional|`3`|none|\n\n> Example responses\n\n> 200 Response\n\n```json\n{\"c\": {\"d\": 1}}\n```\n\n\
        |Status|Meaning|Description|Schema|\n|---|---|---|---|\n|200|OK|none|[It](#schemait)|\n\n\
        <h2 class=\"toc\" id=\"tocSit\">It</h2>\n\n<a id=\"schemait\"></a>\n\n```json\n{\"c\": {\"d\": 1}}\n```\n\n### Properties\n\n\
        |Name|Type|Required|Description|\n|---|---|---|---|\n|c|object|mandatory|none|\n|»\u{a0}d|[Amount](#types)|optional|none|\n";
    let (facts, diagnostics) = facts(text);
    assert_eq!(diagnostics, 0);
    let [endpoint] = facts.endpoints.as_slice() else { panic!("one operation") };
    let shown: Vec<_> =
        endpoint.parameters.iter().map(|p| (p.property.required, p.property.schema.types.clone())).collect();
    assert_eq!(shown, [(Some(true), vec![JsonType::String]), (Some(false), vec![JsonType::String])]);
    let d = facts.schemas.first().and_then(|it| it.schema.property("c")?.schema.property("d"));
    assert_eq!(d.map(|d| d.schema.types.clone()), Some(vec![JsonType::Integer]));
}

#[test]
fn a_page_that_is_cut_off_gives_what_it_has() {
    let sources = Sources::new();
    for at in (0..PAGE.len()).filter(|at| PAGE.is_char_boundary(*at)) {
        let text = PAGE.get(..at).unwrap_or_default();
        let page = Page::parse(Sources::new().add("page.md", text), text);
        if recognises(&page) {
            let mut sink = Sink::new();
            let facts = read(&page, &mut Context { sources: &sources, sink: &mut sink });
            let whole = facts.endpoints.iter().all(|endpoint| !endpoint.responses.is_empty());
            assert!(whole && !facts.endpoints.is_empty() || !sink.diagnostics().is_empty(), "{text}");
        }
    }
}
