//! An example that a document writes as a value, where what is answered is XML.

use specwright::tree::{Node, Value};

/// The value as elements: a property is an element of its name, a list as many of them. What stands around all of them the
/// example does not say.
pub(super) fn xml(node: &Node) -> String {
    let mut out = String::new();
    element("value", node, &mut out);
    out
}

fn element(name: &str, node: &Node, out: &mut String) {
    let name = if is_name(name) { name } else { "item" };
    match &node.value {
        Value::Sequence(items) => items.iter().for_each(|item| element(name, item, out)),
        Value::Mapping(properties) => {
            out.push_str(&format!("<{name}>"));
            properties.iter().for_each(|entry| element(&entry.key, &entry.value, out));
            out.push_str(&format!("</{name}>"));
        }
        Value::Scalar(scalar) => {
            let text = node.as_str().unwrap_or(&scalar.text);
            let text = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
            out.push_str(&format!("<{name}>{text}</{name}>"));
        }
    }
}

/// Whether a text is a name in XML, of the characters that every reader takes.
fn is_name(text: &str) -> bool {
    text.starts_with(|mark: char| mark.is_ascii_alphabetic() || mark == '_')
        && text.chars().all(|mark| mark.is_ascii_alphanumeric() || "_-.".contains(mark))
}

#[cfg(test)]
mod tests {
    use super::*;
    use specwright::source::{Origin, Sources};
    use specwright::tree::Mapping;

    #[test]
    fn a_value_is_written_as_elements() {
        let place = Origin::new(Sources::new().add("a", ""), 0, 0);
        let mut inner = Mapping::new();
        inner.push("c", Node::string("<&>", place));
        let mut outer = Mapping::new();
        outer.push("a", Node::plain("1.50", place));
        let items = vec![Node::string("x", place), Node::mapping(inner, place)];
        outer.push("b", Node::sequence(items, place));
        outer.push("d e", Node::plain("", place));
        assert_eq!(
            xml(&Node::mapping(outer, place)),
            "<value><a>1.50</a><b>x</b><b><c>&lt;&amp;&gt;</c></b><item></item></value>"
        );
    }
}
