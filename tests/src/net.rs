//! Servers on a port of their own, for as long as a test runs.

use specwright_runtime::axum::Router;
use specwright_runtime::server::{Limits, serve};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

/// The address of a server that answers with a router.
///
/// # Panics
///
/// Where the machine has no port to give.
pub async fn server(router: Router) -> String {
    server_within(router, Limits::default()).await
}

/// The same with limits of its own.
///
/// # Panics
///
/// Where the machine has no port to give.
pub async fn server_within(router: Router, limits: Limits) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    tokio::spawn(serve(listener, router, limits));
    url
}

/// Limits that a test can wait for.
pub fn quick() -> Limits {
    let (soon, later) = (Duration::from_millis(500), Duration::from_secs(1));
    Limits {
        header: soon,
        body: later,
        progress: soon,
        idle: soon,
        handler: later,
        shutdown: soon,
        ..Limits::default()
    }
}

/// The address of a server that answers every request with these bytes and closes; what it was sent goes to `seen`.
///
/// # Panics
///
/// Where the machine has no port to give.
pub async fn responder(answer: Vec<u8>, seen: Arc<Mutex<Vec<u8>>>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut bytes = vec![0; 65_536];
            let count = stream.read(&mut bytes).await.unwrap_or(0);
            bytes.truncate(count);
            seen.lock().expect("a lock").extend(bytes);
            let _ = stream.write_all(&answer).await;
            let _ = stream.shutdown().await;
        }
    });
    url
}

/// The bytes of an answer.
pub fn response(status: &str, content_type: &str, body: &str) -> Vec<u8> {
    let length = body.len();
    format!("HTTP/1.1 {status}\r\ncontent-type: {content_type}\r\ncontent-length: {length}\r\n\r\n{body}")
        .into_bytes()
}

/// What the server at an address answers to these bytes, up to the end of the connection.
///
/// # Panics
///
/// Where the connection fails.
pub async fn exchange(url: &str, request: &[u8]) -> String {
    let address = url.trim_start_matches("http://");
    let mut stream = tokio::net::TcpStream::connect(address).await.expect("a connection");
    stream.write_all(request).await.expect("a request");
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await.expect("an answer");
    String::from_utf8_lossy(&answer).into_owned()
}

/// Sends a request with its first line, its headers and a body whose length is said, and reads the answer.
///
/// # Panics
///
/// Where the connection fails.
pub async fn ask(url: &str, line: &str, headers: &str, body: &str) -> String {
    let length = body.len();
    let request = format!(
        "{line} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n{headers}Content-Length: {length}\r\n\r\n{body}"
    );
    exchange(url, request.as_bytes()).await
}
