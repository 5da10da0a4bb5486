//! Bodies as streams: downloads, lines of JSON, events that connect again; and the mock.

use super::script::{GET, Nothing, POST};
use super::*;
use crate::codec::Json;
use http::StatusCode;
use std::time::Duration;

static WATCH: Operation = Operation {
    id: "watch",
    pieces: &[Piece::Literal("/watch")],
    responses: &[crate::http::Response {
        status: crate::http::Status::Exact(200),
        success: true,
        media_type: Some("text/event-stream"),
        ..crate::http::Response::NONE
    }],
    ..Operation::NONE
};

/// A request of any operation.
struct Any(Call);

impl Exchange for Any {
    type Success = ();
    type Error = Nothing;
    type How = AsNothing;

    fn call_mut(&mut self) -> &mut Call {
        &mut self.0
    }
}

fn request(mock: &Mock, operation: &'static Operation) -> Any {
    let core =
        Builder::new().base_url("https://example.com").transport(mock.clone()).build().expect("a core");
    Any(Call::new(&core, operation))
}

fn events(text: &str) -> MockAnswer {
    MockAnswer::bytes(200, "text/event-stream; charset=utf-8", text.to_owned())
}

async fn seen(events: &mut Events<Any>) -> Vec<(String, String, String)> {
    let mut seen = Vec::new();
    while let Some(Ok(event)) = events.next().await {
        seen.push((event.event, event.data, event.id));
    }
    seen
}

#[tokio::test(start_paused = true)]
async fn events_go_on_after_the_last_one_that_was_seen() {
    let mock = Mock::new();
    mock.once(
        "watch",
        events("\u{feff}retry: 7000\n: comment\nid: 1\ndata: a\r\ndata:b\n\nevent: x\ndata:  {\"n\":1}\n\ndata: cut"),
    )
    .once("watch", MockAnswer::status(503))
    .once("watch", events("id:2\rdata\r\r"))
    .once("watch", MockAnswer::status(204));
    let start = tokio::time::Instant::now();
    let mut stream = request(&mock, &WATCH).events();
    let text = |text: &str| text.to_owned();
    assert_eq!(
        seen(&mut stream).await,
        [
            (text("message"), text("a\nb"), text("1")),
            (text("x"), text(" {\"n\":1}"), text("1")),
            (text("message"), text(""), text("2")),
        ]
    );
    assert!((14.0..16.0).contains(&start.elapsed().as_secs_f64()), "{:?}", start.elapsed());
    let ids: Vec<_> =
        mock.requests().iter().map(|it| it.header("last-event-id").map(str::to_owned)).collect();
    assert_eq!(ids, [None, Some(text("1")), Some(text("1")), Some(text("2"))]);
    assert!(mock.requests().iter().all(|it| it.header("accept") == Some("text/event-stream")));
}

#[tokio::test(start_paused = true)]
async fn events_end_where_nothing_comes() {
    let mock = Mock::new();
    mock.always("watch", events(": nothing\n\n"));
    assert_eq!(seen(&mut request(&mock, &WATCH).events()).await, []);
    assert_eq!(mock.requests().len(), 3);
    let html = Mock::new();
    html.always("watch", MockAnswer::bytes(200, "text/html", "<p>"));
    let error = request(&html, &WATCH).events().next().await.expect("an item").expect_err("no events");
    assert_eq!(
        error.to_string(),
        "the connection failed: the response is no stream of events by its content type"
    );
    let gone = Mock::new();
    gone.always("watch", MockAnswer::status(410));
    let error = request(&gone, &WATCH).events().next().await.expect("an item").expect_err("no events");
    assert_eq!((error.status(), gone.requests().len()), (Some(StatusCode::GONE), 1));
}

