//! Security schemes of several pages: one name each.

use crate::read::pages::facts::{Location, SchemeKind, SecurityScheme, Stated};

/// Adds a scheme that a page describes, unless it is there; gives the name that it has in the end.
pub(super) fn unite(scheme: &SecurityScheme, schemes: &mut Vec<SecurityScheme>) -> String {
    if let Some(same) = schemes.iter().find(|other| other.kind == scheme.kind) {
        return same.name.value.clone();
    }
    let mut name = scheme.name.clone();
    let mut number = 2;
    while schemes.iter().any(|other| other.name.value == name.value) {
        name.value = format!("{}{number}", scheme.name.value);
        number += 1;
    }
    schemes.push(SecurityScheme { name: name.clone(), ..scheme.clone() });
    name.value
}

/// A scheme of which a page gives the name only.
pub(super) fn guessed(name: &Stated<String>) -> SecurityScheme {
    let lower = name.value.to_ascii_lowercase();
    let kind = match () {
        () if lower.contains("basic") => SchemeKind::Http("basic".to_owned()),
        () if lower.contains("apikey") || lower.contains("api_key") || lower.contains("api-key") => {
            SchemeKind::ApiKey(Location::Header, "X-API-Key".to_owned())
        }
        () => SchemeKind::Http("bearer".to_owned()),
    };
    SecurityScheme { name: name.clone(), kind, description: None }
}
