//! Parameters of every place and style, and forms, from a generated client to a generated server in memory.

#![allow(clippy::expect_used, reason = "a test says what it expects")]

use specwright_runtime::File;
use specwright_runtime::client::{Request as _, RequestBody, TowerTransport, TransportError};
use specwright_runtime::server::Problem;
use std::pin::Pin;
use std::task::{Context, Poll};
use tests::cases::forms::models::{
    Order, OrderNested, OrderNestedInner, OrderNote, OrderSize, SendPartsBody,
};
use tests::cases::parameters::models::{InQuerySpread, Point, Selection};
use tests::cases::parameters::server;
use tests::cases::{forms, parameters};

struct Service;

impl server::Operations for Service {
    async fn in_path(&self, input: server::InPathInput) -> Result<server::InPathResponse, Problem> {
        let server::InPathInput { simple, list, label, matrix, .. } = input;
        Ok(server::InPathResponse::Ok(format!("{simple} {list:?} {label:?} {matrix:?}")))
    }

    async fn in_query(&self, input: server::InQueryInput) -> Result<server::InQueryResponse, Problem> {
        let server::InQueryInput { form, flat, space, pipe, deep, spread, json, plain, odd_name, .. } = input;
        let told = format!(
            "{form:?} {flat:?} {space:?} {pipe:?} {deep:?} {spread:?} {json:?} {plain:?} {odd_name:?}"
        );
        Ok(server::InQueryResponse::Ok(told))
    }

    async fn in_headers(&self, input: server::InHeadersInput) -> Result<server::InHeadersResponse, Problem> {
        let server::InHeadersInput { x_point, x_list, x_json, session, ids, flat, .. } = input;
        let told = format!("{x_point:?} {x_list:?} {x_json:?} {session:?} {ids:?} {flat:?}");
        Ok(server::InHeadersResponse::Ok(told))
    }

    async fn defaults(&self, input: server::DefaultsInput) -> Result<server::DefaultsResponse, Problem> {
        let server::DefaultsInput {
            text,
            limit,
            list,
            order,
            point,
            wrong_type,
            wrong_bound,
            wrong_member,
            ..
        } = input;
        let told = format!(
            "{text:?} {limit:?} {list:?} {order:?} {point:?} {wrong_type:?} {wrong_bound:?} {wrong_member:?}"
        );
        Ok(server::DefaultsResponse::Ok(told))
    }

    async fn whole_query(
        &self,
        input: server::WholeQueryInput,
    ) -> Result<server::WholeQueryResponse, Problem> {
        Ok(server::WholeQueryResponse::Ok(format!("{:?}", input.selector)))
    }

    async fn whole_json(&self, input: server::WholeJsonInput) -> Result<server::WholeJsonResponse, Problem> {
        Ok(server::WholeJsonResponse::Ok(format!("{:?}", input.query)))
    }
}

impl forms::server::Operations for Service {
    async fn send_form(
        &self,
        input: forms::server::SendFormInput,
    ) -> Result<forms::server::SendFormResponse, Problem> {
        Ok(forms::server::SendFormResponse::Ok(input.body))
    }

    async fn send_parts(
        &self,
        input: forms::server::SendPartsInput,
    ) -> Result<forms::server::SendPartsResponse, Problem> {
        Ok(forms::server::SendPartsResponse::Ok(format!("{:?}", input.body)))
    }
}

fn client() -> parameters::client::Client {
    let transport = TowerTransport::new(server::router(Service));
    parameters::client::Client::builder()
        .base_url("http://in.memory")
        .transport(transport)
        .build()
        .expect("a client")
}

fn forms_client() -> forms::client::Client {
    let transport = TowerTransport::new(forms::server::router(Service));
    forms::client::Client::builder()
        .base_url("http://in.memory")
        .transport(transport)
        .build()
        .expect("a client")
}

