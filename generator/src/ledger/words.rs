//! How kinds of objects and keywords are called in what is said of them.

/// A kind of object with its article.
pub(super) fn object(kind: &str) -> String {
    // The letters of XML are spelled out, and the first of them starts with a vowel.
    let article = if kind.starts_with(['A', 'E', 'I', 'O', 'X']) { "an" } else { "a" };
    format!("{article} {kind} Object")
}

/// A keyword as it is told: unknown ones may be texts of any length.
pub(super) fn cut(keyword: &str) -> String {
    const LONGEST: usize = 60;
    match keyword.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}...", keyword.get(..end).unwrap_or_default()),
        None => keyword.to_owned(),
    }
}
