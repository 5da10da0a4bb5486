//! A call as it will be sent, all but its credentials: those are asked for again before each attempt.

use super::builder::Core;
use super::call::Call;
use super::credential::{Applied, Given, header_name};
use super::random;
use super::refusals::RequestError;
use super::retry::is_idempotent;
use super::target::{Query, credited, target_of, uri};
use super::transport::RequestBody;
use super::upload::with_parts;
use crate::http::{Location, Operation, Requirement, Response, Scheme, SchemeKind, escape, unescape};
use bytes::Bytes;
use http::header::{
    ACCEPT, CONNECTION, CONTENT_LENGTH, CONTENT_TYPE, COOKIE, HOST, TE, TRAILER, TRANSFER_ENCODING, UPGRADE,
    USER_AGENT,
};
use http::{HeaderMap, HeaderName, HeaderValue, Method, Uri};
use std::borrow::Cow;

/// Headers that frame a message or choose its receiver: only the transport sets them.
const FRAMING: [HeaderName; 7] = [CONNECTION, CONTENT_LENGTH, HOST, TE, TRAILER, TRANSFER_ENCODING, UPGRADE];

/// The header for a key where neither document nor client names one.
const IDEMPOTENCY_KEY: HeaderName = HeaderName::from_static("idempotency-key");

/// A call without its credentials.
pub(super) struct Prepared<'a> {
    pub(super) operation: &'static Operation,
    pub(super) credentials: Vec<(&'static Scheme, &'a Given)>,
    /// Whether it does no harm to send it twice.
    pub(super) may_repeat: bool,
    method: Method,
    uri: Uri,
    cookies: Vec<String>,
    headers: HeaderMap,
    body: Sent,
}

enum Sent {
    Bytes(Bytes),
    Stream(Option<RequestBody>),
}

impl<'a> Prepared<'a> {
    /// Takes everything out of a call but how it is sent.
    pub(super) fn new(core: &'a Core, call: &mut Call) -> Result<Self, RequestError> {
        if let Some(wrong) = call.wrong.take() {
            return Err(wrong);
        }
        let operation = call.operation;
        let linked = call.target.is_some();
        let mut url = match call.target.take() {
            Some(target) => target,
            None => target_of(core, operation, &call.path)?,
        };
        let given = |(name, value): &(&str, &str)| {
            let text = |text| unescape(text, true).map_or_else(|_| escape(text), |text| escape(&text));
            if value.is_empty() { text(name) } else { format!("{}={}", text(name), text(value)) }
        };
        // A link holds the whole query.
        let fixed = operation.query.iter().filter(|_| !linked);
        let mut query = Query::of(&mut url);
        fixed.for_each(|pair| query.push(&given(pair)));
        call.query.drain(..).for_each(|part| query.push(&part));
        // As many as most requests have.
        let mut headers = HeaderMap::with_capacity(6);
        if let Some(agent) = &core.inner.user_agent {
            headers.insert(USER_AGENT, agent.clone());
        }
        if let Some(accept) = accept(operation) {
            headers.insert(ACCEPT, accept);
        }
        let method: Method = operation
            .method
            .parse()
            .map_err(|_| RequestError::new("the method of the operation is none of HTTP"))?;
        let mut body = call.body.take().unwrap_or_default();
        let is_stream = call.is_stream();
        let parts = std::mem::take(&mut call.parts.0);
        if !parts.is_empty() {
            let media_type = call.content_type.as_deref().unwrap_or_default();
            call.stream.0 = Some(with_parts(std::mem::take(&mut body), media_type, parts)?);
        }
        // A stream is of the media type that the document prefers; of a range, the caller says which.
        let preferred = || {
            let preferred = operation.body.as_ref().filter(|_| is_stream)?.media().next()?.media_type;
            (!preferred.contains('*')).then_some(preferred)
        };
        if let Some(media_type) = call.content_type.take().or_else(|| preferred().map(Cow::Borrowed)) {
            let media_type = match media_type {
                Cow::Borrowed(text) => fixed_value(text),
                Cow::Owned(text) => HeaderValue::try_from(text).ok(),
            };
            let media_type =
                media_type.ok_or_else(|| RequestError::new("the media type of the body is no header"))?;
            headers.insert(CONTENT_TYPE, media_type);
        }
        if core.inner.compress_from.is_some_and(|bytes| body.len() >= bytes.max(1)) {
            body = compress(body, &mut headers)?;
        }
        for (name, value) in call.headers.drain(..) {
            let name = header_name(name)?;
            let value = HeaderValue::try_from(value)
                .map_err(|_| RequestError::new(format!("the header `{name}` cannot hold its value")))?;
            headers.append(name, value);
        }
        let mut own = HeaderMap::new();
        for (name, value) in call.options.headers.drain(..) {
            let name = header_name(&name)?;
            let mut value = HeaderValue::try_from(value)
                .map_err(|_| RequestError::new(format!("the header `{name}` cannot hold its value")))?;
            // What the caller adds may well be a credential.
            value.set_sensitive(true);
            if FRAMING.contains(&name) {
                return Err(RequestError::new(format!("the header `{name}` is set by the transport")));
            }
            own.append(name, value);
        }
        replace(&mut headers, own);
        let retries = call.options.retries.as_ref().unwrap_or(&core.inner.retries);
        let own_key = call.options.idempotency_key.take();
        let keyed = key(core, operation, &method, retries.max > 0, own_key, &mut headers)?;
        Ok(Self {
            operation,
            credentials: credentials(core, operation)?,
            may_repeat: !is_stream && (keyed || is_idempotent(&method)),
            method,
            uri: uri(url)?,
            cookies: std::mem::take(&mut call.cookies),
            headers,
            body: call.stream.0.take().map_or(Sent::Bytes(body), |stream| Sent::Stream(Some(stream))),
        })
    }

