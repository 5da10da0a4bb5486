//! One call: the texts of its parameters and body, before it is sent.

use super::base_url::origin;
use super::builder::Core;
use super::refusals::RequestError;
use super::retry::{Retries, is_idempotent};
use super::transport::RequestBody;
use crate::codec::{Contents, Wire};
use crate::http::{
    Location, Operation, Written, encode_cookie, encode_header, encode_path, encode_query, is_unsafe_segment,
    write_body,
};
use bytes::Bytes;
use std::borrow::Cow;
use std::fmt;
use std::time::Duration;

/// What the caller of one call wants otherwise than the client.
#[derive(Clone, Default)]
pub(super) struct Options {
    pub(super) timeout: Option<Duration>,
    pub(super) attempt_timeout: Option<Duration>,
    pub(super) retries: Option<Retries>,
    pub(super) headers: Vec<(String, String)>,
    pub(super) idempotency_key: Option<String>,
}

/// What can be sent once, such as a stream: no copy of a call has it.
#[derive(Default)]
pub(super) struct Once<T>(pub(super) T);

impl<T: Default> Clone for Once<T> {
    fn clone(&self) -> Self {
        Self(T::default())
    }
}

/// A call that is being put together. What is wrong with an argument is kept, and told when it is sent.
#[derive(Clone)]
pub struct Call {
    pub(super) core: Core,
    pub(super) operation: &'static Operation,
    pub(super) path: Vec<(usize, String)>,
    pub(super) query: Vec<String>,
    pub(super) headers: Vec<(&'static str, String)>,
    pub(super) cookies: Vec<String>,
    pub(super) body: Option<Bytes>,
    /// The media type of the body.
    pub(super) content_type: Option<Cow<'static, str>>,
    /// A stream that is sent in place of the body.
    pub(super) stream: Once<Option<RequestBody>>,
    /// Streams that are sent in place of what parts of the body hold, by the names of the parts.
    pub(super) parts: Once<Vec<(String, RequestBody)>>,
    /// Where it goes in place of its own path: the link of a page before.
    pub(super) target: Option<String>,
    pub(super) options: Options,
    pub(super) wrong: Option<RequestError>,
}

impl fmt::Debug for Call {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Call").field("operation", &self.operation.id).finish_non_exhaustive()
    }
}

impl Call {
    /// A call of an operation, without arguments yet.
    #[must_use]
    pub fn new(core: &Core, operation: &'static Operation) -> Self {
        Self {
            core: core.clone(),
            operation,
            path: Vec::new(),
            query: Vec::new(),
            headers: Vec::new(),
            cookies: Vec::new(),
            body: None,
            content_type: None,
            stream: Once::default(),
            parts: Once::default(),
            target: None,
            options: Options::default(),
            wrong: None,
        }
    }

    /// A call of an operation that somebody asked for at a URL of theirs, without arguments yet: a webhook or a callback
    /// (OpenAPI 3.1.1, section 4.8.18). The URL must be of `http` or `https`, and hold no credentials; its query stays.
    #[must_use]
    pub fn to(core: &Core, operation: &'static Operation, url: &str) -> Self {
        let mut call = Self::new(core, operation);
        let url = url.split('#').next().unwrap_or_default();
        let (target, query) = url.split_once('?').unwrap_or((url, ""));
        match origin(target) {
            Some(_) => call.target = Some(target.to_owned()),
            None => call.refuse(
                "the URL to send it to must be one of `http` or `https`, without credentials".to_owned(),
            ),
        }
        call.query = query.split('&').filter(|part| !part.is_empty()).map(str::to_owned).collect();
        call
    }

    /// Gives a parameter its value.
    pub fn parameter(&mut self, index: usize, value: &dyn Wire) {
        let Some(parameter) = self.operation.parameters.get(index) else { return };
        if value.is_absent() {
            return;
        }
        let taken = match parameter.location {
            Location::Path => encode_path(parameter, value).map(|text| self.path.push((index, text))),
            Location::Query => encode_query(parameter, value).map(|parts| self.query.extend(parts)),
            Location::Header => {
                encode_header(parameter, value).map(|text| self.headers.push((parameter.name, text)))
            }
            Location::Cookie => encode_cookie(parameter, value).map(|parts| self.cookies.extend(parts)),
        };
        if let Err(why) = taken {
            self.refuse(format!("the parameter `{}` cannot be written: {why}", parameter.name));
        }
        let unsafe_path = |(at, text): &(usize, String)| {
            *at == index
                && match parameter.allow_reserved {
                    true => text.split('/').any(is_unsafe_segment),
                    false => is_unsafe_segment(text),
                }
        };
        if parameter.location == Location::Path
            && self.path.iter().any(|it| unsafe_path(it) || holds_control(it))
        {
            let why = "it is empty, a dot segment, or holds control characters";
            self.refuse(format!("the path parameter `{}` would lead elsewhere: {why}", parameter.name));
        }
    }

    /// Gives the body its value, as the preferred media type.
    pub fn body(&mut self, value: &dyn Wire) {
        self.write(0, value);
    }

    /// Gives the body a value of one of the types that it may have, as the preferred media type of that.
    pub fn content<C: Contents>(&mut self, value: &C) {
        let (variant, value) = value.value();
        self.write(variant, value);
    }

    fn write(&mut self, variant: usize, value: &dyn Wire) {
        let Some(body) = &self.operation.body else { return };
        if value.is_absent() {
            return;
        }
        let Some(content) = body.medium(variant) else { return };
        match write_body(content, value) {
            Ok(Written { bytes, media_type }) => {
                self.body = Some(Bytes::from(bytes));
                self.content_type = Some(media_type);
            }
            Err(why) => self.refuse(format!("the body cannot be written: {why}")),
        }
    }

    /// The call, which leaves one without arguments behind.
    pub(super) fn take(&mut self) -> Self {
        let rest = Self::new(&self.core, self.operation);
        std::mem::replace(self, rest)
    }

    /// Whether to send it twice does no harm.
    pub(super) fn is_idempotent(&self) -> bool {
        self.operation.method.parse().is_ok_and(|method| is_idempotent(&method))
    }

    /// Whether it holds a stream, which can be sent once.
    pub(super) fn is_stream(&self) -> bool {
        self.stream.0.is_some() || !self.parts.0.is_empty()
    }

    fn refuse(&mut self, message: String) {
        self.wrong.get_or_insert(RequestError::new(message));
    }
}

/// Whether an escaped path argument holds a control character.
fn holds_control((_, escaped): &(usize, String)) -> bool {
    let byte = |digits: &str| u8::from_str_radix(digits.get(..2)?, 16).ok();
    escaped.split('%').skip(1).filter_map(byte).any(|byte| byte.is_ascii_control())
}
