//! Values as pages print them: JSON, words without quotes, and the placeholders of page builders.

use super::facts::JsonType;
use crate::read::yaml::read_json;
use crate::source::Origin;
use crate::tree::{Node, Resolved, Style, Value};

/// The value of a text that is JSON from end to end; its parts lie in `origin`.
pub fn json(text: &str, origin: Origin) -> Option<Node> {
    let trimmed = text.trim_start();
    read_json(trimmed, origin.file, origin.start as usize + (text.len() - trimmed.len()))
}

/// The values of a text that is a list of JSON values with commas between them; `None` where any of it is not JSON.
pub fn json_list(text: &str, origin: Origin) -> Option<Vec<Node>> {
    let list = json(&format!("[{text}]"), origin)?;
    match list.value {
        Value::Sequence(items) => Some(items),
        _ => None,
    }
}

/// A value that is printed with quotes or without them, where values of `types` are expected.
pub fn printed(text: &str, types: &[JsonType], origin: Origin) -> Node {
    let text = text.trim();
    let may_be_text = types.is_empty() || types.contains(&JsonType::String);
    if let Some(value) = json(text, origin) {
        let fits = match json_type(&value) {
            Some(JsonType::Integer) => {
                types.contains(&JsonType::Integer) || types.contains(&JsonType::Number) || types.is_empty()
            }
            Some(ty) => types.is_empty() || types.contains(&ty),
            None => true,
        };
        if fits || !may_be_text {
            return value;
        }
    }
    let quoted = ['"', '\'', '`'].into_iter().find_map(|mark| text.strip_prefix(mark)?.strip_suffix(mark));
    Node::string(quoted.unwrap_or(text), origin)
}

/// The type of a value; `None` for null.
pub fn json_type(value: &Node) -> Option<JsonType> {
    match &value.value {
        Value::Mapping(_) => Some(JsonType::Object),
        Value::Sequence(_) => Some(JsonType::Array),
        Value::Scalar(scalar) => match scalar.resolve() {
            Resolved::Null => None,
            Resolved::Boolean(_) => Some(JsonType::Boolean),
            Resolved::Number(text) if text.contains(['.', 'e', 'E']) => Some(JsonType::Number),
            Resolved::Number(_) => Some(JsonType::Integer),
            Resolved::String(_) => Some(JsonType::String),
        },
    }
}

/// The values that page builders put where a schema gives none. They tell a type and are no examples.
const PLACEHOLDERS: [&str; 7] = [
    "3c90c3cc-0d44-4b50-8888-8dd25736052a",
    "2023-11-07T05:31:56Z",
    "2023-12-25",
    "jsmith@example.com",
    "aSDinaTvuI8gbWludGxpZnk=",
    "string",
    "123",
];

/// Whether a value stands for a type only: `<string>`, `123`, the UUID that every page of a builder shows.
pub fn is_placeholder(value: &Node) -> bool {
    let Value::Scalar(scalar) = &value.value else { return false };
    let text = scalar.text.as_str();
    let bracketed = text.len() > 2 && text.starts_with('<') && text.ends_with('>');
    PLACEHOLDERS.contains(&text) && (scalar.style == Style::Quoted || text == "123") || bracketed
}
