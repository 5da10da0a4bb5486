//! Bodies of responses that can be sent as they come.

use super::{Ident, TypeRef};

/// How the body of a response is answered as a stream, beside the variant that has it whole.
#[derive(Clone, Debug)]
pub struct Streamed {
    /// The variant of the server's answer: `OkStream`.
    pub ident: Ident,
    /// Which of the [`Contents`](super::Contents) of the body it is.
    pub content: usize,
    /// What an item is; `None` where the stream is of bytes.
    pub item: Option<TypeRef>,
}
