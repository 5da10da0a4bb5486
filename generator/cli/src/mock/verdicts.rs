//! What a generated server would have against a value.

use super::model::Model;
use super::value::Value;
use specwright::ir::{Rules as IrRules, TypeRef};
use specwright_runtime::codec::{Mode, decode_into, encode, validate};
use specwright_runtime::{Json, Violation};

impl Model {
    /// What a server has against a value of a type: nothing, or everything that is wrong with it.
    pub(crate) fn violations(
        &'static self,
        ty: &'static TypeRef,
        rules: &IrRules,
        json: &Json,
    ) -> Vec<Violation> {
        let wrong = |keyword: &'static str, pointer: &str, message: &str| Violation {
            pointer: pointer.to_owned(),
            keyword,
            message: message.to_owned(),
        };
        let bytes = match encode(json) {
            Ok(bytes) => bytes,
            Err(error) => return vec![wrong("type", "", &error.to_string())],
        };
        let mut value = Value::new(self, ty);
        match decode_into(&mut value, &bytes, Mode::Strict) {
            Ok(()) => validate(&value, self.rules(rules)),
            Err(error) => vec![wrong(error.keyword(), error.pointer(), error.message())],
        }
    }
}
