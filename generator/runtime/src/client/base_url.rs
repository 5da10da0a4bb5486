//! Base URLs and the variables in them.

use super::refusals::BuildError;

/// Whether a variable's value stays in the part of the URL where the variable stands: one in the host must not end it.
pub(super) fn stays_in_place(template: &str, name: &str, value: &str) -> bool {
    let Some(place) = template.find(&format!("{{{name}}}")) else { return true };
    let Some(scheme) = template.find("://") else { return true };
    let host = scheme + 3;
    let path = template.get(host..).and_then(|rest| rest.find('/')).map_or(template.len(), |end| host + end);
    if place < scheme {
        return value == "http" || value == "https";
    }
    !value.contains(['?', '#', '\\']) && (place > path || !value.contains(['/', '@']))
}

/// A base URL: `http` or `https`, a host, and perhaps a path.
pub(super) fn checked(url: &str) -> Result<String, BuildError> {
    let wrong = |why: &str| BuildError::new(format!("the base URL {why}"));
    if let Some((_, rest)) = url.split_once('{') {
        let name = rest.split('}').next().unwrap_or_default();
        return Err(wrong(&format!("has a variable that was given no value: `{name}`")));
    }
    if url.contains(['?', '#']) {
        return Err(wrong("must not have a query or a fragment"));
    }
    let uri: http::Uri = url.parse().map_err(|_| wrong("is not a URL"))?;
    let authority = uri.authority().ok_or_else(|| wrong("must name a host"))?;
    if authority.as_str().contains('@') {
        return Err(wrong("must not hold credentials"));
    }
    match uri.scheme_str() {
        Some("http" | "https") => Ok(url.trim_end_matches('/').to_owned()),
        _ => Err(wrong("must start with `http://` or `https://`")),
    }
}

/// Scheme, host and port of a URL of HTTP without credentials, the port as it is said or meant.
pub(super) fn origin(url: &str) -> Option<String> {
    let uri: http::Uri = url.parse().ok()?;
    let (scheme, host) = (uri.scheme_str()?, uri.host()?);
    if uri.authority()?.as_str().contains('@') || !matches!(scheme, "http" | "https") {
        return None;
    }
    let port = uri.port_u16().map(|port| format!(":{port}")).unwrap_or_default();
    let meant = (scheme == "https" && port == ":443") || (scheme == "http" && port == ":80");
    Some(format!("{scheme}://{}{}", host.to_ascii_lowercase(), if meant { "" } else { &port }))
}
