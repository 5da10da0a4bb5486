//! Values of a document: which are equal, and of which type they are.

use crate::document::{Node, Resolved, SchemaType};

/// A value as canonical JSON text: what two equal values have in common.
pub(super) fn key(node: &Node) -> String {
    match node.resolve() {
        Some(Resolved::Number(_)) => number_key(&node.to_json()),
        _ => node.to_json(),
    }
}

/// A number without what does not change it: `1.0` and `1` are one.
pub(super) fn number_key(text: &str) -> String {
    if !text.contains(['e', 'E'])
        && let Some((whole, fraction)) = text.split_once('.')
    {
        let fraction = fraction.trim_end_matches('0');
        return if fraction.is_empty() { whole.to_owned() } else { format!("{whole}.{fraction}") };
    }
    text.to_owned()
}

/// Whether a value is of a type; anything is where no type is said.
pub(super) fn is_of(node: &Node, kind: Option<SchemaType>) -> bool {
    let Some(kind) = kind else { return true };
    match node.resolve() {
        Some(Resolved::Null) => true,
        Some(Resolved::Boolean(_)) => matches!(kind, SchemaType::Boolean | SchemaType::String),
        Some(Resolved::Number(text)) => match kind {
            SchemaType::Number => true,
            SchemaType::Integer => is_whole(&number_key(text)),
            // YAML reads `3` and `true` in a list of strings as other than strings; nobody means that.
            SchemaType::String => true,
            _ => false,
        },
        Some(Resolved::String(_)) => kind == SchemaType::String,
        None if node.as_mapping().is_some() => kind == SchemaType::Object,
        None => kind == SchemaType::Array,
    }
}

/// Whether a number is an integer: `1e3` is one.
fn is_whole(text: &str) -> bool {
    let plain = !text.contains(['.', 'e', 'E']);
    plain || (text.contains(['e', 'E']) && text.parse::<f64>().is_ok_and(|number| number.fract() == 0.0))
}
