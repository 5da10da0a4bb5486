//! What is sent and what comes back: the sections for them, and the samples beside them.

use super::command::{Command, Placed};
use super::fields::Listing;
use super::lines::{Line, Section};
use super::sample::Sample;
use super::{declaration, fields, sample, stated, tree};
use crate::diagnostics::{Code, Diagnostic, Sink};
use crate::read::markdown::Page;
use crate::read::pages::facts::{Body, Endpoint, JsonType, Kind, Property, Response, Schema, Stated};

/// What stands above the fields of a body or a response.
struct Opening {
    statuses: Vec<Stated<String>>,
    media: Option<Stated<String>>,
    /// The type that stands beside the media type, or in a sentence.
    root: Option<Schema>,
    /// The first line behind all this.
    end: usize,
}

fn opening(page: &Page<'_>, lines: &[Line<'_>]) -> Opening {
    let mut opening = Opening { statuses: Vec::new(), media: None, root: None, end: 0 };
    for line in lines {
        let (first, second) = line.text.split_once(" - ").unwrap_or((line.text, ""));
        let codes = sample::statuses(first);
        let media = if codes.is_some() { second } else { line.text };
        if let Some(codes) = &codes {
            let known = |code: &&String| !opening.statuses.iter().any(|status| status.value == **code);
            let codes: Vec<&String> = codes.iter().filter(known).collect();
            opening
                .statuses
                .extend(codes.into_iter().map(|code| stated(page, Kind::Field, code, &line.range)));
        }
        let (media, ty) = media.split_once(" · ").unwrap_or((media, ""));
        if opening.media.is_none() && is_media(media) {
            opening.media = Some(stated(page, Kind::Field, media, &line.range));
            if declaration::is_declaration(ty) {
                opening.root = Some(declaration::declaration(ty, page.origin(&line.range)));
            }
        } else if codes.is_none() || !media.is_empty() {
            break;
        }
        opening.end += 1;
    }
    opening
}

/// Whether a line is a media type.
fn is_media(text: &str) -> bool {
    let part = |part: &str| {
        !part.is_empty() && part.chars().all(|c| c.is_ascii_alphanumeric() || "-+.*_".contains(c))
    };
    text.split_once('/').is_some_and(|(kind, rest)| {
        let rest = rest.split(';').next().unwrap_or_default();
        part(kind) && part(rest) && !kind.contains('.')
    })
}

/// The type in `The response is of type object.`, which stands where no fields can be listed.
fn typed_by_sentence(listing: &mut Listing<'_>) -> Option<Schema> {
    let found = listing.intro.iter().enumerate().find_map(|(index, (text, origin))| {
        let (_, ty) = text.split_once(" is of type ")?;
        let ty = ty.trim_end_matches('.').trim_matches('`');
        declaration::is_declaration(ty).then(|| (index, declaration::declaration(ty, *origin)))
    });
    found.map(|(index, schema)| {
        listing.intro.remove(index);
        schema
    })
}

/// The body that a section describes, and what stands above its fields: paragraphs for it and for its schema.
fn body(page: &Page<'_>, section: &Section<'_, '_>, opening: Opening, mut listing: Listing<'_>) -> Body {
    let mut body = Body::new(page.origin(&section.title.range));
    body.media = opening.media;
    let root = opening.root.or_else(|| typed_by_sentence(&mut listing));
    let description: Vec<String> = listing.intro.iter().map(|(text, _)| text.clone()).collect();
    let described = listing.intro.first().map_or(body.origin, |(_, origin)| *origin);
    body.schema = match (root, tree::schema(listing, described)) {
        (Some(root), Some(mut fields)) if root.types.contains(&JsonType::Array) => {
            if !fields.types.contains(&JsonType::Array) {
                let mut array = root;
                array.items = Some(Box::new(fields));
                fields = array;
            }
            Some(fields)
        }
        (root, fields) => fields.or(root),
    };
    if let Some(schema) = &mut body.schema {
        schema.description = (!description.is_empty()).then(|| description.join("\n\n"));
    }
    body
}

