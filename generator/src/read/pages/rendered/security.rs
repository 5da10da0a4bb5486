//! How a caller proves who he is: what is listed under the heading for it, and what the command sends.

use super::command::Command;
use super::lines::Line;
use super::{fields, tree};
use crate::read::markdown::Page;
use crate::read::pages::facts::{
    Endpoint, Kind, Location, Parameter, Property, SchemeKind, SecurityScheme, Stated,
};
use crate::read::pages::facts::{JsonType, Schema};

/// What is listed: all of it is needed together. A default there is what the page's reader fills in, and no default.
pub(super) fn listed(page: &Page<'_>, lines: &[Line<'_>], command: &Command, endpoint: &mut Endpoint) {
    let listing = fields::listing(page, lines);
    let places: Vec<(String, Option<Location>)> =
        listing.fields.iter().map(|field| (field.name.clone(), field.location)).collect();
    let Some(schema) = tree::schema(listing, endpoint.origin) else { return };
    let mut requirement = Vec::new();
    for property in schema.properties {
        let name = &property.name.value;
        let place = places.iter().find(|(listed, _)| listed == name).and_then(|(_, place)| *place);
        let description = property.schema.description;
        let sent = command.headers.iter().find(|(header, _)| header.eq_ignore_ascii_case(name));
        let value = sent.map(|(_, (value, _))| value.as_str()).unwrap_or_default();
        let kind = kind(name, place.unwrap_or(Location::Header), value, description.as_deref());
        let name = Stated { value: scheme_name(name, &kind), ..property.name };
        requirement.push(name.clone());
        endpoint.schemes.push(SecurityScheme { name, kind, description });
    }
    if !requirement.is_empty() {
        endpoint.security = Some(vec![requirement]);
    }
}

/// What the command sends, where the page lists nothing: `<api-key>`, `Bearer <token>`, and other headers.
pub(super) fn sampled(page: &Page<'_>, command: &Command, endpoint: &mut Endpoint) {
    let mut requirement = Vec::new();
    for (header, (value, range)) in &command.headers {
        let origin = page.origin(range);
        let is_key = value.contains("api-key") || header.eq_ignore_ascii_case("authorization");
        if header.eq_ignore_ascii_case("content-type") || header.eq_ignore_ascii_case("accept") {
            continue;
        }
        if is_key {
            let kind = kind(header, Location::Header, value, None);
            let name = Stated::sample(scheme_name(header, &kind), origin);
            requirement.push(name.clone());
            endpoint.schemes.push(SecurityScheme { name, kind, description: None });
        } else {
            let mut schema = Schema::new(origin, Kind::Sample);
            schema.types.push(JsonType::String);
            let property = Property { name: Stated::sample(header.as_str(), origin), required: None, schema };
            endpoint.parameters.push(Parameter { location: Location::Header, property });
        }
    }
    if !requirement.is_empty() {
        endpoint.security = Some(vec![requirement]);
    }
}

/// What is sent under a name: the value in the command tells, and the sentence below the name.
fn kind(name: &str, place: Location, value: &str, description: Option<&str>) -> SchemeKind {
    let authorization = name.eq_ignore_ascii_case("authorization") && place == Location::Header;
    let says = |word: &str| {
        let starts = |text: &str| text.trim_start().to_ascii_lowercase().starts_with(word);
        starts(value)
            || value.is_empty() && description.is_some_and(|text| text.to_ascii_lowercase().contains(word))
    };
    let oauth = description.is_some_and(|text| text.contains("OAuth"));
    match () {
        () if authorization && says("basic ") => SchemeKind::Http("basic".to_owned()),
        () if authorization && oauth => SchemeKind::OAuth2,
        () if authorization && says("bearer ") => SchemeKind::Http("bearer".to_owned()),
        () => SchemeKind::ApiKey(place, name.to_owned()),
    }
}

fn scheme_name(name: &str, kind: &SchemeKind) -> String {
    match kind {
        SchemeKind::Http(scheme) => format!("{scheme}Auth"),
        SchemeKind::OAuth2 => "oauth2".to_owned(),
        SchemeKind::ApiKey(..) => name.to_owned(),
    }
}
