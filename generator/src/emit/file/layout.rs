//! Lays out what holds no expressions, the calls of macros, structs and aliases: one row a line.
//!
//! prettyplease fills lines with what stands inside of a macro, so that one more field would move all after it; and what
//! is no Rust by itself, or needs no decision, needs no parser.

use super::flat::Token;
use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// Longer lines are broken at their commas.
const WIDEST: usize = 110;

/// Whether an item is laid out here; else it is to be formatted as Rust.
pub(super) fn applies(tokens: TokenStream) -> bool {
    let mut trees = tokens.into_iter().peekable();
    while trees.next_if(|tree| matches!(tree, TokenTree::Punct(sign) if sign.as_char() == '#')).is_some() {
        trees.next();
    }
    let mut words = Vec::new();
    for tree in trees {
        match tree {
            TokenTree::Ident(word) => words.push(word),
            TokenTree::Punct(sign) if sign.as_char() == ':' => {}
            TokenTree::Punct(sign) if sign.as_char() == '!' => return true,
            _ => break,
        }
    }
    matches!(words.as_slice(), [first, second, ..] if first == "pub" && (second == "struct" || second == "type"))
}

/// The text of an item.
pub(super) fn item(tokens: &[Token]) -> String {
    let mut text = String::new();
    rows(tokens, 0, 0, true, &mut text);
    text
}

/// What stands inside of a group whose start is at `at`, and the index after its end; both relative to the slice, which
/// starts at `base` of the whole.
fn group(tokens: &[Token], at: usize, base: usize) -> Option<(Delimiter, &[Token], usize)> {
    match tokens.get(at)? {
        Token::Open(delimiter, end) => {
            let end = end.checked_sub(base)?;
            Some((*delimiter, tokens.get(at + 1..end)?, end + 1))
        }
        _ => None,
    }
}

/// The rows of a block or list: each ends after a comma or semicolon, or after a block of its own. Braces in a list are
/// those of a value.
fn rows(tokens: &[Token], base: usize, depth: usize, is_block: bool, text: &mut String) {
    let (mut start, mut at) = (0, 0);
    while let Some(token) = tokens.get(at) {
        match token {
            Token::Sign('#', _) if start == at => match group(tokens, at + 1, base) {
                Some((_, inside, next)) => {
                    indent(depth, text);
                    attribute(inside, text);
                    (start, at) = (next, next);
                }
                None => at += 1,
            },
            Token::Sign(',' | ';', _) => {
                row(tokens, (start, at + 1), base, depth, text);
                text.push('\n');
                at += 1;
                start = at;
            }
            Token::Open(Delimiter::Brace, _) if is_block => {
                let Some((_, inside, next)) = group(tokens, at, base) else { return };
                row(tokens, (start, at), base, depth, text);
                if inside.is_empty() {
                    text.push_str(" {}\n");
                } else {
                    text.push_str(" {\n");
                    rows(inside, base + at + 1, depth + 1, true, text);
                    indent(depth, text);
                    text.push_str("}\n");
                }
                (start, at) = (next, next);
            }
            Token::Open(..) => match group(tokens, at, base) {
                Some((_, _, next)) => at = next,
                None => at += 1,
            },
            _ => at += 1,
        }
    }
    if start < tokens.len() {
        row(tokens, (start, tokens.len()), base, depth, text);
        text.push('\n');
    }
}

fn row(tokens: &[Token], (start, end): (usize, usize), base: usize, depth: usize, text: &mut String) {
    let Some(row) = tokens.get(start..end) else { return };
    indent(depth, text);
    let written = text.len();
    inline(row, text);
    if text.len() - written + depth * 4 > WIDEST {
        text.truncate(written);
        broken(row, base + start, depth, text);
    }
}