    /// Whether the body can be sent again.
    pub(super) fn is_repeatable(&self) -> bool {
        matches!(self.body, Sent::Bytes(_))
    }

    /// The method, in upper case where it is one of HTTP's own.
    pub(super) fn method(&self) -> Method {
        self.method.clone()
    }

    /// The headers of one attempt, with what hooks add.
    pub(super) fn headers(&self, mut hooked: HeaderMap) -> HeaderMap {
        // Credentials and the transport add some of their own.
        let more = self.credentials.len() + hooked.len() + 1;
        let mut headers = HeaderMap::with_capacity(self.headers.len() + more);
        for (name, value) in &self.headers {
            headers.append(name, value.clone());
        }
        if !hooked.is_empty() {
            FRAMING.iter().for_each(|name| drop(hooked.remove(name)));
            replace(&mut headers, hooked);
        }
        headers
    }

    /// The request of one attempt.
    pub(super) fn request(&mut self, applied: Applied) -> Result<http::Request<RequestBody>, RequestError> {
        let mut headers = applied.headers;
        let cookies: Vec<&str> = self.cookies.iter().chain(&applied.cookies).map(String::as_str).collect();
        if !cookies.is_empty() {
            headers.insert(COOKIE, super::credential::sensitive(cookies.join("; "))?);
        }
        let body = match &mut self.body {
            Sent::Bytes(bytes) => RequestBody::from(bytes.clone()),
            Sent::Stream(stream) => {
                stream.take().ok_or_else(|| RequestError::new("the stream of the body was sent already"))?
            }
        };
        let uri = match applied.query.is_empty() {
            true => self.uri.clone(),
            false => uri(credited(&self.uri, &applied.query))?,
        };
        let mut request = http::Request::new(body);
        *request.method_mut() = self.method.clone();
        *request.uri_mut() = uri;
        *request.headers_mut() = headers;
        Ok(request)
    }
}

/// Puts headers in place of those of the same names.
fn replace(headers: &mut HeaderMap, with: HeaderMap) {
    for name in with.keys() {
        headers.remove(name);
    }
    headers.extend(with);
}

