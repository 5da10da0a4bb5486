//! Who may call a generated server, over sockets: how credentials are read, who is asked for them in what order, and what is
//! answered where they do not suffice.

#![allow(clippy::expect_used, reason = "a test says what it expects")]

use specwright_runtime::axum::Extension;
use specwright_runtime::server::{Attempt, BearerToken, Denied, Extensions, Problem, Secret, UserPassword};
use tests::cases::hostile::schemes::server as schemes;
use tests::cases::security::server::{
    AsDocumentedInput, AsDocumentedResponse, Basic, Bearer, ByCookieInput, ByCookieResponse,
    ByNestedKeyInput, ByNestedKeyResponse, ByTokensInput, ByTokensResponse, Cookie, Header, Nested,
    Operations, People, Provider, Query, Tokens, router,
};
use tests::net::{ask, server};

struct Service;

/// Who calls: the schemes whose credentials were right.
#[derive(Clone)]
struct Caller(String);

/// Notes a scheme behind those that were right before it.
fn note(attempt: &Attempt<'_>, scheme: &str) {
    let caller = match attempt.caller() {
        Some(Caller(before)) => format!("{before} and {scheme}"),
        None => scheme.to_owned(),
    };
    attempt.note_caller(Caller(caller));
}

macro_rules! keys {
    ($($scheme:ident $name:literal),*) => {
        $(
            impl $scheme for Service {
                async fn authenticate(&self, key: &Secret, attempt: Attempt<'_>) -> Result<(), Denied> {
                    note(&attempt, $name);
                    if key.matches("k") { Ok(()) } else { Err(Denied::Unauthenticated) }
                }
            }
        )*
    };
}

keys!(Header "header", Query "query", Cookie "cookie", Nested "nested");

/// A token is the scopes that it has.
macro_rules! tokens {
    ($($scheme:ident $name:literal),*) => {
        $(
            impl $scheme for Service {
                async fn authenticate(&self, bearer: BearerToken<'_>, attempt: Attempt<'_>) -> Result<(), Denied> {
                    note(&attempt, $name);
                    assert_eq!(bearer.scopes, attempt.scopes());
                    let has = |scope: &&str| bearer.token.expose().split('.').any(|have| have == *scope);
                    match bearer.token.matches("wrong") {
                        true => Err(Denied::Unauthenticated),
                        false if bearer.scopes.iter().all(has) => Ok(()),
                        false => Err(Denied::Forbidden),
                    }
                }
            }
        )*
    };
}

tokens!(Bearer "bearer", Tokens "tokens", People "people", Provider "provider");

impl Basic for Service {
    async fn authenticate(&self, login: UserPassword<'_>, attempt: Attempt<'_>) -> Result<(), Denied> {
        note(&attempt, "basic");
        let known = login.user == "user" && login.password.matches("pass");
        if known { Ok(()) } else { Err(Denied::Unauthenticated) }
    }
}

impl Operations for Service {
    async fn as_documented(&self, input: AsDocumentedInput) -> Result<AsDocumentedResponse, Problem> {
        let Caller(caller) = input.context.caller().ok_or_else(|| Problem::new(500))?;
        match input.context.headers().get("x-show") {
            Some(_) => Err(Problem::new(409).detail(caller)),
            None => Ok(AsDocumentedResponse::NoContent),
        }
    }

    async fn by_cookie(&self, input: ByCookieInput) -> Result<ByCookieResponse, Problem> {
        let nobody = input.context.caller::<Caller>().is_none();
        if nobody { Err(Problem::new(409)) } else { Ok(ByCookieResponse::NoContent) }
    }

    async fn by_nested_key(&self, _: ByNestedKeyInput) -> Result<ByNestedKeyResponse, Problem> {
        Ok(ByNestedKeyResponse::NoContent)
    }

    async fn by_tokens(&self, input: ByTokensInput) -> Result<ByTokensResponse, Problem> {
        let Caller(caller) = input.context.caller().ok_or_else(|| Problem::new(500))?;
        Err(Problem::new(409).detail(caller))
    }
}

#[tokio::test]
async fn credentials_are_read_as_their_schemes_have_them() {
    let url = server(router(Service)).await;
    // `user:pass`, `userpass` and `user:pa\nss`.
    for (line, headers, status) in [
        ("GET /a", "Authorization: basic dXNlcjpwYXNz\r\n", "204"),
        ("GET /a", "AUTHORIZATION: BASIC  dXNlcjpwYXNz\r\n", "204"),
        ("GET /a", "Authorization: Basic dXNlcnBhc3M=\r\n", "401"),
        ("GET /a", "Authorization: Basic dXNlcjpwYQpzcw==\r\n", "401"),
        ("GET /a", "Authorization: Basic\r\n", "401"),
        ("GET /a", "Authorization: Bearer k\r\nAuthorization: Bearer k\r\n", "401"),
        ("GET /a?key=k", "X-Key: k\r\n", "204"),
        ("GET /a?key=k&key=k", "X-Key: k\r\n", "401"),
        ("GET /f?api%5Bkey%5D=k", "", "204"),
        ("GET /f?api[key]=k", "", "204"),
        ("GET /f?api%5Bkey%5D=k&api[key]=k", "", "401"),
        ("GET /f?api%5Bkey%5D=", "", "401"),
    ] {
        let answer = ask(&url, line, headers, "").await;
        assert!(answer.starts_with(&format!("HTTP/1.1 {status} ")), "{line} {headers}: {answer}");
    }
}

