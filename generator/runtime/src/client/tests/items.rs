//! Bodies whose items come one after the other, each as the document says.

use super::script::Nothing;
use super::*;
use crate::codec::{Json, Map, Wire};
use crate::http::{Content, Encoding, Framing, Response, Status};

const fn response(content: &'static [Content]) -> Response {
    Response { status: Status::Exact(200), success: true, contents: content, ..Response::NONE }
}

const fn content(media_type: &'static str, framing: Framing, kind: Kind) -> Content {
    Content { media_type, encoding: Encoding::Sequence { framing, kind }, ..Content::NONE }
}

const EVENT: Kind = Kind::Object(&[("event", Kind::String), ("data", Kind::Object(&[], None))], None);

static EVENTS: Operation = Operation {
    id: "events",
    responses: &[response(&[content("text/event-stream", Framing::Events, EVENT)])],
    ..Operation::NONE
};

static DATA: Operation = Operation {
    id: "data",
    method: "POST",
    responses: &[response(&[content("text/event-stream", Framing::Data, Kind::Json)])],
    ..Operation::NONE
};

static LINES: Operation = Operation {
    id: "lines",
    responses: &[response(&[
        Content { media_type: "application/json", ..Content::NONE },
        content("application/jsonl", Framing::Lines, Kind::Json),
    ])],
    ..Operation::NONE
};

/// A request whose success is a list.
struct List<T>(Call, std::marker::PhantomData<T>);

impl<T: Wire> Exchange for List<T> {
    type Success = Vec<T>;
    type Error = Nothing;
    type How = AsEncoded;

    fn call_mut(&mut self) -> &mut Call {
        &mut self.0
    }
}

/// The items of an answer as JSON, and what is told of those that are none.
async fn items<T: Wire>(operation: &'static Operation, mock: &Mock) -> Vec<Result<String, String>> {
    let core =
        Builder::new().base_url("https://example.com").transport(mock.clone()).build().expect("a core");
    let mut stream = List::<T>(Call::new(&core, operation), std::marker::PhantomData).stream();
    let mut found = Vec::new();
    while let Some(item) = stream.next().await {
        let text = |item: T| String::from_utf8(crate::codec::encode(&item).expect("JSON")).expect("text");
        found.push(item.map(text).map_err(|error| error.to_string()));
    }
    found
}

fn told(why: &str) -> Result<String, String> {
    Err(why.to_owned())
}

#[tokio::test(start_paused = true)]
async fn an_event_is_an_object_of_its_fields_over_all_connections() {
    let mock = Mock::new();
    let events = |text: &'static str| MockAnswer::bytes(200, "text/event-stream", text);
    mock.once("events", events("event: tick\nid: 4\nretry: 5\ndata: {\"n\":1}\n\ndata: cut"))
        .once("events", events("data: {\"n\":\ndata: 2}\n\ndata: text\n\n"))
        .once("events", MockAnswer::status(410));
    assert_eq!(
        items::<Json>(&EVENTS, &mock).await,
        [
            Ok(r#"{"event":"tick","id":"4","retry":5,"data":{"n":1}}"#.to_owned()),
            Ok(r#"{"data":{"n":2}}"#.to_owned()),
            Ok(r#"{"data":"text"}"#.to_owned()),
            told("the server answered 410 Gone"),
        ]
    );
    assert_eq!(mock.requests()[1].header("last-event-id"), Some("4"));
}

#[tokio::test(start_paused = true)]
async fn a_text_behind_all_data_is_a_mark_of_the_end_and_a_fault_before_it() {
    let mock = Mock::new();
    let body =
        "data: 1\n\ndata: what\n\n: ping\n\ndata: {}\n\nevent: x\ndata:\n\ndata: 3\n\ndata: [DONE]\n\n";
    mock.once("data", MockAnswer::bytes(200, "text/event-stream", body));
    let found = items::<i64>(&DATA, &mock).await;
    assert_eq!((&found[0], &found[3]), (&Ok("1".to_owned()), &Ok("3".to_owned())));
    assert!(found[1..3].iter().all(|item| item.as_ref().is_err_and(|why| why.contains("cannot be read"))));
    assert_eq!((found.len(), mock.requests().len()), (4, 1));
}

#[tokio::test]
async fn lines_are_asked_for_where_there_is_a_choice() {
    let mock = Mock::new();
    mock.once("lines", MockAnswer::bytes(200, "application/jsonl", "{\"a\":1}\r\n\n[]\n{\"a\":"));
    let found = items::<Map<i64>>(&LINES, &mock).await;
    assert_eq!(found[0].as_deref(), Ok(r#"{"a":1}"#));
    assert!(found[1].is_err() && found[2].is_err() && found.len() == 3, "{found:?}");
    assert_eq!(mock.requests()[0].header("accept"), Some("application/jsonl"));
    let refused = Mock::new();
    refused.once("lines", MockAnswer::status(403));
    assert_eq!(items::<Json>(&LINES, &refused).await, [told("the server answered 403 Forbidden")]);
}

#[tokio::test]
async fn what_is_no_stream_by_the_document_is_not_asked_for() {
    static WHOLE: Operation = Operation { id: "whole", ..Operation::NONE };
    let mock = Mock::new();
    let found = items::<Json>(&WHOLE, &mock).await;
    assert_eq!(
        found,
        [told("the request was not sent: the document does not describe its answer as a stream")]
    );
    assert!(mock.requests().is_empty());
}
