//! Paths, operations and what they carry (OpenAPI 3.2.0, sections 4.9 to 4.20; Swagger 2.0).

use super::Holds::{Flag, Items, List, Map, Number, One, Text, Texts, Value};
use super::Verdict::{Documented, Ignored, Used};
use super::{Kind, Row, is_false, is_simple, row};
use crate::ledger::version::{ALL, SINCE_3_2, V2, V3, V3_0};

pub(in crate::ledger) const PATH_ITEM: &[Row] = &[
    row("$ref", ALL, Value, Used),
    row("summary", V3, Text, Documented),
    row("description", V3, Text, Documented),
    row("get", ALL, One(Kind::Operation), Used),
    row("put", ALL, One(Kind::Operation), Used),
    row("post", ALL, One(Kind::Operation), Used),
    row("delete", ALL, One(Kind::Operation), Used),
    row("options", ALL, One(Kind::Operation), Used),
    row("head", ALL, One(Kind::Operation), Used),
    row("patch", ALL, One(Kind::Operation), Used),
    row("trace", V3, One(Kind::Operation), Used),
    row("query", SINCE_3_2, One(Kind::Operation), Used),
    row("additionalOperations", SINCE_3_2, Map(Kind::Operation), Used),
    row("servers", V3, List(Kind::Server), Used),
    row("parameters", ALL, List(Kind::Parameter), Used),
];

pub(in crate::ledger) const OPERATION: &[Row] = &[
    row("tags", ALL, Texts, Used),
    row("summary", ALL, Text, Documented),
    row("description", ALL, Text, Documented),
    row("externalDocs", ALL, One(Kind::ExternalDocs), Documented),
    row("operationId", ALL, Text, Used),
    row("consumes", V2, Texts, Used).anywhere(),
    row("produces", V2, Texts, Used).anywhere(),
    row("schemes", V2, Texts, Ignored("the document's schemes are called")),
    row("parameters", ALL, List(Kind::Parameter), Used),
    row("requestBody", V3, One(Kind::RequestBody), Used),
    row("responses", ALL, One(Kind::Responses), Used),
    row("callbacks", V3, Map(Kind::Callback), Used),
    row("deprecated", ALL, Flag, Used),
    row("security", ALL, Items, Used),
    row("servers", V3, List(Kind::Server), Used),
];

pub(in crate::ledger) const PARAMETER: &[Row] = &[
    row("name", ALL, Text, Used),
    row("in", ALL, Text, Used),
    row("description", ALL, Text, Documented),
    row("required", ALL, Flag, Used),
    row("deprecated", V3, Flag, Documented),
    row(
        "allowEmptyValue",
        ALL,
        Flag,
        Ignored("an empty value is sent and taken wherever the schema allows it"),
    )
    .idle_if(is_false),
    row("style", V3, Text, Used),
    row("explode", V3, Flag, Used),
    row("allowReserved", V3, Flag, Used),
    row("schema", ALL, One(Kind::Schema), Used),
    row("example", V3, Value, Documented),
    row("examples", V3, Map(Kind::Example), Documented),
    row("content", V3, Map(Kind::MediaType), Used),
    row("type", V2, Value, Used).anywhere(),
    row("format", V2, Text, Used).anywhere(),
    row("items", V2, One(Kind::Items), Used).anywhere(),
    row("collectionFormat", V2, Text, Used).anywhere(),
    row("default", V2, Value, Used).anywhere(),
    row("maximum", V2, Number, Used).anywhere(),
    row("exclusiveMaximum", V2, Value, Used).anywhere(),
    row("minimum", V2, Number, Used).anywhere(),
    row("exclusiveMinimum", V2, Value, Used).anywhere(),
    row("maxLength", V2, Number, Used).anywhere(),
    row("minLength", V2, Number, Used).anywhere(),
    row("pattern", V2, Text, Used).anywhere(),
    row("maxItems", V2, Number, Used).anywhere(),
    row("minItems", V2, Number, Used).anywhere(),
    row("uniqueItems", V2, Flag, Used).anywhere(),
    row("enum", V2, Items, Used).anywhere(),
    row("multipleOf", V2, Number, Used).anywhere(),
];

pub(in crate::ledger) const ITEMS: &[Row] = &[
    row("type", V2, Value, Used),
    row("format", V2, Text, Used),
    row("items", V2, One(Kind::Items), Used),
    row("collectionFormat", V2, Text, Ignored("the list inside is sent as the one around it")),
    row("default", V2, Value, Documented),
    row("maximum", V2, Number, Used),
    row("exclusiveMaximum", V2, Value, Used),
    row("minimum", V2, Number, Used),
    row("exclusiveMinimum", V2, Value, Used),
    row("maxLength", V2, Number, Used),
    row("minLength", V2, Number, Used),
    row("pattern", V2, Text, Used),
    row("maxItems", V2, Number, Used),
    row("minItems", V2, Number, Used),
    row("uniqueItems", V2, Flag, Used),
    row("enum", V2, Items, Used),
    row("multipleOf", V2, Number, Used),
];

