//! Exclusive bounds: numbers in 3.1, flags beside `minimum` and `maximum` in 3.0.

use crate::diagnostics::{Code, Diagnostic, Sink};
use crate::tree::{Mapping, Node};
use std::cmp::Ordering;

/// Says of a number that it is a flag in this version.
pub(super) fn foreign(schema: &mut Mapping, sink: &mut Sink) {
    for flag in ["exclusiveMinimum", "exclusiveMaximum"] {
        if let Some(limit) = schema.get(flag).filter(|limit| limit.as_number().is_some()) {
            let message = format!("`{flag}` is `true` or `false` before OpenAPI 3.1");
            let note = "it is read as 3.1 has it: the bound itself";
            sink.report(Diagnostic::new(Code::ForeignKeyword, limit.origin, message).note(note));
        }
    }
}

/// `exclusiveMinimum: 5` becomes `minimum: 5, exclusiveMinimum: true`; of two bounds the stricter stays.
pub(super) fn exclusive(schema: &mut Mapping, _: &mut Sink) {
    for (flag, bound, stricter) in
        [("exclusiveMinimum", "minimum", Ordering::Greater), ("exclusiveMaximum", "maximum", Ordering::Less)]
    {
        let Some(limit) = schema.get(flag).filter(|limit| limit.as_number().is_some()).cloned() else {
            continue;
        };
        let number = |node: &Node| node.as_number().and_then(|text| text.parse::<f64>().ok());
        let order = match schema.get(bound).map(|have| number(&limit).partial_cmp(&number(have))) {
            None => Some(stricter),
            Some(order) => order,
        };
        if order == Some(stricter) || order == Some(Ordering::Equal) {
            schema.remove(bound);
            schema.push(bound, limit.clone());
            if let Some(flag) = schema.get_mut(flag) {
                *flag = Node::plain("true", limit.origin);
            }
        } else {
            schema.remove(flag);
        }
    }
}
