//! Block YAML from the tree: number text kept, and quotes around whatever YAML 1.1 or 1.2 would not read as that string.

use crate::tree::{Mapping, Node, Resolved, Scalar, Style, Value};
use std::fmt::Write as _;

/// The longest key that may stand on one line with its colon; YAML allows 1024 characters.
const LONG_KEY: usize = 1000;

/// The document as text; it ends with a line break.
pub fn write_yaml(node: &Node) -> String {
    let mut out = String::new();
    match &node.value {
        Value::Mapping(mapping) if !mapping.is_empty() => write_mapping(&mut out, mapping, 0, false),
        Value::Sequence(items) if !items.is_empty() => write_sequence(&mut out, items, 0, false),
        _ => {
            write_leaf(&mut out, node, 2);
            out.push('\n');
        }
    }
    out
}

fn indent(out: &mut String, width: usize) {
    out.extend(std::iter::repeat_n(' ', width));
}

/// Writes the entries at a width; the first line's indentation may stand there already, after a dash.
fn write_mapping(out: &mut String, mapping: &Mapping, width: usize, mut begun: bool) {
    for entry in mapping {
        if !std::mem::take(&mut begun) {
            indent(out, width);
        }
        let key = one_line(&Scalar { text: entry.key.clone(), style: Style::Quoted });
        if key.len() > LONG_KEY {
            out.push_str("? ");
            out.push_str(&key);
            out.push('\n');
            indent(out, width);
        } else {
            out.push_str(&key);
        }
        out.push(':');
        match &entry.value.value {
            Value::Mapping(inner) if !inner.is_empty() => {
                out.push('\n');
                write_mapping(out, inner, width + 2, false);
            }
            Value::Sequence(items) if !items.is_empty() => {
                out.push('\n');
                write_sequence(out, items, width + 2, false);
            }
            _ => {
                out.push(' ');
                write_leaf(out, &entry.value, width + 2);
                out.push('\n');
            }
        }
    }
}

fn write_sequence(out: &mut String, items: &[Node], width: usize, mut begun: bool) {
    for item in items {
        if !std::mem::take(&mut begun) {
            indent(out, width);
        }
        out.push_str("- ");
        match &item.value {
            Value::Mapping(inner) if !inner.is_empty() => write_mapping(out, inner, width + 2, true),
            Value::Sequence(inner) if !inner.is_empty() => write_sequence(out, inner, width + 2, true),
            _ => {
                write_leaf(out, item, width + 2);
                out.push('\n');
            }
        }
    }
}

fn write_leaf(out: &mut String, node: &Node, width: usize) {
    match &node.value {
        Value::Mapping(_) => out.push_str("{}"),
        Value::Sequence(_) => out.push_str("[]"),
        Value::Scalar(scalar) => match scalar.resolve() {
            Resolved::String(text) if fits_a_block(text) => {
                out.push_str(if text.ends_with('\n') { "|" } else { "|-" });
                for line in text.lines() {
                    out.push('\n');
                    if !line.is_empty() {
                        indent(out, width);
                        out.push_str(line);
                    }
                }
            }
            _ => out.push_str(&one_line(scalar)),
        },
    }
}

/// A scalar on one line.
fn one_line(scalar: &Scalar) -> String {
    match scalar.resolve() {
        Resolved::Null => "null".to_owned(),
        Resolved::Boolean(value) => value.to_string(),
        Resolved::Number(text) => text.to_owned(),
        Resolved::String(text) if is_plain(text) => text.to_owned(),
        Resolved::String(text) => quoted(text),
    }
}

/// Whether every YAML reader takes the text without quotes for this string. It starts with a letter or a slash, so that
/// it is no number, date, time or indicator in any version; what is left are the words of YAML 1.1.
fn is_plain(text: &str) -> bool {
    const WORDS: [&str; 9] = ["y", "n", "yes", "no", "on", "off", "true", "false", "null"];
    let safe = |mark: char| mark.is_ascii_alphanumeric() || " _-./(){}$,+*;!?@&=%'\"<>[]|".contains(mark);
    text.starts_with(|mark: char| mark.is_ascii_alphabetic() || matches!(mark, '/' | '$'))
        && !text.ends_with(' ')
        && !WORDS.iter().any(|word| text.eq_ignore_ascii_case(word))
        && text.chars().all(|mark| safe(mark) || (!mark.is_ascii() && mark.is_alphanumeric()))
}

