//! `unevaluatedProperties` (JSON Schema 2020-12, section 11.3) where a type can say it.

use super::Lowering;
use super::flat::Flat;
use crate::document::{Additional, Made, Node, SchemaId, SchemaType};

/// What `unevaluatedProperties` is kept as.
const UNEVALUATED: &str = "x-unevaluatedProperties";

/// By these it depends on the value which properties are evaluated, or names are no matter of types.
const CONDITIONAL: &[&str] =
    &["anyOf", "oneOf", "x-if", "x-dependentSchemas", "x-patternProperties", "x-dynamicRef"];

impl Lowering<'_, '_> {
    /// Where the parts of an object are all of it and say nothing of further properties, what is unevaluated is what is
    /// additional to all of them.
    pub(super) fn close(&mut self, flat: &mut Flat<'_>) {
        let Some((first, others)) = flat.nodes.split_first() else { return };
        let chosen = self.chosen_from(flat.id);
        // A schema that stands inside of another `allOf` does not see what stands beside it.
        let own = chosen.unwrap_or_else(|| self.document.target(flat.id));
        let whole = flat.parts.first().filter(|part| **part == own);
        let Some(whole) = whole.and_then(|part| self.document.schema(*part)) else { return };
        let is_plain = |node: &Node, known: Option<&str>| {
            CONDITIONAL.iter().all(|key| Some(*key) == known || node.get(key).is_none())
        };
        let is_said = flat.kind == Some(SchemaType::Object)
            && flat.additional.is_none()
            && flat.heirs.is_empty()
            && is_plain(first, chosen.map(|_| "oneOf"))
            && others.iter().all(|node| is_plain(node, None) && node.get(UNEVALUATED).is_none());
        if is_said && whole.unevaluated != Additional::Absent {
            flat.additional = Some(whole.unevaluated);
            flat.evaluated = true;
        }
    }

    /// The schema of whose `oneOf` a schema is an alternative, together with what stands beside it: no other alternative
    /// evaluates anything then.
    fn chosen_from(&self, id: SchemaId) -> Option<SchemaId> {
        let Some(Made::All(members)) = &self.document.schema(id)?.made else { return None };
        let [rest, _] = members.as_slice() else { return None };
        let Some(Made::Rest(of)) = self.document.schema(*rest)?.made else { return None };
        let of = self.document.target(of);
        let union =
            self.flats.get(of.index())?.as_ref().filter(|flat| flat.unions.len() == 1)?.unions.first()?;
        (union.exclusive && union.of == of).then_some(of)
    }
}
