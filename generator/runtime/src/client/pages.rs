//! Results that come page by page, as a stream of pages or of what stands in them.

use super::call::Call;
use super::dispatch::{Failure, Received, dispatch};
use super::error::{Decoding, Error};
use super::exchange::{Exchange, told};
use super::link::next_link;
use super::payload::DecodeFailure;
use super::transport::{BoxFuture, TransportError, TransportErrorKind};
use crate::codec::{Json, Mode, Wire, decode, encode};
use crate::http::{escape, unescape};
use bytes::Bytes;
use futures_core::Stream;
use http::HeaderMap;
use std::collections::VecDeque;
use std::fmt;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll};

/// How the next page is asked for. Keys lead from the body to a value, one a level.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PagePlan {
    /// A parameter says how many items to leave out; the first page leaves out so many.
    Offset(&'static str, i64),
    /// A parameter numbers pages; the first page has that number.
    Number(&'static str, i64),
    /// A parameter takes what stands in the page before; where that is a URL, the parameter of that name in it.
    Cursor(&'static str, &'static [&'static str]),
    /// A parameter takes that property of the last item of the page before.
    Last(&'static str, &'static str),
    /// The header `Link` leads to it (RFC 8288), on the same origin.
    Link,
}

/// A request whose results come page by page; `pages!` writes it.
pub trait Paged: Exchange {
    /// What stands in a page.
    type Item: Wire;

    /// How the next page is asked for.
    const PLAN: PagePlan;

    /// The keys that lead to the items of a page.
    const ITEMS: &'static [&'static str];

    /// The key of a page that says whether there is another one.
    const MORE: Option<&'static str>;

    /// The pages, each asked for when the stream is polled for it. It ends after the last page, or after an error.
    fn pages(self) -> Pages<Self> {
        Pages::new(self.into_call())
    }

    /// What stands in the pages, one after the other; a page is asked for when there is nothing left of the one before.
    fn items(self) -> Items<Self> {
        Items { pages: Pages::new(self.into_call()), items: VecDeque::new() }
    }
}

/// A stream of pages.
pub struct Pages<R> {
    /// The request of the next page; `None` where there is none.
    next: Option<Call>,
    asked: Option<BoxFuture<'static, Result<Received, Failure>>>,
    /// The body of the page before.
    before: Bytes,
    trail: Trail,
    /// Why there is no page after the last one that was given.
    broken: Option<TransportError>,
    request: PhantomData<fn() -> R>,
}

impl<R: Paged> Pages<R> {
    fn new(call: Call) -> Self {
        let trail = Trail::default();
        Self {
            next: Some(call),
            asked: None,
            before: Bytes::new(),
            trail,
            broken: None,
            request: PhantomData,
        }
    }

    /// The next page; `None` after the last one.
    pub async fn next(&mut self) -> Option<Result<R::Success, Error<R::Error>>> {
        std::future::poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    fn poll_page(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Received, Error<R::Error>>>> {
        if self.asked.is_none() {
            if let Some(error) = self.broken.take() {
                return Poll::Ready(Some(Err(Error::Transport(error))));
            }
            let Some(call) = &self.next else { return Poll::Ready(None) };
            self.asked = Some(Box::pin(dispatch(call.clone())));
        }
        let Some(asked) = &mut self.asked else { return Poll::Ready(None) };
        let received = std::task::ready!(asked.as_mut().poll(context));
        self.asked = None;
        let call = self.next.take();
        let received = match received {
            Ok(received) => received,
            Err(failure) => return Poll::Ready(Some(Err(failure.into()))),
        };
        if received.success
            && let Some(mut call) = call
        {
            let body = received.payload.body.clone();
            if !body.is_empty() && body == self.before {
                let why = "the server answers with the page before again";
                let error = TransportError::of(TransportErrorKind::Unexpected, why);
                return Poll::Ready(Some(Err(Error::Transport(error))));
            }
            self.trail.pass(&call);
            let turned = turn::<R>(&mut call, &received.headers, &body);
            match turned.and_then(|there_is| self.trail.leads_on(&call, there_is)) {
                Ok(true) => self.next = Some(call),
                Ok(false) => {}
                // What came is given first.
                Err(why) => self.broken = Some(TransportError::of(TransportErrorKind::Unexpected, why)),
            }
            self.before = body;
        }
        Poll::Ready(Some(Ok(received)))
    }
}

impl<R: Paged> Stream for Pages<R> {
    type Item = Result<R::Success, Error<R::Error>>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll_page(context).map(|page| {
            let page = page?.and_then(told::<R>).map(|answer| answer.value);
            if page.is_err() {
                (self.next, self.broken) = (None, None);
            }
            Some(page)
        })
    }
}

impl<R> fmt::Debug for Pages<R> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Pages").field("next", &self.next).finish_non_exhaustive()
    }
}

/// Tells where pages go round in a circle, by remembering one page, each time one that is twice as far (R. P. Brent,
/// "An improved Monte Carlo factorization algorithm", 1980).
#[derive(Debug, Default)]
struct Trail {
    /// What was asked for then.
    kept: Option<(Option<String>, Vec<String>)>,
    /// How many pages ago that was, and how many it may be.
    since: u64,
    most: u64,
}

impl Trail {
    /// Goes past the page of a call.
    fn pass(&mut self, call: &Call) {
        if self.since == self.most {
            self.kept = Some((call.target.clone(), call.query.clone()));
            (self.since, self.most) = (0, self.most.saturating_mul(2).max(1));
        }
        self.since = self.since.saturating_add(1);
    }

    /// Whether the page that comes next is another one than that which is remembered.
    fn leads_on(&self, call: &Call, there_is: bool) -> Result<bool, String> {
        let again =
            |(target, query): &(Option<String>, Vec<String>)| *target == call.target && *query == call.query;
        if there_is && self.kept.as_ref().is_some_and(again) {
            return Err("the server leads back to a page that was given before".to_owned());
        }
        Ok(there_is)
    }
}

/// A stream of what stands in pages.
pub struct Items<R: Paged> {
    pages: Pages<R>,
    items: VecDeque<R::Item>,
}

impl<R: Paged> Items<R> {
    /// The next item; `None` after the last one.
    pub async fn next(&mut self) -> Option<Result<R::Item, Error<R::Error>>>
    where
        R::Item: Unpin,
    {
        std::future::poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    fn take(received: Received) -> Result<VecDeque<R::Item>, Error<R::Error>> {
        if !received.success {
            return told::<R>(received).map(|_| VecDeque::new());
        }
        items::<R>(&received.payload.body).map_err(|failure| {
            let Received { status, headers, payload, .. } = received;
            Error::Decode(Box::new(Decoding { status, headers, body: payload.body, failure }))
        })
    }
}

impl<R: Paged> Stream for Items<R>
where
    R::Item: Unpin,
{
    type Item = Result<R::Item, Error<R::Error>>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            if let Some(item) = self.items.pop_front() {
                return Poll::Ready(Some(Ok(item)));
            }
            match std::task::ready!(self.pages.poll_page(context)) {
                None => return Poll::Ready(None),
                Some(page) => match page.and_then(Self::take) {
                    Ok(items) => self.items = items,
                    Err(error) => {
                        (self.pages.next, self.pages.broken) = (None, None);
                        return Poll::Ready(Some(Err(error)));
                    }
                },
            }
        }
    }
}

