//! What types cannot hold, checked over the JSON value: the keywords of JSON Schema 2020-12 as they are written.

mod walk;

use std::collections::HashMap;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use super::exact::Exact;
use super::{Checker, Json, Mode, Segment};

/// The schemas of a document that types cannot hold, as JSON Schema; `#/3` refers to the fourth of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Schemas(&'static [&'static str]);

type Read = HashMap<usize, Arc<Vec<Json>>>;

/// What was read of the texts of each document; they are few and fixed by the generated code.
static READ: LazyLock<Mutex<Read>> = LazyLock::new(Mutex::default);

impl Schemas {
    /// Schemas, each a JSON text.
    #[must_use]
    pub const fn new(texts: &'static [&'static str]) -> Self {
        Self(texts)
    }

    /// The schemas themselves. What is no JSON, which the generator does not write, allows everything.
    fn read(self) -> Arc<Vec<Json>> {
        let read = |text: &&str| super::decode(text.as_bytes(), Mode::Lenient).unwrap_or(Json::Bool(true));
        let mut known = READ.lock().unwrap_or_else(PoisonError::into_inner);
        let place = self.0.as_ptr().addr();
        Arc::clone(known.entry(place).or_insert_with(|| Arc::new(self.0.iter().map(read).collect())))
    }

    /// Reports where a value is not what a schema says.
    pub(crate) fn check(self, index: usize, value: &Json, checker: &mut Checker) {
        let schemas = self.read();
        let Some(schema) = schemas.get(index) else { return };
        let mut walk = walk::Walk::new(&schemas);
        walk.check(schema, value);
        for walk::Broken { path, keyword, message } in walk.broken {
            let mark = checker.mark();
            checker.report(keyword, message);
            for segment in path.iter().rev() {
                checker.under(mark, &|| segment.clone());
            }
        }
    }
}

/// A value as text that is the same for equal values: keys sorted, numbers without what does not change them.
pub(crate) fn canonical(value: &Json) -> String {
    match value {
        Json::Number(number) => {
            Exact::parse(number.as_str()).map_or_else(String::new, |exact| format!("{exact:?}"))
        }
        Json::String(text) => format!("{text:?}"),
        Json::Array(items) => format!("[{}]", items.iter().map(canonical).collect::<Vec<_>>().join(",")),
        Json::Object(map) => {
            let mut entries: Vec<String> =
                map.iter().map(|(key, value)| format!("{key:?}:{}", canonical(value))).collect();
            entries.sort_unstable();
            format!("{{{}}}", entries.join(","))
        }
        Json::Null => "null".to_owned(),
        Json::Bool(value) => value.to_string(),
    }
}

/// A step that goes with a key that came from the peer.
fn key(name: &str) -> Segment {
    Segment::text(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn broken(schema: &'static str, value: &str) -> Vec<String> {
        let schemas = Schemas::new(Box::leak(Box::new([schema])));
        let value = super::super::decode(value.as_bytes(), Mode::Strict).unwrap();
        let mut checker = Checker::new();
        schemas.check(0, &value, &mut checker);
        checker.finish().iter().map(|found| format!("{} {}", found.pointer, found.keyword)).collect()
    }

    #[test]
    fn each_keyword_says_where_it_does_not_hold() {
        let cases = [
            (r#"{"not":{"required":["a"]}}"#, r#"{"b":1}"#, r#"{"a":1}"#, " not"),
            (r#"{"contains":{"type":"integer"},"maxContains":1}"#, "[1,\"a\"]", "[1,2.0]", " maxContains"),
            (r#"{"propertyNames":{"maxLength":1}}"#, r#"{"a":1}"#, r#"{"aa":1}"#, "/aa propertyNames"),
            (r#"{"patternProperties":{"^x":{"type":"null"}}}"#, r#"{"x":null}"#, r#"{"xy":1}"#, "/xy type"),
            (
                r#"{"dependentRequired":{"a":["b"]}}"#,
                r#"{"a":1,"b":2}"#,
                r#"{"a":1}"#,
                "/b dependentRequired",
            ),
            (r#"{"if":{"required":["a"]},"then":{"required":["b"]}}"#, "{}", r#"{"a":1}"#, "/b required"),
            (r#"{"oneOf":[{"minimum":2},{"maximum":3}]}"#, "1", "2.5", " oneOf"),
            (r#"{"prefixItems":[{"type":"string"}],"items":false}"#, r#"["a"]"#, r#"["a",1]"#, "/1 items"),
            (r#"{"enum":[{"a":1.0,"b":[]}]}"#, r#"{"b":[],"a":1}"#, r#"{"a":1}"#, " enum"),
            (
                r#"{"allOf":[{"properties":{"a":true}}],"unevaluatedProperties":false}"#,
                r#"{"a":1}"#,
                r#"{"a":1,"b/":2}"#,
                "/b~1 unevaluatedProperties",
            ),
            (
                r##"{"properties":{"n":{"$ref":"#/0"}},"required":["v"]}"##,
                r#"{"v":1}"#,
                r#"{"v":1,"n":{}}"#,
                "/n/v required",
            ),
        ];
        for (schema, good, bad, expected) in cases {
            assert_eq!(broken(schema, good), Vec::<String>::new(), "{schema}");
            assert_eq!(broken(schema, bad), [expected], "{schema}");
        }
    }

    #[test]
    fn a_schema_of_itself_ends() {
        assert_eq!(broken(r##"{"$ref":"#/0"}"##, "1"), Vec::<String>::new());
        assert_eq!(broken(r##"{"anyOf":[{"$ref":"#/0"},{"$ref":"#/0"}]}"##, "1").len(), 1);
    }
}
