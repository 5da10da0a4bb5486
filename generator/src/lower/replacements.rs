//! What the settings say about types: those of the user's in place of ours, and what is said beside ours.

use super::Lowering;
use crate::config::{Config, Replaced, ReplacementEncoding};
use crate::diagnostics::{Code, Diagnostic};
use crate::document::{SchemaId, SchemaType};
use crate::ir::{Carried, Ident, JsonName, Replacement, TypeDef, TypeKind, TypeRef};
use std::collections::{BTreeSet, HashMap};

/// The types of the user's, by what they stand for.
#[derive(Debug, Default)]
pub(super) struct Replacements {
    of_format: HashMap<String, Replacement>,
    of_schema: HashMap<SchemaId, Replacement>,
}

impl Lowering<'_, '_> {
    /// Finds the schemas that the settings name.
    pub(super) fn find_replacements(&mut self) {
        let config: &Config = self.config;
        for setting in &config.replacements {
            let path = setting.path.iter().map(|part| Ident::new(part)).collect();
            let carried = match setting.encoding {
                ReplacementEncoding::Text => Carried::Text,
                ReplacementEncoding::Json => Carried::Json,
                ReplacementEncoding::Wire => Carried::Itself,
            };
            let replacement = Replacement { path, carried };
            match &setting.of {
                Replaced::Format(format) => {
                    self.replacements.of_format.insert(format.clone(), replacement);
                }
                Replaced::Pointer(pointer) => {
                    let Some(node) = self.document.at(pointer) else {
                        let message = format!("the document has no schema at `#{pointer}`");
                        self.sink.report(Diagnostic::whole(Code::UnmatchedReplacement, message));
                        continue;
                    };
                    let id = self.document.schema_at(node, self.sink);
                    let id = self.document.target(id);
                    self.replacements.of_schema.insert(id, replacement);
                }
            }
        }
    }

    /// The type of the user's that stands for a schema.
    pub(super) fn replacement(&self, flat: &super::flat::Flat<'_>) -> Option<&Replacement> {
        let replacements = &self.replacements;
        let named = replacements.of_schema.get(&self.document.target(flat.id));
        named.or_else(|| {
            let is_string = flat.kind.is_none_or(|kind| kind == SchemaType::String);
            let found = replacements.of_format.get(flat.text("format")?);
            found.filter(|found| is_string || found.carried == Carried::Json)
        })
    }

    /// Adds to each type the attributes that the settings give it.
    pub(super) fn decorate(&mut self) {
        for decoration in &self.config.decorations {
            let called = |def: &TypeDef| {
                let schema = def.schema.as_ref().map(JsonName::as_str);
                let is = |name: &String| {
                    name == "*" || name == def.ident.as_str() || Some(name.as_str()) == schema
                };
                decoration.types.iter().any(is)
            };
            // What is one type with another is that other.
            let named = self.types.iter().enumerate().filter(|(_, def)| called(def)).map(|(index, def)| {
                match &def.kind {
                    TypeKind::Alias(TypeRef::Named(id)) => id.index(),
                    _ => index,
                }
            });
            for index in named.collect::<BTreeSet<_>>() {
                if let Some(def) =
                    self.types.get_mut(index).filter(|def| !matches!(def.kind, TypeKind::Alias(_)))
                {
                    def.attributes.extend(decoration.attributes.iter().cloned());
                }
            }
        }
    }
}
