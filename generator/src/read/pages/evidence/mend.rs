//! Samples as people write them: JSON with comments, trailing commas, keys without quotes and `...` for the rest.

use crate::read::pages::facts::Stated;
use crate::read::pages::values::json;
use crate::tree::Node;

/// What had to be mended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Mended {
    pub(super) comments: bool,
    pub(super) trailing_commas: bool,
    pub(super) missing_commas: bool,
    pub(super) unquoted: bool,
    pub(super) ellipses: bool,
    pub(super) single_quotes: bool,
    /// The sample stops in the middle; what is open is closed.
    pub(super) cut_off: bool,
}

impl Mended {
    /// What was done, in words; empty where nothing was.
    pub(super) fn describe(self) -> String {
        let parts = [
            (self.comments, "comments"),
            (self.trailing_commas, "commas behind the last element"),
            (self.missing_commas, "missing commas"),
            (self.unquoted, "texts without quotes"),
            (self.ellipses, "`...`"),
            (self.single_quotes, "single quotes"),
            (self.cut_off, "an end that is missing"),
        ];
        let said: Vec<&str> = parts.iter().filter(|(is, _)| *is).map(|(_, said)| *said).collect();
        said.join(", ")
    }
}

/// The value of a sample, and what had to be mended for it; `None` where no rule makes it JSON.
pub(super) fn read(sample: &Stated<String>) -> Option<(Node, Mended)> {
    if let Some(value) = json(&sample.value, sample.origin) {
        return Some((value, Mended::default()));
    }
    let (text, mended) = mend(&sample.value)?;
    json(&text, sample.origin).map(|value| (value, mended))
}

/// A token of a sample.
enum Token<'t> {
    Open(char),
    Close(char),
    Comma,
    Colon,
    /// JSON text of a scalar.
    Scalar(String),
    Word(&'t str),
}

/// A text rewritten as JSON: every token is kept or repaired, in one pass.
fn mend(text: &str) -> Option<(String, Mended)> {
    let start = text.find(['{', '['])?;
    let mut mended = Mended::default();
    let tokens = tokens(text.get(start..)?, &mut mended);
    let mut out = String::with_capacity(text.len());
    let mut open: Vec<char> = Vec::new();
    // What stands last: whether a value is complete, so that a comma is due before the next.
    let mut complete = false;
    let mut after_colon = false;
    for (index, token) in tokens.iter().enumerate() {
        let next_is_colon = matches!(tokens.get(index + 1), Some(Token::Colon));
        let starts_value = matches!(token, Token::Open(_) | Token::Scalar(_) | Token::Word(_));
        if starts_value && complete {
            if open.is_empty() {
                break;
            }
            mended.missing_commas = true;
            out.push(',');
        }
        match token {
            Token::Open(bracket) => {
                open.push(*bracket);
                out.push(*bracket);
                (complete, after_colon) = (false, false);
            }
            Token::Close(bracket) => {
                let expected = if *bracket == '}' { '{' } else { '[' };
                if open.last() != Some(&expected) {
                    return None;
                }
                open.pop();
                if after_colon {
                    out.push_str("null");
                } else if out.ends_with(',') {
                    out.pop();
                    mended.trailing_commas = true;
                }
                out.push(*bracket);
                (complete, after_colon) = (true, false);
            }
            Token::Comma => {
                if complete {
                    out.push(',');
                } else {
                    mended.trailing_commas = true;
                }
                (complete, after_colon) = (false, false);
            }
            Token::Colon => {
                if after_colon || open.last() != Some(&'{') {
                    return None;
                }
                out.push(':');
                (complete, after_colon) = (false, true);
            }
            Token::Scalar(text) => {
                out.push_str(text);
                (complete, after_colon) = (!next_is_colon, false);
            }
            Token::Word(word) => {
                mended.unquoted |= !matches!(*word, "true" | "false" | "null");
                out.push_str(&bare(word, next_is_colon));
                (complete, after_colon) = (!next_is_colon, false);
            }
        }
    }
    if !open.is_empty() {
        mended.cut_off = true;
        if after_colon {
            out.push_str("null");
        }
        if out.ends_with(',') {
            out.pop();
        }
        while let Some(bracket) = open.pop() {
            out.push(if bracket == '{' { '}' } else { ']' });
        }
    }
    Some((out, mended))
}

/// A word without quotes: a literal where it is one, else a string.
fn bare(word: &str, is_key: bool) -> String {
    let literal = matches!(word, "true" | "false" | "null");
    // A type in place of a value, as the placeholder that other pages print for it.
    let types = ["number", "boolean", "integer", "string", "object", "any"];
    let ty = word.split(' ').next().filter(|ty| types.contains(ty) && (word == *ty || word.contains('(')));
    match ty {
        _ if is_key => quote(word),
        Some(ty) => quote(&format!("<{ty}>")),
        None if literal => word.to_owned(),
        None => quote(word),
    }
}

