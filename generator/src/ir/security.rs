//! Security schemes: what a client is given and a server asks for.

use super::{Docs, Ident, JsonName, Location};

/// A credential.
#[derive(Clone, Debug)]
pub struct Scheme {
    /// Its name in the document.
    pub name: JsonName,
    /// The builder's method: `api_token_auth`.
    pub ident: Ident,
    /// The static's name: `API_TOKEN_AUTH`.
    pub table_ident: Ident,
    /// The server's trait: `ApiTokenAuth`.
    pub trait_ident: Ident,
    /// What it is.
    pub kind: SchemeKind,
    /// Where its tokens are issued, where it is `oauth2` or `openIdConnect` and says so.
    pub flow: Option<Flow>,
    /// What its doc comment says.
    pub docs: Docs,
}

/// A credential that an operation asks for (OpenAPI 3.0.4, section 4.7.30).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Requirement {
    /// The index of its scheme in [`Api::schemes`](super::Api::schemes).
    pub scheme: usize,
    /// What it has to allow: scopes, or roles.
    pub scopes: Vec<String>,
}

/// Where tokens are issued (OpenAPI 3.0.4, section 4.7.29).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flow {
    /// Where to ask.
    pub endpoint: Endpoint,
    /// The scopes that operations ask for, in the order of the document.
    pub scopes: Vec<String>,
}

/// Where a document sends who needs a token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Endpoint {
    /// `tokenUrl`: to where tokens are issued.
    Token(String),
    /// `openIdConnectUrl`: to a provider of OpenID Connect, which says where.
    Discovery(String),
}

/// What a credential is (OpenAPI 3.0.4, section 4.7.27).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SchemeKind {
    /// `apiKey`: a header, a query parameter or a cookie.
    ApiKey(Location, JsonName),
    /// `http` with `basic`.
    Basic,
    /// `http` with `bearer`, and `oauth2` and `openIdConnect`, whose tokens travel so.
    Bearer,
    /// `http` with another scheme: the text after its name.
    Http(String),
    /// Nothing a request carries, such as `mutualTLS`: left to the transport.
    Transport,
}
