mod attempts;
mod credentials;
mod items;
mod refreshing;
mod script;
mod streams;

use super::*;
use crate::http::{Kind, Location, Operation, Parameter, Piece, Requirement, Scheme, SchemeKind};

static KEY: Scheme = Scheme { name: "Key", kind: SchemeKind::ApiKey(Location::Query, "api_key") };
static GET: Operation = Operation {
    id: "get",
    method: "GET",
    path: "/things/{id}",
    pieces: &[Piece::Literal("/things/"), Piece::Parameter(0)],
    parameters: &[Parameter { name: "id", required: true, kind: Kind::String, ..Parameter::SIMPLE }],
    security: &[&[Requirement::of(&KEY)]],
    ..Operation::NONE
};

struct Nowhere;

impl Transport for Nowhere {
    fn send(
        &self,
        request: http::Request<RequestBody>,
    ) -> BoxFuture<'_, Result<http::Response<ResponseBody>, TransportError>> {
        let uri = request.uri().to_string();
        Box::pin(async move { Err(TransportError::new(uri)) })
    }
}

fn builder() -> Builder {
    Builder::new().documented_url("https://example.com/v1/").retries(Retries::off()).transport(Nowhere)
}

async fn sent(core: &Core, id: &str) -> Result<String, String> {
    let mut call = Call::new(core, &GET);
    call.parameter(0, &id.to_owned());
    match dispatch::dispatch(call).await {
        Err(dispatch::Failure::Transport(error)) => Ok(error.to_string()),
        Err(dispatch::Failure::Request(error)) => Err(error.to_string()),
        _ => Err("something else".to_owned()),
    }
}

#[tokio::test]
async fn an_argument_cannot_lead_to_another_path() {
    let core = builder().credential(&KEY, None, Secret::from("s&cret")).build().expect("a core");
    assert_eq!(
        sent(&core, "a/b c").await.as_deref(),
        Ok("https://example.com/v1/things/a%2Fb%20c?api_key=s%26cret")
    );
    for id in ["", ".", "..", "%2e%2e", ".%2E", "a\nb", "\0"] {
        assert!(sent(&core, id).await.is_err_and(|why| why.contains("lead elsewhere")), "{id:?}");
    }
}

#[tokio::test]
async fn a_path_of_the_document_cannot_lead_to_another_one_either() {
    static UP: Operation = Operation { pieces: &[Piece::Literal("/a/../b")], ..Operation::NONE };
    static ODD: Operation = Operation {
        pieces: &[Piece::Literal("/100%/%2F\r\nX: {")],
        query: &[("a", "b c"), ("d", "%26")],
        ..Operation::NONE
    };
    let core = builder().build().expect("a core");
    let sent = async |operation| match dispatch::dispatch(Call::new(&core, operation)).await {
        Err(dispatch::Failure::Transport(error)) => error.to_string(),
        Err(dispatch::Failure::Request(error)) => error.to_string(),
        _ => String::new(),
    };
    assert!(sent(&UP).await.contains("lead elsewhere"));
    assert_eq!(sent(&ODD).await, "https://example.com/v1/100%25/%2F%0D%0AX:%20%7B?a=b%20c&d=%26");
}

#[tokio::test]
async fn an_operation_may_have_a_base_url_of_its_own() {
    static OWN: Operation = Operation {
        server: Some("https://files.example/v2"),
        pieces: &[Piece::Literal("/a")],
        ..Operation::NONE
    };
    static BESIDE: Operation =
        Operation { server: Some("/v2"), pieces: &[Piece::Literal("/a")], ..Operation::NONE };
    let sent = async |core: &Core, operation| match dispatch::dispatch(Call::new(core, operation)).await {
        Err(dispatch::Failure::Transport(error)) => error.to_string(),
        _ => String::new(),
    };
    let core = builder().build().expect("a core");
    assert_eq!(sent(&core, &OWN).await, "https://files.example/v2/a");
    assert_eq!(sent(&core, &BESIDE).await, "https://example.com/v2/a");
    let core = builder().base_url("http://localhost:1/x").build().expect("a core");
    assert_eq!(sent(&core, &OWN).await, "http://localhost:1/x/a");
}

#[test]
fn a_server_variable_has_a_value_of_its_list() {
    let build = |value: &str| {
        let builder = Builder::new().documented_url("https://{region}.example.com").transport(Nowhere);
        builder.server_values("region", &["eu", "us"]).server_variable("region", value).build().map(|_| ())
    };
    assert_eq!(build("us"), Ok(()));
    let told = build("moon").expect_err("refused").to_string();
    assert!(told.contains("`eu`, `us`"), "{told}");
}

#[tokio::test]
async fn a_missing_credential_is_told_before_sending() {
    let core = builder().build().expect("a core");
    assert_eq!(sent(&core, "a").await, Err("`get` needs the credentials `Key`".to_owned()));
}

#[test]
fn a_base_url_is_checked() {
    for (url, why) in [
        ("ftp://example.com", "http"),
        ("https://{host}", "variable"),
        ("https://u:p@example.com", "credentials"),
        ("https://example.com?x=1", "query"),
        ("/v1", "host"),
    ] {
        let error = Builder::new().base_url(url).transport(Nowhere).build().expect_err("refused").to_string();
        assert!(error.contains(why), "{url}: {error}");
    }
}

#[test]
fn a_secret_shows_itself_nowhere() {
    let builder = builder().credential(&KEY, None, Secret::from("planted"));
    assert!(!format!("{builder:?}").contains("planted"));
    assert!(!format!("{:?}", builder.build().expect("a core")).contains("planted"));
}

#[test]
fn a_server_variable_stays_in_its_place() {
    let built = |value: &str| {
        let builder = Builder::new().base_url("https://{host}.example.com/{path}").transport(Nowhere);
        builder.server_variable("host", value).server_variable("path", "a/b").build().map(|_| ())
    };
    assert_eq!(built("eu"), Ok(()));
    for value in ["evil.com/", "user@evil", "x?", "x#"] {
        assert!(built(value).is_err(), "{value}");
    }
}
