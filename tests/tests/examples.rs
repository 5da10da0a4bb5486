//! The examples, run over sockets as their users would run them.

#![allow(clippy::expect_used, reason = "a test says what it expects")]

#[path = "../examples/payments.rs"]
#[allow(dead_code, reason = "the test starts it without `main`")]
mod payments;
#[path = "../examples/reconciliation.rs"]
#[allow(dead_code, reason = "the test starts it without `main`")]
mod reconciliation;
#[path = "examples/reconciliations.rs"]
mod reconciliations;
#[path = "../examples/webhook_receiver.rs"]
#[allow(dead_code, reason = "the test starts it without `main`")]
mod webhook_receiver;

use rusqlite::Connection;
use specwright_runtime::uuid::Uuid;
use tests::net::{exchange, server};

const PAYMENT: &str = "7c1f0a52-6f0e-4a0b-9d58-1f6f6a3b1c01";
const INVOICE: &str = "7c1f0a52-6f0e-4a0b-9d58-1f6f6a3b1c02";
const OTHER: &str = "7c1f0a52-6f0e-4a0b-9d58-1f6f6a3b1c03";

/// The address of a back end that knows one payment.
async fn ledger() -> String {
    let database = Connection::open_in_memory().expect("a database");
    let ledger = payments::Ledger::new(database, "KEY", "ORG").expect("tables");
    let id = Uuid::parse_str(PAYMENT).expect("an id");
    ledger.record(id, "12.50", "EUR").expect("a payment");
    server(generated::zenskar::server::router(ledger)).await
}

/// What the back end answers to parts of a payment: the status and the body.
async fn patch(url: &str, payment: &str, key: Option<&str>, parts: &[(&str, i64)]) -> (String, String) {
    let parts: Vec<_> =
        parts.iter().map(|(id, amount)| format!(r#"{{"invoice_id":"{id}","amount":{amount}}}"#)).collect();
    let body = format!(r#"{{"payment_parts":[{}]}}"#, parts.join(","));
    let key = key.map(|key| format!("Idempotency-Key: {key}\r\n")).unwrap_or_default();
    let request = format!(
        "PATCH /payments/{payment} HTTP/1.1\r\nHost: a\r\nConnection: close\r\nx-api-key: KEY\r\n\
         organisation: ORG\r\nContent-Type: application/json\r\n{key}Content-Length: {}\r\n\r\n{body}",
        body.len()
    );
    let answer = exchange(url, request.as_bytes()).await;
    let (head, body) = answer.split_once("\r\n\r\n").expect("a head and a body");
    (head.split(' ').nth(1).expect("a status").to_owned(), body.to_owned())
}

#[tokio::test]
async fn a_payment_is_split_anew_each_time() {
    let url = ledger().await;
    let (status, body) = patch(&url, PAYMENT, None, &[(INVOICE, 7), (OTHER, 5)]).await;
    assert_eq!(status, "200");
    assert!(body.contains(INVOICE) && body.contains(OTHER), "{body}");
    let (_, body) = patch(&url, PAYMENT, None, &[(OTHER, 12)]).await;
    assert!(!body.contains(INVOICE) && body.contains(OTHER), "{body}");
}

#[tokio::test]
async fn a_request_that_is_sent_again_changes_nothing() {
    let url = ledger().await;
    let first = patch(&url, PAYMENT, Some("k1"), &[(INVOICE, 7)]).await;
    assert_eq!(first.0, "200");
    let second = patch(&url, PAYMENT, Some("k2"), &[(OTHER, 9)]).await;
    // The answer of then, although the payment was changed since.
    assert_eq!(patch(&url, PAYMENT, Some("k1"), &[(INVOICE, 7)]).await, first);
    let now = patch(&url, PAYMENT, Some("k2"), &[(OTHER, 9)]).await;
    assert_eq!(now, second);
    let (status, body) = patch(&url, PAYMENT, Some("k1"), &[(INVOICE, 8)]).await;
    assert_eq!(status, "422");
    assert!(body.contains("another request"), "{body}");
}

#[tokio::test]
async fn requests_at_one_time_with_one_key_are_one_change() {
    let url = ledger().await;
    let calls: Vec<_> = (0..8)
        .map(|_| {
            let url = url.clone();
            tokio::spawn(async move { patch(&url, PAYMENT, Some("k1"), &[(INVOICE, 7)]).await })
        })
        .collect();
    let mut answers = Vec::new();
    for call in calls {
        answers.push(call.await.expect("it ends"));
    }
    assert!(answers.iter().all(|(status, _)| status == "200"), "{answers:?}");
    answers.dedup();
    assert_eq!(answers.len(), 1);
}

#[tokio::test]
async fn a_change_that_fails_is_no_change() {
    let url = ledger().await;
    let before = patch(&url, PAYMENT, None, &[(INVOICE, 7)]).await;
    // The first of the two is written before the second is refused.
    assert_eq!(patch(&url, PAYMENT, Some("k1"), &[(OTHER, 1), (OTHER, 2)]).await.0, "422");
    assert_eq!(patch(&url, OTHER, None, &[]).await.0, "404");
    let request = format!(
        "PATCH /payments/{PAYMENT} HTTP/1.1\r\nHost: a\r\nConnection: close\r\nx-api-key: KEY\r\n\
         organisation: ORG\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{{}}"
    );
    let after = exchange(&url, request.as_bytes()).await;
    assert!(after.ends_with(&before.1), "{after}");
}

/// A body and its signature with the secret `S`: `openssl dgst -sha256 -hmac S -binary | base64`.
const PAID: &str = r#"{"id":"o1","total":12.5}"#;
const SIGNATURE: &str = "eK8yBoBnitJbcem1gbyJhLjz6+0l9F31Z4y2N1fv0eQ=";

async fn deliver(url: &str, delivery: &str, signature: &str, body: &str) -> String {
    let request = format!(
        "POST /order%2Fpaid HTTP/1.1\r\nHost: a\r\nConnection: close\r\nX-Delivery: {delivery}\r\n\
         X-Signature: {signature}\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    );
    exchange(url, request.as_bytes()).await
}

#[tokio::test]
async fn a_delivery_is_taken_once_and_only_with_the_signature_of_its_body() {
    let url = server(webhook_receiver::receiver(b"S").expect("a key")).await;
    let forged = PAID.replace("12.5", "99.5");
    for (signature, body) in [(SIGNATURE, forged.as_str()), ("bm9uZQ==", PAID), ("?", PAID), ("", PAID)] {
        let answer = deliver(&url, "d1", signature, body).await;
        assert!(answer.starts_with("HTTP/1.1 401 "), "{answer}");
    }
    let first = deliver(&url, "d1", SIGNATURE, PAID).await;
    assert!(first.starts_with("HTTP/1.1 200 ") && first.ends_with(r#"{"taken":true}"#), "{first}");
    let again = deliver(&url, "d1", SIGNATURE, PAID).await;
    assert!(again.ends_with(r#"{"taken":false}"#), "{again}");
    let large = " ".repeat(70_000);
    assert!(deliver(&url, "d2", SIGNATURE, &large).await.starts_with("HTTP/1.1 413 "));
}
