//! `pattern` is a regular expression of ECMA-262 (JSON Schema Validation, section 6.3.3); the runtime has an engine that
//! runs in linear time and differs in spelling: `\d` is of ASCII, `[` stands for itself in a class, and so on.

use super::Lowering;
use crate::diagnostics::{Code, Diagnostic};
use crate::document::Node;

impl Lowering<'_, '_> {
    /// A pattern as the runtime's engine reads it; one that it cannot run is reported once.
    pub(super) fn runnable(&mut self, node: &Node, pattern: &str) -> Option<String> {
        if let Some(known) = self.patterns.get(pattern) {
            return known.clone();
        }
        let translated = match literal(pattern) {
            Some((inner, flags)) => {
                let message = "a pattern is the expression alone, without slashes around it";
                let note = "it is read without them: with them no text would match";
                self.sink.report(Diagnostic::new(Code::InvalidConstraint, node.origin, message).note(note));
                format!("{flags}{}", translate(inner))
            }
            None => translate(pattern),
        };
        let refused = regex::Regex::new(&translated).err();
        let runnable = refused.is_none();
        if let Some(why) = refused {
            let (message, note) = if matches!(why, regex::Error::CompiledTooBig(_)) {
                (
                    "this pattern is too large to be run",
                    "it is not enforced; a lower count would make it smaller",
                )
            } else if is_nonlinear(pattern) {
                let note = "it is not enforced; look-around and back references are not supported";
                ("this pattern cannot be run in linear time", note)
            } else {
                let note = "it is not enforced; see that it is a regular expression of ECMA-262 in Unicode";
                ("this pattern cannot be read", note)
            };
            self.sink.report(Diagnostic::new(Code::UnsupportedPattern, node.origin, message).note(note));
        }
        let found = runnable.then_some(translated);
        self.patterns.insert(pattern.to_owned(), found.clone());
        found
    }
}

/// A pattern that is written as a literal of JavaScript, `/^a$/i`: what stands between the slashes, and its flags for the
/// engine. Only where no text can match the whole: a `^` behind a slash or a `$` in front of one never holds.
fn literal(pattern: &str) -> Option<(&str, &'static str)> {
    let (inner, flags) = pattern.strip_prefix('/')?.rsplit_once('/')?;
    let anchored = inner.starts_with('^') || (inner.ends_with('$') && !inner.ends_with("\\$"));
    let known = flags.chars().all(|flag| "dgimsuvy".contains(flag));
    (anchored && known).then_some((inner, if flags.contains('i') { "(?i)" } else { "" }))
}

/// Whether a pattern looks around itself, or back at what it has found.
fn is_nonlinear(pattern: &str) -> bool {
    let around = ["(?=", "(?!", "(?<=", "(?<!", "\\k<"].iter().any(|sign| pattern.contains(sign));
    let mut escapes = pattern.split('\\').skip(1);
    around || escapes.any(|rest| rest.starts_with(|first: char| ('1'..='9').contains(&first)))
}

/// Whether a text is as a pattern asks, which is spelled as the engine reads it.
pub(super) fn matches(pattern: &str, text: &str) -> bool {
    regex::Regex::new(pattern).is_ok_and(|regex| regex.is_match(text))
}

/// A pattern of ECMA-262 in the spelling of the engine. What has no counterpart stays, so that the engine refuses it.
fn translate(pattern: &str) -> String {
    let mut reader = Reader { rest: pattern, out: String::with_capacity(pattern.len()) };
    while let Some(first) = reader.next() {
        match first {
            '\\' => match reader.escape() {
                Atom::Set { negated, members } => {
                    reader.out.push_str(if negated { "[^" } else { "[" });
                    reader.out.push_str(members);
                    reader.out.push(']');
                }
                Atom::One(text) => reader.out.push_str(&text),
            },
            '[' => reader.class(),
            '{' if !is_count(reader.rest) => reader.out.push_str("\\{"),
            other => reader.out.push(other),
        }
    }
    reader.out
}

