//! Sending a call and receiving its response: one function for every operation.

use super::builder::{Core, Credential};
use super::call::Call;
use super::error::RequestError;
use super::payload::Payload;
use super::transport::{ResponseBody, TransportError};
use crate::http::{Location, Operation, Piece, Response, Scheme, SchemeKind, Status, escape, unescape};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::{Bytes, BytesMut};
use http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, COOKIE, USER_AGENT};
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use http_body_util::BodyExt;
use std::time::Duration;

/// A response, whole, and which of the documented ones it is.
pub(super) struct Received {
    pub(super) status: StatusCode,
    pub(super) headers: HeaderMap,
    pub(super) payload: Payload,
    pub(super) index: Option<usize>,
    pub(super) success: bool,
}

/// Why there is no response.
pub(super) enum Failure {
    Request(RequestError),
    Transport(TransportError),
    Timeout(Duration),
}

impl From<RequestError> for Failure {
    fn from(error: RequestError) -> Self {
        Self::Request(error)
    }
}

/// Sends a call; the deadline covers all of it, the body of the response included.
pub(super) async fn dispatch(call: Call) -> Result<Received, Failure> {
    let core = call.core.clone();
    let operation = call.operation;
    let limit = call.timeout.unwrap_or(core.inner.timeout);
    let request = request(call)?;
    match tokio::time::timeout(limit, exchange(&core, operation, request)).await {
        Ok(received) => received.map_err(Failure::Transport),
        Err(_) => Err(Failure::Timeout(limit)),
    }
}

async fn exchange(
    core: &Core,
    operation: &'static Operation,
    request: http::Request<Bytes>,
) -> Result<Received, TransportError> {
    let (parts, body) = core.inner.transport.send(request).await?.into_parts();
    let body = collect(body, core.inner.max_response_bytes).await?;
    let status = parts.status.as_u16();
    let index = operation.response_for(status);
    let documented = index.and_then(|index| operation.responses.get(index));
    // `default` is a success where nothing else is documented, but never for a status that says it failed.
    let success = documented
        .is_some_and(|it| it.success && (it.status != Status::Default || parts.status.is_success()));
    let content_type =
        parts.headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).map(str::to_owned);
    let contents = documented.map_or(&[][..], |documented| documented.contents);
    let payload = Payload { status, content_type, contents, body };
    Ok(Received { status: parts.status, headers: parts.headers, payload, index, success })
}

/// Reads a body to its end, but not past a limit.
async fn collect(mut body: ResponseBody, limit: usize) -> Result<Bytes, TransportError> {
    let mut whole = BytesMut::new();
    while let Some(frame) = body.frame().await {
        let Ok(data) = frame?.into_data() else { continue };
        if whole.len() + data.len() > limit {
            return Err(TransportError::new(format!(
                "the body of the response is larger than {limit} bytes"
            )));
        }
        whole.extend_from_slice(&data);
    }
    Ok(whole.freeze())
}

/// The request of a call.
fn request(call: Call) -> Result<http::Request<Bytes>, RequestError> {
    if let Some(wrong) = call.wrong {
        return Err(wrong);
    }
    let operation = call.operation;
    let mut path = base_url(&call.core, operation);
    for piece in operation.pieces {
        match piece {
            Piece::Literal(text) => path.push_str(&literal(text)),
            Piece::Parameter(index) => {
                let value = call.path.iter().find(|(have, _)| have == index);
                let (_, text) =
                    value.ok_or_else(|| RequestError::new("a parameter of the path has no value"))?;
                path.push_str(text);
            }
        }
    }
    if path.split('/').any(is_dot_segment) {
        return Err(RequestError::new("the path would lead elsewhere: one of its segments is `.` or `..`"));
    }
    let mut headers = HeaderMap::new();
    let given = |(name, value): &(&str, &str)| {
        let text = |text| unescape(text, true).map_or_else(|_| escape(text), |text| escape(&text));
        if value.is_empty() { text(name) } else { format!("{}={}", text(name), text(value)) }
    };
    let mut query: Vec<String> = operation.query.iter().map(given).collect();
    query.extend(call.query);
    let mut cookies = call.cookies;
    for (name, value) in call.headers {
        let name = header_name(name)?;
        let value = HeaderValue::from_str(&value)
            .map_err(|_| RequestError::new(format!("the header `{name}` cannot hold its value")))?;
        headers.append(name, value);
    }
    for (scheme, credential) in credentials(&call.core, operation)? {
        apply(scheme, credential, &mut headers, &mut query, &mut cookies)?;
    }
    if !cookies.is_empty() {
        headers.insert(COOKIE, sensitive(&cookies.join("; "))?);
    }
    if let Some(agent) = &call.core.inner.user_agent {
        headers.insert(USER_AGENT, agent.clone());
    }
    if let Some(accept) = accept(operation) {
        headers.insert(ACCEPT, accept);
    }
    let body = call.body.unwrap_or_default();
    if let Some(media_type) = call.content_type {
        let media_type = HeaderValue::from_str(&media_type);
        headers.insert(
            CONTENT_TYPE,
            media_type.map_err(|_| RequestError::new("the media type of the body is no header"))?,
        );
    }
    if !query.is_empty() {
        path.push('?');
        path.push_str(&query.join("&"));
    }
    let unusable = || RequestError::new("the path or query cannot be sent");
    let mut request = http::Request::new(body);
    *request.method_mut() = operation.method.parse().map_err(|_| unusable())?;
    *request.uri_mut() = path.parse().map_err(|_| unusable())?;
    *request.headers_mut() = headers;
    Ok(request)
}

