//! Descriptions that would be code: in a comment, in a doctest, in the page that rustdoc writes. What is written for them
//! has the items that it has for harmless words, and comments that only show text.

#![allow(clippy::expect_used, clippy::panic, reason = "a test says what it expects")]

use proc_macro2::{TokenStream, TokenTree};
use pulldown_cmark::{Event, Parser, Tag};
use specwright::Output;
use specwright::config::Config;
use specwright::diagnostics::Sink;
use specwright::source::Sources;
use specwright_cli::{Runtime, crate_files};
use tests::text::json;

fn generate(text: String) -> Option<Output> {
    let mut sources = Sources::new();
    sources.add("input.yaml", text);
    specwright::generate(&sources, &Config::default(), &mut Sink::new()).ok()
}

/// A document that says `text` wherever a description may stand.
fn described(text: &str) -> String {
    let text = json(text);
    format!(
        r##"{{"openapi":"3.0.3","info":{{"title":"Words","version":"1","description":{text}}},
        "servers":[{{"url":"https://a.example","description":{text}}}],
        "tags":[{{"name":"t","description":{text},"externalDocs":{{"url":"https://a.example","description":{text}}}}}],
        "paths":{{"/a":{{"summary":{text},"post":{{"operationId":"a","tags":["t"],"summary":{text},"description":{text},
          "parameters":[{{"name":"q","in":"query","description":{text},"example":{text},"schema":{{"type":"string","default":{text}}}}}],
          "requestBody":{{"description":{text},"content":{{"application/json":{{"schema":{{"$ref":"#/components/schemas/A"}},"example":{{"a":{text}}}}}}}}},
          "responses":{{"200":{{"description":{text},"content":{{"application/json":{{"schema":{{"$ref":"#/components/schemas/A"}}}}}}}},
                        "default":{{"description":{text}}}}}}}}}}},
        "components":{{"schemas":{{
          "A":{{"type":"object","title":{text},"description":{text},"properties":{{
            "a":{{"type":"string","description":{text},"example":{text}}},
            "e":{{"type":"string","enum":["x","y"],"description":{text}}},
            "u":{{"description":{text},"oneOf":[{{"type":"string","description":{text}}},{{"type":"integer","description":{text}}}]}}}}}}}},
          "securitySchemes":{{"s":{{"type":"apiKey","in":"header","name":"k","description":{text}}}}}}}}}"##
    )
}

/// The tokens of a file without its doc comments and other texts, and the doc comments.
fn skeleton(tokens: TokenStream, out: &mut Vec<String>, docs: &mut Vec<String>) {
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Punct(punct) if punct.as_char() == '#' => {
                if tokens.peek().is_some_and(|next| next.to_string() == "!") {
                    tokens.next();
                }
                let Some(TokenTree::Group(group)) = tokens.next() else { panic!("an attribute") };
                let mut inner = group.stream().into_iter();
                let name = inner.next().map(|name| name.to_string()).unwrap_or_default();
                if name == "doc" {
                    let text = inner.nth(1).map(|text| text.to_string()).unwrap_or_default();
                    docs.push(syn::parse_str::<syn::LitStr>(&text).expect("a text").value());
                } else {
                    docs.push(String::new());
                    out.push(format!("#[{}]", group.stream()));
                }
            }
            TokenTree::Group(group) => {
                docs.push(String::new());
                out.push(format!("{:?}", group.delimiter()));
                skeleton(group.stream(), out, docs);
            }
            // The formatter sets one behind the last element where the list is long.
            TokenTree::Punct(punct) if punct.as_char() == ',' => {}
            TokenTree::Literal(literal) if literal.to_string().contains('"') => out.push("text".to_owned()),
            other => {
                if !docs.last().is_some_and(String::is_empty) {
                    docs.push(String::new());
                }
                out.push(other.to_string());
            }
        }
    }
}