/// What an escape or a character of a class stands for.
enum Atom {
    /// One character, as the engine spells it, or an assertion.
    One(String),
    /// Characters, as a class lists them.
    Set { negated: bool, members: &'static str },
}

struct Reader<'p> {
    rest: &'p str,
    out: String,
}

impl Reader<'_> {
    fn next(&mut self) -> Option<char> {
        let mut characters = self.rest.chars();
        let first = characters.next()?;
        self.rest = characters.as_str();
        Some(first)
    }

    /// Takes some characters if they come next.
    fn takes(&mut self, text: &str) -> bool {
        let rest = self.rest.strip_prefix(text);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    /// What stands behind a backslash.
    fn escape(&mut self) -> Atom {
        let set = |negated, members| Atom::Set { negated, members };
        let Some(first) = self.next() else { return Atom::One("\\".to_owned()) };
        match first {
            'd' => set(false, "0-9"),
            'D' => set(true, "0-9"),
            'w' => set(false, "0-9A-Za-z_"),
            'W' => set(true, "0-9A-Za-z_"),
            'c' => match self.rest.bytes().next().filter(u8::is_ascii_alphabetic) {
                Some(letter) => {
                    self.next();
                    Atom::One(format!("\\x{:02X}", letter % 32))
                }
                None => Atom::One("\\\\c".to_owned()),
            },
            '0' if !self.rest.starts_with(|next: char| next.is_ascii_digit()) => {
                Atom::One("\\x00".to_owned())
            }
            'p' | 'P' | 'u' if self.rest.starts_with('{') => {
                let end = self.rest.find('}').map_or(self.rest.len(), |end| end + 1);
                let (braces, rest) = self.rest.split_at_checked(end).unwrap_or((self.rest, ""));
                self.rest = rest;
                Atom::One(format!("\\{first}{braces}"))
            }
            'u' => self.unit(),
            // They are assertions of the engine, and mean themselves in ECMA-262.
            '<' | '>' => Atom::One(first.to_string()),
            _ if !first.is_ascii() => Atom::One(first.to_string()),
            _ => Atom::One(format!("\\{first}")),
        }
    }

    /// `\uXXXX`, two of which may be one character beyond the first 65,536.
    fn unit(&mut self) -> Atom {
        let Some(high) = self.hexadecimal() else { return Atom::One("\\u".to_owned()) };
        let before = self.rest;
        if (0xd800..0xdc00).contains(&high)
            && self.takes("\\u")
            && let Some(low) = self.hexadecimal().filter(|low| (0xdc00..0xe000).contains(low))
        {
            let code = 0x1_0000 + ((high - 0xd800) << 10) + (low - 0xdc00);
            return Atom::One(format!("\\u{{{code:x}}}"));
        }
        self.rest = before;
        Atom::One(format!("\\u{{{high:x}}}"))
    }

    /// Four hexadecimal digits.
    fn hexadecimal(&mut self) -> Option<u32> {
        let (digits, rest) = self.rest.split_at_checked(4)?;
        let code = u32::from_str_radix(digits, 16).ok().filter(|_| !digits.starts_with('+'))?;
        self.rest = rest;
        Some(code)
    }

    /// A class behind its `[`.
    fn class(&mut self) {
        let negated = self.takes("^");
        if self.takes("]") {
            // `[^]` is any character, `[]` none.
            self.out.push_str(if negated { "[\\s\\S]" } else { "[^\\s\\S]" });
            return;
        }
        self.out.push_str(if negated { "[^" } else { "[" });
        while let Some(first) = self.next() {
            if first == ']' {
                self.out.push(']');
                return;
            }
            let from = self.member(first);
            let mut ends = self.rest.chars();
            let range = ends.next() == Some('-') && ends.next().is_some_and(|end| end != ']');
            if !range {
                self.push_member(&from);
                continue;
            }
            self.next();
            let Some(end) = self.next() else { break };
            let to = self.member(end);
            self.push_member(&from);
            self.out.push_str(match (&from, &to) {
                (Atom::One(_), Atom::One(_)) => "-",
                // A set is no end of a range: the hyphen stands for itself.
                _ => "\\-",
            });
            self.push_member(&to);
        }
    }

    fn member(&mut self, first: char) -> Atom {
        match first {
            '\\' if self.takes("b") => Atom::One("\\x08".to_owned()),
            '\\' => self.escape(),
            // They are of a meaning to the engine that they do not have in ECMA-262.
            '[' | '&' | '~' | '^' | '-' => Atom::One(format!("\\{first}")),
            _ => Atom::One(first.to_string()),
        }
    }

    fn push_member(&mut self, atom: &Atom) {
        match atom {
            Atom::One(text) => self.out.push_str(text),
            Atom::Set { negated: false, members } => self.out.push_str(members),
            Atom::Set { negated: true, members } => {
                self.out.push_str("[^");
                self.out.push_str(members);
                self.out.push(']');
            }
        }
    }
}

