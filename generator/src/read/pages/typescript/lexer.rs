//! The words, marks, texts and comments of TypeScript.

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TokenKind {
    /// A name, a keyword or a number.
    Word,
    /// One sign.
    Mark,
    /// What stands in quotes, without them.
    Text,
    /// What a comment says, without its marks.
    Comment,
}

/// A part of the text, and where it begins.
#[derive(Clone, Debug)]
pub(super) struct Token<'t> {
    pub(super) kind: TokenKind,
    pub(super) text: &'t str,
    pub(super) start: usize,
    pub(super) line: usize,
}

/// The tokens of a text; what is not closed goes to its end.
pub(super) fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut found = Vec::new();
    let (mut at, mut line) = (0, 0);
    while let Some(rest) = text.get(at..)
        && let Some(first) = rest.chars().next()
    {
        let is_word = |c: char| c.is_alphanumeric() || matches!(c, '_' | '$' | '.');
        let (kind, length, inner) = match first {
            c if c.is_whitespace() => {
                line += usize::from(c == '\n');
                at += c.len_utf8();
                continue;
            }
            '/' if rest.starts_with("//") => {
                let end = rest.find('\n').unwrap_or(rest.len());
                (TokenKind::Comment, end, 2..end)
            }
            '/' if rest.starts_with("/*") => {
                let close = rest.get(2..).and_then(|inner| inner.find("*/"));
                let end = close.map_or(rest.len(), |close| close + 2);
                (TokenKind::Comment, rest.len().min(end + 2), 2..end)
            }
            '"' | '\'' | '`' => {
                let close = rest.get(1..).and_then(|inner| inner.find(first));
                let end = close.map_or(rest.len(), |close| close + 1);
                (TokenKind::Text, rest.len().min(end + 1), 1..end)
            }
            c if is_word(c) => {
                let end = rest.find(|c| !is_word(c)).unwrap_or(rest.len());
                (TokenKind::Word, end, 0..end)
            }
            c => (TokenKind::Mark, c.len_utf8(), 0..c.len_utf8()),
        };
        let start = at + inner.start;
        let mut inner = rest.get(inner).unwrap_or_default();
        if kind == TokenKind::Comment {
            inner = inner.trim_matches(['*', ' ', '\n', '\t', '\r']);
        }
        found.push(Token { kind, text: inner, start, line });
        line += rest.get(..length).unwrap_or_default().matches('\n').count();
        at += length;
    }
    found
}
