//! Following `$ref` inside one document (JSON Reference, RFC 6901 in a URI fragment).

use crate::diagnostics::{Code, Diagnostic, Sink};
use crate::source::{JsonPointer, percent_decode};
use crate::tree::Node;

/// A chain of references that is longer than this is taken for a loop.
pub(super) const LONGEST_CHAIN: usize = 64;

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
        sink.report(
            Diagnostic::new(Code::DanglingReference, reference.origin, "this reference leads nowhere")
                .label("nothing stands at this place of the document")
                .note(format!("{becomes} until the place exists or the reference is corrected")),
        );
    }
    found
}
