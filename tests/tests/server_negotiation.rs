//! What a generated server takes and gives by the headers of a request, over sockets: media types, codings, and properties
//! that only one side sends.

#![allow(clippy::expect_used, reason = "a test says what it expects")]

use futures_core::Stream;
use specwright_runtime::server::{Problem, Streamed};
use std::pin::Pin;
use std::task::{Context, Poll};
use tests::cases::conformance::bodies::models::{Order, OrderSize};
use tests::cases::conformance::bodies::server::{SendJsonInput, SendJsonResponse};
use tests::cases::conformance::parameters::server::{QueryInput, QueryResponse};
use tests::cases::conformance::{bodies, parameters};
use tests::cases::presence;
use tests::cases::presence::models::Answer;
use tests::cases::presence::server::{CreateThingInput, CreateThingResponse};
use tests::net::{ask, exchange, server};

struct Service;

/// So many lines of text.
struct Lines(u8);

impl Stream for Lines {
    type Item = Result<String, &'static str>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let next = self.0.checked_sub(1).map(|left| std::mem::replace(&mut self.0, left));
        Poll::Ready(next.map(|number| Ok(format!("line {number}\n"))))
    }
}

impl bodies::server::Operations for Service {
    async fn send_json(&self, input: SendJsonInput) -> Result<SendJsonResponse, Problem> {
        Ok(SendJsonResponse::Ok(input.body.unwrap_or_else(|| Order::new("none", OrderSize::Small))))
    }
}

impl presence::server::Operations for Service {
    async fn create_thing(&self, input: CreateThingInput) -> Result<CreateThingResponse, Problem> {
        let (made, secret) = (input.body.made.clone(), input.body.secret.clone());
        let mut answer = Answer::new(format!("{made:?} {secret:?}"), None, input.body);
        answer.both.made = Some("by the server".to_owned());
        Ok(CreateThingResponse::Ok(answer))
    }
}

impl parameters::server::Operations for Service {
    async fn query(&self, input: QueryInput) -> Result<QueryResponse, Problem> {
        match input.text.as_deref() {
            Some("lines") => Ok(QueryResponse::OkStream(Streamed::bytes(Lines(2)))),
            text => Ok(QueryResponse::Ok(text.unwrap_or_default().to_owned())),
        }
    }
}

const JSON: &str = "Content-Type: application/json\r\n";
const ORDER: &str = r#"{"name":"a","size":"small"}"#;

#[tokio::test]
async fn a_body_has_one_media_type_and_no_coding() {
    let url = server(bodies::server::router(Service)).await;
    let line = "PUT /json";
    for (headers, status, told) in [
        (JSON.to_owned(), "200", ""),
        (format!("{JSON}Content-Encoding: identity\r\n"), "200", ""),
        (format!("{JSON}Content-Encoding: gzip\r\n"), "400", "not compressed"),
        (
            format!("{JSON}Content-Encoding: identity, br\r\n"),
            "415",
            "accept-encoding: gzip, deflate, identity",
        ),
        (format!("{JSON}Content-Type: text/plain\r\n"), "415", "accept: application/json"),
        ("Content-Type: application/json, text/plain\r\n".to_owned(), "415", "accept: application/json"),
    ] {
        let answer = ask(&url, line, &headers, ORDER).await;
        assert!(answer.starts_with(&format!("HTTP/1.1 {status} ")), "{headers}: {answer}");
        assert!(answer.contains(told), "{headers}: {answer}");
    }
}

#[tokio::test]
async fn what_is_refused_by_its_head_is_not_asked_for() {
    let url = server(bodies::server::router(Service)).await;
    for (content_type, length, status) in [("text/html", 9, "415"), ("application/json", 99_999_999, "413")] {
        let head = format!(
            "PUT /json HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Type: {content_type}\r\nContent-Length: {length}\r\n\r\n"
        );
        let answer = exchange(&url, head.as_bytes()).await;
        assert!(answer.starts_with(&format!("HTTP/1.1 {status} ")), "{answer}");
    }
    let answer = ask(&url, &format!("PUT /{}", "a".repeat(100_000)), JSON, ORDER).await;
    assert!(answer.starts_with("HTTP/1.1 414 "), "{answer}");
}

#[tokio::test]
async fn a_text_that_is_more_than_ascii_says_how_it_is_written() {
    let url = server(parameters::server::router(Service)).await;
    for (text, media_type) in [("abc", "text/plain\r\n"), ("%C3%A9", "text/plain; charset=utf-8\r\n")] {
        let answer = ask(&url, &format!("GET /query?limit=5&text={text}"), "", "").await;
        assert!(answer.contains(&format!("content-type: {media_type}")), "{answer}");
    }
}

#[tokio::test]
async fn a_text_can_be_sent_as_it_comes() {
    let url = server(parameters::server::router(Service)).await;
    let answer = ask(&url, "GET /query?limit=5&text=lines", "", "").await;
    assert!(answer.contains("transfer-encoding: chunked\r\n"), "{answer}");
    assert!(answer.contains("content-type: text/plain\r\n"), "{answer}");
    assert!(answer.ends_with("\r\n\r\n7\r\nline 2\n\r\n7\r\nline 1\n\r\n0\r\n\r\n"), "{answer}");
}

#[tokio::test]
async fn an_accept_that_says_nothing_takes_everything() {
    let url = server(bodies::server::router(Service)).await;
    for (accept, status) in [
        ("", "200"),
        (" , ,", "200"),
        ("text/html;q=0.5, application/*;q=0.1", "200"),
        ("application/json;q=0, */*", "406"),
        ("text/html", "406"),
    ] {
        let answer = ask(&url, "PUT /json", &format!("{JSON}Accept: {accept}\r\n"), ORDER).await;
        assert!(answer.starts_with(&format!("HTTP/1.1 {status} ")), "{accept}: {answer}");
    }
}

#[tokio::test]
async fn what_only_one_side_sends_the_other_keeps_to_itself() {
    let url = server(presence::server::router(Service)).await;
    let body = r#"{"required":"a","required_nullable":null,"made":"by the client","secret":"s3cret"}"#;
    let answer = ask(&url, "POST /things", JSON, body).await;
    assert!(answer.starts_with("HTTP/1.1 200 "), "{answer}");
    // The handler has what clients may say, and the client what servers may.
    assert!(answer.contains(r#""required":"None Some(\"s3cret\")""#), "{answer}");
    assert!(
        answer.contains(r#""both":{"required":"a","required_nullable":null,"made":"by the server"}"#),
        "{answer}"
    );
    // What is passed over has to be JSON all the same.
    let body = r#"{"required":"a","required_nullable":null,"made":nul}"#;
    assert!(ask(&url, "POST /things", JSON, body).await.starts_with("HTTP/1.1 400 "));
}

#[tokio::test]
async fn a_server_says_that_it_is_there() {
    let url = server(bodies::server::router(Service)).await;
    let answer = ask(&url, "OPTIONS *", "", "").await;
    assert!(answer.starts_with("HTTP/1.1 204 "), "{answer}");
    assert!(ask(&url, "GET *", "", "").await.starts_with("HTTP/1.1 404 "));
}
