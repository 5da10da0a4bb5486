//! Deadlines, retries, keys, hooks: what is sent, how often, and when, against a transport that answers by a script.

use super::script::{Answering, GET, PATCH, POST, POST_KEYED, Script, status};
use super::*;
use http::StatusCode;
use std::sync::{Arc, Mutex};
use std::time::Duration;

fn core(script: &Script, with: impl FnOnce(Builder) -> Builder) -> Core {
    with(Builder::new().base_url("https://example.com").transport(script.clone())).build().expect("a core")
}

async fn call(core: &Core, operation: &'static Operation) -> Result<StatusCode, String> {
    sent(Call::new(core, operation)).await
}

async fn sent(call: Call) -> Result<StatusCode, String> {
    let ended = dispatch::dispatch(call).await;
    ended.map(|received| received.status).map_err(|failure| Error::<()>::from(failure).to_string())
}

#[tokio::test(start_paused = true)]
async fn what_may_pass_is_tried_again_where_that_does_no_harm() {
    for (answers, operation, sends, ends) in [
        (vec![status(503), status(429), status(200)], &GET, 3, 200),
        (vec![status(408), status(500), status(502), status(200)], &GET, 3, 502),
        (vec![status(501), status(200)], &GET, 1, 501),
        (vec![status(404), status(200)], &GET, 1, 404),
        (vec![status(503), status(200)], &POST, 1, 503),
        (vec![status(500), status(200)], &POST, 1, 500),
        (vec![status(429), status(200)], &PATCH, 1, 429),
        (vec![status(500), status(200)], &POST_KEYED, 2, 200),
        (vec![Answering::Lost, status(200)], &GET, 2, 200),
        (vec![Answering::Cut, status(200)], &GET, 2, 200),
        (vec![Answering::Unreached, Answering::Unreached, status(200)], &POST, 3, 200),
    ] {
        let script = Script::new(answers);
        let ended = call(&core(&script, |builder| builder), operation).await;
        assert_eq!(ended.map(|status| status.as_u16()), Ok(ends), "{}", operation.id);
        assert_eq!(script.sends(), sends, "{}", operation.id);
    }
    for answering in [Answering::Lost, Answering::Cut] {
        let script = Script::new(vec![answering, status(200)]);
        assert!(call(&core(&script, |builder| builder), &POST).await.is_err());
        assert_eq!(script.sends(), 1);
    }
}

#[tokio::test(start_paused = true)]
async fn retries_can_be_turned_off_and_run_out() {
    let script = Script::new(vec![status(503); 9]);
    let off = core(&script, |builder| builder.retries(Retries::off()));
    assert_eq!(call(&off, &GET).await, Ok(StatusCode::SERVICE_UNAVAILABLE));
    assert_eq!(script.sends(), 1);
    let poor = core(&script, |builder| builder.retries(Retries::default().budget(3)));
    for sends in [4, 6, 7] {
        assert_eq!(call(&poor, &GET).await, Ok(StatusCode::SERVICE_UNAVAILABLE));
        assert_eq!(script.sends(), sends);
    }
    let mut own = Call::new(&off, &GET);
    own.options.retries = Some(Retries::default().max(1));
    assert_eq!(sent(own).await, Ok(StatusCode::SERVICE_UNAVAILABLE));
    assert_eq!(script.sends(), 9);
}

#[tokio::test(start_paused = true)]
async fn a_server_may_ask_for_a_wait_but_not_for_any() {
    for (asked, waits) in [
        ("7", 7.0..7.1),
        ("-1", 0.0..0.3),
        ("1e9", 0.0..0.3),
        ("1000000000", 30.0..30.1),
        ("Thu, 01 Jan 1970 00:00:00 GMT", 0.0..0.3),
    ] {
        let script = Script::new(vec![status(429).with("retry-after", asked), status(200)]);
        let start = tokio::time::Instant::now();
        assert_eq!(call(&core(&script, |builder| builder), &GET).await, Ok(StatusCode::OK));
        assert!(waits.contains(&start.elapsed().as_secs_f64()), "{asked}: {:?}", start.elapsed());
    }
}

#[tokio::test(start_paused = true)]
async fn a_wait_past_the_deadline_is_not_begun() {
    let script = Script::new(vec![status(503).with("retry-after", "20"), status(200)]);
    let start = tokio::time::Instant::now();
    let hasty = core(&script, |builder| builder.timeout(Duration::from_secs(10)));
    assert_eq!(call(&hasty, &GET).await, Ok(StatusCode::SERVICE_UNAVAILABLE));
    assert!(start.elapsed() < Duration::from_secs(1));
}

