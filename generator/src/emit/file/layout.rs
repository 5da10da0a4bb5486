//! Lays out the calls of macros: one row a line.
//!
//! prettyplease fills lines with what stands inside of a macro, so that one more field would move all after it; and what
//! is no Rust by itself needs no parser. Only calls are laid out here, `rt::record! { … }`.

use proc_macro2::{Delimiter, Group, Spacing, TokenStream, TokenTree};

/// Longer lines are broken at their commas.
const WIDEST: usize = 110;

/// The text of a call, or `None` where the tokens are something else.
pub(super) fn call(tokens: &TokenStream) -> Option<String> {
    let mut trees = tokens.clone().into_iter().peekable();
    let mut path = String::new();
    let body = loop {
        match trees.next()? {
            TokenTree::Ident(ident) => path.push_str(&ident.to_string()),
            TokenTree::Punct(punct) if punct.as_char() == ':' => path.push(':'),
            TokenTree::Punct(punct) if punct.as_char() == '!' => match trees.next()? {
                TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => break group,
                _ => return None,
            },
            _ => return None,
        }
    };
    if trees.next().is_some() || path.is_empty() {
        return None;
    }
    let mut text = format!("{path}! {{\n");
    rows(body.stream(), 1, true, &mut text);
    text.push_str("}\n");
    Some(text)
}

/// The rows of a block or list: each ends after a comma or semicolon, or after a block of its own. Braces in a list are
/// those of a value.
fn rows(tokens: TokenStream, depth: usize, is_block: bool, text: &mut String) {
    let mut row: Vec<TokenTree> = Vec::new();
    let mut trees = tokens.into_iter();
    while let Some(tree) = trees.next() {
        match &tree {
            TokenTree::Punct(punct) if row.is_empty() && punct.as_char() == '#' => {
                if let Some(TokenTree::Group(attribute)) = trees.next() {
                    indent(depth, text);
                    self::attribute(&attribute, text);
                }
            }
            TokenTree::Punct(punct) if matches!(punct.as_char(), ',' | ';') => {
                row.push(tree);
                self::row(&mut row, depth, text);
                text.push('\n');
            }
            TokenTree::Group(group) if is_block && group.delimiter() == Delimiter::Brace => {
                self::row(&mut row, depth, text);
                if group.stream().is_empty() {
                    text.push_str(" {}\n");
                    continue;
                }
                text.push_str(" {\n");
                rows(group.stream(), depth + 1, true, text);
                indent(depth, text);
                text.push_str("}\n");
            }
            _ => row.push(tree),
        }
    }
    if !row.is_empty() {
        self::row(&mut row, depth, text);
        text.push('\n');
    }
}

fn row(row: &mut Vec<TokenTree>, depth: usize, text: &mut String) {
    indent(depth, text);
    let start = text.len();
    inline(row, text);
    if text.len() - start + depth * 4 > WIDEST {
        text.truncate(start);
        broken(row, depth, text);
    }
    row.clear();
}

/// A row that is too wide: its last list that holds commas goes over several lines.
fn broken(row: &[TokenTree], depth: usize, text: &mut String) {
    let is_list = |tree: &TokenTree| matches!(tree, TokenTree::Group(group) if has_commas(group));
    let Some(at) = row.iter().rposition(is_list) else { return inline(row, text) };
    let (before, rest) = row.split_at_checked(at).unwrap_or((row, &[]));
    let Some((TokenTree::Group(group), after)) = rest.split_first() else { return inline(row, text) };
    inline(before, text);
    if before.split_last().is_some_and(|(last, others)| spaced(others.last(), last, rest.first())) {
        text.push(' ');
    }
    let (open, close) = delimiters(group.delimiter());
    text.push_str(open.trim_end());
    text.push('\n');
    rows(group.stream(), depth + 1, false, text);
    indent(depth, text);
    text.push_str(close.trim_start());
    inline(after, text);
}

fn has_commas(group: &Group) -> bool {
    group.stream().into_iter().any(|tree| matches!(tree, TokenTree::Punct(punct) if punct.as_char() == ','))
}

fn indent(depth: usize, text: &mut String) {
    text.extend(std::iter::repeat_n("    ", depth));
}

/// An attribute; one that is a doc comment is written as such.
fn attribute(attribute: &Group, text: &mut String) {
    let tokens: Vec<TokenTree> = attribute.stream().into_iter().collect();
    if let [TokenTree::Ident(name), TokenTree::Punct(_), TokenTree::Literal(literal)] = tokens.as_slice()
        && name == "doc"
        && let Ok(line) = syn::parse_str::<syn::LitStr>(&literal.to_string())
    {
        let line = line.value();
        // Four slashes, or a carriage return, would be another comment than the one meant.
        if !line.starts_with('/') && !line.contains(['\r', '\n']) {
            text.push_str("///");
            text.push_str(&line);
            text.push('\n');
            return;
        }
    }
    text.push_str("#[");
    inline(&tokens, text);
    text.push_str("]\n");
}

/// Tokens on one line, spaced as people do.
fn inline(trees: &[TokenTree], text: &mut String) {
    for (at, tree) in trees.iter().enumerate() {
        match tree {
            TokenTree::Group(group) => {
                let (open, close) = delimiters(group.delimiter());
                text.push_str(open);
                let inside: Vec<TokenTree> = group.stream().into_iter().collect();
                inline(&inside, text);
                text.push_str(close);
            }
            TokenTree::Ident(ident) => text.push_str(&ident.to_string()),
            TokenTree::Punct(punct) => text.push(punct.as_char()),
            TokenTree::Literal(literal) => text.push_str(&literal.to_string()),
        }
        let before = at.checked_sub(1).and_then(|at| trees.get(at));
        if spaced(before, tree, trees.get(at + 1)) {
            text.push(' ');
        }
    }
}

/// Whether a space stands after a token, which has another one before and after it.
fn spaced(before: Option<&TokenTree>, tree: &TokenTree, next: Option<&TokenTree>) -> bool {
    let is = |tree: Option<&TokenTree>, sign: char| matches!(tree, Some(TokenTree::Punct(punct)) if punct.as_char() == sign && punct.spacing() == Spacing::Joint);
    match (tree, next) {
        (_, None) => false,
        (TokenTree::Punct(punct), Some(next)) => match punct.as_char() {
            ',' | ';' => true,
            ':' | '=' if punct.spacing() == Spacing::Joint => false,
            ':' => !is(before, ':'),
            '=' => true,
            '>' => is(before, '=') || matches!(next, TokenTree::Ident(_) | TokenTree::Literal(_)),
            _ => false,
        },
        (_, Some(TokenTree::Punct(punct))) => matches!(punct.as_char(), '=' | '&' | '-' | '#'),
        (TokenTree::Ident(_), Some(TokenTree::Group(group))) => group.delimiter() == Delimiter::Brace,
        (TokenTree::Group(_), Some(TokenTree::Group(_))) => false,
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
