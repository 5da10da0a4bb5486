//! Lists and maps that lead back to themselves by nothing but items and values: no other name in Rust can stand for one,
//! so that each becomes a type of its own.

use super::Lowering;
use super::flat::Flat;
use crate::document::{Additional, SchemaId, SchemaType};
use crate::ir::{
    Condition, Docs, Ident, JsonType, Plan, PlanCase, Rules, Scalar, TypeId, TypeRef, Union, Variant,
};

/// Lists of lists are followed this far.
const DEEPEST: usize = 48;

impl<'t> Lowering<'_, 't> {
    /// Whether a component is a list or map that leads back to itself by items and values alone.
    pub(super) fn is_endless(&mut self, flat: &Flat<'t>) -> bool {
        let start = self.document.target(flat.id);
        if self.document.schema(start).is_none_or(|schema| schema.component.is_none()) {
            return false;
        }
        let mut next = within(flat);
        for _ in 0..DEEPEST {
            let Some(inner) = next else { return false };
            let target = self.component_behind(inner).unwrap_or(inner);
            if target == start {
                return true;
            }
            next = within(&self.flatten(target));
        }
        false
    }

    /// Such a list: a union of one variant, which holds the items.
    pub(super) fn lower_endless_list(&mut self, type_id: TypeId, flat: &Flat<'t>) -> Union {
        self.check_list(flat);
        let mut rules = self.rules(flat);
        let name = format!("{} item", self.label(type_id));
        let item = flat.items.map(|items| self.item(items, &name, 0));
        let (item, item_rules) = item.unwrap_or((TypeRef::Scalar(Scalar::Json), Rules::default()));
        rules.items = (!item_rules.is_empty()).then(|| Box::new(item_rules));
        rules.schema = self.assertion(flat, true);
        let variant = Variant {
            ident: Ident::new("List"),
            ty: TypeRef::Vec(Box::new(item)),
            docs: Docs::default(),
            rules,
        };
        let conditions = vec![Condition::Is(JsonType::Array)];
        let plan = Plan { cases: vec![PlanCase { variant: 0, conditions }] };
        Union { variants: vec![variant], plan, exclusive: true }
    }
}

/// What a list or map holds, where that is all that it says.
fn within(flat: &Flat<'_>) -> Option<SchemaId> {
    let plain =
        flat.enumeration.is_none() && flat.unions.is_empty() && flat.heirs.is_empty() && !flat.impossible;
    match flat.kind.filter(|_| plain)? {
        SchemaType::Array => flat.items.filter(|_| flat.prefix_items.is_empty()),
        SchemaType::Object if flat.properties.is_empty() && flat.required.is_empty() => match flat.additional
        {
            Some(Additional::Schema(value)) if flat.keyword("x-patternProperties").is_none() => Some(value),
            _ => None,
        },
        _ => None,
    }
}
