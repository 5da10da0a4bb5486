//! What a generated server calls: routing, authentication, reading and checking, before any handler.

mod auth;
mod context;
mod dispatch;
mod macros;
mod negotiate;
mod problem;
mod reply;
mod request;
mod routes;
mod serve;
mod shell;
mod template;

pub use crate::http::Secret;
pub use auth::{Attempt, Authenticate, Authenticator, Denied};
pub use context::Context;
pub use problem::{Problem, ProblemEntry};
pub use reply::{Headers, Reply};
pub use request::Request;
pub use routes::Routes;
pub use serve::{Limits, serve};
pub use shell::{Answer, Input, Off, not_implemented};

#[cfg(test)]
mod tests;
