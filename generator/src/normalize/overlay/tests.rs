//! What an overlay does to a small document.

use super::query::Query;
use super::{Applied, apply};
use crate::diagnostics::{Code, Diagnostic, Sink};
use crate::document::write::write_yaml;
use crate::read::yaml::read_document;
use crate::source::{JsonPointer, Origin, Sources};
use crate::tree::Node;

struct Outcome {
    sources: Sources,
    tree: Node,
    applied: Applied,
    diagnostics: Vec<Diagnostic>,
}

/// A text that is YAML whatever it starts with.
fn yaml(text: &str) -> String {
    format!("---\n{text}\n")
}

/// What an overlay's text makes of a document's.
fn overlaid(document: &str, overlay: &str) -> Outcome {
    let mut sources = Sources::new();
    let document = sources.add("d.yaml", yaml(document));
    let overlay = sources.add_overlay("o.yaml", yaml(overlay));
    let mut sink = Sink::new();
    let mut tree = read_document(&sources, document, None, &mut sink).expect("a document");
    let overlay = read_document(&sources, overlay, None, &mut sink).expect("an overlay");
    let applied = apply(&mut tree, &overlay, &mut sink);
    Outcome { sources, tree, applied, diagnostics: sink.diagnostics().to_vec() }
}

fn acted(document: &str, actions: &str) -> Outcome {
    overlaid(document, &format!("overlay: 1.1.0\ninfo: {{title: T, version: '1'}}\nactions: {actions}\n"))
}

/// Applies actions to a document, and expects another without a word.
#[track_caller]
fn becomes(document: &str, actions: &str, expected: &str) {
    let outcome = acted(document, actions);
    let mut sources = Sources::new();
    let file = sources.add("e.yaml", yaml(expected));
    let expected = read_document(&sources, file, None, &mut Sink::new()).expect("a document");
    assert!(outcome.tree.means_the_same(&expected), "{}", write_yaml(&outcome.tree));
    assert_eq!(outcome.diagnostics, []);
}

/// The codes and messages that actions lead to, and the text that each is about.
fn said(outcome: &Outcome) -> Vec<(Code, &str, &str)> {
    let place = |told: &Diagnostic| told.primary.as_ref().map(|label| label.origin).expect("a place");
    let told = outcome.diagnostics.iter();
    told.map(|told| (told.code, told.message.as_str(), outcome.sources.slice(place(told)))).collect()
}

#[test]
fn objects_are_merged_at_every_level() {
    becomes(
        "{a: {b: 1, c: {d: [1], e: x}}, f: 2}",
        "[{target: $.a, update: {b: 2, c: {d: [2, 3], g: {h: 1}}, i: null}}]",
        "{a: {b: 2, c: {d: [1, 2, 3], e: x, g: {h: 1}}, i: null}, f: 2}",
    );
}

#[test]
fn arrays_take_elements_and_arrays() {
    becomes("{a: [1], b: [1]}", "[{target: $.a, update: {b: 1}}]", "{a: [1, {b: 1}], b: [1]}");
    becomes("{a: [1], b: [1]}", "[{target: \"$['a','b']\", update: 2}]", "{a: [1, 2], b: [1, 2]}");
    becomes("{a: [1]}", "[{target: $.a, update: [2, [3]]}]", "{a: [1, 2, [3]]}");
}

#[test]
fn primitive_targets_are_replaced() {
    becomes("{a: [x, y], b: 1}", "[{target: '$.a[?@ == ''y'']', update: z}]", "{a: [x, z], b: 1}");
    becomes("{a: 1}", "[{target: $.a, update: null}]", "{a: null}");
}

