//! The one place where verdicts live: a row for each keyword of each kind of object.
//!
//! A verdict is what the stages behind the ledger do with the keyword. Whoever changes what they do changes the row; the
//! cases `tests/cases/ledger/*` show what is then said of a document that has every keyword once.

mod document;
mod operations;
mod schemas;
mod security;

use super::kind::Kind;
use super::version::Versions;
use crate::tree::Node;

/// What becomes of a keyword.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The output depends on it.
    Used,
    /// It reaches a doc comment and nothing else.
    Documented,
    /// It has no effect; the text says what happens in its place, as a sentence without its full stop.
    Ignored(&'static str),
}

/// What the value of a keyword is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Holds {
    /// A value that has no keywords of OpenAPI, and of which others say what form it has.
    Value,
    /// A text; every scalar is one where only a text can stand.
    Text,
    /// `true` or `false`.
    Flag,
    /// A number.
    Number,
    /// A list of values.
    Items,
    /// A list of texts.
    Texts,
    /// Texts by name.
    TextMap,
    /// An object.
    One(Kind),
    /// A list of objects.
    List(Kind),
    /// Objects by name: a key is never a keyword there.
    Map(Kind),
}

/// A keyword of one kind of object.
#[derive(Clone, Copy, Debug)]
pub(super) struct Row {
    pub(super) name: &'static str,
    /// The versions that have it.
    pub(super) versions: Versions,
    pub(super) holds: Holds,
    pub(super) verdict: Verdict,
    /// What becomes of it in a version that does not have it, where that is more than nothing.
    pub(super) elsewhere: Option<Verdict>,
    /// Whether a value asks for nothing, so that it is no loss to ignore it.
    pub(super) idle: Option<fn(&Node) -> bool>,
}

/// The keywords of a kind of object.
pub(super) const fn rows(kind: Kind) -> &'static [Row] {
    match kind {
        Kind::Document => document::DOCUMENT,
        Kind::Info => document::INFO,
        Kind::Contact => document::CONTACT,
        Kind::License => document::LICENSE,
        Kind::Server => document::SERVER,
        Kind::ServerVariable => document::SERVER_VARIABLE,
        Kind::Tag => document::TAG,
        Kind::ExternalDocs => document::EXTERNAL_DOCS,
        Kind::Components => document::COMPONENTS,
        Kind::Paths => &[],
        Kind::PathItem => operations::PATH_ITEM,
        Kind::Operation => operations::OPERATION,
        Kind::Parameter => operations::PARAMETER,
        Kind::Items => operations::ITEMS,
        Kind::RequestBody => operations::REQUEST_BODY,
        Kind::MediaType => operations::MEDIA_TYPE,
        Kind::Encoding => operations::ENCODING,
        Kind::Responses => &[],
        Kind::Response => operations::RESPONSE,
        Kind::Header => operations::HEADER,
        Kind::Example => operations::EXAMPLE,
        Kind::Link => operations::LINK,
        Kind::Callback => &[],
        Kind::Schema => schemas::SCHEMA,
        Kind::SchemaReference => schemas::SCHEMA_REFERENCE,
        Kind::Discriminator => schemas::DISCRIMINATOR,
        Kind::Xml => schemas::XML,
        Kind::SecurityScheme => security::SECURITY_SCHEME,
        Kind::OAuthFlows => security::OAUTH_FLOWS,
        Kind::OAuthFlow => security::OAUTH_FLOW,
        Kind::Reference => schemas::REFERENCE,
    }
}

const fn row(name: &'static str, versions: Versions, holds: Holds, verdict: Verdict) -> Row {
    Row { name, versions, holds, verdict, elsewhere: None, idle: None }
}

impl Row {
    /// The keyword is read in the versions that do not have it as well.
    const fn anywhere(self) -> Self {
        Self { elsewhere: Some(self.verdict), ..self }
    }

    /// The value may ask for nothing.
    const fn idle_if(self, idle: fn(&Node) -> bool) -> Self {
        Self { idle: Some(idle), ..self }
    }
}

/// `false`, which is what these keywords are where they are not written.
fn is_false(node: &Node) -> bool {
    node.as_bool() == Some(false)
}

/// `simple`, which is the only style that a header may have (OpenAPI 3.0.4, section 4.7.21.1).
fn is_simple(node: &Node) -> bool {
    node.as_str() == Some("simple")
}

/// A dialect of JSON Schema that is read as it is meant (OpenAPI 3.1.1, section 4.8.24.4).
fn is_known_dialect(node: &Node) -> bool {
    let known = ["https://json-schema.org/draft/2020-12/schema", "https://spec.openapis.org/oas/3."];
    node.as_str().is_some_and(|uri| known.iter().any(|known| uri.starts_with(known)))
}

/// Extensions that the generator reads, and where.
pub(super) const EXTENSIONS: &[(Kind, &str)] = &[];