#[tokio::test(start_paused = true)]
async fn connecting_again_takes_longer_where_it_is_hardly_worth_it() {
    let mock = Mock::new();
    for _ in 0..8 {
        mock.once("watch", events("retry: 0\ndata: a\n\n"));
    }
    mock.once("watch", MockAnswer::status(204));
    let start = tokio::time::Instant::now();
    assert_eq!(seen(&mut request(&mock, &WATCH).events()).await.len(), 8);
    // 0.1, 0.2, 0.4, 0.8, 1.6, and then what it waits where a server says nothing.
    assert!((12.0..12.5).contains(&start.elapsed().as_secs_f64()), "{:?}", start.elapsed());
    let many = Mock::new();
    for _ in 0..8 {
        many.once("watch", events("retry: 0\ndata: a\n\ndata: b\n\n"));
    }
    many.once("watch", MockAnswer::status(204));
    let start = tokio::time::Instant::now();
    assert_eq!(seen(&mut request(&many, &WATCH).events()).await.len(), 16);
    assert!(start.elapsed().as_secs_f64() < 0.1, "{:?}", start.elapsed());
}

#[tokio::test(start_paused = true)]
async fn an_event_that_is_cut_off_has_not_been_seen() {
    let mock = Mock::new();
    mock.once("watch", events("id: 1\ndata: a\n\nid: 2\ndata: b\n"))
        .once("watch", events("id: 2\ndata: b\n\nid: 3\n\ndata: c\n\n"))
        .once("watch", MockAnswer::status(204));
    let found: Vec<_> = seen(&mut request(&mock, &WATCH).events()).await;
    let found: Vec<_> = found.iter().map(|(_, data, id)| (data.as_str(), id.as_str())).collect();
    assert_eq!(found, [("a", "1"), ("b", "2"), ("c", "3")]);
    let requests = mock.requests();
    let ids: Vec<_> = requests.iter().map(|it| it.header("last-event-id")).collect();
    assert_eq!(ids, [None, Some("1"), Some("3")]);
}

#[tokio::test(start_paused = true)]
async fn a_stream_that_is_compressed_unasked_is_told_as_that() {
    let mock = Mock::new();
    mock.always("watch", events("data: a\n\n").header("content-encoding", "br"));
    let told = request(&mock, &WATCH).events().next().await.expect("an item").expect_err("no events");
    assert!(told.to_string().contains("compressed"), "{told}");
    let told = request(&mock, &WATCH).json_lines::<Json>().await.expect_err("no lines");
    assert!(told.to_string().contains("compressed"), "{told}");
}

#[tokio::test]
async fn values_come_line_by_line() {
    let mock = Mock::new();
    let text = "\u{feff}{\"n\":1}\r\n\n\u{1e}{\"n\":2}\n{\"n\":\n[3]";
    mock.always("watch", MockAnswer::bytes(200, "application/jsonl", text));
    let mut lines = request(&mock, &WATCH).json_lines::<Json>().await.expect("lines");
    let mut found = Vec::new();
    while let Some(line) = lines.next().await {
        found.push(
            line.map(|json| json.get("n").map_or_else(|| "none".to_owned(), |n| format!("{n:?}"))).ok(),
        );
    }
    let number = |text: &str| Some(format!("Number(Number({text:?}))"));
    assert_eq!(found, [number("1"), number("2"), None, Some("none".to_owned())]);
}