/// Whether a text of several lines reads back as it is from a literal block.
fn fits_a_block(text: &str) -> bool {
    text.contains('\n')
        && !text.starts_with([' ', '\n'])
        && !text.ends_with("\n\n")
        && text.lines().all(|line| line.is_empty() || !line.trim().is_empty())
        && text.chars().all(|mark| mark == '\n' || !needs_escape(mark))
}

/// Whether a character is invisible, changes the direction of text, or is a line break to some reader.
fn needs_escape(mark: char) -> bool {
    mark.is_control()
        || matches!(mark, '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}')
        || matches!(mark, '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}')
}

fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for mark in text.chars() {
        match mark {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            // Writing to a string cannot fail.
            _ if needs_escape(mark) => _ = write!(out, "\\u{:04X}", u32::from(mark)),
            _ => out.push(mark),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{Origin, Sources};

    #[test]
    fn hard_strings_read_back() {
        let place = Origin::new(Sources::new().add("a", ""), 0, 0);
        let long = "k".repeat(3000);
        let hard = [
            "",
            " ",
            "no",
            "Yes",
            "on",
            "NULL",
            "~",
            "010",
            "1_000",
            "0x1F",
            "1e3",
            ".inf",
            "2020-01-01",
            "12:30",
            "=",
            "<<",
            " a",
            "a ",
            "a: b",
            "a:",
            "a #b",
            "#a",
            "- a",
            "-",
            "---",
            "...",
            "? a",
            "& a",
            "*a",
            "!a",
            "|",
            ">",
            "@a",
            "`a",
            "%a",
            "{a}",
            "[a]",
            "a, b",
            "'",
            "\"",
            "a'b",
            "\u{0}\u{7}\u{1b}[31m",
            "\u{85}\u{2028}\u{202e}",
            "\u{feff}",
            "é",
            "日本",
            "🦀",
            "\t",
            "a\tb",
            "a\nb",
            "a\nb\n",
            "a\n\n",
            "\na",
            " a\nb",
            "a\n  b\n\nc",
            "a\r\nb",
            "a\n \nb",
            "a\n\tb",
            "\n",
            "--- a\n... b",
            "# a\nb",
            "/pets/{id}",
            "a\\b",
            &long,
        ];
        let mut mapping = Mapping::new();
        let mut items = Vec::new();
        for text in hard {
            mapping.push(text, Node::string(text, place));
            items.push(Node::string(text, place));
        }
        let list = Node::sequence(vec![Node::sequence(items, place), Node::mapping(mapping, place)], place);
        let text = write_yaml(&list);
        let value: serde_yaml::Value = serde_yaml::from_str(&text).unwrap();
        let pairs = value[1].as_mapping().unwrap();
        assert_eq!(pairs.len(), hard.len());
        for (index, text) in hard.iter().enumerate() {
            assert_eq!(value[0][index].as_str(), Some(*text));
            assert_eq!(value[1][*text].as_str(), Some(*text));
            let root = write_yaml(&Node::string(*text, place));
            assert_eq!(serde_yaml::from_str::<String>(&root).unwrap(), *text, "{root}");
        }
    }

    #[test]
    fn numbers_keep_their_text() {
        let place = Origin::new(Sources::new().add("a", ""), 0, 0);
        let mut mapping = Mapping::new();
        mapping.push("version", Node::plain("3.10", place));
        mapping.push("on", Node::plain("", place));
        mapping.push("empty", Node::sequence(Vec::new(), place));
        assert_eq!(write_yaml(&Node::mapping(mapping, place)), "version: 3.10\n\"on\": null\nempty: []\n");
    }
}
