//! A document in the YAML that Specwright writes, as JSON: block mappings and lists two blanks deeper each, literal blocks,
//! quoted strings that JSON has as well, and plain words. Of any other YAML nothing is guessed.

use crate::codec::{Json, Mode, Number, decode, encode};
use std::iter::Peekable;
use std::str::Lines;

/// A mapping or list whose entries stand at an indentation.
struct Open {
    indent: usize,
    is_list: bool,
}

/// What is written of the JSON, and what is open in it.
struct Writer<'t> {
    lines: Peekable<Lines<'t>>,
    json: String,
    open: Vec<Open>,
    /// Whether a key or a dash stands there, and its value does not yet.
    awaits: bool,
}

/// The document as JSON; `None` where it is of another YAML.
pub(super) fn to_json(text: &str) -> Option<String> {
    let mut writer =
        Writer { lines: text.lines().peekable(), json: String::new(), open: Vec::new(), awaits: true };
    while let Some(line) = writer.lines.next() {
        writer.line(line)?;
    }
    if writer.awaits {
        return None;
    }
    writer.close(0);
    (writer.open.is_empty() && writer.json.starts_with('{')).then_some(writer.json)
}

impl Writer<'_> {
    fn line(&mut self, line: &str) -> Option<()> {
        let mut rest = line.trim_start_matches(' ');
        let mut indent = line.len() - rest.len();
        if !self.awaits {
            self.close(indent + 1);
        }
        while let Some(item) = rest.strip_prefix("- ") {
            self.enter(indent, true)?;
            (rest, indent) = (item, indent + 2);
        }
        let Some((key, value)) = self.key(rest) else { return self.leaf(rest, indent) };
        self.enter(indent, false)?;
        self.json.push_str(&key);
        self.json.push(':');
        if value.is_empty() { Some(()) } else { self.leaf(value.strip_prefix(' ')?, indent + 2) }
    }

    /// Closes what stands at an indentation or deeper.
    fn close(&mut self, indent: usize) {
        while let Some(last) = self.open.pop_if(|last| last.indent >= indent) {
            self.json.push(if last.is_list { ']' } else { '}' });
        }
    }

    /// Begins the next entry of the mapping or list at an indentation, which begins with it where its value is awaited.
    fn enter(&mut self, indent: usize, is_list: bool) -> Option<()> {
        if self.awaits {
            // What is inside stands two blanks deeper; a list within a list begins on the line of its dash.
            let expected = self.open.last().map_or(0, |outer| outer.indent + 2);
            if indent != expected {
                return None;
            }
            self.json.push(if is_list { '[' } else { '{' });
            self.open.push(Open { indent, is_list });
        } else {
            self.open.last().filter(|last| last.indent == indent && last.is_list == is_list)?;
            self.json.push(',');
        }
        self.awaits = true;
        Some(())
    }

    /// The key of an entry as JSON, and what follows its colon.
    fn key<'l>(&mut self, text: &'l str) -> Option<(String, &'l str)>
    where
        Self: 'l,
    {
        if let Some(quoted) = text.strip_prefix('"') {
            let end = closing(quoted)?;
            let (key, rest) = text.split_at_checked(end + 2)?;
            return Some((string(key)?, rest.strip_prefix(':')?));
        }
        let (key, rest) = text.split_once(':')?;
        (is_plain(key) && (rest.is_empty() || rest.starts_with(' '))).then(|| (quoted(key), rest))
    }

    /// A value that stands on the line of its key or dash, or the block that begins there.
    fn leaf(&mut self, text: &str, indent: usize) -> Option<()> {
        if !std::mem::take(&mut self.awaits) {
            return None;
        }
        let json = match text {
            "{}" | "[]" | "null" | "true" | "false" => text.to_owned(),
            "|" | "|-" => {
                let block = self.block(indent)?;
                quoted(block.strip_suffix(if text == "|" { "" } else { "\n" })?)
            }
            _ if text.starts_with('"') => {
                let end = closing(text.get(1..)?)?;
                (end + 2 == text.len()).then(|| string(text))??
            }
            _ if is_plain(text) => quoted(text),
            _ => text.parse::<Number>().ok()?.as_str().to_owned(),
        };
        self.json.push_str(&json);
        Some(())
    }

    /// The lines of a block at an indentation.
    fn block(&mut self, indent: usize) -> Option<String> {
        let mut block = String::new();
        let within =
            |line: &&str| line.is_empty() || line.len() - line.trim_start_matches(' ').len() >= indent;
        while let Some(line) = self.lines.next_if(within) {
            block.push_str(line.get(indent..).unwrap_or_default());
            block.push('\n');
        }
        // How many empty lines end a block is said in another way than this.
        (!block.is_empty() && !block.ends_with("\n\n")).then_some(block)
    }
}

