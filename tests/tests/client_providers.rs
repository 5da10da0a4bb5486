//! A generated client that asks a provider of OpenID Connect where tokens are issued, over a socket.

#![allow(clippy::expect_used, reason = "a test says what it expects")]

use specwright_runtime::axum::Router;
use specwright_runtime::axum::extract::Request;
use specwright_runtime::axum::response::Response;
use specwright_runtime::client::OAuth2;
use std::sync::{Arc, Mutex};
use tests::cases::security::client::Client;
use tests::net::server;

type Seen = Arc<Mutex<Vec<String>>>;

/// An API and the provider beside it, which names `issuer` as itself; what is asked of them goes to `seen`.
async fn provider(issuer: Option<&'static str>, seen: &Seen) -> String {
    let seen = Arc::clone(seen);
    let answer = move |request: Request| {
        let seen = Arc::clone(&seen);
        async move {
            let text = |name: &str| {
                request.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
            };
            let (path, host, credential) =
                (request.uri().path().to_owned(), text("host"), text("authorization"));
            seen.lock().expect("a lock").push(format!("{path} {credential}"));
            let own = format!("http://{host}");
            let issuer = issuer.unwrap_or(&own);
            let body = match path.as_str() {
                "/.well-known/openid-configuration" => {
                    format!(r#"{{"issuer":"{issuer}","token_endpoint":"{own}/token"}}"#)
                }
                "/token" => r#"{"access_token":"T","token_type":"Bearer","expires_in":3600}"#.to_owned(),
                _ => return Response::builder().status(204).body(String::new()).expect("an answer"),
            };
            Response::builder().header("content-type", "application/json").body(body).expect("an answer")
        }
    };
    server(Router::new().fallback(answer)).await
}

fn client(url: &str) -> Client {
    let source = OAuth2::client_credentials("id", "secret").discovery_url(url);
    Client::builder().base_url(url).provider(source).build().expect("a client")
}

#[tokio::test]
async fn a_provider_is_asked_once() {
    let seen = Seen::default();
    let client = client(&provider(None, &seen).await);
    client.by_provider().await.expect("an answer");
    client.by_provider().await.expect("an answer");
    assert_eq!(
        *seen.lock().expect("a lock"),
        ["/.well-known/openid-configuration ", "/token Basic aWQ6c2VjcmV0", "/e Bearer T", "/e Bearer T"]
    );
}

#[tokio::test]
async fn a_provider_that_is_somebody_else_is_told_no_secret() {
    let seen = Seen::default();
    let client = client(&provider(Some("https://issuer.example.com"), &seen).await);
    let error = client.by_provider().await.expect_err("no token").to_string();
    assert!(error.contains("an issuer that is not at its own origin"), "{error}");
    assert_eq!(*seen.lock().expect("a lock"), ["/.well-known/openid-configuration "]);
}
