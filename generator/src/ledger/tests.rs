//! The fields of the specifications' objects, written by hand from their text: each must be in the table.

use super::enter;
use super::entry::{Standing, look_up};
use super::kind::Kind;
use super::table::{Verdict, rows};
use super::version::Version;
use crate::diagnostics::{Code, Sink};
use crate::source::{Origin, Sources};
use crate::tree::Node;

use Version::{V2_0, V3_0, V3_1, V3_2};

const FIELDS: &[(Version, Kind, &str)] = &[
    (
        V2_0,
        Kind::Document,
        "swagger info host basePath schemes consumes produces paths definitions parameters responses securityDefinitions security tags externalDocs",
    ),
    (V2_0, Kind::Info, "title description termsOfService contact license version"),
    (V2_0, Kind::Contact, "name url email"),
    (V2_0, Kind::License, "name url"),
    (V2_0, Kind::PathItem, "$ref get put post delete options head patch parameters"),
    (
        V2_0,
        Kind::Operation,
        "tags summary description externalDocs operationId consumes produces parameters responses schemes deprecated security",
    ),
    (V2_0, Kind::ExternalDocs, "description url"),
    (
        V2_0,
        Kind::Parameter,
        "name in description required schema type format allowEmptyValue items collectionFormat default maximum exclusiveMaximum minimum exclusiveMinimum maxLength minLength pattern maxItems minItems uniqueItems enum multipleOf",
    ),
    (
        V2_0,
        Kind::Items,
        "type format items collectionFormat default maximum exclusiveMaximum minimum exclusiveMinimum maxLength minLength pattern maxItems minItems uniqueItems enum multipleOf",
    ),
    (V2_0, Kind::Response, "description schema headers examples"),
    (
        V2_0,
        Kind::Header,
        "description type format items collectionFormat default maximum exclusiveMaximum minimum exclusiveMinimum maxLength minLength pattern maxItems minItems uniqueItems enum multipleOf",
    ),
    (V2_0, Kind::Tag, "name description externalDocs"),
    (V2_0, Kind::Reference, "$ref"),
    (V2_0, Kind::SchemaReference, "$ref"),
    (
        V2_0,
        Kind::Schema,
        "$ref format title description default multipleOf maximum exclusiveMaximum minimum exclusiveMinimum maxLength minLength pattern maxItems minItems uniqueItems maxProperties minProperties required enum type items allOf properties additionalProperties discriminator readOnly xml externalDocs example",
    ),
    (V2_0, Kind::Xml, "name namespace prefix attribute wrapped"),
    (V2_0, Kind::SecurityScheme, "type description name in flow authorizationUrl tokenUrl scopes"),
    (V3_0, Kind::Document, "openapi info servers paths components security tags externalDocs"),
    (V3_0, Kind::Info, "title description termsOfService contact license version"),
    (V3_0, Kind::Contact, "name url email"),
    (V3_0, Kind::License, "name url"),
    (V3_0, Kind::Server, "url description variables"),
    (V3_0, Kind::ServerVariable, "enum default description"),
    (
        V3_0,
        Kind::Components,
        "schemas responses parameters examples requestBodies headers securitySchemes links callbacks",
    ),
    (
        V3_0,
        Kind::PathItem,
        "$ref summary description get put post delete options head patch trace servers parameters",
    ),
    (
        V3_0,
        Kind::Operation,
        "tags summary description externalDocs operationId parameters requestBody responses callbacks deprecated security servers",
    ),
    (V3_0, Kind::ExternalDocs, "description url"),
    (
        V3_0,
        Kind::Parameter,
        "name in description required deprecated allowEmptyValue style explode allowReserved schema example examples content",
    ),
    (V3_0, Kind::RequestBody, "description content required"),
    (V3_0, Kind::MediaType, "schema example examples encoding"),
    (V3_0, Kind::Encoding, "contentType headers style explode allowReserved"),
    (V3_0, Kind::Response, "description headers content links"),
    (V3_0, Kind::Example, "summary description value externalValue"),
    (V3_0, Kind::Link, "operationRef operationId parameters requestBody description server"),
    (V3_0, Kind::Header, "description required deprecated style explode schema example examples content"),
    (V3_0, Kind::Tag, "name description externalDocs"),
    (V3_0, Kind::Reference, "$ref"),
    (V3_0, Kind::SchemaReference, "$ref"),
    (
        V3_0,
        Kind::Schema,
        "title multipleOf maximum exclusiveMaximum minimum exclusiveMinimum maxLength minLength pattern maxItems minItems uniqueItems maxProperties minProperties required enum type allOf oneOf anyOf not items properties additionalProperties description format default nullable discriminator readOnly writeOnly xml externalDocs example deprecated",
    ),
    (V3_0, Kind::Discriminator, "propertyName mapping"),
    (V3_0, Kind::Xml, "name namespace prefix attribute wrapped"),
    (V3_0, Kind::SecurityScheme, "type description name in scheme bearerFormat flows openIdConnectUrl"),
    (V3_0, Kind::OAuthFlows, "implicit password clientCredentials authorizationCode"),
    (V3_0, Kind::OAuthFlow, "authorizationUrl tokenUrl refreshUrl scopes"),
    // What 3.1 adds.
    (V3_1, Kind::Document, "jsonSchemaDialect webhooks"),
    (V3_1, Kind::Info, "summary"),
    (V3_1, Kind::License, "identifier"),
    (V3_1, Kind::Components, "pathItems"),
    (V3_1, Kind::Reference, "summary description"),
    (
        V3_1,
        Kind::Schema,
        "$schema $vocabulary $id $anchor $dynamicAnchor $ref $dynamicRef $defs $comment allOf anyOf oneOf not if then else dependentSchemas prefixItems items contains properties patternProperties additionalProperties propertyNames unevaluatedItems unevaluatedProperties type const enum multipleOf maximum exclusiveMaximum minimum exclusiveMinimum maxLength minLength pattern maxItems minItems uniqueItems maxContains minContains maxProperties minProperties required dependentRequired title description default deprecated readOnly writeOnly examples format contentMediaType contentEncoding contentSchema discriminator xml externalDocs example",
    ),
    // What 3.2 adds.
    (V3_2, Kind::Document, "$self"),
    (V3_2, Kind::Server, "name"),
    (V3_2, Kind::Tag, "summary parent kind"),
    (V3_2, Kind::Components, "mediaTypes"),
    (V3_2, Kind::PathItem, "query additionalOperations"),
    (V3_2, Kind::MediaType, "itemSchema prefixEncoding itemEncoding"),
    (V3_2, Kind::Encoding, "encoding prefixEncoding itemEncoding"),
    (V3_2, Kind::Response, "summary"),
    (V3_2, Kind::Example, "dataValue serializedValue"),
    (V3_2, Kind::Discriminator, "defaultMapping"),
    (V3_2, Kind::Xml, "nodeType"),
    (V3_2, Kind::SecurityScheme, "deprecated oauth2MetadataUrl"),
    (V3_2, Kind::OAuthFlows, "deviceAuthorization"),
    (V3_2, Kind::OAuthFlow, "deviceAuthorizationUrl"),
];

