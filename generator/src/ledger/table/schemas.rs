//! Schemas (OpenAPI 3.2.0, sections 4.23 to 4.26; JSON Schema 2020-12; Swagger 2.0).

use super::Holds::{List, Map, One, Value};
use super::Verdict::{Documented, Ignored, Used};
use super::{Kind, Row, is_false, is_known_dialect, row};
use crate::ledger::version::{ALL, NONE, SINCE_3_1, SINCE_3_2, UNTIL_3_0, V2, V3, V3_0};

/// XML is handed over as text.
const NO_XML: &str = "bodies of XML are handed over as text";

pub(in crate::ledger) const SCHEMA: &[Row] = &[
    // JSON Schema Core.
    row("$ref", ALL, Value, Used),
    row("$schema", SINCE_3_1, Value, Ignored("schemas are read as those of JSON Schema 2020-12"))
        .idle_if(is_known_dialect),
    row("$id", SINCE_3_1, Value, Used),
    row("$anchor", SINCE_3_1, Value, Used),
    row("$dynamicAnchor", SINCE_3_1, Value, Used),
    row("$dynamicRef", SINCE_3_1, Value, Used),
    row("$vocabulary", SINCE_3_1, Value, Ignored("schemas are read as those of JSON Schema 2020-12")),
    // A comment has the effect that it asks for, which is none.
    row("$comment", SINCE_3_1, Value, Used).anywhere(),
    row("$defs", SINCE_3_1, Map(Kind::Schema), Used),
    row("definitions", SINCE_3_1, Map(Kind::Schema), Used),
    // Applicators.
    row("allOf", ALL, List(Kind::Schema), Used),
    row("anyOf", V3, List(Kind::Schema), Used),
    row("oneOf", V3, List(Kind::Schema), Used),
    row("not", V3, One(Kind::Schema), Used),
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
    row("enum", ALL, Value, Used),
    row("const", SINCE_3_1, Value, Used).anywhere(),
    row("multipleOf", ALL, Value, Used),
    row("maximum", ALL, Value, Used),
    row("exclusiveMaximum", ALL, Value, Used),
    row("minimum", ALL, Value, Used),
    row("exclusiveMinimum", ALL, Value, Used),
    row("maxLength", ALL, Value, Used),
    row("minLength", ALL, Value, Used),
    row("pattern", ALL, Value, Used),
    row("maxItems", ALL, Value, Used),
    row("minItems", ALL, Value, Used),
    row("uniqueItems", ALL, Value, Used),
    row("maxContains", SINCE_3_1, Value, Used).anywhere(),
    row("minContains", SINCE_3_1, Value, Used).anywhere(),
    row("maxProperties", ALL, Value, Used),
    row("minProperties", ALL, Value, Used),
    row("required", ALL, Value, Used),
    row("dependentRequired", SINCE_3_1, Value, Used).anywhere(),
    // Formats and contents.
    row("format", ALL, Value, Used),
    row("contentEncoding", SINCE_3_1, Value, Used).anywhere(),
    row("contentMediaType", SINCE_3_1, Value, Used).anywhere(),
    row(
        "contentSchema",
        SINCE_3_1,
        One(Kind::Schema),
        Ignored("the content is handed over as it is encoded"),
    ),
    // Annotations.
    row("title", ALL, Value, Documented),
    row("description", ALL, Value, Documented),
    row("default", ALL, Value, Documented),
    row("deprecated", V3, Value, Documented).anywhere(),
    row("readOnly", ALL, Value, Used),
    row("writeOnly", V3, Value, Used).anywhere(),
    row("example", ALL, Value, Documented),
    row("examples", SINCE_3_1, Value, Documented),
    // OpenAPI's own.
    row("nullable", V3_0, Value, Used).anywhere().idle_if(is_false),
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
    row("title", NONE, Value, Documented).anywhere(),
    row("description", NONE, Value, Documented).anywhere(),
    row("default", NONE, Value, Documented).anywhere(),
    row("deprecated", NONE, Value, Documented).anywhere(),
    row("nullable", NONE, Value, Used).anywhere().idle_if(is_false),
    row("readOnly", NONE, Value, Used).anywhere(),
    row("writeOnly", NONE, Value, Used).anywhere(),
];

pub(in crate::ledger) const REFERENCE: &[Row] = &[
    row("$ref", ALL, Value, Used),
    row("summary", SINCE_3_1, Value, Ignored("what the reference leads to is described by its own words")),
    row(
        "description",
        SINCE_3_1,
        Value,
        Ignored("what the reference leads to is described by its own words"),
    ),
];

pub(in crate::ledger) const DISCRIMINATOR: &[Row] = &[
    row("propertyName", V3, Value, Used),
    row("mapping", V3, Value, Used),
    row("defaultMapping", SINCE_3_2, Value, Used),
];

pub(in crate::ledger) const XML: &[Row] = &[
    row("nodeType", SINCE_3_2, Value, Ignored(NO_XML)),
    row("name", ALL, Value, Ignored(NO_XML)),
    row("namespace", ALL, Value, Ignored(NO_XML)),
    row("prefix", ALL, Value, Ignored(NO_XML)),
    row("attribute", ALL, Value, Ignored(NO_XML)),
    row("wrapped", ALL, Value, Ignored(NO_XML)),
];
