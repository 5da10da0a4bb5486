//! A mock over a socket: every operation answers, what it answers is valid, and what is wrong is refused.

#![allow(clippy::expect_used, clippy::panic, reason = "a test says what it expects")]

use specwright::Understood;
use specwright::config::Config;
use specwright::diagnostics::Sink;
use specwright::source::Sources;
use specwright_cli::mock::{Mock, Values};
use std::io::{Read as _, Write as _};
use std::net::TcpStream;

const ORDERS: &str = include_str!("mock/orders.yaml");

const ORDER: &str = "/orders/3fa85f64-5717-4562-b3fc-000000000000";

/// A document as it is understood, its texts, and what was said about it.
fn understand(text: &str) -> (Understood, Sources, Sink) {
    let mut sources = Sources::new();
    sources.add("orders.yaml", text);
    let mut sink = Sink::new();
    let understood =
        specwright::interpret(&sources, &Config::default(), &mut sink).expect("a document that can be used");
    (understood, sources, sink)
}

/// A mock of a document that runs to the end of the test.
struct Running {
    address: String,
    report: String,
}

impl Running {
    fn start(text: &str) -> Self {
        let (understood, sources, sink) = understand(text);
        let mock = Mock::new(understood, sink.diagnostics());
        let report = mock.report(&sources);
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        let listener = runtime.block_on(tokio::net::TcpListener::bind("127.0.0.1:0")).expect("a port");
        let address = listener.local_addr().expect("an address").to_string();
        std::thread::spawn(move || runtime.block_on(mock.serve(listener, std::future::pending())));
        Self { address, report }
    }

    /// What is answered: the status, the head and the body.
    fn ask(&self, line: &str, headers: &[&str], body: &str) -> (u16, String, String) {
        let mut request = format!("{line} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n");
        for header in headers {
            request.push_str(&format!("{header}\r\n"));
        }
        if !body.is_empty() {
            request.push_str(&format!("Content-Length: {}\r\n", body.len()));
        }
        let mut stream = TcpStream::connect(&self.address).expect("a connection");
        stream.write_all(format!("{request}\r\n{body}").as_bytes()).expect("a request");
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).expect("an answer");
        let answer = String::from_utf8_lossy(&answer).into_owned();
        let (head, body) = answer.split_once("\r\n\r\n").expect("a head and a body");
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).expect("a status");
        (status, head.to_owned(), body.to_owned())
    }

    fn get(&self, path: &str, headers: &[&str]) -> (u16, String, String) {
        let headers: Vec<&str> = headers.iter().copied().chain(["Authorization: Bearer a"]).collect();
        self.ask(&format!("GET {path}"), &headers, "")
    }
}

/// What a server has against a body that an operation answers with a status.
fn objections(operation: &str, status: &str, body: &str) -> Vec<String> {
    let (understood, ..) = understand(ORDERS);
    let values = Values::new(understood.api, &understood.document);
    let operations = values.api().operations.iter();
    let operation = operations.into_iter().find(|each| each.id == operation).expect("an operation");
    let responses = operation.responses.iter();
    let response = responses
        .into_iter()
        .find(|response| format!("{:?}", response.status).contains(status))
        .expect("a response");
    let content = response.body.as_ref().and_then(|body| body.variants.first()).expect("a body");
    values.objections(&content.ty, &content.rules, body)
}

#[test]
fn what_is_answered_is_valid() {
    let mock = Running::start(ORDERS);
    let path = format!("{ORDER}?since=2024-02-29");
    for dynamic in ["", "Prefer: dynamic=true"] {
        let headers: Vec<&str> = [dynamic].into_iter().filter(|header| !header.is_empty()).collect();
        for (operation, status, path) in
            [("getOrder", "200", path.as_str()), ("getOdd", "200", "/odd"), ("getShared", "200", "/shared")]
        {
            let (code, _, body) = mock.get(path, &headers);
            assert_eq!(code, 200, "{operation}: {body}");
            assert_eq!(objections(operation, status, &body), Vec::<String>::new(), "{operation}: {body}");
        }
        let refused: Vec<&str> = headers.iter().copied().chain(["Prefer: code=404"]).collect();
        let (code, head, body) = mock.get(&path, &refused);
        assert_eq!(code, 404, "{body}");
        assert!(head.contains("content-type: application/problem+json"), "{head}");
        assert_eq!(objections("getOrder", "404", &body), Vec::<String>::new(), "{body}");
    }
    assert_ne!(objections("getOdd", "200", "{}"), Vec::<String>::new());
}

