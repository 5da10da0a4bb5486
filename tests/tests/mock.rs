//! A mock beside a generated server of the same document: what is refused is refused in the same words.

#![allow(clippy::expect_used, reason = "a test says what it expects")]

use specwright::config::Config;
use specwright::diagnostics::Sink;
use specwright::source::Sources;
use specwright_cli::mock::Mock;
use specwright_runtime::axum::Router;
use specwright_runtime::server::{Attempt, BearerToken, Denied, Secret, UserPassword};
use tests::cases::{
    assertions, forms, media_types, parameters, presence, rules, security, tuples, union_shapes, unions,
};
use tests::net::{exchange, server};

/// A service that implements nothing: a request that is in order is answered 501.
struct Nothing;

/// Lets everybody call by these schemes.
macro_rules! callers {
    ($service:ty, $credential:ty: $($scheme:path),*) => {
        $(
            impl $scheme for $service {
                async fn authenticate(&self, credential: $credential, attempt: Attempt<'_>) -> Result<(), Denied> {
                    let _ = (credential, attempt);
                    Ok(())
                }
            }
        )*
    };
}

callers! { Nothing, &Secret: security::server::Header, security::server::Query, security::server::Cookie, security::server::Nested }
callers! { Nothing, BearerToken<'_>: security::server::Bearer, security::server::Tokens, security::server::People, security::server::Provider }
callers! { Nothing, UserPassword<'_>: security::server::Basic }

impl assertions::server::Operations for Nothing {}
impl forms::server::Operations for Nothing {}
impl media_types::server::Operations for Nothing {}
impl parameters::server::Operations for Nothing {}
impl presence::server::Operations for Nothing {}
impl rules::server::Operations for Nothing {}
impl security::server::Operations for Nothing {}
impl tuples::server::Operations for Nothing {}
impl union_shapes::server::Operations for Nothing {}
impl unions::server::Operations for Nothing {}

/// A mock of the document of a case.
fn mock(case: &str) -> Router {
    let path = format!("{}/cases/modelling/{case}/input.yaml", env!("CARGO_MANIFEST_DIR"));
    mock_of(std::fs::read(path).expect("a case"))
}

/// A mock of a document.
fn mock_of(text: impl Into<Vec<u8>>) -> Router {
    let mut sources = Sources::new();
    sources.add("input.yaml", text.into());
    let mut sink = Sink::new();
    let understood =
        specwright::interpret(&sources, &Config::default(), &mut sink).expect("a document that can be used");
    Mock::new(understood, sink.diagnostics()).router()
}

/// The answer of a server without its date.
async fn ask(url: &str, line: &str, headers: &[&str], body: &[u8]) -> (String, String) {
    let mut request = format!("{line} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n");
    for header in headers {
        request.push_str(&format!("{header}\r\n"));
    }
    request.push_str(&format!("Content-Length: {}\r\n\r\n", body.len()));
    let mut request = request.into_bytes();
    request.extend(body);
    let answer = exchange(url, &request).await;
    let lines: Vec<&str> = answer.split("\r\n").filter(|line| !line.starts_with("date:")).collect();
    (answer.split(' ').nth(1).unwrap_or_default().to_owned(), lines.join("\n"))
}

type Asked<'a> = (&'a str, &'a [&'a str], &'a [u8]);

/// Asks a mock and a generated server the same, and counts what was refused and what was not.
async fn compare(case: &str, generated: Router, asked: &[Asked<'_>]) -> (usize, usize) {
    let (generated, mock) = (server(generated).await, server(mock(case)).await);
    let (mut refused, mut taken) = (0, 0);
    for (line, headers, body) in asked {
        let (status, wanted) = ask(&generated, line, headers, body).await;
        let (mocked, found) = ask(&mock, line, headers, body).await;
        if status == "501" {
            taken += 1;
            assert!(mocked.starts_with('2'), "{case}: {line} {}: {found}", String::from_utf8_lossy(body));
        } else {
            refused += 1;
            assert_eq!(found, wanted, "{case}: {line} {}", String::from_utf8_lossy(body));
        }
    }
    (refused, taken)
}

/// The same request with each of several bodies of JSON.
fn bodies<'a>(line: &'a str, texts: &[&'a str]) -> Vec<Asked<'a>> {
    texts.iter().map(|text| (line, &["Content-Type: application/json"][..], text.as_bytes())).collect()
}

#[tokio::test]
async fn rules_are_kept_alike() {
    let put = "PUT /things/3fa85f64-5717-4562-b3fc-000000000000";
    let mut asked = bodies(
        put,
        &[
            r#"{"code":"AB"}"#,
            r#"{"code":"AB","huge":340282366920938463463,"count":18446744073709551615,"tree":{"left":{"children":[{}]}}}"#,
            r#"{"code":"AB","price":0.07,"day":"2024-02-29","at":"2024-02-29T00:00:00Z","labels":{"a":"b"}}"#,
            "",
            "{",
            "null",
            "[]",
            r#"{"code":"a"}"#,
            r#"{"code":"ABCDEFGHI","price":0,"count":18446744073709551616}"#,
            r#"{"code":"AB","price":0.005,"huge":340282366920938463464}"#,
            r#"{"code":"AB","names":[]}"#,
            r#"{"code":"AB","names":["a","","a"]}"#,
            r#"{"code":"AB","labels":{"a":"","b":"","c":""}}"#,
            r#"{"code":"AB","labels":{"a":1}}"#,
            r#"{"code":"AB","day":"2024-2-29"}"#,
            r#"{"code":"AB","data":"*"}"#,
            r#"{"code":"AB","code":"CD"}"#,
            r#"{"code":"AB","other":1}"#,
            r#"{"code":null}"#,
            r#"{"code":"AB","names":null}"#,
            r#"{"code":"AB","anything":null,"tree":{"left":{"children":[{"left":1}]}}}"#,
            "{}",
        ],
    );
    let json: &[&str] = &["Content-Type: application/json"];
    let good = br#"{"code":"AB"}"#;
    asked.extend([
        ("PUT /things/x?limit=0&tags=a%7Cbcdefg&filter[a]=x&filter[b]=true", json, &good[..]),
        ("PUT /things/3fa85f64-5717-4562-b3fc-000000000000?limit=3&limit=4", json, good),
        ("PUT /things/3fa85f64-5717-4562-b3fc-000000000000?limit=%FF", json, good),
        (put, &["Content-Type: text/plain"], good),
        (put, &["Content-Type: application/json; charset=latin1"], good),
        (put, &[], good),
        (put, &[], b""),
        ("GET /things/x", &[], b""),
        ("PUT /things", &[], b""),
        ("PUT /things/%FF", json, good),
    ]);
    assert_eq!(compare("rules", rules::server::router(Nothing), &asked).await, (29, 3));
}

#[tokio::test]
async fn what_types_cannot_hold_is_kept_alike() {
    let mut asked = bodies(
        "POST /things",
        &[
            r#"{"named":{"a":1}}"#,
            r#"{"kind":"odd","excluded":"a","odd":[1,5],"tuple":["a",1],"constant":{"a":[1,2]},"either":"abc1"}"#,
            r#"{"named":{"A":1}}"#,
            r#"{"kind":"odd"}"#,
            r#"{"kind":"a","excluded":"none","odd":[5,5,5]}"#,
            r#"{"named":{},"tuple":["a",1,2],"patterned":{"x-a":1,"y":"z"}}"#,
            r#"{"named":{},"constant":{"a":[2,1]},"truth":false,"either":"ab"}"#,
            r#"{"named":{},"closed":{"a":"","b":null,"c":1}}"#,
            r#"{"named":{},"tree":{"children":[{"children":[]}]},"never":1}"#,
            r#"{"named":{},"many":{"b":1}}"#,
            "{}",
            "null",
        ],
    );
    asked.push(("POST /things?word=none", &[], b""));
    let (refused, taken) = compare("assertions", assertions::server::router(Nothing), &asked).await;
    assert!(refused >= 10 && taken >= 1, "{refused} refused, {taken} taken");
}

#[tokio::test]
async fn tuples_are_read_alike() {
    let mut asked = bodies(
        "POST /rows",
        &[
            r#"{"at":[1,2],"label":["a",1,{}],"left":[{"at":[1,2],"label":["a",1,{}]},true],"either":["a",true]}"#,
            r#"{"at":[1,2],"label":["a",1]}"#,
            r#"{"at":[1,2,3],"label":["a",1,{}]}"#,
            r#"{"at":["1",2],"label":["a",1,{}]}"#,
            r#"{"at":[200,100],"label":["abcdef",null,{}],"alike":[0,0,0],"more":[[1,100]]}"#,
            r#"{"at":[1,2],"label":["a",1,{}],"untold":[1,true],"open":[1]}"#,
        ],
    );
    asked.push(("POST /rows?range=a,1&corner=1&corner=2", &["Content-Type: application/json"], asked[0].2));
    asked.push(("POST /rows?range=a,b&corner=1", &["Content-Type: application/json"], asked[0].2));
    let (refused, taken) = compare("tuples", tuples::server::router(Nothing), &asked).await;
    assert!(refused >= 5 && taken >= 2, "{refused} refused, {taken} taken");
}

#[tokio::test]
async fn presence_and_alternatives_are_kept_alike() {
    let asked = bodies(
        "POST /things",
        &[
            r#"{"required":"a","required_nullable":null,"made":"b"}"#,
            r#"{"required":"a","required_nullable":null}"#,
            r#"{"required":null,"required_nullable":null}"#,
            r#"{"required":"a"}"#,
            r#"{"required":"a","required_nullable":null,"optional":null}"#,
            r#"{"required":"a","required_nullable":null,"optional_nullable":null,"secret":1}"#,
        ],
    );
    let (refused, _) = compare("presence", presence::server::router(Nothing), &asked).await;
    assert!(refused >= 4, "{refused} refused");
    let asked = bodies(
        "POST /things",
        &[
            r#"{"id":"a"}"#,
            r#"{"id":"a","any":{"object":"card","number":"1"},"words":"auto","lists":[1],"numbers":{"version":2}}"#,
            r#"{"id":"a","any":{"object":"card"}}"#,
            r#"{"id":"a","any":{"object":"coin"}}"#,
            r#"{"id":"a","any":1}"#,
            r#"{"id":"a","beside":{"status":"completed"}}"#,
            r#"{"id":"a","distributed":{"object":"bank","iban":"1"}}"#,
            r#"{"id":"a","atLeast":{}}"#,
            r#"{"id":"a","numbers":{"version":3},"flags":{"ok":false}}"#,
            r#"{"id":"a","typed":{"value":true}}"#,
            r#"{"id":"a","lists":[true]}"#,
            r#"{"id":"a","patterns":"c"}"#,
            r#"{"id":"a","single":{}}"#,
        ],
    );
    let (refused, taken) = compare("union-shapes", union_shapes::server::router(Nothing), &asked).await;
    assert!(refused >= 9 && taken >= 2, "{refused} refused, {taken} taken");
    let asked: [Asked<'_>; 3] = [
        ("GET /events", &[], b""),
        ("HEAD /events", &[], b""),
        ("GET /events", &["Accept: text/plain"], b""),
    ];
    assert_eq!(compare("unions", unions::server::router(Nothing), &asked).await, (1, 2));
}

#[tokio::test]
async fn parameters_of_every_style_are_read_alike() {
    let point = ["X-Point: x=1,y=2", "Cookie: session=a"];
    let ids = [point[0], "Cookie: session=a; ids=b"];
    let asked: Vec<Asked<'_>> = vec![
        ("GET /path/1/a,b/.1.2/;x=1;y=2", &[], b""),
        ("GET /path/a/a/.a/;x=1", &[], b""),
        ("GET /path/1/a/1/x", &[], b""),
        ("GET /query?form=a&form=b&flat=a,b&space=1%202&pipe=1%7C2&deep[x]=1&deep[y]=2&left=true", &[], b""),
        ("GET /query?space=a&pipe=b&deep[x]=c&left=maybe&json=%7B&odd[name]=a", &[], b""),
        ("GET /query?flat=a&flat=b&deep[x]=1&json=%7B%22x%22%3A1%7D", &[], b""),
        ("GET /headers", &point, b""),
        ("GET /headers", &["X-Point: x=1", "X-List: a", "X-Json: {"], b""),
        ("GET /headers", &ids, b""),
        ("GET /defaults?limit=101&order=left", &[], b""),
        ("GET /defaults?nothing", &[], b""),
        ("GET /whole", &[], b""),
        ("GET /whole?name=a&ids=b", &[], b""),
        ("POST /whole?%7B%22name%22%3A%22a%22%7D", &[], b""),
        ("POST /whole?%7B%22name%22%3A1%7D", &[], b""),
        ("POST /whole?x", &[], b""),
    ];
    let (refused, taken) = compare("parameters", parameters::server::router(Nothing), &asked).await;
    assert!(refused >= 8 && taken >= 4, "{refused} refused, {taken} taken");
}

#[tokio::test]
async fn bodies_of_every_media_type_are_read_alike() {
    let form: &[&str] = &["Content-Type: application/x-www-form-urlencoded"];
    let parts: &[&str] = &["Content-Type: multipart/form-data; boundary=b"];
    let asked: Vec<Asked<'_>> = vec![
        ("POST /form", form, b"name=a&tags=a%7Cb&ids[0]=1&size=width,1&plain=1&plain=2"),
        ("POST /form", form, b"tags=a&plain=b"),
        ("POST /form", form, b"name=a&name=b"),
        ("POST /form", form, b"name=%FF"),
        ("POST /form", form, b""),
        ("POST /parts", parts, b"--b\r\nContent-Disposition: form-data; name=\"count\"\r\n\r\n10\r\n--b--\r\n"),
        (
            "POST /parts",
            parts,
            b"--b\r\nContent-Disposition: form-data; name=\"order\"\r\nContent-Type: application/json\r\n\r\n{\"name\":\"a\"}\r\n\
              --b\r\nContent-Disposition: form-data; name=\"picture\"; filename=\"a\"\r\nContent-Type: image/png\r\n\r\nx\r\n--b--\r\n",
        ),
        ("POST /parts", parts, b"--c"),
        ("POST /scalar", form, b"a=1"),
    ];
    let (refused, taken) = compare("forms", forms::server::router(Nothing), &asked).await;
    assert!(refused >= 5 && taken >= 2, "{refused} refused, {taken} taken");
    let asked: Vec<Asked<'_>> = vec![
        ("POST /choice", &["Content-Type: application/json"], br#"{"name":"a"}"#),
        ("POST /choice", &["Content-Type: application/json"], b"{}"),
        ("POST /choice", &["Content-Type: text/json"], b"[]"),
        ("POST /choice", &["Content-Type: application/vnd.list+json"], b"[1,\"a\"]"),
        ("POST /choice", &["Content-Type: text/plain"], b"123456"),
        ("POST /choice", &["Content-Type: text/plain", "Accept: text/csv"], b"1"),
        ("POST /choice", &["Content-Type: text/plain", "Accept: audio/ogg"], b"1"),
        ("POST /choice", &["Content-Type: video/mp4"], b"1"),
        ("POST /choice", &[], b""),
        ("PUT /optional", &[], b""),
        ("PUT /optional", &["Content-Type: application/merge-patch+json"], b"1"),
        ("PUT /any", &["Content-Type: image/gif"], b"1"),
        ("HEAD /any", &[], b""),
    ];
    let (refused, taken) = compare("media-types", media_types::server::router(Nothing), &asked).await;
    assert!(refused >= 7 && taken >= 4, "{refused} refused, {taken} taken");
}

#[tokio::test]
async fn credentials_are_asked_for_alike() {
    let asked: Vec<Asked<'_>> = vec![
        ("GET /a", &[], b""),
        ("GET /a", &["Authorization: Basic YTpi"], b""),
        ("GET /a", &["Authorization: Basic *"], b""),
        ("GET /a", &["Authorization: Bearer"], b""),
        ("GET /a", &["X-Key: a"], b""),
        ("GET /a?key=b", &["X-Key: a"], b""),
        ("GET /b", &[], b""),
        ("GET /c", &[], b""),
        ("GET /d", &[], b""),
        ("GET /d", &["Authorization: bearer a"], b""),
    ];
    assert_eq!(compare("security", security::server::router(Nothing), &asked).await, (5, 5));
}