/// Keywords that a later version took back: `nullable` went with 3.1.
const TAKEN_BACK: &[(Version, &str)] = &[(V3_1, "nullable")];

fn standing(kind: Kind, keyword: &str, version: Version) -> Standing {
    let value = Node::plain("x", Origin::new(Sources::new().add("a", "a"), 0, 1));
    look_up(kind, keyword, &value, version).standing
}

#[test]
fn every_field_of_every_version_is_in_the_table() {
    for (since, kind, names) in FIELDS {
        for name in names.split(' ') {
            for version in Version::ALL.into_iter().filter(|version| version >= since) {
                let gone = TAKEN_BACK.iter().any(|(from, taken)| taken == &name && version >= *from);
                // What Swagger 2.0 has is spelled otherwise since; 3.0 says again what stayed.
                let over =
                    *since == V2_0 && version > V2_0 || *kind == Kind::SchemaReference && version > V3_0;
                if !gone && !over {
                    let standing = standing(*kind, name, version);
                    assert_eq!(standing, Standing::Known, "{name} of {} in {}", kind.name(), version.name());
                }
            }
        }
    }
}

#[test]
fn the_table_has_no_field_that_the_specifications_do_not_have() {
    for kind in Kind::ALL {
        for row in rows(*kind) {
            for version in Version::ALL.into_iter().filter(|version| row.versions.has(*version)) {
                let listed = FIELDS.iter().any(|(since, listed, names)| {
                    let spans = if *since == V2_0 { version == V2_0 } else { version >= *since };
                    listed == kind && spans && names.split(' ').any(|name| name == row.name)
                });
                // An older draft's `$defs`, and what may stand beside the `schema` of a header by analogy only.
                let known = ["definitions", "allowEmptyValue", "allowReserved"].contains(&row.name);
                // A Path Item, a Schema and a Reference hold `$ref` in every version.
                let reference = row.name == "$ref";
                assert!(
                    listed || known || reference,
                    "{} of {} in {}",
                    row.name,
                    kind.name(),
                    version.name()
                );
            }
        }
    }
}