#[test]
fn examples_are_used_where_they_are_valid() {
    let mock = Running::start(ORDERS);
    let path = format!("{ORDER}?since=2024-02-29");
    let (_, head, body) = mock.get(&path, &[]);
    assert!(body.contains(r#""mail":"a@example.com""#) && body.contains(r#""rank":3"#), "{body}");
    assert!(!body.contains(r#""age":200"#) && !body.contains("secret"), "{body}");
    assert!(head.contains("x-left: 8\r\n") && head.contains("x-page: two\r\n"), "{head}");
    assert!(!head.contains("x-maybe") && !head.contains("content-encoding"), "{head}");
    let (_, _, made) = mock.get(&path, &["Prefer: dynamic=true"]);
    assert!(made.contains(r#""mail":"user@example.com""#), "{made}");
    let line = mock
        .report
        .lines()
        .find(|line| line.starts_with("warning: orders.yaml:") && line.contains("maximum"));
    assert!(line.is_some(), "{}", mock.report);
}

#[test]
fn a_request_may_prefer_an_answer() {
    let mock = Running::start(ORDERS);
    let path = format!("{ORDER}?since=2024-02-29");
    let prefer = |what: &str| mock.get(&path, &[&format!("Prefer: {what}")]);
    assert_eq!(prefer("code=404").2, r#"{"reason":"gone","code":7}"#);
    assert_eq!(prefer("code=404, example=moved").2, r#"{"reason":"moved","code":9}"#);
    // It is not valid, so that it is none.
    assert_eq!(prefer("code=404; example=wrong").0, 400);
    let (code, _, body) = prefer("code=503");
    assert!(code == 503 && body.len() >= 12, "{code} {body}");
    let (code, head, body) = prefer("code=418");
    assert!(
        code == 400 && head.contains("application/problem+json") && body.contains("200, 404, 5XX"),
        "{body}"
    );
    assert_eq!(prefer("code=teapot").0, 400);
    // What is wrong with the request comes first.
    assert_eq!(mock.get(ORDER, &["Prefer: code=404"]).0, 422);
}

#[test]
fn a_request_is_checked_as_by_a_generated_server() {
    let mock = Running::start(ORDERS);
    let path = format!("{ORDER}?since=2024-02-29");
    assert_eq!(mock.ask(&format!("GET {path}"), &[], "").0, 401);
    assert_eq!(mock.ask(&format!("GET {path}"), &["Authorization: Basic a"], "").0, 401);
    assert_eq!(mock.get("/nowhere", &[]).0, 404);
    let (code, head, _) = mock.ask("DELETE /orders", &[], "");
    assert!(code == 405 && head.contains("allow: POST"), "{head}");
    assert_eq!(mock.ask(&format!("HEAD {path}"), &["Authorization: Bearer a"], "").0, 200);
    assert_eq!(mock.ask("POST /orderMade", &[], "").0, 404);
    let (code, _, body) = mock.get("/orders/x?since=yesterday&fields=id,size", &[]);
    assert_eq!(code, 422);
    for expected in [
        r#"{"in":"path","name":"id","pointer":"","keyword":"format""#,
        r#"{"in":"query","name":"since","pointer":"","keyword":"format""#,
        r#"{"in":"query","name":"fields","pointer":"/1","keyword":"enum""#,
    ] {
        assert!(body.contains(expected), "{body}");
    }
    let post = |media_type: &str, body: &str| {
        mock.ask("POST /orders", &["Authorization: Bearer a", &format!("Content-Type: {media_type}")], body)
    };
    let (code, _, body) = post("application/json", r#"{"sku":"x","count":7}"#);
    assert!(code == 422 && body.contains(r#""/sku","keyword":"pattern""#), "{body}");
    assert!(body.contains(r#""/count","keyword":"multipleOf""#), "{body}");
    assert_eq!(post("application/json", "{").0, 400);
    assert_eq!(post("text/plain", "a").0, 415);
    let (code, _, body) = post("application/x-www-form-urlencoded", "sku=AB-1234&count=6");
    assert!(code == 201 && body == r#"{"sku":"AB-1234","count":6}"#, "{code} {body}");
    let (code, _, body) = post("application/x-www-form-urlencoded", "sku=AB-1234&count=4");
    assert!(code == 422 && body.contains("minimum"), "{body}");
}

#[test]
fn the_media_type_that_is_asked_for_is_answered() {
    let mock = Running::start(ORDERS);
    let ask = |accept: &str| {
        mock.ask("POST /orders", &["Authorization: Bearer a", &format!("Accept: {accept}")], "")
    };
    let (code, head, body) = ask("text/csv");
    assert!(
        code == 201 && head.contains("content-type: text/csv") && body == "sku,count\nAB-1234,6\n",
        "{body}"
    );
    assert!(ask("application/json, text/csv;q=0.5").1.contains("content-type: application/json"));
    assert_eq!(ask("image/png").0, 406);
    assert_eq!(mock.get("/events", &[]).2, "data: {\"a\":1}\n\n");
    // A schema of objects is that of each line.
    assert_eq!(mock.get("/lines", &[]).2, "{\"key\":{}}\n");
    assert_eq!(mock.get("/picture", &[]).2, "mock");
    let (code, head, _) = mock.get("/sound", &[]);
    assert!(code == 200 && head.contains("content-type: audio/mpeg"), "{head}");
}

#[test]
fn what_nobody_enforces_is_told() {
    let report = Running::start(ORDERS).report;
    for expected in ["GET /orders/{id}\n", "look-around", "the format `email`", "this example is not used"] {
        assert!(report.contains(expected), "{expected}: {report}");
    }
    assert!(!report.contains("orderMade") && !report.contains("no value was found"), "{report}");
}

#[test]
fn the_same_document_has_the_same_values() {
    let body = || Running::start(ORDERS).get(&format!("{ORDER}?since=2024-02-29"), &[]).2;
    assert_eq!(body(), body());
}

#[cfg(unix)]
#[test]
fn the_command_tells_its_address_and_ends_when_it_is_interrupted() {
    use std::io::{BufRead as _, BufReader};
    use std::process::{Command, Stdio};
    let document = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/mock/orders.yaml");
    let mut mock = Command::new(env!("CARGO_BIN_EXE_specwright"))
        .args(["mock", document, "--listen", "127.0.0.1:0"])
        .stderr(Stdio::piped())
        .spawn()
        .expect("the command");
    let lines = BufReader::new(mock.stderr.take().expect("standard error")).lines();
    let address = lines
        .map_while(Result::ok)
        .find_map(|line| line.strip_prefix("listening at http://").map(str::to_owned));
    let running = Running { address: address.expect("an address"), report: String::new() };
    assert_eq!(running.get("/odd", &[]).0, 200);
    let interrupt = Command::new("kill").args(["-INT", &mock.id().to_string()]).status().expect("kill");
    assert!(interrupt.success());
    assert_eq!(mock.wait().expect("an end").code(), Some(0));
}

#[test]
fn what_cannot_be_used_is_not_served() {
    use std::process::Command;
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("a.yaml");
    std::fs::write(&file, "openapi: 9.0.0\npaths: {}\n").expect("a file");
    let output = Command::new(env!("CARGO_BIN_EXE_specwright")).arg("mock").arg(&file).output();
    let output = output.expect("the command");
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("unsupported-version"));
}

#[test]
fn a_document_is_served_below_its_base_path_and_without_it() {
    for (url, base) in [
        ("https://api.example.com/v1/{stage}/", "/v1/eu"),
        ("/v1", "/v1"),
        ("https://api.example.com", ""),
        ("https://api.example.com/{unknown}", ""),
    ] {
        let servers = format!("servers: [{{url: '{url}', variables: {{stage: {{default: eu}}}}}}]\n");
        let document = format!(
            "openapi: 3.0.3\ninfo: {{title: T, version: '1'}}\n{servers}paths:\n  /v1/a:\n    get: {{responses: {{'204': {{description: Done.}}}}}}\n"
        );
        let mock = Running::start(&document);
        assert_eq!(mock.report.contains("below"), !base.is_empty(), "{url}: {}", mock.report);
        for path in ["/v1/a".to_owned(), format!("{base}/v1/a")] {
            assert_eq!(mock.get(&path, &[]).0, 204, "{url}: {path}");
        }
        assert_eq!(mock.get("/v2/v1/a", &[]).0, 404);
    }
}
