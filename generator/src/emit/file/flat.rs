//! The tokens of an item in a row: what is laid out, and what its text must read back as.

use proc_macro2::{Delimiter, Ident, Literal, Spacing, TokenStream, TokenTree, token_stream};
use smol_str::{SmolStr, format_smolstr};

/// A token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Token {
    /// The start of a group, which ends at the token of that index.
    Open(Delimiter, usize),
    /// The end of a group.
    Close(Delimiter),
    /// A word.
    Ident(SmolStr),
    /// A sign, and whether the next one belongs to it.
    Sign(char, bool),
    /// A number or text.
    Literal(String),
}

/// A token of a stream, as it is met.
enum Met {
    Open(Delimiter),
    Close(Delimiter),
    Ident(Ident),
    Sign(char, bool),
    Literal(Literal),
}

impl From<Met> for Token {
    /// The token by itself: where a group ends is not known yet.
    fn from(met: Met) -> Self {
        match met {
            Met::Open(delimiter) => Self::Open(delimiter, 0),
            Met::Close(delimiter) => Self::Close(delimiter),
            Met::Ident(ident) => Self::Ident(format_smolstr!("{ident}")),
            Met::Sign(sign, joint) => Self::Sign(sign, joint),
            Met::Literal(literal) => Self::Literal(literal.to_string()),
        }
    }
}

/// The tokens of a stream in a row, one by one.
struct Walk {
    trees: token_stream::IntoIter,
    /// The groups around, and what comes after them.
    around: Vec<(Delimiter, token_stream::IntoIter)>,
}

impl Walk {
    fn new(tokens: TokenStream) -> Self {
        Self { trees: tokens.into_iter(), around: Vec::new() }
    }
}

impl Iterator for Walk {
    type Item = Met;

    fn next(&mut self) -> Option<Met> {
        Some(match self.trees.next() {
            Some(TokenTree::Group(group)) => {
                let (delimiter, inside) = (group.delimiter(), group.stream());
                // A stream that nobody else holds is taken apart without a copy.
                drop(group);
                let after = std::mem::replace(&mut self.trees, inside.into_iter());
                self.around.push((delimiter, after));
                Met::Open(delimiter)
            }
            Some(TokenTree::Ident(ident)) => Met::Ident(ident),
            Some(TokenTree::Punct(sign)) => Met::Sign(sign.as_char(), sign.spacing() == Spacing::Joint),
            Some(TokenTree::Literal(literal)) => Met::Literal(literal),
            None => {
                let (delimiter, after) = self.around.pop()?;
                self.trees = after;
                Met::Close(delimiter)
            }
        })
    }
}

/// The tokens of a stream in a row.
pub(super) fn flatten(tokens: TokenStream) -> Vec<Token> {
    let mut out = Vec::new();
    let mut open = Vec::new();
    for met in Walk::new(tokens) {
        match met {
            Met::Open(_) => open.push(out.len()),
            Met::Close(_) => {
                let end = out.len();
                if let Some(Token::Open(_, known)) = open.pop().and_then(|start: usize| out.get_mut(start)) {
                    *known = end;
                }
            }
            _ => {}
        }
        out.push(Token::from(met));
    }
    out
}

/// Whether a word occurs among tokens; a module only where something of it is named, since what is not a module may be
/// called the same.
pub(super) fn mentions(tokens: &[Token], name: &str) -> bool {
    let is_module = name.starts_with(|first: char| first.is_ascii_lowercase());
    tokens.iter().enumerate().any(|(place, token)| {
        let is_path =
            || matches!(tokens.get(place + 1..), Some([Token::Sign(':', true), Token::Sign(':', _), ..]));
        matches!(token, Token::Ident(ident) if ident == name) && (!is_module || is_path())
    })
}

/// Where a stream differs first from the tokens that it should have. Commas and braces do not count, since the formatter
/// sets and removes them around the arms of a `match`; no text of the document can do harm with these alone.
pub(super) fn difference(want: &[Token], have: TokenStream) -> Option<String> {
    let counts = |token: &&Token| {
        !matches!(
            token,
            Token::Open(Delimiter::Brace | Delimiter::None, _)
                | Token::Close(Delimiter::Brace | Delimiter::None)
                | Token::Sign(',', _)
        )
    };
    let is_met = |met: &Met| {
        !matches!(
            met,
            Met::Open(Delimiter::Brace | Delimiter::None)
                | Met::Close(Delimiter::Brace | Delimiter::None)
                | Met::Sign(',', _)
        )
    };
    let (mut want, mut have) = (want.iter().filter(counts), Walk::new(have).filter(is_met));
    loop {
        match (want.next(), have.next()) {
            (None, None) => return None,
            (Some(want), Some(have)) if same(want, &have) => {}
            (want, have) => {
                let want = want.map_or_else(|| "the end".to_owned(), shown);
                let have = have.map_or_else(|| "the end".to_owned(), |have| shown(&have.into()));
                return Some(format!("{have} where {want} should be"));
            }
        }
    }
}

fn same(want: &Token, have: &Met) -> bool {
    match (want, have) {
        (Token::Open(want, _), Met::Open(have)) | (Token::Close(want), Met::Close(have)) => want == have,
        (Token::Sign(want, _), Met::Sign(have, _)) => want == have,
        (Token::Ident(want), Met::Ident(have)) => have == want,
        (Token::Literal(want), Met::Literal(have)) => *want == have.to_string(),
        _ => false,
    }
}

fn shown(token: &Token) -> String {
    match token {
        Token::Ident(text) => format!("`{}`", text.escape_debug()),
        Token::Literal(text) => format!("`{}`", text.escape_debug()),
        Token::Sign(sign, _) => format!("`{sign}`"),
        Token::Open(..) => "the start of a group".to_owned(),
        Token::Close(_) => "the end of a group".to_owned(),
    }
}
