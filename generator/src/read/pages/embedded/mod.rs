//! Pages that hold the document itself in a fence: the exports of several builders, which differ in what stands
//! around the fence and not in what stands in it. One reader; what a fence holds follows from its first keys.

mod fences;
mod internal;
mod mend;
#[cfg(test)]
mod tests;

use super::facts::PageFacts;
use super::{Context, Dialect};
use crate::diagnostics::{Code, Diagnostic, Sink};
use crate::read::markdown::{Fence, Page};
use crate::source::Origin;
use crate::tree::{Mapping, Node};
use fences::{Found, Holds};

/// Pages whose frame says that the fence is the document: its info string, the heading above it, or its first bytes.
pub(super) const DIALECT: Dialect = Dialect { name: "embedded document", recognises, read };

/// Pages of no other layout in which a document stands without such a frame.
pub(super) const BARE: Dialect =
    Dialect { name: "document in a page", recognises: recognises_bare, read: read_bare };

fn recognises(page: &Page<'_>) -> bool {
    fences::find(page).any(|found| found.framed)
}

fn recognises_bare(page: &Page<'_>) -> bool {
    fences::find(page).next().is_some()
}

fn read(page: &Page<'_>, context: &mut Context<'_>) -> PageFacts {
    documents(page, fences::find(page).filter(|found| found.framed), context)
}

fn read_bare(page: &Page<'_>, context: &mut Context<'_>) -> PageFacts {
    documents(page, fences::find(page), context)
}

/// The methods that an info string may name.
const METHODS: [&str; 9] = ["get", "put", "post", "delete", "options", "head", "patch", "trace", "query"];

/// The documents of a page's fences.
fn documents<'p>(
    page: &'p Page<'_>,
    found: impl Iterator<Item = Found<'p>>,
    context: &mut Context<'_>,
) -> PageFacts {
    let mut facts = PageFacts::default();
    let mut left_out = None;
    for found in found {
        let opening = page.origin(&found.fence.opening);
        if let Holds::Operation(heading) = &found.holds {
            facts.spec = facts.spec.take().or_else(|| heading.spec.clone());
        }
        let document = match found.holds.unsupported() {
            Some(message) => Err(message),
            None => match document(page, &found, opening, context) {
                Some(document) => usable(document, &found.holds),
                None => continue,
            },
        };
        match document {
            Ok(document) => facts.documents.push(document),
            Err(message) => _ = left_out.get_or_insert((opening, message)),
        }
    }
    // Said once: what is true of one fence of a page is mostly true of the others.
    if let Some((opening, message)) = left_out {
        context.sink.report(Diagnostic::new(Code::UnsupportedPage, opening, message));
    }
    facts
}

/// The document, unless it is about nothing, and then what to say of it. A page may be about schemas alone.
fn usable(document: Node, holds: &Holds) -> Result<Node, &'static str> {
    let is_empty = |key: &str| document.get(key).and_then(Node::as_mapping).is_none_or(Mapping::is_empty);
    let is_named = matches!(holds, Holds::Operation(_));
    match is_empty("paths") && is_empty("components") && !is_named {
        true if document.get("webhooks").is_some() => {
            Err("the document in this fence describes webhooks only, which the vendor calls")
        }
        true => Err("the document in this fence describes neither an operation nor a schema"),
        false => Ok(document),
    }
}

impl Holds {
    /// What to say of a fence from which nothing can be taken.
    fn unsupported(&self) -> Option<&'static str> {
        match self {
            Self::Document | Self::Operation(_) => None,
            Self::Webhook => Some("this page describes a webhook, which the vendor calls and nobody else"),
            Self::AsyncApi => {
                Some("this page describes messages of an AsyncAPI, not requests and responses of HTTP")
            }
        }
    }
}

/// The document of a fence, whichever form it is written in.
fn document(page: &Page<'_>, found: &Found<'_>, opening: Origin, context: &mut Context<'_>) -> Option<Node> {
    if !found.fence.closed {
        let message = "this fence is not closed before the page ends";
        context.sink.report(
            Diagnostic::new(Code::UnclosedFence, opening, message)
                .note("what stands behind it is taken for the document; the page may have been cut off"),
        );
    }
    let tree = mend::read(page, found.fence, context)?;
    let document = match internal::is_internal(&tree) {
        true => internal::document(&tree, page, found, context.sink)?,
        false => tree,
    };
    if let Holds::Operation(heading) = &found.holds {
        check_heading(&document, heading, found.fence, opening, context.sink);
    }
    Some(document)
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

/// What an info string says about the document in its fence: `LANGUAGE [SPEC ]METHOD /path`.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Heading {
    /// The method in lower case.
    method: String,
    /// The path.
    path: String,
    /// The file of the specification that the operation is a part of, where it is named.
    spec: Option<String>,
}

impl Heading {
    /// Reads the words behind the language; `None` unless they end in a method and a path.
    fn parse(words: &str) -> Option<Self> {
        let mut words = words.split_whitespace().rev();
        let path = words.next().filter(|path| path.starts_with('/'))?;
        let method = words.next()?.to_ascii_lowercase();
        let spec = words.next().map(|spec| spec.trim_start_matches('/').to_owned());
        METHODS.contains(&method.as_str()).then(|| Self { method, path: path.to_owned(), spec })
    }
}