#[tokio::test]
async fn every_style_arrives_as_it_was_given() {
    let client = client();
    let words = || vec!["a,b".to_owned(), "c&d=e".to_owned(), "é;".to_owned()];
    let point = || Point::new(1, -2);
    let told = client.in_path(7, words(), vec![1, 2], point()).await.expect("an answer");
    assert_eq!(told, format!("7 {:?} [1, 2] {:?}", words(), point()));

    let spread = || InQuerySpread::new().left(true).right("a b");
    let told = client
        .in_query()
        .form(words())
        .flat(words())
        .space(vec![1, 2])
        .pipe(vec![3, 4])
        .deep(point())
        .spread(spread())
        .json(point())
        .plain("a+b")
        .odd_name("/x?y")
        .await
        .expect("an answer");
    let some = |words: Vec<String>| format!("{:?}", Some(words));
    assert_eq!(
        told,
        format!(
            "{} {} Some([1, 2]) Some([3, 4]) {:?} {:?} {:?} Some(\"a+b\") Some(\"/x?y\")",
            some(words()),
            some(words()),
            Some(point()),
            Some(spread()),
            Some(point()),
        )
    );
    let none = client.in_query().await.expect("an answer");
    assert_eq!(none, "None None None None None None None None None");

    let words = vec!["a,b".to_owned(), "é\u{1f600}".to_owned()];
    let told = client
        .in_headers(point(), "a b;c")
        .x_list(vec![1, 2])
        .x_json(words.clone())
        .ids(vec![3, 4])
        .flat(vec!["é;".to_owned()])
        .await
        .expect("an answer");
    assert_eq!(
        told,
        format!("{:?} Some([1, 2]) {:?} \"a b;c\" Some([3, 4]) Some([\"é;\"])", point(), Some(words))
    );
}

#[tokio::test]
async fn a_cookie_that_is_no_text_costs_none_of_the_others() {
    let url = tests::net::server(server::router(Service)).await;
    for (cookies, status) in [
        (&b"other=\xff\xfe; session=a; =; ;x"[..], "200"),
        (b" session=a ", "200"),
        (b"session=\"a\"", "200"),
        (b"session=\xff", "422"),
        (b"session=a; session=b", "422"),
        (b"Session=a", "422"),
        (b"session", "422"),
    ] {
        let mut request =
            b"GET /headers HTTP/1.1\r\nHost: a\r\nConnection: close\r\nX-Point: x=1,y=2\r\nCookie: ".to_vec();
        request.extend_from_slice(cookies);
        request.extend_from_slice(b"\r\n\r\n");
        let answer = tests::net::exchange(&url, &request).await;
        let shown = cookies.escape_ascii();
        assert!(answer.starts_with(&format!("HTTP/1.1 {status} ")), "{shown}: {answer}");
    }
}

#[tokio::test]
async fn a_default_is_put_in_where_it_is_a_value() {
    let told = client().defaults().await.expect("an answer");
    // The handler has a value, where one that is wrong is none.
    assert!(told.starts_with("\"7\" 10 [\"a\", \"b\"] DefaultsOrder \"up\" "), "{told}");
    assert!(told.ends_with(" None None None"), "{told}");
}

#[tokio::test]
async fn a_query_may_be_one_value() {
    let client = client();
    let selection = || Selection::new("a&b").ids(vec![1, 2]);
    let told = client.whole_query(selection()).await.expect("an answer");
    assert_eq!(told, format!("{:?}", selection()));
    let told = client.whole_json().query(selection()).await.expect("an answer");
    assert_eq!(told, format!("{:?}", Some(selection())));
    assert_eq!(client.whole_json().await.expect("an answer"), "None");
}

fn order() -> Order {
    Order::new("a=b&c")
        .tags(vec!["x".to_owned(), "y z".to_owned()])
        .ids(vec![1, 2])
        .plain(vec![3, 4])
        .size(OrderSize::new().width(5).height(6))
        .nested(OrderNested::new().inner(OrderNestedInner::new().deep(true)))
        .note(OrderNote::new().text("é"))
}

#[tokio::test]
async fn the_fields_of_a_form_are_written_as_their_encoding_says() {
    assert_eq!(forms_client().send_form(order()).await.expect("an answer"), order());
}

