//! Formats and lengths that a description states in so many words. Anything less explicit stays prose.

use crate::read::pages::MAX_NESTING;
use crate::read::pages::bounds::lengths;
use crate::read::pages::facts::{JsonType, Schema};

/// Refines the texts in a schema by what their descriptions state.
pub(super) fn refine(schema: &mut Schema, depth: usize) {
    if depth > MAX_NESTING {
        return;
    }
    if schema.types == [JsonType::String] && schema.enumeration.is_empty() {
        refine_text(schema);
    }
    for property in &mut schema.properties {
        refine(&mut property.schema, depth + 1);
    }
    for part in schema.items.iter_mut().chain(&mut schema.additional) {
        refine(part, depth + 1);
    }
    for part in schema.one_of.iter_mut().chain(&mut schema.any_of).chain(&mut schema.all_of) {
        refine(part, depth + 1);
    }
}

fn refine_text(schema: &mut Schema) {
    let Some(description) = &schema.description else { return };
    let lower = description.to_ascii_lowercase();
    let format = stated_format(&lower);
    lengths(schema, &lower);
    schema.format = schema.format.take().or(format);
}

/// The format in `… in yyyy-mm-dd hh:mm:ss format`. A format of dates that has no registered name is named by its own
/// letters.
fn stated_format(text: &str) -> Option<String> {
    for (at, _) in text.match_indices(" format") {
        let before = text.get(..at)?;
        let Some((_, words)) = before.rsplit_once("in ") else { continue };
        let words = words.trim().trim_matches(['`', '"', '\'']);
        let words =
            ["the ", "an ", "a "].iter().find_map(|article| words.strip_prefix(article)).unwrap_or(words);
        let known = match words {
            "yyyy-mm-dd" => "date",
            "yyyy-mm-ddthh:mm:ssz" | "iso 8601" | "iso8601" | "iso-8601" | "rfc 3339" | "rfc3339" => {
                "date-time"
            }
            "uuid" => "uuid",
            "base64" => "byte",
            _ if is_date_pattern(words) => words,
            _ => continue,
        };
        return Some(known.to_owned());
    }
    None
}

/// Whether a text is a pattern of a date or a time: letters of years, months, days, hours, seconds, and marks.
fn is_date_pattern(text: &str) -> bool {
    let letters =
        |c: char| matches!(c, 'y' | 'm' | 'd' | 'h' | 's' | 't' | 'z' | '-' | '/' | ':' | '.' | ' ');
    (6..=30).contains(&text.len())
        && text.chars().all(letters)
        && (text.contains("yy") || text.contains("hh:mm"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_explicit_counts() {
        for (text, format) in [
            (
                "when it was made, in yyyy-mm-dd hh:mm:ss format. for example, 2017-03-01 15:31:10.",
                Some("yyyy-mm-dd hh:mm:ss"),
            ),
            ("the day in `yyyy-mm-dd` format", Some("date")),
            ("a time in iso 8601 format", Some("date-time")),
            ("written in plain format", None),
            ("the date format is up to you", None),
        ] {
            assert_eq!(stated_format(text).as_deref(), format, "{text}");
        }
    }
}
