//! Bodies that a generated server sends as they come, and a generated client reads as they arrive.

#![allow(clippy::expect_used, clippy::panic, reason = "a test says what it expects")]

use futures_core::Stream;
use specwright_runtime::client::{LineError, Retries};
use specwright_runtime::server::{Answer as _, Checks, Event, Limits, Problem, Streamed, serve_until};
use std::pin::Pin;
use std::sync::Mutex;
use std::task::{Context, Poll};
use std::time::Duration;
use tests::cases::sequences::client::{Client, RequestExt};
use tests::cases::sequences::models::{GetEventsOkBodyItem, Reading};
use tests::cases::sequences::server::{self, Operations};
use tests::net;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::sync::mpsc::{Receiver, Sender, channel};

/// What a test sends, as a stream. The sender is told when it is dropped.
struct Fed<T>(Receiver<Result<T, &'static str>>);

impl<T> Stream for Fed<T> {
    type Item = Result<T, &'static str>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.0.poll_recv(context)
    }
}

/// A stream that is answered once.
struct Once<T>(Mutex<Option<Streamed<T>>>);

impl<T> Once<T> {
    fn take(&self) -> Result<Streamed<T>, Problem> {
        self.0.lock().expect("a lock").take().ok_or_else(|| Problem::new(404))
    }
}

struct Service {
    lines: Once<Reading>,
    events: Once<GetEventsOkBodyItem>,
    tokens: Once<bytes::Bytes>,
    notices: Once<Reading>,
    dump: Once<bytes::Bytes>,
}

impl Operations for Service {
    async fn get_lines(&self, _: server::GetLinesInput) -> Result<server::GetLinesResponse, Problem> {
        Ok(server::GetLinesResponse::OkStream(self.lines.take()?))
    }

    async fn get_events(&self, _: server::GetEventsInput) -> Result<server::GetEventsResponse, Problem> {
        Ok(server::GetEventsResponse::OkStream(self.events.take()?))
    }

    async fn get_tokens(&self, _: server::GetTokensInput) -> Result<server::GetTokensResponse, Problem> {
        Ok(server::GetTokensResponse::OkStream(self.tokens.take()?))
    }

    async fn get_notices(&self, _: server::GetNoticesInput) -> Result<server::GetNoticesResponse, Problem> {
        Ok(server::GetNoticesResponse::OkStream(self.notices.take()?))
    }

    async fn get_dump(&self, _: server::GetDumpInput) -> Result<server::GetDumpResponse, Problem> {
        Ok(server::GetDumpResponse::OkStream(self.dump.take()?))
    }
}

/// What goes into the streams of a server.
struct Feeds {
    lines: Sender<Result<Reading, &'static str>>,
    events: Sender<Result<GetEventsOkBodyItem, &'static str>>,
    tokens: Sender<Result<Event<String>, &'static str>>,
    notices: Sender<Result<Event<Reading>, &'static str>>,
    dump: Sender<Result<Vec<u8>, &'static str>>,
    url: String,
}

impl Feeds {
    /// A server on a port, and what it streams.
    async fn serve() -> Self {
        let (dump, source) = channel(1);
        let feeds = Self::serve_with(Streamed::bytes(Fed(source)), net::quick()).await;
        Self { dump, ..feeds }
    }

    /// The same with a body of bytes.
    async fn serve_with(dump: Streamed<bytes::Bytes>, limits: Limits) -> Self {
        let (feeds, service) = Self::new(dump);
        let url = net::server_within(server::router(service), limits).await;
        Self { url, ..feeds }
    }

    /// A service, and what it streams.
    fn new(dump: Streamed<bytes::Bytes>) -> (Self, Service) {
        let ((lines, line_source), (events, event_source)) = (channel(1), channel(1));
        let ((tokens, token_source), (notices, notice_source)) = (channel(1), channel(1));
        let service = Service {
            lines: Once(Mutex::new(Some(Streamed::new(Fed(line_source))))),
            events: Once(Mutex::new(Some(Streamed::new(Fed(event_source))))),
            tokens: Once(Mutex::new(Some(Streamed::events(Fed(token_source))))),
            notices: Once(Mutex::new(Some(
                Streamed::named(Fed(notice_source)).keep_alive(Duration::from_millis(20)),
            ))),
            dump: Once(Mutex::new(Some(dump))),
        };
        (Self { lines, events, tokens, notices, dump: channel(1).0, url: String::new() }, service)
    }

