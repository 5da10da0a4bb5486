//! The last check before a text is handed out: lexed again, it must be what was to be written.
//!
//! A text of the document that escaped from its literal or comment would show up here as tokens nobody asked for.

use crate::diagnostics::{Code, Diagnostic};
use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// Compares a text with the tokens it was made from.
pub(super) fn verify(path: &str, expected: &TokenStream, text: &str) -> Result<(), Diagnostic> {
    let refuse = |reason: String| {
        Diagnostic::whole(
            Code::UnfaithfulOutput,
            format!("`{path}` does not read back as what was to be written: {reason}"),
        )
        .note("this is a defect of specwright, not of the input")
    };
    let found: TokenStream = text.parse().map_err(|error| refuse(format!("{error}")))?;
    let (mut want, mut have) = (Vec::new(), Vec::new());
    flatten(expected, &mut want);
    flatten(&found, &mut have);
    if want == have {
        return Ok(());
    }
    let place = want.iter().zip(&have).take_while(|(want, have)| want == have).count();
    Err(refuse(format!("they part at token {place}")))
}

/// The tokens in a row. Commas and braces are left out, since the formatter sets and removes them around the arms of
/// a `match`; no text of the document can do harm with these alone.
fn flatten(tokens: &TokenStream, out: &mut Vec<String>) {
    for token in tokens.clone() {
        match token {
            TokenTree::Group(group) => {
                let (open, close) = match group.delimiter() {
                    Delimiter::Parenthesis => ("(", ")"),
                    Delimiter::Bracket => ("[", "]"),
                    Delimiter::Brace | Delimiter::None => ("", ""),
                };
                out.extend((!open.is_empty()).then(|| open.to_owned()));
                flatten(&group.stream(), out);
                out.extend((!close.is_empty()).then(|| close.to_owned()));
            }
            TokenTree::Punct(punct) if punct.as_char() == ',' => {}
            other => out.push(match other {
                TokenTree::Punct(punct) => punct.as_char().to_string(),
                other => other.to_string(),
            }),
        }
    }
}

/// Whether an identifier occurs among tokens.
pub(super) fn mentions(tokens: &TokenStream, name: &str) -> bool {
    tokens.clone().into_iter().any(|token| match token {
        TokenTree::Group(group) => mentions(&group.stream(), name),
        TokenTree::Ident(ident) => ident == name,
        TokenTree::Punct(_) | TokenTree::Literal(_) => false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use quote::quote;

    #[test]
    fn a_text_with_another_token_is_refused() {
        let expected = quote!(
            #[doc = " a"]
            pub struct A {
                b: bool,
            }
        );
        assert!(verify("a.rs", &expected, "/// a\npub struct A {\n    b: bool,\n}\n").is_ok());
        assert!(verify("a.rs", &expected, "/// a\npub struct A {\n    pub b: bool,\n}\n").is_err());
        assert!(verify("a.rs", &expected, "/// b\npub struct A {\n    b: bool,\n}\n").is_err());
    }
}
