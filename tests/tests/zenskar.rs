//! The generated client of Zenskar against its generated server, and against servers that misbehave, over TCP.

#![allow(clippy::expect_used, clippy::panic, reason = "a test says what it expects")]

use generated::zenskar::client::{Client, UpdatePaymentError};
use generated::zenskar::models::{
    HttpValidationError, PaymentPart, PaymentResponseSchema, PaymentStatusTypes, UpdatePaymentRequestSchema,
    ValidationErrorLocItem,
};
use generated::zenskar::server::{
    ApiTokenAuth, OrganisationAuth, Payments, UpdatePaymentInput, UpdatePaymentResponse, router,
};
use specwright_runtime::Patch;
use specwright_runtime::client::{Error, TowerTransport};
use specwright_runtime::server::{Attempt, Denied, Problem, Secret};
use specwright_runtime::uuid::Uuid;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tests::net::{responder, response};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

const PAYMENT: Uuid = Uuid::from_u128(0x3c90_c3cc_0d44_4b50_8888_8dd2_5736_052a);
const INVOICE: Uuid = Uuid::from_u128(0x7b0c_2f5e_58a2_4b9e_9d0e_2f5d_1c3b_4a60);

/// A service that remembers what it was asked.
#[derive(Clone, Default)]
struct Ledger {
    asked: Arc<Mutex<Vec<Patch<Vec<PaymentPart>>>>>,
}

impl Payments for Ledger {
    async fn update_payment(&self, input: UpdatePaymentInput) -> Result<UpdatePaymentResponse, Problem> {
        self.asked.lock().expect("a lock").push(input.body.payment_parts);
        let response = PaymentResponseSchema::new(input.payment_id, "12.50", "0", "EUR", None);
        Ok(UpdatePaymentResponse::Ok(response))
    }
}

impl ApiTokenAuth for Ledger {
    async fn authenticate(&self, key: &Secret, _: Attempt<'_>) -> Result<(), Denied> {
        if key.matches("KEY") { Ok(()) } else { Err(Denied::Forbidden) }
    }
}

impl OrganisationAuth for Ledger {
    async fn authenticate(&self, key: &Secret, _: Attempt<'_>) -> Result<(), Denied> {
        if key.matches("ORG") { Ok(()) } else { Err(Denied::Forbidden) }
    }
}

/// The address of the generated server, which runs until the test ends.
async fn server(ledger: Ledger) -> String {
    tests::net::server(router(ledger)).await
}

fn client(url: &str) -> Client {
    Client::builder()
        .base_url(url)
        .api_token_auth("KEY")
        .organisation_auth("ORG")
        .user_agent("tests/1")
        .timeout(Duration::from_secs(5))
        .build()
        .expect("a client")
}

type Outcome = Result<PaymentResponseSchema, Error<UpdatePaymentError>>;

async fn answered(answer: Vec<u8>) -> Outcome {
    let url = responder(answer, Arc::default()).await;
    client(&url).update_payment(PAYMENT, UpdatePaymentRequestSchema::new()).await
}

const MINIMAL: &str = r#"{"id":"3c90c3cc-0d44-4b50-8888-8dd25736052a","amount":"1","amount_refunded":"0","currency_code":"EUR","status":null}"#;

#[tokio::test]
async fn absent_null_empty_and_values_arrive_as_sent() {
    let ledger = Ledger::default();
    let url = server(ledger.clone()).await;
    let sent = [
        Patch::Absent,
        Patch::Null,
        Patch::Value(vec![]),
        Patch::Value(vec![PaymentPart::new(INVOICE, 1250)]),
    ];
    for parts in &sent {
        let body = UpdatePaymentRequestSchema::new().payment_parts(parts.clone());
        let payment = client(&url).update_payment(PAYMENT, body).await.expect("a payment");
        assert_eq!((payment.id, payment.amount.as_str(), payment.status), (PAYMENT, "12.50", None));
    }
    assert_eq!(*ledger.asked.lock().expect("a lock"), sent);
}

#[tokio::test]
async fn a_client_can_be_wired_to_a_router_in_memory() {
    let client = Client::builder()
        .base_url("http://in.memory")
        .api_token_auth("KEY")
        .organisation_auth("ORG")
        .transport(TowerTransport::new(router(Ledger::default())))
        .build()
        .expect("a client");
    let payment = client.update_payment(PAYMENT, UpdatePaymentRequestSchema::new()).await.expect("a payment");
    assert_eq!(payment.currency_code, "EUR");
}

