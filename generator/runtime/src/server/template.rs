//! Path templates, matched on whole segments after they are decoded.

use crate::http::{Operation, Piece, Style, unescape};
use std::borrow::Cow;
use std::cmp::Ordering;

/// A segment of a path, as it was sent and as it reads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Segment<'p> {
    raw: &'p str,
    decoded: Cow<'p, str>,
}

impl<'p> Segment<'p> {
    /// A segment as it was sent; `None` where it does not read as UTF-8.
    pub(super) fn new(raw: &'p str) -> Option<Self> {
        let decoded = match raw.contains('%') {
            true => Cow::Owned(unescape(raw, false).ok()?),
            false => Cow::Borrowed(raw),
        };
        Some(Self { raw, decoded })
    }

    /// Where each byte of the text that is read begins in the text that was sent, and where that ends.
    fn places(&self) -> Vec<usize> {
        let mut places = Vec::with_capacity(self.decoded.len() + 1);
        let mut place = 0;
        for byte in self.decoded.bytes() {
            places.push(place);
            // What reads otherwise than it was sent was sent as `%` and two digits.
            let escaped = self.raw.as_bytes().get(place) == Some(&b'%')
                && (byte != b'%' || self.raw.get(place..place + 3).is_some_and(|it| it == "%25"));
            place += if escaped { 3 } else { 1 };
        }
        places.push(self.raw.len());
        places
    }
}

/// A path template in segments.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Template {
    segments: Vec<Vec<Part>>,
    /// The segment that stands for one or more of a path: the first with a parameter that may hold slashes.
    wide: Option<usize>,
}

/// A part of a segment.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    /// A text as it reads.
    Literal(String),
    /// A parameter, and how its text begins where its style says so.
    Parameter(usize, &'static str),
}

/// Adds a text of a path; its slashes begin segments.
fn literal(text: &str, segments: &mut Vec<Vec<Part>>) {
    for (place, text) in text.split('/').enumerate() {
        if place > 0 {
            segments.push(Vec::new());
        }
        if !text.is_empty() {
            let part = Part::Literal(unescape(text, false).unwrap_or_else(|_| text.to_owned()));
            segments.last_mut().into_iter().for_each(|last| last.push(part.clone()));
        }
    }
}

impl Template {
    /// The template of an operation.
    pub(super) fn of(operation: &Operation) -> Self {
        let mut segments: Vec<Vec<Part>> = vec![Vec::new()];
        let mut wide = None;
        for piece in operation.pieces {
            match piece {
                Piece::Parameter(index) => {
                    if operation.parameters.get(*index).is_some_and(|parameter| parameter.allow_reserved) {
                        wide = wide.or(Some(segments.len() - 1));
                    }
                    let start = match operation.parameters.get(*index).map(|parameter| parameter.style) {
                        Some(Style::Label) => ".",
                        Some(Style::Matrix) => ";",
                        _ => "",
                    };
                    let part = Part::Parameter(*index, start);
                    segments.last_mut().into_iter().for_each(|last| last.push(part.clone()));
                }
                Piece::Literal(text) => literal(text, &mut segments),
            }
        }
        Self { segments, wide }
    }

    /// The template of a path without parameters.
    pub(super) fn literal(path: &str) -> Self {
        let mut segments = vec![Vec::new()];
        literal(path, &mut segments);
        Self { segments, wide: None }
    }

    /// Whether it can be that of a path of so many segments.
    pub(super) fn fits(&self, length: usize) -> bool {
        self.segments.len() == length || self.wide.is_some() && self.segments.len() < length
    }

