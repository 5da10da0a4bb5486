//! Sources of a site's pages with blocks `{% … %}` that show a part of a document: `{% openapi-operation spec= … %}` with
//! a link to the document in it, and the older `{% openapi src= … %}` and `{% swagger src= … %}`.

use super::{Reference, resolve};
use crate::diagnostics::{Code, Diagnostic};
use crate::read::markdown::{Page, decode_entities};
use crate::read::pages::facts::PageFacts;
use crate::read::pages::{Context, Dialect};
use std::ops::Range;

/// Pages with blocks that show parts of a document.
pub(in crate::read::pages) const DIALECT: Dialect =
    Dialect { name: "blocks that name an operation", recognises, read };

/// A block's opening tag.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Tag<'t> {
    name: &'t str,
    /// What stands between the name and `%}`.
    attributes: &'t str,
    /// The bytes of the tag.
    range: Range<usize>,
}

fn recognises(page: &Page<'_>) -> bool {
    let mut any = false;
    for tag in tags(page.text) {
        if is_own_description(&tag) {
            return false;
        }
        any |= refers(&tag);
    }
    any
}

/// Whether a block shows a part of a document.
fn refers(tag: &Tag<'_>) -> bool {
    match tag.name {
        "openapi-operation" | "openapi-schemas" | "openapi-webhook" => true,
        "openapi" | "swagger" => attribute(tag, "src").is_some(),
        _ => false,
    }
}

/// Whether a block describes the operation itself: such pages are another reader's.
fn is_own_description(tag: &Tag<'_>) -> bool {
    matches!(tag.name, "swagger" | "api-method") && attribute(tag, "src").is_none()
}

fn read(page: &Page<'_>, context: &mut Context<'_>) -> PageFacts {
    let mut references = Vec::new();
    for tag in tags(page.text).filter(refers) {
        let origin = page.origin(&tag.range);
        if tag.name == "openapi-webhook" {
            let message = "this block describes a webhook, which the vendor calls and nobody else";
            context.sink.report(Diagnostic::new(Code::UnsupportedPage, origin, message));
            continue;
        }
        let operation = attribute(&tag, "method").zip(attribute(&tag, "path"));
        references.push(Reference {
            origin,
            address: attribute(&tag, "src").or_else(|| link(page.text, &tag)),
            id: attribute(&tag, "spec"),
            operation: operation.map(|(method, path)| (method.to_ascii_uppercase(), path)),
        });
    }
    resolve(page, &references, context);
    PageFacts::default()
}

/// The opening tags of a text, in their order; each ends before the next begins.
fn tags(text: &str) -> impl Iterator<Item = Tag<'_>> {
    let mut start = 0;
    text.split("{%").enumerate().filter_map(move |(number, piece)| {
        let from = start;
        start += piece.len() + 2;
        // What stands before the first mark is no tag.
        let end = piece.find("%}").filter(|_| number > 0)?;
        let inside = piece.get(..end)?.trim();
        let (name, attributes) = inside.split_once(char::is_whitespace).unwrap_or((inside, ""));
        Some(Tag { name, attributes, range: from.saturating_sub(2)..from + end + 2 })
    })
}

/// The value of an attribute in double quotes.
fn attribute(tag: &Tag<'_>, name: &str) -> Option<String> {
    let mut rest = tag.attributes;
    while let Some((key, behind)) = rest.split_once("=\"") {
        let (value, behind) = behind.split_once('"')?;
        if key.trim() == name {
            return Some(decode_entities(value.trim())).filter(|value| !value.is_empty());
        }
        rest = behind;
    }
    None
}

/// The address of the link that stands between a block's tags.
fn link(text: &str, tag: &Tag<'_>) -> Option<String> {
    let rest = text.get(tag.range.end..)?;
    let inside = rest.split("{%").next()?;
    let (_, address) = inside.split_once("](")?;
    let address = address.split(')').next()?.trim().trim_start_matches('<').trim_end_matches('>');
    // An editor writes this where the document that it knew is gone.
    (!address.is_empty() && address != "broken-reference").then(|| address.to_owned())
}
