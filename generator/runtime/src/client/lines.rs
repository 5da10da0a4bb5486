//! Lines of a text that arrives in pieces.

use super::transport::{TransportError, TransportErrorKind};
use bytes::{Buf, BytesMut};

/// Takes pieces and gives lines, which CR, LF or both end; where only LF is to end one, a CR before it is left to the
/// reader as white space.
#[derive(Debug)]
pub(super) struct Lines {
    held: BytesMut,
    /// How much of it was searched already.
    searched: usize,
    /// Whether the last line ended with a CR where the text that is known ends: a LF may belong to it.
    after_return: bool,
    ends_at_return: bool,
    longest: usize,
}

impl Lines {
    pub(super) fn new(longest: usize, ends_at_return: bool) -> Self {
        Self { held: BytesMut::new(), searched: 0, after_return: false, ends_at_return, longest }
    }

    pub(super) fn push(&mut self, piece: &[u8]) {
        if piece.is_empty() {
            return;
        }
        let after_return = std::mem::take(&mut self.after_return);
        self.held.extend_from_slice(match piece {
            [b'\n', rest @ ..] if after_return => rest,
            piece => piece,
        });
    }

    /// The next whole line.
    pub(super) fn next(&mut self) -> Option<Result<BytesMut, TransportError>> {
        let rest = self.held.get(self.searched..).unwrap_or_default();
        let ends = |byte: &u8| *byte == b'\n' || (self.ends_at_return && *byte == b'\r');
        let Some(at) = rest.iter().position(ends).map(|at| self.searched + at) else {
            self.searched = self.held.len();
            return (self.held.len() > self.longest).then(|| Err(self.too_long()));
        };
        let line = self.held.split_to(at);
        self.searched = 0;
        let is_return = self.held.first() == Some(&b'\r');
        self.held.advance(1);
        if is_return {
            self.after_return = self.held.is_empty();
            if self.held.first() == Some(&b'\n') {
                self.held.advance(1);
            }
        }
        Some(if line.len() > self.longest { Err(self.too_long()) } else { Ok(line) })
    }

    /// What is left when the text has ended: a line that nothing ends.
    pub(super) fn rest(&mut self) -> Option<BytesMut> {
        self.searched = 0;
        Some(std::mem::take(&mut self.held)).filter(|line| !line.is_empty())
    }

    fn too_long(&self) -> TransportError {
        let why = format!("a line of the response is longer than {} bytes", self.longest);
        TransportError::of(TransportErrorKind::TooLarge, why)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str, size: usize, ends_at_return: bool) -> Vec<String> {
        let mut lines = Lines::new(100, ends_at_return);
        let mut found = Vec::new();
        for piece in text.as_bytes().chunks(size) {
            lines.push(piece);
            while let Some(line) = lines.next() {
                found.push(line.expect("a line"));
            }
        }
        found.extend(lines.rest());
        found.into_iter().map(|line| String::from_utf8(line.to_vec()).expect("text")).collect()
    }

    #[test]
    fn lines_are_the_same_however_they_are_cut() {
        for size in 1..12 {
            assert_eq!(
                lines("a\r\nb\n\nc\rd\r\r\ne", size, true),
                ["a", "b", "", "c", "d", "", "e"],
                "{size}"
            );
            assert_eq!(lines("{}\r\n{}\n", size, false), ["{}\r", "{}"], "{size}");
        }
    }

    #[test]
    fn a_line_has_a_limit() {
        let mut lines = Lines::new(4, true);
        lines.push(b"abcde");
        assert!(lines.next().is_some_and(|line| line.is_err()));
    }
}
