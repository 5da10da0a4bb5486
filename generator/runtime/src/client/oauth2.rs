//! Tokens by OAuth 2.0: the client credentials grant (RFC 6749, section 4.4) and refreshing (section 6).

use super::credential::{CredentialError, Endpoint, Flow, Sending, TokenContext, TokenSource};
use super::discovery::{Discovered, discover, is_guarded};
use super::transport::{BoxFuture, TransportError};
use crate::codec::{Json, Mode, decode};
use crate::http::{Secret, escape};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE};
use http::{HeaderValue, Method, Request};
use std::fmt;
use std::future::poll_fn;
use std::task::Poll;
use std::time::Duration;
use tokio::sync::Mutex;

/// A token is renewed so long before it expires, or a tenth of its life before, whichever is shorter.
const MARGIN: Duration = Duration::from_secs(30);

/// A request that was left alone is waited for again so long after it was begun; then another one is sent.
const PATIENCE: Duration = Duration::from_secs(10);

/// The codes of errors that an issuer of tokens may give (RFC 6749, section 5.2): no other text of its answer is shown.
const CODES: [&str; 8] = [
    "invalid_request",
    "invalid_client",
    "invalid_grant",
    "unauthorized_client",
    "unsupported_grant_type",
    "invalid_scope",
    "temporarily_unavailable",
    "server_error",
];

/// A source of tokens by OAuth 2.0. A token is kept until shortly before it expires, or until the server refuses it; one
/// request at a time asks for the next.
pub struct OAuth2 {
    client: Option<(String, Option<Secret>)>,
    refreshes: bool,
    in_body: bool,
    token_url: Option<String>,
    discovery_url: Option<String>,
    scope: Option<String>,
    fields: Vec<(String, String)>,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    token: Option<Token>,
    refresh_token: Option<Secret>,
    /// What the provider says of itself, until a token is not had there.
    discovered: Option<Discovered>,
    /// The request for a token that is on its way.
    issuing: Option<Issuing>,
}

/// A request for a token. It stays here where who asked for it goes away: the issuer may have replaced the refresh token,
/// and only its answer holds the next one.
struct Issuing {
    sending: Sending,
    /// When it was begun, by the client's timer.
    since: Duration,
}

struct Token {
    secret: Secret,
    /// When it is to be renewed, by the client's timer; never where the issuer does not say.
    renew_at: Option<Duration>,
}

impl OAuth2 {
    fn new(client: Option<(String, Option<Secret>)>, refresh_token: Option<Secret>) -> Self {
        Self {
            client,
            refreshes: refresh_token.is_some(),
            in_body: false,
            token_url: None,
            discovery_url: None,
            scope: None,
            fields: Vec::new(),
            state: Mutex::new(State { refresh_token, ..State::default() }),
        }
    }

    /// Tokens for the client itself.
    pub fn client_credentials(id: impl Into<String>, secret: impl Into<Secret>) -> Self {
        Self::new(Some((id.into(), Some(secret.into()))), None)
    }

    /// Tokens for what a refresh token stands for. Where the issuer gives another refresh token, that one is used from
    /// then on.
    pub fn refresh(token: impl Into<Secret>) -> Self {
        Self::new(None, Some(token.into()))
    }

    /// The client that refreshes, where the issuer asks for it; one without a secret is a public one.
    #[must_use]
    pub fn client(mut self, id: impl Into<String>, secret: Option<Secret>) -> Self {
        self.client = Some((id.into(), secret));
        self
    }

    /// Where tokens are issued, in place of what the document says. Only here may it be an `http` URL of another
    /// machine.
    #[must_use]
    pub fn token_url(mut self, url: impl Into<String>) -> Self {
        self.token_url = Some(url.into());
        self
    }

    /// The provider of OpenID Connect that says where tokens are issued, or the URL of its metadata, in place of what the
    /// document says. Only here may it be an `http` URL of another machine.
    #[must_use]
    pub fn discovery_url(mut self, url: impl Into<String>) -> Self {
        self.discovery_url = Some(url.into());
        self
    }

    /// What tokens are to allow, in place of what the operations of the document ask for.
    #[must_use]
    pub fn scopes<I: AsRef<str>>(mut self, scopes: impl IntoIterator<Item = I>) -> Self {
        let scopes: Vec<String> = scopes.into_iter().map(|scope| scope.as_ref().to_owned()).collect();
        self.scope = Some(scopes.join(" "));
        self
    }

