use super::template::{Segment, Template};
use crate::http::{Operation, Piece};

const fn operation(pieces: &'static [Piece]) -> Operation {
    Operation {
        id: "",
        method: "GET",
        path: "",
        pieces,
        parameters: &[],
        body: None,
        responses: &[],
        security: &[],
    }
}

fn path(text: &str) -> Vec<Segment> {
    text.split('/').map(|text| Segment { raw: text.to_owned(), decoded: text.to_owned() }).collect()
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
