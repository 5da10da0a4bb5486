//! The spans of attempts: what they are called by, and what they do not show. In a test of its own, since other tests
//! of a process would tell the tracing crate that nobody listens.

#![allow(clippy::expect_used, reason = "a test says what it expects")]

use specwright_runtime::client::{Error, Mock, MockAnswer};
use std::fmt::Write as _;
use std::sync::{Arc, Mutex};
use tests::cases::security::client::Client;
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

/// Writes down every field of every span.
#[derive(Clone, Default)]
struct Notebook(Arc<Mutex<String>>);

struct Page<'a>(&'a mut String);

impl Visit for Page<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn std::fmt::Debug) {
        let _ = write!(self.0, "{}={value:?} ", field.name());
    }
}

impl Subscriber for Notebook {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        span.record(&mut Page(&mut self.0.lock().expect("a lock")));
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, values: &Record<'_>) {
        values.record(&mut Page(&mut self.0.lock().expect("a lock")));
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}
    fn event(&self, _: &Event<'_>) {}
    fn enter(&self, _: &Id) {}
    fn exit(&self, _: &Id) {}
}

#[tokio::test]
async fn each_attempt_is_a_span_by_the_conventions() {
    let notebook = Notebook::default();
    let _guard = tracing::subscriber::set_default(notebook.clone());
    let mock = Mock::new();
    mock.once("asDocumented", MockAnswer::lost()).once("asDocumented", MockAnswer::status(404));
    let builder = Client::builder().base_url("https://example.com:8443/v1").transport(mock.clone());
    let client = builder.header("pl4nted").query("pl4nted").build().expect("a client");
    assert!(matches!(client.as_documented().await, Err(Error::Status(_))));
    let text = notebook.0.lock().expect("a lock").clone();
    let span = concat!(
        "otel.name=GET /a otel.kind=\"client\" http.request.method=\"GET\" ",
        "url.full=\"https://example.com:8443/v1/a?key=REDACTED\" url.template=\"/a\" ",
        "server.address=\"example.com\" server.port=8443 openapi.operation=\"asDocumented\" "
    );
    let ends = [
        "error.type=\"transport\" ",
        "http.request.resend_count=1 http.response.status_code=404 error.type=\"404\" ",
    ];
    assert_eq!(text, ends.map(|end| format!("{span}{end}")).concat());
    assert!(mock.requests().iter().all(|request| request.header("x-key") == Some("pl4nted")));
}
