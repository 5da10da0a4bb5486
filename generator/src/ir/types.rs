//! Types: emitted ones ([`TypeDef`]) apart from mentioned ones ([`TypeRef`]).

use super::{Ident, JsonName, Union};
use crate::source::Origin;

/// Which of [`Api::types`](super::Api::types).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TypeId(u32);

impl TypeId {
    /// The id of the type at `index`.
    pub fn new(index: usize) -> Self {
        Self(u32::try_from(index).unwrap_or(u32::MAX))
    }

    /// The index of the type.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// What a doc comment says, in the document's words; the emitter escapes it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Docs {
    /// `title` or `summary`, where it says more than the name.
    pub summary: Option<String>,
    /// `description`.
    pub description: Option<String>,
    /// Sentences of ours, each a paragraph: constraints, defaults, plans.
    pub notes: Vec<String>,
    /// `deprecated: true`.
    pub deprecated: bool,
}

/// Where a type travels on the wire; the same for client and server.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Direction {
    /// It occurs in a request.
    pub request: bool,
    /// It occurs in a response.
    pub response: bool,
}

/// A type that is emitted.
#[derive(Clone, Debug)]
pub struct TypeDef {
    /// Its name in Rust.
    pub ident: Ident,
    /// The component it comes from, where it is one.
    pub schema: Option<JsonName>,
    /// What its doc comment says.
    pub docs: Docs,
    /// What the settings say about it, as the insides of attributes.
    pub attributes: Vec<String>,
    /// Where its schema is written.
    pub origin: Origin,
    /// Where it travels.
    pub direction: Direction,
    /// The groups with a feature that need it, as indices into [`Api::groups`](super::Api::groups); empty where it is
    /// there in any case.
    pub groups: Vec<usize>,
    /// What it is.
    pub kind: TypeKind,
}

impl TypeDef {
    /// The types that stand in it.
    pub fn mentions(&self) -> Box<dyn Iterator<Item = TypeId> + '_> {
        let (types, extra): (Box<dyn Iterator<Item = &TypeRef>>, _) = match &self.kind {
            TypeKind::Struct(shape) => (
                Box::new(shape.fields.iter().map(|field| &field.ty)),
                match &shape.extra {
                    Extra::Keep { value, .. } => Some(value),
                    Extra::Skip | Extra::Refuse => None,
                },
            ),
            TypeKind::Union(union) => (Box::new(union.variants.iter().map(|variant| &variant.ty)), None),
            TypeKind::Alias(ty) => (Box::new(std::iter::once(ty)), None),
            TypeKind::Enum(_) | TypeKind::ScalarEnum(_) => (Box::new(std::iter::empty()), None),
        };
        Box::new(types.chain(extra).flat_map(TypeRef::named))
    }
}

/// What an emitted type is.
#[derive(Clone, Debug)]
#[expect(clippy::large_enum_variant, reason = "there are few of them, and most are the large one")]
pub enum TypeKind {
    /// A JSON object with known properties.
    Struct(Struct),
    /// A string out of a list.
    Enum(StringEnum),
    /// A scalar out of a list that holds others than strings.
    ScalarEnum(ScalarEnum),
    /// One of several types.
    Union(Union),
    /// Another name for a type that is not emitted, such as a list: `pub type Ids = Vec<String>`.
    Alias(TypeRef),
}

/// A JSON object with known properties.
#[derive(Clone, Debug)]
pub struct Struct {
    /// The properties in the document's order.
    pub fields: Vec<Field>,
    /// What becomes of other properties.
    pub extra: Extra,
    /// Whether it gets chainable setters: it occurs in requests.
    pub setters: bool,
    /// `minProperties` and the like, of the object itself.
    pub rules: Rules,
}

