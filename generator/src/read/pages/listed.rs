//! Values that a text lists as all there are: behind a label, as code, with bars between them.

use super::facts::{JsonType, Kind, Schema};
use super::types::declared;
use super::values;
use crate::source::Origin;

/// Takes the values that a description lists as all there are: of the elements, where the field is an array.
pub(super) fn take_listed(schema: &mut Schema, text: &str) {
    let origin = schema.origin;
    let values = listed(text);
    if values.is_empty() {
        return;
    }
    let holder = match schema.types.as_slice() {
        [JsonType::Array] => schema.items.get_or_insert_with(|| Box::new(Schema::new(origin, Kind::Field))),
        [JsonType::Boolean] | [JsonType::Object] => return,
        _ => schema,
    };
    if holder.enumeration.is_empty() {
        holder.enumeration =
            values.iter().map(|value| values::printed(value, &holder.types, origin)).collect();
        if holder.types.is_empty() {
            let types = holder.enumeration.iter().filter_map(values::json_type);
            holder.types = types.collect::<std::collections::BTreeSet<_>>().into_iter().collect();
        }
    }
}

/// The values that a sentence lists as all there are, `**Options:** `a`, `b``; none where the list says `etc.`
fn listed(text: &str) -> Vec<String> {
    const LABELS: [&str; 12] = [
        "options",
        "available options",
        "values",
        "possible values",
        "allowed values",
        "valid values",
        "accepted values",
        "supported values",
        "valid options",
        "allowed",
        "one of",
        "enum",
    ];
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        let bare = line.trim().trim_start_matches(['*', '_', '-', ' ']);
        let lower = bare.to_ascii_lowercase();
        if let Some(at) = ["one of `", "either `", "one of the following: `"].iter().find_map(|start| {
            let at = lower.find(start).filter(|at| lower.get(..*at).is_some_and(|it| !it.contains('`')))?;
            Some(at + start.len() - 1)
        }) {
            let found = spans(bare.get(at..).unwrap_or_default());
            if found.len() > 1 || at < "one of `".len() {
                return found;
            }
        }
        let Some((label, rest)) = bare.split_once(':') else { continue };
        // `The state. The possible values are: …`
        let label = label.rsplit(['.', '(']).next().unwrap_or_default();
        let label = label.trim().trim_matches(['*', '_']).to_ascii_lowercase();
        let label = label.strip_prefix("the ").unwrap_or(&label);
        let label = label.strip_suffix(" are").unwrap_or(label);
        if !LABELS.contains(&label) {
            continue;
        }
        let rest = rest.trim_start_matches(['*', '_', ' ']);
        if rest.contains("etc") || rest.contains("...") {
            return Vec::new();
        }
        if !rest.is_empty() {
            return spans(rest);
        }
        // One value a line, each with what it means.
        let items = lines.skip_while(|line| line.trim().is_empty()).map(str::trim);
        let items = items.map_while(|line| line.strip_prefix("- ").or_else(|| line.strip_prefix("* ")));
        return items.filter_map(|item| spans(item).into_iter().next()).collect();
    }
    let bare = alternatives(text);
    if !bare.is_empty() {
        return bare;
    }
    // What says nothing else is the list itself.
    let text = text.split(". ").next().unwrap_or_default();
    let mut between =
        text.split('`').step_by(2).map(|part| part.trim().trim_matches([',', '|', '/', ';']).trim());
    let is_whole =
        text.matches('`').count().is_multiple_of(2) && between.all(|part| matches!(part, "" | "or"));
    if is_whole {
        Some(spans(text)).filter(|values| values.len() > 1).unwrap_or_default()
    } else {
        Vec::new()
    }
}

/// The words that a text begins with, as far as nothing but bars stands between them: `open | closed, optional`.
fn alternatives(text: &str) -> Vec<String> {
    let clause = text.split([',', '.', ';', '(', '\n']).next().unwrap_or_default();
    let words: Vec<&str> = clause.split('|').map(str::trim).collect();
    let is_word = |word: &&str| {
        !word.is_empty() && word.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-'))
    };
    // Several types are no values.
    let is_type = |word: &&str| {
        let found = declared(word, Origin::default()).schema;
        found.nullable || !found.types.is_empty()
    };
    if words.len() < 2 || !words.iter().all(is_word) || words.iter().all(is_type) {
        return Vec::new();
    }
    words.into_iter().map(str::to_owned).collect()
}

/// The code spans at the start of a text, as far as nothing but commas and `or` stands between them.
fn spans(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('`') {
        let between = before.trim().trim_matches([',', '|', '/', ';', '"', '[']).trim();
        if !matches!(between, "" | "or" | "and" | "or,") {
            break;
        }
        let Some((span, behind)) = after.split_once('`') else { break };
        // All of them may stand in one.
        found.extend(span.split(" | ").map(|value| value.trim_matches('"').to_owned()));
        rest = behind;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_of_values_are_read() {
        assert_eq!(listed("Text.\n\n**Options:** `a`, `b` or `c`"), ["a", "b", "c"]);
        assert_eq!(listed("**Values:**\n- `a` - one\n- `b` - two\n\nText `c`"), ["a", "b"]);
        assert_eq!(listed("One of `a` or `b`."), ["a", "b"]);
        assert_eq!(listed("The state. The possible values are: `a`, `b`."), ["a", "b"]);
        assert_eq!(listed("Valid Values: `a | b`"), ["a", "b"]);
        assert_eq!(listed("open | closed, optional"), ["open", "closed"]);
        assert!(listed("string | null").is_empty());
        assert_eq!(listed("What to show – one of `a`, `b`"), ["a", "b"]);
        assert!(listed("Options: `a`, `b`, etc.").is_empty());
        assert!(listed("Example: `a`").is_empty());
    }
}
