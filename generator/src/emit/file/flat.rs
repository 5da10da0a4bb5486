//! The tokens of an item in a row: what is laid out, and what its text must read back as.

use proc_macro2::{Delimiter, Spacing, TokenStream, TokenTree};

/// A token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Token {
    /// The start of a group, which ends at the token of that index.
    Open(Delimiter, usize),
    /// The end of a group.
    Close(Delimiter),
    /// A word.
    Ident(String),
    /// A sign, and whether the next one belongs to it.
    Sign(char, bool),
    /// A number or text.
    Literal(String),
}

/// The tokens of a stream in a row.
pub(super) fn flatten(tokens: TokenStream) -> Vec<Token> {
    let mut out = Vec::new();
    let mut open: Vec<(usize, Delimiter, proc_macro2::token_stream::IntoIter)> = Vec::new();
    let mut trees = tokens.into_iter();
    loop {
        match trees.next() {
            Some(TokenTree::Group(group)) => {
                let delimiter = group.delimiter();
                let inside = std::mem::replace(&mut trees, group.stream().into_iter());
                open.push((out.len(), delimiter, inside));
                out.push(Token::Open(delimiter, 0));
            }
            Some(TokenTree::Ident(ident)) => out.push(Token::Ident(ident.to_string())),
            Some(TokenTree::Punct(punct)) => {
                out.push(Token::Sign(punct.as_char(), punct.spacing() == Spacing::Joint));
            }
            Some(TokenTree::Literal(literal)) => out.push(Token::Literal(literal.to_string())),
            None => {
                let Some((at, delimiter, outside)) = open.pop() else { return out };
                let end = out.len();
                if let Some(start) = out.get_mut(at) {
                    *start = Token::Open(delimiter, end);
                }
                out.push(Token::Close(delimiter));
                trees = outside;
            }
        }
    }
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

/// Where two rows of tokens differ first. Commas and braces do not count, since the formatter sets and removes them around
/// the arms of a `match`; no text of the document can do harm with these alone.
pub(super) fn difference(want: &[Token], have: &[Token]) -> Option<String> {
    let counts = |token: &&Token| {
        !matches!(
            token,
            Token::Open(Delimiter::Brace | Delimiter::None, _)
                | Token::Close(Delimiter::Brace | Delimiter::None)
                | Token::Sign(',', _)
        )
    };
    let (mut want, mut have) = (want.iter().filter(counts), have.iter().filter(counts));
    loop {
        match (want.next(), have.next()) {
            (None, None) => return None,
            (Some(want), Some(have)) if same(want, have) => {}
            (want, have) => return Some(format!("{} where {} should be", shown(have), shown(want))),
        }
    }
}

fn same(want: &Token, have: &Token) -> bool {
    match (want, have) {
        (Token::Open(want, _), Token::Open(have, _)) => want == have,
        (Token::Sign(want, _), Token::Sign(have, _)) => want == have,
        _ => want == have,
    }
}

fn shown(token: Option<&Token>) -> String {
    match token {
        None => "the end".to_owned(),
        Some(Token::Ident(text) | Token::Literal(text)) => format!("`{}`", text.escape_debug()),
        Some(Token::Sign(sign, _)) => format!("`{sign}`"),
        Some(Token::Open(..)) => "the start of a group".to_owned(),
        Some(Token::Close(_)) => "the end of a group".to_owned(),
    }
}
