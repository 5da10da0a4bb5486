//! What a generated server does about its own service, about credentials, and about what is asked of it that the
//! document does not name.

#![allow(clippy::expect_used, clippy::panic, reason = "a test says what it expects")]

use generated::zenskar::models::PaymentResponseSchema;
use generated::zenskar::server::{
    ApiTokenAuth, OrganisationAuth, Payments, UpdatePaymentInput, UpdatePaymentResponse, builder, router,
};
use generated::zuora;
use specwright_runtime::server::{Attempt, BearerToken, Denied, Problem, Secret};
use tests::cases::all_of;
use tests::cases::all_of::server::{PutThingInput, PutThingResponse};
use tests::net::{exchange, server};

const PAYMENT: &str = "3c90c3cc-0d44-4b50-8888-8dd25736052a";

struct Ledger;

impl Payments for Ledger {
    async fn update_payment(&self, input: UpdatePaymentInput) -> Result<UpdatePaymentResponse, Problem> {
        let payment = PaymentResponseSchema::new(input.payment_id, "12.50", "0", "EUR", None);
        Ok(UpdatePaymentResponse::Ok(payment))
    }
}

impl ApiTokenAuth for Ledger {
    async fn authenticate(&self, key: &Secret, _: Attempt<'_>) -> Result<(), Denied> {
        if key.matches("KEY") { Ok(()) } else { Err(Denied::Unauthenticated) }
    }
}

impl OrganisationAuth for Ledger {
    async fn authenticate(&self, key: &Secret, _: Attempt<'_>) -> Result<(), Denied> {
        if key.matches("ORG") { Ok(()) } else { Err(Denied::Unauthenticated) }
    }
}

impl zuora::server::BearerAuth for Ledger {
    async fn authenticate(&self, bearer: BearerToken<'_>, _: Attempt<'_>) -> Result<(), Denied> {
        if bearer.token.matches("TOKEN") { Ok(()) } else { Err(Denied::Unauthenticated) }
    }
}

impl zuora::server::Operations for Ledger {}

async fn ask(url: &str, method: &str, path: &str, headers: &str, body: &str) -> String {
    let length = body.len();
    let request = format!(
        "{method} {path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n{headers}Content-Length: {length}\r\n\r\n{body}"
    );
    exchange(url, request.as_bytes()).await
}

const CREDENTIALS: &str = "x-api-key: KEY\r\norganisation: ORG\r\nContent-Type: application/json\r\n";

fn path() -> String {
    format!("/payments/{PAYMENT}")
}

fn header<'a>(answer: &'a str, name: &str) -> Vec<&'a str> {
    let lines = answer.lines().take_while(|line| !line.is_empty());
    lines
        .filter_map(|line| line.split_once(": "))
        .filter(|(have, _)| *have == name)
        .map(|(_, value)| value)
        .collect()
}

#[tokio::test]
async fn methods_that_the_document_does_not_name_are_405_with_those_that_it_does() {
    let url = server(router(Ledger)).await;
    for method in ["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "TRACE", "BREW", "patch"] {
        let answer = ask(&url, method, &path(), CREDENTIALS, "").await;
        assert!(answer.starts_with("HTTP/1.1 405 "), "{method}: {answer}");
        assert_eq!(header(&answer, "allow"), ["PATCH"], "{method}");
    }
    assert!(ask(&url, "TRACE", "/", "", "").await.starts_with("HTTP/1.1 404 "));
}

#[tokio::test]
async fn a_path_is_read_after_it_is_cut_and_its_values_are_checked() {
    let url = server(router(Ledger)).await;
    for (id, status) in [
        (format!("{PAYMENT}%2F"), "422"),
        (format!("{PAYMENT}%00"), "422"),
        ("%2e%2e".to_owned(), "422"),
        ("%ff".to_owned(), "400"),
        (format!("{PAYMENT}/x"), "404"),
        (PAYMENT.replace('3', "%33"), "200"),
    ] {
        let answer = ask(&url, "PATCH", &format!("/payments/{id}"), CREDENTIALS, "{}").await;
        assert!(answer.starts_with(&format!("HTTP/1.1 {status} ")), "{id}: {answer}");
        assert!(!answer.contains("%2e") && !answer.contains("%ff"), "the input is shown: {answer}");
    }
}

