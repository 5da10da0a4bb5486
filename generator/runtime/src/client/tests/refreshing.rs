use super::credentials::{BEARER, FLOW, TOKEN, ask};
use super::script;
use super::*;
use http::StatusCode;
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// An issuer that takes a second for each token and takes no refresh token twice.
#[derive(Clone, Default)]
struct Rotating {
    seen: Arc<Mutex<Vec<String>>>,
    /// How long its next answers take, in seconds; one where nothing is said.
    takes: Arc<Mutex<Vec<u64>>>,
}

impl Transport for Rotating {
    fn send(
        &self,
        request: http::Request<RequestBody>,
    ) -> BoxFuture<'_, Result<http::Response<ResponseBody>, TransportError>> {
        Box::pin(async move {
            if request.uri().path() != "/token" {
                return Ok(http::Response::new(script::whole(Vec::new())));
            }
            let body =
                http_body_util::BodyExt::collect(request.into_body()).await.expect("a body").to_bytes();
            let count = {
                let mut seen = self.seen.lock().expect("a lock");
                seen.push(String::from_utf8_lossy(&body).rsplit('=').next().unwrap_or_default().to_owned());
                seen.len() + 1
            };
            let takes = self.takes.lock().expect("a lock").pop().unwrap_or(1);
            tokio::time::sleep(Duration::from_secs(takes)).await;
            let text = format!(r#"{{"access_token":"T","refresh_token":"R{count}","expires_in":100}}"#);
            Ok(http::Response::new(script::whole(text.into_bytes())))
        })
    }
}

#[tokio::test(start_paused = true)]
async fn a_caller_that_goes_away_loses_no_refresh_token() {
    let issuer = Rotating::default();
    let builder = Builder::new().base_url("https://example.com").transport(issuer.clone());
    let core = builder.credential(&BEARER, Some(FLOW), OAuth2::refresh("R1")).build().expect("a core");
    let gone = tokio::time::timeout(Duration::from_millis(500), ask(&core, &TOKEN)).await;
    assert!(gone.is_err());
    assert_eq!(ask(&core, &TOKEN).await, Ok(StatusCode::OK));
    assert_eq!(*issuer.seen.lock().expect("a lock"), ["R1"]);
    tokio::time::advance(Duration::from_secs(100)).await;
    assert_eq!(ask(&core, &TOKEN).await, Ok(StatusCode::OK));
    assert_eq!(*issuer.seen.lock().expect("a lock"), ["R1", "R2"]);
    // An answer that does not come is not waited for without end.
    issuer.takes.lock().expect("a lock").push(1_000_000);
    tokio::time::advance(Duration::from_secs(100)).await;
    assert!(tokio::time::timeout(Duration::from_secs(1), ask(&core, &TOKEN)).await.is_err());
    tokio::time::advance(Duration::from_secs(10)).await;
    assert_eq!(ask(&core, &TOKEN).await, Ok(StatusCode::OK));
    assert_eq!(*issuer.seen.lock().expect("a lock"), ["R1", "R2", "R3", "R3"]);
}
