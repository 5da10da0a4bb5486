//! Words that say whether something must be sent.

/// `Required`, `yes`, `✓` and their opposites, in the languages that pages are written in.
pub(super) fn requirement(text: &str) -> Option<bool> {
    // The selector of a glyph says how a tick is drawn.
    let text = text.trim().trim_matches(['*', '`', '.', ':', '_', '\u{fe0f}', '[', ']']).to_lowercase();
    match text.as_str() {
        "required"
        | "yes"
        | "true"
        | "y"
        | "m"
        | "r"
        | "1"
        | "1..1"
        | "✓"
        | "✔"
        | "✅"
        | "☑"
        | "●"
        | "white_check_mark"
        | "heavy_check_mark"
        | "material-check"
        | "octicons-check-16"
        | "mandatory"
        | "reguired"
        | "always"
        | "always present"
        | "must"
        | "ja"
        | "pflicht"
        | "oui"
        | "sí"
        | "si"
        | "sì"
        | "sim"
        | "requerido"
        | "requerida"
        | "obligatorio"
        | "obrigatório"
        | "obligatoire"
        | "erforderlich"
        | "обязательно"
        | "да"
        | "是"
        | "必填"
        | "必须"
        | "はい"
        | "必須"
        | "예"
        | "필수" => Some(true),
        "optional"
        | "no"
        | "false"
        | "n"
        | "o"
        | "0"
        | "0..1"
        | "✗"
        | "✘"
        | "✖"
        | "❌"
        | "☐"
        | "○"
        | "-"
        | "–"
        | "—"
        | "x"
        | "heavy_multiplication_x"
        | "material-close"
        | "conditional"
        | "sometimes"
        | "not always"
        | "not required"
        | "recommended"
        | "nein"
        | "non"
        | "não"
        | "нет"
        | "否"
        | "opcional"
        | "facultatif"
        | "いいえ"
        | "任意"
        | "아니오"
        | "선택" => Some(false),
        // A condition makes it one that may be left out.
        _ if [
            "required if",
            "required when",
            "required unless",
            "yes if",
            "yes, if",
            "yes (if",
            "conditional",
        ]
        .iter()
        .any(|start| text.starts_with(start)) =>
        {
            Some(false)
        }
        _ => None,
    }
}

/// A description that begins with `Optional` or `Required`.
pub(super) fn first_words(description: &str) -> Option<bool> {
    let first = description.split(|c: char| !c.is_alphabetic()).find(|word| !word.is_empty())?;
    match first.to_ascii_lowercase().as_str() {
        "optional" => Some(false),
        "required" if requirement(description) == Some(false) => Some(false),
        "required" => Some(true),
        _ => None,
    }
}

/// The same of a word that stands among others: `yes` and `1` say too little there.
pub(super) fn stated(word: &str) -> Option<bool> {
    requirement(word).filter(|_| word.trim().len() > 5 || !word.is_ascii())
}
