//! The credentials that a request came with.

use crate::http::{Location, Scheme, SchemeKind, Secret, is_named};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::HeaderMap;
use http::header::AUTHORIZATION;

/// What a request came with for a scheme.
pub(super) enum Credential {
    /// A key, or a token.
    Secret(Secret),
    /// The name of a user, and a password.
    Login(String, Secret),
    /// Nothing that it carries.
    Transport,
}

/// The credential of a scheme; `None` where there is none.
pub(super) fn credential(scheme: &Scheme, headers: &HeaderMap, query: &[(&str, &str)]) -> Option<Credential> {
    let text = match scheme.kind {
        SchemeKind::ApiKey(Location::Query, name) => {
            let value =
                only_one(query.iter().filter(|(have, _)| is_named(have, name)).map(|(_, value)| *value))?;
            percent_encoding::percent_decode_str(&value.replace('+', " ")).decode_utf8().ok()?.into_owned()
        }
        SchemeKind::ApiKey(Location::Cookie, name) => {
            only_one(cookies(headers).filter(|(have, _)| *have == name).map(|(_, value)| value))?.to_owned()
        }
        SchemeKind::ApiKey(Location::Header | Location::Path, name) => only(headers, name)?.to_owned(),
        SchemeKind::Basic => return login(authorization(headers, "basic")?),
        SchemeKind::Bearer => authorization(headers, "bearer")?.to_owned(),
        SchemeKind::Http(name) => authorization(headers, name)?.to_owned(),
        SchemeKind::Transport => return Some(Credential::Transport),
    };
    (!text.is_empty()).then(|| Credential::Secret(Secret::new(text)))
}

/// RFC 7617, section 2: a name, a colon and a password, none of which holds a control character.
fn login(text: &str) -> Option<Credential> {
    let text = String::from_utf8(STANDARD.decode(text).ok()?).ok()?;
    let (user, password) = text.split_once(':').filter(|_| !text.chars().any(char::is_control))?;
    Some(Credential::Login(user.to_owned(), Secret::from(password)))
}

/// The one value there is: of a credential that was sent twice, nobody can say which counts.
fn only_one<T>(mut values: impl Iterator<Item = T>) -> Option<T> {
    let value = values.next()?;
    values.next().is_none().then_some(value)
}

/// A header's value, unless it was sent more than once.
fn only<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    only_one(headers.get_all(name).iter())?.to_str().ok()
}

fn authorization<'h>(headers: &'h HeaderMap, scheme: &str) -> Option<&'h str> {
    let (name, rest) = only(headers, AUTHORIZATION.as_str())?.split_once(' ')?;
    name.eq_ignore_ascii_case(scheme).then(|| rest.trim_start())
}

/// The cookies of a request (RFC 6265, section 4.2.1).
pub(super) fn cookies(headers: &HeaderMap) -> impl Iterator<Item = (&str, &str)> {
    let lines = headers.get_all(http::header::COOKIE).iter();
    // One that is no text, which somebody else may have set, costs none of the others.
    let pairs = lines.flat_map(|line| line.as_bytes().split(|byte| *byte == b';'));
    pairs.filter_map(|pair| std::str::from_utf8(pair).ok()?.trim().split_once('='))
}
