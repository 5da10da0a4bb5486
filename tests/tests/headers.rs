//! Headers of responses and statuses of every kind, from a generated server to a generated client in memory.

#![allow(clippy::expect_used, clippy::panic, reason = "a test says what it expects")]

use specwright_runtime::client::{Error, Request as _, TowerTransport};
use specwright_runtime::server::{Headers, Problem};
use tests::cases::headers::client::{Client, DeleteThingsError, ListThingsError, ListThingsSuccess};
use tests::cases::headers::headers;
use tests::cases::headers::models::{ListThingsStatus4xxBody, Range, XLimitHeader};
use tests::cases::headers::server::{self, One, Two};

struct Service;

impl One for Service {
    async fn list_things(
        &self,
        input: server::ListThingsInput,
    ) -> Result<server::ListThingsResponse, Problem> {
        Ok(match input.x_answer.as_deref() {
            Some("202") => server::ListThingsResponse::Accepted(Headers::new().set(&headers::RETRY_AFTER, 7)),
            Some("304") => {
                server::ListThingsResponse::NotModified(Headers::new().set(&headers::E_TAG, "\"a\""))
            }
            Some("429") => server::ListThingsResponse::TooManyRequests(
                Headers::new().set(&headers::RETRY_AFTER, 60).set(&headers::X_LIMIT, XLimitHeader::Hour),
            ),
            Some("418") => {
                server::ListThingsResponse::Status4xx(418, ListThingsStatus4xxBody::Text("tea".to_owned()))
            }
            Some("503") => server::ListThingsResponse::Default(503, Headers::new()),
            Some("bad") => {
                server::ListThingsResponse::NotModified(Headers::new().set(&headers::E_TAG, "a\r\nb: c"))
            }
            _ => server::ListThingsResponse::Ok(
                vec!["a".to_owned()],
                Headers::new()
                    .set(&headers::X_TOTAL, 12)
                    .set(&headers::LINK, "<b>; rel=\"next\"")
                    .set(&headers::X_IDS, vec![1, 2])
                    .set(&headers::X_RANGE, Range::new(1, 2))
                    .set(&headers::X_JSON, vec!["é,".to_owned()]),
            ),
        })
    }
}

impl Two for Service {
    async fn count_things(
        &self,
        _: server::CountThingsInput,
    ) -> Result<server::CountThingsResponse, Problem> {
        Ok(server::CountThingsResponse::Ok(Headers::new().set(&headers::X_TOTAL, 3)))
    }

    async fn delete_things(
        &self,
        _: server::DeleteThingsInput,
    ) -> Result<server::DeleteThingsResponse, Problem> {
        Ok(server::DeleteThingsResponse::Default(409, Headers::new().set(&headers::RETRY_AFTER, 1)))
    }
}

fn client() -> Client {
    let transport = TowerTransport::new(server::router(Service));
    Client::builder().base_url("http://in.memory").transport(transport).build().expect("a client")
}

#[tokio::test]
async fn a_success_gives_its_headers_to_who_asks() {
    let client = client();
    let plain = client.list_things().await.expect("an answer");
    let answer = client.list_things().with_headers().await.expect("an answer");
    assert_eq!((answer.status.as_u16(), &answer.value), (200, &plain));
    assert_eq!(answer.value, ListThingsSuccess::Ok(vec!["a".to_owned()]));
    assert_eq!(answer.header(&headers::X_TOTAL), Ok(Some(12)));
    assert_eq!(answer.header(&headers::LINK), Ok(Some("<b>; rel=\"next\"".to_owned())));
    assert_eq!(answer.header(&headers::X_IDS), Ok(Some(vec![1, 2])));
    assert_eq!(answer.header(&headers::X_RANGE), Ok(Some(Range::new(1, 2))));
    assert_eq!(answer.header(&headers::X_JSON), Ok(Some(vec!["é,".to_owned()])));
    assert_eq!(answer.header(&headers::RETRY_AFTER), Ok(None));

    let later = client.list_things().x_answer("202").with_headers().await.expect("an answer");
    assert_eq!(later.value, ListThingsSuccess::Accepted);
    assert_eq!(later.header(&headers::RETRY_AFTER), Ok(Some(7)));

    let count = client.count_things().with_headers().await.expect("an answer");
    assert_eq!((count.value, count.header(&headers::X_TOTAL)), ((), Ok(Some(3))));
}

#[tokio::test]
async fn an_error_has_its_headers_too() {
    let client = client();
    let refused = client.list_things().x_answer("429").await.expect_err("an error");
    assert_eq!(refused.header(&headers::RETRY_AFTER), Ok(Some(60)));
    assert_eq!(refused.header(&headers::X_LIMIT), Ok(Some(XLimitHeader::Hour)));
    let told = |error: Error<ListThingsError>| match error {
        Error::Status(told) => (told.status.as_u16(), told.error),
        other => panic!("{other}"),
    };
    assert_eq!(told(refused), (429, ListThingsError::TooManyRequests));
    for (answer, status, expected) in [
        ("304", 304, ListThingsError::NotModified),
        ("418", 418, ListThingsError::Status4xx(ListThingsStatus4xxBody::Text("tea".to_owned()))),
        ("503", 503, ListThingsError::Default),
        // What a header cannot hold is the server's own fault.
        ("bad", 500, ListThingsError::Default),
    ] {
        let error = client.list_things().x_answer(answer).await.expect_err("an error");
        assert_eq!(told(error), (status, expected));
    }
    let conflict = client.delete_things().with_headers().await.expect_err("an error");
    assert_eq!(conflict.header(&headers::RETRY_AFTER), Ok(Some(1)));
    let Error::Status(told) = conflict else { panic!("{conflict}") };
    assert_eq!(told.error, DeleteThingsError::Default);
}
