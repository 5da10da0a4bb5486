//! Documents that are hostile by what their texts hold or by their size: what is written stays data, and bounded by what
//! was read. The small ones are cases of the group `hostile`.

#![allow(clippy::expect_used, clippy::panic, reason = "a test says what it expects")]

use proc_macro2::{TokenStream, TokenTree};
use specwright::Output;
use specwright::config::Config;
use specwright::diagnostics::{Code, Sink};
use specwright::source::Sources;
use tests::text::json;

/// What becomes of a document, and the codes of what is said about it.
fn generate(text: impl Into<Vec<u8>>) -> (Option<Output>, Vec<Code>) {
    let mut sources = Sources::new();
    sources.add("input.yaml", text);
    let mut sink = Sink::new();
    let output = specwright::generate(&sources, &Config::default(), &mut sink).ok();
    (output, sink.diagnostics().iter().map(|diagnostic| diagnostic.code).collect())
}

/// The one code that makes a document unusable.
fn refusal(text: impl Into<Vec<u8>>) -> Code {
    let (output, codes) = generate(text);
    assert!(output.is_none(), "the document was used");
    match codes.as_slice() {
        [code] => *code,
        codes => panic!("one code was expected: {codes:?}"),
    }
}

/// A document with one operation whose response is `schema`, and with `schemas` as its components, as JSON.
fn document(schema: &str, schemas: &str) -> String {
    let content = format!(r#"{{"application/json":{{"schema":{schema}}}}}"#);
    let response = format!(r#"{{"200":{{"description":"All.","content":{content}}}}}"#);
    let paths = format!(r#"{{"/a":{{"get":{{"operationId":"a","responses":{response}}}}}}}"#);
    let info = r#"{"title":"Hostile","version":"1"}"#;
    format!(r#"{{"openapi":"3.0.3","info":{info},"paths":{paths},"components":{{"schemas":{{{schemas}}}}}}}"#)
}

fn reference(name: impl std::fmt::Display) -> String {
    format!(r##"{{"$ref":"#/components/schemas/{name}"}}"##)
}

/// The bytes of all files.
fn size(output: &Output) -> usize {
    output.files.iter().map(|file| file.text.len()).sum::<usize>() + output.openapi.len()
}

#[test]
fn depth_is_bounded() {
    for (open, close) in [("[", "]"), ("{\"a\":", "}"), ("{\"not\":{\"items\":", "}}")] {
        let text = format!("{}1{}", open.repeat(100_000), close.repeat(100_000));
        assert_eq!(refusal(document(&text, "")), Code::BudgetExceeded);
        let yaml = format!("openapi: 3.0.3\nx: {}", open.repeat(100_000));
        assert_eq!(refusal(yaml), Code::BudgetExceeded);
    }
    for open in ["- ", "? "] {
        let (output, codes) = generate(format!("openapi: 3.0.3\nx:\n  {}a\n", open.repeat(100_000)));
        assert!(output.is_none() && codes.len() == 1, "{codes:?}");
    }
    // What the reader lets pass, every stage gets through.
    let depth = 40;
    let deep = format!(
        "{}{{\"type\":\"string\"}}{}",
        "{\"type\":\"array\",\"items\":".repeat(depth),
        "}".repeat(depth)
    );
    assert!(generate(document(&deep, "")).0.is_some());
}

/// Components `L0` to `L<levels>`, each of which `level` makes of references to the next.
fn lattice(levels: usize, level: impl Fn(usize, &str) -> String) -> String {
    let mut schemas: Vec<String> = (0..levels)
        .map(|index| format!("\"L{index}\":{}", level(index, &reference(format!("L{}", index + 1)))))
        .collect();
    schemas.push(format!(
        "\"L{levels}\":{{\"type\":\"object\",\"properties\":{{\"last\":{{\"type\":\"string\"}}}}}}"
    ));
    document(&reference("L0"), &schemas.join(","))
}

#[test]
fn lattices_with_2_to_the_30_paths_cost_what_their_text_does() {
    let both = lattice(30, |index, next| {
        format!(
            "{{\"allOf\":[{next},{next},{{\"type\":\"object\",\"properties\":{{\"p{index}\":{next}}}}}]}}"
        )
    });
    let (output, _) = generate(both);
    let types = output.expect("an output").api.types.len();
    assert_eq!(types, 31);
    let union = lattice(30, |_, next| {
        format!("{{\"oneOf\":[{next},{{\"type\":\"array\",\"items\":{next}}},{{\"type\":\"string\"}}]}}")
    });
    let (output, _) = generate(&*union);
    let output = output.expect("an output");
    assert_eq!(output.api.types.len(), 31);
    assert!(size(&output) < union.len() * 40, "{} of {}", size(&output), union.len());
    let inline = lattice(30, |_, next| {
        format!(
            "{{\"type\":\"object\",\"properties\":{{\"a\":{{\"type\":\"object\",\"properties\":{{\"b\":{next},\"c\":{next}}}}},\"d\":{next}}}}}"
        )
    });
    assert_eq!(generate(inline).0.expect("an output").api.types.len(), 61);
    let tuples = lattice(30, |_, next| {
        format!("{{\"type\":\"array\",\"items\":[{next},{next}],\"minItems\":2,\"maxItems\":2}}")
    });
    let output = generate(&*tuples).0.expect("an output");
    assert!(size(&output) < tuples.len() * 40, "{} of {}", size(&output), tuples.len());
}

#[test]
fn three_thousand_variants_are_one_union() {
    let union = |count: usize| {
        let variants: Vec<String> = (0..count).map(|index| reference(format!("V{index}"))).collect();
        let schema = |index| {
            let property = format!("{{\"k{index}\":{{\"type\":\"string\"}}}}");
            format!(
                "\"V{index}\":{{\"type\":\"object\",\"required\":[\"k{index}\"],\"properties\":{property}}}"
            )
        };
        let schemas: Vec<String> = (0..count).map(schema).collect();
        let text = document(&format!("{{\"oneOf\":[{}]}}", variants.join(",")), &schemas.join(","));
        let (output, codes) = generate(text);
        let output = output.expect("an output");
        assert_eq!(output.api.types.len(), count + 1);
        assert!(!codes.contains(&Code::AmbiguousUnion));
        size(&output)
    };
    let (half, whole) = (union(1_500), union(3_000));
    assert!(whole * 10 < half * 22, "{whole} and {half}");
}

#[test]
fn aliases_are_bounded() {
    let mut laughs = "openapi: 3.0.3\na0: &a0 [x, x, x, x, x, x, x, x, x]\n".to_owned();
    for level in 1..9 {
        let items = vec![format!("*a{}", level - 1); 9].join(", ");
        laughs.push_str(&format!("a{level}: &a{level} [{items}]\n"));
    }
    assert_eq!(refusal(laughs), Code::BudgetExceeded);
    let mut merges = "openapi: 3.0.3\na0: &a0 {k: v, l: v}\n".to_owned();
    for level in 1..40 {
        let below = level - 1;
        merges.push_str(&format!("a{level}: &a{level} {{<<: *a{below}, x: *a{below}, y: *a{below}}}\n"));
    }
    assert_eq!(refusal(merges), Code::BudgetExceeded);
    let (output, codes) = generate("openapi: 3.0.3\na: &a [*a]\n");
    assert!(output.is_none() && !codes.is_empty(), "{codes:?}");
    let anchors: String = (0..200_000).map(|index| format!("  - &a{index} x\n")).collect();
    let text = document("{\"type\":\"string\"}", "");
    let (output, codes) = generate(format!(
        "openapi: 3.0.3\ninfo: {{title: A, version: '1'}}\npaths: {{/a: {{get: {{operationId: a, responses: {{'204': {{description: Done.}}}}}}}}}}\nx-a:\n{anchors}"
    ));
    assert!(output.is_some() || codes == [Code::BudgetExceeded], "{codes:?}");
    assert!(generate(text).0.is_some());
}

#[test]
fn a_key_that_stands_twice_is_refused_however_it_is_written() {
    for text in [
        "openapi: 3.0.3\ninfo: {}\ninfo: {}\n",
        "openapi: 3.0.3\npaths: {/a: {get: {responses: {200: {}, '200': {}}}}}\n",
        "openapi: 3.0.3\n\"\\u0061\": 1\na: 2\n",
        "{\"openapi\": \"3.0.3\", \"\\u0061\": 1, \"a\": 2}",
    ] {
        assert_eq!(refusal(text), Code::DuplicateKey, "{text}");
    }
}

#[test]
fn encodings_give_one_clear_answer() {
    let plain = "openapi: 3.0.3\ninfo: {title: A, version: '1'}\npaths:\n  /a:\n    get:\n      operationId: a\n      responses:\n        '204': {description: Done.}\n";
    let (expected, codes) = generate(plain);
    assert_eq!(codes, []);
    let expected = expected.expect("an output").openapi;
    for same in
        [format!("\u{feff}{plain}"), plain.replace('\n', "\r\n"), format!("%YAML 1.2\n---\n{plain}...\n")]
    {
        let (output, codes) = generate(&*same);
        assert_eq!(codes, [], "{same:?}");
        assert_eq!(output.expect("an output").openapi, expected);
    }
    let mut invalid = plain.as_bytes().to_vec();
    invalid.extend(b"x-a: \xff\n");
    assert_eq!(refusal(invalid), Code::InvalidUtf8);
    let wide: Vec<u8> =
        [0xff, 0xfe].into_iter().chain(plain.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    assert_eq!(refusal(wide), Code::InvalidUtf8);
    assert_eq!(refusal(format!("{plain}---\n{plain}")), Code::MultipleDocuments);
    assert_eq!(refusal(format!("{plain}x-a: !!python/object/apply:os.system [ls]\n")), Code::UnknownTag);
    assert_eq!(refusal(format!("{plain}x-a: !include /etc/passwd\n")), Code::UnknownTag);
    assert_eq!(refusal(format!("{plain}x-a:\n\t- b\n")), Code::InvalidYaml);
    let (_, codes) = generate(format!("{plain}x-a: \"\0\"\n"));
    assert!(codes.iter().all(|code| *code == Code::InvalidYaml), "{codes:?}");
}

#[test]
fn long_names_and_texts_are_cut_where_they_become_names() {
    let name = "a".repeat(10_000);
    let text = document(
        &reference(&name),
        &format!(
            "\"{name}\":{{\"type\":\"object\",\"properties\":{{\"{name}\":{{\"type\":\"string\",\"enum\":[\"{name}\",\"{name}b\"]}}}}}}"
        ),
    );
    let (output, _) = generate(
        &*text.replace("\"operationId\":\"a\"", &format!("\"operationId\":\"{name}\",\"tags\":[\"{name}\"]")),
    );
    let output = output.expect("an output");
    let longest = output.files.iter().flat_map(|file| {
        assert!(file.path.len() <= 64, "{}", file.path);
        let tokens: TokenStream = file.text.parse().expect("Rust");
        identifiers(tokens)
    });
    assert!(longest.map(|name| name.len()).max().unwrap_or(0) <= 200);
    let words = "word ".repeat(200_000);
    let (output, _) = generate(document(
        &format!(
            "{{\"type\":\"object\",\"description\":\"{words}\",\"properties\":{{\"a\":{{\"type\":\"string\",\"example\":\"{words}\"}}}}}}"
        ),
        "",
    ));
    assert!(size(&output.expect("an output")) < words.len() * 6);
    let keys: String = (0..20_000).map(|index| format!("\"k{index}\":1,")).collect();
    let (output, codes) = generate(document(&format!("{{{keys}\"type\":\"string\"}}"), ""));
    assert!(output.is_some() && codes.len() < 30, "{}", codes.len());
}

fn identifiers(tokens: TokenStream) -> Vec<String> {
    let mut names = Vec::new();
    for token in tokens {
        match token {
            TokenTree::Group(group) => names.extend(identifiers(group.stream())),
            TokenTree::Ident(ident) => names.push(ident.to_string()),
            TokenTree::Punct(_) | TokenTree::Literal(_) => {}
        }
    }
    names
}

#[test]
fn no_reference_reads_a_file_or_tells_what_is_in_it() {
    for target in
        ["file:///etc/hostname", "../../../../../../etc/hostname", "/etc/hostname", "http://127.0.0.1:1/x"]
    {
        let mut sources = Sources::new();
        sources.add("input.json", document(&format!("{{\"$ref\":{}}}", json(target)), ""));
        let mut sink = Sink::new();
        let output = specwright::generate(&sources, &Config::default(), &mut sink).expect("an output");
        assert!(output.api.types.is_empty());
        let codes: Vec<Code> = sink.diagnostics().iter().map(|diagnostic| diagnostic.code).collect();
        assert_eq!(codes, [Code::ExternalReference], "{target}");
    }
}