#[tokio::test]
async fn a_value_behind_a_separator_may_be_of_several_lines() {
    let mock = Mock::new();
    let text =
        "\u{1e}{\n \"n\": [1,\n\"}\\\"\"]}\n\u{1e}2\u{1e}\u{1e}{\"cut\": [\n\u{1e}\"a\"\n\u{1e}{\"n\":";
    mock.always("watch", MockAnswer::bytes(200, "application/json-seq", text));
    let mut values = request(&mock, &WATCH).json_lines::<Json>().await.expect("values");
    let mut found = Vec::new();
    while let Some(value) = values.next().await {
        found.push(value.ok().and_then(|json| crate::codec::encode(&json).ok()));
    }
    let text = |text: &str| Some(text.as_bytes().to_vec());
    assert_eq!(found, [text(r#"{"n":[1,"}\""]}"#), text("2"), None, text(r#""a""#), None]);
}

#[tokio::test(start_paused = true)]
async fn a_download_has_no_largest_size_but_must_go_on() {
    let mock = Mock::new();
    mock.once("watch", MockAnswer::bytes(200, "application/octet-stream", vec![7; 100]))
        .once("watch", MockAnswer::bytes(404, "application/octet-stream", vec![7; 100]));
    let builder =
        Builder::new().base_url("https://example.com").max_response_bytes(99).transport(mock.clone());
    let core = builder.build().expect("a core");
    let mut download = Any(Call::new(&core, &WATCH)).download().await.expect("a body");
    assert_eq!(download.next().await.expect("a piece").expect("bytes").len(), 100);
    assert!(download.next().await.is_none());
    // What is no success is read whole.
    let error = Any(Call::new(&core, &WATCH)).download().await.expect_err("too large");
    assert!(error.to_string().contains("larger than 99 bytes"), "{error}");

    let body = http_body_util::StreamBody::new(super::script::Silent);
    let pieces = super::super::download::Pieces::new(
        core,
        http_body_util::BodyExt::boxed_unsync(body),
        Duration::from_secs(5),
    );
    let mut download = Download::<()>::new(StatusCode::OK, http::HeaderMap::new(), pieces);
    assert!(matches!(download.next().await, Some(Err(Error::Timeout(_)))));
    assert!(download.next().await.is_none());
}

#[tokio::test]
async fn a_mock_answers_by_operation_and_remembers() {
    let mock = Mock::new();
    mock.once("get", MockAnswer::json(201, &"a".to_owned()).header("x-a", "b"))
        .always("get", MockAnswer::status(404))
        .once("post", MockAnswer::status(200));
    let first = request(&mock, &GET).raw().await.expect("a response");
    assert_eq!((first.status.as_u16(), &first.body[..]), (201, &b"\"a\""[..]));
    assert_eq!(first.headers.get("x-a").map(|value| value.as_bytes()), Some(&b"b"[..]));
    assert_eq!(request(&mock, &GET).raw().await.expect("a response").status, StatusCode::NOT_FOUND);
    assert_eq!(mock.unused(), [("post".to_owned(), 1)]);
    let mut post = Call::new(&request(&mock, &POST).0.core, &POST);
    post.body(&"text".to_owned());
    assert!(Any(post).raw().await.is_ok());
    let last = mock.requests().pop().expect("a request");
    assert_eq!((last.operation, last.method.as_str()), ("post", "POST"));
    assert_eq!(last.url, "https://example.com/things");
    assert_eq!(last.json::<String>(), Ok("text".to_owned()));
    let error = request(&mock, &WATCH).raw().await.expect_err("nothing is expected");
    assert_eq!(error.to_string(), "the connection failed: the mock expects no request of `watch`");
    assert_eq!(mock.requests().len(), 4);
}

#[cfg(feature = "blocking")]
#[test]
fn a_request_can_be_waited_for() {
    let mock = Mock::new();
    mock.once("watch", MockAnswer::status(503)).once("watch", MockAnswer::status(200));
    assert!(request(&mock, &WATCH).wait().is_ok());
    assert_eq!(mock.requests().len(), 2);
    mock.always("watch", MockAnswer::bytes(200, "application/jsonl", "1\n[2]\n"));
    assert!(request(&mock, &WATCH).with_headers().wait().is_ok());
    assert_eq!(request(&mock, &WATCH).raw().wait().expect("an answer").body, "1\n[2]\n");
    let lines = request(&mock, &WATCH).json_lines::<i64>().wait().expect("lines");
    assert_eq!(lines.wait_each().map(Result::ok).collect::<Vec<_>>(), [Some(1), None]);
    let before = mock.requests().len();
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
    let refused = runtime.block_on(async { request(&mock, &WATCH).wait() }).expect_err("refused");
    assert!(refused.to_string().contains("await it"), "{refused}");
    let events: Vec<_> = runtime
        .block_on(async { request(&mock, &WATCH).events().wait_each().map(|it| it.is_err()).collect() });
    assert_eq!(events, [true]);
    assert_eq!(mock.requests().len(), before);
}
