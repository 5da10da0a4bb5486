//! The verdicts of the ledger are held against what the generator does: a keyword is taken out of a document that has
//! every keyword, and what is written is held against what was written with it.

#![allow(clippy::expect_used, reason = "a test says what it expects")]

use specwright::config::Config;
use specwright::diagnostics::{Code, Diagnostic, Format, Sink, render};
use specwright::emit;
use specwright::ledger::{self, Entry, Standing, Verdict};
use specwright::source::{Origin, Sources};
use specwright::tree::{Node, Value};
use specwright::{lower, normalize, read};

/// What is written for a document, and what is said about it.
#[derive(PartialEq, Eq)]
struct Written {
    /// The Rust without its comments, and the diagnostics of the stages behind the ledger.
    code: String,
    /// The comments, and the reference page.
    words: String,
}

fn write(mut tree: Node) -> Written {
    let mut sink = Sink::new();
    let config = Config::default();
    normalize::bundle(&mut tree, Vec::new(), &Sources::new(), &mut sink);
    let api =
        normalize::normalize(&mut tree, &mut sink).and_then(|()| lower::lower(&tree, &config, &mut sink));
    let (mut code, mut words) = (String::new(), String::new());
    if let Ok(api) = api {
        code.push_str(api.module.as_str());
        let files = emit::emit(&api).expect("a faithful output");
        words = emit::reference(&api);
        for line in files.iter().flat_map(|file| file.text.lines()) {
            let text = if line.trim_start().starts_with("//") { &mut words } else { &mut code };
            text.push_str(line);
            text.push('\n');
        }
    }
    // What is missing is told whatever becomes of it.
    let told: Vec<Diagnostic> =
        sink.diagnostics().iter().filter(|told| told.code != Code::Incomplete).cloned().collect();
    code.push_str(&render(&told, &Sources::new(), Format::Text));
    Written { code, words }
}

/// Takes the keyword at a place out of a tree; whether it was there.
fn take_out(node: &mut Node, keyword: &Entry) -> bool {
    let is_it = |key: &str, origin: Origin| key == keyword.keyword && origin == keyword.first;
    match &mut node.value {
        Value::Mapping(mapping) => {
            if mapping.iter().any(|entry| is_it(&entry.key, entry.key_origin)) {
                return mapping.remove(&keyword.keyword).is_some();
            }
            mapping.values_mut().any(|value| take_out(value, keyword))
        }
        Value::Sequence(items) => items.iter_mut().any(|item| take_out(item, keyword)),
        Value::Scalar(_) => false,
    }
}

/// What a keyword does where it is taken out: to the code, and to the words.
fn effect(tree: &Node, whole: &Written, entry: &Entry) -> (bool, bool) {
    let mut without = tree.clone();
    assert!(take_out(&mut without, entry), "{} is where the ledger says", entry.keyword);
    let without = write(without);
    (without.code != whole.code, without.words != whole.words)
}

/// Every place of a keyword, the first one first.
fn places(tree: &Node, entry: &Entry) -> Vec<Entry> {
    let (mut rest, mut places) = (tree.clone(), vec![entry.clone()]);
    while let Some(last) = places.last()
        && take_out(&mut rest, last)
        && let Some(next) = ledger::enter(&rest)
            .entries
            .into_iter()
            .find(|next| (next.kind, &next.keyword) == (entry.kind, &entry.keyword))
    {
        places.push(next);
    }
    places
}

/// What is wrong with the verdicts on the keywords of a document: a keyword that is used changes the code somewhere, one
/// that is documented changes words somewhere, and one that is ignored changes nothing anywhere.
fn wrong_verdicts(text: &str) -> Vec<String> {
    let mut sources = Sources::new();
    sources.add("input.yaml", text);
    let tree = read::read(&sources, &mut Sink::new()).expect("a document").tree;
    let whole = write(tree.clone());
    let mut wrong = Vec::new();
    for entry in ledger::enter(&tree).entries {
        // A comment asks for nothing.
        if entry.standing == Standing::Idle || entry.keyword == "$comment" {
            continue;
        }
        let places = places(&tree, &entry);
        let mut effects = places.iter().map(|place| effect(&tree, &whole, place));
        let (verdict, right) = match entry.verdict {
            Verdict::Used => ("used", effects.any(|(code, _)| code)),
            Verdict::Documented => {
                let effects: Vec<_> = effects.collect();
                let words = effects.iter().any(|(_, words)| *words);
                ("documented", words && effects.iter().all(|(code, _)| !code))
            }
            Verdict::Ignored(_) => ("ignored", effects.all(|effect| effect == (false, false))),
        };
        if !right {
            let effects: Vec<_> = places.iter().map(|place| effect(&tree, &whole, place)).collect();
            let (kind, code) = (entry.kind.name(), effects.iter().any(|(code, _)| *code));
            let words = effects.iter().any(|(_, words)| *words);
            let found = if code {
                "changes code"
            } else if words {
                "changes words"
            } else {
                "changes nothing"
            };
            wrong.push(format!("`{}` of {kind} is said to be {verdict} and {found}", entry.keyword));
        }
    }
    wrong
}

macro_rules! verdicts_are_true {
    ($($name:ident: $case:literal)+) => {
        $(#[test]
        fn $name() {
            let wrong = wrong_verdicts(include_str!(concat!("../cases/ledger/", $case, "/input.yaml")));
            assert!(wrong.is_empty(), "{}", wrong.join("\n"));
        })+
    };
}

verdicts_are_true! {
    of_openapi_3_0: "openapi-3.0"
    of_openapi_3_1: "openapi-3.1"
    of_openapi_3_2: "openapi-3.2"
    of_slips: "slips"
}
