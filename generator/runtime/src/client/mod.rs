//! What a generated client calls: one dispatch for every operation, below thin typed shells.

mod builder;
mod call;
mod dispatch;
mod error;
mod macros;
mod payload;
mod request;
#[cfg(feature = "reqwest")]
mod reqwest_transport;
mod tower_transport;
mod transport;

pub use crate::http::{Header, HeaderError, Secret};
pub use builder::{BuildError, Builder, Core};
pub use call::Call;
pub use error::{Decoding, Error, RequestError, StatusError};
pub use payload::{DecodeFailure, Payload};
pub use request::{Answer, Answering, Outcome, Request, Sending, answering, send};
#[cfg(feature = "reqwest")]
pub use reqwest_transport::ReqwestTransport;
pub use tower_transport::TowerTransport;
pub use transport::{BoxFuture, ResponseBody, Transport, TransportError};

#[cfg(test)]
mod tests;
