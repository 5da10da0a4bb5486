//! Bodies of parts that are no form, from a generated client to a generated server in memory.

#![allow(clippy::expect_used, reason = "a test says what it expects")]

use specwright_runtime::client::{Request as _, TowerTransport};
use specwright_runtime::server::Problem;
use specwright_runtime::{Base64, File};
use tests::cases::parts::client::Client;
use tests::cases::parts::models::{Message, Note, SendHeadedBody};
use tests::cases::parts::server::{self, Operations};
use tests::net::{exchange, server as listening};

struct Service;

/// The text of a note, and what the files hold.
fn texts(message: Message) -> Vec<String> {
    let pages = message.pages.unwrap_or_default().into_iter();
    let pages = pages.map(|file| String::from_utf8_lossy(&file.content).into_owned());
    std::iter::once(message.note.text).chain(pages).collect()
}

impl Operations for Service {
    async fn send_named(&self, input: server::SendNamedInput) -> Result<server::SendNamedResponse, Problem> {
        Ok(server::SendNamedResponse::Ok(texts(input.body)))
    }

    async fn put_named(&self, input: server::PutNamedInput) -> Result<server::PutNamedResponse, Problem> {
        Ok(server::PutNamedResponse::Ok(texts(input.body)))
    }

    async fn send_ordered(
        &self,
        input: server::SendOrderedInput,
    ) -> Result<server::SendOrderedResponse, Problem> {
        let (note, file, count) = input.body;
        let sum = file.headers.first().map(|(_, value)| value.clone()).unwrap_or_default();
        let text = format!("{} {} {sum}", note.text, file.content_type.unwrap_or_default());
        Ok(server::SendOrderedResponse::Ok((0..count).map(|_| Note::new(text.as_str())).collect()))
    }

    async fn send_headed(
        &self,
        input: server::SendHeadedInput,
    ) -> Result<server::SendHeadedResponse, Problem> {
        let scan = input.body.scan.ok_or_else(|| Problem::new(400))?;
        match (scan.content.as_slice(), input.body.key.as_ref().map(|key| key.0.as_slice())) {
            (b"\xFFscan", Some(b"\xFEkey")) => Ok(server::SendHeadedResponse::NoContent),
            _ => Err(Problem::new(400)),
        }
    }
}

fn client() -> Client {
    let transport = TowerTransport::new(server::router(Service));
    Client::builder().base_url("http://in.memory").transport(transport).build().expect("a client")
}

#[tokio::test]
async fn parts_have_names_whatever_holds_them() {
    let message = Message::new(Note::new("a")).pages(vec![File::new("b"), File::new("c")]);
    assert_eq!(client().send_named(message.clone()).await.expect("texts"), ["a", "b", "c"]);
    assert_eq!(client().put_named(message).await.expect("texts"), ["a", "b", "c"]);
    let url = listening(server::router(Service)).await;
    for media_type in ["form-data", "related; type=\"application/json\""] {
        let body = "--b\r\nContent-Disposition: form-data; name=note\r\n\r\n{\"text\":\"x\"}\r\n--b--";
        let head =
            format!("POST /named HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: {}", body.len());
        let request = format!("{head}\r\nContent-Type: multipart/{media_type}; boundary=b\r\n\r\n{body}");
        let answer = exchange(&url, request.as_bytes()).await;
        assert!(answer.ends_with("[\"x\"]"), "{answer}");
    }
}

#[tokio::test]
async fn parts_in_order_are_a_list() {
    let file = File::new("\0").content_type("image/gif").header("X-Sum", "7");
    let notes = client().send_ordered((Note::new("a"), file.clone(), 2)).await.expect("notes");
    assert_eq!(notes, [Note::new("a image/gif 7"), Note::new("a image/gif 7")]);
    let raw = client().send_ordered((Note::new("a"), file.clone(), 1)).raw().await.expect("an answer");
    let text = String::from_utf8(raw.body.to_vec()).expect("text");
    assert!(
        text.contains("\r\nContent-Type: application/json\r\n\r\n{\"text\":\"a image/gif 7\"}\r\n--"),
        "{text}"
    );
    let error = client().send_ordered((Note::new("a"), file, 0)).await.expect_err("a problem");
    assert_eq!(error.status().map(|status| status.as_u16()), Some(422));
    let file = File::new("").content_type("text/html");
    let error = client().send_ordered((Note::new("a"), file, 1)).await.expect_err("a problem");
    assert_eq!(error.status().map(|status| status.as_u16()), Some(422));
}

#[tokio::test]
async fn a_part_is_packed_as_its_headers_say() {
    let body = SendHeadedBody::new().scan(File::new(*b"\xFFscan")).key(Base64(b"\xFEkey".to_vec())).count(3);
    client().send_headed(body).await.expect("taken");
    let url = listening(server::router(Service)).await;
    // What others pack has lines.
    let body = "--b\r\nContent-Disposition: form-data; name=scan; filename=a\r\nContent-Transfer-Encoding: BASE64\r\n\r\n\
                /3Nj\r\nYW4=\r\n--b\r\nContent-Disposition: form-data; name=key\r\n\
                Content-Transfer-Encoding: base64\r\n\r\n/mtl\r\neQ==\r\n--b--";
    let head =
        format!("POST /headed HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: {}", body.len());
    let request = format!("{head}\r\nContent-Type: multipart/form-data; boundary=b\r\n\r\n{body}");
    let answer = exchange(&url, request.as_bytes()).await;
    assert!(answer.starts_with("HTTP/1.1 204"), "{answer}");
}