#[tokio::test]
async fn both_headers_travel_each_with_its_own_value() {
    let seen = Arc::new(Mutex::new(Vec::new()));
    let url = responder(response("200 OK", "application/json", MINIMAL), Arc::clone(&seen)).await;
    let body = UpdatePaymentRequestSchema::new();
    client(&url).update_payment(PAYMENT, body).await.expect("a payment");
    let request = String::from_utf8(seen.lock().expect("a lock").clone()).expect("text").to_lowercase();
    assert!(
        request.starts_with("patch /payments/3c90c3cc-0d44-4b50-8888-8dd25736052a http/1.1\r\n"),
        "{request}"
    );
    assert!(request.contains("x-api-key: key\r\n") && request.contains("organisation: org\r\n"), "{request}");
    assert!(request.contains("user-agent: tests/1\r\n") && request.ends_with("\r\n\r\n{}"), "{request}");
}

#[tokio::test]
async fn one_header_is_not_enough_on_either_side() {
    let ledger = Ledger::default();
    let url = server(ledger.clone()).await;
    let half = Client::builder().base_url(&*url).api_token_auth("KEY").build().expect("a client");
    let outcome = half.update_payment(PAYMENT, UpdatePaymentRequestSchema::new()).await;
    assert!(matches!(outcome, Err(Error::Request(_))), "{outcome:?}");

    let head = format!("PATCH /payments/{PAYMENT} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n");
    let missing = raw(
        &url,
        &format!("{head}x-api-key: KEY\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\r\n{{}}"),
    )
    .await;
    assert!(missing.starts_with("HTTP/1.1 401"), "{missing}");
    let wrong = raw(&url, &format!("{head}x-api-key: KEY\r\norganisation: OTHER\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\r\n{{}}")).await;
    assert!(wrong.starts_with("HTTP/1.1 403"), "{wrong}");
    assert!(ledger.asked.lock().expect("a lock").is_empty());
}

/// What a server answers to these bytes.
async fn raw(url: &str, request: &str) -> String {
    let mut stream = TcpStream::connect(url.trim_start_matches("http://")).await.expect("a connection");
    stream.write_all(request.as_bytes()).await.expect("sent");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.expect("an answer");
    answer
}