    /// Another field of the request for a token, such as `audience` or `resource`.
    #[must_use]
    pub fn field(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.fields.push((name.into(), value.into()));
        self
    }

    /// Sends the client's id and secret in the body, for issuers that do not take `Authorization: Basic`.
    #[must_use]
    pub fn client_in_body(mut self) -> Self {
        self.in_body = true;
        self
    }

    /// Where tokens are issued; what a provider says of it is asked for once.
    async fn endpoint(
        &self,
        state: &mut State,
        context: TokenContext<'_>,
    ) -> Result<Discovered, CredentialError> {
        let documented = context.flow().map(|flow| flow.endpoint);
        let fixed = |url: &str| Discovered { token_url: url.to_owned(), secret_in_body: false };
        let url = match (&self.token_url, &self.discovery_url, documented) {
            (Some(url), ..) => return Ok(fixed(url)),
            (None, Some(url), _) => url.as_str(),
            (None, None, Some(Endpoint::Token(url))) if is_guarded(url) => return Ok(fixed(url)),
            (None, None, Some(Endpoint::Discovery(url))) if is_guarded(url) => url,
            (None, None, Some(Endpoint::Token(_))) => {
                let why = "the token URL of the document is no `https` URL: give one with `token_url`";
                return Err(CredentialError::new(why));
            }
            (None, None, Some(Endpoint::Discovery(_))) => {
                let why =
                    "the discovery URL of the document is no `https` URL: give one with `discovery_url`";
                return Err(CredentialError::new(why));
            }
            (None, None, None) => {
                let why = "the document does not say where tokens are issued: give a URL with `token_url`";
                return Err(CredentialError::new(why));
            }
        };
        if let Some(discovered) = &state.discovered {
            return Ok(discovered.clone());
        }
        let discovered = discover(url, context).await?;
        state.discovered = Some(discovered.clone());
        Ok(discovered)
    }

    /// The request for a token.
    fn request(
        &self,
        refresh_token: Option<&Secret>,
        endpoint: &Discovered,
        flow: Option<Flow>,
    ) -> Result<Request<Bytes>, CredentialError> {
        let mut fields: Vec<(&str, &str)> = Vec::new();
        match refresh_token {
            Some(token) => {
                fields.extend([("grant_type", "refresh_token"), ("refresh_token", token.expose())]);
            }
            None => fields.push(("grant_type", "client_credentials")),
        }
        // A refreshed token allows what the first one did, where nothing else is said (section 6).
        let documented = flow.map(|flow| flow.scope).filter(|_| refresh_token.is_none());
        let scope = self.scope.as_deref().or(documented);
        fields.extend(scope.filter(|scope| !scope.is_empty()).map(|scope| ("scope", scope)));
        let mut authorization = None;
        match &self.client {
            Some((id, Some(secret))) if !self.in_body && !endpoint.secret_in_body => {
                let pair = format!("{}:{}", escape(id), escape(secret.expose()));
                authorization = Some(format!("Basic {}", STANDARD.encode(pair)));
            }
            Some((id, secret)) => {
                fields.push(("client_id", id));
                fields.extend(secret.as_ref().map(|secret| ("client_secret", secret.expose())));
            }
            None => {}
        }
        fields.extend(self.fields.iter().map(|(name, value)| (name.as_str(), value.as_str())));
        let pairs = fields.iter().map(|(name, value)| format!("{}={}", escape(name), escape(value)));
        let body = pairs.collect::<Vec<_>>().join("&");
        let unusable = || CredentialError::new("the token URL is no URL");
        let mut request = Request::new(Bytes::from(body));
        *request.method_mut() = Method::POST;
        *request.uri_mut() = endpoint.token_url.parse().map_err(|_| unusable())?;
        if request.uri().scheme().is_none() || request.uri().host().is_none() {
            return Err(unusable());
        }
        let headers = request.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/x-www-form-urlencoded"));
        headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
        if let Some(text) = authorization {
            headers.insert(AUTHORIZATION, super::credential::sensitive(text).map_err(|_| unusable())?);
        }
        Ok(request)
    }