#[tokio::test]
async fn a_handler_knows_who_calls_by_what_was_right() {
    let url = server(router(Service)).await;
    // `user:wrong`, and `user:pass`.
    for (line, headers, told) in [
        ("GET /a", "X-Show: 1\r\nAuthorization: Basic dXNlcjpwYXNz\r\n", "\"detail\":\"basic\""),
        (
            "GET /a?key=k",
            "X-Show: 1\r\nAuthorization: Basic dXNlcjp3cm9uZw==\r\nX-Key: k\r\n",
            "\"detail\":\"header and query\"",
        ),
        ("GET /b", "Cookie: session=k\r\n", "HTTP/1.1 204 "),
        ("GET /b", "", "HTTP/1.1 409 "),
    ] {
        let answer = ask(&url, line, headers, "").await;
        assert!(answer.contains(told), "{line} {headers}: {answer}");
    }
}

#[tokio::test]
async fn a_token_is_called_unknown_where_one_was_sent() {
    let url = server(router(Service)).await;
    for (headers, told) in [
        ("Authorization: Basic dXNlcjp3cm9uZw==\r\n", "www-authenticate: Bearer\r\n"),
        ("Authorization: Bearer wrong\r\n", "www-authenticate: Bearer error=\"invalid_token\"\r\n"),
    ] {
        let answer = ask(&url, "GET /a", headers, "").await;
        assert!(answer.starts_with("HTTP/1.1 401 ") && answer.contains(told), "{answer}");
    }
}

#[tokio::test]
async fn who_is_known_and_lacks_a_scope_is_told_which() {
    let url = server(router(Service)).await;
    for (token, told) in [
        // The first alternative wants both scopes, the second one only to read.
        ("read.write", &["HTTP/1.1 409 ", "\"detail\":\"tokens\""][..]),
        ("read", &["HTTP/1.1 409 ", "\"detail\":\"people\""]),
        (
            "none",
            &[
                "HTTP/1.1 403 ",
                "www-authenticate: Bearer error=\"insufficient_scope\", scope=\"read write\"\r\n",
                "www-authenticate: Bearer error=\"insufficient_scope\", scope=\"read\"\r\n",
            ],
        ),
        ("wrong", &["HTTP/1.1 401 ", "www-authenticate: Bearer error=\"invalid_token\"\r\n"]),
    ] {
        let answer = ask(&url, "GET /d", &format!("Authorization: Bearer {token}\r\n"), "").await;
        assert!(told.iter().all(|part| answer.contains(part)), "{token}: {answer}");
    }
}

/// A service of schemes that a request carries nothing for, and of others that it need not care for.
struct Behind;

/// What a layer leaves that knows the other end.
#[derive(Clone)]
struct Peer(&'static str);

impl schemes::Operations for Behind {
    async fn undescribed(
        &self,
        input: schemes::UndescribedInput,
    ) -> Result<schemes::UndescribedResponse, Problem> {
        let known = input.context.caller::<Caller>().is_some();
        if known { Ok(schemes::UndescribedResponse::NoContent) } else { Err(Problem::new(500)) }
    }

    async fn everybody(&self, _: schemes::EverybodyInput) -> Result<schemes::EverybodyResponse, Problem> {
        Ok(schemes::EverybodyResponse::NoContent)
    }

    async fn transport(&self, _: schemes::TransportInput) -> Result<schemes::TransportResponse, Problem> {
        Ok(schemes::TransportResponse::NoContent)
    }
}

impl schemes::S2 for Behind {}

macro_rules! nobody {
    ($credential:ty: $($scheme:ident),*) => {
        $(
            impl schemes::$scheme for Behind {
                async fn authenticate(&self, _: $credential, _: Attempt<'_>) -> Result<(), Denied> {
                    Err(Denied::Unauthenticated)
                }
            }
        )*
    };
}

nobody!(&Secret: Operations2, SelfValue, Option, Result, Impl, STaggedInput2, Ok);
nobody!(BearerToken<'_>: S3);
nobody!(UserPassword<'_>: Send);

impl schemes::Mutual for Behind {
    async fn authenticate(&self, extensions: &Extensions, _: Attempt<'_>) -> Result<(), Denied> {
        match extensions.get() {
            Some(Peer("known")) => Ok(()),
            Some(_) => Err(Denied::Forbidden),
            None => Err(Denied::Unauthenticated),
        }
    }
}

impl schemes::Nobody for Behind {
    async fn authenticate(&self, _: &Extensions, attempt: Attempt<'_>) -> Result<(), Denied> {
        note(&attempt, "nobody");
        let signed = attempt.headers().contains_key("x-signed") && attempt.scopes() == ["role"];
        if signed { Ok(()) } else { Err(Denied::Unauthenticated) }
    }
}

#[tokio::test]
async fn what_a_request_carries_nothing_for_is_asked_for_all_the_same() {
    let bare = server(schemes::router(Behind)).await;
    let known = server(schemes::router(Behind).layer(Extension(Peer("known")))).await;
    let other = server(schemes::router(Behind).layer(Extension(Peer("other")))).await;
    for (url, line, headers, status) in [
        (&bare, "GET /transport", "", "401"),
        (&known, "GET /transport", "", "204"),
        (&other, "GET /transport", "", "403"),
        (&bare, "GET /undescribed", "", "401"),
        (&bare, "GET /undescribed", "X-Signed: 1\r\n", "204"),
        // The only alternative asks for nothing.
        (&bare, "GET /everybody", "", "204"),
    ] {
        let answer = ask(url, line, headers, "").await;
        assert!(answer.starts_with(&format!("HTTP/1.1 {status} ")), "{line} {headers}: {answer}");
    }
}