#[tokio::test(start_paused = true)]
async fn nothing_outlasts_its_deadline() {
    let script = Script::new(vec![Answering::Never; 9]);
    let start = tokio::time::Instant::now();
    let ended = call(&core(&script, |builder| builder), &POST).await;
    assert_eq!(ended, Err("the call took longer than 30s".to_owned()));
    assert_eq!((script.sends(), start.elapsed().as_secs()), (1, 30));

    let start = tokio::time::Instant::now();
    let ended = call(&core(&script, |builder| builder.timeout(Duration::from_secs(50))), &GET).await;
    assert_eq!(ended, Err("the call took longer than 50s".to_owned()));
    assert_eq!((script.sends(), start.elapsed().as_secs()), (3, 50));

    let mut short = Call::new(&core(&script, |builder| builder), &GET);
    short.options.timeout = Some(Duration::from_millis(5));
    assert_eq!(sent(short).await, Err("the call took longer than 5ms".to_owned()));

    let slow = Script::new(vec![Answering::Drip]);
    let start = tokio::time::Instant::now();
    let ended = call(&core(&slow, |builder| builder), &POST).await;
    assert_eq!(ended, Err("the call took longer than 30s".to_owned()));
    assert_eq!(start.elapsed().as_secs(), 30);
}

#[tokio::test(start_paused = true)]
async fn every_attempt_carries_the_same_key() {
    let script = Script::new(vec![status(503), Answering::Lost, status(200), status(200)]);
    let documented = core(&script, |builder| builder);
    assert_eq!(call(&documented, &POST_KEYED).await, Ok(StatusCode::OK));
    assert_eq!(call(&documented, &POST_KEYED).await, Ok(StatusCode::OK));
    let keys = script.header("idempotency-key");
    assert_eq!(keys.len(), 4);
    assert!(keys.iter().all(|key| key.as_ref().is_some_and(|key| key.len() == 36)), "{keys:?}");
    assert!(keys[0] == keys[1] && keys[1] == keys[2] && keys[2] != keys[3], "{keys:?}");

    let script = Script::new(vec![status(503), status(200), status(503), status(200), status(200)]);
    let configured = core(&script, |builder| builder.idempotency_header("X-Key"));
    assert_eq!(call(&configured, &POST).await, Ok(StatusCode::OK));
    assert_eq!(call(&configured, &GET).await, Ok(StatusCode::OK));
    let keys = script.header("x-key");
    assert!(keys[0].is_some() && keys[0] == keys[1] && keys[2].is_none() && keys[3].is_none(), "{keys:?}");

    let script = Script::new(vec![status(503), status(200)]);
    let mut own = Call::new(&core(&script, |builder| builder), &POST);
    own.options.idempotency_key = Some("mine".to_owned());
    assert_eq!(sent(own).await, Ok(StatusCode::OK));
    assert_eq!(script.header("idempotency-key"), [Some("mine".to_owned()), Some("mine".to_owned())]);
}

#[tokio::test]
async fn without_retries_no_key_is_made_up() {
    let script = Script::new(vec![status(200)]);
    let off = core(&script, |builder| builder.retries(Retries::off()).idempotency_header("X-Key"));
    assert_eq!(call(&off, &POST).await, Ok(StatusCode::OK));
    assert_eq!(script.header("x-key"), [None]);
}

#[tokio::test]
async fn what_frames_a_message_is_not_the_callers() {
    let script = Script::new(vec![status(200)]);
    for (name, value) in [("Content-Length", "0"), ("host", "evil"), ("a b", "c"), ("X-A", "a\r\nX-B: b")] {
        let mut own = Call::new(&core(&script, |builder| builder), &GET);
        own.options.headers.push((name.to_owned(), value.to_owned()));
        assert!(sent(own).await.is_err(), "{name}");
    }
    assert_eq!(script.sends(), 0);
    let mut own = Call::new(&core(&script, |builder| builder), &GET);
    own.options.headers.push(("X-A".to_owned(), "a".to_owned()));
    assert_eq!(sent(own).await, Ok(StatusCode::OK));
    assert_eq!(script.header("x-a"), [Some("a".to_owned())]);
}

