//! Generated clients against servers that see everything and answer anything, over sockets: what of HTTP goes out, and
//! what comes of each answer.

#![allow(clippy::expect_used, clippy::panic, reason = "a test says what it expects")]

use specwright_runtime::client::Error;
use std::io::Write as _;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tests::cases::parameters::models::Point;
use tests::cases::presence::client::{Client, CreateThingError};
use tests::cases::presence::models::{Answer, Both};
use tests::cases::{headers, methods, parameters, security};
use tests::net::{responder, response};

const ANSWER: &str = r#"{"required":"a","required_nullable":null,"both":{"required":"b","required_nullable":null,"made":"c"}}"#;

type Seen = Arc<Mutex<Vec<u8>>>;

fn text(seen: &Seen) -> String {
    String::from_utf8_lossy(&seen.lock().expect("a lock")).into_owned()
}

async fn answered(answer: Vec<u8>) -> Result<Answer, Error<CreateThingError>> {
    let url = responder(answer, Seen::default()).await;
    let builder = Client::builder().base_url(url).timeout(Duration::from_secs(30)).max_response_bytes(10_000);
    builder.build().expect("a client").create_thing(Both::new("b", None)).await
}

#[tokio::test]
async fn nothing_is_sent_but_what_http_and_the_document_ask_for() {
    let seen = Seen::default();
    let url = responder(response("200 OK", "application/json", ANSWER), Arc::clone(&seen)).await;
    let client = Client::builder().base_url(url).build().expect("a client");
    client.create_thing(Both::new("b", None)).await.expect("a thing");
    let sent = text(&seen);
    let (head, body) = sent.split_once("\r\n\r\n").expect("a head");
    let mut names: Vec<&str> =
        head.lines().skip(1).filter_map(|line| line.split_once(": ")).map(|(name, _)| name).collect();
    names.sort_unstable();
    assert_eq!(names, ["accept", "accept-encoding", "content-length", "content-type", "host"], "{head}");
    // Whatever may be `null` and must be there is there.
    assert_eq!(body, r#"{"required":"b","required_nullable":null}"#);
}

#[tokio::test]
async fn an_error_keeps_a_body_that_is_no_json() {
    let html = answered(response("500 Internal Server Error", "text/html", "<h1>Sorry</h1>")).await;
    let Err(Error::Status(status)) = html else { panic!("{html:?}") };
    assert_eq!((status.status.as_u16(), status.error), (500, CreateThingError::Undocumented));
    assert_eq!(&status.body[..], b"<h1>Sorry</h1>");
}

#[tokio::test]
async fn a_mark_before_the_body_is_no_part_of_it() {
    let marked = response("200 OK", "application/json", &format!("\u{feff}{ANSWER}"));
    assert_eq!(answered(marked).await.expect("a thing").required, "a");
}

#[tokio::test]
async fn a_body_that_is_compressed_unasked_is_told_as_that() {
    let mut answer = response("200 OK", "application/json", ANSWER);
    let head = b"HTTP/1.1 200 OK\r\n".len();
    answer.splice(head..head, *b"content-encoding: br\r\n");
    let error = answered(answer).await.expect_err("no thing").to_string();
    assert!(error.contains("compressed"), "{error}");
}

#[tokio::test]
async fn a_documented_error_that_is_not_what_it_should_be_keeps_its_status() {
    let answer = response("500 Internal Server Error", "text/html", "<h1>Sorry</h1>");
    let url = responder(answer, Seen::default()).await;
    let client = generated::zuora::client::Client::builder().base_url(url).bearer_auth("TOKEN");
    let client = client.retries(specwright_runtime::client::Retries::off()).build().expect("a client");
    let error = client.update_payment("P-1").await.expect_err("no payment");
    assert_eq!(error.status().map(|status| status.as_u16()), Some(500));
    let Error::Decode(decoding) = error else { panic!("{error:?}") };
    assert_eq!(&decoding.body[..], b"<h1>Sorry</h1>");
}

#[tokio::test]
async fn an_argument_is_one_segment_whatever_it_holds() {
    for (id, path) in [
        ("a b", "a%20b"),
        ("a/b c?d+é%41#", "a%2Fb%20c%3Fd%2B%C3%A9%2541%23"),
        ("...", "..."),
        ("日本", "%E6%97%A5%E6%9C%AC"),
        ("/", "%2F"),
        (" ", "%20"),
    ] {
        let seen = Seen::default();
        let answer = b"HTTP/1.1 204 No Content\r\n\r\n".to_vec();
        let url = responder(answer, Arc::clone(&seen)).await;
        let client = methods::client::Client::builder().base_url(url).build().expect("a client");
        client.link_thing(id).await.expect("an answer");
        assert!(text(&seen).starts_with(&format!("LINK /things/{path} HTTP/1.1\r\n")), "{}", text(&seen));
    }
}

#[tokio::test]
async fn an_argument_that_leads_elsewhere_is_not_sent() {
    let seen = Seen::default();
    let url = responder(response("200 OK", "text/plain", ""), Arc::clone(&seen)).await;
    let client = methods::client::Client::builder().base_url(url).build().expect("a client");
    for id in ["", ".", "..", "%2e%2e", "%252E.", "a\0", "a\nb"] {
        let error = client.link_thing(id).await.expect_err("refused");
        assert!(matches!(error, Error::Request(_)), "{id:?}: {error:?}");
    }
    assert_eq!(text(&seen), "");
}

#[tokio::test]
async fn a_value_that_would_be_another_line_is_not_sent() {
    let seen = Seen::default();
    let url = responder(response("200 OK", "text/plain", ""), Arc::clone(&seen)).await;
    let client = headers::client::Client::builder().base_url(&*url).build().expect("a client");
    for value in ["a\r\nx-evil: 1", "é", "a\0"] {
        let error = client.list_things().x_answer(value).await.expect_err("refused");
        assert!(matches!(error, Error::Request(_)), "{error:?}");
    }
    assert_eq!(text(&seen), "");
    let client = parameters::client::Client::builder().base_url(&*url).build().expect("a client");
    // In a cookie and in a query it is escaped.
    client.in_headers(Point::new(1, 2), "a\r\nx-evil: 1; b=é").await.expect("an answer");
    client.in_query().plain("a\r\nx-evil: 1&b=é").await.expect("an answer");
    let sent = text(&seen).to_lowercase();
    assert!(!sent.contains("\nx-evil"), "{sent}");
    assert!(sent.contains("session=a%0d%0ax-evil%3a%201%3b%20b%3d%c3%a9"), "{sent}");
    assert!(sent.contains("plain=a%0d%0ax-evil%3a%201%26b%3d%c3%a9"), "{sent}");
}

#[tokio::test]
async fn no_redirect_carries_a_credential_or_a_body_away() {
    let elsewhere = Seen::default();
    let other = responder(response("200 OK", "application/json", ANSWER), Arc::clone(&elsewhere)).await;
    for status in ["301 Moved", "302 Found", "303 See Other", "307 Temporary", "308 Permanent"] {
        let answer = format!("HTTP/1.1 {status}\r\nlocation: {other}/a?x=1\r\ncontent-length: 0\r\n\r\n");
        let url = responder(answer.into_bytes(), Seen::default()).await;
        let client = security::client::Client::builder().base_url(&*url).header("KEY").query("OTHER");
        let error = client.build().expect("a client").as_documented().await.expect_err("no success");
        assert_eq!(error.status().map(|it| it.as_u16()), status.get(..3).and_then(|it| it.parse().ok()));
        let things = Client::builder().base_url(url).build().expect("a client");
        assert!(things.create_thing(Both::new("b", None)).await.is_err());
    }
    assert_eq!(text(&elsewhere), "");
}

#[tokio::test]
async fn what_is_compressed_is_measured_by_what_it_becomes() {
    let compress = |text: &[u8]| {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        encoder.write_all(text).expect("written");
        encoder.finish().expect("gzip")
    };
    let answer = |body: Vec<u8>| {
        let head = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-encoding: gzip\r\n";
        let mut answer = format!("{head}content-length: {}\r\n\r\n", body.len()).into_bytes();
        answer.extend(body);
        answer
    };
    let thing = answered(answer(compress(ANSWER.as_bytes()))).await.expect("a thing");
    assert_eq!(thing.required, "a");
    let bomb = compress(&vec![b' '; 5_000_000]);
    assert!(bomb.len() < 10_000);
    let outcome = answered(answer(bomb)).await;
    assert!(
        matches!(&outcome, Err(Error::Transport(error)) if error.to_string().contains("10000 bytes")),
        "{outcome:?}"
    );
}

#[tokio::test]
async fn a_body_where_none_may_be_is_no_answer_to_anything() {
    // RFC 9110, section 15.3.5: what follows the head of a 204 is not its body.
    let url = responder(response("204 No Content", "text/plain", "hello"), Seen::default()).await;
    let client = security::client::Client::builder().base_url(url).build().expect("a client");
    client.open().await.expect("an answer");
    let none = answered(response("204 No Content", "application/json", "")).await;
    assert!(matches!(&none, Err(error) if error.status().is_some_and(|it| it.as_u16() == 204)), "{none:?}");
}

#[tokio::test]
async fn an_answer_of_another_shape_is_told_with_its_place() {
    for (body, place) in [
        ("[]", ""),
        (r#"{"required":7,"required_nullable":null}"#, "/required"),
        (r#"{"required":null,"required_nullable":null}"#, "/required"),
        (r#"{"required":"a","required":"b","required_nullable":null}"#, "/required"),
        (r#"{"required":"a","both":{"required":[]}}"#, "/both/required"),
        (r#"{"required":"a"}"#, "/both"),
    ] {
        let outcome = answered(response("200 OK", "application/json", body)).await;
        let Err(Error::Decode(decoding)) = outcome else { panic!("{body}: {outcome:?}") };
        assert!(decoding.failure.to_string().ends_with(place), "{body}: {}", decoding.failure);
    }
}
