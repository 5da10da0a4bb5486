//! Which of several kinds texts stand for: how many they are, and what is between them, tells it.

use super::unescape::{is_named, unescape};
use super::{Kind, Parameter, Style};

/// What so many values of one name stand for; scalars stay alternatives of each other.
pub(super) fn of_count(kind: &Kind, count: usize) -> Kind {
    let Kind::OneOf(kinds) = kind else { return *kind };
    let mut others = kinds.iter().filter(|kind| !kind.is_array());
    let array = kinds.iter().find(|kind| kind.is_array());
    match (array, others.next(), others.next()) {
        (Some(array), None, _) => *array,
        (Some(array), ..) if count != 1 => *array,
        (_, Some(only), None) => *only,
        _ => *kind,
    }
}

/// A parameter as one whose kind is settled, by its texts: `raw` is as [`decode_named`](super::decode::decode_named) takes it.
pub(super) fn settled(parameter: &Parameter, raw: &[(&str, &str)]) -> Parameter {
    let Kind::OneOf(kinds) = parameter.kind else { return *parameter };
    let mine: Vec<&str> =
        raw.iter().filter(|(name, _)| is_named(name, parameter.name)).map(|(_, text)| *text).collect();
    let array = kinds.iter().find(|kind| kind.is_array());
    let object = kinds.iter().find(|kind| matches!(kind, Kind::Object(..)));
    let deep = parameter.style == Style::DeepObject;
    let apart = deep
        || parameter.explode
            && matches!(parameter.style, Style::Form | Style::SpaceDelimited | Style::PipeDelimited);
    let compound = match (mine.as_slice(), array, object) {
        // Without its own name, its keys stand by themselves, or in brackets behind the name.
        ([], Some(array), _) if deep && has_places(parameter, raw) => Some(array),
        ([], array, object) => object.or(array),
        (texts, array, _) if apart => array.filter(|_| texts.len() > 1),
        // No text is a list without items, unless it may be a string.
        (["", ..], array, _) => array.filter(|_| !kinds.contains(&Kind::String)),
        ([text, ..], array, object) => array.or(object).filter(|_| is_several(parameter, text)),
    };
    let kind = compound.copied().unwrap_or_else(|| of_count(&parameter.kind, 1));
    // What has no key in brackets is written like any other value.
    let style = if deep && !mine.is_empty() { Style::Form } else { parameter.style };
    Parameter { kind, style, ..*parameter }
}

/// Whether the keys in brackets are places of an array.
fn has_places(parameter: &Parameter, raw: &[(&str, &str)]) -> bool {
    raw.iter().any(|(name, _)| {
        let name = unescape(name, true).unwrap_or_default();
        let key = name.strip_prefix(parameter.name).and_then(|rest| rest.strip_prefix('['));
        key.and_then(|key| key.split(']').next())
            .is_some_and(|key| key.bytes().all(|byte| byte.is_ascii_digit()))
    })
}

/// Whether a text, still escaped, holds more than one value by the style of its parameter.
fn is_several(parameter: &Parameter, text: &str) -> bool {
    match parameter.style {
        Style::SpaceDelimited => text.contains([' ', '+']) || text.contains("%20"),
        Style::PipeDelimited => text.contains('|') || text.to_ascii_uppercase().contains("%7C"),
        Style::Label if parameter.explode => text.trim_start_matches('.').contains('.'),
        Style::Matrix if parameter.explode => text.matches(';').count() > 1,
        Style::Json | Style::Query | Style::QueryText => false,
        _ => text.contains(','),
    }
}
