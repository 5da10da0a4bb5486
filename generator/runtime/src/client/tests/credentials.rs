//! Credentials of every kind: where they go, when tokens are fetched, and that no surface shows them.

use super::script::{Answering, Script, status};
use super::*;
use http::StatusCode;
use std::fmt::Write as _;
use std::sync::{Arc, Mutex};
use std::time::Duration;

static HEADER: Scheme = Scheme { name: "header", kind: SchemeKind::ApiKey(Location::Header, "X-Key") };
static QUERY: Scheme = Scheme { name: "query", kind: SchemeKind::ApiKey(Location::Query, "key") };
static COOKIE: Scheme = Scheme { name: "cookie", kind: SchemeKind::ApiKey(Location::Cookie, "sid") };
static BASIC: Scheme = Scheme { name: "basic", kind: SchemeKind::Basic };
pub(super) static BEARER: Scheme = Scheme { name: "bearer", kind: SchemeKind::Bearer };
static OTHER: Scheme = Scheme { name: "other", kind: SchemeKind::Http("Token") };
static MUTUAL: Scheme = Scheme { name: "mutual", kind: SchemeKind::Transport };

const fn asking(security: &'static [&'static [Requirement]]) -> Operation {
    Operation { id: "ask", pieces: &[Piece::Literal("/")], security, ..Operation::NONE }
}

static ALL: Operation = asking(&[&[
    Requirement::of(&HEADER),
    Requirement::of(&QUERY),
    Requirement::of(&COOKIE),
    Requirement::of(&BASIC),
    Requirement::of(&MUTUAL),
]]);
pub(super) static TOKEN: Operation = asking(&[&[Requirement::of(&BEARER)]]);
static SCHEME: Operation = asking(&[&[Requirement::of(&OTHER)]]);
static EITHER: Operation =
    asking(&[&[], &[Requirement::of(&HEADER), Requirement::of(&QUERY)], &[Requirement::of(&COOKIE)]]);
const TOKEN_URL: &str = "https://issuer.example.com/token";
pub(super) const FLOW: Flow = Flow { endpoint: Endpoint::Token(TOKEN_URL), scope: "read write" };

fn builder(script: &Script) -> Builder {
    Builder::new().base_url("https://example.com").transport(script.clone())
}

pub(super) async fn ask(core: &Core, operation: &'static Operation) -> Result<StatusCode, String> {
    let ended = dispatch::dispatch(Call::new(core, operation)).await;
    ended.map(|received| received.status).map_err(|failure| Error::<()>::from(failure).to_string())
}

#[tokio::test]
async fn each_credential_goes_where_its_scheme_says() {
    let script = Script::new(vec![status(200); 2]);
    let core = builder(&script)
        .credential(&HEADER, None, "H")
        .credential(&QUERY, None, "Q&=")
        .credential(&COOKIE, None, "C")
        .basic(&BASIC, "user", Secret::from("pass:word"))
        .credential(&OTHER, None, "O")
        .build()
        .expect("a core");
    assert_eq!(ask(&core, &ALL).await, Ok(StatusCode::OK));
    assert_eq!(ask(&core, &SCHEME).await, Ok(StatusCode::OK));
    let text = |name: &str| script.header(name)[0].clone();
    assert_eq!(text("x-key").as_deref(), Some("H"));
    assert_eq!(text("cookie").as_deref(), Some("sid=C"));
    assert_eq!(text("authorization").as_deref(), Some("Basic dXNlcjpwYXNzOndvcmQ="));
    assert_eq!(script.header("authorization")[1].as_deref(), Some("Token O"));
    assert_eq!(script.seen.lock().expect("a lock")[0].uri, "https://example.com/?key=Q%26%3D");
}

