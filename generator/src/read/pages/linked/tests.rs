//! Whether the document that a page names is found, and what is said where it is not.

use crate::diagnostics::{Code, Sink};
use crate::read::read;
use crate::source::Sources;

const DOCUMENT: &str = "openapi: 3.0.3\npaths:\n  /a/{b}:\n    get: {responses: {}}\n";

/// What is said about a page beside documents of these names; whether there is a document in the end.
fn say(name: &str, page: &str, documents: &[&str]) -> (bool, Vec<Code>, String) {
    let mut sources = Sources::new();
    sources.add(name, page);
    documents.iter().for_each(|name| _ = sources.add(*name, DOCUMENT));
    let mut sink = Sink::new();
    let derived = read(&sources, &mut sink).is_ok_and(|weighed| weighed.tree.get("paths").is_some());
    let notes = sink.diagnostics().iter().flat_map(|diagnostic| diagnostic.notes.clone());
    let notes = notes.collect::<Vec<_>>().join("\n");
    (derived, sink.diagnostics().iter().map(|diagnostic| diagnostic.code).collect(), notes)
}

fn front(value: &str) -> String {
    format!("---\ntitle: A\nopenapi: {value}\n---\n\nText.\n")
}

#[test]
fn documents_are_found_however_they_are_named() {
    let blocks = |tag: &str| format!("# A\n\n{tag}\n");
    for (name, page, document) in [
        ("x/a.mdx", front("\"GET /a/{b}\""), "any.yaml"),
        ("x/a.mdx", front("/api/v2-openapi.json get /a/{b}"), "api/v2-openapi.json"),
        ("x/a.mdx", front("'api/v2-openapi.json GET /a/{b}'"), "v2-openapi.json"),
        ("x/a.mdx", front("v2-openapi GET /a/{b}"), "api/v2-openapi.yaml"),
        ("x/a.mdx", "---\nopenapi: v2.yaml GET /a/{b}\n---\n".to_owned(), "v2.yaml"),
        ("x/a.mdx", "---\nopenapi-schema: Thing\n---\n".to_owned(), "v2.yaml"),
        (
            "x/y/a.md",
            blocks("{% openapi src=\"../.s/one.yaml\" path=\"/a/{b}\" method=\"get\" %}\n{% endopenapi %}"),
            "x/.s/one.yaml",
        ),
        (
            "a.md",
            blocks(
                "{% swagger src=\"<https://f.example/o%2Fone.yaml?alt=media&token=1>\" path=\"/a/{b}\" method=\"get\" %}",
            ),
            "specs/one.yaml",
        ),
        (
            "a.md",
            blocks(
                "{% openapi-operation spec=\"my-api-1\" path=\"/a/{b}\" method=\"get\" %}\n[OpenAPI x](https://f.example/raw/0123abc.txt?X=1)\n{% endopenapi-operation %}",
            ),
            "My API.1.yaml",
        ),
        (
            "a.md",
            blocks(
                "{% openapi-operation spec=\"my-api\" path=\"/a/{b}\" method=\"get\" %}\n[Broken link](broken-reference)\n{% endopenapi-operation %}",
            ),
            "other.yaml",
        ),
    ] {
        let (derived, codes, notes) = say(name, &page, &[document]);
        assert!(derived && codes.is_empty(), "{page}: {codes:?} {notes}");
    }
}

#[test]
fn a_document_that_was_not_given_is_asked_for() {
    for (page, wanted) in [
        (front("\"GET /c\""), "`GET /c`"),
        (front("/api/v2.json GET /c"), "give /api/v2.json"),
        ("{% swagger src=\"./one.json\" path=\"/c\" method=\"get\" %}\n{% endswagger %}\n".to_owned(), "give ./one.json"),
        (
            "# A\n\n{% openapi-operation spec=\"one\" path=\"/c\" method=\"get\" %}\n[OpenAPI one](https://f.example/one.json)\n{% endopenapi-operation %}\n".to_owned(),
            "download https://f.example/one.json",
        ),
    ] {
        let (derived, codes, notes) = say("a.mdx", &page, &[]);
        assert!(!derived && codes == [Code::ExternalReference, Code::NoOperations], "{page}: {codes:?}");
        assert!(notes.contains(wanted), "{notes}");
        assert_eq!(say("a.mdx", &page, &["other.yaml"]).1, [Code::ExternalReference], "{page}");
    }
}

#[test]
fn a_document_is_asked_for_once() {
    let tag = |path: &str| {
        format!("{{% openapi src=\"one.json\" path=\"{path}\" method=\"get\" %}}\n{{% endopenapi %}}\n")
    };
    let page = format!("# A\n\n{}{}", tag("/a"), tag("/b"));
    assert_eq!(say("a.md", &page, &[]).1, [Code::ExternalReference, Code::NoOperations]);
}

#[test]
fn a_document_without_the_operation_is_told() {
    assert_eq!(say("a.mdx", &front("v2.yaml GET /c"), &["v2.yaml"]).1, [Code::FenceMismatch]);
}

#[test]
fn what_is_not_http_is_told() {
    for page in [
        front("v2.yaml webhook happened"),
        "---\nasyncapi: \"/asyncapi.yaml channel\"\n---\n".to_owned(),
        "---\napi: WS /\n---\n".to_owned(),
        "{% openapi-webhook spec=\"x\" name=\"y\" method=\"post\" %}\n".to_owned(),
    ] {
        assert_eq!(say("a.mdx", &page, &[]).1, [Code::UnsupportedPage, Code::NoOperations], "{page}");
    }
}

#[test]
fn front_matter_may_name_the_operation_itself() {
    let page = "---\ntitle: A\napi: \"post https://a.example/v1/x/:id\"\nauthMethod: bearer\n---\n\nText.\n";
    let mut sources = Sources::new();
    sources.add("a.mdx", page);
    let tree = read(&sources, &mut Sink::new()).expect("a document").tree;
    let operation = tree.get("paths").and_then(|paths| paths.get("/v1/x/{id}")?.get("post"));
    assert!(operation.and_then(|operation| operation.get("security")).is_some());
    assert_eq!(operation.and_then(|operation| operation.get("summary")?.as_str()), Some("A"));
}

#[test]
fn settings_beside_pages_are_left_out() {
    let mut sources = Sources::new();
    sources.add("a.yaml", DOCUMENT);
    sources.add("docs.json", "{\"name\": \"A\", \"navigation\": []}");
    let mut sink = Sink::new();
    assert!(read(&sources, &mut sink).is_ok_and(|weighed| weighed.tree.get("navigation").is_none()));
    assert_eq!(sink.diagnostics().iter().map(|said| said.code).collect::<Vec<_>>(), [Code::UnsupportedPage]);
}
