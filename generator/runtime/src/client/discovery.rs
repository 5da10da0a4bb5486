//! OpenID Connect Discovery 1.0: where a provider issues tokens, by what it says of itself.

use super::base_url::origin;
use super::credential::{CredentialError, TokenContext};
use crate::codec::{Json, Mode, decode};
use bytes::Bytes;
use http::header::ACCEPT;
use http::{HeaderValue, Request};

/// What stands behind the name of a provider (section 4).
const WELL_KNOWN: &str = "/.well-known/openid-configuration";

/// What a provider says of its token endpoint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Discovered {
    pub(super) token_url: String,
    /// Whether it takes the client's secret in the body alone.
    pub(super) secret_in_body: bool,
}

/// Whether nobody on the way can read what is sent to a URL: `https`, or this very machine.
pub(super) fn is_guarded(url: &str) -> bool {
    let Ok(uri) = url.parse::<http::Uri>() else { return false };
    match uri.scheme_str() {
        Some("https") => uri.host().is_some(),
        Some("http") => is_local(url),
        _ => false,
    }
}

fn is_local(url: &str) -> bool {
    let host = url.parse::<http::Uri>().ok().and_then(|uri| uri.host().map(str::to_owned));
    matches!(host.as_deref(), Some("localhost" | "127.0.0.1" | "[::1]"))
}

/// The URL to ask: documents give that of the metadata, or that of the provider.
fn metadata_url(url: &str) -> String {
    let path = url.split(['?', '#']).next().unwrap_or_default();
    if path.contains("/.well-known/") || path.ends_with("openid-configuration") {
        url.to_owned()
    } else {
        format!("{}{WELL_KNOWN}", path.trim_end_matches('/'))
    }
}

/// Asks a provider where it issues tokens.
pub(super) async fn discover(url: &str, context: TokenContext<'_>) -> Result<Discovered, CredentialError> {
    let unusable = || CredentialError::new("the URL for discovery is no URL of `http` or `https`");
    let url = metadata_url(url);
    let own = origin(&url).ok_or_else(unusable)?;
    let mut request = Request::new(Bytes::new());
    *request.uri_mut() = url.parse().map_err(|_| unusable())?;
    request.headers_mut().insert(ACCEPT, HeaderValue::from_static("application/json"));
    let failed = |why: String| format!("it could not be found out where tokens are issued: {why}");
    let response =
        context.send(request).await.map_err(|error| CredentialError::passing(failed(error.to_string())))?;
    let status = response.status();
    if !status.is_success() {
        let message = failed(format!("the provider answered {status}"));
        let passes = super::retry::may_pass(status);
        return Err(if passes { CredentialError::passing(message) } else { CredentialError::new(message) });
    }
    let metadata = decode::<Json>(response.body(), Mode::Lenient).unwrap_or_default();
    read(&metadata, &own).map_err(|why| CredentialError::new(failed(why.to_owned())))
}

/// Reads what a provider at an origin says of itself.
fn read(metadata: &Json, own: &str) -> Result<Discovered, &'static str> {
    let text = |key: &str| metadata.get(key).and_then(Json::as_str);
    // Who answers speaks for itself alone (section 4.3); of the path some providers say less than they should.
    if text("issuer").and_then(origin).as_deref() != Some(own) {
        return Err("the provider speaks for an issuer that is not at its own origin");
    }
    let token_url = text("token_endpoint").ok_or("the metadata hold no `token_endpoint`")?;
    // Nobody but this machine sends a secret to this machine.
    if !is_guarded(token_url) || (is_local(token_url) && !is_local(own)) {
        return Err("the `token_endpoint` is no `https` URL");
    }
    let methods = match metadata.get("token_endpoint_auth_methods_supported") {
        Some(Json::Array(methods)) => methods.iter().filter_map(Json::as_str).collect(),
        _ => Vec::new(),
    };
    let secret_in_body = methods.contains(&"client_secret_post") && !methods.contains(&"client_secret_basic");
    Ok(Discovered { token_url: token_url.to_owned(), secret_in_body })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_metadata_stand_below_the_provider() {
        for (url, expected) in [
            ("https://a.example/", "https://a.example/.well-known/openid-configuration"),
            ("https://a.example/t/1", "https://a.example/t/1/.well-known/openid-configuration"),
            ("https://a.example/.well-known/x?p=1", "https://a.example/.well-known/x?p=1"),
        ] {
            assert_eq!(metadata_url(url), expected);
        }
    }

    #[test]
    fn a_provider_speaks_for_itself_and_sends_no_secret_into_the_open() {
        let own = "https://a.example";
        let read = |text: &str| {
            read(&decode::<Json>(text.as_bytes(), Mode::Strict).expect("JSON"), own).map(|it| it.token_url)
        };
        let metadata = |issuer: &str, token: &str| {
            read(&format!(r#"{{"issuer":"{issuer}","token_endpoint":"{token}"}}"#))
        };
        assert_eq!(
            metadata("https://A.example:443/t", "https://b.example/t").as_deref(),
            Ok("https://b.example/t")
        );
        assert!(metadata("https://b.example", "https://b.example/t").is_err());
        for token in ["http://a.example/t", "http://127.0.0.1/t", "/t", ""] {
            assert!(metadata(own, token).is_err(), "{token}");
        }
        assert!(read(r#"{"token_endpoint":"https://a.example/t"}"#).is_err());
        assert!(read(r#"{"issuer":"https://a.example"}"#).is_err());
    }
}
