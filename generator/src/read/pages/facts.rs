//! What pages say, before anything of it is weighed: each fact with its place and the kind of its evidence.

use crate::source::Origin;
use crate::tree::Node;

/// How a page says something; a kind further up counts more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// A field list, a table or a heading that is made to say it.
    Field,
    /// A sample of a body, a request or a URL.
    Sample,
    /// A sentence.
    Prose,
}

/// A fact.
#[derive(Clone, Debug)]
pub struct Stated<T> {
    /// What is said.
    pub value: T,
    /// Where.
    pub origin: Origin,
    /// How.
    pub kind: Kind,
}

impl<T> Stated<T> {
    /// A fact from a field list, a table or a heading.
    pub fn field(value: impl Into<T>, origin: Origin) -> Self {
        Self { value: value.into(), origin, kind: Kind::Field }
    }

    /// A fact from a sample.
    pub fn sample(value: impl Into<T>, origin: Origin) -> Self {
        Self { value: value.into(), origin, kind: Kind::Sample }
    }

    /// A fact from a sentence.
    pub fn prose(value: impl Into<T>, origin: Origin) -> Self {
        Self { value: value.into(), origin, kind: Kind::Prose }
    }
}

/// What one page says.
#[derive(Clone, Debug, Default)]
pub struct PageFacts {
    /// OpenAPI documents that stand in the page.
    pub documents: Vec<Node>,
    /// The specification that the page says it is a part of, by the name of its file.
    pub spec: Option<String>,
    /// The operations that it describes.
    pub endpoints: Vec<Endpoint>,
    /// What the API sends to whoever listens, with the name of each.
    pub webhooks: Vec<(Stated<String>, Endpoint)>,
    /// The schemas that it describes by name.
    pub schemas: Vec<NamedSchema>,
    /// The title of the API.
    pub title: Option<Stated<String>>,
    /// The version of the API.
    pub version: Option<Stated<String>>,
    /// Base URLs, with `{variables}` as they are written.
    pub servers: Vec<Stated<String>>,
    /// The security schemes that it describes by name.
    pub schemes: Vec<SecurityScheme>,
    /// The schemes that every operation asks for, where the page says so.
    pub security: Option<Vec<Requirement>>,
}

/// A schema with a name: `components/schemas/…`.
#[derive(Clone, Debug)]
pub struct NamedSchema {
    /// Its name.
    pub name: Stated<String>,
    /// What it says.
    pub schema: Schema,
}

/// One operation as one page describes it. Claims about one thing stand in the order of the page.
#[derive(Clone, Debug)]
pub struct Endpoint {
    /// Where the page names the operation.
    pub origin: Origin,
    /// Its method, in capitals or not.
    pub methods: Vec<Stated<String>>,
    /// Its path, or a URL that ends in it: `/v1/x/{id}`, `/v1/x/:id`, `https://{host}/v1/x/7`.
    pub targets: Vec<Stated<String>>,
    /// `operationId`.
    pub operation_id: Option<Stated<String>>,
    /// What it does, in a few words.
    pub summary: Option<Stated<String>>,
    /// What it does.
    pub description: Option<Stated<String>>,
    /// The groups it belongs to.
    pub tags: Vec<Stated<String>>,
    /// Whether it is said to be deprecated.
    pub deprecated: bool,
    /// Its parameters.
    pub parameters: Vec<Parameter>,
    /// What is sent, one a media type.
    pub requests: Vec<Body>,
    /// Whether something must be sent; where nothing says so it follows from the fields.
    pub request_required: Option<bool>,
    /// Media types that headers and sentences give to what is sent.
    pub request_media: Vec<Stated<String>>,
    /// What comes back.
    pub responses: Vec<Response>,
    /// Alternatives of schemes; `None` where nothing is said.
    pub security: Option<Vec<Requirement>>,
    /// The schemes that this page describes for this operation alone.
    pub schemes: Vec<SecurityScheme>,
}

/// Schemes that are needed together, by name.
pub type Requirement = Vec<Stated<String>>;

/// Where a parameter is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Location {
    /// In the path.
    Path,
    /// Behind the `?`.
    Query,
    /// As a header.
    Header,
    /// As a cookie.
    Cookie,
}

impl Location {
    /// The value of `in`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Path => "path",
            Self::Query => "query",
            Self::Header => "header",
            Self::Cookie => "cookie",
        }
    }
}

/// A parameter.
#[derive(Clone, Debug)]
pub struct Parameter {
    /// Where it is sent.
    pub location: Location,
    /// Its name, and what may be sent.
    pub property: Property,
}

/// A body in one media type, or in one that is not said.
#[derive(Clone, Debug, Default)]
pub struct Body {
    /// Where the page begins to describe it.
    pub origin: Origin,
    /// Its media type.
    pub media: Option<Stated<String>>,
    /// What its fields say.
    pub schema: Option<Schema>,
    /// Objects that stand somewhere in it; where is for the samples to show.
    pub parts: Vec<Schema>,
    /// What its samples are, as they are written.
    pub samples: Vec<Stated<String>>,
    /// What sentences say about which of its fields are required.
    pub required: Vec<Stated<Required>>,
}

/// What a sentence says about which fields are required.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Required {
    /// All of them.
    All,
    /// These.
    These(Vec<String>),
    /// Not these.
    NotThese(Vec<String>),
}

/// An answer.
#[derive(Clone, Debug)]
pub struct Response {
    /// Its status, a range such as `4XX`, or `default`; several where the page gives several for one outcome.
    pub statuses: Vec<Stated<String>>,
    /// When it comes.
    pub description: Option<Stated<String>>,
    /// What it holds, one a media type; none where it has no body.
    pub bodies: Vec<Body>,
    /// Its headers.
    pub headers: Vec<Property>,
}

