//! The kinds of objects that a document is made of, by the names that the specifications give them.

use super::version::Version;
use crate::tree::Node;

/// What an object of the document is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// The whole document: OpenAPI Object, or Swagger Object.
    Document,
    /// Info Object.
    Info,
    /// Contact Object.
    Contact,
    /// License Object.
    License,
    /// Server Object.
    Server,
    /// Server Variable Object.
    ServerVariable,
    /// Tag Object.
    Tag,
    /// External Documentation Object.
    ExternalDocs,
    /// Components Object.
    Components,
    /// Paths Object: every key is a path.
    Paths,
    /// Path Item Object.
    PathItem,
    /// Operation Object.
    Operation,
    /// Parameter Object.
    Parameter,
    /// Items Object of Swagger 2.0.
    Items,
    /// Request Body Object.
    RequestBody,
    /// Media Type Object.
    MediaType,
    /// Encoding Object.
    Encoding,
    /// Responses Object: every key is a status.
    Responses,
    /// Response Object.
    Response,
    /// Header Object.
    Header,
    /// Example Object.
    Example,
    /// Link Object.
    Link,
    /// Callback Object: every key is an expression.
    Callback,
    /// Schema Object.
    Schema,
    /// A Schema Object with a `$ref`, in a version where that makes it a Reference Object.
    SchemaReference,
    /// Discriminator Object.
    Discriminator,
    /// XML Object.
    Xml,
    /// Security Scheme Object.
    SecurityScheme,
    /// OAuth Flows Object.
    OAuthFlows,
    /// OAuth Flow Object.
    OAuthFlow,
    /// Reference Object, wherever it stands for another one.
    Reference,
}

impl Kind {
    /// Every kind, in the order of the table.
    pub const ALL: &'static [Self] = &[
        Self::Document,
        Self::Info,
        Self::Contact,
        Self::License,
        Self::Server,
        Self::ServerVariable,
        Self::Tag,
        Self::ExternalDocs,
        Self::Components,
        Self::Paths,
        Self::PathItem,
        Self::Operation,
        Self::Parameter,
        Self::Items,
        Self::RequestBody,
        Self::MediaType,
        Self::Encoding,
        Self::Responses,
        Self::Response,
        Self::Header,
        Self::Example,
        Self::Link,
        Self::Callback,
        Self::Schema,
        Self::SchemaReference,
        Self::Discriminator,
        Self::Xml,
        Self::SecurityScheme,
        Self::OAuthFlows,
        Self::OAuthFlow,
        Self::Reference,
    ];

    /// What the specifications call it, without the word Object.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Document => "OpenAPI",
            Self::Info => "Info",
            Self::Contact => "Contact",
            Self::License => "License",
            Self::Server => "Server",
            Self::ServerVariable => "Server Variable",
            Self::Tag => "Tag",
            Self::ExternalDocs => "External Documentation",
            Self::Components => "Components",
            Self::Paths => "Paths",
            Self::PathItem => "Path Item",
            Self::Operation => "Operation",
            Self::Parameter => "Parameter",
            Self::Items => "Items",
            Self::RequestBody => "Request Body",
            Self::MediaType => "Media Type",
            Self::Encoding => "Encoding",
            Self::Responses => "Responses",
            Self::Response => "Response",
            Self::Header => "Header",
            Self::Example => "Example",
            Self::Link => "Link",
            Self::Callback => "Callback",
            Self::Schema => "Schema",
            Self::SchemaReference => "Reference",
            Self::Discriminator => "Discriminator",
            Self::Xml => "XML",
            Self::SecurityScheme => "Security Scheme",
            Self::OAuthFlows => "OAuth Flows",
            Self::OAuthFlow => "OAuth Flow",
            Self::Reference => "Reference",
        }
    }

    /// What stands under keys that are no keywords but paths, statuses or expressions.
    pub(super) const fn every(self) -> Option<Self> {
        match self {
            Self::Paths | Self::Callback => Some(Self::PathItem),
            Self::Responses => Some(Self::Response),
            _ => None,
        }
    }

    /// Whether a key says all there is to say, so that what stands beside it is lost.
    pub(super) const fn is_reference(self) -> bool {
        matches!(self, Self::Reference | Self::SchemaReference)
    }

    /// What a node is that stands where this kind is expected: a Reference Object may stand for most of them
    /// (OpenAPI 3.0.4, section 4.7.23).
    pub(super) fn of(self, node: &Node, version: Version) -> Self {
        // Only Swagger 2.0 has Items Objects: what stands there in a later document is a schema.
        let kind = if self == Self::Items && version > Version::V2_0 { Self::Schema } else { self };
        if node.get("$ref").is_none() {
            return kind;
        }
        match kind {
            Self::Schema if version < Version::V3_1 => Self::SchemaReference,
            Self::Parameter
            | Self::RequestBody
            | Self::MediaType
            | Self::Response
            | Self::Header
            | Self::Example
            | Self::Link
            | Self::Callback
            | Self::SecurityScheme => Self::Reference,
            other => other,
        }
    }
}
