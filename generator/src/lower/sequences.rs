//! Bodies of many values one after the other (OpenAPI 3.2.0, section 4.14.2).

use super::Lowering;
use super::flat::Flat;
use crate::document::{Node, SchemaId, SchemaType};
use crate::ir::{BodyEncoding, Framing, JsonName, Kind, Rules, TypeKind, TypeRef};

/// The fields of an event (HTML, section 9.2.6), and what some say of its comments.
const FIELDS: [&str; 5] = ["event", "id", "retry", "data", "comment"];

/// What each value of a sequence is. 3.0 has no such keyword, so that it comes under a name of extension.
pub(super) fn items(media_type: &Node) -> Option<&Node> {
    ["itemSchema", "x-itemSchema"].into_iter().find_map(|key| media_type.get(key))
}

impl<'t> Lowering<'_, 't> {
    /// The list that a sequence is: `itemSchema` is about an item, and `schema` about the list of all of them. Before 3.2
    /// nothing says which of the two a `schema` is about; one of a list is about the list, and one of objects about each
    /// item, since no sequence as a whole is an object. Of any other nothing is made.
    pub(super) fn sequence(
        &mut self,
        items: Option<&'t Node>,
        schema: Option<&'t Node>,
        essence: &str,
        name: &str,
    ) -> Option<(TypeRef, Rules, BodyEncoding)> {
        let mut framing = framing(essence);
        let (ty, rules) = match (items, schema) {
            (Some(items), _) => self.list_of(items, name),
            (None, schema) => {
                let schema = schema?;
                let id = self.document.schema_at(schema, self.sink);
                let flat = self.flatten(id);
                let item = if flat.kind == Some(SchemaType::Array) { flat.items } else { Some(id) };
                let structured = item.is_some_and(|item| self.is_structured(item));
                if framing == Framing::Events && structured && !item.is_some_and(|item| self.is_event(item)) {
                    framing = Framing::Data;
                }
                match flat.kind {
                    Some(SchemaType::Array) => self.value(Some(schema), name),
                    _ if structured => self.list_of(schema, name),
                    _ => return None,
                }
            }
        };
        let Kind::Array(item) = self.kind(&ty, 0) else { return None };
        let kind = match framing {
            Framing::Events => self.event_kind(&ty, 0).unwrap_or(*item),
            // A line of JSON says itself what it is.
            _ => Kind::Json,
        };
        Some((ty, rules, BodyEncoding::Sequence { framing, kind }))
    }

    /// What the fields of an event are over all of the variants that it may be of. Where they differ, whoever reads them
    /// takes JSON for what it is, and all else for a text.
    fn event_kind(&self, ty: &TypeRef, depth: usize) -> Option<Kind> {
        if depth > 8 {
            return None;
        }
        let union = match ty {
            TypeRef::Vec(inner) | TypeRef::Boxed(inner) | TypeRef::Nullable(inner) => {
                return self.event_kind(inner, depth + 1);
            }
            TypeRef::Named(id) => match &self.types.get(id.index())?.kind {
                TypeKind::Alias(target) => return self.event_kind(target, depth + 1),
                TypeKind::Union(union) => union,
                _ => return None,
            },
            _ => return None,
        };
        let mut known: Vec<(JsonName, Kind)> = Vec::new();
        for variant in &union.variants {
            let kind = self.event_kind(&variant.ty, depth + 1).unwrap_or_else(|| self.kind(&variant.ty, 0));
            let Kind::Object(fields, _) = kind else { return None };
            for (name, kind) in fields {
                match known.iter_mut().find(|(have, _)| *have == name) {
                    None => known.push((name, kind)),
                    Some((_, have)) if *have == kind || is_compound(have) => {}
                    Some((_, have)) => *have = if is_compound(&kind) { kind } else { Kind::String },
                }
            }
        }
        Some(Kind::Object(known, None))
    }

    /// The list of values that a body holds one after the other.
    pub(super) fn value_list(
        &mut self,
        items: Option<&'t Node>,
        schema: Option<&'t Node>,
        name: &str,
    ) -> Option<(TypeRef, Rules)> {
        if items.is_some() {
            return items.map(|item| self.list_of(item, name));
        }
        let id = self.document.schema_at(schema?, self.sink);
        let is_list = self.flatten(id).kind == Some(SchemaType::Array);
        is_list.then(|| self.value(schema, name))
    }

    fn list_of(&mut self, item: &'t Node, name: &str) -> (TypeRef, Rules) {
        let (item, rules) = self.value(Some(item), &format!("{name} item"));
        let rules = (!rules.is_empty()).then(|| Box::new(rules));
        (TypeRef::Vec(Box::new(item)), Rules { items: rules, ..Rules::default() })
    }

    /// Whether a schema is that of an object, or of several things one of which is.
    fn is_structured(&mut self, id: SchemaId) -> bool {
        let flat = self.flatten(id);
        flat.kind == Some(SchemaType::Object)
            || !flat.heirs.is_empty()
            || flat.unions.iter().flat_map(|union| &union.members).any(|member| {
                let member = self.flatten(*member);
                member.kind == Some(SchemaType::Object) || !member.unions.is_empty()
            })
    }

    /// Whether a schema speaks of the fields of events, and not of what their data is.
    fn is_event(&mut self, id: SchemaId) -> bool {
        let flat = self.flatten(id);
        let is = |flat: &Flat<'_>| {
            flat.properties.iter().any(|property| property.name == "data")
                && flat.properties.iter().all(|property| FIELDS.contains(&property.name))
        };
        is(&flat)
            || flat.unions.iter().flat_map(|union| &union.members).any(|member| {
                let member = self.flatten(*member);
                is(&member)
            })
    }
}

/// Whether a text of that kind is JSON in brackets.
fn is_compound(kind: &Kind) -> bool {
    matches!(kind, Kind::Array(_) | Kind::Tuple(_) | Kind::Object(..))
}

/// How the values of a sequence are told apart.
fn framing(essence: &str) -> Framing {
    match essence {
        "text/event-stream" => Framing::Events,
        _ if essence.ends_with("json-seq") => Framing::Separated,
        _ => Framing::Lines,
    }
}
