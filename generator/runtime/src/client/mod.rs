//! What a generated client calls: one dispatch for every operation, below thin typed shells.

mod base_url;
#[cfg(feature = "blocking")]
mod blocking;
mod builder;
mod call;
mod credential;
mod discovery;
mod dispatch;
mod download;
mod environment;
mod error;
mod event;
mod events;
mod exchange;
#[cfg(feature = "reqwest")]
mod gunzip;
mod hook;
mod item_stream;
mod json_lines;
mod lines;
mod link;
mod macros;
mod mock;
mod oauth2;
mod opening;
mod pages;
mod payload;
mod prepare;
mod random;
mod refusals;
mod request;
#[cfg(feature = "reqwest")]
mod reqwest_builder;
#[cfg(feature = "reqwest")]
mod reqwest_transport;
mod response;
mod retry;
mod shell;
mod success;
mod target;
mod timer;
mod tower_transport;
mod trace;
mod transport;
mod upload;

pub use crate::http::{Header, HeaderError, Secret};
#[cfg(feature = "blocking")]
pub use blocking::{Wait, WaitEach, Waiting};
pub use builder::{Builder, Core};
pub use call::Call;
pub use credential::{Credential, CredentialError, Endpoint, Flow, TokenContext, TokenSource};
pub use download::Download;
pub use environment::Setting;
pub use error::{Decoding, Error, StatusError};
pub use event::Event;
pub use events::Events;
pub use exchange::{Answering, Exchange, Sending, answering, send};
pub use hook::{Attempt, AttemptEnd, Hook};
pub use item_stream::{ItemStream, Listed};
pub use json_lines::{JsonLines, LineError};
pub use mock::{Mock, MockAnswer, MockRequest};
pub use oauth2::OAuth2;
pub use pages::{Items, PagePlan, Paged, Pages};
pub use payload::{DecodeFailure, Payload};
pub use refusals::{BuildError, RequestError};
pub use request::Request;
#[cfg(feature = "reqwest")]
pub use reqwest_builder::ReqwestBuilder;
#[cfg(feature = "reqwest")]
pub use reqwest_transport::ReqwestTransport;
pub use response::{Answer, RawResponse};
pub use retry::Retries;
pub use success::{AsBytes, AsContent, AsEncoded, AsJson, AsNothing, AsOutcome, AsText, Outcome, ReadAs};
pub use timer::Timer;
#[cfg(feature = "tokio-timer")]
pub use timer::TokioTimer;
pub use tower_transport::TowerTransport;
pub use transport::{
    BoxFuture, OperationId, RequestBody, ResponseBody, Transport, TransportError, TransportErrorKind,
};

#[cfg(test)]
mod tests;
