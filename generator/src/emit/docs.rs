//! Doc comments: the document's words as text that runs nothing, links nothing and hides nothing.

use crate::ir::{Docs, TypeDef};
use proc_macro2::{Literal, TokenStream};
use quote::quote;
use std::borrow::Cow;

/// The doc comment of an item; `fallback` is a line of ours for an item that the document says nothing about.
pub(super) fn docs(docs: &Docs, fallback: &str) -> TokenStream {
    attributes(&lines(docs, fallback))
}

/// The doc comment of a type, and what the settings say about it.
pub(super) fn of(def: &TypeDef) -> TokenStream {
    let comment = docs(&def.docs, &named(def));
    // The settings were read as tokens before.
    let attributes = def.attributes.iter().filter_map(|text| text.parse::<TokenStream>().ok());
    quote!(#comment #(#[#attributes])*)
}

/// A doc comment of ours: `text` is Markdown that needs no escaping.
pub(super) fn plain(text: &str) -> TokenStream {
    attributes(&[text.to_owned()])
}

/// One attribute a line, so that a line can never end the comment it stands in.
fn attributes(lines: &[String]) -> TokenStream {
    let lines = lines.iter().map(|line| if line.is_empty() { String::new() } else { [" ", line].concat() });
    let lines = lines.map(|line| literal(&line));
    quote!(#(#[doc = #lines])*)
}

/// The literal of a text. Most have nothing to escape, which need not be looked for one by one.
fn literal(text: &str) -> Literal {
    let is_plain = text.bytes().all(|byte| matches!(byte, b' '..=b'~') && byte != b'"' && byte != b'\\');
    let plain = is_plain.then(|| ["\"", text, "\""].concat().parse().ok()).flatten();
    plain.unwrap_or_else(|| Literal::string(text))
}

/// The paragraphs of a doc comment as escaped lines.
pub(super) fn lines(docs: &Docs, fallback: &str) -> Vec<String> {
    let mut lines = Vec::new();
    let said = [docs.summary.as_deref(), docs.description.as_deref()].into_iter().flatten();
    let paragraphs: Vec<&str> = said.filter(|text| !text.trim().is_empty()).collect();
    if paragraphs.is_empty() && !fallback.is_empty() {
        lines.push(fallback.to_owned());
    }
    for text in paragraphs.into_iter().chain(docs.notes.iter().map(String::as_str)) {
        if !lines.is_empty() {
            lines.push(String::new());
        }
        let text = match text.contains('\r') {
            true => Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n")),
            false => Cow::Borrowed(text),
        };
        lines.extend(text.trim_matches('\n').split('\n').map(escape_line));
    }
    if docs.deprecated {
        if !lines.is_empty() {
            lines.push(String::new());
        }
        lines.push("**Deprecated.**".to_owned());
    }
    lines
}

/// What is said of a type about which the document says nothing.
pub(super) fn named(def: &TypeDef) -> String {
    match &def.schema {
        Some(name) => format!("{} in the document.", code(name.as_str())),
        None => String::new(),
    }
}

/// A text of the document between backticks.
pub(super) fn code(text: &str) -> String {
    let text: String =
        text.chars().map(|character| if character == '`' { '\'' } else { character }).collect();
    let text = visible(text.trim());
    if text.is_empty() { "the empty name".to_owned() } else { format!("`{text}`") }
}

/// Escapes one line. Indentation and runs of blanks are cut, since four blanks make a code block, which rustdoc takes
/// for Rust.
pub(super) fn escape_line(line: &str) -> String {
    let indent = line.chars().take_while(|character| *character == ' ').count().min(3);
    let (words, mut line) = (line.split_whitespace(), String::with_capacity(line.len()));
    for word in words {
        let blanks = if line.is_empty() { indent } else { 1 };
        line.extend(std::iter::repeat_n(' ', blanks));
        line.push_str(word);
    }
    let ticks = line.matches('`').count();
    let has_code = ticks.is_multiple_of(2) && !line.contains("``");
    let mut result = String::with_capacity(line.len());
    // A quotation is one also where it is read. No code stands in it, since no line has four blanks.
    let line = match line.strip_prefix("> ") {
        Some(quoted) => {
            result.push_str("> ");
            quoted
        }
        None => &line,
    };
    for (index, part) in line.split('`').enumerate() {
        if index > 0 {
            result.push_str(if has_code { "`" } else { "\\`" });
        }
        if has_code && index % 2 == 1 {
            result.push_str(&visible(part))
        } else {
            escape_text(part, &mut result)
        }
    }
    result
}

/// Escapes what stands outside of code, and makes links of URLs, since rustdoc warns of bare ones.
fn escape_text(text: &str, result: &mut String) {
    let stands_out = |character| {
        matches!(character, 'h' | '<' | '>' | '&' | '\\' | '[' | ']' | '~') || is_hidden(character)
    };
    let mut rest = text;
    while let Some((plain, special)) = rest.find(stands_out).and_then(|at| rest.split_at_checked(at)) {
        result.push_str(plain);
        if let Some(url) = url(special) {
            result.extend(["<", url, ">"]);
            rest = special.get(url.len()..).unwrap_or_default();
            continue;
        }
        let mut characters = special.chars();
        match characters.next() {
            Some('<') => result.push_str("&lt;"),
            Some('>') => result.push_str("&gt;"),
            Some('&') => result.push_str("&amp;"),
            Some(character @ ('\\' | '[' | ']' | '~')) => result.extend(['\\', character]),
            Some(character) if is_hidden(character) => {
                result.push('\\');
                result.extend(character.escape_unicode());
            }
            Some(character) => result.push(character),
            None => {}
        }
        rest = characters.as_str();
    }
    result.push_str(rest);
}

/// The URL that a text starts with; a sign that ends a sentence is none of it.
fn url(text: &str) -> Option<&str> {
    let scheme = ["https://", "http://"].into_iter().find(|scheme| text.starts_with(scheme))?;
    let fits = |character: char| character.is_ascii_alphanumeric() || "-._~:/?#@!$&+,;=%".contains(character);
    let end = text.find(|character| !fits(character)).unwrap_or(text.len());
    let url = text.get(..end)?.trim_end_matches(['.', ',', ';', ':', '!', '?']);
    (url.len() > scheme.len()).then_some(url)
}

/// Writes out characters that would not be seen.
fn visible(text: &str) -> String {
    let mut result = String::new();
    for character in text.chars() {
        if is_hidden(character) { result.extend(character.escape_unicode()) } else { result.push(character) }
    }
    result
}

/// Control characters, marks of direction, and what has no width: they make a text look like another.
fn is_hidden(character: char) -> bool {
    if (' '..='~').contains(&character) {
        return false;
    }
    character.is_control()
        || matches!(character, '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}')
        || matches!(character, '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hostile_texts_become_text() {
        assert_eq!(escape_line("<script> & [Vec] \\"), "&lt;script&gt; &amp; \\[Vec\\] \\\\");
        assert_eq!(escape_line("        indented\tcode"), "   indented code");
        assert_eq!(escape_line("```rust"), "\\`\\`\\`rust");
        assert_eq!(escape_line(">   [!NOTE] > x"), "> \\[!NOTE\\] &gt; x");
        assert_eq!(escape_line("> > ```"), "> &gt; \\`\\`\\`");
        assert_eq!(escape_line("~~~"), "\\~\\~\\~");
        assert_eq!(escape_line("a `Vec<T>` b"), "a `Vec<T>` b");
        assert_eq!(escape_line("a\u{202e}b\u{7}"), "a\\\\u{202e}b\\\\u{7}");
        assert_eq!(escape_line("see https://a.example/b?c=d&e."), "see <https://a.example/b?c=d&e>.");
    }
    #[test]
    fn what_is_deprecated_and_nothing_else_is_one_line() {
        let docs = Docs { deprecated: true, ..Docs::default() };
        assert_eq!(lines(&docs, ""), ["**Deprecated.**"]);
        assert_eq!(lines(&docs, "It."), ["It.", "", "**Deprecated.**"]);
    }
}
