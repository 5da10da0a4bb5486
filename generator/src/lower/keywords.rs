//! Keywords by what they have to do with types.

/// What types do not say, of keywords that stand alone.
pub(super) const ALONE: &[&str] = &[
    "not",
    "x-propertyNames",
    "x-contains",
    "x-minContains",
    "x-maxContains",
    "x-dependentRequired",
    "x-dependentSchemas",
    "x-if",
    "x-then",
    "x-else",
];

/// What only says something together with its neighbours.
pub(super) const TOGETHER: &[&str] =
    &["x-prefixItems", "x-patternProperties", "x-unevaluatedItems", "x-unevaluatedProperties"];

/// Whether normalization keeps a keyword of JSON Schema 2020-12 under that name of an extension, since 3.0 does not have
/// it.
pub(super) fn is_set_aside(keyword: &str) -> bool {
    keyword.starts_with("x-") && (ALONE.contains(&keyword) || TOGETHER.contains(&keyword))
}

/// Whether a keyword says nothing about which values are allowed, null aside.
pub(super) fn is_annotation(keyword: &str) -> bool {
    match keyword {
        "title" | "description" | "nullable" | "deprecated" | "readOnly" | "writeOnly" | "example"
        | "default" | "externalDocs" | "xml" | "discriminator" => true,
        // What the text of a string holds is a type of its own.
        "x-contentSchema" => false,
        _ => keyword.starts_with("x-") && !is_set_aside(keyword),
    }
}
