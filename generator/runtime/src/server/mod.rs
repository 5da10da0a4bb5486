//! What a generated server calls: routing, authentication, reading and checking, before any handler.

mod auth;
mod challenges;
mod checks;
mod codings;
mod context;
mod credentials;
mod deciders;
mod deciding;
mod dispatch;
mod document;
mod macros;
mod negotiate;
mod panics;
mod problem;
mod reply;
mod request;
mod routes;
mod serve;
mod shell;
mod stream;
mod template;
mod yaml;

pub use crate::http::Secret;
pub use ::http::Extensions;
pub use auth::{Attempt, BearerToken, Denied, UserPassword};
pub use checks::Checks;
pub use context::Context;
pub use problem::{Problem, ProblemEntry};
pub use reply::{Headers, Reply};
pub use request::Request;
pub use routes::{Routes, UnknownOperation};
pub use serve::{Limits, serve, serve_until};
pub use shell::{Answer, Decide, Input, Method, NotImplemented, Off, not_implemented};
pub use stream::{Event, Streamed};

#[cfg(test)]
mod tests;
