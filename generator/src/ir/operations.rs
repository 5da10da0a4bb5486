//! Operations: a static table each, and the types its shell mentions.

use super::{
    Direction, Docs, Ident, JsonName, Literal, Pages, Requirement, Rules, Streamed, TypeId, TypeRef,
};
use crate::source::Origin;

/// What the document describes an operation as (OpenAPI 3.1.1, sections 4.8.1 and 4.8.18).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OperationKind {
    /// One of `paths`: the client calls it.
    Path,
    /// One of `webhooks`, by its name: the API calls it.
    Webhook(String),
    /// One of the `callbacks` of another operation, by its name and the expression of its URL: the API calls it.
    Callback(String, String),
}

/// An operation, with a name for everything that is emitted for it.
#[derive(Clone, Debug)]
pub struct Operation {
    /// `operationId` as written, or `METHOD /path` where there is none.
    pub id: String,
    /// The method's name: `update_payment`.
    pub method_ident: Ident,
    /// The static table's name: `UPDATE_PAYMENT`.
    pub table_ident: Ident,
    /// The client's request: `UpdatePayment`.
    pub request_ident: Ident,
    /// The client's error: `UpdatePaymentError`.
    pub error_ident: Ident,
    /// The error of an operation before it that is the same but for its name: this one is another name of it.
    pub error_of: Option<SharedOutcome>,
    /// The client's success where there is more than one: `UpdatePaymentSuccess`.
    pub success_ident: Ident,
    /// The server's input: `UpdatePaymentInput`.
    pub input_ident: Ident,
    /// The server's answer: `UpdatePaymentResponse`.
    pub response_ident: Ident,
    /// The answer of an operation before it that is the same but for its name: this one is another name of it.
    pub response_of: Option<SharedOutcome>,
    /// What the methods' doc comments say.
    pub docs: Docs,
    /// What it is described as.
    pub kind: OperationKind,
    /// The HTTP method in upper case.
    pub http_method: String,
    /// The path as the document writes it; of a webhook or callback the one where it is received unless its receiver says
    /// otherwise.
    pub path: String,
    /// The path in pieces, without what follows a `?` or `#` in it.
    pub pieces: Vec<PathPiece>,
    /// What the path says behind a `?`: names and values, as written, that every request has.
    pub fixed_query: Vec<(String, String)>,
    /// The base URL of this operation alone: absolute, or a path on the host of the others. Without a slash at its end.
    pub server: Option<String>,
    /// Whether a server can tell its requests from those of the operations before it.
    pub routed: bool,
    /// The parameters: path, query, header, cookie, in the document's order.
    pub parameters: Vec<Parameter>,
    /// The request body.
    pub body: Option<Body>,
    /// The documented responses, in the document's order.
    pub responses: Vec<Response>,
    /// Alternatives, each of credentials that are needed together; empty where nothing is asked for. An empty alternative means that the
    /// operation may be called without.
    pub security: Vec<Vec<Requirement>>,
    /// How its results are asked for page by page, where they come so.
    pub pages: Option<Pages>,
    /// Where it is written.
    pub origin: Origin,
}

/// An outcome that is the same as that of an operation before it, but for what is said about it.
#[derive(Clone, Debug)]
pub struct SharedOutcome {
    /// The name of the first one.
    pub of: Ident,
    /// The responses of which the document says something else here.
    pub docs: Vec<(Ident, Docs)>,
}

impl Operation {
    /// Whether the API calls it and whoever uses the API answers, as with webhooks and callbacks.
    pub fn is_received(&self) -> bool {
        self.kind != OperationKind::Path
    }

    /// The types that stand in its parameters and bodies.
    pub fn mentions(&self) -> impl Iterator<Item = TypeId> {
        let parameters = self.parameters.iter().map(|parameter| &parameter.ty);
        let bodies = self.contents().flat_map(|contents| &contents.variants).map(|content| &content.ty);
        parameters.chain(bodies).flat_map(TypeRef::named)
    }

