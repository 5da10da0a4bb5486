//! Generated clients over sockets that fail at every byte: nothing is sent twice that must not be, nothing hangs, and
//! every end is a typed error.

#![allow(clippy::expect_used, clippy::panic, reason = "a test says what it expects")]

use generated::{zenskar, zuora};
use specwright_runtime::client::{Error, ReqwestTransport, Retries};
use specwright_runtime::uuid::Uuid;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use tests::net::response;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;

const PAYMENT: Uuid = Uuid::from_u128(0x3c90_c3cc_0d44_4b50_8888_8dd2_5736_052a);
const ZENSKAR: &str = r#"{"id":"3c90c3cc-0d44-4b50-8888-8dd25736052a","amount":"1","amount_refunded":"0","currency_code":"EUR","status":null}"#;
const ZUORA: &str = r#"{"amount":1.5}"#;

/// What becomes of a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fault {
    Reset,
    Stall,
    Garbage,
}

/// Where it becomes so: after so many bytes.
#[derive(Clone, Copy, Debug)]
enum Place {
    Request(usize),
    Response(usize),
}

/// A server whose first connection fails at a place and whose others answer; how many requests it was sent, in whole or
/// in part.
async fn faulty(fault: Fault, place: Place, answer: Arc<Vec<u8>>) -> (String, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    let sends = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&sends);
    tokio::spawn(async move {
        let mut held = Vec::new();
        while let Ok((mut stream, _)) = listener.accept().await {
            let is_first = count.fetch_add(1, Ordering::SeqCst) == 0;
            let failed = match (is_first, place) {
                (true, Place::Request(bytes)) => {
                    let mut read = vec![0; bytes];
                    let _ = stream.read_exact(&mut read).await;
                    true
                }
                (true, Place::Response(bytes)) => {
                    request(&mut stream).await;
                    let _ = stream.write_all(answer.get(..bytes).expect("so many bytes")).await;
                    true
                }
                (false, _) => {
                    request(&mut stream).await;
                    let _ = stream.write_all(&answer).await;
                    let _ = stream.shutdown().await;
                    false
                }
            };
            match fault {
                Fault::Stall if failed => held.push(stream),
                Fault::Garbage if failed => {
                    let _ = stream.write_all(b"\0\xff{]\r\n\r\n\xfe").await;
                }
                _ => {}
            }
        }
    });
    (url, sends)
}

/// Reads a request to its end; where its body ends, its head says.
async fn request(stream: &mut TcpStream) {
    let (mut bytes, mut piece) = (Vec::new(), [0; 4096]);
    loop {
        let text = String::from_utf8_lossy(&bytes).to_lowercase();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")?.parse().ok());
            if body.len() >= length.unwrap_or(0) {
                return;
            }
        }
        match stream.read(&mut piece).await {
            Ok(count) if count > 0 => bytes.extend(piece.iter().take(count)),
            _ => return,
        }
    }
}

fn limit(fault: Fault) -> Duration {
    if fault == Fault::Stall { Duration::from_millis(200) } else { Duration::from_secs(60) }
}

/// A `PATCH`, which must not be sent twice.
async fn patch(transport: ReqwestTransport, fault: Fault, place: Place, answer: Arc<Vec<u8>>) {
    let length = answer.len();
    let (url, sends) = faulty(fault, place, answer).await;
    let client = zenskar::client::Client::builder()
        .base_url(url)
        .api_token_auth("KEY")
        .organisation_auth("ORG")
        .attempt_timeout(limit(fault))
        .transport(transport)
        .build()
        .expect("a client");
    let ended = client.update_payment(PAYMENT, zenskar::models::UpdatePaymentRequestSchema::new()).await;
    assert_eq!(sends.load(Ordering::SeqCst), 1, "{fault:?} {place:?}");
    let is_whole = matches!(place, Place::Response(bytes) if bytes == length);
    match (&ended, fault) {
        (Ok(_), _) => assert!(is_whole, "{fault:?} {place:?}"),
        (Err(Error::Timeout(_)), Fault::Stall) | (Err(Error::Transport(_)), _) => {
            assert!(!is_whole, "{ended:?}")
        }
        (Err(Error::Decode(_)), Fault::Garbage) => assert!(!is_whole, "{ended:?}"),
        _ => panic!("{fault:?} {place:?}: {ended:?}"),
    }
}

/// A `PUT`, which may be sent twice.
async fn put(transport: ReqwestTransport, fault: Fault, place: Place, answer: Arc<Vec<u8>>) {
    let length = answer.len();
    let (url, sends) = faulty(fault, place, answer).await;
    let client = zuora::client::Client::builder()
        .base_url(url)
        .bearer_auth("TOKEN")
        .attempt_timeout(limit(fault))
        .retries(Retries::default().max(9).delays(Duration::ZERO, Duration::ZERO))
        .transport(transport)
        .build()
        .expect("a client");
    let body = zuora::models::UpdatePaymentBody::new().comment("paid".to_owned());
    let ended = client.update_payment("P-1").body(body).await;
    let is_whole = matches!(place, Place::Response(bytes) if bytes == length);
    match ended {
        // Where the whole answer came, nothing is asked for again. A machine that is slow may stall by itself.
        Ok(_) if is_whole => assert_eq!(sends.load(Ordering::SeqCst), 1, "{fault:?} {place:?}"),
        Ok(_) => assert!(sends.load(Ordering::SeqCst) >= 2, "{fault:?} {place:?}"),
        // Garbage in place of the body is an answer, if not a good one.
        Err(Error::Decode(_)) => assert_eq!((fault, sends.load(Ordering::SeqCst)), (Fault::Garbage, 1)),
        Err(other) => panic!("{fault:?} {place:?}: {other:?}"),
    }
}

/// Every place: more bytes than a request has are those of the whole request.
fn places(answer: &[u8], request: usize) -> Vec<Place> {
    (0..=request).map(Place::Request).chain((0..=answer.len()).map(Place::Response)).collect()
}

async fn everywhere<F>(places: Vec<Place>, run: impl Fn(Fault, Place) -> F)
where
    F: Future<Output = ()> + Send + 'static,
{
    let mut running = JoinSet::new();
    for fault in [Fault::Reset, Fault::Stall, Fault::Garbage] {
        for place in &places {
            if running.len() >= 32 {
                running.join_next().await.expect("a run").expect("no panic");
            }
            running.spawn(run(fault, *place));
        }
    }
    while let Some(ended) = running.join_next().await {
        ended.expect("no panic");
    }
}

#[tokio::test]
async fn a_request_that_must_not_be_sent_twice_is_not() {
    let answer = Arc::new(response("200 OK", "application/json", ZENSKAR));
    let transport = ReqwestTransport::new().expect("a transport");
    // The request has 187 bytes with the shortest port; a fault past its end would wait for what never comes.
    everywhere(places(&answer, 180), |fault, place| {
        patch(transport.clone(), fault, place, Arc::clone(&answer))
    })
    .await;
}

#[tokio::test]
async fn a_request_that_may_be_sent_twice_arrives() {
    let answer = Arc::new(response("200 OK", "application/json", ZUORA));
    let transport = ReqwestTransport::new().expect("a transport");
    everywhere(places(&answer, 180), |fault, place| {
        put(transport.clone(), fault, place, Arc::clone(&answer))
    })
    .await;
}
