//! Texts become one tree: OpenAPI documents as they are, pages by way of what they say.

pub mod markdown;
pub mod pages;
pub mod yaml;

use crate::diagnostics::{Code, Diagnostic, Sink, Unusable};
use crate::source::{FileId, Origin, Sources};
use pages::Context;
use pages::facts::PageFacts;

/// What was read: one document, and how sure it is.
pub use pages::evidence::{Contradiction, Inferred, Weighed, name, note_evidence};

/// Reads every text of an API into one document. What each text is follows from what stands in it, not from its name.
pub fn read(sources: &Sources, sink: &mut Sink) -> Result<Weighed, Unusable> {
    let mut pages = Vec::new();
    for file in sources.files() {
        pages.push(read_file(sources, file, sink));
    }
    sink.propagate()?;
    match pages::evidence::weigh(pages, sink) {
        Some(weighed) => Ok(weighed),
        None => {
            let message = "there is no operation in what was given";
            sink.report(
                Diagnostic::whole(Code::NoOperations, message)
                    .note("give an OpenAPI document or a page of an operation"),
            );
            Err(Unusable)
        }
    }
}

/// What a text says.
fn read_file(sources: &Sources, file: FileId, sink: &mut Sink) -> PageFacts {
    let text = sources.text(file);
    let document = |sink: &mut Sink| PageFacts {
        documents: yaml::read_document(sources, file, None, sink).into_iter().collect(),
        ..PageFacts::default()
    };
    if sources.invalid_utf8(file).is_some() || starts_as_document(text) {
        return document(sink);
    }
    let page = markdown::Page::parse(file, text);
    if let Some(dialect) = pages::detect(&page) {
        pages::hidden::report(&page, sink);
        return (dialect.read)(&page, &mut Context { sources, sink });
    }
    if looks_like_document(text) {
        return document(sink);
    }
    let end = text.find('\n').unwrap_or(text.len());
    let message = "this is neither an OpenAPI document nor a page in a layout that is known";
    sink.report(Diagnostic::new(Code::UnknownLayout, Origin::new(file, 0, end), message));
    PageFacts::default()
}

/// The keys that an OpenAPI document has at its top.
const TOP_KEYS: [&str; 6] = ["openapi", "swagger", "info", "paths", "components", "servers"];

/// Whether a line is one of [`TOP_KEYS`] and a colon, at the left margin.
fn is_top_key(line: &str) -> bool {
    let key = line.split(':').next().unwrap_or_default().trim_end();
    line.contains(':') && TOP_KEYS.contains(&key.trim_matches(['"', '\'']))
}

/// Whether the first line that says something is JSON's or a key of an OpenAPI document.
fn starts_as_document(text: &str) -> bool {
    let text = text.trim_start_matches('\u{feff}');
    let mut lines = text
        .lines()
        .filter(|line| !line.trim().is_empty() && !line.starts_with(['#', '%']) && *line != "---");
    lines.next().is_some_and(|line| line.trim_start().starts_with('{') || is_top_key(line))
}

/// Whether any line is a key of an OpenAPI document.
fn looks_like_document(text: &str) -> bool {
    text.lines().any(is_top_key)
}

#[cfg(test)]
mod tests;
