//! References that lead nowhere: what is said of them, and what is left of them.

use super::super::positions::Position;
use super::Bundler;
use super::components::{container, container_pointer};
use super::library::{Location, Problem};
use crate::diagnostics::{Code, Diagnostic};
use crate::source::{JsonPointer, Unreachable};
use crate::tree::{Mapping, Node};

impl Bundler<'_, '_> {
    pub(super) fn report(&mut self, reference: &Node, problem: Problem) {
        let at = |code, message: String| Diagnostic::new(code, reference.origin, message);
        let diagnostic = match problem {
            Problem::Unreachable(why) => {
                let advice = match why {
                    Unreachable::Outside => {
                        "give the folder that holds both as a SOURCE too, or bundle the documents into one"
                    }
                    _ => "keep what it names in a file beside the document, or bundle the documents into one",
                };
                at(Code::ExternalReference, why.to_string()).note(advice)
            }
            Problem::Refused(reason) => {
                at(Code::ExternalReference, format!("what this reference names cannot be read: {reason}"))
                    .note("correct the reference, or put the file below the folder of the document")
            }
            Problem::Missing => at(Code::ExternalReference, "this reference leaves the document".to_owned())
                .note("the file it names was not given; give its folder as a SOURCE, or bundle the documents into one"),
            Problem::Unreadable(error) => {
                let diagnostic = at(Code::ExternalReference, "what this reference names cannot be read".to_owned())
                    .note("correct that text; until then this part is left out, or stands for any JSON value");
                match error.primary {
                    Some(place) => diagnostic.related(place.origin, error.message),
                    None => diagnostic.note(error.message),
                }
            }
            Problem::Dangling => at(Code::DanglingReference, "this reference leads nowhere".to_owned())
                .label("nothing stands at this place of the text that it names"),
            Problem::Loop => at(Code::ReferenceLoop, "this reference leads back to itself".to_owned()),
        };
        self.sink.report(match self.named(reference) {
            Some(pointer) if diagnostic.code == Code::ExternalReference => diagnostic
                .note(format!("the schema of this document of that name is `#{}`", pointer.as_str())),
            _ => diagnostic,
        });
    }

    /// The schema of the document that a reference may mean by its bare name.
    fn named(&self, reference: &Node) -> Option<JsonPointer> {
        let name = reference.as_string().map(|text| text.trim_start_matches('#'))?;
        let pointer = container_pointer(container(Position::Schema, self.version)?, self.version).child(name);
        self.library.node(&Location { text: 0, pointer: pointer.clone() }).map(|_| pointer)
    }
}

/// Leaves of a reference that leads nowhere what fits its position and says the least; where it led is kept as `x-ref`, so
/// that no reader of the derived document goes there.
pub(super) fn give_up(node: &mut Node, position: Position) {
    let origin = node.origin;
    let Some(mapping) = node.as_mapping_mut() else { return };
    if let Some(mut reference) = mapping.remove("$ref") {
        reference.key = "x-ref".into();
        mapping.insert(reference);
    }
    let empty = || Node::mapping(Mapping::new(), origin);
    let needed = match position {
        Position::Response => ("description", Node::string("", origin)),
        Position::Header => ("schema", empty()),
        Position::Body => ("content", empty()),
        _ => return,
    };
    if !mapping.contains_key(needed.0) {
        mapping.push(needed.0, needed.1);
    }
}

/// Takes out of a list of parameters those that were given up.
pub(super) fn drop_gaps(list: &mut Node) {
    if let Some(items) = list.as_sequence_mut() {
        items.retain(|item| item.get("x-ref").is_none() || item.get("name").is_some());
    }
}
