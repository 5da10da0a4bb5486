//! Tuples from a generated client to a generated server in memory, in the body and in the query.

#![allow(clippy::expect_used, reason = "a test says what it expects")]

use specwright_runtime::client::TowerTransport;
use specwright_runtime::codec::{Mode, decode};
use specwright_runtime::server::Problem;
use tests::cases::tuples::client::Client;
use tests::cases::tuples::models::{Row, RowEither, RowLabelItem3};
use tests::cases::tuples::server::{self, Operations};

/// Puts what came by the query into the row.
struct Service;

impl Operations for Service {
    async fn send_row(&self, input: server::SendRowInput) -> Result<server::SendRowResponse, Problem> {
        let mut row = input.body;
        row.path = input.corner.map(|corner| vec![corner]);
        let (label, count) = input.range;
        (row.label.0, row.label.1) = (label, Some(count));
        Ok(server::SendRowResponse::Ok(row))
    }
}

fn client() -> Client {
    let transport = TowerTransport::new(server::router(Service));
    Client::builder().base_url("http://in.memory").transport(transport).build().expect("a client")
}

fn row() -> Row {
    Row::new((1.5, -2.0), ("a".to_owned(), None, RowLabelItem3::new().unit("m")))
}

#[tokio::test]
async fn a_tuple_travels_as_an_array() {
    let sent = row().left((row(), true)).either(RowEither::Array(("x".to_owned(), false)));
    let request = client().send_row(sent.clone()).range(("12".to_owned(), 3)).corner((0.5, 1.0));
    let mut expected = sent.clone().path(vec![(0.5, 1.0)]);
    (expected.label.0, expected.label.1) = ("12".to_owned(), Some(3));
    assert_eq!(request.await.expect("an answer"), expected);
    // What the document says where nothing is given: a text that looks like a number is one all the same.
    let answer = client().send_row(sent).await.expect("an answer");
    assert_eq!((answer.label.0.as_str(), answer.label.1), ("5", Some(7)));
}

#[tokio::test]
async fn what_is_wrong_in_a_tuple_is_told_by_its_place() {
    let told = |text: &str| match decode::<Row>(text.as_bytes(), Mode::Strict) {
        Err(error) => vec![format!("{} {}", error.pointer(), error.keyword())],
        Ok(row) => {
            let found = row.validate().err().unwrap_or_default().into_iter();
            found.map(|violation| format!("{} {}", violation.pointer, violation.keyword)).collect()
        }
    };
    assert_eq!(told(r#"{"at":[1],"label":["a",1,{}]}"#), ["/at minItems"]);
    assert_eq!(told(r#"{"at":[1,2,3],"label":["a",1,{}]}"#), ["/at maxItems"]);
    assert_eq!(told(r#"{"at":[1,2],"label":["a",1,{"unit":1}]}"#), ["/label/2/unit type"]);
    assert_eq!(
        told(r#"{"at":[1,200],"label":["abcdef",1,{}],"alike":[0,0,0],"path":[[0,0],[0,100]]}"#),
        ["/at/1 maximum", "/label/0 maxLength", "/path/1/1 maximum", "/alike/2 minimum"]
    );
    assert_eq!(told(r#"{"at":[1,2],"label":["a",null,{}],"alike":[1,2,3,4]}"#), ["/alike maxItems"]);
    let error = client().send_row(row()).range(("a".to_owned(), -1)).await.expect_err("a problem");
    assert_eq!(error.status().map(|status| status.as_u16()), Some(422));
}
