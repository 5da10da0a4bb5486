//! The tables.

use super::kind::Kind;
use crate::codec::Rules;

/// An operation of an API.
#[derive(Debug)]
pub struct Operation {
    /// What the document calls it.
    pub id: &'static str,
    /// The method in upper case.
    pub method: &'static str,
    /// The path as the document writes it.
    pub path: &'static str,
    /// The path in pieces.
    pub pieces: &'static [Piece],
    /// The base URL of this operation alone: absolute, or a path on the host of the others.
    pub server: Option<&'static str>,
    /// Names and values of the query that every request has, as the document writes them.
    pub query: &'static [(&'static str, &'static str)],
    /// The parameters.
    pub parameters: &'static [Parameter],
    /// The request body.
    pub body: Option<Body>,
    /// The documented responses.
    pub responses: &'static [Response],
    /// Alternatives, each of credentials that are needed together.
    pub security: &'static [&'static [Requirement]],
}

/// A piece of a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Piece {
    /// A text, slashes included.
    Literal(&'static str),
    /// The value of a parameter, by its index.
    Parameter(usize),
}

/// Where a parameter travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Location {
    /// In the path.
    Path,
    /// In the query.
    Query,
    /// In a header.
    Header,
    /// In a cookie.
    Cookie,
}

/// How a parameter is written (OpenAPI 3.0.4, section 4.7.12.4).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// `a,b`.
    Simple,
    /// `.a.b`.
    Label,
    /// `;name=a,b`.
    Matrix,
    /// `name=a&name=b`.
    Form,
    /// `a b`.
    SpaceDelimited,
    /// `a|b`.
    PipeDelimited,
    /// `name[key]=a`.
    DeepObject,
    /// JSON text.
    Json,
    /// The whole query, as a form.
    Query,
    /// The whole query, as one text: JSON, unless it is a string.
    QueryText,
}

/// A parameter.
#[derive(Clone, Copy, Debug)]
pub struct Parameter {
    /// Its name on the wire.
    pub name: &'static str,
    /// Where it travels.
    pub location: Location,
    /// How it is written.
    pub style: Style,
    /// Whether each value of an array or object is written on its own.
    pub explode: bool,
    /// Whether reserved characters stay as they are.
    pub allow_reserved: bool,
    /// Whether it must be given.
    pub required: bool,
    /// What its text stands for.
    pub kind: Kind,
    /// What it is checked against.
    pub rules: Rules,
    /// JSON text of the value that a server puts in where it is absent.
    pub default: Option<&'static str>,
}

impl Parameter {
    /// A parameter of the path, or of a header.
    pub const SIMPLE: Self = Self {
        name: "",
        location: Location::Path,
        style: Style::Simple,
        explode: false,
        allow_reserved: false,
        required: false,
        kind: Kind::String,
        rules: Rules::NONE,
        default: None,
    };

    /// A parameter of the path.
    pub const PATH: Self = Self { required: true, ..Self::SIMPLE };

    /// A parameter of the query, or of a cookie.
    pub const FORM: Self =
        Self { location: Location::Query, style: Style::Form, explode: true, ..Self::SIMPLE };
}

impl Operation {
    /// An operation of nothing, for the rest of another one.
    pub const NONE: Self = Self {
        id: "",
        method: "GET",
        path: "/",
        pieces: &[],
        server: None,
        query: &[],
        parameters: &[],
        body: None,
        responses: &[],
        security: &[],
    };
}

/// A request body.
#[derive(Clone, Copy, Debug)]
pub struct Body {
    /// Its media type.
    pub media_type: &'static str,
    /// How it is written.
    pub encoding: Encoding,
    /// Whether it must be given.
    pub required: bool,
    /// What it is checked against.
    pub rules: Rules,
    /// Every media type that it may have, the preferred one first, where there are several; what stands above is idle
    /// then.
    pub contents: &'static [Content],
}

impl Body {
    /// A body of JSON, for the rest of another one.
    pub const NONE: Self = Self {
        media_type: "application/json",
        encoding: Encoding::Json,
        required: false,
        rules: Rules::NONE,
        contents: &[],
    };
}

/// A media type that a body may have.
#[derive(Clone, Copy, Debug)]
pub struct Content {
    /// The media type or range.
    pub media_type: &'static str,
    /// The index of its type among those that the body may have.
    pub variant: usize,
    /// How it is written.
    pub encoding: Encoding,
    /// What it is checked against.
    pub rules: Rules,
}

impl Content {
    /// A body of JSON, for the rest of another one.
    pub const NONE: Self =
        Self { media_type: "application/json", variant: 0, encoding: Encoding::Json, rules: Rules::NONE };
}

