//! Texts that hold JSON, from a generated client to a generated server in memory: in bodies, in the query, in events.

#![allow(clippy::expect_used, reason = "a test says what it expects")]

use specwright_runtime::client::{Request as _, TowerTransport};
use specwright_runtime::codec::{Mode, decode, encode};
use specwright_runtime::server::Problem;
use tests::cases::json_texts::client::Client;
use tests::cases::json_texts::models::{
    ListenOkBodyItem, ListenOkBodyItemCounted, ListenOkBodyItemCountedEvent, ListenOkBodyItemMoved,
    ListenOkBodyItemMovedEvent, Note, Point,
};
use tests::cases::json_texts::server::{self, Operations};

/// Puts what came by the query into the path of the note.
struct Service;

impl Operations for Service {
    async fn keep(&self, input: server::KeepInput) -> Result<server::KeepResponse, Problem> {
        let mut note = input.body;
        note.path = input.filter.map(|point| vec![point.0].into());
        Ok(server::KeepResponse::Ok(note))
    }

    async fn listen(&self, _: server::ListenInput) -> Result<server::ListenResponse, Problem> {
        Ok(server::ListenResponse::Ok(events()))
    }
}

fn events() -> Vec<ListenOkBodyItem> {
    let mut moved = ListenOkBodyItemMoved::new(ListenOkBodyItemMovedEvent::Moved);
    moved.data = Some(Point::new(1.5).into());
    let mut counted = ListenOkBodyItemCounted::new(ListenOkBodyItemCountedEvent::Counted);
    counted.data = Some(7.into());
    vec![ListenOkBodyItem::Moved(moved), ListenOkBodyItem::Counted(counted)]
}

fn client() -> Client {
    let transport = TowerTransport::new(server::router(Service));
    Client::builder().base_url("http://in.memory").transport(transport).build().expect("a client")
}

#[tokio::test]
async fn a_text_is_its_content_on_both_sides() {
    let note = Note::new(Point::new(1.0).into()).inner(Box::new(Note::new(Point::new(2.0).into()).into()));
    let text = String::from_utf8(encode(&note).expect("a text")).expect("UTF-8");
    assert_eq!(text, r#"{"at":"{\"x\":1.0}","inner":"{\"at\":\"{\\\"x\\\":2.0}\"}"}"#);
    let answer = client().keep(note.clone()).filter(Point::new(3.0).y(4.0).into()).await.expect("an answer");
    assert_eq!(answer, note.path(vec![Point::new(3.0).y(4.0)].into()));
}

#[tokio::test]
async fn what_an_event_holds_is_read() {
    let raw = client().listen().raw().await.expect("an answer");
    let text = String::from_utf8(raw.body.to_vec()).expect("text");
    assert_eq!(text, "event: moved\ndata: {\"x\":1.5}\n\nevent: counted\ndata: 7\n\n");
    assert_eq!(client().listen().await.expect("events"), events());
}

#[test]
fn what_is_wrong_in_a_text_is_told_by_its_place() {
    let told = |text: &str| match decode::<Note>(text.as_bytes(), Mode::Strict) {
        Err(error) => vec![format!("{} {}", error.pointer(), error.keyword())],
        Ok(note) => {
            let found = note.validate().err().unwrap_or_default().into_iter();
            found.map(|violation| format!("{} {}", violation.pointer, violation.keyword)).collect()
        }
    };
    assert_eq!(told(r#"{"at":"{\"x\":true}"}"#), ["/at/x type"]);
    assert_eq!(told(r#"{"at":"{}"}"#), ["/at/x required"]);
    assert_eq!(told(r#"{"at":"{\"x\":1"}"#), ["/at contentMediaType"]);
    assert_eq!(told(r#"{"at":{"x":1}}"#), ["/at type"]);
    assert_eq!(
        told(r#"{"at":"{\"x\":1}","path":"[]","either":"[]"}"#),
        ["/path minItems", "/either minItems"]
    );
}
