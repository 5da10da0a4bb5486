//! Pages that embed an OpenAPI document in a fence whose info string is `LANGUAGE [SPEC ]METHOD /path`.

use super::facts::PageFacts;
use super::{Context, Dialect};
use crate::diagnostics::{Code, Diagnostic, Sink};
use crate::read::markdown::{Fence, Page};
use crate::read::yaml::read_document;
use crate::source::Origin;
use crate::tree::{Mapping, Node};

pub(super) const DIALECT: Dialect = Dialect { name: "embedded fence", recognises, read };

fn recognises(page: &Page<'_>) -> bool {
    page.fences().any(|fence| Heading::parse(&fence.info).is_some())
}

/// The methods that an info string may name.
const METHODS: [&str; 9] = ["get", "put", "post", "delete", "options", "head", "patch", "trace", "query"];

/// What an info string says about the document in its fence.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Heading {
    /// The method in lower case.
    method: String,
    /// The path.
    path: String,
}

impl Heading {
    /// Reads an info string; `None` unless it names a method and a path.
    fn parse(info: &str) -> Option<Self> {
        let mut words = info.split_whitespace();
        words.next().filter(|language| matches!(*language, "yaml" | "yml" | "json"))?;
        let mut words = words.rev();
        let path = words.next().filter(|path| path.starts_with('/'))?;
        let method = words.next()?.to_ascii_lowercase();
        let spec_is_one_word = words.nth(1).is_none();
        (METHODS.contains(&method.as_str()) && spec_is_one_word)
            .then(|| Self { method, path: path.to_owned() })
    }
}

/// The documents of a page's fences.
fn read(page: &Page<'_>, context: &mut Context<'_>) -> PageFacts {
    let mut facts = PageFacts::default();
    for fence in page.fences() {
        let Some(heading) = Heading::parse(&fence.info) else { continue };
        let opening = page.origin(&fence.opening);
        if !fence.closed {
            let message = "this fence is not closed before the page ends";
            context.sink.report(
                Diagnostic::new(Code::UnclosedFence, opening, message)
                    .note("what stands behind it is taken for the document; the page may have been cut off"),
            );
        }
        let body = Some(fence.body.clone());
        let Some(document) = read_document(context.sources, page.file, body, context.sink) else { continue };
        check_heading(&document, &heading, fence, opening, context.sink);
        facts.documents.push(document);
    }
    facts
}

/// Reports a fence whose document lacks the operation that its info string names.
fn check_heading(document: &Node, heading: &Heading, fence: &Fence, opening: Origin, sink: &mut Sink) {
    let paths = document.get("paths");
    let described =
        paths.and_then(|paths| paths.get(&heading.path)).and_then(|item| item.get(&heading.method));
    if described.is_some() {
        return;
    }
    let first = paths.and_then(Node::as_mapping).into_iter().flat_map(Mapping::iter).next();
    let body = Origin::new(opening.file, fence.body.start, fence.body.start);
    sink.report(
        Diagnostic::new(
            Code::FenceMismatch,
            opening,
            format!(
                "the document in this fence does not describe `{} {}`",
                heading.method.to_uppercase(),
                heading.path
            ),
        )
        .related(first.map_or(body, |entry| entry.key_origin), "what it describes")
        .note("the document is taken as it is"),
    );
}