    fn client(&self) -> Client {
        Client::builder().base_url(&self.url).build().expect("a client")
    }
}

fn reading(value: f64) -> Reading {
    Reading::new("2024-02-29T00:00:00Z".parse().expect("a time")).value(value)
}

#[tokio::test]
async fn an_event_arrives_before_the_next_is_sent() {
    let feeds = Feeds::serve().await;
    let mut events = feeds.client().get_events().events();
    for value in [1.0, 2.0, 3.0] {
        let mut item = GetEventsOkBodyItem::new(reading(value));
        item.event = Some("reading".to_owned());
        feeds.events.send(Ok(item)).await.expect("a stream");
        let event = events.next().await.expect("an event").expect("a connection");
        assert_eq!(event.event, "reading");
        assert_eq!(event.json::<Reading>().expect("a reading"), reading(value));
    }
}

#[tokio::test]
async fn items_are_what_the_document_says_whatever_parts_them() {
    let feeds = Feeds::serve().await;
    let client = feeds.client();
    let (mut events, mut notices) = (client.get_events().stream(), client.get_notices().stream());
    let mut lines = client.get_lines().stream();
    for value in [1.0, 2.0] {
        let mut item = GetEventsOkBodyItem::new(reading(value));
        item.event = Some("reading".to_owned());
        item.retry = Some(5);
        feeds.events.send(Ok(item.clone())).await.expect("a stream");
        assert_eq!(events.next().await.expect("an event").expect("an item"), item);
        feeds.notices.send(Ok(Event::new(reading(value)).event("notice"))).await.expect("a stream");
        assert_eq!(notices.next().await.expect("an event").expect("a reading"), reading(value));
        feeds.lines.send(Ok(reading(value))).await.expect("a stream");
        assert_eq!(lines.next().await.expect("a line").expect("a reading"), reading(value));
    }
    feeds.lines.send(Err("the sensor is gone")).await.expect("a stream");
    assert!(matches!(lines.next().await, Some(Err(LineError::Call(_)))));
    assert!(lines.next().await.is_none());
}

#[tokio::test]
async fn events_of_which_the_document_says_nothing_are_sent_all_the_same() {
    let feeds = Feeds::serve().await;
    let mut events = feeds.client().get_tokens().events();
    for token in ["one", "two\nlines"] {
        let event = Event::new(token.to_owned()).event("token").id(token.len().to_string());
        feeds.tokens.send(Ok(event)).await.expect("a stream");
        let event = events.next().await.expect("an event").expect("a connection");
        assert_eq!((event.event.as_str(), event.data.as_str()), ("token", token));
        assert_eq!(event.id, token.len().to_string());
    }
}

#[tokio::test]
async fn a_comment_is_sent_where_there_is_no_event() {
    let feeds = Feeds::serve().await;
    let mut stream =
        tokio::net::TcpStream::connect(feeds.url.trim_start_matches("http://")).await.expect("a port");
    stream.write_all(b"GET /notices HTTP/1.1\r\nhost: a\r\n\r\n").await.expect("a request");
    let mut seen = String::new();
    for wanted in ["\r\n:\n\n\r\n", "\r\nevent: notice\ndata: {"] {
        while !seen.contains(wanted) {
            let mut bytes = [0; 1024];
            let count = stream.read(&mut bytes).await.expect("bytes");
            assert!(count > 0, "{seen}");
            seen.push_str(&String::from_utf8_lossy(&bytes[..count]));
        }
        feeds.notices.send(Ok(Event::new(reading(1.0)).event("notice"))).await.expect("a stream");
    }
}

