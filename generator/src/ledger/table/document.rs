//! What stands at the top of a document (OpenAPI 3.2.0, sections 4.1 to 4.7; Swagger 2.0).

use super::Holds::{Items, List, Map, One, Text, Texts, Value};
use super::Verdict::{Documented, Ignored, Used};
use super::{Kind, Row, is_known_dialect, row};
use crate::ledger::version::{ALL, SINCE_3_1, SINCE_3_2, V2, V3};

pub(in crate::ledger) const DOCUMENT: &[Row] = &[
    row("swagger", V2, Value, Used),
    row("openapi", V3, Value, Used),
    row("$self", SINCE_3_2, Text, Used),
    row("info", ALL, One(Kind::Info), Used),
    row("jsonSchemaDialect", SINCE_3_1, Text, Ignored("schemas are read as those of JSON Schema 2020-12"))
        .idle_if(is_known_dialect),
    row("servers", V3, List(Kind::Server), Used),
    row("host", V2, Text, Used).anywhere(),
    row("basePath", V2, Text, Used).anywhere(),
    row("schemes", V2, Texts, Used).anywhere(),
    row("consumes", V2, Texts, Used).anywhere(),
    row("produces", V2, Texts, Used).anywhere(),
    row("paths", ALL, One(Kind::Paths), Used),
    row("webhooks", SINCE_3_1, Map(Kind::PathItem), Used),
    row("components", V3, One(Kind::Components), Used),
    row("definitions", V2, Map(Kind::Schema), Used).anywhere(),
    row("parameters", V2, Map(Kind::Parameter), Used).anywhere(),
    row("responses", V2, Map(Kind::Response), Used).anywhere(),
    row("securityDefinitions", V2, Map(Kind::SecurityScheme), Used).anywhere(),
    row("security", ALL, Items, Used),
    row("tags", ALL, List(Kind::Tag), Documented),
    row("externalDocs", ALL, One(Kind::ExternalDocs), Documented),
];

pub(in crate::ledger) const INFO: &[Row] = &[
    row("title", ALL, Text, Used),
    row("summary", SINCE_3_1, Text, Documented),
    row("description", ALL, Text, Documented),
    row("termsOfService", ALL, Text, Documented),
    row("contact", ALL, One(Kind::Contact), Documented),
    row("license", ALL, One(Kind::License), Documented),
    row("version", ALL, Text, Documented),
];

pub(in crate::ledger) const CONTACT: &[Row] = &[
    row("name", ALL, Text, Documented),
    row("url", ALL, Text, Documented),
    row("email", ALL, Text, Documented),
];

pub(in crate::ledger) const LICENSE: &[Row] = &[
    row("name", ALL, Text, Documented),
    row("identifier", SINCE_3_1, Text, Documented),
    row("url", ALL, Text, Documented),
];

pub(in crate::ledger) const SERVER: &[Row] = &[
    row("url", V3, Text, Used),
    row("description", V3, Text, Documented),
    row("name", SINCE_3_2, Text, Documented),
    row("variables", V3, Map(Kind::ServerVariable), Used),
];

pub(in crate::ledger) const SERVER_VARIABLE: &[Row] =
    &[row("enum", V3, Texts, Used), row("default", V3, Text, Used), row("description", V3, Text, Documented)];

pub(in crate::ledger) const TAG: &[Row] = &[
    // Operations are grouped by the tags that they name; this is where the words for a group are found.
    row("name", ALL, Text, Documented),
    row("summary", SINCE_3_2, Text, Documented),
    row("description", ALL, Text, Documented),
    row("externalDocs", ALL, One(Kind::ExternalDocs), Documented),
    row("parent", SINCE_3_2, Text, Documented),
    row("kind", SINCE_3_2, Text, Documented),
];

pub(in crate::ledger) const EXTERNAL_DOCS: &[Row] =
    &[row("description", ALL, Text, Documented), row("url", ALL, Text, Documented)];

pub(in crate::ledger) const COMPONENTS: &[Row] = &[
    row("schemas", V3, Map(Kind::Schema), Used),
    row("responses", V3, Map(Kind::Response), Used),
    row("parameters", V3, Map(Kind::Parameter), Used),
    row("examples", V3, Map(Kind::Example), Used),
    row("requestBodies", V3, Map(Kind::RequestBody), Used),
    row("headers", V3, Map(Kind::Header), Used),
    row("securitySchemes", V3, Map(Kind::SecurityScheme), Used),
    row("links", V3, Map(Kind::Link), Ignored("links are not generated")),
    row("callbacks", V3, Map(Kind::Callback), Used),
    row("pathItems", SINCE_3_1, Map(Kind::PathItem), Used),
    row("mediaTypes", SINCE_3_2, Map(Kind::MediaType), Used),
];