/// The base URL of an operation: its own, unless the caller gave one for all.
fn base_url(core: &Core, operation: &Operation) -> String {
    let base = &core.inner.base_url;
    match operation.server.filter(|_| !core.inner.base_url_given) {
        None => base.clone(),
        Some(own) if own.starts_with('/') || own.is_empty() => {
            let host = base.find("://").map_or(0, |place| place + 3);
            let end = base.get(host..).and_then(|rest| rest.find('/')).map_or(base.len(), |end| host + end);
            format!("{}{own}", base.get(..end).unwrap_or(base))
        }
        Some(own) => own.to_owned(),
    }
}

/// A literal piece of a path; what a path must not hold is escaped, and what is escaped stays so.
fn literal(text: &str) -> String {
    let plain = |mark: char| mark.is_ascii_alphanumeric() || "/-._~!$&'()*+,;=:@".contains(mark);
    let is_escape = |rest: &str| {
        rest.get(1..3).is_some_and(|digits| digits.bytes().all(|digit| digit.is_ascii_hexdigit()))
    };
    let mut result = String::with_capacity(text.len());
    for (place, mark) in text.char_indices() {
        if plain(mark) || (mark == '%' && text.get(place..).is_some_and(is_escape)) {
            result.push(mark);
        } else {
            result.push_str(&escape(mark.encode_utf8(&mut [0; 4])));
        }
    }
    result
}

/// Whether a segment is one that a URL drops (RFC 3986, section 5.2.4).
fn is_dot_segment(segment: &str) -> bool {
    let plain = segment.replace("%2e", ".").replace("%2E", ".");
    plain == "." || plain == ".."
}

fn header_name(name: &str) -> Result<HeaderName, RequestError> {
    name.parse().map_err(|_| RequestError::new(format!("`{}` is no name of a header", name.escape_debug())))
}

fn sensitive(text: &str) -> Result<HeaderValue, RequestError> {
    let mut value = HeaderValue::from_str(text)
        .map_err(|_| RequestError::new("a credential holds characters that a header must not"))?;
    value.set_sensitive(true);
    Ok(value)
}

/// The documented media types of the responses, each once.
fn accept(operation: &Operation) -> Option<HeaderValue> {
    let mut types: Vec<&str> = Vec::new();
    for media_type in operation.responses.iter().flat_map(Response::media_types) {
        if !types.contains(&media_type) {
            types.push(media_type);
        }
    }
    (!types.is_empty()).then(|| HeaderValue::from_str(&types.join(", ")).ok()).flatten()
}

/// The credentials of the first alternative that the client can meet; to do without comes last.
fn credentials<'c>(
    core: &'c Core,
    operation: &Operation,
) -> Result<Vec<(&'static Scheme, &'c Credential)>, RequestError> {
    if operation.security.is_empty() {
        return Ok(Vec::new());
    }
    let asks = |alternative: &&&[&'static Scheme]| !alternative.is_empty();
    let with = operation.security.iter().filter(asks);
    for alternative in with.chain(operation.security.iter().filter(|alternative| alternative.is_empty())) {
        let found = alternative.iter().filter(|scheme| scheme.kind != SchemeKind::Transport).map(|scheme| {
            let credential =
                core.inner.credentials.iter().find(|credential| credential.scheme == scheme.name);
            credential.map(|credential| (*scheme, credential))
        });
        if let Some(all) = found.collect::<Option<Vec<_>>>() {
            return Ok(all);
        }
    }
    let alternatives = operation.security.iter().map(|schemes| {
        schemes.iter().map(|scheme| format!("`{}`", scheme.name)).collect::<Vec<_>>().join(" and ")
    });
    let alternatives = alternatives.collect::<Vec<_>>().join(", or ");
    Err(RequestError::new(format!("`{}` needs the credentials {alternatives}", operation.id)))
}

fn apply(
    scheme: &Scheme,
    credential: &Credential,
    headers: &mut HeaderMap,
    query: &mut Vec<String>,
    cookies: &mut Vec<String>,
) -> Result<(), RequestError> {
    let secret = credential.secret.expose();
    match scheme.kind {
        SchemeKind::ApiKey(Location::Query, name) => {
            query.push(format!("{}={}", escape(name), escape(secret)))
        }
        SchemeKind::ApiKey(Location::Cookie, name) => {
            if secret.contains([';', ',', ' ', '"', '\\']) {
                return Err(RequestError::new("a credential holds characters that a cookie must not"));
            }
            cookies.push(format!("{name}={secret}"));
        }
        SchemeKind::ApiKey(Location::Header | Location::Path, name) => {
            headers.insert(header_name(name)?, sensitive(secret)?);
        }
        SchemeKind::Basic => {
            let user = credential.user.as_deref().unwrap_or_default();
            let token = STANDARD.encode(format!("{user}:{secret}"));
            headers.insert(AUTHORIZATION, sensitive(&format!("Basic {token}"))?);
        }
        SchemeKind::Bearer => {
            headers.insert(AUTHORIZATION, sensitive(&format!("Bearer {secret}"))?);
        }
        SchemeKind::Http(name) => {
            headers.insert(AUTHORIZATION, sensitive(&format!("{name} {secret}"))?);
        }
        SchemeKind::Transport => {}
    }
    Ok(())
}
