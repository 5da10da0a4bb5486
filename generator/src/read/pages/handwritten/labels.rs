//! Lines that stand where others have a heading: `**Response**`, `Example response:`, `201 Created`.

use super::topics::{self, Heading, Side, Topic};
use crate::read::pages::prose;

/// The most words of a label.
const MOST_WORDS: usize = 12;

/// What a paragraph says of what follows, where it is a label and no more; `raw` is how it is written.
pub(super) fn read<'t>(text: &'t str, raw: &str) -> Option<Heading<'t>> {
    let text = text.trim().trim_start_matches(|first: char| !first.is_ascii() || first == ' ');
    let raw = raw.trim().trim_start_matches(['>', ' ']);
    if text.contains('\n') || text.is_empty() || text.split_whitespace().count() > MOST_WORDS {
        return None;
    }
    if let Some(status) = prose::reasoned(text) {
        let rest = text.get(status.len()..).unwrap_or_default().trim_start_matches([' ', ':', '-', '–', '—']);
        let reason =
            rest.split_whitespace().count() <= 4 && rest.starts_with(|first: char| first.is_uppercase());
        return (reason || rest.is_empty()).then_some(Heading {
            side: Some(Side::Response),
            topic: Topic::General,
            status: Some(status),
            explicit: true,
            required: None,
            fields: false,
        });
    }
    let bold = raw.trim_end_matches([':', ' ']);
    let bold =
        (bold.starts_with("**") && bold.ends_with("**")) || (bold.starts_with("__") && bold.ends_with("__"));
    let heading = topics::read(text);
    let lower = text.to_ascii_lowercase();
    // A sentence that speaks of both says less than it seems to.
    let both = lower.contains("request") && ["response", "return"].iter().any(|word| lower.contains(word));
    let labels = bold || (text.ends_with(':') && !both) || is_known(&lower);
    (labels && heading.side.is_some()).then_some(heading)
}

/// Whether a text is nothing but words that stand above samples and lists.
fn is_known(lower: &str) -> bool {
    const WORDS: [&str; 30] = [
        "responses",
        "requests",
        "example",
        "examples",
        "sample",
        "samples",
        "request",
        "response",
        "body",
        "header",
        "headers",
        "parameter",
        "parameters",
        "params",
        "query",
        "path",
        "url",
        "json",
        "raw",
        "returns",
        "variables",
        "success",
        "successful",
        "error",
        "errors",
        "http",
        "payload",
        "status",
        "code",
        "codes",
    ];
    let words: Vec<&str> =
        lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let says = |word: &&str| WORDS.contains(word);
    let known = |word: &&str| says(word) || prose::status(word).is_some();
    (1..=4).contains(&words.len()) && words.iter().any(says) && words.iter().all(known)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn side(text: &str, raw: &str) -> Option<(Option<Side>, Topic)> {
        read(text, raw).map(|heading| (heading.side, heading.topic))
    }

    #[test]
    fn labels_are_told_from_sentences() {
        assert_eq!(side("Response 201", "**Response `201`**"), Some((Some(Side::Response), Topic::General)));
        assert_eq!(side("Query params:", "***Query params:***"), Some((Some(Side::Request), Topic::Query)));
        assert_eq!(
            side("The command returns JSON like this:", "> The command returns JSON like this:"),
            Some((Some(Side::Response), Topic::General))
        );
        assert_eq!(
            read("\u{1f7e2} 201 Created", "\u{1f7e2} 201 Created").and_then(|it| it.status),
            Some("201")
        );
        for text in
            ["The response is kept.", "To get a response, send this request:", "200 things are listed here"]
        {
            assert_eq!(side(text, text), None, "{text}");
        }
    }
}