#[tokio::test]
async fn a_server_tells_what_is_wrong_before_its_handler() {
    let ledger = Ledger::default();
    let url = server(ledger.clone()).await;
    let send = |line: &str, headers: &str, body: &str| {
        let request = format!(
            "{line} HTTP/1.1\r\nhost: x\r\nconnection: close\r\nx-api-key: KEY\r\norganisation: ORG\r\n{headers}content-length: {}\r\n\r\n{body}",
            body.len()
        );
        let url = url.clone();
        async move { raw(&url, &request).await }
    };
    let json = "content-type: application/json\r\n";
    let path = format!("PATCH /payments/{PAYMENT}");
    for (line, headers, body, status) in [
        (path.as_str(), json, "{", "400"),
        (&path, json, r#"{"payment_parts":[{"invoice_id":"x","amount":1}]}"#, "422"),
        (&path, json, r#"{"payment_parts":[{"amount":1}]}"#, "422"),
        (&path, json, "[]", "422"),
        (&path, json, "", "422"),
        (&path, "content-type: text/plain\r\n", "{}", "415"),
        (&path, "content-type: application/json; charset=utf-16\r\n", "{}", "415"),
        (&path, "content-type: application/json\r\naccept: text/html\r\n", "{}", "406"),
        ("PATCH /payments/not-a-uuid", json, "{}", "422"),
        ("PATCH /payments/%2e%2e", json, "{}", "422"),
        ("PATCH /payments/", json, "{}", "422"),
        ("PATCH /payments", json, "{}", "404"),
        ("GET /payments/1", json, "{}", "405"),
    ] {
        let answer = send(line, headers, body).await;
        assert!(answer.starts_with(&format!("HTTP/1.1 {status}")), "{line} {body}: {answer}");
        assert!(answer.contains("content-type: application/problem+json"), "{answer}");
    }
    let answer = send(&path, json, r#"{"payment_parts":[{"invoice_id":"planted","amount":1}]}"#).await;
    assert!(
        answer.contains(r#""pointer":"/payment_parts/0/invoice_id""#) && !answer.contains("planted"),
        "{answer}"
    );
    let large = send(&path, json, &" ".repeat(3 << 20)).await;
    assert!(large.starts_with("HTTP/1.1 413"), "{large}");
    assert!(send("GET /payments/1", json, "{}").await.contains("allow: PATCH"));
    assert!(ledger.asked.lock().expect("a lock").is_empty());
}

#[tokio::test]
async fn a_newer_server_does_not_break_the_client() {
    let body = MINIMAL.replace("null", r#""on_hold""#).replace('}', r#","brand_new":{"a":[1]}}"#);
    let payment = answered(response("200 OK", "application/json", &body)).await.expect("a payment");
    let status = payment.status.as_ref().expect("a status");
    assert!(matches!(status, PaymentStatusTypes::Unknown(_)));
    assert_eq!(status.as_str(), "on_hold");
    let written = specwright_runtime::codec::encode(&payment).expect("JSON");
    assert!(String::from_utf8(written).expect("text").contains(r#""status":"on_hold""#));
}

#[tokio::test]
async fn what_is_missing_is_none_unless_it_is_required() {
    let without_status = MINIMAL.replace(r#","status":null"#, "");
    let payment = answered(response("200 OK", "application/json", &without_status)).await.expect("a payment");
    assert_eq!((payment.status, payment.invoices, payment.customer_id), (None, None, None));

    let without_amount = MINIMAL.replace(r#""amount":"1","#, "");
    let Err(Error::Decode(decoding)) =
        answered(response("200 OK", "application/json", &without_amount)).await
    else {
        panic!("an answer without an amount was taken");
    };
    assert!(decoding.failure.to_string().contains("amount"), "{}", decoding.failure);
}

#[tokio::test]
async fn a_validation_error_is_typed_with_its_mixed_places() {
    let body = r#"{"detail":[{"loc":["body","payment_parts",0,"amount"],"msg":"m","type":"t"}]}"#;
    let Err(Error::Status(error)) =
        answered(response("422 Unprocessable Entity", "application/json", body)).await
    else {
        panic!("422 was not told");
    };
    let UpdatePaymentError::UnprocessableEntity(HttpValidationError { detail: Some(detail), .. }) =
        error.error
    else {
        panic!("422 was not typed");
    };
    let places: Vec<_> = detail.into_iter().flat_map(|error| error.loc).collect();
    assert_eq!(
        places,
        [
            ValidationErrorLocItem::String("body".into()),
            ValidationErrorLocItem::String("payment_parts".into()),
            ValidationErrorLocItem::Integer(0),
            ValidationErrorLocItem::String("amount".into())
        ]
    );
}

#[tokio::test]
async fn another_status_is_not_taken_for_a_documented_one() {
    let Err(Error::Status(error)) =
        answered(response("503 Service Unavailable", "application/json", r#"{"e":1}"#)).await
    else {
        panic!("503 was not told");
    };
    assert_eq!((error.status.as_u16(), error.error), (503, UpdatePaymentError::Undocumented));
    assert_eq!(&error.body[..], br#"{"e":1}"#);
}

#[tokio::test]
async fn every_broken_answer_is_told_apart() {
    let garbage = answered(response("200 OK", "application/json", "<html>")).await;
    assert!(matches!(&garbage, Err(Error::Decode(_))), "{garbage:?}");
    let html = answered(response("200 OK", "text/html", MINIMAL)).await;
    assert!(matches!(&html, Err(Error::Decode(_))), "{html:?}");
    let array = answered(response("200 OK", "application/json", "[]")).await;
    assert!(matches!(&array, Err(Error::Decode(_))), "{array:?}");
    let redirect = answered(
        b"HTTP/1.1 307 Temporary Redirect\r\nlocation: http://127.0.0.1:1/\r\ncontent-length: 0\r\n\r\n"
            .to_vec(),
    )
    .await;
    assert_eq!(redirect.expect_err("no success").status().map(|status| status.as_u16()), Some(307));

    let mut cut = response("200 OK", "application/json", MINIMAL);
    cut.truncate(cut.len() - 10);
    let cut = answered(cut).await;
    assert!(matches!(&cut, Err(Error::Transport(_))), "{cut:?}");
}

#[tokio::test]
async fn a_large_or_slow_answer_is_not_waited_for() {
    let large = response("200 OK", "application/json", &format!("\"{}\"", "x".repeat(5000)));
    let url = responder(large, Arc::default()).await;
    let builder = || Client::builder().base_url(&*url).api_token_auth("KEY").organisation_auth("ORG");
    let bounded = builder().max_response_bytes(1000).build().expect("a client");
    let outcome = bounded.update_payment(PAYMENT, UpdatePaymentRequestSchema::new()).await;
    assert!(
        matches!(&outcome, Err(Error::Transport(error)) if error.to_string().contains("1000 bytes")),
        "{outcome:?}"
    );

    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let silent = builder().base_url(format!("http://{}", listener.local_addr().expect("an address")));
    let silent = silent.timeout(Duration::from_millis(50)).build().expect("a client");
    let outcome = silent.update_payment(PAYMENT, UpdatePaymentRequestSchema::new()).await;
    assert!(matches!(outcome, Err(Error::Timeout(_))), "{outcome:?}");
}

#[tokio::test]
async fn a_secret_is_in_no_error() {
    let client = Client::builder()
        .base_url("http://127.0.0.1:1")
        .api_token_auth("planted-key")
        .organisation_auth("planted-org")
        .build()
        .expect("a client");
    let error =
        client.update_payment(PAYMENT, UpdatePaymentRequestSchema::new()).await.expect_err("nobody listens");
    let shown = format!("{error} {error:?} {client:?}");
    assert!(!shown.contains("planted"), "{shown}");
}
