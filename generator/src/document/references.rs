//! Following `$ref` inside one document (JSON Reference, RFC 6901 in a URI fragment).

use crate::diagnostics::{Code, Diagnostic, Sink, nearest};
use crate::source::{JsonPointer, percent_decode};
use crate::tree::Node;

/// A chain of references that is longer than this is taken for a loop.
pub(super) const LONGEST_CHAIN: usize = 64;

/// Of more references than these nobody reads what they may have meant.
const MOST_ADVISED: usize = 200;

/// What becomes of a schema that refers to nothing.
pub(super) const ANY_VALUE: &str = "it stands for any JSON value";
/// What becomes of another part of a document that does.
pub(super) const LEFT_OUT: &str = "what it stands for is left out";

/// What a `$ref` points to; a reference to nothing or to elsewhere is reported, with what becomes of it.
pub(super) fn target<'t>(
    root: &'t Node,
    reference: &'t Node,
    becomes: &str,
    sink: &mut Sink,
) -> Option<&'t Node> {
    let Some(text) = reference.as_str() else {
        let message = "a `$ref` must be a string";
        sink.report(Diagnostic::new(Code::InvalidShape, reference.origin, message));
        return None;
    };
    let Some(fragment) = text.strip_prefix('#') else {
        sink.report(
            Diagnostic::new(Code::ExternalReference, reference.origin, "this reference leaves the document")
                .note(format!("{becomes}; bundle the documents into one first")),
        );
        return None;
    };
    let pointer = JsonPointer::parse(&percent_decode(fragment));
    let found = pointer.and_then(|pointer| root.pointer(&pointer));
    if found.is_none() {
        let diagnostic =
            Diagnostic::new(Code::DanglingReference, reference.origin, "this reference leads nowhere")
                .label("nothing stands at this place of the document")
                .note(format!("{becomes} until the place exists or the reference is corrected"));
        // What was meant is looked for once, and not for ever.
        let advice = if sink.is_told(&diagnostic) || sink.diagnostics().len() > MOST_ADVISED {
            None
        } else {
            meant(root, fragment)
        };
        sink.report(match advice {
            Some(advice) => diagnostic.note(advice),
            None => diagnostic,
        });
    }
    found
}

/// Says which place of the document was probably meant by a pointer to none.
fn meant(root: &Node, fragment: &str) -> Option<String> {
    let pointer = JsonPointer::parse(&percent_decode(fragment))?;
    let tokens: Vec<String> = pointer.tokens().collect();
    let place = corrected(root, &tokens).or_else(|| moved(root, tokens.last()?))?;
    // Where only the last name is another, that says all.
    let (parent, name) = place.split_last()?;
    if Some(parent) == pointer.split_last().map(|(parent, _)| parent) {
        return Some(format!("there is `{}`", name.escape_debug()));
    }
    // What 3.0 does not have stands under a name of extension here, and not in what people wrote.
    let place = place.as_str().replace("/x-defs/", "/$defs/");
    Some(format!("there is `#{}`", place.escape_debug()))
}

/// A pointer with the nearest name in place of each that is not there.
fn corrected(root: &Node, tokens: &[String]) -> Option<JsonPointer> {
    let (mut node, mut place) = (root, JsonPointer::root());
    for token in tokens {
        let step = match node.as_mapping() {
            Some(mapping) if !mapping.contains_key(token) => {
                nearest(token, mapping.iter().map(|entry| entry.key.as_str()))?
            }
            _ => token.as_str(),
        };
        place = place.child(step);
        node = root.pointer(&place)?;
    }
    Some(place)
}

/// The component of a name, whatever kind of component it is: the containers have other names in other versions, and a
/// name alone is a reference to many.
fn moved(root: &Node, name: &str) -> Option<JsonPointer> {
    let containers = root.get("components")?.as_mapping()?;
    let place =
        |container: &str, name: &str| JsonPointer::root().child("components").child(container).child(name);
    let exact = containers.iter().find(|container| container.value.get(name).is_some());
    if let Some(container) = exact {
        return Some(place(&container.key, name));
    }
    let schemas = containers.get("schemas")?.as_mapping()?;
    let name = nearest(name, schemas.iter().map(|entry| entry.key.as_str()))?;
    Some(place("schemas", name))
}
