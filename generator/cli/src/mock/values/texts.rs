//! Texts of a length, a format, a pattern.

use super::patterns;
use specwright::ir::Rules;

/// Longer texts are not made.
const LONGEST: u64 = 1 << 16;

/// The first text that `holds`, of those that the rules and the format suggest; another `nth` gives another text.
pub(crate) fn text(
    rules: &Rules,
    format: Option<&str>,
    nth: usize,
    holds: &dyn Fn(&str) -> bool,
) -> Option<String> {
    let (least, most) = lengths(rules);
    if least > LONGEST || most.is_some_and(|most| most < least) {
        return None;
    }
    let formatted = format.and_then(|format| of_format(format, nth)).into_iter();
    // Any of several patterns may be the narrowest.
    let patterns = all(rules).filter_map(|rules| rules.pattern.as_deref());
    let matching = patterns.clone().flat_map(|pattern| patterns::samples(pattern, least, most, nth));
    let plain = std::iter::once_with(|| plain(least, most, nth));
    formatted.chain(matching).chain(joined(patterns, least, nth)).chain(plain).find(|text| holds(text))
}

/// One pattern may be about the beginning and another one about the end.
fn joined<'p>(
    patterns: impl Iterator<Item = &'p str>,
    least: u64,
    nth: usize,
) -> impl Iterator<Item = String> {
    let first = |pattern| patterns::samples(pattern, 0, None, nth).next();
    let parts: Vec<String> = patterns.filter_map(first).collect();
    let several = parts.len() > 1;
    let orders = [parts.clone(), parts.into_iter().rev().collect()];
    orders.into_iter().filter(move |_| several).map(move |parts| {
        let length: usize = parts.iter().map(|part| part.chars().count()).sum();
        let missing = usize::try_from(least).unwrap_or(0).saturating_sub(length);
        parts.join(&"x".repeat(missing))
    })
}

/// Rules with those that hold as well.
fn all(rules: &Rules) -> impl Iterator<Item = &Rules> + Clone {
    std::iter::successors(Some(rules), |rules| rules.also.as_deref())
}

fn lengths(rules: &Rules) -> (u64, Option<u64>) {
    let least = all(rules).filter_map(|rules| rules.min_length).max();
    (least.unwrap_or(0), all(rules).filter_map(|rules| rules.max_length).min())
}

/// A text that says nothing: `string`, `string2`, as short and as long as it has to be.
fn plain(least: u64, most: Option<u64>, nth: usize) -> String {
    let mut text = if nth == 0 { "string".to_owned() } else { format!("string{}", nth + 1) };
    if most.is_some_and(|most| text.len() as u64 > most) {
        let most = usize::try_from(most.unwrap_or(0)).unwrap_or(usize::MAX);
        text = if nth == 0 { text.chars().take(most).collect() } else { letters(nth, most) };
    }
    while (text.len() as u64) < least {
        text.push('x');
    }
    text
}

/// The text of so many letters that has a place in their order.
fn letters(nth: usize, most: usize) -> String {
    let mut rest = nth;
    let letter = |rest: &mut usize| {
        let letter = char::from(b'a' + u8::try_from(*rest % 26).unwrap_or(0));
        *rest /= 26;
        letter
    };
    (0..most).map(|_| letter(&mut rest)).collect()
}

/// A text of a format that is only documented; types have those that they know.
fn of_format(format: &str, nth: usize) -> Option<String> {
    let number = if nth == 0 { String::new() } else { (nth + 1).to_string() };
    let low = nth % 250 + 1;
    Some(match format {
        "email" | "idn-email" => format!("user{number}@example.com"),
        "uri" | "url" | "iri" => format!("https://example.com/{number}"),
        "uri-reference" | "iri-reference" => format!("/{number}"),
        "uri-template" => format!("https://example.com/{number}{{id}}"),
        "hostname" | "idn-hostname" => format!("host{number}.example.com"),
        "ipv4" => format!("192.0.2.{low}"),
        "ipv6" => format!("2001:db8::{low:x}"),
        "ip" => format!("192.0.2.{low}"),
        "cidr" => format!("192.0.2.{low}/32"),
        "mac" => format!("00:00:5e:00:53:{low:02x}"),
        "time" => format!("09:30:{:02}Z", nth % 60),
        "duration" => format!("P{}D", nth + 1),
        "json-pointer" => format!("/item{number}"),
        "relative-json-pointer" => nth.to_string(),
        "regex" => format!("^a{{{}}}$", nth + 1),
        "decimal" => format!("{}.00", nth + 1),
        "int32" | "int64" => (nth + 1).to_string(),
        "ulid" => format!("01ARZ3NDEKTSV4RRFFQ69G5{:03}", nth % 1000),
        "phone" => format!("+1555010{:04}", nth % 10_000),
        "currency" => "EUR".to_owned(),
        _ => return None,
    })
}

