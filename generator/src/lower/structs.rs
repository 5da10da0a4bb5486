//! Objects with known properties.

use super::flat::Flat;
use super::flat::Property;
use super::types::mention_docs;
use super::{Lowering, names};
use crate::document::Additional;
use crate::ir::{Docs, Extra, Field, Ident, JsonName, Presence, Rules, Scalar, Struct, TypeId, TypeRef};

/// What the field for other properties is called, where no property is.
pub(super) const EXTRA: &str = "additional_properties";

impl<'t> Lowering<'_, 't> {
    pub(super) fn lower_struct(&mut self, type_id: TypeId, flat: &Flat<'t>) -> Struct {
        let parent = self.label(type_id);
        let described: std::collections::HashSet<&str> =
            flat.properties.iter().map(|property| property.name).collect();
        let undescribed: Vec<&'t str> =
            flat.required.iter().copied().filter(|name| !described.contains(name)).collect();
        self.note_undescribed(flat, &undescribed);
        let named = flat.properties.iter().map(|property| property.name).chain(undescribed.iter().copied());
        let wanted: Vec<names::Wanted> = named
            .map(|name| names::Wanted {
                name: names::snake(name),
                wire: name.to_owned(),
                text: name.to_owned(),
                inline: false,
            })
            .collect();
        // The names of inherent functions would stand in the way of setters.
        let mut idents = names::allot(&wanted, &["new", "validate"]).into_iter();
        let required: std::collections::HashSet<&str> = flat.required.iter().copied().collect();
        let mut fields = Vec::new();
        for (index, property) in flat.properties.iter().enumerate() {
            let Some(ident) = idents.next() else { break };
            if property.read_only {
                self.one_way.push((type_id, index, true));
            }
            if property.write_only {
                self.one_way.push((type_id, index, false));
            }
            fields.push(self.lower_field(property, ident, required.contains(property.name), &parent));
        }
        let schema = self.assertion(flat, true);
        let object = self.rules(flat);
        // How many properties there are, those that nobody described say as well.
        let least = object.min_properties.and_then(|least| usize::try_from(least).ok());
        let is_counted =
            object.max_properties.is_some() || least.is_some_and(|least| least > flat.required.len());
        let extra = self.extra(flat, &parent, schema.is_some() || is_counted);
        // A name that is required and described nowhere is that of a further property.
        for (name, ident) in undescribed.iter().zip(idents) {
            let (ty, rules) = match &extra {
                Some((ty, rules)) => (ty.clone(), rules.clone()),
                None => (TypeRef::Scalar(Scalar::Json), Rules::default()),
            };
            let origin = flat.nodes.iter().find(|node| node.get("required").is_some());
            fields.push(Field {
                ident,
                json_name: JsonName::new(*name),
                ty,
                presence: Presence::Required,
                boxed: false,
                docs: Docs { notes: vec!["Required, and described nowhere.".to_owned()], ..Docs::default() },
                rules,
                sent_by: None,
                origin: origin.map_or(self.document.root.origin, |node| node.origin),
            });
        }
        let extra = match extra {
            Some((value, rules)) => Extra::Keep { ident: extra_ident(&fields), value, rules },
            None if flat.additional == Some(Additional::None) => Extra::Refuse,
            None => Extra::Skip,
        };
        let rules = Rules {
            min_properties: object.min_properties,
            max_properties: object.max_properties,
            schema,
            ..Rules::default()
        };
        Struct { fields, extra, setters: true, rules }
    }

    fn lower_field(&mut self, property: &Property<'t>, ident: Ident, required: bool, parent: &str) -> Field {
        let Property { name, schema, node, .. } = *property;
        let mention = self.mention(schema, &format!("{parent} {name}"));
        self.check_default(schema, node);
        self.check_examples(schema, node);
        let presence = match (required, mention.nullable) {
            (true, false) => Presence::Required,
            (true, true) => Presence::RequiredNullable,
            (false, false) => Presence::Optional,
            (false, true) => Presence::Patch,
        };
        Field {
            docs: mention_docs(node, name),
            ident,
            json_name: JsonName::new(name),
            ty: mention.ty,
            presence,
            boxed: false,
            rules: mention.rules,
            sent_by: None,
            origin: node.origin,
        }
    }

    /// What further properties are, where they are kept.
    fn extra(&mut self, flat: &Flat<'t>, parent: &str, looked_at: bool) -> Option<(TypeRef, Rules)> {
        let anything = Some((TypeRef::Scalar(Scalar::Json), Rules::default()));
        // What names allow is no matter of types, so that their values are whatever the schema makes of them.
        if flat.nodes.iter().any(|node| node.get("x-patternProperties").is_some()) {
            return anything;
        }
        match flat.additional {
            Some(Additional::Schema(value)) => {
                let mention = self.mention(value, &format!("{parent} value"));
                let ty = if mention.nullable { TypeRef::Nullable(Box::new(mention.ty)) } else { mention.ty };
                Some((ty, mention.rules))
            }
            Some(Additional::Any) => anything,
            // An object of which only some names are known is one of any properties; a schema that speaks of more than
            // the properties, or of how many they are, is held against all of them.
            None if flat.properties.is_empty() || looked_at => anything,
            _ => None,
        }
    }
}

/// What the field for other properties is called.
pub(super) fn extra_ident(fields: &[Field]) -> Ident {
    let taken = fields.iter().any(|field| field.ident.as_str() == EXTRA);
    // No name on the wire ends like this in Rust.
    if taken { Ident::new(&format!("{EXTRA}_")) } else { Ident::new(EXTRA) }
}