/// A type of JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum JsonType {
    /// `boolean`.
    Boolean,
    /// `integer`.
    Integer,
    /// `number`.
    Number,
    /// `string`.
    String,
    /// `array`.
    Array,
    /// `object`.
    Object,
}

impl JsonType {
    /// The type that a value of `type` names; `None` for `null` and for words that are none.
    pub fn parse(word: &str) -> Option<Self> {
        Some(match word {
            "boolean" => Self::Boolean,
            "integer" => Self::Integer,
            "number" => Self::Number,
            "string" => Self::String,
            "array" => Self::Array,
            "object" => Self::Object,
            _ => return None,
        })
    }

    /// The value of `type`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Boolean => "boolean",
            Self::Integer => "integer",
            Self::Number => "number",
            Self::String => "string",
            Self::Array => "array",
            Self::Object => "object",
        }
    }
}

/// What is said about a value; an empty one says nothing.
#[derive(Clone, Debug)]
pub struct Schema {
    /// Where it is said.
    pub origin: Origin,
    /// How it is said.
    pub kind: Kind,
    /// The types it may have, `null` aside; none where nothing is said.
    pub types: Vec<JsonType>,
    /// Whether it may be null.
    pub nullable: bool,
    /// `format`.
    pub format: Option<String>,
    /// The named schema that it is.
    pub reference: Option<String>,
    /// `title`.
    pub title: Option<String>,
    /// `description`.
    pub description: Option<String>,
    /// The fields of an object.
    pub properties: Vec<Property>,
    /// What the elements of an array are.
    pub items: Option<Box<Schema>>,
    /// What the values of keys that are not listed are.
    pub additional: Option<Box<Schema>>,
    /// Alternatives: `oneOf`.
    pub one_of: Vec<Schema>,
    /// Alternatives: `anyOf`.
    pub any_of: Vec<Schema>,
    /// Parts that hold together: `allOf`.
    pub all_of: Vec<Schema>,
    /// The values it may have.
    pub enumeration: Vec<Node>,
    /// The value that stands where none is sent.
    pub default: Option<Node>,
    /// A value that it has somewhere.
    pub example: Option<Node>,
    /// Other keywords of OpenAPI 3.0 with their values: bounds, lengths, `pattern`, `deprecated` ….
    pub keywords: Vec<(&'static str, Node)>,
}

impl Schema {
    /// Says nothing yet.
    pub fn new(origin: Origin, kind: Kind) -> Self {
        Self {
            origin,
            kind,
            types: Vec::new(),
            nullable: false,
            format: None,
            reference: None,
            title: None,
            description: None,
            properties: Vec::new(),
            items: None,
            additional: None,
            one_of: Vec::new(),
            any_of: Vec::new(),
            all_of: Vec::new(),
            enumeration: Vec::new(),
            default: None,
            example: None,
            keywords: Vec::new(),
        }
    }

    /// One type, said by a field list or a table.
    pub fn typed(origin: Origin, ty: JsonType) -> Self {
        let mut schema = Self::new(origin, Kind::Field);
        schema.types.push(ty);
        schema
    }

    /// Adds a type that is not there yet.
    pub fn add_type(&mut self, ty: JsonType) {
        if !self.types.contains(&ty) {
            self.types.push(ty);
        }
    }

    /// Whether objects are among what it may be, by its types or by its fields.
    pub fn is_object(&self) -> bool {
        self.types.contains(&JsonType::Object) || !self.properties.is_empty()
    }

    /// The field of a name.
    pub fn property(&self, name: &str) -> Option<&Property> {
        self.properties.iter().find(|property| property.name.value == name)
    }
}

/// A field of an object, or what a parameter is called.
#[derive(Clone, Debug)]
pub struct Property {
    /// Its name on the wire.
    pub name: Stated<String>,
    /// Whether it must be there; `None` where its own line says nothing.
    pub required: Option<bool>,
    /// What it is.
    pub schema: Schema,
}

/// A way to prove who calls.
#[derive(Clone, Debug)]
pub struct SecurityScheme {
    /// The name that requirements call it by.
    pub name: Stated<String>,
    /// What is sent.
    pub kind: SchemeKind,
    /// What the page says about it.
    pub description: Option<String>,
}

/// What a scheme sends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SchemeKind {
    /// A key: where, and under which name.
    ApiKey(Location, String),
    /// A scheme of HTTP authentication, `bearer` or `basic`.
    Http(String),
    /// OAuth 2.0, of which the page gives no more.
    OAuth2,
}

impl Endpoint {
    /// An operation of which nothing is said yet.
    pub fn new(origin: Origin) -> Self {
        Self {
            origin,
            methods: Vec::new(),
            targets: Vec::new(),
            operation_id: None,
            summary: None,
            description: None,
            tags: Vec::new(),
            deprecated: false,
            parameters: Vec::new(),
            requests: Vec::new(),
            request_required: None,
            request_media: Vec::new(),
            responses: Vec::new(),
            security: None,
            schemes: Vec::new(),
        }
    }
}

impl Body {
    /// A body of which nothing is said yet.
    pub fn new(origin: Origin) -> Self {
        Self { origin, ..Self::default() }
    }
}

impl Response {
    /// An answer without a body.
    pub fn new(status: Stated<String>) -> Self {
        Self { statuses: vec![status], description: None, bodies: Vec::new(), headers: Vec::new() }
    }
}
