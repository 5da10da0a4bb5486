//! Pages that only name the document which describes their operation. Every text is read for itself, so a page whose
//! document was given adds nothing; what is left to do is to say which document to give where it was not.

mod blocks;
mod front;
mod resolve;
#[cfg(test)]
mod tests;

pub(super) use blocks::DIALECT as BLOCKS;
pub(super) use front::{DIALECT as FRONT_MATTER, OPERATION};

use super::Context;
use crate::diagnostics::{Code, Diagnostic};
use crate::read::markdown::Page;
use crate::source::{FileId, Origin};
use resolve::Documents;

/// What a page refers to.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Reference {
    /// Where it does.
    origin: Origin,
    /// Where the document is: a path or an address.
    address: Option<String>,
    /// What the document is called where it is not named by an address, or by one that changes.
    id: Option<String>,
    /// The method in capitals, and the path; none where it is about the whole document or a schema of it.
    operation: Option<(String, String)>,
}

impl Reference {
    /// What a diagnostic calls the document.
    fn document(&self) -> Option<&str> {
        self.address.as_deref().or(self.id.as_deref())
    }

    /// What of the document is meant.
    fn subject(&self) -> String {
        match &self.operation {
            Some((method, path)) => format!("`{method} {path}`"),
            None => "what it is about".to_owned(),
        }
    }
}

/// Looks for what a page refers to, and reports what was not given: once a document.
fn resolve(page: &Page<'_>, references: &[Reference], context: &mut Context<'_>) {
    let documents = Documents::of(context.sources, page.file);
    let mut missing: Vec<&Reference> = Vec::new();
    for reference in references {
        match documents.find(reference) {
            Some(file) => check(reference, file, &documents, context),
            None if missing.iter().any(|other| other.document() == reference.document()) => {}
            None => missing.push(reference),
        }
    }
    for reference in missing {
        let (subject, name) = (reference.subject(), reference.document());
        let (message, note) = match name {
            Some(name) if name.contains("://") => (
                format!("this page leaves {subject} to a document on the web, which is not fetched"),
                format!("download {name} and give it beside this page{}", resolve::as_file(reference)),
            ),
            Some(name) => (
                format!("this page leaves {subject} to the document `{name}`, which was not given"),
                format!("give {name} beside this page{}", resolve::as_file(reference)),
            ),
            None => (
                format!(
                    "this page leaves {subject} to a document that it does not name and that was not given"
                ),
                format!("give the OpenAPI document that describes {subject} beside this page"),
            ),
        };
        context.sink.report(Diagnostic::new(Code::ExternalReference, reference.origin, message).note(note));
    }
}

/// Reports an operation that the document which was found does not have.
fn check(reference: &Reference, file: FileId, documents: &Documents<'_>, context: &mut Context<'_>) {
    let Some((_, path)) = &reference.operation else { return };
    if documents.mentions(file, path) {
        return;
    }
    let message = format!("the document that this page names does not describe {}", reference.subject());
    context.sink.report(
        Diagnostic::new(Code::FenceMismatch, reference.origin, message)
            .related(Origin::new(file, 0, 0), "this document was taken for it")
            .note("give the document of the same version as the page, or correct the page"),
    );
}
