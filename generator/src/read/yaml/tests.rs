//! What reading promises, and what it survives.

use super::read_document;
use crate::diagnostics::{Code, Sink};
use crate::source::Sources;
use crate::tree::Node;

fn read(text: impl Into<Vec<u8>>) -> (Option<Node>, Vec<Code>, Sources) {
    let mut sources = Sources::new();
    let file = sources.add("a.yaml", text);
    let mut sink = Sink::new();
    let node = read_document(&sources, file, None, &mut sink);
    (node, sink.diagnostics().iter().map(|diagnostic| diagnostic.code).collect(), sources)
}

fn codes(text: impl Into<Vec<u8>>) -> Vec<Code> {
    read(text).1
}

#[test]
fn braces_around_keys_without_quotes_are_yaml() {
    let (node, codes, _) = read("\u{feff}{$ref: a.yaml, more: [1, 'b']}\n");
    assert_eq!(codes, []);
    assert_eq!(node.unwrap().get("$ref").and_then(Node::as_string), Some("a.yaml"));
    assert_eq!(read("[{a: 1}]").1, []);
    assert_eq!(read("{\"a\": 1, b: 2}").1, [Code::InvalidJson]);
    assert_eq!(read("[a]").1, [Code::InvalidJson]);
}

#[test]
fn places_and_texts_are_kept() {
    for text in [
        "\u{feff}é: x\r\nversion: 3.10\r\nlist:\r\n  - a\r\n  - 'no'\r\n",
        "\u{feff} {\"é\": \"x\", \"version\" : 3.10, \"list\": [\"a\", \"no\"]}",
    ] {
        let (node, codes, sources) = read(text);
        let node = node.unwrap();
        assert_eq!(codes, []);
        let version = node.as_mapping().unwrap().get_entry("version").unwrap();
        assert_eq!(version.value.as_number(), Some("3.10"));
        assert_eq!(sources.slice(version.value.origin), "3.10");
        assert_eq!(sources.slice(version.key_origin).trim_matches('"'), "version");
        let list = node.get("list").unwrap();
        assert_eq!(list.as_sequence().unwrap()[1].as_string(), Some("no"));
        let whole = sources.slice(list.origin);
        assert!(whole.ends_with("'no'") || whole == "[\"a\", \"no\"]", "{whole}");
    }
}

#[test]
fn a_range_has_the_places_of_the_file() {
    let mut sources = Sources::new();
    let file = sources.add("page.md", "# é\n```\na: [1, 2]\n```\n");
    let node = read_document(&sources, file, Some(9..19), &mut Sink::new()).unwrap();
    assert_eq!(sources.slice(node.get("a").unwrap().origin), "[1, 2]");
}

#[test]
fn mistakes_have_codes() {
    assert_eq!(codes("a: 1\nb: 2\na: 3\nb: 4\n"), [Code::DuplicateKey, Code::DuplicateKey]);
    assert_eq!(codes("{\"a\": 1, \"a\": 2}"), [Code::DuplicateKey]);
    assert_eq!(codes("a: 1\n---\nb: 2\n"), [Code::MultipleDocuments]);
    assert_eq!(codes("a: !ruby/object x\nb: !!str 1\nc: !!int '2'\n"), [Code::UnknownTag]);
    assert_eq!(codes("? [a]\n: 1\nb: 2\n"), [Code::InvalidKey]);
    assert_eq!(codes(b"a: \xff\n".to_vec()), [Code::InvalidUtf8]);
    assert_eq!(codes(""), [Code::InvalidYaml]);
    assert_eq!(codes("a: &x [*x]\n"), [Code::InvalidYaml]);
    assert_eq!(codes("a: *x\n"), [Code::InvalidYaml]);
    for text in ["{1: 1}", "{\"a\": 1,}", "[1] x", "[NaN]", "{\"a\" 1}", "[", "{", "[1", "{\"a\""] {
        assert_eq!(codes(text), [Code::InvalidJson], "{text}");
    }
    assert_eq!(codes("[[], {}, [[]], {\"a\": {}}]"), []);
}

#[test]
fn hostile_texts_end_soon() {
    assert_eq!(codes("[".repeat(100_000)), [Code::BudgetExceeded]);
    assert_eq!(codes("{\"a\":".repeat(100_000)), [Code::BudgetExceeded]);
    assert_eq!(codes("- ".repeat(20_000)), [Code::BudgetExceeded]);
    assert_eq!(codes(format!("a: {}", "[".repeat(100_000))).len(), 1);
    assert_eq!(codes("? ".repeat(20_000)).len(), 1);
    let mut laughs = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
    for level in 1..12 {
        let aliases = vec![format!("*a{}", level - 1); 10].join(", ");
        laughs.push_str(&format!("a{level}: &a{level} [{aliases}]\n"));
    }
    assert_eq!(codes(laughs), [Code::BudgetExceeded]);
    let chain: String = (1..300).map(|level| format!("a{level}: &a{level} [*a{}]\n", level - 1)).collect();
    assert_eq!(codes(format!("a0: &a0 x\n{chain}")), [Code::BudgetExceeded]);
}

#[test]
fn what_a_merge_key_leads_to_is_taken_in() {
    let text = "x: &x {a: 1, b: 2}\ny: &y {b: 3, c: 4}\n\
                one: {b: 0, <<: *x, d: 5}\nall: {<<: [*x, *y]}\nquoted: {\"<<\": *x}\nother: {<<: 1}\n";
    let (node, codes, _) = read(text);
    let node = node.unwrap();
    let pairs = |name: &str| -> Vec<(String, Option<String>)> {
        let mapping = node.get(name).unwrap().as_mapping().unwrap();
        let value = |node: &Node| node.as_number().map(str::to_owned);
        mapping.iter().map(|entry| (entry.key.to_string(), value(&entry.value))).collect()
    };
    let pair = |name: &str, value: &str| (name.to_owned(), Some(value.to_owned()));
    assert_eq!(codes, []);
    assert_eq!(pairs("one"), [pair("b", "0"), pair("a", "1"), pair("d", "5")]);
    assert_eq!(pairs("all"), [pair("a", "1"), pair("b", "2"), pair("c", "4")]);
    assert_eq!(pairs("quoted"), [("<<".to_owned(), None)]);
    assert_eq!(pairs("other"), [pair("<<", "1")]);
}