#[tokio::test]
async fn examples_are_answered_as_their_media_type_is_written() {
    let document = r#"
openapi: 3.2.0
info: {title: Written, version: '1'}
paths:
  /events:
    get:
      responses:
        '200':
          description: As they are sent.
          content:
            text/event-stream:
              itemSchema: {type: object, required: [data], properties: {event: {type: string}, data: {type: object}}}
              examples: {one: {serializedValue: "event: a\ndata: {\"n\":1}\n\ndata: {}\n\n"}}
  /lines:
    get:
      responses:
        '200':
          description: As they are sent.
          content: {application/jsonl: {itemSchema: {type: integer}, example: "1\n2\n"}}
  /xml:
    get:
      responses:
        '200':
          description: As a value.
          content: {application/xml: {schema: {type: object}, example: {a: 1 < 2}}}
"#;
    let url = server(mock_of(document)).await;
    for (path, body) in [
        ("/events", "event: a\ndata: {\"n\":1}\n\ndata: {}\n\n"),
        ("/lines", "1\n2\n"),
        ("/xml", "<value><a>1 &lt; 2</a></value>"),
    ] {
        let (_, answer) = ask(&url, &format!("GET {path}"), &[], b"").await;
        assert!(answer.ends_with(&format!("\n\n{body}")), "{path}: {answer}");
    }
}