impl<R: Paged> fmt::Debug for Items<R> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Items").field("pages", &self.pages).finish_non_exhaustive()
    }
}

/// The value that keys lead to.
fn at<'j>(mut json: &'j Json, keys: &[&str]) -> Option<&'j Json> {
    for key in keys {
        json = json.get(key)?;
    }
    Some(json)
}

/// The items of a page; none where there is no list.
fn list<R: Paged>(page: &Json) -> &[Json] {
    match at(page, R::ITEMS) {
        Some(Json::Array(items)) => items,
        _ => &[],
    }
}

fn items<R: Paged>(body: &[u8]) -> Result<VecDeque<R::Item>, DecodeFailure> {
    let page: Json = decode(body, Mode::Lenient)?;
    let pointer: String = R::ITEMS.iter().flat_map(|key| ["/", key]).collect();
    let read = |(index, item): (usize, &Json)| {
        let bytes = encode(item).unwrap_or_default();
        decode(&bytes, Mode::Lenient)
            .map_err(|error| DecodeFailure::from(error).below(&format!("{pointer}/{index}")))
    };
    list::<R>(&page).iter().enumerate().map(read).collect()
}

/// Makes the call that of the next page; whether there is one.
fn turn<R: Paged>(call: &mut Call, headers: &HeaderMap, body: &[u8]) -> Result<bool, String> {
    if R::PLAN == PagePlan::Link {
        return match next_link(call, headers)? {
            Some((target, query)) => {
                if call.target.as_ref() == Some(&target) && call.query == query {
                    return Err("the link to the next page leads to the page itself".to_owned());
                }
                (call.target, call.query) = (Some(target), query);
                Ok(true)
            }
            None => Ok(false),
        };
    }
    // A body that is no JSON is told where the page is read.
    let Ok(page) = decode::<Json>(body, Mode::Lenient) else { return Ok(false) };
    if R::MORE.and_then(|key| page.get(key)) == Some(&Json::Bool(false)) {
        return Ok(false);
    }
    let items = list::<R>(&page);
    let (name, value) = match R::PLAN {
        PagePlan::Cursor(name, keys) => (name, at(&page, keys).and_then(|next| cursor(name, next))),
        _ if items.is_empty() => return Ok(false),
        PagePlan::Last(name, key) => (name, items.last().and_then(|item| text(item.get(key)?))),
        PagePlan::Number(name, first) => {
            (name, given(call, name, first).checked_add(1).map(|next| next.to_string()))
        }
        PagePlan::Offset(name, first) => {
            let count = i64::try_from(items.len()).unwrap_or(i64::MAX);
            (name, given(call, name, first).checked_add(count).map(|next| next.to_string()))
        }
        PagePlan::Link => return Ok(false),
    };
    let Some(value) = value else { return Ok(false) };
    let start = format!("{}=", escape(name));
    let part = format!("{start}{}", escape(&value));
    if call.query.contains(&part) {
        return Err("the server gives the cursor of the page before again".to_owned());
    }
    call.query.retain(|have| !have.starts_with(&start));
    call.query.push(part);
    Ok(true)
}

