//! What changed between two APIs.

mod presence;

pub use presence::presence;