/// Where the quote is that ends a text.
fn closing(text: &str) -> Option<usize> {
    let mut escaped = false;
    text.bytes().position(|byte| {
        let ends = byte == b'"' && !escaped;
        escaped = byte == b'\\' && !escaped;
        ends
    })
}

/// A quoted string whose escapes are those of JSON.
fn string(text: &str) -> Option<String> {
    decode::<String>(text.as_bytes(), Mode::Strict).ok().map(|text| quoted(&text))
}

fn quoted(text: &str) -> String {
    encode(&Json::String(text.to_owned()))
        .ok()
        .and_then(|text| String::from_utf8(text).ok())
        .unwrap_or_default()
}

/// Whether a text without quotes is that string to every reader: it begins as no number and no indicator does, holds
/// nothing that would end it, and is none of the words that stand for something else.
fn is_plain(text: &str) -> bool {
    const WORDS: [&str; 9] = ["y", "n", "yes", "no", "on", "off", "true", "false", "null"];
    text.starts_with(|mark: char| mark.is_ascii_alphabetic() || matches!(mark, '/' | '$'))
        && !text.ends_with(' ')
        && !text.contains([':', '#', '\t', '\\', '`', '^', '~'])
        && !text.chars().any(char::is_control)
        && !WORDS.iter().any(|word| text.eq_ignore_ascii_case(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_reads_as_json() {
        let text = "a:\n  - - x\n    - - 1.50\n      - {}\n  - b: |\n      one\n\n        two\n    c: |-\n      three\n      four\n  - |-\n    f\n    g\n\"200\":\n  \"k \\\"\\u00E9: \\\\\": 3.10\n/p/{id}: \"\"\nd: null\né: []\n";
        let text = text.replace("\né: []", "\n\"é\": []");
        assert_eq!(
            to_json(&text).as_deref(),
            Some(
                r#"{"a":[["x",[1.50,{}]],{"b":"one\n\n  two\n","c":"three\nfour"},"f\ng"],"200":{"k \"é: \\":3.10},"/p/{id}":"","d":null,"é":[]}"#
            )
        );
        assert_eq!(to_json("openapi: \"3.0.3\"\n").as_deref(), Some(r#"{"openapi":"3.0.3"}"#));
    }

    #[test]
    fn nothing_is_guessed_of_other_yaml() {
        for text in [
            "",
            "a",
            "- ",
            "a:\n",
            "a:\nb: 1\n",
            "a: b # c\n",
            "a: 'b'\n",
            "a: {b: c}\n",
            "a: [b]\n",
            "a: &x b\n",
            "a: *x\n",
            "a: !t b\n",
            "a: >\n  b\n",
            "a:\n- b\n",
            "a:\n   b: c\n",
            "a: b\n  c\n",
            "a: yes\n",
            "---\na: b\n",
            "# a\na: b\n",
            "a: 0x1F\n",
            "a: 010\n",
            "a: 1_000\n",
            "a: .inf\n",
            "a: ~\n",
            "a:\tb\n",
            "a: \"b\" c\n",
            "a: \"b\n",
            "a: \"\\x41\"\n",
            "a: |+\n  b\n\n",
            "a: |\n  b\n\n",
            "a: b:c\n",
            "a : b\n",
            "? a\n: b\n",
            "a: 2020-01-01\n",
            "a: b\n- c\n",
            "a:\n  b: c\n d: e\n",
            "- a\nb: c\n",
        ] {
            assert_eq!(to_json(text), None, "{text:?}");
        }
    }
}