pub(in crate::ledger) const REQUEST_BODY: &[Row] = &[
    row("description", V3, Text, Documented),
    row("content", V3, Map(Kind::MediaType), Used),
    row("required", V3, Flag, Used),
];

pub(in crate::ledger) const MEDIA_TYPE: &[Row] = &[
    row("schema", V3, One(Kind::Schema), Used),
    row("itemSchema", SINCE_3_2, One(Kind::Schema), Used).anywhere(),
    row("example", V3, Value, Documented),
    row("examples", V3, Map(Kind::Example), Documented),
    row("encoding", V3, Map(Kind::Encoding), Used),
    row("prefixEncoding", SINCE_3_2, List(Kind::Encoding), Used).anywhere(),
    row("itemEncoding", SINCE_3_2, One(Kind::Encoding), Used).anywhere(),
];

pub(in crate::ledger) const ENCODING: &[Row] = &[
    row("contentType", V3, Text, Used),
    row("headers", V3, Map(Kind::Header), Used),
    row("style", V3, Text, Used),
    row("explode", V3, Flag, Used),
    row("allowReserved", V3, Flag, Used),
    row("encoding", SINCE_3_2, Map(Kind::Encoding), Ignored("parts inside of parts are not told apart")),
    row(
        "prefixEncoding",
        SINCE_3_2,
        List(Kind::Encoding),
        Ignored("parts inside of parts are not told apart"),
    ),
    row("itemEncoding", SINCE_3_2, One(Kind::Encoding), Ignored("parts inside of parts are not told apart")),
];

pub(in crate::ledger) const RESPONSE: &[Row] = &[
    row("summary", SINCE_3_2, Text, Documented),
    row("description", ALL, Text, Documented),
    row("schema", V2, One(Kind::Schema), Used).anywhere(),
    row("headers", ALL, Map(Kind::Header), Used),
    row("content", V3, Map(Kind::MediaType), Used),
    row("examples", V2, Value, Documented).anywhere(),
    row("links", V3, Map(Kind::Link), Ignored("links are not generated")),
];

pub(in crate::ledger) const HEADER: &[Row] = &[
    row("description", ALL, Text, Documented),
    row("required", V3, Flag, Documented),
    row("deprecated", V3, Flag, Documented),
    row("allowEmptyValue", V3_0, Flag, Ignored("an empty value is taken wherever the schema allows it"))
        .idle_if(is_false),
    row("style", V3, Text, Ignored("a header has one style")).idle_if(is_simple),
    row("explode", V3, Flag, Used),
    row("schema", V3, One(Kind::Schema), Used),
    row("example", V3, Value, Documented),
    row("examples", V3, Map(Kind::Example), Documented),
    row("content", V3, Map(Kind::MediaType), Used),
    row("type", V2, Value, Used).anywhere(),
    row("format", V2, Text, Used).anywhere(),
    row("items", V2, One(Kind::Items), Used).anywhere(),
    row("collectionFormat", V2, Text, Used).anywhere(),
    row("default", V2, Value, Documented).anywhere(),
    row("maximum", V2, Number, Used).anywhere(),
    row("exclusiveMaximum", V2, Value, Used).anywhere(),
    row("minimum", V2, Number, Used).anywhere(),
    row("exclusiveMinimum", V2, Value, Used).anywhere(),
    row("maxLength", V2, Number, Used).anywhere(),
    row("minLength", V2, Number, Used).anywhere(),
    row("pattern", V2, Text, Used).anywhere(),
    row("maxItems", V2, Number, Used).anywhere(),
    row("minItems", V2, Number, Used).anywhere(),
    row("uniqueItems", V2, Flag, Used).anywhere(),
    row("enum", V2, Items, Used).anywhere(),
    row("multipleOf", V2, Number, Used).anywhere(),
];

pub(in crate::ledger) const EXAMPLE: &[Row] = &[
    row("summary", V3, Text, Documented),
    row("description", V3, Text, Documented),
    row("value", V3, Value, Documented),
    row("dataValue", SINCE_3_2, Value, Documented),
    row("serializedValue", SINCE_3_2, Text, Documented),
    row("externalValue", V3, Text, Ignored("nothing is fetched")),
];

pub(in crate::ledger) const LINK: &[Row] = &[
    row("operationRef", V3, Text, Used),
    row("operationId", V3, Text, Used),
    row("parameters", V3, Value, Used),
    row("requestBody", V3, Value, Used),
    row("description", V3, Text, Documented),
    row("server", V3, One(Kind::Server), Ignored("the document's servers are called")),
];
