//! Bodies of many values, and files with headers, from a generated client to a generated server in memory.

#![allow(clippy::expect_used, reason = "a test says what it expects")]

use specwright_runtime::File;
use specwright_runtime::client::{Request as _, TowerTransport};
use specwright_runtime::server::Problem;
use tests::cases::sequences::client::Client;
use tests::cases::sequences::models::{
    GetEventsOkBodyItem, GetNewsOkBodyItem, GetNewsOkBodyItemRead, GetNewsOkBodyItemReadEvent,
    GetNewsOkBodyItemSaid, GetNewsOkBodyItemSaidEvent, Reading, SendFileBody,
};
use tests::cases::sequences::server::{self, Operations};

struct Service;

fn reading(value: f64) -> Reading {
    Reading::new("2024-02-29T00:00:00Z".parse().expect("a time")).value(value)
}

impl Operations for Service {
    async fn send_lines(&self, input: server::SendLinesInput) -> Result<server::SendLinesResponse, Problem> {
        Ok(server::SendLinesResponse::Ok((0..).take(input.body.len()).collect()))
    }

    async fn get_lines(&self, _: server::GetLinesInput) -> Result<server::GetLinesResponse, Problem> {
        Ok(server::GetLinesResponse::Ok(vec![reading(1.0), reading(2.0)]))
    }

    async fn get_events(&self, _: server::GetEventsInput) -> Result<server::GetEventsResponse, Problem> {
        let mut named = GetEventsOkBodyItem::new(reading(1.0));
        named.event = Some("first".to_owned());
        Ok(server::GetEventsResponse::Ok(vec![named, GetEventsOkBodyItem::new(reading(2.0))]))
    }

    async fn get_news(&self, _: server::GetNewsInput) -> Result<server::GetNewsResponse, Problem> {
        Ok(server::GetNewsResponse::Ok(news()))
    }

    async fn send_file(&self, input: server::SendFileInput) -> Result<server::SendFileResponse, Problem> {
        let sums = input.body.file.headers.into_iter().map(|(name, value)| format!("{name}={value}"));
        Ok(server::SendFileResponse::Ok(sums.collect()))
    }
}

/// Events that hold an object, or a text that could be taken for something else.
fn news() -> Vec<GetNewsOkBodyItem> {
    let said = |text: &str| GetNewsOkBodyItemSaid::new(GetNewsOkBodyItemSaidEvent::Said, text);
    let read = GetNewsOkBodyItemRead::new(GetNewsOkBodyItemReadEvent::Read, reading(1.0));
    let (read, said) = (GetNewsOkBodyItem::Read(read), ["5", "a\nb", "null"].map(said));
    std::iter::once(read).chain(said.map(GetNewsOkBodyItem::Said)).collect()
}

fn client() -> Client {
    let transport = TowerTransport::new(server::router(Service));
    Client::builder().base_url("http://in.memory").transport(transport).build().expect("a client")
}

#[tokio::test]
async fn a_list_travels_as_lines() {
    let sent = client().send_lines(vec![reading(1.0), reading(2.5)]).await.expect("an answer");
    assert_eq!(sent, vec![0, 1]);
    assert_eq!(client().get_lines().await.expect("lines"), vec![reading(1.0), reading(2.0)]);
    let mut lines = client().get_lines().json_lines::<Reading>().await.expect("a stream");
    assert_eq!(lines.next().await.expect("a line").expect("a reading"), reading(1.0));
}

#[tokio::test]
async fn a_list_travels_as_events() {
    let raw = client().get_events().raw().await.expect("an answer");
    let text = String::from_utf8(raw.body.to_vec()).expect("text");
    assert!(
        text.starts_with("event: first\ndata: {\"at\":\"2024-02-29T00:00:00Z\",\"value\":1.0}\n\n"),
        "{text}"
    );
    let events = client().get_events().await.expect("events");
    let told: Vec<_> = events.into_iter().map(|event| (event.event, event.data)).collect();
    assert_eq!(told, [(Some("first".to_owned()), reading(1.0)), (None, reading(2.0))]);
}

#[tokio::test]
async fn events_are_told_apart_by_their_names() {
    assert_eq!(client().get_news().await.expect("events"), news());
    let mut stream = client().get_news().stream();
    for expected in news() {
        assert_eq!(stream.next().await.expect("an event").expect("an item"), expected);
    }
}

#[tokio::test]
async fn a_file_has_the_headers_that_the_document_names() {
    let file = File::new("a").header("x-sum", "1").header("X-Other", "2");
    assert_eq!(client().send_file(SendFileBody::new(file)).await.expect("an answer"), "X-Sum=1");
    assert!(client().send_file(SendFileBody::new(File::new("a").header("a\r\nb", ""))).await.is_err());
}
