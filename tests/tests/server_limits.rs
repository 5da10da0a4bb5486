//! A generated server against clients that are slow, many or two-faced, over raw sockets; an honest one is served
//! meanwhile.

#![allow(clippy::expect_used, clippy::panic, reason = "a test says what it expects")]

use generated::zap::server::{
    BearerAuth, Operations, UpdatePaymentByIdInput, UpdatePaymentByIdResponse, router,
};
use specwright_runtime::axum::Router;
use specwright_runtime::axum::body::Body;
use specwright_runtime::axum::routing::get;
use specwright_runtime::server::{Attempt, BearerToken, Denied, Limits, Problem, serve_until};
use std::future::pending;
use std::time::Duration;
use tests::net::{exchange, quick, server_within};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;

struct Shop;

impl Operations for Shop {
    async fn update_payment_by_id(
        &self,
        input: UpdatePaymentByIdInput,
    ) -> Result<UpdatePaymentByIdResponse, Problem> {
        match input.id.as_str() {
            "never" => pending().await,
            "later" => tokio::time::sleep(Duration::from_millis(200)).await,
            "panic" => panic!("the secret is SESAME"),
            _ => {}
        }
        Ok(UpdatePaymentByIdResponse::BadRequest)
    }
}

impl BearerAuth for Shop {
    async fn authenticate(&self, bearer: BearerToken<'_>, _: Attempt<'_>) -> Result<(), Denied> {
        if bearer.token.matches("TOKEN") { Ok(()) } else { Err(Denied::Unauthenticated) }
    }
}

const BODY: &str =
    r#"{"businessId":"b","productId":["p"],"paymentType":"oneTime","description":"d","deliverReceipt":true}"#;

/// A request that is right in everything; the service answers it 400.
fn request(id: &str, more: &str) -> String {
    let length = BODY.len();
    format!(
        "PUT /v1/payment/{id} HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer TOKEN\r\n\
         Content-Type: application/json\r\nContent-Length: {length}\r\n{more}\r\n{BODY}"
    )
}

async fn connect(url: &str) -> TcpStream {
    TcpStream::connect(url.trim_start_matches("http://")).await.expect("a connection")
}

/// What comes until the connection ends; that it ends is what is asked.
async fn rest(stream: &mut TcpStream) -> String {
    let mut bytes = Vec::new();
    let read = tokio::time::timeout(Duration::from_secs(30), stream.read_to_end(&mut bytes)).await;
    // A connection that is reset has ended as well.
    _ = read.expect("the connection is still open");
    String::from_utf8_lossy(&bytes).into_owned()
}

/// What is answered to one request on a connection that stays open.
async fn answer(stream: &mut TcpStream, request: &str) -> String {
    stream.write_all(request.as_bytes()).await.expect("a request");
    let mut bytes = vec![0; 65_536];
    let count = stream.read(&mut bytes).await.expect("an answer");
    bytes.truncate(count);
    String::from_utf8(bytes).expect("UTF-8")
}

/// Asks as somebody honest would, and holds that the answer is the service's.
async fn honest(url: &str) {
    let answer = exchange(url, request("a", "Connection: close\r\n").as_bytes()).await;
    assert!(answer.starts_with("HTTP/1.1 400 "), "{answer}");
    assert!(answer.to_ascii_lowercase().contains("content-length: 0"), "{answer}");
}

#[tokio::test]
async fn what_is_slow_is_answered_408_or_closed() {
    let url = server_within(router(Shop), quick()).await;
    let head = request("a", "").replace(BODY, "");
    for (sent, expected) in [
        (String::new(), ""),
        ("PUT /v1/payment/a HT".to_owned(), "HTTP/1.1 408 "),
        ("PUT /v1/payment/a HTTP/1.1\r\nHost: a\r\nX: ".to_owned(), "HTTP/1.1 408 "),
        (head.clone(), "HTTP/1.1 408 "),
        (format!("{head}{{\"businessId\""), "HTTP/1.1 408 "),
        (head.replace("Content-Length: 100", "Transfer-Encoding: chunked") + "5\r\nab", "HTTP/1.1 408 "),
        (request("never", ""), "HTTP/1.1 503 "),
        (request("a", ""), "HTTP/1.1 400 "),
    ] {
        let mut stream = connect(&url).await;
        stream.write_all(sent.as_bytes()).await.expect("a part of a request");
        honest(&url).await;
        let answer = rest(&mut stream).await;
        assert!(
            answer.starts_with(expected) && (answer.is_empty() == expected.is_empty()),
            "{sent}: {answer}"
        );
    }
}

