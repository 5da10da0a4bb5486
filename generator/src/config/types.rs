//! Settings about the types that are written: other types in their place, and what is said about them beside.

use toml::de::{DeTable, DeValue};

/// A type of the user's in place of the one that would be written or mentioned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Replacement {
    /// Which schemas it stands for.
    pub of: Replaced,
    /// The path of the type, its parts between `::`: `ulid::Ulid`. The first is a crate, or `crate` itself.
    pub path: Vec<String>,
    /// How its values travel.
    pub encoding: ReplacementEncoding,
}

/// Which schemas are replaced.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Replaced {
    /// Strings with this `format`.
    Format(String),
    /// The schema at this place of the document as understood, as a JSON Pointer: `/components/schemas/Money`.
    Pointer(String),
}

/// How the values of a type of the user's travel.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ReplacementEncoding {
    /// As a string, which the type is read from by `FromStr` and written to by `Display`; it has a `Default`.
    #[default]
    Text,
    /// As it says itself: it implements the runtime's `Wire`.
    Wire,
    /// As JSON, as serde's `Serialize` and `Deserialize` of the type say it; it has a `Default`.
    Json,
}

/// What is said about emitted types beside what is said about all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Decoration {
    /// The schemas or Rust types, by name; `*` is every one.
    pub types: Vec<String>,
    /// The attributes, without `#[` and `]`; what is derived is one of them.
    pub attributes: Vec<String>,
}

/// A crate that replacements and attributes name, and the version of it that is wanted.
pub type Dependency = (String, String);

/// Reads `[[replace]]`.
pub(super) fn replacements(value: &DeValue<'_>) -> Option<Vec<Replacement>> {
    tables(value)?.map(|table| replacement(table?)).collect()
}

fn replacement(table: &DeTable<'_>) -> Option<Replacement> {
    only(table, &["format", "schema", "type", "as"])?;
    let of = match (text(table, "format"), text(table, "schema")) {
        (Some(format), None) => Replaced::Format(format),
        (None, Some(place)) => Replaced::Pointer(place.strip_prefix('#').unwrap_or(&place).to_owned()),
        _ => return None,
    };
    let path = path(&text(table, "type")?)?;
    let encoding = match table.get("as") {
        None => ReplacementEncoding::default(),
        Some(_) => match text(table, "as")?.as_str() {
            "text" => ReplacementEncoding::Text,
            "wire" => ReplacementEncoding::Wire,
            "json" => ReplacementEncoding::Json,
            _ => return None,
        },
    };
    Some(Replacement { of, path, encoding })
}

/// Reads `[[decorate]]`.
pub(super) fn decorations(value: &DeValue<'_>) -> Option<Vec<Decoration>> {
    tables(value)?.map(|table| decoration(table?)).collect()
}

fn decoration(table: &DeTable<'_>) -> Option<Decoration> {
    only(table, &["types", "derive", "attributes"])?;
    let list = |key: &str| match table.get(key) {
        Some(value) => super::texts(value.get_ref()),
        None => Some(Vec::new()),
    };
    let mut attributes = list("attributes")?;
    let derived = list("derive")?;
    if derived.iter().any(|name| path(name).is_none()) {
        return None;
    }
    if !derived.is_empty() {
        attributes.push(format!("derive({})", derived.join(", ")));
    }
    // A text that does not read as the inside of an attribute would end it.
    let is_attribute =
        |text: &String| text.parse::<proc_macro2::TokenStream>().is_ok_and(|tokens| !tokens.is_empty());
    let types = list("types")?;
    (!types.is_empty() && attributes.iter().all(is_attribute)).then_some(Decoration { types, attributes })
}

/// Reads `[dependencies]`: a version for each crate.
pub(super) fn dependencies(value: &DeValue<'_>) -> Option<Vec<Dependency>> {
    let DeValue::Table(table) = value else { return None };
    let is_name = |name: &str| {
        !name.is_empty()
            && name.chars().all(|mark| mark.is_ascii_alphanumeric() || mark == '-' || mark == '_')
    };
    let dependency = |(name, value): (&toml::Spanned<_>, &toml::Spanned<DeValue<'_>>)| {
        let name: &std::borrow::Cow<'_, str> = name.get_ref();
        let DeValue::String(version) = value.get_ref() else { return None };
        is_name(name).then(|| (name.to_string(), version.to_string()))
    };
    table.iter().map(dependency).collect()
}

fn tables<'v>(value: &'v DeValue<'v>) -> Option<impl Iterator<Item = Option<&'v DeTable<'v>>>> {
    let DeValue::Array(items) = value else { return None };
    Some(items.iter().map(|item| match item.get_ref() {
        DeValue::Table(table) => Some(table),
        _ => None,
    }))
}

fn text(table: &DeTable<'_>, key: &str) -> Option<String> {
    match table.get(key)?.get_ref() {
        DeValue::String(text) => Some(text.to_string()),
        _ => None,
    }
}

/// Nothing unless every key of a table is known.
fn only(table: &DeTable<'_>, known: &[&str]) -> Option<()> {
    table.iter().all(|(key, _)| known.contains(&key.get_ref().as_ref())).then_some(())
}

/// The parts of a path in Rust: identifiers between `::`.
fn path(text: &str) -> Option<Vec<String>> {
    let is_part = |part: &str| {
        part.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_')
            && part != "_"
            && part.chars().all(|mark| mark.is_ascii_alphanumeric() || mark == '_')
    };
    let parts: Vec<&str> = text.trim().strip_prefix("::").unwrap_or(text.trim()).split("::").collect();
    parts.iter().all(|part| is_part(part)).then(|| parts.into_iter().map(str::to_owned).collect())
}
