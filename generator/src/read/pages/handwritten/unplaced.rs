//! Tables of fields that went nowhere: the page names their fields, and no request and no answer has any of them.

use super::tables::Row;
use crate::read::pages::claims;
use crate::read::pages::facts::{Endpoint, PageFacts, Schema};
use crate::source::Origin;
use std::collections::HashSet;

/// A table of fields: where it begins, and what its fields are called.
pub(super) struct Listing {
    pub(super) origin: Origin,
    pub(super) names: Vec<String>,
}

/// A table whose rows have types, or say what must be there: others may well be about something else. A row about the body
/// as a whole names no field.
pub(super) fn listing(rows: &[Row]) -> Option<Listing> {
    let says = |row: &&Row| !row.property.schema.types.is_empty() || row.property.required.is_some();
    let is_whole = |row: &Row| {
        let is_object = row.property.schema.is_object() || row.object.is_some();
        is_object && row.location.as_ref().is_some_and(|place| place.contains("body"))
    };
    let fields: Vec<&Row> = rows.iter().filter(|row| !is_whole(row)).collect();
    let origin = fields.iter().copied().find(says)?.property.name.origin;
    Some(Listing { origin, names: fields.iter().map(|row| row.property.name.value.clone()).collect() })
}

/// Whether a header is taken for what it says of the exchange, and is no parameter.
fn is_spoken_for(name: &str) -> bool {
    matches!(name, "authorization" | "content-type" | "accept") || claims::is_key(name)
}

/// The places of the tables of which nothing was taken.
pub(super) fn find(listings: &[Listing], facts: &PageFacts) -> Vec<Origin> {
    if listings.is_empty() || facts.endpoints.is_empty() {
        return Vec::new();
    }
    let mut known = HashSet::new();
    facts.endpoints.iter().for_each(|endpoint| names(endpoint, &mut known));
    fields(facts.schemas.iter().map(|named| &named.schema).collect(), &mut known);
    let last =
        |name: &str| name.rsplit('.').next().unwrap_or(name).trim_end_matches("[]").to_ascii_lowercase();
    let is_lost = |listing: &&Listing| {
        !listing.names.iter().any(|name| known.contains(&last(name)) || is_spoken_for(&last(name)))
    };
    listings.iter().filter(is_lost).map(|listing| listing.origin).collect()
}

/// The names of everything that an operation takes and gives, in lower case.
fn names(endpoint: &Endpoint, known: &mut HashSet<String>) {
    let parameters = endpoint.parameters.iter().map(|parameter| &parameter.property);
    let headers = endpoint.responses.iter().flat_map(|response| &response.headers);
    known.extend(parameters.chain(headers).map(|property| property.name.value.to_ascii_lowercase()));
    let answers = endpoint.responses.iter().flat_map(|response| &response.bodies);
    for body in endpoint.requests.iter().chain(answers) {
        // Where a part belongs is for the samples to show.
        let parts = body.parts.iter().filter(|_| !body.samples.is_empty());
        fields(body.schema.iter().chain(parts).collect(), known);
    }
}

/// The names of the fields of schemas, at every depth.
fn fields(mut waiting: Vec<&Schema>, known: &mut HashSet<String>) {
    while let Some(schema) = waiting.pop() {
        for property in &schema.properties {
            known.insert(property.name.value.to_ascii_lowercase());
            waiting.push(&property.schema);
        }
        waiting.extend(schema.items.as_deref().into_iter().chain(schema.additional.as_deref()));
        waiting.extend(schema.one_of.iter().chain(&schema.any_of).chain(&schema.all_of));
    }
}
