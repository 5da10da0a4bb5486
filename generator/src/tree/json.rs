//! A node as JSON text.

use super::deserialize::integer;
use super::{Node, Resolved, Value};
use std::fmt::Write as _;

impl Node {
    /// The value as JSON on one line, its keys in the order they were written. The reader bounds the depth.
    pub fn to_json(&self) -> String {
        let mut out = String::new();
        write(self, &mut out);
        out
    }
}

fn write(node: &Node, out: &mut String) {
    match &node.value {
        Value::Scalar(scalar) => match scalar.resolve() {
            Resolved::Null => out.push_str("null"),
            Resolved::Boolean(value) => out.push_str(if value { "true" } else { "false" }),
            Resolved::Number(text) => out.push_str(&json_number(text)),
            Resolved::String(text) => write_json_string(text, out),
        },
        Value::Sequence(items) => {
            out.push('[');
            for (place, item) in items.iter().enumerate() {
                out.push_str(if place > 0 { "," } else { "" });
                write(item, out);
            }
            out.push(']');
        }
        Value::Mapping(mapping) => {
            out.push('{');
            for (place, entry) in mapping.iter().enumerate() {
                out.push_str(if place > 0 { "," } else { "" });
                write_json_string(&entry.key, out);
                out.push(':');
                write(&entry.value, out);
            }
            out.push('}');
        }
    }
}

/// A JSON string (RFC 8259, section 7).
pub fn json_string(text: &str) -> String {
    let mut out = String::new();
    write_json_string(text, &mut out);
    out
}

/// Writes a JSON string (RFC 8259, section 7).
pub fn write_json_string(text: &str, out: &mut String) {
    out.push('"');
    for character in text.chars() {
        match character {
            '"' | '\\' => out.extend(['\\', character]),
            '\u{0}'..='\u{1f}' => _ = write!(out, "\\u{:04x}", u32::from(character)),
            _ => out.push(character),
        }
    }
    out.push('"');
}

/// A number of YAML as JSON writes it; what is not finite is null.
fn json_number(text: &str) -> String {
    if let Some(whole) = integer(text) {
        return whole.to_string();
    }
    let (sign, digits) = match text.strip_prefix('-') {
        Some(digits) => ("-", digits),
        None => ("", text.strip_prefix('+').unwrap_or(text)),
    };
    let exponent = digits.find(['e', 'E']).unwrap_or(digits.len());
    let (mantissa, exponent) = digits.split_at_checked(exponent).unwrap_or((digits, ""));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let whole = whole.trim_start_matches('0');
    if !whole.bytes().chain(fraction.bytes()).all(|digit| digit.is_ascii_digit()) {
        return "null".to_owned();
    }
    let whole = if whole.is_empty() { "0" } else { whole };
    let point = if fraction.is_empty() { "" } else { "." };
    format!("{sign}{whole}{point}{fraction}{exponent}")
}