/// A row that is too wide: its last list that holds commas goes over several lines.
fn broken(row: &[Token], base: usize, depth: usize, text: &mut String) {
    let mut list = None;
    let mut at = 0;
    while at < row.len() {
        match group(row, at, base) {
            Some((_, inside, next)) => {
                if has_commas(inside, base + at + 1) {
                    list = Some((at, next));
                }
                at = next;
            }
            None => at += 1,
        }
    }
    let parts = list.and_then(|(at, next)| {
        let (delimiter, inside, _) = group(row, at, base)?;
        Some((row.get(..at)?, delimiter, inside, row.get(next..)?, at))
    });
    let Some((before, delimiter, inside, after, at)) = parts else { return inline(row, text) };
    inline(before, text);
    if let [.., last] = before
        && spaced(before.len().checked_sub(2).and_then(|at| before.get(at)), last, row.get(at))
    {
        text.push(' ');
    }
    let (open, close) = delimiters(delimiter);
    text.push_str(open.trim_end());
    text.push('\n');
    rows(inside, base + at + 1, depth + 1, false, text);
    indent(depth, text);
    text.push_str(close.trim_start());
    if after.first().is_some_and(|next| spaced(None, &Token::Close(delimiter), Some(next))) {
        text.push(' ');
    }
    inline(after, text);
}

/// Whether a comma stands among tokens, groups aside.
fn has_commas(tokens: &[Token], base: usize) -> bool {
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        match token {
            Token::Sign(',', _) => return true,
            _ => at = group(tokens, at, base).map_or(at + 1, |(_, _, next)| next),
        }
    }
    false
}

fn indent(depth: usize, text: &mut String) {
    text.extend(std::iter::repeat_n("    ", depth));
}

/// An attribute; one that is a doc comment is written as such.
fn attribute(tokens: &[Token], text: &mut String) {
    if let [Token::Ident(name), Token::Sign('=', _), Token::Literal(literal)] = tokens
        && name == "doc"
        && let Some(line) = plain(literal)
    {
        text.push_str("///");
        text.push_str(&line);
        text.push('\n');
        return;
    }
    text.push_str("#[");
    inline(tokens, text);
    text.push_str("]\n");
}

/// The text of a string literal, unless it would make another comment than the one meant.
fn plain(literal: &str) -> Option<String> {
    let mut rest = literal.strip_prefix('"')?.strip_suffix('"')?;
    let mut line = String::with_capacity(rest.len());
    while let Some((before, after)) = rest.split_once('\\') {
        line.push_str(before);
        line.push(after.chars().next().filter(|escaped| matches!(escaped, '"' | '\\'))?);
        rest = after.get(1..)?;
    }
    line.push_str(rest);
    (!line.starts_with('/')).then_some(line)
}

/// Tokens on one line, spaced as people do.
fn inline(tokens: &[Token], text: &mut String) {
    for (at, token) in tokens.iter().enumerate() {
        match token {
            Token::Open(delimiter, _) => text.push_str(delimiters(*delimiter).0),
            Token::Close(delimiter) => text.push_str(delimiters(*delimiter).1),
            Token::Ident(word) => text.push_str(word),
            Token::Literal(word) => text.push_str(word),
            Token::Sign(sign, _) => text.push(*sign),
        }
        let before = at.checked_sub(1).and_then(|at| tokens.get(at));
        if spaced(before, token, tokens.get(at + 1)) {
            text.push(' ');
        }
    }
}

/// Whether a space stands after a token, which has another one before and after it.
fn spaced(before: Option<&Token>, token: &Token, next: Option<&Token>) -> bool {
    let is = |token: Option<&Token>, sign: char| token == Some(&Token::Sign(sign, true));
    match (token, next) {
        (_, None | Some(Token::Close(_))) | (Token::Open(..), _) => false,
        (Token::Sign(',' | ';' | '|', _), _) => true,
        (Token::Sign(':' | '=', true), _) => false,
        (Token::Sign(':', _), _) => !is(before, ':'),
        (Token::Sign('=', _), _) => true,
        (Token::Sign('>', _), Some(Token::Ident(_) | Token::Literal(_))) => true,
        // A type ends here, and what it is preset to follows.
        (Token::Sign('>', false), Some(Token::Sign('=', _))) => true,
        (Token::Sign('>', _), _) => is(before, '='),
        (Token::Sign(..), _) => false,
        (_, Some(Token::Sign(sign, _))) => matches!(sign, '=' | '&' | '-' | '#' | '|'),
        (Token::Ident(_), Some(Token::Open(delimiter, _))) => *delimiter == Delimiter::Brace,
        (Token::Close(_), Some(Token::Open(..))) => false,
        _ => true,
    }
}

fn delimiters(delimiter: Delimiter) -> (&'static str, &'static str) {
    match delimiter {
        Delimiter::Parenthesis => ("(", ")"),
        Delimiter::Brace => ("{ ", " }"),
        Delimiter::Bracket => ("[", "]"),
        Delimiter::None => ("", ""),
    }
}
