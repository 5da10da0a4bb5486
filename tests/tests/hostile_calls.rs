//! What is generated for hostile documents, called: routers take every path, clients send no line that the document
//! smuggles, and a value that leads back to itself is read to an end.

#![allow(clippy::expect_used, reason = "a test says what it expects")]

use specwright_runtime::client::TowerTransport;
use specwright_runtime::codec::{Mode, decode, encode};
use tests::cases::hostile::{keys, paths, reference_cycles};

struct Service;

impl paths::server::Operations for Service {}
impl reference_cycles::server::Operations for Service {}

#[tokio::test]
async fn a_router_takes_every_path_and_a_client_ends_with_an_answer() {
    let router = paths::server::router(Service);
    let client = paths::client::Client::builder()
        .base_url("http://in.memory")
        .transport(TowerTransport::new(router))
        .build()
        .expect("a client");
    // No method is implemented: what reaches the router is answered by 501, and what cannot be sent is refused.
    let mut told = Vec::new();
    macro_rules! call {
        ($($name:ident $(($argument:expr))?),*) => {
            $(told.push(format!("{}: {}", stringify!($name), client.$name($($argument)?).await.expect_err("no answer of use")));)*
        };
    }
    call!(
        quotes,
        twice("x"),
        unbalanced,
        unbalanced_too,
        empty("x"),
        host,
        query,
        fragment,
        dots,
        line,
        url,
        none,
        router2
    );
    let lines = told.join("\n");
    assert_eq!(told.len(), 13);
    assert!(!lines.contains('\r'), "{lines}");
}

#[tokio::test]
async fn a_header_of_the_document_is_no_second_line() {
    let seen = std::sync::Arc::default();
    let url =
        tests::net::responder(tests::net::response("200 OK", "text/plain", ""), std::sync::Arc::clone(&seen))
            .await;
    // The scheme whose header has that name is none that anything is sent for.
    let client = keys::client::Client::builder().base_url(&url).build().expect("a client");
    let _ = client.o_fn_evil().q_x_1("b").await;
    let sent = String::from_utf8_lossy(&seen.lock().expect("a lock")).to_lowercase();
    assert!(!sent.contains("\nx-evil"), "{sent}");
    assert!(sent.is_empty() || sent.starts_with("post /a"), "{sent}");
}

#[test]
fn a_union_that_leads_back_to_itself_is_read_to_an_end() {
    use reference_cycles::models::{One, TwoA};
    for text in ["\"a\"", "1", "true", "{}", "[[[]]]"] {
        let one = decode::<One>(text.as_bytes(), Mode::Lenient).expect("a value");
        assert_eq!(encode(&one).expect("a text"), text.as_bytes());
        let two = decode::<TwoA>(text.as_bytes(), Mode::Lenient).expect("a value");
        assert_eq!(encode(&two).expect("a text"), text.as_bytes());
    }
}
