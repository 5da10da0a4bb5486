//! Bodies of many values one after the other (OpenAPI 3.2.0, section 4.14.2).

use super::Lowering;
use crate::document::{Node, SchemaType};
use crate::ir::{BodyEncoding, Framing, Kind, Rules, TypeRef};

/// What each value of a sequence is. 3.0 has no such keyword, so that it comes under a name of extension.
pub(super) fn items(media_type: &Node) -> Option<&Node> {
    ["itemSchema", "x-itemSchema"].into_iter().find_map(|key| media_type.get(key))
}

impl<'t> Lowering<'_, 't> {
    /// The list that a sequence is: `itemSchema` is about an item, and `schema` about the list of all of them. Before 3.2
    /// nothing says which of the two a `schema` is about; one of a list is about the list, and of any other nothing is made.
    pub(super) fn sequence(
        &mut self,
        items: Option<&'t Node>,
        schema: Option<&'t Node>,
        essence: &str,
        name: &str,
    ) -> Option<(TypeRef, Rules, BodyEncoding)> {
        let (ty, rules) = self.value_list(items, schema, name)?;
        let Kind::Array(item) = self.kind(&ty, 0) else { return None };
        let framing = framing(essence);
        // A line of JSON says itself what it is.
        let kind = if framing == Framing::Events { *item } else { Kind::Json };
        Some((ty, rules, BodyEncoding::Sequence { framing, kind }))
    }

    /// The list of values that a body holds one after the other.
    pub(super) fn value_list(
        &mut self,
        items: Option<&'t Node>,
        schema: Option<&'t Node>,
        name: &str,
    ) -> Option<(TypeRef, Rules)> {
        let Some(items) = items else {
            let id = self.document.schema_at(schema?, self.sink);
            let is_list = self.flatten(id).kind == Some(SchemaType::Array);
            return is_list.then(|| self.value(schema, name));
        };
        let (item, rules) = self.value(Some(items), &format!("{name} item"));
        let rules = (!rules.is_empty()).then(|| Box::new(rules));
        Some((TypeRef::Vec(Box::new(item)), Rules { items: rules, ..Rules::default() }))
    }
}

/// How the values of a sequence are told apart.
fn framing(essence: &str) -> Framing {
    match essence {
        "text/event-stream" => Framing::Events,
        _ if essence.ends_with("json-seq") => Framing::Separated,
        _ => Framing::Lines,
    }
}