/// The body that is sent.
pub(super) fn request(
    page: &Page<'_>,
    section: &Section<'_, '_>,
    lines: &[Line<'_>],
    endpoint: &mut Endpoint,
) {
    let opening = opening(page, lines);
    let listing = fields::listing(page, lines.get(opening.end..).unwrap_or_default());
    endpoint.requests.push(body(page, section, opening, listing));
}

/// The response that is chosen on the page; of the others no more than the status is printed.
pub(super) fn response(
    page: &Page<'_>,
    section: &Section<'_, '_>,
    lines: &[Line<'_>],
    endpoint: &mut Endpoint,
) {
    let mut opening = opening(page, lines);
    let mut listing = fields::listing(page, lines.get(opening.end..).unwrap_or_default());
    let mut statuses = std::mem::take(&mut opening.statuses).into_iter();
    // Where no status is printed the page shows the first response, which is the one of success.
    let status = statuses.next().unwrap_or_else(|| stated(page, Kind::Prose, "200", &section.title.range));
    let mut response = Response::new(status);
    opening.root = opening.root.or_else(|| typed_by_sentence(&mut listing));
    if !listing.intro.is_empty() {
        let (text, origin) = listing.intro.remove(0);
        response.description = Some(Stated::prose(text, origin));
    }
    let body = body(page, section, opening, listing);
    if body.media.is_some() || body.schema.is_some() {
        response.bodies.push(body);
    }
    endpoint.responses.push(response);
    endpoint.responses.extend(statuses.map(Response::new));
}

/// What the command sends.
pub(super) fn sent(page: &Page<'_>, command: &Command, endpoint: &mut Endpoint) {
    let sends = command.data.is_some() || !command.forms.is_empty();
    let origin = page.origin(&command.range);
    if sends && endpoint.requests.is_empty() {
        endpoint.requests.push(Body::new(origin));
    }
    let media = command.headers.iter().filter(|(name, _)| sends && name.eq_ignore_ascii_case("content-type"));
    endpoint.request_media.extend(media.map(|(_, (value, range))| stated(page, Kind::Sample, value, range)));
    let Some(body) = endpoint.requests.last_mut() else { return };
    if let Some((data, range)) = &command.data {
        // Two spellings of one sample are the same: one is enough.
        body.samples.push(stated(page, Kind::Sample, data, range));
    }
    if body.schema.is_none() && !command.forms.is_empty() {
        let mut schema = Schema::new(origin, Kind::Sample);
        schema.types.push(JsonType::Object);
        for (name, (value, range)) in &command.forms {
            let origin = page.origin(range);
            let mut part = Schema::new(origin, Kind::Sample);
            part.types.push(JsonType::String);
            part.format = value.starts_with('@').then(|| "binary".to_owned());
            let name = Stated::sample(name.as_str(), origin);
            schema.properties.push(Property { name, required: None, schema: part });
        }
        body.schema = Some(schema);
    }
}

/// The samples of what comes back go to the response that is shown; statuses beside them are of other responses.
pub(super) fn received(page: &Page<'_>, samples: Vec<Sample>, endpoint: &mut Endpoint, sink: &mut Sink) {
    let mut seen: Vec<String> = Vec::new();
    for sample in samples {
        let origin = |(_, range): &Placed| page.origin(range);
        let statuses: Vec<Stated<String>> =
            sample.statuses.iter().map(|(status, range)| stated(page, Kind::Sample, status, range)).collect();
        let shown = statuses.first().cloned();
        for status in statuses {
            let known = endpoint.responses.iter().any(|response| has_status(response, &status.value));
            // A status that was not printed in the section is the one above the samples.
            let unsure = endpoint.responses.first_mut().and_then(|first| first.statuses.first_mut());
            match unsure {
                Some(unsure) if unsure.kind == Kind::Prose && !known => *unsure = status,
                _ if !known => endpoint.responses.push(Response::new(status)),
                _ => {}
            }
        }
        let Some(value) = sample.value else { continue };
        if seen.contains(&value.0) {
            continue;
        }
        seen.push(value.0.clone());
        if sample.repaired {
            let message =
                "the lines of brackets are missing in this sample; its indentation tells where they were";
            sink.report(Diagnostic::new(Code::MendedSample, origin(&value), message));
        }
        if sample.open {
            let message = "the page ends in this sample";
            sink.report(Diagnostic::new(Code::TruncatedPage, origin(&value), message));
        }
        if endpoint.responses.is_empty() {
            endpoint.responses.push(Response::new(Stated::prose("200", origin(&value))));
        }
        let at = shown.and_then(|shown| {
            endpoint.responses.iter().position(|response| has_status(response, &shown.value))
        });
        let Some(response) = endpoint.responses.get_mut(at.unwrap_or_default()) else { continue };
        if response.bodies.is_empty() {
            response.bodies.push(Body::new(origin(&value)));
        }
        if let Some(body) = response.bodies.last_mut() {
            body.samples.push(Stated::sample(value.0.as_str(), origin(&value)));
        }
    }
}

fn has_status(response: &Response, status: &str) -> bool {
    response.statuses.iter().any(|known| known.value == status)
}