/// How a body is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// JSON.
    Json,
    /// `application/x-www-form-urlencoded`.
    Form {
        /// What the fields stand for.
        kind: Kind,
        /// The properties whose style is `deepObject`.
        deep: &'static [&'static str],
        /// The properties that are written in another way than most.
        fields: &'static [Field],
    },
    /// `multipart/form-data`, or another whose parts have names; or parts in order, where they stand for an array.
    Multipart {
        /// What the parts stand for.
        kind: Kind,
        /// The parts about which more is said. Those in order are called by their places, and all others by nothing.
        fields: &'static [Field],
    },
    /// A string, or a scalar that is written as one.
    Text,
    /// Bytes.
    Bytes,
    /// The items of an array one after the other.
    Sequence {
        /// How they are told apart.
        framing: Framing,
        /// What the fields of an item stand for.
        kind: Kind,
    },
}

/// How the items of a sequence are told apart (OpenAPI 3.2.0, section 4.14.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Framing {
    /// A line of JSON each: `application/jsonl`, `application/x-ndjson`.
    Lines,
    /// JSON after a record separator each: `application/json-seq` (RFC 7464).
    Separated,
    /// An event each, whose fields are those of an object: `text/event-stream` (HTML, section 9.2).
    Events,
    /// The data of an event each, as JSON, where the document speaks of nothing else.
    Data,
}

/// What the document says about a field of a form or a part of a multipart body (OpenAPI 3.0.4, section 4.7.15).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Field {
    /// Its name.
    pub name: &'static str,
    /// How it is written.
    pub style: Style,
    /// Whether each value of an array or object is written on its own.
    pub explode: bool,
    /// Whether reserved characters stay as they are.
    pub allow_reserved: bool,
    /// The media types that a part may have, the preferred one first.
    pub content_type: Option<&'static str>,
    /// The other headers that the part of a file may have.
    pub headers: &'static [&'static str],
    /// Headers that have one value, which every such part is sent with. A file is packed as `Content-Transfer-Encoding` says.
    pub fixed_headers: &'static [(&'static str, &'static str)],
}

impl Field {
    /// A field of form style, for the rest of another one.
    pub const FORM: Self = Self {
        name: "",
        style: Style::Form,
        explode: true,
        allow_reserved: false,
        content_type: None,
        headers: &[],
        fixed_headers: &[],
    };
}

/// A status or statuses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// One status.
    Exact(u16),
    /// All of a class: `4` for `4XX`.
    Range(u8),
    /// Every other status.
    Default,
}

/// A documented response.
#[derive(Clone, Copy, Debug)]
pub struct Response {
    /// When it is meant.
    pub status: Status,
    /// Whether it is a success.
    pub success: bool,
    /// The media type of its body, the preferred one of several; `None` where it has none.
    pub media_type: Option<&'static str>,
    /// Every media type of its body, where there are several or where it is more than JSON, text or bytes.
    pub contents: &'static [Content],
}

impl Response {
    /// A response without a body that is no success, for the rest of another one.
    pub const NONE: Self = Self { status: Status::Default, success: false, media_type: None, contents: &[] };

    /// A response of JSON, for the rest of another one.
    pub const JSON: Self = Self { media_type: Some("application/json"), ..Self::NONE };

    /// Every media type of its body.
    pub(crate) fn media_types(&self) -> impl Iterator<Item = &'static str> {
        let only = self.media_type.filter(|_| self.contents.is_empty());
        only.into_iter().chain(self.contents.iter().map(|content| content.media_type))
    }
}

/// A credential that an operation asks for.
#[derive(Clone, Copy, Debug)]
pub struct Requirement {
    /// Its scheme.
    pub scheme: &'static Scheme,
    /// What it has to allow: the scopes of a token, or the roles of whoever has another credential.
    pub scopes: &'static [&'static str],
}

impl Requirement {
    /// A credential of which nothing else is asked.
    #[must_use]
    pub const fn of(scheme: &'static Scheme) -> Self {
        Self { scheme, scopes: &[] }
    }
}

/// A security scheme.
#[derive(Debug)]
pub struct Scheme {
    /// Its name in the document.
    pub name: &'static str,
    /// What it is.
    pub kind: SchemeKind,
}

/// What a credential is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SchemeKind {
    /// A key in a header, query parameter or cookie.
    ApiKey(Location, &'static str),
    /// `Authorization: Basic` (RFC 7617).
    Basic,
    /// `Authorization: Bearer` (RFC 6750).
    Bearer,
    /// `Authorization` with another scheme.
    Http(&'static str),
    /// Nothing that a request carries.
    Transport,
}

impl Operation {
    /// The index of the documented response for a status: the exact one, else its range, else the default.
    pub(crate) fn response_for(&self, status: u16) -> Option<usize> {
        let class = u8::try_from(status / 100).unwrap_or(0);
        [Status::Exact(status), Status::Range(class), Status::Default]
            .into_iter()
            .find_map(|wanted| self.responses.iter().position(|response| response.status == wanted))
    }
}
