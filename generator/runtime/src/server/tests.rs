use super::template::Template;
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

fn path(text: &str) -> Vec<String> {
    text.split('/').map(str::to_owned).collect()
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
