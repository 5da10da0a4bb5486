//! Values that travel as the text of a string.

use super::view::{Atom, atom, cast};
use super::{Checker, Fault, Json, Reader, Rules, Wire, Writer, copied, same};
use std::fmt;
use std::ops::{Deref, DerefMut};

/// A value that is a string in JSON, whose text is JSON in turn (`contentSchema` of JSON Schema): read from that text, and
/// written as a text without spaces. What is wrong in the text has its place behind that of the string.
pub struct JsonText<T>(pub T);

impl<T> From<T> for JsonText<T> {
    fn from(value: T) -> Self {
        Self(value)
    }
}

impl<T> Deref for JsonText<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T> DerefMut for JsonText<T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.0
    }
}

impl<T: fmt::Debug> fmt::Debug for JsonText<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("JsonText").field(&self.0).finish()
    }
}

impl<T: Wire> Default for JsonText<T> {
    fn default() -> Self {
        Self(T::blank())
    }
}

impl<T: Wire> Clone for JsonText<T> {
    fn clone(&self) -> Self {
        Self(copied(&self.0))
    }
}

impl<T: Wire> PartialEq for JsonText<T> {
    fn eq(&self, other: &Self) -> bool {
        same(&self.0, &other.0)
    }
}

impl<T: Wire> Wire for JsonText<T> {
    atom!();

    fn blank() -> Self {
        Self(T::blank())
    }

    fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), Fault> {
        read_text(&mut self.0, reader)
    }

    fn write(&self, writer: &mut Writer) {
        writer.nested(|inner| self.0.write(inner));
    }
}

impl<T: Wire> Atom for JsonText<T> {
    fn check(&self, rules: &Rules, checker: &mut Checker) {
        // What would be said of the text itself is about how it came, which is gone.
        checker.value(self.0.view(), rules.of_items());
    }

    fn same(&self, other: &dyn Atom) -> bool {
        cast(other) == Some(self)
    }

    fn copy(&mut self, other: &dyn Atom) {
        if let Some(other) = cast::<Self>(other) {
            self.0.view_mut().copy(other.0.view());
        }
    }
}

/// Reads the text of a string over a value.
fn read_text(value: &mut dyn Wire, reader: &mut Reader<'_>) -> Result<(), Fault> {
    let text = reader.text()?.to_owned();
    let mut inner = reader.nested(&text)?;
    let Err(fault) = value.read(&mut inner).and_then(|()| inner.finish()) else { return Ok(()) };
    // Where it is no JSON at all, that is what is wrong with the string, and not what the value lacks.
    let mut again = reader.nested(&text)?;
    let is_json = again.value::<Json>().and_then(|_| again.finish()).is_ok();
    Err(if is_json { fault } else { Fault::new("contentMediaType", "expected a text that is JSON") })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codec::{Mode, decode, encode, validate};

    #[test]
    fn a_text_is_read_and_written_without_spaces() {
        let read = |text: &str| decode::<JsonText<Vec<i64>>>(text.as_bytes(), Mode::Strict);
        assert_eq!(encode(&read(r#"" [1,\n 2] ""#).expect("a text")).expect("a text"), br#""[1,2]""#);
        let text: JsonText<Option<JsonText<String>>> = Some("a\"b".to_owned().into()).into();
        let bytes = encode(&text).expect("a text");
        assert_eq!(decode(&bytes, Mode::Strict), Ok(text));
    }

    #[test]
    fn what_is_wrong_within_a_text_has_its_place() {
        let wrong = |text: &str| {
            let error =
                decode::<Vec<JsonText<Vec<i64>>>>(text.as_bytes(), Mode::Strict).expect_err("a fault");
            format!("{} {}", error.keyword(), error.pointer())
        };
        assert_eq!(wrong(r#"["[1,true]"]"#), "type /0/1");
        assert_eq!(wrong(r#"[[1]]"#), "type /0");
        for text in ["[1", "[1] 2", "", "x", "{\\\"a\\\":}"] {
            assert_eq!(wrong(&format!("[\"[]\",\"{text}\"]")), "contentMediaType /1", "{text}");
        }
    }

    #[test]
    fn depth_is_counted_through_texts() {
        let read = |levels: usize| {
            let (open, close) = ("[".repeat(levels), "]".repeat(levels));
            decode::<Vec<JsonText<Json>>>(format!("[\"{open}{close}\"]").as_bytes(), Mode::Strict)
        };
        assert!(read(126).is_ok());
        assert!(read(127).is_err());
    }

    #[test]
    fn rules_are_of_what_a_text_holds() {
        static INNER: Rules = Rules::NONE.max_items(1);
        let rules = Rules::NONE.items(&INNER);
        let found = |text: Vec<i64>| {
            validate(&JsonText(text), &rules).into_iter().map(|found| found.keyword).collect::<Vec<_>>()
        };
        assert!(found(vec![1]).is_empty());
        assert_eq!(found(vec![1, 2]), ["maxItems"]);
    }
}