    /// What its request and its responses hold.
    pub fn contents(&self) -> impl Iterator<Item = &Contents> {
        let answers = self.responses.iter().filter_map(|response| response.body.as_ref());
        self.body.iter().map(|body| &body.contents).chain(answers)
    }

    /// The same, to change.
    pub fn contents_mut(&mut self) -> impl Iterator<Item = &mut Contents> {
        let answers = self.responses.iter_mut().filter_map(|response| response.body.as_mut());
        self.body.iter_mut().map(|body| &mut body.contents).chain(answers)
    }
}

/// A piece of a path template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PathPiece {
    /// A text as it is sent, slashes included.
    Literal(String),
    /// The value of a parameter: an index into [`Operation::parameters`].
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
    /// JSON text: the parameter has `content`.
    Json,
    /// The whole query, as a form: `in: querystring` (OpenAPI 3.2.0, section 4.12.1).
    Query,
    /// The whole query, as one text: JSON, unless it is a string.
    QueryText,
}

/// A parameter of an operation.
#[derive(Clone, Debug)]
pub struct Parameter {
    /// Its name in Rust.
    pub ident: Ident,
    /// Its name on the wire.
    pub name: JsonName,
    /// Where it travels.
    pub location: Location,
    /// How it is written.
    pub style: Style,
    /// `explode`.
    pub explode: bool,
    /// `allowReserved`.
    pub allow_reserved: bool,
    /// Whether it must be given.
    pub required: bool,
    /// The type of its value.
    pub ty: TypeRef,
    /// What its text stands for, so that it can be read back.
    pub kind: Kind,
    /// `default`, which a server puts in where it is absent.
    pub default: Option<Literal>,
    /// What it is checked against.
    pub rules: Rules,
    /// What its doc comment says.
    pub docs: Docs,
    /// Where it is written.
    pub origin: Origin,
}

/// What the text of a parameter or form field stands for in JSON.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A string.
    String,
    /// A number.
    Number,
    /// A boolean.
    Boolean,
    /// Bytes, which JSON holds as base64; only in multipart.
    Binary,
    /// An array.
    Array(Box<Kind>),
    /// An array of so many items, each of its own kind.
    Tuple(Vec<Kind>),
    /// An object with known properties; other properties have the second kind, where there is one.
    Object(Vec<(JsonName, Kind)>, Option<Box<Kind>>),
    /// One of several, which the text tells apart: scalars, and at most one array and one object.
    OneOf(Vec<Kind>),
    /// The struct's own kinds, which stand beside its shape: breaks recursion.
    Named(TypeId),
    /// JSON text, or a plain string where it is no JSON.
    Json,
}

/// A request body.
#[derive(Clone, Debug)]
pub struct Body {
    /// Its parameter's name in Rust, `body` unless a parameter has that name.
    pub ident: Ident,
    /// Whether it must be given.
    pub required: bool,
    /// What it may be.
    pub contents: Contents,
    /// What its doc comment says.
    pub docs: Docs,
    /// Where it is written.
    pub origin: Origin,
}

/// What a body may be, by its media type.
#[derive(Clone, Debug)]
pub struct Contents {
    /// The name of the enum of all of them, where there is more than one: `CreatePaymentBody`.
    pub ident: Ident,
    /// Each of another type, the preferred one first; never empty.
    pub variants: Vec<Content>,
    /// The groups with a feature that need that enum, as indices into [`Api::groups`](super::Api::groups); empty where it
    /// is there in any case.
    pub groups: Vec<usize>,
}

/// A type that a body may have, and the media types that carry it.
#[derive(Clone, Debug)]
pub struct Content {
    /// The variant's name: `Json`.
    pub ident: Ident,
    /// The type of the value.
    pub ty: TypeRef,
    /// What it is checked against.
    pub rules: Rules,
    /// The media types, the preferred one first; never empty.
    pub media_types: Vec<MediaType>,
}

