//! Schemas (OpenAPI 3.2.0, sections 4.23 to 4.26; JSON Schema 2020-12; Swagger 2.0).

use super::Holds::{Flag, Items, List, Map, Number, One, Text, TextMap, Value};
use super::Verdict::{Documented, Ignored, Used};
use super::{Kind, Row, is_false, is_known_dialect, row};
use crate::ledger::version::{ALL, NONE, SINCE_3_1, SINCE_3_2, UNTIL_3_0, V2, V3, V3_0};

/// XML is handed over as text.
const NO_XML: &str = "bodies of XML are handed over as text";

pub(in crate::ledger) const SCHEMA: &[Row] = &[
    // JSON Schema Core.
    row("$ref", ALL, Value, Used),
    row("$schema", SINCE_3_1, Text, Ignored("schemas are read as those of JSON Schema 2020-12"))
        .idle_if(is_known_dialect),
    row("$id", SINCE_3_1, Text, Used),
    row("$anchor", SINCE_3_1, Text, Used),
    row("$dynamicAnchor", SINCE_3_1, Text, Used),
    row("$dynamicRef", SINCE_3_1, Text, Used),
    row("$vocabulary", SINCE_3_1, Value, Ignored("schemas are read as those of JSON Schema 2020-12")),
    // A comment has the effect that it asks for, which is none.
    row("$comment", SINCE_3_1, Text, Used).anywhere(),
    row("$defs", SINCE_3_1, Map(Kind::Schema), Used),
    row("definitions", SINCE_3_1, Map(Kind::Schema), Used),
    // Applicators.
    row("allOf", ALL, List(Kind::Schema), Used),
    row("anyOf", V3, List(Kind::Schema), Used).anywhere(),
    row("oneOf", V3, List(Kind::Schema), Used).anywhere(),
    row("not", V3, One(Kind::Schema), Used).anywhere(),
    row("if", SINCE_3_1, One(Kind::Schema), Used).anywhere(),
    row("then", SINCE_3_1, One(Kind::Schema), Used).anywhere(),
    row("else", SINCE_3_1, One(Kind::Schema), Used).anywhere(),
    row("dependentSchemas", SINCE_3_1, Map(Kind::Schema), Used).anywhere(),
    row("prefixItems", SINCE_3_1, List(Kind::Schema), Used).anywhere(),
    row("items", ALL, One(Kind::Schema), Used),
    row("contains", SINCE_3_1, One(Kind::Schema), Used).anywhere(),
    row("properties", ALL, Map(Kind::Schema), Used),
    row("patternProperties", SINCE_3_1, Map(Kind::Schema), Used).anywhere(),
    row("additionalProperties", ALL, One(Kind::Schema), Used),
    row("propertyNames", SINCE_3_1, One(Kind::Schema), Used).anywhere(),
    row("unevaluatedItems", SINCE_3_1, One(Kind::Schema), Used).anywhere(),
    row("unevaluatedProperties", SINCE_3_1, One(Kind::Schema), Used).anywhere(),
    // Assertions.
    row("type", ALL, Value, Used),
    row("enum", ALL, Items, Used),
    row("const", SINCE_3_1, Value, Used).anywhere(),
    row("multipleOf", ALL, Number, Used),
    row("maximum", ALL, Number, Used),
    row("exclusiveMaximum", ALL, Value, Used),
    row("minimum", ALL, Number, Used),
    row("exclusiveMinimum", ALL, Value, Used),
    row("maxLength", ALL, Number, Used),
    row("minLength", ALL, Number, Used),
    row("pattern", ALL, Text, Used),
    row("maxItems", ALL, Number, Used),
    row("minItems", ALL, Number, Used),
    row("uniqueItems", ALL, Flag, Used),
    row("maxContains", SINCE_3_1, Number, Used).anywhere(),
    row("minContains", SINCE_3_1, Number, Used).anywhere(),
    row("maxProperties", ALL, Number, Used),
    row("minProperties", ALL, Number, Used),
    row("required", ALL, Value, Used),
    row("dependentRequired", SINCE_3_1, Value, Used).anywhere(),
    // Formats and contents.
    row("format", ALL, Text, Used),
    row("contentEncoding", SINCE_3_1, Text, Used).anywhere(),
    row("contentMediaType", SINCE_3_1, Text, Used).anywhere(),
    row("contentSchema", SINCE_3_1, One(Kind::Schema), Used).anywhere(),
    // Annotations.
    row("title", ALL, Text, Documented),
    row("description", ALL, Text, Documented),
    row("default", ALL, Value, Documented),
    row("deprecated", V3, Flag, Documented).anywhere(),
    row("readOnly", ALL, Flag, Used),
    row("writeOnly", V3, Flag, Used).anywhere(),
    row("example", ALL, Value, Documented),
    row("examples", SINCE_3_1, Value, Documented),
    // OpenAPI's own.
    row("nullable", V3_0, Flag, Used).anywhere().idle_if(is_false),
    row("discriminator", V2, Value, Used),
    row("discriminator", V3, One(Kind::Discriminator), Used),
    row("xml", ALL, One(Kind::Xml), Ignored(NO_XML)),
    row("externalDocs", ALL, One(Kind::ExternalDocs), Documented),
    // Other drafts of JSON Schema.
    row("id", NONE, Value, Ignored("JSON Schema calls it `$id` since draft 6")),
    // It says something beside a list under `items`, and nothing elsewhere.
    row("additionalItems", NONE, One(Kind::Schema), Used).anywhere(),
    row("dependencies", NONE, Value, Ignored("JSON Schema says it by `dependentRequired` since 2019-09")),
    row("$recursiveRef", NONE, Value, Ignored("JSON Schema calls it `$dynamicRef` since 2020-12")),
    row("$recursiveAnchor", NONE, Value, Ignored("JSON Schema calls it `$dynamicAnchor` since 2020-12")),
];

/// What stands beside the `$ref` of a schema up to 3.0 says nothing (OpenAPI 3.0.4, section 4.7.23); annotations of a
/// property or parameter are read all the same, since nearly every document means them.
pub(in crate::ledger) const SCHEMA_REFERENCE: &[Row] = &[
    row("$ref", UNTIL_3_0, Value, Used),
    row("title", NONE, Text, Documented).anywhere(),
    row("description", NONE, Text, Documented).anywhere(),
    row("default", NONE, Value, Documented).anywhere(),
    row("deprecated", NONE, Flag, Documented).anywhere(),
    row("nullable", NONE, Flag, Used).anywhere().idle_if(is_false),
    row("readOnly", NONE, Flag, Used).anywhere(),
    row("writeOnly", NONE, Flag, Used).anywhere(),
];

pub(in crate::ledger) const REFERENCE: &[Row] = &[
    row("$ref", ALL, Value, Used),
    row("summary", SINCE_3_1, Text, Documented).anywhere(),
    row("description", SINCE_3_1, Text, Documented).anywhere(),
];

pub(in crate::ledger) const DISCRIMINATOR: &[Row] = &[
    row("propertyName", V3, Text, Used),
    row("mapping", V3, TextMap, Used),
    row("defaultMapping", SINCE_3_2, Text, Used),
];

pub(in crate::ledger) const XML: &[Row] = &[
    row("nodeType", SINCE_3_2, Text, Ignored(NO_XML)),
    row("name", ALL, Text, Ignored(NO_XML)),
    row("namespace", ALL, Text, Ignored(NO_XML)),
    row("prefix", ALL, Text, Ignored(NO_XML)),
    row("attribute", ALL, Flag, Ignored(NO_XML)),
    row("wrapped", ALL, Flag, Ignored(NO_XML)),
];
