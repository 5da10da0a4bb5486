//! Where an API runs (OpenAPI 3.0.4, section 4.7.5).

use super::{Docs, Ident, JsonName};

/// A base URL.
#[derive(Clone, Debug)]
pub struct Server {
    /// Its template, without a slash at its end.
    pub url: String,
    /// `description`.
    pub docs: Docs,
    /// The variables of the template.
    pub variables: Vec<ServerVariable>,
}

/// A variable in a base URL.
#[derive(Clone, Debug)]
pub struct ServerVariable {
    /// The builder's method.
    pub ident: Ident,
    /// Its name in the template.
    pub name: JsonName,
    /// Its default, where it has one.
    pub default: Option<String>,
    /// What it may be; empty for anything.
    pub values: Vec<String>,
    /// What its doc comment says.
    pub docs: Docs,
}
