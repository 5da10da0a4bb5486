//! What doc comments say.

use crate::document::Node;
use crate::ir::Docs;

/// The texts of a schema, parameter, operation or the like; a title that only repeats `name` is left out.
pub(super) fn docs(node: &Node, name: &str) -> Docs {
    let text = |key: &str| {
        let text = node.get(key).and_then(Node::as_str).map(str::trim);
        text.filter(|text| !text.is_empty()).map(str::to_owned)
    };
    let letters = |text: &str| -> String {
        text.chars().filter(|character| character.is_alphanumeric()).flat_map(char::to_lowercase).collect()
    };
    let summary = text("summary").or_else(|| text("title").filter(|title| letters(title) != letters(name)));
    let description = text("description").filter(|description| Some(description) != summary.as_ref());
    let deprecated = node.get("deprecated").and_then(Node::as_bool) == Some(true);
    Docs { summary, description, notes: Vec::new(), deprecated }
}