#[tokio::test]
async fn a_body_of_one_byte_after_another_is_late_as_a_whole() {
    let url = server_within(router(Shop), quick()).await;
    let mut stream = connect(&url).await;
    stream.write_all(request("a", "").replace(BODY, "").as_bytes()).await.expect("a head");
    let drip = async {
        for byte in BODY.bytes() {
            tokio::time::sleep(Duration::from_millis(100)).await;
            if stream.write_all(&[byte]).await.is_err() {
                break;
            }
        }
        rest(&mut stream).await
    };
    let answer = drip.await;
    assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 408 "), "{answer}");
}

#[tokio::test]
async fn a_head_that_can_be_read_in_two_ways_is_refused() {
    let url = server_within(router(Shop), quick()).await;
    let many = "X: 1\r\n".repeat(200);
    let large = format!("X: {}\r\n", "a".repeat(40_000));
    for (request, status) in [
        (request("a", "Transfer-Encoding: chunked\r\n"), "400"),
        (request("a", "Content-Length: 100\r\n"), "400"),
        (request("a", "").replace("Host: a\r\n", ""), "400"),
        (request("a", "Host: b\r\n"), "400"),
        (request("a", "").replace("Content-Length:", "Content-Length :"), "400"),
        (request("a", &many), "431"),
        (request("a", &large), "431"),
        ("garbage\r\n\r\n".to_owned(), "400"),
        (request("a", "").replace("HTTP/1.1", "HTTP/1.2"), "505"),
        ("REFUSED / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n".to_owned(), "404"),
    ] {
        let mut stream = connect(&url).await;
        stream.write_all(request.as_bytes()).await.expect("a request");
        let answer = rest(&mut stream).await;
        let shown = answer.lines().next().unwrap_or_default();
        assert!(answer.starts_with(&format!("HTTP/1.1 {status} ")), "{}: {shown}", request.escape_debug());
        assert!(answer.contains("application/problem+json"), "{answer}");
        assert_eq!(answer.matches("HTTP/1.1 ").count(), 1, "{answer}");
        honest(&url).await;
    }
}

#[tokio::test]
async fn a_refusal_comes_in_its_turn() {
    let url = server_within(router(Shop), quick()).await;
    let mut stream = connect(&url).await;
    let smuggled = request("a", "Transfer-Encoding: chunked\r\n");
    let sent = format!("{}{}{smuggled}{}", request("later", ""), request("a", ""), request("a", ""));
    stream.write_all(sent.as_bytes()).await.expect("requests");
    let answer = rest(&mut stream).await;
    let statuses: Vec<&str> = answer
        .match_indices("HTTP/1.1 ")
        .filter_map(|(place, _)| answer.get(place + 9..place + 12))
        .collect();
    assert_eq!(statuses, ["400", "400", "400"]);
    assert_eq!(answer.matches("application/problem+json").count(), 1, "{answer}");
}

#[tokio::test]
async fn a_body_in_chunks_and_the_request_behind_it_are_read() {
    let url = server_within(router(Shop), quick()).await;
    let (first, second) = BODY.split_at(10);
    let chunks =
        format!("{:x}\r\n{first}\r\n{:x};a=b\r\n{second}\r\n0\r\nX: 1\r\n\r\n", first.len(), second.len());
    let chunked =
        request("a", "").replace("Content-Length: 100", "Transfer-Encoding: chunked").replace(BODY, &chunks);
    let mut stream = connect(&url).await;
    // Byte for byte: a head and a size end wherever a packet does.
    for byte in format!("{chunked}{}", request("a", "Connection: close\r\n")).bytes() {
        stream.write_all(&[byte]).await.expect("a byte");
    }
    let answer = rest(&mut stream).await;
    assert_eq!(answer.matches("HTTP/1.1 400 ").count(), 2, "{answer}");
    assert!(!answer.contains("problem"), "{answer}");
}

#[tokio::test]
async fn connections_that_rest_give_their_place() {
    let limits =
        Limits { connections: 8, header: Duration::from_secs(60), idle: Duration::from_secs(60), ..quick() };
    let url = server_within(router(Shop), limits).await;
    let mut held = Vec::new();
    for _ in 0..40 {
        let mut stream = connect(&url).await;
        stream.write_all(b"PUT /v1").await.expect("a part of a request");
        held.push(stream);
    }
    honest(&url).await;
    honest(&url).await;
}