#[tokio::test]
async fn parts_hold_files_values_and_lists_of_both() {
    let client = forms_client();
    let picture = || File::new(b"\x89PNG\r\n".to_vec()).name("p.png").content_type("image/png");
    let page = |text: &str| File::new(text).name(format!("{text}.txt")).content_type("text/plain");
    let parts = SendPartsBody::new(order(), picture())
        .pages(vec![page("a"), page("b")])
        .words(vec!["x".to_owned(), "--y".to_owned()])
        .count(3)
        .numbers(vec![1, 2]);
    let told = client.send_parts(parts.clone()).await.expect("an answer");
    assert_eq!(told, format!("{parts:?}"));
    for wrong in [
        SendPartsBody::new(order(), picture().content_type("text/html")),
        SendPartsBody::new(order(), picture()).count(10),
        SendPartsBody::new(order(), picture()).pages(vec![page("a"), page("b"), page("c"), page("d")]),
    ] {
        let told = client.send_parts(wrong).await.expect_err("refused");
        assert_eq!(told.status().map(|it| it.as_u16()), Some(422));
    }
}

/// One piece.
struct Piece(Option<&'static [u8]>);

impl futures_core::Stream for Piece {
    type Item = Result<bytes::Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Poll::Ready(self.0.take().map(|piece| Ok(bytes::Bytes::from_static(piece))))
    }
}

#[tokio::test]
async fn a_part_may_be_sent_as_it_is_read() {
    let url = tests::net::server(forms::server::router(Service)).await;
    let client = forms::client::Client::builder().base_url(url).build().expect("a client");
    let path = std::env::temp_dir().join(format!("part-{}.bin", std::process::id()));
    let long = vec![b'-'; 200_000];
    std::fs::write(&path, &long).expect("a file");
    let named = |name: &str| File::default().name(name).content_type("text/plain");
    let whole = |name: &str, content: &[u8]| File::new(content).name(name).content_type("text/plain");
    let parts = |pages| SendPartsBody::new(order(), File::default().content_type("image/png")).pages(pages);
    let sent = parts(vec![named("a"), whole("b", b"b"), named("c")]);
    let streamed = client
        .send_parts(sent.clone())
        .part_stream("pages", RequestBody::file(&path).expect("a file"))
        .part_stream("picture", RequestBody::stream(Piece(Some(b"\x89PNG")), None))
        .part_stream("pages", RequestBody::stream(Piece(Some(b"c")), Some(1)));
    let mut expected = parts(vec![whole("a", &long), whole("b", b"b"), whole("c", b"c")]);
    expected.picture = File::new(b"\x89PNG".to_vec()).name("file").content_type("image/png");
    assert_eq!(streamed.await.expect("an answer"), format!("{expected:?}"));
    assert_eq!(File::read_from(&path).expect("a file").content, long);
    std::fs::remove_file(&path).expect("a file");
    let nothing = RequestBody::stream(Piece(None), None);
    let told = client.send_parts(sent).part_stream("nowhere", nothing).await.expect_err("refused");
    assert_eq!(told.to_string(), "the request was not sent: the body has no part `nowhere`");
}

#[tokio::test]
async fn parts_that_are_missing_unknown_or_too_large_are_refused() {
    let address = tests::net::server(forms::server::router(Service)).await;
    let part =
        |name: &str, rest: &str| format!("--b\r\nContent-Disposition: form-data; name={name}{rest}\r\n");
    let order = part("order", "\r\nContent-Type: application/json\r\n\r\n{\"name\":\"a\"}");
    let picture = part("picture", "; filename=p\r\nContent-Type: image/png\r\n\r\nx");
    let large =
        part("picture", &format!("; filename=p\r\nContent-Type: image/png\r\n\r\n{}", "x".repeat(3 << 20)));
    for (parts, status) in [
        (format!("{order}{picture}"), "200"),
        (order.clone(), "422"),
        (format!("{order}{picture}{}", part("more", "\r\n\r\n1")), "422"),
        (format!("{order}{picture}{picture}"), "422"),
        (format!("{order}{large}"), "413"),
    ] {
        let body = format!("{parts}--b--\r\n");
        let head = "POST /parts HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: multipart/form-data; boundary=b";
        let text = format!("{head}\r\nContent-Length: {}\r\n\r\n{body}", body.len());
        let told = tests::net::exchange(&address, text.as_bytes()).await;
        assert!(told.starts_with(&format!("HTTP/1.1 {status}")), "{}: {told}", parts.len());
    }
}