/// What becomes of properties that a struct does not name.
#[derive(Clone, Debug)]
#[expect(
    clippy::large_enum_variant,
    reason = "there are as many of them as structs, and a box would be built and opened everywhere"
)]
pub enum Extra {
    /// They are skipped: `additionalProperties` is absent.
    Skip,
    /// They are refused by a strict reader: `additionalProperties: false`.
    Refuse,
    /// They are kept in a map.
    Keep {
        /// The field that holds the map.
        ident: Ident,
        /// The type of a value.
        value: TypeRef,
        /// What each value is checked against.
        rules: Rules,
    },
}

/// A property of a struct.
#[derive(Clone, Debug)]
pub struct Field {
    /// Its name in Rust.
    pub ident: Ident,
    /// Its name on the wire.
    pub json_name: JsonName,
    /// The type of its value, without what `presence` adds.
    pub ty: TypeRef,
    /// Whether it may be absent or null.
    pub presence: Presence,
    /// Whether its value stands in a `Box`, because the type contains itself. The box is inside what `presence` adds.
    pub boxed: bool,
    /// What its doc comment says.
    pub docs: Docs,
    /// What `validate()` checks its value against.
    pub rules: Rules,
    /// Which side alone sends it: what the other one has of it, it keeps to itself.
    pub sent_by: Option<Side>,
    /// Where it is written.
    pub origin: Origin,
}

/// A side of an exchange.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Side {
    /// Who asks: the property is `writeOnly`.
    Client,
    /// Who answers: the property is `readOnly`.
    Server,
}

/// Whether a property may be absent or null, and the type that says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Presence {
    /// `T`: the key must be there, with a value.
    Required,
    /// `Option<T>`: the key must be there, perhaps with `null`.
    RequiredNullable,
    /// `Option<T>`: left out where `None`; `null` is refused by a strict reader.
    Optional,
    /// `Patch<T>`: absent, null or a value; what occurs in requests.
    Patch,
    /// `Option<T>`: `None` is written as `null`; what occurs in responses only.
    OptionalNullable,
}

/// A type that is mentioned.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum TypeRef {
    /// An emitted type.
    Named(TypeId),
    /// A type that every API shares.
    Scalar(Scalar),
    /// `Vec<T>`.
    Vec(Box<TypeRef>),
    /// The runtime's `Map<T>`: an object of values of one type.
    Map(Box<TypeRef>),
    /// `(A, B)`: an array of so many items, each of its own type.
    Tuple(Vec<TypeRef>),
    /// `Option<T>`: a nullable item of a list, map or tuple.
    Nullable(Box<TypeRef>),
    /// `Box<T>`: breaks a recursion inside a union.
    Boxed(Box<TypeRef>),
    /// The runtime's `JsonText<T>`: a string whose text is JSON of a type.
    JsonText(Box<TypeRef>),
    /// A type of the user's.
    Replaced(Replacement),
}

/// A type of the user's, which stands in place of one that would be written or mentioned.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Replacement {
    /// Its path; the first part is a crate, or `crate` itself.
    pub path: Vec<Ident>,
    /// How its values travel.
    pub carried: Carried,
}

/// How the values of a type of the user's travel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Carried {
    /// As a string, which the type is read from and written to.
    Text,
    /// As JSON, which serde reads and writes.
    Json,
    /// As the type says itself.
    Itself,
}

impl TypeRef {
    /// The emitted types that stand in it, in whatever they are wrapped.
    pub fn named(&self) -> impl Iterator<Item = TypeId> + use<'_> {
        let mut waiting = vec![self];
        std::iter::from_fn(move || {
            loop {
                match waiting.pop()? {
                    Self::Named(id) => return Some(*id),
                    Self::Scalar(_) | Self::Replaced(_) => {}
                    Self::Vec(inner)
                    | Self::Map(inner)
                    | Self::Nullable(inner)
                    | Self::Boxed(inner)
                    | Self::JsonText(inner) => waiting.push(inner),
                    Self::Tuple(members) => waiting.extend(members.iter().rev()),
                }
            }
        })
    }
}

