//! The settings of one API.

mod types;

pub use types::{Decoration, Dependency, Replaced, Replacement, ReplacementEncoding};

use std::ops::Range;
use toml::de::{DeTable, DeValue};

/// The settings of one API: what the file `specwright.toml` says, and what the caller knows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Config {
    /// The name of the API; the document's title where there is none.
    pub name: Option<String>,
    /// What the header of a generated file names as its source.
    pub source: String,
    /// The command that writes the files again, where there is one.
    pub command: Option<String>,
    /// What a JSON number without a narrower format becomes.
    pub number: NumberType,
    /// The base URL of a client that is given none, in place of the document's servers.
    pub base_url: Option<String>,
    /// What the names of the cargo features that the generated files ask for start with: nothing in a crate of its own.
    pub feature_prefix: String,
    /// Whether each tag is a feature of its own where there is more than one; then the manifest of the crate must name
    /// them: `Api::tag_features`.
    pub tag_features: bool,
    /// The operations that are taken, by tag, `operationId`, or path; all of them where there is none. See
    /// `normalize::select` for how each is written.
    pub only: Vec<String>,
    /// The operations that are left out, written likewise.
    pub exclude: Vec<String>,
    /// The operations, by their `operationId`, whose results are not taken to come page by page, although names and types
    /// say so.
    pub no_pages: Vec<String>,
    /// Types of the user's in place of those that would be written.
    pub replacements: Vec<Replacement>,
    /// What is said about emitted types beside what is said about all.
    pub decorations: Vec<Decoration>,
    /// The crates that those name; a crate of its own depends on them.
    pub dependencies: Vec<Dependency>,
}

/// What a JSON number without a narrower format becomes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum NumberType {
    /// `f64`.
    #[default]
    F64,
    /// A decimal: no digit is lost.
    Decimal,
}

/// What `specwright.toml` says; `None` where it is silent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ConfigFile {
    /// See [`Config::name`].
    pub name: Option<String>,
    /// See [`Config::number`].
    pub number: Option<NumberType>,
    /// See [`Config::base_url`].
    pub base_url: Option<String>,
    /// See [`Config::tag_features`].
    pub tag_features: Option<bool>,
    /// See [`Config::only`].
    pub only: Option<Vec<String>>,
    /// See [`Config::exclude`].
    pub exclude: Option<Vec<String>>,
    /// See [`Config::no_pages`].
    pub no_pages: Option<Vec<String>>,
    /// See [`Config::replacements`].
    pub replacements: Option<Vec<Replacement>>,
    /// See [`Config::decorations`].
    pub decorations: Option<Vec<Decoration>>,
    /// See [`Config::dependencies`].
    pub dependencies: Option<Vec<Dependency>>,
}

/// One thing that is wrong with `specwright.toml`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigError {
    /// The key, as written, where the key itself is unknown; a known key whose value is wrong is not named here.
    pub unknown_key: Option<String>,
    /// One sentence that says what is wrong.
    pub message: String,
    /// The bytes it stands in.
    pub range: Option<Range<usize>>,
    /// What to do about it.
    pub help: Option<String>,
}

/// Every key of `specwright.toml`.
const KEYS: [&str; 10] = [
    "name",
    "number",
    "base_url",
    "tag_features",
    "only",
    "exclude",
    "no_pages",
    "replace",
    "decorate",
    "dependencies",
];

impl Config {
    /// Reads the text of a `specwright.toml` and reports all that is wrong with it at once.
    pub fn parse(text: &str) -> Result<ConfigFile, Vec<ConfigError>> {
        let table = DeTable::parse(text).map_err(|error| {
            let message = format!("this is not TOML: {}", error.message().trim());
            vec![ConfigError { unknown_key: None, message, range: error.span(), help: None }]
        })?;
        let mut file = ConfigFile::default();
        let mut errors = Vec::new();
        for (key, value) in table.get_ref() {
            let name: &str = key.get_ref();
            let text = match value.get_ref() {
                DeValue::String(text) => Some(text.as_ref()),
                _ => None,
            };
            let flag = match value.get_ref() {
                DeValue::Boolean(flag) => Some(*flag),
                _ => None,
            };
            let outcome = match name {
                "name" => {
                    text.filter(|text| !text.trim().is_empty()).map(|text| file.name = Some(text.to_owned()))
                }
                "number" => text.and_then(number).map(|number| file.number = Some(number)),
                "base_url" => {
                    text.filter(|url| is_absolute(url)).map(|url| file.base_url = Some(url.to_owned()))
                }
                "tag_features" => flag.map(|wanted| file.tag_features = Some(wanted)),
                "only" => texts(value.get_ref()).map(|only| file.only = Some(only)),
                "exclude" => texts(value.get_ref()).map(|exclude| file.exclude = Some(exclude)),
                "no_pages" => texts(value.get_ref()).map(|operations| file.no_pages = Some(operations)),
                "replace" => {
                    types::replacements(value.get_ref()).map(|these| file.replacements = Some(these))
                }
                "decorate" => types::decorations(value.get_ref()).map(|these| file.decorations = Some(these)),
                "dependencies" => {
                    types::dependencies(value.get_ref()).map(|these| file.dependencies = Some(these))
                }
                _ => {
                    errors.push(unknown(name, key.span()));
                    continue;
                }
            };
            if outcome.is_none() {
                errors.push(ConfigError {
                    unknown_key: None,
                    message: format!("the value of `{name}` cannot be used"),
                    range: Some(value.span()),
                    help: Some(expected(name).to_owned()),
                });
            }
        }
        // A table has no order; its errors are told in the order of the text.
        errors.sort_by_key(|error| error.range.as_ref().map(|range| range.start));
        if errors.is_empty() { Ok(file) } else { Err(errors) }
    }