#[tokio::test]
async fn the_first_alternative_that_can_be_met_is_taken() {
    let script = Script::new(vec![status(200); 3]);
    let one = builder(&script).credential(&HEADER, None, "H").build().expect("a core");
    let other = builder(&script).credential(&HEADER, None, "H").credential(&COOKIE, None, "C");
    let both = builder(&script).credential(&HEADER, None, "H").credential(&QUERY, None, "Q");
    for core in [one, other.build().expect("a core"), both.build().expect("a core")] {
        assert_eq!(ask(&core, &EITHER).await, Ok(StatusCode::OK));
    }
    assert_eq!(script.header("x-key"), [None, None, Some("H".to_owned())]);
    assert_eq!(script.header("cookie"), [None, Some("sid=C".to_owned()), None]);
}

fn issued(token: &str, rest: &str) -> Answering {
    status(200).body(&format!(r#"{{"access_token":"{token}","token_type":"Bearer"{rest}}}"#))
}

fn oauth2(script: &Script, source: OAuth2) -> Core {
    builder(script).credential(&BEARER, Some(FLOW), source).build().expect("a core")
}

fn authorizations(script: &Script) -> Vec<String> {
    script.header("authorization").into_iter().map(Option::unwrap_or_default).collect()
}

#[tokio::test(start_paused = true)]
async fn a_token_is_fetched_once_and_renewed_before_it_expires() {
    let answers = vec![
        issued("T1", r#","expires_in":100"#),
        status(200),
        status(200),
        issued("T2", r#","expires_in":"100""#),
        status(200),
    ];
    let script = Script::new(answers);
    let core = oauth2(&script, OAuth2::client_credentials("id:1", "secret/2"));
    assert_eq!(ask(&core, &TOKEN).await, Ok(StatusCode::OK));
    tokio::time::advance(Duration::from_secs(89)).await;
    assert_eq!(ask(&core, &TOKEN).await, Ok(StatusCode::OK));
    tokio::time::advance(Duration::from_secs(2)).await;
    assert_eq!(ask(&core, &TOKEN).await, Ok(StatusCode::OK));
    // `id%3A1:secret%2F2` in base64.
    let client = "Basic aWQlM0ExOnNlY3JldCUyRjI=";
    assert_eq!(authorizations(&script), [client, "Bearer T1", "Bearer T1", client, "Bearer T2"]);
    assert_eq!(script.bodies()[0], b"grant_type=client_credentials&scope=read%20write");
    assert_eq!(script.seen.lock().expect("a lock")[0].uri, TOKEN_URL);
}

#[tokio::test]
async fn a_refused_token_is_renewed_once() {
    let answers =
        vec![issued("T1", ""), status(401), issued("T2", ""), status(401), status(401), issued("T3", "")];
    let script = Script::new(answers);
    let core = oauth2(&script, OAuth2::client_credentials("id", "secret").client_in_body());
    assert_eq!(ask(&core, &TOKEN).await, Ok(StatusCode::UNAUTHORIZED));
    assert_eq!(authorizations(&script), ["", "Bearer T1", "", "Bearer T2"]);
    assert!(script.bodies()[0].ends_with(b"&client_id=id&client_secret=secret"));
    let still = builder(&script).credential(&BEARER, None, "fixed").build().expect("a core");
    assert_eq!(ask(&still, &TOKEN).await, Ok(StatusCode::UNAUTHORIZED));
    assert_eq!(script.sends(), 5);
}

#[tokio::test]
async fn one_request_at_a_time_asks_for_a_token() {
    let script = Script::new(vec![issued("T", ""), status(200), status(200), status(200)]);
    let core = oauth2(&script, OAuth2::client_credentials("id", "secret"));
    let ended = tokio::join!(ask(&core, &TOKEN), ask(&core, &TOKEN), ask(&core, &TOKEN));
    assert_eq!(ended, (Ok(StatusCode::OK), Ok(StatusCode::OK), Ok(StatusCode::OK)));
    assert_eq!(authorizations(&script).iter().filter(|text| *text == "Bearer T").count(), 3);
}

/// An issuer that counts its tokens, and a server that knows the second one only. It refuses three requests at a time.
#[derive(Clone)]
struct Forgetful {
    issued: Arc<Mutex<u32>>,
    refused: Arc<tokio::sync::Barrier>,
}

impl Transport for Forgetful {
    fn send(
        &self,
        request: http::Request<RequestBody>,
    ) -> BoxFuture<'_, Result<http::Response<ResponseBody>, TransportError>> {
        Box::pin(async move {
            if request.uri().path() == "/token" {
                let mut issued = self.issued.lock().expect("a lock");
                *issued += 1;
                let text = format!(r#"{{"access_token":"T{issued}"}}"#);
                return Ok(http::Response::new(script::whole(text.into_bytes())));
            }
            let mut response = http::Response::new(script::whole(Vec::new()));
            let sent = request.headers().get("authorization").map(http::HeaderValue::as_bytes);
            if sent != Some(b"Bearer T2") {
                self.refused.wait().await;
                *response.status_mut() = StatusCode::UNAUTHORIZED;
            }
            Ok(response)
        })
    }
}

#[tokio::test]
async fn requests_that_are_refused_together_renew_their_token_once() {
    let issued = Arc::<Mutex<u32>>::default();
    let server = Forgetful { issued: Arc::clone(&issued), refused: Arc::new(tokio::sync::Barrier::new(3)) };
    let builder = Builder::new().base_url("https://example.com").transport(server);
    let source = OAuth2::client_credentials("id", "secret");
    let core = builder.credential(&BEARER, Some(FLOW), source).build().expect("a core");
    let ended = tokio::join!(ask(&core, &TOKEN), ask(&core, &TOKEN), ask(&core, &TOKEN));
    assert_eq!(ended, (Ok(StatusCode::OK), Ok(StatusCode::OK), Ok(StatusCode::OK)));
    assert_eq!(*issued.lock().expect("a lock"), 2);
}

#[tokio::test]
async fn a_refresh_token_is_kept_up_to_date() {
    let answers = vec![issued("T1", r#","refresh_token":"R2""#), status(401), issued("T2", ""), status(200)];
    let script = Script::new(answers);
    let core = oauth2(&script, OAuth2::refresh("R1").client("public", None));
    assert_eq!(ask(&core, &TOKEN).await, Ok(StatusCode::OK));
    assert_eq!(script.bodies()[0], b"grant_type=refresh_token&refresh_token=R1&client_id=public");
    assert_eq!(script.bodies()[2], b"grant_type=refresh_token&refresh_token=R2&client_id=public");
}

#[tokio::test(start_paused = true)]
async fn what_an_issuer_says_is_told_without_its_words() {
    let refusal = status(400).body(r#"{"error":"invalid_client","error_description":"secret"}"#);
    let script =
        Script::new(vec![refusal, status(200).body("{}"), Answering::Lost, issued("T", ""), status(200)]);
    let core = oauth2(&script, OAuth2::client_credentials("id", "secret"));
    let why = "the request was not sent: no token was issued: the issuer answered 400 Bad Request (`invalid_client`)";
    assert_eq!(ask(&core, &TOKEN).await, Err(why.to_owned()));
    let why = "the request was not sent: no token was issued: the answer holds no `access_token`";
    assert_eq!(ask(&core, &TOKEN).await, Err(why.to_owned()));
    // What was lost on the way is asked for again.
    assert_eq!(ask(&core, &TOKEN).await, Ok(StatusCode::OK));
}

#[tokio::test]
async fn a_secret_is_not_sent_in_the_open_because_a_document_says_so() {
    let script = Script::new(vec![issued("T", ""), status(200), issued("T", ""), status(200)]);
    let flow = |token_url| Flow { endpoint: Endpoint::Token(token_url), scope: "" };
    for (token_url, goes) in
        [("http://issuer.example.com/token", false), ("/token", false), ("http://127.0.0.1:1/token", true)]
    {
        let source = OAuth2::client_credentials("id", "secret");
        let core =
            builder(&script).credential(&BEARER, Some(flow(token_url)), source).build().expect("a core");
        assert_eq!(ask(&core, &TOKEN).await.is_ok(), goes, "{token_url}");
    }
    let source = OAuth2::client_credentials("id", "secret").token_url("http://issuer.example.com/token");
    let core = builder(&script).credential(&BEARER, None, source).build().expect("a core");
    assert_eq!(ask(&core, &TOKEN).await, Ok(StatusCode::OK));
}

fn discovered(issuer: &str, rest: &str) -> Answering {
    let token = "https://tokens.example.com/issue";
    status(200).body(&format!(r#"{{"issuer":"{issuer}","token_endpoint":"{token}"{rest}}}"#))
}

#[tokio::test(start_paused = true)]
async fn a_provider_says_where_tokens_are_issued() {
    let issuer = "https://issuer.example.com";
    let answers = vec![
        discovered(issuer, ""),
        issued("T1", ""),
        status(401),
        issued("T2", ""),
        status(200),
        status(401),
        status(400),
        discovered(issuer, r#","token_endpoint_auth_methods_supported":["client_secret_post"]"#),
        issued("T3", ""),
        status(200),
    ];
    let script = Script::new(answers);
    let flow = Flow { endpoint: Endpoint::Discovery(issuer), scope: "openid" };
    let source = OAuth2::client_credentials("id", "secret");
    let core = builder(&script).credential(&BEARER, Some(flow), source).build().expect("a core");
    assert_eq!(ask(&core, &TOKEN).await, Ok(StatusCode::OK));
    // Where there is no token any more, the provider is asked again where there is one.
    assert!(ask(&core, &TOKEN).await.is_err());
    assert_eq!(ask(&core, &TOKEN).await, Ok(StatusCode::OK));
    let uris: Vec<String> = script.seen.lock().expect("a lock").iter().map(|seen| seen.uri.clone()).collect();
    let (own, token) = ("https://example.com/", "https://tokens.example.com/issue");
    let provider = "https://issuer.example.com/.well-known/openid-configuration";
    assert_eq!(uris, [provider, token, own, token, own, own, token, provider, token, own]);
    assert_eq!(authorizations(&script)[0], "");
    assert!(script.bodies()[8].ends_with(b"&client_id=id&client_secret=secret"));
}

#[tokio::test]
async fn a_provider_is_asked_where_nobody_reads_along() {
    let script = Script::new(vec![discovered("https://other.example.com", "")]);
    for url in ["http://issuer.example.com", "https://issuer.example.com", "/provider"] {
        let flow = Flow { endpoint: Endpoint::Discovery(url), scope: "" };
        let source = OAuth2::client_credentials("id", "secret");
        let core = builder(&script).credential(&BEARER, Some(flow), source).build().expect("a core");
        assert!(ask(&core, &TOKEN).await.is_err(), "{url}");
    }
    assert_eq!(script.sends(), 1);
}

/// A source that has one token after another.
struct Counter(Mutex<u32>);

impl TokenSource for Counter {
    fn token<'a>(&'a self, _: TokenContext<'a>) -> BoxFuture<'a, Result<Secret, CredentialError>> {
        Box::pin(async {
            let mut count = self.0.lock().expect("a lock");
            *count += 1;
            Ok(Secret::new(format!("T{count}")))
        })
    }
}

#[tokio::test(start_paused = true)]
async fn a_source_is_asked_before_each_attempt() {
    let script = Script::new(vec![status(503), status(200)]);
    let core = builder(&script).credential(&BEARER, None, Counter(Mutex::new(0))).build().expect("a core");
    assert_eq!(ask(&core, &TOKEN).await, Ok(StatusCode::OK));
    assert_eq!(authorizations(&script), ["Bearer T1", "Bearer T2"]);
}

#[test]
fn the_environment_gives_what_it_holds() {
    let script = Script::new(Vec::new());
    let settings = [
        Setting::Variable("region", "region"),
        Setting::Credential("api_key", &HEADER, None),
        Setting::Credential("login", &BASIC, None),
        Setting::Credential("r#type", &BEARER, Some(FLOW)),
    ];
    let variable = |name: &str| {
        let text = match name {
            "PETS_BASE_URL" => "https://{region}.example.com",
            "PETS_REGION" => "eu",
            "PETS_API_KEY" => "KEY",
            "PETS_LOGIN_USERNAME" => "user",
            "PETS_LOGIN_PASSWORD" => "password",
            "PETS_TYPE_CLIENT_ID" => "id",
            "PETS_TYPE_CLIENT_SECRET" => "secret",
            _ => return None,
        };
        Some(text.into())
    };
    let core = builder(&script).environment_of("PETS", &settings, &variable).build().expect("a core");
    let shown =
        r#"Core { base_url: "https://eu.example.com", credentials: ["header", "basic", "bearer"], .. }"#;
    assert_eq!(format!("{core:?}"), shown);
    let none = builder(&script).environment_of("PETS", &settings, &|_| None).build().expect("a core");
    assert_eq!(format!("{none:?}"), r#"Core { base_url: "https://example.com", credentials: [], .. }"#);
}

/// Writes down all that a hook is shown.
#[derive(Clone, Default)]
struct Surface(Arc<Mutex<String>>);

impl Hook for Surface {
    fn before(&self, attempt: &Attempt<'_>, headers: &mut http::HeaderMap) {
        let _ = write!(self.0.lock().expect("a lock"), "{attempt:?} {headers:?}");
    }

    fn after(&self, attempt: &Attempt<'_>, end: &AttemptEnd<'_>) {
        let _ = write!(self.0.lock().expect("a lock"), "{attempt:?} {end:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_planted_secret_is_seen_nowhere() {
    let planted = "pl4nted";
    let surface = Surface::default();
    let refusal = status(400).body(r#"{"error":"pl4nted","access_token":"pl4nted"}"#);
    let unreadable = status(200).body("pl4nted");
    let script = Script::new(vec![
        status(503).body(planted),
        Answering::Lost,
        status(418).body(planted),
        refusal,
        issued(planted, ""),
        status(418).body(planted),
        unreadable,
    ]);
    let source = OAuth2::client_credentials(planted, planted).field("assertion", planted);
    let mut seen = format!("{source:?} {:?} {:?}", Secret::from(planted), Credential::from(planted));
    let builder = builder(&script)
        .credential(&HEADER, None, planted)
        .credential(&QUERY, None, planted)
        .credential(&COOKIE, None, planted)
        .basic(&BASIC, planted, Secret::from(planted))
        .credential(&BEARER, Some(FLOW), source)
        .hook(surface.clone());
    let _ = write!(seen, "{builder:?}");
    let core = builder.build().expect("a core");
    let _ = write!(seen, "{core:?}");
    for operation in [&ALL, &TOKEN, &TOKEN, &TOKEN] {
        let call = Call::new(&core, operation);
        let _ = write!(seen, "{call:?}");
        match dispatch::dispatch(call).await {
            Ok(received) => {
                let _ = write!(seen, "{:?} {:?}", received.payload, received.payload.json::<String>());
            }
            Err(failure) => {
                let error = Error::<()>::from(failure);
                let _ = write!(seen, "{error:?} {error}");
                let mut cause = std::error::Error::source(&error);
                while let Some(inner) = cause {
                    let _ = write!(seen, "{inner:?} {inner}");
                    cause = inner.source();
                }
            }
        }
    }
    assert_eq!(script.sends(), 7);
    // A credential that a header cannot hold is refused without being shown.
    for scheme in [&HEADER, &COOKIE, &BEARER, &OTHER] {
        let mut applied = credential::Applied::default();
        let secret = Secret::from("pl4nted;\n");
        let secret = credential::Presented::Secret(&secret);
        let error = applied.add(scheme, secret).expect_err("no header");
        let _ = write!(seen, "{error:?} {error}");
    }
    for request in script.seen.lock().expect("a lock").iter() {
        let _ = write!(seen, "{:?}", request.headers);
    }
    seen.push_str(&surface.0.lock().expect("a lock"));
    for form in [planted, "cGw0bnRlZ"] {
        assert!(!seen.contains(form), "{seen}");
    }
}