#[tokio::test(start_paused = true)]
async fn a_stream_is_sent_once() {
    for answering in [status(503), Answering::Lost, Answering::Unreached] {
        let script = Script::new(vec![answering, status(200)]);
        let mut own = Call::new(&core(&script, |builder| builder), &GET);
        own.stream.0 = Some(RequestBody::stream(script::once("chunk"), None));
        assert_ne!(sent(own).await, Ok(StatusCode::OK));
        let mut part = Call::new(&core(&script, |builder| builder), &GET);
        let body = "--b\r\nContent-Disposition: form-data; name=a\r\n\r\n\r\n--b--";
        (part.body, part.content_type) = (Some(body.into()), Some("multipart/form-data; boundary=b".into()));
        part.parts.0.push(("a".to_owned(), RequestBody::stream(script::once("chunk"), None)));
        assert_eq!(script.sends(), 1);
        assert_eq!(sent(part).await, Ok(StatusCode::OK));
        assert_eq!(script.bodies()[1], body.replace("\r\n\r\n", "\r\n\r\nchunk").as_bytes());
    }
}

#[tokio::test]
async fn a_stream_in_a_range_of_media_types_has_the_one_that_is_said() {
    static IMAGE: Operation = Operation {
        body: Some(crate::http::Body { media_type: "image/*", ..crate::http::Body::NONE }),
        ..POST
    };
    let script = Script::new(vec![status(200); 2]);
    for media_type in [None, Some("image/png")] {
        let mut call = Call::new(&core(&script, |builder| builder), &IMAGE);
        call.stream.0 = Some(RequestBody::stream(script::once("chunk"), None));
        call.content_type = media_type.map(Into::into);
        assert_eq!(sent(call).await, Ok(StatusCode::OK));
    }
    assert_eq!(script.header("content-type"), [None, Some("image/png".to_owned())]);
}

#[tokio::test]
async fn a_body_too_large_is_not_asked_for_again() {
    let script = Script::new(vec![Answering::Body(vec![0; 100]), status(200)]);
    let ended = call(&core(&script, |builder| builder.max_response_bytes(99)), &GET).await;
    assert_eq!(
        ended,
        Err("the connection failed: the body of the response is larger than 99 bytes".to_owned())
    );
    assert_eq!(script.sends(), 1);
}

/// Notes what it sees, and adds a header.
#[derive(Clone, Default)]
struct Noting(Arc<Mutex<Vec<String>>>);

impl Hook for Noting {
    fn before(&self, attempt: &Attempt<'_>, headers: &mut http::HeaderMap) {
        headers.insert("x-attempt", http::HeaderValue::from(attempt.number));
        headers.insert("content-length", http::HeaderValue::from(7));
        let seen =
            format!("before {} {} {} {}", attempt.number, attempt.operation, attempt.method, attempt.path);
        self.0.lock().expect("a lock").push(seen);
    }

    fn after(&self, attempt: &Attempt<'_>, end: &AttemptEnd<'_>) {
        let code = end.status.map(|status| status.as_u16());
        let again = end.retry_in.is_some();
        let seen = format!("after {} {code:?} {:?} {again}", attempt.number, end.error);
        self.0.lock().expect("a lock").push(seen);
    }
}

#[tokio::test(start_paused = true)]
async fn hooks_see_each_attempt_and_may_add_headers() {
    let (script, noting) = (Script::new(vec![Answering::Lost, status(503), status(200)]), Noting::default());
    let hooked = core(&script, |builder| builder.hook(noting.clone()));
    assert_eq!(call(&hooked, &GET).await, Ok(StatusCode::OK));
    assert_eq!(
        *noting.0.lock().expect("a lock"),
        [
            "before 1 get GET /things",
            "after 1 None Some(\"reset\") true",
            "before 2 get GET /things",
            "after 2 Some(503) None true",
            "before 3 get GET /things",
            "after 3 Some(200) None false",
        ]
    );
    assert_eq!(script.header("x-attempt"), ["1", "2", "3"].map(|number| Some(number.to_owned())));
    assert_eq!(script.header("content-length"), [None, None, None]);
}

#[cfg(feature = "gzip")]
#[tokio::test]
async fn a_large_body_is_compressed_where_that_is_wanted() {
    use std::io::Read;
    let script = Script::new(vec![status(200), status(200)]);
    let compressing = core(&script, |builder| builder.compress_requests(10));
    for text in ["short", "longer than ten bytes"] {
        let mut own = Call::new(&compressing, &POST);
        own.body(&text.to_owned());
        assert_eq!(sent(own).await, Ok(StatusCode::OK));
    }
    assert_eq!(script.header("content-encoding"), [None, Some("gzip".to_owned())]);
    let bodies = script.bodies();
    assert_eq!(bodies[0], b"\"short\"");
    let mut text = String::new();
    flate2::read::GzDecoder::new(bodies[1].as_slice()).read_to_string(&mut text).expect("gzip");
    assert_eq!(text, "\"longer than ten bytes\"");
}
