//! The cells that declare types: `string(uuid)`, `[[Name](#schemaname)]`, `array[string]`, `object¦null`, and words of
//! the vendor's own that link to a glossary.

use crate::read::pages::MAX_NESTING;
use crate::read::pages::facts::{JsonType, Kind, Schema};
use crate::read::pages::types::declared;
use crate::source::Origin;

/// What a cell declares.
#[derive(Clone, Debug)]
pub(super) struct Typed {
    /// What is said.
    pub(super) schema: Schema,
    /// The vendor's own word, where it tells no type.
    pub(super) word: Option<String>,
}

/// Reads a cell.
pub(super) fn of_cell(text: &str, origin: Origin) -> Typed {
    let text = text.replace('¦', "|").replace("\\|", "|").replace("\\[", "[").replace("\\]", "]");
    let mut text = text.trim();
    let mut nullable = false;
    while let Some(rest) = text.strip_suffix("|null") {
        nullable = true;
        text = rest.trim();
    }
    let mut arrays = 0;
    while let Some(inner) = list(text).filter(|_| arrays < MAX_NESTING) {
        arrays += 1;
        text = inner.trim();
    }
    let mut found = link(text);
    while let Some((label, target)) = found
        && let Some(inner) = label.strip_prefix('[').and_then(|label| label.strip_suffix(']'))
        && arrays < MAX_NESTING
    {
        arrays += 1;
        found = Some((inner, target));
    }
    let (mut schema, word) = match found {
        Some((label, target)) if target.to_ascii_lowercase().starts_with("#schema") => {
            let mut schema = Schema::new(origin, Kind::Field);
            schema.reference = Some(label.to_owned());
            (schema, None)
        }
        Some((label, _)) => own_word(label, origin),
        None => match text {
            "allOf" | "oneOf" | "anyOf" | "not" | "any" | "undefined" => {
                (Schema::new(origin, Kind::Field), None)
            }
            _ => own_word(text, origin),
        },
    };
    for _ in 0..arrays {
        let mut array = Schema::typed(origin, JsonType::Array);
        array.items = Some(Box::new(schema));
        schema = array;
    }
    schema.nullable |= nullable;
    Typed { schema, word }
}

/// What stands in the brackets that go around a whole text; those of a link do not.
fn list(text: &str) -> Option<&str> {
    let inner = text.strip_prefix("array[").or_else(|| text.strip_prefix('['))?;
    let mut depth = 1_usize;
    for (at, mark) in inner.char_indices() {
        match mark {
            '[' => depth += 1,
            ']' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return (at + 1 == inner.len()).then(|| inner.get(..at)).flatten();
        }
    }
    None
}

/// The label and the target of a link, whatever stands behind it.
fn link(text: &str) -> Option<(&str, &str)> {
    let (label, rest) = text.strip_prefix('[')?.split_once("](")?;
    Some((label, rest.split(')').next().unwrap_or_default()))
}

/// A type, or a word of the vendor's own: its last part usually is a type.
fn own_word(text: &str, origin: Origin) -> (Schema, Option<String>) {
    let found = declared(text, origin);
    let Some(word) = found.name else { return (found.schema, None) };
    let lower = word.to_ascii_lowercase();
    let endings = [
        ("string", JsonType::String),
        ("integer", JsonType::Integer),
        ("number", JsonType::Number),
        ("boolean", JsonType::Boolean),
    ];
    match endings.iter().find(|(ending, _)| lower.ends_with(ending)) {
        Some((_, ty)) => (Schema::typed(origin, *ty), None),
        None => (found.schema, Some(word)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Sources;

    #[test]
    fn cells_are_read() {
        let origin = Origin::new(Sources::new().add("page", ""), 0, 0);
        let show = |text: &str| {
            let Typed { schema, word } = of_cell(text, origin);
            let mut shown = String::new();
            let mut at = &schema;
            while let Some(items) = &at.items {
                shown += "list of ";
                at = items;
            }
            let types: Vec<&str> = at.types.iter().map(|ty| ty.as_str()).collect();
            shown += &types.join("|");
            shown += at.reference.as_deref().unwrap_or_default();
            shown += &at.format.as_ref().map(|format| format!("<{format}>")).unwrap_or_default();
            shown += if schema.nullable { "?" } else { "" };
            (shown, word)
        };
        for (text, expected) in [
            ("string(uuid)", "string<uuid>"),
            ("[[Pet](#schemapet)]", "list of Pet"),
            ("[Pet](#schemapet)¦null", "Pet?"),
            ("array[string]", "list of string"),
            ("[[[Pet](#schemapet)]]", "list of list of Pet"),
            ("[PositiveInteger](#common)", "integer"),
            ("[oneOf]", "list of "),
            ("[[NaturalNumber]](#common)", "list of number"),
            ("any", ""),
        ] {
            assert_eq!(show(text).0, expected, "{text}");
        }
        assert_eq!(show("[Currency](#common)").1.as_deref(), Some("Currency"));
    }
}
