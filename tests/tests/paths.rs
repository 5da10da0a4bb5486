//! Paths of every kind, from a generated client to a generated server in memory.

#![allow(clippy::expect_used, reason = "a test says what it expects")]

use specwright_runtime::client::{Error, TowerTransport};
use specwright_runtime::server::Problem;
use tests::cases::paths::client::Client;
use tests::cases::paths::server::{self, Operations};

struct Service;

impl Operations for Service {
    async fn compare(&self, input: server::CompareInput) -> Result<server::CompareResponse, Problem> {
        Ok(server::CompareResponse::Ok(format!("{}|{}", input.base, input.head)))
    }

    async fn get_file(&self, input: server::GetFileInput) -> Result<server::GetFileResponse, Problem> {
        Ok(server::GetFileResponse::Ok(format!("file {}", input.id)))
    }

    async fn get_format(&self, input: server::GetFormatInput) -> Result<server::GetFormatResponse, Problem> {
        Ok(server::GetFormatResponse::Ok(format!("{} as {}", input.id, input.format)))
    }

    async fn send_message(
        &self,
        _: server::SendMessageInput,
    ) -> Result<server::SendMessageResponse, Problem> {
        Ok(server::SendMessageResponse::NoContent)
    }

    async fn create_queue(
        &self,
        _: server::CreateQueueInput,
    ) -> Result<server::CreateQueueResponse, Problem> {
        Err(Problem::new(409))
    }

    async fn search(&self, input: server::SearchInput) -> Result<server::SearchResponse, Problem> {
        Ok(server::SearchResponse::Ok(format!("{} on {}", input.text, input.page)))
    }

    async fn odd(&self, _: server::OddInput) -> Result<server::OddResponse, Problem> {
        Ok(server::OddResponse::NoContent)
    }

    async fn proxy(&self, input: server::ProxyInput) -> Result<server::ProxyResponse, Problem> {
        Ok(server::ProxyResponse::Ok(input.path))
    }
}

fn client() -> Client {
    let transport = TowerTransport::new(server::router(Service));
    Client::builder().base_url("http://in.memory/").transport(transport).build().expect("a client")
}

#[tokio::test]
async fn parameters_that_share_a_segment_come_apart() {
    let client = client();
    let text = client.compare("a.b/c", "é...d").await.expect("an answer");
    assert_eq!(text, "a.b/c|é...d");
    assert_eq!(client.get_file("a b").await.expect("an answer"), "file a b");
    assert_eq!(client.get_format("a b", "xml").await.expect("an answer"), "a b as xml");
    assert_eq!(client.proxy("a/b").await.expect("an answer"), "a/b");
}

#[tokio::test]
async fn a_query_in_the_path_tells_operations_apart() {
    let client = client();
    client.send_message().await.expect("an answer");
    let purged = client.purge_queue().await.expect_err("not written");
    assert_eq!(purged.status().map(|it| it.as_u16()), Some(501));
    let created = client.create_queue().await.expect_err("refused");
    assert_eq!(created.status().map(|it| it.as_u16()), Some(409));
    assert_eq!(client.search("a&b=c", "2").await.expect("an answer"), "a&b=c on 2");
}

#[tokio::test]
async fn what_a_url_cannot_hold_costs_its_operation_only() {
    let client = client();
    client.odd().await.expect("an answer");
    assert!(matches!(client.up().await, Err(Error::Request(_))));
    // Nobody answers what cannot be told apart; the first of two of one path does.
    let adjacent = client.adjacent("a", "b").await.expect_err("no route");
    assert_eq!(adjacent.status().map(|it| it.as_u16()), Some(404));
    let target = client.target_two().await.expect_err("not written");
    assert_eq!(target.status().map(|it| it.as_u16()), Some(501));
}
