//! One of several types: the first alternative that has a value which the plan tells from the others.

use super::super::model::{Known, Resolved};
use super::{Basis, Values, Walk};
use specwright::ir::{Condition, Rules, TypeId, TypeRef, Union};
use specwright_runtime::Json;
use specwright_runtime::codec::dynamic::select;
use specwright_runtime::codec::{Mode, Plan, Reader, decode, encode};

impl Values<'_> {
    /// A value of a union; another `nth` begins with another alternative.
    pub(super) fn union(
        &self,
        id: TypeId,
        ty: &'static TypeRef,
        (union, plan): (&'static Union, &'static Plan),
        rules: &'static Rules,
        nth: usize,
        walk: &mut Walk,
    ) -> Option<Json> {
        // A union that stands in itself ends by an alternative that does not hold it.
        if walk.path.iter().filter(|around| **around == id).count() > 2 {
            return None;
        }
        walk.path.push(id);
        let count = union.variants.len();
        let found = (0..count).find_map(|place| {
            let index = (nth + place) % count.max(1);
            let cases = union.plan.cases.iter().filter(|case| case.variant == index);
            let mut cases = cases.map(|case| case.conditions.as_slice());
            cases.find_map(|conditions| {
                let value = self.variant(ty, union, index, conditions, rules, nth, walk)?;
                // What another alternative takes may be a value of that one.
                let fits = is_told(plan, index, &value) || self.is_valid(ty, rules, &value);
                fits.then_some(value)
            })
        });
        walk.path.pop();
        found
    }

    /// A value of an alternative for which a case holds.
    #[expect(clippy::too_many_arguments, reason = "each is a part of the place that the value is for")]
    fn variant(
        &self,
        ty: &'static TypeRef,
        union: &'static Union,
        index: usize,
        conditions: &'static [Condition],
        rules: &'static Rules,
        nth: usize,
        walk: &mut Walk,
    ) -> Option<Json> {
        let variant = union.variants.get(index)?;
        let own = if variant.rules.is_empty() { rules } else { &variant.rules };
        // An alternative is chosen by the number, and so is what is in it.
        let inner = nth / union.variants.len().max(1);
        if walk.from == Basis::Document
            && nth == 0
            && let Some(example) = self.documented(&variant.ty, own, None)
            && self.is_valid(ty, rules, &example)
        {
            walk.documented = true;
            return Some(example);
        }
        match conditions {
            [Condition::Equals(text)] => Some(Json::from(text.as_str())),
            [Condition::EqualsJson(literal)] => decode(literal.0.as_bytes(), Mode::Lenient).ok(),
            _ => match self.model.resolve(&variant.ty) {
                Resolved::Known(id, Known::Record(of, _)) => {
                    let wanted: Vec<&Condition> = conditions.iter().collect();
                    self.record(id, of, own, &wanted, inner, walk)
                }
                _ => self.place(&variant.ty, own, None, inner, walk),
            },
        }
    }
}

/// Whether a plan takes a value for an alternative.
fn is_told(plan: &'static Plan, index: usize, value: &Json) -> bool {
    let Ok(bytes) = encode(value) else { return false };
    select(plan, &mut Reader::strict(&bytes)).is_ok_and(|variant| variant == Some(index))
}