#[tokio::test]
async fn credentials_that_are_missing_or_nearly_right_are_answered_alike() {
    let url = server(router(Ledger)).await;
    let mut bodies = Vec::new();
    for headers in [
        "",
        "x-api-key: KEY\r\n",
        "x-api-key: KEY\r\norganisation: ORH\r\n",
        "x-api-key: \r\norganisation: ORG\r\n",
    ] {
        let answer = ask(&url, "PATCH", &path(), headers, "{}").await;
        assert!(answer.starts_with("HTTP/1.1 401 "), "{headers}: {answer}");
        let challenges = header(&answer, "www-authenticate");
        assert_eq!(
            challenges,
            [
                r#"ApiKey realm="ApiTokenAuth", in="header", name="x-api-key""#,
                r#"ApiKey realm="OrganisationAuth", in="header", name="organisation""#
            ]
        );
        bodies.push(answer.split_once("\r\n\r\n").expect("a body").1.to_owned());
    }
    bodies.dedup();
    assert_eq!(bodies.len(), 1, "{bodies:?}");
}

#[tokio::test]
async fn a_token_that_is_not_known_is_called_so() {
    let url = server(zuora::server::router(Ledger)).await;
    for (headers, challenge) in
        [("", "Bearer"), ("Authorization: Bearer X\r\n", r#"Bearer error="invalid_token""#)]
    {
        let answer = ask(&url, "PUT", "/v1/payments/p", headers, "{}").await;
        assert!(answer.starts_with("HTTP/1.1 401 "), "{answer}");
        assert_eq!(header(&answer, "www-authenticate"), [challenge]);
    }
}

/// A service that answers with what it was sent, and this count.
struct Counted(i64);

impl all_of::server::Operations for Counted {
    async fn put_thing(&self, input: PutThingInput) -> Result<PutThingResponse, Problem> {
        let mut thing = input.body.ok_or_else(|| Problem::new(400))?;
        thing.count = self.0;
        Ok(PutThingResponse::Ok(thing))
    }
}

#[tokio::test]
async fn an_answer_that_violates_its_schema_is_a_500_where_that_is_asked() {
    for (count, check, status) in [(18, true, "200"), (17, true, "500"), (17, false, "200")] {
        let routes = all_of::server::builder(Counted(count)).check_answers(check);
        let url = server(routes.into_router()).await;
        let body = r#"{"id":"a1","kind":"b","count":12,"note":1}"#;
        let answer = ask(&url, "POST", "/things", "Content-Type: application/json\r\n", body).await;
        assert!(answer.starts_with(&format!("HTTP/1.1 {status} ")), "{answer}");
        assert_eq!(
            answer.contains("\"in\":\"response\",\"pointer\":\"/count\""),
            status == "500",
            "{answer}"
        );
        // The head holds a date, which may say any number.
        let sent = answer.split_once("\r\n\r\n").expect("a body").1;
        assert_eq!(sent.contains("17"), status == "200" && count == 17, "{answer}");
    }
}

#[tokio::test]
async fn the_document_is_served_to_who_asks() {
    let url = server(builder(Ledger).openapi("openapi: '3.0.3'\n").into_router()).await;
    let answer = ask(&url, "GET", "/openapi.yaml", "", "").await;
    assert!(answer.starts_with("HTTP/1.1 200 ") && answer.ends_with("openapi: '3.0.3'\n"), "{answer}");
    assert_eq!(header(&answer, "content-type"), ["application/yaml"]);
    assert!(ask(&url, "GET", "/openapi.json", "", "").await.starts_with("HTTP/1.1 404 "));
    let written = include_str!("../../generated/openapi/zuora.yaml");
    let url = server(builder(Ledger).openapi(written).into_router()).await;
    assert!(ask(&url, "GET", "/openapi.yaml", "", "").await.ends_with(written));
    let answer = ask(&url, "GET", "/openapi.json", "", "").await;
    assert_eq!(header(&answer, "content-type"), ["application/json"]);
    let (_, json) = answer.split_once("\r\n\r\n").expect("a body");
    let json: serde_json::Value = serde_json::from_str(json).expect("JSON");
    assert_eq!(json, serde_yaml::from_str::<serde_json::Value>(written).expect("YAML"));
    let url = server(builder(Ledger).openapi("{\"openapi\": \"3.0.3\"}").into_router()).await;
    assert!(ask(&url, "GET", "/openapi.json", "", "").await.starts_with("HTTP/1.1 200 "));
    let answer = ask(&url, "POST", "/openapi.json", "", "").await;
    assert!(answer.starts_with("HTTP/1.1 405 "), "{answer}");
    assert_eq!(header(&answer, "allow"), ["GET, HEAD"]);
}