#[test]
fn what_is_removed_is_gone_whatever_else_the_action_says() {
    becomes(
        "{a: [x, y, x, z], b: {c: 1}}",
        "[{target: '$.a[?@ == ''x'']', remove: true}]",
        "{a: [y, z], b: {c: 1}}",
    );
    becomes("{a: 1, b: {c: 1}}", "[{target: $.b, update: {d: 1}, remove: true}]", "{a: 1}");
    becomes("{a: {a: {a: 1}}, b: 1}", "[{target: $..a, remove: true}]", "{b: 1}");
    becomes("{a: 1}", "[{target: $.a, remove: false}]", "{a: 1}");
}

#[test]
fn copies_are_merged_as_updates_are() {
    becomes("{a: {x: 1}, b: {y: 2}}", "[{target: $.b, copy: $.a}]", "{a: {x: 1}, b: {y: 2, x: 1}}");
    becomes("{a: {x: 1}, b: [0]}", "[{target: $.b, copy: $.a}]", "{a: {x: 1}, b: [0, {x: 1}]}");
    becomes("{a: {b: {}}}", "[{target: $.a.b, copy: $.a}]", "{a: {b: {b: {}}}}");
}

#[test]
fn each_action_sees_what_the_one_before_it_left() {
    becomes(
        "{a~/b: {x: [1]}}",
        "[{target: \"$['a~/b']\", update: {y: {z: 1}}}, {target: $..y, update: {w: 2}}, {target: $..x, update: 5},
          {target: '$..x[?@ == 5]', update: 6}, {target: $..z, remove: true}, {target: '$..x[0]', remove: true},
          {target: '$', copy: '$..y'}, {target: '$..[?@ == 2]', update: 3}]",
        "{a~/b: {x: [6], y: {w: 3}}, w: 3}",
    );
}

#[test]
fn what_is_merged_in_keeps_its_place() {
    let outcome = acted("{a: {b: 1}}", "[{target: $.a, update: {b: 'two', c: {d: 3}}}]");
    let text = |pointer: &str| {
        let pointer = JsonPointer::parse(pointer).expect("a pointer");
        let node = outcome.tree.pointer(&pointer).expect("a node");
        (outcome.sources.name(node.origin.file), outcome.sources.slice(node.origin))
    };
    assert_eq!(text("/a"), ("d.yaml", "{b: 1}"));
    assert_eq!(text("/a/b"), ("o.yaml", "'two'"));
    assert_eq!(text("/a/c/d"), ("o.yaml", "3"));
    let settled = |place: &str| outcome.applied.settles(&JsonPointer::parse(place).expect("a pointer"));
    assert_eq!(["", "/a", "/a/b", "/a/c", "/a/c/d"].map(settled), [false, true, true, true, true]);
    assert!(!settled("/a/bc") && !settled("/a/x"));
}

#[test]
fn an_action_that_matches_nothing_is_told() {
    let outcome = acted("{a: {}}", "[{target: $.b, update: {}}, {target: $.a, copy: $.b.c}]");
    let codes: Vec<_> = said(&outcome).into_iter().map(|(code, _, place)| (code, place)).collect();
    assert_eq!(codes, [(Code::UnmatchedAction, "$.b"), (Code::UnmatchedAction, "$.b.c")]);
}

#[test]
fn what_cannot_be_merged_is_told() {
    let outcome = acted(
        "{a: {b: []}, c: 1, d: [x]}",
        "[{target: $.a, update: {b: {}, e: 1}}, {target: $.c, update: [0]}, {target: $.*, update: {f: 1}},
          {target: $, remove: true}, {target: $.a, copy: '$.*'}, {target: $.c, copy: $.d}]",
    );
    assert_eq!(
        said(&outcome),
        [
            (Code::InvalidOverlay, "an object cannot be merged into an array", "{}"),
            (Code::InvalidOverlay, "an array cannot be merged into a primitive value", "[0]"),
            (
                Code::InvalidOverlay,
                "the targets of an action must be all objects, all arrays or all primitive values",
                "$.*"
            ),
            (Code::InvalidOverlay, "the whole document cannot be removed", "$"),
            (Code::InvalidOverlay, "`copy` must match one node, and matches several", "'$.*'"),
            (Code::InvalidOverlay, "an array cannot be merged into a primitive value", "$.d"),
        ]
    );
}

