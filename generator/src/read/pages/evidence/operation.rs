//! An API whose claims are settled.

use crate::read::pages::facts::{Body, Parameter, Property, Requirement, SecurityScheme, Stated};
use crate::source::{JsonPointer, Origin};

/// An operation of which every claim is settled.
pub(super) struct Operation {
    pub(super) origin: Origin,
    /// In lower case.
    pub(super) method: Stated<String>,
    /// Whether it is what the API sends itself: its path is then its name.
    pub(super) is_webhook: bool,
    /// With `{name}` for what varies.
    pub(super) path: Stated<String>,
    pub(super) operation_id: Option<Stated<String>>,
    pub(super) summary: Option<Stated<String>>,
    pub(super) description: Option<Stated<String>>,
    pub(super) tags: Vec<Stated<String>>,
    pub(super) deprecated: bool,
    pub(super) parameters: Vec<Parameter>,
    pub(super) requests: Vec<Body>,
    pub(super) request_required: bool,
    pub(super) responses: Vec<Outcome>,
    pub(super) security: Option<Vec<Requirement>>,
    /// The server, where it is not the API's.
    pub(super) server: Option<Stated<String>>,
}

/// An answer under one status.
pub(super) struct Outcome {
    pub(super) status: Stated<String>,
    pub(super) description: Option<Stated<String>>,
    pub(super) bodies: Vec<Body>,
    pub(super) headers: Vec<Property>,
}

impl Operation {
    /// Where it stands in the document.
    pub(super) fn pointer(&self) -> JsonPointer {
        let place = if self.is_webhook { "x-webhooks" } else { "paths" };
        JsonPointer::root().child(place).child(&self.path.value).child(&self.method.value)
    }
}

/// Everything of an API, settled.
pub(super) struct Settled {
    pub(super) operations: Vec<Operation>,
    pub(super) webhooks: Vec<Operation>,
    pub(super) servers: Vec<Stated<String>>,
    pub(super) schemes: Vec<SecurityScheme>,
}