fn quote(text: &str) -> String {
    let mut quoted = String::from("\"");
    for character in text.chars() {
        match character {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            control if (control as u32) < 0x20 => quoted.push_str(&format!("\\u{:04x}", control as u32)),
            other => quoted.push(other),
        }
    }
    quoted.push('"');
    quoted
}

/// The tokens of a sample; comments and `...` are gone.
fn tokens<'t>(text: &'t str, mended: &mut Mended) -> Vec<Token<'t>> {
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(character) = text.get(at..).and_then(|rest| rest.chars().next()) {
        let rest = text.get(at..).unwrap_or_default();
        at += match character {
            '{' | '[' => {
                tokens.push(Token::Open(character));
                1
            }
            '}' | ']' => {
                tokens.push(Token::Close(character));
                1
            }
            ',' => {
                tokens.push(Token::Comma);
                1
            }
            ':' => {
                tokens.push(Token::Colon);
                1
            }
            '"' | '\'' | '“' | '”' => string(rest, character, mended, &mut tokens),
            '/' if rest.starts_with("//") => {
                mended.comments = true;
                rest.find('\n').unwrap_or(rest.len())
            }
            '/' if rest.starts_with("/*") => {
                mended.comments = true;
                rest.find("*/").map_or(rest.len(), |end| end + 2)
            }
            '#' => {
                mended.comments = true;
                rest.find('\n').unwrap_or(rest.len())
            }
            '.' if rest.starts_with("...") => {
                mended.ellipses = true;
                rest.len() - rest.trim_start_matches('.').len()
            }
            '…' => {
                mended.ellipses = true;
                character.len_utf8()
            }
            _ if character.is_whitespace() || character == '\u{200b}' || character == '\u{feff}' => {
                character.len_utf8()
            }
            _ => {
                let end = rest.find([',', ':', '{', '}', '[', ']', '\n', '"']).unwrap_or(rest.len());
                let word = rest.get(..end.max(character.len_utf8())).unwrap_or_default();
                let word = word.split(" //").next().unwrap_or_default();
                let word = word.split(" #").next().unwrap_or_default();
                let end = word.len();
                let word = word.trim();
                match number(word) {
                    true => tokens.push(Token::Scalar(word.to_owned())),
                    false => tokens.push(Token::Word(word)),
                }
                end
            }
        };
    }
    tokens
}

fn number(word: &str) -> bool {
    let digits = word.strip_prefix('-').unwrap_or(word);
    digits.starts_with(|first: char| first.is_ascii_digit())
        && word.parse::<f64>().is_ok()
        && (digits == "0" || digits.starts_with("0.") || !digits.starts_with('0'))
}

/// A string in any quotes, with the line breaks that stand in it; gives how many bytes it takes.
fn string(rest: &str, mark: char, mended: &mut Mended, tokens: &mut Vec<Token<'_>>) -> usize {
    let closing = |character: char| match mark {
        '“' | '”' => matches!(character, '“' | '”' | '"'),
        _ => character == mark,
    };
    mended.single_quotes |= mark != '"';
    let mut text = String::new();
    let mut characters = rest.char_indices().skip(1);
    while let Some((at, character)) = characters.next() {
        if closing(character) {
            let json = format!("\"{text}\"");
            tokens.push(Token::Scalar(json));
            return at + character.len_utf8();
        }
        match character {
            '\\' => match characters.next() {
                Some((_, escaped @ ('"' | '\\' | '/' | 'b' | 'f' | 'n' | 'r' | 't' | 'u'))) => {
                    text.push('\\');
                    text.push(escaped);
                }
                Some((_, other)) => text.push(other),
                None => break,
            },
            '"' => text.push_str("\\\""),
            '\n' => text.push_str("\\n"),
            '\r' => text.push_str("\\r"),
            '\t' => text.push_str("\\t"),
            control if (control as u32) < 0x20 => {}
            other => text.push(other),
        }
    }
    mended.cut_off = true;
    tokens.push(Token::Scalar(format!("\"{text}\"")));
    rest.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_write_is_mended() {
        for (text, expected, said) in [
            (
                "{a: 1, 'b': [1,2,],}",
                r#"{"a":1,"b":[1,2]}"#,
                "commas behind the last element, texts without quotes, single quotes",
            ),
            ("{\"a\": 1 // one\n \"b\": true}", r#"{"a":1,"b":true}"#, "comments, missing commas"),
            ("{\"a\": true # one\n}", r#"{"a":true}"#, "comments"),
            ("{\"a\": [1, ...], ...}", r#"{"a":[1]}"#, "commas behind the last element, `...`"),
            ("{\"a\": {\"b\": \"x", r#"{"a":{"b":"x"}}"#, "an end that is missing"),
            ("{\"a\": <string>, \"b\": }", r#"{"a":"<string>","b":null}"#, "texts without quotes"),
        ] {
            let (mended, how) = mend(text).unwrap();
            assert_eq!(mended, expected);
            assert_eq!(how.describe(), said);
        }
        for text in ["no sample", "{]", "{\"a\"::1}", "[a:1]"] {
            assert!(mend(text).is_none(), "{text}");
        }
    }
}