/// Bytes as Base64 whose length the rules allow.
pub(crate) fn base64(rules: &Rules, nth: usize) -> String {
    const WORDS: [&str; 4] = ["bW9jaw==", "bW9jazE=", "bW9jazI=", "bW9jazM="];
    let (least, most) = lengths(rules);
    let mut text = WORDS.get(nth % WORDS.len()).copied().unwrap_or_default().to_owned();
    if most.is_some_and(|most| most < 8) {
        text = if most.is_some_and(|most| most < 4) { String::new() } else { "bW9j".to_owned() };
    }
    while (text.len() as u64) < least.min(LONGEST) {
        text.insert_str(0, "bW9j");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn made(rules: &Rules, format: Option<&str>, nth: usize) -> Option<String> {
        let regex = |pattern: &String| regex_holds(pattern);
        let patterns: Vec<_> = rules.pattern.iter().map(regex).collect();
        let holds = |text: &str| {
            let length = text.chars().count() as u64;
            patterns.iter().all(|holds| holds(text))
                && rules.min_length.is_none_or(|least| length >= least)
                && rules.max_length.is_none_or(|most| length <= most)
        };
        text(rules, format, nth, &holds)
    }

    fn regex_holds(pattern: &str) -> impl Fn(&str) -> bool + use<> {
        use specwright_runtime::codec::{Rules, validate};
        let rules = Rules { pattern: Some(String::leak(pattern.to_owned())), ..Rules::NONE };
        move |text: &str| validate(&text.to_owned(), &rules).is_empty()
    }

    #[test]
    fn texts_keep_to_lengths_and_patterns() {
        for (least, most, pattern) in [
            (None, Some(3), None),
            (Some(40), None, None),
            (Some(0), Some(0), None),
            (None, None, Some("^[A-Z]{3}-[0-9]+$")),
            (Some(12), Some(12), Some("^[A-Z]{3}-[0-9]+$")),
            (None, None, Some(r"^(\+|00)[1-9][0-9 \-]{7,32}$")),
            (None, None, Some(r"^[^\s@]+@[^\s@]+\.[a-z]{2,}$")),
            (Some(20), None, Some("foo")),
            (None, None, Some(r"^(?:a|bb)*c?$")),
            (None, None, Some(r"\p{Greek}{2}")),
            (None, None, Some("^(?:(?:(?:){1000}){1000}){1000}a$")),
            (None, None, Some(r"^\w+\b.\b\w+$")),
            (Some(100), Some(120), Some("^(ab)+$")),
        ] {
            let rules = Rules {
                min_length: least,
                max_length: most,
                pattern: pattern.map(str::to_owned),
                ..Rules::default()
            };
            for nth in 0..3 {
                assert!(made(&rules, None, nth).is_some(), "{rules:?} {nth}");
            }
        }
    }

    #[test]
    fn others_are_other_texts() {
        for pattern in [None, Some("^[a-c]{2}$"), Some("^(x|y|z)$")] {
            let rules =
                Rules { pattern: pattern.map(str::to_owned), max_length: Some(2), ..Rules::default() };
            let texts: std::collections::HashSet<_> = (0..3).map(|nth| made(&rules, None, nth)).collect();
            assert_eq!(texts.len(), 3, "{texts:?}");
        }
        assert_eq!(made(&Rules::default(), Some("email"), 0).as_deref(), Some("user@example.com"));
        assert_eq!(
            made(&Rules { max_length: Some(4), ..Rules::default() }, Some("uri"), 0).as_deref(),
            Some("stri")
        );
    }

    #[test]
    fn what_nothing_can_be_is_not_made() {
        let rules = Rules { pattern: Some("^a$".to_owned()), min_length: Some(2), ..Rules::default() };
        assert_eq!(made(&rules, None, 0), None);
    }

    #[test]
    fn bytes_keep_to_the_length_of_their_text() {
        for (least, most) in [(None, None), (Some(30), None), (None, Some(5)), (None, Some(2))] {
            let rules = Rules { min_length: least, max_length: most, ..Rules::default() };
            let length = base64(&rules, 1).len() as u64;
            assert!(least.is_none_or(|least| length >= least) && most.is_none_or(|most| length <= most));
        }
    }
}