#[tokio::test]
async fn a_connection_has_so_many_requests() {
    let url = server_within(router(Shop), Limits { requests: 3, ..quick() }).await;
    let mut stream = connect(&url).await;
    for _ in 0..2 {
        let answer = answer(&mut stream, &request("a", "")).await;
        assert!(!answer.contains("connection: close"), "{answer}");
    }
    stream.write_all(request("a", "").as_bytes()).await.expect("a request");
    let answer = rest(&mut stream).await;
    assert!(answer.contains("connection: close"), "{answer}");
}

#[tokio::test]
async fn a_panic_is_a_plain_500_and_the_connection_lives() {
    let broken =
        Router::new().route("/panic", get(async || -> &'static str { panic!("the secret is SESAME") }));
    let url = server_within(router(Shop).merge(broken), quick()).await;
    let mut stream = connect(&url).await;
    for panics in [request("panic", ""), "GET /panic HTTP/1.1\r\nHost: a\r\n\r\n".to_owned()] {
        let answer = answer(&mut stream, &panics).await;
        assert!(
            answer.starts_with("HTTP/1.1 500 ") && answer.contains("application/problem+json"),
            "{answer}"
        );
        assert!(!answer.contains("SESAME"), "{answer}");
    }
    assert!(answer(&mut stream, &request("a", "")).await.starts_with("HTTP/1.1 400 "));
}

#[tokio::test]
async fn a_client_that_does_not_take_its_answer_is_let_go() {
    let endless = async || Body::new(Endless);
    let url = server_within(router(Shop).merge(Router::new().route("/endless", get(endless))), quick()).await;
    let mut stream = connect(&url).await;
    stream.write_all(b"GET /endless HTTP/1.1\r\nHost: a\r\n\r\n").await.expect("a request");
    // Long enough that the server finds nobody reading; what is read then comes to an end.
    tokio::time::sleep(Duration::from_secs(2)).await;
    rest(&mut stream).await;
}

/// A body that never ends.
struct Endless;

impl http_body::Body for Endless {
    type Data = bytes::Bytes;
    type Error = std::convert::Infallible;

    fn poll_frame(
        self: std::pin::Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Result<http_body::Frame<bytes::Bytes>, Self::Error>>> {
        std::task::Poll::Ready(Some(Ok(http_body::Frame::data(bytes::Bytes::from_static(&[b'x'; 65_536])))))
    }
}

#[tokio::test]
async fn a_server_that_is_shut_down_answers_what_it_was_asked() {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    let (stop, stopped) = oneshot::channel::<()>();
    let serving = tokio::spawn(serve_until(listener, router(Shop), Limits::default(), async {
        _ = stopped.await;
    }));
    let (mut idle, mut busy) = (connect(&url).await, connect(&url).await);
    assert!(answer(&mut idle, &request("a", "")).await.starts_with("HTTP/1.1 400 "));
    busy.write_all(request("later", "").as_bytes()).await.expect("a request");
    // The request is read before the server stops, or else it would be none that was asked.
    tokio::time::sleep(Duration::from_millis(100)).await;
    stop.send(()).expect("a server");
    assert_eq!(rest(&mut idle).await, "");
    assert!(rest(&mut busy).await.starts_with("HTTP/1.1 400 "));
    serving.await.expect("a task").expect("no error");
    assert!(TcpStream::connect(url.trim_start_matches("http://")).await.is_err());
}

#[tokio::test]
async fn a_shutdown_does_not_wait_for_ever() {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    let limits = Limits { handler: Duration::from_secs(600), ..quick() };
    let (stop, stopped) = oneshot::channel::<()>();
    let serving = tokio::spawn(serve_until(listener, router(Shop), limits, async {
        _ = stopped.await;
    }));
    let mut busy = connect(&url).await;
    busy.write_all(request("never", "").as_bytes()).await.expect("a request");
    tokio::time::sleep(Duration::from_millis(100)).await;
    stop.send(()).expect("a server");
    serving.await.expect("a task").expect("no error");
    assert_eq!(rest(&mut busy).await, "");
}

#[tokio::test]
async fn http_2_is_served_and_held_to_the_limits() {
    let url = server_within(router(Shop), quick()).await;
    let mut stream = connect(&url).await;
    // The preface and an empty SETTINGS frame (RFC 9113, sections 3.4 and 6.5), and then nothing.
    stream.write_all(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0").await.expect("a preface");
    honest(&url).await;
    let mut bytes = Vec::new();
    let read = tokio::time::timeout(Duration::from_secs(30), stream.read_to_end(&mut bytes)).await;
    _ = read.expect("the connection is still open");
    // Its own SETTINGS come first.
    assert_eq!(bytes.get(3), Some(&4), "{bytes:?}");
}

/// A frame of HTTP/2 (RFC 9113, section 4.1).
fn frame(kind: u8, flags: u8, stream: u32, payload: &[u8]) -> Vec<u8> {
    let length = u32::try_from(payload.len()).expect("a short frame").to_be_bytes();
    let mut frame = length.get(1..).expect("three bytes").to_vec();
    frame.extend([kind, flags]);
    frame.extend(stream.to_be_bytes());
    frame.extend(payload);
    frame
}

/// The kinds of the frames that begin these bytes.
fn kinds(mut bytes: &[u8]) -> Vec<u8> {
    let mut kinds = Vec::new();
    while let [high, middle, low, kind, _, _, _, _, _, rest @ ..] = bytes {
        kinds.push(*kind);
        let length = usize::from(*high) << 16 | usize::from(*middle) << 8 | usize::from(*low);
        bytes = rest.get(length..).unwrap_or_default();
    }
    kinds
}

const PREFACE: &[u8] = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0";
const DATA: u8 = 0;
const HEADERS: u8 = 1;
const RST_STREAM: u8 = 3;

/// The header fields of a request that is right, as far as its body (RFC 7541): literals without indexing.
fn fields() -> Vec<u8> {
    let mut fields = vec![0x86];
    for (name, value) in [
        (&[0x02][..], "PUT"),
        (&[0x04], "/v1/payment/a"),
        (&[0x01], "a"),
        (&[0x0f, 0x08], "Bearer TOKEN"),
        (&[0x0f, 0x10], "application/json"),
    ] {
        fields.extend(name);
        fields.push(u8::try_from(value.len()).expect("a short value"));
        fields.extend(value.as_bytes());
    }
    fields
}

#[tokio::test]
async fn streams_that_are_reset_at_once_cost_nobody_else() {
    let url = server_within(router(Shop), quick()).await;
    let (mut reader, mut writer) = connect(&url).await.into_split();
    let mut sent = PREFACE.to_vec();
    for stream in (1..20_000).step_by(2) {
        sent.extend(frame(HEADERS, 0x04, stream, &fields()));
        sent.extend(frame(RST_STREAM, 0, stream, &8_u32.to_be_bytes()));
    }
    // The server may be gone before it has read all of it, which is what it should do.
    let writing = async { _ = writer.write_all(&sent).await };
    let mut bytes = Vec::new();
    let reading = async { _ = reader.read_to_end(&mut bytes).await };
    let ended = async { tokio::join!(writing, reading) };
    let (ended, ()) = tokio::join!(tokio::time::timeout(Duration::from_secs(30), ended), honest(&url));
    ended.expect("the connection is still open");
    honest(&url).await;
}

#[tokio::test]
async fn frames_without_a_byte_are_no_progress() {
    let url = server_within(router(Shop), quick()).await;
    let (mut reader, mut writer) = connect(&url).await.into_split();
    writer.write_all(PREFACE).await.expect("a preface");
    writer.write_all(&frame(HEADERS, 0x04, 1, &fields())).await.expect("a head");
    let writing = async {
        for _ in 0..100 {
            tokio::time::sleep(Duration::from_millis(50)).await;
            if writer.write_all(&frame(DATA, 0, 1, b"")).await.is_err() {
                break;
            }
        }
    };
    let mut bytes = Vec::new();
    let reading = async { _ = reader.read_to_end(&mut bytes).await };
    let ended = async { tokio::join!(writing, reading) };
    let (ended, ()) = tokio::join!(tokio::time::timeout(Duration::from_secs(30), ended), honest(&url));
    ended.expect("the connection is still open");
    // It was answered, before its body came to an end.
    assert!(kinds(&bytes).contains(&HEADERS), "{:?}", kinds(&bytes));
}