/// Whether what follows a `{` makes it a count, such as `{2}`, `{2,}` or `{2,3}`.
fn is_count(rest: &str) -> bool {
    let Some((count, _)) = rest.split_once('}') else { return false };
    let (least, most) = count.split_once(',').unwrap_or((count, ""));
    let digits = |text: &str| text.bytes().all(|digit| digit.is_ascii_digit());
    !least.is_empty() && digits(least) && digits(most)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_are_read_as_ecma_262_has_them() {
        for (pattern, matches, other) in [
            (r"^\d+$", "12", "\u{9ea}\u{9e8}"),
            (r"^\W$", "\u{e9}", "e"),
            (r"^[\w-.]+$", "a-.", "a b"),
            (r"^[a-z\d-]+$", "a-1", "a_1"),
            (r"^[[a]$", "[", "]"),
            (r"^[a&&b]+$", "a&b", "c"),
            (r"^[\D]$", "x", "1"),
            (r"^{.*}$", "{a}", "a"),
            (r"^a{2,3}$", "aaa", "a{2,3}"),
            (r"^\/\<\>$", "/<>", "/"),
            (r"^\cA$", "\u{1}", "A"),
            (r"^[^]$", "\n", ""),
            (r"^\uD83D\uDC32*$", "\u{1f432}", "\u{1f431}"),
            (r"^[\b\-^]+$", "\u{8}-^", "b"),
            (r"^\0$", "\0", "0"),
            (r"^\p{Lu}[\p{Ll}\u{31}]$", "Aa", "A2"),
        ] {
            let translated = translate(pattern);
            let regex = regex::Regex::new(&translated).unwrap_or_else(|error| panic!("{pattern}: {error}"));
            assert!(regex.is_match(matches), "{pattern} as {translated}: {matches:?}");
            assert!(!regex.is_match(other), "{pattern} as {translated}: {other:?}");
        }
    }

    #[test]
    fn literals_of_javascript_are_known_by_what_they_cannot_match() {
        assert_eq!(literal("/^[a-z]+$/i"), Some(("^[a-z]+$", "(?i)")));
        assert_eq!(literal("/[a-z]$/"), Some(("[a-z]$", "")));
        for pattern in ["^/a/$", "/a/b/", "/a\\$/", "/^a", "/^a$/b"] {
            assert_eq!(literal(pattern), None, "{pattern}");
        }
    }

    #[test]
    fn what_the_engine_spells_alike_stays_as_it_is() {
        for pattern in
            ["^[A-Z]{3}-[0-9]+$", "(?i)a|b", "", "^x?(a|b)*\\.[^/]+$", r"^\s\p{L}\t$", "[a-]", "\\"]
        {
            assert_eq!(translate(pattern), pattern.replace("[a-]", "[a\\-]"));
        }
        for pattern in ["(?=a)", r"(a)\1", "[", r"\u12", "[a"] {
            assert!(regex::Regex::new(&translate(pattern)).is_err(), "{pattern}");
        }
    }
}
