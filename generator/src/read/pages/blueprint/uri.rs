//! URI templates of resources, and which parameters stand where in them.

use crate::read::pages::facts::{Endpoint, JsonType, Location, Parameter, Property, Schema, Stated};
use crate::source::Origin;

/// Puts parameters where the template of the URI has them. Those of the resource hold for an action that has a template of
/// its own only as far as their names are in it.
pub(super) fn place(
    endpoint: &mut Endpoint,
    own: Vec<Property>,
    shared: &[Property],
    variables: &[(String, Location)],
    origin: Origin,
) {
    let location =
        |name: &str| variables.iter().find(|(known, _)| known == name).map(|(_, location)| *location);
    for property in own {
        let location = location(&property.name.value).unwrap_or(Location::Query);
        endpoint.parameters.push(Parameter { location, property });
    }
    for property in shared {
        let known = endpoint.parameters.iter().any(|known| known.property.name.value == property.name.value);
        if let Some(location) = location(&property.name.value).filter(|_| !known) {
            endpoint.parameters.push(Parameter { location, property: property.clone() });
        }
    }
    for (name, location) in variables {
        let known = endpoint.parameters.iter().any(|known| known.property.name.value == *name);
        if !known && *location == Location::Query {
            let schema = Schema::typed(origin, JsonType::String);
            let property =
                Property { name: Stated::field(name.as_str(), origin), required: Some(false), schema };
            endpoint.parameters.push(Parameter { location: *location, property });
        }
    }
}

/// A URI template (RFC 6570) as a path, and where the names in it stand.
pub(super) fn template(uri: &str) -> (String, Vec<(String, Location)>) {
    let mut path = String::new();
    let mut variables = Vec::new();
    let mut rest = uri;
    while let Some((before, after)) = rest.split_once('{') {
        path.push_str(before);
        let Some((inside, behind)) = after.split_once('}') else {
            rest = after;
            continue;
        };
        rest = behind;
        let (operator, list) = match inside.chars().next() {
            Some(operator @ ('?' | '&' | '#' | '+' | '/' | '.' | ';')) => {
                (operator, inside.get(1..).unwrap_or_default())
            }
            _ => (' ', inside),
        };
        let names =
            list.split(',').map(|name| name.split(':').next().unwrap_or(name).trim_end_matches('*').trim());
        for name in names.filter(|name| !name.is_empty()) {
            match operator {
                '?' | '&' => variables.push((name.to_owned(), Location::Query)),
                '#' => {}
                _ => {
                    if matches!(operator, '/' | '.') {
                        path.push(operator);
                    }
                    path.push_str(&format!("{{{name}}}"));
                    variables.push((name.to_owned(), Location::Path));
                }
            }
        }
    }
    path.push_str(rest);
    // A query that is written out is not a part of the path either.
    if let Some((before, query)) = path.clone().split_once('?') {
        for name in query.split('&').filter_map(|pair| pair.split('=').next()).filter(|name| !name.is_empty())
        {
            if !variables.iter().any(|(known, _)| known == name) {
                variables.push((name.to_owned(), Location::Query));
            }
        }
        path = before.to_owned();
    }
    (path, variables)
}
