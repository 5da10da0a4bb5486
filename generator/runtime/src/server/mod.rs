//! What a generated server calls: routing, authentication, reading and checking, before any handler.

mod auth;
mod checks;
mod codings;
mod context;
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
pub use auth::{Attempt, Authenticate, Authenticator, Denied};
pub use checks::Checks;
pub use context::Context;
pub use problem::{Problem, ProblemEntry};
pub use reply::{Headers, Reply};
pub use request::Request;
pub use routes::{Routes, UnknownOperation};
pub use serve::{Limits, serve, serve_until};
pub use shell::{Answer, Input, Method, NotImplemented, Off, not_implemented};
pub use stream::{Event, Streamed};

#[cfg(test)]
mod tests;