    /// The parameters' values, still escaped, where the segments of a path fit.
    pub(super) fn matches(&self, path: &[Segment<'_>]) -> Option<Vec<(usize, String)>> {
        if !self.fits(path.len()) {
            return None;
        }
        if let Some(wide) = self.wide.filter(|_| path.len() > self.segments.len()) {
            return self.matches_wide(wide, path);
        }
        // Most templates of an API differ in a word, which is looked at before any value is copied.
        let words = self.segments.iter().zip(path).all(|(parts, segment)| match parts.as_slice() {
            [] => segment.decoded.is_empty(),
            [Part::Literal(literal)] => segment.decoded == *literal,
            _ => true,
        });
        if !words {
            return None;
        }
        let mut values = Vec::new();
        let fits = self.segments.iter().zip(path).all(|(parts, segment)| match parts.as_slice() {
            [] | [Part::Literal(_)] => true,
            parts => fill(parts, segment, &mut values).is_some(),
        });
        fits.then_some(values)
    }

    /// The values where one segment stands for several of a path.
    fn matches_wide(&self, wide: usize, path: &[Segment<'_>]) -> Option<Vec<(usize, String)>> {
        let end = wide + path.len() - self.segments.len();
        let several = path.get(wide..=end)?;
        let raw = several.iter().map(|segment| segment.raw).collect::<Vec<_>>().join("/");
        let decoded = several.iter().map(|segment| &*segment.decoded).collect::<Vec<_>>().join("/");
        let joined = Segment { raw: &raw, decoded: Cow::Owned(decoded) };
        let before = path.get(..wide)?.iter().cloned();
        let path: Vec<Segment<'_>> =
            before.chain([joined]).chain(path.get(end + 1..)?.iter().cloned()).collect();
        self.matches(&path)
    }

    /// The more literal of two templates comes first, segment by segment.
    pub(super) fn specificity(&self, other: &Self) -> Ordering {
        let rank = |parts: &[Part]| {
            let literal: usize =
                parts.iter().map(|part| if let Part::Literal(text) = part { text.len() } else { 0 }).sum();
            let parameters = parts.iter().any(|part| matches!(part, Part::Parameter(..)));
            // What stands for several segments comes behind everything that stands for one.
            if parameters { usize::MAX - 1 - literal } else { 0 }
        };
        let ranks = |template: &Self| {
            let places = template.segments.iter().enumerate();
            let ranks =
                places.map(|(at, parts)| if template.wide == Some(at) { usize::MAX } else { rank(parts) });
            // Of two that begin alike the one that says more behind it comes first.
            ranks.chain(template.wide.map(|_| usize::MAX)).collect::<Vec<_>>()
        };
        ranks(self).cmp(&ranks(other))
    }
}

/// Cuts a segment into its parameters' values, in one pass: a literal at the end is taken from the end, any other where
/// it occurs first behind at least one character. A parameter that stands twice has the same value twice.
fn fill(parts: &[Part], segment: &Segment<'_>, values: &mut Vec<(usize, String)>) -> Option<()> {
    if let [Part::Parameter(index, _)] = parts {
        return keep(*index, segment.raw, values);
    }
    let places = segment.places();
    let (mut parts, mut start, mut end) = (parts, 0, segment.decoded.len());
    if let [before @ .., Part::Literal(last)] = parts {
        parts = before;
        end = segment.decoded.strip_suffix(last.as_str())?.len();
    }
    let mut value = |index: usize, from: usize, to: usize| {
        keep(index, segment.raw.get(*places.get(from)?..*places.get(to)?)?, values)
    };
    loop {
        let text = segment.decoded.get(start..end)?;
        let (index, next, rest, skipped) = match parts {
            [] => return text.is_empty().then_some(()),
            [Part::Parameter(index, _)] => return value(*index, start, end),
            [Part::Literal(literal), rest @ ..] => {
                text.strip_prefix(literal.as_str())?;
                (parts, start) = (rest, start + literal.len());
                continue;
            }
            [Part::Parameter(index, _), Part::Literal(literal), rest @ ..] => {
                (*index, literal.as_str(), rest, literal.len())
            }
            // Nothing says where one of two neighbours ends, unless its style does.
            [Part::Parameter(..), Part::Parameter(_, ""), ..] => return None,
            [Part::Parameter(index, _), Part::Parameter(_, next), ..] => {
                (*index, *next, parts.get(1..).unwrap_or_default(), 0)
            }
        };
        let first = text.chars().next()?.len_utf8();
        let place = start + first + text.get(first..)?.find(next)?;
        value(index, start, place)?;
        (parts, start) = (rest, place + skipped);
    }
}

fn keep(index: usize, text: &str, values: &mut Vec<(usize, String)>) -> Option<()> {
    match values.iter().find(|(have, _)| *have == index) {
        Some((_, have)) => (have == text).then_some(()),
        None => {
            values.push((index, text.to_owned()));
            Some(())
        }
    }
}
