//! Sentences, where they are explicit: what is required, which status comes back.

use super::facts::{Required, Stated};
use crate::source::Origin;

/// What the sentences of a text say about which fields are required.
pub fn required(text: &str, origin: Origin) -> Vec<Stated<Required>> {
    let mut claims = Vec::new();
    for clause in clauses(text) {
        let lower = clause.to_ascii_lowercase();
        let verdict = [
            (" are required", true),
            (" is required", true),
            (" are mandatory", true),
            (" is mandatory", true),
            (" are optional", false),
            (" is optional", false),
        ];
        let found = verdict.iter().filter_map(|(words, is)| Some((lower.find(words)?, *is))).min();
        let Some((at, is_required)) = found else { continue };
        let subject = clause.get(..at).unwrap_or_default();
        let words: Vec<&str> = subject.split(|c: char| !(c.is_alphanumeric() || "_-.".contains(c))).collect();
        let names_all =
            words.iter().any(|word| matches!(word.to_ascii_lowercase().as_str(), "all" | "every" | "each"));
        let about_fields = words.iter().any(|word| {
            let word = word.to_ascii_lowercase();
            ["propert", "field", "parameter", "attribute"].iter().any(|start| word.starts_with(start))
        });
        let value = match (names_all, about_fields, is_required) {
            (true, true, true) => Required::All,
            (true, ..) => continue,
            (false, _, true) => Required::These(names(&words)),
            (false, _, false) => Required::NotThese(names(&words)),
        };
        claims.push(Stated::prose(value, origin));
    }
    claims
}

/// The parts of a text that say one thing each.
fn clauses(text: &str) -> impl Iterator<Item = &str> {
    let sentences = text.split(['.', ';', '\n']);
    sentences.flat_map(|sentence| sentence.split(" while ")).flat_map(|part| part.split(" but "))
}

/// The words that may be names; those of the language find no field of their name.
fn names(words: &[&str]) -> Vec<String> {
    let names = words.iter().filter(|word| !word.is_empty() && !matches!(**word, "and" | "or" | "the"));
    names.map(|word| (*word).to_owned()).collect()
}

/// The statuses that sentences such as "returns HTTP status code 201" name.
pub fn statuses(text: &str) -> Vec<&str> {
    let lower = text.to_ascii_lowercase();
    let mut found = Vec::new();
    for mark in
        ["status code ", "status code of ", "status code: ", "returns http ", "status: ", "http status "]
    {
        for (at, _) in lower.match_indices(mark) {
            let word = text.get(at + mark.len()..).unwrap_or_default();
            if let Some(code) = status(word)
                && !found.contains(&code)
            {
                found.push(code);
            }
        }
    }
    found
}

/// The statuses that sentences begin to tell of, `Returns `404` if there is none`, each with its sentence. A number that is not
/// marked as code could be one of anything: `Returns 200 entries`.
pub fn returned(text: &str) -> Vec<(&str, &str)> {
    const VERBS: [&str; 6] =
        ["returns ", "responds with ", "answers ", "answers with ", "replies with ", "response is "];
    let told = |sentence: &'_ str| {
        let lower = sentence.to_ascii_lowercase();
        let behind = VERBS.iter().filter_map(|verb| lower.starts_with(verb).then_some(verb.len())).max()?;
        Some(behind)
    };
    let mut found = Vec::new();
    for sentence in text.split_inclusive(". ").map(str::trim) {
        let Some(rest) = told(sentence).and_then(|at| sentence.get(at..)) else {
            found.extend(marked(sentence).map(|code| (code, sentence)));
            continue;
        };
        let rest = rest.strip_prefix("a ").or_else(|| rest.strip_prefix("an ")).unwrap_or(rest);
        let is_code = rest.starts_with('`');
        let bare = rest.trim_start_matches('`');
        if let Some(code) = status(bare)
            && let behind = bare.get(3..).unwrap_or_default().trim()
            // `202 Accepted`
            && (is_code || matches!(behind, "" | ".") || behind.starts_with(char::is_uppercase))
        {
            found.push((code, sentence));
        }
    }
    found
}

/// What stands in a text as code.
pub fn spans(text: &str) -> impl Iterator<Item = &str> {
    text.split('`').skip(1).step_by(2)
}

/// The status that a sentence about an outcome marks as code: ``If it is asleep, it returns `409 Conflict`.``
fn marked(sentence: &str) -> Option<&str> {
    const WORDS: [&str; 6] = [" returns ", "respond", "answer", "repl", "fail", "error"];
    let lower = sentence.to_ascii_lowercase();
    let mut codes = spans(sentence).filter_map(|span| {
        let code = status(span)?;
        let reason = span.get(3..)?.trim();
        (reason.is_empty() || reason.starts_with(char::is_uppercase)).then_some(code)
    });
    codes.next().filter(|_| WORDS.iter().any(|word| lower.contains(word)) && codes.next().is_none())
}

/// The status that a text begins with: three digits from 100 to 599, and no digit behind them.
pub fn status(text: &str) -> Option<&str> {
    let text = text.trim_start_matches(['`', '*', ' ', '"', '(']);
    let code = text.get(..3)?;
    let known = matches!(code.as_bytes(), [b'1'..=b'5', b'0'..=b'9', b'0'..=b'9']);
    let ends = text.get(3..)?.chars().next().is_none_or(|next| !next.is_alphanumeric());
    (known && ends).then_some(code)
}

/// The status that a heading begins with, where the reason may be glued to it: `201Created`.
pub fn reasoned(text: &str) -> Option<&str> {
    const REASONS: [&str; 16] = [
        "OK",
        "Created",
        "Accepted",
        "No",
        "Bad",
        "Unauthorized",
        "Payment",
        "Forbidden",
        "Not",
        "Method",
        "Conflict",
        "Gone",
        "Unprocessable",
        "Too",
        "Internal",
        "Service",
    ];
    let text = text.trim_start();
    status(text).or_else(|| {
        let (code, reason) = (text.get(..3)?, text.get(3..)?);
        let glued = REASONS
            .iter()
            .any(|known| reason.get(..known.len()).is_some_and(|start| start.eq_ignore_ascii_case(known)));
        status(code).filter(|_| glued)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_tell_which_statuses_come_back() {
        let codes = |text| returned(text).into_iter().map(|(code, _)| code).collect::<Vec<_>>();
        assert_eq!(codes("Returns `204 No Content`. Returns `404` if there is none."), ["204", "404"]);
        assert_eq!(codes("Removes it. Responds with a 202 Accepted."), ["202"]);
        assert_eq!(codes("Returns 200 entries. Returns the last 404. It returns."), Vec::<&str>::new());
    }
    use crate::source::Sources;

    #[test]
    fn only_explicit_sentences_count() {
        let origin = Origin::new(Sources::new().add("page", ""), 0, 0);
        let values = |text| required(text, origin).into_iter().map(|claim| claim.value).collect::<Vec<_>>();
        let list = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
        assert_eq!(values("All properties are required in the request."), [Required::All]);
        assert_eq!(
            values("Holds it. a, bB are required while c_d and e are optional."),
            [Required::These(list(&["a", "bB"])), Required::NotThese(list(&["c_d", "e"]))]
        );
        assert_eq!(values("Requires a login. All is well."), []);
        assert_eq!(statuses("this returns HTTP status code 201, not 2000"), ["201"]);
        assert_eq!(status("200: OK"), Some("200"));
        assert_eq!(status("2000"), None);
    }
}
