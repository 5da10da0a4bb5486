//! `unevaluatedProperties` (JSON Schema 2020-12, section 11.3) where a type can say it.

use super::Lowering;
use super::flat::Flat;
use crate::document::{Additional, SchemaType};

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
        let whole = flat.parts.first().and_then(|part| self.document.schema(*part));
        // A schema that stands inside of another `allOf` does not see what stands beside it.
        let own = self.document.target(flat.id);
        let (Some(_), Some(whole)) = (first.get(UNEVALUATED), whole) else { return };
        let is_plain = flat.kind == Some(SchemaType::Object)
            && flat.additional.is_none()
            && flat.heirs.is_empty()
            && flat.parts.first() == Some(&own)
            && others.iter().all(|node| node.get(UNEVALUATED).is_none())
            && !flat.nodes.iter().any(|node| CONDITIONAL.iter().any(|key| node.get(key).is_some()));
        if is_plain && whole.unevaluated != Additional::Absent {
            flat.additional = Some(whole.unevaluated);
            flat.evaluated = true;
        }
    }
}
