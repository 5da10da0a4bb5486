//! Path templates, matched on whole segments after they are decoded.

use crate::http::{Operation, Piece};
use std::cmp::Ordering;

/// A segment of a path, as it was sent and as it reads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Segment {
    pub(super) raw: String,
    pub(super) decoded: String,
}

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

    /// The parameters' values, still escaped, where the segments of a path fit.
    pub(super) fn matches(&self, path: &[Segment]) -> Option<Vec<(usize, String)>> {
        if path.len() != self.segments.len() {
            return None;
        }
        let mut values = Vec::new();
        let fits = self.segments.iter().zip(path).all(|(parts, segment)| match parts.as_slice() {
            [] => segment.decoded.is_empty(),
            [Part::Literal(literal)] => segment.decoded == *literal,
            parts => fill(parts, &segment.raw, &mut values).is_some(),
        });
        fits.then_some(values)
    }

    /// The more literal of two templates comes first, segment by segment.
    pub(super) fn specificity(&self, other: &Self) -> Ordering {
        let rank = |parts: &[Part]| {
            let literal: usize =
                parts.iter().map(|part| if let Part::Literal(text) = part { text.len() } else { 0 }).sum();
            let parameters = parts.iter().any(|part| matches!(part, Part::Parameter(_)));
            if parameters { usize::MAX - literal } else { 0 }
        };
        let ranks = |template: &Self| template.segments.iter().map(|parts| rank(parts)).collect::<Vec<_>>();
        ranks(self).cmp(&ranks(other))
    }
}

/// Cuts a segment into its parameters' values, in one pass: a literal at the end is taken from the end, any other where
/// it occurs first behind at least one character.
fn fill(parts: &[Part], text: &str, values: &mut Vec<(usize, String)>) -> Option<()> {
    let (mut parts, mut text) = (parts, text);
    if let [before @ .., Part::Literal(last)] = parts {
        (parts, text) = (before, text.strip_suffix(last.as_str())?);
    }
    loop {
        match parts {
            [] => return text.is_empty().then_some(()),
            [Part::Parameter(index)] => {
                values.push((*index, text.to_owned()));
                return Some(());
            }
            [Part::Literal(literal), rest @ ..] => {
                (parts, text) = (rest, text.strip_prefix(literal.as_str())?)
            }
            [Part::Parameter(index), Part::Literal(literal), rest @ ..] => {
                let first = text.chars().next()?.len_utf8();
                let place = first + text.get(first..)?.find(literal.as_str())?;
                values.push((*index, text.get(..place)?.to_owned()));
                (parts, text) = (rest, text.get(place + literal.len()..)?);
            }
            // Nothing says where one of two neighbours ends.
            [Part::Parameter(_), Part::Parameter(_), ..] => return None,
        }
    }
}
