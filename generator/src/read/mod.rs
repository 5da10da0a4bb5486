//! Texts become one tree: OpenAPI documents as they are, pages by way of what they say.

mod companions;
pub mod markdown;
pub mod pages;
pub mod yaml;

use crate::diagnostics::{Code, Diagnostic, Sink, Unusable};
use crate::source::{FileId, Origin, Sources};
use crate::tree::Node;
use pages::Context;
use pages::facts::PageFacts;

/// What was read: one document, and how sure it is.
pub use companions::{Companion, gather};
pub use pages::evidence::{Contradiction, Inferred, Weighed, name, note_evidence};

/// Reads every text of an API into one document. What each text is follows from what stands in it, not from its name.
pub fn read(sources: &Sources, sink: &mut Sink) -> Result<Weighed, Unusable> {
    let mut pages = Vec::new();
    let mut unknown = Vec::new();
    for file in sources.files() {
        match read_file(sources, file, sink) {
            Some(facts) => pages.push(facts),
            None => unknown.push(file),
        }
    }
    sink.propagate()?;
    let weighed = pages::evidence::weigh(pages, sink);
    for file in &unknown {
        let end = sources.text(*file).find('\n').unwrap_or(sources.text(*file).len());
        let message = "this is neither an OpenAPI document nor a page in a layout that is known";
        // A folder of pages may well hold an introduction; alone, it is nothing to work with.
        let code = if weighed.is_some() { Code::UnsupportedPage } else { Code::UnknownLayout };
        sink.report(Diagnostic::new(code, Origin::new(*file, 0, end), message));
    }
    if weighed.is_none() && unknown.is_empty() {
        let message = "there is no operation in what was given";
        sink.report(
            Diagnostic::whole(Code::NoOperations, message)
                .note("give an OpenAPI document or a page of an operation"),
        );
    }
    weighed.ok_or(Unusable)
}

/// Reads every text that others refer to.
pub fn read_companions(sources: &Sources) -> Vec<Companion> {
    companions::read(sources)
}

/// What a text says; `None` where its layout is not known.
fn read_file(sources: &Sources, file: FileId, sink: &mut Sink) -> Option<PageFacts> {
    let text = sources.text(file);
    let document = |sink: &mut Sink| {
        let tree = yaml::read_document(sources, file, None, sink);
        let documents = tree.into_iter().filter(|tree| is_ours(tree, sink)).collect();
        PageFacts { documents, ..PageFacts::default() }
    };
    if sources.invalid_utf8(file).is_some() || starts_as_document(text) {
        return Some(document(sink));
    }
    let reduced = match markdown::is_html(text).then(|| markdown::reduce(text)) {
        Some(None) => {
            let message = "the elements of this page stand too deep in each other";
            sink.report(Diagnostic::new(Code::BudgetExceeded, Origin::new(file, 0, 1), message));
            return Some(PageFacts::default());
        }
        Some(Some(reduced)) => Some(reduced),
        None => None,
    };
    let page = match &reduced {
        Some(reduced) => markdown::Page::reduced(file, reduced),
        None => markdown::Page::parse(file, text),
    };
    if let Some(dialect) = pages::detect(&page) {
        pages::hidden::report(&page, sink);
        return Some((dialect.read)(&page, &mut Context { sources, sink }));
    }
    looks_like_document(text).then(|| document(sink))
}

/// Whether a document may be one of OpenAPI; folders of pages hold settings and other descriptions as well, and those are
/// left out with a word.
fn is_ours(tree: &Node, sink: &mut Sink) -> bool {
    let has = |key: &str| tree.get(key).is_some();
    let message = match has("openapi") || has("swagger") {
        false if has("asyncapi") => {
            "this is a document of AsyncAPI, which is about messages and not about HTTP"
        }
        false if tree.as_mapping().is_some() && !TOP_KEYS.iter().any(|key| has(key)) => {
            "this is no document of OpenAPI: it has none of its keys"
        }
        _ => return true,
    };
    let origin = Origin { end: tree.origin.start, ..tree.origin };
    sink.report(Diagnostic::new(Code::UnsupportedPage, origin, message));
    false
}

/// The keys that an OpenAPI document has at its top.
const TOP_KEYS: [&str; 6] = ["openapi", "swagger", "info", "paths", "components", "servers"];

/// Whether a line is one of [`TOP_KEYS`] and a colon, at the left margin. The front matter of a page may have such a key
/// as well, but it names an operation there and no version.
fn is_top_key(line: &str) -> bool {
    let Some((key, value)) = line.split_once(':') else { return false };
    match key.trim_end().trim_matches(['"', '\'']) {
        "openapi" | "swagger" | "asyncapi" => {
            let version = value.trim_start_matches([' ', '\t', '"', '\'']);
            let version = version.trim_end();
            // What is no version at all is still meant to be one.
            let odd = ["null", "~", "true", "false"].contains(&version) || version.starts_with('[');
            odd || version.is_empty() || version.starts_with(|digit: char| digit.is_ascii_digit())
        }
        key => TOP_KEYS.contains(&key),
    }
}

/// Whether the first line that says something is JSON's or a key of an OpenAPI document.
fn starts_as_document(text: &str) -> bool {
    let text = text.trim_start_matches('\u{feff}');
    let mut lines = text
        .lines()
        .filter(|line| !line.trim().is_empty() && !line.starts_with(['#', '%']) && *line != "---");
    let is_json = |line: &str| {
        // Pages hold blocks `{% … %}`, `{{ … }}` and comments `{/* … */}`.
        line.trim_start().strip_prefix('{').is_some_and(|rest| !rest.starts_with(['%', '{', '/']))
    };
    lines.next().is_some_and(|line| is_json(line) || is_top_key(line))
}

/// Whether any line says that the text is an OpenAPI document; the other keys stand in the samples of many pages.
fn looks_like_document(text: &str) -> bool {
    let says = |line: &str| {
        let line = line.trim_start_matches(['"', '\'']);
        line.starts_with("openapi") || line.starts_with("swagger")
    };
    text.lines().any(|line| says(line) && is_top_key(line))
}

#[cfg(test)]
mod tests;
