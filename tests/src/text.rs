//! Texts as they stand in a document.

/// A text as JSON writes it.
#[must_use]
pub fn json(text: &str) -> String {
    let escaped = text.chars().map(|mark| match mark {
        '"' | '\\' => format!("\\{mark}"),
        _ if mark.is_control() => format!("\\u{:04x}", u32::from(mark)),
        _ => mark.to_string(),
    });
    format!("\"{}\"", escaped.collect::<String>())
}
