//! Truth values and numbers that are texts: in quotes, or by words of YAML 1.1.

use super::positions::{self, Position};
use crate::diagnostics::{Code, Diagnostic, Sink};
use crate::tree::{Mapping, Node};

/// Keywords whose value is `true` or `false`.
const FLAGS: &[&str] = &[
    "allowEmptyValue",
    "allowReserved",
    "deprecated",
    "exclusiveMaximum",
    "exclusiveMinimum",
    "explode",
    "nullable",
    "readOnly",
    "required",
    "uniqueItems",
    "writeOnly",
];

/// Keywords whose value is a number.
const NUMBERS: &[&str] = &[
    "exclusiveMaximum",
    "exclusiveMinimum",
    "maxItems",
    "maxLength",
    "maxProperties",
    "maximum",
    "minItems",
    "minLength",
    "minProperties",
    "minimum",
    "multipleOf",
];

/// Puts in place of a text the value that it spells, where only such a value can stand, and tells of all of them at once.
pub(super) fn read(tree: &mut Node, sink: &mut Sink) {
    let mut places = Vec::new();
    positions::each(tree, &mut |node, position| {
        // Swagger 2.0 has the keywords of a schema on parameters and headers.
        let is_read = matches!(
            position,
            Position::Schema
                | Position::Parameter
                | Position::Header
                | Position::Operation
                | Position::Body
                | Position::Encoding
        );
        let entries = node.as_mapping_mut().filter(|_| is_read).into_iter().flat_map(Mapping::entries_mut);
        for (key, value) in entries {
            let flag = || value.spelled_bool().filter(|_| FLAGS.contains(&key.as_str()));
            let number = || value.spelled_number().filter(|_| NUMBERS.contains(&key.as_str()));
            if let Some(meant) = flag().or_else(number) {
                places.push(value.origin);
                *value = meant;
            }
        }
    });
    let message = "a truth value or a number stands here, and this is a text";
    let note =
        "it is read as the value that it spells; without quotes, `true`, `false` and numbers are no texts";
    if let Some(told) = Diagnostic::at_all(Code::InvalidShape, places, message, note) {
        sink.report(told);
    }
}
