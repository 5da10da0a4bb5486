//! Objects with known properties.

use super::flat::Flat;
use super::types::mention_docs;
use super::{Lowering, names};
use crate::document::Additional;
use crate::ir::{Extra, Field, JsonName, Presence, Rules, Scalar, Struct, TypeId, TypeRef};

impl<'t> Lowering<'_, 't> {
    pub(super) fn lower_struct(&mut self, type_id: TypeId, flat: &Flat<'t>) -> Struct {
        let parent = self.types.get(type_id.index()).map(|def| def.ident.to_string()).unwrap_or_default();
        // The names of inherent functions would stand in the way of setters.
        let mut scope = names::Scope::with(&["new", "validate"]);
        let mut fields = Vec::new();
        for (index, (name, property)) in flat.properties.iter().enumerate() {
            let ident = scope.take(&names::snake(name));
            let mention = self.mention(*property, &format!("{parent} {name}"));
            let Some(node) = self.document.schema(*property).map(|schema| schema.node) else { continue };
            let presence = match (flat.required.contains(name), mention.nullable) {
                (true, false) => Presence::Required,
                (true, true) => Presence::RequiredNullable,
                (false, false) => Presence::Optional,
                (false, true) => Presence::Patch,
            };
            for (keyword, read_only) in [("readOnly", true), ("writeOnly", false)] {
                if node.get(keyword).and_then(crate::document::Node::as_bool) == Some(true) {
                    self.one_way.push((type_id, index, read_only));
                }
            }
            fields.push(Field {
                docs: mention_docs(node, name),
                ident,
                json_name: JsonName::new(*name),
                ty: mention.ty,
                presence,
                boxed: false,
                rules: mention.rules,
                origin: node.origin,
            });
        }
        let anything = (TypeRef::Scalar(Scalar::Json), Rules::default());
        let kept = match flat.additional {
            Some(Additional::Schema(value)) => {
                let mention = self.mention(value, &format!("{parent} value"));
                let ty = if mention.nullable { TypeRef::Nullable(Box::new(mention.ty)) } else { mention.ty };
                Some((ty, mention.rules))
            }
            Some(Additional::Any) => Some(anything),
            // What a union beside the properties says about further keys is kept, not lost.
            _ if !flat.any_of.is_empty() && !self.variants_of(flat).is_empty() => Some(anything),
            _ => None,
        };
        let extra = match kept {
            Some((value, rules)) => Extra::Keep { ident: scope.take("additional_properties"), value, rules },
            None if flat.additional == Some(Additional::None) => Extra::Refuse,
            None => Extra::Skip,
        };
        let object = self.rules(flat);
        let rules = Rules {
            min_properties: object.min_properties,
            max_properties: object.max_properties,
            ..Rules::default()
        };
        Struct { fields, extra, setters: true, rules }
    }
}
