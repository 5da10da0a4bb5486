//! Sources of a site's pages: the front matter names an operation, a webhook, a schema or a channel of a document, or,
//! under `api`, the operation itself.

use super::{Reference, resolve};
use crate::diagnostics::{Code, Diagnostic};
use crate::read::markdown::Page;
use crate::read::pages::facts::{Endpoint, PageFacts, SchemeKind, SecurityScheme, Stated};
use crate::read::pages::front_matter::{Field, fields, value};
use crate::read::pages::{Context, Dialect};
use crate::source::Origin;

/// Pages whose front matter names what they are about.
pub(in crate::read::pages) const DIALECT: Dialect =
    Dialect { name: "front matter that names an operation", recognises, read };

/// Pages whose front matter names the operation itself, and that say no more about it in any way that is known.
pub(in crate::read::pages) const OPERATION: Dialect =
    Dialect { name: "front matter that is an operation", recognises: recognises_operation, read };

/// The methods that front matter may name.
const METHODS: [&str; 8] = ["GET", "PUT", "POST", "DELETE", "OPTIONS", "HEAD", "PATCH", "TRACE"];

/// What front matter says that a page is about.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Subject {
    /// An operation, or another part, of a document.
    Reference(Reference),
    /// An operation that the page describes itself: method and target.
    Operation(String, String, Origin),
    /// Something else, and what to say about it.
    Unsupported(&'static str, Origin),
}

fn recognises(page: &Page<'_>) -> bool {
    let subject = subject(page, &fields(page));
    matches!(subject, Some(Subject::Reference(_) | Subject::Unsupported(..)))
}

fn recognises_operation(page: &Page<'_>) -> bool {
    // Components of the page's own describe the operation better than its front matter; they are another reader's.
    let is_described = ["<ParamField", "<ResponseField"].iter().any(|tag| page.text.contains(tag));
    !is_described && matches!(subject(page, &fields(page)), Some(Subject::Operation(..)))
}

fn read(page: &Page<'_>, context: &mut Context<'_>) -> PageFacts {
    let mut facts = PageFacts::default();
    let fields = fields(page);
    match subject(page, &fields) {
        Some(Subject::Reference(reference)) => resolve(page, &[reference], context),
        Some(Subject::Unsupported(message, origin)) => {
            context.sink.report(Diagnostic::new(Code::UnsupportedPage, origin, message));
        }
        Some(Subject::Operation(method, target, origin)) => {
            facts.endpoints.push(endpoint(page, &fields, method, target, origin));
        }
        None => {}
    }
    facts
}

fn subject(page: &Page<'_>, fields: &[Field]) -> Option<Subject> {
    const WEBHOOK: &str = "this page describes a webhook, which the vendor calls and nobody else";
    const MESSAGES: &str = "this page describes messages, not requests and responses of HTTP";
    let of = |key: &str| value(fields, key).map(|field| (field.value.as_str(), page.origin(&field.range)));
    if let Some((_, origin)) = of("asyncapi") {
        return Some(Subject::Unsupported(MESSAGES, origin));
    }
    if let Some((text, origin)) = of("openapi") {
        let words: Vec<&str> = text.split_whitespace().collect();
        if words.iter().take(2).any(|word| word.eq_ignore_ascii_case("webhook")) {
            return Some(Subject::Unsupported(WEBHOOK, origin));
        }
        return reference(&words, origin).map(Subject::Reference);
    }
    if let Some((text, origin)) = of("openapi-schema") {
        let address = text.split_once(char::is_whitespace).map(|(file, _)| file.to_owned());
        return Some(Subject::Reference(Reference { origin, address, id: None, operation: None }));
    }
    let (text, origin) = of("api")?;
    let (method, target) = text.split_once(char::is_whitespace)?;
    match method.to_ascii_uppercase() {
        method if METHODS.contains(&method.as_str()) => {
            Some(Subject::Operation(method, target.trim().to_owned(), origin))
        }
        method if matches!(method.as_str(), "WS" | "WSS" | "WEBSOCKET") => {
            Some(Subject::Unsupported(MESSAGES, origin))
        }
        _ => None,
    }
}

/// Reads `[file ]METHOD /path`, or the name of a whole document.
fn reference(words: &[&str], origin: Origin) -> Option<Reference> {
    let (operation, file) = match words {
        [file @ .., method, path]
            if path.starts_with('/') && METHODS.contains(&method.to_ascii_uppercase().as_str()) =>
        {
            (Some((method.to_ascii_uppercase(), (*path).to_owned())), file)
        }
        [file] if [".json", ".yaml", ".yml"].iter().any(|end| file.ends_with(end)) => (None, words),
        _ => return None,
    };
    let address = (!file.is_empty()).then(|| file.join(" "));
    Some(Reference { origin, address, id: None, operation })
}

fn endpoint(page: &Page<'_>, fields: &[Field], method: String, target: String, origin: Origin) -> Endpoint {
    let text = |key: &str| {
        value(fields, key).map(|field| Stated::field(field.value.as_str(), page.origin(&field.range)))
    };
    let mut endpoint = Endpoint::new(origin);
    endpoint.methods.push(Stated::field(method, origin));
    endpoint.targets.push(Stated::field(target, origin));
    endpoint.summary = text("title");
    endpoint.description = text("description");
    endpoint.deprecated = text("deprecated").is_some_and(|flag| flag.value == "true");
    endpoint.request_media.extend(text("contentType"));
    if let Some(way) = text("authMethod") {
        let name = match way.value.to_ascii_lowercase().as_str() {
            "bearer" => "bearer",
            "basic" => "basic",
            _ => return endpoint,
        };
        let kind = SchemeKind::Http(name.to_owned());
        let name = Stated::field(format!("{name}Auth"), way.origin);
        endpoint.security = Some(vec![vec![name.clone()]]);
        endpoint.schemes.push(SecurityScheme { name, kind, description: None });
    }
    endpoint
}
