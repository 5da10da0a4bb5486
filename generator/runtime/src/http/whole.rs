//! A body that is put together from its pieces.

use bytes::{Bytes, BytesMut};

/// What is said of the length of a body is believed up to here, so that no saying takes memory.
const BELIEVED: u64 = 1 << 20;

/// A body as far as it has arrived. One that comes in one piece is not copied.
#[derive(Debug, Default)]
pub(crate) struct Whole {
    first: Bytes,
    /// The first piece and those behind it, once there are several.
    joined: BytesMut,
}

impl Whole {
    /// Adds a piece; `rest` bytes are said to follow. `false` where the body becomes larger than it may be.
    pub(crate) fn push(&mut self, piece: Bytes, rest: u64, limit: usize) -> bool {
        if piece.len() > limit.saturating_sub(self.first.len().max(self.joined.len())) {
            return false;
        }
        if self.first.is_empty() {
            self.first = piece;
            return true;
        }
        if self.joined.is_empty() {
            let rest = usize::try_from(rest.min(BELIEVED)).unwrap_or_default();
            self.joined.reserve(self.first.len() + piece.len() + rest);
            self.joined.extend_from_slice(&self.first);
        }
        self.joined.extend_from_slice(&piece);
        true
    }

    /// The body.
    pub(crate) fn finish(self) -> Bytes {
        if self.joined.is_empty() { self.first } else { self.joined.freeze() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_add_up_to_the_limit() {
        let mut whole = Whole::default();
        for piece in ["", "ab", "", "cd", "e"] {
            assert!(whole.push(Bytes::from(piece), u64::MAX, 5));
        }
        assert!(!whole.push(Bytes::from("f"), 0, 5));
        assert_eq!(whole.finish(), "abcde");
        assert!(!Whole::default().push(Bytes::from("abc"), 0, 2));
        assert_eq!(Whole::default().finish(), "");
    }
}
