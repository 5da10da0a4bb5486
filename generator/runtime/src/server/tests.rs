use super::template::{Segment, Template};
use crate::http::{Operation, Parameter, Piece, Style};

const fn operation(pieces: &'static [Piece]) -> Operation {
    Operation { pieces, ..Operation::NONE }
}

fn path(text: &str) -> Vec<Segment<'_>> {
    text.split('/').map(|text| Segment::new(text).expect("UTF-8")).collect()
}

#[test]
fn several_parameters_share_a_segment() {
    let compare = operation(&[
        Piece::Literal("/compare/"),
        Piece::Parameter(0),
        Piece::Literal("..."),
        Piece::Parameter(1),
    ]);
    let values = Template::of(&compare).matches(&path("/compare/a.b...c")).expect("a match");
    assert_eq!(values, [(0, "a.b".to_owned()), (1, "c".to_owned())]);
    assert_eq!(Template::of(&compare).matches(&path("/compare/a")), None);
}

#[test]
fn literals_are_compared_as_they_read_and_values_stay_escaped() {
    let odd = operation(&[Piece::Literal("/a b/%7Bx"), Piece::Parameter(0), Piece::Literal("}\u{e9}")]);
    let values = Template::of(&odd).matches(&path("/a%20b/{x%2C1,%C3%A9%7d%c3%a9")).expect("a match");
    assert_eq!(values, [(0, "%2C1,%C3%A9".to_owned())]);
    assert_eq!(Template::of(&odd).matches(&path("/a%20b/%7By}%C3%A9")), None);
}

#[test]
fn a_parameter_that_stands_twice_has_one_value() {
    let twice =
        operation(&[Piece::Literal("/"), Piece::Parameter(0), Piece::Literal("/"), Piece::Parameter(0)]);
    assert!(Template::of(&twice).matches(&path("/a/a")).is_some());
    assert_eq!(Template::of(&twice).matches(&path("/a/b")), None);
}

#[test]
fn the_style_of_a_parameter_parts_it_from_the_one_before() {
    const PARAMETERS: &[Parameter] =
        &[Parameter { name: "id", ..Parameter::PATH }, Parameter { style: Style::Label, ..Parameter::PATH }];
    static LABEL: Operation = Operation {
        parameters: PARAMETERS,
        pieces: &[Piece::Literal("/"), Piece::Parameter(0), Piece::Parameter(1)],
        ..Operation::NONE
    };
    let values = Template::of(&LABEL).matches(&path("/a.json")).expect("a match");
    assert_eq!(values, [(0, "a".to_owned()), (1, ".json".to_owned())]);
}

#[test]
fn a_literal_comes_before_a_parameter() {
    let mine = Template::of(&operation(&[Piece::Literal("/users/me")]));
    let any = Template::of(&operation(&[Piece::Literal("/users/"), Piece::Parameter(0)]));
    assert!(mine.specificity(&any).is_lt());
    assert!(any.matches(&path("/users/me/")).is_none());
}

#[test]
fn the_longer_literal_comes_first_and_nothing_is_tried_twice() {
    let any = Template::of(&operation(&[
        Piece::Literal("/"),
        Piece::Parameter(0),
        Piece::Literal("."),
        Piece::Parameter(1),
    ]));
    let json = Template::of(&operation(&[Piece::Literal("/"), Piece::Parameter(0), Piece::Literal(".json")]));
    assert!(json.specificity(&any).is_lt());
    let pair = [
        Piece::Literal("/"),
        Piece::Parameter(0),
        Piece::Literal("-"),
        Piece::Parameter(1),
        Piece::Literal(".json"),
    ];
    let pair = Template::of(&operation(Box::leak(Box::new(pair))));
    assert!(pair.matches(&path(&format!("/{}", "-".repeat(1_000_000)))).is_none());
}

#[test]
fn a_parameter_with_slashes_stands_for_several_segments() {
    const WIDE: &[Parameter] = &[Parameter { name: "name", allow_reserved: true, ..Parameter::PATH }];
    static MERGE: Operation = Operation {
        parameters: WIDE,
        pieces: &[Piece::Literal("/v1/"), Piece::Parameter(0), Piece::Literal(":merge")],
        ..Operation::NONE
    };
    let merge = Template::of(&MERGE);
    for (text, value) in [("/v1/a%2Fb/c%20d:merge", "a%2Fb/c%20d"), ("/v1/a:merge", "a")] {
        assert_eq!(merge.matches(&path(text)), Some(vec![(0, value.to_owned())]), "{text}");
    }
    assert_eq!(merge.matches(&path("/v1/a/b")), None);
    assert_eq!(merge.matches(&path("/v1")), None);
    static RAW: Operation = Operation {
        parameters: WIDE,
        pieces: &[Piece::Literal("/"), Piece::Parameter(0), Piece::Literal("/raw")],
        ..Operation::NONE
    };
    let raw = Template::of(&RAW);
    assert_eq!(raw.matches(&path("/a/b/raw")), Some(vec![(0, "a/b".to_owned())]));
    let one = operation(&[Piece::Literal("/"), Piece::Parameter(0), Piece::Literal("/raw")]);
    assert!(Template::of(&one).specificity(&raw).is_lt());
    static ALL: Operation = Operation {
        parameters: WIDE,
        pieces: &[Piece::Literal("/"), Piece::Parameter(0)],
        ..Operation::NONE
    };
    assert!(raw.specificity(&Template::of(&ALL)).is_lt());
}