/// Types that every API shares.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Scalar {
    /// `String`.
    String,
    /// `bool`.
    Boolean,
    /// `i8`.
    I8,
    /// `i16`.
    I16,
    /// `i32`.
    I32,
    /// `i64`.
    I64,
    /// `u8`.
    U8,
    /// `u16`.
    U16,
    /// `u32`.
    U32,
    /// `u64`.
    U64,
    /// `f32`.
    F32,
    /// `f64`.
    F64,
    /// `rust_decimal::Decimal` on a JSON number.
    Decimal,
    /// The runtime's `Number`: a JSON number with all its digits, where no other type holds it.
    Number,
    /// `uuid::Uuid`.
    Uuid,
    /// `chrono::DateTime<chrono::FixedOffset>`: RFC 3339.
    DateTime,
    /// `chrono::NaiveDateTime`, written `2017-03-01 15:31:10`.
    LocalDateTime,
    /// `chrono::NaiveDate`: RFC 3339 full-date.
    Date,
    /// The runtime's `Base64`: bytes as a base64 string.
    Base64,
    /// `rt::File`: bytes with a name and a media type.
    File,
    /// The runtime's `Json`: any JSON value.
    Json,
}

/// A string out of a list.
#[derive(Clone, Debug)]
pub struct StringEnum {
    /// The members in the document's order.
    pub members: Vec<(Ident, JsonName)>,
    /// Whether other values are kept: it occurs in responses. The name of that variant.
    pub unknown: Option<Ident>,
}

/// A scalar out of a list that holds others than strings.
#[derive(Clone, Debug)]
pub struct ScalarEnum {
    /// What holds any of them: `I64`, `Number` or `Json`.
    pub repr: Scalar,
    /// The members in the document's order, as JSON. Any other value is kept by one more.
    pub members: Vec<(Ident, Literal)>,
}

/// What a value is checked against (JSON Schema Validation, section 6).
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Rules {
    /// `minLength`, in characters.
    pub min_length: Option<u64>,
    /// `maxLength`, in characters.
    pub max_length: Option<u64>,
    /// `pattern`, known to be supported by the engine.
    pub pattern: Option<String>,
    /// `minimum`.
    pub minimum: Option<Limit>,
    /// `maximum`.
    pub maximum: Option<Limit>,
    /// `exclusiveMinimum`.
    pub exclusive_minimum: Option<Limit>,
    /// `exclusiveMaximum`.
    pub exclusive_maximum: Option<Limit>,
    /// `multipleOf`.
    pub multiple_of: Option<Limit>,
    /// `minItems`.
    pub min_items: Option<u64>,
    /// `maxItems`.
    pub max_items: Option<u64>,
    /// `uniqueItems`.
    pub unique_items: bool,
    /// `minProperties`.
    pub min_properties: Option<u64>,
    /// `maxProperties`.
    pub max_properties: Option<u64>,
    /// What each item of a list, each value of a map, or what the text of a string holds is checked against.
    pub items: Option<Box<Rules>>,
    /// What the first items of a list are checked against in place of that, one by one.
    pub prefix_items: Vec<Rules>,
    /// What holds as well: the second `pattern`, the second `multipleOf`.
    pub also: Option<Box<Rules>>,
    /// Which of [`Api::schemas`](super::Api::schemas) says what none of these can.
    pub schema: Option<usize>,
}

impl Rules {
    /// Whether there is nothing to check.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// A bound, with all its digits.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Limit {
    /// An integer.
    Integer(i128),
    /// Any other number, as JSON writes it.
    Decimal(String),
}

impl Limit {
    /// The bound that a JSON number says, if it is finite.
    pub fn parse(text: &str) -> Option<Self> {
        match text.parse::<i128>() {
            Ok(integer) => Some(Self::Integer(integer)),
            Err(_) if text.parse::<f64>().is_ok_and(f64::is_finite) => Some(Self::Decimal(text.to_owned())),
            Err(_) => None,
        }
    }
}

/// A JSON value in the document: a default, a constant.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Literal(pub String);
