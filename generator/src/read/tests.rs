use super::read;
use crate::diagnostics::{Code, Sink};
use crate::source::Sources;
use crate::tree::Node;

const PAGE: &str = "# Get a thing\n\n## OpenAPI\n\n````yaml things.json get /things/{id}\nopenapi: 3.1.0\ninfo: {title: Things, version: '1'}\npaths:\n  /things/{id}:\n    get:\n      description: |\n        ```\n        a fence in a text\n        ```\n      responses: {}\ncomponents:\n  schemas:\n    Thing: {type: object}\n````\n";

fn codes(pages: &[&str]) -> (Option<Node>, Vec<Code>) {
    let mut sources = Sources::new();
    for (index, page) in pages.iter().enumerate() {
        sources.add(format!("{index}.md"), *page);
    }
    let mut sink = Sink::new();
    let tree = read(&sources, &mut sink).ok().map(|weighed| weighed.tree);
    (tree, sink.diagnostics().iter().map(|diagnostic| diagnostic.code).collect())
}

#[test]
fn a_fence_is_read_with_the_fences_inside_it() {
    let (tree, codes) = codes(&[PAGE]);
    assert_eq!(codes, []);
    let operation = tree.as_ref().and_then(|tree| tree.get("paths")?.get("/things/{id}")?.get("get"));
    assert!(
        operation
            .and_then(|operation| operation.get("description")?.as_str())
            .is_some_and(|text| text.contains("```"))
    );
}

#[test]
fn two_pages_become_one_document() {
    let other = PAGE.replace("get /things", "put /things").replace("    get:", "    put:");
    let (tree, codes) = codes(&[PAGE, &other]);
    assert_eq!(codes, []);
    let item =
        tree.as_ref().and_then(|tree| tree.get("paths")?.get("/things/{id}")?.as_mapping()).expect("a path");
    assert_eq!(item.iter().map(|entry| entry.key.as_str()).collect::<Vec<_>>(), ["get", "put"]);
}

#[test]
fn pages_that_disagree_are_told() {
    let other = PAGE
        .replace("Thing: {type: object}", "Thing: {type: string}")
        .replace(" get", " put")
        .replace("get:", "put:");
    assert_eq!(codes(&[PAGE, &other]).1, [Code::ConflictingPages]);
}

#[test]
fn a_page_that_is_cut_off_gives_what_it_has() {
    let cut = PAGE.trim_end().trim_end_matches('`');
    let (tree, codes) = codes(&[cut]);
    assert!(tree.is_some());
    assert_eq!(codes, [Code::UnclosedFence]);
}

#[test]
fn a_heading_that_lies_is_told() {
    assert_eq!(
        codes(&[&PAGE.replace("json get /things/{id}", "json delete /things/{id}")]).1,
        [Code::FenceMismatch]
    );
}

#[test]
fn a_text_of_no_layout_is_refused() {
    assert_eq!(codes(&["hello\n"]).1, [Code::UnknownLayout]);
    assert_eq!(codes(&[]).1, [Code::NoOperations]);
}

#[test]
fn a_page_of_html_is_reduced_first() {
    let fence = "<!DOCTYPE html><html><head><style>x</style></head><body><h1>Get</h1>\n<pre><code class=\"language-yaml get /things\">openapi: 3.0.3\ninfo: {title: T, version: '1'}\npaths: {}\n</code></pre></body></html>";
    let table = "<!DOCTYPE html><h3>GET /things/{id}</h3><h2>Response</h2><pre>{\"id\": 1}</pre>";
    let (tree, said) = codes(&[table]);
    assert!(tree.unwrap().get("paths").unwrap().get("/things/{id}").is_some(), "{said:?}");
    assert!(!codes(&[fence]).1.contains(&Code::InvalidYaml));
    assert_eq!(codes(&[&format!("<html>{}", "<div>".repeat(100_000))]).1, [Code::BudgetExceeded]);
}

#[test]
fn a_page_that_is_not_known_costs_the_others_nothing() {
    assert_eq!(codes(&["# Welcome\n\nHello.\n", PAGE]).1, [Code::UnsupportedPage]);
}

#[test]
fn two_specifications_share_no_components() {
    let one = PAGE;
    let two = PAGE
        .replace("yaml things.json get /things/{id}", "yaml /other_things.json get /others/{id}")
        .replace("/things/{id}:", "/others/{id}:")
        .replace("responses: {}", "responses: {'200': {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/Thing'}}}}}")
        .replace("Thing: {type: object}", "Thing: {type: string}");
    let (tree, said) = codes(&[one, &two]);
    let tree = tree.unwrap();
    let schemas = tree.get("components").unwrap().get("schemas").unwrap();
    assert_eq!(said, []);
    assert_eq!(schemas.get("Thing").unwrap().get("type").unwrap().as_str(), Some("object"));
    assert_eq!(schemas.get("OtherThingsThing").unwrap().get("type").unwrap().as_str(), Some("string"));
    let schema = "/paths/~1others~1{id}/get/responses/200/content/application~1json/schema/$ref";
    let reference = tree.pointer(&crate::source::JsonPointer::parse(schema).unwrap()).unwrap();
    assert_eq!(reference.as_str(), Some("#/components/schemas/OtherThingsThing"));
}