#[tokio::test]
async fn events_whose_data_is_described_may_have_a_name_and_are_read_whole() {
    let feeds = Feeds::serve().await;
    let client = feeds.client();
    let all = tokio::spawn(async move {
        for value in [1.0, 2.0] {
            feeds.notices.send(Ok(Event::new(reading(value)).event("notice"))).await.expect("a stream");
        }
        drop(feeds.notices);
    });
    assert_eq!(client.get_notices().await.expect("an answer"), [reading(1.0), reading(2.0)]);
    all.await.expect("all are sent");
}

#[tokio::test]
async fn lines_arrive_as_they_come_and_end_with_the_stream() {
    let feeds = Feeds::serve().await;
    let sent = feeds.lines.send(Ok(reading(1.0)));
    let (sent, lines) = tokio::join!(sent, feeds.client().get_lines().json_lines::<Reading>());
    sent.expect("a stream");
    let mut lines = lines.expect("an answer");
    assert!(!lines.headers.contains_key("content-length"));
    assert_eq!(lines.headers.get("content-type").expect("a media type"), "application/jsonl");
    assert_eq!(lines.next().await.expect("a line").expect("a reading"), reading(1.0));
    feeds.lines.send(Ok(reading(2.0))).await.expect("a stream");
    assert_eq!(lines.next().await.expect("a line").expect("a reading"), reading(2.0));
    drop(feeds.lines);
    assert!(lines.next().await.is_none());
}

#[tokio::test]
async fn bytes_pass_as_they_are() {
    let feeds = Feeds::serve().await;
    let mut download = feeds.client().get_dump().download().await.expect("an answer");
    assert_eq!(download.headers.get("content-type").expect("a media type"), "application/zip");
    for piece in [&b"\0\xff"[..], b"zip"] {
        feeds.dump.send(Ok(piece.to_vec())).await.expect("a stream");
        assert_eq!(download.next().await.expect("a piece").expect("a connection"), piece);
    }
    drop(feeds.dump);
    assert!(download.next().await.is_none());
}

#[tokio::test]
async fn an_error_ends_the_body_so_that_it_is_not_taken_for_the_whole() {
    let feeds = Feeds::serve().await;
    let mut lines = feeds.client().get_lines().json_lines::<Reading>().await.expect("an answer");
    feeds.lines.send(Ok(reading(1.0))).await.expect("a stream");
    assert_eq!(lines.next().await.expect("a line").expect("a reading"), reading(1.0));
    feeds.lines.send(Err("the sensor is gone")).await.expect("a stream");
    let told = lines.next().await.expect("what is wrong");
    assert!(matches!(told, Err(LineError::Call(_))), "{told:?}");
    feeds.lines.closed().await;
}

#[tokio::test]
async fn an_item_that_cannot_be_written_ends_the_body() {
    let feeds = Feeds::serve().await;
    let mut lines = feeds.client().get_lines().json_lines::<Reading>().await.expect("an answer");
    feeds.lines.send(Ok(reading(f64::NAN))).await.expect("a stream");
    assert!(matches!(lines.next().await, Some(Err(LineError::Call(_)))));
    feeds.lines.closed().await;
}

/// Panics at a piece that is empty.
struct Broken(Fed<Vec<u8>>);

impl Stream for Broken {
    type Item = Result<Vec<u8>, &'static str>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let next = Pin::new(&mut self.0).poll_next(context);
        assert!(!matches!(&next, Poll::Ready(Some(Ok(piece))) if piece.is_empty()), "the secret is SESAME");
        next
    }
}

#[tokio::test]
async fn a_stream_that_panics_ends_its_body_and_nothing_else() {
    let (dump, source) = channel(1);
    let feeds = Feeds::serve_with(Streamed::bytes(Broken(Fed(source))), net::quick()).await;
    dump.send(Ok(b"piece".to_vec())).await.expect("a stream");
    let mut download = feeds.client().get_dump().download().await.expect("an answer");
    assert_eq!(download.next().await.expect("a piece").expect("a connection"), "piece");
    dump.send(Ok(Vec::new())).await.expect("a stream");
    let told = download.next().await.expect("what is wrong").expect_err("a lost connection");
    assert!(!told.to_string().contains("SESAME"), "{told}");
    let mut lines = feeds.client().get_lines().stream();
    feeds.lines.send(Ok(reading(1.0))).await.expect("a stream");
    assert!(lines.next().await.expect("a line").is_ok());

    // Before anything is sent there is a status for it.
    let (dump, source) = channel(1);
    let feeds = Feeds::serve_with(Streamed::bytes(Broken(Fed(source))), net::quick()).await;
    dump.send(Ok(Vec::new())).await.expect("a stream");
    let request = b"GET /download HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n";
    let answer = net::exchange(&feeds.url, request).await;
    assert!(answer.starts_with("HTTP/1.1 500 ") && !answer.contains("SESAME"), "{answer}");
}

