//! The spans of attempts: what they are called by, and what they do not show.

use super::script::{Answering, Script, status};
use super::*;
use ::tracing::field::{Field, Visit};
use ::tracing::span::{Attributes, Id, Record};
use ::tracing::{Event, Metadata, Subscriber};
use std::fmt::Write as _;
use std::sync::{Arc, Mutex};

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

static LIST: Operation = Operation {
    id: "list",
    path: "/things/{id}",
    pieces: &[Piece::Literal("/things/7")],
    security: &[&[&KEY]],
    ..Operation::NONE
};

#[tokio::test(start_paused = true)]
async fn each_attempt_is_a_span_by_the_conventions() {
    let notebook = Notebook::default();
    let _guard = ::tracing::subscriber::set_default(notebook.clone());
    let script = Script::new(vec![Answering::Lost, status(404)]);
    let builder = Builder::new().base_url("https://example.com:8443").transport(script);
    let core = builder.credential(&KEY, None, "pl4nted").build().expect("a core");
    assert!(dispatch::dispatch(Call::new(&core, &LIST)).await.is_ok());
    let text = notebook.0.lock().expect("a lock").clone();
    let span = concat!(
        "otel.name=GET /things/{id} otel.kind=\"client\" http.request.method=\"GET\" ",
        "url.full=\"https://example.com:8443/things/7?api_key=REDACTED\" url.template=\"/things/{id}\" ",
        "server.address=\"example.com\" server.port=8443 openapi.operation=\"list\" "
    );
    let ends = [
        "error.type=\"transport\" ",
        "http.request.resend_count=1 http.response.status_code=404 error.type=\"404\" ",
    ];
    assert_eq!(text, ends.map(|end| format!("{span}{end}")).concat());
}