/// The number that the caller, or the page before, gave a parameter.
fn given(call: &Call, name: &str, first: i64) -> i64 {
    let start = format!("{}=", escape(name));
    let value = call.query.iter().find_map(|part| part.strip_prefix(&start));
    value.and_then(|value| value.parse().ok()).unwrap_or(first)
}

fn text(json: &Json) -> Option<String> {
    match json {
        Json::String(text) => Some(text.clone()).filter(|text| !text.is_empty()),
        Json::Number(number) => Some(number.as_str().to_owned()),
        _ => None,
    }
}

/// A cursor, also where it stands in the query of a URL: the URL itself is never followed.
fn cursor(name: &str, next: &Json) -> Option<String> {
    let text = text(next)?;
    if !text.contains("://") && !text.starts_with(['/', '?']) {
        return Some(text);
    }
    let (_, query) = text.split_once('?')?;
    let query = query.split('#').next().unwrap_or_default();
    let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    let found = pairs.filter_map(|(key, value)| Some((unescape(key, true).ok()?, value)));
    let (_, value) = found.into_iter().find(|(key, _)| key == name)?;
    unescape(value, true).ok().filter(|value| !value.is_empty())
}

/// A request whose results come page by page.
///
/// ```text
/// rt::pages! { ListPets: models::Pet in ["data"] by Cursor("after", &["meta", "next"]); more "has_more" }
/// ```
#[macro_export]
macro_rules! pages {
    ($request:ident: $item:ty, in [$($key:literal),*] by $plan:expr $(; more $more:literal)?) => {
        impl $crate::client::Paged for $request {
            type Item = $item;
            const PLAN: $crate::client::PagePlan = {
                #[allow(unused_imports)]
                use $crate::client::PagePlan::*;
                $plan
            };
            const ITEMS: &'static [&'static str] = &[$($key),*];
            const MORE: ::core::option::Option<&'static str> = $crate::__more!($($more)?);
        }
    };
}

/// The key that says whether there is another page, if there is one.
#[doc(hidden)]
#[macro_export]
macro_rules! __more {
    () => {
        ::core::option::Option::None
    };
    ($more:literal) => {
        ::core::option::Option::Some($more)
    };
}