    /// These settings, with what the file says in place of what they said.
    #[must_use]
    pub fn with(mut self, file: ConfigFile) -> Self {
        self.name = file.name.or(self.name);
        self.number = file.number.unwrap_or(self.number);
        self.base_url = file.base_url.or(self.base_url);
        self.tag_features = file.tag_features.unwrap_or(self.tag_features);
        self.only = file.only.unwrap_or(self.only);
        self.exclude = file.exclude.unwrap_or(self.exclude);
        self.no_pages = file.no_pages.unwrap_or(self.no_pages);
        self.replacements = file.replacements.unwrap_or(self.replacements);
        self.decorations = file.decorations.unwrap_or(self.decorations);
        self.dependencies = file.dependencies.unwrap_or(self.dependencies);
        self
    }
}

/// A list of texts.
fn texts(value: &DeValue<'_>) -> Option<Vec<String>> {
    let DeValue::Array(items) = value else { return None };
    let text = |value: &DeValue<'_>| match value {
        DeValue::String(text) => Some(text.as_ref().to_owned()),
        _ => None,
    };
    items.iter().map(|item| text(item.get_ref())).collect()
}

fn number(text: &str) -> Option<NumberType> {
    match text {
        "f64" => Some(NumberType::F64),
        "decimal" => Some(NumberType::Decimal),
        _ => None,
    }
}

fn is_absolute(url: &str) -> bool {
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
    rest.is_some_and(|rest| !rest.is_empty() && !url.contains(char::is_whitespace))
}

fn expected(key: &str) -> &'static str {
    match key {
        "number" => "write \"f64\" or \"decimal\"",
        "tag_features" => "write true or false",
        "no_pages" => "write a list of operations such as [\"listPets\"]",
        "only" | "exclude" => "write a list of texts such as [\"tag:payments\", \"GET /pets\"]",
        "replace" => {
            "write `format` or `schema` (a JSON Pointer), `type` (a path such as \"ulid::Ulid\"), and perhaps `as` (\"text\" \
             or \"wire\")"
        }
        "decorate" => "write `types` (names, or \"*\"), and lists of texts as `derive` and `attributes`",
        "dependencies" => "write a version for each crate, such as ulid = \"1\"",
        "base_url" => "write an absolute URL that starts with https:// or http://",
        _ => "write a text that is not empty",
    }
}

fn unknown(name: &str, range: Range<usize>) -> ConfigError {
    let nearest = KEYS.iter().min_by_key(|key| strsim::damerau_levenshtein(key, name));
    ConfigError {
        unknown_key: Some(name.to_owned()),
        message: format!("`{name}` is not a setting"),
        range: Some(range),
        help: nearest
            .map(|key| format!("the nearest setting is `{key}`; the settings are {}", KEYS.join(", "))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_are_read() {
        let file = Config::parse("name = \"Acme\"\nnumber = \"decimal\"\n").unwrap();
        let config = Config::default().with(file);
        assert_eq!(config.name.as_deref(), Some("Acme"));
        assert_eq!(config.number, NumberType::Decimal);
    }

    #[test]
    fn everything_wrong_is_told_at_once_in_order() {
        let errors = Config::parse("numbr = \"f64\"\nbase_url = \"api\"\nnumber = 3\n").unwrap_err();
        let told: Vec<_> =
            errors.iter().map(|error| (error.unknown_key.as_deref(), error.range.clone())).collect();
        assert_eq!(told, [(Some("numbr"), Some(0..5)), (None, Some(25..30)), (None, Some(40..41))]);
        assert!(errors[0].help.as_deref().unwrap().contains("`number`"));
    }

    #[test]
    fn a_broken_file_is_told_with_its_place() {
        let errors = Config::parse("name = \n").unwrap_err();
        assert_eq!(errors.len(), 1);
        assert!(errors[0].range.is_some());
    }
}
