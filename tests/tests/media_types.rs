//! Bodies of several media types, from a generated client to a generated server in memory.

#![allow(clippy::expect_used, clippy::panic, reason = "a test says what it expects")]

use specwright_runtime::client::{Error, TowerTransport};
use specwright_runtime::server::Problem;
use specwright_runtime::{Base64, File};
use tests::cases::media_types::client::{ChooseError, ChooseSuccess, Client};
use tests::cases::media_types::models::{
    ChooseBody, ChooseBodyMultipart, ChooseOkBody, GetParametersOkBody, RefusedBody, ReplaceBody, Thing,
};
use tests::cases::media_types::server::{self, Operations};

struct Service;

impl Operations for Service {
    async fn choose(&self, input: server::ChooseInput) -> Result<server::ChooseResponse, Problem> {
        let told = match input.body {
            ChooseBody::Json(thing) => ChooseOkBody::Json(thing),
            ChooseBody::Form(thing) => ChooseOkBody::Json(Thing::new(format!("form {}", thing.name))),
            ChooseBody::Multipart(parts) => ChooseOkBody::Image(parts.file),
            ChooseBody::VndListJson(list) => ChooseOkBody::Csv(format!("{list:?}")),
            ChooseBody::Text(text) | ChooseBody::Xml(text) => ChooseOkBody::Csv(text),
            ChooseBody::Bytes(Base64(bytes)) => {
                let text = String::from_utf8_lossy(&bytes).into_owned();
                return Ok(server::ChooseResponse::Status4xx(418, RefusedBody::Text(text)));
            }
            _ => return Err(Problem::new(500)),
        };
        Ok(server::ChooseResponse::Ok(told))
    }

    async fn replace(&self, input: server::ReplaceInput) -> Result<server::ReplaceResponse, Problem> {
        Ok(server::ReplaceResponse::Ok(match input.body {
            None => 0,
            Some(ReplaceBody::MergePatchJson(_)) => 1,
            Some(_) => 2,
        }))
    }

    async fn send_any(&self, input: server::SendAnyInput) -> Result<server::SendAnyResponse, Problem> {
        Ok(server::SendAnyResponse::Ok(input.body.name))
    }

    async fn send_image(&self, input: server::SendImageInput) -> Result<server::SendImageResponse, Problem> {
        let media_type = input.body.content_type.unwrap_or_default();
        Ok(server::SendImageResponse::Ok(Base64(media_type.into_bytes())))
    }

    async fn get_parameters(
        &self,
        _: server::GetParametersInput,
    ) -> Result<server::GetParametersResponse, Problem> {
        Ok(server::GetParametersResponse::Ok(GetParametersOkBody::Json2(vec![Thing::new("a")])))
    }
}

fn client() -> Client {
    let transport = TowerTransport::new(server::router(Service));
    Client::builder().base_url("http://in.memory").transport(transport).build().expect("a client")
}

#[tokio::test]
async fn each_media_type_arrives_as_what_it_was_sent_as() {
    let client = client();
    let thing = || Thing::new("a&b=c").size(3);
    let form = Thing::new("form a&b=c");
    let file = File::new(b"\r\n--".to_vec()).name("a \"b\".png").content_type("image/png");
    for (sent, told) in [
        (ChooseBody::Json(thing()), ChooseOkBody::Json(thing())),
        (ChooseBody::Form(thing()), ChooseOkBody::Json(form)),
        (ChooseBody::VndListJson(vec![1, 2]), ChooseOkBody::Csv("[1, 2]".to_owned())),
        (ChooseBody::Xml("<a>é</a>".to_owned()), ChooseOkBody::Csv("<a>é</a>".to_owned())),
        (
            ChooseBody::Multipart(ChooseBodyMultipart::new(file.clone()).note("n")),
            // A response has no name for what it holds.
            ChooseOkBody::Image(File::new(b"\r\n--".to_vec()).content_type("image/png")),
        ),
    ] {
        assert_eq!(client.choose(sent).await.expect("an answer"), ChooseSuccess::Ok(told));
    }
    // What a body is most likely to be needs no word.
    let sent = client.choose(ChooseBodyMultipart::new(file)).await.expect("an answer");
    assert!(matches!(sent, ChooseSuccess::Ok(ChooseOkBody::Image(_))));
}

#[tokio::test]
async fn an_error_is_read_by_its_media_type_too() {
    let told = client().choose(ChooseBody::Bytes(Base64(b"\0".to_vec()))).await.expect_err("refused");
    let Error::Status(told) = told else { panic!("{told}") };
    assert_eq!(told.error, ChooseError::Status4xx(RefusedBody::Text("\0".to_owned())));
}

#[tokio::test]
async fn a_body_is_checked_by_what_its_media_type_carries() {
    let client = client();
    for body in [ChooseBody::Text("too long".to_owned()), ChooseBody::Form(Thing::new("a").size(10))] {
        let told = client.choose(body).await.expect_err("refused");
        assert_eq!(told.status().map(|it| it.as_u16()), Some(422));
    }
    client.choose(ChooseBody::Text(String::new())).await.expect("an empty text is a text");
}

#[tokio::test]
async fn an_optional_body_and_one_in_a_range_are_told_apart() {
    let client = client();
    assert_eq!(client.replace().await.expect("an answer"), 0);
    assert_eq!(client.replace().body(Thing::new("a")).await.expect("an answer"), 1);
    assert_eq!(
        client.replace().body(ReplaceBody::JsonPatchJson(Thing::new("a"))).await.expect("an answer"),
        2
    );
    assert_eq!(client.send_any(Thing::new("a")).await.expect("an answer"), "a");
    let image = client.send_image(File::new("x").content_type("image/gif")).await.expect("an answer");
    assert_eq!(image.0, b"image/gif");
    for file in [File::new("x"), File::new("x").content_type("text/plain")] {
        assert!(matches!(client.send_image(file).await, Err(Error::Request(_))));
    }
    client.look().await.expect_err("not written");
    let told = client.get_parameters().await.expect("an answer");
    assert_eq!(told, GetParametersOkBody::Json2(vec![Thing::new("a")]));
}

#[tokio::test]
async fn media_types_that_are_not_documented_are_refused() {
    let address = tests::net::server(server::router(Service)).await;
    for (request, status) in [
        ("Content-Type: application/json\r\n\r\n{\"name\":\"a\"}", "200"),
        ("Content-Type: application/json\r\nAccept: image/png;q=0, text/html\r\n\r\n{\"name\":\"a\"}", "406"),
        ("Content-Type: application/json\r\nAccept: text/*;q=0.1\r\n\r\n{\"name\":\"a\"}", "200"),
        ("Content-Type: application/pdf\r\n\r\n{\"name\":\"a\"}", "415"),
        ("Content-Type: text/plain; charset=utf-16\r\n\r\na", "415"),
        ("Accept: */*\r\n\r\n{\"name\":\"a\"}", "415"),
        ("Content-Type: multipart/form-data\r\n\r\na", "400"),
        ("Content-Type: multipart/form-data; boundary=b\r\n\r\n--b--", "422"),
    ] {
        let (head, body) = request.split_once("\r\n\r\n").expect("a head and a body");
        let length = body.len();
        let text = format!(
            "POST /choice HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: {length}\r\n{head}\r\n\r\n{body}"
        );
        let told = tests::net::exchange(&address, text.as_bytes()).await;
        assert!(told.starts_with(&format!("HTTP/1.1 {status}")), "{request}: {told}");
    }
}
