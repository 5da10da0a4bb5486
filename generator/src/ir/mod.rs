//! What will be written, every decision taken: names, types, presence, plans, tables.
//!
//! The emitters read this and decide nothing; nothing in here is a token of the target language but [`Ident`].

mod encodings;
mod features;
mod names;
mod operations;
mod pages;
mod print;
mod security;
mod servers;
mod streams;
mod types;
mod unions;

pub use features::{Features, Group, TagFeature};
pub use names::{Ident, JsonName};
pub use operations::{
    Body, BodyEncoding, Content, Contents, FieldEncoding, Framing, Header, Kind, Location, MediaType,
    Operation, OperationKind, Parameter, PathPiece, REQUEST, RESPONSE, Response, SharedOutcome, Status,
    Style,
};
pub use pages::{PagePlan, Pages};
pub use print::print;
pub use security::{Endpoint, Flow, Requirement, Scheme, SchemeKind};
pub use servers::{Server, ServerVariable};
pub use streams::Streamed;
pub use types::{
    Carried, Direction, Docs, Extra, Field, Limit, Literal, Presence, Replacement, Rules, Scalar, ScalarEnum,
    Side, StringEnum, Struct, TypeDef, TypeId, TypeKind, TypeRef,
};
pub use unions::{Condition, JsonType, Plan, PlanCase, Union, Variant};

/// An HTTP API as it will be written.
#[derive(Clone, Debug)]
pub struct Api {
    /// The module that holds it: `zenskar`.
    pub module: Ident,
    /// `info.title`.
    pub title: String,
    /// `info.version`, as written.
    pub version: String,
    /// `info.description`.
    pub docs: Docs,
    /// What the header of a generated file names as its source.
    pub source: String,
    /// The command that writes it again, where there is one; else "do not edit by hand" is all that is said.
    pub command: Option<String>,
    /// The base URLs, the default first; empty where the document has none that is absolute.
    pub servers: Vec<Server>,
    /// Every credential a client may be given, in the order of the document.
    pub schemes: Vec<Scheme>,
    /// The types that are emitted, in the order of the document; [`TypeId`] indexes them.
    pub types: Vec<TypeDef>,
    /// What types cannot hold, as JSON Schema; `#/3` refers to the fourth of them.
    pub schemas: Vec<String>,
    /// The operations, in the order of the document.
    pub operations: Vec<Operation>,
    /// The tags that have operations; each becomes a trait of the server.
    pub groups: Vec<Group>,
    /// The headers that responses document.
    pub headers: Vec<Header>,
    /// What the cargo features of the client and the server are called.
    pub features: Features,
}

impl Api {
    /// Every body that has more than one type, each of a name once, in the order of the document.
    pub fn choices(&self) -> Vec<&Contents> {
        let mut seen = std::collections::HashSet::new();
        let sent = self.operations.iter().flat_map(Operation::contents);
        sent.filter(|contents| contents.only().is_none() && seen.insert(&contents.ident)).collect()
    }

    /// A type by its id.
    pub fn type_def(&self, id: TypeId) -> Option<&TypeDef> {
        self.types.get(id.index())
    }
}