/// The ways by which a description becomes a doctest where nothing stops it, ends the comment or literal that it stands
/// in, or makes rustdoc do something else than show it.
const TEXTS: &[&str] = &[
    "```\nevil();\n```",
    "~~~\nevil();\n~~~",
    "words\n\n    evil();\n",
    "words\n\n\tevil();\n",
    "> ```\n> evil();\n> ```",
    "> words\n>\n>     evil();",
    "- ```\n  evil();\n  ```",
    "- words\n\n      evil();",
    "1. words\n\n       evil();",
    "[^1]: words\n\n    evil();",
    "```{.attr}\nevil();\n```",
    "```rust,edition2021\nevil();\n```",
    "```text\nwords\n```\n```\nevil();\n```",
    "````\n```\nevil();\n```\n````",
    "`\n```\nevil();\n```",
    "*/ fn evil() {} /*",
    "\"] fn evil() {} #[doc = \"",
    "\"# fn evil() {} \"\"\"",
    "\\\" fn evil() {}",
    "\r fn evil() {}",
    "words\r\rfn evil() {}",
    "\u{2028}fn evil() {}\u{2029}",
    "\u{0}fn evil() {}",
    "\u{202e}}{ )(live nf\u{2066}",
    "//! evil\n/// evil\n#![evil]",
    "<script>evil()</script><img onerror=evil()>",
    "[words](javascript:evil()) ![words](http://tracker.example/x.png) <javascript:evil()>",
    "[crate::X] [Vec] [words](file:///etc/passwd) {@html evil} [words]: https://a.example",
    "macro_rules! evil { () => {} } evil!()",
    "${env.EVIL} {evil} %s {{evil}}",
];

#[test]
fn no_description_is_code() {
    let skeletons = |text: &str| -> (Vec<(String, Vec<String>)>, Vec<String>) {
        let output = generate(described(text));
        let output = output.unwrap_or_else(|| panic!("{text:?} makes the document unusable"));
        let mut docs = Vec::new();
        let files = output.files.iter().map(|file| {
            let tokens: TokenStream = file.text.parse().unwrap_or_else(|_| panic!("{text:?}: {}", file.text));
            let mut out = Vec::new();
            skeleton(tokens, &mut out, &mut docs);
            assert!(file.text.contains("#![cfg(not(doctest))]"), "{}", file.path);
            (file.path.clone(), out)
        });
        (files.collect(), docs)
    };
    let (neutral, _) = skeletons("words");
    for text in TEXTS {
        let (hostile, docs) = skeletons(text);
        for ((path, hostile), (_, neutral)) in hostile.iter().zip(&neutral) {
            let same =
                hostile.iter().zip(neutral).take_while(|(hostile, neutral)| hostile == neutral).count();
            let (found, wanted) = (hostile.get(same..), neutral.get(same..));
            let part = |tokens: Option<&[String]>| {
                tokens.map(|tokens| tokens.iter().take(9).cloned().collect::<Vec<_>>())
            };
            assert!(hostile == neutral, "{text:?} in {path}: {:?} for {:?}", part(found), part(wanted));
        }
        assert_eq!(hostile.len(), neutral.len(), "{text:?}");
        let says = |word: &str| docs.iter().filter(|line| line.contains(word)).count() > 15;
        assert!(["evil", "words", "live"].into_iter().any(says), "{text:?} is lost: {docs:#?}");
        for doc in docs.split(String::is_empty) {
            // rustdoc takes away the blank that every line starts with.
            let lines: Vec<&str> = doc.iter().map(|line| line.strip_prefix(' ').unwrap_or(line)).collect();
            let doc = lines.join("\n");
            for event in Parser::new(&doc) {
                let harmless = match &event {
                    Event::Start(Tag::CodeBlock(_) | Tag::HtmlBlock | Tag::Image { .. }) => false,
                    Event::Start(Tag::Link { dest_url, .. }) => {
                        dest_url.starts_with("https://") || dest_url.starts_with("http://")
                    }
                    Event::Html(_) | Event::InlineHtml(_) => false,
                    _ => true,
                };
                assert!(harmless, "{text:?} gives {event:?} in\n{doc}");
            }
        }
    }
}

#[test]
fn a_title_stays_a_value_of_the_manifest() {
    let title = "x\"\n[build-dependencies]\nevil = \"1\"\n[lib]\npath = \"/etc/passwd\"\n# \u{202e}";
    let text = described("words").replace("\"Words\"", &json(title)).replace(
        "\"version\":\"1\"",
        &format!("\"version\":{}", json("1\"\n[patch.crates-io]\nserde = { path = \"/\" }")),
    );
    let output = generate(text);
    let output = output.expect("the document can be used");
    let files = crate_files(output, &Config::default(), &Runtime::Bundled).expect("a crate");
    assert!(files.iter().all(|file| !file.path.ends_with("build.rs")));
    let manifest = files.iter().find(|file| file.path == "Cargo.toml").expect("a manifest");
    let manifest: toml::Table = toml::from_str(&manifest.text).expect("TOML");
    let known = ["package", "lib", "features", "dependencies", "workspace", "lints"];
    assert!(manifest.keys().all(|key| known.contains(&key.as_str())), "{manifest}");
    let name = manifest["package"]["name"].as_str().expect("a name");
    assert!(name.chars().all(|mark| mark.is_ascii_lowercase() || mark.is_ascii_digit() || mark == '-'));
    assert!(!manifest.to_string().contains("evil ="), "{manifest}");
}
