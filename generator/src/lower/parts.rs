//! Bodies of parts that are no form: `multipart/mixed`, `multipart/related`.

use super::Lowering;
use super::media_types::is_parted;
use super::sequences::items;
use crate::diagnostics::{Code, Diagnostic};
use crate::document::{Node, SchemaType};
use crate::ir::{FieldEncoding, Kind};

/// What a media type says of parts in order, by 3.2 and as that is kept in 3.0.
const PREFIX: [&str; 2] = ["prefixEncoding", "x-prefixEncoding"];
const ITEM: [&str; 2] = ["itemEncoding", "x-itemEncoding"];

/// How the parts of a body are told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Parts {
    /// By their names.
    Named,
    /// By their order.
    InOrder,
}

impl<'t> Lowering<'_, 't> {
    /// How a body is taken apart: an object by the names that its parts have as those of a form do (OpenAPI 3.1.1, section
    /// 4.8.15), a list by their order (OpenAPI 3.2.0, "Encoding By Position"). `None` where nothing says what its parts are.
    pub(super) fn parts_of(&mut self, essence: &str, media_type: &'t Node) -> Option<Parts> {
        if !is_parted(essence) {
            return None;
        }
        if items(media_type).is_some() {
            return Some(Parts::InOrder);
        }
        let id = self.document.schema_at(media_type.get("schema")?, self.sink);
        match self.flatten(id).kind {
            Some(SchemaType::Object) => Some(Parts::Named),
            Some(SchemaType::Array) => Some(Parts::InOrder),
            _ => None,
        }
    }

    /// The Encoding Objects of parts in order: each is called by its place, and that of all others by nothing.
    pub(super) fn part_encodings(&mut self, media_type: &'t Node, kind: &Kind) -> Vec<FieldEncoding> {
        self.tell_idle(media_type, &["encoding"], "the parts of this body are told by their order");
        let prefix = PREFIX.iter().find_map(|key| media_type.get(key)).and_then(Node::as_sequence);
        let prefix = prefix.unwrap_or_default().iter().enumerate();
        let item = ITEM.iter().find_map(|key| media_type.get(key));
        let all = prefix.map(|(place, node)| (Some(place), node)).chain(item.map(|node| (None, node)));
        let all: Vec<(Option<usize>, &'t Node)> = all.collect();
        let encodings = all.into_iter().map(|(place, node)| {
            let of = match kind {
                Kind::Array(item) => Some(&**item),
                Kind::Tuple(items) => items.get(place.unwrap_or_default()),
                _ => None,
            };
            let name = place.map(|place| place.to_string()).unwrap_or_default();
            let mut field = self.field_encoding(&name, node, true);
            if let Some(headers) = node.get("headers") {
                self.part_headers(headers, of == Some(&Kind::Binary), &mut field);
            }
            field
        });
        encodings.collect()
    }

    /// Tells which encodings of parts in order say nothing, where the parts have names.
    pub(super) fn tell_idle_places(&mut self, media_type: &'t Node) {
        let keys: Vec<&str> = PREFIX.into_iter().chain(ITEM).collect();
        self.tell_idle(media_type, &keys, "the parts of this body are told by their names");
    }

    fn tell_idle(&mut self, media_type: &'t Node, keys: &[&str], why: &str) {
        for node in keys.iter().filter_map(|key| media_type.get(key)) {
            let diagnostic = Diagnostic::new(Code::IgnoredKeyword, node.origin, why);
            self.sink.report(diagnostic.note("this encoding has no effect"));
        }
    }
}