/// The key that lets a server know a request again: the caller's, or one that is made up where a header for it is
/// documented or configured and the method alone does not allow to send it twice. Whether there is one.
fn key(
    core: &Core,
    operation: &Operation,
    method: &Method,
    wanted: bool,
    given: Option<String>,
    headers: &mut HeaderMap,
) -> Result<bool, RequestError> {
    let documented = operation
        .parameters
        .iter()
        .find(|parameter| parameter.location == Location::Header && is_key(parameter.name));
    let documented = documented.map(|parameter| header_name(parameter.name)).transpose()?;
    let configured = core.inner.idempotency_header.clone();
    let name = documented.or(configured);
    let value = match (given, &name) {
        (Some(key), _) => key,
        (None, Some(name)) if headers.contains_key(name) => return Ok(true),
        (None, Some(_)) if wanted && !is_idempotent(method) => match random::key() {
            Some(key) => key,
            // Without a key it is sent once.
            None => return Ok(headers.contains_key(&IDEMPOTENCY_KEY)),
        },
        (None, _) => return Ok(headers.contains_key(&IDEMPOTENCY_KEY)),
    };
    let value = HeaderValue::from_str(&value)
        .map_err(|_| RequestError::new("the idempotency key holds characters that a header must not"))?;
    headers.insert(name.unwrap_or(IDEMPOTENCY_KEY), value);
    Ok(true)
}

/// Whether a header is one for an idempotency key, by the name that the draft of the IETF gives it and the spellings in
/// use: `Idempotency-Key`, `X-Idempotency-Key`, `Idempotent-Key`.
fn is_key(name: &str) -> bool {
    let letters = name.chars().filter(char::is_ascii_alphanumeric).map(|letter| letter.to_ascii_lowercase());
    let letters: String = letters.collect();
    let name = letters.strip_prefix('x').unwrap_or(&letters);
    ["idempotencykey", "idempotentkey", "idempotencytoken", "idempotencyid"]
        .iter()
        .any(|it| name.ends_with(it))
}

/// The value of a header that a document fixes; `None` where a header cannot hold it.
fn fixed_value(text: &'static str) -> Option<HeaderValue> {
    HeaderValue::from_maybe_shared(Bytes::from_static(text.as_bytes())).ok()
}

/// The documented media types of the responses, each once.
fn accept(operation: &Operation) -> Option<HeaderValue> {
    let mut all = operation.responses.iter().flat_map(Response::media_types);
    let first = all.next()?;
    // Most operations answer with one media type.
    if all.all(|media_type| media_type == first) {
        return fixed_value(first);
    }
    let mut types: Vec<&str> = Vec::new();
    for media_type in operation.responses.iter().flat_map(Response::media_types) {
        if !types.contains(&media_type) {
            types.push(media_type);
        }
    }
    (!types.is_empty()).then(|| HeaderValue::try_from(types.join(", ")).ok()).flatten()
}

/// The credentials of the first alternative that the client can meet; to do without comes last.
fn credentials<'a>(
    core: &'a Core,
    operation: &Operation,
) -> Result<Vec<(&'static Scheme, &'a Given)>, RequestError> {
    if operation.security.is_empty() {
        return Ok(Vec::new());
    }
    let asks = |alternative: &&&[Requirement]| !alternative.is_empty();
    let with = operation.security.iter().filter(asks);
    for alternative in with.chain(operation.security.iter().filter(|alternative| alternative.is_empty())) {
        let schemes = alternative.iter().map(|requirement| requirement.scheme);
        let found = schemes.filter(|scheme| scheme.kind != SchemeKind::Transport).map(|scheme| {
            let credential =
                core.inner.credentials.iter().find(|credential| credential.scheme == scheme.name);
            credential.map(|credential| (scheme, credential))
        });
        if let Some(all) = found.collect::<Option<Vec<_>>>() {
            return Ok(all);
        }
    }
    let alternatives = operation.security.iter().map(|schemes| {
        let names = schemes.iter().map(|requirement| format!("`{}`", requirement.scheme.name));
        names.collect::<Vec<_>>().join(" and ")
    });
    let alternatives = alternatives.collect::<Vec<_>>().join(", or ");
    Err(RequestError::new(format!("`{}` needs the credentials {alternatives}", operation.id)))
}

#[cfg(feature = "gzip")]
fn compress(body: Bytes, headers: &mut HeaderMap) -> Result<Bytes, RequestError> {
    use std::io::Write;
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    let written = encoder.write_all(&body).and_then(|()| encoder.finish());
    let bytes = written.map_err(|_| RequestError::new("the body cannot be compressed"))?;
    headers.insert(http::header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
    Ok(Bytes::from(bytes))
}

#[cfg(not(feature = "gzip"))]
#[allow(clippy::unnecessary_wraps, reason = "with the feature it may fail")]
fn compress(body: Bytes, _: &mut HeaderMap) -> Result<Bytes, RequestError> {
    Ok(body)
}