#[test]
fn an_overlay_that_is_not_sound_changes_nothing() {
    let head = "overlay: 1.0.0\ninfo: {title: T, version: '1', x-y: 1}\n";
    let cases = [
        ("[]", "an overlay is an object"),
        ("{overlay: 1.1.0, info: {title: T, version: 1}}", "an overlay needs the field `actions`"),
        (
            "{info: {title: T, version: 1}, actions: [{target: $, update: {}}]}",
            "an overlay needs the field `overlay`",
        ),
        (
            "{overlay: 2.0.0, info: {title: T, version: 1}, actions: [{target: $, update: {}}]}",
            "`overlay` must be 1.0.x or 1.1.x",
        ),
        (
            "{overlay: 1.1.0, info: {title: T}, actions: [{target: $, update: {}}]}",
            "the `info` of an overlay needs the field `version`",
        ),
        (&format!("{head}actions: []"), "`actions` is a list of at least one action"),
        (&format!("{head}actions: [$]"), "an action is an object"),
        (&format!("{head}actions: [{{update: {{}}}}]"), "an action needs the field `target`"),
        (
            &format!("{head}actions: [{{target: $, updat: 1, remove: false}}]"),
            "an action has no field `updat`",
        ),
        (&format!("{head}actions: [{{target: $, remove: 1}}]"), "`remove` is `true` or `false`"),
        (&format!("{head}actions: [{{target: $, copy: $.a}}]"), "`copy` needs `overlay: 1.1.0`"),
        (
            &format!("{head}actions: [{{target: $}}]"),
            "this action has neither `update` nor `remove` nor `copy`",
        ),
        (&format!("{head}actions: [{{target: 1, update: 1}}]"), "`target` is a JSONPath"),
    ];
    for (overlay, expected) in cases {
        let outcome = overlaid("{a: 1}", overlay);
        let said: Vec<_> = said(&outcome).into_iter().map(|(code, message, _)| (code, message)).collect();
        assert_eq!(said, [(Code::InvalidOverlay, expected)], "{overlay}");
        assert!(outcome.applied.touched.is_empty());
    }
    let both = acted("{a: 1}", "[{target: $, update: {}, copy: $.a}]");
    assert_eq!(said(&both).len(), 1);
}

#[test]
fn queries_are_bounded() {
    let origin = Origin::new(Sources::new().add("q", ""), 0, 0);
    let parse = |text: &str| Query::parse(text, origin);
    for good in
        ["$", "$['a[[[[[[[[[[[[[[[[(..,..,..,..']", "$..a[?@.b && (@.c || !@.d)]", "$[?length(@.a) > 1]"]
    {
        assert!(parse(good).is_ok(), "{good}");
    }
    for bad in
        ["", "a", "$.", "$[99999999999999999999]", "$[?@.a ==]", "$ ", "$..a..b..c..d..e", "$[?nothing(@)]"]
    {
        assert!(parse(bad).is_err(), "{bad}");
    }
    for open in ["(", "@[?", "length(", "!("] {
        for count in [9, 10, 11, 1000] {
            assert!(parse(&format!("$[?{}", open.repeat(count))).is_err());
        }
    }
}

#[test]
fn copies_of_copies_end() {
    let exceeded = |document: &str, actions: &str| {
        let outcome = acted(document, actions);
        let codes: Vec<_> = said(&outcome).into_iter().map(|(code, _, _)| code).collect();
        assert_eq!(codes, [Code::BudgetExceeded]);
    };
    exceeded("{a: {b: [1, 2, 3]}}", &format!("[{}]", "{target: $.a, copy: $},".repeat(40)));
    let deep = format!("{}{{leaf: {{}}}}{}", "{a: ".repeat(150), "}".repeat(150));
    exceeded(&deep, "[{target: $..leaf, copy: $.a}, {target: $.b, update: 1}]");
}