/// A media type of a body.
#[derive(Clone, Debug)]
pub struct MediaType {
    /// The media type or range as it is written: `application/json; charset=utf-8`, `image/*`.
    pub name: String,
    /// How the value is written.
    pub encoding: BodyEncoding,
    /// Where it is written.
    pub origin: Origin,
}

/// How a body is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BodyEncoding {
    /// JSON.
    Json,
    /// `application/x-www-form-urlencoded`; the kind says how to read it back.
    Form {
        /// What the fields stand for.
        kind: Kind,
        /// What the document says about single fields.
        fields: Vec<FieldEncoding>,
    },
    /// `multipart/form-data`, or another whose parts have names; or parts in order, where they stand for an array.
    Multipart {
        /// What the parts stand for.
        kind: Kind,
        /// What the document says about single parts.
        fields: Vec<FieldEncoding>,
    },
    /// The value is a string, or a scalar that is written as one.
    Text,
    /// The value is bytes.
    Bytes,
    /// The value is a list, whose items are written one after the other.
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
    /// A line of JSON each.
    Lines,
    /// JSON after a record separator each (RFC 7464).
    Separated,
    /// A server-sent event each.
    Events,
    /// The data of a server-sent event each, as JSON.
    Data,
}

/// What the document says about a field of a form or a part of a multipart body (OpenAPI 3.0.4, section 4.7.15).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldEncoding {
    /// The property's name; of parts in order the place, and nothing for all others.
    pub name: JsonName,
    /// How it is written; [`Style::Json`] where its content type says so.
    pub style: Style,
    /// `explode`.
    pub explode: bool,
    /// `allowReserved`.
    pub allow_reserved: bool,
    /// `contentType`: the media types that a part may have.
    pub content_type: Option<String>,
    /// `headers`: what the part of a file may have beside its media type.
    pub headers: Vec<JsonName>,
    /// Headers that have one value, which every such part is sent with.
    pub fixed_headers: Vec<(JsonName, String)>,
}

impl Contents {
    /// The content, where there is only one.
    pub fn only(&self) -> Option<&Content> {
        match self.variants.as_slice() {
            [only] => Some(only),
            _ => None,
        }
    }

    /// Every media type, with the type that it carries.
    pub fn media_types(&self) -> impl Iterator<Item = (&Content, &MediaType)> {
        self.variants.iter().flat_map(|content| content.media_types.iter().map(move |each| (content, each)))
    }
}

/// A status or statuses (OpenAPI 3.0.4, section 4.7.16).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// `200`.
    Exact(u16),
    /// `2XX`, as `2`.
    Range(u8),
    /// `default`.
    Default,
}

/// A documented response.
#[derive(Clone, Debug)]
pub struct Response {
    /// Its variant's name, on both sides: `UnprocessableEntity`.
    pub ident: Ident,
    /// When it is meant.
    pub status: Status,
    /// Whether a client returns it as `Ok`: `2xx`, or `default` where no `2xx` is documented.
    pub success: bool,
    /// Its body; `None` where it has none.
    pub body: Option<Contents>,
    /// How a server sends its body as it comes, where it can.
    pub stream: Option<Streamed>,
    /// The headers it documents: indices into [`Api::headers`](super::Api::headers).
    pub headers: Vec<usize>,
    /// What its doc comment says.
    pub docs: Docs,
    /// Where it is written.
    pub origin: Origin,
}

/// A header that responses document; one that several document alike stands once.
#[derive(Clone, Debug)]
pub struct Header {
    /// What it is: a parameter of the same kind is written in the same way. The name in Rust is a constant's.
    pub parameter: Parameter,
    /// The groups with a feature that need it, as indices into [`Api::groups`](super::Api::groups); empty where it is
    /// there in any case.
    pub groups: Vec<usize>,
}

/// Where the type of a body travels.
pub const REQUEST: Direction = Direction { request: true, response: false };
/// Where the type of a response's body travels.
pub const RESPONSE: Direction = Direction { request: false, response: true };