#[tokio::test]
async fn a_stream_that_fails_at_once_is_an_answer_of_its_own() {
    let feeds = Feeds::serve().await;
    feeds.lines.send(Err("the sensor is gone")).await.expect("a stream");
    let request = feeds.client().get_lines().retries(Retries::off());
    let told = request.json_lines::<Reading>().await.expect_err("no lines");
    assert_eq!(told.status().map(|status| status.as_u16()), Some(500));
}

#[tokio::test]
async fn a_server_that_is_shut_down_ends_what_it_streams() {
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let (mut feeds, service) = Feeds::new(Streamed::bytes(Fed(channel::<Result<Vec<u8>, _>>(1).1)));
    feeds.url = format!("http://{}", listener.local_addr().expect("an address"));
    let serving = tokio::spawn(serve_until(listener, server::router(service), Limits::default(), async {
        _ = stopped.await
    }));
    let mut lines = feeds.client().get_lines().stream();
    feeds.lines.send(Ok(reading(1.0))).await.expect("a stream");
    assert_eq!(lines.next().await.expect("a line").expect("a reading"), reading(1.0));
    stop.send(()).expect("a server");
    // Nobody else gets in, and what has begun goes on to its end.
    while tokio::net::TcpStream::connect(feeds.url.trim_start_matches("http://")).await.is_ok() {
        tokio::task::yield_now().await;
    }
    feeds.lines.send(Ok(reading(2.0))).await.expect("a stream");
    assert_eq!(lines.next().await.expect("a line").expect("a reading"), reading(2.0));
    drop(feeds.lines);
    assert!(lines.next().await.is_none());
    serving.await.expect("a task").expect("no error");
}

#[tokio::test]
async fn a_client_that_goes_away_drops_the_stream() {
    let feeds = Feeds::serve().await;
    let mut lines = feeds.client().get_lines().json_lines::<Reading>().await.expect("an answer");
    feeds.lines.send(Ok(reading(1.0))).await.expect("a stream");
    lines.next().await.expect("a line").expect("a reading");
    drop(lines);
    feeds.lines.closed().await;
}

#[tokio::test]
async fn a_client_that_takes_nothing_is_cut_off() {
    let feeds = Feeds::serve().await;
    let address = feeds.url.trim_start_matches("http://");
    let mut stuck = tokio::net::TcpStream::connect(address).await.expect("a connection");
    stuck.write_all(b"GET /download HTTP/1.1\r\nhost: a\r\n\r\n").await.expect("a request");
    // More than any socket holds, until nobody takes it any more.
    while feeds.dump.send(Ok(vec![0; 1 << 20])).await.is_ok() {}
    drop(stuck);
}

#[tokio::test]
async fn an_answer_to_head_has_no_body_and_drops_the_stream() {
    let feeds = Feeds::serve().await;
    let request = b"HEAD /lines HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n";
    let answer = net::exchange(&feeds.url, request).await;
    assert!(answer.starts_with("HTTP/1.1 200 OK\r\n") && answer.ends_with("\r\n\r\n"), "{answer}");
    assert!(!answer.contains("content-length"), "{answer}");
    feeds.lines.closed().await;
}

#[tokio::test]
async fn a_stream_is_answered_once() {
    let (_, source) = channel::<Result<Reading, &str>>(1);
    let stream = Streamed::new(Fed(source));
    let answer = server::GetLinesResponse::OkStream(stream);
    assert_eq!(answer.clone(), answer);
    assert!(answer.clone().reply(Checks::default()).is_ok());
    assert!(answer.reply(Checks::default()).is_err());
}
