//! Path templates, matched on whole segments after they are decoded.

use crate::http::{Operation, Piece};
use std::cmp::Ordering;

/// A path template in segments.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Template {
    segments: Vec<Vec<Part>>,
}

/// A part of a segment.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    Literal(String),
    Parameter(usize),
}

impl Template {
    /// The template of an operation.
    pub(super) fn of(operation: &Operation) -> Self {
        let mut segments: Vec<Vec<Part>> = vec![Vec::new()];
        for piece in operation.pieces {
            match piece {
                Piece::Parameter(index) => {
                    segments.last_mut().into_iter().for_each(|last| last.push(Part::Parameter(*index)))
                }
                Piece::Literal(text) => {
                    for (place, text) in text.split('/').enumerate() {
                        if place > 0 {
                            segments.push(Vec::new());
                        }
                        if !text.is_empty() {
                            segments
                                .last_mut()
                                .into_iter()
                                .for_each(|last| last.push(Part::Literal(text.to_owned())));
                        }
                    }
                }
            }
        }
        Self { segments }
    }

    /// How many segments it has.
    pub(super) fn len(&self) -> usize {
        self.segments.len()
    }

    /// The parameters' values, where the decoded segments of a path fit.
    pub(super) fn matches(&self, path: &[String]) -> Option<Vec<(usize, String)>> {
        if path.len() != self.segments.len() {
            return None;
        }
        let mut values = Vec::new();
        let fits = self.segments.iter().zip(path).all(|(parts, text)| segment(parts, text, &mut values));
        fits.then_some(values)
    }

    /// The more literal of two templates comes first, segment by segment.
    pub(super) fn specificity(&self, other: &Self) -> Ordering {
        let rank = |parts: &[Part]| match parts {
            [Part::Parameter(_)] => 2,
            parts if parts.iter().any(|part| matches!(part, Part::Parameter(_))) => 1,
            _ => 0,
        };
        let ranks = |template: &Self| template.segments.iter().map(|parts| rank(parts)).collect::<Vec<_>>();
        ranks(self).cmp(&ranks(other))
    }
}

/// Whether a segment fits; a parameter takes as little as the literal after it leaves, the last one all.
fn segment(parts: &[Part], text: &str, values: &mut Vec<(usize, String)>) -> bool {
    match parts {
        [] => text.is_empty(),
        [Part::Parameter(index)] => {
            values.push((*index, text.to_owned()));
            true
        }
        [Part::Literal(literal), rest @ ..] => {
            text.strip_prefix(literal.as_str()).is_some_and(|text| segment(rest, text, values))
        }
        [Part::Parameter(index), rest @ ..] => {
            let before = values.len();
            let places = text.char_indices().map(|(place, _)| place).chain([text.len()]);
            places.skip(1).any(|place| {
                values.truncate(before);
                let (value, after) = text.split_at(place);
                values.push((*index, value.to_owned()));
                matches!(rest.first(), Some(Part::Literal(literal)) if after.starts_with(literal.as_str()))
                    && segment(rest, after, values)
            })
        }
    }
}