    async fn fetch(&self, state: &mut State, context: TokenContext<'_>) -> Result<Secret, CredentialError> {
        if let Some(Ok(response)) = abandoned(state, context.now()).await
            && let Ok(token) = keep(state, &response, context.now())
        {
            return Ok(token);
        }
        let endpoint = self.endpoint(state, context).await?;
        let ended = self.issue(state, &endpoint, context).await;
        if ended.is_err() {
            state.discovered = None;
        }
        ended
    }

    async fn issue(
        &self,
        state: &mut State,
        endpoint: &Discovered,
        context: TokenContext<'_>,
    ) -> Result<Secret, CredentialError> {
        let refresh_token = state.refresh_token.as_ref().filter(|_| self.refreshes);
        let request = self.request(refresh_token, endpoint, context.flow())?;
        let issuing = Issuing { sending: context.start(request), since: context.now() };
        let response = state.issuing.insert(issuing).sending.as_mut().await;
        state.issuing = None;
        let response =
            response.map_err(|error| CredentialError::passing(format!("no token was issued: {error}")))?;
        keep(state, &response, context.now())
    }
}

/// What came of a request that nobody waits for any more. One that has not ended for long is given up.
async fn abandoned(
    state: &mut State,
    now: Duration,
) -> Option<Result<http::Response<Bytes>, TransportError>> {
    let issuing = state.issuing.as_mut()?;
    let is_late = now.saturating_sub(issuing.since) > PATIENCE;
    let ended = poll_fn(|context| match issuing.sending.as_mut().poll(context) {
        Poll::Ready(response) => Poll::Ready(Some(response)),
        Poll::Pending if is_late => Poll::Ready(None),
        Poll::Pending => Poll::Pending,
    });
    let ended = ended.await;
    state.issuing = None;
    ended
}

/// Reads what an issuer answered, and keeps it.
fn keep(
    state: &mut State,
    response: &http::Response<Bytes>,
    now: Duration,
) -> Result<Secret, CredentialError> {
    let status = response.status();
    let answer = decode::<Json>(response.body(), Mode::Lenient).unwrap_or_default();
    if !status.is_success() {
        let code = answer.get("error").and_then(Json::as_str).filter(|code| CODES.contains(code));
        let code = code.map(|code| format!(" (`{code}`)")).unwrap_or_default();
        let message = format!("no token was issued: the issuer answered {status}{code}");
        let may_pass = super::retry::may_pass(status);
        return Err(if may_pass { CredentialError::passing(message) } else { CredentialError::new(message) });
    }
    let text = |key: &str| answer.get(key).and_then(Json::as_str).filter(|text| !text.is_empty());
    let token = text("access_token")
        .ok_or_else(|| CredentialError::new("no token was issued: the answer holds no `access_token`"))?;
    // Some issuers write the number as a string.
    let seconds = match answer.get("expires_in") {
        Some(Json::Number(number)) => Some(number.as_f64()),
        Some(Json::String(text)) => text.parse().ok(),
        _ => None,
    };
    let life = seconds.and_then(|seconds| Duration::try_from_secs_f64(seconds.max(0.0)).ok());
    let renew_at = life.and_then(|life| now.checked_add(life.saturating_sub(MARGIN.min(life / 10))));
    if let Some(next) = text("refresh_token") {
        state.refresh_token = Some(next.into());
    }
    let secret = Secret::from(token);
    state.token = Some(Token { secret: secret.clone(), renew_at });
    Ok(secret)
}

impl TokenSource for OAuth2 {
    fn token<'a>(&'a self, context: TokenContext<'a>) -> BoxFuture<'a, Result<Secret, CredentialError>> {
        Box::pin(async move {
            // Who comes while a token is fetched waits here, and finds it.
            let mut state = self.state.lock().await;
            if let Some(token) = &state.token
                && token.renew_at.is_none_or(|moment| context.now() < moment)
            {
                return Ok(token.secret.clone());
            }
            self.fetch(&mut state, context).await
        })
    }

    fn refused<'a>(&'a self, token: &'a Secret) -> BoxFuture<'a, bool> {
        Box::pin(async move {
            let mut state = self.state.lock().await;
            // Another call may have renewed it meanwhile.
            if state.token.as_ref().is_some_and(|have| have.secret.matches(token.expose())) {
                state.token = None;
            }
            true
        })
    }
}

impl fmt::Debug for OAuth2 {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("OAuth2").field("scope", &self.scope).finish_non_exhaustive()
    }
}