fn told(text: &str) -> Vec<(Code, String)> {
    let mut sources = Sources::new();
    let file = sources.add("a.yaml", text);
    let mut sink = Sink::new();
    let tree = crate::read::yaml::read_document(&sources, file, None, &mut sink).unwrap();
    enter(&tree).report(&mut sink);
    sink.diagnostics().iter().map(|diagnostic| (diagnostic.code, diagnostic.notes.join("; "))).collect()
}

#[test]
fn a_keyword_is_told_once_with_the_number_of_its_places() {
    let schema = "{type: object, xml: {name: a}, discription: b}";
    let text =
        format!("openapi: 3.0.0\ncomponents: {{schemas: {{A: {schema}, B: {schema}, C: {schema}}}}}\n");
    let told = told(&text);
    assert_eq!(told.len(), 2, "{told:?}");
    assert_eq!(told[0].0, Code::IgnoredKeyword);
    assert!(told[0].1.ends_with("and at 2 other places"), "{told:?}");
    assert_eq!(told[1].0, Code::UnknownKeyword);
    assert!(told[1].1.starts_with("is `description` meant?"), "{told:?}");
}

#[test]
fn names_are_no_keywords_and_extensions_are_no_warnings() {
    let text = "openapi: 3.1.0\nx-a: {b: 1}\npaths:\n  x-a: 1\n  /a: {get: {responses: {'200': {description: a}, x-a: 1}}}\n\
                components: {schemas: {discription: {properties: {discription: {type: string}}}}}\n";
    assert_eq!(told(text), []);
}

#[test]
fn many_unknown_keywords_are_told_in_one_line() {
    let keys: String = (0..5_000).map(|index| format!(" key{index}x: 1,")).collect();
    let told = told(&format!("openapi: 3.1.0\ninfo: {{{keys} title: a}}\n"));
    assert_eq!(told.len(), 21);
    assert!(told.iter().all(|(code, _)| *code == Code::UnknownKeyword));
}

#[test]
fn what_stands_below_an_ignored_keyword_is_not_told_again() {
    let ignored = Kind::ALL
        .iter()
        .flat_map(|kind| rows(*kind))
        .filter(|row| matches!(row.verdict, Verdict::Ignored(_)) && !row.name.is_empty());
    assert!(ignored.clone().count() > 0);
    for row in ignored {
        let Verdict::Ignored(reason) = row.verdict else { continue };
        assert!(!reason.ends_with('.') && !reason.is_empty(), "{}", row.name);
    }
    assert_eq!(told("openapi: 3.0.0\ncomponents: {schemas: {A: {xml: {flavour: sweet}}}}\n").len(), 1);
}
